//! The little linear algebra that the similarity space needs: products with sparse rows and the
//! eigenvectors of a small symmetric matrix.

use rayon::prelude::*;

/// Sparse rows: for each the columns that are not zero.
pub type Rows = Vec<Vec<(u32, f32)>>;

/// A dense matrix, row by row.
#[derive(Debug, Clone, Default)]
pub struct Dense {
    /// Columns.
    pub width: usize,
    /// Cells, row by row.
    pub cells: Vec<f32>,
}

impl Dense {
    /// A matrix of draws between -1 and 1 from a seed.
    pub fn drawn(height: usize, width: usize, seed: u64) -> Self {
        let mut state = seed | 1;
        let cells = (0..height.saturating_mul(width))
            .map(|_| {
                state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
                let top = u16::try_from(super::grams::mixed(state) >> 48).unwrap_or(0);
                f32::from(top) / 32_768.0 - 1.0
            })
            .collect();
        Self { width, cells }
    }

    /// A row.
    pub fn row(&self, at: usize) -> &[f32] {
        let from = at.saturating_mul(self.width);
        self.cells.get(from..from.saturating_add(self.width)).unwrap_or_default()
    }

    /// The product of sparse rows with this matrix.
    pub fn product(&self, rows: &Rows) -> Self {
        let mut cells = vec![0.0; rows.len().saturating_mul(self.width)];
        cells.par_chunks_mut(self.width.max(1)).zip(rows.par_iter()).for_each(|(sum, row)| self.add(sum, row));
        Self { width: self.width, cells }
    }

    /// Adds the rows of this matrix, as often as `row` says, to `sum`.
    pub fn add(&self, sum: &mut [f32], row: &[(u32, f32)]) {
        for (column, weight) in row {
            let Ok(column) = usize::try_from(*column) else { continue };
            for (cell, value) in sum.iter_mut().zip(self.row(column)) {
                *cell += weight * value;
            }
        }
    }

    /// The products of its columns with one another.
    pub fn gram(&self) -> Square {
        let mut gram = Square::zero(self.width);
        for row in self.cells.chunks_exact(self.width.max(1)) {
            for (line, left) in gram.cells.chunks_exact_mut(self.width.max(1)).zip(row) {
                for (cell, right) in line.iter_mut().zip(row) {
                    *cell += f64::from(*left) * f64::from(*right);
                }
            }
        }
        gram
    }

    /// This matrix times a small one.
    pub fn turned(&self, by: &Dense) -> Self {
        let height = self.cells.len().checked_div(self.width).unwrap_or(0);
        let mut cells = vec![0.0; height.saturating_mul(by.width)];
        let lines = cells.par_chunks_mut(by.width.max(1)).zip(self.cells.par_chunks_exact(self.width.max(1)));
        lines.for_each(|(sum, row)| {
            for (at, weight) in row.iter().enumerate() {
                for (cell, value) in sum.iter_mut().zip(by.row(at)) {
                    *cell += weight * value;
                }
            }
        });
        Self { width: by.width, cells }
    }

    /// The same span with columns of length one at right angles.
    pub fn straightened(&self) -> Self {
        let eigen = self.gram().eigen();
        let most = eigen.first().map_or(0.0, |(value, _)| *value).max(f64::MIN_POSITIVE);
        let kept: Vec<(f64, &Vec<f64>)> =
            eigen.iter().map(|(value, vector)| (*value, vector)).filter(|(value, _)| *value > most * 1e-9).collect();
        self.turned(&columns(&kept, |value| 1.0 / value.sqrt()))
    }
}

/// Eigenvectors as columns, each scaled by a function of its value.
pub fn columns(eigen: &[(f64, &Vec<f64>)], scale: impl Fn(f64) -> f64) -> Dense {
    let height = eigen.first().map_or(0, |(_, vector)| vector.len());
    let mut cells = Vec::with_capacity(height.saturating_mul(eigen.len()));
    for at in 0..height {
        for (value, vector) in eigen {
            cells.push(single(vector.get(at).copied().unwrap_or(0.0) * scale(*value)));
        }
    }
    Dense { width: eigen.len(), cells }
}

/// The single-precision number nearest to a double one, without a cast: through its text would be
/// slow, so through two halves of its bits.
pub fn single(number: f64) -> f32 {
    let bits = number.to_bits();
    let sign = u32::try_from(bits >> 63).unwrap_or(0) << 31;
    let exponent = i64::try_from((bits >> 52) & 0x7ff).unwrap_or(0) - 1023 + 127;
    let fraction = u32::try_from((bits >> 29) & 0x7f_ffff).unwrap_or(0);
    match u32::try_from(exponent) {
        Ok(exponent @ 1..=254) => f32::from_bits(sign | (exponent << 23) | fraction),
        Ok(255..) => f32::from_bits(sign | (254 << 23) | 0x7f_ffff),
        _ => 0.0,
    }
}

