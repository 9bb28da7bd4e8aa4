//! What a page says so that its script can follow the logs. Without script nothing is shown.

use law::court::Court;

use crate::address::query;
use crate::source::Numbers;

/// Where a page hears of newer figures or entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Live {
    /// The address of the events.
    pub events: String,
    /// Entries that what the page shows holds.
    pub entries: i64,
    /// Whether figures move in place; a list stays and says how many entries came.
    pub moving: bool,
}

impl Live {
    /// A page of figures, of the province or a court.
    pub fn figures(numbers: &Numbers, court: Option<&Court>) -> Live {
        let year = numbers.year.to_string();
        let pairs = [("year", year.as_str()), ("court", court.map_or("", |court| court.code))];
        Live { events: query("/events", pairs), entries: numbers.entries, moving: true }
    }

    /// A list.
    pub fn list(entries: i64) -> Live {
        Live { events: query("/events", [("only", "entries")]), entries, moving: false }
    }
}
