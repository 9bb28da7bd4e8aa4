//! The lines of a backup's files: each table's row as one JSON object, bytes in hexadecimal.

use law::day::Moment;
use law::ids::{CourtId, Stream};
use serde::{Deserialize, Serialize};

use super::batch::{CourtRow, FieldKey};
use super::error::StoreError;
use super::read::{digest, narrow};
use super::rows::{Cells, Reader};
use crate::entry::Entry;
use crate::head::Head;

fn bytes(text: &str, what: &str) -> Result<Vec<u8>, StoreError> {
    hex::decode(text).map_err(|e| StoreError::Damaged(format!("备份中的{what}无法读取（{e}）")))
}

/// A court.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourtLine {
    /// Number.
    pub court: u16,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Public key of its heads.
    pub public_key: String,
}

impl From<&CourtRow> for CourtLine {
    fn from(row: &CourtRow) -> CourtLine {
        CourtLine {
            court: row.court.0,
            code: row.code.clone(),
            name: row.name.clone(),
            public_key: hex::encode(&row.public_key),
        }
    }
}

impl CourtLine {
    /// As storage keeps it.
    pub(crate) fn row(&self) -> Result<CourtRow, StoreError> {
        Ok(CourtRow {
            court: CourtId(self.court),
            code: self.code.clone(),
            name: self.name.clone(),
            public_key: bytes(&self.public_key, "公钥")?,
        })
    }
}

/// Courts stored, in order of number.
pub(crate) fn court_rows(reader: &mut Reader) -> Result<Vec<CourtRow>, StoreError> {
    let mut courts = Vec::new();
    let sql = "SELECT court, code, name, public_key FROM courts ORDER BY court";
    reader.rows(sql, &[], &mut |row| {
        courts.push(CourtRow {
            court: CourtId(narrow(row.int(0)?, "court")?),
            code: row.text(1)?.to_owned(),
            name: row.text(2)?.to_owned(),
            public_key: row.bytes(3)?.to_vec(),
        });
        Ok(())
    })?;
    Ok(courts)
}

/// An entry. The body is text in text: restoring must give back its very bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct EntryLine {
    position: i64,
    stream: i64,
    version: i32,
    kind: String,
    occurred_at: i64,
    recorded_at: i64,
    actor: String,
    on_behalf_of: Option<String>,
    body: String,
    leaf: String,
}

impl From<&Entry> for EntryLine {
    fn from(entry: &Entry) -> EntryLine {
        EntryLine {
            position: entry.position,
            stream: entry.stream.0,
            version: entry.version,
            kind: entry.kind.clone().into_owned(),
            occurred_at: entry.occurred_at.0,
            recorded_at: entry.recorded_at.0,
            actor: entry.actor.clone().into_owned(),
            on_behalf_of: entry.on_behalf_of.clone(),
            body: entry.body.clone(),
            leaf: hex::encode(entry.leaf),
        }
    }
}

impl EntryLine {
    pub(crate) fn entry(self, court: CourtId) -> Result<Entry, StoreError> {
        Ok(Entry {
            court,
            position: self.position,
            stream: Stream(self.stream),
            version: self.version,
            kind: self.kind.into(),
            occurred_at: Moment(self.occurred_at),
            recorded_at: Moment(self.recorded_at),
            actor: self.actor.into(),
            on_behalf_of: self.on_behalf_of,
            body: self.body,
            leaf: digest(&bytes(&self.leaf, "叶杂凑值")?, "leaf")?,
        })
    }
}

/// A head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct HeadLine {
    size: i64,
    root: String,
    signed_at: i64,
    signature: String,
}

impl From<&Head> for HeadLine {
    fn from(head: &Head) -> HeadLine {
        HeadLine {
            size: head.size,
            root: hex::encode(head.root),
            signed_at: head.signed_at.0,
            signature: hex::encode(head.signature),
        }
    }
}

impl HeadLine {
    pub(crate) fn head(&self, court: CourtId) -> Result<Head, StoreError> {
        Ok(Head {
            court,
            size: self.size,
            root: digest(&bytes(&self.root, "根杂凑值")?, "root")?,
            signed_at: Moment(self.signed_at),
            signature: bytes(&self.signature, "签名")?
                .try_into()
                .map_err(|_| StoreError::damaged("备份中的签名应有 64 字节"))?,
        })
    }
}

/// The key of a matter's sealed fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeyLine {
    court: u16,
    stream: i64,
    key: String,
}

impl KeyLine {
    pub(crate) fn of(row: &dyn Cells) -> Result<KeyLine, StoreError> {
        let court = narrow(row.int(0)?, "court")?;
        Ok(KeyLine { court, stream: row.int(1)?, key: hex::encode(row.bytes(2)?) })
    }

    pub(crate) fn key(&self) -> Result<FieldKey, StoreError> {
        let (court, stream) = (CourtId(self.court), Stream(self.stream));
        Ok(FieldKey { court, stream, key: bytes(&self.key, "字段密钥")? })
    }
}

/// A caller's progress.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ProgressLine {
    pub(crate) name: String,
    pub(crate) value: String,
}
