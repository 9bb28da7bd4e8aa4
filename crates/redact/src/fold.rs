//! The text as it is searched: no blanks, plain digits and letters, one kind of middle dot; every place leads back.
//!
//! It is made for matching only (O-032 step 1). What is published is cut from the original, never from here.
//! Traditional characters become simplified by the one table of `judgment::fold`. The rest differs from the folding
//! there and must: marks keep their width, since one crossed out is part of what is published; capital letters, signs of
//! compatibility and the dots of names are made one, since names and numbers are compared and not cut; and it is kept
//! what stood between two characters, since a number goes on over a blank and not over a line.

use judgment::fold::{is_traditional, simplified};
use unicode_normalization::UnicodeNormalization;

/// What stood between two characters that follow each other in the folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Nothing.
    None,
    /// Blanks on one line.
    Blank,
    /// A line end.
    Line,
}

/// From `folded` on, until the next step, the original runs in parallel from `original`.
#[derive(Clone, Copy, Debug)]
struct Step {
    folded: usize,
    original: usize,
    gap: Gap,
}

/// A text folded for matching, with its way back.
#[derive(Debug)]
pub struct Folded<'t> {
    original: &'t str,
    text: String,
    steps: Vec<Step>,
    /// Where a line begins.
    lines: Vec<usize>,
}

impl<'t> Folded<'t> {
    /// Folds a text: blanks and invisible marks go, full-width letters and digits become plain and small,
    /// the middle dots of names become `·`.
    #[must_use]
    pub fn new(original: &'t str) -> Self {
        let mut folded = Folded {
            original,
            text: String::with_capacity(original.len()),
            steps: vec![Step { folded: 0, original: 0, gap: Gap::Line }],
            lines: Vec::new(),
        };
        folded.fill();
        folded
    }

    fn fill(&mut self) {
        let original = self.original;
        let bytes = original.as_bytes();
        let (mut at, mut copied) = (0, 0);
        let mut gap = Gap::None;
        while let Some(&byte) = bytes.get(at) {
            // Han characters and plain small ASCII stand as they are: the long way is for the rest
            if (0xE4..=0xE9).contains(&byte) {
                let (second, third) =
                    (bytes.get(at + 1).copied().unwrap_or(0), bytes.get(at + 2).copied().unwrap_or(0));
                let code = u32::from(byte & 0xf) << 12 | u32::from(second & 0x3f) << 6 | u32::from(third & 0x3f);
                if !char::from_u32(code).is_some_and(is_traditional) {
                    at += 3;
                    continue;
                }
            }
            if (0x21..0x7f).contains(&byte) && !byte.is_ascii_uppercase() {
                at += 1;
                continue;
            }
            let Some(c) = original.get(at..).and_then(|rest| rest.chars().next()) else { break };
            let next = at + c.len_utf8();
            let to = plain(c);
            if to == Some(c) {
                at = next;
                continue;
            }
            self.copy(copied, at, &mut gap);
            match to {
                None => {
                    gap =
                        gap.max(if matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}') { Gap::Line } else { Gap::Blank })
                }
                Some(to) => {
                    self.step(at, &mut gap, to.len_utf8() == c.len_utf8());
                    self.text.push(to);
                    if to.len_utf8() != c.len_utf8() {
                        self.steps.push(Step { folded: self.text.len(), original: next, gap: Gap::None });
                    }
                }
            }
            at = next;
            copied = next;
        }
        self.copy(copied, original.len(), &mut gap);
        let end = Step { folded: self.text.len(), original: original.len(), gap: Gap::Line };
        self.steps.push(end);
        self.lines = self.steps.iter().filter(|step| step.gap == Gap::Line).map(|step| step.folded).collect();
    }

    fn copy(&mut self, from: usize, to: usize, gap: &mut Gap) {
        if let Some(part) = self.original.get(from..to).filter(|part| !part.is_empty()) {
            self.step(from, gap, true);
            self.text.push_str(part);
        }
    }

    fn step(&mut self, original: usize, gap: &mut Gap, same_width: bool) {
        let folded = self.text.len();
        if let Some(last) = self.steps.last_mut().filter(|last| last.folded == folded) {
            // nothing was written since: the step moves on
            last.original = original;
            last.gap = last.gap.max(*gap);
        } else {
            let runs_on = self.steps.last().is_some_and(|last| last.original + (folded - last.folded) == original);
            if *gap != Gap::None || !runs_on || !same_width {
                self.steps.push(Step { folded, original, gap: *gap });
            }
        }
        *gap = Gap::None;
    }

