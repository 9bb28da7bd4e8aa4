//! A font of a PDF: how its strings are cut into codes, which characters they are, and how wide.

use std::collections::BTreeMap;

use encoding_rs::{BIG5, Encoding, GB18030};
use hayro_cmap::{BfString, CMap};
use hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream};

use super::encoding;

/// The longest table of characters that is read, in bytes.
const MOST_CMAP: usize = 8_000_000;

/// How strings are cut into codes, and what the codes are without a table of characters.
enum Codes {
    /// One byte each.
    Simple(Vec<Option<char>>),
    /// UTF-16 (UniGB-UTF16-H and its like).
    Utf16,
    /// A charset of the country: GBK-EUC-H, ETen-B5-H.
    Charset(&'static Encoding),
    /// Two bytes that number a glyph of the font.
    Numbers,
    /// As the file's own table says.
    Own(Box<CMap>),
}

/// One character shown.
pub(super) struct Shown {
    /// What it is; nothing where the font does not tell.
    pub text: Option<String>,
    /// Its width in thousandths of the size.
    pub width: f64,
    /// A blank of one byte, which word spacing widens.
    pub blank: bool,
}

/// A font read.
pub(super) struct Font {
    codes: Codes,
    unicode: Option<CMap>,
    widths: BTreeMap<u32, f64>,
    ranges: Vec<(u32, u32, f64)>,
    width: f64,
    /// What a width counts in: thousandths, but of type 3 what its matrix says.
    scale: f64,
}

impl Font {
    pub(super) fn read(dict: &Dict<'_>) -> Font {
        let unicode = dict.get::<Stream<'_>>("ToUnicode").and_then(|stream| table(&stream));
        let descendant = dict.get::<Array<'_>>("DescendantFonts").and_then(|array| array.iter::<Dict<'_>>().next());
        let mut font = Font {
            codes: Codes::Numbers,
            unicode,
            widths: BTreeMap::new(),
            ranges: Vec::new(),
            width: 500.0,
            scale: 1.0,
        };
        match descendant {
            Some(descendant) => {
                font.codes = composite(dict);
                font.width = number(&descendant, "DW").map_or(1000.0, |width| width.as_f64());
                font.wide_widths(&descendant);
            }
            None => {
                font.codes = Codes::Simple(encoding::simple(dict));
                font.plain_widths(dict);
            }
        }
        font
    }

