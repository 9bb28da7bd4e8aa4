//! A year's books kept in a file beside its columns, until a log moves on: some two thousand tallies a day are added up
//! once.

use std::path::Path;

use law::day::Day;
use law::ids::CourtId;
use serde::{Deserialize, Serialize};

use crate::books::Books;
use crate::error::StatsError;

/// Of a kind: court, month, entries, their quantities.
type Row = (u16, i64, i64, i64);

/// What the file holds.
#[derive(Serialize, Deserialize)]
struct Lines {
    stamp: String,
    tallies: Vec<(String, Vec<Row>)>,
    /// Day, court, entries.
    days: Vec<(i32, u16, i64)>,
    /// Year, key, value.
    statements: Vec<(i16, String, i64)>,
}

impl Books {
    /// Writes them beside their final name and moves them there.
    pub(crate) fn save(&self, path: &Path, stamp: &str) -> Result<(), StatsError> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let mut lines = Lines {
            stamp: stamp.to_owned(),
            tallies: Vec::new(),
            days: self.days.iter().map(|((day, court), n)| (day.0, court.0, *n)).collect(),
            statements: self.statements.iter().map(|((year, key), value)| (*year, key.clone(), *value)).collect(),
        };
        for ((kind, court, month), (n, total)) in &self.tallies {
            let row = (court.0, *month, *n, *total);
            match lines.tallies.last_mut().filter(|(last, _)| last == kind) {
                Some((_, rows)) => rows.push(row),
                None => lines.tallies.push((kind.clone(), vec![row])),
            }
        }
        let text = serde_json::to_vec(&lines).map_err(|cause| StatsError::File(cause.to_string()))?;
        let fresh = path.with_extension("json.new");
        std::fs::write(&fresh, text)?;
        std::fs::rename(&fresh, path)?;
        Ok(())
    }

    /// The books of a file; `None` if it is absent, of another state of the logs or not to be read.
    pub(crate) fn read(path: &Path, stamp: &str) -> Option<Books> {
        let lines: Lines = serde_json::from_slice(&std::fs::read(path).ok()?).ok()?;
        if lines.stamp != stamp {
            return None;
        }
        let mut books = Books::default();
        for (kind, rows) in lines.tallies {
            let rows =
                rows.into_iter().map(|(court, month, n, total)| ((kind.clone(), CourtId(court), month), (n, total)));
            books.tallies.extend(rows);
        }
        books.days = lines.days.into_iter().map(|(day, court, n)| ((Day(day), CourtId(court)), n)).collect();
        books.statements = lines.statements.into_iter().map(|(year, key, value)| ((year, key), value)).collect();
        Some(books)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::books::{StatementRow, TallyRow};
    use crate::period::{Convention, Period};

    #[test]
    fn books_come_back_as_they_were_of_the_same_logs_only() {
        let period = Period::new(2020, Convention::Natural).unwrap();
        let row = |court, day: &str, kind: &str, n| TallyRow {
            court: CourtId(court),
            day: Day::parse(day).unwrap(),
            kind: kind.to_owned(),
            n,
            total: 2 * n,
        };
        let tallies = [
            row(1, "2020-01-02", "hearing.held.v1", 5),
            row(1, "2020-02-02", "hearing.held.v1", 6),
            row(2, "2020-02-02", "case.closed.v1", 7),
            row(2, "2019-12-30", "case.closed.v1", 8),
        ];
        let statements = [StatementRow { court: CourtId(1), year: 2019, key: "a.b".to_owned(), value: -3 }];
        let books = Books::new(&period, &tallies, &statements);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("stats/2020-books.json");
        books.save(&path, "as of 5").unwrap();
        assert_eq!(Books::read(&path, "as of 5").unwrap(), books);
        assert_eq!(Books::read(&path, "as of 6"), None, "the logs have grown");
        std::fs::write(&path, "{\"stamp\":\"as of 5\"").unwrap();
        assert_eq!(Books::read(&path, "as of 5"), None, "cut short");
    }
}
