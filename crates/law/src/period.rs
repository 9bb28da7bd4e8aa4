//! Periods (期间): the last day of a term from the day that sets it off.
//!
//! Which period applies to what is not known here.

use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;
use crate::day::Day;

/// Length of a term. Days are calendar days unless they are called working days (deadlines D-002).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// Calendar days (日).
    Days(u16),
    /// Half months: whole months first, then 15 days for the odd half (deadlines D-004).
    HalfMonths(u16),
    /// Months (月).
    Months(u16),
    /// Years (年).
    Years(u16),
    /// Working days (工作日).
    WorkingDays(u16),
}

/// Whose rules count the months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Variant {
    /// Civil, administrative and all other procedure (deadlines D-003, 民法典 art. 202).
    Civil,
    /// Criminal procedure: from the last day of a month to the last day of a month
    /// (deadlines D-004, 刑诉法解释 (2021) art. 202).
    Criminal,
}

/// What happens when the last day is a day of rest (deadlines D-012).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Roll {
    /// The first working day after it (deadlines D-005, 民事诉讼法 (2021) art. 85).
    Legal,
    /// Nothing: custody, seizure, the day a thing takes effect (deadlines D-006).
    Never,
    /// The last working day before it: reminders inside the court.
    Early,
}

/// The last day of a term that `trigger` sets off; the trigger itself is not counted
/// (deadlines D-001). `as_of` chooses the edition of the calendar (deadlines D-022).
pub fn last_day(trigger: Day, period: Period, variant: Variant, roll: Roll, calendar: &Calendar, as_of: Day) -> Day {
    roll_day(raw_last_day(trigger, period, variant, calendar, as_of), roll, calendar, as_of)
}

/// The last day by the count alone, before rest days are looked at.
pub fn raw_last_day(trigger: Day, period: Period, variant: Variant, calendar: &Calendar, as_of: Day) -> Day {
    match period {
        Period::Days(n) => trigger.plus(i32::from(n)),
        Period::HalfMonths(n) => add_months(trigger, i32::from(n / 2), variant).plus(i32::from(n % 2) * 15),
        Period::Months(n) => add_months(trigger, i32::from(n), variant),
        Period::Years(n) => add_months(trigger, i32::from(n) * 12, variant),
        Period::WorkingDays(n) => calendar.add_working_days(trigger, n, as_of),
    }
}

/// Moves a last day off a day of rest.
pub fn roll_day(day: Day, roll: Roll, calendar: &Calendar, as_of: Day) -> Day {
    match roll {
        Roll::Legal => calendar.next_working_day(day, as_of),
        Roll::Never => day,
        Roll::Early => calendar.previous_working_day(day, as_of),
    }
}

/// Days that do not count towards a term (扣除审限): the union of segments, the first day of each
/// not counted, the last one counted, and none of what lies up to `clip_from`
/// (deadlines D-031, 民诉法解释 (2020) art. 243).
///
/// `clip_from` is the day of docketing (立案): nothing before the term began can be excluded.
pub fn excluded_days(segments: &[(Day, Day)], clip_from: Day) -> i32 {
    let mut segments = segments.to_vec();
    segments.sort_unstable();
    let mut total = 0;
    let mut covered = clip_from;
    for (from, to) in segments {
        let from = from.max(covered);
        if to > from {
            total += from.until(to);
            covered = to;
        }
    }
    total
}

/// Same day of the target month; where there is none, its last day (deadlines D-003). In criminal
/// procedure the last day of a month leads to the last day of a month (deadlines D-004).
fn add_months(day: Day, months: i32, variant: Variant) -> Day {
    let date = day.date();
    let there = date.saturating_add(jiff::Span::new().months(months));
    let at_the_end = variant == Variant::Criminal && date == date.last_of_month();
    Day::from_date(if at_the_end { there.last_of_month() } else { there })
}

#[cfg(test)]
mod tests;