/// A small square matrix of doubles.
#[derive(Debug, Clone)]
pub struct Square {
    size: usize,
    cells: Vec<f64>,
}

impl Square {
    /// All cells zero.
    pub fn zero(size: usize) -> Self {
        Self { size, cells: vec![0.0; size.saturating_mul(size)] }
    }

    fn at(&self, row: usize, column: usize) -> f64 {
        self.cells.get(row * self.size + column).copied().unwrap_or(0.0)
    }

    fn set(&mut self, row: usize, column: usize, value: f64) {
        if let Some(cell) = self.cells.get_mut(row * self.size + column) {
            *cell = value;
        }
    }

    /// Eigenvalues with their vectors, greatest first (cyclic Jacobi; the matrix is symmetric).
    pub fn eigen(mut self) -> Vec<(f64, Vec<f64>)> {
        let size = self.size;
        let mut vectors = Self::zero(size);
        for at in 0..size {
            vectors.set(at, at, 1.0);
        }
        let scale: f64 = self.cells.iter().map(|cell| cell * cell).sum();
        for _ in 0..30 {
            let mut left = 0.0;
            for row in 0..size {
                for column in row + 1..size {
                    let value = self.at(row, column);
                    left += value * value;
                    if value * value > scale * 1e-22 {
                        self.rotate(row, column, &mut vectors);
                    }
                }
            }
            if left <= scale * 1e-18 {
                break;
            }
        }
        let mut eigen: Vec<(f64, Vec<f64>)> = (0..size)
            .map(|column| (self.at(column, column), (0..size).map(|row| vectors.at(column, row)).collect()))
            .collect();
        eigen.sort_by(|one, other| other.0.total_cmp(&one.0));
        eigen
    }

    /// One turn that makes a cell zero. `vectors` holds the eigenvectors as rows.
    fn rotate(&mut self, p: usize, q: usize, vectors: &mut Self) {
        let theta = (self.at(q, q) - self.at(p, p)) / (2.0 * self.at(p, q));
        let tangent = theta.signum() / (theta.abs() + theta.mul_add(theta, 1.0).sqrt());
        let cosine = 1.0 / tangent.mul_add(tangent, 1.0).sqrt();
        let sine = tangent * cosine;
        for at in 0..self.size {
            let (one, other) = (self.at(at, p), self.at(at, q));
            self.set(at, p, cosine * one - sine * other);
            self.set(at, q, sine * one + cosine * other);
        }
        for at in 0..self.size {
            let (one, other) = (self.at(p, at), self.at(q, at));
            self.set(p, at, cosine * one - sine * other);
            self.set(q, at, sine * one + cosine * other);
            let (one, other) = (vectors.at(p, at), vectors.at(q, at));
            vectors.set(p, at, cosine * one - sine * other);
            vectors.set(q, at, sine * one + cosine * other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eigenvectors_of_a_known_matrix() {
        let eigen = Square { size: 2, cells: vec![2.0, 1.0, 1.0, 2.0] }.eigen();
        assert!((eigen[0].0 - 3.0).abs() < 1e-9 && (eigen[1].0 - 1.0).abs() < 1e-9);
        assert!((eigen[0].1[0] - eigen[0].1[1]).abs() < 1e-9);
        assert!((eigen[1].1[0] + eigen[1].1[1]).abs() < 1e-9);
    }

    #[test]
    fn singles_are_near_their_doubles() {
        for number in [0.0, 1.0, -2.5, 1e-3, 12_345.678, -1e-30] {
            let near = f64::from(single(number));
            assert!((near - number).abs() <= number.abs() * 2e-7, "{number} {near}");
        }
        assert!(single(1e300) > 1e38 && single(1e-300).abs() < 1e-38);
    }

    #[test]
    fn straight_columns_are_at_right_angles() {
        let gram = Dense::drawn(50, 4, 9).straightened().gram();
        for row in 0..4 {
            for column in 0..4 {
                let wanted = if row == column { 1.0 } else { 0.0 };
                assert!((gram.at(row, column) - wanted).abs() < 1e-4);
            }
        }
    }

    #[test]
    fn sparse_rows_times_a_matrix() {
        let matrix = Dense { width: 2, cells: vec![1.0, 2.0, 3.0, 4.0] };
        let product = matrix.product(&vec![vec![(0, 1.0), (1, 2.0)], Vec::new(), vec![(9, 1.0)]]);
        assert_eq!(product.cells, [7.0, 10.0, 0.0, 0.0, 0.0, 0.0]);
    }
}
