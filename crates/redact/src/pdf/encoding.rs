//! Which characters the single bytes of a simple font show (Encoding), where the font does not say it itself.

use encoding_rs::{MACINTOSH, WINDOWS_1252};
use hayro_syntax::object::{Array, Dict, Name, Object};

/// The characters of all 256 codes; nothing where it is not known.
pub(super) fn simple(font: &Dict<'_>) -> Vec<Option<char>> {
    let base = |name: &[u8]| table(name == b"MacRomanEncoding");
    if let Some(name) = font.get::<Name<'_>>("Encoding") {
        return base(name.as_ref());
    }
    let Some(encoding) = font.get::<Dict<'_>>("Encoding") else { return base(b"") };
    let mut codes = encoding.get::<Name<'_>>("BaseEncoding").map_or_else(|| base(b""), |name| base(name.as_ref()));
    let mut code = 0;
    for object in encoding.get::<Array<'_>>("Differences").iter().flat_map(|array| array.iter::<Object<'_>>()) {
        match object {
            Object::Number(number) => code = usize::try_from(number.as_i64()).unwrap_or(usize::MAX),
            Object::Name(name) => {
                if let Some(slot) = codes.get_mut(code) {
                    *slot = glyph(name.as_ref());
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    codes
}

/// The codes of Windows' or the Macintosh's Latin letters; the standard encoding differs from the first in quotes alone.
fn table(macintosh: bool) -> Vec<Option<char>> {
    let encoding = if macintosh { MACINTOSH } else { WINDOWS_1252 };
    (0..=255_u8)
        .map(|byte| {
            let bytes = [byte];
            let (text, _) = encoding.decode_without_bom_handling(&bytes);
            text.chars().next().filter(|c| !c.is_control())
        })
        .collect()
}

/// The character a glyph's name means: uni5F20, u5F20, a, one, parenleft.
fn glyph(name: &[u8]) -> Option<char> {
    const NAMED: &[(&str, char)] = &[
        ("space", ' '),
        ("zero", '0'),
        ("one", '1'),
        ("two", '2'),
        ("three", '3'),
        ("four", '4'),
        ("five", '5'),
        ("six", '6'),
        ("seven", '7'),
        ("eight", '8'),
        ("nine", '9'),
        ("period", '.'),
        ("comma", ','),
        ("hyphen", '-'),
        ("minus", '-'),
        ("endash", '–'),
        ("emdash", '—'),
        ("parenleft", '('),
        ("parenright", ')'),
        ("bracketleft", '['),
        ("bracketright", ']'),
        ("slash", '/'),
        ("colon", ':'),
        ("semicolon", ';'),
        ("percent", '%'),
        ("at", '@'),
        ("underscore", '_'),
        ("plus", '+'),
        ("equal", '='),
        ("numbersign", '#'),
        ("asterisk", '*'),
        ("ampersand", '&'),
        ("quotesingle", '\''),
        ("quotedbl", '"'),
        ("quoteleft", '‘'),
        ("quoteright", '’'),
        ("quotedblleft", '“'),
        ("quotedblright", '”'),
        ("periodcentered", '·'),
        ("multiply", '×'),
    ];
    let name = std::str::from_utf8(name).ok()?;
    let name = name.split('.').next().unwrap_or(name);
    let mut chars = name.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return Some(c);
    }
    let hex = name.strip_prefix("uni").or_else(|| name.strip_prefix('u'));
    let hex = hex.filter(|hex| (4..=6).contains(&hex.len())).and_then(|hex| u32::from_str_radix(hex, 16).ok());
    hex.and_then(char::from_u32).or_else(|| NAMED.iter().find(|(named, _)| *named == name).map(|(_, c)| *c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyphs_are_known_by_their_names() {
        for (name, is) in [
            ("uni5F20", Some('张')),
            ("u5F20", Some('张')),
            ("A", Some('A')),
            ("nine", Some('9')),
            ("a.alt", Some('a')),
            ("g123", None),
            ("universe", None),
        ] {
            assert_eq!(glyph(name.as_bytes()), is, "{name}");
        }
    }

    #[test]
    fn codes_of_windows_and_of_the_macintosh_differ() {
        assert_eq!(table(false).get(0x41), Some(&Some('A')));
        assert_eq!(table(false).get(0x93), Some(&Some('“')));
        assert_eq!(table(true).get(0xd2), Some(&Some('“')));
        assert_eq!(table(false).get(0x0a), Some(&None));
    }
}
