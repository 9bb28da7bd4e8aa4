//! The work report and its figures: counted or left out, never typed in.

#![allow(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail loudly"
)]

mod made;

use law::ids::CourtId;
use law::life::facts::CaseFacts;
use made::{accepted, case, day, province};
use stats::{Books, Convention, Facts, FigureValue, Indicators, Period, StatementRow, Stats, TallyRow};

fn stats_of(rows: &[CaseFacts], books: &dyn Fn(&Period) -> Books) -> Stats {
    let period = Period::new(2020, Convention::Natural).unwrap();
    let facts = Facts::from_rows(period, rows).unwrap();
    Stats::from_facts(Indicators::load().unwrap(), &facts, books(&period)).unwrap()
}

fn tally(kind: &str, n: i64, total: i64) -> TallyRow {
    TallyRow { court: CourtId(1), day: day("2020-06-01"), kind: kind.to_owned(), n, total }
}

fn full_books(period: &Period) -> Books {
    let tallies = [
        tally("document.published.v1", 71, 0),
        tally("hearing.held.v1", 40, 13),
        tally("office.liaison_held.v1", 3, 17),
        tally("office.proposal_answered.v1", 5, 0),
        tally("office.exemplar_published.v1", 2, 0),
    ];
    let statement = |key: &str, value| StatementRow { court: CourtId(1), year: 2019, key: key.to_owned(), value };
    Books::new(
        period,
        &tallies,
        &[statement("caseload.province.rate_bp", 8_000), statement("caseload.high_court.rate_bp", 9_500)],
    )
}

/// Nine of ten cases of the high court closed, and seventy of eighty of court 3.
fn two_courts() -> Vec<CaseFacts> {
    let made = |court: u16, n: i64, open: i64| {
        (1..=n).map(move |k| {
            accepted(case(court, k, 301, "2020-02-03"), "2020-02-04", (k > open).then_some(("2020-05-06", 1)))
        })
    };
    made(1, 10, 1).chain(made(3, 80, 10)).collect()
}

#[tokio::test]
async fn ln20_figures_carry_the_keys_of_the_published_report() {
    let mut rows = province(11, 5, 6_000);
    for (n, form) in [(1, 90), (2, 91)] {
        let mut mediation = case(4, 900_000 + n, 9001, "2020-03-01");
        mediation.closed_day = Some(day("2020-03-20"));
        mediation.closing = form;
        rows.push(mediation);
    }
    let figures = stats_of(&rows, &full_books).figures().await.unwrap();
    let keys: Vec<&str> = figures.keys().map(String::as_str).collect();
    let expected = [
        "caseload.high_court.accepted",
        "caseload.high_court.concluded",
        "caseload.high_court.rate",
        "caseload.high_court.rate_change_points",
        "caseload.province.accepted",
        "caseload.province.concluded",
        "caseload.province.rate",
        "caseload.province.rate_change_points",
        "concluded_by_kind.civil_livelihood",
        "concluded_by_kind.criminal",
        "concluded_by_kind.duty_crime_senior",
        "concluded_by_kind.property_rights_corrected",
        "courts",
        "enforcement.concluded_in_time_with_assets",
        "enforcement.concluded_overall",
        "enforcement.petitions_resolved",
        "enforcement.terminated_compliant",
        "hearing_cloud.cases",
        "hearing_cloud.courts",
        "liaison.participants",
        "liaison.proposals",
        "liaison.witness_activities",
        "mediation.online_av_cases",
        "mediation.share_of_mediated",
        "openness.effective_disclosure",
        "openness.judgments_online",
        "openness.process_disclosure",
        "openness.trials_broadcast",
        "other.business_environment_cases_published",
    ];
    assert_eq!(keys, expected);
    assert_eq!(figures["courts"], FigureValue::Count(5));
    assert_eq!(figures["liaison.participants"], FigureValue::Count(17));
    assert_eq!(figures["openness.trials_broadcast"], FigureValue::Count(13));
}

#[tokio::test]
async fn rates_and_their_change_are_numbers_of_two_decimals() {
    let json = stats_of(&two_courts(), &full_books).report(None).await.unwrap().json().unwrap();
    let figures = &json["figures"];
    assert_eq!(figures["caseload.province.accepted"], 90);
    assert_eq!(figures["caseload.province.rate"].to_string(), "87.78");
    assert_eq!(figures["caseload.province.rate_change_points"].to_string(), "7.78");
    assert_eq!(figures["caseload.high_court.rate"].to_string(), "90.0");
    assert_eq!(figures["caseload.high_court.rate_change_points"].to_string(), "-5.0");
    assert_eq!(json["tables"]["kinds"]["rows"][0], serde_json::json!(["民事", "90", "79", "11", "87.78"]));
    assert_eq!(json["tables"]["months"]["rows"][4], serde_json::json!(["5月", "0", "79", "11"]));
    assert_eq!(json["tables"]["courts"]["rows"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn what_was_not_counted_is_not_said() {
    let stats = stats_of(&two_courts(), &|_| Books::default());
    let figures = stats.figures().await.unwrap();
    for absent in [
        "caseload.province.rate_change_points",
        "enforcement.petitions_resolved",
        "mediation.share_of_mediated",
        "openness.judgments_online",
        "liaison.proposals",
    ] {
        assert!(!figures.contains_key(absent), "{absent}");
    }
    let text = stats.report(None).await.unwrap().markdown();
    for absent in ["百分点", "信访", "调解总数", "裁判文书", "提案", "{}"] {
        assert!(!text.contains(absent), "{absent}");
    }
    let full = stats_of(&two_courts(), &full_books).report(None).await.unwrap().markdown();
    assert!(full.contains("全省法院受理各类案件90件，审结79件，结案率87.78%，同比上升7.78个百分点。"), "{full}");
    assert!(full.contains("其中，省法院受理各类案件10件，审结9件，结案率90.00%，同比下降5.00个百分点。"));
    assert!(full.contains("组织代表委员联络活动3次，17人次参加。"));
    assert!(full.starts_with("# 辽宁省法院2020年工作报告"));
}

#[tokio::test]
async fn one_court_reports_its_own_cases() {
    let stats = stats_of(&two_courts(), &full_books);
    let json = stats.report(Some(CourtId(3))).await.unwrap().json().unwrap();
    assert_eq!(json["figures"]["caseload.court.accepted"], 80);
    assert_eq!(json["subject"], "沈阳市和平区人民法院");
    assert!(json["tables"].get("courts").is_none());
    let text = stats.report(Some(CourtId(3))).await.unwrap().markdown();
    assert!(text.contains("本院受理各类案件80件，审结70件，结案率87.50%。"), "{text}");
    assert!(stats.report(Some(CourtId(999))).await.is_err());
}

#[tokio::test]
async fn a_figure_opens_by_its_filter() {
    let rows = province(12, 3, 3_000);
    let stats = stats_of(&rows, &full_books);
    for (key, (value, filter)) in stats.figures_with_filters().await.unwrap() {
        let (FigureValue::Count(n), Some(filter)) = (value, filter) else { continue };
        if !key.starts_with("openness") {
            assert_eq!(stats.totals(&filter, stats::Part::Numerator).await.unwrap().n, n, "{key}");
        }
    }
}
