//! Accounts of a court: the list, and making one for somebody of the staff.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use frame::fault::Fault;
use frame::format::day_text;
use frame::shell::Frame;
use law::assignment::group::group_code;
use law::day::Day;
use law::role::Role;
use people::account::{AccountFilter, AccountOrder};
use people::{Account, AccountId, Draft, Kind as AccountKind, PostDraft, SystemDraw};
use permit::Action;

use super::{court_for, ways};
use hall::form::{Field, Form, Kind, Sent};
use hall::gate::{Asked, Posted, Who, escaped, trouble, wrongs};
use hall::page::{Block, Page, Table, Text};
use hall::state::Door;

/// Accounts on a page.
const PAGE: i64 = 50;

/// Roles of the staff, as an administrator chooses among them.
pub fn roles() -> Vec<(String, String)> {
    let of_court = |role: &&Role| !matches!(role, Role::Visitor | Role::Litigant | Role::Lawyer | Role::Institution);
    Role::ALL.iter().filter(of_court).map(|role| (role.word().to_owned(), role.zh().to_owned())).collect()
}

fn making(who: &Who, today: Day) -> Form {
    Form::new("/admin/accounts", who.csrf(), "开立账户")
        .titled("给新来的工作人员开立账户")
        .with(Field::line("name", "姓名").needed())
        .with(Field::line("login", "登录名").hint("小写字母开头，字母、数字、点和短横，3 至 32 位。").needed())
        .with(Field::new("role", "职务", Kind::Select(roles())).holding("judge"))
        .with(Field::new("from", "任职日期", Kind::Day).holding(today.to_string()).needed())
        .with(Field::line("groups", "审判组").hint(GROUPS_HINT))
        .with(Field::new("email", "电子邮箱", Kind::Line("email", "off")))
        .warning("临时密码只显示一次，请当面交给本人；账户开立后不能删除，只能停用。")
        .quiet()
}

async fn page(door: &Door, who: &Who, query: &Sent, form: Form, told: Vec<Text>) -> Result<Page, Fault> {
    let court = court_for(who, Action::ManageAccounts)?;
    let today = door.now().day();
    let of_staff = query.text("kind") != "public";
    let filter = AccountFilter {
        kind: of_staff.then_some(AccountKind::Staff),
        name: Some(query.text("name").to_owned()),
        role: Role::parse(query.text("role")).filter(|_| of_staff),
        court: (of_staff && query.text("role") != "none").then_some(court),
        closed: query.ticked("closed"),
        order: order(query),
        ..AccountFilter::all(today)
    };
    let after = query.text("after").parse().ok().map(AccountId);
    let mut accounts = door.people().accounts(&filter, after, PAGE + 1).await.map_err(trouble)?;
    accounts.retain(|account| of_staff || account.kind != AccountKind::Staff);
    let more = accounts.len() > usize::try_from(PAGE).unwrap_or(0);
    accounts.truncate(usize::try_from(PAGE).unwrap_or(0));
    let next = accounts.last().filter(|_| more).map(|last| {
        let kept =
            ["kind", "name", "role", "closed", "order"].map(|name| format!("{name}={}", escaped(query.text(name))));
        format!("/admin?{}&after={}", kept.join("&"), last.number.0)
    });
    let mut options = vec![(String::new(), "全部职务".to_owned())];
    options.extend(roles());
    let ask = Block::Ask(vec![
        Field::new(
            "kind",
            "账户",
            Kind::Select(vec![
                ("staff".to_owned(), "本院工作人员".to_owned()),
                ("public".to_owned(), "当事人、律师和单位".to_owned()),
            ]),
        )
        .holding(if of_staff { "staff" } else { "public" }),
        Field::new("role", "职务", Kind::Select(options)).holding(query.text("role")),
        Field::line("name", "姓名或登录名").holding(query.text("name")),
        Field::new(
            "closed",
            "停用的",
            Kind::Select(vec![(String::new(), "不列".to_owned()), ("1".to_owned(), "也列出".to_owned())]),
        )
        .holding(query.text("closed")),
        Field::new("order", "顺序", Kind::Select(orders())).holding(order(query).word()),
    ]);
    let table = Table {
        title: "账户".to_owned(),
        heads: vec!["姓名", "登录名", "类型", "开立", "现在"],
        rows: accounts.iter().map(row).collect(),
        empty: if of_staff {
            "没有符合条件的账户。换个条件再查，或者在下面给新来的工作人员开立一个。"
        } else {
            "没有符合条件的账户。当事人、律师和单位用手机自己注册，注册后出现在这里。"
        },
        count: if more {
            format!("本页 {} 个，后面还有", accounts.len())
        } else {
            format!("本页 {} 个", accounts.len())
        },
        next,
    };
    let name = law::court::court(court).map_or("", |court| court.name);
    let mut page =
        Page::new("账户管理", format!("{name}的工作人员账户，以及全省当事人、律师和单位的账户。")).under(ways());
    if !told.is_empty() {
        page = page.with(Block::Note("good", told));
    }
    Ok(page.with(ask).with(Block::Table(table)).with(Block::Form(Box::new(form))))
}

