//! The log of a court as those see it who do not trust it: heads, proofs, and the feed that a mirror follows.

use std::time::Duration;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use docket::digest::to_hex;
use docket::entry::Entry;
use docket::proof::ConsistencyProof;
use law::court::Court;
use serde::Serialize;
use utoipa::ToSchema;

use super::ask::{Ask, court_in_path, text_of};
use super::courts::SignedHead;
use super::problem::{LogProblems, Problem, Problems};
use crate::format::count;
use crate::state::AppState;

/// Most rows of one answer.
const MOST: i64 = 500;
/// Longest a follower may wait for something new, in seconds.
const LONGEST_WAIT: i64 = 25;
/// How often a log is looked at while a follower waits.
const LOOK: Duration = Duration::from_millis(500);

/// 一个法院的签名日志头，由新到旧
#[derive(Debug, Serialize, ToSchema)]
pub struct Heads {
    /// 法院代字
    court: &'static str,
    /// 日志头
    heads: Vec<SignedHead>,
    /// 下一页的 before；没有更早的则为空
    next: Option<i64>,
}

/// 一致性证明（RFC 9162 §2.1.4，杂凑为 SM3）
#[derive(Debug, Serialize, ToSchema)]
pub struct Consistency {
    /// 较早的条数
    from: i64,
    /// 较晚的条数
    to: i64,
    /// 证明所用的杂凑值（十六进制），次序依 RFC 9162
    hashes: Vec<String>,
}

impl From<ConsistencyProof> for Consistency {
    fn from(proof: ConsistencyProof) -> Consistency {
        Consistency { from: proof.from_size, to: proof.to_size, hashes: proof.path.iter().map(to_hex).collect() }
    }
}

/// 两个条数之间的一致性证明，连同当时的签名日志头
#[derive(Debug, Serialize, ToSchema)]
pub struct ConsistencyAnswer {
    /// 法院代字
    court: &'static str,
    /// 证明
    proof: Consistency,
    /// 恰好在较早条数签过的日志头
    from_head: Option<SignedHead>,
    /// 恰好在较晚条数签过的日志头
    to_head: Option<SignedHead>,
}

/// 日志中的一条，供镜像重新计算
#[derive(Debug, Serialize, ToSchema)]
pub struct Change {
    /// 序号，从 1 起连续
    position: i64,
    /// 叶子杂凑：SM3(0x00 ‖ text)，十六进制
    leaf: String,
    /// 条目的规范 JSON 文本（RFC 8785），杂凑就从它计算；依法不公开的案件为空，只给叶子杂凑
    text: String,
}

/// 一个法院日志的变化
#[derive(Debug, Serialize, ToSchema)]
pub struct Changes {
    /// 法院代字
    court: &'static str,
    /// 从这一条之后
    after: i64,
    /// 条目，按序号，不跳号
    entries: Vec<Change>,
    /// 下一次请求的 after
    next: i64,
    /// 是否已到签名日志头
    complete: bool,
    /// 最新的签名日志头；日志为空时没有
    head: Option<SignedHead>,
    /// 从 after 到日志头的一致性证明；日志为空时没有
    consistency: Option<Consistency>,
}

/// The heads of a court.
#[utoipa::path(get, path = "/api/v1/courts/{code}/heads", tag = "日志", operation_id = "heads", summary = "签名日志头",
    description = "由新到旧。每次写入后签一次。",
    params(("code" = String, Path, description = "法院代字"),
        ("before" = Option<i64>, Query, minimum = 1, maximum = 1000000000000i64, description = "只要条数小于它的日志头"),
        ("limit" = Option<i64>, Query, minimum = 1, maximum = 500, description = "至多几个，默认 50")),
    responses((status = 200, description = "日志头", body = Heads), Problems))]
pub async fn heads(
    State(state): State<AppState>,
    Path(code): Path<String>,
    mut ask: Ask,
) -> Result<Json<Heads>, Problem> {
    let before = ask.whole("before", 1..=1_000_000_000_000);
    let limit = ask.limit(MOST);
    ask.done()?;
    let court = court_in_path(&code)?;
    let wanted = i64::try_from(limit).unwrap_or(MOST) + 1;
    let mut heads = state.source().heads(court.id, before.map_or(i64::MAX, |size| size - 1), wanted).await?;
    let more = heads.len() > limit;
    heads.truncate(limit);
    let next = heads.last().filter(|_| more).map(|head| head.size);
    Ok(Json(Heads { court: court.code, heads: heads.iter().map(SignedHead::from).collect(), next }))
}

