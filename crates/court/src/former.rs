//! Who had to do with a case before: those who sat on the cases it came from, and those who mediated it (E5, E6, A-084).

use std::collections::BTreeSet;

use docket::store::Docket;
use law::ids::{CourtId, JudgeId, Stream};
use law::life::Case;
use law::life::event::Event;
use law::life::track::Stage;

use crate::office::{NotDone, fold};

/// How many cases back are looked at: a suit, its appeal, the remand, its appeal, the retrial.
const FARTHEST: usize = 6;

/// Those who had to do with a case before.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Former {
    /// Sat on it in another procedure (E5).
    pub sat: BTreeSet<JudgeId>,
    /// Sat on the panel whose judgment was set aside (E6).
    pub panel: BTreeSet<JudgeId>,
    /// Mediated it.
    pub mediators: BTreeSet<JudgeId>,
}

/// Looks back from a case along the cases it came from, in this court and in others.
///
/// # Errors
/// When storage fails or an entry cannot be read.
pub async fn former(docket: &Docket, case: &Case) -> Result<Former, NotDone> {
    let mut found = Former::default();
    let stage = case.track().map(|track| track.stage);
    let mut at = origin(case);
    let tries = |stage| matches!(stage, Some(Stage::First | Stage::Second | Stage::Retrial | Stage::Review));
    for _ in 0..FARTHEST {
        let Some((court, stream)) = at else { break };
        let entries = docket.stream(court, stream).await.map_err(NotDone::Store)?;
        let Some(before) = fold(&entries)? else { break };
        let earlier = before.track().map(|track| track.stage);
        let own_court = court == case.facts.court;
        if earlier == Some(Stage::Mediation) {
            let events = entries.iter().filter_map(|entry| Event::read(&entry.kind, &entry.body).ok());
            found.mediators.extend(events.filter_map(|event| match event {
                Event::MediatorAccepted(body) => Some(JudgeId(body.mediator)),
                _ => None,
            }));
        } else if !(tries(stage) && tries(earlier)) {
            // what follows a judgment, or goes along with a suit, is no other procedure of the case
        } else if own_court && matches!(stage, Some(Stage::First | Stage::Retrial)) && earlier != Some(Stage::Review) {
            found.panel.extend(before.ever_sat());
        } else if !(stage == Some(Stage::Second) && earlier == Some(Stage::Second)) {
            // E5a: the appeal panel may sit again on the appeal after a remand
            found.sat.extend(before.ever_sat());
        }
        at = origin(&before);
    }
    Ok(found)
}

fn origin(case: &Case) -> Option<(CourtId, Stream)> {
    case.facts.origin_court.zip(case.facts.origin_stream)
}
