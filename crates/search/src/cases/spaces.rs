//! The two similarity spaces that go together, of words and of character pairs, and their file.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::Path;

use super::grams::{Counts, cut, mixed, normal, pairs};
use super::space::{DEPTHS, RARITY, Space, cosines};

const FILE: &str = "spaces.bin";
/// Cases a space is fitted on at most; more change little.
pub const SAMPLE: usize = 20_000;
const ROUNDS: usize = 6;
const SEED: u64 = 20_200_101;

/// The spaces of words and of pairs.
pub struct Spaces {
    /// Of words of content.
    pub words: Space,
    /// Of neighbouring characters.
    pub pairs: Space,
    /// Tells places of these spaces from those of others.
    pub print: u64,
}

impl Spaces {
    /// Fits both on texts of facts.
    pub fn fit<'a>(facts: impl IntoIterator<Item = &'a str>) -> Self {
        let texts: Vec<String> = facts.into_iter().take(SAMPLE).map(normal).collect();
        let words: Vec<Counts> = texts.iter().map(|text| cut(text).counts()).collect();
        let grams: Vec<Counts> = texts.iter().map(|text| pairs(text)).collect();
        Self::fit_counts(&words, &grams, RARITY)
    }

    /// Fits both on what was counted.
    pub fn fit_counts(words: &[Counts], grams: &[Counts], rarity: f64) -> Self {
        let deepest = DEPTHS.iter().copied().max().unwrap_or(0);
        let fit = |counts| Space::fit(counts, deepest, ROUNDS, SEED, rarity);
        Self::of(fit(words), fit(grams))
    }

    fn of(words: Space, pairs: Space) -> Self {
        let mut print = Printed(SEED);
        // What is written is what is compared; a writer that only hashes cannot fail.
        let _ = words.write(&mut print).and_then(|()| pairs.write(&mut print));
        Self { words, pairs, print: print.0 }
    }

    /// The place of a text: its dimensions in the words' space, then in the pairs'.
    pub fn place(&self, words: &Counts, grams: &Counts) -> Vec<f32> {
        let mut place = self.words.place(&self.words.weights(words));
        place.extend(self.pairs.place(&self.pairs.weights(grams)));
        place
    }

    /// Cosines of two places, of words first.
    pub fn cosines(&self, one: &[f32], other: &[f32]) -> [f64; 2 * DEPTHS.len()] {
        let middle = self.words.dimensions();
        let half = |place: &[f32]| -> (Vec<f32>, Vec<f32>) {
            let (words, grams) = place.split_at_checked(middle).unwrap_or((&[], &[]));
            (words.to_vec(), grams.to_vec())
        };
        let (one, other) = (half(one), half(other));
        let ([a, b, c], [d, e, f]) = (cosines(&one.0, &other.0), cosines(&one.1, &other.1));
        [a, b, c, d, e, f]
    }

    /// Keeps them in a directory; a crash leaves the old ones.
    pub fn save(&self, directory: &Path) -> io::Result<()> {
        let beside = directory.join("spaces.new");
        let mut out = BufWriter::new(File::create(&beside)?);
        self.words.write(&mut out)?;
        self.pairs.write(&mut out)?;
        out.flush()?;
        out.get_ref().sync_all()?;
        std::fs::rename(beside, directory.join(FILE))
    }

    /// Those kept in a directory, if any.
    pub fn load(directory: &Path) -> io::Result<Option<Self>> {
        let file = match File::open(directory.join(FILE)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let mut from = BufReader::new(file);
        let words = Space::read(&mut from)?;
        Ok(Some(Self::of(words, Space::read(&mut from)?)))
    }
}

struct Printed(u64);

impl Write for Printed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = bytes.iter().fold(self.0, |print, byte| mixed(print ^ u64::from(*byte)));
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_spaces_load_and_place_alike() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Spaces::load(folder.path()).unwrap().is_none());
        let facts = ["被告人盗窃财物现金逃离", "被告人盗窃财物电动车", "原告借款利息借条", "原告借款逾期利息"];
        let spaces = Spaces::fit(facts);
        spaces.save(folder.path()).unwrap();
        let again = Spaces::load(folder.path()).unwrap().unwrap();
        assert_eq!(again.print, spaces.print);
        let place = |spaces: &Spaces| spaces.place(&cut(facts[0]).counts(), &pairs(facts[0]));
        assert_eq!(place(&again), place(&spaces));
        let own = spaces.cosines(&place(&spaces), &place(&spaces));
        assert!(own.iter().all(|cosine| (cosine - 1.0).abs() < 1e-3), "{own:?}");
    }

    #[test]
    fn other_facts_give_another_print() {
        let one = Spaces::fit(["盗窃财物", "盗窃财物现金"]);
        let other = Spaces::fit(["借款利息", "借款利息借条"]);
        assert_ne!(one.print, other.print);
    }
}
