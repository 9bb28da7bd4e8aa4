//! Sealed entries: by filter, one with its proof, and how many there are.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use docket::digest::to_hex;
use docket::entry::Entry;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::ask::{Ask, code_of, court_in_path, text_of};
use super::problem::{Problem, Problems};
use crate::address::{self, short};
use crate::fault::Fault;
use crate::format::count;
use crate::narrate::{kind_zh, sentence};
use crate::source::EntryFilter;
use crate::state::AppState;

/// Most entries of one answer.
const MOST: i64 = 500;

/// 一条封存的记录
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryRow {
    /// 法院代字
    court: &'static str,
    /// 序号，在本院日志中从 1 起连续
    position: i64,
    /// 所属的卷宗流
    stream: i64,
    /// 在卷宗流中的次序
    version: i32,
    /// 种类
    kind: String,
    /// 种类的中文名
    kind_name: String,
    /// 发生时刻，1970 年起的毫秒数
    occurred_at: i64,
    /// 记录时刻，1970 年起的毫秒数
    recorded_at: i64,
    /// 经办
    actor: String,
    /// 代表
    on_behalf_of: Option<String>,
    /// 内容；其中的个人信息是密文
    #[schema(value_type = Object)]
    body: Value,
    /// 内容的一句话说明
    sentence: Option<String>,
    /// 叶子杂凑（SM3，十六进制）
    leaf: String,
}

impl From<&Entry> for EntryRow {
    fn from(entry: &Entry) -> EntryRow {
        EntryRow {
            court: code_of(entry.court),
            position: entry.position,
            stream: entry.stream.0,
            version: entry.version,
            kind: entry.kind.to_string(),
            kind_name: kind_zh(&entry.kind).to_owned(),
            occurred_at: entry.occurred_at.0,
            recorded_at: entry.recorded_at.0,
            actor: entry.actor.to_string(),
            on_behalf_of: entry.on_behalf_of.clone(),
            body: serde_json::from_str(&entry.body).unwrap_or_default(),
            sentence: sentence(&entry.kind, &entry.body),
            leaf: to_hex(&entry.leaf),
        }
    }
}

/// 记录列表的一页
#[derive(Debug, Serialize, ToSchema)]
pub struct Entries {
    /// 符合条件的总数
    total: i64,
    /// 记录，按序号
    entries: Vec<EntryRow>,
    /// 下一页的 after；没有下一页则为空
    next: Option<i64>,
}

/// 一个法院的条数
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryTally {
    /// 法院代字
    court: &'static str,
    /// 条数
    entries: i64,
}

/// 各院条数
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryTallies {
    /// 合计
    total: i64,
    /// 各院；没有的不列
    courts: Vec<EntryTally>,
}

/// 一条记录、它的规范文本和回执
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryWithReceipt {
    /// 记录
    entry: EntryRow,
    /// 规范 JSON 文本，叶子杂凑由它计算
    text: String,
    /// 回执；还没有签名日志头覆盖时没有
    #[schema(value_type = Option<Object>)]
    receipt: Option<Value>,
}

/// The filter of a request; without a court only when all may be meant.
fn filter_of(ask: &mut Ask) -> EntryFilter {
    let court = ask.court("court").map(|court| court.id);
    let kind = ask.text("kind");
    if let Some(kind) = kind.as_deref().filter(|kind| kind_zh(kind) == *kind) {
        ask.fault("kind", format!("没有“{}”这种记录", short(kind)), "种类如 case.accepted.v1。");
    }
    let (from, to) = (ask.day("from"), ask.day("to"));
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        ask.fault("from", "日期的起止颠倒", "起日不能晚于止日。");
    }
    EntryFilter { court, kind, from, to, broadcast: false }
}

/// A page of a court's entries.
#[utoipa::path(get, path = "/api/v1/entries", tag = "记录", operation_id = "entries", summary = "记录列表",
    description = "一个法院的封存记录，按序号。",
    params(("court" = String, Query, description = "法院代字"),
        ("kind" = Option<String>, Query, description = "种类，如 hearing.held.v1"),
        ("from" = Option<String>, Query, description = "日期自，如 2020-03-02"),
        ("to" = Option<String>, Query, description = "日期至"),
        ("after" = Option<i64>, Query, minimum = 0, maximum = 1000000000000i64, description = "翻页的位置：上一页答复中的 next"),
        ("limit" = Option<i64>, Query, minimum = 1, maximum = 500, description = "至多几条，默认 50")),
    responses((status = 200, description = "记录", body = Entries), Problems))]
