//! Receipts and consistency proofs out of storage: fetches the hashes a proof reads, no more.

use law::ids::CourtId;
use sqlx::{AnyPool, AssertSqlSafe, Row};

use super::batch::CourtRow;
use super::error::StoreError;
use super::read;
use crate::entry::preimage;
use crate::head::Head;
use crate::proof::{self, ConsistencyProof, Prefetched, Span};
use crate::receipt::{ConsistencyReceipt, Receipt, StatedHead};
use crate::tree::Tree;

/// Fetches leaves and kept nodes.
pub(crate) async fn fetch(
    conn: &mut sqlx::AnyConnection,
    court: CourtId,
    spans: &[Span],
) -> Result<Prefetched, StoreError> {
    let mut found = Prefetched::default();
    if spans.is_empty() {
        return Ok(found);
    }
    // one question for all stretches: each costs a round trip otherwise
    let part = |(at, span): (usize, &Span)| {
        let (from, to) = (2 * at + 2, 2 * at + 3);
        if span.level == 0 {
            format!(
                "SELECT CAST(0 AS BIGINT) AS level, position - 1 AS idx, leaf AS hash FROM entries \
                 WHERE court = $1 AND position > ${from} AND position <= ${to}"
            )
        } else {
            format!(
                "SELECT level, idx, hash FROM tree_nodes \
                 WHERE court = $1 AND level = {} AND idx >= ${from} AND idx < ${to}",
                span.level
            )
        }
    };
    let sql = spans.iter().enumerate().map(part).collect::<Vec<_>>().join(" UNION ALL ");
    let mut query = sqlx::query(AssertSqlSafe(sql)).bind(i64::from(court.0));
    for span in spans {
        query = query.bind(span.from).bind(span.to);
    }
    for row in &query.fetch_all(&mut *conn).await? {
        let level: i64 = row.try_get(0)?;
        let hash = read::digest(row.try_get::<&[u8], _>(2)?, "leaf")?;
        found.insert(read::narrow(level, "level")?, row.try_get(1)?, hash);
    }
    Ok(found)
}

/// The tree of a stored log, ready to go on.
pub(crate) async fn tree(conn: &mut sqlx::AnyConnection, court: CourtId, size: i64) -> Result<Tree, StoreError> {
    let found = fetch(conn, court, &proof::frontier_spans(size)).await?;
    Tree::restore(court, size, &found).map_err(StoreError::damaged)
}

async fn court_row(pool: &AnyPool, court: CourtId) -> Result<CourtRow, StoreError> {
    super::append::court(&mut *pool.acquire().await?, court).await
}

fn key_bytes(row: &CourtRow) -> Result<[u8; 33], StoreError> {
    row.public_key
        .as_slice()
        .try_into()
        .map_err(|_| StoreError::damaged(format!("法院 {} 的公钥应有 33 字节", row.code)))
}

/// What a receipt states, asked for with one question: each costs a hand-over otherwise.
const UNDER_HEAD: &str = "SELECT e.court AS court, position, stream, version, kind, occurred_at, recorded_at, actor, \
     on_behalf_of, body, leaf, code, name, public_key, size, root, signed_at, signature \
     FROM entries e JOIN courts c ON c.court = e.court JOIN heads h ON h.court = e.court \
     WHERE e.court = $1 AND position = $2 AND size = (SELECT MAX(size) FROM heads WHERE court = $1) AND size >= $2";

/// A receipt of an entry under the latest head that covers it.
pub(crate) async fn receipt(pool: &AnyPool, court: CourtId, position: i64) -> Result<Receipt, StoreError> {
    let mut conn = pool.acquire().await?;
    let question = sqlx::query(UNDER_HEAD).bind(i64::from(court.0)).bind(position);
    let Some(stated) = question.fetch_optional(&mut *conn).await? else {
        return Err(uncovered(&mut conn, court, position).await?);
    };
    let (entry, row, head) = (read::entry(&stated)?, read::court_row(&stated)?, read::head(&stated)?);
    let spans = proof::inclusion_spans(position - 1, head.size);
    let found = fetch(&mut conn, court, &spans).await?;
    let inclusion = proof::inclusion(position - 1, head.size, &found)
        .map_err(StoreError::damaged)?
        .ok_or_else(|| missing(court, position))?;
    let mut text = Vec::new();
    preimage(&entry, &row.code, &mut text);
    Ok(Receipt {
        public_key: key_bytes(&row)?,
        court_code: row.code,
        court_name: row.name,
        entry: String::from_utf8(text).map_err(StoreError::damaged)?,
        proof: inclusion,
        head: StatedHead::from(&head),
    })
}

fn missing(court: CourtId, position: i64) -> StoreError {
    StoreError::Missing(format!("法院 {} 第 {position} 条记录", court.0))
}

/// Why an entry has no receipt: it is not there, or no head covers it yet.
async fn uncovered(conn: &mut sqlx::AnyConnection, court: CourtId, position: i64) -> Result<StoreError, StoreError> {
    let found = read::entries(conn, court, position, 1).await?;
    Ok(match found.first().filter(|entry| entry.position == position) {
        Some(_) => StoreError::Missing(format!("覆盖第 {position} 条记录的日志头")),
        None => missing(court, position),
    })
}

/// Proof that a court's log of one size continues that of a smaller.
pub(crate) async fn consistency(
    pool: &AnyPool,
    court: CourtId,
    from_size: i64,
    to_size: i64,
) -> Result<ConsistencyProof, StoreError> {
    let spans = proof::consistency_spans(from_size, to_size);
    let found = fetch(&mut *pool.acquire().await?, court, &spans).await?;
    proof::consistency(from_size, to_size, &found)
        .map_err(StoreError::damaged)?
        .ok_or_else(|| StoreError::Invalid(format!("日志不能由 {from_size} 条续到 {to_size} 条")))
}

/// The head of exactly this size.
async fn head_at(pool: &AnyPool, court: CourtId, size: i64) -> Result<Head, StoreError> {
    read::heads(pool, court, size, 1)
        .await?
        .pop()
        .filter(|head| head.size == size)
        .ok_or_else(|| StoreError::Missing(format!("法院 {} 第 {size} 条时的日志头", court.0)))
}

/// A file that proves to anyone that the log between two heads only grew.
pub(crate) async fn consistency_receipt(
    pool: &AnyPool,
    court: CourtId,
    from_size: i64,
    to_size: i64,
) -> Result<ConsistencyReceipt, StoreError> {
    let row = court_row(pool, court).await?;
    let (from, to) = (head_at(pool, court, from_size).await?, head_at(pool, court, to_size).await?);
    let proof = consistency(pool, court, from_size, to_size).await?;
    Ok(ConsistencyReceipt {
        public_key: key_bytes(&row)?,
        court_code: row.code,
        court_name: row.name,
        from: StatedHead::from(&from),
        to: StatedHead::from(&to),
        path: proof.path,
    })
}
