//! Indicators and their values by any grouping, each with the address of the cases it counts.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use law::cause;
use law::ids::{CauseId, JudgeId};
use serde::Serialize;
use stats::{By, Part, Scope, Value};
use utoipa::ToSchema;

use super::ask::{Ask, code_of};
use super::problem::{Problem, Problems};
use crate::address::short;
use crate::ranking::{self, Place};
use crate::source::{About, Form, Numbers, word_name};
use crate::state::AppState;

/// The groupings with their words.
const GROUPINGS: [(&str, By); 7] = [
    ("province", By::Province),
    ("month", By::Month),
    ("court", By::Court),
    ("court_month", By::CourtMonth),
    ("cause", By::Cause),
    ("judge", By::Judge),
    ("word", By::Word),
];

/// 一项指标
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct IndicatorRow {
    /// 编号
    #[schema(example = "I-020")]
    id: String,
    /// 名称
    name: String,
    /// 所属类别
    group: String,
    /// 口径
    formula: String,
    /// 单位；比率没有单位
    unit: String,
    /// 统计范围
    scope: String,
    /// 方向
    direction: String,
    /// 参考区间；没有则为空
    reference: String,
    /// 法律或文件依据
    source: String,
    /// 应当对照着看的指标，防止数字失真
    companions: Vec<String>,
    /// 全省这一年的值，如所示页面所印
    printed: String,
    /// 全省的分子；金额以分计
    numerator: i64,
    /// 全省的分母；计数和金额没有
    denominator: Option<i64>,
}

/// 一年的指标
#[derive(Debug, Serialize, ToSchema)]
pub struct Indicators {
    /// 年度
    year: u16,
    /// 指标，按目录次序
    indicators: Vec<IndicatorRow>,
}

/// 一个数字
#[derive(Debug, Serialize, ToSchema)]
pub struct FigureRow {
    /// 法院代字
    court: Option<&'static str>,
    /// 月份
    month: Option<u8>,
    /// 案由编号；0 是没有记案由的
    cause: Option<u32>,
    /// 案由名称
    cause_name: Option<&'static str>,
    /// 法官编号；0 是尚未分案的
    judge: Option<u32>,
    /// 类型代字
    word: Option<&'static str>,
    /// 分子；金额以分计，均衡度以万分之一计
    numerator: i64,
    /// 分母；计数和金额没有
    denominator: Option<i64>,
    /// 值，如所印；除不出时是“—”
    printed: String,
    /// 同级名次；只有开启了名次的站点按法院分组时才有
    #[serde(skip_serializing_if = "Option::is_none")]
    rank: Option<Rank>,
    /// 列出分子所数案件的地址；按记录计数的指标没有
    numerator_cases: Option<String>,
    /// 列出分母所数案件的地址
    denominator_cases: Option<String>,
}

/// 在同级法院中的名次
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Rank {
    /// 名次，从 1 起；所印的值相同则并列
    place: usize,
    /// 同级有数值的法院
    of: usize,
    /// 并列于此的法院，含自己
    tied: usize,
}

/// 一项指标按一种分组的全部数字
#[derive(Debug, Serialize, ToSchema)]
pub struct Figures {
    /// 指标编号
    indicator: String,
    /// 指标名称
    name: String,
    /// 分组
    by: String,
    /// 年度
    year: u16,
    /// 数字
    figures: Vec<FigureRow>,
}

fn described(numbers: &Numbers, about: &About) -> IndicatorRow {
    let ratio = numbers.value(&about.id, None);
    IndicatorRow {
        id: about.id.clone(),
        name: about.name.clone(),
        group: about.group.clone(),
        formula: about.words.clone(),
        unit: about.unit.clone(),
        scope: about.profile.clone(),
        direction: about.direction.clone(),
        reference: about.reference.clone(),
        source: about.source.clone(),
        companions: about.companion.clone(),
        printed: ratio.map_or_else(|| "—".to_owned(), |ratio| Numbers::written(about, ratio)),
        numerator: ratio.map_or(0, |ratio| ratio.num),
        denominator: ratio.filter(|_| about.form.is_quotient()).map(|ratio| ratio.den),
    }
}

/// The year of a request, within what can be reckoned.
async fn year_of(state: &AppState, ask: &mut Ask) -> Result<u16, Problem> {
    let text = ask.text("year");
    let year = state.source().year_of(text.as_deref()).await;
    match year {
        Err(fault @ (crate::fault::Fault::Unavailable | crate::fault::Fault::TooSlow)) => Err(fault.into()),
        year => Ok(ask.read("year", year).unwrap_or(0)),
    }
}

/// All indicators of a year.
#[utoipa::path(get, path = "/api/v1/indicators", tag = "指标", operation_id = "indicators", summary = "全部指标",
    description = "每项的口径、依据、参考区间和全省的值。",
    params(("year" = Option<u16>, Query, minimum = 1970, maximum = 2999, description = "年度，默认为日志所到的最后一年")),
    responses((status = 200, description = "指标", body = Indicators), Problems))]
pub async fn indicators(State(state): State<AppState>, mut ask: Ask) -> Result<Json<Indicators>, Problem> {
    let year = year_of(&state, &mut ask).await?;
    ask.done()?;
    let numbers = state.source().numbers(year).await?;
    let indicators = numbers.indicators.iter().map(|about| described(&numbers, about)).collect();
    Ok(Json(Indicators { year, indicators }))
}

