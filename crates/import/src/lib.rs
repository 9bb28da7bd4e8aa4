//! Old cases (旧案) from a spreadsheet: a dry run that names everything wrong row by row, then all of the file in one
//! transaction or none of it. Page, API and command line come through here.
//!
//! It reads cells and says what they mean; what the law allows is decided by `law`, what is entered is entered by `court`.

mod checked;
mod columns;
mod dates;
mod faults;
mod judges;
mod parties;
mod row;
mod values;

pub use checked::{Asking, Checked, FileFault, Progress, check, enter};
pub use columns::{COLUMNS, Column, SHEET, template};
pub use court::old_cases::{Entered, Gap, NotEntered};
pub use faults::{RowFault, as_book, as_plain, shown};
