//! Which of the documents anybody finds, whole or as a stub; nothing that is not public is found here.

use law::ids::{CauseId, CourtId};
use sqlx::{AssertSqlSafe, Row as _};

use super::{COLUMNS, Documents, Paper, PaperFault};

/// Which of the public documents are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Of this court.
    pub court: Option<CourtId>,
    /// With this cause.
    pub cause: Option<CauseId>,
    /// With a case number of this year.
    pub year: Option<u16>,
    /// With these words in what is public.
    pub words: String,
}

/// Public documents that are wanted; the cause of a case that is not open is not asked for.
const PUBLIC: &str = "FROM documents d JOIN case_facts f ON f.court = d.court AND f.stream = d.stream \
     WHERE d.published_at IS NOT NULL AND ($1 < 0 OR d.court = $1) \
     AND ($2 < 0 OR (f.cause = $2 AND f.secrecy = 0)) AND ($3 < 0 OR f.year = $3) \
     AND ($4 = '' OR d.masked LIKE $4 ESCAPE '!')";

/// A query of any engine, with its values.
type Query<'q> = sqlx::query::Query<'q, sqlx::Any, sqlx::any::AnyArguments>;

impl Wanted {
    fn bound<'q>(&self, query: Query<'q>) -> Query<'q> {
        let words = self.words.trim();
        let escaped = words.replace('!', "!!").replace('%', "!%").replace('_', "!_");
        query
            .bind(self.court.map_or(-1, |court| i64::from(court.0)))
            .bind(self.cause.map_or(-1, |cause| i64::from(cause.0)))
            .bind(self.year.map_or(-1, i64::from))
            .bind(if words.is_empty() { String::new() } else { format!("%{escaped}%") })
    }
}

impl Documents {
    /// What is public, the newest first; of one court or of all.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn published(&self, court: Option<CourtId>, page: (i64, i64)) -> Result<Vec<Paper>, PaperFault> {
        self.found(&Wanted { court, ..Wanted::default() }, page).await
    }

    /// What is public and wanted, the newest first: so many passed over, so many taken.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn found(&self, wanted: &Wanted, (skip, take): (i64, i64)) -> Result<Vec<Paper>, PaperFault> {
        let columns: Vec<String> = COLUMNS.split(", ").map(|column| format!("d.{column}")).collect();
        let sql = format!(
            "SELECT {} {PUBLIC} ORDER BY d.published_at DESC, d.court, d.stream, d.nth LIMIT $5 OFFSET $6",
            columns.join(", ")
        );
        let query = wanted.bound(sqlx::query(AssertSqlSafe(sql))).bind(take).bind(skip);
        query.fetch_all(self.docket.pool()).await?.iter().map(|row| self.read(row)).collect()
    }

    /// How many are public and wanted.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn count(&self, wanted: &Wanted) -> Result<i64, PaperFault> {
        let query = wanted.bound(sqlx::query(AssertSqlSafe(format!("SELECT COUNT(*) {PUBLIC}"))));
        Ok(query.fetch_one(self.docket.pool()).await?.try_get(0)?)
    }
}
