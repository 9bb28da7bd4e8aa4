//! Cross-region filing as JSON: what the own court took in for others, what they answered, and that the party was told.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use court::relay::{Relayed, relayed};
use frame::fault::Fault;
use frame::problem::{ActProblems, BodyProblems, CallerProblems, Problem, Problems};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::filings::Entered;
use super::{Caller, Sheet};
use hall::state::Door;
use matters::act::{LOOKED_AT, may_relay, tell};
use matters::desk::relays::{Waiting, words};

/// 管辖法院的一次答复
#[derive(Debug, Serialize, ToSchema)]
pub struct RelayAnswer {
    /// 在管辖法院日志里的序号
    position: i64,
    /// 时刻，毫秒
    at: i64,
    /// 种类，如 case.accepted.v1
    kind: &'static str,
    /// 告诉当事人的话；不公开的案件没有
    words: Option<String>,
    /// 已经告知当事人的时刻，毫秒
    told_at: Option<i64>,
}

/// 为别的法院收下的一份材料
#[derive(Debug, Serialize, ToSchema)]
pub struct RelayLine {
    /// 本院转送的记录
    stream: i64,
    /// 管辖法院的代字
    to: &'static str,
    /// 转送的时刻，毫秒
    at: i64,
    /// 在管辖法院的卷宗流；还没有送达的没有
    matter: Option<i64>,
    /// 到第一次答复（没有答复的到现在）用了多少工作分钟
    minutes: i64,
    /// 最晚什么时候答复，毫秒
    until: i64,
    /// 答复，先后排列
    answers: Vec<RelayAnswer>,
}

impl RelayLine {
    fn of(one: &Relayed, door: &Door) -> RelayLine {
        let waiting = Waiting::since(one.at, one.answered().unwrap_or(door.now()));
        let answers = one.answers.iter().map(|answer| RelayAnswer {
            position: answer.position,
            at: answer.at.0,
            kind: answer.what.kind(),
            words: one.open().then(|| words(answer)),
            told_at: one.told.iter().find(|(position, _)| *position == answer.position).map(|(_, at)| at.0),
        });
        RelayLine {
            stream: one.stream.0,
            to: law::court::court(one.to).map_or("", |court| court.code),
            at: one.at.0,
            matter: one.matter.as_ref().map(|facts| facts.stream.0),
            minutes: waiting.minutes,
            until: waiting.until.0,
            answers: answers.collect(),
        }
    }
}

/// What the own court took in for others.
#[utoipa::path(get, path = "/api/v1/desk/relays", tag = "立案工作台", operation_id = "relays", summary = "本院转出的跨域收件",
    description = "最近的在前，至多 200 件。", security(("session" = [])),
    responses((status = 200, description = "转出的收件和答复", body = Vec<RelayLine>), Problems, CallerProblems))]
pub async fn list(State(door): State<Door>, Caller(who): Caller) -> Result<Json<Vec<RelayLine>>, Fault> {
    let own = may_relay(&who)?;
    let all = relayed(door.docket(), own, LOOKED_AT).await.map_err(|cause| Fault::unavailable(&cause))?;
    Ok(Json(all.iter().map(|one| RelayLine::of(one, &door)).collect()))
}

/// 告知的答复
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RelayTold {
    /// 答复在管辖法院日志里的序号
    answer: i64,
}

/// Notes that the party was told.
#[utoipa::path(post, path = "/api/v1/desk/relays/{stream}/told", tag = "立案工作台", operation_id = "relay_told",
    summary = "登记已把答复告知当事人", security(("session" = [])),
    params(("stream" = i64, Path, description = "本院转送的记录")),
    request_body(content = RelayTold, content_type = "application/json"),
    responses((status = 201, description = "已经登记", body = Entered), Problems, CallerProblems, BodyProblems, ActProblems))]
pub async fn told(
    State(door): State<Door>,
    Caller(who): Caller,
    Path(stream): Path<i64>,
    Sheet(body): Sheet<RelayTold>,
) -> Result<(StatusCode, Json<Entered>), Problem> {
    let posted = tell(&door, &who, stream, body.answer).await?;
    Ok((StatusCode::CREATED, Json(Entered::of(&[posted]))))
}
