//! Documents on their way to the public (裁判文书上网): kept sealed while they are masked and checked, entered when they are
//! made public or taken back. What must go from them is `redact`'s; who may do it is asked before.

use std::fmt;

use docket::sealed::{StreamKey, open};
use docket::store::{Docket, Fault, StoreError, Work};
use law::day::{Day, Moment};
use law::ids::{CourtId, Stream};
use law::life::codes::Document as Kind;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Row};

use crate::office::NotDone;

mod attach;
mod decide;
mod wanted;

pub use wanted::Wanted;

/// Bytes of a document at most.
pub const LARGEST: usize = 4 << 20;
/// Rows of a list at most.
const MOST: i64 = 200;

law::words! {
    /// Where a document stands on its way to the public (O-012).
    Stage {
        Masking = "masking", "隐名处理中";
        Review = "review", "等待审核";
        Published = "published", "已上网";
        Stub = "stub", "只公布案号等信息";
        Recalled = "recalled", "已撤回";
    }
}

impl Stage {
    /// Whether anybody finds it: its masked text, or the stub that tells why there is none (O-003).
    pub const fn is_public(self) -> bool {
        matches!(self, Stage::Published | Stage::Stub)
    }
}

/// A document of a matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// The court.
    pub court: CourtId,
    /// The matter.
    pub stream: Stream,
    /// Which of the matter's documents, from 1.
    pub nth: i64,
    /// Its kind.
    pub kind: Kind,
    /// Where it stands.
    pub stage: Stage,
    /// Counts up with every change.
    pub version: i64,
    /// The account that masks it.
    pub maker: u32,
    /// The account that decided last; none before anybody did.
    pub checker: Option<u32>,
    /// When it last changed.
    pub changed_at: Moment,
    /// The day by which it must be public (O-010).
    pub due: Option<Day>,
    /// Its text.
    pub text: String,
    /// What was decided about its masking, as `redact` writes it; empty before anything was.
    pub review: String,
    /// The masked text or the stub as it is or was public, with its digest.
    pub masked: Option<(String, String)>,
    /// Since when it is public.
    pub published_at: Option<Moment>,
}

/// Why nothing was done.
#[derive(Debug)]
pub enum PaperFault {
    /// There is no such document.
    NotFound,
    /// It moved on meanwhile, or stands elsewhere on its way.
    Moved,
    /// It is empty or too large.
    Length,
    /// Whoever masked it does not check it.
    OwnWork,
    /// It does not open: the key is another.
    Sealed,
    /// The act was not done.
    NotDone(NotDone),
    /// Storage failed.
    Store(StoreError),
}

impl fmt::Display for PaperFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PaperFault::NotFound => f.write_str("没有这份文书"),
            PaperFault::Moved => f.write_str("这份文书已在别处办理，请刷新后再看"),
            PaperFault::Length => write!(f, "文书应当有内容，并且不超过 {} MB", LARGEST >> 20),
            PaperFault::OwnWork => f.write_str("隐名处理的人不能审核自己的处理结果，请由另一人审核"),
            PaperFault::Sealed => f.write_str("文书不能打开"),
            PaperFault::NotDone(cause) => cause.fmt(f),
            PaperFault::Store(cause) => cause.fmt(f),
        }
    }
}

impl std::error::Error for PaperFault {}

impl From<StoreError> for PaperFault {
    fn from(cause: StoreError) -> PaperFault {
        PaperFault::Store(cause)
    }
}

impl From<sqlx::Error> for PaperFault {
    fn from(cause: sqlx::Error) -> PaperFault {
        PaperFault::Store(cause.into())
    }
}

impl Fault for PaperFault {
    fn contended(&self) -> bool {
        matches!(self, PaperFault::Store(cause) if cause.contended())
    }
    fn settled(self) -> PaperFault {
        match self {
            PaperFault::Store(cause) => PaperFault::Store(cause.settled()),
            other => other,
        }
    }
}

const COLUMNS: &str = "court, stream, nth, kind, state, version, maker, checker, changed_at, due_day, sealed, review, \
     masked, digest, published_at";

/// The documents of a docket.
#[derive(Clone)]
pub struct Documents {
    docket: Docket,
    key: StreamKey,
}

impl fmt::Debug for Documents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Documents")
    }
}