pub async fn entries(State(state): State<AppState>, mut ask: Ask) -> Result<Json<Entries>, Problem> {
    let filter = filter_of(&mut ask);
    ask.needed("court", filter.court);
    let after = ask.whole("after", 0..=1_000_000_000_000).unwrap_or(0);
    let limit = ask.limit(MOST);
    ask.done()?;
    let source = state.source();
    let total = source.count_entries(&filter).await?.iter().map(|(_, n)| n).sum();
    let mut found = match filter.court {
        Some(court) => source.list_entries(court, &filter, after, limit + 1).await?,
        None => Vec::new(),
    };
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(|entry| entry.position);
    Ok(Json(Entries { total, entries: found.iter().map(EntryRow::from).collect(), next }))
}

/// How many entries each court has.
#[utoipa::path(get, path = "/api/v1/entries/counts", tag = "记录", operation_id = "entry_counts", summary = "各院条数",
    description = "符合条件的封存记录在各院各有几条。",
    params(("court" = Option<String>, Query, description = "法院代字"),
        ("kind" = Option<String>, Query, description = "种类，如 hearing.held.v1"),
        ("from" = Option<String>, Query, description = "日期自，如 2020-03-02"),
        ("to" = Option<String>, Query, description = "日期至")),
    responses((status = 200, description = "条数", body = EntryTallies), Problems))]
pub async fn counts(State(state): State<AppState>, mut ask: Ask) -> Result<Json<EntryTallies>, Problem> {
    let filter = filter_of(&mut ask);
    ask.done()?;
    let counted = state.source().count_entries(&filter).await?;
    let courts = counted.iter().map(|(court, n)| EntryTally { court: code_of(*court), entries: *n }).collect();
    Ok(Json(EntryTallies { total: counted.iter().map(|(_, n)| n).sum(), courts }))
}

/// One entry with its receipt.
#[utoipa::path(get, path = "/api/v1/entries/{court}/{position}", tag = "记录", operation_id = "entry", summary = "一条记录",
    description = "记录、规范文本和回执。",
    params(("court" = String, Path, description = "法院代字"), ("position" = i64, Path, minimum = 1, description = "序号")),
    responses((status = 200, description = "记录", body = EntryWithReceipt), Problems))]
pub async fn entry(
    State(state): State<AppState>,
    Path((code, position)): Path<(String, String)>,
    ask: Ask,
) -> Result<Json<EntryWithReceipt>, Problem> {
    ask.done()?;
    let court = court_in_path(&code)?;
    let position = address::position_of(&position)?;
    let source = state.source();
    let missing = || Fault::NotFound(format!("{}的日志里没有第 {} 条记录", court.name, count(position)));
    let entry = source.entry(court.id, position).await?.ok_or_else(missing)?;
    let receipt = source.receipt(court.id, position).await?;
    let receipt = receipt.and_then(|receipt| serde_json::from_str(&receipt.to_json()).ok());
    Ok(Json(EntryWithReceipt { entry: EntryRow::from(&entry), text: text_of(&entry), receipt }))
}

/// The receipt of an entry alone, as the file a litigant keeps.
#[utoipa::path(get, path = "/api/v1/entries/{court}/{position}/receipt", tag = "记录", operation_id = "receipt", summary = "回执",
    description = "可以离线核验的回执文件。",
    params(("court" = String, Path, description = "法院代字"), ("position" = i64, Path, minimum = 1, description = "序号")),
    responses((status = 200, description = "回执", body = Object), Problems))]
pub async fn receipt(
    State(state): State<AppState>,
    Path((code, position)): Path<(String, String)>,
    ask: Ask,
) -> Result<Response, Problem> {
    ask.done()?;
    let court = court_in_path(&code)?;
    let position = address::position_of(&position)?;
    let receipt = state.source().receipt(court.id, position).await?.ok_or_else(|| {
        let told = format!("{}的日志里没有第 {} 条记录，或者还没有签名日志头覆盖它。", court.name, count(position));
        Problem::new(StatusCode::NOT_FOUND, told)
    })?;
    Ok(([(header::CONTENT_TYPE, "application/json")], receipt.to_json()).into_response())
}
