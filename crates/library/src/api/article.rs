//! One article as it read on a day, for machines: its text, how a court cites it, its history, whom it cites and who cites it.

use axum::Json;
use axum::extract::{Path, State};
use frame::fault::Fault;
use frame::problem::{Problem, Problems};
use law::day::Day;
use search::statutes::Library;
use search::statutes::corpus::{Place, Stage};
use search::statutes::quote::paragraphs;
use serde::Serialize;
use utoipa::ToSchema;

use super::ask::Ask;
use super::shapes::{ArticleRef, LawRow};
use super::some_library;
use crate::find::{Found, article as find};
use crate::pages::{Line, Reading, counted};

/// Articles of a list at most.
const LISTED: usize = 500;

/// 一款
#[derive(Debug, Serialize, ToSchema)]
pub struct ParagraphRow {
    /// 引用写法
    quote: String,
    /// 全文，各项每项一行
    text: String,
}

/// 沿革的一段
#[derive(Debug, Serialize, ToSchema)]
pub struct StageRow {
    /// 那时的条文
    article: ArticleRef,
    /// 从哪天起
    since: Option<String>,
    /// 到哪天为止（这一天已经不是）
    until: Option<String>,
    /// 内容是否与前一段不同
    changed: bool,
    /// 是否就是这里的文本
    here: bool,
}

/// 引用这一条的一份裁判文书
#[derive(Debug, Serialize, ToSchema)]
pub struct JudgmentRow {
    /// 案号
    number: String,
    /// 法院
    court: &'static str,
    /// 裁判日期；案件没有结案日期的，是公布日期
    day: String,
    /// 接口地址
    api: String,
    /// 网页地址
    page: String,
}

impl JudgmentRow {
    fn of(line: Line) -> JudgmentRow {
        let Line { number, court, day, href } = line;
        JudgmentRow { number, court, day: day.to_string(), api: format!("/api/v1{href}"), page: href }
    }
}

/// 一年裁判的文书
#[derive(Debug, Serialize, ToSchema)]
pub struct JudgmentYear {
    /// 年份
    year: i16,
    /// 有几份引用这一条
    judgments: usize,
}

/// 一条法律的全部情况
#[derive(Debug, Serialize, ToSchema)]
pub struct ArticleSheet {
    /// 条文
    article: ArticleRef,
    /// 所在法律的文本
    law: LawRow,
    /// 条号；没有条号的是空的
    number: String,
    /// 编、章、节
    chapter: String,
    /// 全文，每款一行
    text: String,
    /// 各款
    paragraphs: Vec<ParagraphRow>,
    /// 所问的日期
    on: Option<String>,
    /// 是否就是所问那天的文本；那天的文本不在库里时为否，这里是后来的
    exact: bool,
    /// 今天是否有效
    in_force_today: bool,
    /// 沿革，先有的在前
    history: Vec<StageRow>,
    /// 它引用的条文
    cites: Vec<ArticleRef>,
    /// 引用它的条文，至多 500 条
    cited_by: Vec<ArticleRef>,
    /// 一共有几条条文引用它
    cited_by_total: usize,
    /// 有几份公开的裁判文书引用这个文本的这一条；还在统计的没有
    judgments_total: Option<usize>,
    /// 另有几份引用其他文本的同一条号；还在统计的没有
    judgments_elsewhere: Option<usize>,
    /// 引用它的裁判文书中最近裁判的，至多 5 份，新的在前
    judgments: Vec<JudgmentRow>,
    /// 引用它的裁判文书，按裁判的年份
    judgments_by_year: Vec<JudgmentYear>,
    /// 前一条
    before: Option<ArticleRef>,
    /// 后一条
    after: Option<ArticleRef>,
}

/// An article, in the wording named or that of a day.
#[utoipa::path(get, path = "/api/v1/laws/{law}/{article}", tag = "法律", operation_id = "article", summary = "一条法律",
    description = "法律写编号的，条文写编号；法律写名称的，条文写条号（民法典/1165、刑法/133-1）。第…条 的写法都可以。on 换成那一天有效的文本（行为时法）；那一天这部法律没有施行或者已经废止的，没有答复。",
    params(
        ("law" = String, Path, description = "法律的编号或者名称"),
        ("article" = String, Path, description = "条文的编号或者条号"),
        ("on" = Option<String>, Query, format = Date, description = "这一天有效的文本，如 2020-03-02"),
    ),
    responses((status = 200, description = "条文", body = ArticleSheet), Problems))]
pub async fn article(
    State(reading): State<Reading>,
    Path((law, article)): Path<(String, String)>,
    mut ask: Ask,
) -> Result<Json<ArticleSheet>, Problem> {
    let on = ask.day("on");
    ask.done()?;
    let library = some_library(&reading).await?;
    let found = find(&library, &law, &article, on, reading.today()).map_err(Fault::from)?;
    let counted = counted(reading.shelf(), &library, found.place).await.map_err(|cause| Fault::unavailable(&cause))?;
    let sheet = sheet(&library, found, on.map(|day| day.to_string()), reading.today());
    let mut sheet = sheet.ok_or_else(|| Fault::unavailable(&"an article without its place"))?;
    if let Some((counted, lines)) = counted {
        sheet.judgments_total = Some(counted.total);
        sheet.judgments_elsewhere = Some(counted.elsewhere);
        sheet.judgments = lines.into_iter().map(JudgmentRow::of).collect();
        let year = |(year, judgments)| JudgmentYear { year, judgments };
        sheet.judgments_by_year = counted.years.into_iter().map(year).collect();
    }
    Ok(Json(sheet))
}

/// Everything of an article but the judgments that cite it.
fn sheet(library: &Library, found: Found, on: Option<String>, today: Day) -> Option<ArticleSheet> {
    let Found { place, exact } = found;
    let corpus = library.corpus();
    let (_, article) = corpus.article(place)?;
    let law = corpus.law_of(place)?;
    let of = corpus.places(law);
    let beside = |at: Option<u32>| at.filter(|at| of.contains(at)).and_then(|at| ArticleRef::of(library, Place(at)));
    let network = library.network();
    let stage = |stage: Stage| {
        Some(StageRow {
            article: ArticleRef::of(library, stage.place)?,
            since: stage.since.map(|day| day.to_string()),
            until: stage.until.map(|day| day.to_string()),
            changed: stage.changed,
            here: stage.place == place,
        })
    };
    let paragraph = |(n, text): (u32, String)| Some(ParagraphRow { quote: library.quote(place, Some(n), None)?, text });
    Some(ArticleSheet {
        article: ArticleRef::of(library, place)?,
        law: LawRow::of(library, law)?,
        number: article.number.to_string(),
        chapter: article.chapter.clone(),
        text: article.text.clone(),
        paragraphs: (1..).zip(paragraphs(&article.text)).filter_map(paragraph).collect(),
        on,
        exact,
        in_force_today: corpus.is_in_force(place, today),
        history: corpus.history(place).into_iter().filter_map(stage).collect(),
        cites: network.cites(place).filter_map(|other| ArticleRef::of(library, other)).take(LISTED).collect(),
        cited_by: network.cited_by(place).filter_map(|other| ArticleRef::of(library, other)).take(LISTED).collect(),
        cited_by_total: network.times_cited(place),
        judgments_total: None,
        judgments_elsewhere: None,
        judgments: Vec::new(),
        judgments_by_year: Vec::new(),
        before: beside(place.0.checked_sub(1)),
        after: beside(place.0.checked_add(1)),
    })
}
