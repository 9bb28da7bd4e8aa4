//! Characters with their places put together to lines, and lines to paragraphs.
//!
//! A line is what stands at one height. A line that fills the column goes on in the next one unless that is indented:
//! a name broken by the end of a line or of a page is one name again. A line that ends with a sentence ends a paragraph.
//! Twice the same character at one place is one (bold print made by drawing twice). Numbers of pages are left out.

use super::page::Glyph;

/// A line of a page.
struct Line {
    text: String,
    from: f64,
    to: f64,
    size: f64,
}

/// The text of all pages so far.
#[derive(Default)]
pub(super) struct Text {
    done: String,
    /// Whether the last line fills its column.
    full: bool,
}

impl Text {
    /// Adds a page.
    pub(super) fn page(&mut self, glyphs: Vec<Glyph>) {
        let mut lines = lines(glyphs);
        if lines.last().is_some_and(|line| is_page_number(&line.text)) {
            lines.pop();
        }
        if lines.first().is_some_and(|line| is_page_number(&line.text)) {
            lines.remove(0);
        }
        let left = lines.iter().map(|line| line.from).fold(f64::INFINITY, f64::min);
        let right = lines.iter().map(|line| line.to).fold(0.0, f64::max);
        for line in lines {
            let flush = line.from < left + line.size;
            let goes_on = self.full && flush;
            if !goes_on && !self.done.is_empty() {
                self.done.push('\n');
            } else if self.done.ends_with(is_latin)
                && line.text.starts_with(is_latin)
                && !line.text.starts_with(is_digit)
            {
                self.done.push(' ');
            }
            self.done.push_str(&line.text);
            // where a sentence ends a name is not broken, and a party may begin
            let closed = line.text.ends_with(['。', '；', '：', ';', ':']);
            self.full = !closed && line.to > right - 2.5 * line.size && line.to - line.from > 12.0 * line.size;
        }
    }

    /// The whole text.
    pub(super) fn finish(mut self) -> String {
        self.done.push('\n');
        self.done
    }
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// Lines from the top of a page down.
fn lines(mut glyphs: Vec<Glyph>) -> Vec<Line> {
    glyphs.sort_by(|a, b| b.base.total_cmp(&a.base));
    let mut lines = Vec::new();
    let mut rest = glyphs.into_iter().peekable();
    while let Some(first) = rest.next() {
        let mut line = vec![first];
        while let (Some(next), Some(last)) = (rest.peek(), line.last()) {
            if last.base - next.base > 0.35 * last.size.max(next.size) {
                break;
            }
            line.extend(rest.next());
        }
        lines.extend(join(line));
    }
    lines
}

/// The characters of a line from left to right, with a blank where there is room for one.
fn join(mut glyphs: Vec<Glyph>) -> Option<Line> {
    glyphs.sort_by(|a, b| a.from.total_cmp(&b.from));
    let mut line = Line { text: String::new(), from: f64::INFINITY, to: 0.0, size: 0.0 };
    let mut before: Option<Glyph> = None;
    for glyph in glyphs {
        let blank = glyph.text.trim().is_empty();
        if let Some(before) = &before {
            if before.text == glyph.text && (glyph.from - before.from).abs() < 0.25 * glyph.size {
                continue;
            }
            let latin = before.text.ends_with(is_latin) && glyph.text.starts_with(is_latin);
            let room = if latin { 0.2 } else { 0.8 };
            if glyph.from - before.to > room * glyph.size && !blank && !line.text.ends_with(char::is_whitespace) {
                line.text.push(' ');
            }
        }
        line.text.push_str(&glyph.text);
        if !blank {
            line.from = line.from.min(glyph.from);
            line.to = line.to.max(glyph.to);
            line.size = line.size.max(glyph.size);
        }
        before = Some(glyph);
    }
    let text = line.text.trim().to_owned();
    (!text.is_empty()).then_some(Line { text, ..line })
}

/// 12, - 12 -, 第12页, 第12页 共30页, 12/30.
fn is_page_number(line: &str) -> bool {
    let bare: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let digits = bare.chars().filter(char::is_ascii_digit).count();
    (1..=8).contains(&digits)
        && bare.chars().count() <= 16
        && bare.chars().all(|c| c.is_ascii_digit() || "-–—/第页共".contains(c))
        && (digits <= 4 || bare.contains(['/', '页']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyphs(text: &str, from: f64, base: f64) -> Vec<Glyph> {
        let place = |at: usize| from + 10.0 * f64::from(u32::try_from(at).unwrap());
        let glyph = |(at, c): (usize, char)| Glyph {
            text: c.to_string(),
            from: place(at),
            to: place(at) + 10.0,
            base,
            size: 10.0,
        };
        text.chars().enumerate().map(glyph).collect()
    }

    fn text(pages: &[Vec<Glyph>]) -> String {
        let mut text = Text::default();
        for page in pages {
            text.page(page.clone());
        }
        text.finish()
    }

    #[test]
    fn a_full_line_goes_on_in_the_next_even_over_a_page() {
        let first = [glyphs("原告与被告一案本院受理后依法组成张", 0.0, 100.0), glyphs("- 1 -", 80.0, 10.0)].concat();
        let second = [glyphs("建国到庭。", 0.0, 100.0), glyphs("审判长", 20.0, 80.0)].concat();
        assert_eq!(text(&[first, second]), "原告与被告一案本院受理后依法组成张建国到庭。\n审判长\n");
    }

    #[test]
    fn what_is_drawn_twice_is_there_once_and_gaps_are_blanks() {
        let twice = [glyphs("张建国", 0.0, 100.0), glyphs("张建国", 0.4, 100.0), glyphs("到庭", 60.0, 100.0)].concat();
        assert_eq!(text(&[twice]), "张建国 到庭\n");
    }

    #[test]
    fn numbers_of_pages_are_known() {
        for line in ["12", "- 3 -", "— 3 —", "第 3 页", "第3页 共12页", "3/12"] {
            assert!(is_page_number(line), "{line}");
        }
        for line in ["20200601", "第三页", "2020年", ""] {
            assert!(!is_page_number(line), "{line}");
        }
    }
}
