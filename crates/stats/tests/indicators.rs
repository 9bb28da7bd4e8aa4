//! Every indicator against a plain count over the same rows, and every figure against its list.

#![allow(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail loudly"
)]

mod made;

use std::collections::BTreeMap;

use law::day::Day;
use law::ids::CourtId;
use law::life::facts::CaseFacts;
use made::{accepted, case, day, province};
use stats::{Books, By, Convention, Facts, Indicators, Kind, Period, Scope, Stats, TallyRow, Value};

fn stats_of(rows: &[CaseFacts], convention: Convention, tallies: &[TallyRow]) -> Stats {
    let period = Period::new(2020, convention).unwrap();
    let facts = Facts::from_rows(period, rows).unwrap();
    Stats::from_facts(Indicators::load().unwrap(), &facts, Books::new(&period, tallies, &[])).unwrap()
}

async fn year(stats: &Stats, scope: Scope) -> BTreeMap<String, Value> {
    let values = stats.compute(By::Province, &scope).await.unwrap();
    values.into_iter().map(|value| (value.filter.indicator.to_string(), value)).collect()
}

fn parts(values: &BTreeMap<String, Value>, id: &str) -> (i64, Option<i64>) {
    (values[id].num, values[id].den)
}

/// What belongs to the days of a window, told by days and not by months.
struct Window {
    from: Day,
    to: Day,
}

impl Window {
    fn holds(&self, on: Option<Day>) -> bool {
        on.is_some_and(|on| self.from <= on && on <= self.to)
    }
    fn pending(&self, c: &CaseFacts) -> bool {
        c.accepted_day.is_some_and(|on| on <= self.to) && c.closed_day.is_none_or(|on| on >= self.from)
    }
    fn open(&self, c: &CaseFacts) -> bool {
        c.accepted_day.is_some_and(|on| on <= self.to) && c.closed_day.is_none_or(|on| on > self.to)
    }
}

type Parts = (i64, Option<i64>);

type Test<'a> = Box<dyn Fn(&CaseFacts) -> bool + 'a>;

