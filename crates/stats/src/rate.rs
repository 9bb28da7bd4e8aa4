//! Numbers as statistics print them: integers, half up, never a division by zero.

/// A rate in hundredths of a per cent, half up (indicators I-010); `None` without a denominator (I-013).
pub fn basis_points(num: i64, den: i64) -> Option<i64> {
    rounded(num, den, 10_000)
}

/// A rate in tenths of a per cent, half up; `None` without a denominator.
pub fn per_mille(num: i64, den: i64) -> Option<i64> {
    rounded(num, den, 1_000)
}

/// A quotient in hundredths, half up; `None` without a denominator.
pub(crate) fn hundredths(num: i64, den: i64) -> Option<i64> {
    rounded(num, den, 100)
}

fn rounded(num: i64, den: i64, unit: i128) -> Option<i64> {
    if den <= 0 {
        return None;
    }
    let (num, den) = (i128::from(num), i128::from(den));
    i64::try_from((2 * unit * num + den).div_euclid(2 * den)).ok()
}

/// Change of a rate in percentage points (个百分点), from the rounded rates (indicators I-012).
pub fn points(now: Option<i64>, before: Option<i64>) -> Option<i64> {
    Some(now? - before?)
}

/// A number of hundredths as text: `9479` is `94.79`.
pub fn printed(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let whole = hundredths.unsigned_abs();
    format!("{sign}{}.{:02}", whole / 100, whole % 100)
}

/// 结案均衡度 (indicators I-085): 1 − σ/μ of the months in ten-thousandths; `None` when nothing was closed.
pub fn evenness(months: &[i64]) -> Option<i64> {
    let n = i128::try_from(months.len()).ok()?;
    let sum: i128 = months.iter().copied().map(i128::from).sum();
    if sum <= 0 {
        return None;
    }
    let squares: i128 = months.iter().map(|m| i128::from(*m) * i128::from(*m)).sum();
    // sigma/mu = sqrt(n*squares - sum^2) / sum, here doubled and in ten-thousandths
    let spread = (400_000_000 * (n * squares - sum * sum)).isqrt() / sum;
    i64::try_from(10_000 - (spread + 1) / 2).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i_010_rates_are_rounded_half_up() {
        for (num, den, bp) in [
            (1_456, 3_881, 3_752),
            (10, 44, 2_273),
            (78, 139, 5_612),
            (548, 613, 8_940),
            (49, 53, 9_245),
            (1_046_137, 1_103_629, 9_479),
            (15_988, 17_240, 9_274),
            (1_030_149, 1_086_389, 9_482),
            (100, 120, 8_333),
            (126_927, 158_571, 8_004),
            (126_927, 146_484, 8_665),
            (89, 93, 9_570),
            (2, 93, 215),
            (2_837, 4_939, 5_744),
            (33, 38, 8_684),
            (37, 38, 9_737),
            (540, 570, 9_474),
            (540, 605, 8_926),
            (8_999_600, 10_000_000, 9_000),
        ] {
            assert_eq!(basis_points(num, den), Some(bp), "{num}/{den}");
        }
        assert_eq!(per_mille(96_657, 319_000), Some(303));
        assert_eq!(hundredths(120, 3), Some(4_000));
        assert_eq!(hundredths(110, 3), Some(3_667));
    }

    #[test]
    fn i_013_without_a_denominator_there_is_no_rate() {
        assert_eq!(basis_points(0, 0), None);
        assert_eq!(basis_points(5, 0), None);
        assert_eq!(basis_points(0, 5), Some(0));
    }

    #[test]
    fn i_012_changes_are_points_between_rounded_rates() {
        assert_eq!(points(basis_points(1_046_137, 1_103_629), Some(9_348)), Some(131));
        assert_eq!(points(basis_points(15_988, 17_240), Some(8_859)), Some(415));
        assert_eq!(points(Some(1), None), None);
        assert_eq!(printed(131), "1.31");
        assert_eq!(printed(-5), "-0.05");
        assert_eq!(printed(10_000), "100.00");
    }

    #[test]
    fn i_085_evenness_of_the_months() {
        let steady = [90, 95, 100, 100, 105, 100, 95, 100, 105, 110, 100, 100];
        let rushed = [60, 40, 80, 90, 95, 100, 100, 95, 105, 110, 115, 210];
        assert_eq!(evenness(&steady), Some(9_500));
        assert_eq!(evenness(&rushed), Some(6_106));
        assert_eq!(evenness(&[7; 12]), Some(10_000));
        assert_eq!(evenness(&[0; 12]), None);
    }
}
