//! One law in one wording, for machines.

use axum::Json;
use axum::extract::{Path, State};
use frame::fault::Fault;
use frame::problem::{Problem, Problems};
use search::statutes::Library;
use search::statutes::corpus::{LawPlace, Place};
use serde::Serialize;
use utoipa::ToSchema;

use super::ask::Ask;
use super::shapes::{ArticleRef, LawRow};
use super::some_library;
use crate::find::wording;
use crate::pages::Reading;

/// Articles of an answer at most.
const MOST: usize = 500;
/// Articles where no number was asked for.
const USUAL: usize = 100;
/// More articles than any law has.
const FURTHEST: usize = 100_000;

/// 法律中的一条
#[derive(Debug, Serialize, ToSchema)]
pub struct ArticleLine {
    /// 条文
    article: ArticleRef,
    /// 条号；没有条号的是空的
    number: String,
    /// 编、章、节
    chapter: String,
    /// 全文，每款一行
    text: String,
}

/// 一部法律
#[derive(Debug, Serialize, ToSchema)]
pub struct LawSheet {
    /// 这个文本
    law: LawRow,
    /// 是否就是所问那天的文本；那天的文本不在库里时为否，这里是后来的
    exact: bool,
    /// 各个文本，先有的在前
    wordings: Vec<LawRow>,
    /// 条文，按次序
    articles: Vec<ArticleLine>,
    /// 下一页的 after；没有下一页时没有
    next: Option<usize>,
}

/// A law, in the wording named or that of a day.
#[utoipa::path(get, path = "/api/v1/laws/{law}", tag = "法律", operation_id = "law", summary = "一部法律",
    description = "按编号或者名称（民法典）打开一部法律；on 换成那一天有效的文本。名称不带 on 的，是今天有效的文本。",
    params(
        ("law" = String, Path, description = "法律的编号或者名称"),
        ("on" = Option<String>, Query, format = Date, description = "这一天有效的文本，如 2020-03-02"),
        ("after" = Option<usize>, Query, minimum = 0, maximum = 100000, description = "已经看过几条"),
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 500, description = "至多几条，默认 100"),
    ),
    responses((status = 200, description = "法律", body = LawSheet), Problems))]
pub async fn law(
    State(reading): State<Reading>,
    Path(law): Path<String>,
    mut ask: Ask,
) -> Result<Json<LawSheet>, Problem> {
    let on = ask.day("on");
    let from = ask.whole("after", 0..=FURTHEST).unwrap_or(0);
    let size = ask.whole("limit", 1..=MOST).unwrap_or(USUAL);
    ask.done()?;
    let library = some_library(&reading).await?;
    let found = wording(&library, &law, on, reading.today()).map_err(Fault::from)?;
    let sheet = sheet(&library, found.law, found.exact, from, size);
    Ok(Json(sheet.ok_or_else(|| Fault::unavailable(&"a law without its place"))?))
}

fn sheet(library: &Library, place: LawPlace, exact: bool, from: usize, size: usize) -> Option<LawSheet> {
    let corpus = library.corpus();
    let law = corpus.law(place)?;
    let line = |at: u32| {
        let (_, article) = corpus.article(Place(at))?;
        Some(ArticleLine {
            article: ArticleRef::of(library, Place(at))?,
            number: article.number.to_string(),
            chapter: article.chapter.clone(),
            text: article.text.clone(),
        })
    };
    let until = from.saturating_add(size);
    Some(LawSheet {
        law: LawRow::of(library, place)?,
        exact,
        wordings: corpus.wordings(&law.title).iter().filter_map(|one| LawRow::of(library, *one)).collect(),
        articles: corpus.places(place).skip(from).take(size).filter_map(line).collect(),
        next: (until < law.articles.len()).then_some(until),
    })
}
