//! Text that others wrote, as it may be looked at: nothing in it is hidden, turns the line round, or fills the page.

use std::fmt::Write;

/// The text with every control and every mark that changes the direction of a line written out: `⟨U+202E⟩`.
/// Line breaks and tabs stay.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) {
            // writing to a string cannot fail
            let _ = write!(out, "⟨U+{:04X}⟩", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

/// The text without them, for a box that it is edited in.
pub fn plain(text: &str) -> String {
    text.chars().filter(|c| !is_hidden(*c)).collect()
}

/// The text as [`visible`] shows it, no longer than so many characters; what is left out is said.
pub fn brief(text: &str, longest: usize) -> String {
    let total = text.chars().count();
    if total <= longest {
        return visible(text);
    }
    let start: String = text.chars().take(longest).collect();
    format!("{}……（共 {total} 字，只显示开头）", visible(&start))
}

/// Controls, marks of direction, and characters without width that could make two texts look alike.
const fn is_hidden(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => true,
        c => c.is_ascii_control() || matches!(c, '\u{0080}'..='\u{009f}' | '\u{fff9}'..='\u{fffb}'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_not_be_seen_is_written_out() {
        assert_eq!(visible("甲\u{202e}乙\u{0}\u{200b}"), "甲⟨U+202E⟩乙⟨U+0000⟩⟨U+200B⟩");
        assert_eq!(visible("两行\n有\t表"), "两行\n有\t表");
        assert_eq!(visible("欧阳 <b>"), "欧阳 <b>", "markup is for the template to escape");
    }

    #[test]
    fn a_text_without_end_is_cut_and_says_so() {
        assert_eq!(brief("甲乙", 2), "甲乙");
        assert_eq!(brief("甲乙丙", 2), "甲乙……（共 3 字，只显示开头）");
    }
}
