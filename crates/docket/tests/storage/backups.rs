//! A backup of either engine restores into the other with the same heads; a damaged one is refused by name.

use docket::store::{Batch, CaseFilter, Docket, StoreError, bulk_writer};
use docket::testing::{Scratch, postgres, sqlite};
use law::ids::{CourtId, Stream};

use crate::fixture::docket;
use crate::history::History;

async fn there_and_back(from: Scratch, to: Scratch) {
    let old = docket(&from.url, 3).await;
    History::new(31, 3).append(&old, 220).await;
    let mut writer = bulk_writer(&from.url).unwrap();
    let progress = Some(("sim".to_owned(), "day 9".to_owned()));
    writer.write(&Batch { progress, ..Batch::default() }).unwrap();
    writer.finish().unwrap();
    let opened = old.list_cases(&CaseFilter::default(), None, 2).await.unwrap();
    let [kept, gone] = [&opened[0], &opened[1]].map(|facts| (facts.court, facts.stream));
    old.destroy_field_key(gone.0, gone.1).await.unwrap();
    let folder = from.path("backup");
    let manifest = old.backup(&folder).await.unwrap();
    assert_eq!(manifest.entries(), 220);
    let new = Docket::open(&to.url).await.unwrap();
    assert_eq!(new.restore(&folder).await.unwrap(), manifest);
    assert_eq!(new.courts().await.unwrap(), old.courts().await.unwrap());
    for court in [1, 2, 3].map(CourtId) {
        assert_eq!(new.heads(court, 999).await.unwrap(), old.heads(court, 999).await.unwrap());
        let (a, b) = (new.entries(court, 1, 999).await, old.entries(court, 1, 999).await);
        assert_eq!(a.unwrap(), b.unwrap());
    }
    let all = CaseFilter::default();
    let (a, b) = (new.list_cases(&all, None, 999).await, old.list_cases(&all, None, 999).await);
    assert_eq!(a.unwrap(), b.unwrap());
    assert_eq!(new.tallies(None).await.unwrap(), old.tallies(None).await.unwrap());
    assert_eq!(new.statements(None).await.unwrap(), old.statements(None).await.unwrap());
    assert_eq!(new.counters().await.unwrap(), old.counters().await.unwrap());
    assert_eq!(new.progress("sim").await.unwrap().as_deref(), Some("day 9"));
    assert_eq!(new.field_key(kept.0, kept.1).await.unwrap(), Some(vec![9; 32]));
    assert_eq!(new.field_key(gone.0, gone.1).await.unwrap(), None, "what was destroyed stays so");
    let report = new.verify(None, Default::default()).await.unwrap();
    assert!(report.passed() && report.behind.is_empty(), "{report:?}");
    let again = new.restore(&folder).await.unwrap_err();
    assert!(matches!(again, StoreError::Conflict(_)), "{again}");
    let over = old.backup(&folder).await.unwrap_err();
    assert!(over.to_string().contains("backup"), "a backup is never overwritten: {over}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sqlite_backup_restores_into_postgres() {
    there_and_back(sqlite().unwrap(), postgres().unwrap()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_postgres_backup_restores_into_sqlite() {
    there_and_back(postgres().unwrap(), sqlite().unwrap()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_backup_is_refused_by_name() {
    let scratch = sqlite().unwrap();
    let old = docket(&scratch.url, 2).await;
    History::new(32, 2).append(&old, 60).await;
    let folder = scratch.path("backup");
    old.backup(&folder).await.unwrap();
    let entries = folder.join("2.entries.jsonl");
    let good = std::fs::read_to_string(&entries).unwrap();
    let (manifest_path, digest_of) =
        (folder.join("manifest.json"), |text: &str| docket::digest::to_hex(&docket::digest::sm3(text.as_bytes())));
    let manifest = std::fs::read_to_string(&manifest_path).unwrap();
    let restore = async || {
        let target = sqlite().unwrap();
        let new = Docket::open(&target.url).await.unwrap();
        new.restore(&folder).await.unwrap_err()
    };
    let changed = good.replacen("clerk:7", "clerk:8", 1);
    std::fs::write(&entries, &changed).unwrap();
    let fault = restore().await;
    assert!(matches!(&fault, StoreError::Damaged(what) if what.contains("2.entries.jsonl")), "{fault}");
    for (forged, place) in [
        (changed, "第 1 条"),
        (
            good.lines().filter(|line| !line.contains("\"position\":5,")).map(|line| format!("{line}\n")).collect(),
            "第 5 条",
        ),
    ] {
        std::fs::write(&entries, &forged).unwrap();
        let with_digest = manifest.replace(&digest_of(&good), &digest_of(&forged));
        assert_ne!(with_digest, manifest);
        std::fs::write(&manifest_path, with_digest).unwrap();
        let fault = restore().await;
        assert!(matches!(&fault, StoreError::Damaged(what) if what.contains(place)), "{place}: {fault}");
    }
    std::fs::write(&manifest_path, "{}").unwrap();
    assert!(matches!(restore().await, StoreError::Damaged(_)));
    std::fs::remove_file(&manifest_path).unwrap();
    assert!(matches!(restore().await, StoreError::Missing(_)));
    assert_eq!(old.stream(CourtId(1), Stream(1)).await.unwrap()[0].version, 1);
}
