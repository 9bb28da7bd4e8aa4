//! In what order cases are listed, and the place in that order where a page begins. It holds no rows.

use law::day::Day;
use law::life::facts::CaseFacts;

use super::list::Key;

/// What cases are put in order by. A case without the value comes last either way; equals stand by court and stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Court and stream.
    #[default]
    Key,
    /// Day of acceptance (立案日).
    Accepted,
    /// Day of closing (结案日).
    Closed,
    /// Amount in dispute (标的额).
    Amount,
    /// Days from acceptance to closing, or to this day while open (审理天数).
    Running(Day),
}

/// An order of cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Order {
    /// By what.
    pub sort: Sort,
    /// Greatest first. Courts and streams always ascend.
    pub descending: bool,
}

/// A place in an order: the value of the case that stands there and its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// Value ordered by; none for a case without one, and when the order is by key.
    pub value: Option<i64>,
    /// Key of the case.
    pub key: Key,
}

impl Sort {
    /// The value of a case.
    pub fn value(self, facts: &CaseFacts) -> Option<i64> {
        let day = |day: Option<Day>| day.map(|day| i64::from(day.0));
        match self {
            Sort::Key => None,
            Sort::Accepted => day(facts.accepted_day),
            Sort::Closed => day(facts.closed_day),
            Sort::Amount => Some(facts.amount.0),
            Sort::Running(to) => {
                let accepted = facts.accepted_day?;
                Some(i64::from(accepted.until(facts.closed_day.unwrap_or(to))))
            }
        }
    }

    /// The value as SQL; none when the order is by key.
    fn expression(self) -> Option<String> {
        match self {
            Sort::Key => None,
            Sort::Accepted => Some("accepted_day".to_owned()),
            Sort::Closed => Some("closed_day".to_owned()),
            Sort::Amount => Some("amount".to_owned()),
            Sort::Running(to) => Some(format!("(COALESCE(closed_day, {}) - accepted_day)", to.0)),
        }
    }
}

impl Order {
    /// Where a case stands.
    pub fn spot(self, facts: &CaseFacts) -> Spot {
        Spot { value: self.sort.value(facts), key: (facts.court, facts.stream) }
    }

    /// `ORDER BY` of the order, without the words.
    pub(crate) fn clause(self) -> String {
        let direction = if self.descending { " DESC" } else { "" };
        match self.sort.expression() {
            None => "court, stream".to_owned(),
            Some(value) => {
                format!("CASE WHEN {value} IS NULL THEN 1 ELSE 0 END, {value}{direction}, court, stream")
            }
        }
    }

    /// The condition that a case comes after a place; `mark` gives the placeholder of a value.
    pub(crate) fn after(self, spot: Spot, mark: &mut dyn FnMut(i64) -> String) -> String {
        let (court, stream) = spot.key;
        let key = format!("(court, stream) > ({}, {})", mark(i64::from(court.0)), mark(stream.0));
        let Some(value) = self.sort.expression() else { return key };
        let Some(at) = spot.value else { return format!("({value} IS NULL AND {key})") };
        let sign = if self.descending { "<" } else { ">" };
        format!("({value} {sign} {} OR ({value} = {} AND {key}) OR {value} IS NULL)", mark(at), mark(at))
    }
}
