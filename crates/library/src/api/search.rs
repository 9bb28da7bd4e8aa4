//! One box for every question to the law, for machines.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use frame::fault::Fault;
use frame::problem::{Problem, Problems};
use search::statutes::law::{Kind, Status};
use search::statutes::terms::LONGEST_CHARS;
use search::statutes::{Answer, Filters, Hit, Library, Page};
use serde::Serialize;
use utoipa::ToSchema;

use super::ask::Ask;
use super::library;
use super::shapes::{ArticleRef, LawRow};
use crate::pages::{FURTHEST, Reading, missing, why};

/// Hits of an answer at most.
const MOST: usize = 200;
/// Hits where no number was asked for.
const USUAL: usize = 20;
/// Characters of a title at most.
const TITLE: usize = 200;

/// 条文中要突出的一段，按字数计
#[derive(Debug, Serialize, ToSchema)]
pub struct LawMark {
    /// 从第几个字起，从 0 数
    from: usize,
    /// 到第几个字之前
    to: usize,
}

/// 找到的一条
#[derive(Debug, Serialize, ToSchema)]
pub struct LawHit {
    /// 条文
    article: ArticleRef,
    /// 所在法律的名称
    title: String,
    /// 条号；没有条号的是空的
    number: String,
    /// 编、章、节
    chapter: String,
    /// 全文，每款一行
    text: String,
    /// 与所查的词相合的地方
    marks: Vec<LawMark>,
    /// 时效
    status: &'static str,
    /// 从哪天起
    since: Option<String>,
    /// 为什么找到：按条号、按用词、读者认为有用
    why: &'static str,
    /// 有几条别的条文引用它
    cited_by: usize,
    /// 是否就是所问那天的文本；那天的文本不在库里时为否，这里是后来的
    exact: bool,
}

/// 日常说法和法律用词
#[derive(Debug, Serialize, ToSchema)]
pub struct LawSynonym {
    /// 所问中的说法
    said: String,
    /// 也按这些词查找
    words: Vec<String>,
}

/// 检索法律的结果
#[derive(Debug, Serialize, ToSchema)]
pub struct LawAnswer {
    /// 所问
    query: String,
    /// 按哪一天有效的法律
    on: Option<String>,
    /// 一共找到几条
    total: usize,
    /// 找到的，最相合的在前
    hits: Vec<LawHit>,
    /// 下一页的 after；没有下一页时没有
    next: Option<usize>,
    /// 所问点名的法律
    laws: Vec<LawRow>,
    /// 所问点名、法律库里没有的条文
    missing: Vec<String>,
    /// 可能想写的
    corrected: Option<String>,
    /// 日常说法对应的法律用词
    synonyms: Vec<LawSynonym>,
    /// 法律库现有的条数
    held: usize,
}

/// Articles that answer a question.
#[utoipa::path(get, path = "/api/v1/laws", tag = "法律", operation_id = "laws", summary = "检索法律",
    description = "与网页上的法律检索相同：条号（民法典1165、第一千一百六十五条）、用词，或者一句平常的话。on 只查那一天有效的法律（行为时法）。翻页：用上一页的 next 作 after。",
    params(
        ("q" = String, Query, min_length = 1, max_length = 4000, description = "所问，至多 4000 字"),
        ("law" = Option<String>, Query, min_length = 1, max_length = 200, description = "只查这部法律，写名称，“中华人民共和国”可以不写"),
        ("kind" = Option<String>, Query, min_length = 1, description = "只查这一种：宪法、法律、立法解释、修正案、决定、行政法规、司法解释、地方性法规、其他"),
        ("status" = Option<String>, Query, min_length = 1, description = "只查这一种时效：现行有效、已被修改、历史版本、已废止、尚未施行"),
        ("on" = Option<String>, Query, format = Date, description = "只查这一天有效的法律，如 2020-03-02"),
        ("after" = Option<usize>, Query, minimum = 0, maximum = 10000, description = "已经看过几条"),
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 200, description = "至多几条，默认 20"),
    ),
    responses((status = 200, description = "找到的", body = LawAnswer), Problems))]
pub async fn laws(State(reading): State<Reading>, mut ask: Ask) -> Result<Json<LawAnswer>, Problem> {
    let query = ask.text("q", LONGEST_CHARS);
    let query = ask.needed("q", query).unwrap_or_default();
    let filters = Filters {
        law: ask.text("law", TITLE),
        kind: ask.named("kind", &Kind::ALL),
        status: ask.named("status", &Status::ALL),
        on: ask.day("on"),
    };
    let from = ask.whole("after", 0..=FURTHEST).unwrap_or(0);
    let size = ask.whole("limit", 1..=MOST).unwrap_or(USUAL);
    ask.done()?;
    let on = filters.on.map(|day| day.to_string());
    let Some(library) = library(&reading).await? else {
        return Ok(Json(told(None, query, on, Answer::default(), from)));
    };
    let (own, asking) = (Arc::clone(&library), query.clone());
    let found = tokio::task::spawn_blocking(move || own.search(&asking, &filters, Page { from, size })).await;
    let found = found.map_err(|cause| Fault::unavailable(&cause))?.map_err(|cause| Fault::unavailable(&cause))?;
    Ok(Json(told(Some(&library), query, on, found, from)))
}

fn told(library: Option<&Library>, query: String, on: Option<String>, found: Answer, from: usize) -> LawAnswer {
    let until = from + found.hits.len();
    LawAnswer {
        query,
        on,
        total: found.total,
        hits: found.hits.iter().filter_map(|one| library.and_then(|library| hit(library, one))).collect(),
        next: (until > from && until < found.total && until <= FURTHEST).then_some(until),
        laws: found.laws.iter().filter_map(|law| library.and_then(|library| LawRow::of(library, *law))).collect(),
        missing: found.missing.iter().map(missing).collect(),
        corrected: found.corrected,
        synonyms: found.synonyms.into_iter().map(|(said, words)| LawSynonym { said, words }).collect(),
        held: library.map_or(0, |library| library.corpus().len()),
    }
}

fn hit(library: &Library, hit: &Hit) -> Option<LawHit> {
    let (law, article) = library.corpus().article(hit.place)?;
    let chars = |to: usize| article.text.get(..to).map_or(0, |before| before.chars().count());
    Some(LawHit {
        article: ArticleRef::of(library, hit.place)?,
        title: law.title.clone(),
        number: article.number.to_string(),
        chapter: article.chapter.clone(),
        text: article.text.clone(),
        marks: hit.marks.iter().map(|mark| LawMark { from: chars(mark.start), to: chars(mark.end) }).collect(),
        status: law.status.word(),
        since: law.since().map(|day| day.to_string()),
        why: why(hit.why),
        cited_by: library.network().times_cited(hit.place),
        exact: hit.exact,
    })
}
