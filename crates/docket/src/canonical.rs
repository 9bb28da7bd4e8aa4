//! Canonical JSON (RFC 8785). Writes strings and integers; knows no entry.

use serde_json::Value;

/// Largest integer RFC 8785 keeps exact (2^53 − 1); entries never hold more.
pub const MAX_EXACT: i64 = 9_007_199_254_740_991;

/// The canonical form of a JSON text, or `None` if it is no JSON.
pub fn canonical(text: &str) -> Option<String> {
    let value: Value = serde_json::from_str(text).ok()?;
    serde_json_canonicalizer::to_string(&value).ok()
}

/// Whether a text is JSON already in canonical form.
///
/// Everything sealed from outside passes here first: a text with spaces, keys out of order,
/// a key twice or a number not written as RFC 8785 writes it is refused.
pub fn is_canonical(text: &str) -> bool {
    canonical(text).is_some_and(|form| form == text)
}

/// Whether a text is a JSON object in canonical form, as an entry's body must be.
pub fn is_canonical_object(text: &str) -> bool {
    text.starts_with('{') && is_canonical(text)
}

/// Appends a string in quotes, escaped as RFC 8785 section 3.2.2.2 tells.
pub fn write_string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    if text.bytes().any(must_escape) {
        text.bytes().for_each(|byte| write_escaped(out, byte));
    } else {
        out.extend_from_slice(text.as_bytes());
    }
    out.push(b'"');
}

const fn must_escape(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

fn write_escaped(out: &mut Vec<u8>, byte: u8) {
    match byte {
        b'"' => out.extend_from_slice(b"\\\""),
        b'\\' => out.extend_from_slice(b"\\\\"),
        0x08 => out.extend_from_slice(b"\\b"),
        0x09 => out.extend_from_slice(b"\\t"),
        0x0a => out.extend_from_slice(b"\\n"),
        0x0c => out.extend_from_slice(b"\\f"),
        0x0d => out.extend_from_slice(b"\\r"),
        0x00..=0x1f => {
            out.extend_from_slice(b"\\u00");
            out.extend_from_slice(hex::encode([byte]).as_bytes());
        }
        _ => out.push(byte),
    }
}

/// Appends an integer. Beyond [`MAX_EXACT`] the text would not be canonical.
pub fn write_int(out: &mut Vec<u8>, value: i64) {
    if value < 0 {
        out.push(b'-');
    }
    let mut digits = [b'0'; 20];
    let mut rest = value.unsigned_abs();
    let mut length = 0_usize;
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        length += 1;
        if rest == 0 {
            break;
        }
    }
    let (_, written) = digits.split_at(digits.len() - length);
    out.extend_from_slice(written);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_not_canonical_is_told() {
        for good in ["{}", r#"{"a":1,"b":[null,true]}"#, r#""é\n""#, "0", "-7"] {
            assert!(is_canonical(good), "{good}");
        }
        for bad in [
            "",
            "{",
            "{} ",
            r#"{"b":1,"a":2}"#,
            r#"{"a": 1}"#,
            r#"{"a":1,"a":1}"#,
            "1.0",
            "-0",
            "1e3",
            "9007199254740993",
            r#""\u0041""#,
            r#""\/""#,
            r#""\u000A""#,
        ] {
            assert!(!is_canonical(bad), "{bad}");
        }
        assert!(is_canonical_object("{}"));
        assert!(!is_canonical_object("[]"));
    }

    #[test]
    fn integers_are_written_as_they_read() {
        for n in [0, 1, -1, 9, 10, 99, 100, MAX_EXACT, -MAX_EXACT, i64::MAX, i64::MIN] {
            let mut out = Vec::new();
            write_int(&mut out, n);
            assert_eq!(String::from_utf8(out).unwrap(), n.to_string());
        }
    }

    #[test]
    fn every_single_character_is_written_as_the_reference_writes_it() {
        for letter in (0..0x100_u32).filter_map(char::from_u32) {
            let (text, mut out) = (format!("a{letter}"), Vec::new());
            write_string(&mut out, &text);
            let reference = serde_json_canonicalizer::to_string(&text).unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), reference);
        }
    }

    proptest! {
        #[test]
        fn strings_are_written_as_the_reference_writes_them(text in any::<String>(), low in "[\\x00-\\x2f\\\\]{0,12}") {
            for text in [text, low] {
                let mut out = Vec::new();
                write_string(&mut out, &text);
                prop_assert_eq!(String::from_utf8(out).unwrap(), serde_json_canonicalizer::to_string(&text).unwrap());
            }
        }
    }
}
