//! The online path: one act, decided, sealed and projected in one transaction. What the act is, its caller decides.

use std::fmt;

use law::day::Moment;
use law::ids::{CourtId, JudgeId, Stream};
use law::life::Sat;
use law::life::facts::CaseFacts;
use sqlx::{AnyConnection, AssertSqlSafe, Executor, Row};

use super::batch::CourtRow;
use super::beside::Beside;
use super::error::StoreError;
use super::load::{self, Carried};
use super::project;
use super::read::{self, ENTRY_COLUMNS};
use super::transaction::{Fault, Work};
use super::{keyring::KeyRing, prove, sitting};
use crate::canonical;
use crate::entry::{Draft, Entry};
use crate::head::Head;
use crate::sealer::Sealer;

/// What an act needs of the docket before it can be decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// The court.
    pub court: CourtId,
    /// The matter; `None` opens a new one.
    pub stream: Option<Stream>,
    /// Version of the matter the decision is based on; 0 for a new one.
    pub expected: i32,
    /// Year and type word under which the next serial is to be allotted (case-numbers CN-060).
    pub number: Option<(u16, u16)>,
    /// When the head is signed.
    pub at: Moment,
    /// The year whose loads of the court's judges the decision needs: those of the very state it is added to.
    pub loads: Option<u16>,
    /// What is noted beside the log in the same transaction.
    pub beside: Beside,
}

/// Where the act will stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The matter, new or old.
    pub stream: Stream,
    /// Position of the act's first entry.
    pub position: i64,
    /// The serial allotted, if one was asked for.
    pub serial: Option<u32>,
    /// What the court's judges carry, if it was asked for.
    pub loads: Vec<Carried>,
    /// Cases the court's assessors sat or sit on in the year, if loads were asked for.
    pub sat: Vec<(JudgeId, i64)>,
}

/// What the caller decided, knowing the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Entries to seal, in order, all of the one matter. Their stream may be left out.
    pub drafts: Vec<Draft>,
    /// The matter's facts after them; none for an office act.
    pub facts: Option<CaseFacts>,
    /// Key of the matter's sealed fields, when it is opened.
    pub field_key: Option<Vec<u8>>,
    /// Who sits and sat on the matter after them.
    pub sittings: Vec<Sat>,
}

/// What was sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// The entries as they stand in the log.
    pub entries: Vec<Entry>,
    /// The head signed over them.
    pub head: Head,
}

/// Why nothing was appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AppendError<E> {
    /// The caller declined: the law says no.
    Declined(E),
    /// The storage failed, or the matter has moved on meanwhile ([`StoreError::Conflict`]).
    Store(StoreError),
}

impl<E> From<StoreError> for AppendError<E> {
    fn from(error: StoreError) -> AppendError<E> {
        AppendError::Store(error)
    }
}

impl<E> From<sqlx::Error> for AppendError<E> {
    fn from(error: sqlx::Error) -> AppendError<E> {
        AppendError::Store(error.into())
    }
}

impl<E: fmt::Display> fmt::Display for AppendError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AppendError::Declined(why) => why.fmt(f),
            AppendError::Store(error) => error.fmt(f),
        }
    }
}

impl<E> Fault for AppendError<E> {
    fn contended(&self) -> bool {
        matches!(self, AppendError::Store(StoreError::Contended(_)))
    }
    fn settled(self) -> AppendError<E> {
        match self {
            AppendError::Store(error) => AppendError::Store(error.settled()),
            declined => declined,
        }
    }
}

/// The work of one posting.
pub(crate) struct Append<'a, F> {
    pub(crate) posting: &'a Posting,
    pub(crate) keys: &'a dyn KeyRing,
    pub(crate) decide: F,
}

