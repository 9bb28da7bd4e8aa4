//! Every figure opens: the matters listed behind it add up to it, to the unit.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail loudly"
)]

mod made;
mod opened;

use law::ids::{CourtId, Stream};
use law::life::facts::CaseFacts;
use made::province;
use stats::{Books, By, Convention, Facts, FigureFilter, Indicators, Part, Period, Scope, Stats};

fn stats_of(indicators: Indicators, rows: &[CaseFacts]) -> Stats {
    let period = Period::new(2020, Convention::Natural).unwrap();
    let facts = Facts::from_rows(period, rows).unwrap();
    Stats::from_facts(indicators, &facts, Books::new(&period, &[], &[])).unwrap()
}

#[tokio::test]
async fn every_figure_adds_up_from_the_matters_behind_it() {
    let rows = province(4, 5, 3_000);
    let stats = stats_of(Indicators::load().unwrap(), &rows);
    let opened = opened::every_figure_opens(&stats, &rows.iter().map(opened::parted).collect()).await;
    assert!(opened > 12_000, "{opened}");
    opened::some_figures_open_by_themselves(&stats, 31).await;
}

#[tokio::test]
async fn the_year_so_far_adds_up_from_the_matters_behind_it() {
    let stats = stats_of(Indicators::load().unwrap(), &province(6, 4, 2_000));
    for month in [1, 7, 11, 12] {
        for by in [By::Province, By::Court] {
            let values = stats.compute_through(month, by, &Scope::default()).await.unwrap();
            assert!(values.iter().all(|value| value.filter.through.unwrap_or(12) == month));
            opened::open_by_themselves(&stats, values.iter().step_by(if by == By::Court { 5 } else { 1 })).await;
        }
    }
}

/// Terms that meet in the same matters, and one that takes away what was never counted.
const MEETING: &str = "[conventions]\nnatural = '自然年'\n[sets]\nciv = 'word = 301'\n\
[[indicator]]\nid = 'X-1'\nname = '重叠'\nkind = 'ratio'\n\
numerator = ['closed', 'closed where civ', 'less received']\ndenominator = ['accepted', 'sum hearings of closed']\n\
direction = 'up'\nlegal = ''\nformula = ''\nversion = 1\nfrom = 2016\n\
[[indicator]]\nid = 'I-085'\nname = '均衡'\nkind = 'evenness'\nprofile = 'all'\nnumerator = ['closed']\n\
direction = 'up'\nlegal = ''\nformula = ''\nversion = 1\nfrom = 2016\n\
[[indicator]]\nid = 'C-003'\nname = '结案'\nkind = 'count'\nprofile = 'all'\nnumerator = ['closed']\n\
direction = 'up'\nlegal = ''\nformula = ''\nversion = 1\nfrom = 2016\n";

#[tokio::test]
async fn terms_that_meet_in_a_matter_count_it_as_often_as_they_do() {
    let text = MEETING.replace("[sets]\n", "[sets]\nall = 'counts = 1'\n");
    let rows = province(8, 3, 1_500);
    let stats = stats_of(Indicators::read(&text).unwrap(), &rows);
    opened::every_figure_opens(&stats, &rows.iter().map(opened::parted).collect()).await;
    opened::some_figures_open_by_themselves(&stats, 1).await;
    let filter = stats.figure("X-1", &Scope::default()).await.unwrap().filter;
    let listed = stats.list(&filter, Part::Numerator, None, 10_000).await.unwrap();
    assert!(listed.iter().any(|one| one.n == 2), "a civil case that was closed counts twice");
    assert!(
        stats.totals(&filter, Part::NumeratorLess).await.unwrap().matters > 0,
        "what was received in the year and not closed in it"
    );
}

#[tokio::test]
async fn aged_stock_is_listed_as_such_and_its_bands_add_up_to_it() {
    let stats = stats_of(Indicators::load().unwrap(), &province(9, 4, 4_000));
    let values = stats.compute(By::Province, &Scope::default()).await.unwrap();
    let of = |id: &str| values.iter().find(|value| &*value.filter.indicator == id).unwrap();
    let bands = ["I-082A", "I-082B", "I-082C", "I-082D", "I-080B", "I-080C"];
    assert_eq!(bands.iter().map(|id| of(id).num).sum::<i64>(), of("C-004").num);
    assert_eq!(of("I-082C").num + of("I-082D").num, of("I-080A").num);
    assert_eq!(of("I-082D").num + of("I-080B").num + of("I-080C").num, of("I-080D").num);
    for id in bands {
        assert!(of(id).num > 0, "{id} has a case");
        let taken = stats.totals(&of(id).filter, Part::NumeratorLess).await.unwrap();
        assert_eq!(taken.matters, 0, "{id} lists exactly its cases");
    }
}

#[tokio::test]
async fn a_list_goes_on_where_its_page_ended() {
    let stats = stats_of(Indicators::load().unwrap(), &province(5, 3, 900));
    let filter = stats.figure("C-003", &Scope::default()).await.unwrap().filter;
    let keys = |listed: Vec<stats::Listed>| -> Vec<(CourtId, Stream)> {
        listed.into_iter().map(|one| (one.court, one.stream)).collect()
    };
    let whole = keys(stats.list(&filter, Part::Numerator, None, 10_000).await.unwrap());
    let mut paged: Vec<(CourtId, Stream)> = Vec::new();
    loop {
        let page = keys(stats.list(&filter, Part::Numerator, paged.last().copied(), 70).await.unwrap());
        if page.is_empty() {
            break;
        }
        paged.extend(page);
    }
    assert_eq!(paged, whole);
    assert!(whole.is_sorted() && whole.len() > 100);
    assert!(stats.figure("I-999", &Scope::default()).await.is_err());
    let other = FigureFilter { year: 2019, ..filter };
    assert!(stats.list(&other, Part::Numerator, None, 1).await.is_err());
}

#[tokio::test]
async fn a_median_is_that_of_the_matters_averaged() {
    let rows = province(10, 3, 900);
    let stats = stats_of(Indicators::load().unwrap(), &rows);
    let medians = stats.medians("I-040", By::Judge, &Scope::of(Some(CourtId(2)))).await.unwrap();
    let in_year = |c: &&CaseFacts| {
        c.counts
            && c.court == CourtId(2)
            && c.closed_day.is_some_and(|on| on >= made::day("2020-01-01") && on <= made::day("2020-12-31"))
    };
    let mut judges: std::collections::BTreeMap<i64, Vec<i32>> = std::collections::BTreeMap::new();
    for one in rows.iter().filter(in_year) {
        let days = one.accepted_day.unwrap().until(one.closed_day.unwrap());
        judges.entry(one.judge.map_or(0, |judge| i64::from(judge.0))).or_default().push(days);
    }
    assert_eq!(medians.len(), judges.len());
    for (judge, days) in &mut judges {
        days.sort_unstable();
        let half = days.len() / 2;
        let twice = if days.len() % 2 == 1 { days[half] * 2 } else { days[half - 1] + days[half] };
        assert_eq!(medians[judge], i64::from(twice) * 50, "{judge}");
    }
    assert!(stats.medians("C-003", By::Judge, &Scope::default()).await.is_err());
}
