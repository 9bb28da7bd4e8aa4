//! The tables beside the log in a backup: which are carried, which are not and why, and their rows as lines of JSON.
//!
//! A new table gets a line here; a test holds the list against the schema. Nothing is read or written here.

use serde_json::Value;

use super::error::StoreError;
use super::rows::Cells;
use super::schema::{self, Column, Shape};

/// What becomes of a table in a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Carried as the log: court by court, each leaf and head checked on the way back.
    Log,
    /// Computed from the log when it is restored.
    Computed,
    /// Carried row by row.
    Carried,
    /// Carried row by row where this holds.
    CarriedWhere(&'static str),
    /// Left out, for this reason.
    LeftOut(&'static str),
}

/// Every table of the schema. Those carried come back in this order.
pub(crate) const FATES: &[(&str, Fate)] = &[
    ("meta", Fate::LeftOut("the restored database has a form of its own")),
    ("courts", Fate::Log),
    ("entries", Fate::Log),
    ("heads", Fate::Log),
    ("field_keys", Fate::Log),
    ("progress", Fate::Log),
    ("tree_nodes", Fate::Computed),
    ("case_facts", Fate::Computed),
    ("tallies", Fate::Computed),
    ("statements", Fate::Computed),
    ("counters", Fate::Computed),
    ("sittings", Fate::Computed),
    // a follower that began anew would send and count everything a second time
    ("cursors", Fate::CarriedWhere("name <> 'facts'")),
    ("people_counters", Fate::Carried),
    ("accounts", Fate::Carried),
    ("agents", Fate::Carried),
    ("posts", Fate::Carried),
    ("stand_ins", Fate::Carried),
    ("leaves", Fate::Carried),
    ("interests", Fate::Carried),
    ("passwords", Fate::Carried),
    ("second_factors", Fate::Carried),
    ("recovery_codes", Fate::Carried),
    ("oidc_links", Fate::Carried),
    ("api_tokens", Fate::Carried),
    ("security_journal", Fate::Carried),
    ("drafts", Fate::Carried),
    ("notices", Fate::Carried),
    ("hands", Fate::Carried),
    // the files themselves lie in their own store, by digest
    ("uploads", Fate::Carried),
    // a letter that is known to have been sent is not sent again
    ("letters", Fate::Carried),
    ("letter_wants", Fate::Carried),
    ("laws", Fate::Carried),
    ("law_articles", Fate::Carried),
    ("documents", Fate::Carried),
    ("notes", Fate::Carried),
    ("alike_votes", Fate::Carried),
    ("document_reports", Fate::Carried),
    ("hearings", Fate::Carried),
    ("hearing_acts", Fate::Carried),
    ("hearing_links", Fate::Carried),
    ("hearing_texts", Fate::Carried),
    ("hearing_signatures", Fate::Carried),
    ("sessions", Fate::LeftOut("whoever was signed in signs in again")),
    ("phone_codes", Fate::LeftOut("good for minutes")),
    ("sign_in_failures", Fate::LeftOut("a lock ends with what it guarded")),
    ("oidc_pending", Fate::LeftOut("good for minutes")),
    ("known_devices", Fate::LeftOut("known again at the next sign-in")),
];

/// The tables that are carried row by row, with the condition their rows meet.
pub(crate) fn carried() -> impl Iterator<Item = (&'static str, &'static str)> {
    FATES.iter().filter_map(|(table, fate)| match fate {
        Fate::Carried => Some((*table, "1 = 1")),
        Fate::CarriedWhere(holds) => Some((*table, *holds)),
        Fate::Log | Fate::Computed | Fate::LeftOut(_) => None,
    })
}

/// The file of a table.
pub(crate) fn file(table: &str) -> String {
    format!("{table}.rows.jsonl")
}

/// A value of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// None.
    Null,
    /// `BIGINT`.
    Int(i64),
    /// `TEXT`.
    Text(String),
    /// `BYTEA`.
    Bytes(Vec<u8>),
}

/// Rows of one table, as a batch carries them into storage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRows {
    /// The table.
    pub table: &'static str,
    /// Its columns, in the order of the cells.
    pub columns: Vec<String>,
    /// Rows.
    pub rows: Vec<Vec<Cell>>,
}

/// The columns of a table by the schema.
pub(crate) fn columns(table: &str) -> Result<Vec<Column>, StoreError> {
    let columns = schema::columns(table);
    if columns.is_empty() { Err(StoreError::Failed(format!("数据表 {table} 没有列"))) } else { Ok(columns) }
}

