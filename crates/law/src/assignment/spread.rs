//! Why did this judge get 15 and not 10? What a number of draws was expected to give, and how far it lies from that.
//! Nothing here is sealed: these are figures for people to look at.

use std::collections::BTreeMap;

use super::chance::{quadratic, upper_gamma};
use super::draw::{Candidate, Draw, Seat, SeatKind};
use super::pool::Failing;
use crate::ids::JudgeId;

/// Below this likelihood a number of draws does not look like draws.
const LEAST_LIKELY: f64 = 0.001;
/// Below this number to be expected of one person, the test says little.
const FEW: f64 = 5.0;

/// How a person came out of a number of draws.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Share {
    /// Cases drawn.
    pub got: u32,
    /// Draws the person could have won: in the band, or on the list.
    pub in_band: u32,
    /// Draws in which the person was eligible but too loaded.
    pub above_band: u32,
    /// Draws the person was kept out of, by reason.
    pub kept_out: BTreeMap<Failing, u32>,
    /// Cases to be expected: places over the size of each band.
    pub expected: f64,
    /// Sum of p(1 − p) over the draws.
    variance: f64,
    /// Weights drawn, in hundredths.
    pub weights: i64,
    /// Load as the last of the draws saw it, in hundredths.
    pub load: i64,
}

impl Share {
    /// Standard deviation of what was to be expected.
    pub fn deviation(&self) -> f64 {
        self.variance.sqrt()
    }

    /// How many standard deviations it lies from what was to be expected; 0 where nothing was left to chance.
    pub fn distance(&self) -> f64 {
        if self.variance > 0.0 { (f64::from(self.got) - self.expected) / self.deviation() } else { 0.0 }
    }
}

/// How a person stood in one draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Drawn, to sit.
    Got,
    /// Could have been drawn.
    InBand,
    /// Eligible, and too loaded.
    AboveBand,
    /// Kept out.
    KeptOut,
}

impl Standing {
    /// The word in addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Standing::Got => "got",
            Standing::InBand => "in",
            Standing::AboveBand => "above",
            Standing::KeptOut => "out",
        }
    }

    /// Chinese name.
    pub const fn zh(self) -> &'static str {
        match self {
            Standing::Got => "抽到",
            Standing::InBand => "进入抽签",
            Standing::AboveBand => "负荷较高未进入",
            Standing::KeptOut => "不能参加",
        }
    }
}

/// Whether somebody stood so in a seat's draw; who was drawn could have been drawn too.
pub fn stood(seat: &Seat, one: &Candidate, sits: usize, standing: Standing) -> bool {
    let inside = one.failing.is_empty() && in_band(seat, one);
    match standing {
        Standing::Got => seat.outcome.iter().take(sits).any(|drawn| *drawn == one.judge),
        Standing::InBand => inside,
        Standing::AboveBand => one.failing.is_empty() && !inside,
        Standing::KeptOut => !one.failing.is_empty(),
    }
}

fn least(seat: &Seat) -> i64 {
    let eligible = seat.candidates.iter().filter(|one| one.failing.is_empty());
    eligible.map(|one| one.load).min().unwrap_or(0)
}

fn in_band(seat: &Seat, one: &Candidate) -> bool {
    seat.band.is_none_or(|width| (one.load - least(seat)) * 100 <= width)
}

/// A number of draws for one kind of seat, looked at together.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    /// Which seats.
    pub kind: SeatKind,
    /// By person.
    pub judges: BTreeMap<JudgeId, Share>,
    /// Draws.
    pub draws: u32,
    /// Draws by the size of their band.
    pub bands: BTreeMap<usize, u32>,
    /// Draws in which the least loaded judge was drawn.
    pub least: u32,
    /// How often that was to be expected.
    pub least_expected: f64,
    /// Who could be drawn together, and for how many places: so many times.
    sets: BTreeMap<(Vec<JudgeId>, u32), u32>,
}

