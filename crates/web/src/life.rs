//! The life of a case against its time limits: read from its entries and facts, drawn for a wide and a narrow page, and
//! told as rows of its timeline. No limit is reckoned here: each stands in the facts or in an entry.

use std::fmt::Write;

use docket::entry::Entry;
use law::day::Day;
use law::life::event::Event;
use law::life::facts::CaseFacts;
use law::life::term::{Term, term};

/// Days between two, both given.
type Span = (Day, Day);

/// What the drawing shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Life {
    /// Accepted on.
    pub accepted: Day,
    /// Closed on; the day of the figures while it is open.
    pub until: Day,
    /// Whether it is closed.
    pub closed: bool,
    /// End of the base term, with what does not count.
    pub base_end: Day,
    /// End with extensions.
    pub final_end: Day,
    /// Spans that do not count, each with its ground.
    pub excluded: Vec<(Span, &'static str)>,
    /// Days of hearings held.
    pub hearings: Vec<Day>,
    /// The rule the term stands under.
    pub term: Option<&'static Term>,
}

impl Life {
    /// The life of a case with a term; none of one without, or before it is accepted.
    pub fn of(facts: &CaseFacts, entries: &[Entry], as_of: Day) -> Option<Life> {
        let accepted = facts.accepted_day?;
        let base_end = facts.base_end_day.filter(|_| facts.has_term)?;
        let mut life = Life {
            accepted,
            until: facts.closed_day.unwrap_or(as_of).max(accepted),
            closed: facts.closed_day.is_some(),
            base_end,
            final_end: facts.final_end_day.unwrap_or(base_end),
            excluded: Vec::new(),
            hearings: Vec::new(),
            term: None,
        };
        for entry in entries {
            match Event::read(&entry.kind, &entry.body) {
                Ok(Event::Accepted(body)) => life.ruled(body.rule.as_deref()),
                Ok(Event::Assigned(body)) => life.ruled(body.rule.as_deref()),
                Ok(Event::Converted(body)) => life.ruled(body.rule.as_deref()),
                Ok(Event::Excluded(body)) => life.excluded.push(((body.from, body.to), body.ground.zh())),
                Ok(Event::HearingHeld(_)) => life.hearings.push(entry.occurred_at.day()),
                _ => {}
            }
        }
        Some(life)
    }

    fn ruled(&mut self, rule: Option<&str>) {
        self.term = rule.and_then(|rule| term(rule, self.accepted)).or(self.term);
    }

    /// Days past the end; none when there are none.
    pub fn late(&self) -> Option<i32> {
        Some(self.final_end.until(self.until)).filter(|days| *days > 0)
    }

    /// The limits as rows among the entries: day, name, words.
    pub fn limits(&self) -> Vec<(Day, &'static str, String)> {
        let standing = |end: Day| match (self.closed, self.until > end) {
            (true, true) => format!("超过 {} 日后结案", end.until(self.until)),
            (true, false) => "此前已结案".to_owned(),
            (false, true) => format!("已超过 {} 日", end.until(self.until)),
            (false, false) => format!("还有 {} 日", self.until.until(end)),
        };
        let law = self.term.map_or_else(String::new, |term| format!("{}审限，{}；", term.name, term.source));
        if self.final_end == self.base_end {
            return vec![(self.base_end, "审限届满", format!("{law}{}", standing(self.base_end)))];
        }
        vec![
            (self.base_end, "法定审限届满", format!("{law}其后经批准延长")),
            (self.final_end, "延长后审限届满", standing(self.final_end)),
        ]
    }

