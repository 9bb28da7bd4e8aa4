//! A draft, one step a page. It is saved with every step, and by script as it is typed.

use ::files::{State as How, Upload};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use court::filing::{Draft, DraftFault};
use docket::sealed::StreamKey;
use frame::fault::Fault;
use frame::format::moment;
use frame::shell::Frame;
use law::complaint::{Agent, AgentKind, Complaint, Guardian, Party, PartyKind, Step, check, not_electronic};
use people::{AccountId, Kind};

use super::steps;
pub use super::summary::{fee_block, summary};
use crate::files::attached::with_files;
use crate::files::{given, unfinished, upload_fault};
use hall::form::{Form, Sent};
use hall::gate::{Posted, Who, trouble};
use hall::page::{Block, Page, Text};
use hall::state::Door;

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

/// The complaint of a draft.
pub fn complaint(body: &str) -> Complaint {
    serde_json::from_str(body).unwrap_or_default()
}

fn text(complaint: &Complaint) -> Result<String, Fault> {
    serde_json::to_string(complaint).map_err(|cause| Fault::unavailable(&cause))
}

/// `POST /drafts`: begins a draft, with what is known of who begins it.
pub async fn begin(State(door): State<Door>, who: Who, posted: Posted) -> Result<Response, Fault> {
    let sent = posted.of(&who)?;
    hall::may::file(&who)?;
    let mut filled = Complaint::default();
    if who.is_staff() {
        filled.court = who.court().and_then(law::court::court).map_or("", |court| court.code).to_owned();
    } else if who.signed.kind == Kind::Lawyer {
        filled.agents.push(lawyer(&door, &who).await?);
    } else if let Ok(ward) = sent.text("ward").parse() {
        filled.plaintiffs.push(ward_of(&door, &who, AccountId(ward)).await?);
    } else {
        filled.plaintiffs.push(party_of(&door, who.signed.account).await?);
    }
    let key = StreamKey::generate().ok_or(Fault::Unavailable)?;
    let id: String = key.to_bytes().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    door.drafts().begin(&id, who.account(), &text(&filled)?, door.now()).await.map_err(draft_fault)?;
    Ok(Redirect::to(&format!("/drafts/{id}/matter")).into_response())
}

/// The person or organisation of an account as a plaintiff; of a minor's, with the guardian.
async fn party_of(door: &Door, number: AccountId) -> Result<Party, Fault> {
    let people = door.people();
    let account = people.account(number).await.map_err(trouble)?.ok_or(Fault::Unavailable)?;
    let contact = people.contact(number).await.map_err(trouble)?;
    let guardian = match account.guardian {
        None => Guardian::default(),
        Some(guardian) => {
            let own = people.account(guardian).await.map_err(trouble)?.ok_or(Fault::Unavailable)?;
            Guardian {
                id: people.identity(guardian).await.map_err(trouble)?.unwrap_or_default(),
                kinship: None,
                name: own.name,
                phone: people.contact(guardian).await.map_err(trouble)?.phone.unwrap_or_default(),
            }
        }
    };
    Ok(Party {
        guardian,
        id: people.identity(number).await.map_err(trouble)?.unwrap_or_default(),
        incapable: account.guardian.is_some(),
        kind: if account.kind == Kind::Company { PartyKind::Organisation } else { PartyKind::Person },
        name: account.name,
        phone: contact.phone.unwrap_or_default(),
        ..Party::default()
    })
}

/// The plaintiff a guardian files for; nobody else's ward.
async fn ward_of(door: &Door, who: &Who, ward: AccountId) -> Result<Party, Fault> {
    let own = door.people().wards(who.signed.account).await.map_err(trouble)?;
    if !own.contains(&ward) {
        return Err(Fault::Denied("只能为自己的被监护人代为起诉".to_owned()));
    }
    party_of(door, ward).await
}

/// The lawyer of an account as an agent; licence and firm are those registered.
async fn lawyer(door: &Door, who: &Who) -> Result<Agent, Fault> {
    let account = door.people().account(who.signed.account).await.map_err(trouble)?.ok_or(Fault::Unavailable)?;
    let contact = door.people().contact(who.signed.account).await.map_err(trouble)?;
    Ok(Agent {
        firm: account.firm.unwrap_or_default(),
        kind: Some(AgentKind::Lawyer),
        licence: account.licence.unwrap_or_default(),
        name: account.name,
        phone: contact.phone.unwrap_or_default(),
        ..Agent::default()
    })
}

