//! Draws from a seed (splitmix64): the same seed, the same judgment on every machine.

/// A generator of draws.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Draws from a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below a bound; 0 where the bound is.
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % bound).unwrap_or(0)
    }

    /// A number from a range, both ends in it.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// True in so many of a thousand draws.
    pub fn chance(&mut self, of_thousand: u32) -> bool {
        self.next() % 1000 < u64::from(of_thousand)
    }

    /// One of several.
    pub fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> Option<&'a T> {
        let at = self.below(of.len());
        of.get(at).copied()
    }

    /// One word of a list.
    pub fn word<'a>(&mut self, of: &[&'a str]) -> &'a str {
        self.pick(of).unwrap_or("")
    }

    /// So many digits, the first not 0.
    pub fn digits(&mut self, count: usize) -> String {
        (0..count).map(|at| if at == 0 { self.between(1, 9) } else { self.below(10) }.to_string()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_stay_in_their_bounds() {
        let mut dice = Dice::new(1);
        assert!((0..1000).all(|_| dice.below(7) < 7 && (3..=5).contains(&dice.between(3, 5))));
        assert_eq!(dice.below(0), 0);
        assert_eq!(dice.digits(11).len(), 11);
        let hits = (0..10_000).filter(|_| dice.chance(100)).count();
        assert!((800..1200).contains(&hits), "{hits}");
    }
}
