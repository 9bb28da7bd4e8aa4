//! Opens every figure there is and adds up what is listed. One list of the province is read for each indicator, side and
//! month, and parted by court, cause, judge and kind, so that no figure costs a query of its own.

use std::collections::BTreeMap;

use law::ids::{CourtId, Stream};
use law::life::facts::CaseFacts;
use stats::{By, Kind, Part, Scope, Stats, Totals, Value, evenness};

/// Whose figure: none for the province.
type Whose = Option<(By, i64)>;

/// What of each matter parts the lists.
pub type Parting = BTreeMap<(CourtId, Stream), [(By, i64); 4]>;

/// A matter's court, cause, judge and kind.
pub fn parted(facts: &CaseFacts) -> ((CourtId, Stream), [(By, i64); 4]) {
    let groups = [
        (By::Court, i64::from(facts.court.0)),
        (By::Cause, facts.cause.map_or(0, |cause| i64::from(cause.0))),
        (By::Judge, facts.judge.map_or(0, |judge| i64::from(judge.0))),
        (By::Word, i64::from(facts.word)),
    ];
    ((facts.court, facts.stream), groups)
}

/// Sides of the figures of one indicator in one month or the year.
type Sides = BTreeMap<Whose, (i64, i64)>;

fn whose(by: By, value: &Value) -> Whose {
    let id = match by {
        By::Province | By::Month => return None,
        By::Court | By::CourtMonth => i64::from(value.filter.court.unwrap().0),
        By::Cause => i64::from(value.filter.cause.unwrap().0),
        By::Judge => i64::from(value.filter.judge.unwrap().0),
        By::Word => i64::from(value.filter.word.unwrap()),
    };
    Some((if by == By::CourtMonth { By::Court } else { by }, id))
}

/// Every figure of the year and its months, by indicator and month.
async fn figures(stats: &Stats) -> BTreeMap<(String, Option<u8>), BTreeMap<Whose, Value>> {
    let mut figures: BTreeMap<_, BTreeMap<Whose, Value>> = BTreeMap::new();
    for (by, _) in By::ALL {
        for value in stats.compute(by, &Scope::default()).await.unwrap() {
            let of = (value.filter.indicator.to_string(), value.filter.month);
            assert!(figures.entry(of).or_default().insert(whose(by, &value), value).is_none(), "one figure, one value");
        }
    }
    figures
}

/// What the lists of one figure of the province add up to, for the province and each of its groups.
async fn listed(stats: &Stats, of: &Value, parting: &Parting) -> Sides {
    let mut sides = Sides::new();
    for (part, _) in Part::ALL {
        let mut totals = Totals::default();
        let mut after = None;
        loop {
            let page = stats.list(&of.filter, part, after, usize::MAX).await.unwrap();
            let Some(last) = page.last() else { break };
            assert!(after < Some((page[0].court, page[0].stream)), "pages follow each other");
            assert!(page.is_sorted_by_key(|one| (one.court, one.stream)));
            after = Some((last.court, last.stream));
            for one in &page {
                assert!(one.n > 0, "what is listed counts");
                totals.matters += 1;
                totals.n += one.n;
                for whose in std::iter::once(None).chain(parting[&(one.court, one.stream)].map(Some)) {
                    let side = sides.entry(whose).or_default();
                    match part {
                        Part::Numerator => side.0 += one.n,
                        Part::NumeratorLess => side.0 -= one.n,
                        Part::Denominator => side.1 += one.n,
                        Part::DenominatorLess => side.1 -= one.n,
                    }
                }
            }
        }
        assert_eq!(stats.totals(&of.filter, part).await.unwrap(), totals, "{:?}", of.filter);
    }
    sides
}

/// Opens every figure that counts matters; gives how many were opened.
pub async fn every_figure_opens(stats: &Stats, parting: &Parting) -> usize {
    let figures = figures(stats).await;
    let mut opened = 0;
    let mut even: BTreeMap<String, BTreeMap<Whose, Vec<i64>>> = BTreeMap::new();
    for ((id, month), values) in &figures {
        let one = stats.indicators().get(id).unwrap();
        if one.entries().is_some() || one.kind == Kind::Evenness {
            continue;
        }
        let sides = listed(stats, &values[&None], parting).await;
        for (whose, value) in values {
            let (num, den) = sides.get(whose).copied().unwrap_or_default();
            assert_eq!((value.num, value.den.unwrap_or(0)), (num, den), "{id} {month:?} {whose:?}");
            opened += 1;
        }
        for (whose, side) in &sides {
            let in_month = month.is_some() && !matches!(whose, None | Some((By::Court, _)));
            assert!(in_month || values.contains_key(whose) || *side == (0, 0), "{id} {month:?} {whose:?} is not told");
        }
        if let (Some(month), "C-003") = (month, id.as_str()) {
            for (whose, (num, _)) in &sides {
                let months = even.entry("I-085".to_owned()).or_default().entry(*whose).or_insert_with(|| vec![0; 12]);
                months[usize::from(*month) - 1] = *num;
            }
        }
    }
    for (whose, value) in &figures[&("I-085".to_owned(), None)] {
        let months = even["I-085"].get(whose);
        let expected = months.and_then(|months| evenness(months)).unwrap_or(0);
        assert_eq!(value.num, expected, "evenness of the months of closing, {whose:?}");
        opened += 1;
    }
    opened
}

/// Opens some figures by their own filter, so that the narrowing itself is asked and not only what it narrows.
pub async fn some_figures_open_by_themselves(stats: &Stats, stride: usize) {
    for (by, _) in By::ALL {
        let values = stats.compute(by, &Scope::default()).await.unwrap();
        open_by_themselves(stats, values.iter().step_by(stride)).await;
    }
}

/// Opens figures by their own filters.
pub async fn open_by_themselves<'a>(stats: &Stats, values: impl Iterator<Item = &'a Value>) {
    for value in values {
        let one = stats.indicators().get(&value.filter.indicator).unwrap();
        if one.entries().is_some() || one.kind == Kind::Evenness {
            continue;
        }
        let mut n = [0; 4];
        for ((part, _), n) in Part::ALL.into_iter().zip(&mut n) {
            *n = stats.totals(&value.filter, part).await.unwrap().n;
        }
        let [num, num_less, den, den_less] = n;
        assert_eq!((value.num, value.den.unwrap_or(0)), (num - num_less, den - den_less), "{:?}", value.filter);
    }
}