fn real(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

impl Spread {
    /// Of no draws.
    pub const fn of(kind: SeatKind) -> Spread {
        Spread {
            kind,
            judges: BTreeMap::new(),
            draws: 0,
            bands: BTreeMap::new(),
            least: 0,
            least_expected: 0.0,
            sets: BTreeMap::new(),
        }
    }

    /// Adds a draw; of those drawn for the seat so many sit, the rest are substitutes.
    pub fn add(&mut self, draw: &Draw, sits: usize) {
        let Some(seat) = draw.seat(self.kind) else { return };
        let inside: Vec<&Candidate> =
            seat.candidates.iter().filter(|one| stood(seat, one, sits, Standing::InBand)).collect();
        let (n, places) = (inside.len(), sits.min(seat.outcome.len()).min(inside.len()));
        let chance = real(places) / real(n.max(1));
        self.draws += 1;
        *self.bands.entry(n).or_default() += 1;
        let set: Vec<JudgeId> = inside.iter().map(|one| one.judge).collect();
        *self.sets.entry((set, u32::try_from(places).unwrap_or(u32::MAX))).or_default() += 1;
        if self.kind == SeatKind::Judge {
            let least = least(seat);
            let lightest = inside.iter().filter(|one| one.load == least);
            self.least_expected += chance * real(lightest.clone().count());
            self.least += u32::from(lightest.into_iter().any(|one| seat.outcome.contains(&one.judge)));
        }
        for one in &seat.candidates {
            let share = self.judges.entry(one.judge).or_default();
            share.load = one.load;
            for failing in &one.failing {
                *share.kept_out.entry(*failing).or_default() += 1;
            }
            if stood(seat, one, sits, Standing::InBand) {
                share.in_band += 1;
                share.expected += chance;
                share.variance += chance * (1.0 - chance);
            } else if one.failing.is_empty() {
                share.above_band += 1;
            }
            if stood(seat, one, sits, Standing::Got) {
                share.got += 1;
                share.weights += draw.weight;
            }
        }
    }

    /// The distance of all from what was to be expected, measured by its real covariance: each draw has a band of its own,
    /// so that no column of one table is alike. The sum, and its degrees of freedom.
    pub fn chi_square(&self) -> (f64, u32) {
        let judged: Vec<(JudgeId, &Share)> = self
            .judges
            .iter()
            .filter(|(_, share)| share.expected > 0.0)
            .map(|(judge, share)| (*judge, share))
            .collect();
        let place: BTreeMap<JudgeId, usize> = judged.iter().zip(0..).map(|((judge, _), at)| (*judge, at)).collect();
        let mut covariance = vec![vec![0.0; judged.len()]; judged.len()];
        for ((set, places), times) in &self.sets {
            let n = real(set.len());
            if set.len() < 2 {
                continue;
            }
            let chance = f64::from(*places) / n;
            let own = f64::from(*times) * chance * (1.0 - chance);
            let others = -own / (n - 1.0);
            let at: Vec<usize> = set.iter().filter_map(|judge| place.get(judge)).copied().collect();
            for a in &at {
                let Some(row) = covariance.get_mut(*a) else { continue };
                for b in &at {
                    if let Some(cell) = row.get_mut(*b) {
                        *cell += if a == b { own } else { others };
                    }
                }
            }
        }
        let distance = judged.iter().map(|(_, share)| f64::from(share.got) - share.expected).collect();
        quadratic(covariance, distance)
    }

    /// How likely a draw without any favour is to lie at least this far from what was to be expected.
    pub fn p_value(&self) -> f64 {
        let (statistic, freedom) = self.chi_square();
        upper_gamma(f64::from(freedom) / 2.0, statistic / 2.0)
    }

    /// Whether it looks like draws without favour.
    pub fn fair(&self) -> bool {
        self.p_value() >= LEAST_LIKELY
    }

    /// Too few draws for the test to say much.
    pub fn few(&self) -> bool {
        let judged = self.judges.values().filter(|share| share.expected > 0.0);
        judged.map(|share| share.expected).fold(f64::INFINITY, f64::min) < FEW
    }

    /// How unevenly the loads of those who could be drawn lie, from 0 to 1 (Gini).
    pub fn gini(&self) -> f64 {
        let mut loads: Vec<f64> =
            self.judges.values().filter(|share| share.in_band + share.above_band > 0).map(hundredths).collect();
        loads.sort_by(f64::total_cmp);
        let (n, total) = (real(loads.len()), loads.iter().sum::<f64>());
        if total <= 0.0 {
            return 0.0;
        }
        let ranked: f64 = loads.iter().zip(1_u32..).map(|(load, rank)| f64::from(rank) * load).sum();
        (2.0 * ranked / (n * total) - (n + 1.0) / n).clamp(0.0, 1.0)
    }
}

fn hundredths(share: &Share) -> f64 {
    f64::from(i32::try_from(share.load).unwrap_or(i32::MAX)) / 100.0
}

#[cfg(test)]
mod tests {
    use super::super::draw::{Asked, Candidate, Lot};
    use super::*;

    fn drawn(n: u32, loads: &[i64]) -> Draw {
        let judges = loads.iter().zip(1..).map(|(load, judge)| Candidate {
            judge: JudgeId(judge),
            load: *load,
            failing: if judge == 9 { vec![Failing::Absent] } else { Vec::new() },
        });
        let asked = Asked {
            matter: format!("m{n}"),
            leaf: vec![1],
            number: None,
            round: 1,
            weight: 60,
            median_weight: 100,
            judges: judges.collect(),
            chair: true,
            members: 0,
            assessors: Vec::new(),
            jury: 0,
        };
        Draw::make(asked, &Lot { beta: vec![5; 64], proof: vec![], public_key: vec![] }).unwrap()
    }

    #[test]
    fn draws_without_favour_look_so() {
        let mut spread = Spread::of(SeatKind::Judge);
        for n in 0..600 {
            spread.add(&drawn(n, &[0, 50, 100, 20_000]), 1);
        }
        assert_eq!(spread.bands, BTreeMap::from([(3, 600)]));
        let first = &spread.judges[&JudgeId(1)];
        assert!((first.expected - 200.0).abs() < 1e-9);
        assert!((first.deviation() - (600.0_f64 * 2.0 / 9.0).sqrt()).abs() < 1e-9);
        assert!(first.distance().abs() < 4.0);
        assert_eq!(spread.judges[&JudgeId(4)].above_band, 600);
        assert_eq!(spread.judges.values().map(|share| share.got).sum::<u32>(), 600);
        assert!(spread.p_value() > 0.001);
        assert!((spread.least_expected - 200.0).abs() < 1e-9);
    }

    #[test]
    fn a_favoured_judge_stands_out() {
        let mut spread = Spread::of(SeatKind::Judge);
        for n in 0..300 {
            let mut draw = drawn(n, &[0, 0, 0]);
            if n % 2 == 0 {
                draw.seats[0].outcome = vec![JudgeId(2)];
            }
            spread.add(&draw, 1);
        }
        assert!(spread.judges[&JudgeId(2)].distance() > 5.0);
        assert!(spread.p_value() < 1e-6);
    }

    #[test]
    fn who_is_kept_out_is_told_with_the_reason() {
        let mut spread = Spread::of(SeatKind::Judge);
        spread.add(&drawn(1, &[0; 9]), 1);
        assert_eq!(spread.judges[&JudgeId(9)].kept_out, BTreeMap::from([(Failing::Absent, 1)]));
        assert_eq!(spread.judges[&JudgeId(9)].in_band, 0);
    }

    /// A year of a court of seven judges: loads follow from what was drawn, so that no two bands are alike.
    fn year(steered: bool) -> Spread {
        let mut spread = Spread::of(SeatKind::Judge);
        let mut loads = [0_i64; 7];
        for n in 0..1_200 {
            let mut draw = drawn(n, &loads);
            let seat = &mut draw.seats[0];
            let least = seat.candidates.iter().map(|one| one.load).min().unwrap();
            let favoured = seat.candidates.iter().find(|one| one.judge == JudgeId(3)).unwrap();
            // now and then a case of the third judge's liking goes there, always within the band
            if steered && n % 6 == 0 && (favoured.load - least) * 100 <= seat.band.unwrap() {
                seat.outcome = vec![JudgeId(3)];
            }
            let judge = draw.first().unwrap();
            loads[usize::try_from(judge.0).unwrap() - 1] += 60;
            spread.add(&draw, 1);
        }
        spread
    }

    #[test]
    fn a_fair_year_looks_fair_and_a_steered_one_does_not() {
        let fair = year(false);
        assert_eq!((fair.draws, fair.few()), (1_200, false));
        assert!(fair.bands.len() > 1, "bands differ: {:?}", fair.bands);
        assert!(fair.fair() && fair.p_value() > 0.01, "{}", fair.p_value());
        assert!((fair.least_expected - f64::from(fair.least)).abs() < 80.0, "no rotation");
        assert!(fair.gini() < 0.05);
        let steered = year(true);
        assert!(!steered.fair(), "{}", steered.p_value());
        // the loads even the numbers out, and still it shows: others would have been due
        let (got, all) = (steered.judges[&JudgeId(3)].got, 1_200 / 7);
        assert!(got < all + all / 2, "the count alone would say little: {got}");
    }

    #[test]
    fn seats_for_several_are_expected_by_places() {
        let mut spread = Spread::of(SeatKind::Assessor);
        for n in 0..400 {
            let asked = Asked {
                matter: format!("m{n}"),
                leaf: vec![1],
                number: None,
                round: 1,
                weight: 60,
                median_weight: 100,
                judges: Vec::new(),
                chair: false,
                members: 0,
                assessors: (1..=8).map(|judge| Candidate { judge: JudgeId(judge), load: 0, failing: vec![] }).collect(),
                jury: 3,
            };
            let lot = Lot { beta: vec![5; 64], proof: vec![], public_key: vec![] };
            spread.add(&Draw::make(asked, &lot).unwrap(), 2);
        }
        let one = &spread.judges[&JudgeId(1)];
        assert!((one.expected - 100.0).abs() < 1e-9, "two places of eight, the substitute apart");
        assert_eq!(spread.judges.values().map(|share| share.got).sum::<u32>(), 800);
        let (_, freedom) = spread.chi_square();
        assert_eq!(freedom, 7);
        assert!(spread.fair(), "{}", spread.p_value());
    }
}
