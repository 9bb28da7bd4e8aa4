//! The inbox of parties and lawyers: what they were told, what to do by when, and days for a calendar.

pub mod days;
pub mod letter;
pub mod list;
pub mod wants;

use frame::fault::Fault;
use letters::Letter;
use permit::Action;

use hall::gate::{Who, escaped};
use hall::may;

/// Whether somebody has an inbox; staff have none.
///
/// # Errors
/// [`Fault::Denied`] with the reason.
pub fn own(who: &Who) -> Result<(), Fault> {
    if who.is_staff() {
        return Err(Fault::Denied(format!("{}没有收件箱；待办在工作台", who.role.zh())));
    }
    may::at_large(who, Action::ReadLetters)
}

/// The address of a letter.
pub fn address(letter: &Letter) -> String {
    let code = law::court::court(letter.key.court).map_or("", |court| court.code);
    format!("/me/inbox/{}/{}", escaped(code), letter.key.position)
}

/// What storage could not do.
pub fn failed(cause: docket::store::StoreError) -> Fault {
    Fault::unavailable(&cause)
}
