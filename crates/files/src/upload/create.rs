//! Beginning an upload: what is said of the file is looked at before a byte of it comes.

use docket::store::Work;
use law::day::Moment;
use sqlx::{AnyConnection, Row as _};

use super::{Files, NewUpload, Place, State, Upload};
use crate::fault::UploadFault;
use crate::kind::{Form, LIMITS, largest};
use crate::{check, name};

/// Everything wrong with what is said of a file.
fn wrong(new: &NewUpload) -> Vec<String> {
    let mut wrong = name::faults(&new.name);
    let told = name::shown(&new.name);
    let claimed = Form::of_name(&new.name).and_then(Form::kind);
    let most = claimed.map_or_else(largest, |kind| kind.most_bytes);
    if new.size == 0 {
        wrong.push(format!("“{told}”：是空文件，里面没有内容"));
    } else if new.size > most {
        let zh = claimed.map_or("文件", |kind| kind.zh.as_str());
        let (most, size) = (check::megabytes(most), check::megabytes(new.size));
        wrong.push(format!("“{told}”：{zh}不超过 {most}，这个文件有 {size}"));
    }
    wrong
}

impl Files {
    /// Begins an upload.
    ///
    /// # Errors
    /// [`UploadFault::Wrong`] with everything wrong; [`UploadFault::TooMany`].
    pub async fn create(&self, new: &NewUpload, at: Moment) -> Result<Upload, UploadFault> {
        let wrong = wrong(new);
        if !wrong.is_empty() {
            return Err(UploadFault::Wrong(wrong));
        }
        let sealed = self.key.seal(&format!("upload/{}", new.id), &new.name);
        let name = sealed.map_err(|cause| UploadFault::Disk(cause.to_string()))?;
        let size = i64::try_from(new.size).unwrap_or(i64::MAX);
        let nth = self.docket.work(&mut Create { new, name, size, at }).await?;
        Ok(Upload {
            id: new.id.clone(),
            account: new.account,
            place: new.place.clone(),
            nth,
            name: new.name.clone(),
            size,
            received: 0,
            state: State::Coming,
            digest: None,
            form: None,
            pages: 0,
            faults: Vec::new(),
            made_at: at,
            changed_at: at,
            hashing: String::new(),
        })
    }
}

struct Create<'a> {
    new: &'a NewUpload,
    name: String,
    size: i64,
    at: Moment,
}

impl Create<'_> {
    /// The next place in the order.
    async fn nth(&self, conn: &mut AnyConnection) -> Result<i64, UploadFault> {
        let query = match &self.new.place {
            Place::Loose => return Ok(1),
            Place::Draft(draft) => {
                sqlx::query("SELECT COUNT(*), COALESCE(MAX(nth), 0) + 1 FROM uploads WHERE draft = $1").bind(draft)
            }
            Place::Matter(court, stream) => {
                sqlx::query("SELECT COUNT(*), COALESCE(MAX(nth), 0) + 1 FROM uploads WHERE court = $1 AND stream = $2")
                    .bind(i64::from(court.0))
                    .bind(stream.0)
            }
        };
        let row = query.fetch_one(conn).await?;
        if row.try_get::<i64, _>(0)? >= LIMITS.place_most {
            return Err(UploadFault::TooMany(format!("一件申请最多 {} 个文件，请合并后上传", LIMITS.place_most)));
        }
        Ok(row.try_get(1)?)
    }
}

impl Work for Create<'_> {
    type Output = i64;
    type Error = UploadFault;

    async fn run(&mut self, conn: &mut AnyConnection) -> Result<i64, UploadFault> {
        let row = sqlx::query("SELECT COUNT(*) FROM uploads WHERE account = $1 AND state = 'coming'")
            .bind(i64::from(self.new.account))
            .fetch_one(&mut *conn)
            .await?;
        if row.try_get::<i64, _>(0)? >= LIMITS.unfinished_most {
            let most = LIMITS.unfinished_most;
            return Err(UploadFault::TooMany(format!("没有传完的文件已有 {most} 个，请先传完或者删除一些")));
        }
        let nth = self.nth(&mut *conn).await?;
        let (draft, court, stream) = match &self.new.place {
            Place::Loose => (None, None, None),
            Place::Draft(draft) => (Some(draft.as_str()), None, None),
            Place::Matter(court, stream) => (None, Some(i64::from(court.0)), Some(stream.0)),
        };
        sqlx::query(
            "INSERT INTO uploads (upload, account, draft, court, stream, nth, name, size, received, hashing, state, digest, \
             kind, pages, faults, made_at, changed_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, '', 'coming', NULL, NULL, 0, '', $9, $9)",
        )
        .bind(self.new.id.as_str())
        .bind(i64::from(self.new.account))
        .bind(draft)
        .bind(court)
        .bind(stream)
        .bind(nth)
        .bind(self.name.as_str())
        .bind(self.size)
        .bind(self.at.0)
        .execute(conn)
        .await?;
        Ok(nth)
    }
}
