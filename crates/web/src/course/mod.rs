//! The life of a case against its time limits: a lane each, in words and drawn on one scale of days. Terms are read from
//! the facts and from the clock that `law` folds out of the entries; none is reckoned here.

mod draw;
mod limits;

use docket::entry::Entry;
use law::day::Day;
use law::life::Case;
use law::life::event::Event;
use law::life::facts::CaseFacts;
use law::life::term::Clock;

use crate::format::day_text;
use crate::narrate;
use draw::{Scale, Shape};

pub use limits::{Limit, limits};

/// Days named in a lane before the rest is only counted.
const NAMED: usize = 3;
/// Kinds that are hearings, and the name of their lane.
const SITTINGS: [(&str, &str); 2] = [("hearing.held.v1", "开庭"), ("mediation.held.v1", "调解")];
/// Kinds that turn the course of a case before it is closed.
const TURNS: [&str; 13] = [
    "case.assigned.v1",
    "case.converted.v1",
    "case.suspended.v1",
    "case.resumed.v1",
    "hearing.adjourned.v1",
    "enforcement.noticed.v1",
    "preservation.ruled.v1",
    "bankruptcy.administrator_appointed.v1",
    "bankruptcy.reorganisation_ordered.v1",
    "bankruptcy.plan_approved.v1",
    "bankruptcy.declared.v1",
    "aid.decided.v1",
    "mediation.accepted.v1",
];

/// The lanes of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// From top to bottom.
    pub lanes: Vec<Lane>,
    /// The scale below them, drawn.
    pub axis: String,
    /// What the upright lines mean.
    pub key: String,
}

/// One lane: a name, what it says, and its drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    /// Name.
    pub name: &'static str,
    /// What it says.
    pub value: String,
    /// More of it: the rule, the days.
    pub note: Option<String>,
    /// Whether it tells of something overdue.
    pub late: bool,
    /// The drawing.
    pub svg: String,
}

/// What the drawing is made from.
struct Life<'a> {
    facts: &'a CaseFacts,
    clock: Clock,
    as_of: Day,
    /// Day it began: accepted, or received where a term runs from then on.
    from: Day,
    /// Day it ended, or the last that is known of.
    to: Day,
    scale: Scale,
}

/// The matter as its entries tell it; none when one of them cannot be read.
fn folded(facts: &CaseFacts, entries: &[Entry]) -> Option<Case> {
    let mut case: Option<Case> = None;
    for entry in entries {
        let event = Event::read(&entry.kind, &entry.body).ok()?;
        match &mut case {
            None => case = Some(Case::open(facts.court, facts.stream, entry.occurred_at, &event).ok()?),
            Some(case) => case.apply(entry.occurred_at, &event),
        }
    }
    case
}

/// The course of a case; none before it is accepted, unless a term runs from the day its papers came.
pub fn course(facts: &CaseFacts, entries: &[Entry], as_of: Day) -> Option<Course> {
    let from = facts.accepted_day.or(facts.base_end_day.map(|_| facts.received_day))?;
    let clock = folded(facts, entries).map(|case| case.clock().clone()).unwrap_or_default();
    let to = facts.closed_day.unwrap_or(as_of.max(from));
    let first = if clock.term.is_some() { from.min(clock.start) } else { from };
    let last = [Some(to), facts.base_end_day, facts.final_end_day].into_iter().flatten().max().unwrap_or(to);
    let marks = facts.final_end_day.map(|end| ("end", end)).into_iter().chain([("now", to)]).collect();
    let scale = Scale::new(first, last, marks);
    let life = Life { facts, clock, as_of, from, to, scale };
    let mut lanes = vec![life.running()];
    lanes.extend(SITTINGS.iter().filter_map(|(kind, name)| life.sittings(entries, kind, name)));
    lanes.extend(life.turns(entries));
    lanes.extend(life.base());
    lanes.extend(life.excluded());
    lanes.extend(life.more());
    lanes.extend(life.standing());
    let now = if facts.closed_day.is_some() { "结案日" } else { "数据截至日" };
    let mut key = match facts.final_end_day {
        Some(_) => format!("竖线：实线为届满日，虚线为{now}。"),
        None => format!("竖的虚线为{now}。"),
    };
    for (class, meaning) in [("late", "斜纹是届满之后的日子。"), ("out", "点纹是不计入的日子。")] {
        if lanes.iter().any(|lane| lane.svg.contains(&format!("hatch-{class}"))) {
            key.push_str(meaning);
        }
    }
    Some(Course { lanes, axis: life.scale.axis(), key })
}

