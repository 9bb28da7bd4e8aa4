//! Cases that are not open to the public (不公开审理、涉密): what the pages and the feed keep back of them. Their leaves stay,
//! so that a log without them would not prove.

use std::borrow::Cow;

use docket::entry::Entry;
use docket::store::StoreError;
use law::ids::{CourtId, Stream};

use super::{Source, failed};
use crate::fault::Fault;

/// The actor of an entry that is kept back.
pub const WITHHELD: &str = "withheld";

impl Source {
    /// The matter is open to everybody.
    pub(super) async fn is_open(&self, court: CourtId, stream: Stream) -> Result<(), Fault> {
        let kept_back = self.docket.restricted_among(court, &[stream]).await.map_err(failed)?;
        if kept_back.is_empty() {
            return Ok(());
        }
        let what = match self.facts(court, stream).await? {
            Some(facts) if facts.serial.is_some() => crate::pages::case::number_of(&facts),
            _ => "这件案件".to_owned(),
        };
        Err(Fault::Closed(format!("{what}依法不公开，只公布法院、案号和日期")))
    }

    /// Takes what is not open out of entries that are listed: who and what; kind, days and leaf stay.
    pub(super) async fn withhold(&self, court: CourtId, entries: &mut [Entry]) -> Result<(), Fault> {
        self.withheld(court, entries).await.map_err(failed)
    }

    /// The same, for those who answer with the store's own faults.
    pub(super) async fn withheld(&self, court: CourtId, entries: &mut [Entry]) -> Result<(), StoreError> {
        let streams: Vec<Stream> = entries.iter().map(|entry| entry.stream).collect();
        let kept_back = self.docket.restricted_among(court, &streams).await?;
        if kept_back.is_empty() {
            return Ok(());
        }
        for entry in entries.iter_mut().filter(|entry| kept_back.contains(&entry.stream)) {
            entry.actor = Cow::Borrowed(WITHHELD);
            entry.on_behalf_of = None;
            entry.body = "{}".into();
        }
        Ok(())
    }
}
