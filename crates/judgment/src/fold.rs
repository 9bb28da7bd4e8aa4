//! A text made plain for matching (折叠), with the way back to the original bytes.
//!
//! Blanks, line breaks and invisible characters are dropped, full-width letters, digits and marks become
//! plain ones, traditional characters become simplified ones. 「審 判 長」 and 「审判长」 are then the same.
//! Spans found in the plain text are led back to the bytes of the original.

use std::ops::Range;
use std::sync::OnceLock;

const TRADITIONAL: &str = include_str!("../data/traditional.tsv");
const FIRST_HAN: u32 = 0x4E00;
const LAST_HAN: u32 = 0x9FFF;

/// The simplified form of a Han character of the basic block (简体); any other character as it is.
///
/// ```
/// assert_eq!(judgment::fold::simplified('訴'), '诉');
/// assert_eq!(judgment::fold::simplified('x'), 'x');
/// ```
#[must_use]
pub fn simplified(written: char) -> char {
    let place = u32::from(written).checked_sub(FIRST_HAN).and_then(|place| usize::try_from(place).ok());
    place.and_then(|place| table().get(place)).copied().unwrap_or(written)
}

/// Whether a character of the basic block is written otherwise in simplified Chinese: one bit is looked up, so that a
/// text without such characters is passed over quickly.
#[must_use]
pub fn is_traditional(written: char) -> bool {
    static BITS: OnceLock<Vec<u64>> = OnceLock::new();
    let bits = BITS.get_or_init(|| {
        let place = |at: usize, c: &char| char::from_u32(FIRST_HAN + u32::try_from(at).unwrap_or(0)) != Some(*c);
        table()
            .chunks(64)
            .enumerate()
            .map(|(chunk, row)| {
                let marked = row.iter().enumerate().filter(|(at, c)| place(chunk * 64 + at, c));
                marked.fold(0_u64, |word, (at, _)| word | 1 << at)
            })
            .collect()
    });
    let Some(place) = u32::from(written).checked_sub(FIRST_HAN) else { return false };
    let word = usize::try_from(place >> 6).ok().and_then(|at| bits.get(at));
    word.is_some_and(|word| word >> (place & 63) & 1 == 1)
}

/// The plain form of every Han character of the basic block, by its place in it.
fn table() -> &'static [char] {
    static TABLE: OnceLock<Vec<char>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table: Vec<char> = (FIRST_HAN..=LAST_HAN).filter_map(char::from_u32).collect();
        for line in TRADITIONAL.lines().skip(1) {
            let mut cells = line.split('\t').filter_map(|cell| cell.chars().next());
            if let (Some(from), Some(to)) = (cells.next(), cells.next()) {
                let place = u32::from(from).checked_sub(FIRST_HAN).and_then(|i| usize::try_from(i).ok());
                if let Some(slot) = place.and_then(|i| table.get_mut(i)) {
                    *slot = to;
                }
            }
        }
        // 薴 is written 苧, which is itself a traditional form: what was read once reads the same again
        let once = table.clone();
        for slot in &mut table {
            let place = u32::from(*slot).checked_sub(FIRST_HAN).and_then(|i| usize::try_from(i).ok());
            *slot = place.and_then(|i| once.get(i)).copied().unwrap_or(*slot);
        }
        table
    })
}

/// The plain form of one character; `None` when it is dropped.
fn plain(c: char) -> Option<char> {
    let code = u32::from(c);
    match code {
        0x21..=0x7E => Some(c),
        FIRST_HAN..=LAST_HAN => Some(simplified(c)),
        0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0),
        0x25CB | 0x25EF | 0x25CE => Some('〇'),
        0x3014 | 0x3010 | 0xFE5D => Some('('),
        0x3015 | 0x3011 | 0xFE5E => Some(')'),
        0x200B..=0x200F | 0x2028..=0x202E | 0x2060 | 0xFEFF | 0xAD => None,
        _ if c.is_whitespace() || c.is_control() => None,
        _ => Some(c),
    }
}

/// A text made plain, with the way back.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    text: String,
    /// Where the distance between plain and original bytes changes: (plain byte, original byte).
    steps: Vec<(u32, u32)>,
    /// Plain bytes before which a line of the original begins.
    lines: Vec<u32>,
    original_len: usize,
}

impl Folded {
    /// Makes a text plain. Of a text beyond four gigabytes only the first part is read.
    pub fn new(original: &str) -> Folded {
        let mut text = String::with_capacity(original.len());
        let mut steps: Vec<(u32, u32)> = Vec::new();
        let mut lines = vec![0];
        let mut expected = 0;
        let mut new_line = false;
        for (at, c) in original.char_indices() {
            let Some(p) = plain(c) else {
                new_line |= matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{0B}' | '\u{0C}');
                continue;
            };
            let (Ok(here), Ok(there)) = (u32::try_from(text.len()), u32::try_from(at)) else { break };
            if new_line {
                lines.push(here);
                new_line = false;
            }
            if at != expected {
                steps.push((here, there));
            }
            text.push(p);
            expected = at + p.len_utf8();
        }
        Folded { text, steps, lines, original_len: original.len() }
    }

    /// The plain text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// How long the plain text is, in bytes.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether nothing is left of the text.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The original byte at which the character of this plain byte begins.
    pub fn original(&self, plain: usize) -> usize {
        if plain >= self.text.len() {
            return self.original_len;
        }
        let at = self.steps.partition_point(|(here, _)| usize::try_from(*here).is_ok_and(|here| here <= plain));
        match at.checked_sub(1).and_then(|i| self.steps.get(i)) {
            None => plain,
            Some((here, there)) => {
                let (here, there) = (usize::try_from(*here).unwrap_or(0), usize::try_from(*there).unwrap_or(0));
                there + (plain - here)
            }
        }
    }