/// Numerator and denominator of some indicators, by a plain count.
fn naive(w: &Window) -> Vec<(&'static str, Test<'_>, Option<Test<'_>>)> {
    let as_of = day("2020-12-31");
    let closed = move |c: &CaseFacts| c.counts && w.holds(c.closed_day);
    let filed = move |c: &CaseFacts| c.counts && w.holds(c.accepted_day);
    let first = |c: &CaseFacts| [201, 301, 401, 502].contains(&c.word);
    let second = |c: &CaseFacts| [202, 302, 402, 503].contains(&c.word);
    let first_exec = move |c: &CaseFacts| c.word == 1002 && w.holds(c.closed_day);
    let in_final = |c: &CaseFacts| c.final_end_day.is_some_and(|end| c.closed_day.is_some_and(|on| on <= end));

    vec![
        ("C-001", Box::new(move |c| c.counts && w.pending(c)), None),
        ("C-002", Box::new(filed), None),
        ("C-003", Box::new(closed), None),
        ("C-004", Box::new(move |c| c.counts && w.open(c)), None),
        ("C-005", Box::new(move |c| c.counts && w.pending(c) && !filed(c)), None),
        ("C-010", Box::new(move |c| closed(c) && (201..=232).contains(&c.word)), None),
        ("C-012", Box::new(move |c| closed(c) && c.word == 301 && c.livelihood), None),
        (
            "C-013",
            Box::new(move |c| {
                closed(c)
                    && [207, 307, 407, 507].contains(&c.word)
                    && [21, 23].contains(&c.closing)
                    && c.property_rights
            }),
            None,
        ),
        (
            "C-014",
            Box::new(move |c| {
                c.counts && w.pending(c) && c.hearings_online > 0 && c.first_hearing_day.is_some_and(|on| on <= as_of)
            }),
            None,
        ),
        ("I-020", Box::new(closed), Some(Box::new(move |c| c.counts && w.pending(c)))),
        ("I-021", Box::new(closed), Some(Box::new(filed))),
        (
            "I-030",
            Box::new(move |c| closed(c) && c.has_term && c.closed_day <= c.base_end_day),
            Some(Box::new(move |c| closed(c) && c.has_term)),
        ),
        (
            "I-031",
            Box::new(move |c| closed(c) && c.has_term && in_final(c)),
            Some(Box::new(move |c| closed(c) && c.has_term)),
        ),
        (
            "I-034",
            Box::new(move |c| c.counts && c.has_term && w.open(c) && c.extended),
            Some(Box::new(move |c| c.counts && c.has_term && w.open(c))),
        ),
        (
            "I-033",
            Box::new(move |c| {
                c.counts
                    && c.has_term
                    && ((closed(c) && c.closed_day > c.final_end_day)
                        || (w.open(c) && c.final_end_day.is_some_and(|end| end < w.to)))
            }),
            None,
        ),
        (
            "I-051",
            Box::new(move |c| c.counts && first(c) && w.holds(c.appealed_day)),
            Some(Box::new(move |c| closed(c) && first(c))),
        ),
        (
            "I-053",
            Box::new(move |c| closed(c) && second(c) && [21, 22, 23].contains(&c.closing)),
            Some(Box::new(move |c| closed(c) && second(c))),
        ),
        (
            "I-060",
            Box::new(move |c| closed(c) && c.word == 301 && c.closing == 5),
            Some(Box::new(move |c| closed(c) && c.word == 301)),
        ),
        (
            "I-065",
            Box::new(move |c| closed(c) && first(c) && c.court.0 > 2 && [2, 3].contains(&c.procedure)),
            Some(Box::new(move |c| closed(c) && first(c) && c.court.0 > 2)),
        ),
        (
            "I-100",
            Box::new(move |c| closed(c) && c.publishable && c.first_published_day.is_some_and(|on| on <= as_of)),
            Some(Box::new(move |c| closed(c) && c.publishable)),
        ),
        (
            "I-103",
            Box::new(move |c| filed(c) && c.disclosed && c.disclosed_effectively),
            Some(Box::new(move |c| filed(c) && c.disclosed)),
        ),
        (
            "S-014",
            Box::new(move |c| c.word == 9001 && w.holds(c.closed_day) && c.mediated_av),
            Some(Box::new(move |c| c.word == 9001 && w.holds(c.closed_day))),
        ),
        (
            "S-025",
            Box::new(move |c| filed(c) && [301, 401].contains(&c.word) && c.channel == 2),
            Some(Box::new(move |c| filed(c) && [301, 401].contains(&c.word))),
        ),
        (
            "K1",
            Box::new(move |c| first_exec(c) && [60, 62].contains(&c.closing) && in_final(c)),
            Some(Box::new(move |c| {
                (first_exec(c)
                    && ([60, 62, 63, 64].contains(&c.closing) || (c.closing == 61 && c.collected.0 > 0 && c.assets)))
                    || (c.word == 1002 && c.assets && w.open(c) && c.final_end_day.is_some_and(|end| end < w.to))
            })),
        ),
        (
            "K2",
            Box::new(move |c| first_exec(c) && c.closing == 61 && c.terminated_compliant),
            Some(Box::new(move |c| first_exec(c) && c.closing == 61)),
        ),
        (
            "K3",
            Box::new(move |c| {
                c.word == 9002 && w.holds(Some(c.received_day)) && c.closed_day.is_some_and(|on| on <= as_of)
            }),
            Some(Box::new(move |c| {
                c.word == 9002
                    && w.holds(Some(c.received_day))
                    && (c.closed_day.is_some_and(|on| on <= as_of) || c.received_day.plus(30) < as_of)
            })),
        ),
        (
            "K4",
            Box::new(move |c| closed(c) && [1002, 1003].contains(&c.word)),
            Some(Box::new(move |c| c.counts && w.pending(c) && [1002, 1003].contains(&c.word))),
        ),
    ]
}

fn check(
    rows: &[CaseFacts],
    window: &Window,
    value: &dyn Fn(&str) -> Option<Parts>,
    belongs: &dyn Fn(&CaseFacts) -> bool,
    at: &str,
) {
    for (id, num, den) in naive(window) {
        let count = |test: &Test<'_>| rows.iter().filter(|c| belongs(c) && test(c)).count() as i64;
        let expected = (count(&num), den.as_ref().map(count));
        let none = (0, den.as_ref().map(|_| 0));
        assert_eq!(value(id).unwrap_or(none), expected, "{id} {at}");
    }
}

