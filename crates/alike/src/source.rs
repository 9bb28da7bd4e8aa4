//! Which documents there are and at which version: what the index is compared with.

use docket::store::{Docket, StoreError};
use law::day::Moment;
use law::ids::{CourtId, Stream};
use sqlx::Row;

/// A document of a matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The court.
    pub court: CourtId,
    /// The matter.
    pub stream: Stream,
    /// Which of its documents.
    pub nth: i64,
}

impl Key {
    /// Its name in the index, at a version.
    pub fn id(self, version: i64) -> String {
        format!("{}/{}/{}@{version}", self.court.0, self.stream.0, self.nth)
    }

    /// The document and version of a name in the index.
    pub fn read(id: &str) -> Option<(Key, i64)> {
        let (key, version) = id.split_once('@')?;
        let mut parts = key.split('/');
        let court = CourtId(parts.next()?.parse().ok()?);
        let (stream, nth) = (Stream(parts.next()?.parse().ok()?), parts.next()?.parse().ok()?);
        parts.next().is_none().then_some((Key { court, stream, nth }, version.parse().ok()?))
    }
}

/// A document as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Which.
    pub key: Key,
    /// Its version.
    pub version: i64,
    /// When it came to it.
    pub changed_at: Moment,
}

/// Documents that changed at a moment or after it.
///
/// # Errors
/// The engine's own.
pub async fn since(docket: &Docket, at: Moment) -> Result<Vec<Standing>, StoreError> {
    let rows = sqlx::query(
        "SELECT court, stream, nth, version, changed_at FROM documents WHERE changed_at >= $1 ORDER BY changed_at",
    )
    .bind(at.0)
    .fetch_all(docket.pool())
    .await?;
    rows.iter()
        .map(|row| {
            let court =
                u16::try_from(row.try_get::<i64, _>(0)?).map_err(|_| StoreError::Damaged("文书的法院".to_owned()))?;
            let key = Key { court: CourtId(court), stream: Stream(row.try_get(1)?), nth: row.try_get(2)? };
            Ok(Standing { key, version: row.try_get(3)?, changed_at: Moment(row.try_get(4)?) })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_the_index_reads_back() {
        let key = Key { court: CourtId(3), stream: Stream(1024), nth: 2 };
        assert_eq!(key.id(7), "3/1024/2@7");
        assert_eq!(Key::read("3/1024/2@7"), Some((key, 7)));
        for strange in ["", "3/1024/2", "3/1024@7", "3/1024/2/1@7", "a/1/1@1", "3/1/1@"] {
            assert_eq!(Key::read(strange), None, "{strange}");
        }
    }
}
