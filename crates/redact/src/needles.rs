//! Many phrases looked for at once, made ready in a few microseconds: a case has other names than the one before.
//!
//! Two sets of bits say which first characters, and then which pairs of first characters, are worth a closer look. An
//! automaton finds as much a little faster in a long text, but takes longer to build than a judgment takes to read.

/// How many first characters and pairs are told apart: sixteen bits of each.
const WORDS: usize = 1 << 10;

/// One phrase, by its bytes in the common text.
#[derive(Debug)]
struct Needle {
    /// Its first two characters.
    key: (char, char),
    from: usize,
    to: usize,
    number: usize,
}

/// Sixteen bits of something, as a set.
#[derive(Debug, Default)]
struct Bits(Vec<u64>);

impl Bits {
    fn set(&mut self, of: u32) {
        self.0.resize(WORDS, 0);
        if let Some(word) = self.0.get_mut(usize::try_from((of & 0xffff) >> 6).unwrap_or(0)) {
            *word |= 1 << (of & 63);
        }
    }

    fn has(&self, of: u32) -> bool {
        let word = self.0.get(usize::try_from((of & 0xffff) >> 6).unwrap_or(0));
        word.is_some_and(|word| word >> (of & 63) & 1 == 1)
    }
}

fn pair(first: char, second: char) -> u32 {
    u32::from(first).wrapping_mul(0x9e37).wrapping_add(u32::from(second).wrapping_mul(0x79b9))
}

/// Phrases ready to be looked for.
#[derive(Debug, Default)]
pub(crate) struct Needles {
    text: String,
    /// In order of their first two characters, of equal ones the longest first.
    all: Vec<Needle>,
    /// Phrases of one character.
    single: Vec<(char, usize)>,
    firsts: Bits,
    pairs: Bits,
}

impl Needles {
    /// Takes up phrases; an empty one is never found.
    pub(crate) fn new<'p>(phrases: impl Iterator<Item = &'p str>) -> Self {
        let mut needles = Needles::default();
        for (number, phrase) in phrases.enumerate() {
            let mut chars = phrase.chars();
            let Some(first) = chars.next() else { continue };
            needles.firsts.set(u32::from(first));
            let Some(second) = chars.next() else {
                needles.single.push((first, number));
                continue;
            };
            needles.pairs.set(pair(first, second));
            let from = needles.text.len();
            needles.text.push_str(phrase);
            needles.all.push(Needle { key: (first, second), from, to: needles.text.len(), number });
        }
        needles.all.sort_by(|a, b| a.key.cmp(&b.key).then((b.to - b.from).cmp(&(a.to - a.from))));
        needles
    }

    /// Every phrase wherever it stands, from left to right, at one place the longest first: where it begins and ends,
    /// and which it is.
    pub(crate) fn each(&self, text: &str, mut found: impl FnMut(usize, usize, usize)) {
        if self.firsts.0.is_empty() {
            return;
        }
        let mut before: Option<(usize, char)> = None;
        for (at, c) in text.char_indices() {
            if let Some((from, first)) = before {
                if self.pairs.has(pair(first, c)) {
                    for (end, number) in self.here(text, from) {
                        found(from, end, number);
                    }
                }
                self.alone(from, first, &mut found);
            }
            before = self.firsts.has(u32::from(c)).then_some((at, c));
        }
        if let Some((from, first)) = before {
            self.alone(from, first, &mut found);
        }
    }

    fn alone(&self, at: usize, c: char, found: &mut impl FnMut(usize, usize, usize)) {
        for (_, number) in self.single.iter().filter(|(single, _)| *single == c) {
            found(at, at + c.len_utf8(), *number);
        }
    }

    /// The phrases that stand at a place, the longest first.
    fn here<'t>(&'t self, text: &'t str, at: usize) -> impl Iterator<Item = (usize, usize)> + 't {
        let rest = text.get(at..).unwrap_or("");
        let mut chars = rest.chars();
        let key = chars.next().zip(chars.next());
        let start = key.map_or(self.all.len(), |key| self.all.partition_point(|needle| needle.key < key));
        let like = self.all.get(start..).unwrap_or(&[]).iter().take_while(move |needle| Some(needle.key) == key);
        like.filter_map(move |needle| {
            let phrase = self.text.get(needle.from..needle.to).unwrap_or("");
            rest.starts_with(phrase).then_some((at + phrase.len(), needle.number))
        })
    }

    /// The longest phrase of two characters or more that stands at a place: where it ends and which it is.
    pub(crate) fn which(&self, text: &str, at: usize) -> Option<(usize, usize)> {
        self.here(text, at).next()
    }

    /// Where the longest phrase of two characters or more that stands at a place ends.
    pub(crate) fn at(&self, text: &str, at: usize) -> Option<usize> {
        self.which(text, at).map(|(end, _)| end)
    }

    /// The longest phrase at each place, from left to right, none inside another.
    pub(crate) fn longest(&self, text: &str) -> Vec<(usize, usize, usize)> {
        let mut all: Vec<(usize, usize, usize)> = Vec::new();
        self.each(text, |start, end, number| {
            if all.last().is_none_or(|last| last.1 <= start) {
                all.push((start, end, number));
            }
        });
        all
    }

    /// Whether any of the phrases stands anywhere.
    pub(crate) fn any(&self, text: &str) -> bool {
        let mut any = false;
        self.each(text, |_, _, _| any = true);
        any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn o_032_every_phrase_is_found_the_longest_first() {
        let needles = Needles::new(["张伟", "张伟明", "伟明", "", "张", "ab"].into_iter());
        let mut found = Vec::new();
        needles.each("张伟明ab张", |start, end, number| found.push((start, end, number)));
        assert_eq!(found, [(0, 9, 1), (0, 6, 0), (0, 3, 4), (3, 9, 2), (9, 11, 5), (11, 14, 4)]);
        assert_eq!(needles.longest("张伟明ab张"), [(0, 9, 1), (9, 11, 5), (11, 14, 4)]);
        assert!(needles.any("xxab") && !needles.any("李明"));
    }

    #[test]
    fn o_032_characters_that_share_their_low_bits_are_told_apart() {
        let needles = Needles::new(["\u{20041}b"].into_iter());
        assert!(needles.any("\u{20041}b") && !needles.any("Ab"));
        assert!(!Needles::new(std::iter::empty()).any("张"));
    }
}
