//! Filings of who calls, as JSON: handing one in at once, following it, and what a party does in it.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use court::filing::{Draft, DraftFault, Matter};
use docket::digest::sm3;
use docket::store::Posted;
use frame::fault::Fault;
use frame::problem::{ActProblems, BodyProblems, CallerProblems, Problem, Problems};
use law::complaint::Complaint;
use law::ids::{CourtId, Stream};
use law::life::codes::State as Phase;
use law::life::facts::CaseFacts;
use permit::Action;
use serde::Serialize;
use utoipa::ToSchema;

use super::drafts::{defects, hand_in};
use super::{Caller, Sheet};
use hall::gate::{Who, escaped};
use hall::may;
use hall::state::{Door, fresh_id};
use matters::act;
use matters::files::named;
use matters::filing::draft::{complaint, draft_fault};
use matters::filing::status::{court_of, story};

/// Matters listed at most.
const MOST: i64 = 500;
/// Longest key of a repeat, in characters.
const KEY_LONGEST: usize = 100;

/// 已经提交的立案申请
#[derive(Debug, Serialize, ToSchema)]
pub struct Filed {
    /// 法院代字
    court: &'static str,
    /// 卷宗流
    stream: i64,
    /// 材料在法院日志里的序号；回执证明的就是它
    position: i64,
    /// 回执的地址
    receipt: String,
}

impl Filed {
    /// The filing that opened a matter; its stream is the position of its first entry.
    pub fn at(court: CourtId, stream: Stream, position: Option<i64>) -> Filed {
        let code = law::court::court(court).map_or("", |court| court.code);
        let position = position.unwrap_or(stream.0);
        let receipt = format!("/api/v1/entries/{}/{position}/receipt", escaped(code));
        Filed { court: code, stream: stream.0, position, receipt }
    }
}

/// 一件立案申请或案件
#[derive(Debug, Serialize, ToSchema)]
pub struct FilingLine {
    /// 法院代字
    court: &'static str,
    /// 卷宗流
    stream: i64,
    /// 案由
    cause: &'static str,
    /// 收到日
    received: String,
    /// 状态代码
    state: u8,
    /// 状态
    state_zh: &'static str,
    /// 案号；立案以后才有
    number: Option<String>,
}

impl FilingLine {
    /// The line of a matter.
    pub fn of(facts: &CaseFacts) -> FilingLine {
        FilingLine {
            court: law::court::court(facts.court).map_or("", |court| court.code),
            stream: facts.stream.0,
            cause: facts.cause.and_then(law::cause::cause).map_or("", |cause| cause.name),
            received: facts.received_day.to_string(),
            state: facts.state,
            state_zh: Phase::from_code(facts.state).map_or("", Phase::zh),
            number: facts.serial.map(|_| matters::desk::list::number(facts)),
        }
    }
}

/// 经过和下一步
#[derive(Debug, Serialize, ToSchema)]
pub struct StoryStep {
    /// 时刻，或者最晚到哪天
    when: String,
    /// 办了什么，或者要办什么
    what: String,
    /// 说明
    more: String,
    /// done、next 或 late
    state: &'static str,
}

/// 随申请提交的一个文件
#[derive(Debug, Serialize, ToSchema)]
pub struct FileSheet {
    /// 摘要（SM3）
    digest: String,
    /// 按内容认定的类型，如 pdf
    kind: String,
    /// 字节数
    size: i64,
}

/// 一件立案申请的全部情况
#[derive(Debug, Serialize, ToSchema)]
pub struct FilingSheet {
    /// 概要
    #[serde(flatten)]
    line: FilingLine,
    /// 起诉状现在的样子；没有网上填写的没有
    #[schema(value_type = Object)]
    complaint: Option<Complaint>,
    /// 随申请提交的文件；回执证明的记录里写着它们的摘要
    files: Vec<FileSheet>,
    /// 经过和下一步
    steps: Vec<StoryStep>,
    /// 提交时的回执
    receipt: String,
}