impl Life<'_> {
    fn lane(&self, name: &'static str, value: String, shapes: &[Shape]) -> Lane {
        Lane { name, value, note: None, late: false, svg: self.scale.lane(shapes) }
    }

    /// Its last day, when that lies before its end.
    fn passed(&self) -> Option<Day> {
        self.facts.final_end_day.filter(|end| *end < self.to)
    }

    fn running(&self) -> Lane {
        let began = if self.facts.accepted_day.is_some() { "立案" } else { "收到材料" };
        let ended = match self.facts.closed_day {
            Some(closed) => format!("{}结案", day_text(closed)),
            None => format!("至{}未结", day_text(self.to)),
        };
        let good = self.passed().map_or(self.to, |end| end.max(self.from));
        let mut shapes = vec![Shape::Bar("run", self.from, good)];
        shapes.extend(self.passed().map(|_| Shape::Bar("late", good, self.to)));
        let name = if self.facts.closed_day.is_some() { "审理用时" } else { "已审理" };
        let lane = self.lane(name, format!("{} 日", self.from.until(self.to)), &shapes);
        Lane { note: Some(format!("{}{began}，{ended}", day_text(self.from))), ..lane }
    }

    fn marked(&self, name: &'static str, days: &[(Day, String)], diamond: bool) -> Option<Lane> {
        let told: Vec<&str> = days.iter().take(NAMED).map(|(_, words)| words.as_str()).collect();
        let rest = if days.len() > NAMED { "等" } else { "" };
        let shapes: Vec<Shape> = days.iter().map(|(day, words)| Shape::Mark(diamond, *day, words.clone())).collect();
        (!days.is_empty()).then(|| Lane {
            note: Some(format!("{}{rest}", told.join("、"))),
            ..self.lane(name, format!("{} 次", days.len()), &shapes)
        })
    }

    fn sittings(&self, entries: &[Entry], kind: &str, name: &'static str) -> Option<Lane> {
        let held = entries.iter().filter(|entry| entry.kind == kind).map(|entry| entry.occurred_at.day());
        let days: Vec<(Day, String)> = held.map(|day| (day, day_text(day))).collect();
        self.marked(name, &days, true)
    }

    fn turns(&self, entries: &[Entry]) -> Option<Lane> {
        let turning = entries.iter().filter(|entry| TURNS.contains(&entry.kind.as_ref()));
        let days: Vec<(Day, String)> = turning
            .map(|entry| (entry.occurred_at.day(), narrate::kind_zh(&entry.kind)))
            .filter(|(day, _)| *day <= self.to)
            .map(|(day, name)| (day, format!("{} {name}", day_text(day))))
            .collect();
        self.marked("转折", &days, false)
    }

    fn base(&self) -> Option<Lane> {
        let end = self.facts.base_end_day?;
        let start = if self.clock.term.is_some() { self.clock.start } else { self.from };
        let name = if self.facts.has_term { "法定届满" } else { "期限届满" };
        let anew = if start > self.from { format!("自{}重新计算；", day_text(start)) } else { String::new() };
        let rule = self.clock.term.map(|term| format!("{anew}{}：{}", term.name, term.source));
        Some(Lane { note: rule, ..self.lane(name, day_text(end), &[Shape::Bar("term", start, end)]) })
    }

    fn excluded(&self) -> Option<Lane> {
        let days = self.facts.excluded_days;
        let spans: Vec<(Day, Day)> = self
            .clock
            .segments
            .iter()
            .map(|(from, to)| ((*from).max(self.clock.start), *to))
            .filter(|(from, to)| to > from)
            .collect();
        let shapes: Vec<Shape> = spans.iter().map(|(from, to)| Shape::Bar("out", *from, *to)).collect();
        let told: Vec<String> =
            spans.iter().take(NAMED).map(|(from, to)| format!("{}至{}", day_text(*from), day_text(*to))).collect();
        let rest = if spans.len() > NAMED { "等" } else { "" };
        let note = (!told.is_empty()).then(|| format!("{}{rest}，不计入", told.join("、")));
        (days > 0).then(|| Lane { note, ..self.lane("扣除", format!("{days} 日"), &shapes) })
    }

    fn more(&self) -> Option<Lane> {
        let (base, end) = (self.facts.base_end_day?, self.facts.final_end_day?);
        let note = Some(format!("延长 {} 日", base.until(end)));
        self.facts
            .extended
            .then(|| Lane { note, ..self.lane("延长后届满", day_text(end), &[Shape::Bar("more", base, end)]) })
    }

    fn standing(&self) -> Option<Lane> {
        let end = self.facts.final_end_day?;
        let (value, late) = match self.facts.closed_day {
            Some(closed) if closed > end => (format!("超期 {} 日结案", end.until(closed)), true),
            Some(closed) => (format!("期限内结案，早 {} 日", closed.until(end)), false),
            None if end < self.as_of => (format!("已超期 {} 日", end.until(self.as_of)), true),
            None => (format!("还有 {} 日", self.as_of.until(end)), false),
        };
        let bar = if late { Shape::Bar("late", end, self.to) } else { Shape::Bar("rest", self.to, end) };
        let note = self.facts.closed_day.is_none().then(|| format!("截至{}", day_text(self.as_of)));
        Some(Lane { note, late, ..self.lane("状态", value, &[bar]) })
    }
}

#[cfg(test)]
mod tests;
