//! The own account as JSON: agents of a company, wards of a guardian, and for whom one acts.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use frame::fault::Fault;
use frame::problem::{ActProblems, BodyProblems, CallerProblems, ParameterFault, Problem, Problems};
use people::session::How;
use people::{AccountId, Fault as Trouble};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Caller, Sheet};
use hall::gate::{token, trouble};
use hall::state::Door;
use matters::act::{Naming, Ward, Wrong, add_ward, end_agent, name_agent, named_agents, own_wards};

/// 代办人
#[derive(Debug, Serialize, ToSchema)]
pub struct AgentLine {
    /// 代办人的账号
    account: i64,
    /// 姓名
    name: String,
    /// 特别授权事项；没有的是一般授权
    powers: Vec<&'static str>,
    /// 起
    from: String,
    /// 止；没有定期限的没有
    until: Option<String>,
}

/// 被监护人
#[derive(Debug, Serialize, ToSchema)]
pub struct WardLine {
    /// 账号
    account: i64,
    /// 姓名
    name: String,
    /// 可以代为办理：未满十八周岁，账户在用
    minor: bool,
}

/// 可以代谁办理
#[derive(Debug, Serialize, ToSchema)]
pub struct PrincipalLine {
    /// 账号
    account: i64,
    /// 姓名或者名称
    name: String,
    /// agent 或者 guardian
    how: &'static str,
}

/// 为谁办理
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// 被代办人的账号；为自己办理的写 null
    account: Option<i64>,
}

/// 新登记的账号
#[derive(Debug, Serialize, ToSchema)]
pub struct MadeAccount {
    /// 账号
    account: i64,
}

fn refused(wrong: Wrong) -> Problem {
    let faults =
        wrong.iter().map(|(field, told)| ParameterFault::new(field, told.trim_end_matches('。'), "请改正后再提交。"));
    Problem::unclear(faults.collect())
}

/// Agents of the own company.
#[utoipa::path(get, path = "/api/v1/me/agents", tag = "身份", operation_id = "agents", summary = "本单位的代办人",
    security(("session" = [])), responses((status = 200, description = "代办人", body = Vec<AgentLine>), Problems, CallerProblems))]
pub async fn agents(State(door): State<Door>, Caller(who): Caller) -> Result<Json<Vec<AgentLine>>, Fault> {
    let agents = named_agents(&door, &who).await?;
    let line = |(agent, name): (people::account::Agent, String)| AgentLine {
        account: agent.agent.0,
        name,
        powers: agent.powers.iter().map(|power| power.word()).collect(),
        from: agent.from.to_string(),
        until: agent.until.map(|until| until.to_string()),
    };
    Ok(Json(agents.into_iter().map(line).collect()))
}

/// Names an agent.
#[utoipa::path(post, path = "/api/v1/me/agents", tag = "身份", operation_id = "name_agent", summary = "指定代办人",
    description = "由单位自己的账户指定；已经指定的改为新的授权范围和期限。", security(("session" = [])),
    request_body(content = Naming, content_type = "application/json"),
    responses((status = 204, description = "已经指定"), Problems, CallerProblems, BodyProblems, ActProblems))]
pub async fn name(
    State(door): State<Door>,
    Caller(who): Caller,
    Sheet(naming): Sheet<Naming>,
) -> Result<StatusCode, Problem> {
    match name_agent(&door, &who, &naming).await? {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(wrong) => Err(refused(wrong)),
    }
}

/// Ends an agent's authority at once.
#[utoipa::path(delete, path = "/api/v1/me/agents/{account}", tag = "身份", operation_id = "end_agent", summary = "终止代办",
    security(("session" = [])), params(("account" = i64, Path, description = "代办人的账号")),
    responses((status = 204, description = "已经终止"), Problems, CallerProblems))]
pub async fn end(State(door): State<Door>, Caller(who): Caller, Path(agent): Path<i64>) -> Result<StatusCode, Problem> {
    end_agent(&door, &who, agent).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Wards of the caller.
#[utoipa::path(get, path = "/api/v1/me/wards", tag = "身份", operation_id = "wards", summary = "未成年的被监护人",
    security(("session" = [])), responses((status = 200, description = "被监护人", body = Vec<WardLine>), Problems, CallerProblems))]
pub async fn wards(State(door): State<Door>, Caller(who): Caller) -> Result<Json<Vec<WardLine>>, Fault> {
    let wards = own_wards(&door, &who).await?.into_iter();
    Ok(Json(wards.map(|(one, minor)| WardLine { account: one.number.0, name: one.name, minor }).collect()))
}

/// Registers a ward.
#[utoipa::path(post, path = "/api/v1/me/wards", tag = "身份", operation_id = "add_ward", summary = "登记被监护人",
    security(("session" = [])), request_body(content = Ward, content_type = "application/json"),
    responses((status = 201, description = "已经登记", body = MadeAccount), Problems, CallerProblems, BodyProblems, ActProblems))]
pub async fn ward(
    State(door): State<Door>,
    Caller(who): Caller,
    Sheet(ward): Sheet<Ward>,
) -> Result<(StatusCode, Json<MadeAccount>), Problem> {
    match add_ward(&door, &who, &ward).await? {
        Ok(account) => Ok((StatusCode::CREATED, Json(MadeAccount { account: account.0 }))),
        Err(wrong) => Err(refused(wrong)),
    }
}

/// For whom the caller may act.
#[utoipa::path(get, path = "/api/v1/me/acting", tag = "身份", operation_id = "principals", summary = "可以代谁办理",
    security(("session" = [])), responses((status = 200, description = "单位和被监护人", body = Vec<PrincipalLine>), Problems, CallerProblems))]
pub async fn principals(State(door): State<Door>, Caller(who): Caller) -> Result<Json<Vec<PrincipalLine>>, Fault> {
    let all = door.people().principals(who.signed.person, door.now()).await.map_err(trouble)?.into_iter();
    let how = |how: &How| if *how == How::Guardian { "guardian" } else { "agent" };
    Ok(Json(
        all.map(|one| PrincipalLine { how: how(&one.how), account: one.account.number.0, name: one.account.name })
            .collect(),
    ))
}

/// Acts for another from now on.
#[utoipa::path(post, path = "/api/v1/me/acting", tag = "身份", operation_id = "act_for", summary = "选择为谁办理",
    description = "对这次登录的会话有效，直到另选或者授权到期。", security(("session" = [])),
    request_body(content = Choice, content_type = "application/json"),
    responses((status = 204, description = "已经选定"), Problems, CallerProblems, BodyProblems, ActProblems))]
pub async fn act_for(
    State(door): State<Door>,
    Caller(who): Caller,
    headers: HeaderMap,
    Sheet(choice): Sheet<Choice>,
) -> Result<StatusCode, Problem> {
    if who.scopes.is_some() {
        return Err(Fault::Denied("令牌只为签发给它的账户办理，不能另选".to_owned()).into());
    }
    let token = token(&headers).unwrap_or_default();
    match door.people().act_for(&token, choice.account.map(AccountId), door.now()).await {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(Trouble::Refused(faults)) => {
            Err(refused(faults.into_iter().map(|fault| ("account".to_owned(), fault.sentence)).collect()))
        }
        Err(cause) => Err(trouble(cause).into()),
    }
}
