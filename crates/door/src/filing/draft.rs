//! A draft, one step a page. It is saved with every step, and by script as it is typed.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use court::filing::{Draft, DraftFault};
use docket::sealed::StreamKey;
use frame::fault::Fault;
use frame::format::moment;
use frame::shell::Frame;
use law::complaint::{Complaint, Party, PartyKind, Step, check, fee_of, total};
use law::role::Role;
use people::Kind;

use super::steps;
use crate::form::Form;
use crate::gate::{Posted, Who};
use crate::page::{Block, Page, Text};
use crate::state::Door;

/// What a draft could not do, as a page says it.
pub fn draft_fault(cause: DraftFault) -> Fault {
    match cause {
        DraftFault::NotFound => Fault::NotFound("没有这份草稿".to_owned()),
        DraftFault::Moved(_) => Fault::Conflict("这份草稿在另一个窗口里保存过".to_owned()),
        DraftFault::Filed(..) => Fault::Conflict("这份草稿已经提交".to_owned()),
        DraftFault::TooLarge | DraftFault::TooMany => Fault::unclear(cause.to_string(), "已保存的内容都还在。"),
        other => Fault::unavailable(&other),
    }
}

/// Litigants and lawyers file; staff at the counter do it for those who come.
pub fn may_file(who: &Who) -> Result<(), Fault> {
    match who.role {
        Role::Litigant | Role::Lawyer => Ok(()),
        _ => Err(Fault::Denied(format!("{}不能以自己的账户网上立案", who.role.zh()))),
    }
}

/// The complaint of a draft.
pub fn complaint(body: &str) -> Complaint {
    serde_json::from_str(body).unwrap_or_default()
}

fn text(complaint: &Complaint) -> Result<String, Fault> {
    serde_json::to_string(complaint).map_err(|cause| Fault::unavailable(&cause))
}

/// `POST /drafts`: begins a draft, with what is known of who begins it.
pub async fn begin(State(door): State<Door>, who: Who, posted: Posted) -> Result<Response, Fault> {
    posted.of(&who)?;
    may_file(&who)?;
    let contact = door.people().contact(who.signed.account).await.map_err(crate::gate::trouble)?;
    let id = door.people().identity(who.signed.account).await.map_err(crate::gate::trouble)?;
    let mut filled = Complaint::default();
    if who.signed.kind == Kind::Lawyer {
        filled.agent = format!("{}（律师），", who.signed.name);
    } else {
        filled.plaintiffs.push(Party {
            id: id.unwrap_or_default(),
            kind: if who.signed.kind == Kind::Company { PartyKind::Organisation } else { PartyKind::Person },
            name: who.signed.name.clone(),
            phone: contact.phone.unwrap_or_default(),
            ..Party::default()
        });
    }
    let key = StreamKey::generate().ok_or(Fault::Unavailable)?;
    let id: String = key.to_bytes().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    door.drafts().begin(&id, who.account(), &text(&filled)?, door.now()).await.map_err(draft_fault)?;
    Ok(Redirect::to(&format!("/drafts/{id}/matter")).into_response())
}

/// The steps as a line of links, the present one marked.
fn line(id: &str, present: Option<Step>, left: &[Step]) -> Block {
    let steps = Step::ALL.iter().map(|step| {
        let mark = if Some(*step) == present {
            "▶ "
        } else if left.contains(step) {
            "○ "
        } else {
            "✓ "
        };
        Text::link(format!("{mark}{}", step.zh()), format!("/drafts/{id}/{}", step.word())).looking("step")
    });
    Block::Path(steps.collect())
}

fn left(complaint: &Complaint, door: &Door) -> Vec<Step> {
    check(complaint, door.now().day()).into_iter().map(|defect| defect.step).collect()
}

fn page(door: &Door, draft: &Draft, step: Step, form: Form) -> Page {
    let filled = complaint(&draft.body);
    let at = Step::ALL.iter().position(|one| *one == step).unwrap_or(0) + 1;
    Page::new(step.zh(), format!("第 {at} 步，共 {} 步。已于 {} 保存。", Step::ALL.len(), moment(draft.changed_at)))
        .narrow()
        .under([Text::link("我的办件", "/me")])
        .with(line(&draft.id, Some(step), &left(&filled, door)))
        .with(Block::Form(Box::new(form)))
}

