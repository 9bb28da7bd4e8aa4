//! Drafts of filings (立案草稿): saved as they are typed, sealed at rest, filed once. A draft is no act of a court.

use std::fmt;

use docket::sealed::{StreamKey, open};
use docket::store::{Docket, DraftFiled, Fault, StoreError, Work};
use law::day::Moment;
use law::ids::{CourtId, Stream};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

/// Bytes of a draft at most; a complaint of a hundred parties is a tenth of it.
const LARGEST: usize = 1_048_576;
/// Drafts an account has at most at a time.
const MOST: i64 = 50;

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its id, which nobody can guess.
    pub id: String,
    /// Account it belongs to.
    pub account: u32,
    /// Counts up with every save; 0 for one that was never saved.
    pub version: i64,
    /// When it was last saved.
    pub changed_at: Moment,
    /// What was filled in so far.
    pub body: String,
    /// The matter it became.
    pub filed: Option<(CourtId, Stream)>,
}

/// Why a draft was not saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftFault {
    /// There is none of this id for this account.
    NotFound,
    /// It was saved elsewhere meanwhile; holds its version now.
    Moved(i64),
    /// It has been filed.
    Filed(CourtId, Stream),
    /// It is too large.
    TooLarge,
    /// The account has too many.
    TooMany,
    /// It does not open: the key is another.
    Sealed,
    /// Storage failed.
    Store(StoreError),
}

impl From<StoreError> for DraftFault {
    fn from(cause: StoreError) -> DraftFault {
        DraftFault::Store(cause)
    }
}

impl From<sqlx::Error> for DraftFault {
    fn from(cause: sqlx::Error) -> DraftFault {
        DraftFault::Store(cause.into())
    }
}

impl Fault for DraftFault {
    fn contended(&self) -> bool {
        matches!(self, DraftFault::Store(cause) if cause.contended())
    }
    fn settled(self) -> DraftFault {
        match self {
            DraftFault::Store(cause) => DraftFault::Store(cause.settled()),
            other => other,
        }
    }
}

impl fmt::Display for DraftFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DraftFault::NotFound => f.write_str("没有这份草稿，或者它不是您的"),
            DraftFault::Moved(_) => f.write_str("这份草稿已在别处保存过，请刷新后再改，以免覆盖"),
            DraftFault::Filed(..) => f.write_str("这份草稿已经提交，不能再改"),
            DraftFault::TooLarge => f.write_str("填写的内容过长，请把长文作为文件上传"),
            DraftFault::TooMany => write!(f, "草稿已有 {MOST} 份，请先提交或者删除一些"),
            DraftFault::Sealed => f.write_str("草稿不能打开，请联系诉讼服务中心"),
            DraftFault::Store(cause) => cause.fmt(f),
        }
    }
}

impl std::error::Error for DraftFault {}

/// The drafts of all accounts.
#[derive(Clone)]
pub struct Drafts {
    docket: Docket,
    key: StreamKey,
}

impl fmt::Debug for Drafts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Drafts")
    }
}

const COLUMNS: &str = "draft, account, version, changed_at, sealed, court, stream";

impl Drafts {
    /// Drafts in this docket, sealed under this key.
    pub const fn new(docket: Docket, key: StreamKey) -> Drafts {
        Drafts { docket, key }
    }

    fn seal(&self, id: &str, body: &str) -> Result<String, DraftFault> {
        if body.len() > LARGEST {
            return Err(DraftFault::TooLarge);
        }
        self.key.seal(&format!("draft/{id}"), body).map_err(|_| DraftFault::TooLarge)
    }

    fn read(&self, row: &AnyRow) -> Result<Draft, DraftFault> {
        let id: String = row.try_get(0)?;
        let sealed: String = row.try_get(4)?;
        let body = open(Some(&self.key), &format!("draft/{id}"), &sealed).map_err(|_| DraftFault::Sealed)?;
        let court: Option<i64> = row.try_get(5)?;
        let stream: Option<i64> = row.try_get(6)?;
        let filed = court.and_then(|court| u16::try_from(court).ok()).zip(stream);
        Ok(Draft {
            id,
            account: u32::try_from(row.try_get::<i64, _>(1)?).unwrap_or(0),
            version: row.try_get(2)?,
            changed_at: Moment(row.try_get(3)?),
            body,
            filed: filed.map(|(court, stream)| (CourtId(court), Stream(stream))),
        })
    }

