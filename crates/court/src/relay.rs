//! Cross-region filing (跨域立案) seen from the court that took the papers in: what it sent where, what came back.
//!
//! The two courts' acts are entries in two logs. The one here names the court it was sent to; the one there names the entry
//! here. Nothing is ever entered in both at once; what is read here is read from both.

use docket::entry::Entry;
use docket::store::{CaseFilter, Docket, StoreError};
use law::day::{Day, Moment};
use law::ids::{CourtId, Stream};
use law::life::codes::{Channel, Secrecy};
use law::life::event::{Event, Origin};
use law::life::facts::CaseFacts;
use law::life::office::{OfficeAct, Told};

/// Cases of a court that are looked through for what was sent to it.
const LOOKED_AT: i64 = 500;
/// Days between the entry here and the one there, at most.
const ARRIVES_IN: i32 = 3;

/// What the court that decides answered first, or last so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Position of its entry in that court's log.
    pub position: i64,
    /// When.
    pub at: Moment,
    /// What.
    pub what: Event,
}

/// Papers taken in here for another court.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relayed {
    /// The entry here.
    pub stream: Stream,
    /// When they were taken in.
    pub at: Moment,
    /// The court they are for.
    pub to: CourtId,
    /// The matter there; none while it has not arrived.
    pub matter: Option<CaseFacts>,
    /// The answers there, in order.
    pub answers: Vec<Answer>,
    /// Which of them the party was told, by position, and when.
    pub told: Vec<(i64, Moment)>,
}

impl Relayed {
    /// When it was first answered.
    pub fn answered(&self) -> Option<Moment> {
        self.answers.first().map(|answer| answer.at)
    }

    /// The newest answer the party has not been told of.
    pub fn untold(&self) -> Option<&Answer> {
        self.answers.last().filter(|answer| self.told.iter().all(|(position, _)| *position != answer.position))
    }

    /// Whether the words of the answers may be shown to the court that only took the papers in.
    pub fn open(&self) -> bool {
        self.matter.as_ref().is_none_or(|facts| facts.secrecy == Secrecy::Open.code())
    }
}

/// Whether an entry is an answer to the court that took the papers in (services S-020).
pub const fn answers(event: &Event) -> bool {
    matches!(
        event,
        Event::Taken(_)
            | Event::Accepted(_)
            | Event::CorrectionAsked(_)
            | Event::Refused(_)
            | Event::Diverted(_)
            | Event::Returned
    )
}

/// What a court took in for others, the latest first.
///
/// # Errors
/// When storage fails.
pub async fn relayed(docket: &Docket, own: CourtId, most: i64) -> Result<Vec<Relayed>, StoreError> {
    let mut all = Vec::new();
    for entry in docket.newest_of_kind(own, RELAYED, i64::MAX, most).await? {
        if let Some(Ok(OfficeAct::FilingRelayed(body))) = OfficeAct::read(&entry.kind, &entry.body) {
            all.push(Relayed {
                stream: entry.stream,
                at: entry.recorded_at,
                to: body.to,
                matter: None,
                answers: Vec::new(),
                told: Vec::new(),
            });
        }
    }
    arrived(docket, own, &mut all).await?;
    for entry in docket.newest_of_kind(own, Told::KIND, i64::MAX, most.saturating_mul(4)).await? {
        if let Some(Ok(OfficeAct::AnswerTold(body))) = OfficeAct::read(&entry.kind, &entry.body)
            && let Some(one) = all.iter_mut().find(|one| one.stream == body.relay)
        {
            one.told.push((body.answer, entry.recorded_at));
        }
    }
    Ok(all)
}

/// The kind of the entry here.
const RELAYED: &str = "office.filing_relayed.v1";

/// One of what a court took in for others.
///
/// # Errors
/// When storage fails.
pub async fn one(docket: &Docket, own: CourtId, stream: Stream, most: i64) -> Result<Option<Relayed>, StoreError> {
    Ok(relayed(docket, own, most).await?.into_iter().find(|one| one.stream == stream))
}

/// Finds the matters in the other courts' logs, each court looked through once.
async fn arrived(docket: &Docket, own: CourtId, all: &mut [Relayed]) -> Result<(), StoreError> {
    let mut courts: Vec<CourtId> = all.iter().map(|one| one.to).collect();
    courts.sort_unstable();
    courts.dedup();
    for to in courts {
        let days: Vec<Day> = all.iter().filter(|one| one.to == to).map(|one| one.at.day()).collect();
        let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) else { continue };
        let channel = i64::from(Channel::CrossRegion.code());
        let filter = CaseFilter {
            courts: vec![to],
            between: vec![
                ("channel", channel, channel),
                ("received_day", i64::from(first.0), i64::from(last.plus(ARRIVES_IN).0)),
            ],
            ..CaseFilter::default()
        };
        for facts in docket.newest_cases(&filter, None, LOOKED_AT).await? {
            let entries = docket.stream(to, facts.stream).await?;
            let Some(from) = sent_from(&entries).filter(|from| from.court == own) else { continue };
            if let Some(one) = all.iter_mut().find(|one| one.stream == from.stream && one.to == to) {
                one.answers = answered(&entries);
                one.matter = Some(facts);
            }
        }
    }
    Ok(())
}

/// The entry in another court's log that a matter names as where its papers were taken in.
fn sent_from(entries: &[Entry]) -> Option<Origin> {
    let first = entries.first()?;
    match Event::read(&first.kind, &first.body).ok()? {
        Event::Received(intake) => intake.papers?.relayed,
        _ => None,
    }
}

fn answered(entries: &[Entry]) -> Vec<Answer> {
    let read = entries.iter().filter_map(|entry| Some((entry, Event::read(&entry.kind, &entry.body).ok()?)));
    let answers = read.filter(|(_, event)| answers(event));
    answers.map(|(entry, what)| Answer { position: entry.position, at: entry.recorded_at, what }).collect()
}
