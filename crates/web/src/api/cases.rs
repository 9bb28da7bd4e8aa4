//! Cases: the list with all its filters, one case with its entries, and the case under a number. Parties stay masked.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use docket::store::Order;
use law::case_number::Word;
use law::court;
use law::day::Day;
use law::ids::Stream;
use law::life::facts::CaseFacts;
use serde::Serialize;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{ObjectBuilder, Required, Type};
use utoipa::{IntoParams, ToSchema};

use super::ask::{Ask, LONGEST, code_of, court_in_path};
use super::entries::EntryRow;
use super::problem::{ParameterFault, Problem, Problems};
use crate::address::{self, short};
use crate::fault::Fault;
use crate::filter;
use crate::pages::case::{cause_of, is_overdue, number_of, state_of};
use crate::party::Parties;
use crate::related;
use crate::source::{order_of, place_text};
use crate::state::AppState;

/// Most cases of one answer.
const MOST: i64 = 500;
/// Names of the list's filter besides the columns of the facts, each told.
const NAMES: [(&str, &str); 16] = [
    ("class", "案件大类：criminal、civil、administrative、enforcement、bankruptcy、mediation"),
    ("from", "立案日自，如 2020-03-02"),
    ("to", "立案日至"),
    ("closed_from", "结案日自"),
    ("closed_to", "结案日至"),
    ("overdue", "填 1 只列超期未结"),
    ("open", "填 1 只列未结"),
    ("amount_from", "标的额不少于多少元"),
    ("amount_to", "标的额不多于多少元"),
    ("sort", "次序：accepted、closed、amount、running（审理天数），前加 - 为从大到小；没有该值的列在最后"),
    (
        "figure",
        "只列一个数字所数的案件：指标编号。与 part、year、month、court（法院编号）、cause、judge 合用，地址由 /api/v1/figures 给出",
    ),
    ("part", "数字的哪一部分：num、num-less、den、den-less"),
    ("month", "数字的月份"),
    ("through", "数字从年初数到哪个月；与 month 只用其一"),
    ("period", "数字的统计周期"),
    ("after", "翻页的位置：上一页答复中的 next"),
];

/// 一个案件
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CaseRow {
    /// 法院代字
    court: &'static str,
    /// 卷宗流：开卷记录的序号
    stream: i64,
    /// 案号；未立案的材料没有案号，这里是它的称呼
    number: String,
    /// 类型代字
    word: &'static str,
    /// 案由
    cause: String,
    /// 状态
    state: &'static str,
    /// 是否超期未结
    overdue: bool,
    /// 收到材料日
    received: String,
    /// 立案日
    accepted: Option<String>,
    /// 结案日
    closed: Option<String>,
    /// 标的额，以分计
    amount_fen: i64,
    /// 承办法官编号
    judge: Option<u32>,
    /// 网页地址
    page: String,
}

/// 案件列表的一页
#[derive(Debug, Serialize, ToSchema)]
pub struct Cases {
    /// 案件，按法院和卷宗流的次序
    cases: Vec<CaseRow>,
    /// 总数；件数很多、还在清点时没有
    total: Option<i64>,
    /// 下一页的 after；没有下一页则为空
    next: Option<String>,
    /// 筛选条件，逐条用文字说明
    filter: Vec<String>,
    /// 读者应当知道的
    notice: Option<String>,
}

/// 一方当事人，姓名已隐去
#[derive(Debug, Serialize, ToSchema)]
pub struct Party {
    /// 诉讼地位
    role: String,
    /// 姓名（隐名）或单位名称
    name: String,
}

/// 一个案件和它的全部记录
#[derive(Debug, Serialize, ToSchema)]
pub struct Case {
    /// 案件
    case: CaseRow,
    /// 案件事实表的一行：列名到整数，日期是 1970 年起的天数，金额以分计
    facts: BTreeMap<&'static str, Option<i64>>,
    /// 当事人
    parties: Vec<Party>,
    /// 当事人为何没有列出：erased 密钥已销毁、broken 不能打开、none 没有封存；列出时为空
    parties_absent: Option<&'static str>,
    /// 关联案件：它的来源、上级法院的案件，以及由它而来的案件
    related: Vec<RelatedCase>,
    /// 记录，按先后
    entries: Vec<EntryRow>,
}

