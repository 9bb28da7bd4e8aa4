//! The desk as JSON: what waits, one matter, and every act upon it.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use frame::fault::Fault;
use frame::problem::{ActProblems, BodyProblems, CallerProblems, ParameterFault, Problem, Problems};
use permit::Action;
use serde::Serialize;
use utoipa::ToSchema;

use super::filings::{Entered, FilingLine, FilingSheet};
use super::{Caller, Sheet};
use hall::gate::Asked;
use hall::may::{own_court, within};
use hall::state::Door;
use matters::act::{Deed, Outcome, do_at_desk, load, open, open_seen};
use matters::desk::cases::{PAGE, asked, listed};
use matters::desk::list::waiting;
use matters::filing::draft::complaint;

/// 本院待办
#[derive(Debug, Serialize, ToSchema)]
pub struct Desk {
    /// 法院代字
    court: &'static str,
    /// 等待审查的立案申请，先收到的在前
    filings: Vec<FilingLine>,
    /// 已经立案、等待抽签的
    to_draw: Vec<FilingLine>,
    /// 指定分案、变更审判人员、回避，等待决定的
    to_decide: Vec<ToDecide>,
    /// 没有人可以抽的
    unassignable: Vec<NobodyLine>,
    /// 席位空缺、等待重新抽签的
    to_redraw: Vec<FilingLine>,
}

/// 等待决定的一件事
#[derive(Debug, Serialize, ToSchema)]
pub struct ToDecide {
    /// 案件
    case: FilingLine,
    /// naming、change、recusal 或 reconsideration
    what: &'static str,
    /// 事项
    what_zh: &'static str,
}

/// 没有人可以抽的一件案件
#[derive(Debug, Serialize, ToSchema)]
pub struct NobodyLine {
    /// 案件
    case: FilingLine,
    /// 首次抽签
    since: String,
    /// 过了这天转分管副院长
    escalates: String,
}

/// What waits at the desk of the own court.
#[utoipa::path(get, path = "/api/v1/desk", tag = "立案工作台", operation_id = "desk", summary = "本院待办",
    security(("session" = [])),
    responses((status = 200, description = "待办", body = Desk), Problems, CallerProblems))]
pub async fn desk(State(door): State<Door>, Caller(who): Caller) -> Result<Json<Desk>, Fault> {
    let court = own_court(&who)?;
    within(&who, Action::ListFilings, court)?;
    let (filings, to_draw) = waiting(&door, court).await?;
    let benches = matters::desk::waiting::waiting(&door, court).await?;
    let decide = benches.decisions.iter().map(|(facts, wait)| ToDecide {
        case: FilingLine::of(facts),
        what: wait.word(),
        what_zh: wait.zh(),
    });
    let nobody = benches.nobody.iter().map(|(facts, since, by)| NobodyLine {
        case: FilingLine::of(facts),
        since: since.to_string(),
        escalates: by.to_string(),
    });
    Ok(Json(Desk {
        court: law::court::court(court).map_or("", |court| court.code),
        filings: filings.iter().map(FilingLine::of).collect(),
        to_draw: to_draw.iter().map(FilingLine::of).collect(),
        to_decide: decide.collect(),
        unassignable: nobody.collect(),
        to_redraw: benches.places.iter().map(FilingLine::of).collect(),
    }))
}

/// 一页案件
#[derive(Debug, Serialize, ToSchema)]
pub struct CasePage {
    /// 案件，新收的在前
    cases: Vec<FilingLine>,
    /// 下一页的 before；没有下一页时没有
    next: Option<String>,
}

/// Cases who calls may see.
#[utoipa::path(get, path = "/api/v1/desk/cases", tag = "立案工作台", operation_id = "desk_cases", summary = "可以查看的案件",
    description = "按职务、法院和密级，只列可以查看的，每页 50 件。", security(("session" = [])),
    params(("court" = Option<String>, Query, description = "法院代字"), ("state" = Option<u8>, Query, description = "状态代码"),
        ("judge" = Option<u32>, Query, description = "法官编号"), ("before" = Option<String>, Query, description = "上一页答复的 next")),
    responses((status = 200, description = "一页", body = CasePage), Problems, CallerProblems))]
pub async fn cases(
    State(door): State<Door>,
    Caller(who): Caller,
    Asked(query): Asked,
) -> Result<Json<CasePage>, Fault> {
    let (filter, before) = asked(&query)?;
    let mut found = listed(&door, &who, &filter, before, PAGE + 1).await?;
    let more = found.len() > usize::try_from(PAGE).unwrap_or(0);
    found.truncate(usize::try_from(PAGE).unwrap_or(0));
    let next = found.last().filter(|_| more).map(|last| format!("{}-{}", last.court.0, last.stream.0));
    Ok(Json(CasePage { cases: found.iter().map(FilingLine::of).collect(), next }))
}

