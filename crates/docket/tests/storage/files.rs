//! What belongs to one engine or to the files themselves: strange bytes, old and newer schemas, a full disk.

use docket::store::{Docket, StoreError};

use crate::fixture::docket;
use crate::history::History;

async fn fault(url: &str) -> StoreError {
    let fault = Docket::open(url).await.expect_err("opening must fail");
    let sentence = fault.to_string();
    assert!(sentence.chars().any(|c| c as u32 > 0x2e80), "a Chinese sentence: {sentence}");
    fault
}

fn raw(url: &str) -> rusqlite::Connection {
    rusqlite::Connection::open(url.strip_prefix("sqlite://").unwrap()).unwrap()
}

#[tokio::test]
async fn bytes_that_are_no_database_are_left_as_they_are() {
    let scratch = docket::testing::sqlite().unwrap();
    let path = scratch.path("docket.db");
    for bytes in [&b"x"[..], &[7_u8; 5000], "一张照片".as_bytes()] {
        std::fs::write(&path, bytes).unwrap();
        assert!(matches!(fault(&scratch.url).await, StoreError::NotADatabase(_)));
        assert_eq!(std::fs::read(&path).unwrap(), bytes);
    }
    let folder = format!("sqlite://{}", path.parent().unwrap().display());
    assert!(matches!(fault(&folder).await, StoreError::NotADatabase(_)));
    let nowhere = "sqlite:///no/such/folder/docket.db";
    assert!(matches!(fault(nowhere).await, StoreError::Unreachable(_)));
}

#[tokio::test]
async fn a_header_with_nothing_behind_it_is_damage() {
    let scratch = docket::testing::sqlite().unwrap();
    docket(&scratch.url, 1).await.close().await;
    let path = scratch.path("docket.db");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[100..4000].fill(0xa5);
    std::fs::write(&path, &bytes).unwrap();
    let found = fault(&scratch.url).await;
    assert!(matches!(found, StoreError::Damaged(_) | StoreError::NotADatabase(_)), "{found:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_page_is_found_with_its_court() {
    let scratch = docket::testing::sqlite().unwrap();
    let docket = docket(&scratch.url, 2).await;
    History::new(4, 2).append(&docket, 200).await;
    docket.close().await;
    let conn = raw(&scratch.url);
    let page: u64 = conn
        .query_row(
            "SELECT pageno FROM dbstat WHERE name = 'entries' AND pagetype = 'leaf' ORDER BY pageno LIMIT 1 OFFSET 2",
            [],
            |row| row.get::<_, i64>(0),
        )
        .unwrap_or(12)
        .unsigned_abs();
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    drop(conn);
    let path = scratch.path("docket.db");
    let mut bytes = std::fs::read(&path).unwrap();
    let start = usize::try_from((page - 1) * 4096).unwrap();
    bytes[start..start + 4096].fill(0xee);
    std::fs::write(&path, &bytes).unwrap();
    let docket = Docket::open(&scratch.url).await.unwrap();
    let report = docket.verify(None, Default::default()).await.unwrap();
    assert!(!report.passed());
    assert!(report.findings.iter().all(|finding| finding.court.0 > 0));
}

#[tokio::test]
async fn a_foreign_and_a_newer_database_are_refused() {
    let scratch = docket::testing::sqlite().unwrap();
    raw(&scratch.url).execute_batch("CREATE TABLE songs (title TEXT)").unwrap();
    let found = fault(&scratch.url).await;
    assert!(matches!(&found, StoreError::Foreign(what) if what.contains("songs")), "{found:?}");
    let scratch = docket::testing::sqlite().unwrap();
    docket(&scratch.url, 1).await.close().await;
    raw(&scratch.url).execute("UPDATE meta SET value = '99' WHERE key = 'schema_version'", []).unwrap();
    let found = fault(&scratch.url).await;
    assert_eq!(found, StoreError::Newer { found: 99, known: 15 });
}

#[tokio::test]
async fn a_read_only_and_a_held_file_say_so() {
    let scratch = docket::testing::sqlite().unwrap();
    docket(&scratch.url, 1).await.close().await;
    let path = scratch.path("docket.db");
    let mut mode = std::fs::metadata(&path).unwrap().permissions();
    mode.set_readonly(true);
    std::fs::set_permissions(&path, mode.clone()).unwrap();
    assert!(matches!(fault(&scratch.url).await, StoreError::ReadOnly(_)));
    let scratch = docket::testing::sqlite().unwrap();
    docket(&scratch.url, 1).await.close().await;
    let holder = raw(&scratch.url);
    holder.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE").unwrap();
    assert!(matches!(fault(&scratch.url).await, StoreError::Locked(_)));
}

#[tokio::test]
async fn facts_with_other_columns_are_made_anew() {
    let scratch = docket::testing::sqlite().unwrap();
    let docket = docket(&scratch.url, 2).await;
    History::new(22, 2).append(&docket, 60).await;
    docket.close().await;
    raw(&scratch.url)
        .execute_batch(
            "ALTER TABLE case_facts DROP COLUMN listed; \
             UPDATE meta SET value = 'court,stream' WHERE key = 'facts_shape'",
        )
        .unwrap();
    let docket = Docket::open(&scratch.url).await.unwrap();
    assert!(docket.report().facts_remade);
    assert_eq!(docket.report().facts_behind.len(), 2);
    docket.catch_up().await.unwrap();
    let report = docket.verify(None, Default::default()).await.unwrap();
    assert!(report.passed() && report.behind.is_empty(), "{report:?}");
}
