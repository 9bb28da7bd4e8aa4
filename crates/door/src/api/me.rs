//! Who this request comes from.

use axum::Json;
use axum::extract::State;
use frame::fault::Fault;
use frame::problem::{CallerProblems, Problems};
use serde::Serialize;
use utoipa::ToSchema;

use super::Caller;
use hall::gate::trouble;
use hall::state::Door;

/// 这次请求的身份
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    /// 办理所用的账号：代办时是被代办人的
    account: i64,
    /// 登录的人的姓名或者名称
    name: String,
    /// 正在代谁办理；为自己办理的没有
    acts_for: Option<String>,
    /// 身份代码
    role: &'static str,
    /// 身份
    role_zh: &'static str,
    /// 任职法院的代字；不在法院任职的没有
    court: Option<&'static str>,
    /// 令牌的接口范围；凭会话的没有
    scopes: Option<Vec<&'static str>>,
    /// 凭会话写入时放进请求头 x-csrf-token 的值；凭令牌的没有
    csrf: Option<String>,
}

/// Who calls.
#[utoipa::path(get, path = "/api/v1/me", tag = "身份", operation_id = "me", summary = "我是谁",
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "身份", body = Me), Problems, CallerProblems))]
pub async fn me(State(door): State<Door>, Caller(who): Caller) -> Result<Json<Me>, Fault> {
    let by_token = who.scopes.is_some();
    let acts_for = Some(who.signed.name.clone()).filter(|_| who.signed.acts_for_another());
    let name = match acts_for {
        Some(_) => {
            let person = door.people().account(who.signed.person).await.map_err(trouble)?;
            person.map(|person| person.name).unwrap_or_default()
        }
        None => who.signed.name.clone(),
    };
    Ok(Json(Me {
        account: who.signed.account.0,
        name,
        acts_for,
        role: who.role.word(),
        role_zh: who.role.zh(),
        court: who.court().or(who.only).and_then(law::court::court).map(|court| court.code),
        scopes: who.scopes.as_ref().map(|scopes| scopes.iter().map(|scope| scope.word()).collect()),
        csrf: (!by_token).then(|| who.csrf().to_owned()),
    }))
}
