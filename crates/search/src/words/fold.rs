//! One way of writing: full-width letters and figures read as plain ones, capitals as small, traditional characters
//! (繁体字) as simplified. One character stays one character, so that places in the text keep their count.

use std::sync::OnceLock;

const TRADITIONAL: &str = include_str!("../../data/traditional.txt");
const FIRST: u32 = 0x4E00;
const LAST: u32 = 0x9FFF;

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
        _ => {
            let code = u32::from(written);
            if !(FIRST..=LAST).contains(&code) {
                return written;
            }
            let place = usize::try_from(code - FIRST).unwrap_or(usize::MAX);
            simplified().get(place).copied().filter(|plain| *plain != '\0').unwrap_or(written)
        }
    }
}

/// The text with every character folded.
#[must_use]
pub fn fold(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

/// For each character of the block its simplified form, or NUL where it is its own.
fn simplified() -> &'static [char] {
    static TABLE: OnceLock<Vec<char>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let length = usize::try_from(LAST - FIRST + 1).unwrap_or_default();
        let mut table = vec!['\0'; length];
        for line in TRADITIONAL.lines().filter(|line| !line.starts_with('#')) {
            let mut chars = line.chars();
            let Some(plain) = chars.next() else { continue };
            for written in chars {
                let place = u32::from(written).checked_sub(FIRST).and_then(|place| usize::try_from(place).ok());
                if let Some(slot) = place.and_then(|place| table.get_mut(place)) {
                    *slot = plain;
                }
            }
        }
        table
    })
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
