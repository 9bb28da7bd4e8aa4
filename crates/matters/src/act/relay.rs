//! What the court that took papers in for another does with the answer: it tells the party.

use court::office;
use court::relay::{Relayed, one};
use docket::store::Posted;
use frame::fault::Fault;
use law::ids::{CourtId, Stream};
use law::life::office::{OfficeAct, Told};
use permit::Action;

use hall::gate::{Who, not_done};
use hall::may::{own_court, within};
use hall::state::Door;

/// Papers taken in for others that are looked through.
pub const LOOKED_AT: i64 = 200;

/// Whether somebody may look after what their court took in for others; the court.
///
/// # Errors
/// [`Fault::Denied`] with the reason.
pub fn may_relay(who: &Who) -> Result<CourtId, Fault> {
    let own = own_court(who)?;
    within(who, Action::ReceiveForOther, own)?;
    Ok(own)
}

/// One of what the own court took in for others.
///
/// # Errors
/// When there is none.
pub async fn relay(door: &Door, who: &Who, stream: i64) -> Result<Relayed, Fault> {
    let own = may_relay(who)?;
    let found = one(door.docket(), own, Stream(stream), LOOKED_AT).await.map_err(|cause| Fault::unavailable(&cause))?;
    found.ok_or_else(|| Fault::NotFound("本院没有转出过这份跨域收件".to_owned()))
}

/// Notes that the party was told an answer: the one by which the other court's message is acknowledged.
///
/// # Errors
/// When it is no answer, or was told before.
pub async fn tell(door: &Door, who: &Who, stream: i64, answer: i64) -> Result<Posted, Fault> {
    let found = relay(door, who, stream).await?;
    let own = own_court(who)?;
    if found.answers.iter().all(|one| one.position != answer) {
        return Err(Fault::unclear("管辖法院没有这个答复", "请刷新页面，按最新的答复告知当事人。"));
    }
    if found.told.iter().any(|(position, _)| *position == answer) {
        return Err(Fault::Conflict("这个答复已经告知过当事人".to_owned()));
    }
    let act = OfficeAct::AnswerTold(Told { answer, court: found.to, relay: found.stream });
    let at = door.moment_in(own).await?;
    office::act(door.docket(), door.keys(), own, at, who.actor(), &act).await.map_err(not_done)
}
