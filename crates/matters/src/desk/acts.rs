//! Acts upon a filing from the pages of the desk: the form is read, the deed done, the page shown again.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use frame::fault::Fault;
use frame::shell::Frame;
use law::assignment::draw::Unassignable;
use law::life::facts::CaseFacts;

use super::list::address;
use crate::act::{Deed, Outcome, do_at_desk, load};
use hall::gate::{Posted, Who, escaped};
use hall::page::{Block, Page, Table, Text};
use hall::state::Door;

/// `POST /desk/{code}/{stream}/{act}`.
pub async fn act(
    State(door): State<Door>,
    frame: Frame,
    who: Who,
    Path((code, stream, word)): Path<(String, i64, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    let sent = posted.of(&who)?;
    let deed = Deed::of_form(&word, &sent)?;
    let draws = matches!(deed, Deed::Draw { .. } | Deed::Approve { .. } | Deed::Follow { .. });
    let matter = load(&door, &code, stream).await?;
    match do_at_desk(&door, &who, &matter, deed).await? {
        Outcome::Done(done) if draws => {
            let position = done.first().and_then(|posted| posted.entries.first()).map_or(0, |entry| entry.position);
            let code = law::court::court(matter.case.facts.court).map_or("", |court| court.code);
            Ok(Redirect::to(&format!("/draws/{}/{position}", escaped(code))).into_response())
        }
        Outcome::Done(_) => Ok(Redirect::to(&address(&matter.case.facts)).into_response()),
        Outcome::Nobody(nobody) => Ok(unassignable(&nobody, &matter.case.facts).render(&frame)?.into_response()),
    }
}

/// Everybody who was looked at, with every reason.
fn unassignable(nobody: &Unassignable, facts: &CaseFacts) -> Page {
    let rows = nobody.candidates.iter().map(|one| {
        let why: Vec<&str> = one.failing.iter().map(|failing| failing.zh()).collect();
        vec![Text::from(format!("{} 号", one.judge.0)), Text::from(why.join("；"))]
    });
    let table = Table {
        title: "每个人和全部原因".to_owned(),
        heads: vec!["法官", "不能参加抽签的原因"],
        rows: rows.collect(),
        empty: "本院没有登记在册的法官。请系统管理员先登记法官的任职。",
        ..Table::default()
    };
    Page::new("没有人可以抽", format!("{}一席没有符合条件的人，没有分案。", nobody.kind.zh()))
        .under([Text::link("立案工作台", "/desk"), Text::link("本案", address(facts))])
        .with(Block::Note("warn", vec![Text::from("一个工作日内不能解决的，由分管副院长处理；不会悄悄指定。")]))
        .with(Block::Table(table))
}
