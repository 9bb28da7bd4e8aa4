//! Handing in: the draft becomes a filing in the court's log, once.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use court::filing::Draft;
use court::office::{Request, perform};
use docket::digest::{sm3, to_hex};
use docket::entry::Entry;
use docket::sealed::StreamKey;
use docket::store::{Beside, FIRST_HAND, Hand};
use frame::fault::Fault;
use law::case_number::Word;
use law::complaint::{Complaint, Party, PartyKind, cause_of, check, consents, likeness, natural, total};
use law::court::by_code;
use law::ids::{CourtId, Stream};
use law::life::RefusalCode;
use law::life::codes::{Channel, Tag};
use law::life::command::Command;
use law::life::event::{Intake, Origin};
use law::life::office::{OfficeAct, Relay};
use law::life::papers::{PaperFile, Papers, ReliefPlea};
use law::role::Role;
use people::Kind;
use permit::Action;
use serde_json::json;

use super::draft::{complaint, draft_fault};
use super::status::address;
use crate::files::drafted;
use hall::gate::{Posted, Who, escaped, not_done, trouble};
use hall::may;
use hall::state::Door;

/// Type word of what is filed here.
const WORD: &str = "民初";
/// Relays of the own court looked through for the same papers.
const RELAYS_LOOKED_AT: i64 = 200;

/// `POST /drafts/{id}/submit`.
pub async fn submit(
    State(door): State<Door>,
    who: Who,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.of(&who)?;
    may::file(&who)?;
    let draft = door.drafts().load(&id, who.account()).await.map_err(draft_fault)?;
    if let Some((court, stream)) = draft.filed {
        return Ok(Redirect::to(&filed_at(&who, court, stream)).into_response());
    }
    let filled = complaint(&draft.body);
    if !check(&filled, door.now().day()).is_empty() {
        return Ok(Redirect::to(&format!("/drafts/{id}/review")).into_response());
    }
    let (court, stream) = match file(&door, &who, &draft, &filled).await? {
        Handed::Now(entry) => (entry.court, entry.stream),
        Handed::Before(court, stream) => (court, stream),
    };
    Ok(Redirect::to(&filed_at(&who, court, stream)).into_response())
}

/// What came of handing a draft in.
#[derive(Debug)]
pub enum Handed {
    /// It was filed now: the entry whose receipt the litigant holds.
    Now(Entry),
    /// It was sent twice at once, and the other was filed as this matter.
    Before(CourtId, Stream),
}

/// Where who handed it in goes on: parties to their filing, the counter to the desk, or to the receipt of another court's.
pub fn filed_at(who: &Who, court: CourtId, stream: Stream) -> String {
    let code = law::court::court(court).map_or("", |court| court.code);
    match who.court() {
        None => address(court, stream),
        Some(own) if own == court => format!("/desk/{}/{}", escaped(code), stream.0),
        Some(_) => format!("/entries/{}/{}", escaped(code), stream.0),
    }
}

/// Files a draft whose complaint has no defect, once, however often it is sent. What staff hands in was brought to the
/// counter: by somebody of this court's, or by somebody whose court is another (跨域立案).
///
/// # Errors
/// Why it was not filed; the draft is as it was then.
pub async fn file(door: &Door, who: &Who, draft: &Draft, filled: &Complaint) -> Result<Handed, Fault> {
    let fault = match enter(door, who, draft, filled).await {
        Ok(entry) => return Ok(Handed::Now(entry)),
        Err(fault) => fault,
    };
    match door.drafts().load(&draft.id, draft.account).await {
        Ok(known) if known.body == draft.body => {
            known.filed.map(|(court, stream)| Handed::Before(court, stream)).ok_or(fault)
        }
        _ => Err(fault),
    }
}

async fn enter(door: &Door, who: &Who, draft: &Draft, filled: &Complaint) -> Result<Entry, Fault> {
    let court = by_code(&filled.court).ok_or_else(|| Fault::NotFound("没有这个法院".to_owned()))?.id;
    let at = door.moment_in(court).await?;
    let files = match draft.version {
        0 => Vec::new(), // files belong to drafts that were saved
        _ => drafted(door, who, &draft.id, filled).await?,
    };
    let way = way(door, who, court, filled).await?;
    let request = Request {
        court,
        stream: None,
        at,
        actor: if who.is_staff() { who.actor() } else { who.hand(FIRST_HAND) },
        command: Command::Receive(intake(door, filled, at.day(), &way, files)?),
        field_key: Some(StreamKey::generate().ok_or(Fault::Unavailable)?.to_bytes()),
        parties: Some(names(filled)),
        complaint: Some(draft.body.clone()),
        beside: Beside {
            draft: Some(door.drafts().filed(draft).map_err(draft_fault)?),
            hand: way.hand,
            document: None,
        },
    };
    let posted = perform(door.docket(), door.keys(), &request).await.map_err(not_done)?;
    posted.entries.into_iter().next().ok_or(Fault::Unavailable)
}

/// How the papers came.
struct Way {
    channel: Channel,
    hand: Option<Hand>,
    relayed: Option<Origin>,
}

async fn way(door: &Door, who: &Who, court: CourtId, filled: &Complaint) -> Result<Way, Fault> {
    let Some(own) = who.court().filter(|_| who.is_staff()) else {
        let agent = who.role == Role::Lawyer || filled.agents.iter().any(|one| one.name.trim() == who.signed.name);
        let hand = Hand { number: FIRST_HAND, account: who.account(), agent };
        return Ok(Way { channel: Channel::Online, hand: Some(hand), relayed: None });
    };
    let hand = counted(door, filled).await?;
    if own == court {
        may::within(who, Action::ReceiveAtCounter, own)?;
        return Ok(Way { channel: Channel::Window, hand, relayed: None });
    }
    may::within(who, Action::ReceiveForOther, own)?;
    crosses(own, court, door.now().day())?;
    let relayed = Some(relay(door, who, own, court, filled).await?);
    Ok(Way { channel: Channel::CrossRegion, hand, relayed })
}

