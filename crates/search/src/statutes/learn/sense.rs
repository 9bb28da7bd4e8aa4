//! Nearness of meaning (语义向量): words that stand in the same articles, and in questions those articles answered, point
//! the same way. Latent semantic indexing by a seeded subspace iteration; plain code, no model from elsewhere.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::super::corpus::{count, index};
use super::draw::Draw;

/// Directions kept of a whole library; fewer blur more.
pub const DIRECTIONS: usize = 96;
/// Rounds of the iteration; two leave the leading directions stable.
const ROUNDS: usize = 2;
/// Fewest texts a word must stand in to be given a direction.
const FEWEST: u32 = 2;

/// Directions of words and texts.
#[derive(Debug, Clone, Default)]
pub struct Sense {
    words: BTreeMap<String, (u32, f64)>,
    /// For each word its direction, one after the other.
    directions: Vec<f64>,
    /// For each text its direction, of length one or zero.
    texts: Vec<f64>,
    width: usize,
}

/// A text as its words with their weights.
type Sparse = Vec<(u32, f64)>;

impl Sense {
    /// Finds the directions of texts given as their words; `kept` texts from the first can be asked for later, the
    /// others only teach.
    #[must_use]
    pub fn new(texts: &[Vec<String>], kept: usize, width: usize, seed: u64) -> Self {
        let width = width.max(1);
        let words = vocabulary(texts);
        let rows: Vec<Sparse> = texts.par_iter().map(|text| sparse(&words, text)).collect();
        if words.is_empty() {
            return Self::default();
        }
        let columns = transposed(&rows, words.len());
        let mut draw = Draw::new(seed);
        let mut directions: Vec<f64> = (0..words.len() * width).map(|_| draw.share() - 0.5).collect();
        for _ in 0..ROUNDS {
            let of_texts = product(&rows, &directions, width);
            directions = product(&columns, &of_texts, width);
            orthonormal(&mut directions, width);
        }
        let kept = rows.get(..kept.min(rows.len())).unwrap_or_default();
        let mut texts = product(kept, &directions, width);
        texts.chunks_mut(width).for_each(unit);
        Self { words, directions, texts, width }
    }

    fn width(&self) -> usize {
        self.width.max(1)
    }

    /// How near each kept text is to a question, from -1 to 1.
    #[must_use]
    pub fn near<'a>(&self, question: impl IntoIterator<Item = &'a str>) -> Vec<f64> {
        let words: Vec<String> = question.into_iter().map(str::to_owned).collect();
        let mut asked = product(&[sparse(&self.words, &words)], &self.directions, self.width());
        unit(&mut asked);
        self.texts.chunks(self.width()).map(|text| dot(text, &asked)).collect()
    }
}

/// Words with their numbers and how telling each is.
fn vocabulary(texts: &[Vec<String>]) -> BTreeMap<String, (u32, f64)> {
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    for text in texts {
        let mut own: Vec<&str> = text.iter().map(String::as_str).filter(|word| word.chars().count() > 1).collect();
        own.sort_unstable();
        own.dedup();
        own.into_iter().for_each(|word| *seen.entry(word).or_default() += 1);
    }
    let all = f64::from(count(texts.len()));
    let often = seen.into_iter().filter(|(_, times)| *times >= FEWEST);
    often
        .enumerate()
        .map(|(number, (word, times))| (word.to_owned(), (count(number), (all / f64::from(times)).ln())))
        .collect()
}

fn sparse(words: &BTreeMap<String, (u32, f64)>, text: &[String]) -> Sparse {
    let mut counts: BTreeMap<u32, (f64, f64)> = BTreeMap::new();
    for (number, telling) in text.iter().filter_map(|word| words.get(word)) {
        counts.entry(*number).or_insert((0.0, *telling)).0 += 1.0;
    }
    let mut weights: Sparse =
        counts.into_iter().map(|(number, (times, telling))| (number, (1.0 + times.ln()) * telling)).collect();
    let length = weights.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt().max(1e-12);
    weights.iter_mut().for_each(|(_, weight)| *weight /= length);
    weights
}

