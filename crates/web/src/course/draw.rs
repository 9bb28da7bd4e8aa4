//! Lanes as inline SVG. Places are percentages, so that bars stretch with the page while letters keep their size.

use std::fmt::Write;

use law::day::Day;

use crate::format::day_text;

/// What stands on a lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// From the end of one day to the end of another, of a class.
    Bar(&'static str, Day, Day),
    /// A diamond or a triangle on a day, with its words.
    Mark(bool, Day, String),
}

/// Days from left to right, and the days that an upright line marks on every lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    first: Day,
    last: Day,
    lines: Vec<(&'static str, Day)>,
}

/// Hundredths of a per cent of the width that a label in the middle keeps from others and from both ends.
const APART: i32 = 1_300;
const MIDDLE: std::ops::RangeInclusive<i32> = 3_400..=6_600;
/// Months between ticks, by the length of the scale in months.
const STEPS: [(i32, i32); 4] = [(24, 1), (72, 3), (240, 12), (i32::MAX, 60)];

/// What bars of two classes are filled with; once on a page.
const HATCHES: &str = "<defs>\
    <pattern id=\"hatch-late\" class=\"hatch late\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" \
    patternTransform=\"rotate(45)\"><rect width=\"7\" height=\"7\"/><path d=\"M1.5 0V7\"/></pattern>\
    <pattern id=\"hatch-out\" class=\"hatch out\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">\
    <rect width=\"6\" height=\"6\"/><circle cx=\"1.5\" cy=\"1.5\" r=\"1.2\"/><circle cx=\"4.5\" cy=\"4.5\" r=\"1.2\"/></pattern>\
    </defs>";

impl Scale {
    /// A scale over days.
    pub fn new(first: Day, last: Day, lines: Vec<(&'static str, Day)>) -> Scale {
        Scale { first, last, lines }
    }

    /// Place of a day in hundredths of a per cent.
    fn at(&self, day: Day) -> i32 {
        let whole = i64::from(self.first.until(self.last).max(1));
        let part = i64::from(self.first.until(day)).clamp(0, whole);
        i32::try_from(part * 10_000 / whole).unwrap_or(10_000)
    }

    fn lines(&self, out: &mut String) {
        for (class, day) in &self.lines {
            let x = percent(self.at(*day));
            let _ = write!(out, "<line class=\"{class}\" x1=\"{x}\" x2=\"{x}\" y1=\"0\" y2=\"100%\"/>");
        }
    }

    /// A lane.
    pub fn lane(&self, shapes: &[Shape]) -> String {
        let mut out = String::from("<svg aria-hidden=\"true\">");
        self.lines(&mut out);
        out.push_str("<svg y=\"50%\" overflow=\"visible\">");
        for shape in shapes {
            match shape {
                Shape::Bar(class, from, to) => bar(&mut out, class, self.at(*from), self.at(*to)),
                Shape::Mark(diamond, day, words) => {
                    let form = if *diamond { "M0-7 7 0 0 7-7 0Z" } else { "M0 6-6-5H6Z" };
                    let class = if *diamond { "sat" } else { "turn" };
                    let x = percent(self.at(*day));
                    let _ = write!(
                        out,
                        "<svg x=\"{x}\" overflow=\"visible\"><path class=\"{class}\" d=\"{form}\"><title>{words}</title></path></svg>"
                    );
                }
            }
        }
        out.push_str("</svg></svg>");
        out
    }

    /// The first day of every so many months.
    fn months(&self) -> Vec<Day> {
        let (first, last) = (self.first.date(), self.last.date());
        let month = |year: i16, month: i8| i32::from(year) * 12 + i32::from(month) - 1;
        let (from, to) = (month(first.year(), first.month()) + 1, month(last.year(), last.month()));
        let step = STEPS.iter().find(|(most, _)| to - from < *most).map_or(1, |(_, step)| *step);
        (from..=to)
            .filter(|n| n % step == 0)
            .filter_map(|n| Day::new(i16::try_from(n / 12).ok()?, i8::try_from(n % 12 + 1).ok()?, 1))
            .collect()
    }

    /// The scale itself: ticks at months, both ends named, and as many between as stay apart.
    pub fn axis(&self) -> String {
        let mut out =
            format!("<svg aria-hidden=\"true\">{HATCHES}<line class=\"axis\" x1=\"0\" x2=\"100%\" y1=\"1\" y2=\"1\"/>");
        let mut told = 0;
        for day in self.months() {
            let x = self.at(day);
            let _ = write!(out, "<line class=\"axis\" x1=\"{0}\" x2=\"{0}\" y1=\"1\" y2=\"6\"/>", percent(x));
            if MIDDLE.contains(&x) && x - told >= APART {
                told = x;
                let words = if day.month() == 1 { format!("{}年", day.year()) } else { format!("{}月", day.month()) };
                let _ = write!(out, "<text x=\"{}\" y=\"20\" text-anchor=\"middle\">{words}</text>", percent(x));
            }
        }
        for (day, x, anchor) in [(self.first, "0", "start"), (self.last, "100%", "end")] {
            let _ = write!(out, "<text x=\"{x}\" y=\"20\" text-anchor=\"{anchor}\">{}</text>", day_text(day));
        }
        out.push_str("</svg>");
        out
    }
}

fn bar(out: &mut String, class: &str, from: i32, to: i32) {
    let fill = match class {
        "late" | "out" => format!(" fill=\"url(#hatch-{class})\""),
        _ => String::new(),
    };
    let _ = write!(
        out,
        "<rect class=\"{class}\"{fill} x=\"{}\" y=\"-6\" width=\"{}\" height=\"12\"/>",
        percent(from),
        percent((to - from).max(20))
    );
}

/// Hundredths of a per cent as a percentage.
fn percent(hundredths: i32) -> String {
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}
