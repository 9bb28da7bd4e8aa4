//! Check digits and shapes of numbers: identity, bank card, telephone.

/// The check digit of a citizen's identity number (GB 11643), a real date and a province.
#[must_use]
pub fn is_identity(number: &str) -> bool {
    has_identity_shape(number) && identity_check(number)
}

/// Eighteen places with a province and a date, whatever the check digit says.
#[must_use]
pub fn has_identity_shape(number: &str) -> bool {
    let place = |from: usize, to: usize| number.get(from..to).and_then(|part| part.parse::<u32>().ok());
    number.len() == 18
        && number.bytes().take(17).all(|b| b.is_ascii_digit())
        && number.bytes().last().is_some_and(|b| b.is_ascii_digit() || b == b'x' || b == b'X')
        && place(0, 2).is_some_and(is_province)
        && place(6, 10).is_some_and(|year| (1870..2100).contains(&year))
        && is_day(place(10, 12), place(12, 14))
}

fn identity_check(number: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: &str = "10x98765432";
    let sum: u32 = number.bytes().zip(WEIGHTS).map(|(b, weight)| u32::from(b.wrapping_sub(b'0')) * weight).sum();
    let check = usize::try_from(sum % 11).ok().and_then(|at| CHECKS.as_bytes().get(at).copied());
    check == number.bytes().last().map(|b| b.to_ascii_lowercase())
}

/// The old identity number of fifteen places.
#[must_use]
pub fn is_old_identity(number: &str) -> bool {
    let place = |from: usize, to: usize| number.get(from..to).and_then(|part| part.parse::<u32>().ok());
    number.len() == 15
        && number.bytes().all(|b| b.is_ascii_digit())
        && place(0, 2).is_some_and(is_province)
        && is_day(place(8, 10), place(10, 12))
}

fn is_province(code: u32) -> bool {
    matches!(code, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83)
}

fn is_day(month: Option<u32>, day: Option<u32>) -> bool {
    month.is_some_and(|month| (1..=12).contains(&month)) && day.is_some_and(|day| (1..=31).contains(&day))
}

/// A mobile number of eleven digits.
#[must_use]
pub fn is_mobile(number: &str) -> bool {
    let mut digits = number.bytes();
    number.len() == 11
        && digits.next() == Some(b'1')
        && digits.next().is_some_and(|b| (b'3'..=b'9').contains(&b))
        && digits.all(|b| b.is_ascii_digit())
}

/// A bank card: sixteen to nineteen digits that fit the formula of Luhn and do not begin with 0 or 1.
#[must_use]
pub fn is_card(number: &str) -> bool {
    if !(16..=19).contains(&number.len())
        || !number.bytes().all(|b| b.is_ascii_digit())
        || number.starts_with(['0', '1'])
    {
        return false;
    }
    let sum: u32 = number
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, b)| {
            let digit = u32::from(b - b'0');
            match (at % 2, digit * 2) {
                (0, _) => digit,
                (_, twice) if twice > 9 => twice - 9,
                (_, twice) => twice,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// The check digit that completes seventeen places of an identity number.
#[must_use]
pub fn identity_of(seventeen: &str) -> Option<String> {
    "0123456789X".chars().map(|check| format!("{seventeen}{check}")).find(|number| identity_check(number))
}

/// A card number completed by its last digit.
#[must_use]
pub fn card_of(head: &str) -> Option<String> {
    ('0'..='9').map(|check| format!("{head}{check}")).find(|number| is_card(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn o_040_check_digits() {
        assert!(is_identity("210102198001011232") && is_identity("21010219800101103X"));
        assert!(is_identity("21010219800101103x"));
        assert!(!is_identity("210102198001011234") && has_identity_shape("210102198001011234"));
        assert!(!has_identity_shape("912101001234567890") && !has_identity_shape("210102198013011232"));
        assert!(is_old_identity("210102800101123") && !is_old_identity("990102800101123"));
        assert!(is_mobile("13900001111") && !is_mobile("12900001111") && !is_mobile("1390000111"));
    }

    #[test]
    fn o_040_cards_fit_luhn() {
        let card = card_of("622202123456789012").unwrap();
        assert!(is_card(&card));
        let other = card.replace("6222", "6223");
        assert!(!is_card(&other) && !is_card("1210119981012345"));
        assert_eq!(identity_of("21010219800101123").as_deref(), Some("210102198001011232"));
    }
}