    /// The drawing, so many units wide. What it shows stands beside it in words.
    pub fn svg(&self, width: i32) -> String {
        let axis = Axis::new(self, width);
        let mut out = format!(
            "<svg viewBox=\"0 0 {width} {HEIGHT}\" role=\"img\" aria-label=\"{}\">\
             <defs><pattern id=\"late-{width}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
             <rect class=\"late-ground\" width=\"6\" height=\"6\"/><line class=\"late-stripe\" x1=\"0\" x2=\"0\" y1=\"0\" y2=\"6\"/></pattern></defs>",
            self.said()
        );
        axis.months(&mut out);
        let on_time = self.until.min(self.final_end);
        text(&mut out, 0, 14, "start", &self.said());
        axis.bar(&mut out, "trial", 22, (self.accepted, on_time));
        if self.late().is_some() {
            axis.late(&mut out, (self.final_end, self.until));
        }
        for day in &self.hearings {
            let x = axis.x(*day);
            let _ =
                write!(out, "<path class=\"hearing\" d=\"M{x} 20l6 9l-6 9l-6-9z\"><title>{day} 开庭</title></path>");
        }
        text(&mut out, 0, 60, "start", &self.term_said());
        axis.bar(&mut out, "base", 68, (self.accepted, self.base_end));
        for (span, ground) in &self.excluded {
            let (from, to) = (axis.x(span.0), axis.x(span.1));
            let _ = write!(
                out,
                "<rect class=\"out\" x=\"{from}\" y=\"68\" width=\"{}\" height=\"14\"><title>扣除：{ground}，{} 至 {}</title></rect>",
                (to - from).max(2),
                span.0,
                span.1
            );
        }
        if self.final_end > self.base_end {
            axis.bar(&mut out, "more", 68, (self.base_end, self.final_end));
        }
        let x = axis.x(self.final_end);
        let _ = write!(out, "<line class=\"end\" x1=\"{x}\" x2=\"{x}\" y1=\"18\" y2=\"88\"/>");
        if !self.closed {
            let x = axis.x(self.until);
            let _ = write!(out, "<line class=\"today\" x1=\"{x}\" x2=\"{x}\" y1=\"18\" y2=\"88\"/>");
        }
        out.push_str("</svg>");
        out
    }

    /// The upper bar in words.
    fn said(&self) -> String {
        let days = self.accepted.until(self.until);
        let ended = if self.closed { format!("{} 结案", self.until) } else { format!("至 {} 未结", self.until) };
        let late = self.late().map_or_else(String::new, |late| format!("，超期 {late} 日"));
        format!("{} 立案，{ended}，{days} 日{late}", self.accepted)
    }

    /// The lower bar in words.
    fn term_said(&self) -> String {
        let mut said = format!("审限至 {}", self.base_end);
        if self.final_end > self.base_end {
            let _ = write!(said, "，延长至 {}", self.final_end);
        }
        if !self.excluded.is_empty() {
            let _ = write!(said, "，扣除 {} 段", self.excluded.len());
        }
        said
    }
}

const HEIGHT: i32 = 118;
const FLOOR: i32 = 94;

fn text(out: &mut String, x: i32, y: i32, anchor: &str, words: &str) {
    // writing to a string cannot fail
    let _ = write!(out, "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{words}</text>");
}

/// Days from left to right.
struct Axis {
    first: Day,
    days: i32,
    width: i32,
}

impl Axis {
    fn new(life: &Life, width: i32) -> Axis {
        let last = life.until.max(life.final_end);
        Axis { first: life.accepted, days: life.accepted.until(last).max(1), width }
    }

    fn x(&self, day: Day) -> i32 {
        let room = i64::from(self.width - 8);
        let at = i64::from(self.first.until(day).clamp(0, self.days)) * room / i64::from(self.days);
        4 + i32::try_from(at).unwrap_or(0)
    }

    fn bar(&self, out: &mut String, class: &str, y: i32, (from, to): Span) {
        let (left, right) = (self.x(from), self.x(to));
        let _ = write!(
            out,
            "<rect class=\"{class}\" x=\"{left}\" y=\"{y}\" width=\"{}\" height=\"14\"><title>{from} 至 {to}</title></rect>",
            (right - left).max(2)
        );
    }

    fn late(&self, out: &mut String, (from, to): Span) {
        let (left, right) = (self.x(from), self.x(to));
        let _ = write!(
            out,
            "<rect class=\"late\" x=\"{left}\" y=\"22\" width=\"{}\" height=\"14\" fill=\"url(#late-{})\"><title>超期：{from} 至 {to}</title></rect>",
            (right - left).max(2),
            self.width
        );
    }