/// Whether papers may be taken in for that court today; asked before anything is sent on (services §3).
fn crosses(own: CourtId, court: CourtId, today: law::day::Day) -> Result<(), Fault> {
    let courts = law::court::court(own).zip(law::court::court(court));
    let word = Word::parse(WORD).ok_or(Fault::Unavailable)?;
    match courts.and_then(|(takes, decides)| law::cross_region::against(word, takes, decides, today)) {
        None => Ok(()),
        Some(sentence) => Err(Fault::Refused {
            code: RefusalCode::NotCrossRegion.as_str(),
            basis: "跨域立案服务（2019、2021）",
            sentence,
        }),
    }
}

/// The account of the first plaintiff, if there is one: they follow online what they brought to the counter.
async fn counted(door: &Door, filled: &Complaint) -> Result<Option<Hand>, Fault> {
    let Some(first) = filled.plaintiffs.first() else { return Ok(None) };
    let kind = match first.kind {
        PartyKind::Person => Kind::Litigant,
        PartyKind::Organisation => Kind::Company,
    };
    let mut known = door.people().by_identity(kind, &first.id, door.now()).await.map_err(trouble)?;
    if known.is_none() && !first.guardian.id.is_empty() {
        // who cannot sue alone is followed by the guardian
        let guardian = door.people().by_identity(Kind::Litigant, &first.guardian.id, door.now());
        known = guardian.await.map_err(trouble)?;
    }
    let account = known.and_then(|known| u32::try_from(known.number.0).ok());
    Ok(account.map(|account| Hand { number: FIRST_HAND, account, agent: false }))
}

/// The entry in the own log that says what was taken in for whom; the same papers handed in again find it.
async fn relay(door: &Door, who: &Who, own: CourtId, to: CourtId, filled: &Complaint) -> Result<Origin, Fault> {
    let text = serde_json::to_string(filled).map_err(|cause| Fault::unavailable(&cause))?;
    let act = OfficeAct::FilingRelayed(Relay { complaint: to_hex(&sm3(text.as_bytes())), to });
    let body = act.body().map_err(|cause| Fault::unavailable(&cause))?;
    let known = door.docket().newest_of_kind(own, act.kind(), i64::MAX, RELAYS_LOOKED_AT).await;
    let known = known.map_err(|cause| Fault::unavailable(&cause))?;
    if let Some(entry) = known.into_iter().find(|entry| entry.body == body) {
        return Ok(Origin { court: own, stream: entry.stream });
    }
    let actor = who.actor();
    let posted = court::office::act(door.docket(), door.keys(), own, door.moment_in(own).await?, actor, &act)
        .await
        .map_err(not_done)?;
    let entry = posted.entries.first().ok_or(Fault::Unavailable)?;
    Ok(Origin { court: own, stream: entry.stream })
}

fn intake(
    door: &Door,
    filled: &Complaint,
    today: law::day::Day,
    way: &Way,
    files: Vec<PaperFile>,
) -> Result<Intake, Fault> {
    let cause = cause_of(filled).ok_or_else(|| Fault::NotFound("没有这个案由".to_owned()))?;
    let parties = filled.plaintiffs.len() + filled.defendants.len();
    let livelihood = law::cause::cause(cause).is_some_and(|cause| cause.livelihood);
    let filer = way.hand.map_or(0, |hand| hand.number);
    Ok(Intake {
        amount: total(filled),
        cause,
        channel: way.channel,
        origin: None,
        papers: Some(Box::new(Papers { relayed: way.relayed, ..papers(door, filled, filer, files) })),
        parties: u8::try_from(parties).unwrap_or(u8::MAX),
        received: today,
        sealed: None,
        tags: if livelihood { vec![Tag::Livelihood] } else { Vec::new() },
        word: Word::parse(WORD).ok_or(Fault::Unavailable)?,
    })
}

/// The papers of a complaint; the text itself is sealed where it is entered.
pub fn papers(door: &Door, filled: &Complaint, filer: u32, files: Vec<PaperFile>) -> Papers {
    Papers {
        consents: consents(filled),
        electronic: filled.electronic,
        filer,
        files,
        likeness: Some(likened(door, filled)),
        mediation: filled.mediation,
        relayed: None,
        relief: filled.relief.as_ref().map(|asked| ReliefPlea { kind: asked.kind, natural: natural(filled) }),
        sealed: None,
    }
}

/// What finds the same suit again: keyed digests of its parties and cause, and of these with its claims. No name stands in
/// it, and without the key nobody can tell whether it is of a name.
fn likened(door: &Door, filled: &Complaint) -> String {
    let (parties, claims) = likeness(filled);
    format!("{}.{}", door.people().likeness(&parties), door.people().likeness(&claims))
}

/// Roles and names, as the public pages mask them.
fn names(filled: &Complaint) -> String {
    let party = |role: &str, party: &Party| {
        let kind = if party.kind == PartyKind::Person { "person" } else { "organisation" };
        json!({ "kind": kind, "name": party.name, "role": role })
    };
    let plaintiffs = filled.plaintiffs.iter().map(|one| party("plaintiff", one));
    let defendants = filled.defendants.iter().map(|one| party("defendant", one));
    serde_json::Value::Array(plaintiffs.chain(defendants).collect()).to_string()
}