    /// The original bytes of a plain span; what was dropped after its last character stays outside.
    pub fn span(&self, original: &str, plain: Range<usize>) -> Range<usize> {
        let start = self.original(plain.start);
        let Some(last) = self.slice(plain.clone()).chars().next_back() else { return start..start };
        let last_at = self.original(plain.end - last.len_utf8());
        let width = original.get(last_at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        start..last_at + width
    }

    /// A part of the plain text; empty when the bounds do not fit.
    pub fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    /// The plain text from this byte on.
    pub fn after(&self, at: usize) -> &str {
        self.text.get(at..).unwrap_or_default()
    }

    /// The character before this byte.
    pub fn char_before(&self, at: usize) -> Option<char> {
        self.text.get(..at).and_then(|before| before.chars().next_back())
    }

    /// Whether a line of the original begins here.
    pub fn starts_line(&self, at: usize) -> bool {
        u32::try_from(at).is_ok_and(|at| self.lines.binary_search(&at).is_ok())
    }

    /// Where the line that holds this byte begins.
    pub fn line_start(&self, at: usize) -> usize {
        let i = self.lines.partition_point(|line| usize::try_from(*line).is_ok_and(|line| line <= at));
        let line = i.checked_sub(1).and_then(|i| self.lines.get(i)).copied().unwrap_or(0);
        usize::try_from(line).unwrap_or(0)
    }

    /// Where the next line after this byte begins, or the end of the text.
    pub fn line_end(&self, at: usize) -> usize {
        let i = self.lines.partition_point(|line| usize::try_from(*line).is_ok_and(|line| line <= at));
        self.lines.get(i).and_then(|line| usize::try_from(*line).ok()).unwrap_or(self.text.len())
    }

    /// Whether a sentence begins here: at a line, or after a mark that closes one.
    pub fn starts_sentence(&self, at: usize) -> bool {
        self.starts_line(at) || self.char_before(at).is_none_or(closes_sentence)
    }

    /// Where the sentence that holds this byte begins, looked for at most `limit` bytes back;
    /// `None` when it begins farther away.
    pub fn sentence_start(&self, at: usize, limit: usize) -> Option<usize> {
        let line = self.line_start(at);
        let mut from = at.saturating_sub(limit).max(line);
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let before = self.slice(from..at);
        match before.char_indices().rev().find(|(_, c)| closes_sentence(*c)) {
            Some((i, c)) => {
                // A bracket or quote closed behind the sentence belongs to it.
                let rest = before.get(i + c.len_utf8()..).unwrap_or_default();
                Some(at - rest.trim_start_matches([')', '”', '’', '"']).len())
            }
            None if from == line => Some(line),
            None => None,
        }
    }
}

/// Whether a plain character closes a sentence.
pub(crate) fn closes_sentence(c: char) -> bool {
    matches!(c, '。' | ';' | '!' | '?' | '｡')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(original: &str, needle: &str) -> String {
        let folded = Folded::new(original);
        let at = folded.as_str().find(needle).unwrap();
        original[folded.span(original, at..at + needle.len())].to_owned()
    }

    #[test]
    fn blanks_widths_and_traditional_forms_do_not_matter() {
        assert_eq!(Folded::new("審 判\u{3000}長\r\n马 超：１２（a）").as_str(), "审判长马超:12(a)");
        assert_eq!(Folded::new("二○二○年〔2020〕").as_str(), "二〇二〇年(2020)");
        assert!(Folded::new(" \n\t\u{feff}").is_empty());
    }

    #[test]
    fn traditional_characters_are_those_whose_simplified_form_differs() {
        for c in (FIRST_HAN - 3..=LAST_HAN + 3).filter_map(char::from_u32) {
            assert_eq!(is_traditional(c), simplified(c) != c, "{c}");
        }
    }

    #[test]
    fn spans_lead_back_to_the_original_bytes() {
        assert_eq!(found("甲　審 判\n長 馮濤 。", "审判长"), "審 判\n長");
        assert_eq!(found("依照第１２条。", "12"), "１２");
        assert_eq!(found("abc（２）", "(2)"), "（２）");
        assert_eq!(found("裁定如下：准许", "准许"), "准许");
    }

    #[test]
    fn every_plain_byte_leads_to_a_character_of_the_original() {
        let original = "一\u{3000}２\n３、（四）\u{200b}x國 ";
        let folded = Folded::new(original);
        for (at, _) in folded.as_str().char_indices() {
            assert!(original.is_char_boundary(folded.original(at)));
        }
        assert_eq!(folded.original(folded.len()), original.len());
    }

    #[test]
    fn lines_and_sentences_are_remembered() {
        let folded = Folded::new("甲。乙\n\n丙，丁");
        let at = |c: &str| folded.as_str().find(c).unwrap();
        assert!(folded.starts_sentence(at("乙")) && folded.starts_line(at("丙")));
        assert!(!folded.starts_sentence(at("丁")));
        assert_eq!(folded.sentence_start(at("丁"), 100), Some(at("丙")));
        assert_eq!(folded.sentence_start(at("丁"), 2), None);
        assert_eq!(folded.line_end(at("乙")), at("丙"));
    }
}
