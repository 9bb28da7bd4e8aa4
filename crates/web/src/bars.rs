//! Bars of one series over months, drawn by the server: readable without script and on paper. It counts nothing.

use std::fmt::Write;

use crate::chart::{grid, nice_top};
use crate::format::count;

const WIDTH: i64 = 960;
const HEIGHT: i64 = 240;
const LEFT: i64 = 72;
const TOP: i64 = 12;
const FOOT: i64 = 208;

/// The drawing, from zero; labels are thinned out when they would touch.
pub fn svg(title: &str, bars: &[(String, i64)]) -> String {
    let top = nice_top(bars.iter().map(|(_, n)| *n).max().unwrap_or(0));
    let y = |n: i64| FOOT - (FOOT - TOP).saturating_mul(n) / top.max(1);
    let mut out = format!("<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{title}\">");
    grid(&mut out, (LEFT, WIDTH), (0, top), y, count);
    let slots = i64::try_from(bars.len()).unwrap_or(0).max(1);
    let every = (slots + 11) / 12;
    for (place, (label, n)) in (0_i64..).zip(bars) {
        let (from, to) = ((WIDTH - LEFT) * place / slots, (WIDTH - LEFT) * (place + 1) / slots);
        let gap = (to - from) / 5;
        let _ = write!(
            out,
            "<rect class=\"intake\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"><title>{label} {}</title></rect>",
            LEFT + from + gap,
            y(*n),
            (to - from - 2 * gap).max(1),
            FOOT - y(*n),
            count(*n)
        );
        if place % every == 0 {
            let x = LEFT + (from + to) / 2;
            let _ = write!(out, "<text x=\"{x}\" y=\"{}\" text-anchor=\"middle\">{label}</text>", HEIGHT - 10);
        }
    }
    out.push_str("</svg>");
    out
}

#[cfg(test)]
mod tests {
    use super::svg;

    #[test]
    fn every_bar_is_drawn_from_zero_and_labels_do_not_touch() {
        let bars: Vec<(String, i64)> = (1..=30).map(|n| (format!("{n}月"), n * 10)).collect();
        let drawn = svg("每月条数", &bars);
        assert_eq!(drawn.matches("<rect").count(), 30);
        assert_eq!(drawn.matches("text-anchor=\"middle\"").count(), 10);
        assert!(drawn.contains(">0</text>") && drawn.contains("30月 300"));
        assert!(!drawn.contains("style="));
        assert_eq!(svg("空", &[]).matches("<rect").count(), 0);
    }
}
