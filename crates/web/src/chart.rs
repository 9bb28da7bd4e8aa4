//! The monthly chart as the server draws it: readable without script and on paper. It draws; it counts nothing.

use std::fmt::Write;

use crate::format;

/// One month of a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// Month, 1 to 12.
    pub month: u8,
    /// New cases (新收).
    pub intake: i64,
    /// Closed cases (结案).
    pub closing: i64,
}

const WIDTH: i64 = 960;
const HEIGHT: i64 = 320;
const LEFT: i64 = 64;
const TOP: i64 = 16;
const FOOT: i64 = 288;

/// The answer the chart gives, computed from its numbers.
pub fn answer(months: &[Month]) -> String {
    let sum = |from: u8, to: u8| {
        months
            .iter()
            .filter(|month| (from..=to).contains(&month.month))
            .fold((0, 0), |(intake, closing), month| (intake + month.intake, closing + month.closing))
    };
    let (intake, closing) = sum(1, 12);
    if intake == 0 && closing == 0 {
        return "本年尚无收案和结案".to_owned();
    }
    let (first_intake, first_closing) = sum(1, 6);
    let (second_intake, second_closing) = sum(7, 12);
    let faster = |intake: i64, closing: i64| closing > intake;
    match (faster(first_intake, first_closing), faster(second_intake, second_closing)) {
        _ if second_intake == 0 && second_closing == 0 => {
            if faster(first_intake, first_closing) { "结案快于收案" } else { "收案快于结案" }.to_owned()
        }
        (true, true) => "全年结案快于收案，积案减少".to_owned(),
        (false, true) => "下半年结案快于收案".to_owned(),
        (true, false) => "上半年结案快于收案，下半年回落".to_owned(),
        (false, false) => "全年收案快于结案，积案增加".to_owned(),
    }
}

/// The chart as inline SVG: bars for intake, a line for closing, both from zero.
pub fn svg(months: &[Month]) -> String {
    let most = months.iter().map(|month| month.intake.max(month.closing)).max().unwrap_or(0);
    let top = nice_top(most);
    let y = |n: i64| FOOT - (FOOT - TOP).saturating_mul(n) / top.max(1);
    let mut out =
        format!("<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\">", "各月新收与结案，数据见下表");
    grid(&mut out, (LEFT, WIDTH), (0, top), y, format::count);
    let slots = i64::try_from(months.len()).unwrap_or(0).max(1);
    let slot = (WIDTH - LEFT) / slots;
    let mut line = String::new();
    for (place, month) in (0_i64..).zip(months) {
        let x = LEFT + slot * place + slot / 2;
        let _ = write!(
            out,
            "<rect class=\"intake\" x=\"{}\" y=\"{}\" width=\"28\" height=\"{}\"><title>{}月新收 {} 件</title></rect>\
             <text x=\"{x}\" y=\"{}\" text-anchor=\"middle\">{}月</text>",
            x - 14,
            y(month.intake),
            FOOT - y(month.intake),
            month.month,
            format::count(month.intake),
            HEIGHT - 8,
            month.month
        );
        let _ = write!(line, "{x},{} ", y(month.closing));
    }
    let _ = write!(out, "<polyline class=\"closing\" points=\"{}\"/>", line.trim_end());
    for (place, month) in (0_i64..).zip(months) {
        let _ = write!(
            out,
            "<circle class=\"dot\" cx=\"{}\" cy=\"{}\" r=\"4\"><title>{}月结案 {} 件</title></circle>",
            LEFT + slot * place + slot / 2,
            y(month.closing),
            month.month,
            format::count(month.closing)
        );
    }
    out.push_str("</svg>");
    out
}

/// Five level lines with their numbers, the lowest as axis.
pub fn grid(
    out: &mut String,
    width: (i64, i64),
    range: (i64, i64),
    y: impl Fn(i64) -> i64,
    write: impl Fn(i64) -> String,
) {
    grid_of(out, 4, width, range, y, write);
}

/// Level lines at so many equal steps with their numbers, the lowest as axis.
pub fn grid_of(
    out: &mut String,
    steps: i64,
    (left, width): (i64, i64),
    (from, to): (i64, i64),
    y: impl Fn(i64) -> i64,
    write: impl Fn(i64) -> String,
) {
    for step in 0..=steps {
        let value = from + (to - from) * step / steps;
        let class = if step == 0 { "axis" } else { "grid" };
        let _ = write!(
            out,
            "<line class=\"{class}\" x1=\"{left}\" x2=\"{width}\" y1=\"{0}\" y2=\"{0}\"/>\
             <text x=\"{1}\" y=\"{2}\" text-anchor=\"end\">{3}</text>",
            y(value),
            left - 8,
            y(value) + 4,
            write(value)
        );
    }
}

/// The least round number at or above the highest value that parts into four whole steps.
pub fn nice_top(most: i64) -> i64 {
    let mut unit = 4;
    loop {
        for step in [1, 2, 3, 5] {
            if unit * step >= most {
                return unit * step;
            }
        }
        let Some(next) = unit.checked_mul(10) else { return most };
        unit = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(values: &[(i64, i64)]) -> Vec<Month> {
        (1..)
            .zip(values)
            .map(|(month, (intake, closing))| Month { month, intake: *intake, closing: *closing })
            .collect()
    }

    #[test]
    fn the_title_is_the_answer() {
        let first = [(10, 5); 6];
        let second = [(5, 10); 6];
        let year = |a: [(i64, i64); 6], b: [(i64, i64); 6]| answer(&months(&[a, b].concat()));
        assert_eq!(year(first, second), "下半年结案快于收案");
        assert_eq!(year(second, first), "上半年结案快于收案，下半年回落");
        assert_eq!(year(second, second), "全年结案快于收案，积案减少");
        assert_eq!(year(first, first), "全年收案快于结案，积案增加");
        assert_eq!(answer(&months(&[(1, 3)])), "结案快于收案");
        assert_eq!(answer(&[]), "本年尚无收案和结案");
    }

    #[test]
    fn the_drawing_starts_at_zero_and_holds_every_month() {
        let drawn = svg(&months(&[(100, 80); 12]));
        assert_eq!(drawn.matches("<rect").count(), 12);
        assert_eq!(drawn.matches("<circle").count(), 12);
        assert!(drawn.contains(">0</text>"));
        assert!(!drawn.contains("style="), "the policy allows no inline style");
    }

    #[test]
    fn the_scale_is_round_and_covers() {
        for (most, top) in [(0, 4), (4, 4), (5, 8), (13, 20), (100, 120), (107_000, 120_000)] {
            assert_eq!(nice_top(most), top);
        }
    }
}