#[tokio::test]
async fn indicators_of_a_year_equal_a_plain_count() {
    let rows = province(1, 9, 9_000);
    let stats = stats_of(&rows, Convention::Natural, &[]);
    let window = Window { from: day("2020-01-01"), to: day("2020-12-31") };
    let all = year(&stats, Scope::default()).await;
    check(&rows, &window, &|id| Some(parts(&all, id)), &|_| true, "province");
    let one = year(&stats, Scope::of(Some(CourtId(4)))).await;
    check(&rows, &window, &|id| Some(parts(&one, id)), &|c| c.court == CourtId(4), "court 4");
}

#[tokio::test]
async fn indicators_by_court_and_month_equal_a_plain_count() {
    let rows = province(2, 4, 4_000);
    let stats = stats_of(&rows, Convention::Natural, &[]);
    let values = stats.compute(By::CourtMonth, &Scope::default()).await.unwrap();
    let found: BTreeMap<(String, u16, u8), (i64, Option<i64>)> = values
        .iter()
        .map(|v| ((v.filter.indicator.to_string(), v.filter.court.unwrap().0, v.filter.month.unwrap()), (v.num, v.den)))
        .collect();
    for month in [1_u8, 2, 6, 12] {
        let first = Day::new(2020, month as i8, 1).unwrap();
        let window = Window { from: first, to: Day::from_date(first.date().last_of_month()) };
        for court in 1..=4 {
            let value = |id: &str| found.get(&(id.to_owned(), court, month)).copied();
            check(&rows, &window, &value, &|c| c.court == CourtId(court), &format!("court {court} month {month}"));
        }
    }
}

#[tokio::test]
async fn the_province_is_the_sum_of_its_courts() {
    let stats = stats_of(&province(3, 7, 4_000), Convention::Natural, &[]);
    let all = year(&stats, Scope::default()).await;
    for by in [By::Court, By::Judge, By::Cause, By::Word] {
        let mut sums: BTreeMap<String, (i64, i64)> = BTreeMap::new();
        for value in stats.compute(by, &Scope::default()).await.unwrap() {
            let sum = sums.entry(value.filter.indicator.to_string()).or_default();
            sum.0 += value.num;
            sum.1 += value.den.unwrap_or(0);
        }
        let of_matters = |value: &Value| value.kind != Kind::Evenness && !value.filter.indicator.starts_with("O-");
        for (id, value) in all.iter().filter(|(_, value)| of_matters(value)) {
            assert_eq!(sums[id], (value.num, value.den.unwrap_or(0)), "{id}");
        }
    }
}

fn many(n: i64, mut make: impl FnMut(i64) -> CaseFacts) -> Vec<CaseFacts> {
    (1..=n).map(&mut make).collect()
}

#[tokio::test]
async fn i_001_and_i_002_stock_of_a_month_is_that_of_the_year() {
    let rows = province(6, 2, 3_000);
    let stats = stats_of(&rows, Convention::Natural, &[]);
    let all = year(&stats, Scope::default()).await;
    let months = stats.compute(By::Month, &Scope::default()).await.unwrap();
    let of = |id: &str, month: u8| {
        months.iter().find(|v| &*v.filter.indicator == id && v.filter.month == Some(month)).unwrap().num
    };
    assert_eq!(of("C-004", 12), all["C-004"].num);
    for month in 1..=12 {
        assert_eq!(of("C-001", month), of("C-005", month) + of("C-002", month));
        assert_eq!(of("C-001", month) - of("C-003", month), of("C-004", month));
        assert!(month == 12 || of("C-004", month) == of("C-005", month + 1));
    }
    let sum = |id: &str| (1..=12).map(|month| of(id, month)).sum::<i64>();
    assert_eq!(sum("C-002"), all["C-002"].num);
    assert_eq!(sum("C-003"), all["C-003"].num);
    assert!(sum("C-001") > all["C-001"].num);
}

#[tokio::test]
async fn section_9_2_the_province_is_no_mean_of_rates() {
    let made = |court: u16, open: i64| {
        move |n: i64| accepted(case(court, n, 301, "2020-02-01"), "2020-02-03", (n > open).then_some(("2020-05-06", 1)))
    };
    let mut rows = many(100, made(3, 10));
    rows.extend(many(20, made(4, 10)));
    let stats = stats_of(&rows, Convention::Natural, &[]);
    let courts = stats.compute(By::Court, &Scope::default()).await.unwrap();
    let rates: Vec<_> = courts.iter().filter(|v| &*v.filter.indicator == "I-020").map(|v| v.printed()).collect();
    assert_eq!(rates, ["90.00%", "50.00%"]);
    assert_eq!(year(&stats, Scope::default()).await["I-020"].printed(), "83.33%");
}

