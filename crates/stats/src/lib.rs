//! Indicators over columns, and the work report.
//!
//! Indicators are data (`data/indicators.toml`); this crate compiles them into one query over `case_facts`,
//! runs it, and says for every figure which matters it counts. It decides nothing and writes no entry.

pub mod bench;
mod books;
mod books_file;
mod catalogue;
mod columns;
mod compute;
mod condition;
mod definition;
mod error;
mod facts;
mod figures;
mod filter;
mod follow;
mod lately;
mod listing;
mod measure;
mod median;
mod open;
mod period;
mod rate;
mod replace;
mod report;
mod sql;
mod term;

pub use books::{Books, StatementRow, TallyRow};
pub use catalogue::indicators_markdown;
pub use compute::{Stats, Value};
pub use definition::{Direction, Indicator, Indicators, Interval, Kind};
pub use error::StatsError;
pub use facts::{Facts, Stamp};
pub use figures::{FigureValue, Figures};
pub use filter::{By, FigureFilter, NO_CAUSE, NO_JUDGE, Part, Scope};
pub use follow::Following;
pub use lately::DayCount;
pub use listing::{Listed, PAGE_ROWS, Totals};
pub use measure::{Measure, Sides};
pub use open::{facts_path, stamp};
pub use period::{Convention, Period};
pub use rate::{basis_points, evenness, per_mille, points, printed};
pub use report::{Chapter, Report, Table};
