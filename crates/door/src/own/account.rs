//! The own account's page: what is registered, for whom and as what one acts, the devices, and the means of signing in.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use frame::fault::Fault;
use frame::format::moment;
use frame::shell::Frame;
use people::account::Contact;
use people::session::How;
use people::{AccountId, Kind as AccountKind};

use crate::sign_in::out::posts;
use hall::form::{Field, Form, Kind, Sent};
use hall::gate::{Posted, Who, token, trouble, wrongs};
use hall::page::{Block, Page, Table, Text};
use hall::state::Door;

/// `GET /me/account`.
pub async fn account(State(door): State<Door>, frame: Frame, who: Who) -> Result<Html<String>, Fault> {
    page(&door, &who, &Sent::default(), &[]).await?.render(&frame)
}

async fn page(door: &Door, who: &Who, sent: &Sent, wrong: &[(String, String)]) -> Result<Page, Fault> {
    let person = who.signed.person;
    let own = door.people().account(person).await.map_err(trouble)?;
    let own = own.ok_or_else(|| Fault::NotFound("没有这个账户".to_owned()))?;
    let lede = if who.signed.acts_for_another() {
        format!("{}，正在代{}办理", own.name, who.signed.name)
    } else {
        format!("{}，{}", own.name, who.role.zh())
    };
    let mut page = Page::new("我的账户", lede);
    page = page.and(acting(door, who).await?).with(registered(door, &own).await?);
    let mut links = Vec::new();
    match own.kind {
        AccountKind::Staff => {
            links.push(Text::link("修改密码", "/me/password"));
            links.push(Text::link("恢复码", "/me/recovery"));
        }
        AccountKind::Company => links.push(Text::link("指定代办人", "/me/agents")),
        AccountKind::Litigant | AccountKind::Lawyer => links.push(Text::link("未成年被监护人", "/me/wards")),
    }
    page = page
        .with(Block::Links(links))
        .and(matters::inbox::wants::form(door, who).await?)
        .and(devices(door, who).await?);
    if own.kind == AccountKind::Staff {
        page = page.and(vouching(door, who).await?);
    } else {
        let contact = door.people().contact(person).await.map_err(trouble)?;
        let form = Form::new("/me/contact", who.csrf(), "保存邮箱")
            .titled("电子邮箱")
            .with(
                Field::new("email", "电子邮箱", Kind::Line("email", "email"))
                    .hint("通知同时发到邮箱；不要了就清空。换手机号请带证件到法院窗口办理，以免他人冒名。")
                    .holding(contact.email.unwrap_or_default()),
            )
            .quiet();
        let form = if wrong.is_empty() { form } else { form.again(sent, wrong) };
        page = page.with(Block::Form(Box::new(form)));
    }
    Ok(page)
}

/// For whom, and in which post.
async fn acting(door: &Door, who: &Who) -> Result<Vec<Block>, Fault> {
    let mut blocks = Vec::new();
    let held = door.people().posts_on(who.signed.person, door.now().day()).await.map_err(trouble)?;
    if held.len() > 1 {
        blocks.extend(posts(door, &who.signed).await?.map(|form| Block::Form(Box::new(form))));
    }
    let principals = door.people().principals(who.signed.person, door.now()).await.map_err(trouble)?;
    if !principals.is_empty() || who.signed.acts_for_another() {
        let mut options = vec![("0".to_owned(), "我自己".to_owned())];
        options.extend(principals.iter().map(|principal| {
            let how = match &principal.how {
                How::Agent(powers) if powers.is_empty() => "代办人，一般授权",
                How::Agent(_) => "代办人，特别授权",
                How::Guardian => "监护人",
            };
            (principal.account.number.0.to_string(), format!("{}（{how}）", principal.account.name))
        }));
        let now = if who.signed.acts_for_another() { who.signed.account.0.to_string() } else { "0".to_owned() };
        let field = Field::new("for", "为谁办理", Kind::Choice(options)).holding(now);
        let form = Form::new("/me/acting", who.csrf(), "为所选的人办理").titled("为谁办理").with(field);
        blocks.push(Block::Form(Box::new(form)));
    }
    Ok(blocks)
}