fn form_of(draft: &Draft, filled: &Complaint, step: Step, csrf: &str) -> Form {
    let action = format!("/drafts/{}/{}", draft.id, step.word());
    let mut form =
        steps::form(filled, step, action, csrf, if step.next().is_some() { "保存，下一步" } else { "保存，去核对" });
    form.saves = format!("/drafts/{}/{}/typed", draft.id, step.word());
    form
}

fn step_of(word: &str) -> Result<Step, Fault> {
    Step::parse(word).ok_or_else(|| Fault::NotFound("没有这一步".to_owned()))
}

/// `GET /drafts/{id}/{step}`.
pub async fn show(
    State(door): State<Door>,
    frame: Frame,
    who: Who,
    Path((id, word)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let draft = door.drafts().load(&id, who.account()).await.map_err(draft_fault)?;
    if let Some((court, stream)) = draft.filed {
        return Ok(Redirect::to(&super::status::address(court, stream)).into_response());
    }
    if word == "review" {
        return Ok(review(&door, &draft, &who).render(&frame)?.into_response());
    }
    let step = step_of(&word)?;
    let filled = complaint(&draft.body);
    Ok(page(&door, &draft, step, form_of(&draft, &filled, step, who.csrf())).render(&frame)?.into_response())
}

/// `POST /drafts/{id}/{step}`: saves the step and goes on; what is wrong with it stays on the page.
pub async fn save(
    State(door): State<Door>,
    frame: Frame,
    who: Who,
    Path((id, word)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    let sent = posted.of(&who)?;
    let step = step_of(&word)?;
    let mut draft = door.drafts().load(&id, who.account()).await.map_err(draft_fault)?;
    let mut filled = complaint(&draft.body);
    let mut wrong = steps::take(&mut filled, step, &sent);
    if sent.ticked("more") {
        steps::more(&mut filled, step);
    }
    let body = text(&filled)?;
    draft.version = door.drafts().save(&draft, &body, door.now()).await.map_err(draft_fault)?;
    draft.body = body;
    draft.changed_at = door.now();
    if sent.ticked("more") {
        return Ok(Redirect::to(&format!("/drafts/{id}/{word}")).into_response());
    }
    wrong.extend(steps::wrongs(&check(&filled, door.now().day()), step));
    if !wrong.is_empty() {
        let form = form_of(&draft, &filled, step, who.csrf()).again(&sent, &wrong);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&door, &draft, step, form).render(&frame)?).into_response());
    }
    let next = step.next().map_or("review", Step::word);
    Ok(Redirect::to(&format!("/drafts/{id}/{next}")).into_response())
}