/// The query for a table's rows.
pub(crate) fn query(table: &str, holds: &str, columns: &[Column]) -> String {
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let order = names.iter().take(3).copied().collect::<Vec<_>>().join(", ");
    format!("SELECT {} FROM {table} WHERE {holds} ORDER BY {order}", names.join(", "))
}

/// A row as a line.
pub(crate) fn line(row: &dyn Cells, columns: &[Column]) -> Result<Vec<Value>, StoreError> {
    let cells = columns.iter().enumerate().map(|(at, column)| {
        Ok(match column.shape {
            Shape::Int => row.int_or_null(at)?.map_or(Value::Null, Value::from),
            Shape::Text => row.text_or_null(at)?.map_or(Value::Null, Value::from),
            Shape::Bytes => row.bytes_or_null(at)?.map_or(Value::Null, |bytes| Value::from(hex::encode(bytes))),
        })
    });
    cells.collect()
}

/// A file's first line, checked against the schema: the columns it names, each known.
pub(crate) fn named(table: &str, header: &[Value]) -> Result<Vec<Column>, StoreError> {
    let known = columns(table)?;
    let column = |name: &Value| {
        let found = known.iter().find(|column| Some(column.name.as_str()) == name.as_str());
        found.cloned().ok_or_else(|| StoreError::Damaged(format!("备份的数据表 {table} 含有未知的列 {name}")))
    };
    header.iter().map(column).collect()
}

/// A line read back.
pub(crate) fn cells(table: &str, columns: &[Column], line: Vec<Value>) -> Result<Vec<Cell>, StoreError> {
    let unfit = || StoreError::Damaged(format!("备份的数据表 {table} 有一行与其列不符"));
    if line.len() != columns.len() {
        return Err(unfit());
    }
    let cell = |(value, column): (Value, &Column)| match (value, column.shape) {
        (Value::Null, _) if column.nullable => Ok(Cell::Null),
        (Value::Number(number), Shape::Int) => number.as_i64().map(Cell::Int).ok_or_else(unfit),
        (Value::String(text), Shape::Text) => Ok(Cell::Text(text)),
        (Value::String(text), Shape::Bytes) => hex::decode(text).map(Cell::Bytes).map_err(|_| unfit()),
        _ => Err(unfit()),
    };
    line.into_iter().zip(columns).map(cell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_of_the_schema_is_carried_or_left_out_with_its_reason() {
        let mut listed: Vec<&str> = FATES.iter().map(|(table, _)| *table).collect();
        let mut made = schema::tables();
        listed.sort_unstable();
        made.sort_unstable();
        assert_eq!(listed, made, "a new table needs a line in FATES");
    }

    #[test]
    fn columns_follow_the_schema_and_its_later_steps() {
        let columns = columns("api_tokens").unwrap();
        let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "token",
                "token_digest",
                "name",
                "scopes",
                "court",
                "made_by",
                "made_at",
                "expires_at",
                "revoked_at",
                "account"
            ]
        );
        assert_eq!((columns[1].shape, columns[1].nullable), (Shape::Bytes, false));
        assert!(columns[4].nullable && columns[9].nullable);
        for (table, _) in carried() {
            assert!(!super::columns(table).unwrap().is_empty(), "{table}");
        }
    }

    #[test]
    fn a_line_that_does_not_fit_its_columns_is_damage() {
        let columns = columns("interests").unwrap();
        let row = |value: &Value| cells("interests", &columns, value.as_array().unwrap().clone());
        let good = serde_json::json!([1, 2, "名", null, "kin"]);
        assert_eq!(row(&good).unwrap()[2..4], [Cell::Text("名".to_owned()), Cell::Null]);
        let good = serde_json::json!([1, 2, "名", "00ff", "kin"]);
        assert_eq!(row(&good).unwrap()[3], Cell::Bytes(vec![0, 255]));
        for bad in [
            serde_json::json!([1, 2, "名", null]),
            serde_json::json!([null, 2, "名", null, "kin"]),
            serde_json::json!(["1", 2, "名", null, "kin"]),
            serde_json::json!([1.5, 2, "名", null, "kin"]),
            serde_json::json!([1, 2, 3, null, "kin"]),
            serde_json::json!([1, 2, "名", "zz", "kin"]),
        ] {
            assert!(matches!(row(&bad), Err(StoreError::Damaged(_))), "{bad}");
        }
        assert!(named("interests", &[Value::from("interest"), Value::from("surprise")]).is_err());
    }
}
