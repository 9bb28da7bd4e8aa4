//! What each person got against what was to be expected, drawn as bars. It draws; it counts nothing.

use std::fmt::Write as _;

use law::assignment::spread::{Share, Spread};
use law::ids::JudgeId;

/// Persons drawn at most: those farthest from what was to be expected.
pub const MOST: usize = 40;

const ROW: f64 = 22.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 560.0;

/// Those drawn, by number.
pub fn chosen(spread: &Spread) -> Vec<(JudgeId, &Share)> {
    let judged = spread.judges.iter().filter(|(_, share)| share.expected > 0.0 || share.got > 0);
    let mut all: Vec<(JudgeId, &Share)> = judged.map(|(judge, share)| (*judge, share)).collect();
    all.sort_by(|a, b| b.1.distance().abs().total_cmp(&a.1.distance().abs()));
    all.truncate(MOST);
    all.sort_by_key(|(judge, _)| *judge);
    all
}

/// The drawing: a bar for what was got; a line from the least to the most that nineteen of twenty would get, and a mark where
/// it was expected.
pub fn bars(spread: &Spread) -> String {
    let all = chosen(spread);
    let most = all.iter().map(|(_, share)| f64::from(share.got).max(share.expected + 2.0 * share.deviation()));
    let most = most.fold(1.0, f64::max);
    let x = |value: f64| LEFT + (RIGHT - LEFT) * (value.max(0.0) / most);
    let height = all.iter().fold(26.0, |height, _| height + ROW);
    let mut svg = format!(
        "<svg class=\"bars\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 620 {height:.0}\" width=\"100%\" font-size=\"12\" \
         fill=\"currentColor\">"
    );
    let mut y = 4.0;
    for (judge, share) in all {
        let (low, high) = (share.expected - 2.0 * share.deviation(), share.expected + 2.0 * share.deviation());
        let middle = y + ROW / 2.0;
        let wide = x(f64::from(share.got)) - LEFT;
        let far = if share.distance().abs() > 3.0 { 0.75 } else { 0.3 };
        // writing to a string cannot fail
        let _ = write!(
            svg,
            "<text x=\"{:.0}\" y=\"{:.1}\" text-anchor=\"end\">{} 号</text>\
             <rect x=\"{LEFT}\" y=\"{:.1}\" width=\"{wide:.1}\" height=\"12\" opacity=\"{far}\"/>\
             <path d=\"M{:.1} {middle:.1}H{:.1}M{:.1} {:.1}v8M{:.1} {:.1}v8M{:.1} {:.1}v16\" stroke=\"currentColor\" fill=\"none\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            LEFT - 6.0,
            middle + 4.0,
            judge.0,
            middle - 6.0,
            x(low),
            x(high),
            x(low),
            middle - 4.0,
            x(high),
            middle - 4.0,
            x(share.expected),
            middle - 8.0,
            x(high).max(x(f64::from(share.got))) + 6.0,
            middle + 4.0,
            share.got,
        );
        y += ROW;
    }
    let _ = write!(
        svg,
        "<text x=\"{LEFT}\" y=\"{:.1}\">横线：应当抽到的范围（二十次里有十九次落在其中）；竖线：期望</text></svg>",
        y + 14.0
    );
    svg
}

#[cfg(test)]
mod tests {
    use super::*;
    use law::assignment::SeatKind;
    use law::assignment::draw::Asked;
    use law::assignment::{Candidate, Draw, Lot};

    #[test]
    fn every_person_has_a_bar_and_no_more_than_fit() {
        let mut spread = Spread::of(SeatKind::Judge);
        let asked = |n: u32| Asked {
            matter: format!("m{n}"),
            leaf: vec![1],
            number: None,
            round: 1,
            weight: 60,
            median_weight: 100,
            judges: (1..=60).map(|judge| Candidate { judge: JudgeId(judge), load: 0, failing: vec![] }).collect(),
            chair: true,
            members: 0,
            assessors: Vec::new(),
            jury: 0,
        };
        for n in 0..20 {
            spread
                .add(&Draw::make(asked(n), &Lot { beta: vec![5; 64], proof: vec![], public_key: vec![] }).unwrap(), 1);
        }
        let svg = bars(&spread);
        assert_eq!(svg.matches("<rect").count(), MOST);
        assert!(svg.starts_with("<svg") && svg.ends_with("</svg>") && !svg.contains("NaN"));
        assert_eq!(bars(&Spread::of(SeatKind::Judge)).matches("<rect").count(), 0);
    }
}
