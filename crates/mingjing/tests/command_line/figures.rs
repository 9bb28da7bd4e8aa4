//! `simulate`, `report` and `stats`: the plan's own figures come back out of the logs.

use sim::{Plan, Scale};

use crate::place::Place;

const SCALE: &str = "0.01";

fn year() -> Place {
    let place = Place::sqlite();
    place.run(&["simulate", "--scale", SCALE]).done();
    place
}

fn plan() -> Plan {
    let plan = Plan::read(sim::plan::LIAONING_2020.as_bytes()).unwrap();
    plan.scaled(Scale::parse(SCALE).unwrap()).unwrap()
}

/// Hundredths of a per cent, rounded half up.
fn hundredths(part: u64, whole: u64) -> i64 {
    ((part * 20_000 + whole) / (2 * whole)) as i64
}

#[track_caller]
fn equal(figures: &serde_json::Value, key: &str, wanted: f64) {
    let found = figures[key].as_f64().unwrap_or_else(|| panic!("no `{key}` in {figures:#}"));
    assert!((found - wanted).abs() < 0.000_001, "{key}: {found}, not {wanted}");
}

#[test]
fn the_report_prints_the_figures_of_the_plan() {
    let place = year();
    place.run(&["verify"]).done();
    let plan = plan();
    let report = place.run(&["report", "--format", "json"]).done().json();
    assert_eq!(report["year"], 2020);
    let figures = &report["figures"];
    let sum = |level: Option<&str>, pick: &dyn Fn(&sim::plan::Row) -> u64| -> u64 {
        plan.caseload.iter().filter(|row| level.is_none_or(|level| row.level == level)).map(pick).sum()
    };
    for (under, level, former) in [("province", None, 9348), ("high_court", Some("high"), 8859)] {
        let (accepted, concluded) = (sum(level, &|row| row.accepted), sum(level, &|row| row.concluded));
        let rate = hundredths(concluded, accepted);
        equal(figures, &format!("caseload.{under}.accepted"), accepted as f64);
        equal(figures, &format!("caseload.{under}.concluded"), concluded as f64);
        equal(figures, &format!("caseload.{under}.rate"), rate as f64 / 100.0);
        equal(figures, &format!("caseload.{under}.rate_change_points"), (rate - former) as f64 / 100.0);
    }
    let targets = &plan.targets;
    let criminal = plan.caseload.iter().filter(|row| row.word.starts_with('刑')).map(|row| row.concluded).sum::<u64>();
    let enforcement = |pick: &dyn Fn(&sim::plan::Row) -> u64| -> u64 {
        plan.caseload.iter().filter(|row| row.word == "执" || row.word == "执恢").map(pick).sum()
    };
    for (key, wanted) in [
        ("courts", 128),
        ("concluded_by_kind.criminal", criminal),
        ("concluded_by_kind.civil_livelihood", targets.civil_livelihood),
        ("hearing_cloud.cases", targets.online_hearing_cases),
        ("hearing_cloud.courts", 128),
        ("openness.judgments_online", targets.judgments_online),
        ("openness.trials_broadcast", targets.trials_broadcast),
        ("mediation.online_av_cases", targets.mediated_av),
        ("liaison.witness_activities", targets.liaison_activities),
        ("liaison.participants", targets.liaison_participants),
    ] {
        equal(figures, key, wanted as f64);
    }
    let share = (targets.mediated_av * 2000 + plan.assumed.mediated) / (2 * plan.assumed.mediated);
    equal(figures, "mediation.share_of_mediated", share as f64 / 10.0);
    let overall = hundredths(enforcement(&|row| row.concluded), enforcement(&|row| row.accepted));
    equal(figures, "enforcement.concluded_overall", overall as f64 / 100.0);
    equal(figures, "openness.process_disclosure", 100.0);
    equal(figures, "enforcement.terminated_compliant", 100.0);
    equal(figures, "enforcement.petitions_resolved", 100.0);
    // a rate over few cases can only come as near as one case
    for (key, wanted) in
        [("openness.effective_disclosure", 99.95), ("enforcement.concluded_in_time_with_assets", 99.57)]
    {
        let found = figures[key].as_f64().unwrap_or_else(|| panic!("no `{key}`"));
        assert!((found - wanted).abs() <= 0.03, "{key}: {found}");
    }

    let page = place.run(&["report"]).done().out;
    for text in ["2020", &sum(None, &|row| row.accepted).to_string(), "结案率"] {
        assert!(page.replace(',', "").contains(text), "no `{text}` in {page}");
    }
    let own = place.run(&["report", "--court", "辽01", "--format", "json"]).done().json();
    assert_eq!(own["subject"], "辽宁省沈阳市中级人民法院");
    assert!(own["figures"]["caseload.court.accepted"].as_u64().unwrap() > 0);
    place.run(&["report", "--court", "京"]).says(2, &["没有代字为“京”的法院"]);
}

