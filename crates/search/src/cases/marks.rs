//! Phrases that stand in both texts (相同表述), with their places in each, so that both can be marked.

use std::ops::Range;

use serde::Serialize;

use super::grams::{TEXT_LIMIT, is_han, mixed};
use super::space::Numbered;
use crate::words::fold_char;

/// Shortest phrase that counts, in characters.
const SHORTEST: usize = 5;
/// Longest phrase that is followed; a longer one goes on as the next.
const LONGEST: usize = 60;
/// Places tried for one beginning.
const TRIES: usize = 8;

/// A phrase that stands in both texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Phrase {
    /// Bytes in the first text.
    pub first: Range<usize>,
    /// Bytes in the second text.
    pub second: Range<usize>,
    /// How many characters it has.
    pub length: usize,
}

struct Letters {
    chars: Vec<char>,
    starts: Vec<usize>,
}

fn letters(text: &str) -> Letters {
    let (mut chars, mut starts) = (Vec::new(), Vec::new());
    for (at, char) in text.char_indices().take_while(|(at, _)| *at < TEXT_LIMIT) {
        chars.push(fold_char(char));
        starts.push(at);
    }
    starts.push(text.char_indices().nth(chars.len()).map_or(text.len(), |(at, _)| at));
    Letters { chars, starts }
}

fn bytes(letters: &Letters, from: usize, length: usize) -> Range<usize> {
    let at = |index: usize| letters.starts.get(index).copied().unwrap_or_default();
    at(from)..at(from + length)
}

fn shingle(window: &[char]) -> Option<u64> {
    window
        .iter()
        .all(|char| is_han(*char))
        .then(|| window.iter().fold(0, |print, char| mixed(print ^ u64::from(u32::from(*char)))))
}

/// The longest phrases of `first` that also stand in `second`, at most `most`, in the order of `first`.
/// `dull` says of two characters how common they are (0 rare, 1 everywhere): phrases of the form of
/// judgments are passed over.
pub fn phrases(first: &str, second: &str, most: usize, dull: impl Fn(char, char) -> f64) -> Vec<Phrase> {
    let (one, other) = (letters(first), letters(second));
    let mut places: Numbered<Vec<usize>> = Numbered::default();
    for (at, window) in other.chars.windows(SHORTEST).enumerate() {
        if let Some(print) = shingle(window) {
            let places = places.entry(print).or_default();
            if places.len() < TRIES {
                places.push(at);
            }
        }
    }
    let mut found: Vec<(f64, Phrase)> = Vec::new();
    let mut at = 0;
    while let Some(window) = one.chars.get(at..at + SHORTEST) {
        let places = shingle(window).and_then(|print| places.get(&print));
        let best = places.into_iter().flatten().map(|place| (run(&one, at, &other, *place), *place)).max();
        let Some((length, place)) = best.filter(|(length, _)| *length >= SHORTEST) else {
            at += 1;
            continue;
        };
        let chars = one.chars.get(at..at + length).unwrap_or_default();
        let weight: f64 = chars
            .windows(2)
            .map(|pair| match pair {
                [left, right] => 1.0 - dull(*left, *right),
                _ => 0.0,
            })
            .sum();
        let phrase = Phrase { first: bytes(&one, at, length), second: bytes(&other, place, length), length };
        found.push((weight, phrase));
        at += length;
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.first.start.cmp(&b.1.first.start)));
    found.truncate(most);
    let mut phrases: Vec<Phrase> = found.into_iter().map(|(_, phrase)| phrase).collect();
    phrases.sort_by_key(|phrase| phrase.first.start);
    phrases
}

/// How many characters agree from two places on.
fn run(one: &Letters, at: usize, other: &Letters, place: usize) -> usize {
    let (left, right) = (one.chars.get(at..).unwrap_or_default(), other.chars.get(place..).unwrap_or_default());
    left.iter().zip(right).take(LONGEST).take_while(|(a, b)| a == b && is_han(**a)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown<'a>(text: &'a str, found: &[Phrase]) -> Vec<&'a str> {
        found.iter().map(|phrase| &text[phrase.first.clone()]).collect()
    }

    #[test]
    fn shared_phrases_are_marked_in_both() {
        let first = "甲撬开防盗门进入室内，窃得现金，后在网吧被抓获归案。";
        let second = "乙于凌晨撬开防盗门进入室内行窃；后在网吧被抓获归案！";
        let found = phrases(first, second, 9, |_, _| 0.0);
        assert_eq!(shown(first, &found), ["撬开防盗门进入室内", "后在网吧被抓获归案"]);
        for phrase in &found {
            assert_eq!(first[phrase.first.clone()], second[phrase.second.clone()]);
        }
    }

    #[test]
    fn dull_phrases_give_way() {
        let first = "本院认定事实如下撬开防盗门。本院认定事实如下";
        let dull = |left: char, _: char| if "本院认定事实如下".contains(left) { 1.0 } else { 0.0 };
        let found = phrases("本院认定事实如下。撬开防盗门", first, 1, dull);
        assert_eq!(found[0].length, 5);
        assert_eq!(&first[found[0].second.clone()], "撬开防盗门");
    }

    #[test]
    fn traditional_and_simplified_meet() {
        let found = phrases("簽訂買賣合同後", "他们签订买卖合同后", 3, |_, _| 0.0);
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn sameness_without_end_is_bounded() {
        let text = "啊".repeat(100_000);
        let found = phrases(&text, &text, 3, |_, _| 0.0);
        assert_eq!(found.len(), 3);
        assert!(phrases("", "撬开防盗门", 3, |_, _| 0.0).is_empty());
        assert!(phrases("，。！？；", "，。！？；", 3, |_, _| 0.0).is_empty());
    }
}
