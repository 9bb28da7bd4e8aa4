//! Did you mean (纠错): words of the laws one slip away from what was typed.

use super::zones::{Zone, Zones};
use crate::words::{Cutter, Grain, Lexicon, Span, is_stop};

/// How often a word stands in the laws before it is suggested.
const OFTEN: u32 = 3;
/// Most suggestions of an answer.
const MOST: usize = 3;
/// Longest question that is looked through, in words.
const WORDS: usize = 64;

/// A word that was perhaps mistyped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What was typed.
    pub typed: String,
    /// Where, in bytes of the question.
    pub span: Span,
    /// What was perhaps meant.
    pub meant: String,
}

/// The words of the laws, to be found again when mistyped.
#[derive(Debug, Default)]
pub struct Suggesting {
    lexicon: Lexicon,
}

impl Suggesting {
    /// Takes the words of an index.
    #[must_use]
    pub fn new(zones: &Zones) -> Self {
        let words = zones.words().into_iter().filter(|(_, seen)| *seen >= OFTEN);
        Self { lexicon: Lexicon::new(words) }
    }

    /// What was perhaps meant by words that no law has.
    #[must_use]
    pub fn of(&self, question: &str, zones: &Zones) -> Vec<Suggestion> {
        let mut words = Cutter::shared().cut(question, Grain::Words);
        words.truncate(WORDS);
        let mut suggestions: Vec<Suggestion> = Vec::new();
        let mut from = 0;
        while from < words.len() && suggestions.len() < MOST {
            let found = [4, 3, 2, 1].into_iter().find_map(|length| {
                let window = words.get(from..from + length)?;
                let joined = window.windows(2).all(|pair| matches!(pair, [a, b] if a.span.end == b.span.start));
                let typed: String = window.iter().map(|word| word.text.as_str()).collect();
                let strange =
                    window.iter().any(|word| word.text.chars().count() == 1 || zones.seen(Zone::Text, &word.text) == 0);
                let chars = typed.chars().count();
                if !joined || !strange || !(2..=8).contains(&chars) || self.is_known(&typed, zones) || is_stop(&typed) {
                    return None;
                }
                let near = self
                    .lexicon
                    .near(&typed, 8)
                    .into_iter()
                    .find(|near| chars > 2 || near.word.chars().count() == 2)?;
                let span = window.first()?.span.start..window.last()?.span.end;
                Some((length, Suggestion { typed, span, meant: near.word }))
            });
            match found {
                Some((length, suggestion)) => {
                    suggestions.push(suggestion);
                    from += length;
                }
                None => from += 1,
            }
        }
        suggestions
    }

    /// Whether the laws use a word as it was typed.
    fn is_known(&self, typed: &str, zones: &Zones) -> bool {
        self.lexicon.holds(typed)
            || Cutter::shared().knows(typed)
            || (typed.chars().count() == 2 && zones.seen(Zone::Grams, typed) > 0)
    }
}

/// The question with the suggestions in place of what was typed.
#[must_use]
pub fn corrected(question: &str, suggestions: &[Suggestion]) -> Option<String> {
    let mut corrected = String::with_capacity(question.len());
    let mut at = 0;
    for suggestion in suggestions {
        corrected.push_str(question.get(at..suggestion.span.start)?);
        corrected.push_str(&suggestion.meant);
        at = suggestion.span.end;
    }
    corrected.push_str(question.get(at..)?);
    (!suggestions.is_empty()).then_some(corrected)
}

#[cfg(test)]
mod tests {
    use super::super::corpus::Corpus;
    use super::super::tests::law;
    use super::*;

    fn suggest(question: &str) -> Option<String> {
        let text = "诉讼时效期间届满，劳动合同解除，不动产登记，善意取得。";
        let zones =
            Zones::build(&Corpus::new(vec![law("1", "甲法", "2020-01-01", "2020-01-01", &[text; 4])]), None).unwrap();
        corrected(question, &Suggesting::new(&zones).of(question, &zones))
    }

    #[test]
    fn a_slip_leads_to_the_word_of_the_law() {
        for (typed, meant) in
            [("诉论时效多久", "诉讼时效多久"), ("劳动和同怎么解除", "劳动合同怎么解除"), ("善易取得", "善意取得")]
        {
            assert_eq!(suggest(typed).as_deref(), Some(meant), "{typed}");
        }
    }

    #[test]
    fn words_as_they_should_be_suggest_nothing() {
        for typed in ["诉讼时效", "劳动合同解除", "怎么办", "", "，。(*\"", "abc", "天气很好"] {
            assert_eq!(suggest(typed), None, "{typed}");
        }
        assert_eq!(suggest(&"法".repeat(10_000)), None);
    }
}
