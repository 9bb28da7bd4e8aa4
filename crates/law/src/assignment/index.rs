//! The band of those who may be drawn, and an index without bias in it.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::load::median_doubled;

/// The band as it was found: its width in ten-thousandths, and who is in it, by place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// Width above the least load, in ten-thousandths.
    pub width: i64,
    /// Places of those in it, in the order given.
    pub members: Vec<usize>,
    /// It was widened so that three are in it.
    pub widened: bool,
}

/// The least that makes a draw one.
const LEAST: usize = 3;

/// The band over loads in hundredths: the larger of twice the median weight and 5 % of the median load above the least
/// load; widened until three are in it where there are three.
pub fn band(loads: &[i64], median_weight: i64) -> Band {
    let mut sorted = loads.to_vec();
    sorted.sort_unstable();
    let least = sorted.first().copied().unwrap_or(0);
    // 5 % of half of the doubled median, in ten-thousandths: × 100 × 5 / 100 / 2
    let mut width = (median_weight * 200).max(median_doubled(&sorted) * 5 / 2);
    let within = |width: i64| {
        let inside = loads.iter().enumerate().filter(move |(_, load)| (**load - least) * 100 <= width);
        inside.map(|(place, _)| place).collect::<Vec<_>>()
    };
    let mut members = within(width);
    let widened = members.len() < LEAST && loads.len() > members.len();
    if widened {
        let third = sorted.get(LEAST - 1).or(sorted.last()).copied().unwrap_or(least);
        width = (third - least) * 100;
        members = within(width);
    }
    Band { width, members, widened }
}

/// A number below `n` from a seed and a message; every one as likely as any other.
///
/// The message is the text, a bar and a counter from 0; a value in the last incomplete stretch is left out and the
/// counter goes on. None when there is nothing to choose from.
pub fn index(seed: &[u8], text: &str, n: usize) -> Option<usize> {
    let n = u64::try_from(n).ok().filter(|n| *n > 0)?;
    let most = (u128::from(u64::MAX) + 1) / u128::from(n) * u128::from(n);
    for counter in 0..u32::MAX {
        let value = first_eight(seed, &format!("{text}|{counter}"))?;
        if u128::from(value) < most {
            return usize::try_from(value % n).ok();
        }
    }
    None
}

/// The first eight bytes of HMAC-SHA256, as a number.
fn first_eight(seed: &[u8], message: &str) -> Option<u64> {
    let mut mac = Hmac::<Sha256>::new_from_slice(seed).ok()?;
    mac.update(message.as_bytes());
    let bytes = mac.finalize().into_bytes();
    let first: [u8; 8] = bytes.get(..8)?.try_into().ok()?;
    Some(u64::from_be_bytes(first))
}

/// Several of a number, one after another without putting back: places in the order drawn.
pub fn several(seed: &[u8], text: &str, n: usize, most: usize) -> Vec<usize> {
    let mut left: Vec<usize> = (0..n).collect();
    let mut drawn = Vec::new();
    for k in 0..most.min(n) {
        let Some(at) = index(seed, &format!("{text}|{k}"), left.len()) else { break };
        drawn.push(left.remove(at));
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seed() -> [u8; 32] {
        let mut seed = [0; 32];
        seed[31] = 1;
        seed
    }

    #[test]
    fn a_045_the_vectors_give_their_values_and_indexes() {
        for (text, value, at) in [
            ("CASE-2020-000001|judge|1", 14_715_039_443_954_832_123, 0),
            ("CASE-2020-000002|judge|1", 18_108_563_831_046_315_654, 0),
            ("CASE-2020-000003|judge|1", 1_791_161_377_404_893_834, 2),
        ] {
            assert_eq!(first_eight(&seed(), &format!("{text}|0")), Some(value), "{text}");
            assert_eq!(index(&seed(), text, 3), Some(at), "{text}");
        }
    }

    #[test]
    fn a_042_the_worked_band_leaves_out_the_loaded_judge() {
        // J1 82, J2 95, J3 84, J4 83.5; J5 is recused and no longer among them
        let found = band(&[8_200, 9_500, 8_400, 8_350], 100);
        assert_eq!(found, Band { width: 41_875, members: vec![0, 2, 3], widened: false });
    }

    #[test]
    fn a_042_a_narrow_band_is_widened_to_three() {
        let found = band(&[0, 900, 5_000, 9_000], 100);
        assert_eq!(found, Band { width: 500_000, members: vec![0, 1, 2], widened: true });
        assert_eq!(band(&[0, 9_000], 100).members, [0, 1], "no third to wait for");
        assert_eq!(band(&[700], 100).members, [0]);
        assert_eq!(band(&[], 100).members, Vec::<usize>::new());
    }

    #[test]
    fn a_043_nothing_to_choose_from_gives_no_index() {
        assert_eq!(index(&seed(), "x", 0), None);
        assert_eq!(index(&seed(), "x", 1), Some(0));
    }

    #[test]
    fn a_046_thirty_thousand_draws_of_three_fall_evenly() {
        let mut got = [0_i64; 3];
        for n in 0..30_000 {
            got[index(&seed(), &format!("CASE-{n}|judge|1"), 3).unwrap()] += 1;
        }
        for count in got {
            assert!((count - 10_000).abs() <= 350, "{got:?}");
        }
    }

    #[test]
    fn a_088_assessors_are_drawn_without_putting_back() {
        assert_eq!(several(&seed(), "CASE-2020-000001|assessor|1", 5, 3), [1, 0, 3]);
        assert_eq!(several(&seed(), "x", 2, 5).len(), 2);
    }
}
