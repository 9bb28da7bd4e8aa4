//! One court's log, read row by row into one reused entry, so that a run over millions allocates once.

use std::borrow::Cow;

use law::day::Moment;
use law::ids::{CourtId, Stream};

use super::error::StoreError;
use super::read::{self, ENTRY_COLUMNS, narrow};
use super::rows::{Cells, Reader};
use crate::digest::Digest;
use crate::entry::Entry;
use crate::head::Head;
use crate::tree::Node;

/// Hands over a court's entries in order of position. The entry is reused: copy what is to stay.
pub(crate) fn each_entry(
    reader: &mut Reader,
    court: CourtId,
    each: &mut (dyn FnMut(&Entry) -> Result<(), StoreError> + Send),
) -> Result<(), StoreError> {
    let sql = format!("SELECT {ENTRY_COLUMNS} FROM entries WHERE court = $1 ORDER BY position");
    let mut entry = blank(court);
    reader.rows(&sql, &[i64::from(court.0)], &mut |row| {
        fill(&mut entry, row)?;
        each(&entry)
    })
}

fn blank(court: CourtId) -> Entry {
    Entry {
        court,
        position: 0,
        stream: Stream(0),
        version: 0,
        kind: Cow::Owned(String::new()),
        occurred_at: Moment(0),
        recorded_at: Moment(0),
        actor: Cow::Owned(String::new()),
        on_behalf_of: None,
        body: String::new(),
        leaf: [0; 32],
    }
}

/// Replaces the text and keeps its memory.
fn refill(slot: &mut Cow<'static, str>, text: &str) {
    let owned = slot.to_mut();
    owned.clear();
    owned.push_str(text);
}

fn fill(entry: &mut Entry, row: &dyn Cells) -> Result<(), StoreError> {
    entry.position = row.int(1)?;
    entry.stream = Stream(row.int(2)?);
    entry.version = narrow(row.int(3)?, "version")?;
    refill(&mut entry.kind, row.text(4)?);
    entry.occurred_at = Moment(row.int(5)?);
    entry.recorded_at = Moment(row.int(6)?);
    refill(&mut entry.actor, row.text(7)?);
    entry.on_behalf_of = row.text_or_null(8)?.map(str::to_owned);
    entry.body.clear();
    entry.body.push_str(row.text(9)?);
    entry.leaf = read::digest(row.bytes(10)?, "leaf")?;
    Ok(())
}

/// A court's heads, the smallest first.
pub(crate) fn heads(reader: &mut Reader, court: CourtId) -> Result<Vec<Head>, StoreError> {
    let mut heads = Vec::new();
    let sql = "SELECT size, root, signed_at, signature FROM heads WHERE court = $1 ORDER BY size";
    reader.rows(sql, &[i64::from(court.0)], &mut |row| {
        heads.push(Head {
            court,
            size: row.int(0)?,
            root: read::digest(row.bytes(1)?, "root")?,
            signed_at: Moment(row.int(2)?),
            signature: row.bytes(3)?.try_into().map_err(|_| StoreError::damaged("列 signature 应有 64 字节"))?,
        });
        Ok(())
    })?;
    Ok(heads)
}

/// A court's stored tree nodes, in order of level and index.
pub(crate) fn nodes(reader: &mut Reader, court: CourtId) -> Result<Vec<Node>, StoreError> {
    let mut nodes = Vec::new();
    let sql = "SELECT level, idx, hash FROM tree_nodes WHERE court = $1 ORDER BY level, idx";
    reader.rows(sql, &[i64::from(court.0)], &mut |row| {
        let hash: Digest = read::digest(row.bytes(2)?, "hash")?;
        nodes.push(Node { court, level: narrow(row.int(0)?, "level")?, idx: row.int(1)?, hash });
        Ok(())
    })?;
    Ok(nodes)
}
