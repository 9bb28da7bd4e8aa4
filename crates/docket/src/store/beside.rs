//! What an act changes beside the log, in the transaction of its entry: the draft it files, the hand that opens a matter, the
//! document it makes public, tells of or takes back.

use law::day::Moment;
use law::ids::{CourtId, Stream};
use sqlx::AnyConnection;

use super::error::StoreError;
use super::hand::{self, Hand};

/// What an act changes beside the log, with it or not at all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    /// The draft the act files; no draft is filed twice.
    pub draft: Option<DraftFiled>,
    /// Who opens the matter, as its first hand.
    pub hand: Option<Hand>,
    /// The document the act makes public or takes back.
    pub document: Option<DocumentMoved>,
}

/// A document (裁判文书) that moves with an act: made public, told of, or taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentMoved {
    /// Which of the matter's documents.
    pub nth: i64,
    /// The version the decision was made upon.
    pub version: i64,
    /// The account that decides.
    pub checker: u32,
    /// Where it moves.
    pub to: Moves,
}

/// Where a document moves; what is shown comes with its digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moves {
    /// Its masked text is public.
    Published(String, String),
    /// A stub tells why the text is not public.
    Stub(String, String),
    /// It is public no longer.
    Recalled,
}

impl Moves {
    /// The states it moves between.
    const fn states(&self) -> (&'static str, &'static str) {
        match self {
            Moves::Published(..) => ("review", "published"),
            Moves::Stub(..) => ("review", "stub"),
            Moves::Recalled => ("published", "recalled"),
        }
    }

    /// What anybody reads from now on, with its digest.
    fn shown(&self) -> Option<(&str, &str)> {
        match self {
            Moves::Published(text, digest) | Moves::Stub(text, digest) => Some((text, digest)),
            Moves::Recalled => None,
        }
    }
}

/// A draft that becomes a matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftFiled {
    /// One that was saved before, by its id.
    Saved(String),
    /// One that comes with the act.
    New {
        /// Its id.
        id: String,
        /// Whose it is.
        account: u32,
        /// What was filled in, sealed.
        sealed: String,
    },
}

impl Beside {
    /// Notes all of it.
    pub(crate) async fn note(
        &self,
        conn: &mut AnyConnection,
        matter: (CourtId, Stream),
        at: Moment,
    ) -> Result<(), StoreError> {
        if let Some(draft) = &self.draft {
            file_draft(conn, draft, matter, at).await?;
        }
        if let Some(opened) = &self.hand {
            hand::open(conn, matter, opened, at).await?;
        }
        if let Some(moved) = &self.document {
            move_document(conn, matter, moved, at).await?;
        }
        Ok(())
    }
}

/// The draft became this matter; a draft that is gone or has become another one already is a conflict.
async fn file_draft(
    conn: &mut AnyConnection,
    draft: &DraftFiled,
    (court, stream): (CourtId, Stream),
    at: Moment,
) -> Result<(), StoreError> {
    let put = match draft {
        DraftFiled::Saved(id) => {
            sqlx::query("UPDATE drafts SET court = $2, stream = $3 WHERE draft = $1 AND court IS NULL")
                .bind(id)
                .bind(i64::from(court.0))
                .bind(stream.0)
        }
        DraftFiled::New { id, account, sealed } => sqlx::query(
            "INSERT INTO drafts (draft, court, stream, account, version, changed_at, sealed) \
             VALUES ($1, $2, $3, $4, 1, $5, $6) ON CONFLICT DO NOTHING",
        )
        .bind(id)
        .bind(i64::from(court.0))
        .bind(stream.0)
        .bind(i64::from(*account))
        .bind(at.0)
        .bind(sealed),
    };
    match put.execute(conn).await?.rows_affected() {
        1 => Ok(()),
        _ => Err(StoreError::Conflict("这份草稿已经提交，或者已经删除".to_owned())),
    }
}

/// The document is public from now on, or no longer; one that moved on meanwhile is a conflict.
async fn move_document(
    conn: &mut AnyConnection,
    (court, stream): (CourtId, Stream),
    moved: &DocumentMoved,
    at: Moment,
) -> Result<(), StoreError> {
    let ((from, to), shown) = (moved.to.states(), moved.to.shown());
    let put = sqlx::query(
        "UPDATE documents SET state = $6, version = version + 1, checker = $7, changed_at = $8, published_at = $9, \
         masked = COALESCE($10, masked), digest = COALESCE($11, digest) \
         WHERE court = $1 AND stream = $2 AND nth = $3 AND version = $4 AND state = $5",
    )
    .bind(i64::from(court.0))
    .bind(stream.0)
    .bind(moved.nth)
    .bind(moved.version)
    .bind(from)
    .bind(to)
    .bind(i64::from(moved.checker))
    .bind(at.0)
    .bind(shown.map(|_| at.0))
    .bind(shown.map(|(text, _)| text))
    .bind(shown.map(|(_, digest)| digest));
    match put.execute(conn).await?.rows_affected() {
        1 => Ok(()),
        _ => Err(StoreError::Conflict("这份文书已在别处办理".to_owned())),
    }
}
