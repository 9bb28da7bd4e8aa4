//! Tokens of institutions: the list, making one (shown once), revoking one.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use frame::fault::Fault;
use frame::format::{day_text, moment};
use frame::shell::Frame;
use law::court::{by_code, court, courts};
use law::day::{Day, Moment};
use people::token::{ApiToken, TokenDraft, TokenId};
use people::{AccountId, SystemDraw};
use permit::{Action, Scope};

use super::{court_for, ways};
use hall::form::{Field, Form, Kind, Sent};
use hall::gate::{Posted, Who, trouble, wrongs};
use hall::page::{Block, Page, Table, Text};
use hall::state::Door;

/// Tokens shown at most.
const MOST: i64 = 500;
/// Days a token lasts unless another day is chosen.
const USUAL_DAYS: i32 = 365;

fn making(who: &Who, today: Day) -> Form {
    let mut form = Form::new("/admin/tokens", who.csrf(), "签发令牌")
        .titled("给一个机构签发接口令牌")
        .with(Field::line("name", "机构名称").needed())
        .with(
            Field::new("account", "机构的账号", Kind::Line("numeric", "off"))
                .hint("令牌以这个单位或者律师的名义提交和查看。账号见账户管理。")
                .needed(),
        );
    for scope in Scope::ALL {
        form = form.with(Field::new(format!("scope-{}", scope.word()), scope.zh(), Kind::Tick));
    }
    let mut options = vec![(String::new(), "全省各法院".to_owned())];
    options.extend(courts().iter().map(|court| (court.code.to_owned(), court.name.to_owned())));
    form.with(Field::new("court", "只向哪个法院提交", Kind::Select(options)))
        .with(Field::new("until", "有效期到", Kind::Day).holding(today.plus(USUAL_DAYS).to_string()).needed())
        .warning("令牌只显示一次。")
        .quiet()
}

async fn page(door: &Door, who: &Who, form: Form, told: Vec<Text>) -> Result<Page, Fault> {
    let now = door.now();
    let tokens = door.people().tokens(None, MOST).await.map_err(trouble)?;
    let rows = tokens.iter().rev().map(|token| row(token, now));
    let table = Table {
        title: "已经签发的".to_owned(),
        heads: vec!["编号", "机构", "范围", "法院", "签发", "有效期到", "现在"],
        rows: rows.collect(),
        empty: "还没有签发过。银行、律师事务所等机构要用接口提交立案时，在下面签发。",
        count: format!("{} 个", tokens.len()),
        next: None,
    };
    let live = tokens.iter().rev().filter(|token| token.revoked_at.is_none() && token.of.expires_at > now);
    let revoke: Vec<(String, String)> =
        live.map(|token| (token.number.0.to_string(), format!("{} {}", token.number.0, token.of.name))).collect();
    let mut page =
        Page::new("接口令牌", "机构的程序凭令牌提交立案、查看自己提交的案件；不能办理法院的事项。").under(ways());
    if !told.is_empty() {
        page = page.with(Block::Note("good", told));
    }
    page = page.with(Block::Table(table)).with(Block::Form(Box::new(form)));
    if !revoke.is_empty() {
        let form = Form::new("/admin/tokens/revoke", who.csrf(), "吊销")
            .titled("吊销令牌")
            .with(Field::new("number", "令牌", Kind::Select(revoke)))
            .warning("立即失效，不能恢复。")
            .quiet();
        page = page.with(Block::Form(Box::new(form)));
    }
    Ok(page)
}

fn row(token: &ApiToken, now: Moment) -> Vec<Text> {
    let state = match token.revoked_at {
        Some(at) => Text::from(format!("{}吊销", moment(at))).looking("muted"),
        None if token.of.expires_at <= now => Text::from("已过期").looking("muted"),
        None => Text::from("有效").looking("good"),
    };
    let scopes: Vec<&str> = token.of.scopes.iter().filter_map(|word| Scope::parse(word)).map(Scope::zh).collect();
    vec![
        Text::from(token.number.0.to_string()),
        Text::from(token.of.name.as_str()),
        Text::from(scopes.join("；")),
        Text::from(token.of.court.and_then(court).map_or("各法院", |court| court.name)),
        Text::from(day_text(token.made_at.day())),
        Text::from(day_text(token.of.expires_at.day())),
        state,
    ]
}

/// `GET /admin/tokens`.
pub async fn list(State(door): State<Door>, frame: Frame, who: Who) -> Result<Html<String>, Fault> {
    court_for(&who, Action::ManageTokens)?;
    let form = making(&who, door.now().day());
    page(&door, &who, form, Vec::new()).await?.render(&frame)
}

/// `POST /admin/tokens`.
pub async fn make(State(door): State<Door>, frame: Frame, who: Who, posted: Posted) -> Result<Response, Fault> {
    let sent = posted.of(&who)?;
    court_for(&who, Action::ManageTokens)?;
    let now = door.now();
    let (draft, mut wrong) = read(&sent);
    if wrong.is_empty() {
        match door.people().make_token(&draft, who.signed.account, now, &mut SystemDraw).await {
            Ok((_, secret)) => {
                let told = vec![
                    Text::from("已签发。令牌只显示这一次，请当面交给机构："),
                    Text::from(secret.as_str()).looking("hash"),
                ];
                let form = making(&who, now.day());
                return Ok(page(&door, &who, form, told).await?.render(&frame)?.into_response());
            }
            Err(cause) => wrong = wrongs(cause)?,
        }
    }
    let form = making(&who, now.day()).again(&sent, &wrong);
    let page = page(&door, &who, form, Vec::new()).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page.render(&frame)?).into_response())
}

fn read(sent: &Sent) -> (TokenDraft, Vec<(String, String)>) {
    let mut wrong = Vec::new();
    let until = Day::parse(sent.text("until"));
    if until.is_none() {
        wrong.push(("until".to_owned(), "日期写作 2020-03-02".to_owned()));
    }
    let account: Option<i64> = sent.text("account").parse().ok();
    if account.is_none() {
        wrong.push(("account".to_owned(), "账号是一个数字".to_owned()));
    }
    let scopes = Scope::ALL.iter().filter(|scope| sent.ticked(&format!("scope-{}", scope.word())));
    let draft = TokenDraft {
        name: sent.text("name").to_owned(),
        scopes: scopes.map(|scope| scope.word().to_owned()).collect(),
        court: by_code(sent.text("court")).map(|court| court.id),
        account: account.map(AccountId),
        expires_at: until.map_or(Moment(0), |day| day.plus(1).at_minute(0)),
    };
    (draft, wrong)
}

/// `POST /admin/tokens/revoke`.
pub async fn revoke(State(door): State<Door>, who: Who, posted: Posted) -> Result<Redirect, Fault> {
    let sent = posted.of(&who)?;
    court_for(&who, Action::ManageTokens)?;
    let number = sent.text("number").parse().unwrap_or(0);
    door.people().revoke_token(TokenId(number), who.signed.account, door.now()).await.map_err(trouble)?;
    Ok(Redirect::to("/admin/tokens"))
}