#[tokio::test]
async fn section_9_3_terms_days_and_the_dec_nov_year() {
    let with = |n: i64, base: &str, last: &str| {
        let mut one = accepted(case(3, n, 301, "2020-01-02"), "2020-01-02", Some(("2020-07-01", 1)));
        (one.has_term, one.base_end_day, one.final_end_day) = (true, Some(day(base)), Some(day(last)));
        one
    };
    let mut rows = many(33, |n| with(n, "2020-07-01", "2020-07-01"));
    rows.extend(many(4, |n| with(100 + n, "2020-06-30", "2020-09-30")));
    rows.push(with(200, "2020-05-01", "2020-06-30"));
    rows.extend(many(2, |n| accepted(case(3, 300 + n, 902, "2020-01-02"), "2020-01-02", Some(("2020-01-02", 80)))));
    let values = year(&stats_of(&rows, Convention::Natural, &[]), Scope::default()).await;
    assert_eq!((values["I-030"].printed(), values["I-031"].printed()), ("86.84%".to_owned(), "97.37%".to_owned()));
    assert_eq!(values["I-033"].num, 1);

    let mut rows = many(3, |n| {
        accepted(
            case(3, n, 301, "2020-01-01"),
            "2020-01-01",
            Some((["2020-01-21", "2020-02-10", "2020-03-01"][n as usize - 1], 1)),
        )
    });
    rows[2].excluded_days = 10;
    let values = year(&stats_of(&rows, Convention::Natural, &[]), Scope::default()).await;
    assert_eq!((values["I-040"].printed(), values["I-040N"].printed()), ("40.00".to_owned(), "36.67".to_owned()));

    let mut rows = Vec::new();
    let mut add = |n: i64, filed: &str, closed: Option<&str>| {
        let start = rows.len() as i64;
        rows.extend(many(n, |k| accepted(case(3, start + k, 301, filed), filed, closed.map(|on| (on, 1)))));
    };
    add(25, "2019-11-10", Some("2019-12-20"));
    add(25, "2019-11-10", Some("2020-02-20"));
    add(20, "2019-12-10", Some("2020-03-20"));
    add(465, "2020-06-10", Some("2020-08-20"));
    add(35, "2020-10-10", None);
    add(30, "2020-12-02", Some("2020-12-30"));
    add(30, "2020-12-02", None);
    let shifted = year(&stats_of(&rows, Convention::DecNov, &[]), Scope::default()).await;
    assert_eq!((parts(&shifted, "I-020"), shifted["I-020"].printed()), ((540, Some(570)), "94.74%".to_owned()));
    let natural = year(&stats_of(&rows, Convention::Natural, &[]), Scope::default()).await;
    assert_eq!((parts(&natural, "I-020"), natural["I-020"].printed()), ((540, Some(605)), "89.26%".to_owned()));
}

#[tokio::test]
async fn enforcement_19_the_worked_test() {
    let mut rows: Vec<CaseFacts> = Vec::new();
    let mut add = |n: i64, closing: Option<u16>, on_time: bool, set: &dyn Fn(&mut CaseFacts)| {
        let start = rows.len() as i64;
        rows.extend(many(n, |k| {
            let filed = if start + k <= 120 { "2019-12-02" } else { "2020-01-03" };
            let mut one = accepted(case(3, start + k, 1002, filed), filed, closing.map(|form| ("2020-09-30", form)));
            one.final_end_day = Some(if on_time { day("2020-12-31") } else { day("2020-07-03") });
            set(&mut one);
            one
        }));
    };
    add(490, Some(60), true, &|_| {});
    add(10, Some(60), false, &|_| {});
    add(58, Some(62), true, &|_| {});
    add(2, Some(62), false, &|_| {});
    add(297, Some(61), true, &|one| one.terminated_compliant = true);
    add(3, Some(61), true, &|_| {});
    add(5, Some(63), true, &|_| {});
    add(3, Some(64), true, &|_| {});
    add(7, Some(12), true, &|_| {});
    add(4, None, false, &|one| one.assets = true);
    add(121, None, true, &|_| {});
    let petition = |n: i64, received: &str, closed: Option<&str>| {
        let mut one = case(3, 5_000 + n, 9002, received);
        one.closed_day = closed.map(day);
        one
    };
    rows.extend(many(38, |n| petition(n, "2020-05-01", Some("2020-05-20"))));
    rows.push(petition(50, "2020-12-15", None));
    rows.push(petition(51, "2020-10-15", None));
    let values = year(&stats_of(&rows, Convention::Natural, &[]), Scope::default()).await;
    assert_eq!(parts(&values, "K1"), (548, Some(572)));
    assert_eq!(parts(&values, "K2"), (297, Some(300)));
    assert_eq!(parts(&values, "K3"), (38, Some(39)));
    assert_eq!(parts(&values, "K4"), (875, Some(1_000)));
    let printed: Vec<_> = ["K1", "K2", "K3", "K4"].iter().map(|id| values[*id].printed()).collect();
    assert_eq!(printed, ["95.80%", "99.00%", "97.44%", "87.50%"]);
}