    /// Begins a draft under an id nobody can guess.
    ///
    /// # Errors
    /// [`DraftFault`].
    pub async fn begin(&self, id: &str, account: u32, body: &str, at: Moment) -> Result<(), DraftFault> {
        let sealed = self.seal(id, body)?;
        self.docket.work(&mut Begin { id, account, sealed, at }).await
    }

    /// The draft as an act files it, saved before or not.
    ///
    /// # Errors
    /// [`DraftFault::TooLarge`].
    pub fn filed(&self, draft: &Draft) -> Result<DraftFiled, DraftFault> {
        Ok(match draft.version {
            0 => {
                let sealed = self.seal(&draft.id, &draft.body)?;
                DraftFiled::New { id: draft.id.clone(), account: draft.account, sealed }
            }
            _ => DraftFiled::Saved(draft.id.clone()),
        })
    }

    /// A draft of an account.
    ///
    /// # Errors
    /// [`DraftFault::NotFound`] for one of another account too.
    pub async fn load(&self, id: &str, account: u32) -> Result<Draft, DraftFault> {
        let found =
            sqlx::query(sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM drafts WHERE draft = $1 AND account = $2")))
                .bind(id)
                .bind(i64::from(account))
                .fetch_optional(self.docket.pool())
                .await?;
        found.as_ref().map_or(Err(DraftFault::NotFound), |row| self.read(row))
    }

    /// Saves a draft over the version it was read at; gives the new version.
    ///
    /// # Errors
    /// [`DraftFault`]; nothing is changed then.
    pub async fn save(&self, draft: &Draft, body: &str, at: Moment) -> Result<i64, DraftFault> {
        let sealed = self.seal(&draft.id, body)?;
        let saved = sqlx::query(
            "UPDATE drafts SET version = version + 1, changed_at = $4, sealed = $5 \
             WHERE draft = $1 AND account = $2 AND version = $3 AND court IS NULL",
        )
        .bind(draft.id.as_str())
        .bind(i64::from(draft.account))
        .bind(draft.version)
        .bind(at.0)
        .bind(sealed)
        .execute(self.docket.pool())
        .await?;
        if saved.rows_affected() == 1 {
            return Ok(draft.version + 1);
        }
        let now = self.load(&draft.id, draft.account).await?;
        Err(match now.filed {
            Some((court, stream)) => DraftFault::Filed(court, stream),
            None => DraftFault::Moved(now.version),
        })
    }

    /// An account's drafts that are not filed, the latest first.
    ///
    /// # Errors
    /// [`DraftFault`].
    pub async fn of(&self, account: u32) -> Result<Vec<Draft>, DraftFault> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM drafts WHERE account = $1 AND court IS NULL ORDER BY changed_at DESC, draft LIMIT $2"
        )))
        .bind(i64::from(account))
        .bind(MOST)
        .fetch_all(self.docket.pool())
        .await?;
        rows.iter().map(|row| self.read(row)).collect()
    }

    /// Throws a draft away; one that was filed stays.
    ///
    /// # Errors
    /// [`DraftFault::NotFound`].
    pub async fn discard(&self, id: &str, account: u32) -> Result<(), DraftFault> {
        let gone = sqlx::query("DELETE FROM drafts WHERE draft = $1 AND account = $2 AND court IS NULL")
            .bind(id)
            .bind(i64::from(account))
            .execute(self.docket.pool())
            .await?;
        if gone.rows_affected() == 1 { Ok(()) } else { Err(DraftFault::NotFound) }
    }
}

struct Begin<'a> {
    id: &'a str,
    account: u32,
    sealed: String,
    at: Moment,
}

impl Work for Begin<'_> {
    type Output = ();
    type Error = DraftFault;

    async fn run(&mut self, conn: &mut AnyConnection) -> Result<(), DraftFault> {
        let row = sqlx::query("SELECT COUNT(*) FROM drafts WHERE account = $1 AND court IS NULL")
            .bind(i64::from(self.account))
            .fetch_one(&mut *conn)
            .await?;
        if row.try_get::<i64, _>(0)? >= MOST {
            return Err(DraftFault::TooMany);
        }
        sqlx::query("INSERT INTO drafts (draft, account, version, changed_at, sealed) VALUES ($1, $2, 1, $3, $4)")
            .bind(self.id)
            .bind(i64::from(self.account))
            .bind(self.at.0)
            .bind(self.sealed.as_str())
            .execute(conn)
            .await?;
        Ok(())
    }
}