/// Proof that a log only grew.
#[utoipa::path(get, path = "/api/v1/courts/{code}/consistency", tag = "日志", operation_id = "consistency",
    summary = "一致性证明", description = "证明 to 条的日志是 from 条的日志的延续：没有删改，只有增加。",
    params(("code" = String, Path, description = "法院代字"),
        ("from" = i64, Query, minimum = 0, maximum = 1000000000000i64, description = "较早的条数"),
        ("to" = i64, Query, minimum = 0, maximum = 1000000000000i64, description = "较晚的条数，不超过现有条数")),
    responses((status = 200, description = "证明", body = ConsistencyAnswer), Problems, LogProblems))]
pub async fn consistency(
    State(state): State<AppState>,
    Path(code): Path<String>,
    mut ask: Ask,
) -> Result<Json<ConsistencyAnswer>, Problem> {
    let from = ask.whole("from", 0..=1_000_000_000_000);
    let from = ask.needed("from", from);
    let to = ask.whole("to", 0..=1_000_000_000_000);
    let to = ask.needed("to", to);
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        ask.fault("from", "from 大于 to", "from 应不大于 to。");
    }
    ask.done()?;
    let court = court_in_path(&code)?;
    let (from, to) = (from.unwrap_or(0), to.unwrap_or(0));
    let source = state.source();
    within(court, to, source.size(court.id).await?)?;
    let proof = source.consistency(court.id, from, to).await?;
    let (from_head, to_head) = (source.head_at(court.id, from).await?, source.head_at(court.id, to).await?);
    Ok(Json(ConsistencyAnswer {
        court: court.code,
        proof: proof.into(),
        from_head: from_head.as_ref().map(SignedHead::from),
        to_head: to_head.as_ref().map(SignedHead::from),
    }))
}

/// A log must hold as many entries as its follower has seen.
fn within(court: &Court, asked: i64, size: i64) -> Result<(), Problem> {
    if asked <= size {
        return Ok(());
    }
    let told = format!(
        "{}的日志有 {} 条，少于所问的 {} 条。如果这些条目确曾由本站发出，请保留当时的签名日志头作为证据。",
        court.name,
        count(size),
        count(asked)
    );
    Err(Problem::new(StatusCode::CONFLICT, told))
}

/// What came after a position.
#[utoipa::path(get, path = "/api/v1/courts/{code}/changes", tag = "日志", operation_id = "changes", summary = "变化",
    description = "供镜像逐条跟随：条目的规范文本、签名日志头，以及从镜像的条数到日志头的一致性证明。没有新条目时可以等待。",
    params(("code" = String, Path, description = "法院代字"),
        ("after" = Option<i64>, Query, minimum = 0, maximum = 1000000000000i64, description = "镜像已有的条数，默认 0"),
        ("limit" = Option<i64>, Query, minimum = 1, maximum = 500, description = "至多几条，默认 50"),
        ("wait" = Option<i64>, Query, minimum = 0, maximum = 25, description = "没有新条目时至多等几秒，默认 0")),
    responses((status = 200, description = "变化", body = Changes), Problems, LogProblems))]
pub async fn changes(
    State(state): State<AppState>,
    Path(code): Path<String>,
    mut ask: Ask,
) -> Result<Json<Changes>, Problem> {
    let after = ask.whole("after", 0..=1_000_000_000_000).unwrap_or(0);
    let limit = i64::try_from(ask.limit(MOST)).unwrap_or(MOST);
    let wait = ask.whole("wait", 0..=LONGEST_WAIT).unwrap_or(0);
    ask.done()?;
    let court = court_in_path(&code)?;
    let source = state.source();
    let looks = wait * 2;
    let mut head = source.latest_head(court.id).await?;
    for _ in 0..looks {
        if head.as_ref().map_or(0, |head| head.size) != after {
            break;
        }
        tokio::time::sleep(LOOK).await;
        head = source.latest_head(court.id).await?;
    }
    let size = head.as_ref().map_or(0, |head| head.size);
    within(court, after, size)?;
    let entries = source.entries_from(court.id, after + 1, limit.min(size - after)).await?;
    let next = entries.last().map_or(after, |entry| entry.position);
    let consistency = match &head {
        Some(_) => Some(source.consistency(court.id, after, size).await?.into()),
        None => None,
    };
    let change = |entry: &Entry| Change { position: entry.position, leaf: to_hex(&entry.leaf), text: text_of(entry) };
    Ok(Json(Changes {
        court: court.code,
        after,
        entries: entries.iter().map(change).collect(),
        next,
        complete: next == size,
        head: head.as_ref().map(SignedHead::from),
        consistency,
    }))
}
