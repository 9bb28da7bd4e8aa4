//! Draws a chart as SVG in whole units. The same drawing stands in the PDF and, as a picture, in the DOCX.

use std::fmt::Write;

use crate::chart::{Bar, Chart, Code, Months, Series};
use crate::text::{within, xml};

/// Width of a drawing: four units a millimetre of the text's 156.
pub(crate) const WIDTH: i64 = 624;

const INK: &str = "#1c2430";
const LINES: &str = "#d9d6cc";
const FILLS: [&str; 3] = ["#1f4b7a", "#9fb7cf", "#5d7f9f"];
const LINE: &str = "#8a5a12";
const OUTSIDE: &str = "#b7791f";

/// A drawing with its height.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Drawing {
    /// The SVG.
    pub(crate) svg: String,
    /// Height in units.
    pub(crate) height: i64,
}

/// Draws a chart with the fonts named.
pub(crate) fn draw(chart: &Chart, family: &str) -> Drawing {
    let (body, height) = match chart {
        Chart::Months(months) => by_month(months),
        Chart::Bars { bars, interval, .. } => rows(bars, *interval),
        Chart::Code(code) => modules(code),
    };
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" \
         font-family=\"{}\" font-size=\"14\" fill=\"{INK}\">{body}</svg>",
        xml(family)
    );
    Drawing { svg, height }
}

fn words(out: &mut String, x: i64, y: i64, anchor: &str, text: &str) {
    let _ = write!(out, "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{}</text>", xml(text));
}

fn level(out: &mut String, from: i64, y: i64, colour: &str) {
    let _ = write!(out, "<line x1=\"{from}\" x2=\"{WIDTH}\" y1=\"{y}\" y2=\"{y}\" stroke=\"{colour}\"/>");
}

fn rect(out: &mut String, (x, y): (i64, i64), (width, height): (i64, i64), fill: &str) {
    let (width, height) = (width.max(0), height.max(0));
    let _ = write!(out, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\"/>");
}

/// Part of a length: `of` × `n` ÷ `top`, without overflow.
fn part(of: i64, n: i64, top: i64) -> i64 {
    let scaled = i128::from(of) * i128::from(n.max(0)) / i128::from(top.max(1));
    i64::try_from(scaled).unwrap_or(of)
}

const LEFT: i64 = 76;
const TOP: i64 = 44;
const FOOT: i64 = 250;
const HEIGHT: i64 = 280;

fn by_month(months: &Months) -> (String, i64) {
    let mut out = String::new();
    legend(&mut out, months);
    let all = months.bars.iter().chain(&months.line).flat_map(|series| &series.values);
    let top = round_top(all.copied().max().unwrap_or(0));
    let y = |n: i64| FOOT - part(FOOT - TOP, n, top);
    for quarter in 0..=4 {
        let n = top / 4 * quarter;
        level(&mut out, LEFT, y(n), if quarter == 0 { INK } else { LINES });
        words(&mut out, LEFT - 8, y(n) + 5, "end", &grouped(n));
    }
    let places = count(months.places.len()).max(1);
    let slot = (WIDTH - LEFT) / places;
    let wide = (slot * 3 / 4 / count(months.bars.len()).max(1)).clamp(3, 28);
    let mut points = String::new();
    for (at, place) in (0..).zip(&months.places) {
        let middle = LEFT + slot * at + slot / 2;
        words(&mut out, middle, FOOT + 20, "middle", &within(place, 8));
        let value = |series: &Series| usize::try_from(at).ok().and_then(|at| series.values.get(at)).copied();
        let left = middle - wide * count(months.bars.len()) / 2;
        for ((n, series), fill) in (0..).zip(&months.bars).zip(FILLS.iter().cycle()) {
            let n_value = value(series).unwrap_or(0);
            rect(&mut out, (left + wide * n, y(n_value)), (wide - 1, FOOT - y(n_value)), fill);
        }
        if let Some(n) = months.line.as_ref().and_then(value) {
            let _ = write!(points, "{middle},{} ", y(n));
        }
    }
    if !points.is_empty() {
        let points = points.trim_end();
        let _ = write!(out, "<polyline points=\"{points}\" fill=\"none\" stroke=\"{LINE}\" stroke-width=\"2\"/>");
    }
    (out, HEIGHT)
}

fn legend(out: &mut String, months: &Months) {
    let mut x = LEFT;
    for (series, fill) in months.bars.iter().zip(FILLS.iter().cycle()) {
        rect(out, (x, 6), (14, 14), fill);
        words(out, x + 20, 18, "start", &within(&series.name, 16));
        x += 130;
    }
    if let Some(line) = &months.line {
        let _ = write!(
            out,
            "<line x1=\"{x}\" x2=\"{}\" y1=\"13\" y2=\"13\" stroke=\"{LINE}\" stroke-width=\"2\"/>",
            x + 20
        );
        words(out, x + 26, 18, "start", &within(&line.name, 16));
    }
    words(out, WIDTH, 18, "end", &format!("单位：{}", within(&months.unit, 8)));
}

const ROW: i64 = 26;
const NAMES: i64 = 150;
const NUMBERS: i64 = 84;

