//! Many new matters at once, each with all its entries, in one transaction under one signed head: whole or not at all.
//!
//! This is the online path for a load that must see the court as it stands (导入旧案): unlike the bulk path it reads
//! counters, numbers and earlier loads in the transaction it writes in. What the matters are, its caller decides.

use std::collections::BTreeMap;

use law::day::Moment;
use law::ids::{CourtId, Stream};
use law::life::facts::CaseFacts;
use sqlx::{AnyConnection, AssertSqlSafe, Executor, Row};

use super::append::{AppendError, Posted, move_facts_cursor, put_entries, put_proofs, sealer};
use super::batch::{Counter, FieldKey};
use super::error::StoreError;
use super::keyring::KeyRing;
use super::transaction::{Work, transact};
use super::{Docket, project, read};
use crate::canonical;
use crate::entry::{Draft, Entry};

/// Rows of a statement; an engine takes no more than so many values.
const ROWS_AT_ONCE: usize = 16;

/// What a load of matters needs of the docket before it can be decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loading {
    /// The court.
    pub court: CourtId,
    /// When the head is signed.
    pub at: Moment,
    /// Years and type words whose serials the decision must know.
    pub series: Vec<(u16, u16)>,
    /// Kind of the entries whose bodies it must know: earlier loads.
    pub earlier: &'static str,
}

/// The court as the load finds it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ground {
    /// Position of the load's first entry.
    pub position: i64,
    /// The court's counters.
    pub counters: Vec<Counter>,
    /// Serials taken in the series asked for: year, type word, serial.
    pub taken: Vec<(u16, u16, u32)>,
    /// Bodies of the entries of the kind asked for.
    pub earlier: Vec<String>,
}

/// What the caller decided, knowing the ground.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matters {
    /// Entries to seal, in order; each names its matter, which one of them opens.
    pub drafts: Vec<Draft>,
    /// Facts of the matters after them.
    pub facts: Vec<CaseFacts>,
    /// Keys of their sealed fields.
    pub field_keys: Vec<FieldKey>,
    /// Serials up to which the court's numbers are used; a counter never goes back.
    pub counters: Vec<Counter>,
}

/// The work of one load.
pub(crate) struct AppendMatters<'a, F> {
    pub(crate) loading: &'a Loading,
    pub(crate) keys: &'a dyn KeyRing,
    pub(crate) decide: F,
}

impl<F, E> Work for AppendMatters<'_, F>
where
    F: FnMut(Ground) -> Result<Matters, E> + Send,
    E: Send,
{
    type Output = Posted;
    type Error = AppendError<E>;

    async fn run(&mut self, conn: &mut AnyConnection) -> Result<Posted, AppendError<E>> {
        let Loading { court, at, .. } = *self.loading;
        let mut sealer = sealer(conn, court, self.keys).await?;
        let before = sealer.size();
        let ground = ground(conn, self.loading, before + 1).await?;
        let matters = (self.decide)(ground).map_err(AppendError::Declined)?;
        check(&matters, court, before)?;
        let entries: Vec<Entry> = matters.drafts.into_iter().map(|draft| sealer.seal(draft)).collect();
        let head = sealer.head(at).map_err(|e| StoreError::Failed(e.to_string()))?;
        put_entries(conn, &entries).await?;
        put_proofs(conn, &mut sealer, &head).await?;
        project::put_new_facts(conn, &matters.facts).await?;
        project::put_effects(conn, &entries).await?;
        put_field_keys(conn, &matters.field_keys).await?;
        for counter in &matters.counters {
            raise(conn, counter).await?;
        }
        move_facts_cursor(conn, court, before, head.size).await?;
        Ok(Posted { entries, head })
    }
}

impl Docket {
    /// Appends many new matters in one transaction under one signed head: whole or not at all. `decide` is told how the
    /// court stands; it may be asked again when another writer was quicker, and only its last answer counts.
    ///
    /// # Errors
    /// What `decide` declined with; the engine's own. Nothing is stored then.
    pub async fn append_matters<E, F>(
        &self,
        loading: &Loading,
        keys: &dyn KeyRing,
        decide: F,
    ) -> Result<Posted, AppendError<E>>
    where
        F: FnMut(Ground) -> Result<Matters, E> + Send,
        E: Send,
    {
        let mut work = AppendMatters { loading, keys, decide };
        transact((self.pool(), &self.turns), self.engine(), &mut work).await
    }

    /// How a load would find the court now; it may stand differently when it is done.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn ground(&self, loading: &Loading) -> Result<Ground, StoreError> {
        let position = self.size(loading.court).await? + 1;
        let mut conn = self.pool().acquire().await?;
        ground(&mut conn, loading, position).await
    }
}

