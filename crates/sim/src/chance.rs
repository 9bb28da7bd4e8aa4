//! Chance that is the same on every machine: numbers drawn from a seed and a path of labels, integers only.

/// A stream of numbers fixed by a seed and labels (splitmix64).
#[derive(Debug, Clone, Copy)]
pub struct Chance(u64);

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Chance {
    /// The stream of a seed under a path of labels.
    pub fn new(seed: u64, path: &[u64]) -> Chance {
        let start = mix(seed ^ GOLDEN);
        Chance(
            path.iter().fold(start, |state, label| mix(state.wrapping_add(GOLDEN) ^ mix(label.wrapping_add(GOLDEN)))),
        )
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        mix(self.0)
    }

    /// A number below `n`; 0 when `n` is 0.
    pub fn below(&mut self, n: u64) -> u64 {
        if n == 0 {
            return 0;
        }
        let wide = u128::from(self.number()) * u128::from(n);
        u64::try_from(wide >> 64).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i32, high: i32) -> i32 {
        let span = u64::try_from(i64::from(high) - i64::from(low) + 1).unwrap_or(1);
        low.saturating_add(i32::try_from(self.below(span)).unwrap_or(0))
    }

    /// True `n` times in `of`.
    pub fn one_in(&mut self, n: u64, of: u64) -> bool {
        self.below(of) < n
    }

    /// An index drawn by weights; 0 when all are 0.
    pub fn weighted(&mut self, weights: impl Iterator<Item = u64> + Clone) -> usize {
        let mut left = self.below(weights.clone().sum());
        for (index, weight) in weights.enumerate() {
            if left < weight {
                return index;
            }
            left -= weight;
        }
        0
    }

    /// A value of a distribution given at 0, 10, 25, 50, 75, 90, 97 and 100 per cent, straight in between.
    pub fn quantile(&mut self, points: &[i64; 8]) -> i64 {
        const AT: [i64; 8] = [0, 1000, 2500, 5000, 7500, 9000, 9700, 10_000];
        let draw = i64::try_from(self.below(10_000)).unwrap_or(0);
        let pairs = AT.iter().zip(points);
        for ((from, low), (to, high)) in pairs.clone().zip(pairs.skip(1)) {
            if draw < *to {
                return low + (high - low) * (draw - from) / (to - from);
            }
        }
        points.last().copied().unwrap_or(0)
    }
}

/// Splits `total` by weights so that the parts add up exactly (largest remainder, ties to the first).
pub fn apportion(total: u64, weights: &[u64]) -> Vec<u64> {
    let sum: u128 = weights.iter().map(|w| u128::from(*w)).sum();
    if sum == 0 {
        return vec![0; weights.len()];
    }
    let mut parts = Vec::with_capacity(weights.len());
    let mut rests: Vec<(u128, usize)> = Vec::with_capacity(weights.len());
    for (index, weight) in weights.iter().enumerate() {
        let exact = u128::from(total) * u128::from(*weight);
        parts.push(u64::try_from(exact / sum).unwrap_or(0));
        rests.push((exact % sum, index));
    }
    let mut left = total - parts.iter().sum::<u64>();
    rests.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, index) in rests {
        if left == 0 {
            break;
        }
        if let Some(part) = parts.get_mut(index) {
            *part += 1;
            left -= 1;
        }
    }
    parts
}

/// `n × num / den`, rounded half up.
pub const fn share(n: u64, num: u64, den: u64) -> u64 {
    if den == 0 {
        return 0;
    }
    (2 * n * num + den) / (2 * den)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up_and_follow_weights() {
        assert_eq!(apportion(10, &[1, 1, 1]), [4, 3, 3]);
        assert_eq!(apportion(0, &[5, 7]), [0, 0]);
        assert_eq!(apportion(7, &[0, 0]), [0, 0]);
        for total in 0..200 {
            let parts = apportion(total, &[3, 9, 1, 0, 40]);
            assert_eq!(parts.iter().sum::<u64>(), total);
            assert_eq!(parts[3], 0);
        }
    }

    #[test]
    fn the_same_path_gives_the_same_numbers() {
        let mut a = Chance::new(2020, &[1, 2]);
        let mut b = Chance::new(2020, &[1, 2]);
        let mut c = Chance::new(2020, &[2, 1]);
        let (x, y, z) = (a.number(), b.number(), c.number());
        assert_eq!(x, y);
        assert_ne!(x, z);
        // the number itself is part of the promise: the same year on any machine
        assert_eq!(Chance::new(1, &[]).number(), 6_755_974_106_381_971_767);
    }

    #[test]
    fn a_quantile_stays_inside_its_points_and_its_middle_is_near_the_median() {
        let points = [3, 14, 24, 42, 68, 105, 165, 420];
        let mut draws: Vec<i64> = (0..4001).map(|n| Chance::new(7, &[n]).quantile(&points)).collect();
        draws.sort_unstable();
        assert!(draws[0] >= 3 && draws[4000] <= 420);
        assert!((39..=45).contains(&draws[2000]), "{}", draws[2000]);
    }
}