/// The order an address asks for.
fn order(query: &Sent) -> AccountOrder {
    AccountOrder::ALL.iter().copied().find(|order| order.word() == query.text("order")).unwrap_or_default()
}

fn orders() -> Vec<(String, String)> {
    let zh = |order: AccountOrder| match order {
        AccountOrder::Number => "按编号",
        AccountOrder::Name => "按姓名",
        AccountOrder::Newest => "新开立的在前",
    };
    AccountOrder::ALL.iter().map(|order| (order.word().to_owned(), zh(*order).to_owned())).collect()
}

fn row(account: &Account) -> Vec<Text> {
    let state = match account.closed_at {
        Some(_) => Text::from("已停用").looking("muted"),
        None => Text::from("正常"),
    };
    vec![
        Text::link(account.name.as_str(), format!("/admin/accounts/{}", account.number.0)),
        Text::from(account.login.clone().unwrap_or_default()),
        Text::from(account.kind.zh()),
        Text::from(day_text(account.made_at.day())),
        state,
    ]
}

/// `GET /admin`.
pub async fn list(
    State(door): State<Door>,
    frame: Frame,
    who: Who,
    Asked(query): Asked,
) -> Result<Html<String>, Fault> {
    let form = making(&who, door.now().day());
    page(&door, &who, &query, form, Vec::new()).await?.render(&frame)
}

/// `POST /admin/accounts`: the temporary password is shown this once.
pub async fn make(State(door): State<Door>, frame: Frame, who: Who, posted: Posted) -> Result<Response, Fault> {
    let sent = posted.of(&who)?;
    let court = court_for(&who, Action::ManageAccounts)?;
    let now = door.now();
    let form = making(&who, now.day());
    let none = Sent::default();
    match made(&door, &who, court, &sent).await? {
        Ok((account, temporary)) => {
            let told = vec![
                Text::from(format!("已开立。临时密码：{temporary}")),
                Text::from("密码只显示这一次，请当面交给本人；首次登录要改密码并启用动态口令。"),
                Text::link("打开这个账户", format!("/admin/accounts/{}", account.0)),
            ];
            Ok(page(&door, &who, &none, form, told).await?.render(&frame)?.into_response())
        }
        Err(wrong) => {
            let page = page(&door, &who, &none, form.again(&sent, &wrong), Vec::new()).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page.render(&frame)?).into_response())
        }
    }
}

type Made = Result<(AccountId, String), Vec<(String, String)>>;

async fn made(door: &Door, who: &Who, court: law::ids::CourtId, sent: &Sent) -> Result<Made, Fault> {
    let (now, by) = (door.now(), who.signed.account);
    let mut wrong = Vec::new();
    let role = Role::parse(sent.text("role")).filter(|role| roles().iter().any(|(word, _)| word == role.word()));
    if role.is_none() {
        wrong.push(("role".to_owned(), "请选一个职务".to_owned()));
    }
    let from = Day::parse(sent.text("from"));
    if from.is_none() {
        wrong.push(("from".to_owned(), "日期写作 2020-03-02".to_owned()));
    }
    let draft = Draft {
        kind: AccountKind::Staff,
        name: sent.text("name").to_owned(),
        login: Some(sent.text("login").to_owned()),
        email: Some(sent.text("email").to_owned()).filter(|text| !text.is_empty()),
        ..Draft::default()
    };
    let (Some(role), Some(from)) = (role, from) else { return Ok(Err(wrong)) };
    let post = PostDraft {
        account: AccountId::SYSTEM,
        role,
        court,
        from,
        until: None,
        capacity_hundredths: 100,
        groups: groups(sent.text("groups")),
    };
    match door.people().appoint(&draft, &post, by, now, &mut SystemDraw).await {
        Ok((account, temporary)) => Ok(Ok((account, temporary.password.as_str().to_owned()))),
        Err(cause) => wrongs(cause).map(Err),
    }
}

/// What is said beside a field of groups.
pub const GROUPS_HINT: &str = "法官填写：民事、刑事、行政、执行、破产、赔偿救助、少年、知识产权；几个组用顿号分开。";

/// Codes of groups, as their names are typed.
pub fn groups(text: &str) -> Vec<String> {
    let parts = text.split([',', '，', '、', ' ']).map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| group_code(part).to_owned()).collect()
}
