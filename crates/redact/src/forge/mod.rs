//! Synthetic judgments from a seed, with what must go and what must stay marked in gold.
//!
//! Written from the rules of masking, not from the code that follows them. Rules are mended on small seeds only;
//! what is scored begins at [`SCORED`], and nobody looks at those texts.

mod dice;
mod draft;
mod people;
mod pool;
mod scene;

pub use dice::Dice;
pub use draft::Gold;

use crate::case::Case;

/// Seeds from here on are for scoring alone.
pub const SCORED: u64 = 1_000_000;

/// A synthetic judgment.
#[derive(Clone, Debug)]
pub struct Forged {
    /// Which scene it was made from.
    pub scene: String,
    /// What the court knows.
    pub case: Case,
    /// The text.
    pub text: String,
    /// What must go.
    pub go: Vec<Gold>,
    /// What must stay.
    pub stay: Vec<Gold>,
}

/// The names of all scenes.
#[must_use]
pub fn scenes() -> Vec<&'static str> {
    scene::all().iter().map(|scene| scene.name).collect()
}

/// A judgment from a seed; `noise` of a thousand names and numbers are written as a scanner misreads them.
#[must_use]
pub fn forge(seed: u64, noise: u32) -> Forged {
    let mut dice = Dice::new(seed);
    let scenes = scene::all();
    let at = dice.below(scenes.len());
    let Some(scene) = scenes.get(at) else {
        return Forged {
            scene: String::new(),
            case: Case::default(),
            text: String::new(),
            go: Vec::new(),
            stay: Vec::new(),
        };
    };
    scene.play(dice, noise)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_judgment() {
        let (a, b) = (forge(7, 100), forge(7, 100));
        assert_eq!(a.text, b.text);
        assert_ne!(a.text, forge(8, 100).text);
    }

    #[test]
    fn there_are_enough_scenes_and_each_is_played() {
        assert!(scenes().len() >= 12, "{}", scenes().len());
        let played: BTreeSet<String> = (0..400).map(|seed| forge(seed, 0).scene).collect();
        assert_eq!(played.len(), scenes().len());
    }

    #[test]
    fn gold_marks_are_in_order_and_on_characters() {
        for seed in 0..100 {
            let forged = forge(seed, 200);
            assert!(!forged.go.is_empty() || forged.scene.contains("contract"), "{}", forged.scene);
            for gold in forged.go.iter().chain(&forged.stay) {
                assert!(!forged.text[gold.start..gold.end].trim().is_empty());
            }
            assert!(!forged.text.contains(['{', '}']), "{}", forged.text);
        }
    }
}