fn transposed(rows: &[Sparse], width: usize) -> Vec<Sparse> {
    let mut columns: Vec<Sparse> = vec![Vec::new(); width];
    for (number, row) in rows.iter().enumerate() {
        for (word, weight) in row {
            if let Some(column) = columns.get_mut(index(*word)) {
                column.push((count(number), *weight));
            }
        }
    }
    columns
}

/// Each sparse row times the matrix whose rows are directions.
fn product(rows: &[Sparse], directions: &[f64], width: usize) -> Vec<f64> {
    let mut out = vec![0.0; rows.len() * width];
    out.par_chunks_mut(width).zip(rows).for_each(|(out, row)| {
        for (number, weight) in row {
            let start = index(*number) * width;
            let direction = directions.get(start..start + width).unwrap_or_default();
            out.iter_mut().zip(direction).for_each(|(out, part)| *out += weight * part);
        }
    });
    out
}

/// Makes the columns of a matrix stand at right angles, each of length one.
fn orthonormal(matrix: &mut [f64], width: usize) {
    let mut columns: Vec<Vec<f64>> =
        (0..width).map(|column| matrix.chunks(width).filter_map(|row| row.get(column).copied()).collect()).collect();
    for place in 0..columns.len() {
        let (done, rest) = columns.split_at_mut(place);
        let Some(column) = rest.first_mut() else { continue };
        // twice, as once leaves what rounding left
        for _ in 0..2 {
            let shares: Vec<f64> = done.par_iter().map(|other| dot(other, column)).collect();
            for (other, share) in done.iter().zip(shares) {
                column.iter_mut().zip(other).for_each(|(own, other)| *own -= share * other);
            }
        }
        unit(column);
    }
    for (place, column) in columns.iter().enumerate() {
        for (row, value) in matrix.chunks_mut(width).zip(column) {
            if let Some(slot) = row.get_mut(place) {
                *slot = *value;
            }
        }
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn unit(vector: &mut [f64]) {
    let length = dot(vector, vector).sqrt();
    if length > 1e-12 {
        vector.iter_mut().for_each(|part| *part /= length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts() -> Vec<Vec<String>> {
        let lines = [
            "盗窃 财物 数额 较大",
            "盗窃 财物 数额 巨大",
            "诈骗 财物 数额 较大",
            "婚姻 登记 夫妻 自愿",
            "离婚 夫妻 财产 分割",
            "离婚 夫妻 子女 抚养",
            "小偷 偷窃 盗窃 财物",
            "小偷 偷窃 盗窃 数额",
        ];
        lines.iter().map(|line| line.split(' ').map(str::to_owned).collect()).collect()
    }

    #[test]
    fn words_of_the_same_texts_point_the_same_way() {
        let sense = Sense::new(&texts(), 6, 2, 1);
        let near = sense.near(["小偷"]);
        assert_eq!(near.len(), 6, "only kept texts are answered");
        assert!(near[0] > near[3] && near[1] > near[4] && near[1] > near[5], "{near:?}");
        assert!(near.iter().all(|share| (-1.001..=1.001).contains(share)));
    }

    #[test]
    fn nothing_known_is_near_nothing() {
        assert!(Sense::new(&[], 0, 3, 1).near(["盗窃"]).is_empty());
        assert!(Sense::new(&texts(), 6, 3, 1).near(["没有的词"]).iter().all(|share| share.abs() < 1e-9));
    }

    #[test]
    fn the_same_seed_gives_the_same_directions() {
        assert_eq!(Sense::new(&texts(), 6, 3, 5).texts, Sense::new(&texts(), 6, 3, 5).texts);
    }

    #[test]
    fn columns_stand_at_right_angles() {
        let mut draw = Draw::new(2);
        let mut matrix: Vec<f64> = (0..200 * DIRECTIONS).map(|_| draw.share() - 0.5).collect();
        orthonormal(&mut matrix, DIRECTIONS);
        let column = |n: usize| -> Vec<f64> { matrix.chunks(DIRECTIONS).map(|row| row[n]).collect() };
        assert!((dot(&column(3), &column(3)) - 1.0).abs() < 1e-9 && dot(&column(3), &column(7)).abs() < 1e-9);
    }
}
