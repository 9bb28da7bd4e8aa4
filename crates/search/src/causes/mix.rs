//! How the four ways of judging are put together, and how sure the sum is.

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
    /// Of the centres in the latent dimensions.
    pub latent: Vec<f64>,
}

/// Weights of the ways, and the temperature of the softmax.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mix {
    ridge: f64,
    near: f64,
    centre: f64,
    latent: f64,
    temperature: f64,
}

impl Default for Mix {
    fn default() -> Self {
        Self { ridge: 6.0, near: 0.5, centre: 3.0, latent: 3.0, temperature: 0.35 }
    }
}

/// What is tried, ridge, near, centre and latent: few, because of a few hundred lessons the best of many cannot be told
/// from the luckiest. The first suits a list that has facts for every cause, the last one of names and a few cases.
const RECIPES: [[f64; 4]; 3] = [[6.0, 0.5, 3.0, 3.0], [6.0, 0.5, 6.0, 1.5], [3.0, 0.5, 8.0, 0.0]];
const TEMPERATURES: [f64; 8] = [0.1, 0.15, 0.2, 0.3, 0.45, 0.7, 1.0, 1.5];

impl Mix {
    /// The sum of the votes.
    pub fn scores(&self, votes: &Votes) -> Vec<f64> {
        let ways = votes.ridge.iter().zip(&votes.near).zip(votes.centre.iter().zip(&votes.latent));
        let sum = |((ridge, near), (centre, latent))| {
            self.ridge * ridge + self.near * near + self.centre * centre + self.latent * latent
        };
        ways.map(sum).collect()
    }

    /// How sure each class is: softmax of the scores at the temperature.
    pub fn confidences(&self, votes: &Votes) -> Vec<f64> {
        let scores = self.scores(votes);
        let most = scores.iter().copied().fold(f64::MIN, f64::max);
        let powers: Vec<f64> = scores.iter().map(|score| ((score - most) / self.temperature).exp()).collect();
        let sum: f64 = powers.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        powers.into_iter().map(|power| power / sum).collect()
    }

    /// The best mix for texts that were held out, each with the classes that are right for it: the weights under which
    /// most of those stand first and among the first five, and the temperature under which they are the likeliest.
    pub fn fit(held: &[(Votes, Vec<usize>)]) -> Self {
        if held.is_empty() {
            return Self::default();
        }
        let mixes =
            RECIPES.map(|[ridge, near, centre, latent]| Self { ridge, near, centre, latent, ..Self::default() });
        let high = |mix: &Self| held.iter().map(|(votes, right)| found(&mix.scores(votes), right)).sum();
        let mix = best(&mixes, high).unwrap_or_default();
        let heats = TEMPERATURES.map(|temperature| Self { temperature, ..mix });
        let likely = |mix: &Self| held.iter().map(|(votes, right)| likelihood(&mix.confidences(votes), right)).sum();
        best(&heats, likely).unwrap_or(mix)
    }
}

/// The first of those with the greatest figure.
fn best(mixes: &[Mix], figure: impl Fn(&Mix) -> f64 + Sync + Send) -> Option<Mix> {
    let figures: Vec<f64> = mixes.par_iter().map(figure).collect();
    let each = figures.iter().zip(mixes).rev();
    each.max_by(|one, other| one.0.total_cmp(other.0)).map(|(_, mix)| *mix)
}

/// Two where the highest of the right classes stands first, one where it stands among the first five.
fn found(scores: &[f64], right: &[usize]) -> f64 {
    let Some(own) = right.iter().filter_map(|at| scores.get(*at)).copied().reduce(f64::max) else { return 0.0 };
    // itself among them; what is level with it stands before it
    match scores.iter().filter(|score| **score >= own).count() {
        0..=1 => 2.0,
        2..=5 => 1.0,
        _ => 0.0,
    }
}

fn likelihood(confidences: &[f64], right: &[usize]) -> f64 {
    right.iter().filter_map(|at| confidences.get(*at)).sum::<f64>().max(1e-9).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn votes(ridge: [f64; 3], centre: [f64; 3]) -> Votes {
        Votes { ridge: ridge.to_vec(), near: vec![0.0; 3], centre: centre.to_vec(), latent: vec![0.0; 3] }
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
        assert!(mix.centre > Mix::default().centre, "{mix:?}");
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
