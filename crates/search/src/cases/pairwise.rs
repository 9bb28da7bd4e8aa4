//! Learning from "this one is nearer than that one": the readers' answers (有用 / 无用) to pushed cases,
//! or triples that experts ordered.
//!
//! A weight for each signal, by logistic regression on the differences of two pairs' signals. It
//! starts from equal weights, so that few answers change little.

use serde::{Deserialize, Serialize};

/// Weights of signals.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pairwise {
    weights: Vec<f64>,
}

const STEPS: usize = 400;

impl Pairwise {
    /// The same weight for every signal, after their spreads in `differences`.
    pub fn equal(differences: &[Vec<f64>]) -> Self {
        let spreads = spreads(differences);
        Self { weights: spreads.iter().map(|spread| if *spread > 0.0 { 1.0 / spread } else { 0.0 }).collect() }
    }

    /// Learns from differences: the signals of the nearer pair less those of the further. `strength`
    /// holds the weights together (1 is strong, 0.01 weak).
    pub fn learn(differences: &[Vec<f64>], strength: f64) -> Self {
        let spreads = spreads(differences);
        let scaled: Vec<Vec<f64>> = differences
            .iter()
            .map(|row| {
                row.iter().zip(&spreads).map(|(cell, spread)| if *spread > 0.0 { cell / spread } else { 0.0 }).collect()
            })
            .collect();
        let mut weights = vec![0.0; spreads.len()];
        let many = super::space::real(scaled.len()).max(1.0);
        // The loss bends at most by a quarter of the squared length of a row.
        let bend = scaled.iter().map(|row| dot(row, row)).sum::<f64>() / many / 4.0 + strength;
        for _ in 0..STEPS {
            let mut slope: Vec<f64> = weights.iter().map(|weight| weight * strength).collect();
            for row in &scaled {
                let wrong = 1.0 / (1.0 + dot(row, &weights).exp());
                for (cell, value) in slope.iter_mut().zip(row) {
                    *cell -= wrong * value / many;
                }
            }
            for (weight, cell) in weights.iter_mut().zip(&slope) {
                *weight -= cell / bend;
            }
        }
        let unscaled = weights.iter().zip(&spreads);
        Self { weights: unscaled.map(|(weight, spread)| if *spread > 0.0 { weight / spread } else { 0.0 }).collect() }
    }

    /// The weighted sum of signals.
    pub fn score(&self, signals: &[f64]) -> f64 {
        dot(&self.weights, signals)
    }
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

/// Root mean squares of the columns.
fn spreads(rows: &[Vec<f64>]) -> Vec<f64> {
    let mut sums = vec![0.0; rows.first().map_or(0, Vec::len)];
    for row in rows {
        for (sum, cell) in sums.iter_mut().zip(row) {
            *sum += cell * cell;
        }
    }
    let many = super::space::real(rows.len()).max(1.0);
    sums.into_iter().map(|sum| (sum / many).sqrt()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signal_that_decides_is_learnt() {
        let rows: Vec<Vec<f64>> = (0..40).map(|at| vec![1.0, if at % 2 == 0 { 1.0 } else { -1.0 }, 0.0]).collect();
        let learnt = Pairwise::learn(&rows, 0.05);
        assert!(learnt.score(&[1.0, 0.0, 0.0]) > 0.5);
        assert!(learnt.score(&[0.0, 1.0, 0.0]).abs() < 0.05);
        assert_eq!(learnt.score(&[0.0, 0.0, 9.0]), 0.0);
    }

    #[test]
    fn equal_weights_are_per_spread() {
        let equal = Pairwise::equal(&[vec![2.0, 1.0], vec![-2.0, 1.0]]);
        assert_eq!(equal.score(&[2.0, 0.0]), equal.score(&[0.0, 1.0]));
        assert_eq!(Pairwise::learn(&[], 1.0).score(&[1.0]), 0.0);
    }
}
