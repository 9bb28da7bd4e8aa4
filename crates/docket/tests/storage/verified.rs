//! Verifying, rebuilding and comparing: what is stored agrees with the entries, and what does not is named.

use docket::entry::Entry;
use docket::store::{CaseFilter, Docket, Engine, Finding, VerifyReport};
use law::ids::CourtId;
use sqlx::AssertSqlSafe;

use crate::fixture::{code, docket};
use crate::history::History;

async fn verify(docket: &Docket) -> VerifyReport {
    docket.verify(None, Default::default()).await.unwrap()
}

/// Runs SQL past the docket, as someone with a database tool would.
async fn tamper(url: &str, sql: &str) {
    use sqlx::Connection;
    let url = url.replace("sqlite://", "sqlite:");
    let mut conn = sqlx::AnyConnection::connect(&url).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut conn).await.unwrap();
    conn.close().await.unwrap();
}

fn places(findings: &[Finding]) -> Vec<(u16, Option<i64>)> {
    findings.iter().map(|finding| (finding.court.0, finding.position)).collect()
}

pub async fn a_lived_history_verifies_and_rebuilds_to_the_same(url: &str) {
    let docket = docket(url, 3).await;
    History::new(7, 3).append(&docket, 250).await;
    let report = verify(&docket).await;
    assert_eq!(report.findings, []);
    assert!(report.behind.is_empty() && report.unjudged.is_empty());
    assert_eq!((report.courts, report.entries, report.heads), (3, 250, 250));
    let facts = docket.list_cases(&CaseFilter::default(), None, 1000).await.unwrap();
    let tallies = docket.tallies(None).await.unwrap();
    let (statements, counters) = (docket.statements(None).await.unwrap(), docket.counters().await.unwrap());
    assert!(facts.len() > 20 && !statements.is_empty() && !counters.is_empty());
    tamper(
        url,
        "DELETE FROM case_facts; DELETE FROM tallies; DELETE FROM counters; DELETE FROM statements; \
         DELETE FROM cursors",
    )
    .await;
    assert!(!verify(&docket).await.passed());
    let mut behind = Docket::open(url).await.unwrap().catch_up().await.unwrap();
    behind.sort();
    assert_eq!(behind, [CourtId(1), CourtId(2), CourtId(3)]);
    assert_eq!(docket.list_cases(&CaseFilter::default(), None, 1000).await.unwrap(), facts);
    assert_eq!(docket.tallies(None).await.unwrap(), tallies);
    assert_eq!(docket.statements(None).await.unwrap(), statements);
    assert_eq!(docket.counters().await.unwrap(), counters);
    assert!(verify(&docket).await.passed());
}

