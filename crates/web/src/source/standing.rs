//! A court's log as such: its heads, how it grew, whether it still continues what somebody holds.

use docket::digest::to_hex;
use docket::entry::{Entry, preimage};
use docket::head::Head;
use docket::receipt::{ConsistencyReceipt, StatedHead};
use docket::store::StoreError;
use law::court;
use law::ids::CourtId;

use super::{Source, WITHHELD, failed};
use crate::fault::Fault;

/// What this site's log says of a head that somebody holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The log; none when this site has none of that court.
    pub log: Option<Held>,
}

/// The log this site has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// Whether the court is known here by that key.
    pub key_is_known: bool,
    /// Its size at the newest head.
    pub size: i64,
    /// Whether it continues the head; none when it is shorter.
    pub continues: Option<bool>,
}

/// Entries of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Growth {
    /// Year.
    pub year: i16,
    /// Month.
    pub month: i8,
    /// Entries recorded in it.
    pub entries: i64,
}

impl Source {
    /// Whether the log of today continues a head, and whether its key is the court's.
    pub async fn standing(&self, code: &str, key: &[u8], head: &StatedHead) -> Result<Standing, Fault> {
        let Some(court) = court::by_code(code) else { return Ok(Standing { log: None }) };
        let row = self.docket.court(court.id).await.map_err(failed)?;
        let newest = self.docket.latest_head(court.id).await.map_err(failed)?;
        let (Some(row), Some(newest)) = (row, newest) else { return Ok(Standing { log: None }) };
        let continues = if newest.size < head.size {
            None
        } else {
            let proof = self.docket.consistency(court.id, head.size, newest.size).await.map_err(failed)?;
            Some(proof.verify(&head.root, &newest.root))
        };
        Ok(Standing { log: Some(Held { key_is_known: row.public_key == key, size: newest.size, continues }) })
    }

    /// The court's public key, as hexadecimal digits; empty when the court has no log.
    pub async fn public_key(&self, court: CourtId) -> Result<String, Fault> {
        let row = self.docket.court(court).await.map_err(failed)?;
        Ok(row.map_or_else(String::new, |row| hex::encode(row.public_key)))
    }

    /// Signed heads of at most a size, the largest first.
    pub async fn heads(&self, court: CourtId, up_to: i64, limit: i64) -> Result<Vec<Head>, Fault> {
        self.docket.heads_up_to(court, up_to, limit).await.map_err(failed)
    }

    /// Entries by month, from the first month to the last.
    pub async fn growth(&self, court: CourtId) -> Result<Vec<Growth>, Fault> {
        let mut months: Vec<Growth> = Vec::new();
        for (day, entries) in self.docket.count_by_day(court).await.map_err(failed)? {
            let (year, month) = (day.year(), day.month());
            match months.last_mut().filter(|last| (last.year, last.month) == (year, month)) {
                Some(last) => last.entries += entries,
                None => months.push(Growth { year, month, entries }),
            }
        }
        Ok(months)
    }

    /// Proof between two signed heads; none when one of the sizes has no head.
    pub async fn between(&self, court: CourtId, from: i64, to: i64) -> Result<Option<ConsistencyReceipt>, Fault> {
        match self.docket.consistency_receipt(court, from, to).await {
            Ok(receipt) => Ok(Some(receipt)),
            Err(StoreError::Missing(_) | StoreError::Invalid(_)) => Ok(None),
            Err(cause) => Err(failed(cause)),
        }
    }

    /// The texts of entries after a position, a line each, as they were hashed; and the last position.
    pub async fn lines(&self, court: CourtId, after: i64, limit: i64) -> Result<(Vec<u8>, i64), StoreError> {
        let code = court::court(court).map_or("", |court| court.code);
        let mut entries: Vec<Entry> = self.docket.entries(court, after + 1, limit).await?;
        self.withheld(court, &mut entries).await?;
        let mut out = Vec::new();
        let mut text = Vec::new();
        for entry in &entries {
            if entry.actor == WITHHELD {
                let line = format!(
                    "{{\"leaf\":\"{}\",\"position\":{},\"withheld\":true}}",
                    to_hex(&entry.leaf),
                    entry.position
                );
                out.extend_from_slice(line.as_bytes());
            } else {
                text.clear();
                preimage(entry, code, &mut text);
                out.extend_from_slice(&text);
            }
            out.push(b'\n');
        }
        Ok((out, entries.last().map_or(after, |entry| entry.position)))
    }
}
