//! The online door: one act upon one matter. Loads the past, decides, seals and projects in one transaction.

use std::borrow::Cow;
use std::fmt;

use docket::entry::{Draft, Entry};
use docket::sealed::StreamKey;
use docket::store::{AppendError, Decision, Docket, KeyRing, Posted, Posting, StoreError};
use law::court;
use law::day::Moment;
use law::ids::{CourtId, Stream};
use law::life::command::Command;
use law::life::event::Event;
use law::life::office::OfficeAct;
use law::life::{Case, Refusal, decide};

/// An act asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// The court.
    pub court: CourtId,
    /// The matter; none to open one.
    pub stream: Option<Stream>,
    /// When.
    pub at: Moment,
    /// Who.
    pub actor: Cow<'static, str>,
    /// What.
    pub command: Command,
    /// Key of the sealed fields in it, when it opens a matter.
    pub field_key: Option<[u8; 32]>,
    /// The parties' details in plain, when it opens a matter: sealed under that key for the place the matter gets.
    pub parties: Option<String>,
}

/// Why an act was not done. Nothing of it is stored.
#[derive(Debug)]
pub enum NotDone {
    /// The law says no.
    Refused(Refusal),
    /// There is no such matter.
    NotFound,
    /// A stored entry cannot be read.
    Unreadable(String),
    /// Storage failed, or the matter moved on meanwhile.
    Store(StoreError),
}

impl fmt::Display for NotDone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotDone::Refused(refusal) => write!(f, "{refusal}"),
            NotDone::NotFound => f.write_str("没有这个案卷"),
            NotDone::Unreadable(cause) => write!(f, "日志条目无法读取：{cause}"),
            NotDone::Store(cause) => write!(f, "{cause}"),
        }
    }
}

impl std::error::Error for NotDone {}

impl From<AppendError<NotDone>> for NotDone {
    fn from(error: AppendError<NotDone>) -> NotDone {
        match error {
            AppendError::Declined(why) => why,
            AppendError::Store(cause) => NotDone::Store(cause),
        }
    }
}

/// The past of a matter, folded from its entries; none for no entries and for an act of the court itself.
pub fn fold(entries: &[Entry]) -> Result<Option<Case>, NotDone> {
    let of_court = |entry: &Entry| OfficeAct::KINDS.iter().any(|(kind, _)| *kind == entry.kind);
    if entries.first().is_some_and(of_court) {
        return Ok(None);
    }
    let mut case: Option<Case> = None;
    for entry in entries {
        let event = Event::read(&entry.kind, &entry.body).map_err(|e| NotDone::Unreadable(e.to_string()))?;
        match &mut case {
            Some(case) => case.apply(entry.occurred_at, &event),
            None => {
                let opened = Case::open(entry.court, entry.stream, entry.occurred_at, &event);
                case = Some(opened.map_err(NotDone::Refused)?);
            }
        }
    }
    Ok(case)
}

/// Does one act.
///
/// # Errors
/// [`NotDone`]: refused by the law, no such matter, or storage failed; nothing is half done.
pub async fn perform(docket: &Docket, keys: &dyn KeyRing, request: &Request) -> Result<Posted, NotDone> {
    let past = match request.stream {
        None => None,
        Some(stream) => {
            let entries = docket.stream(request.court, stream).await.map_err(NotDone::Store)?;
            Some(fold(&entries)?.ok_or(NotDone::NotFound)?)
        }
    };
    let posting = Posting {
        court: request.court,
        stream: request.stream,
        expected: past.as_ref().map_or(0, |case| case.facts.version),
        number: number(request, past.as_ref()),
        at: request.at,
    };
    let posted = docket
        .append(&posting, keys, |place| {
            let mut command = request.command.clone();
            if let (Command::Accept { serial, .. }, Some(allotted)) = (&mut command, place.serial) {
                *serial = allotted;
            }
            seal_parties(request, place.stream, &mut command)?;
            let event = decide(past.as_ref(), request.court, request.at, &command).map_err(NotDone::Refused)?;
            let case = match past.clone() {
                Some(mut case) => {
                    case.apply(request.at, &event);
                    case
                }
                None => Case::open(request.court, place.stream, request.at, &event).map_err(NotDone::Refused)?,
            };
            let mut body = Vec::new();
            event.write_body(&mut body).map_err(|e| NotDone::Unreadable(e.to_string()))?;
            let body = String::from_utf8(body).map_err(|e| NotDone::Unreadable(e.to_string()))?;
            let draft = draft(request.at, request.actor.clone(), case.facts.version, event.kind(), body);
            Ok(Decision {
                drafts: vec![draft],
                facts: Some(case.facts),
                field_key: request.field_key.map(|key| key.to_vec()),
            })
        })
        .await?;
    Ok(posted)
}

/// Seals the parties' details into the papers that open a matter.
fn seal_parties(request: &Request, stream: Stream, command: &mut Command) -> Result<(), NotDone> {
    let (Some(plain), Some(key), None) = (&request.parties, &request.field_key, request.stream) else { return Ok(()) };
    let (Command::Receive(intake) | Command::Accept { intake: Some(intake), .. }) = command else { return Ok(()) };
    let code = court::court(request.court).map_or("", |court| court.code);
    let key = StreamKey::from_bytes(key).ok_or_else(|| NotDone::Unreadable("封存密钥的长度不对".to_owned()))?;
    let sealed = key.seal(&format!("{code}/{}/parties", stream.0), plain);
    intake.sealed = Some(sealed.map_err(|cause| NotDone::Unreadable(cause.to_string()))?);
    Ok(())
}

/// Does one act of the court itself.
///
/// # Errors
/// When storage fails.
pub async fn act(
    docket: &Docket,
    keys: &dyn KeyRing,
    court: CourtId,
    at: Moment,
    actor: Cow<'static, str>,
    act: &OfficeAct,
) -> Result<Posted, NotDone> {
    let posting = Posting { court, stream: None, expected: 0, number: None, at };
    let posted = docket
        .append(&posting, keys, |_| {
            let body = act.body().map_err(|e| NotDone::Unreadable(e.to_string()))?;
            Ok(Decision { drafts: vec![draft(at, actor.clone(), 1, act.kind(), body)], facts: None, field_key: None })
        })
        .await?;
    Ok(posted)
}

fn draft(at: Moment, actor: Cow<'static, str>, version: i32, kind: &'static str, body: String) -> Draft {
    Draft {
        stream: None,
        version,
        kind: Cow::Borrowed(kind),
        occurred_at: at,
        recorded_at: at,
        actor,
        on_behalf_of: None,
        body,
    }
}

/// The counter an acceptance takes its serial from.
fn number(request: &Request, past: Option<&Case>) -> Option<(u16, u16)> {
    let Command::Accept { intake, year, .. } = &request.command else { return None };
    let word = match (past, intake) {
        (Some(case), _) => case.facts.word,
        (None, Some(intake)) => intake.word.code(),
        (None, None) => return None,
    };
    Some((*year, word))
}