/// 一个关联案件
#[derive(Debug, Serialize, ToSchema)]
pub struct RelatedCase {
    /// 它是本案的什么，如 来源案件、上诉案件、执行案件
    relation: &'static str,
    /// 法院代字
    court: &'static str,
    /// 卷宗流
    stream: i64,
    /// 案件；那个法院还没有它的事实时为空
    case: Option<CaseRow>,
}

/// 案号对应的案件
#[derive(Debug, Serialize, ToSchema)]
pub struct Found {
    /// 规范写法的案号
    number: String,
    /// 法院代字
    court: &'static str,
    /// 卷宗流
    stream: i64,
    /// 接口地址
    case: String,
    /// 网页地址
    page: String,
}

/// A case in a list.
pub fn row(facts: &CaseFacts, as_of: Day) -> CaseRow {
    let facts = &*facts.shown();
    CaseRow {
        court: code_of(facts.court),
        stream: facts.stream.0,
        number: number_of(facts),
        word: Word::by_code(facts.word).map_or("", Word::as_str),
        cause: cause_of(facts),
        state: state_of(facts),
        overdue: is_overdue(facts, as_of),
        received: facts.received_day.to_string(),
        accepted: facts.accepted_day.map(|day| day.to_string()),
        closed: facts.closed_day.map(|day| day.to_string()),
        amount_fen: facts.amount.0,
        judge: facts.judge.map(|judge| judge.0),
        page: address::case(facts.court, facts.stream),
    }
}

/// The filter of the case list, for the description.
#[derive(Debug)]
pub struct CaseParameters;

impl IntoParams for CaseParameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let one = |name: &str, told: String| {
            let schema = ObjectBuilder::new().schema_type(Type::String).max_length(Some(LONGEST)).build();
            ParameterBuilder::new()
                .name(name)
                .parameter_in(ParameterIn::Query)
                .required(Required::False)
                .description(Some(told))
                .schema(Some(schema))
                .build()
        };
        let own = |name: &str, label: &str| match name {
            "court" => "法院代字，如 辽0102；与 figure 合用时是法院编号".to_owned(),
            "word" => "类型代字，如 民初".to_owned(),
            "state" => "状态，如 closed".to_owned(),
            "cause" => "案由名称或编号，连同其下各级".to_owned(),
            "judge" => "承办法官编号".to_owned(),
            _ => format!("{label}：一个整数，或 1..9 这样的范围；日期是 1970 年起的天数"),
        };
        let columns = CaseFacts::COLUMNS.iter().zip(CaseFacts::LABELS);
        NAMES
            .iter()
            .map(|(name, told)| one(name, (*told).to_owned()))
            .chain(columns.filter(|(name, _)| **name != "stream").map(|(name, label)| one(name, own(name, label))))
            .collect()
    }
}

/// The filter's pairs, each looked at by itself so that all faults are told.
fn filter_of(ask: &mut Ask, as_of: Day) -> BTreeMap<String, String> {
    let pairs = ask.others(&["after", "limit"]);
    if pairs.contains_key("figure") {
        return pairs;
    }
    for (name, value) in &pairs {
        let known = NAMES.iter().any(|(one, _)| one == name) || CaseFacts::COLUMNS.contains(&name.as_str());
        if !known {
            ask.fault(name, format!("没有名为“{}”的参数", short(name)), "可用的参数见 /api。");
            continue;
        }
        let alone = BTreeMap::from([(name.clone(), value.clone())]);
        let read = filter::read(&alone, as_of);
        ask.read(name, read);
    }
    pairs
}

/// A page of cases.
#[utoipa::path(get, path = "/api/v1/cases", tag = "案件", operation_id = "cases", summary = "案件列表",
    description = "与网页上的案件列表同样的筛选条件，全部条件须同时成立。按键翻页：用上一页的 next 作 after。",
    params(CaseParameters,
        ("limit" = Option<i64>, Query, minimum = 1, maximum = 500, description = "至多几件，默认 50")),
    responses((status = 200, description = "案件", body = Cases), Problems))]
