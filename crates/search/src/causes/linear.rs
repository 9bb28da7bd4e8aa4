//! A linear support vector machine (squared hinge loss), trained by dual coordinate descent.

use crate::cases::grams::mixed;
use crate::cases::matrix::{Rows, single};

const ROUNDS: u64 = 25;

/// A plane that parts the texts of one class from all others.
#[derive(Debug, Clone, Default)]
pub struct Plane {
    weights: Vec<f32>,
    offset: f32,
}

impl Plane {
    /// Parts the rows for which `positive` says yes. `cost` is the price of a row on the wrong side.
    pub fn part(rows: &Rows, width: usize, positive: &[bool], cost: f64) -> Self {
        let mut plane = Self { weights: vec![0.0; width], offset: 0.0 };
        let squares: Vec<f64> =
            rows.iter().map(|row| 1.0 + row.iter().map(|(_, x)| f64::from(x * x)).sum::<f64>()).collect();
        let mut held = vec![0.0_f64; rows.len()];
        let slack = 0.5 / cost.max(1e-9);
        let mut order: Vec<(u64, usize)> = Vec::with_capacity(rows.len());
        for round in 0..ROUNDS {
            order.clear();
            order.extend((0_u64..).zip(0..rows.len()).map(|(draw, at)| (mixed(draw ^ (round << 32)), at)));
            order.sort_unstable();
            let mut moved = 0.0_f64;
            for (_, at) in &order {
                let (Some(row), Some(held), Some(square), Some(yes)) =
                    (rows.get(*at), held.get_mut(*at), squares.get(*at), positive.get(*at))
                else {
                    continue;
                };
                let sign = if *yes { 1.0 } else { -1.0 };
                let slope = sign * f64::from(plane.score(row)) - 1.0 + slack * *held;
                let next = (*held - slope / (square + slack)).max(0.0);
                let step = next - *held;
                *held = next;
                if step.abs() > 1e-12 {
                    plane.shift(row, single(sign * step));
                    moved = moved.max(step.abs());
                }
            }
            if moved < 1e-3 {
                break;
            }
        }
        plane
    }

    fn shift(&mut self, row: &[(u32, f32)], by: f32) {
        self.offset += by;
        for (column, x) in row {
            if let Some(weight) = usize::try_from(*column).ok().and_then(|column| self.weights.get_mut(column)) {
                *weight += by * x;
            }
        }
    }

    /// How far a row lies on the positive side.
    pub fn score(&self, row: &[(u32, f32)]) -> f32 {
        row.iter().fold(self.offset, |sum, (column, x)| {
            let weight = usize::try_from(*column).ok().and_then(|column| self.weights.get(column));
            sum + x * weight.copied().unwrap_or(0.0)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separable_rows_are_parted_with_a_margin() {
        let rows: Rows = vec![vec![(0, 1.0)], vec![(0, 0.8), (2, 0.6)], vec![(1, 1.0)], vec![(1, 0.6), (2, 0.8)]];
        let plane = Plane::part(&rows, 3, &[true, true, false, false], 10.0);
        let scores: Vec<f32> = rows.iter().map(|row| plane.score(row)).collect();
        assert!(scores[0] > 0.7 && scores[1] > 0.7 && scores[2] < -0.7 && scores[3] < -0.7, "{scores:?}");
        assert!(plane.score(&[(77, 5.0)]).abs() < 1.0, "an unknown feature says nothing");
    }

    #[test]
    fn nothing_to_learn_from_gives_zero() {
        assert_eq!(Plane::part(&Vec::new(), 2, &[], 1.0).score(&[(0, 1.0)]), 0.0);
    }
}
