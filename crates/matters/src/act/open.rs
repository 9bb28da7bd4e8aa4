//! A matter opened by somebody of the staff: found, allowed, and the look at a restricted one entered before anything of it is
//! shown.

use court::filing::Matter;
use frame::fault::Fault;
use law::ids::Stream;
use law::life::codes::Secrecy;
use law::life::command::Command;
use permit::Action;

use super::{perform_on, staff_account};
use crate::filing::status::court_of;
use hall::gate::{Who, not_done};
use hall::may::{Sight, see, upon};
use hall::state::Door;

/// A matter; whoever calls asks whether it may be seen.
///
/// # Errors
/// When there is none.
pub async fn load(door: &Door, code: &str, stream: i64) -> Result<Matter, Fault> {
    let found = Matter::load(door.docket(), court_of(code)?, Stream(stream)).await.map_err(not_done)?;
    found.ok_or_else(|| Fault::NotFound("没有这个案卷".to_owned()))
}

/// Looking at a restricted case is an entry itself.
///
/// # Errors
/// When it cannot be entered; then nothing may be shown.
pub async fn look(door: &Door, who: &Who, matter: &Matter) -> Result<(), Fault> {
    if matter.case.facts.secrecy == Secrecy::Open.code() {
        return Ok(());
    }
    let command = Command::View { by: staff_account(who)?, role: who.role.word().to_owned() };
    perform_on(door, who.actor(), matter, command).await.map(drop)
}

/// Opens a matter to somebody who may do this with it.
///
/// # Errors
/// When there is none, when they may not, and when the look cannot be entered.
pub async fn open(door: &Door, who: &Who, (code, stream): (&str, i64), action: Action) -> Result<Matter, Fault> {
    let matter = load(door, code, stream).await?;
    upon(who, action, &matter, false)?;
    look(door, who, &matter).await?;
    Ok(matter)
}

/// Opens a matter to somebody who may see it, its papers or its course alone.
///
/// # Errors
/// As [`open`].
pub async fn open_seen(door: &Door, who: &Who, (code, stream): (&str, i64)) -> Result<(Matter, Sight), Fault> {
    let matter = load(door, code, stream).await?;
    let sight = see(who, &matter)?;
    look(door, who, &matter).await?;
    Ok((matter, sight))
}