/// The court as it stands, read in the transaction.
async fn ground(conn: &mut AnyConnection, loading: &Loading, position: i64) -> Result<Ground, StoreError> {
    let court = i64::from(loading.court.0);
    let mut ground = Ground { position, ..Ground::default() };
    let rows = sqlx::query("SELECT year, word, last FROM counters WHERE court = $1 ORDER BY year, word")
        .bind(court)
        .fetch_all(&mut *conn)
        .await?;
    for row in &rows {
        ground.counters.push(Counter {
            court: loading.court,
            year: read::narrow(row.try_get(0)?, "year")?,
            word: read::narrow(row.try_get(1)?, "word")?,
            last: read::narrow(row.try_get(2)?, "last")?,
        });
    }
    for (year, word) in &loading.series {
        let rows = sqlx::query("SELECT serial FROM case_facts WHERE court = $1 AND year = $2 AND word = $3")
            .bind(court)
            .bind(i64::from(*year))
            .bind(i64::from(*word))
            .fetch_all(&mut *conn)
            .await?;
        for row in &rows {
            ground.taken.push((*year, *word, read::narrow(row.try_get(0)?, "serial")?));
        }
    }
    // the tallies say at once that there is none, so that most loads read no log
    let known = sqlx::query("SELECT COUNT(*) FROM tallies WHERE kind = $1 AND court = $2")
        .bind(loading.earlier)
        .bind(court)
        .fetch_one(&mut *conn)
        .await?;
    if known.try_get::<i64, _>(0)? > 0 {
        let rows = sqlx::query("SELECT body FROM entries WHERE court = $1 AND kind = $2 ORDER BY position")
            .bind(court)
            .bind(loading.earlier)
            .fetch_all(&mut *conn)
            .await?;
        for row in &rows {
            ground.earlier.push(row.try_get(0)?);
        }
    }
    Ok(ground)
}

/// Every entry opens a matter at its own position or follows in one this load opened, with a canonical body; facts and
/// keys are of matters it opened, and the facts' version is the matter's last.
fn check(matters: &Matters, court: CourtId, before: i64) -> Result<(), StoreError> {
    let invalid = |what: &str| Err(StoreError::Invalid(what.to_owned()));
    if matters.drafts.is_empty() {
        return invalid("没有要记入的条目");
    }
    let mut versions: BTreeMap<i64, i32> = BTreeMap::new();
    for (position, draft) in (before + 1..).zip(&matters.drafts) {
        let stream = draft.stream.unwrap_or(Stream(position)).0;
        let version = versions.entry(stream).or_default();
        *version += 1;
        if draft.version != *version || (*version == 1) != (stream == position) {
            return invalid("条目的版本或卷宗流不相接");
        }
        if !canonical::is_canonical_object(&draft.body) {
            return invalid("条目正文不是规范的 JSON 对象");
        }
    }
    let own = |facts: &CaseFacts| facts.court == court && versions.get(&facts.stream.0) == Some(&facts.version);
    if !matters.facts.iter().all(own) {
        return invalid("案件事实与条目不符");
    }
    let opened = |key: &FieldKey| key.court == court && versions.contains_key(&key.stream.0);
    if !matters.field_keys.iter().all(opened) {
        return invalid("封存密钥不属于新开的卷宗流");
    }
    Ok(())
}

/// Keeps the keys of sealed fields.
async fn put_field_keys(conn: &mut AnyConnection, keys: &[FieldKey]) -> Result<(), StoreError> {
    for rows in keys.chunks(ROWS_AT_ONCE) {
        let sql = format!("INSERT INTO field_keys (court, stream, key) VALUES {}", project::marks(rows.len(), 3));
        let mut put = sqlx::query(AssertSqlSafe(sql));
        for row in rows {
            put = put.bind(i64::from(row.court.0)).bind(row.stream.0).bind(row.key.as_slice());
        }
        conn.execute(put).await?;
    }
    Ok(())
}

/// Raises a counter to a serial that was used; it never goes back.
async fn raise(conn: &mut AnyConnection, counter: &Counter) -> Result<(), StoreError> {
    let put = sqlx::query(
        "INSERT INTO counters (court, year, word, last) VALUES ($1, $2, $3, $4) ON CONFLICT (court, year, word) \
         DO UPDATE SET last = CASE WHEN excluded.last > counters.last THEN excluded.last ELSE counters.last END",
    )
    .bind(i64::from(counter.court.0))
    .bind(i64::from(counter.year))
    .bind(i64::from(counter.word))
    .bind(i64::from(counter.last));
    conn.execute(put).await?;
    Ok(())
}
