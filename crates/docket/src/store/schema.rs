//! The tables: numbered migrations, and `case_facts`, whose columns are declared in `law`. It runs no SQL itself.

use law::life::facts::CaseFacts;

use super::engine::Engine;

/// A numbered step of the schema.
pub(crate) struct Migration {
    /// Version after it.
    pub(crate) version: i64,
    text: &'static str,
}

/// Every step, in order. A published step never changes.
pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, text: include_str!("../../migrations/0001_docket.sql") },
    Migration { version: 2, text: include_str!("../../migrations/0002_lists.sql") },
    Migration { version: 3, text: include_str!("../../migrations/0003_kinds_and_origins.sql") },
    Migration { version: 4, text: include_str!("../../migrations/0004_people.sql") },
    Migration { version: 5, text: include_str!("../../migrations/0005_door.sql") },
    Migration { version: 6, text: include_str!("../../migrations/0006_hands.sql") },
    Migration { version: 7, text: include_str!("../../migrations/0007_tokens.sql") },
    Migration { version: 8, text: include_str!("../../migrations/0008_uploads.sql") },
    Migration { version: 9, text: include_str!("../../migrations/0009_letters.sql") },
    Migration { version: 10, text: include_str!("../../migrations/0010_sittings.sql") },
    Migration { version: 11, text: include_str!("../../migrations/0011_identity.sql") },
    Migration { version: 12, text: include_str!("../../migrations/0012_library.sql") },
    Migration { version: 13, text: include_str!("../../migrations/0013_reports.sql") },
    Migration { version: 14, text: include_str!("../../migrations/0014_alike.sql") },
    Migration { version: 15, text: include_str!("../../migrations/0015_hearings.sql") },
];

/// The newest schema version this program knows.
pub(crate) const NEWEST: i64 = 15;

impl Migration {
    /// The step's statements for an engine.
    pub(crate) fn statements(&self, engine: Engine) -> Vec<String> {
        let mut out = statements(self.text, engine);
        if self.version == 1 {
            out.push(case_facts(engine));
        }
        out
    }
}

fn statements(text: &str, engine: Engine) -> Vec<String> {
    let code: String =
        text.lines().filter(|line| !line.starts_with("--")).fold(String::new(), |all, line| all + line + "\n");
    code.replace("{clustered}", engine.clustered())
        .split(';')
        .map(str::trim)
        .filter(|statement| !statement.is_empty())
        .map(str::to_owned)
        .collect()
}

/// `CREATE TABLE case_facts` with the columns of `law`.
pub(crate) fn case_facts(engine: Engine) -> String {
    let mut sql = String::from("CREATE TABLE case_facts (\n");
    for (at, column) in CaseFacts::COLUMNS.iter().enumerate() {
        let null = if at < 2 { " NOT NULL" } else { "" };
        sql.push_str(&format!("    {column} BIGINT{null},\n"));
    }
    sql.push_str("    PRIMARY KEY (court, stream),\n    UNIQUE (court, year, word, serial)\n)");
    sql.push_str(engine.clustered());
    sql
}

/// What makes `case_facts` anew: it is computed from entries, so a change of its columns needs no numbered step.
pub(crate) fn remake_case_facts(engine: Engine) -> Vec<String> {
    let indexes = MIGRATIONS.iter().flat_map(|step| statements(step.text, engine));
    let indexes = indexes.filter(|statement| statement.starts_with("CREATE INDEX case_facts_"));
    ["DROP TABLE IF EXISTS case_facts".to_owned(), case_facts(engine)].into_iter().chain(indexes).collect()
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// `BIGINT`.
    Int,
    /// `TEXT`.
    Text,
    /// `BYTEA`.
    Bytes,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    /// Its name.
    pub(crate) name: String,
    /// What it holds.
    pub(crate) shape: Shape,
    /// Whether it may be empty.
    pub(crate) nullable: bool,
}

/// A column as a statement declares it; none for a line that declares no column.
fn column(declared: &str) -> Option<Column> {
    let mut words = declared.trim().trim_end_matches(',').split_ascii_whitespace();
    let (name, kind) = (words.next()?, words.next()?);
    let shape = match kind {
        "BIGINT" => Shape::Int,
        "TEXT" => Shape::Text,
        "BYTEA" => Shape::Bytes,
        _ => return None,
    };
    Some(Column { name: name.to_owned(), shape, nullable: !declared.contains("NOT NULL") })
}

/// Every statement of every step, on one engine: their columns are the same on both.
fn all_statements() -> Vec<String> {
    MIGRATIONS.iter().flat_map(|step| step.statements(Engine::Sqlite)).collect()
}

/// The columns of a table after every step, in order.
pub(crate) fn columns(table: &str) -> Vec<Column> {
    let (made, added) = (format!("CREATE TABLE {table} ("), format!("ALTER TABLE {table} ADD COLUMN "));
    let mut columns = Vec::new();
    for statement in all_statements() {
        if statement.starts_with(&made) {
            columns.extend(statement.lines().skip(1).filter_map(column));
        } else if let Some(declared) = statement.strip_prefix(&added) {
            columns.extend(column(declared));
        }
    }
    columns
}

/// Names of the tables after every step.
#[cfg(test)]
pub(crate) fn tables() -> Vec<String> {
    let made = |statement: String| statement.strip_prefix("CREATE TABLE ")?.split(' ').next().map(str::to_owned);
    all_statements().into_iter().filter_map(made).collect()
}

/// Names the columns of `case_facts` in order; kept in `meta` to notice that they changed.
pub(crate) fn facts_shape() -> String {
    format!("{};{PROJECTED}", CaseFacts::COLUMNS.join(","))
}

/// Names what else is computed from the fold of a matter, so that a database made before it is computed anew.
const PROJECTED: &str = "sittings";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_count_up_to_the_newest() {
        assert!(MIGRATIONS.is_sorted_by(|one, next| one.version < next.version));
        assert_eq!(MIGRATIONS.last().map(|step| step.version), Some(NEWEST));
    }

    #[test]
    fn statements_use_three_types_only() {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            for statement in MIGRATIONS.iter().flat_map(|step| step.statements(engine)) {
                assert!(!statement.contains('{'), "{statement}");
                for word in ["INTEGER", "BOOLEAN", "JSON", "REAL", "VARCHAR", "TIMESTAMP"] {
                    assert!(!statement.contains(word), "{word} in {statement}");
                }
            }
        }
    }

    #[test]
    fn case_facts_made_anew_has_all_its_indexes_and_no_other() {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let made = remake_case_facts(engine).join(";");
            for index in ["case_facts_accepted", "case_facts_closed", "case_facts_origin"] {
                assert!(made.contains(index), "{index}");
            }
            assert!(!made.contains("tallies"));
        }
    }

    #[test]
    fn case_facts_carries_every_column_of_law() {
        let sql = case_facts(Engine::Sqlite);
        for column in CaseFacts::COLUMNS {
            assert!(sql.contains(&format!("    {column} BIGINT")), "{column}");
        }
        assert!(sql.ends_with("WITHOUT ROWID"));
        assert!(case_facts(Engine::Postgres).ends_with(')'));
    }
}