    fn plain_widths(&mut self, dict: &Dict<'_>) {
        let first = number(dict, "FirstChar").map_or(0, code);
        for (at, object) in
            (first..).zip(dict.get::<Array<'_>>("Widths").iter().flat_map(|all| all.iter::<Object<'_>>()))
        {
            if let Object::Number(width) = object {
                self.widths.insert(at, width.as_f64());
            }
        }
        let matrix = dict.get::<Array<'_>>("FontMatrix").and_then(|matrix| matrix.iter::<Object<'_>>().next());
        if let Some(Object::Number(scale)) = matrix {
            self.scale = scale.as_f64().abs() * 1000.0;
        }
    }

    /// The widths of a composite font: 12 [500 600] and 20 30 500.
    fn wide_widths(&mut self, dict: &Dict<'_>) {
        let Some(all) = dict.get::<Array<'_>>("W") else { return };
        let mut numbers: Vec<Number> = Vec::new();
        for object in all.iter::<Object<'_>>() {
            match object {
                Object::Number(number) => numbers.push(number),
                Object::Array(list) => {
                    let first = numbers.pop().map_or(0, code);
                    for (at, object) in (first..).zip(list.iter::<Object<'_>>()) {
                        if let Object::Number(width) = object {
                            self.widths.insert(at, width.as_f64());
                        }
                    }
                    numbers.clear();
                }
                _ => {}
            }
            if let [first, last, width] = numbers.as_slice() {
                self.ranges.push((code(*first), code(*last), width.as_f64()));
                numbers.clear();
            }
        }
    }

    fn width(&self, glyph: u32) -> f64 {
        let range =
            || self.ranges.iter().find(|(first, last, _)| (*first..=*last).contains(&glyph)).map(|(.., width)| *width);
        self.widths.get(&glyph).copied().or_else(range).unwrap_or(self.width) * self.scale
    }

    /// The characters of a string.
    pub(super) fn show(&self, bytes: &[u8]) -> Vec<Shown> {
        let mut shown = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let size = self.size(rest).clamp(1, rest.len());
            let (these, more) = rest.split_at(size);
            rest = more;
            let value = these.iter().fold(0_u32, |value, byte| value << 8 | u32::from(*byte));
            let told = self.unicode.as_ref().and_then(|table| table.lookup_bf_string(value)).map(|found| match found {
                BfString::Char(c) => c.to_string(),
                BfString::String(text) => text,
            });
            let text = told.or_else(|| self.plain(these, value)).filter(|text| is_told(text));
            let glyph = match &self.codes {
                Codes::Own(table) => table.lookup_cid_code(value, u8::try_from(size).unwrap_or(2)).unwrap_or(value),
                // the numbers of glyphs of a charset stand in a table that is not at hand
                Codes::Charset(_) | Codes::Utf16 => u32::MAX,
                _ => value,
            };
            let narrow = glyph == u32::MAX && value < 0x80;
            let width = if narrow { self.width * 0.5 } else { self.width(glyph) };
            shown.push(Shown { text, width, blank: size == 1 && value == 32 });
        }
        shown
    }

    /// How many bytes the first code has.
    fn size(&self, bytes: &[u8]) -> usize {
        let at = |place: usize| bytes.get(place).copied().unwrap_or(0);
        match &self.codes {
            Codes::Simple(_) => 1,
            Codes::Numbers => 2,
            Codes::Utf16 => {
                if (0xd8..0xdc).contains(&at(0)) {
                    4
                } else {
                    2
                }
            }
            Codes::Charset(_) if at(0) < 0x81 => 1,
            Codes::Charset(charset) if *charset == GB18030 && at(1).is_ascii_digit() => 4,
            Codes::Charset(_) => 2,
            Codes::Own(table) => (1..=4_u8)
                .find(|size| {
                    let value =
                        bytes.iter().take(usize::from(*size)).fold(0_u32, |value, byte| value << 8 | u32::from(*byte));
                    table.lookup_cid_code(value, *size).is_some()
                })
                .map_or(2, usize::from),
        }
    }

    /// A code's character by its encoding alone.
    fn plain(&self, bytes: &[u8], value: u32) -> Option<String> {
        match &self.codes {
            Codes::Simple(table) => table.get(usize::try_from(value).ok()?).copied().flatten().map(String::from),
            Codes::Utf16 => {
                let units: Vec<u16> = bytes
                    .chunks(2)
                    .map(|pair| pair.iter().fold(0, |unit, byte| unit << 8 | u16::from(*byte)))
                    .collect();
                String::from_utf16(&units).ok()
            }
            Codes::Charset(charset) => {
                charset.decode_without_bom_handling_and_without_replacement(bytes).map(std::borrow::Cow::into_owned)
            }
            Codes::Numbers | Codes::Own(_) => None,
        }
    }
}

/// How the strings of a composite font are read.
fn composite(dict: &Dict<'_>) -> Codes {
    if let Some(stream) = dict.get::<Stream<'_>>("Encoding") {
        return table(&stream).map_or(Codes::Numbers, |table| Codes::Own(Box::new(table)));
    }
    let Some(name) = dict.get::<Name<'_>>("Encoding") else { return Codes::Numbers };
    let name = String::from_utf8_lossy(name.as_ref()).into_owned();
    match name.as_str() {
        name if name.starts_with("Uni") && (name.contains("UTF16") || name.contains("UCS2")) => Codes::Utf16,
        name if name.starts_with("GB") => Codes::Charset(GB18030),
        name if name.contains("B5") => Codes::Charset(BIG5),
        _ => Codes::Numbers,
    }
}

fn table(stream: &Stream<'_>) -> Option<CMap> {
    let bytes = stream.decoded().ok()?;
    if bytes.len() > MOST_CMAP { None } else { CMap::parse(&bytes, |_| None) }
}

/// Whether a font tells a character: no stand-in, no private use, no mark of control.
fn is_told(text: &str) -> bool {
    let private = |c: char| matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fffd}') || c > '\u{f0000}';
    !text.is_empty() && !text.chars().any(|c| private(c) || c.is_control() && !c.is_whitespace())
}

fn number(dict: &Dict<'_>, key: &str) -> Option<Number> {
    dict.get::<Number>(key)
}

/// A code or the number of a glyph: 0 to 65,535.
fn code(number: Number) -> u32 {
    u32::try_from(number.as_i64().clamp(0, 65_535)).unwrap_or(0)
}
