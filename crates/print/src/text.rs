//! Words made fit to print: whatever a name holds, it cannot steer the page, break the file or turn the numbers beside it.

/// The text without control characters, without marks that turn the direction of what follows, and without characters
/// XML does not allow. Blanks and breaks become one blank.
pub(crate) fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' if !out.ends_with(' ') => out.push(' '),
            c if c.is_control() || steers(c) => {}
            c => out.push(c),
        }
    }
    out
}

/// Marks of direction, line and paragraph separators, non-characters and places without a meaning.
const fn steers(c: char) -> bool {
    matches!(c,
        '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
        | '\u{fdd0}'..='\u{fdef}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}')
}

/// The text as XML writes it, in an element or between double quotes.
pub(crate) fn xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The text within `most` columns, a Chinese character taking two; the end of a longer one is replaced by an ellipsis.
pub(crate) fn within(text: &str, most: usize) -> String {
    let columns = |c: char| if c.is_ascii() { 1 } else { 2 };
    if text.chars().map(columns).sum::<usize>() <= most {
        return text.to_owned();
    }
    let mut left = most.saturating_sub(2);
    let fits = |c: &char| {
        let fits = columns(*c) <= left;
        left = left.saturating_sub(columns(*c));
        fits
    };
    let mut out: String = text.chars().take_while(fits).collect();
    out.push('…');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn marks_that_turn_the_page_are_taken_out() {
        assert_eq!(printable("甲\u{202e}乙\u{0}\n丙"), "甲乙 丙");
        assert_eq!(xml("<a b=\"1\">&"), "&lt;a b=&quot;1&quot;&gt;&amp;");
        assert_eq!(within("沈阳市中级人民法院", 10), "沈阳市中…");
        assert_eq!(within("沈阳", 10), "沈阳");
    }

    proptest! {
        #[test]
        fn printable_text_is_xml(text in any::<String>()) {
            let element = format!("<t a=\"{0}\">{0}</t>", xml(&printable(&text)));
            let parsed = roxmltree::Document::parse(&element);
            prop_assert!(parsed.is_ok(), "{:?}", element);
        }

        #[test]
        fn no_text_is_wider_than_allowed(text in any::<String>(), most in 2_usize..40) {
            let width = within(&text, most).chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
            prop_assert!(width <= most);
        }
    }
}
