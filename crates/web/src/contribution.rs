//! What a part of a whole does to its value: with it and without it, and against the year before. It names nobody.

use crate::source::{Form, Ratio};

/// Decimals of a contribution.
const FINE: i128 = 100_000;

/// Hundred-thousandths of what a value is written in: of a per cent for rates, of the unit for means.
const fn scale(form: Form) -> i128 {
    match form {
        Form::Rate => 100 * FINE,
        Form::Mean => FINE,
        Form::Count | Form::Amount | Form::Evenness => 1,
    }
}

/// How much higher the whole's value is with a part than without it; none when the part is all there is.
pub fn with_and_without(form: Form, part: Ratio, whole: Ratio) -> Option<i64> {
    let own = quotient(form, whole.num, whole.den)?;
    let rest = quotient(form, whole.num - part.num, whole.den - part.den)?;
    Some(own - rest)
}

/// What a part adds to the change of the whole's value since a year before. Over all parts that is the change.
///
/// A part adds as much as its cases lie above the whole's former value, less what they did then; so both a part that
/// changed and a part that grew are told.
pub fn to_the_change(form: Form, (part, whole): (Ratio, Ratio), (former, before): (Ratio, Ratio)) -> Option<i64> {
    if !form.is_quotient() {
        return Some(part.num - former.num);
    }
    let above = |part: Ratio, den: i64| {
        let top = i128::from(part.num) * i128::from(before.den) - i128::from(before.num) * i128::from(part.den);
        rounded(top.checked_mul(scale(form))?, i128::from(den).checked_mul(i128::from(before.den))?)
    };
    Some(above(part, whole.den)? - above(former, before.den)?)
}

fn quotient(form: Form, num: i64, den: i64) -> Option<i64> {
    rounded(i128::from(num).checked_mul(scale(form))?, i128::from(den))
}

/// A quotient, half up; none without a denominator.
fn rounded(num: i128, den: i128) -> Option<i64> {
    if den <= 0 {
        return None;
    }
    i64::try_from((2 * num + den).div_euclid(2 * den)).ok()
}

/// A contribution in words: five decimals for quotients, whole numbers for counts, with its sign.
pub fn written(form: Form, by: i64) -> String {
    let sign = match by {
        0 => "",
        1.. => "＋",
        _ => "－",
    };
    if form.is_quotient() {
        let by = by.unsigned_abs();
        return format!("{sign}{}.{:05}", by / 100_000, by % 100_000);
    }
    let n = i64::try_from(by.unsigned_abs()).unwrap_or(i64::MAX);
    let n = if form == Form::Amount { law::fen::Fen(n).to_string() } else { crate::format::count(n) };
    format!("{sign}{n}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ratio(num: i64, den: i64) -> Ratio {
        Ratio { num, den }
    }

    #[test]
    fn a_part_moves_the_whole_by_what_the_rest_lacks() {
        // 90 of 120 is 75 %, without 40 of 60 it is 50 of 60, 83.33333 %
        assert_eq!(with_and_without(Form::Rate, ratio(40, 60), ratio(90, 120)), Some(-833_333));
        assert_eq!(with_and_without(Form::Mean, ratio(300, 10), ratio(1_200, 30)), Some(-500_000));
        assert_eq!(with_and_without(Form::Rate, ratio(1, 3), ratio(1, 3)), None, "nothing is left without it");
    }

    #[test]
    fn what_parts_add_to_a_change_is_the_change() {
        let now = [ratio(40, 60), ratio(50, 60), ratio(7, 9)];
        let then = [ratio(30, 70), ratio(10, 40), ratio(0, 0)];
        let sum =
            |parts: &[Ratio]| parts.iter().fold(ratio(0, 0), |sum, part| ratio(sum.num + part.num, sum.den + part.den));
        let (whole, before) = (sum(&now), sum(&then));
        for form in [Form::Rate, Form::Mean] {
            let added: i64 = now
                .iter()
                .zip(&then)
                .map(|(part, former)| to_the_change(form, (*part, whole), (*former, before)).unwrap())
                .sum();
            let change =
                quotient(form, whole.num, whole.den).unwrap() - quotient(form, before.num, before.den).unwrap();
            assert!((added - change).abs() <= 3, "{added} and {change} differ by rounding alone");
        }
        let count = to_the_change(Form::Count, (ratio(9, 0), whole), (ratio(4, 0), before));
        assert_eq!(count, Some(5));
        assert_eq!(to_the_change(Form::Rate, (ratio(1, 2), whole), (ratio(0, 0), ratio(0, 0))), None);
    }

    #[test]
    fn contributions_have_signs() {
        assert_eq!(written(Form::Rate, 1_234), "＋0.01234");
        assert_eq!(written(Form::Mean, -123_456), "－1.23456");
        assert_eq!((written(Form::Count, -1_234).as_str(), written(Form::Count, 0).as_str()), ("－1,234", "0"));
    }
}