    /// A line for the first day of each month, with as many names as there is room for.
    fn months(&self, out: &mut String) {
        let _ = write!(out, "<line class=\"axis\" x1=\"0\" x2=\"{}\" y1=\"{FLOOR}\" y2=\"{FLOOR}\"/>", self.width);
        let months = self.days / 30 + 1;
        let step = (months * 64 / self.width + 1).max(1);
        let mut day = first_of_next(self.first);
        for nth in 0..=months {
            let Some(at) = day.filter(|day| self.first.until(*day) <= self.days) else { return };
            let x = self.x(at);
            if nth % step == 0 {
                let _ = write!(out, "<line class=\"grid\" x1=\"{x}\" x2=\"{x}\" y1=\"18\" y2=\"{FLOOR}\"/>");
                let date = at.date();
                let name = if date.month() == 1 || nth == 0 {
                    format!("{}-{:02}", date.year(), date.month())
                } else {
                    format!("{} 月", date.month())
                };
                let anchor = if x < 30 {
                    "start"
                } else if x > self.width - 30 {
                    "end"
                } else {
                    "middle"
                };
                text(out, x, HEIGHT - 8, anchor, &name);
            }
            day = first_of_next(at);
        }
    }
}

fn first_of_next(day: Day) -> Option<Day> {
    let date = day.date();
    if date.month() == 12 { Day::new(date.year() + 1, 1, 1) } else { Day::new(date.year(), date.month() + 1, 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn life(until: &str, closed: bool, ends: [&str; 2]) -> Life {
        Life {
            accepted: day("2020-03-02"),
            until: day(until),
            closed,
            base_end: day(ends[0]),
            final_end: day(ends[1]),
            excluded: vec![((day("2020-04-01"), day("2020-05-01")), "鉴定期间")],
            hearings: vec![day("2020-06-02")],
            term: term("D-100", day("2020-03-02")),
        }
    }

    #[test]
    fn limits_stand_at_their_days_with_the_law_they_rest_on() {
        let in_time = life("2020-08-01", true, ["2020-09-02", "2020-09-02"]).limits();
        assert_eq!(in_time.len(), 1);
        assert!(in_time[0].2.contains("民事诉讼法（2017）第一百四十九条") && in_time[0].2.ends_with("此前已结案"));
        let extended = life("2021-03-12", false, ["2020-09-02", "2021-03-02"]).limits();
        assert_eq!(extended.iter().map(|limit| limit.1).collect::<Vec<_>>(), ["法定审限届满", "延长后审限届满"]);
        assert_eq!(extended[1].2, "已超过 10 日");
        assert_eq!(life("2020-08-03", false, ["2020-09-02"; 2]).limits()[0].2.rsplit('；').next(), Some("还有 30 日"));
    }

    #[test]
    fn what_is_late_is_drawn_apart_and_said() {
        let late = life("2020-10-02", false, ["2020-09-02"; 2]);
        let drawn = late.svg(960);
        for part in
            ["class=\"late\"", "url(#late-960)", "class=\"today\"", "class=\"hearing\"", "class=\"out\"", "超期 30 日"]
        {
            assert!(drawn.contains(part), "{part}");
        }
        let in_time = life("2020-08-01", true, ["2020-09-02", "2021-03-02"]).svg(360);
        assert!(!in_time.contains("class=\"late\"") && !in_time.contains("class=\"today\""));
        assert!(in_time.contains("class=\"more\"") && in_time.contains("延长至 2021-03-02"));
    }

    #[test]
    fn a_case_closed_on_its_first_day_and_one_of_ten_years_can_be_drawn() {
        for (until, end) in [("2020-03-02", "2020-03-02"), ("2030-03-02", "2020-09-02")] {
            for width in [360, 960] {
                let drawn = life(until, true, [end; 2]).svg(width);
                assert!(!drawn.contains("=\"-"), "nothing lies outside: {drawn}");
                assert!(drawn.matches("<text").count() < 24, "names have room");
            }
        }
    }
}