/// A number as its owner recognises it and nobody else reads it.
pub fn masked(text: &str) -> String {
    let shown: Vec<char> = text.chars().collect();
    let hide = |at: usize| at > 2 && at + 4 < shown.len();
    shown.iter().enumerate().map(|(at, c)| if hide(at) { '*' } else { *c }).collect()
}

/// What is registered, and how far it is known to be true (services S-003).
async fn registered(door: &Door, own: &people::Account) -> Result<Block, Fault> {
    let contact = door.people().contact(own.number).await.map_err(trouble)?;
    let identity = door.people().identity(own.number).await.map_err(trouble)?;
    let mut facts: Vec<(String, Text)> = vec![
        (if own.kind == AccountKind::Company { "单位名称" } else { "姓名" }.to_owned(), own.name.as_str().into()),
        ("账户类型".to_owned(), own.kind.zh().into()),
        ("开立".to_owned(), Text::from(moment(own.made_at))),
    ];
    let mut fact = |name: &str, value: Option<String>| {
        facts.extend(value.map(|value| (name.to_owned(), Text::from(value))));
    };
    fact("用户名", own.login.clone());
    fact("手机号码", contact.phone.as_deref().map(masked));
    fact("电子邮箱", contact.email.clone());
    let number = if own.kind == AccountKind::Company { "统一社会信用代码" } else { "身份证号" };
    fact(number, identity.as_deref().map(masked));
    fact("律师执业证号", own.licence.clone());
    fact("律师事务所", own.firm.clone());
    fact("送达地址", own.address_confirmed.then(|| "已确认电子送达".to_owned()));
    if own.kind != AccountKind::Staff {
        let level = match identity {
            Some(_) => "一级：手机号码已验证。证件号码的校验位相符；是否为本人，由法院收件时核对",
            None => "一级：手机号码已验证",
        };
        fact("认证等级", Some(level.to_owned()));
    }
    Ok(Block::Facts("登记的信息".to_owned(), facts))
}

async fn devices(door: &Door, who: &Who) -> Result<Vec<Block>, Fault> {
    let devices = door.people().devices(who.signed.person, door.now()).await.map_err(trouble)?;
    let rows = devices.iter().map(|device| {
        vec![
            Text::from(named(&device.agent)),
            Text::from(device.network.as_str()),
            Text::from(device.method.zh()),
            Text::from(moment(device.started_at)),
            Text::from(moment(device.seen_at)),
            Text::from(if device.handle == who.signed.handle { "本机" } else { "" }),
        ]
    });
    let mut blocks = vec![Block::Table(Table {
        title: "登录的设备".to_owned(),
        heads: vec!["浏览器", "网络", "方式", "登录", "最近使用", "备注"],
        rows: rows.collect(),
        ..Table::default()
    })];
    let others = devices.iter().filter(|device| device.handle != who.signed.handle);
    let others: Vec<(String, String)> = others
        .map(|device| (device.handle.clone(), format!("{}，{}", named(&device.agent), moment(device.seen_at))))
        .collect();
    if !others.is_empty() {
        let form = Form::new("/me/devices/out", who.csrf(), "让这台设备退出")
            .titled("不认识的设备")
            .with(Field::new("device", "设备", Kind::Select(others)))
            .warning("那台设备立即退出，没有保存的内容会丢失。不是您本人登录的，请随后修改密码。")
            .quiet();
        blocks.push(Block::Form(Box::new(form)));
    }
    blocks.push(Block::Form(Box::new(Form::new("/sign-out", who.csrf(), "退出登录").quiet())));
    let everywhere = Form::new("/sign-out/everywhere", who.csrf(), "在所有设备上退出")
        .warning("包括本机在内的所有设备立即退出，要重新登录才能办理。")
        .quiet();
    blocks.push(Block::Form(Box::new(everywhere)));
    Ok(blocks)
}

