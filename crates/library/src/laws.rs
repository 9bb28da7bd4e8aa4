//! Laws as they were imported (法律库): wordings and their articles, beside the log. What is imported again takes the place of
//! what the same source said before.

use docket::store::{Docket, StoreError, Work};
use law::day::{Day, Moment};
use search::statutes::law::{Article, Kind, Law, Number, Status};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Row};

/// Articles of one statement.
const ROWS_AT_ONCE: usize = 16;
/// Values of an article's row.
const COLUMNS: usize = 7;

/// What an import came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imported {
    /// Wordings that were not there before.
    pub new: usize,
    /// Wordings that took the place of one from the same source.
    pub replaced: usize,
    /// Articles of both.
    pub articles: usize,
}

/// What changes whenever a law does: how many wordings there are, and when the last came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Wordings.
    pub laws: i64,
    /// When the last of them was imported.
    pub last: Moment,
}

/// The laws of a docket.
#[derive(Debug, Clone)]
pub struct Laws {
    docket: Docket,
}

impl Laws {
    /// The laws kept in this docket.
    pub const fn new(docket: Docket) -> Laws {
        Laws { docket }
    }

    /// Where they are kept.
    pub(crate) const fn docket(&self) -> &Docket {
        &self.docket
    }

    /// Imports wordings, all of them or none.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn import(&self, laws: &[Law], at: Moment) -> Result<Imported, StoreError> {
        self.docket.work(&mut Import { laws, at }).await
    }

    /// What changes whenever a law does.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn stamp(&self) -> Result<Stamp, StoreError> {
        let row = sqlx::query("SELECT COUNT(*), CAST(COALESCE(MAX(imported_at), 0) AS BIGINT) FROM laws")
            .fetch_one(self.docket.pool())
            .await?;
        Ok(Stamp { laws: row.try_get(0)?, last: Moment(row.try_get(1)?) })
    }

    /// Every wording with its articles, in the order they were imported.
    ///
    /// # Errors
    /// The engine's own, and damage found in a row.
    pub async fn all(&self) -> Result<Vec<Law>, StoreError> {
        let heads = sqlx::query(
            "SELECT law, key, title, kind, branch, issuer, status, published_day, from_day FROM laws ORDER BY law",
        )
        .fetch_all(self.docket.pool())
        .await?;
        let rows = sqlx::query("SELECT law, key, number, suffix, chapter, body FROM law_articles ORDER BY law, place")
            .fetch_all(self.docket.pool())
            .await?;
        let mut rows = rows.iter().peekable();
        let mut laws = Vec::with_capacity(heads.len());
        for head in &heads {
            let number: i64 = head.try_get(0)?;
            let mut law = wording(head)?;
            while let Some(row) = rows.peek() {
                if row.try_get::<i64, _>(0)? != number {
                    break;
                }
                law.articles.push(article(row)?);
                rows.next();
            }
            laws.push(law);
        }
        Ok(laws)
    }
}

fn day(cell: Option<i64>) -> Result<Option<Day>, StoreError> {
    cell.map(|day| i32::try_from(day).map(Day).map_err(|cause| StoreError::Damaged(cause.to_string()))).transpose()
}

fn wording(row: &AnyRow) -> Result<Law, StoreError> {
    let kind: String = row.try_get(3)?;
    let status: String = row.try_get(6)?;
    Ok(Law {
        id: row.try_get(1)?,
        title: row.try_get(2)?,
        kind: Kind::parse(&kind),
        branch: row.try_get(4)?,
        issuer: row.try_get(5)?,
        status: Status::parse(&status).ok_or_else(|| StoreError::Damaged("法律的时效性无法识别".to_owned()))?,
        published: day(row.try_get(7)?)?,
        effective: day(row.try_get(8)?)?,
        articles: Vec::new(),
    })
}

fn article(row: &AnyRow) -> Result<Article, StoreError> {
    let number = |at: usize| -> Result<u32, StoreError> {
        u32::try_from(row.try_get::<i64, _>(at)?).map_err(|cause| StoreError::Damaged(cause.to_string()))
    };
    Ok(Article {
        id: row.try_get(1)?,
        number: Number { article: number(2)?, suffix: number(3)? },
        chapter: row.try_get(4)?,
        text: row.try_get(5)?,
    })
}

struct Import<'a> {
    laws: &'a [Law],
    at: Moment,
}

impl Work for Import<'_> {
    type Output = Imported;
    type Error = StoreError;

    async fn run(&mut self, conn: &mut AnyConnection) -> Result<Imported, StoreError> {
        let row = sqlx::query("SELECT CAST(COALESCE(MAX(law), 0) AS BIGINT) FROM laws").fetch_one(&mut *conn).await?;
        let mut last: i64 = row.try_get(0)?;
        let mut done = Imported::default();
        for law in self.laws {
            let known = sqlx::query("SELECT law FROM laws WHERE key = $1").bind(law.id.as_str());
            let number = match known.fetch_optional(&mut *conn).await? {
                Some(row) => {
                    let number: i64 = row.try_get(0)?;
                    for table in ["law_articles", "laws"] {
                        let sql = format!("DELETE FROM {table} WHERE law = $1");
                        sqlx::query(AssertSqlSafe(sql)).bind(number).execute(&mut *conn).await?;
                    }
                    done.replaced += 1;
                    number
                }
                None => {
                    last += 1;
                    done.new += 1;
                    last
                }
            };
            put(conn, number, law, self.at).await?;
            done.articles += law.articles.len();
        }
        Ok(done)
    }
}

async fn put(conn: &mut AnyConnection, number: i64, law: &Law, at: Moment) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO laws (law, key, title, kind, branch, issuer, status, published_day, from_day, imported_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(number)
    .bind(law.id.as_str())
    .bind(law.title.as_str())
    .bind(law.kind.word())
    .bind(law.branch.as_str())
    .bind(law.issuer.as_str())
    .bind(law.status.word())
    .bind(law.published.map(|day| i64::from(day.0)))
    .bind(law.effective.map(|day| i64::from(day.0)))
    .bind(at.0)
    .execute(&mut *conn)
    .await?;
    let places: Vec<(i64, &Article)> = (1..).zip(&law.articles).collect();
    for rows in places.chunks(ROWS_AT_ONCE) {
        let marks = |row: usize| {
            let marks: Vec<String> = (1..=COLUMNS).map(|column| format!("${}", row * COLUMNS + column)).collect();
            format!("({})", marks.join(", "))
        };
        let marks: Vec<String> = (0..rows.len()).map(marks).collect();
        let sql = format!(
            "INSERT INTO law_articles (law, place, key, number, suffix, chapter, body) VALUES {}",
            marks.join(", ")
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for (place, article) in rows {
            query = query
                .bind(number)
                .bind(*place)
                .bind(article.id.as_str())
                .bind(i64::from(article.number.article))
                .bind(i64::from(article.number.suffix))
                .bind(article.chapter.as_str())
                .bind(article.text.as_str());
        }
        query.execute(&mut *conn).await?;
    }
    Ok(())
}
