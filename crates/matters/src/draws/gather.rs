//! The draws of a court in a month or a year, gathered from its log.

use std::collections::{BTreeMap, BTreeSet};

use docket::store::Days;
use frame::fault::Fault;
use law::assignment::SeatKind;
use law::assignment::metrics::Metrics;
use law::assignment::spread::{Spread, Standing, stood};
use law::day::Day;
use law::ids::{CourtId, JudgeId, Stream};
use law::life::event::{Assigned, Event};

use hall::form::Sent;
use hall::state::Door;

/// Assignments looked at for a year at most.
pub const MOST: i64 = 60_000;

/// The kinds of seats there are figures of.
pub const KINDS: [SeatKind; 3] = [SeatKind::Judge, SeatKind::Member, SeatKind::Assessor];

/// A month or a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First and last day.
    pub days: Days,
    /// A whole year.
    pub year: bool,
}

impl Period {
    /// The month of a day.
    pub fn month(day: Day) -> Option<Period> {
        let from = Day::new(day.year(), day.month(), 1)?;
        let next = from.plus(31);
        let to = Day::new(next.year(), next.month(), 1)?.plus(-1);
        Some(Period { days: Days { from, to }, year: false })
    }

    /// A year.
    pub fn year(year: i16) -> Option<Period> {
        let days = Days { from: Day::new(year, 1, 1)?, to: Day::new(year, 12, 31)? };
        Some(Period { days, year: true })
    }

    /// What an address asks for: a month such as `2020-03`, a year such as `2020`; none of what can be neither.
    pub fn asked(sent: &Sent) -> Option<Period> {
        match (sent.text("month"), sent.text("year")) {
            ("", year) => year.parse().ok().filter(|year| (1970..=2999).contains(year)).and_then(Period::year),
            (month, _) => Day::parse(&format!("{month}-01")).and_then(Period::month),
        }
    }

    /// As an address says it.
    pub fn query(&self) -> String {
        let from = self.days.from;
        if self.year {
            format!("year={:04}", from.year())
        } else {
            format!("month={:04}-{:02}", from.year(), from.month())
        }
    }

    /// In Chinese.
    pub fn zh(&self) -> String {
        let from = self.days.from;
        if self.year { format!("{}年", from.year()) } else { format!("{}年{}月", from.year(), from.month()) }
    }
}

/// An assignment, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The entry's position.
    pub position: i64,
    /// The matter.
    pub stream: Stream,
    /// What it says.
    pub body: Assigned,
    /// Days from registration to the first assignment; none for later ones.
    pub waited: Option<i32>,
}

/// The assignments of a court in some days, and what they come to.
#[derive(Debug, Clone)]
pub struct Gathered {
    /// In order.
    pub all: Vec<Found>,
    /// By kind of seat.
    pub spreads: Vec<Spread>,
    /// By how they came about.
    pub metrics: Metrics,
}

impl Gathered {
    /// The figures of a kind of seat.
    pub fn of(&self, kind: SeatKind) -> Option<&Spread> {
        self.spreads.iter().find(|spread| spread.kind == kind)
    }
}

/// How many of a draw's outcome sit.
pub fn sitting(body: &Assigned, kind: SeatKind) -> usize {
    match kind {
        SeatKind::Judge => 1,
        SeatKind::Member => usize::MAX,
        SeatKind::Assessor => usize::from(body.assessors),
    }
}

/// Whether somebody stood so in an assignment's draw for a kind of seat.
pub fn stands(body: &Assigned, kind: SeatKind, who: JudgeId, standing: Standing) -> bool {
    let seat = body.draw.as_ref().filter(|_| drew(body, kind)).and_then(|draw| draw.seat(kind));
    let own = seat.and_then(|seat| Some((seat, seat.candidates.iter().find(|one| one.judge == who)?)));
    own.is_some_and(|(seat, one)| stood(seat, one, sitting(body, kind), standing))
}

/// Whether the outcome of the draw was what counted; beside a naming it is only what would have been.
pub fn drew(body: &Assigned, kind: SeatKind) -> bool {
    body.draw.as_ref().is_some_and(|draw| draw.seat(kind).is_some())
        && !(kind == SeatKind::Judge && body.named.is_some())
}

/// Gathers them.
///
/// # Errors
/// When storage fails.
pub async fn gather(door: &Door, court: CourtId, days: Days) -> Result<Gathered, Fault> {
    let entries = door.docket().seatings(court, days, MOST).await.map_err(|cause| Fault::unavailable(&cause))?;
    let mut gathered =
        Gathered { all: Vec::new(), spreads: KINDS.map(Spread::of).to_vec(), metrics: Metrics::default() };
    let mut on = Vec::new();
    for entry in entries {
        let Ok(Event::Assigned(body)) = Event::read(&entry.kind, &entry.body) else { continue };
        gathered.metrics.add(&body);
        for spread in &mut gathered.spreads {
            if let Some(draw) = body.draw.as_ref().filter(|_| drew(&body, spread.kind)) {
                spread.add(draw, sitting(&body, spread.kind));
            }
        }
        gathered.all.push(Found { position: entry.position, stream: entry.stream, body, waited: None });
        on.push(entry.occurred_at.day());
    }
    waits(door, court, &mut gathered, &on).await?;
    Ok(gathered)
}

/// How long the cases waited for their first assignment.
async fn waits(door: &Door, court: CourtId, gathered: &mut Gathered, on: &[Day]) -> Result<(), Fault> {
    let mut seen = BTreeSet::new();
    let first = |found: &Found| found.body.change.is_none();
    let keys: Vec<_> = gathered.all.iter().filter(|found| first(found) && seen.insert(found.stream)).collect();
    let keys: Vec<_> = keys.iter().map(|found| (court, found.stream)).collect();
    let facts = door.docket().facts_of(&keys).await.map_err(|cause| Fault::unavailable(&cause))?;
    let mut registered: BTreeMap<Stream, Day> =
        facts.iter().filter_map(|facts| Some((facts.stream, facts.accepted_day?))).collect();
    for (found, on) in gathered.all.iter_mut().zip(on) {
        if !first(found) {
            continue;
        }
        if let Some(day) = registered.remove(&found.stream) {
            let waited = day.until(*on);
            found.waited = Some(waited);
            gathered.metrics.add_wait(waited);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_a_month_or_a_year() {
        let asked = |query: &str| Period::asked(&Sent::read(query).unwrap());
        let february = asked("month=2020-02").unwrap();
        assert_eq!((february.days.to.to_string().as_str(), february.query().as_str()), ("2020-02-29", "month=2020-02"));
        let year = asked("year=2020").unwrap();
        assert_eq!((year.zh().as_str(), year.days.from.until(year.days.to)), ("2020年", 365));
        for bad in ["month=2020", "year=20200", "year=-1", "month=2020-13", ""] {
            assert_eq!(asked(bad), None, "{bad}");
        }
    }
}
