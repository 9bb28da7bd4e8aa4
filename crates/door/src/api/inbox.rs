//! The inbox as JSON: letters to who calls, and noting that they were opened.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use frame::fault::Fault;
use frame::problem::{BodyProblems, CallerProblems, Problem, Problems};
use law::ids::CourtId;
use letters::{Letter, Words};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Caller, Sheet};
use hall::gate::Asked;
use hall::state::Door;
use matters::filing::status::{address, court_of};
use matters::inbox::list::{spot, spot_text};
use matters::inbox::{failed, letter, own};

/// Letters of an answer.
const PAGE: i64 = 50;

/// 一条通知
#[derive(Debug, Serialize, ToSchema)]
pub struct LetterLine {
    /// 法院代字
    court: &'static str,
    /// 所说的记录在法院日志里的序号；和法院一起就是这条通知的编号
    position: i64,
    /// 卷宗流
    stream: i64,
    /// 事项代码
    subject: &'static str,
    /// 事项
    subject_zh: &'static str,
    /// 记录的时刻，1970 年以来的毫秒
    told_at: i64,
    /// 期限
    due: Option<String>,
    /// 第一次打开的时刻；没有打开过的没有
    read_at: Option<i64>,
}

impl LetterLine {
    fn of(letter: &Letter) -> LetterLine {
        LetterLine {
            court: law::court::court(letter.key.court).map_or("", |court| court.code),
            position: letter.key.position,
            stream: letter.stream.0,
            subject: letter.subject.word(),
            subject_zh: letter.subject.zh(),
            told_at: letter.told_at.0,
            due: letter.due.map(|due| due.to_string()),
            read_at: letter.read_at.map(|at| at.0),
        }
    }
}

/// 收件箱的一页
#[derive(Debug, Serialize, ToSchema)]
pub struct Inbox {
    /// 没有打开过的条数
    unread: i64,
    /// 通知，新的在前
    letters: Vec<LetterLine>,
    /// 下一页的 before；没有下一页的没有
    next: Option<String>,
}

/// 一条通知的全文
#[derive(Debug, Serialize, ToSchema)]
pub struct LetterSheet {
    /// 概要
    #[serde(flatten)]
    line: LetterLine,
    /// 发生了什么
    what: String,
    /// 可以或者应当做什么
    todo: &'static str,
    /// 期限是什么
    due_zh: Option<&'static str>,
    /// 依据
    basis: &'static str,
    /// 案件的地址
    matter: String,
    /// 抽签的地址；不是抽签的没有
    draw: Option<String>,
}

/// 打开了哪些通知
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Opened {
    /// 法院代字；不写则为全部
    court: Option<String>,
    /// 序号；和法院一起写
    position: Option<i64>,
}

/// Letters to who calls.
#[utoipa::path(get, path = "/api/v1/inbox", tag = "立案", operation_id = "inbox", summary = "收件箱",
    security(("token" = []), ("session" = [])),
    params(("before" = Option<String>, Query, description = "上一页的 next")),
    responses((status = 200, description = "一页", body = Inbox), Problems, CallerProblems))]
pub async fn list(State(door): State<Door>, Caller(who): Caller, Asked(query): Asked) -> Result<Json<Inbox>, Problem> {
    own(&who)?;
    let account = who.signed.account;
    let mut all = door.letters().inbox(account, spot(query.text("before"))?, PAGE + 1).await.map_err(failed)?;
    let more = all.len() > usize::try_from(PAGE).unwrap_or(0);
    all.truncate(usize::try_from(PAGE).unwrap_or(0));
    let next = all.last().filter(|_| more).map(|last| spot_text(last.spot()));
    let unread = door.letters().unread(account).await.map_err(failed)?;
    let only = |letter: &&Letter| who.only.is_none_or(|only| only == letter.key.court);
    Ok(Json(Inbox { unread, letters: all.iter().filter(only).map(LetterLine::of).collect(), next }))
}

/// One letter. Reading it here does not note that it was opened.
#[utoipa::path(get, path = "/api/v1/inbox/{court}/{position}", tag = "立案", operation_id = "letter", summary = "一条通知",
    security(("token" = []), ("session" = [])),
    params(("court" = String, Path, description = "法院代字"), ("position" = i64, Path, description = "序号")),
    responses((status = 200, description = "全文", body = LetterSheet), Problems, CallerProblems))]
pub async fn one(
    State(door): State<Door>,
    Caller(who): Caller,
    Path((code, position)): Path<(String, i64)>,
) -> Result<Json<LetterSheet>, Problem> {
    let (letter, words) = letter::find(&door, &who, &code, position).await?;
    let Words { what, todo, by, basis, draw, .. } = words;
    Ok(Json(LetterSheet {
        line: LetterLine::of(&letter),
        what,
        todo,
        due_zh: by.map(|(_, what)| what),
        basis,
        matter: address(letter.key.court, letter.stream),
        draw,
    }))
}

/// Notes that letters were opened: one, or all.
#[utoipa::path(post, path = "/api/v1/inbox/read", tag = "立案", operation_id = "read_letters", summary = "标为已读",
    security(("token" = []), ("session" = [])),
    request_body = Opened,
    responses((status = 204, description = "已标"), Problems, BodyProblems, CallerProblems))]
pub async fn read(
    State(door): State<Door>,
    Caller(who): Caller,
    Sheet(opened): Sheet<Opened>,
) -> Result<StatusCode, Problem> {
    own(&who)?;
    let one: Option<(CourtId, i64)> = match (&opened.court, opened.position) {
        (None, None) => None,
        (Some(code), Some(position)) => Some((court_of(code)?, position)),
        _ => return Err(Fault::unclear("court 和 position 只写了一个", "两个一起写，或者都不写。").into()),
    };
    if let Some((court, position)) = one {
        let found = door.letters().one(who.signed.account, court, position).await.map_err(failed)?;
        found.ok_or_else(|| Fault::NotFound("没有发给您的这条通知".to_owned()))?;
    }
    door.letters().read(who.signed.account, one, door.now()).await.map_err(failed)?;
    Ok(StatusCode::NO_CONTENT)
}
