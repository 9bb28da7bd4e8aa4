//! One-time passwords by time (动态口令, RFC 6238): HMAC-SHA-1, six digits, steps of 30 seconds, as authenticator apps
//! reckon them. No secret is kept here.

use hmac::{Hmac, KeyInit as _, Mac as _};
use law::day::Moment;
use sha1::Sha1;
use subtle::ConstantTimeEq as _;

/// Bytes of a secret (RFC 4226 section 4: 160 bits).
pub(crate) const SECRET_BYTES: usize = 20;
const STEP_MS: i64 = 30_000;

/// The step a moment falls in.
pub(crate) const fn step(at: Moment) -> i64 {
    at.0.div_euclid(STEP_MS)
}

/// The code of a secret in a step.
fn code(secret: &[u8; SECRET_BYTES], step: i64) -> String {
    format!("{:06}", truncated(secret, step) % 1_000_000)
}

/// Dynamic truncation (RFC 4226 section 5.3), 31 bits.
fn truncated(secret: &[u8; SECRET_BYTES], step: i64) -> u32 {
    let mut block = [0_u8; 64];
    block.iter_mut().zip(secret).for_each(|(place, byte)| *place = *byte);
    let mut mac = Hmac::<Sha1>::new(&block.into());
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let offset = usize::from(hash.last().copied().unwrap_or_default() & 0x0f);
    let four = hash.iter().skip(offset).take(4);
    four.fold(0_u32, |sum, byte| (sum << 8) | u32::from(*byte)) & 0x7fff_ffff
}

/// The step whose code was typed: that of the moment, the one before or the one after, and later than the last used.
pub(crate) fn matching_step(secret: &[u8; SECRET_BYTES], typed: &str, at: Moment, last: i64) -> Option<i64> {
    let typed: String = typed.chars().filter(|c| !c.is_whitespace()).take(8).collect();
    let now = step(at);
    let fits = |step: &i64| bool::from(code(secret, *step).as_bytes().ct_eq(typed.as_bytes()));
    [now - 1, now, now + 1].into_iter().filter(|step| *step > last).find(fits)
}

/// The letters of base32 (RFC 4648 section 6).
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Base32 of a secret: 32 letters, no padding.
pub(crate) fn base32(secret: &[u8; SECRET_BYTES]) -> String {
    let mut text = String::new();
    for five in secret.chunks_exact(5) {
        let bits = five.iter().fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte));
        for place in (0..8).rev() {
            let index = usize::try_from((bits >> (place * 5)) & 31).unwrap_or_default();
            text.extend(BASE32.get(index).copied().map(char::from));
        }
    }
    text
}

/// Reads base32 of a secret back.
pub(crate) fn from_base32(text: &str) -> Option<[u8; SECRET_BYTES]> {
    let mut secret = [0; SECRET_BYTES];
    if text.len() != 32 {
        return None;
    }
    for (eight, five) in text.as_bytes().chunks_exact(8).zip(secret.chunks_exact_mut(5)) {
        let mut bits = 0_u64;
        for letter in eight {
            let value = BASE32.iter().position(|known| known == letter)?;
            bits = (bits << 5) | u64::try_from(value).ok()?;
        }
        let [_, _, _, rest @ ..] = bits.to_be_bytes();
        five.iter_mut().zip(rest).for_each(|(place, byte)| *place = byte);
    }
    Some(secret)
}

/// The code an authenticator shows at a moment for a secret given as base32, for programs that stand in for one.
pub fn code_at(secret: &str, at: Moment) -> Option<String> {
    Some(code(&from_base32(secret)?, step(at)))
}

/// The address an authenticator reads from a QR code.
pub(crate) fn uri(issuer: &str, login: &str, secret: &str) -> String {
    let [issuer, login] = [issuer, login].map(escaped);
    format!("otpauth://totp/{issuer}:{login}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period=30")
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238 appendix B.
    const SECRET: &[u8; 20] = b"12345678901234567890";

    #[test]
    fn rfc_6238_appendix_b() {
        for (second, eight) in [
            (59, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000, 65_353_130),
        ] {
            assert_eq!(truncated(SECRET, step(Moment(second * 1000))) % 100_000_000, eight, "{second}");
        }
    }

    #[test]
    fn rfc_4226_appendix_d() {
        let codes =
            ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"];
        for (count, expected) in (0..).zip(codes) {
            assert_eq!(code(SECRET, count), expected);
        }
    }

    #[test]
    fn one_step_to_either_side_and_never_the_same_twice() {
        let at = Moment(100 * 30_000);
        for (of, found) in [(98, None), (99, Some(99)), (100, Some(100)), (101, Some(101)), (102, None)] {
            assert_eq!(matching_step(SECRET, &code(SECRET, of), at, 0), found, "{of}");
        }
        assert_eq!(matching_step(SECRET, &code(SECRET, 100), at, 100), None);
        assert_eq!(matching_step(SECRET, &code(SECRET, 101), at, 100), Some(101));
        let spaced = format!(" {} {}", &code(SECRET, 100)[..3], &code(SECRET, 100)[3..]);
        assert_eq!(matching_step(SECRET, &spaced, at, 0), Some(100));
        for typed in ["", "12345", "1234567", "一二三四五六"] {
            assert_eq!(matching_step(SECRET, typed, at, 0), None, "{typed}");
        }
    }

    #[test]
    fn rfc_4648_base32_reads_back() {
        assert_eq!(base32(SECRET), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(from_base32(&base32(SECRET)).as_ref(), Some(SECRET));
        for text in ["", "GEZDGNBV", "gezdgnbvgy3tqojqgezdgnbvgy3tqojq", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1"] {
            assert_eq!(from_base32(text), None, "{text}");
        }
        assert_eq!(code_at(&base32(SECRET), Moment(59_000)).as_deref(), Some("287082"));
        assert_eq!(code_at("x", Moment(0)), None);
    }

    #[test]
    fn the_address_is_escaped() {
        let uri = uri("明镜", "zhang san", "ABC");
        assert!(uri.starts_with("otpauth://totp/%E6%98%8E%E9%95%9C:zhang%20san?secret=ABC&issuer=%E6%98%8E"), "{uri}");
    }
}
