//! Why did this judge get 15 and not 10? What a number of draws was expected to give, and how far it lies from that.
//! Nothing here is sealed: these are figures for people to look at.

use std::collections::BTreeMap;

use super::draw::{Draw, SeatKind};
use super::pool::Failing;
use crate::ids::JudgeId;

/// How a judge came out of a number of draws.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Share {
    /// Cases drawn.
    pub got: u32,
    /// Draws in whose band the judge was.
    pub in_band: u32,
    /// Draws in which the judge was eligible but too loaded.
    pub above_band: u32,
    /// Draws the judge was kept out of, by reason.
    pub kept_out: BTreeMap<Failing, u32>,
    /// Cases to be expected: one over the size of each band.
    pub expected: f64,
    /// Sum of p(1 − p) over the draws.
    variance: f64,
    /// Weights drawn, in hundredths.
    pub weights: i64,
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

/// A number of draws, looked at together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Spread {
    /// By judge.
    pub judges: BTreeMap<JudgeId, Share>,
    /// Draws.
    pub draws: u32,
    /// Draws by the size of their band.
    pub bands: BTreeMap<usize, u32>,
    /// Draws in which the least loaded judge was drawn.
    pub least: u32,
    /// How often that was to be expected.
    pub least_expected: f64,
}

impl Spread {
    /// Adds a draw.
    pub fn add(&mut self, draw: &Draw) {
        let Some(seat) = draw.seat(SeatKind::Judge) else { return };
        let eligible: Vec<_> = seat.candidates.iter().filter(|one| one.failing.is_empty()).collect();
        let least = eligible.iter().map(|one| one.load).min().unwrap_or(0);
        let width = seat.band.unwrap_or(0);
        let inside = |load: i64| (load - least) * 100 <= width;
        let n = eligible.iter().filter(|one| inside(one.load)).count();
        let chance = 1.0 / f64::from(u32::try_from(n.max(1)).unwrap_or(u32::MAX));
        self.draws += 1;
        *self.bands.entry(n).or_default() += 1;
        let lightest = eligible.iter().filter(|one| one.load == least);
        self.least_expected += chance * f64::from(u32::try_from(lightest.clone().count()).unwrap_or(0));
        self.least += u32::from(lightest.into_iter().any(|one| seat.outcome.contains(&one.judge)));
        for one in &seat.candidates {
            let share = self.judges.entry(one.judge).or_default();
            for failing in &one.failing {
                *share.kept_out.entry(*failing).or_default() += 1;
            }
            if !one.failing.is_empty() {
                continue;
            }
            if inside(one.load) {
                share.in_band += 1;
                share.expected += chance;
                share.variance += chance * (1.0 - chance);
            } else {
                share.above_band += 1;
            }
            if seat.outcome.first() == Some(&one.judge) {
                share.got += 1;
                share.weights += draw.weight;
            }
        }
    }

    /// The chi-square statistic over all judges with something to expect, and its degrees of freedom.
    pub fn chi_square(&self) -> (f64, u32) {
        let judged: Vec<&Share> = self.judges.values().filter(|share| share.expected > 0.0).collect();
        let sum = judged.iter().map(|share| (f64::from(share.got) - share.expected).powi(2) / share.expected).sum();
        (sum, u32::try_from(judged.len()).unwrap_or(u32::MAX).saturating_sub(1))
    }

    /// How likely a draw without any favour is to lie at least this far from what was to be expected.
    pub fn p_value(&self) -> f64 {
        let (statistic, freedom) = self.chi_square();
        upper_gamma(f64::from(freedom) / 2.0, statistic / 2.0)
    }
}

/// The regularised upper incomplete gamma function Q(a, x): series below a + 1, continued fraction above.
fn upper_gamma(a: f64, x: f64) -> f64 {
    if a <= 0.0 || x <= 0.0 {
        return 1.0;
    }
    let front = (a * x.ln() - x - ln_gamma(a)).exp();
    if x < a + 1.0 {
        let (mut term, mut sum, mut n) = (1.0 / a, 1.0 / a, a);
        for _ in 0..10_000 {
            n += 1.0;
            term *= x / n;
            sum += term;
            if term < sum * 1e-15 {
                break;
            }
        }
        return (1.0 - front * sum).clamp(0.0, 1.0);
    }
    // modified Lentz
    let tiny = 1e-300;
    let mut b = x + 1.0 - a;
    let (mut c, mut d) = (1.0 / tiny, 1.0 / b);
    let mut h = d;
    for i in 1..10_000 {
        let i = f64::from(i);
        let an = -i * (i - a);
        b += 2.0;
        d = 1.0 / or_tiny(an * d + b, tiny);
        c = or_tiny(b + an / c, tiny);
        let step = d * c;
        h *= step;
        if (step - 1.0).abs() < 1e-15 {
            break;
        }
    }
    (front * h).clamp(0.0, 1.0)
}

fn or_tiny(value: f64, tiny: f64) -> f64 {
    if value.abs() < tiny { tiny } else { value }
}

/// The logarithm of the gamma function for positive numbers: Stirling's series after raising the argument.
fn ln_gamma(x: f64) -> f64 {
    let (mut at, mut shift) = (x, 0.0);
    while at < 10.0 {
        shift += at.ln();
        at += 1.0;
    }
    let inverse = 1.0 / at;
    let square = inverse * inverse;
    let series = inverse * (1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square / 1680.0)));
    (at - 0.5) * at.ln() - at + 0.5 * (2.0 * std::f64::consts::PI).ln() + series - shift
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
            members: 0,
            assessors: Vec::new(),
            jury: 0,
        };
        Draw::make(asked, &Lot { beta: vec![5; 64], proof: vec![], public_key: vec![] }).unwrap()
    }

    #[test]
    fn the_gamma_function_has_its_known_values() {
        for (x, value) in
            [(1.0, 0.0), (0.5, 0.572_364_942_924_7), (10.0, 12.801_827_480_081_47), (4.0, 1.791_759_469_228_055)]
        {
            assert!((ln_gamma(x) - value).abs() < 1e-10, "{x}");
        }
        // chi-square tables: 5 % points of 1, 4 and 10 degrees of freedom
        for (freedom, point) in [(1.0, 3.841_459), (4.0, 9.487_729), (10.0, 18.307_038)] {
            assert!((upper_gamma(freedom / 2.0, point / 2.0) - 0.05).abs() < 1e-6, "{freedom}");
        }
        assert!((upper_gamma(0.5, 0.5 * 0.003_932) - 0.95).abs() < 1e-3);
    }

    #[test]
    fn draws_without_favour_look_so() {
        let mut spread = Spread::default();
        for n in 0..600 {
            spread.add(&drawn(n, &[0, 50, 100, 20_000]));
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
        let mut spread = Spread::default();
        for n in 0..300 {
            let mut draw = drawn(n, &[0, 0, 0]);
            if n % 2 == 0 {
                draw.seats[0].outcome = vec![JudgeId(2)];
            }
            spread.add(&draw);
        }
        assert!(spread.judges[&JudgeId(2)].distance() > 5.0);
        assert!(spread.p_value() < 1e-6);
    }

    #[test]
    fn who_is_kept_out_is_told_with_the_reason() {
        let mut spread = Spread::default();
        spread.add(&drawn(1, &[0; 9]));
        assert_eq!(spread.judges[&JudgeId(9)].kept_out, BTreeMap::from([(Failing::Absent, 1)]));
        assert_eq!(spread.judges[&JudgeId(9)].in_band, 0);
    }
}