/// A document as it is handed in.
#[derive(Debug, Clone, Copy)]
pub struct Fresh<'a> {
    /// The court.
    pub court: CourtId,
    /// The matter.
    pub stream: Stream,
    /// Its kind.
    pub kind: Kind,
    /// The account that masks it.
    pub maker: u32,
    /// The day by which it must be public.
    pub due: Option<Day>,
    /// Its text.
    pub text: &'a str,
    /// What is proposed about its masking.
    pub review: &'a str,
}

impl Documents {
    /// Documents in this docket, sealed under this key.
    pub const fn new(docket: Docket, key: StreamKey) -> Documents {
        Documents { docket, key }
    }

    fn seal(&self, at: (CourtId, Stream), what: &str, plain: &str) -> Result<String, PaperFault> {
        if plain.len() > LARGEST * 4 {
            return Err(PaperFault::Length);
        }
        self.key.seal(&context(at, what), plain).map_err(|_| PaperFault::Length)
    }

    fn read(&self, row: &AnyRow) -> Result<Paper, PaperFault> {
        let damaged = |what: &str| StoreError::Damaged(format!("文书的{what}"));
        let court = u16::try_from(row.try_get::<i64, _>(0)?).map_err(|_| damaged("法院"))?;
        let at = (CourtId(court), Stream(row.try_get(1)?));
        let unsealed = |column: usize, what: &str| -> Result<String, PaperFault> {
            match row.try_get::<Option<String>, _>(column)? {
                None => Ok(String::new()),
                Some(sealed) => open(Some(&self.key), &context(at, what), &sealed).map_err(|_| PaperFault::Sealed),
            }
        };
        let kind = u8::try_from(row.try_get::<i64, _>(3)?).ok().and_then(Kind::from_code);
        let account = |cell: i64| u32::try_from(cell).map_err(|_| damaged("经办人"));
        let due = row.try_get::<Option<i64>, _>(9)?;
        let masked: Option<String> = row.try_get(12)?;
        Ok(Paper {
            court: at.0,
            stream: at.1,
            nth: row.try_get(2)?,
            kind: kind.ok_or_else(|| damaged("种类"))?,
            stage: Stage::parse(&row.try_get::<String, _>(4)?).ok_or_else(|| damaged("状态"))?,
            version: row.try_get(5)?,
            maker: account(row.try_get(6)?)?,
            checker: row.try_get::<Option<i64>, _>(7)?.map(account).transpose()?,
            changed_at: Moment(row.try_get(8)?),
            due: due.map(|day| i32::try_from(day).map(Day).map_err(|_| damaged("期限"))).transpose()?,
            text: unsealed(10, "text")?,
            review: unsealed(11, "review")?,
            masked: masked.zip(row.try_get::<Option<String>, _>(13)?),
            published_at: row.try_get::<Option<i64>, _>(14)?.map(Moment),
        })
    }

    /// Takes a document in, to be masked; gives its number among the matter's.
    ///
    /// # Errors
    /// [`PaperFault::Length`]; the engine's own.
    pub async fn begin(&self, fresh: Fresh<'_>, at: Moment) -> Result<i64, PaperFault> {
        if fresh.text.trim().is_empty() || fresh.text.len() > LARGEST {
            return Err(PaperFault::Length);
        }
        let matter = (fresh.court, fresh.stream);
        let (text, review) = (self.seal(matter, "text", fresh.text)?, self.seal(matter, "review", fresh.review)?);
        self.docket.work(&mut Begin { fresh, text, review, at }).await
    }