/// A browser as people call it.
fn named(agent: &str) -> String {
    let one = |of: &[(&str, &'static str)]| of.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    let browser = one(&[
        ("MicroMessenger", "微信"),
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = one(&[
        ("Android", "安卓"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser}（{system}）"),
        (Some(browser), None) => browser.to_owned(),
        _ if agent.is_empty() => "未知浏览器".to_owned(),
        _ => agent.chars().take(40).collect(),
    }
}

/// The links to another system that vouches.
async fn vouching(door: &Door, who: &Who) -> Result<Vec<Block>, Fault> {
    let links = door.people().oidc_links(who.signed.person).await.map_err(trouble)?;
    let mut blocks = Vec::new();
    for link in &links {
        let form = Form::new("/me/oidc/undo", who.csrf(), "解除绑定")
            .titled(format!("已绑定统一身份 {}", link.issuer))
            .with(Field::hidden("issuer", link.issuer.as_str()))
            .with(Field::hidden("subject", link.subject.as_str()))
            .warning("解除后不能再用统一身份登录本院，可以随时重新绑定。")
            .quiet();
        blocks.push(Block::Form(Box::new(form)));
    }
    if let Some(provider) = door.provider() {
        let label = &provider.settings().label;
        let form = Form::new("/me/oidc", who.csrf(), format!("绑定{label}"))
            .titled(format!("用{label}登录"))
            .warning(format!("会转到{label}登录一次；绑定后可以用它登录本院。"))
            .quiet();
        blocks.push(Block::Form(Box::new(form)));
    }
    Ok(blocks)
}

/// `POST /me/contact`: the e-mail address; a phone, which signs in, is changed at the counter.
pub async fn contact(State(door): State<Door>, frame: Frame, who: Who, posted: Posted) -> Result<Response, Fault> {
    let sent = posted.of(&who)?;
    let person = who.signed.person;
    if who.is_staff() {
        return Err(Fault::Denied("工作人员的联系方式由本院系统管理员变更".to_owned()));
    }
    let known = door.people().contact(person).await.map_err(trouble)?;
    let email = Some(sent.text("email").to_owned()).filter(|text| !text.is_empty());
    let contact = Contact { phone: known.phone, email };
    match door.people().change_contact(person, &contact, person, door.now()).await {
        Ok(()) => Ok(Redirect::to("/me/account").into_response()),
        Err(cause) => {
            let page = page(&door, &who, &sent, &wrongs(cause)?).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page.render(&frame)?).into_response())
        }
    }
}

/// `POST /me/acting`: acts for somebody else, or for oneself again.
pub async fn act_for(
    State(door): State<Door>,
    headers: HeaderMap,
    who: Who,
    posted: Posted,
) -> Result<Response, Fault> {
    let sent = posted.of(&who)?;
    let other = sent.text("for").parse().ok().filter(|number| *number > 0).map(AccountId);
    let token = token(&headers).unwrap_or_default();
    door.people().act_for(&token, other, door.now()).await.map_err(trouble)?;
    Ok(Redirect::to("/me/account").into_response())
}

/// `POST /me/devices/out`: ends the session on another device.
pub async fn out(State(door): State<Door>, who: Who, posted: Posted) -> Result<Response, Fault> {
    let sent = posted.of(&who)?;
    let person = who.signed.person;
    match door.people().sign_out_device(person, sent.text("device"), person, door.now()).await {
        // ended meanwhile is ended
        Ok(()) | Err(people::Fault::NotFound) => Ok(Redirect::to("/me/account").into_response()),
        Err(cause) => Err(trouble(cause)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_named_as_people_call_it() {
        let agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36";
        assert_eq!(named(agent), "Chrome（Windows）");
        assert_eq!(named(&format!("{agent} Edg/120.0")), "Edge（Windows）");
        let phone =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 Version/17 Mobile Safari/604";
        assert_eq!(named(phone), "Safari（iPhone）");
        assert_eq!(named(""), "未知浏览器");
        assert_eq!(named("curl/8.0"), "curl/8.0");
    }

    #[test]
    fn a_number_shows_its_ends() {
        assert_eq!(masked("13811110000"), "138****0000");
        assert_eq!(masked("210102198001010013"), "210***********0013");
    }
}
