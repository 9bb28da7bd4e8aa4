//! A reader reports an error: what is wrong, a code to look up the answer with, and the answer.

use axum::extract::{Path, State};
use axum::response::Html;
use court::reports::{ANSWER_DAYS, LONGEST, Report, Standing};
use frame::fault::Fault;
use frame::format::{day_text, moment_text};
use frame::shell::Frame;
use hall::form::{Field, Form, Kind, Sent};
use hall::gate::{Asked, Posted};
use hall::page::{Block, Page, Text};
use hall::state::{Door, fresh_id};
use law::ids::Stream;
use matters::act::worded;
use matters::desk::list::number;

use super::{Public, public};
use crate::report_fault;
use crate::sheet::Ending;

/// Characters of a code: 48 bits that nobody guesses within the days it is good for.
const CODE: usize = 12;

/// A document in full that is public now.
async fn full(door: &Door, at: (&str, i64, i64)) -> Result<Public, Fault> {
    let public = public(door, at).await?;
    if public.is_withdrawn() || public.ending != Ending::Full {
        return Err(Fault::NotFound("这份文书现在没有公布全文".to_owned()));
    }
    Ok(public)
}

fn page(public: &Public, sent: &Sent, wrong: &[(String, String)]) -> Page {
    let form = Form::new(format!("{}/report", public.address()), "", "提交")
        .with(
            Field::new("text", "哪里有误", Kind::Text(5))
                .hint(format!("例如：第三段没有隐去住址；案号与落款不一致。不超过 {LONGEST} 个字。"))
                .needed(),
        )
        .warning("不用登录，不记录您是谁。请不要写自己的身份证号、电话。")
        .again(sent, wrong);
    Page::new("反映错误", format!("{}。法院在 {ANSWER_DAYS} 个工作日内核实、答复。", number(&public.facts)))
        .narrow()
        .under([Text::link("裁判文书", "/judgments"), Text::link(number(&public.facts), public.address())])
        .with(Block::Form(Box::new(form)))
}

/// `GET /judgments/{code}/{stream}/{nth}/report`.
pub async fn form(
    State(door): State<Door>,
    frame: Frame,
    Path((code, stream, nth)): Path<(String, i64, i64)>,
) -> Result<Html<String>, Fault> {
    let public = full(&door, (&code, stream, nth)).await?;
    page(&public, &Sent::default(), &[]).render(&frame)
}

/// `POST /judgments/{code}/{stream}/{nth}/report`.
pub async fn send(
    State(door): State<Door>,
    frame: Frame,
    Path((code, stream, nth)): Path<(String, i64, i64)>,
    Posted(sent): Posted,
) -> Result<Html<String>, Fault> {
    let public = full(&door, (&code, stream, nth)).await?;
    let text = worded("反映的内容", sent.text("text"))?;
    if text.is_empty() || text.chars().count() > LONGEST {
        let wrong = [("text".to_owned(), format!("请写明哪里有误，不超过 {LONGEST} 个字"))];
        return page(&public, &sent, &wrong).render(&frame);
    }
    let key: String = fresh_id()?.chars().take(CODE).collect();
    let due = door.reports().take(&public.paper, &text, &key, door.now()).await.map_err(report_fault)?;
    let shown = written(&key);
    Page::new("已经收到", format!("法院最晚在{}答复。", day_text(due)))
        .narrow()
        .under([Text::link("裁判文书", "/judgments"), Text::link(number(&public.facts), public.address())])
        .with(Block::Note("good", vec![Text::from("请记下查询码，凭它查看答复。它只显示这一次。")]))
        .with(Block::Facts(String::new(), vec![("查询码".to_owned(), Text::from(shown.clone()).looking("number"))]))
        .with(Block::Links(vec![Text::link("查看答复", format!("/judgments/report?code={shown}"))]))
        .render(&frame)
}

/// A code as it is written down.
fn written(key: &str) -> String {
    let letters: Vec<char> = key.to_ascii_uppercase().chars().collect();
    letters.chunks(4).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// `GET /judgments/report`.
pub async fn looked_up(State(door): State<Door>, frame: Frame, Asked(sent): Asked) -> Result<Html<String>, Fault> {
    let code = sent.text("code");
    let ask = Field::line("code", "查询码").holding(code);
    let page = Page::new("查询反映的答复", "写反映错误时得到的查询码。")
        .narrow()
        .under([Text::link("裁判文书", "/judgments")])
        .with(Block::Ask(vec![ask]));
    if code.is_empty() {
        return page.render(&frame);
    }
    let Some(report) = door.reports().by_code(code).await.map_err(report_fault)? else {
        let none = "没有这个查询码。请核对是否写全，字母不分大小写。";
        return page.with(Block::Note("warn", vec![Text::from(none)])).render(&frame);
    };
    page.with(answered(&door, &report).await?).render(&frame)
}

async fn answered(door: &Door, report: &Report) -> Result<Block, Fault> {
    let facts = door.docket().facts(report.court, Stream(report.stream.0)).await;
    let facts = facts.map_err(|cause| Fault::unavailable(&cause))?;
    let mut rows = Vec::new();
    if let Some(facts) = facts {
        rows.push(("文书".to_owned(), Text::link(number(&facts), super::address(&facts, report.nth))));
    }
    rows.push(("反映".to_owned(), Text::from(moment_text(report.came_at))));
    rows.push(("现在".to_owned(), Text::from(report.standing.zh())));
    if report.standing == Standing::Open {
        let late = report.due < door.now().day();
        let told = if late { "已经超过，法院应当尽快答复" } else { "届时在这里看得到" };
        let due = Text::from(format!("{}，{told}", day_text(report.due)));
        rows.push(("最晚答复".to_owned(), due.looking(if late { "overdue" } else { "" })));
    } else {
        rows.push(("答复".to_owned(), Text::from(report.answer.clone())));
        rows.extend(report.answered_at.map(|at| ("答复时间".to_owned(), Text::from(moment_text(at)))));
    }
    Ok(Block::Facts("答复".to_owned(), rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_written_in_groups() {
        assert_eq!(written("0a1b2c3d4e5f"), "0A1B-2C3D-4E5F");
    }
}
