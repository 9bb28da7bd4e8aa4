//! One account as an administrator sees it: who, which posts, leave and stand-ins, devices, what happened to it.

use axum::extract::{Path, State};
use axum::response::Html;
use frame::fault::Fault;
use frame::format::{day_text, moment};
use frame::shell::Frame;
use law::assignment::group::group_zh;
use law::court::court;
use law::day::Day;
use law::ids::CourtId;
use people::post::{LeaveKind, StandIn};
use people::signing::OidcLink;
use people::{Account, Kind as AccountKind, Post};
use permit::Action;

use super::accounts::{GROUPS_HINT, roles};
use super::{managed, ways};
use hall::form::{Field, Form, Kind, Sent};
use hall::gate::{Who, trouble};
use hall::may::own_court;
use hall::page::{Block, Page, Table, Text};
use hall::state::Door;

/// Lines of the journal shown.
const LINES: i64 = 20;
/// Days of leave shown, before and after today.
const LEAVE_SHOWN: i32 = 366;

/// `GET /admin/accounts/{number}`.
pub async fn show(
    State(door): State<Door>,
    frame: Frame,
    who: Who,
    Path(number): Path<i64>,
) -> Result<Html<String>, Fault> {
    page(&door, &who, number, "", &Sent::default(), &[], Vec::new()).await?.render(&frame)
}

/// The page; the form `act` shows again what was typed and what is wrong, `told` what was done.
pub async fn page(
    door: &Door,
    who: &Who,
    number: i64,
    act: &str,
    sent: &Sent,
    wrong: &[(String, String)],
    told: Vec<Text>,
) -> Result<Page, Fault> {
    let account = managed(door, who, number, Action::ManageAccounts).await?;
    let today = door.now().day();
    let here = format!("/admin/accounts/{number}");
    let mut page = Page::new(account.name.clone(), format!("{}，账号 {number}", account.kind.zh())).under(ways());
    if !told.is_empty() {
        page = page.with(Block::Note("good", told));
    }
    page = page.with(facts(door, &account).await?);
    let mut forms = Vec::new();
    if account.kind == AccountKind::Staff {
        let posts = door.people().posts_of(account.number).await.map_err(trouble)?;
        let stand_ins = door.people().stand_ins_of(account.number).await.map_err(trouble)?;
        let leaves = door
            .people()
            .leaves(account.number, today.plus(-LEAVE_SHOWN), today.plus(LEAVE_SHOWN))
            .await
            .map_err(trouble)?;
        let links = door.people().oidc_links(account.number).await.map_err(trouble)?;
        forms.extend(links.iter().map(|link| unlinking(&here, who.csrf(), link)));
        page = page.with(posts_table(&posts, today)).with(stand_ins_table(&stand_ins, &account));
        page = page.with(Block::Table(Table {
            title: "休假".to_owned(),
            heads: vec!["编号", "事由", "起", "止"],
            rows: leaves
                .iter()
                .map(|leave| {
                    vec![
                        Text::from(leave.number.0.to_string()),
                        Text::from(leave.of.kind.zh()),
                        Text::from(day_text(leave.of.from)),
                        Text::from(day_text(leave.of.until)),
                    ]
                })
                .collect(),
            empty: "前后一年没有登记休假。休假期间不参加抽签。",
            ..Table::default()
        }));
        forms.extend(staff_forms(&here, who.csrf(), &posts, own_court(who)?, today));
    }
    page = page.with(devices(door, &account).await?).with(journal(door, &account).await?);
    forms.extend(account_forms(&here, who.csrf(), &account));
    let forms = forms.into_iter().map(|(word, form)| {
        let form = if word == act { form.again(sent, wrong) } else { form };
        Block::Form(Box::new(form))
    });
    Ok(page.and(forms))
}

async fn facts(door: &Door, account: &Account) -> Result<Block, Fault> {
    let contact = door.people().contact(account.number).await.map_err(trouble)?;
    let links = door.people().oidc_links(account.number).await.map_err(trouble)?;
    let mut facts: Vec<(String, Text)> = vec![
        ("现在".to_owned(), Text::from(if account.closed_at.is_some() { "已停用" } else { "正常" })),
        ("开立".to_owned(), Text::from(moment(account.made_at))),
    ];
    if let Some(login) = &account.login {
        facts.push(("登录名".to_owned(), login.as_str().into()));
        let left = door.people().recovery_left(account.number).await.map_err(trouble)?;
        facts.push(("剩余恢复码".to_owned(), Text::from(left.to_string())));
    }
    let masked = |text: &str| -> String {
        let shown: String = text.chars().take(3).collect();
        format!("{shown}****")
    };
    if let Some(phone) = &contact.phone {
        facts.push(("手机".to_owned(), Text::from(masked(phone))));
    }
    if let Some(email) = &contact.email {
        facts.push(("电子邮箱".to_owned(), Text::from(masked(email))));
    }
    for link in links {
        facts.push(("统一身份".to_owned(), Text::from(format!("{}，{}绑定", link.issuer, moment(link.linked_at)))));
    }
    Ok(Block::Facts(String::new(), facts))
}

