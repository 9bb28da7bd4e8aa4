//! Small multiples: a panel a court, its months before those of the province, all on one axis. It draws; it counts nothing.

use std::fmt::Write;

use crate::chart::grid_of;

const WIDTH: i64 = 340;
const HEIGHT: i64 = 176;
const LEFT: i64 = 58;
const TOP: i64 = 10;
const FOOT: i64 = 148;

/// One panel; `whole` is drawn behind `own`, and a month without a value breaks a line.
pub fn svg(
    title: &str,
    (own, whole): (&[Option<i64>], &[Option<i64>]),
    (from, to): (i64, i64),
    write: impl Fn(i64) -> String,
) -> String {
    let y = |value: i64| FOOT - (FOOT - TOP).saturating_mul(value - from) / (to - from).max(1);
    let slots = i64::try_from(own.len()).unwrap_or(0).max(1);
    let x = |place: i64| LEFT + (WIDTH - LEFT) * (2 * place + 1) / (2 * slots);
    let mut out = format!("<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{title}\">");
    grid_of(&mut out, 2, (LEFT, WIDTH), (from, to), y, &write);
    for (class, months) in [("whole", whole), ("closing", own)] {
        let points: Vec<(i64, Option<i64>)> = (0_i64..).zip(months.iter().copied()).collect();
        for run in points.split(|(_, value)| value.is_none()) {
            let line: Vec<String> =
                run.iter().filter_map(|(place, value)| Some(format!("{},{}", x(*place), y((*value)?)))).collect();
            if line.len() > 1 {
                let _ = write!(out, "<polyline class=\"{class}\" points=\"{}\"/>", line.join(" "));
            }
        }
    }
    for (place, value) in (0_i64..).zip(own) {
        let month = place + 1;
        if [1, 4, 7, 10].contains(&month) {
            let _ =
                write!(out, "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{month}月</text>", x(place), HEIGHT - 8);
        }
        if let Some(value) = value {
            let _ = write!(
                out,
                "<circle class=\"dot\" cx=\"{}\" cy=\"{}\" r=\"3\"><title>{month}月 {}</title></circle>",
                x(place),
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
    use super::svg;

    #[test]
    fn a_panel_has_both_lines_and_a_dot_a_month() {
        let own = [Some(1), Some(2), None, Some(4), Some(3)];
        let drawn = svg("某院", (&own, &[Some(5); 5]), (0, 10), |n| n.to_string());
        assert_eq!(drawn.matches("class=\"whole\"").count(), 1);
        assert_eq!(drawn.matches("class=\"closing\"").count(), 2, "a month without a value breaks the line");
        assert_eq!(drawn.matches("<circle").count(), 4);
        assert!(drawn.contains(">10</text>") && !drawn.contains("style="));
    }
}
