//! What a judge carries: weights of the year's cases and of those still open, over what the post can carry.
//! Hundredths.

use crate::ids::JudgeId;

/// What one judge carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carries {
    /// The judge.
    pub judge: JudgeId,
    /// Weights of the cases assigned this year and of those carried over, in hundredths.
    pub weights: i64,
    /// What the post can carry of a full load, in hundredths; 0 for none at all.
    pub capacity: i64,
    /// Came to the group this year with nothing before.
    pub new: bool,
}

/// The loads of a group, in the order given: weights over capacity. New judges start at the group's median, not at 0.
pub fn loads(group: &[Carries]) -> Vec<(JudgeId, i64)> {
    let over = |one: &Carries| {
        let capacity = one.capacity.max(1);
        (one.weights.saturating_mul(100) + capacity / 2) / capacity
    };
    let mut settled: Vec<i64> = group.iter().filter(|one| !one.new).map(over).collect();
    settled.sort_unstable();
    let start = median_doubled(&settled) / 2;
    group.iter().map(|one| (one.judge, if one.new { over(one) + start } else { over(one) })).collect()
}

/// Twice the median of sorted numbers; 0 of none.
pub fn median_doubled(sorted: &[i64]) -> i64 {
    let (low, high) = (sorted.len().saturating_sub(1) / 2, sorted.len() / 2);
    sorted.get(low).zip(sorted.get(high)).map_or(0, |(low, high)| low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn carries(judge: u32, weights: i64, capacity: i64, new: bool) -> Carries {
        Carries { judge: JudgeId(judge), weights, capacity, new }
    }

    #[test]
    fn a_041_loads_are_weights_over_capacity() {
        let group = [carries(1, 8_000, 100, false), carries(2, 4_800, 60, false), carries(3, 640, 8, false)];
        assert_eq!(loads(&group), [(JudgeId(1), 8_000), (JudgeId(2), 8_000), (JudgeId(3), 8_000)]);
    }

    #[test]
    fn a_041_a_new_judge_starts_at_the_median() {
        let group = [
            carries(1, 8_200, 100, false),
            carries(2, 9_500, 100, false),
            carries(3, 8_400, 100, false),
            carries(4, 100, 100, true),
        ];
        assert_eq!(loads(&group).last(), Some(&(JudgeId(4), 8_500)));
        assert_eq!(loads(&[carries(4, 0, 100, true)]), [(JudgeId(4), 0)]);
    }

    #[test]
    fn a_median_lies_between_the_middle_two() {
        assert_eq!(median_doubled(&[]), 0);
        assert_eq!(median_doubled(&[5]), 10);
        assert_eq!(median_doubled(&[8_200, 8_350, 8_400, 9_500]), 16_750);
    }
}
