//! Ridge regression on the likeness of texts: what says of a text how much it belongs to each class. All classes share one
//! factor of the matrix of likenesses, so that a thousand classes cost little more than one.

use rayon::prelude::*;

use crate::cases::matrix::{Rows, single};

/// Rows of the factor made at a time.
const BLOCK: usize = 48;
/// Sums kept side by side in a product.
const LANES: usize = 8;
/// Classes solved for together.
const TOGETHER: usize = 16;

/// Texts and what each adds to the classes it is like.
#[derive(Debug, Clone, Default)]
pub struct Ridge {
    /// For each feature the texts that have it, with their weights.
    across: Rows,
    /// Texts.
    texts: usize,
    /// Classes.
    classes: usize,
    /// What a text adds to each class, text by text.
    parts: Vec<f32>,
}

fn at(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The product of two rows of one length.
fn product(one: &[f32], other: &[f32]) -> f32 {
    let ((ones, one_rest), (others, other_rest)) = (one.as_chunks::<LANES>(), other.as_chunks::<LANES>());
    let mut sums = [0.0_f32; LANES];
    for (one, other) in ones.iter().zip(others) {
        for ((sum, a), b) in sums.iter_mut().zip(one).zip(other) {
            *sum += a * b;
        }
    }
    sums.iter().sum::<f32>() + one_rest.iter().zip(other_rest).map(|(a, b)| a * b).sum::<f32>()
}

impl Ridge {
    /// Learns from rows of length one, `width` features wide, each with its weight and its classes. `slack` is how far a
    /// text of weight one may be missed. Told beside it is what each row from `first` on would have scored, had it alone
    /// not been learnt from.
    pub fn fit(
        rows: &Rows,
        width: usize,
        weights: &[f32],
        members: &[Vec<usize>],
        slack: f64,
        first: usize,
    ) -> (Self, Vec<Vec<f64>>) {
        let mut across: Rows = vec![Vec::new(); width];
        for (row, text) in rows.iter().zip(0_u32..) {
            for (column, weight) in row {
                if let Some(line) = across.get_mut(at(*column)) {
                    line.push((text, *weight));
                }
            }
        }
        let mut ridge = Self { across, texts: rows.len(), classes: members.len(), parts: Vec::new() };
        let slack = single(slack);
        let mut likeness: Vec<Vec<f32>> = rows.par_iter().map(|row| ridge.likeness(row)).collect();
        for ((line, weight), own) in likeness.iter_mut().zip(weights).zip(0..) {
            line.truncate(own + 1);
            if let Some(cell) = line.last_mut() {
                *cell += slack / weight.max(1e-6);
            }
        }
        let lower = factor(likeness);
        let upper = turned(&lower);
        ridge.parts = vec![0.0; ridge.texts.saturating_mul(ridge.classes)];
        for (from, block) in (0..).step_by(TOGETHER).zip(solved(&lower, &upper, members)) {
            for (class, solution) in (from..).zip(block) {
                for (parts, own) in ridge.parts.chunks_exact_mut(ridge.classes.max(1)).zip(solution) {
                    if let Some(part) = parts.get_mut(class) {
                        *part = own;
                    }
                }
            }
        }
        let left_out = ridge.left_out(&lower, members, first);
        (ridge, left_out)
    }

    /// What rows would have scored, had each alone been left out: its part in its own score is known from the inverse.
    fn left_out(&self, lower: &[Vec<f32>], members: &[Vec<usize>], first: usize) -> Vec<Vec<f64>> {
        let parts = self.parts.par_chunks_exact(self.classes.max(1)).enumerate().skip(first);
        parts
            .map(|(text, parts)| {
                let share = f64::from(inverse_at(lower, text)).max(1e-9);
                let scores = parts.iter().zip(members).map(|(part, members)| {
                    let wanted = if members.binary_search(&text).is_ok() { 1.0 } else { 0.0 };
                    wanted - f64::from(*part) / share
                });
                scores.collect()
            })
            .collect()
    }

    /// For each feature the texts learnt from that have it, with their weights.
    pub const fn across(&self) -> &Rows {
        &self.across
    }

    /// How like a text is to each of those learnt from.
    pub fn likeness(&self, row: &[(u32, f32)]) -> Vec<f32> {
        let mut sums = vec![0.0; self.texts];
        for (column, weight) in row {
            for (text, other) in self.across.get(at(*column)).into_iter().flatten() {
                if let Some(sum) = sums.get_mut(at(*text)) {
                    *sum += weight * other;
                }
            }
        }
        sums
    }

    /// How much a row belongs to each class: near one for its own, near nought for the others; and how like it is to each
    /// of the texts learnt from.
    pub fn scores(&self, row: &[(u32, f32)]) -> (Vec<f64>, Vec<f32>) {
        let likeness = self.likeness(row);
        let mut sums = vec![0.0_f32; self.classes];
        for (own, parts) in likeness.iter().zip(self.parts.chunks_exact(self.classes.max(1))) {
            if *own > 0.0 {
                for (sum, part) in sums.iter_mut().zip(parts) {
                    *sum += own * part;
                }
            }
        }
        (sums.into_iter().map(f64::from).collect(), likeness)
    }
}

/// The lower factor of a symmetric matrix given by the rows of its lower half (Cholesky), a block of rows at a time.
fn factor(mut rows: Vec<Vec<f32>>) -> Vec<Vec<f32>> {
    let mut done = 0;
    while done < rows.len() {
        let (above, below) = rows.split_at_mut(done);
        let count = BLOCK.min(below.len());
        let (block, _) = below.split_at_mut(count);
        // what the rows above have of these
        block.par_iter_mut().for_each(|row| reduce(row, above, 0));
        for own in 0..count {
            let (before, from) = block.split_at_mut(own);
            if let Some(row) = from.first_mut() {
                reduce(row, before, done);
                let (known, last) = row.split_at_mut(done + own);
                if let Some(last) = last.first_mut() {
                    *last = (*last - product(known, known)).max(1e-6).sqrt();
                }
            }
        }
        done += count;
    }
    rows
}

/// Finishes the cells of a row below finished rows, the first of which is row `first`.
fn reduce(row: &mut [f32], finished: &[Vec<f32>], first: usize) {
    for (column, line) in (first..).zip(finished) {
        let Some((diagonal, known)) = line.split_last() else { continue };
        let (own, rest) = row.split_at_mut(column.min(row.len()));
        if let Some(cell) = rest.first_mut() {
            *cell = (*cell - product(own, known)) / diagonal;
        }
    }
}

/// The rows of the transposed factor, each from its diagonal on.
fn turned(lower: &[Vec<f32>]) -> Vec<Vec<f32>> {
    let mut upper: Vec<Vec<f32>> = (0..lower.len()).map(|row| Vec::with_capacity(lower.len() - row)).collect();
    for row in lower {
        for (cell, line) in row.iter().zip(&mut upper) {
            line.push(*cell);
        }
    }
    upper
}

/// Solves the matrix of this factor for all classes: a block of classes at a time, so that a row of the factor is read once
/// for all of them.
fn solved(lower: &[Vec<f32>], upper: &[Vec<f32>], members: &[Vec<usize>]) -> Vec<Vec<Vec<f32>>> {
    members.par_chunks(TOGETHER).map(|block| solve(lower, upper, block)).collect()
}

/// What solves the matrix of this factor for each class that has these texts.
fn solve(lower: &[Vec<f32>], upper: &[Vec<f32>], block: &[Vec<usize>]) -> Vec<Vec<f32>> {
    let mut wanted: Vec<Vec<f32>> = block
        .iter()
        .map(|own| {
            let mut wanted = vec![0.0_f32; lower.len()];
            for text in own {
                if let Some(cell) = wanted.get_mut(*text) {
                    *cell = 1.0;
                }
            }
            wanted
        })
        .collect();
    let earliest = block.iter().flatten().copied().min().unwrap_or(lower.len());
    for (row, line) in lower.iter().enumerate().skip(earliest) {
        let Some((diagonal, known)) = line.split_last() else { continue };
        for wanted in &mut wanted {
            let (before, from) = wanted.split_at_mut(row);
            if let Some(cell) = from.first_mut() {
                *cell = (*cell - product(before, known)) / diagonal;
            }
        }
    }
    for (row, line) in upper.iter().enumerate().rev() {
        let Some((diagonal, known)) = line.split_first() else { continue };
        for wanted in &mut wanted {
            let (before, after) = wanted.split_at_mut(row + 1);
            if let Some(cell) = before.last_mut() {
                *cell = (*cell - product(after, known)) / diagonal;
            }
        }
    }
    wanted
}

/// A cell of the diagonal of the inverse of the matrix of this factor.
fn inverse_at(lower: &[Vec<f32>], at: usize) -> f32 {
    // the column of the factor's inverse: nought above its own row
    let mut column: Vec<f32> = Vec::with_capacity(lower.len().saturating_sub(at));
    for (row, line) in lower.iter().enumerate().skip(at) {
        let wanted = if row == at { 1.0 } else { 0.0 };
        let Some((diagonal, known)) = line.split_last() else { continue };
        column.push((wanted - product(&column, known.get(at..).unwrap_or_default())) / diagonal);
    }
    column.iter().map(|cell| cell * cell).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_learnt_is_given_back_and_weights_count() {
        let rows: Rows = vec![vec![(0, 1.0)], vec![(0, 0.8), (2, 0.6)], vec![(1, 1.0)], vec![(1, 0.6), (2, 0.8)]];
        let members = [vec![0, 1], vec![2, 3], Vec::new()];
        let (ridge, _) = Ridge::fit(&rows, 3, &[1.0; 4], &members, 0.01, 4);
        for (row, class) in rows.iter().zip([0, 0, 1, 1]) {
            let (scores, likeness) = ridge.scores(row);
            assert!((scores[class] - 1.0).abs() < 0.2, "{scores:?}");
            assert!(scores[1 - class].abs() < 0.2 && scores[2] == 0.0, "{scores:?}");
            assert_eq!(likeness.len(), 4);
        }
        let (light, _) = Ridge::fit(&rows, 3, &[0.01, 0.01, 1.0, 1.0], &members, 0.3, 4);
        assert!(light.scores(&rows[0]).0[0] < 0.2, "a light text is believed less");
        assert_eq!(ridge.scores(&[(77, 5.0)]).0, [0.0; 3], "an unknown feature says nothing");
    }

    #[test]
    fn a_factor_larger_than_a_block_solves_its_matrix() {
        let n = BLOCK * 2 + 5;
        let cell = |i: usize, j: usize| {
            let apart = u16::try_from(i.abs_diff(j)).unwrap();
            f32::from(u8::from(i == j)) * 2.0 + 1.0 / (1.0 + f32::from(apart))
        };
        let lower = factor((0..n).map(|i| (0..=i).map(|j| cell(i, j)).collect()).collect());
        let solved = &solve(&lower, &turned(&lower), &[vec![7, n - 1]])[0];
        for i in 0..n {
            let sum: f32 = (0..n).map(|j| cell(i, j) * solved[j]).sum();
            let wanted = f32::from(u8::from(i == 7 || i == n - 1));
            assert!((sum - wanted).abs() < 1e-3, "{i}: {sum}");
        }
    }

    #[test]
    fn a_row_left_out_scores_what_a_model_without_it_says() {
        let rows: Rows = vec![vec![(0, 1.0)], vec![(0, 0.8), (2, 0.6)], vec![(1, 1.0)], vec![(1, 0.6), (2, 0.8)]];
        let (_, left_out) = Ridge::fit(&rows, 3, &[1.0; 4], &[vec![0, 1], vec![2, 3]], 0.3, 2);
        let without: Rows = [0, 1, 3].map(|at: usize| rows[at].clone()).to_vec();
        let (other, _) = Ridge::fit(&without, 3, &[1.0; 3], &[vec![0, 1], vec![2]], 0.3, 3);
        assert_eq!(left_out.len(), 2);
        for (left_out, other) in left_out[0].iter().zip(other.scores(&rows[2]).0) {
            assert!((left_out - other).abs() < 1e-4, "{left_out} {other}");
        }
    }

    #[test]
    fn nothing_to_learn_from_scores_nothing() {
        let (ridge, left_out) = Ridge::fit(&Vec::new(), 2, &[], &[Vec::new()], 0.3, 0);
        assert!(left_out.is_empty());
        assert_eq!(ridge.scores(&[(0, 1.0)]), (vec![0.0], Vec::new()));
    }
}
