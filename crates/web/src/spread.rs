//! How the courts lie against each other and an interval: a dot a court along one axis. It ranks nobody.

use std::fmt::Write;

/// One court's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dot {
    /// Its name.
    pub name: &'static str,
    /// Its value, in the unit of the axis.
    pub value: i64,
    /// The value in words.
    pub written: String,
}

/// Lowest and highest good value.
pub type Interval = (Option<i64>, Option<i64>);

/// The middle of the courts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Middle {
    /// A quarter of the courts lie below.
    pub low: i64,
    /// Half of them.
    pub median: i64,
    /// Three quarters.
    pub high: i64,
}

/// Median and quartiles; none without a court.
pub fn middle(dots: &[Dot]) -> Option<Middle> {
    let mut values: Vec<i64> = dots.iter().map(|dot| dot.value).collect();
    values.sort_unstable();
    let last = values.len().checked_sub(1)?;
    let at = |quarter: usize| values.get(last * quarter / 4).copied();
    Some(Middle { low: at(1)?, median: at(2)?, high: at(3)? })
}

/// How many courts lie inside an interval, and outside; none without one.
pub fn inside(dots: &[Dot], (low, high): Interval) -> Option<(usize, usize)> {
    if low.is_none() && high.is_none() {
        return None;
    }
    let good = |dot: &&Dot| low.is_none_or(|low| dot.value >= low) && high.is_none_or(|high| dot.value <= high);
    let inside = dots.iter().filter(good).count();
    Some((inside, dots.len() - inside))
}

const WIDTH: i64 = 960;
const LEFT: i64 = 16;
const RIGHT: i64 = 944;
const FLOOR: i64 = 132;
const RADIUS: i64 = 5;
/// Dots that stand on one another before they are drawn closer.
const TALL: i64 = 11;

/// The drawing: dots heap up where values are alike, the interval is shaded, the median is marked.
pub fn svg(title: &str, dots: &[Dot], (low, high): Interval, write: impl Fn(i64) -> String) -> String {
    let mut out = format!("<svg viewBox=\"0 0 {WIDTH} 168\" role=\"img\" aria-label=\"{title}\">");
    let ends = |pick: fn(i64, i64) -> i64| dots.iter().map(|dot| dot.value).chain(low).chain(high).reduce(pick);
    let (Some(first), Some(last)) = (ends(i64::min), ends(i64::max)) else {
        out.push_str("</svg>");
        return out;
    };
    let span = (last - first).max(1);
    let x = |value: i64| LEFT + RADIUS + (RIGHT - LEFT - 2 * RADIUS).saturating_mul(value - first) / span;
    if low.is_some() || high.is_some() {
        let (from, to) = (low.map_or(LEFT, x), high.map_or(RIGHT, x));
        let width = (to - from).max(1);
        let _ = write!(out, "<rect class=\"band\" x=\"{from}\" y=\"8\" width=\"{width}\" height=\"{}\"/>", FLOOR - 4);
    }
    let _ = write!(out, "<line class=\"axis\" x1=\"{LEFT}\" x2=\"{RIGHT}\" y1=\"{0}\" y2=\"{0}\"/>", FLOOR + 4);
    let mut sorted: Vec<&Dot> = dots.iter().collect();
    sorted.sort_by_key(|dot| dot.value);
    let (mut slot, mut height) = (i64::MIN, 0);
    for dot in sorted {
        let own = x(dot.value) / (2 * RADIUS);
        height = if own == slot { height + 1 } else { 0 };
        slot = own;
        let y = FLOOR - RADIUS - (height % TALL) * 2 * RADIUS - height / TALL;
        let _ = write!(
            out,
            "<circle class=\"court\" cx=\"{}\" cy=\"{y}\" r=\"{RADIUS}\"><title>{} {}</title></circle>",
            own * 2 * RADIUS + RADIUS,
            dot.name,
            dot.written
        );
    }
    for (value, anchor) in [(first, "start"), (last, "end")] {
        let _ = write!(out, "<text x=\"{}\" y=\"156\" text-anchor=\"{anchor}\">{}</text>", x(value), write(value));
    }
    if let Some(Middle { median, .. }) = middle(dots) {
        let at = x(median);
        let _ = write!(out, "<line class=\"median\" x1=\"{at}\" x2=\"{at}\" y1=\"8\" y2=\"{}\"/>", FLOOR + 4);
    }
    out.push_str("</svg>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dots(values: &[i64]) -> Vec<Dot> {
        values.iter().map(|value| Dot { name: "某院", value: *value, written: value.to_string() }).collect()
    }

    #[test]
    fn the_middle_and_the_interval_are_counted() {
        let five = dots(&[50, 10, 40, 20, 30]);
        assert_eq!(middle(&five), Some(Middle { low: 20, median: 30, high: 40 }));
        assert_eq!(middle(&[]), None);
        assert_eq!(inside(&five, (Some(20), Some(40))), Some((3, 2)));
        assert_eq!(inside(&five, (None, Some(10))), Some((1, 4)));
        assert_eq!(inside(&five, (None, None)), None);
    }

    #[test]
    fn every_court_is_a_dot_within_the_drawing() {
        let many: Vec<i64> = (0..128).map(|n| n % 7).collect();
        let drawn = svg("各院", &dots(&many), (Some(-3), Some(9)), |n| n.to_string());
        assert_eq!(drawn.matches("<circle").count(), 128);
        assert!(drawn.contains("class=\"band\"") && drawn.contains(">-3</text>") && drawn.contains(">9</text>"));
        assert!(!drawn.contains("cy=\"-"), "no dot rises above the drawing");
        assert_eq!(svg("空", &[], (None, None), |n| n.to_string()).matches("<circle").count(), 0);
        assert_eq!(svg("一", &dots(&[5]), (None, None), |n| n.to_string()).matches("<circle").count(), 1);
    }
}
