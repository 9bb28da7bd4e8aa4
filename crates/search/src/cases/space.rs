//! The space in which cases lie near one another: latent dimensions (潜在语义) of words, or of
//! character pairs, fitted on the court's own concluded cases without anyone's judgement of them.
//!
//! Rare features weigh more than in plain tf-idf ([`RARITY`]); closeness is the mean of cosines over
//! a few coarse and many fine dimensions, so that the kind of case counts as well as its detail.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::io::{self, Read, Write};

use super::grams::{Counts, mixed};
use super::matrix::{Dense, Rows, columns, single};

/// The power of the inverse document frequency.
pub const RARITY: f64 = 1.5;
/// Leading dimensions over which a cosine is taken, coarse to fine.
pub const DEPTHS: [usize; 3] = [30, 60, 120];
/// Features kept at most.
const VOCABULARY: usize = 60_000;
const MAGIC: &[u8; 8] = b"MJSPACE1";

/// Hashes numbers that are hashes already.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mixed(u64);

impl std::hash::Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = mixed(self.0 ^ u64::from(*byte));
        }
    }
    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

/// A map from feature numbers whose order nobody sees.
pub type Numbered<T> = HashMap<u64, T, BuildHasherDefault<Mixed>>;

/// Weights of features and their places in the latent dimensions.
#[derive(Debug, Clone, Default)]
pub struct Space {
    keys: Vec<u64>,
    rarity: Vec<f32>,
    places: Numbered<u32>,
    dense: Dense,
    rarest: f64,
}

