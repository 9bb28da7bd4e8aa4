//! A company's agents (代办人): named by whoever holds the company's own account, its legal representative; with scope,
//! days, and an end.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use frame::fault::Fault;
use frame::format::day_text;
use frame::shell::Frame;
use law::day::Day;
use people::account::Power;

use hall::form::{Field, Form, Kind, Sent};
use hall::gate::{Posted, Who};
use hall::page::{Block, Page, Table, Text};
use hall::state::Door;
use matters::act::{Naming, end_agent, keeps_agents, name_agent, named_agents};

fn form(who: &Who, today: Day) -> Form {
    let kinds = [("litigant", "本单位的员工或者其他自然人"), ("lawyer", "律师")];
    let scopes = [("general", "一般授权：立案、补正、交费、收取文书"), ("special", "特别授权：另有下面勾选的事项")];
    let both =
        |all: [(&str, &str); 2]| Kind::Choice(all.map(|(word, said)| (word.to_owned(), said.to_owned())).to_vec());
    let form = Form::new("/me/agents", who.csrf(), "指定为代办人")
        .titled("指定代办人")
        .with(Field::new("kind", "代办人是", both(kinds)).holding("litigant"))
        .with(Field::line("name", "姓名").hint("与其注册的姓名一致。").needed())
        .with(
            Field::new("phone", "手机号码", Kind::Line("tel", "off"))
                .hint("代办人先用这个号码注册并登记身份，然后才能指定。")
                .needed(),
        )
        .with(Field::new("scope", "授权范围", both(scopes)).holding("general"));
    let form = Power::ALL
        .iter()
        .fold(form, |form, power| form.with(Field::new(format!("power-{}", power.word()), power.zh(), Kind::Tick)));
    form.with(Field::new("from", "起", Kind::Day).holding(today.to_string()).needed())
        .with(Field::new("until", "止", Kind::Day).hint("没有定期限的不填，随时可以终止。"))
        .warning("代办人用自己的账户登录后，可以选择为本单位办理；所做的与本单位自己做的效力相同。")
}

async fn page(door: &Door, who: &Who, form: Form) -> Result<Page, Fault> {
    let agents = named_agents(door, who).await?;
    let rows = agents.iter().map(|(agent, name)| {
        let powers: Vec<&str> = agent.powers.iter().map(|power| power.zh()).collect();
        vec![
            Text::from(name.as_str()),
            Text::from(if powers.is_empty() {
                "一般授权".to_owned()
            } else {
                format!("特别授权：{}", powers.join("；"))
            }),
            Text::from(day_text(agent.from)),
            Text::from(agent.until.map_or_else(|| "未定".to_owned(), day_text)),
        ]
    });
    let table = Table {
        title: "现在的代办人".to_owned(),
        heads: vec!["姓名", "授权范围", "起", "止"],
        rows: rows.collect(),
        empty: "还没有代办人。法定代表人可以在下面指定，让员工或者律师用自己的账户为本单位办理。",
        ..Table::default()
    };
    let mut page = Page::new("代办人", format!("{}的代办人，由本单位账户指定和终止。", who.signed.name))
        .under([Text::link("我的账户", "/me/account")])
        .with(Block::Table(table));
    if !agents.is_empty() {
        let options = agents.iter().map(|(agent, name)| (agent.agent.0.to_string(), name.clone()));
        let end = Form::new("/me/agents/end", who.csrf(), "终止授权")
            .titled("终止代办")
            .with(Field::new("agent", "代办人", Kind::Select(options.collect())))
            .warning("立即生效：对方从现在起不能再为本单位办理；已经办理的仍然有效。")
            .quiet();
        page = page.with(Block::Form(Box::new(end)));
    }
    Ok(page.with(Block::Form(Box::new(form))))
}

/// `GET /me/agents`.
pub async fn list(State(door): State<Door>, frame: Frame, who: Who) -> Result<Html<String>, Fault> {
    keeps_agents(&who)?;
    page(&door, &who, form(&who, door.now().day())).await?.render(&frame)
}

/// `POST /me/agents`.
pub async fn name(State(door): State<Door>, frame: Frame, who: Who, posted: Posted) -> Result<Response, Fault> {
    let sent = posted.of(&who)?;
    let special = sent.text("scope") == "special";
    let powers = Power::ALL.iter().map(|power| power.word());
    let naming = Naming {
        kind: sent.text("kind").to_owned(),
        name: sent.text("name").to_owned(),
        phone: sent.text("phone").to_owned(),
        powers: powers.filter(|word| special && sent.ticked(&format!("power-{word}"))).map(str::to_owned).collect(),
        special,
        from: sent.text("from").to_owned(),
        until: Some(sent.text("until").to_owned()).filter(|text| !text.is_empty()),
    };
    match name_agent(&door, &who, &naming).await? {
        Ok(()) => Ok(Redirect::to("/me/agents").into_response()),
        Err(wrong) => {
            let page = page(&door, &who, form(&who, door.now().day()).again(&sent, &wrong)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page.render(&frame)?).into_response())
        }
    }
}

/// `POST /me/agents/end`.
pub async fn end(State(door): State<Door>, who: Who, posted: Posted) -> Result<Response, Fault> {
    let sent: Sent = posted.of(&who)?;
    end_agent(&door, &who, sent.text("agent").parse().unwrap_or(0)).await?;
    Ok(Redirect::to("/me/agents").into_response())
}
