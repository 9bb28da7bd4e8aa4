//! What entries change in the tables that pages read, outside `case_facts` itself: tallies and statements.

use std::borrow::Cow;
use std::collections::BTreeMap;

use law::ids::CourtId;
use law::life::event::Event;
use law::life::facts::CaseFacts;
use law::life::office::OfficeAct;
use sqlx::{AnyConnection, AssertSqlSafe, Executor};

use super::batch::{StatementRow, Tally};
use super::error::StoreError;
use crate::entry::Entry;

/// A stored entry, typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// An entry of a matter.
    Case(Event),
    /// An act of the court itself.
    Office(OfficeAct),
}

impl Act {
    /// Reads an entry's body by its kind.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(kind: &str, body: &str) -> Result<Act, String> {
        match OfficeAct::read(kind, body) {
            Some(act) => act.map(Act::Office).map_err(|e| e.to_string()),
            None => Event::read(kind, body).map(Act::Case).map_err(|e| e.to_string()),
        }
    }

    /// What the day's tally of its kind adds up.
    pub fn quantity(&self) -> i64 {
        match self {
            Act::Case(event) => event.quantity(),
            Act::Office(act) => act.quantity(),
        }
    }

    /// Rows of `statements` it brings.
    pub fn statements(&self, court: CourtId) -> Vec<StatementRow> {
        let Act::Office(OfficeAct::StatementImported(statement)) = self else {
            return Vec::new();
        };
        statement
            .figures
            .iter()
            .map(|(key, value)| StatementRow {
                court,
                year: statement.year,
                key: key.clone(),
                value: *value,
                source: statement.source.clone(),
            })
            .collect()
    }
}

/// Tallies and statements of sealed entries, as they are added in one transaction with them.
pub fn effects(entries: &[Entry]) -> Result<(Vec<Tally>, Vec<StatementRow>), StoreError> {
    let mut sums: BTreeMap<(CourtId, law::day::Day, &str), (i64, i64)> = BTreeMap::new();
    let mut statements = Vec::new();
    for entry in entries {
        let act = Act::read(&entry.kind, &entry.body).map_err(StoreError::Invalid)?;
        let sum = sums.entry((entry.court, entry.occurred_at.day(), entry.kind.as_ref())).or_default();
        sum.0 += 1;
        sum.1 += act.quantity();
        statements.extend(act.statements(entry.court));
    }
    let tallies = sums
        .into_iter()
        .map(|((court, day, kind), (n, total))| Tally { court, day, kind: Cow::Owned(kind.to_owned()), n, total })
        .collect();
    Ok((tallies, statements))
}

/// Adds the effects of entries.
pub(crate) async fn put_effects(conn: &mut AnyConnection, entries: &[Entry]) -> Result<(), StoreError> {
    let (tallies, statements) = effects(entries)?;
    for row in &tallies {
        add_tally(conn, row).await?;
    }
    for row in &statements {
        put_statement(conn, row).await?;
    }
    Ok(())
}

/// Adds to a tally.
pub(crate) async fn add_tally(conn: &mut AnyConnection, row: &Tally) -> Result<(), StoreError> {
    let put = sqlx::query(
        "INSERT INTO tallies (court, day, kind, n, total) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (court, day, kind) DO UPDATE SET n = tallies.n + excluded.n, \
         total = tallies.total + excluded.total",
    )
    .bind(i64::from(row.court.0))
    .bind(i64::from(row.day.0))
    .bind(row.kind.as_ref())
    .bind(row.n)
    .bind(row.total);
    conn.execute(put).await?;
    Ok(())
}

/// Sets an imported figure.
pub(crate) async fn put_statement(conn: &mut AnyConnection, row: &StatementRow) -> Result<(), StoreError> {
    let put = sqlx::query(
        "INSERT INTO statements (court, year, key, value, source) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (court, year, key) DO UPDATE SET value = excluded.value, source = excluded.source",
    )
    .bind(i64::from(row.court.0))
    .bind(i64::from(row.year))
    .bind(row.key.as_str())
    .bind(row.value)
    .bind(row.source.as_str());
    conn.execute(put).await?;
    Ok(())
}

/// Sets a row of `case_facts`.
pub(crate) async fn put_facts(conn: &mut AnyConnection, facts: &CaseFacts) -> Result<(), StoreError> {
    let columns = CaseFacts::COLUMNS;
    let marks: Vec<String> = (1..=columns.len()).map(|n| format!("${n}")).collect();
    let sets: Vec<String> = columns.iter().map(|name| format!("{name} = excluded.{name}")).collect();
    let sql = format!(
        "INSERT INTO case_facts ({}) VALUES ({}) ON CONFLICT (court, stream) DO UPDATE SET {}",
        columns.join(", "),
        marks.join(", "),
        sets.join(", ")
    );
    let put = facts.cells().into_iter().fold(sqlx::query(AssertSqlSafe(sql)), |put, cell| put.bind(cell));
    conn.execute(put).await?;
    Ok(())
}

/// Rows of one statement; a row has many columns, and an engine takes no more than so many values.
const FACTS_AT_ONCE: usize = 16;

/// Adds rows of `case_facts` of matters that are new.
pub(crate) async fn put_new_facts(conn: &mut AnyConnection, all: &[CaseFacts]) -> Result<(), StoreError> {
    let columns = CaseFacts::COLUMNS;
    for rows in all.chunks(FACTS_AT_ONCE) {
        let sql =
            format!("INSERT INTO case_facts ({}) VALUES {}", columns.join(", "), marks(rows.len(), columns.len()));
        let cells = rows.iter().flat_map(CaseFacts::cells);
        let put = cells.fold(sqlx::query(AssertSqlSafe(sql)), |put, cell| put.bind(cell));
        conn.execute(put).await?;
    }
    Ok(())
}

/// Placeholders of so many rows: `($1, $2), ($3, $4)`.
pub(crate) fn marks(rows: usize, columns: usize) -> String {
    let row = |row: usize| {
        let row: Vec<String> = (1..=columns).map(|column| format!("${}", row * columns + column)).collect();
        format!("({})", row.join(", "))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

/// Sets a follower's cursor and clears its fault.
pub(crate) async fn put_cursor(
    conn: &mut AnyConnection,
    name: &str,
    court: CourtId,
    position: i64,
) -> Result<(), StoreError> {
    let put = sqlx::query(
        "INSERT INTO cursors (name, court, position) VALUES ($1, $2, $3) \
         ON CONFLICT (name, court) DO UPDATE SET position = excluded.position, fault = NULL",
    )
    .bind(name)
    .bind(i64::from(court.0))
    .bind(position);
    conn.execute(put).await?;
    Ok(())
}
