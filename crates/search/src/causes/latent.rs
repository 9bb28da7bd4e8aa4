//! Where texts and classes lie in the latent dimensions (潜在语义) of what was learnt from: a text is near a class there
//! that says the same in other words. A place is reckoned from the likeness to the texts learnt from, so that nothing as
//! wide as the vocabulary is kept.

use rayon::prelude::*;

use super::ridge::Ridge;
use crate::cases::matrix::{Dense, Rows, columns};

/// Dimensions at most.
const DIMENSIONS: usize = 200;
/// Dimensions beside those that are kept, for the rounds to tell them apart.
const SPARE: usize = 10;
/// Rounds of power iteration.
const ROUNDS: usize = 4;
const SEED: u64 = 11;

/// The dimensions, and the places of the classes.
#[derive(Debug, Clone, Default)]
pub struct Latent {
    /// What each text learnt from adds to a place.
    basis: Dense,
    centres: Vec<Vec<f32>>,
}

impl Latent {
    /// The leading dimensions of the rows that a regression learnt from, and where the rows of `centres` lie in them.
    pub fn fit(rows: &Rows, ridge: &Ridge, centres: &Rows) -> Self {
        let kept = DIMENSIONS.min(rows.len() / 10);
        let mut side = Dense::drawn(rows.len(), (kept + SPARE).min(rows.len()), SEED);
        for _ in 0..ROUNDS {
            side = side.product(ridge.across()).product(rows).straightened();
        }
        let eigen = side.product(ridge.across()).gram().eigen();
        let leading: Vec<(f64, &Vec<f64>)> = eigen.iter().take(kept).map(|(value, vector)| (*value, vector)).collect();
        let mut latent = Self {
            basis: side.turned(&columns(&leading, |value| 1.0 / value.max(f64::MIN_POSITIVE).sqrt())),
            centres: Vec::new(),
        };
        latent.centres = centres.par_iter().map(|centre| latent.place(&ridge.likeness(centre))).collect();
        latent
    }

    /// How near a text of this likeness to the texts learnt from is to each class.
    pub fn nearness(&self, likeness: &[f32]) -> Vec<f64> {
        let place = self.place(likeness);
        self.centres.iter().map(|centre| cosine(&place, centre)).collect()
    }

    /// How near two of such likenesses are to one another.
    pub fn between(&self, one: &[f32], other: &[f32]) -> f64 {
        cosine(&self.place(one), &self.place(other))
    }

    /// The place of length one, or nought.
    fn place(&self, likeness: &[f32]) -> Vec<f32> {
        let mut place = vec![0.0_f32; self.basis.width];
        for (at, share) in likeness.iter().enumerate().filter(|(_, share)| **share > 0.0) {
            for (sum, cell) in place.iter_mut().zip(self.basis.row(at)) {
                *sum += share * cell;
            }
        }
        let length = place.iter().map(|cell| cell * cell).sum::<f32>().sqrt();
        if length > 0.0 {
            place.iter_mut().for_each(|cell| *cell /= length);
        }
        place
    }
}

fn cosine(one: &[f32], other: &[f32]) -> f64 {
    one.iter().zip(other).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_in_other_words_is_near() {
        // features 0 and 1 stand together, 2 and 3 do; a text with 0 alone is near a class that has 1 alone
        let row = |cells: &[u32]| cells.iter().map(|at| (*at, 0.707)).collect::<Vec<_>>();
        let rows: Rows = (0..20).map(|at| if at < 10 { row(&[0, 1]) } else { row(&[2, 3]) }).collect();
        let members = [(0..10).collect(), (10..20).collect()];
        let (ridge, _) = Ridge::fit(&rows, 4, &[1.0; 20], &members, 0.3, 20);
        let latent = Latent::fit(&rows, &ridge, &vec![vec![(1, 1.0)], vec![(3, 1.0)]]);
        let likeness = ridge.likeness(&[(0, 1.0)]);
        let near = latent.nearness(&likeness);
        assert!(near[0] > 0.99 && near[1].abs() < 0.01, "{near:?}");
        assert!((latent.between(&likeness, &ridge.likeness(&[(1, 1.0)])) - near[0]).abs() < 1e-6);
    }

    #[test]
    fn of_nothing_learnt_nothing_is_near() {
        let (ridge, _) = Ridge::fit(&Vec::new(), 2, &[], &[Vec::new()], 0.3, 0);
        let latent = Latent::fit(&Vec::new(), &ridge, &vec![vec![(1, 1.0)]]);
        assert_eq!(latent.nearness(&[]), [0.0]);
    }
}