/// Names of groups, as a table shows them.
fn group_names(codes: &[String]) -> String {
    codes.iter().map(|code| group_zh(code)).collect::<Vec<_>>().join("、")
}

fn posts_table(posts: &[Post], today: Day) -> Block {
    let rows = posts.iter().map(|post| {
        let state = if post.covers(today) {
            Text::from("在任").looking("good")
        } else {
            Text::from("不在任期").looking("muted")
        };
        vec![
            Text::from(post.number.0.to_string()),
            Text::from(court(post.court).map_or("", |court| court.name)),
            Text::from(post.role.zh()),
            Text::from(day_text(post.from)),
            Text::from(post.until.map_or_else(|| "—".to_owned(), day_text)),
            Text::from(format!("{}%", post.capacity_hundredths)),
            Text::from(group_names(&post.groups)),
            state,
        ]
    });
    Block::Table(Table {
        title: "任职".to_owned(),
        heads: vec!["编号", "法院", "职务", "起", "止", "#办案比例", "审判组", "今天"],
        rows: rows.collect(),
        empty: "还没有任职，登录后不能办理任何事项。",
        ..Table::default()
    })
}

fn stand_ins_table(stand_ins: &[StandIn], account: &Account) -> Block {
    let rows = stand_ins.iter().map(|one| {
        let told = if one.holder == account.number {
            format!("由账号 {} 代班", one.of.account.0)
        } else {
            format!("代账号 {} 的班", one.holder.0)
        };
        vec![
            Text::from(one.number.0.to_string()),
            Text::from(format!("任职 {}", one.of.post.0)),
            Text::from(told),
            Text::from(day_text(one.of.from)),
            Text::from(day_text(one.of.until)),
        ]
    });
    Block::Table(Table {
        title: "代班".to_owned(),
        heads: vec!["编号", "任职", "安排", "起", "止"],
        rows: rows.collect(),
        empty: "没有代班安排。",
        ..Table::default()
    })
}

async fn devices(door: &Door, account: &Account) -> Result<Block, Fault> {
    let devices = door.people().devices(account.number, door.now()).await.map_err(trouble)?;
    let rows = devices.iter().map(|device| {
        vec![
            Text::from(device.agent.as_str()),
            Text::from(device.network.as_str()),
            Text::from(device.method.zh()),
            Text::from(moment(device.seen_at)),
        ]
    });
    Ok(Block::Table(Table {
        title: "登录的设备".to_owned(),
        heads: vec!["浏览器", "网络", "方式", "最近使用"],
        rows: rows.collect(),
        empty: "现在没有登录。",
        ..Table::default()
    }))
}

async fn journal(door: &Door, account: &Account) -> Result<Block, Fault> {
    let lines = door.people().journal(Some(account.number), None, None, LINES).await.map_err(trouble)?;
    let rows = lines.iter().map(|line| {
        let by = if line.by == account.number { "本人".to_owned() } else { format!("账号 {}", line.by.0) };
        vec![Text::from(moment(line.spot.at)), Text::from(line.event.zh()), Text::from(by)]
    });
    Ok(Block::Table(Table {
        title: "安全日志".to_owned(),
        heads: vec!["时刻", "事项", "经手"],
        rows: rows.collect(),
        empty: "还没有记录。",
        next: Some(format!("/admin/journal?account={}", account.number.0)).filter(|_| lines.len() >= 20),
        ..Table::default()
    }))
}

fn chosen(posts: &[Post], own: CourtId, today: Day) -> Vec<(String, String)> {
    let held = posts.iter().filter(|post| post.court == own && post.until.is_none_or(|until| until >= today));
    held.map(|post| {
        let name = court(post.court).map_or("", |court| court.name);
        (post.number.0.to_string(), format!("{} {name} {}", post.number.0, post.role.zh()))
    })
    .collect()
}