#[tokio::test]
async fn i_013_nothing_at_all_prints_a_dash() {
    let values = year(&stats_of(&[], Convention::Natural, &[]), Scope::default()).await;
    assert_eq!(values["I-020"].printed(), "—");
    assert_eq!(values["I-085"].printed(), "—");
    assert_eq!(values["C-001"].printed(), "0");
}

#[tokio::test]
async fn i_085_evenness_of_closings() {
    let months = [90, 95, 100, 100, 105, 100, 95, 100, 105, 110, 100, 100];
    let mut rows = Vec::new();
    for (month, n) in (1..).zip(months) {
        let closed = format!("2020-{month:02}-11");
        let start = rows.len() as i64;
        rows.extend(many(n, |k| accepted(case(3, start + k, 301, "2019-12-31"), "2019-12-31", Some((&closed, 1)))));
    }
    let values = year(&stats_of(&rows, Convention::Natural, &[]), Scope::default()).await;
    assert_eq!(values["I-085"].printed(), "0.9500");
}

#[tokio::test]
async fn entries_are_counted_by_court_and_month_even_without_matters() {
    let tally = |court, on: &str, n, total| TallyRow {
        court: CourtId(court),
        day: day(on),
        kind: "hearing.held.v1".to_owned(),
        n,
        total,
    };
    let tallies = [tally(3, "2020-05-06", 7, 4), tally(4, "2020-05-07", 2, 1), tally(4, "2021-01-01", 9, 9)];
    let stats = stats_of(&[], Convention::Natural, &tallies);
    let all = year(&stats, Scope::default()).await;
    assert_eq!((all["O-003"].num, all["O-002"].num), (9, 5));
    let values = stats.compute(By::CourtMonth, &Scope::default()).await.unwrap();
    let may = values
        .iter()
        .find(|v| &*v.filter.indicator == "O-002" && v.filter.court == Some(CourtId(4)) && v.filter.month == Some(5));
    assert_eq!(may.unwrap().num, 1);
}

#[tokio::test]
async fn facts_come_back_from_their_file_while_the_logs_stand_still() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("stats/2020.parquet");
    let period = Period::new(2020, Convention::Natural).unwrap();
    let facts = Facts::from_rows(period, &province(7, 3, 600)).unwrap();
    let stamp = stats::Stamp(vec![(CourtId(1), 10), (CourtId(2), 7)]);
    assert!(Facts::read(&path, period, &stamp).unwrap().is_none());
    facts.save(&path, &stamp).unwrap();
    let again = Facts::read(&path, period, &stamp).unwrap().unwrap();
    assert_eq!(again.rows(), facts.rows());
    let load = |facts: &Facts| Stats::from_facts(Indicators::load().unwrap(), facts, Books::default()).unwrap();
    let before = load(&facts).compute(By::Court, &Scope::default()).await.unwrap();
    assert_eq!(load(&again).compute(By::Court, &Scope::default()).await.unwrap(), before);
    let moved = stats::Stamp(vec![(CourtId(1), 11), (CourtId(2), 7)]);
    assert!(Facts::read(&path, period, &moved).unwrap().is_none());
    let other = Period::new(2020, Convention::Cut22).unwrap();
    assert!(Facts::read(&path, other, &stamp).unwrap().is_none());
    std::fs::write(&path, b"no columns").unwrap();
    assert!(Facts::read(&path, period, &stamp).unwrap().is_none());
}