#[test]
fn statistics_come_as_table_csv_and_json_with_the_same_values() {
    let place = year();
    let accepted: u64 = plan().caseload.iter().map(|row| row.accepted).sum();
    let json = place.run(&["stats", "--format", "json"]).done().json();
    let rows = json.as_array().unwrap();
    let of = |id: &str| rows.iter().find(|row| row["indicator"] == id).unwrap_or_else(|| panic!("no {id}"));
    assert_eq!(of("C-001")["num"], accepted);
    assert_eq!(of("C-001")["subject"], "全省");

    let csv = place.run(&["stats", "--format", "csv"]).done().out;
    assert!(csv.starts_with("\u{feff}指标,名称,范围,分子,分母,值\r\n"));
    assert_eq!(csv.lines().count(), rows.len() + 1);
    for (line, row) in csv.lines().skip(1).zip(rows) {
        let cells: Vec<String> = line.trim_end().split(',').map(|cell| cell.trim_matches('"').to_owned()).collect();
        assert_eq!(cells[0], row["indicator"].as_str().unwrap());
        assert_eq!(cells[cells.len() - 3], row["num"].to_string(), "{line}");
        assert_eq!(cells[cells.len() - 1], row["value"].as_str().unwrap(), "{line}");
    }

    let table = place.run(&["stats", "--format", "table"]).done().out;
    assert_eq!(table.lines().count(), rows.len() + 1);
    let line = table.lines().find(|line| line.starts_with("C-001")).unwrap();
    assert!(line.contains(&accepted.to_string()), "{line}");

    let courts = place.run(&["stats", "--by", "court", "--format", "json"]).done().json();
    let by_court: Vec<&serde_json::Value> =
        courts.as_array().unwrap().iter().filter(|row| row["indicator"] == "C-001").collect();
    assert_eq!(by_court.len(), 128);
    let sum: u64 = by_court.iter().map(|row| row["num"].as_u64().unwrap()).sum();
    assert_eq!(sum, accepted, "the courts add up to the province");
    let months = place.run(&["stats", "--by", "month", "--format", "json"]).done().json();
    let closed: u64 = months
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["indicator"] == "C-003")
        .map(|row| row["num"].as_u64().unwrap())
        .sum();
    assert_eq!(closed, plan().caseload.iter().map(|row| row.concluded).sum::<u64>());
    let one = place.run(&["stats", "--court", "辽", "--format", "json"]).done().json();
    let high: u64 = plan().caseload.iter().filter(|row| row.level == "high").map(|row| row.accepted).sum();
    let found = one.as_array().unwrap().iter().find(|row| row["indicator"] == "C-001").unwrap();
    assert_eq!(found["num"], high);
}

#[test]
fn a_simulation_says_what_it_wrote() {
    let place = Place::sqlite();
    let value = place.run(&["simulate", "--scale", "0.005", "--json"]).done().json();
    let entries: i64 = place.roots().iter().map(|(size, _)| size).sum();
    assert_eq!(
        (&value["entries"], &value["written"], &value["stopped"]),
        (&entries.into(), &entries.into(), &false.into())
    );
    let again = place.run(&["simulate", "--scale", "0.005", "--json"]).done().json();
    assert_eq!((&again["entries"], &again["written"]), (&entries.into(), &0.into()));
    assert!(place.path("var/keys/1.key").exists(), "the courts' keys lie where the online path looks for them");
}
