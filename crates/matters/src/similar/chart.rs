//! How the nearest cases ended, and between which sums, drawn. It draws; it counts nothing.

use std::fmt::Write as _;

use law::fen::Fen;
use search::cases::{Range, Spread};

const ROW: f64 = 26.0;
const LEFT: f64 = 128.0;
const RIGHT: f64 = 520.0;

fn wide(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// A figure for drawing: a share of the greatest one, to a millionth.
fn share(value: i64, most: i64) -> f64 {
    let millionths = i128::from(value.max(0)) * 1_000_000 / i128::from(most.max(1));
    f64::from(u32::try_from(millionths).unwrap_or(u32::MAX)) / 1_000_000.0
}

/// Bars of the endings, the one of the draft in full colour.
pub fn endings(spread: &Spread, draft: Option<&str>) -> String {
    let most = spread.endings.iter().map(|(_, count)| *count).max().unwrap_or(1);
    let rows = wide(spread.endings.len());
    let mut svg = opened(rows * ROW + 8.0);
    for (at, (ending, count)) in spread.endings.iter().enumerate() {
        let y = 4.0 + wide(at) * ROW;
        let bar = (RIGHT - LEFT) * wide(*count) / wide(most);
        let own = draft == Some(ending.name());
        let (opacity, mark) = if own { ("0.85", "（拟判）") } else { ("0.35", "") };
        // writing to a string cannot fail
        let _ = write!(
            svg,
            "<text x=\"{:.0}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>\
             <rect x=\"{LEFT}\" y=\"{:.1}\" width=\"{bar:.1}\" height=\"14\" opacity=\"{opacity}\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\">{count} 件{mark}</text>",
            LEFT - 8.0,
            y + 16.0,
            ending.name(),
            y + 5.0,
            LEFT + bar + 6.0,
            y + 16.0,
        );
    }
    svg.push_str("</svg>");
    svg
}

/// The middle four fifths of a figure as a line, its middle half as a box, its middle as a mark; the draft's own below.
pub fn range(range: &Range, draft: Option<i64>, told: impl Fn(i64) -> String) -> String {
    let most = range.high.max(draft.unwrap_or(0));
    let x = |value: i64| 20.0 + (RIGHT - 20.0) * share(value, most);
    let mut svg = opened(if draft.is_some() { 92.0 } else { 66.0 });
    let [low, quarter, median, three, high] =
        [range.low, range.quarter, range.median, range.three_quarters, range.high].map(x);
    let _ = write!(
        svg,
        "<path d=\"M{low:.1} 30H{high:.1}M{low:.1} 24v12M{high:.1} 24v12\" stroke=\"currentColor\" fill=\"none\"/>\
         <rect x=\"{quarter:.1}\" y=\"20\" width=\"{:.1}\" height=\"20\" opacity=\"0.25\"/>\
         <path d=\"M{median:.1} 16v28\" stroke=\"currentColor\" stroke-width=\"2\" fill=\"none\"/>\
         <text x=\"{median:.1}\" y=\"12\" text-anchor=\"{}\">中位 {}</text>",
        (three - quarter).max(1.0),
        side(median),
        told(range.median),
    );
    let _ = write!(svg, "<text x=\"20\" y=\"58\">{} 至 {}（中间八成）</text>", told(range.low), told(range.high));
    if let Some(drafted) = draft {
        let at = x(drafted);
        let _ = write!(
            svg,
            "<path d=\"M{at:.1} 44l-5 9h10z\"/><path d=\"M{at:.1} 53V70\" stroke=\"currentColor\" fill=\"none\"/>\
             <text x=\"{at:.1}\" y=\"84\" text-anchor=\"{}\">拟判 {}</text>",
            side(at),
            told(drafted),
        );
    }
    svg.push_str("</svg>");
    svg
}

/// Which end of a text is held where it stands, so that it stays inside the drawing.
fn side(x: f64) -> &'static str {
    match x {
        x if x < 110.0 => "start",
        x if x > 430.0 => "end",
        _ => "middle",
    }
}

fn opened(height: f64) -> String {
    format!(
        "<svg class=\"bars\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 600 {height:.0}\" width=\"100%\" \
         font-size=\"13\" fill=\"currentColor\">"
    )
}

/// A sum as it is written beside a drawing: in 万元 from ten thousand yuan.
pub fn sum(fen: i64) -> String {
    let yuan = fen / 100;
    if yuan >= 10_000 { format!("{}.{}万元", yuan / 10_000, yuan % 10_000 / 1_000) } else { Fen(fen).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use search::cases::{Ending, Outcome};

    #[test]
    fn the_drafts_ending_is_marked_and_every_ending_counted() {
        let one = |ending| Outcome { ending, amount_fen: Some(1_000_000), months: None };
        let all = [vec![one(Ending::Partly); 30], vec![one(Ending::Dismissed); 5]].concat();
        let spread = Spread::of(&all);
        let svg = endings(&spread, Some("驳回诉讼请求"));
        assert!(svg.contains("30 件<") && svg.contains("5 件（拟判）"), "{svg}");
        let drawn = range(&spread.amount_fen.unwrap(), Some(99_000_000), sum);
        assert!(drawn.contains("中位 1.0万元") && drawn.contains("拟判 99.0万元"), "{drawn}");
    }

    #[test]
    fn sums_are_short() {
        assert_eq!(sum(123_456_700), "123.4万元");
        assert_eq!(sum(999_900), "¥9,999.00");
    }
}
