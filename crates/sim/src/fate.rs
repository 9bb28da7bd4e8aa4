//! What a matter's year will bring, fixed before it is lived: dates, form of closing and the marks that totals count.

use law::calendar::Calendar;
use law::case_number::Word;
use law::day::Day;
use law::ids::{CauseId, CourtId};
use law::life::codes::{ClosingForm, Procedure};

/// Index of a fate in the year's list.
pub type FateId = u32;

/// The fate of one matter.
#[derive(Debug, Clone)]
pub struct Fate {
    /// Court.
    pub court: CourtId,
    /// Type word.
    pub word: Word,
    /// Row of the plan it belongs to.
    pub row: u8,
    /// Day of acceptance.
    pub filed: Day,
    /// Day of closing; none when still open as the year ends.
    pub closed: Option<Day>,
    /// Form of closing.
    pub form: ClosingForm,
    /// Procedure.
    pub procedure: Procedure,
    /// Cause.
    pub cause: CauseId,
    /// The matter it came from.
    pub origin: Option<FateId>,
    /// The appeal taken against it.
    pub above: Option<FateId>,
    /// Hearings held before closing.
    pub hearings: u8,
    /// Documents published in the year.
    pub documents: u8,
    /// Marks.
    pub marks: Marks,
}

/// Yes-or-no marks of a fate.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent marks that totals count")]
pub struct Marks {
    /// Carried over from the year before.
    pub carried: bool,
    /// The last hearing is online.
    pub online: bool,
    /// The last hearing is broadcast.
    pub broadcast: bool,
    /// A field of people's livelihood.
    pub livelihood: bool,
    /// A duty crime of a senior official.
    pub senior: bool,
    /// Property rights at stake.
    pub property: bool,
    /// A juvenile is concerned.
    pub juvenile: bool,
    /// Some party could not be reached by the disclosure.
    pub unreached: bool,
    /// Enforcement that overran its term.
    pub late: bool,
    /// Mediated by audio or video.
    pub av: bool,
    /// Sent back by the court above.
    pub remanded: bool,
}

impl Fate {
    /// Days from acceptance to closing.
    pub fn duration(&self) -> Option<i32> {
        self.closed.map(|closed| self.filed.until(closed))
    }

    /// Day of the last hearing, when there is one.
    pub fn last_hearing(&self) -> Option<Day> {
        let closed = self.closed?;
        if self.hearings == 0 {
            return None;
        }
        let room = self.filed.until(closed).saturating_sub(HEARING_AFTER);
        Some(closed.plus(-room.clamp(0, 6)))
    }
}

/// Days between acceptance and the first possible hearing.
pub const HEARING_AFTER: i32 = 4;

/// First and last day of the year that is lived.
#[derive(Debug, Clone, Copy)]
pub struct Year {
    /// 1 January.
    pub first: Day,
    /// 31 December.
    pub last: Day,
}

impl Year {
    /// The year of that number.
    pub fn of(year: i16) -> Year {
        let day = |month, day| Day::new(year, month, day).unwrap_or_default();
        Year { first: day(1, 1), last: day(12, 31) }
    }

    /// Whether a day lies in it.
    pub fn holds(self, day: Day) -> bool {
        (self.first..=self.last).contains(&day)
    }
}

/// The nearest working day on or after `day` that is not after `limit`, else the one before.
pub fn working(day: Day, limit: Day) -> Day {
    let calendar = Calendar::embedded();
    let mut at = day.min(limit);
    while at < limit && calendar.is_rest(at, at) {
        at = at.plus(1);
    }
    while calendar.is_rest(at, at) {
        at = at.plus(-1);
    }
    at
}