/// One matter at the desk.
#[utoipa::path(get, path = "/api/v1/desk/{court}/{stream}", tag = "立案工作台", operation_id = "desk_matter",
    summary = "一件立案申请或案件", description = "查看不公开的案件，这次查看会记入日志。", security(("session" = [])),
    params(("court" = String, Path, description = "法院代字"), ("stream" = i64, Path, description = "卷宗流")),
    responses((status = 200, description = "全部情况", body = FilingSheet), Problems, CallerProblems))]
pub async fn one(
    State(door): State<Door>,
    Caller(who): Caller,
    Path((code, stream)): Path<(String, i64)>,
) -> Result<Json<FilingSheet>, Fault> {
    let (matter, sight) = open_seen(&door, &who, (&code, stream)).await?;
    let sheet = FilingSheet::of(&matter, door.now().day());
    Ok(Json(if sight.papers { sheet } else { sheet.without_papers() }))
}

/// 审查清单的一项
#[derive(Debug, Serialize, ToSchema)]
pub struct ItemSheet {
    /// 序号，1 至 15
    number: u8,
    /// 审查什么
    what: &'static str,
    /// 补正的代码，如 R03；不能补正、只能释明的为空
    code: &'static str,
    /// 符合、不符合或者人工核对
    verdict: &'static str,
    /// 为什么
    why: String,
    /// 补正通知可以怎样写
    say: String,
}

/// What the machine finds in a filing, for the clerk to decide.
#[utoipa::path(get, path = "/api/v1/desk/{court}/{stream}/checks", tag = "立案工作台", operation_id = "desk_checks",
    summary = "审查清单", description = "系统只提出建议，由立案人员认定。不公开的案件，这次查看会记入日志。",
    security(("session" = [])),
    params(("court" = String, Path, description = "法院代字"), ("stream" = i64, Path, description = "卷宗流")),
    responses((status = 200, description = "十五项；没有网上填写起诉状的为空", body = Vec<ItemSheet>), Problems, CallerProblems))]
pub async fn checks(
    State(door): State<Door>,
    Caller(who): Caller,
    Path((code, stream)): Path<(String, i64)>,
) -> Result<Json<Vec<ItemSheet>>, Fault> {
    let matter = open(&door, &who, (&code, stream), Action::ViewFiling).await?;
    let Some(filled) = matter.complaint.as_deref().map(complaint) else { return Ok(Json(Vec::new())) };
    let items = matters::desk::checks::items(&door, &matter, &filled).await?;
    let sheet = |item: law::complaint::Item| ItemSheet {
        number: item.number,
        what: item.what,
        code: item.code,
        verdict: item.verdict.zh(),
        why: item.why,
        say: item.say,
    };
    Ok(Json(items.into_iter().map(sheet).collect()))
}

/// Does an act upon it.
#[utoipa::path(post, path = "/api/v1/desk/{court}/{stream}/acts", tag = "立案工作台", operation_id = "desk_act",
    summary = "办理", description = "立案、通知补正、不予受理、抽签分案等。立案和分案不能撤回。", security(("session" = [])),
    params(("court" = String, Path, description = "法院代字"), ("stream" = i64, Path, description = "卷宗流")),
    request_body(content = Deed, content_type = "application/json"),
    responses((status = 201, description = "已经办理", body = Entered), Problems, CallerProblems, BodyProblems, ActProblems))]
pub async fn act(
    State(door): State<Door>,
    Caller(who): Caller,
    Path((code, stream)): Path<(String, i64)>,
    Sheet(deed): Sheet<Deed>,
) -> Result<(StatusCode, Json<Entered>), Problem> {
    let matter = load(&door, &code, stream).await?;
    match do_at_desk(&door, &who, &matter, deed).await? {
        Outcome::Done(done) => Ok((StatusCode::CREATED, Json(Entered::of(&done)))),
        Outcome::Nobody(nobody) => {
            let faults = nobody.candidates.iter().map(|one| {
                let why: Vec<&str> = one.failing.iter().map(|failing| failing.zh()).collect();
                ParameterFault::new(&format!("{} 号法官", one.judge.0), why.join("；"), "没有分案。")
            });
            let told = format!("{}一席没有符合条件的人，没有分案。", nobody.kind.zh());
            Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, told).listing(faults.collect()))
        }
    }
}
