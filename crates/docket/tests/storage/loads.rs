//! Many matters appended at once: whole or not at all, with the ground they stand on.

use docket::store::{AppendError, Counter, FieldKey, Ground, Loading, Matters, StoreError};
use law::ids::{CourtId, Stream};

use crate::fixture::{Keys, NOON, docket, draft, facts, open_matter};

const COURT: CourtId = CourtId(1);
const KIND: &str = "office.cases_imported.v1";

fn loading() -> Loading {
    Loading { court: COURT, at: NOON, series: vec![(2019, 301)], earlier: KIND }
}

/// An entry that tells of the load, and `n` matters of two entries each.
fn matters(ground: &Ground, n: i64) -> Matters {
    let told = r#"{"cases":1,"digest":"ab","entries":2}"#;
    let mut out = Matters { drafts: vec![draft(None, 1, KIND, told)], ..Matters::default() };
    for at in 0..n {
        let stream = ground.position + 1 + 2 * at;
        out.drafts.push(draft(Some(Stream(stream)), 1, "case.archived.v1", "{}"));
        out.drafts.push(draft(Some(Stream(stream)), 2, "filing.corrected.v1", "{}"));
        let mut row = facts(COURT, stream, &[("year", 2019), ("word", 301), ("serial", at + 5)]);
        row.version = 2;
        out.facts.push(row);
        out.field_keys.push(FieldKey { court: COURT, stream: Stream(stream), key: vec![7; 32] });
    }
    let last = u32::try_from(n + 4).unwrap();
    out.counters.push(Counter { court: COURT, year: 2019, word: 301, last });
    out
}

pub async fn many_matters_stand_under_one_head_or_not_at_all(url: &str) {
    let docket = docket(url, 1).await;
    open_matter(&docket, COURT, Some((2020, 301))).await;
    let broken: [fn(&mut Matters); 6] = [
        |matters| matters.drafts.clear(),
        |matters| matters.drafts[2].version = 3,
        |matters| matters.drafts[3].stream = Some(Stream(1)),
        |matters| matters.drafts[1].body = "{ }".to_owned(),
        |matters| matters.facts[0].version = 1,
        |matters| matters.field_keys[0].stream = Stream(1),
    ];
    for bend in broken {
        let asked = loading();
        let bent = docket.append_matters::<StoreError, _>(&asked, &Keys, |ground| {
            let mut matters = matters(&ground, 3);
            bend(&mut matters);
            Ok(matters)
        });
        let why = bent.await.unwrap_err();
        assert!(matches!(why, AppendError::Store(StoreError::Invalid(_))), "{why}");
        assert_eq!(docket.size(COURT).await.unwrap(), 1, "nothing is stored");
    }
    let declined = docket.append_matters::<_, _>(&loading(), &Keys, |_| Err::<Matters, _>("no")).await;
    assert_eq!(declined.unwrap_err(), AppendError::Declined("no"));

    let mut seen = Vec::new();
    let posted = docket
        .append_matters::<StoreError, _>(&loading(), &Keys, |ground| {
            seen.push(ground.clone());
            Ok(matters(&ground, 50))
        })
        .await
        .unwrap();
    assert_eq!((posted.entries.len(), posted.head.size), (101, 102));
    let last = seen.last().unwrap();
    assert_eq!((last.position, last.taken.len(), last.earlier.len()), (2, 0, 0));
    assert_eq!(last.counters, [Counter { court: COURT, year: 2020, word: 301, last: 1 }]);
    assert_eq!(docket.heads(COURT, 10).await.unwrap().len(), 2, "one head for all of it");
    assert_eq!(docket.facts(COURT, Stream(101)).await.unwrap().unwrap().serial, Some(54));
    assert!(docket.field_key(COURT, Stream(101)).await.unwrap().is_some());
    docket::receipt::check(&docket.receipt(COURT, 77).await.unwrap()).unwrap();
    let tallies = docket.tallies(Some(COURT)).await.unwrap();
    assert_eq!(tallies.iter().map(|tally| tally.n).sum::<i64>(), 102);

    let ground = docket.ground(&loading()).await.unwrap();
    assert_eq!((ground.position, ground.taken.len(), ground.earlier.len()), (103, 50, 1));
    let again = docket.append_matters::<StoreError, _>(&loading(), &Keys, |ground| Ok(matters(&ground, 1))).await;
    assert!(again.is_err(), "a number is taken once");
    assert_eq!(docket.size(COURT).await.unwrap(), 102);
}

pub async fn a_counter_is_raised_by_a_load_and_never_set_back(url: &str) {
    let docket = docket(url, 1).await;
    for last in [9, 4, 12] {
        let asked = loading();
        let load = docket.append_matters::<StoreError, _>(&asked, &Keys, |ground| {
            let mut matters = matters(&ground, 0);
            matters.counters[0].last = last;
            Ok(matters)
        });
        load.await.unwrap();
        let counters = docket.counters().await.unwrap();
        assert_eq!(counters[0].last, last.max(9));
    }
}

pub async fn loads_and_acts_at_once_lose_none_of_either(url: &str) {
    let docket = docket(url, 1).await;
    let mut writers = Vec::new();
    for _ in 0..4 {
        let docket = docket.clone();
        writers.push(tokio::spawn(async move {
            for _ in 0..10 {
                open_matter(&docket, COURT, Some((2020, 301))).await;
            }
        }));
    }
    let loads = docket.clone();
    let load = tokio::spawn(async move {
        loads.append_matters::<StoreError, _>(&loading(), &Keys, |ground| Ok(matters(&ground, 200))).await.unwrap()
    });
    for writer in writers {
        writer.await.unwrap();
    }
    load.await.unwrap();
    assert_eq!(docket.size(COURT).await.unwrap(), 441);
    let entries = docket.entries(COURT, 1, 1000).await.unwrap();
    let told = entries.iter().position(|entry| entry.kind == KIND).unwrap();
    let block = &entries[told..told + 401];
    assert!(block.iter().skip(1).all(|entry| entry.kind != "filing.received.v1"), "the load stands in one piece");
    let matters: Vec<i64> = block.iter().skip(1).map(|entry| entry.stream.0).collect();
    assert!(matters.is_sorted() && matters[0] == block[0].position + 1);
}