pub async fn cases(State(state): State<AppState>, mut ask: Ask) -> Result<Json<Cases>, Problem> {
    let source = state.source();
    let as_of = source.as_of().await?;
    let after = ask.text("after").unwrap_or_default();
    let limit = ask.limit(MOST);
    let pairs = filter_of(&mut ask, as_of);
    let order = if pairs.contains_key("figure") { Ok(Order::default()) } else { order_of(&pairs, as_of) };
    let order = ask.read("sort", order).unwrap_or_default();
    match source.place(order, &after).await {
        Err(fault @ Fault::Unclear { .. }) => drop(ask.read::<()>("after", Err(fault))),
        other => drop(other?),
    }
    ask.done()?;
    let listing = source.list(&pairs, as_of, &after, limit).await?;
    let next = listing.cases.last().filter(|_| listing.more).map(|last| place_text(order, last));
    Ok(Json(Cases {
        cases: listing.cases.iter().map(|facts| row(facts, as_of)).collect(),
        total: listing.total,
        next,
        filter: listing.words,
        notice: listing.notice,
    }))
}

/// One case with its entries.
#[utoipa::path(get, path = "/api/v1/cases/{court}/{stream}", tag = "案件", operation_id = "case", summary = "一个案件",
    description = "案件、当事人（姓名已隐去）、关联案件和全部记录。",
    params(("court" = String, Path, description = "法院代字"), ("stream" = i64, Path, minimum = 1, description = "卷宗流")),
    responses((status = 200, description = "案件", body = Case), Problems))]
pub async fn case(
    State(state): State<AppState>,
    Path((code, stream)): Path<(String, String)>,
    ask: Ask,
) -> Result<Json<Case>, Problem> {
    ask.done()?;
    let court = court_in_path(&code)?;
    let stream = Stream(address::position_of(&stream)?);
    let source = state.source();
    let missing = || Fault::NotFound(format!("{}没有开卷于第 {} 条记录的案件", court.name, stream.0));
    let facts = source.facts(court.id, stream).await?.ok_or_else(missing)?;
    let entries = source.stream(court.id, stream).await?;
    let (parties, parties_absent) = match source.parties(court.id, stream, &entries).await? {
        Parties::Known(pairs) => (pairs, None),
        Parties::Erased => (Vec::new(), Some("erased")),
        Parties::Broken => (Vec::new(), Some("broken")),
        Parties::None => (Vec::new(), Some("none")),
    };
    let as_of = source.as_of().await?;
    let related = related::related(source, &facts, &entries).await?;
    let related = related.into_iter().map(|one| RelatedCase {
        relation: one.relation,
        court: code_of(one.court),
        stream: one.stream.0,
        case: one.facts.map(|facts| row(&facts, as_of)),
    });
    Ok(Json(Case {
        case: row(&facts, as_of),
        facts: CaseFacts::COLUMNS.iter().copied().zip(facts.cells()).collect(),
        parties: parties.into_iter().map(|(role, name)| Party { role, name }).collect(),
        parties_absent,
        related: related.collect(),
        entries: entries.iter().map(EntryRow::from).collect(),
    }))
}

/// The case under a number in any writing.
#[utoipa::path(get, path = "/api/v1/search", tag = "案件", operation_id = "search", summary = "按案号查找",
    description = "案号的括号全角半角均可。",
    params(("number" = String, Query, description = "案号，如 （2020）辽0102民初1234号")),
    responses((status = 200, description = "案件", body = Found), Problems))]
pub async fn search(State(state): State<AppState>, mut ask: Ask) -> Result<Json<Found>, Problem> {
    let text = ask.text("number");
    let text = ask.needed("number", text);
    let number = text.and_then(|text| {
        let number = crate::pages::search::read(&text);
        ask.read("number", number)
    });
    ask.done()?;
    let number =
        number.ok_or_else(|| Problem::unclear(vec![ParameterFault::new("number", "缺少案号", "请给出案号。")]))?;
    let found = state.source().find_number(&number).await?;
    let (court, stream) =
        found.ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, format!("没有案号为{number}的案件。")))?;
    let code = court::court(court).map_or("", |court| court.code);
    Ok(Json(Found {
        number: number.to_string(),
        court: code,
        stream: stream.0,
        case: format!("/api/v1/cases/{code}/{}", stream.0),
        page: address::case(court, stream),
    }))
}