    /// The folded text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text it was made from.
    #[must_use]
    pub fn original(&self) -> &'t str {
        self.original
    }

    fn step_at(&self, folded: usize) -> Step {
        let after = self.steps.partition_point(|step| step.folded <= folded);
        let none = Step { folded: 0, original: 0, gap: Gap::Line };
        after.checked_sub(1).and_then(|at| self.steps.get(at)).copied().unwrap_or(none)
    }

    /// Where a place of the folded text stands in the original.
    #[must_use]
    pub fn place(&self, folded: usize) -> usize {
        let step = self.step_at(folded);
        (step.original + (folded - step.folded)).min(self.original.len())
    }

    /// The stretch of the original a stretch of the folded text was made from, blanks at its ends left out.
    #[must_use]
    pub fn span(&self, start: usize, end: usize) -> (usize, usize) {
        let from = self.place(start);
        let Some(last) = self.text.get(start..end).and_then(|part| part.char_indices().next_back()) else {
            return (from, from);
        };
        let last_at = self.place(start + last.0);
        let width = self.original.get(last_at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        (from, last_at + width)
    }

    /// What stood before a place of the folded text: nothing, blanks, or a line end.
    #[must_use]
    pub fn gap(&self, folded: usize) -> Gap {
        let step = self.step_at(folded);
        if step.folded == folded { step.gap } else { Gap::None }
    }

    /// Where the next line behind a place begins, or the text ends.
    #[must_use]
    pub fn next_line(&self, at: usize) -> usize {
        let next = self.lines.partition_point(|line| *line <= at);
        self.lines.get(next).copied().unwrap_or(self.text.len())
    }

    /// The character before a place, unless a line begins there.
    #[must_use]
    pub fn before(&self, at: usize) -> Option<char> {
        if self.gap(at) == Gap::Line {
            return None;
        }
        self.text.get(..at)?.chars().next_back()
    }

    /// The character at a place, unless the line ended before it.
    #[must_use]
    pub fn after(&self, at: usize) -> Option<char> {
        if self.gap(at) == Gap::Line {
            return None;
        }
        self.text.get(at..)?.chars().next()
    }

    /// At most `chars` characters before a place.
    #[must_use]
    pub fn back(&self, at: usize, chars: usize) -> &str {
        let Some(head) = self.text.get(..at) else { return "" };
        let from = head.char_indices().rev().take(chars).last().map_or(at, |(at, _)| at);
        head.get(from..).unwrap_or("")
    }

    /// At most `chars` characters from a place on.
    #[must_use]
    pub fn ahead(&self, at: usize, chars: usize) -> &str {
        let Some(tail) = self.text.get(at..) else { return "" };
        let to = tail.char_indices().nth(chars).map_or(tail.len(), |(at, _)| at);
        tail.get(..to).unwrap_or("")
    }
}

/// A name, an address or another phrase as it is looked for.
#[must_use]
pub fn fold(phrase: &str) -> String {
    phrase.chars().filter_map(plain).collect()
}

/// One character folded; nothing where it is a blank.
fn plain(c: char) -> Option<char> {
    match c {
        'A'..='Z' => Some(c.to_ascii_lowercase()),
        '\u{4e00}'..='\u{9fff}' => Some(simplified(c)),
        '\u{21}'..='\u{7e}' | '\u{3400}'..='\u{4dff}' | '，' | '。' | '、' | '；' | '：' | '（' | '）' | '×' | '·' => {
            Some(c)
        }
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' => None,
        c if c.is_whitespace() || c.is_control() => None,
        '•' | '‧' | '・' | '･' | '∙' | '⋅' | '．' | '᛫' | '●' | '▪' => Some('·'),
        '‐' | '‑' | '‒' | '–' | '—' | '－' | '−' => Some('-'),
        '！' | '？' | '“' | '”' | '《' | '》' | '…' | '％' => Some(c),
        c => {
            let mut forms = std::iter::once(c).nfkc();
            match (forms.next(), forms.next()) {
                (Some(form), None) => Some(form.to_ascii_lowercase()),
                _ => Some(c),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn o_032_blanks_and_widths_are_folded_and_lead_back() {
        let text = "原告 张　\n伟，ＡＢ１２ Z。";
        let folded = Folded::new(text);
        assert_eq!(folded.text(), "原告张伟，ab12z。");
        let at = folded.text().find("张伟").unwrap();
        let (from, to) = folded.span(at, at + 6);
        assert_eq!(&text[from..to], "张　\n伟");
        let at = folded.text().find("b1").unwrap();
        let (from, to) = folded.span(at, at + 2);
        assert_eq!(&text[from..to], "Ｂ１");
        assert_eq!(folded.gap(folded.text().find('伟').unwrap()), Gap::Line);
        assert_eq!(folded.gap(folded.text().find('z').unwrap()), Gap::Blank);
    }

    #[test]
    fn o_032_traditional_characters_are_simplified_and_lead_back() {
        let text = "原告張 建國。\n被告";
        let folded = Folded::new(text);
        assert_eq!(folded.text(), "原告张建国。被告");
        let (from, to) = folded.span(6, 15);
        assert_eq!(&text[from..to], "張 建國");
        assert_eq!(folded.next_line(6), folded.text().find("被告").unwrap());
        assert_eq!(folded.next_line(20), folded.text().len());
    }

    #[test]
    fn o_032_middle_dots_of_names_are_one() {
        assert_eq!(fold("阿依古丽•买买提"), fold("阿依古丽 ‧ 买买提"));
        assert_eq!(fold("约翰．史密斯"), "约翰·史密斯");
    }

    #[test]
    fn o_032_every_folded_character_leads_back_to_its_own() {
        let text = "\u{feff}甲１２ ３\t乙\r\n\r\n丙Ｘ·丁😀㈠①﨑";
        let folded = Folded::new(text);
        let originals: Vec<char> = text.chars().filter(|c| plain(*c).is_some()).collect();
        for ((at, _), original) in folded.text().char_indices().zip(originals) {
            let place = folded.place(at);
            assert_eq!(text[place..].chars().next(), Some(original));
        }
    }
}
