//! Cutting (分词): jieba with the terms of the law added, over any length of text in bounded memory.

use std::ops::Range;
use std::sync::OnceLock;

use jieba_rs::{Jieba, TokenizeMode};

use super::fold::fold_char;

/// Terms of the law that jieba's dictionary lacks or cuts apart, one a line.
const TERMS: &str = include_str!("../../data/terms.txt");
/// Longest piece handed to jieba at once; a text is cut at its punctuation before that.
const PIECE_CHARS: usize = 2_000;

/// Bytes of the text as it was written.
pub type Span = Range<usize>;

/// How fine a text is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grain {
    /// Each character belongs to one word.
    Words,
    /// Also the shorter words inside a long one: 有期徒刑 gives 有期, 徒刑 and 有期徒刑.
    Pieces,
}

/// A word, folded, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word in the one way of writing.
    pub text: String,
    /// Where it stands, in bytes of the text as written.
    pub span: Span,
}

/// Cuts text into words.
pub struct Cutter {
    jieba: Jieba,
}

impl std::fmt::Debug for Cutter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Cutter")
    }
}

impl Cutter {
    /// The cutter everything shares: jieba's dictionary and the terms of the law.
    #[must_use]
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Cutter> = OnceLock::new();
        SHARED.get_or_init(|| Self::with_words([]))
    }

    /// A cutter that also keeps these words whole.
    #[must_use]
    pub fn with_words<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let mut jieba = Jieba::new();
        for term in TERMS.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).chain(words) {
            jieba.add_word(term, None, None);
        }
        Self { jieba }
    }

    /// Whether the dictionary has this word whole.
    #[must_use]
    pub fn knows(&self, word: &str) -> bool {
        self.jieba.has_word(word)
    }

    /// The words of a text; punctuation and spaces are none.
    #[must_use]
    pub fn cut(&self, text: &str, grain: Grain) -> Vec<Word> {
        let mut words = Vec::with_capacity(text.len() / 5);
        self.each(text, grain, |word, span| words.push(Word { text: word.to_owned(), span }));
        words
    }

    /// The words alone, without their places.
    #[must_use]
    pub fn list(&self, text: &str, grain: Grain) -> Vec<String> {
        let mut words = Vec::with_capacity(text.len() / 5);
        self.each(text, grain, |word, _| words.push(word.to_owned()));
        words
    }

    /// Hands each word and its place to `take`, a piece of the text at a time: memory does not grow with the text.
    pub fn each(&self, text: &str, grain: Grain, mut take: impl FnMut(&str, Span)) {
        let mut piece = String::with_capacity(256);
        let mut places: Vec<usize> = Vec::with_capacity(256);
        for (place, written) in text.char_indices() {
            if !is_word_char(written) || places.len() >= PIECE_CHARS {
                self.piece(&piece, &places, place, grain, &mut take);
                piece.clear();
                places.clear();
            }
            if is_word_char(written) {
                piece.push(fold_char(written));
                places.push(place);
            }
        }
        self.piece(&piece, &places, text.len(), grain, &mut take);
    }

    /// Cuts one run of letters, `places` being where each of its characters was written and `end` where it stopped.
    fn piece(&self, piece: &str, places: &[usize], end: usize, grain: Grain, take: &mut impl FnMut(&str, Span)) {
        if piece.is_empty() {
            return;
        }
        let at = |place: usize| places.get(place).copied().unwrap_or(end);
        match grain {
            Grain::Words => {
                for token in self.jieba.cut(piece, true) {
                    take(token.word, at(token.start)..at(token.end));
                }
            }
            Grain::Pieces => {
                for token in self.jieba.tokenize(piece, TokenizeMode::Search, true) {
                    take(token.word, at(token.start)..at(token.end));
                }
            }
        }
    }
}

/// Whether a character can stand in a word.
fn is_word_char(written: char) -> bool {
    written.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        Cutter::shared().list(text, Grain::Words)
    }

    #[test]
    fn a_sentence_is_cut_into_its_words() {
        assert_eq!(words("用人单位未与劳动者签订劳动合同。"), ["用人单位", "未", "与", "劳动者", "签订", "劳动合同"]);
        assert_eq!(words("民間借貸糾紛"), words("民间借贷纠纷"));
    }

    #[test]
    fn places_are_those_of_the_text_as_written() {
        let text = "依　《勞動合同法》，第３９條🙂";
        for grain in [Grain::Words, Grain::Pieces] {
            for word in Cutter::shared().cut(text, grain) {
                assert_eq!(super::super::fold(&text[word.span.clone()]), word.text);
            }
        }
    }

    #[test]
    fn pieces_hold_the_shorter_words_too() {
        let pieces = Cutter::shared().list("判处有期徒刑", Grain::Pieces);
        assert!(pieces.iter().any(|piece| piece == "徒刑"), "{pieces:?}");
        assert!(pieces.iter().any(|piece| piece == "有期徒刑"), "{pieces:?}");
    }

    #[test]
    fn bad_text_gives_no_words_or_bounded_ones() {
        assert!(words("").is_empty());
        assert!(words("，。！？《》()*&^%$\u{0}\u{1}\n\t").is_empty());
        let long = "法".repeat(200_000);
        let cut: usize = words(&long).iter().map(|word| word.chars().count()).sum();
        assert_eq!(cut, 200_000);
        assert!(!words("a\u{0}b\u{fffd}ﷺ🙂").is_empty());
    }

    #[test]
    fn added_words_stay_whole() {
        let cutter = Cutter::with_words(["张三李四公司"]);
        assert!(cutter.knows("张三李四公司"));
        assert_eq!(cutter.list("起诉张三李四公司", Grain::Words), ["起诉", "张三李四公司"]);
    }
}