/// An edit, what undoes it, and the courts and positions that must be named.
type Edit = (&'static str, &'static str, &'static [(u16, Option<i64>)]);

pub async fn tampering_is_located(url: &str) {
    let docket = docket(url, 3).await;
    History::new(11, 3).append(&docket, 300).await;
    assert_eq!(verify(&docket).await.findings, []);
    drop(docket);
    let edits: &[Edit] = &[
        (
            "UPDATE entries SET body = REPLACE(body, '}', ' }') WHERE court = 2 AND position = 17",
            "UPDATE entries SET body = REPLACE(body, ' }', '}') WHERE court = 2 AND position = 17",
            &[(2, Some(17))],
        ),
        (
            "UPDATE entries SET position = -1 WHERE court = 3 AND position = 9",
            "UPDATE entries SET position = 9 WHERE court = 3 AND position = -1",
            &[(3, Some(9)), (3, Some(-1))],
        ),
        (
            "UPDATE entries SET position = -1 WHERE court = 1 AND position = 4; \
             UPDATE entries SET position = 4 WHERE court = 1 AND position = 6; \
             UPDATE entries SET position = 6 WHERE court = 1 AND position = -1",
            "UPDATE entries SET position = -1 WHERE court = 1 AND position = 4; \
             UPDATE entries SET position = 4 WHERE court = 1 AND position = 6; \
             UPDATE entries SET position = 6 WHERE court = 1 AND position = -1",
            &[(1, Some(4)), (1, Some(6))],
        ),
        (
            "UPDATE entries SET occurred_at = occurred_at + 1 WHERE court = 2 AND position = 1",
            "UPDATE entries SET occurred_at = occurred_at - 1 WHERE court = 2 AND position = 1",
            &[(2, Some(1))],
        ),
        (
            "UPDATE heads SET signed_at = signed_at + 1 WHERE court = 2 AND size = 5",
            "UPDATE heads SET signed_at = signed_at - 1 WHERE court = 2 AND size = 5",
            &[(2, Some(5))],
        ),
        (
            "UPDATE tree_nodes SET level = 7 WHERE court = 1 AND idx = 0",
            "UPDATE tree_nodes SET level = 6 WHERE court = 1 AND idx = 0",
            &[(1, Some(1)), (1, None)],
        ),
        (
            "UPDATE case_facts SET hearings = hearings + 1 WHERE court = 1 AND stream = \
             (SELECT MIN(stream) FROM case_facts WHERE court = 1)",
            "UPDATE case_facts SET hearings = hearings - 1 WHERE court = 1 AND stream = \
             (SELECT MIN(stream) FROM case_facts WHERE court = 1)",
            &[(1, Some(-7))],
        ),
        (
            "UPDATE counters SET last = last + 1 WHERE court = 3",
            "UPDATE counters SET last = last - 1 WHERE court = 3",
            &[(3, None)],
        ),
        ("UPDATE statements SET value = value + 1", "UPDATE statements SET value = value - 1", &[(1, None)]),
        (
            "UPDATE tallies SET total = total + 1 WHERE court = 2 AND day = \
             (SELECT MIN(day) FROM tallies WHERE court = 2)",
            "UPDATE tallies SET total = total - 1 WHERE court = 2 AND day = \
             (SELECT MIN(day) FROM tallies WHERE court = 2)",
            &[(2, None)],
        ),
    ];
    for (edit, undo, expected) in edits {
        tamper(url, edit).await;
        let docket = Docket::open(url).await.unwrap();
        let report = verify(&docket).await;
        let mut found = places(&report.findings);
        found.dedup();
        if expected[0].1 == Some(-7) {
            let first = docket.list_cases(&CaseFilter::default(), None, 1).await.unwrap();
            assert_eq!(found, [(1, Some(first[0].stream.0))], "{edit}: {:?}", report.findings);
        } else {
            let mut expected = expected.to_vec();
            found.sort_unstable();
            expected.sort_unstable();
            assert_eq!(found, expected, "{edit}: {:?}", report.findings);
        }
        tamper(url, undo).await;
        assert_eq!(verify(&docket).await.findings, [], "undone: {undo}");
        docket.close().await;
    }
}

pub async fn a_dropped_or_forged_entry_is_located(url: &str) {
    let docket = docket(url, 2).await;
    History::new(3, 2).append(&docket, 120).await;
    let size = docket.size(CourtId(2)).await.unwrap();
    tamper(url, &format!("DELETE FROM entries WHERE court = 2 AND position = {size}")).await;
    let report = verify(&docket).await;
    assert_eq!(places(&report.findings), [(2, Some(size))], "the last entry: {:?}", report.findings);
    assert_eq!(report.unjudged, [CourtId(2)]);
    tamper(url, "DELETE FROM entries WHERE court = 1 AND position = 12").await;
    let report = verify(&docket).await;
    assert!(places(&report.findings).contains(&(1, Some(12))), "{:?}", report.findings);
    assert!(report.findings.iter().all(|finding| finding.position.is_none_or(|p| p >= 12)));
}

pub async fn an_entry_forged_with_its_leaf_breaks_the_head(url: &str) {
    let docket = docket(url, 1).await;
    History::new(13, 1).append(&docket, 40).await;
    let entry = docket.entries(CourtId(1), 20, 1).await.unwrap().remove(0);
    let forged = Entry { actor: "clerk:8".into(), ..entry };
    let leaf = forged.computed_leaf(code(CourtId(1)), &mut Vec::new());
    let hex = docket::digest::to_hex(&leaf);
    let bytes = match docket.engine() {
        Engine::Sqlite => format!("x'{hex}'"),
        Engine::Postgres => format!("decode('{hex}', 'hex')"),
    };
    let set = format!("UPDATE entries SET actor = 'clerk:8', leaf = {bytes} WHERE position = 20");
    tamper(url, &set).await;
    let report = verify(&docket).await;
    assert_eq!(places(&report.findings), [(1, Some(20))], "{:?}", report.findings);
    assert!(report.findings[0].what.contains("日志头"), "{:?}", report.findings);
}

pub async fn one_court_can_be_verified_alone(url: &str) {
    let docket = docket(url, 2).await;
    History::new(5, 2).append(&docket, 40).await;
    let progress = std::sync::Arc::<docket::store::VerifyProgress>::default();
    let report = docket.verify(Some(CourtId(2)), progress.clone()).await.unwrap();
    let size = docket.size(CourtId(2)).await.unwrap();
    assert_eq!((report.courts, report.entries), (1, size.unsigned_abs()));
    let done = progress.done.load(std::sync::atomic::Ordering::Relaxed);
    assert_eq!(done, report.entries);
    assert_eq!(progress.total.load(std::sync::atomic::Ordering::Relaxed), done);
}

/// The steps of the schema after the first.
const LATER: [&str; 14] = [
    include_str!("../../migrations/0002_lists.sql"),
    include_str!("../../migrations/0003_kinds_and_origins.sql"),
    include_str!("../../migrations/0004_people.sql"),
    include_str!("../../migrations/0005_door.sql"),
    include_str!("../../migrations/0006_hands.sql"),
    include_str!("../../migrations/0007_tokens.sql"),
    include_str!("../../migrations/0008_uploads.sql"),
    include_str!("../../migrations/0009_letters.sql"),
    include_str!("../../migrations/0010_sittings.sql"),
    include_str!("../../migrations/0011_identity.sql"),
    include_str!("../../migrations/0012_library.sql"),
    include_str!("../../migrations/0013_reports.sql"),
    include_str!("../../migrations/0014_alike.sql"),
    include_str!("../../migrations/0015_hearings.sql"),
];

pub async fn a_populated_version_1_is_migrated_and_loses_nothing(url: &str) {
    let docket = docket(url, 2).await;
    History::new(21, 2).append(&docket, 60).await;
    let before = docket.entries(CourtId(1), 1, 100).await.unwrap();
    docket.close().await;
    let mut back = String::new();
    for statement in LATER.concat().lines() {
        for kind in ["TABLE", "INDEX"] {
            let name = statement.strip_prefix(&format!("CREATE {kind} ")).and_then(|rest| rest.split(' ').next());
            // an index of a table that goes has gone with it
            let name =
                name.filter(|name| kind == "TABLE" || name.starts_with("case_facts_") || *name == "tallies_kind");
            back.extend(name.map(|name| format!("DROP {kind} {name}; ")));
        }
    }
    back.push_str("UPDATE meta SET value = '1' WHERE key = 'schema_version'");
    tamper(url, &back).await;
    let docket = Docket::open(url).await.unwrap();
    assert_eq!(docket.report().migrated_from, Some(1));
    assert!(docket.report().sentences()[0].contains("版本 1 升级到版本 15"));
    assert_eq!(docket.entries(CourtId(1), 1, 100).await.unwrap(), before);
    assert!(verify(&docket).await.passed());
    tamper(url, "DROP INDEX case_facts_accepted; DROP INDEX case_facts_closed").await;
    assert_eq!(Docket::open(url).await.unwrap().report().migrated_from, None);
}
