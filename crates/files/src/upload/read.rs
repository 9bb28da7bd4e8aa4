//! Uploads read again, and the bytes of what is kept.

use bytes::Bytes;
use docket::sealed::open;
use docket::store::StoreError;
use futures_util::stream::BoxStream;
use law::day::Moment;
use law::ids::{CourtId, Stream};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};

use super::{Files, Place, State, Upload};
use crate::fault::UploadFault;
use crate::kind::Form;

const COLUMNS: &str = "u.upload, u.account, u.draft, u.court, u.stream, u.nth, u.name, u.size, u.received, u.hashing, \
                       u.state, u.digest, u.kind, u.pages, u.faults, u.made_at, u.changed_at";

fn damaged(what: &str) -> UploadFault {
    UploadFault::Store(StoreError::Damaged(what.to_owned()))
}

impl Files {
    fn row(&self, row: &AnyRow) -> Result<Upload, UploadFault> {
        let id: String = row.try_get(0)?;
        let sealed: String = row.try_get(6)?;
        let name = open(Some(&self.key), &format!("upload/{id}"), &sealed).map_err(|_| damaged("上传文件的名称"))?;
        let draft: Option<String> = row.try_get(2)?;
        let court: Option<i64> = row.try_get(3)?;
        let stream: Option<i64> = row.try_get(4)?;
        let place = match (draft, court.and_then(|court| u16::try_from(court).ok()).zip(stream)) {
            (Some(draft), _) => Place::Draft(draft),
            (None, Some((court, stream))) => Place::Matter(CourtId(court), Stream(stream)),
            (None, None) => Place::Loose,
        };
        let state = match row.try_get::<String, _>(10)?.as_str() {
            "coming" => State::Coming,
            "kept" => State::Kept,
            "refused" => State::Refused,
            _ => return Err(damaged("上传文件的状态")),
        };
        let faults: String = row.try_get(14)?;
        Ok(Upload {
            id,
            account: u32::try_from(row.try_get::<i64, _>(1)?).map_err(|_| damaged("上传文件的账户"))?,
            place,
            nth: row.try_get(5)?,
            name,
            size: row.try_get(7)?,
            received: row.try_get(8)?,
            hashing: row.try_get(9)?,
            state,
            digest: row.try_get(11)?,
            form: row.try_get::<Option<String>, _>(12)?.and_then(|word| Form::parse(&word)),
            pages: row.try_get(13)?,
            faults: faults.lines().map(str::to_owned).collect(),
            made_at: Moment(row.try_get(15)?),
            changed_at: Moment(row.try_get(16)?),
        })
    }

    /// An upload as it stands in the table.
    pub(super) async fn stored(&self, id: &str) -> Result<Upload, UploadFault> {
        let sql = format!("SELECT {COLUMNS} FROM uploads u WHERE u.upload = $1");
        let found = sqlx::query(AssertSqlSafe(sql)).bind(id).fetch_optional(self.docket.pool()).await?;
        found.as_ref().map_or(Err(UploadFault::NotFound), |row| self.row(row))
    }

    /// An upload of an account; one that has come as a whole is looked at first.
    ///
    /// # Errors
    /// [`UploadFault::NotFound`] for one of another account too.
    pub async fn load(&self, id: &str, account: u32) -> Result<Upload, UploadFault> {
        let found = self.stored(id).await?;
        if found.account != account {
            return Err(UploadFault::NotFound);
        }
        if found.state == State::Coming && found.received == found.size {
            return match self.take(id) {
                Ok(_taken) => self.settle(self.stored(id).await?).await,
                Err(_) => Ok(found),
            };
        }
        Ok(found)
    }

    /// The files of a draft, in order.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn of_draft(&self, draft: &str) -> Result<Vec<Upload>, UploadFault> {
        let sql = format!("SELECT {COLUMNS} FROM uploads u WHERE u.draft = $1 ORDER BY u.nth, u.upload");
        let rows = sqlx::query(AssertSqlSafe(sql)).bind(draft).fetch_all(self.docket.pool()).await?;
        rows.iter().map(|row| self.row(row)).collect()
    }

    /// The files of a matter: those of the draft it was, then those of its correction, in order.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn of_matter(&self, court: CourtId, stream: Stream) -> Result<Vec<Upload>, UploadFault> {
        let drafted = format!(
            "SELECT {COLUMNS} FROM uploads u JOIN drafts d ON d.draft = u.draft \
             WHERE d.court = $1 AND d.stream = $2 ORDER BY u.nth, u.upload"
        );
        let later =
            format!("SELECT {COLUMNS} FROM uploads u WHERE u.court = $1 AND u.stream = $2 ORDER BY u.nth, u.upload");
        let mut all = Vec::new();
        for sql in [drafted, later] {
            let query = sqlx::query(AssertSqlSafe(sql)).bind(i64::from(court.0)).bind(stream.0);
            for row in &query.fetch_all(self.docket.pool()).await? {
                all.push(self.row(row)?);
            }
        }
        Ok(all)
    }

    /// The files of an account that stand nowhere yet, the latest first.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn loose(&self, account: u32) -> Result<Vec<Upload>, UploadFault> {
        let sql = format!(
            "SELECT {COLUMNS} FROM uploads u WHERE u.account = $1 AND u.draft IS NULL AND u.court IS NULL \
             ORDER BY u.made_at DESC, u.upload LIMIT 500"
        );
        let query = sqlx::query(AssertSqlSafe(sql)).bind(i64::from(account));
        query.fetch_all(self.docket.pool()).await?.iter().map(|row| self.row(row)).collect()
    }

    /// The bytes of what is kept under a digest, in pieces, and their number.
    ///
    /// # Errors
    /// [`UploadFault::NotFound`]; the store's own.
    pub async fn bytes(
        &self,
        digest: &str,
    ) -> Result<(u64, BoxStream<'static, Result<Bytes, UploadFault>>), UploadFault> {
        self.shelf.read(digest).await?.ok_or(UploadFault::NotFound)
    }

    /// What is kept under a digest, by what it was found to be.
    ///
    /// # Errors
    /// [`UploadFault::NotFound`].
    pub async fn form_of(&self, digest: &str) -> Result<Form, UploadFault> {
        let found = sqlx::query("SELECT kind FROM uploads WHERE digest = $1 AND kind IS NOT NULL LIMIT 1")
            .bind(digest)
            .fetch_optional(self.docket.pool())
            .await?;
        let word: String = found.ok_or(UploadFault::NotFound)?.try_get(0)?;
        Form::parse(&word).ok_or_else(|| damaged("文件的类型"))
    }
}
