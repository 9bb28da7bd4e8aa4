//! Engines that stand beside this index: SQLite FTS5 and PostgreSQL, both on texts cut by jieba.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use rusqlite::Connection;
use search::cases::grams::{cut, normal};
use sqlx::postgres::PgConnection;
use sqlx::{Connection as _, Executor as _};
use tokio::runtime::Runtime;

use crate::Done;

/// Words of a text in order.
pub type Words = Vec<String>;

/// The words of a text, as both engines are given them.
pub fn words_of(text: &str) -> Words {
    cut(&normal(text)).words
}

/// An engine.
pub trait Other {
    /// Takes texts in.
    fn feed(&mut self, rows: &[(String, Words)]) -> Done<()>;
    /// Makes what it needs before it is asked.
    fn ready(&mut self) -> Done<()>;
    /// Forgets everything.
    fn clear(&mut self) -> Done<()>;
    /// The best texts for any of the words, the best first.
    fn ask(&mut self, words: &str, wanted: usize) -> Done<Vec<String>>;
}

fn asked(words: &str) -> Words {
    let mut asked = words_of(words);
    asked.sort_unstable();
    asked.dedup();
    asked
}

/// SQLite FTS5, ranked by its BM25.
pub struct Fts5(Connection);

impl Fts5 {
    /// A database in a file.
    pub fn open(path: &Path) -> Done<Self> {
        let base = Connection::open(path)?;
        base.execute_batch(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; \
             CREATE VIRTUAL TABLE cases USING fts5(id UNINDEXED, text, tokenize=\"unicode61 remove_diacritics 0\");",
        )?;
        Ok(Self(base))
    }
}

impl Other for Fts5 {
    fn feed(&mut self, rows: &[(String, Words)]) -> Done<()> {
        let transaction = self.0.transaction()?;
        for (id, words) in rows {
            let text = words.join(" ");
            transaction.prepare_cached("INSERT INTO cases (id, text) VALUES (?1, ?2)")?.execute((id, text))?;
        }
        Ok(transaction.commit()?)
    }

    fn ready(&mut self) -> Done<()> {
        Ok(())
    }

    fn clear(&mut self) -> Done<()> {
        Ok(self.0.execute_batch("DELETE FROM cases")?)
    }

    fn ask(&mut self, words: &str, wanted: usize) -> Done<Vec<String>> {
        let quoted = asked(words).iter().map(|word| format!("\"{}\"", word.replace('"', ""))).collect::<Vec<_>>();
        if quoted.is_empty() {
            return Ok(Vec::new());
        }
        let mut ask =
            self.0.prepare_cached("SELECT id FROM cases WHERE cases MATCH ?1 ORDER BY bm25(cases) LIMIT ?2")?;
        let rows = ask.query_map((quoted.join(" OR "), i64::try_from(wanted)?), |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// PostgreSQL: vectors of words with places, a GIN index, ranked by `ts_rank` with the length of the text taken into account.
pub struct Tsvector(Runtime, PgConnection);

/// Places of one word that a vector keeps.
const PLACES: usize = 255;
/// The last place a vector knows.
const LAST: usize = 16_383;

fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\\', "\\\\").replace('\'', "''"))
}

impl Tsvector {
    /// A table of its own in a database.
    pub fn open(url: &str) -> Done<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let mut connection = runtime.block_on(PgConnection::connect(url))?;
        let table = "DROP TABLE IF EXISTS bench_cases; CREATE TABLE bench_cases (id TEXT, words TSVECTOR)";
        runtime.block_on(connection.execute(table))?;
        Ok(Self(runtime, connection))
    }
}

impl Other for Tsvector {
    fn feed(&mut self, rows: &[(String, Words)]) -> Done<()> {
        let vector = |words: &Words| {
            let mut places: BTreeMap<&str, Vec<String>> = BTreeMap::new();
            for (word, place) in words.iter().zip(1..=LAST) {
                let own = places.entry(word).or_default();
                if own.len() < PLACES {
                    own.push(place.to_string());
                }
            }
            let each = places.iter().map(|(word, places)| format!("{}:{}", quoted(word), places.join(",")));
            each.collect::<Vec<_>>().join(" ")
        };
        let ids: Vec<&str> = rows.iter().map(|(id, _)| id.as_str()).collect();
        let vectors: Vec<String> = rows.iter().map(|(_, words)| vector(words)).collect();
        let put = sqlx::query(
            "INSERT INTO bench_cases SELECT id, words::tsvector FROM unnest($1::text[], $2::text[]) AS t (id, words)",
        )
        .bind(ids)
        .bind(vectors);
        self.0.block_on(put.execute(&mut self.1))?;
        Ok(())
    }

    fn ready(&mut self) -> Done<()> {
        let index = "CREATE INDEX IF NOT EXISTS bench_cases_words ON bench_cases USING gin (words)";
        self.0.block_on(self.1.execute(index))?;
        self.0.block_on(self.1.execute("VACUUM ANALYZE bench_cases"))?;
        Ok(())
    }

    fn clear(&mut self) -> Done<()> {
        self.0.block_on(self.1.execute("TRUNCATE bench_cases"))?;
        Ok(())
    }

    fn ask(&mut self, words: &str, wanted: usize) -> Done<Vec<String>> {
        let asked = asked(words).iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" | ");
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        let ask = sqlx::query_scalar(
            "SELECT id FROM bench_cases WHERE words @@ $1::tsquery ORDER BY ts_rank(words, $1::tsquery, 1) DESC, id LIMIT $2",
        )
        .bind(asked)
        .bind(i64::try_from(wanted)?);
        Ok(self.0.block_on(ask.fetch_all(&mut self.1))?)
    }
}

/// Starts a private server in a folder; gives its address.
pub fn start(folder: &Path) -> Result<String, String> {
    let told = Command::new("scripts/postgres.sh").arg("start").arg(folder).output().map_err(|e| e.to_string())?;
    if !told.status.success() {
        return Err(String::from_utf8_lossy(&told.stderr).trim().to_owned());
    }
    Ok(String::from_utf8_lossy(&told.stdout).trim().to_owned())
}

/// Ends it.
pub fn stop(folder: &Path) -> Done<()> {
    Command::new("scripts/postgres.sh").arg("stop").arg(folder).status()?;
    Ok(())
}