fn rows(bars: &[Bar], (low, high): (Option<i64>, Option<i64>)) -> (String, i64) {
    let height = ROW * count(bars.len()) + 12;
    let most = bars.iter().map(|bar| bar.value).chain(low).chain(high).max().unwrap_or(0);
    let room = WIDTH - NAMES - NUMBERS;
    let x = |n: i64| NAMES + part(room, n, most);
    let mut out = String::new();
    if low.is_some() || high.is_some() {
        let (from, to) = (low.map_or(NAMES, x), high.map_or(NAMES + room, x));
        rect(&mut out, (from, 0), (to - from, height), "#eef1e6");
    }
    for (at, bar) in (0..).zip(bars) {
        let y = 6 + ROW * at;
        let outside = low.is_some_and(|low| bar.value < low) || high.is_some_and(|high| bar.value > high);
        words(&mut out, NAMES - 8, y + 18, "end", &within(&bar.name, 20));
        rect(&mut out, (NAMES, y + 4), (x(bar.value) - NAMES, ROW - 8), if outside { OUTSIDE } else { "#1f4b7a" });
        let printed = within(&bar.printed, 12);
        words(&mut out, x(bar.value) + 6, y + 18, "start", &if outside { format!("{printed} *") } else { printed });
    }
    let _ = write!(out, "<line x1=\"{NAMES}\" x2=\"{NAMES}\" y1=\"0\" y2=\"{height}\" stroke=\"{INK}\"/>");
    (out, height)
}

/// Side of a code in units: a hundred millimetres, so that a dense one still reads from paper.
const CODE: i64 = 400;

fn modules(code: &Code) -> (String, i64) {
    let mut path = String::new();
    for (row, from, length) in &code.runs {
        let _ = write!(path, "M{from} {row}h{length}v1h-{length}z");
    }
    // drawn in modules, then laid over the square in the middle
    let left = (WIDTH - CODE) / 2;
    let side = code.side.max(1);
    let drawn = format!(
        "<svg x=\"{left}\" y=\"0\" width=\"{CODE}\" height=\"{CODE}\" viewBox=\"0 0 {side} {side}\" \
         shape-rendering=\"crispEdges\"><path fill=\"#000\" d=\"{path}\"/></svg>"
    );
    (drawn, CODE)
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Thousands apart.
fn grouped(n: i64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The least round number at or above the highest that parts into four whole steps.
fn round_top(most: i64) -> i64 {
    let mut unit: i64 = 4;
    loop {
        for step in [1, 2, 3, 5] {
            match unit.checked_mul(step) {
                Some(top) if top >= most => return top,
                Some(_) => {}
                None => return most,
            }
        }
        let Some(next) = unit.checked_mul(10) else { return most };
        unit = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bars(names: &[&str], values: &[i64]) -> Chart {
        let bar =
            |(name, value): (&&str, &i64)| Bar { name: (*name).to_owned(), value: *value, printed: value.to_string() };
        let bars = names.iter().zip(values).map(bar).collect();
        Chart::Bars { caption: "图".to_owned(), bars, interval: (Some(50), Some(90)) }
    }

    fn months(values: &[i64]) -> Chart {
        let series = |name: &str| Series { name: name.to_owned(), values: values.to_vec() };
        Chart::Months(Months {
            caption: "图".to_owned(),
            unit: "件".to_owned(),
            places: (1..=values.len()).map(|n| format!("{n}月")).collect(),
            bars: vec![series("新收"), series("审结")],
            line: Some(series("未结")),
        })
    }

    #[test]
    fn what_lies_outside_the_interval_is_marked_by_colour_and_by_a_star() {
        let drawn = draw(&bars(&["甲", "乙", "丙"], &[40, 60, 95]), "Noto").svg;
        assert_eq!(drawn.matches(OUTSIDE).count(), 2);
        assert!(drawn.contains(">40 *<") && drawn.contains(">60<") && drawn.contains(">95 *<"));
    }

    #[test]
    fn a_month_has_two_bars_and_a_point() {
        let drawn = draw(&months(&[100; 12]), "Noto").svg;
        assert_eq!(drawn.matches("<rect").count(), 2 * 12 + 2);
        assert!(drawn.contains("<polyline") && drawn.contains(">1月<") && drawn.contains(">12月<"));
        assert_eq!((round_top(0), round_top(5), round_top(107_000)), (4, 8, 120_000));
        assert_eq!(grouped(1_103_629), "1,103,629");
    }

    #[test]
    fn names_cannot_break_the_drawing() {
        let drawn = draw(&bars(&["</text><script>&\"", "x"], &[1, 2]), "A\"><b>");
        let parsed = roxmltree::Document::parse(&drawn.svg).unwrap();
        assert!(parsed.descendants().all(|node| !node.has_tag_name("script") && !node.has_tag_name("b")));
    }

    proptest! {
        #[test]
        fn nothing_leaves_the_paper(values in prop::collection::vec(any::<i64>(), 0..20)) {
            for chart in [months(&values), bars(&["甲"; 20], &values)] {
                let drawn = draw(&chart, "Noto");
                let parsed = roxmltree::Document::parse(&drawn.svg).unwrap();
                for node in parsed.descendants().filter(|node| node.has_tag_name("rect")) {
                    let of = |name: &str| node.attribute(name).and_then(|text| text.parse::<i64>().ok()).unwrap();
                    prop_assert!(of("x") >= 0 && of("y") >= 0);
                    prop_assert!(of("x") + of("width") <= WIDTH && of("y") + of("height") <= drawn.height);
                }
            }
        }
    }
}
