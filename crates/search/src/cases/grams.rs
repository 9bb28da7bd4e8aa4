//! What a text is compared by: its words of content and its pairs of neighbouring characters.
//!
//! Names of people and places, numbers and single characters are left out: two cases are not alike
//! because both know a 张某 or happened on the same day.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jieba_rs::Jieba;

use crate::words::fold;

/// The longest part of a text that is looked at, in bytes; a judgment rarely has 100,000.
pub const TEXT_LIMIT: usize = 400_000;

static JIEBA: LazyLock<Jieba> = LazyLock::new(Jieba::new);

/// How often each feature stands in a text, by the feature's number, sorted by it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts(Vec<(u64, u32)>);

impl Counts {
    /// Counts features.
    pub fn of(mut keys: Vec<u64>) -> Self {
        keys.sort_unstable();
        let mut counts: Vec<(u64, u32)> = Vec::new();
        for key in keys {
            match counts.last_mut() {
                Some((last, count)) if *last == key => *count = count.saturating_add(1),
                _ => counts.push((key, 1)),
            }
        }
        Self(counts)
    }

    /// Features with their counts, in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (u64, u32)> + '_ {
        self.0.iter().copied()
    }

    /// How many different features there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A text cut once for all uses.
#[derive(Debug, Clone, Default)]
pub struct Cut {
    /// Every word worth finding, in order.
    pub words: Vec<String>,
    /// Words of content with their numbers of occurrences.
    pub content: BTreeMap<String, u32>,
}

impl Cut {
    /// The words of content as features.
    pub fn counts(&self) -> Counts {
        let mut counts: Vec<(u64, u32)> = self.content.iter().map(|(word, count)| (key(word), *count)).collect();
        counts.sort_unstable();
        Counts(counts)
    }
}

/// The number of a word: FNV-1a of its bytes, then mixed.
pub fn key(word: &str) -> u64 {
    let folded = word
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    mixed(folded)
}

/// Spreads the bits of a number (the finish of splitmix64).
pub fn mixed(number: u64) -> u64 {
    let one = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let two = (one ^ (one >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    two ^ (two >> 31)
}

/// The text in one writing (full-width forms folded), cut to [`TEXT_LIMIT`] at a character.
pub fn normal(text: &str) -> String {
    let mut end = text.len().min(TEXT_LIMIT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    fold(text.get(..end).unwrap_or_default())
}

/// Whether a character is a Chinese one.
pub fn is_han(char: char) -> bool {
    matches!(char, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}')
}

/// Goes through the words of a text (already [`normal`]) that are worth finding, in order; tells of each whether it is one of
/// content.
fn walk(text: &str, mut each: impl FnMut(&str, bool)) {
    let mut single: Option<usize> = None;
    for tag in JIEBA.tag(text, false) {
        let mut chars = tag.word.chars();
        let (Some(first), second) = (chars.next(), chars.next()) else { continue };
        if second.is_none() && is_han(first) {
            // Names of people fall into single characters: two that follow one another are a word.
            if let Some(both) = single.and_then(|start| text.get(start..tag.byte_end)) {
                each(both, false);
            }
            single = Some(tag.byte_start);
            continue;
        }
        single = None;
        if !first.is_alphanumeric() {
            continue;
        }
        let content = tells_content(tag.word, tag.tag);
        // [`normal`] leaves capitals to no other letters than these
        if content || tag.word.chars().all(|char| char.is_ascii() || is_han(char)) {
            each(tag.word, content);
        } else {
            each(&tag.word.to_lowercase(), false);
        }
    }
}

/// Cuts a text (already [`normal`]) into words.
pub fn cut(text: &str) -> Cut {
    let mut cut = Cut::default();
    walk(text, |word, content| {
        if content {
            match cut.content.get_mut(word) {
                Some(count) => *count += 1,
                None => drop(cut.content.insert(word.to_owned(), 1)),
            }
        }
        cut.words.push(word.to_owned());
    });
    cut
}

/// The words of a text (already [`normal`]) with blanks between them, and those of content as features: what [`cut`] gives,
/// for who needs no single word.
pub fn spaced(text: &str) -> (String, Counts) {
    let mut words = String::with_capacity(text.len() + text.len() / 4);
    let mut keys = Vec::with_capacity(text.len() / 8);
    walk(text, |word, content| {
        if content {
            keys.push(key(word));
        }
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    });
    (words, Counts::of(keys))
}

fn tells_content(word: &str, tag: &str) -> bool {
    let is_content = match tag.as_bytes() {
        [b'n', b'r' | b's', ..] => false,
        [b'n' | b'v' | b'a' | b'i' | b'j' | b'l', ..] => true,
        _ => false,
    };
    is_content && word.chars().all(is_han)
}

/// Pairs of neighbouring Chinese characters of a text.
pub fn pairs(text: &str) -> Counts {
    let mut keys = Vec::with_capacity(text.len() / 3);
    let mut before: Option<char> = None;
    for char in text.chars() {
        if !is_han(char) {
            before = None;
            continue;
        }
        if let Some(before) = before {
            keys.push(pair(before, char));
        }
        before = Some(char);
    }
    Counts::of(keys)
}

/// The number of a pair of characters.
pub fn pair(first: char, second: char) -> u64 {
    mixed((u64::from(u32::from(first)) << 32) | u64::from(u32::from(second)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_sorted_and_summed() {
        let counts = Counts::of(vec![7, 3, 7, 7]);
        assert_eq!(counts.iter().collect::<Vec<_>>(), [(3, 1), (7, 3)]);
        assert!(Counts::of(Vec::new()).is_empty());
    }

    #[test]
    fn content_leaves_out_names_places_and_numbers() {
        let cut = cut(&normal("２０１９年３月，被告人在北京盗窃电动车一辆，价值3000元。"));
        assert!(cut.content.contains_key("盗窃"), "{:?}", cut.content);
        assert!(!cut.content.contains_key("北京"));
        assert!(cut.content.keys().all(|word| word.chars().all(is_han)));
        assert!(cut.words.iter().any(|word| word == "3000"));
    }

    #[test]
    fn characters_outside_the_dictionary_are_found_in_twos() {
        let cut = cut("喆囧到庭");
        assert!(cut.words.contains(&"喆囧".to_owned()), "{:?}", cut.words);
    }

    #[test]
    fn spaced_words_are_those_of_the_cut() {
        for text in ["２０１９年3月，张伟 芳在北京盗窃ΑΒ牌T恤一件，价值3000元。张\n伟", "", "，。", "盗窃盗窃"]
        {
            let text = normal(text);
            let (words, counts) = spaced(&text);
            let cut = cut(&text);
            assert_eq!(words, cut.words.join(" "));
            assert_eq!(counts, cut.counts());
        }
    }

    #[test]
    fn pairs_do_not_cross_punctuation() {
        assert_eq!(pairs("盗窃，财物").len(), 2);
        assert_eq!(pairs("！？…\u{0}\u{7f}abc").len(), 0);
        assert_ne!(pair('甲', '乙'), pair('乙', '甲'));
    }

    #[test]
    fn a_huge_text_is_cut_at_a_character() {
        let text = normal(&"法".repeat(20_000_000));
        assert!(text.len() <= TEXT_LIMIT && text.len() > TEXT_LIMIT - 3);
    }
}