/// Reads a step; of a lawyer who files, licence and firm stay those of the account.
async fn taken(
    door: &Door,
    who: &Who,
    filled: &mut Complaint,
    (step, sent): (Step, &Sent),
) -> Result<Vec<(String, String)>, Fault> {
    let wrong = steps::take(filled, step, sent);
    if step == Step::Agents && who.signed.kind == Kind::Lawyer {
        let own = lawyer(door, who).await?;
        for agent in filled.agents.iter_mut().filter(|agent| agent.name.trim() == own.name) {
            agent.kind = own.kind;
            agent.firm.clone_from(&own.firm);
            agent.licence.clone_from(&own.licence);
        }
    }
    Ok(wrong)
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

fn page(door: &Door, who: &Who, (draft, uploads): (&Draft, &[Upload]), step: Step, form: Form) -> Page {
    let filled = complaint(&draft.body);
    let files = (step == Step::Evidence).then(|| {
        let (at, place) = (format!("/drafts/{}/files", draft.id), format!("draft {}", draft.id));
        Block::Files(Box::new(given(uploads, &at, place, who.csrf(), who.is_staff())))
    });
    let at = Step::ALL.iter().position(|one| *one == step).unwrap_or(0) + 1;
    Page::new(step.zh(), format!("第 {at} 步，共 {} 步。已于 {} 保存。", Step::ALL.len(), moment(draft.changed_at)))
        .narrow()
        .under([Text::link("我的办件", "/me")])
        .with(line(&draft.id, Some(step), &left(&filled, door)))
        .and(files)
        .and(before(&filled, step, door.now().day()))
        .with(Block::Form(Box::new(form)))
}

/// What is told before a step's questions.
fn before(filled: &Complaint, step: Step, today: law::day::Day) -> Vec<Block> {
    let note = |text: &str| vec![Block::Note("plain", vec![Text::from(text)])];
    match step {
        Step::Matter if filled.cause.is_empty() => {
            let link = Text::link("不知道选哪一项？说说发生了什么，看看属于哪一类案件。", "/service/cause");
            vec![Block::Note("plain", vec![link])]
        }
        Step::Agents if filled.plaintiffs.len() > 1 => {
            note("几个人一起起诉的，要每个人都同意。请律师或者他人代理的，加上代理人；自己办理的不用加。")
        }
        Step::Agents if filled.agents.is_empty() => {
            note("自己办理的，这一步不用填，直接按“保存，下一步”。请律师或者他人代理的，按“加一名代理人”。")
        }
        Step::Questions if filled.cause.is_empty() => {
            vec![Block::Note("warn", vec![Text::from("先选案由，问题才对得上；请回到“案由与法院”一步。")])]
        }
        Step::Questions => note("一问一答，答完以后系统帮您拟好请求和事实，您可以再改。问题后面写着“必填”的都要答。"),
        Step::Claims | Step::Facts => steps::drafted(filled, step),
        Step::Fee => fee_block(filled),
        Step::Confirm => not_electronic(today).map(note).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// The files of a draft, where a step shows them.
async fn uploads(door: &Door, draft: &Draft, step: Step) -> Result<Vec<Upload>, Fault> {
    match step {
        Step::Evidence => door.files().of_draft(&draft.id).await.map_err(upload_fault),
        _ => Ok(Vec::new()),
    }
}

fn form_of((draft, uploads): (&Draft, &[Upload]), filled: &Complaint, step: Step, csrf: &str) -> Form {
    let action = format!("/drafts/{}/{}", draft.id, step.word());
    let mut form =
        steps::form(filled, step, action, csrf, if step.next().is_some() { "保存，下一步" } else { "保存，去核对" });
    if step == Step::Evidence {
        form.fields = with_files(form.fields, filled, uploads);
    }
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
        return Ok(Redirect::to(&super::submit::filed_at(&who, court, stream)).into_response());
    }
    if word == "review" {
        let files = door.files().of_draft(&id).await.map_err(upload_fault)?;
        return Ok(review(&door, (&draft, &files), &who).render(&frame)?.into_response());
    }
    let step = step_of(&word)?;
    let filled = complaint(&draft.body);
    let files = uploads(&door, &draft, step).await?;
    let form = form_of((&draft, &files), &filled, step, who.csrf());
    Ok(page(&door, &who, (&draft, &files), step, form).render(&frame)?.into_response())
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
    let mut wrong = taken(&door, &who, &mut filled, (step, &sent)).await?;
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
        let files = uploads(&door, &draft, step).await?;
        let form = form_of((&draft, &files), &filled, step, who.csrf()).again(&sent, &wrong);
        let page = page(&door, &who, (&draft, &files), step, form).render(&frame)?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
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
    taken(&door, &who, &mut filled, (step, &sent)).await?;
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
    discard_files(&door, &id).await;
    Ok(Redirect::to("/me"))
}

/// The files of a draft that is no more go with it; what is left the sweep takes.
pub async fn discard_files(door: &Door, draft: &str) {
    if let Err(cause) = door.files().discard(draft).await {
        tracing::warn!(%cause, "files of a discarded draft are left to the sweep");
    }
}

/// Everything on one page, with what is still wrong, the fee with its steps, and the button that files.
fn review(door: &Door, (draft, files): (&Draft, &[Upload]), who: &Who) -> Page {
    let filled = complaint(&draft.body);
    let defects = check(&filled, door.now().day());
    let page = Page::new("核对并提交", "请最后看一遍。提交后马上得到回执；需要补充的，法院会一次告诉您。")
        .narrow()
        .under([Text::link("我的办件", "/me")])
        .with(line(&draft.id, None, &left(&filled, door)))
        .and(summary(&filled))
        .and(files_block(files))
        .and(fee_block(&filled));
    let coming = unfinished(files);
    if !coming.is_empty() {
        let told = format!("还有文件没有传完：{}。接着传完，或者删除，才能提交。", coming.join("、"));
        let to = format!("/drafts/{}/evidence#files", draft.id);
        let note = Block::Note("warn", vec![told.into(), Text::link("去传完", to)]);
        return page.with(note).with(discards(draft, who));
    }
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

/// The files that will be handed in.
fn files_block(files: &[Upload]) -> Option<Block> {
    let kept = files.iter().filter(|upload| upload.state == How::Kept);
    let names = kept
        .zip(1..)
        .map(|(upload, n)| format!("{n}. {}，摘要 {}", upload.name, upload.digest.as_deref().unwrap_or("")));
    let names: Vec<String> = names.collect();
    (!names.is_empty()).then(|| Block::Prose("随申请提交的文件".to_owned(), names))
}

fn discards(draft: &Draft, who: &Who) -> Block {
    let form = Form::new(format!("/drafts/{}/discard", draft.id), who.csrf(), "删除这份草稿")
        .warning("删除以后不能恢复。")
        .quiet();
    Block::Form(Box::new(form))
}