impl<F, E> Work for Append<'_, F>
where
    F: FnMut(Place) -> Result<Decision, E> + Send,
    E: Send,
{
    type Output = Posted;
    type Error = AppendError<E>;

    async fn run(&mut self, conn: &mut AnyConnection) -> Result<Posted, AppendError<E>> {
        let Posting { court, stream, expected, number, at, loads, .. } = *self.posting;
        check_version(conn, court, stream, expected).await?;
        let mut sealer = sealer(conn, court, self.keys).await?;
        let before = sealer.size();
        let serial = match number {
            Some((year, word)) => Some(next_serial(conn, court, year, word).await?),
            None => None,
        };
        let (loads, sat) = match loads {
            Some(year) => {
                let first = load::first_day(year);
                (load::carried(conn, court, first).await?, sitting::assessors_since(conn, court, first).await?)
            }
            None => (Vec::new(), Vec::new()),
        };
        let place = Place { stream: stream.unwrap_or(Stream(before + 1)), position: before + 1, serial, loads, sat };
        let stream = place.stream;
        let decision = (self.decide)(place).map_err(AppendError::Declined)?;
        check(&decision, court, stream, expected)?;
        let entries: Vec<Entry> =
            decision.drafts.into_iter().map(|draft| sealer.seal(Draft { stream: Some(stream), ..draft })).collect();
        let head = sealer.head(at).map_err(|e| StoreError::Failed(e.to_string()))?;
        put_entries(conn, &entries).await?;
        put_proofs(conn, &mut sealer, &head).await?;
        if let Some(facts) = &decision.facts {
            project::put_facts(conn, facts).await?;
        }
        sitting::put(conn, court, stream, &decision.sittings).await?;
        project::put_effects(conn, &entries).await?;
        self.posting.beside.note(conn, (court, stream), at).await?;
        if let Some(key) = &decision.field_key {
            put_field_key(conn, court, stream, key).await?;
        }
        move_facts_cursor(conn, court, before, head.size).await?;
        Ok(Posted { entries, head })
    }
}

/// The court as the docket knows it.
pub(crate) async fn court(conn: &mut AnyConnection, court: CourtId) -> Result<CourtRow, StoreError> {
    let row = read::court(conn, court).await?;
    row.ok_or_else(|| StoreError::Missing(format!("编号为 {} 的法院", court.0)))
}

async fn check_version(
    conn: &mut AnyConnection,
    court: CourtId,
    stream: Option<Stream>,
    expected: i32,
) -> Result<(), StoreError> {
    let Some(stream) = stream else {
        return match expected {
            0 => Ok(()),
            _ => Err(StoreError::Invalid("新开的卷宗流没有先前的版本".to_owned())),
        };
    };
    let row = sqlx::query("SELECT MAX(version) FROM entries WHERE court = $1 AND stream = $2")
        .bind(i64::from(court.0))
        .bind(stream.0)
        .fetch_one(conn)
        .await?;
    let found: i64 = row.try_get::<Option<i64>, _>(0)?.unwrap_or(0);
    if found == 0 {
        return Err(StoreError::Missing(format!("法院 {} 的卷宗流 {}", court.0, stream.0)));
    }
    if found != i64::from(expected) {
        return Err(StoreError::Conflict(format!(
            "法院 {} 的卷宗流 {} 已到第 {found} 版，所依据的是第 {expected} 版",
            court.0, stream.0
        )));
    }
    Ok(())
}

/// The court's sealer, from the nodes and leaves stored.
pub(crate) async fn sealer(conn: &mut AnyConnection, court: CourtId, keys: &dyn KeyRing) -> Result<Sealer, StoreError> {
    let row = self::court(conn, court).await?;
    let key = keys.key(court).ok_or_else(|| StoreError::Missing(format!("{} 的签名密钥", row.name)))?;
    if key.public().to_bytes().as_slice() != row.public_key.as_slice() {
        return Err(StoreError::Invalid(format!("{} 的签名密钥与登记的公钥不符", row.name)));
    }
    let size = read::size(&mut *conn, court).await?;
    let tree = prove::tree(conn, court, size).await?;
    Ok(Sealer::new(row.code, tree, key))
}

/// Allots the next serial (case-numbers CN-061).
async fn next_serial(conn: &mut AnyConnection, court: CourtId, year: u16, word: u16) -> Result<u32, StoreError> {
    let row = sqlx::query(
        "INSERT INTO counters (court, year, word, last) VALUES ($1, $2, $3, 1) \
         ON CONFLICT (court, year, word) DO UPDATE SET last = counters.last + 1 RETURNING last",
    )
    .bind(i64::from(court.0))
    .bind(i64::from(year))
    .bind(i64::from(word))
    .fetch_one(conn)
    .await?;
    read::narrow(row.try_get::<i64, _>(0)?, "last")
}

