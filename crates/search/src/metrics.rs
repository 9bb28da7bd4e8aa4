//! How good a ranking is (检索质量): the figures every bench of this crate prints, each in one definition.
//!
//! A ranking is seen as its gains: for each place, the grade of what stands there (0 = not relevant). The formulas are
//! those of the published LeCaRD code, checked against its golden numbers in the tests.

use std::collections::BTreeMap;

/// Each figure's definition, as printed beside it.
pub const DEFINITIONS: [(&str, &str); 6] = [
    (
        "NDCG@k",
        "sum of grade/log2(place+2) over the first k places (place from 0), divided by the same sum of the best order of all labels; mean over queries",
    ),
    ("R@k", "relevant documents among the first k, divided by all relevant ones; mean over queries"),
    ("P@k", "relevant documents among the first k, divided by k; mean over queries"),
    ("MAP", "mean of the precision at each relevant document, not found ones counting 0; mean over queries"),
    ("MRR", "1 / place (from 1) of the first relevant document, 0 if none; mean over queries"),
    ("top-k", "share of queries whose answer stands among the first k"),
];

/// Grades of the documents judged for one query.
pub type Labels = BTreeMap<String, u32>;

/// 归一化折损累计增益: linear gain, discount `log2(place + 2)`, the ideal from all labels. 0 when nothing is relevant.
#[must_use]
pub fn ndcg(gains: &[f64], labels: &[f64], k: usize) -> f64 {
    let mut ideal = labels.to_vec();
    ideal.sort_by(|a, b| b.total_cmp(a));
    let best = dcg(&ideal, k);
    if best > 0.0 { dcg(gains, k) / best } else { 0.0 }
}

fn dcg(gains: &[f64], k: usize) -> f64 {
    let mut place = 2.0_f64;
    let mut sum = 0.0;
    for gain in gains.iter().take(k) {
        sum += gain / place.log2();
        place += 1.0;
    }
    sum
}

/// 召回率: relevant ones among the first k, of `relevant` in all. 0 when there are none.
#[must_use]
pub fn recall(gains: &[f64], relevant: usize, k: usize) -> f64 {
    ratio(found(gains, k), relevant)
}

/// 准确率: relevant ones among the first k, divided by k.
#[must_use]
pub fn precision(gains: &[f64], k: usize) -> f64 {
    ratio(found(gains, k), k)
}

/// 平均准确率: the precision at each relevant document, summed and divided by `relevant`.
#[must_use]
pub fn average_precision(gains: &[f64], relevant: usize) -> f64 {
    let (mut hits, mut sum) = (0, 0.0);
    for (place, gain) in gains.iter().enumerate() {
        if *gain > 0.0 {
            hits += 1;
            sum += ratio(hits, place + 1);
        }
    }
    if relevant == 0 { 0.0 } else { sum / float(relevant) }
}

/// 倒数排名: 1 / place of the first relevant document.
#[must_use]
pub fn reciprocal_rank(gains: &[f64]) -> f64 {
    gains.iter().position(|gain| *gain > 0.0).map_or(0.0, |place| ratio(1, place + 1))
}

/// The gains of a ranking under labels; what was never judged gains nothing.
pub fn gains<'a>(ranking: impl IntoIterator<Item = &'a str>, labels: &Labels) -> Vec<f64> {
    ranking.into_iter().map(|id| f64::from(labels.get(id).copied().unwrap_or_default())).collect()
}

/// Labels in the form of TREC, `query 0 document grade` a line; lines of another form are left out.
#[must_use]
pub fn trec(text: &str) -> BTreeMap<String, Labels> {
    let mut queries: BTreeMap<String, Labels> = BTreeMap::new();
    for line in text.lines() {
        let mut parts = line.split_whitespace();
        if let (Some(query), Some(_), Some(document), Some(Ok(grade))) =
            (parts.next(), parts.next(), parts.next(), parts.next().map(str::parse))
        {
            queries.entry(query.to_owned()).or_default().insert(document.to_owned(), grade);
        }
    }
    queries
}

