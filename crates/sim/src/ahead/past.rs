//! What a matter's log says of it, as far as the next act needs to know.

use ::court::office;
use docket::entry::Entry;
use law::day::Day;
use law::fen::Fen;
use law::life::Case;
use law::life::event::Event;

/// A matter's past.
#[derive(Debug)]
pub(super) struct Past {
    /// The matter as the law folds it.
    pub(super) case: Case,
    /// Something was served.
    pub(super) served: bool,
    /// The hearing that waits.
    pub(super) pending: Option<Day>,
    /// 执行通知.
    pub(super) noticed: bool,
    /// 网络查控.
    pub(super) queried: bool,
    /// 裁定保全.
    pub(super) ruled: bool,
    /// 救助决定.
    pub(super) aid: Option<Fen>,
    /// 发放救助金.
    pub(super) paid: bool,
    /// 调解员接受.
    pub(super) mediator: bool,
    /// 调解.
    pub(super) mediated: bool,
}

impl Past {
    /// Reads it; none for no entries and for acts of the court itself.
    pub(super) fn of(entries: &[Entry]) -> Result<Option<Past>, String> {
        let Some(case) = office::fold(entries).map_err(|why| why.to_string())? else { return Ok(None) };
        let mut past = Past {
            case,
            served: false,
            pending: None,
            noticed: false,
            queried: false,
            ruled: false,
            aid: None,
            paid: false,
            mediator: false,
            mediated: false,
        };
        for entry in entries {
            match Event::read(&entry.kind, &entry.body).map_err(|why| why.to_string())? {
                Event::Served(_) => past.served = true,
                Event::HearingScheduled(body) => past.pending = Some(body.day),
                Event::HearingHeld(_) | Event::HearingAdjourned(_) => past.pending = None,
                Event::EnforcementNoticed(_) => past.noticed = true,
                Event::PropertyQueried(_) => past.queried = true,
                Event::PreservationRuled => past.ruled = true,
                Event::AidDecided(body) => past.aid = Some(body.amount),
                Event::AidPaid(_) => past.paid = true,
                Event::MediatorAccepted(_) => past.mediator = true,
                Event::MediationHeld(_) => past.mediated = true,
                _ => {}
            }
        }
        Ok(Some(past))
    }
}
