//! A value over the months as a line, with the interval behind it. It draws; it counts nothing.

use std::fmt::Write;

use crate::chart::grid;
use crate::spread::Interval;

const WIDTH: i64 = 960;
const HEIGHT: i64 = 260;
const LEFT: i64 = 84;
const TOP: i64 = 16;
const FOOT: i64 = 224;

/// The axis: from zero where that leaves the line readable, else from a round number below.
pub fn axis(values: &[i64], interval: Interval) -> (i64, i64) {
    let all = || values.iter().copied().chain(interval.0).chain(interval.1);
    let (low, high) = (all().min().unwrap_or(0), all().max().unwrap_or(0));
    let step = step((high - low).max(1));
    let near_zero = low >= 0 && low <= (high - low).saturating_mul(2);
    let from = if near_zero { 0 } else { low.div_euclid(step) * step };
    // a rate of 100 % ends its axis at 100 %
    let to = high.saturating_add(step - 1).div_euclid(step).saturating_mul(step).max(from + step);
    (from, to)
}

/// The least of 1, 2 and 5 times a power of ten that parts a span into at most five.
fn step(span: i64) -> i64 {
    let mut unit = 1_i64;
    loop {
        for times in [1, 2, 5] {
            if unit.saturating_mul(times).saturating_mul(5) >= span {
                return unit.saturating_mul(times);
            }
        }
        unit = unit.saturating_mul(10);
    }
}

/// Whether the axis begins above zero; the caption says so.
pub fn is_cut(values: &[i64], interval: Interval) -> bool {
    axis(values, interval).0 != 0
}

/// The drawing of twelve months; a month without a value breaks the line.
pub fn svg(title: &str, months: &[Option<i64>], interval: Interval, write: impl Fn(i64) -> String) -> String {
    let values: Vec<i64> = months.iter().flatten().copied().collect();
    let (from, to) = axis(&values, interval);
    let y = |value: i64| FOOT - (FOOT - TOP).saturating_mul(value - from) / (to - from).max(1);
    let slots = i64::try_from(months.len()).unwrap_or(0).max(1);
    let x = |place: i64| LEFT + (WIDTH - LEFT) * (2 * place + 1) / (2 * slots);
    let mut out = format!("<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{title}\">");
    if interval.0.is_some() || interval.1.is_some() {
        let (top, foot) = (interval.1.map_or(TOP, y), interval.0.map_or(FOOT, y));
        let (width, height) = (WIDTH - LEFT, (foot - top).max(1));
        let _ = write!(out, "<rect class=\"band\" x=\"{LEFT}\" y=\"{top}\" width=\"{width}\" height=\"{height}\"/>");
    }
    grid(&mut out, (LEFT, WIDTH), (from, to), y, &write);
    let points: Vec<(i64, Option<i64>)> = (0_i64..).zip(months.iter().copied()).collect();
    for run in points.split(|(_, value)| value.is_none()) {
        let line: Vec<String> =
            run.iter().filter_map(|(place, value)| Some(format!("{},{}", x(*place), y((*value)?)))).collect();
        if line.len() > 1 {
            let _ = write!(out, "<polyline class=\"closing\" points=\"{}\"/>", line.join(" "));
        }
    }
    for (place, value) in &points {
        let month = place + 1;
        let _ = write!(out, "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{month}月</text>", x(*place), HEIGHT - 10);
        if let Some(value) = value {
            let _ = write!(
                out,
                "<circle class=\"dot\" cx=\"{}\" cy=\"{}\" r=\"4\"><title>{month}月 {}</title></circle>",
                x(*place),
                y(*value),
                write(*value)
            );
        }
    }
    out.push_str("</svg>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_begins_at_zero_unless_that_flattens_the_line() {
        assert_eq!(axis(&[10, 80], (None, None)), (0, 80));
        assert_eq!(axis(&[8_800, 10_000], (None, None)), (8_500, 10_000));
        assert_eq!(axis(&[9_100, 9_480], (None, None)), (9_100, 9_500));
        assert!(is_cut(&[9_100, 9_480], (None, None)) && !is_cut(&[0, 3], (None, None)));
        assert_eq!(axis(&[], (None, None)), (0, 1));
        assert_eq!(step(380), 100);
    }

    #[test]
    fn a_month_without_a_value_breaks_the_line() {
        let months = [Some(1), Some(2), None, Some(4), Some(3), None, Some(9)];
        let drawn = svg("各月", &months, (Some(2), None), |n| n.to_string());
        assert_eq!(drawn.matches("<polyline").count(), 2, "a lone month is a dot");
        assert_eq!(drawn.matches("<circle").count(), 5);
        assert!(drawn.contains("class=\"band\"") && !drawn.contains("style="));
    }
}