/// A number as a double; lengths beyond 4 billion are taken as that.
pub fn real(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

impl Space {
    /// Fits a space on documents. `rounds` of power iteration; 6 are plenty.
    pub fn fit(documents: &[Counts], dimensions: usize, rounds: usize, seed: u64, rarity: f64) -> Self {
        let mut space = Self::weigher(documents.iter(), rarity);
        let rows: Rows = documents.iter().map(|counts| space.weights(counts)).collect();
        let mut across: Rows = vec![Vec::new(); space.keys.len()];
        for (at, row) in rows.iter().enumerate() {
            for (column, weight) in row {
                let line = usize::try_from(*column).ok().and_then(|column| across.get_mut(column));
                if let (Some(line), Ok(at)) = (line, u32::try_from(at)) {
                    line.push((at, *weight));
                }
            }
        }
        let wide = dimensions.saturating_add(10).min(rows.len()).min(space.keys.len());
        let mut span = Dense::drawn(space.keys.len(), wide, seed).straightened();
        for _ in 0..rounds {
            let side = span.product(&rows).straightened();
            span = side.product(&across).straightened();
        }
        let eigen = span.product(&rows).gram().eigen();
        let kept: Vec<(f64, &Vec<f64>)> =
            eigen.iter().take(dimensions).map(|(value, vector)| (*value, vector)).collect();
        space.dense = span.turned(&columns(&kept, |_| 1.0));
        space
    }

    /// A space of weights alone, without latent dimensions.
    pub fn weigher<'a>(documents: impl IntoIterator<Item = &'a Counts>, rarity: f64) -> Self {
        let mut spread: Numbered<u32> = Numbered::default();
        let mut count = 0_usize;
        for document in documents {
            count += 1;
            for (key, _) in document.iter() {
                *spread.entry(key).or_default() += 1;
            }
        }
        let half = u32::try_from(count / 2).unwrap_or(u32::MAX).max(2);
        let mut kept: Vec<(u32, u64)> = spread
            .into_iter()
            .filter(|(_, count)| (2..=half).contains(count))
            .map(|(key, count)| (count, key))
            .collect();
        kept.sort_unstable_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
        kept.truncate(VOCABULARY);
        kept.sort_unstable_by_key(|(_, key)| *key);
        let all = real(count);
        let weight = |count: u32| single(((1.0 + all) / (1.0 + f64::from(count))).ln().mul_add(1.0, 1.0).powf(rarity));
        let mut space = Self {
            keys: kept.iter().map(|(_, key)| *key).collect(),
            rarity: kept.iter().map(|(count, _)| weight(*count)).collect(),
            ..Self::default()
        };
        space.number();
        space
    }

    fn number(&mut self) {
        self.places = self.keys.iter().copied().zip(0..).collect();
        self.rarest = self.rarity.iter().copied().map(f64::from).fold(0.0, f64::max);
    }

    /// How many features it weighs.
    pub fn features(&self) -> usize {
        self.keys.len()
    }

    /// Dimensions of the space.
    pub fn dimensions(&self) -> usize {
        self.dense.width
    }

    /// The weights of a text's features (sublinear tf, idf to a power), of length one, in the order of
    /// the vocabulary.
    pub fn weights(&self, counts: &Counts) -> Vec<(u32, f32)> {
        let mut row: Vec<(u32, f32)> = counts
            .iter()
            .filter_map(|(key, count)| {
                let place = *self.places.get(&key)?;
                let rarity = self.rarity.get(usize::try_from(place).ok()?)?;
                // most stand there once, and the logarithm of 1 need not be taken
                let often = if count == 1 { 1.0 } else { 1.0 + single(f64::from(count)).ln() };
                Some((place, often * rarity))
            })
            .collect();
        row.sort_unstable_by_key(|(place, _)| *place);
        let length = row.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        if length > 0.0 {
            row.iter_mut().for_each(|(_, weight)| *weight /= length);
        }
        row
    }

    /// How common a feature is: 1 in half of the texts or more, 0 in two only. What is not kept (in one
    /// text only: a name; or nearly everywhere: a form) counts as common.
    pub fn commonness(&self, key: u64) -> f64 {
        let Some(place) = self.places.get(&key).and_then(|place| usize::try_from(*place).ok()) else { return 1.0 };
        let weight = |rarity: &f32| f64::from(*rarity);
        let (most, own) = (self.rarest, self.rarity.get(place).map_or(0.0, weight));
        if most > 1.0 { (1.0 - (own - 1.0) / (most - 1.0)).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// The place of a text in the latent dimensions.
    pub fn place(&self, weights: &[(u32, f32)]) -> Vec<f32> {
        let mut sum = vec![0.0; self.dense.width];
        self.dense.add(&mut sum, weights);
        sum
    }

    /// Writes the space.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        out.write_all(MAGIC)?;
        let size = |number: usize| u32::try_from(number).map_err(io::Error::other);
        out.write_all(&size(self.keys.len())?.to_le_bytes())?;
        out.write_all(&size(self.dense.width)?.to_le_bytes())?;
        for key in &self.keys {
            out.write_all(&key.to_le_bytes())?;
        }
        for cell in self.rarity.iter().chain(&self.dense.cells) {
            out.write_all(&cell.to_le_bytes())?;
        }
        Ok(())
    }

    /// Reads a space that was written; anything else is an error.
    pub fn read(from: &mut impl Read) -> io::Result<Self> {
        let wrong = || io::Error::new(io::ErrorKind::InvalidData, "not a similarity space");
        let mut magic = [0; 8];
        from.read_exact(&mut magic)?;
        if &magic != MAGIC {
            return Err(wrong());
        }
        let length = usize::try_from(u32::from_le_bytes(four(from)?)).map_err(io::Error::other)?;
        let width = usize::try_from(u32::from_le_bytes(four(from)?)).map_err(io::Error::other)?;
        if length > VOCABULARY || width > 1_000 {
            return Err(wrong());
        }
        let mut space = Self::default();
        for _ in 0..length {
            let mut eight = [0; 8];
            from.read_exact(&mut eight)?;
            space.keys.push(u64::from_le_bytes(eight));
        }
        for _ in 0..length {
            space.rarity.push(f32::from_le_bytes(four(from)?));
        }
        space.dense.width = width;
        for _ in 0..length.saturating_mul(width) {
            space.dense.cells.push(f32::from_le_bytes(four(from)?));
        }
        space.number();
        Ok(space)
    }
}

fn four(from: &mut impl Read) -> io::Result<[u8; 4]> {
    let mut four = [0; 4];
    from.read_exact(&mut four)?;
    Ok(four)
}

/// The cosines of two places over the leading [`DEPTHS`].
pub fn cosines(one: &[f32], other: &[f32]) -> [f64; DEPTHS.len()] {
    DEPTHS.map(|depth| {
        let (mut dot, mut left, mut right) = (0.0_f32, 0.0_f32, 0.0_f32);
        for (a, b) in one.iter().zip(other).take(depth) {
            dot += a * b;
            left += a * a;
            right += b * b;
        }
        let lengths = f64::from(left).sqrt() * f64::from(right).sqrt();
        if lengths > 0.0 { f64::from(dot) / lengths } else { 0.0 }
    })
}

/// The product of two sparse rows in order.
pub fn overlap(one: &[(u32, f32)], other: &[(u32, f32)]) -> f64 {
    let mut rest = other.iter().peekable();
    let mut sum = 0.0;
    for (place, weight) in one {
        while rest.next_if(|(other, _)| other < place).is_some() {}
        if let Some((_, same)) = rest.next_if(|(other, _)| other == place) {
            sum += f64::from(weight * same);
        }
    }
    sum
}

/// A place in two bytes a dimension (the upper half of each float).
pub fn packed(place: &[f32]) -> Vec<u8> {
    place.iter().filter_map(|cell| u16::try_from(cell.to_bits() >> 16).ok()).flat_map(u16::to_le_bytes).collect()
}

/// The place that was [`packed`].
pub fn unpacked(bytes: &[u8]) -> Vec<f32> {
    let (pairs, _) = bytes.as_chunks::<2>();
    pairs.iter().map(|pair| f32::from_bits(u32::from(u16::from_le_bytes(*pair)) << 16)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::grams::pairs;
    use super::*;

    fn texts() -> Vec<Counts> {
        let theft =
            ["被告人入室盗窃现金财物后逃离现场", "被告人在商场盗窃财物手机后逃离", "盗窃电动车财物后销赃逃离现场"];
        let loan =
            ["被告向原告借款并出具借条约定利息", "原告出借款项被告出具借条未还利息", "被告借款后逾期未还原告请求利息"];
        theft.iter().chain(&loan).map(|text| pairs(text)).collect()
    }

    #[test]
    fn like_cases_lie_together() {
        let texts = texts();
        let space = Space::fit(&texts, 3, 6, 1, RARITY);
        let places: Vec<Vec<f32>> = texts.iter().map(|text| space.place(&space.weights(text))).collect();
        let near = cosines(&places[0], &places[1])[0];
        let far = cosines(&places[0], &places[4])[0];
        assert!(near > 0.5 && far < 0.2, "{near} {far}");
    }

    #[test]
    fn a_written_space_reads_back_the_same() {
        let texts = texts();
        let space = Space::fit(&texts, 3, 4, 1, RARITY);
        let mut bytes = Vec::new();
        space.write(&mut bytes).unwrap();
        let again = Space::read(&mut bytes.as_slice()).unwrap();
        let weights = space.weights(&texts[2]);
        assert_eq!(again.weights(&texts[2]), weights);
        assert_eq!(again.place(&weights), space.place(&weights));
        assert!(Space::read(&mut bytes.get(..bytes.len() - 1).unwrap()).is_err());
        assert!(Space::read(&mut b"MJSPACE0\0\0\0\0".as_slice()).is_err());
    }

    #[test]
    fn the_same_seed_gives_the_same_space() {
        let (one, other) = (Space::fit(&texts(), 2, 3, 5, 1.0), Space::fit(&texts(), 2, 3, 5, 1.0));
        assert_eq!(one.dense.cells, other.dense.cells);
    }

    #[test]
    fn nothing_gives_an_empty_space() {
        let space = Space::fit(&[], 120, 6, 1, RARITY);
        assert!(space.weights(&pairs("盗窃财物")).is_empty());
        assert_eq!(cosines(&[], &[]), [0.0; 3]);
    }

    #[test]
    fn packing_keeps_two_digits() {
        let place = vec![0.123_f32, -4.5, 0.0, 1e-3];
        for (one, other) in place.iter().zip(unpacked(&packed(&place))) {
            assert!((one - other).abs() <= one.abs() / 100.0);
        }
        assert!(unpacked(&[1]).is_empty());
    }

    #[test]
    fn overlap_meets_only_equal_places() {
        let product = overlap(&[(1, 2.0), (4, 1.0)], &[(0, 9.0), (1, 3.0), (5, 1.0)]);
        assert!((product - 6.0).abs() < 1e-9);
    }
}
