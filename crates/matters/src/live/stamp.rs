//! What a list is known by: another text whenever it may show something else. A page carries that of when it was made.

use std::collections::BTreeMap;

use docket::store::StoreError;
use frame::fault::Fault;
use law::court::courts;
use law::ids::CourtId;
use law::life::facts::CaseFacts;
use people::AccountId;
use permit::{Action, Permit};

use crate::desk::list::waiting;
use crate::inbox;
use hall::beat::Beat;
use hall::gate::Who;
use hall::may::within;
use hall::state::Door;

fn failed(cause: StoreError) -> Fault {
    Fault::unavailable(&cause)
}

/// Of the desk's work list.
pub fn desk_stamp(filings: &[CaseFacts], cases: &[CaseFacts]) -> String {
    let rows = filings.iter().chain(cases);
    let sum = rows.fold(0_i64, |sum, facts| {
        let version = i64::from(facts.version) * 1_000_003;
        sum.wrapping_mul(31).wrapping_add(facts.stream.0).wrapping_mul(31).wrapping_add(version)
    });
    format!("{}.{sum:x}", filings.len() + cases.len())
}

/// The courts whose cases somebody of a court may have in their list.
fn below(own: CourtId) -> impl Iterator<Item = CourtId> {
    courts().iter().filter(move |one| one.id == own || one.parent == Some(own)).map(|one| one.id)
}

fn entries(ends: &BTreeMap<CourtId, i64>, of: impl Iterator<Item = CourtId>) -> i64 {
    of.filter_map(|court| ends.get(&court)).sum()
}

/// Of the list of cases.
///
/// # Errors
/// When storage fails.
pub async fn cases_stamp(door: &Door, own: CourtId) -> Result<String, Fault> {
    let ends = door.docket().log_ends().await.map_err(failed)?;
    let ends = ends.into_iter().map(|end| (end.court, end.size)).collect();
    Ok(entries(&ends, below(own)).to_string())
}

/// Of the matters somebody acts in.
///
/// # Errors
/// When storage fails.
pub async fn mine_stamp(door: &Door, account: u32) -> Result<String, Fault> {
    let (matters, versions) = door.docket().moved(account).await.map_err(failed)?;
    Ok(format!("{matters}.{versions}"))
}

/// Of the inbox.
///
/// # Errors
/// When storage fails.
pub async fn inbox_stamp(door: &Door, account: AccountId) -> Result<String, Fault> {
    let newest = door.letters().inbox(account, None, 1).await.map_err(failed)?.pop();
    let spot = newest.map(|letter| inbox::list::spot_text(letter.spot())).unwrap_or_default();
    Ok(format!("{}.{spot}", door.letters().unread(account).await.map_err(failed)?))
}

/// Which lists somebody may see; nothing is said of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lists {
    desk: Option<CourtId>,
    cases: Option<CourtId>,
    /// A party's own matters and inbox, and the courts these are in.
    own: Option<Vec<CourtId>>,
}

impl Lists {
    pub(super) async fn of(door: &Door, who: &Who) -> Result<Lists, Fault> {
        let court = who.court();
        let desk = court.filter(|court| within(who, Action::ListFilings, *court).is_ok());
        let cases = court.filter(|_| !Permit::embedded().reach(who.role, Action::ListCases).is_empty());
        let own = match inbox::own(who) {
            Ok(()) => {
                let matters = door.docket().matters_of(who.account(), 100).await.map_err(failed)?;
                Some(matters.iter().map(|facts| facts.court).collect())
            }
            Err(_) => None,
        };
        if desk.is_none() && cases.is_none() && own.is_none() {
            return Err(Fault::Denied("您没有随办理更新的列表".to_owned()));
        }
        Ok(Lists { desk, cases, own })
    }

    /// What must differ for any of the lists to be looked at.
    pub(super) fn mark(&self, beat: &Beat) -> (i64, i64, u64) {
        match &self.own {
            Some(courts) => {
                let mut courts = courts.clone();
                courts.sort_unstable();
                courts.dedup();
                (entries(&beat.ends, courts.into_iter()), beat.letters, beat.opened)
            }
            None => {
                let court = self.cases.or(self.desk);
                (court.map_or(0, |own| entries(&beat.ends, below(own))), 0, 0)
            }
        }
    }

    /// The stamps of the lists, and how many letters have not been opened.
    pub(super) async fn stamps(
        &self,
        door: &Door,
        who: &Who,
    ) -> Result<(BTreeMap<&'static str, String>, Option<i64>), Fault> {
        let mut stamps = BTreeMap::new();
        if let Some(court) = self.desk {
            let (filings, cases) = waiting(door, court).await?;
            stamps.insert("desk", desk_stamp(&filings, &cases));
        }
        if let Some(court) = self.cases {
            stamps.insert("cases", cases_stamp(door, court).await?);
        }
        if self.own.is_none() {
            return Ok((stamps, None));
        }
        stamps.insert("mine", mine_stamp(door, who.account()).await?);
        stamps.insert("inbox", inbox_stamp(door, who.signed.account).await?);
        let unread = door.letters().unread(who.signed.account).await.map_err(failed)?;
        Ok((stamps, Some(unread)))
    }
}
