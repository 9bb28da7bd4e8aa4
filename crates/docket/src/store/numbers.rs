//! Cases under a number of which only a part is known. It asks only for keys that were given out: the counters
//! say which, so that no reading goes over all cases.

use std::cmp::Reverse;

use law::ids::CourtId;
use law::life::facts::CaseFacts;

use super::batch::Counter;
use super::error::StoreError;
use super::list::bound;
use super::{Docket, read};

/// What is known of a number (案号). A part that is empty or `None` is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NumberPart {
    /// Courts it may be of.
    pub courts: Vec<CourtId>,
    /// Year.
    pub year: Option<u16>,
    /// Codes of the types it may be of.
    pub words: Vec<u16>,
    /// Serial.
    pub serial: Option<u32>,
}

/// Keys of one query; an engine takes no more than so many values.
const KEYS_AT_ONCE: usize = 300;
/// Queries for one question: past them what was found must do.
const QUERIES: usize = 40;

impl NumberPart {
    fn fits(&self, counter: &Counter) -> bool {
        (self.courts.is_empty() || self.courts.contains(&counter.court))
            && (self.words.is_empty() || self.words.contains(&counter.word))
            && self.year.is_none_or(|year| year == counter.year)
            && self.serial.is_none_or(|serial| serial <= counter.last)
    }
}

impl Docket {
    /// Cases whose number fits, the newest year first, then by court and type; of one series the highest serial
    /// first. At most `limit`.
    ///
    /// # Errors
    /// The engine's own, and damage found in a row.
    pub async fn numbers_like(&self, part: &NumberPart, limit: usize) -> Result<Vec<CaseFacts>, StoreError> {
        let mut series: Vec<Counter> = self.counters().await?;
        series.retain(|counter| part.fits(counter));
        series.sort_unstable_by_key(|counter| (Reverse(counter.year), counter.court, counter.word));
        let mut found = match part.serial {
            Some(serial) => self.under_serial(&series, serial, limit).await?,
            None => self.latest_of(&series, limit).await?,
        };
        found.truncate(limit);
        Ok(found)
    }

    /// The cases under one serial in several series, in their order.
    async fn under_serial(&self, series: &[Counter], serial: u32, limit: usize) -> Result<Vec<CaseFacts>, StoreError> {
        let columns: Vec<String> = CaseFacts::COLUMNS.iter().map(|column| format!("f.{column}")).collect();
        let columns = columns.join(", ");
        let mut found = Vec::new();
        for keys in series.chunks(KEYS_AT_ONCE) {
            let mut values = vec![i64::from(serial)];
            let mut marks = Vec::with_capacity(keys.len());
            for key in keys {
                let at = values.len();
                marks.push(format!("(${}, ${}, ${})", at + 1, at + 2, at + 3));
                values.extend([i64::from(key.court.0), i64::from(key.year), i64::from(key.word)]);
            }
            let sql = format!(
                "WITH k (court, year, word) AS (VALUES {}) SELECT {columns} FROM k CROSS JOIN case_facts f \
                 WHERE f.court = k.court AND f.year = k.year AND f.word = k.word AND f.serial = $1",
                marks.join(", ")
            );
            let rows = bound(sql, &values).fetch_all(&self.pool).await?;
            let mut some = rows.iter().map(read::facts).collect::<Result<Vec<_>, _>>()?;
            some.sort_unstable_by_key(|facts| (Reverse(facts.year), facts.court, facts.word));
            found.extend(some);
            if found.len() >= limit {
                break;
            }
        }
        Ok(found)
    }

    /// The last cases of several series, in their order.
    async fn latest_of(&self, series: &[Counter], limit: usize) -> Result<Vec<CaseFacts>, StoreError> {
        let sql = format!(
            "SELECT {} FROM case_facts WHERE court = $1 AND year = $2 AND word = $3 ORDER BY serial DESC LIMIT $4",
            read::facts_columns()
        );
        let mut found: Vec<CaseFacts> = Vec::new();
        for key in series.iter().take(QUERIES) {
            let wanted = i64::try_from(limit.saturating_sub(found.len())).unwrap_or(0);
            let values = [i64::from(key.court.0), i64::from(key.year), i64::from(key.word), wanted];
            for row in bound(sql.clone(), &values).fetch_all(&self.pool).await? {
                found.push(read::facts(&row)?);
            }
            if found.len() >= limit {
                break;
            }
        }
        Ok(found)
    }
}
