//! The cause of action that facts point to (案由推荐), for anybody: nothing is kept of what is written.

use axum::extract::State;
use axum::response::Html;
use frame::fault::Fault;
use frame::shell::Frame;

use super::answer::pointed;
use super::{CAUSES, SHORTEST};
use hall::form::{Field, Form, Kind};
use hall::gate::Posted;
use hall::page::{Block, Page, Table, Text};
use hall::state::Door;

/// Characters read at most.
const LONGEST: usize = 20_000;

/// Cases from which what is called sure is so about as often as it is called.
const LEARNT: u64 = 200;
/// What is said below.
const MANY: &str = "按已结案件和案由规定推荐，不是法院的认定；立案时法院会核对。";
/// The same where there are few cases.
const FEW: &str = "按案由规定推荐，不是法院的认定；已结案件还少，把握只用来比较先后。立案时法院会核对。";

/// `GET /service/cause`.
pub async fn ask(frame: Frame) -> Result<Html<String>, Fault> {
    page("", "").render(&frame)
}

/// `POST /service/cause`.
pub async fn answer(State(door): State<Door>, frame: Frame, posted: Posted) -> Result<Html<String>, Fault> {
    let facts = posted.0.text("facts").to_owned();
    let length = facts.chars().count();
    if length < SHORTEST {
        return page(&facts, "请再写具体一些：谁、什么时候、发生了什么。").render(&frame);
    }
    if length > LONGEST {
        return page(&facts, "最多 20,000 个字，请只写要紧的经过。").render(&frame);
    }
    let standing = door.alike().and_then(alike::Shelf::standing);
    let few = standing.as_ref().is_none_or(|standing| standing.count() < LEARNT);
    let told = match standing {
        None => None,
        Some(standing) => standing.causes(facts.clone(), CAUSES).await.map_err(|cause| Fault::unavailable(&cause))?,
    };
    let Some(told) = told else {
        return page(&facts, "案由推荐还在准备，请稍后再试；也可以在立案时从列表里选。").render(&frame);
    };
    let rows = pointed(&told, None).into_iter().map(|one| vec![Text::from(one.name), Text::from(one.sure)]).collect();
    let table = Table {
        title: "可能的案由".to_owned(),
        heads: vec!["案由", "#把握"],
        rows,
        empty: "从这些话里看不出案由。请写得具体一些，或者在立案时从列表里选最接近的一项。",
        ..Table::default()
    };
    page(&facts, "")
        .with(Block::Table(table))
        .with(Block::Note("plain", vec![Text::from(if few { FEW } else { MANY })]))
        .render(&frame)
}

fn page(facts: &str, wrong: &str) -> Page {
    let mut form = Form::new("/service/cause", "", "推荐案由").with(
        Field::new("facts", "发生了什么", Kind::Text(8))
            .hint("用平常的话写，例如：朋友借了我五万元，写了借条，到期不还。")
            .holding(facts)
            .needed(),
    );
    if !wrong.is_empty() {
        for field in &mut form.fields {
            field.wrong = wrong.to_owned();
        }
    }
    Page::new("案由推荐", "说说发生了什么，看看属于哪一类案件。这里不保存您写的内容。")
        .narrow()
        .under([Text::link("办事", "/service")])
        .with(Block::Form(Box::new(form)))
}