/// `POST /drafts/{id}/{step}/typed`: keeps what is typed so far; nothing is said about it yet.
pub async fn typed(
    State(door): State<Door>,
    who: Who,
    Path((id, word)): Path<(String, String)>,
    posted: Posted,
) -> Result<StatusCode, Fault> {
    let sent = posted.of(&who)?;
    let step = step_of(&word)?;
    let draft = door.drafts().load(&id, who.account()).await.map_err(draft_fault)?;
    let mut filled = complaint(&draft.body);
    steps::take(&mut filled, step, &sent);
    door.drafts().save(&draft, &text(&filled)?, door.now()).await.map_err(draft_fault)?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /drafts/{id}/discard`.
pub async fn discard(
    State(door): State<Door>,
    who: Who,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Redirect, Fault> {
    posted.of(&who)?;
    door.drafts().discard(&id, who.account()).await.map_err(draft_fault)?;
    Ok(Redirect::to("/me"))
}

/// Everything on one page, with what is still wrong, the fee with its steps, and the button that files.
fn review(door: &Door, draft: &Draft, who: &Who) -> Page {
    let filled = complaint(&draft.body);
    let defects = check(&filled, door.now().day());
    let page = Page::new("核对并提交", "请最后看一遍。提交后马上得到回执；需要补充的，法院会一次告诉您。")
        .narrow()
        .under([Text::link("我的办件", "/me")])
        .with(line(&draft.id, None, &left(&filled, door)))
        .and(summary(&filled))
        .and(fee_block(&filled));
    if !defects.is_empty() {
        let told = defects.iter().map(|defect| {
            let to = format!("/drafts/{}/{}", draft.id, defect.step.word());
            Text::link(format!("{}：{}", defect.step.zh(), defect.sentence), to)
        });
        let head = Text::from(format!("还有 {} 处要改，改好才能提交：", defects.len()));
        return page.with(Block::Note("warn", std::iter::once(head).chain(told).collect())).with(discards(draft, who));
    }
    let form = Form::new(format!("/drafts/{}/submit", draft.id), who.csrf(), "提交立案")
        .warning("提交以后内容封存，不能撤改；要更正的，可以申请补正或者撤诉。");
    page.with(Block::Form(Box::new(form))).with(discards(draft, who))
}

fn discards(draft: &Draft, who: &Who) -> Block {
    let form = Form::new(format!("/drafts/{}/discard", draft.id), who.csrf(), "删除这份草稿")
        .warning("删除以后不能恢复。")
        .quiet();
    Block::Form(Box::new(form))
}

/// The complaint in short.
pub fn summary(filled: &Complaint) -> Vec<Block> {
    let names = |list: &[Party]| list.iter().map(|party| party.name.as_str()).collect::<Vec<_>>().join("、");
    let court = law::court::by_code(&filled.court).map_or("（未选）", |court| court.name);
    let claims = filled.claims.iter().zip(1..).map(|(claim, n)| {
        let amount = claim.amount.map(|amount| format!("，{amount}")).unwrap_or_default();
        format!("{n}. {}{amount}", claim.text)
    });
    let evidence = filled.evidence.iter().zip(1..).map(|(one, n)| format!("{n}. {}：{}", one.name, one.proves));
    let mut facts: Vec<(String, Text)> = vec![
        ("案由".to_owned(), filled.cause.as_str().into()),
        ("法院".to_owned(), court.into()),
        ("原告".to_owned(), names(&filled.plaintiffs).into()),
        ("被告".to_owned(), names(&filled.defendants).into()),
    ];
    if !filled.agent.is_empty() {
        facts.push(("代理人".to_owned(), filled.agent.as_str().into()));
    }
    facts.extend([
        ("标的额".to_owned(), Text::from(total(filled).to_string()).looking("number")),
        ("送达地址".to_owned(), filled.address.as_str().into()),
        ("电子送达".to_owned(), if filled.electronic { "同意" } else { "不同意" }.into()),
        ("先行调解".to_owned(), if filled.mediation { "愿意" } else { "不愿意" }.into()),
    ]);
    vec![
        Block::Facts("起诉状".to_owned(), facts),
        Block::Prose("诉讼请求".to_owned(), claims.collect()),
        Block::Prose("事实与理由".to_owned(), filled.facts.split('\n').map(str::to_owned).collect()),
        Block::Prose("证据".to_owned(), evidence.collect()),
    ]
}

/// The fee and how it comes about.
pub fn fee_block(filled: &Complaint) -> Vec<Block> {
    let Ok(fee) = fee_of(filled) else { return Vec::new() };
    let mut rows: Vec<(String, Text)> = fee
        .steps
        .iter()
        .map(|step| {
            let what = match (step.part, step.rate) {
                (Some((from, to)), Some(rate)) => {
                    format!("{from} 至 {to} 的部分，{}.{:02}%", rate / 100, rate % 100)
                }
                (Some((from, to)), None) => format!("{from} 至 {to} 的部分"),
                (None, _) => step.why.to_owned(),
            };
            (what, Text::from(step.fee.to_string()).looking("number"))
        })
        .collect();
    rows.push(("案件受理费".to_owned(), Text::from(fee.total.to_string()).looking("number")));
    vec![Block::Facts(format!("诉讼费（{}，{}）", fee.scale.name, fee.scale.source), rows)]
}
