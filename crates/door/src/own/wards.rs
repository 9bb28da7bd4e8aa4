//! Minors and the guardian who registers them (services §15 test 11): the guardian acts for them from the own account.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use frame::fault::Fault;
use frame::format::day_text;
use frame::shell::Frame;

use hall::form::{Field, Form};
use hall::gate::{Posted, Who};
use hall::page::{Block, Page, Table, Text};
use hall::state::Door;
use matters::act::{Ward, add_ward, guards, own_wards};

fn form(who: &Who) -> Form {
    Form::new("/me/wards", who.csrf(), "登记被监护人")
        .titled("登记未成年的被监护人")
        .with(Field::line("name", "姓名").needed())
        .with(Field::line("id_number", "身份证号").hint("须未满十八周岁。用于核对身份，加密保存，不公开。").needed())
        .warning("登记即声明您是其监护人；法院收件时核对户口簿、出生证明等关系证明。")
}

async fn page(door: &Door, who: &Who, form: Form) -> Result<Page, Fault> {
    let wards = own_wards(door, who).await?;
    let rows = wards.iter().map(|(account, minor)| {
        vec![
            Text::from(account.name.as_str()),
            Text::from(day_text(account.made_at.day())),
            Text::from(if *minor {
                "可以代为办理"
            } else {
                "已成年或者账户停用，不能再代为办理"
            }),
        ]
    });
    let table = Table {
        title: "您监护的人".to_owned(),
        heads: vec!["姓名", "登记", "现在"],
        rows: rows.collect(),
        empty: "还没有登记。未满十八周岁的当事人由监护人登记，并由监护人代为办理。",
        ..Table::default()
    };
    Ok(Page::new("未成年被监护人", "登记后，在“我的账户”的“为谁办理”里选择为其办理（民法典第二十三条）。")
        .under([Text::link("我的账户", "/me/account")])
        .with(Block::Table(table))
        .with(Block::Form(Box::new(form))))
}

/// `GET /me/wards`.
pub async fn list(State(door): State<Door>, frame: Frame, who: Who) -> Result<Html<String>, Fault> {
    guards(&who)?;
    page(&door, &who, form(&who)).await?.render(&frame)
}

/// `POST /me/wards`.
pub async fn add(State(door): State<Door>, frame: Frame, who: Who, posted: Posted) -> Result<Response, Fault> {
    let sent = posted.of(&who)?;
    let ward = Ward { name: sent.text("name").to_owned(), id_number: sent.text("id_number").to_owned() };
    match add_ward(&door, &who, &ward).await? {
        Ok(_) => Ok(Redirect::to("/me/wards").into_response()),
        Err(wrong) => {
            let page = page(&door, &who, form(&who).again(&sent, &wrong)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page.render(&frame)?).into_response())
        }
    }
}
