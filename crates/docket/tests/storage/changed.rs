//! What the logs gained since a moment: it and the state of that moment make up the state of now.

use std::collections::BTreeMap;

use docket::store::{CaseFilter, Docket, bulk_writer};
use law::ids::{CourtId, Stream};
use law::life::facts::CaseFacts;

use crate::fixture::{batch, court_rows, docket, sealer};
use crate::history::History;

async fn rows(docket: &Docket) -> BTreeMap<(CourtId, Stream), CaseFacts> {
    let all = docket.list_cases(&CaseFilter::default(), None, 10_000).await.unwrap();
    all.into_iter().map(|row| ((row.court, row.stream), row)).collect()
}

async fn sizes(docket: &Docket) -> Vec<(CourtId, i64)> {
    let mut sizes = Vec::new();
    for court in docket.courts().await.unwrap() {
        sizes.push((court.court, docket.size(court.court).await.unwrap()));
    }
    sizes
}

pub async fn what_was_gained_is_what_a_full_reading_adds(url: &str) {
    let docket = docket(url, 4).await;
    let mut history = History::new(77, 3);
    let mut at = sizes(&docket).await;
    let (mut known, mut counted) = (BTreeMap::new(), BTreeMap::new());
    for acts in [60, 1, 25] {
        history.append(&docket, acts).await;
        let changes = docket.changes(&at).await.unwrap().unwrap();
        assert_eq!(changes.sizes, sizes(&docket).await);
        let gained = |(now, before): (&(CourtId, i64), &(CourtId, i64))| (now.1 > before.1).then_some(now.0);
        let grown: Vec<CourtId> = changes.sizes.iter().zip(&at).filter_map(gained).collect();
        assert_eq!(changes.grown, grown);
        assert!(changes.rows.len() <= acts, "only what was touched");
        known.extend(changes.rows.iter().map(|row| ((row.court, row.stream), row.clone())));
        assert_eq!(known, rows(&docket).await);
        let since = changes.since.unwrap();
        assert_eq!(since.date().day(), 1);
        counted.retain(|(court, day, _), _| !(changes.grown.contains(court) && *day >= since));
        let told = |tally: docket::store::Tally| ((tally.court, tally.day, tally.kind), (tally.n, tally.total));
        counted.extend(changes.tallies.iter().cloned().map(told));
        let all: BTreeMap<_, _> = docket.tallies(None).await.unwrap().into_iter().map(told).collect();
        assert_eq!(counted, all);
        assert_eq!(changes.statements, docket.statements(None).await.unwrap());
        let last = docket.log_ends().await.unwrap().iter().map(|end| end.recorded_at).max();
        assert_eq!(changes.recorded_at, last);
        at = changes.sizes;
    }
    let none = docket.changes(&at).await.unwrap().unwrap();
    assert_eq!((none.rows.len(), none.since, none.recorded_at, none.grown.len()), (0, None, None, 0));
}

pub async fn sizes_that_cannot_be_built_upon_are_said_to_be(url: &str) {
    let docket = docket(url, 2).await;
    assert!(docket.changes(&[]).await.unwrap().is_some());
    assert_eq!(docket.changes(&[(CourtId(1), 5)]).await.unwrap(), None, "shorter than it was said to be");
    let mut writer = bulk_writer(url).unwrap();
    let mut entries = batch(&mut sealer(CourtId(1)), 3, false);
    entries.courts = court_rows(2);
    writer.write(&entries).unwrap();
    writer.finish().unwrap();
    assert_eq!(docket.changes(&[]).await.unwrap(), None, "the facts lag behind the log");
}