impl FilingSheet {
    /// The course alone, for those who may not read the papers.
    pub fn without_papers(self) -> FilingSheet {
        FilingSheet { complaint: None, files: Vec::new(), ..self }
    }

    /// The sheet of a matter.
    pub fn of(matter: &Matter, today: law::day::Day) -> FilingSheet {
        let facts = &matter.case.facts;
        let steps = story(matter, today).into_iter();
        FilingSheet {
            line: FilingLine::of(facts),
            complaint: matter.complaint.as_deref().map(complaint),
            files: matter
                .files()
                .into_iter()
                .map(|file| FileSheet { digest: file.digest, kind: file.kind, size: file.size })
                .collect(),
            steps: steps
                .map(|step| StoryStep { when: step.when, what: step.what, more: step.more, state: step.state })
                .collect(),
            receipt: Filed::at(facts.court, facts.stream, None).receipt,
        }
    }
}

/// 办理以后新增的记录
#[derive(Debug, Serialize, ToSchema)]
pub struct Entered {
    /// 法院代字
    court: &'static str,
    /// 新增记录的序号
    positions: Vec<i64>,
    /// 这些记录的回执地址
    receipts: Vec<String>,
}

impl Entered {
    /// What was entered.
    pub fn of(done: &[Posted]) -> Entered {
        let entries: Vec<_> = done.iter().flat_map(|posted| &posted.entries).collect();
        let court = entries.first().and_then(|entry| law::court::court(entry.court)).map_or("", |court| court.code);
        let receipt = |position: &i64| format!("/api/v1/entries/{}/{position}/receipt", escaped(court));
        let positions: Vec<i64> = entries.iter().map(|entry| entry.position).collect();
        Entered { court, receipts: positions.iter().map(receipt).collect(), positions }
    }
}

/// The filings of who calls.
#[utoipa::path(get, path = "/api/v1/filings", tag = "立案", operation_id = "filings", summary = "我的立案申请和案件",
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "最近的在前，至多 500 件", body = Vec<FilingLine>), Problems, CallerProblems))]
pub async fn list(State(door): State<Door>, Caller(who): Caller) -> Result<Json<Vec<FilingLine>>, Fault> {
    may::follow(&who)?;
    let filed = door.docket().matters_of(who.account(), MOST).await.map_err(|cause| Fault::unavailable(&cause))?;
    Ok(Json(filed.iter().map(FilingLine::of).collect()))
}

/// Files a complaint at once.
#[utoipa::path(post, path = "/api/v1/filings", tag = "立案", operation_id = "file", summary = "提交立案",
    description = "一次提交整份起诉状。请求头 idempotency-key 相同的重复提交只成为一件，答复也相同。",
    security(("token" = []), ("session" = [])),
    params(("idempotency-key" = Option<String>, Header, description = "重复提交的凭据，至多 100 个字")),
    request_body(content = Object, content_type = "application/json", description = "起诉状"),
    responses((status = 201, description = "已经提交", body = Filed), (status = 200, description = "以前已经提交", body = Filed),
        Problems, CallerProblems, BodyProblems, ActProblems))]
