//! The rows a batch carries into storage beside entries. They are plain data; nothing is computed here.

use std::borrow::Cow;

use law::day::Day;
use law::ids::{CourtId, Stream};
use law::life::facts::CaseFacts;

use super::backup_tables::TableRows;
use super::error::StoreError;
use super::sitting::SittingRow;
use crate::entry::Entry;
use crate::head::Head;
use crate::tree::Node;

/// A court as the docket knows it: enough to check its log without any register at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourtRow {
    /// Number.
    pub court: CourtId,
    /// Code, such as 辽0102.
    pub code: String,
    /// Name.
    pub name: String,
    /// Public key of its heads.
    pub public_key: Vec<u8>,
}

/// Entries of a kind that occurred on a day (日统计).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Court.
    pub court: CourtId,
    /// Local day.
    pub day: Day,
    /// Kind.
    pub kind: Cow<'static, str>,
    /// How many.
    pub n: i64,
    /// Sum of their quantities.
    pub total: i64,
}

/// A figure of an earlier year, taken over from a statement (往年统计).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementRow {
    /// Court that took it over.
    pub court: CourtId,
    /// The year it is of.
    pub year: u16,
    /// Dotted key.
    pub key: String,
    /// Value.
    pub value: i64,
    /// Where it was published.
    pub source: String,
}

/// The key of a matter's sealed personal fields. Not part of the log; it may be destroyed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldKey {
    /// Court.
    pub court: CourtId,
    /// Matter.
    pub stream: Stream,
    /// 32 bytes.
    pub key: Vec<u8>,
}

/// The last case-number serial given (case-numbers CN-061).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counter {
    /// Court.
    pub court: CourtId,
    /// Year of the number.
    pub year: u16,
    /// Type word's code.
    pub word: u16,
    /// Last serial.
    pub last: u32,
}

/// How far a follower has read a court's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// Follower.
    pub name: String,
    /// Court.
    pub court: CourtId,
    /// Last position done; 0 before the first.
    pub position: i64,
}

/// What one call of a bulk writer stores in one transaction.
///
/// Courts, facts, sittings, statements, keys, counters, cursors and progress replace what stands under their key;
/// tallies are added to what stands there; entries, nodes and heads are only ever added.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Batch {
    /// Courts whose facts, sittings, tallies, statements and counters are taken away first. Their cursor `facts` in this
    /// batch must stand at the end of their log.
    pub replaced: Vec<CourtId>,
    /// Courts whose code and key the docket should know.
    pub courts: Vec<CourtRow>,
    /// Entries.
    pub entries: Vec<Entry>,
    /// Completed tree nodes.
    pub nodes: Vec<Node>,
    /// Signed heads.
    pub heads: Vec<Head>,
    /// Rows of `case_facts`.
    pub facts: Vec<CaseFacts>,
    /// Tallies, as what this batch adds.
    pub tallies: Vec<Tally>,
    /// Statements.
    pub statements: Vec<StatementRow>,
    /// Keys of sealed fields.
    pub field_keys: Vec<FieldKey>,
    /// Sittings.
    pub sittings: Vec<SittingRow>,
    /// Case-number counters.
    pub counters: Vec<Counter>,
    /// Cursors.
    pub cursors: Vec<Cursor>,
    /// Name and value of the caller's own progress.
    pub progress: Option<(String, String)>,
    /// Rows of tables beside the log, from a backup.
    pub tables: Vec<TableRows>,
}

/// Tables that are taken away for a court computed anew.
pub(crate) const REPLACED_TABLES: &[&str] = &["case_facts", "sittings", "tallies", "statements", "counters"];

impl Batch {
    /// Whether what replaces a court's tables was computed from its whole log.
    pub(crate) fn check_replaced(&self, court: CourtId, size: i64) -> Result<(), StoreError> {
        let whole = self
            .cursors
            .iter()
            .any(|cursor| cursor.name == "facts" && cursor.court == court && cursor.position == size);
        if whole {
            Ok(())
        } else {
            Err(StoreError::Conflict(format!("法院 {} 的日志已到第 {size} 条", court.0)))
        }
    }
}

/// A case number as storage keys it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberKey {
    /// Court.
    pub court: CourtId,
    /// Year.
    pub year: u16,
    /// Type word's code.
    pub word: u16,
    /// Serial.
    pub serial: u32,
}
