//! How the three ways of judging are put together, and how sure the sum is.

use std::cmp::Ordering;

use rayon::prelude::*;

/// Scores of all classes for one text, by each way.
#[derive(Debug, Clone, Default)]
pub struct Votes {
    /// Of what all texts together say.
    pub ridge: Vec<f64>,
    /// Of the nearest texts.
    pub near: Vec<f64>,
    /// Of the classes' centres with what is known of them beforehand.
    pub centre: Vec<f64>,
}

/// Weights of the ways, and the temperature of the softmax.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mix {
    ridge: f64,
    near: f64,
    centre: f64,
    temperature: f64,
}

impl Default for Mix {
    fn default() -> Self {
        Self { ridge: 6.0, near: 0.5, centre: 6.0, temperature: 0.35 }
    }
}

/// What is tried. The regression is never left out: of a few hundred texts its worth cannot be told from chance.
const RIDGES: [f64; 4] = [3.0, 6.0, 9.0, 14.0];
const NEARS: [f64; 3] = [0.0, 0.5, 1.0];
const CENTRES: [f64; 3] = [2.5, 5.0, 8.0];
const TEMPERATURES: [f64; 8] = [0.1, 0.15, 0.2, 0.3, 0.45, 0.7, 1.0, 1.5];

impl Mix {
    /// The sum of the votes.
    pub fn scores(&self, votes: &Votes) -> Vec<f64> {
        let ways = votes.ridge.iter().zip(&votes.near).zip(&votes.centre);
        ways.map(|((ridge, near), centre)| self.ridge * ridge + self.near * near + self.centre * centre).collect()
    }

    /// How sure each class is: softmax of the scores at the temperature.
    pub fn confidences(&self, votes: &Votes) -> Vec<f64> {
        let scores = self.scores(votes);
        let most = scores.iter().copied().fold(f64::MIN, f64::max);
        let powers: Vec<f64> = scores.iter().map(|score| ((score - most) / self.temperature).exp()).collect();
        let sum: f64 = powers.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        powers.into_iter().map(|power| power / sum).collect()
    }

    /// The best mix for texts that were held out, each with the classes that are right for it: the one under which those
    /// are the likeliest.
    pub fn fit(held: &[(Votes, Vec<usize>)]) -> Self {
        if held.is_empty() {
            return Self::default();
        }
        let mut mixes = Vec::new();
        for ridge in RIDGES {
            for near in NEARS {
                for centre in CENTRES {
                    mixes.extend(TEMPERATURES.map(|temperature| Self { ridge, near, centre, temperature }));
                }
            }
        }
        let likely =
            |mix: &Self| -> f64 { held.iter().map(|(votes, right)| likelihood(&mix.confidences(votes), right)).sum() };
        let figures: Vec<f64> = mixes.par_iter().map(likely).collect();
        let best =
            figures.iter().zip(&mixes).rev().max_by(|one, other| one.0.partial_cmp(other.0).unwrap_or(Ordering::Equal));
        best.map_or_else(Self::default, |(_, mix)| *mix)
    }
}

fn likelihood(confidences: &[f64], right: &[usize]) -> f64 {
    right.iter().filter_map(|at| confidences.get(*at)).sum::<f64>().max(1e-9).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn votes(ridge: [f64; 3], centre: [f64; 3]) -> Votes {
        Votes { ridge: ridge.to_vec(), near: vec![0.0; 3], centre: centre.to_vec() }
    }

    #[test]
    fn the_way_that_is_right_gets_the_weight() {
        let held: Vec<_> = (0..3)
            .map(|class| {
                let mut right = [0.0; 3];
                right[class] = 1.0;
                let mut wrong = [0.0; 3];
                wrong[(class + 1) % 3] = 0.5;
                (votes(wrong, right), vec![class])
            })
            .collect();
        let mix = Mix::fit(&held);
        assert!(mix.centre > mix.ridge, "{mix:?}");
        let sure = mix.confidences(&held[0].0);
        assert!(sure[0] > 0.9, "{sure:?}");
        assert!((sure.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn confidence_falls_where_the_held_out_were_often_wrong() {
        let right = (votes([0.0; 3], [0.3, 0.1, 0.0]), vec![0]);
        let wrong = (votes([0.0; 3], [0.3, 0.1, 0.0]), vec![1]);
        let certain = Mix::fit(&vec![right.clone(); 10]).confidences(&right.0)[0];
        let mixed: Vec<_> = (0..10).map(|at| if at % 2 == 0 { right.clone() } else { wrong.clone() }).collect();
        let doubtful = Mix::fit(&mixed).confidences(&right.0)[0];
        assert!(certain > doubtful + 0.2, "{certain} {doubtful}");
    }

    #[test]
    fn nothing_held_out_gives_the_default() {
        assert_eq!(Mix::fit(&[]), Mix::default());
        assert!(Mix::default().confidences(&Votes::default()).is_empty());
    }
}