fn check(decision: &Decision, court: CourtId, stream: Stream, expected: i32) -> Result<(), StoreError> {
    let invalid = |what: &str| Err(StoreError::Invalid(what.to_owned()));
    if decision.drafts.is_empty() {
        return invalid("没有要记入的条目");
    }
    let mut version = expected;
    for draft in &decision.drafts {
        version += 1;
        if draft.version != version || draft.stream.is_some_and(|own| own != stream) {
            return invalid("条目的版本或卷宗流不相接");
        }
        if !canonical::is_canonical_object(&draft.body) {
            return invalid("条目正文不是规范的 JSON 对象");
        }
    }
    match &decision.facts {
        Some(facts) if (facts.court, facts.stream) != (court, stream) => invalid("案件事实属于另一卷宗流"),
        Some(facts) if facts.version != version => invalid("案件事实的版本与条目不符"),
        _ => Ok(()),
    }
}

/// Rows of one statement.
const ROWS_AT_ONCE: usize = 16;

/// Adds entries as they were sealed.
pub(crate) async fn put_entries(conn: &mut AnyConnection, entries: &[Entry]) -> Result<(), StoreError> {
    for rows in entries.chunks(ROWS_AT_ONCE) {
        let sql = format!("INSERT INTO entries ({ENTRY_COLUMNS}) VALUES {}", project::marks(rows.len(), 11));
        let mut put = sqlx::query(AssertSqlSafe(sql));
        for entry in rows {
            put = put
                .bind(i64::from(entry.court.0))
                .bind(entry.position)
                .bind(entry.stream.0)
                .bind(i64::from(entry.version))
                .bind(entry.kind.as_ref())
                .bind(entry.occurred_at.0)
                .bind(entry.recorded_at.0)
                .bind(entry.actor.as_ref())
                .bind(entry.on_behalf_of.as_deref())
                .bind(entry.body.as_str())
                .bind(entry.leaf.as_slice());
        }
        conn.execute(put).await?;
    }
    Ok(())
}

/// Adds completed tree nodes and the head signed over them.
pub(crate) async fn put_proofs(conn: &mut AnyConnection, sealer: &mut Sealer, head: &Head) -> Result<(), StoreError> {
    for node in sealer.take_nodes() {
        let put = sqlx::query("INSERT INTO tree_nodes (court, level, idx, hash) VALUES ($1, $2, $3, $4)")
            .bind(i64::from(node.court.0))
            .bind(i64::from(node.level))
            .bind(node.idx)
            .bind(node.hash.to_vec());
        conn.execute(put).await?;
    }
    let put = sqlx::query("INSERT INTO heads (court, size, root, signed_at, signature) VALUES ($1, $2, $3, $4, $5)")
        .bind(i64::from(head.court.0))
        .bind(head.size)
        .bind(head.root.as_slice())
        .bind(head.signed_at.0)
        .bind(head.signature.as_slice());
    conn.execute(put).await?;
    Ok(())
}

async fn put_field_key(conn: &mut AnyConnection, court: CourtId, stream: Stream, key: &[u8]) -> Result<(), StoreError> {
    let put = sqlx::query("INSERT INTO field_keys (court, stream, key) VALUES ($1, $2, $3)")
        .bind(i64::from(court.0))
        .bind(stream.0)
        .bind(key);
    conn.execute(put).await?;
    Ok(())
}

/// The follower `facts` has read these entries too, unless it was behind before them.
pub(crate) async fn move_facts_cursor(
    conn: &mut AnyConnection,
    court: CourtId,
    before: i64,
    after: i64,
) -> Result<(), StoreError> {
    if before == 0 {
        project::put_cursor(conn, "facts", court, after).await?;
        return Ok(());
    }
    sqlx::query("UPDATE cursors SET position = $3 WHERE name = 'facts' AND court = $1 AND position = $2")
        .bind(i64::from(court.0))
        .bind(before)
        .bind(after)
        .execute(conn)
        .await?;
    Ok(())
}