pub async fn file(
    State(door): State<Door>,
    Caller(who): Caller,
    headers: HeaderMap,
    Sheet(filled): Sheet<Complaint>,
) -> Result<(StatusCode, Json<Filed>), Problem> {
    may::file(&who)?;
    defects(&filled, door.now().day())?;
    let key = headers.get("idempotency-key");
    let id = match key.map(|value| value.to_str()) {
        None => fresh_id()?,
        Some(Ok(key)) if !key.is_empty() && key.chars().count() <= KEY_LONGEST => {
            let own = format!("mingjing idempotency\0{}\0{key}", who.account());
            sm3(own.as_bytes()).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
        }
        Some(_) => {
            return Err(Fault::unclear("请求头 idempotency-key 不能读", "请写 1 至 100 个 ASCII 字符。").into());
        }
    };
    let body = serde_json::to_string(&filled).map_err(|cause| Fault::unavailable(&cause))?;
    let fresh = Draft { id, account: who.account(), version: 0, changed_at: door.now(), body, filed: None };
    if key.is_some()
        && let Some(answer) = again(&door, &who, &fresh).await?
    {
        return Ok(answer);
    }
    if !named(&filled).is_empty() {
        // files belong to a draft that is there, or they would be swept away as nobody's
        let begun = door.drafts().begin(&fresh.id, fresh.account, &fresh.body, door.now()).await;
        return match again(&door, &who, &fresh).await? {
            Some(answer) => Ok(answer),
            None => Err(draft_fault(begun.err().unwrap_or(DraftFault::NotFound)).into()),
        };
    }
    match hand_in(&door, &who, &fresh).await {
        Ok((status, filed)) => Ok((status, Json(filed))),
        // another complaint under the same key may have been quicker: that is said rather than the conflict
        Err(fault) => again(&door, &who, &fresh).await?.ok_or(fault),
    }
}

/// The answer when a complaint was sent under this key before: filed now, if it was not then.
async fn again(door: &Door, who: &Who, fresh: &Draft) -> Result<Option<(StatusCode, Json<Filed>)>, Problem> {
    match door.drafts().load(&fresh.id, fresh.account).await {
        Ok(known) if known.body == fresh.body => {
            let handed = match hand_in(door, who, &known).await {
                // who sent it at the same time may have been quicker, and has taken its files along
                Err(fault) if known.filed.is_none() => {
                    let now = door.drafts().load(&fresh.id, fresh.account).await.map_err(draft_fault)?;
                    if now.filed.is_none() {
                        return Err(fault);
                    }
                    hand_in(door, who, &now).await?
                }
                other => other?,
            };
            Ok(Some((handed.0, Json(handed.1))))
        }
        Ok(_) => Err(Fault::Conflict("这个 idempotency-key 已经用于另一份起诉状".to_owned()).into()),
        Err(DraftFault::NotFound) => Ok(None),
        Err(other) => Err(draft_fault(other).into()),
    }
}

/// A filing of who calls.
#[utoipa::path(get, path = "/api/v1/filings/{court}/{stream}", tag = "立案", operation_id = "filing", summary = "一件立案申请",
    security(("token" = []), ("session" = [])),
    params(("court" = String, Path, description = "法院代字"), ("stream" = i64, Path, description = "卷宗流")),
    responses((status = 200, description = "全部情况", body = FilingSheet), Problems, CallerProblems))]
pub async fn one(
    State(door): State<Door>,
    Caller(who): Caller,
    Path((code, stream)): Path<(String, i64)>,
) -> Result<Json<FilingSheet>, Fault> {
    let (matter, _) = act::own(&door, &who, court_of(&code)?, stream).await?;
    may::upon(&who, Action::ViewFiling, &matter, false)?;
    Ok(Json(FilingSheet::of(&matter, door.now().day())))
}

/// Does what a party may do in it.
#[utoipa::path(post, path = "/api/v1/filings/{court}/{stream}/acts", tag = "立案", operation_id = "party_act",
    summary = "补正、提供数字、交费、申请回避", security(("token" = []), ("session" = [])),
    params(("court" = String, Path, description = "法院代字"), ("stream" = i64, Path, description = "卷宗流")),
    request_body(content = act::Step, content_type = "application/json"),
    responses((status = 201, description = "已经办理", body = Entered), Problems, CallerProblems, BodyProblems, ActProblems))]
pub async fn act(
    State(door): State<Door>,
    Caller(who): Caller,
    Path((code, stream)): Path<(String, i64)>,
    Sheet(step): Sheet<act::Step>,
) -> Result<(StatusCode, Json<Entered>), Fault> {
    let own = act::own(&door, &who, court_of(&code)?, stream).await?;
    let posted = act::take(&door, &who, &own, step).await?;
    Ok((StatusCode::CREATED, Json(Entered::of(&[posted]))))
}
