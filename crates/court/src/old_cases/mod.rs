//! Old cases (旧案) taken over from another system: each is lived again by the law with its true dates, and all of a file
//! are entered in one transaction or none of them.

mod enter;
mod history;

pub use enter::{Entered, Gap, Load, NotEntered, ground, loading, standing, take_over};
pub use history::{History, OldCase, OldParty, Step, Told, history};
