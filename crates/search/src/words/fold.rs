//! One way of writing: full-width letters and figures read as plain ones, capitals as small, traditional characters
//! (繁体字) as simplified. One character stays one character, so that places in the text keep their count.

use judgment::fold::simplified;

/// The character every other way of writing it is read as.
///
/// ```
/// assert_eq!(search::words::fold_char('Ａ'), 'a');
/// assert_eq!(search::words::fold_char('訴'), '诉');
/// ```
#[must_use]
pub fn fold_char(written: char) -> char {
    match written {
        '\u{3000}' | '\u{a0}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(written) - 0xFEE0).map_or(written, |c| c.to_ascii_lowercase())
        }
        'A'..='Z' => written.to_ascii_lowercase(),
        '〇' => '零',
        _ => simplified(written),
    }
}

/// The text with every character folded.
#[must_use]
pub fn fold(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_ways_of_writing_read_as_one() {
        for (written, plain) in [
            ("民法典第１１６５條", "民法典第1165条"),
            ("勞動合同糾紛", "劳动合同纠纷"),
            ("ＡbＣ　x", "abc x"),
            ("二〇二〇", "二零二零"),
            ("刑法", "刑法"),
            ("🙂é", "🙂é"),
        ] {
            assert_eq!(fold(written), plain);
        }
    }

    #[test]
    fn a_character_stays_one_character_and_folding_twice_changes_nothing() {
        for code in 0..0x3_0000 {
            let Some(written) = char::from_u32(code) else { continue };
            let once = fold_char(written);
            assert_eq!(fold_char(once), once, "{written}");
        }
    }
}