fn staff_forms(here: &str, csrf: &str, posts: &[Post], own: CourtId, today: Day) -> Vec<(&'static str, Form)> {
    let form = |word: &'static str, button: &str| Form::new(format!("{here}/{word}"), csrf, button).quiet();
    let day = |name: &str, label: &str| Field::new(name, label, Kind::Day).holding(today.to_string()).needed();
    let mut forms = vec![(
        "post",
        form("post", "任职")
            .titled("任职")
            .with(Field::new("role", "职务", Kind::Select(roles())).holding("judge"))
            .with(day("from", "起"))
            .with(Field::new("until", "止", Kind::Day).hint("没有定期限的不填。"))
            .with(Field::new("capacity", "办案比例（%）", Kind::Line("numeric", "off")).holding("100").needed())
            .with(Field::line("groups", "审判组").hint(GROUPS_HINT)),
    )];
    let held = chosen(posts, own, today);
    if !held.is_empty() {
        forms.push((
            "end-post",
            form("end-post", "免去任职")
                .titled("免去任职")
                .with(Field::new("post", "任职", Kind::Select(held.clone())))
                .with(day("last", "最后一天"))
                .warning("过了最后一天，本人正在使用的登录也立即不能再以这个职务办理；手上的案件请先另行安排。"),
        ));
        forms.push((
            "stand-in",
            form("stand-in", "安排代班")
                .titled("安排代班")
                .with(Field::new("post", "任职", Kind::Select(held)))
                .with(Field::new("account", "代班人的登录名", Kind::Line("text", "off")).needed())
                .with(day("from", "起"))
                .with(day("until", "止"))
                .warning("代班人在这段时间里可以以这个职务办理；每条记录同时写明代班人和被代的人。"),
        ));
    }
    forms.push((
        "end-stand-in",
        form("end-stand-in", "终止代班")
            .titled("终止代班")
            .with(Field::new("number", "代班编号", Kind::Line("numeric", "off")).needed())
            .with(day("last", "最后一天")),
    ));
    let kinds = LeaveKind::ALL.iter().map(|kind| (kind.word().to_owned(), kind.zh().to_owned()));
    forms.push((
        "leave",
        form("leave", "登记休假")
            .titled("登记休假")
            .with(Field::new("kind", "事由", Kind::Select(kinds.collect())))
            .with(day("from", "起"))
            .with(day("until", "止")),
    ));
    forms.push((
        "end-leave",
        form("end-leave", "销假")
            .titled("销假")
            .with(Field::new("number", "休假编号", Kind::Line("numeric", "off")).needed())
            .with(day("last", "最后一天")),
    ));
    forms.extend(signing_forms(here, csrf));
    forms
}

fn unlinking(here: &str, csrf: &str, link: &OidcLink) -> (&'static str, Form) {
    let form = Form::new(format!("{here}/oidc-end"), csrf, "解除统一身份绑定")
        .titled(format!("已绑定 {}", link.issuer))
        .with(Field::hidden("issuer", link.issuer.as_str()))
        .with(Field::hidden("subject", link.subject.as_str()))
        .warning("解除后本人不能再用统一身份登录本院，可以重新绑定。");
    ("oidc-end", form.quiet())
}

fn signing_forms(here: &str, csrf: &str) -> [(&'static str, Form); 3] {
    let form = |word: &'static str, button: &str| Form::new(format!("{here}/{word}"), csrf, button).quiet();
    [
        (
            "oidc",
            form("oidc", "绑定统一身份")
                .titled("绑定统一身份")
                .with(Field::line("issuer", "身份提供方地址").needed())
                .with(Field::line("subject", "该处的用户标识").needed()),
        ),
        (
            "unlock",
            form("unlock", "解除登录锁定")
                .titled("输错密码被锁定")
                .warning("请先确认是本人输错；不是本人的，改为重置密码。"),
        ),
        (
            "reset",
            form("reset", "重置密码")
                .titled("忘记密码或者丢失动态口令")
                .warning("原密码、动态口令和恢复码立即作废，所有设备退出登录，不能撤回。"),
        ),
    ]
}

fn account_forms(here: &str, csrf: &str, account: &Account) -> Vec<(&'static str, Form)> {
    let form = |word: &'static str, button: &str| Form::new(format!("{here}/{word}"), csrf, button).quiet();
    let state = match account.closed_at {
        None => ("close", form("close", "停用这个账户").warning("立即退出所有设备，不能再登录；以后可以恢复。")),
        Some(_) => ("reopen", form("reopen", "恢复这个账户")),
    };
    let contact = form("contact", "变更联系方式")
        .titled("变更联系方式")
        .with(Field::new("phone", "手机", Kind::Line("tel", "off")))
        .with(Field::new("email", "电子邮箱", Kind::Line("email", "off")));
    let contact = Some(("contact", contact)).filter(|_| account.kind == AccountKind::Staff);
    let out =
        form("sign-out", "在所有设备上退出").warning("本人的所有登录立即失效，要重新登录；没有保存的内容会丢失。");
    contact.into_iter().chain([("sign-out", out), state]).collect()
}