/// The mean of the figures over the queries of a set.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize)]
pub struct Figures {
    /// How many queries.
    pub queries: usize,
    /// NDCG@10.
    pub ndcg_10: f64,
    /// NDCG@30.
    pub ndcg_30: f64,
    /// R@10.
    pub recall_10: f64,
    /// R@100.
    pub recall_100: f64,
    /// P@5.
    pub precision_5: f64,
    /// MAP.
    pub map: f64,
    /// MRR.
    pub mrr: f64,
}

impl Figures {
    /// The figures of rankings, each with the labels of its query.
    #[must_use]
    pub fn of(rankings: &[(Vec<String>, &Labels)]) -> Self {
        let mut sum = Self { queries: rankings.len(), ..Self::default() };
        for (ranking, labels) in rankings {
            let gains = gains(ranking.iter().map(String::as_str), labels);
            let grades: Vec<f64> = labels.values().map(|grade| f64::from(*grade)).collect();
            let relevant = labels.values().filter(|grade| **grade > 0).count();
            sum.ndcg_10 += ndcg(&gains, &grades, 10);
            sum.ndcg_30 += ndcg(&gains, &grades, 30);
            sum.recall_10 += recall(&gains, relevant, 10);
            sum.recall_100 += recall(&gains, relevant, 100);
            sum.precision_5 += precision(&gains, 5);
            sum.map += average_precision(&gains, relevant);
            sum.mrr += reciprocal_rank(&gains);
        }
        let n = float(sum.queries.max(1));
        for figure in [
            &mut sum.ndcg_10,
            &mut sum.ndcg_30,
            &mut sum.recall_10,
            &mut sum.recall_100,
            &mut sum.precision_5,
            &mut sum.map,
            &mut sum.mrr,
        ] {
            *figure /= n;
        }
        sum
    }
}

fn found(gains: &[f64], k: usize) -> usize {
    gains.iter().take(k).filter(|gain| **gain > 0.0).count()
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { float(part) / float(whole) }
}

fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    #[test]
    fn figures_by_hand() {
        let gains = [0.0, 3.0, 0.0, 1.0];
        let labels = [3.0, 1.0, 2.0];
        let best = 3.0 + 2.0 / 3f64.log2() + 1.0 / 2.0;
        assert!(near(ndcg(&gains, &labels, 10), (3.0 / 3f64.log2() + 1.0 / 5f64.log2()) / best));
        assert!(near(ndcg(&gains, &labels, 1), 0.0));
        assert!(near(recall(&gains, 3, 2), 1.0 / 3.0));
        assert!(near(precision(&gains, 5), 0.4));
        assert!(near(average_precision(&gains, 3), (0.5 + 0.5) / 3.0));
        assert!(near(reciprocal_rank(&gains), 0.5));
    }

    #[test]
    fn nothing_relevant_and_nothing_found_are_zero() {
        assert!(near(ndcg(&[], &[1.0], 10), 0.0) && near(ndcg(&[1.0], &[], 10), 0.0));
        assert!(near(recall(&[1.0], 0, 10), 0.0) && near(precision(&[], 0), 0.0));
        assert!(near(average_precision(&[], 0), 0.0) && near(reciprocal_rank(&[0.0]), 0.0));
    }

    #[test]
    fn labels_are_read_line_by_line() {
        let read = trec("q1\t0\ta\t2\nq1 0 b 1\n\nbroken\nq2 0 a x\nq2 0 c 3\n");
        assert_eq!(read["q1"], Labels::from([("a".into(), 2), ("b".into(), 1)]));
        assert_eq!(read["q2"], Labels::from([("c".into(), 3)]));
    }

    #[test]
    fn a_set_is_the_mean_of_its_queries() {
        let labels = Labels::from([("a".into(), 1)]);
        let rankings = [(vec!["a".to_owned()], &labels), (vec!["b".to_owned(), "a".to_owned()], &labels)];
        let figures = Figures::of(&rankings);
        assert_eq!(figures.queries, 2);
        assert!(near(figures.mrr, 0.75) && near(figures.recall_10, 1.0) && near(figures.map, 0.75));
        assert!(near(Figures::of(&[]).ndcg_10, 0.0));
    }
}
