//! The online door: one act upon one matter. Loads the past, decides, seals and projects in one transaction.

use std::borrow::Cow;
use std::fmt;

use docket::entry::{Draft, Entry};
use docket::sealed::StreamKey;
use docket::store::{AppendError, Beside, Decision, Docket, KeyRing, Place, Posted, Posting, StoreError};
use law::court;
use law::day::Moment;
use law::ids::{CourtId, Stream};
use law::life::command::Command;
use law::life::event::Event;
use law::life::office::OfficeAct;
use law::life::{Case, Refusal, decide};

/// In whose name an act is entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Who acted.
    pub actor: Cow<'static, str>,
    /// For whom, where they stood in for another (代班).
    pub on_behalf_of: Option<String>,
}

impl<T: Into<Cow<'static, str>>> From<T> for Name {
    fn from(actor: T) -> Name {
        Name { actor: actor.into(), on_behalf_of: None }
    }
}

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
    pub actor: Name,
    /// What.
    pub command: Command,
    /// Key of the sealed fields in it, when it opens a matter.
    pub field_key: Option<[u8; 32]>,
    /// The parties' details in plain, when it opens a matter: sealed under that key for the place the matter gets.
    pub parties: Option<String>,
    /// The complaint as it was filled in, in plain: sealed under the matter's key.
    pub complaint: Option<String>,
    /// What is noted beside the log with it.
    pub beside: Beside,
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
    perform_knowing(docket, keys, request, None, |_, _| Ok(request.command.clone())).await
}

/// Does one act whose command follows from what the court's judges carry in a year, as it stands where the act is
/// added: `make` may be asked again when another writer was quicker. The request's own command says what kind it is.
///
/// # Errors
/// As [`perform`], and what `make` returns.
pub async fn perform_knowing<M>(
    docket: &Docket,
    keys: &dyn KeyRing,
    request: &Request,
    loads: Option<u16>,
    mut make: M,
) -> Result<Posted, NotDone>
where
    M: FnMut(&Place, Option<&Case>) -> Result<Command, NotDone> + Send,
{
    let past = match request.stream {
        None => None,
        Some(stream) => {
            let entries = docket.stream(request.court, stream).await.map_err(NotDone::Store)?;
            Some(fold(&entries)?.ok_or(NotDone::NotFound)?)
        }
    };
    let field_key = field_key(docket, request).await?;
    let posting = Posting {
        court: request.court,
        stream: request.stream,
        expected: past.as_ref().map_or(0, |case| case.facts.version),
        number: number(request, past.as_ref()),
        at: request.at,
        loads,
        beside: request.beside.clone(),
    };
    let posted = docket
        .append(&posting, keys, |place| {
            let mut command = make(&place, past.as_ref())?;
            if let (Command::Accept { serial, .. }, Some(allotted)) = (&mut command, place.serial) {
                *serial = allotted;
            }
            seal(request, field_key.as_ref(), &place, &mut command)?;
            decided(request, past.as_ref(), &place, &command)
        })
        .await?;
    Ok(posted)
}

/// What a command comes to at its place.
fn decided(request: &Request, past: Option<&Case>, place: &Place, command: &Command) -> Result<Decision, NotDone> {
    let event = decide(past, request.court, request.at, command).map_err(NotDone::Refused)?;
    let case = match past.cloned() {
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
    let opens = request.stream.is_none();
    Ok(Decision {
        drafts: vec![draft],
        sittings: case.sittings().to_vec(),
        facts: Some(case.facts),
        field_key: request.field_key.filter(|_| opens).map(|key| key.to_vec()),
    })
}

/// The key the request's plain texts are sealed under: its own when it opens a matter, the matter's otherwise.
async fn field_key(docket: &Docket, request: &Request) -> Result<Option<StreamKey>, NotDone> {
    let wrong = || NotDone::Unreadable("封存密钥的长度不对".to_owned());
    match (request.stream, &request.field_key) {
        (None, Some(key)) => StreamKey::from_bytes(key).map(Some).ok_or_else(wrong),
        (Some(stream), _) if request.complaint.is_some() => {
            let stored = docket.field_key(request.court, stream).await.map_err(NotDone::Store)?;
            let stored = stored.ok_or_else(|| NotDone::Unreadable("案卷的封存密钥已经销毁".to_owned()))?;
            StreamKey::from_bytes(&stored).map(Some).ok_or_else(wrong)
        }
        _ => Ok(None),
    }
}

/// Where a sealed text of a matter stands: court code, stream and field.
pub fn context(court: CourtId, stream: Stream, field: &str) -> String {
    let code = court::court(court).map_or("", |court| court.code);
    format!("{code}/{}/{field}", stream.0)
}

/// Seals the plain texts of a request into its command.
fn seal(request: &Request, key: Option<&StreamKey>, place: &Place, command: &mut Command) -> Result<(), NotDone> {
    let Some(key) = key else { return Ok(()) };
    let sealed = |field: &str, plain: &str| {
        let context = context(request.court, place.stream, field);
        key.seal(&context, plain).map_err(|cause| NotDone::Unreadable(cause.to_string()))
    };
    if let (Some(plain), None) = (&request.parties, request.stream)
        && let Command::Receive(intake) | Command::Accept { intake: Some(intake), .. } = command
    {
        intake.sealed = Some(sealed("parties", plain)?);
    }
    if let Some(plain) = &request.complaint {
        let papers = match command {
            Command::Receive(intake) | Command::Accept { intake: Some(intake), .. } => intake.papers.as_deref_mut(),
            Command::Resubmit(papers) => Some(papers),
            _ => None,
        };
        if let Some(papers) = papers {
            papers.sealed = Some(sealed(COMPLAINT, plain)?);
        }
    }
    Ok(())
}

/// The field of the sealed complaint.
pub const COMPLAINT: &str = "complaint";

/// Does one act of the court itself.
///
/// # Errors
/// When storage fails.
pub async fn act(
    docket: &Docket,
    keys: &dyn KeyRing,
    court: CourtId,
    at: Moment,
    actor: impl Into<Name>,
    act: &OfficeAct,
) -> Result<Posted, NotDone> {
    let posting =
        Posting { court, stream: None, expected: 0, number: None, at, loads: None, beside: Beside::default() };
    let actor = actor.into();
    let posted = docket
        .append(&posting, keys, |_| {
            let body = act.body().map_err(|e| NotDone::Unreadable(e.to_string()))?;
            Ok(Decision {
                drafts: vec![draft(at, actor.clone(), 1, act.kind(), body)],
                facts: None,
                field_key: None,
                sittings: Vec::new(),
            })
        })
        .await?;
    Ok(posted)
}

fn draft(at: Moment, by: Name, version: i32, kind: &'static str, body: String) -> Draft {
    Draft {
        stream: None,
        version,
        kind: Cow::Borrowed(kind),
        occurred_at: at,
        recorded_at: at,
        actor: by.actor,
        on_behalf_of: by.on_behalf_of,
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
