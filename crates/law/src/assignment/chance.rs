//! Chance reckoned: how likely so large a distance from what was to be expected is. Nothing here is sealed.

/// The square of a distance measured by its covariance, and in how many directions it can lie at all: the sum is of the
/// chi-square distribution with so many degrees of freedom. Symmetric elimination, the largest pivot first; directions in
/// which nothing was left to chance do not count.
pub(super) fn quadratic(mut covariance: Vec<Vec<f64>>, mut distance: Vec<f64>) -> (f64, u32) {
    let diagonal = |rows: &[Vec<f64>]| {
        let own = rows.iter().enumerate().filter_map(|(at, row)| Some((at, *row.get(at)?)));
        own.max_by(|a, b| a.1.total_cmp(&b.1))
    };
    let scale = diagonal(&covariance).map_or(0.0, |(_, value)| value);
    let (mut sum, mut rank) = (0.0, 0);
    for _ in 0..distance.len() {
        let Some((at, pivot)) = diagonal(&covariance).filter(|(_, pivot)| *pivot > scale * 1e-9) else { break };
        let line = covariance.get(at).cloned().unwrap_or_default();
        let own = distance.get(at).copied().unwrap_or(0.0);
        sum += own * own / pivot;
        rank += 1;
        for ((row, first), left) in covariance.iter_mut().zip(&line).zip(&mut distance) {
            let factor = first / pivot;
            row.iter_mut().zip(&line).for_each(|(cell, other)| *cell -= factor * other);
            *left -= factor * own;
        }
    }
    (sum, rank)
}

/// The regularised upper incomplete gamma function Q(a, x): series below a + 1, continued fraction above.
pub(super) fn upper_gamma(a: f64, x: f64) -> f64 {
    if a <= 0.0 || x <= 0.0 {
        return 1.0;
    }
    let front = (a * x.ln() - x - ln_gamma(a)).exp();
    if x < a + 1.0 {
        let (mut term, mut sum, mut n) = (1.0 / a, 1.0 / a, a);
        for _ in 0..10_000 {
            n += 1.0;
            term *= x / n;
            sum += term;
            if term < sum * 1e-15 {
                break;
            }
        }
        return (1.0 - front * sum).clamp(0.0, 1.0);
    }
    // modified Lentz
    let tiny = 1e-300;
    let mut b = x + 1.0 - a;
    let (mut c, mut d) = (1.0 / tiny, 1.0 / b);
    let mut h = d;
    for i in 1..10_000 {
        let i = f64::from(i);
        let an = -i * (i - a);
        b += 2.0;
        d = 1.0 / or_tiny(an * d + b, tiny);
        c = or_tiny(b + an / c, tiny);
        let step = d * c;
        h *= step;
        if (step - 1.0).abs() < 1e-15 {
            break;
        }
    }
    (front * h).clamp(0.0, 1.0)
}

fn or_tiny(value: f64, tiny: f64) -> f64 {
    if value.abs() < tiny { tiny } else { value }
}

/// The logarithm of the gamma function for positive numbers: Stirling's series after raising the argument.
fn ln_gamma(x: f64) -> f64 {
    let (mut at, mut shift) = (x, 0.0);
    while at < 10.0 {
        shift += at.ln();
        at += 1.0;
    }
    let inverse = 1.0 / at;
    let square = inverse * inverse;
    let series = inverse * (1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square / 1680.0)));
    (at - 0.5) * at.ln() - at + 0.5 * (2.0 * std::f64::consts::PI).ln() + series - shift
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gamma_function_has_its_known_values() {
        for (x, value) in
            [(1.0, 0.0), (0.5, 0.572_364_942_924_7), (10.0, 12.801_827_480_081_47), (4.0, 1.791_759_469_228_055)]
        {
            assert!((ln_gamma(x) - value).abs() < 1e-10, "{x}");
        }
        // chi-square tables: 5 % points of 1, 4 and 10 degrees of freedom
        for (freedom, point) in [(1.0, 3.841_459), (4.0, 9.487_729), (10.0, 18.307_038)] {
            assert!((upper_gamma(freedom / 2.0, point / 2.0) - 0.05).abs() < 1e-6, "{freedom}");
        }
        assert!((upper_gamma(0.5, 0.5 * 0.003_932) - 0.95).abs() < 1e-3);
    }

    #[test]
    fn a_distance_is_measured_by_its_covariance() {
        // three alike, nine draws: the covariance of a multinomial has rank two, and the sum is Pearson's
        let cell = |a: usize, b: usize| if a == b { 2.0 } else { -1.0 };
        let covariance = (0..3).map(|a| (0..3).map(|b| cell(a, b)).collect()).collect();
        let (sum, rank) = quadratic(covariance, vec![2.0, -1.0, -1.0]);
        assert!((sum - (4.0 + 1.0 + 1.0) / 3.0).abs() < 1e-9, "{sum}");
        assert_eq!(rank, 2);
        assert_eq!(quadratic(vec![vec![0.0]], vec![0.0]), (0.0, 0), "nothing was left to chance");
    }
}