/// One indicator.
#[utoipa::path(get, path = "/api/v1/indicators/{id}", tag = "指标", operation_id = "indicator", summary = "一项指标",
    description = "口径、依据、参考区间、对照指标和全省的值。",
    params(("id" = String, Path, description = "指标编号，如 I-020"),
        ("year" = Option<u16>, Query, minimum = 1970, maximum = 2999, description = "年度")),
    responses((status = 200, description = "指标", body = IndicatorRow), Problems))]
pub async fn indicator(
    State(state): State<AppState>,
    Path(id): Path<String>,
    mut ask: Ask,
) -> Result<Json<IndicatorRow>, Problem> {
    let year = year_of(&state, &mut ask).await?;
    ask.done()?;
    let numbers = state.source().numbers(year).await?;
    let about = numbers.indicators.iter().find(|about| about.id == id).ok_or_else(|| missing(&id))?;
    Ok(Json(described(&numbers, about)))
}

fn missing(id: &str) -> Problem {
    Problem::new(StatusCode::NOT_FOUND, format!("没有编号为“{}”的指标。编号见 /api/v1/indicators。", short(id)))
}

/// The values of an indicator by a grouping.
#[utoipa::path(get, path = "/api/v1/figures", tag = "指标", operation_id = "figures", summary = "数字",
    description = "一项指标按全省、月份、法院、法院和月份、案由、法官或类型代字分组的值。每个数字带分子、分母和列出所数案件的地址；地址中的件数与数字逐件相等。",
    params(("indicator" = String, Query, description = "指标编号，如 I-020"),
        ("by" = Option<String>, Query, description = "分组：province（默认）、month、court、court_month、cause、judge、word"),
        ("year" = Option<u16>, Query, minimum = 1970, maximum = 2999, description = "年度"),
        ("court" = Option<String>, Query, description = "只算这个法院（代字）"),
        ("cause" = Option<u32>, Query, minimum = 0, maximum = 4000000000u32, description = "只算这个案由（编号；0 为没有记案由的）"),
        ("judge" = Option<u32>, Query, minimum = 0, maximum = 4000000000u32, description = "只算这位法官（编号；0 为尚未分案的）"),
        ("word" = Option<String>, Query, description = "只算这种案件（类型代字，如 民初）")),
    responses((status = 200, description = "数字", body = Figures), Problems))]
pub async fn figures(State(state): State<AppState>, mut ask: Ask) -> Result<Json<Figures>, Problem> {
    let year = year_of(&state, &mut ask).await?;
    let id = ask.text("indicator");
    let id = ask.needed("indicator", id).unwrap_or_default();
    let (word, by) = grouping(&mut ask);
    let number = |ask: &mut Ask, name| ask.whole(name, 0..=4_000_000_000).and_then(|n| u32::try_from(n).ok());
    let scope = Scope {
        court: ask.court("court").map(|court| court.id),
        cause: number(&mut ask, "cause").map(CauseId),
        judge: number(&mut ask, "judge").map(JudgeId),
        word: ask.word("word").map(|word| word.code()),
    };
    ask.done()?;
    let source = state.source();
    let numbers = source.numbers(year).await?;
    let about = numbers.indicators.iter().find(|about| about.id == id).ok_or_else(|| missing(&id))?;
    let values = source.values(year, by, &scope).await?;
    let ranked = state.ranking() && by == By::Court && scope == Scope::default();
    let places = if ranked { ranking::places(&numbers, about) } else { BTreeMap::new() };
    let rank = |value: &Value| places.get(&value.filter.court?).map(Rank::from);
    let figure = |value: &Value| FigureRow { rank: rank(value), ..row(about, value) };
    let figures = values.iter().filter(|value| *value.filter.indicator == *id).map(figure).collect();
    Ok(Json(Figures { indicator: id, name: about.name.clone(), by: word.to_owned(), year, figures }))
}

impl From<&Place> for Rank {
    fn from(place: &Place) -> Rank {
        Rank { place: place.place, of: place.of, tied: place.tied }
    }
}

fn grouping(ask: &mut Ask) -> (&'static str, By) {
    let province = ("province", By::Province);
    let Some(text) = ask.text("by") else { return province };
    GROUPINGS.into_iter().find(|(word, _)| *word == text).unwrap_or_else(|| {
        ask.fault(
            "by",
            format!("没有“{}”这种分组", short(&text)),
            "可用 province、month、court、court_month、cause、judge、word。",
        );
        province
    })
}

fn row(about: &About, value: &Value) -> FigureRow {
    let filter = &value.filter;
    let of_cases = about.entries.is_none() && about.form != Form::Evenness;
    let cases = |part| of_cases.then(|| format!("/api/v1/cases?{}", filter.query(part)));
    FigureRow {
        court: filter.court.map(code_of),
        month: filter.month,
        cause: filter.cause.map(|cause| cause.0),
        cause_name: filter.cause.and_then(cause::cause).map(|cause| cause.name),
        judge: filter.judge.map(|judge| judge.0),
        word: filter.word.map(word_name),
        numerator: value.num,
        denominator: value.den,
        printed: value.printed(),
        rank: None,
        numerator_cases: cases(Part::Numerator),
        denominator_cases: value.den.and_then(|_| cases(Part::Denominator)),
    }
}