    /// A document; none if there is no such one.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn one(&self, court: CourtId, stream: Stream, nth: i64) -> Result<Option<Paper>, PaperFault> {
        let sql = format!("SELECT {COLUMNS} FROM documents WHERE court = $1 AND stream = $2 AND nth = $3");
        let query = sqlx::query(AssertSqlSafe(sql)).bind(i64::from(court.0)).bind(stream.0).bind(nth);
        query.fetch_optional(self.docket.pool()).await?.as_ref().map(|row| self.read(row)).transpose()
    }

    /// The documents of a matter, in order.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn of(&self, court: CourtId, stream: Stream) -> Result<Vec<Paper>, PaperFault> {
        let sql = format!("SELECT {COLUMNS} FROM documents WHERE court = $1 AND stream = $2 ORDER BY nth");
        let query = sqlx::query(AssertSqlSafe(sql)).bind(i64::from(court.0)).bind(stream.0);
        query.fetch_all(self.docket.pool()).await?.iter().map(|row| self.read(row)).collect()
    }

    /// The documents of a court at a stage, those due first before the others.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn at(&self, court: CourtId, stage: Stage) -> Result<Vec<Paper>, PaperFault> {
        let sql = format!(
            "SELECT {COLUMNS} FROM documents WHERE court = $1 AND state = $2 \
             ORDER BY COALESCE(due_day, 1000000), changed_at, stream, nth LIMIT {MOST}"
        );
        let query = sqlx::query(AssertSqlSafe(sql)).bind(i64::from(court.0)).bind(stage.word());
        query.fetch_all(self.docket.pool()).await?.iter().map(|row| self.read(row)).collect()
    }

    /// Saves what was decided about the masking, over the version it was read at, and moves it to a stage: to the checker,
    /// or back to the maker.
    ///
    /// # Errors
    /// [`PaperFault::Moved`]; nothing is changed then.
    pub async fn save(&self, paper: &Paper, review: &str, to: Stage, by: u32, at: Moment) -> Result<i64, PaperFault> {
        let own = match (paper.stage, to) {
            (Stage::Masking | Stage::Recalled, Stage::Masking | Stage::Review) => true,
            (Stage::Review, Stage::Masking | Stage::Review) => false,
            _ => return Err(PaperFault::Moved),
        };
        let sealed = self.seal((paper.court, paper.stream), "review", review)?;
        let person = if own { "maker" } else { "checker" };
        let sql = format!(
            "UPDATE documents SET state = $6, version = version + 1, {person} = $7, changed_at = $8, review = $9 \
             WHERE court = $1 AND stream = $2 AND nth = $3 AND version = $4 AND state = $5"
        );
        let saved = sqlx::query(AssertSqlSafe(sql))
            .bind(i64::from(paper.court.0))
            .bind(paper.stream.0)
            .bind(paper.nth)
            .bind(paper.version)
            .bind(paper.stage.word())
            .bind(to.word())
            .bind(i64::from(by))
            .bind(at.0)
            .bind(sealed)
            .execute(self.docket.pool())
            .await?;
        if saved.rows_affected() == 1 { Ok(paper.version + 1) } else { Err(PaperFault::Moved) }
    }
}

fn context((court, stream): (CourtId, Stream), what: &str) -> String {
    format!("document/{}/{}/{what}", court.0, stream.0)
}

/// The number of the matter's next document.
async fn next(conn: &mut AnyConnection, (court, stream): (CourtId, Stream)) -> Result<i64, PaperFault> {
    let row = sqlx::query("SELECT COALESCE(MAX(nth), 0) + 1 FROM documents WHERE court = $1 AND stream = $2")
        .bind(i64::from(court.0))
        .bind(stream.0)
        .fetch_one(conn)
        .await?;
    Ok(row.try_get(0)?)
}

struct Begin<'a> {
    fresh: Fresh<'a>,
    text: String,
    review: String,
    at: Moment,
}

impl Work for Begin<'_> {
    type Output = i64;
    type Error = PaperFault;

    async fn run(&mut self, conn: &mut AnyConnection) -> Result<i64, PaperFault> {
        let sealed = (self.text.as_str(), self.review.as_str());
        insert(conn, &self.fresh, Stage::Masking, sealed, self.at).await
    }
}

/// Keeps a document under the next number of its matter, which it gives.
async fn insert(
    conn: &mut AnyConnection,
    fresh: &Fresh<'_>,
    stage: Stage,
    (text, review): (&str, &str),
    at: Moment,
) -> Result<i64, PaperFault> {
    let nth = next(conn, (fresh.court, fresh.stream)).await?;
    sqlx::query(
        "INSERT INTO documents (court, stream, nth, kind, state, version, maker, changed_at, due_day, sealed, review) \
         VALUES ($1, $2, $3, $4, $5, 1, $6, $7, $8, $9, $10)",
    )
    .bind(i64::from(fresh.court.0))
    .bind(fresh.stream.0)
    .bind(nth)
    .bind(i64::from(fresh.kind.code()))
    .bind(stage.word())
    .bind(i64::from(fresh.maker))
    .bind(at.0)
    .bind(fresh.due.map(|due| i64::from(due.0)))
    .bind(text)
    .bind(review)
    .execute(conn)
    .await?;
    Ok(nth)
}
