//! Where a text names a law: titles in 《》, short names, and words that lead back to the law named before.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::Via;
use crate::fold::Folded;
use crate::laws::{self, Law};

/// The longest title that is read, in bytes of the plain text.
const MAX_TITLE: usize = 480;
/// How many titles may stand one inside the other.
const MAX_DEPTH: u32 = 4;
/// The longest note in brackets behind a title.
const MAX_NOTE: usize = 240;
/// How many short names one text may declare.
const MAX_DECLARED: usize = 64;

const AGAIN: [(&str, Via); 19] = [
    ("该法", Via::ThisLaw),
    ("本法", Via::ThisLaw),
    ("该法律", Via::ThisLaw),
    ("该法典", Via::ThisLaw),
    ("上述法律", Via::ThisLaw),
    ("前述法律", Via::ThisLaw),
    ("该解释", Via::ThisLaw),
    ("该司法解释", Via::ThisLaw),
    ("上述解释", Via::ThisLaw),
    ("上述司法解释", Via::ThisLaw),
    ("本解释", Via::ThisLaw),
    ("该规定", Via::ThisLaw),
    ("上述规定", Via::ThisLaw),
    ("该条例", Via::ThisLaw),
    ("该办法", Via::ThisLaw),
    ("该意见", Via::ThisLaw),
    ("同法", Via::SameLaw),
    ("同解释", Via::SameLaw),
    ("同条例", Via::SameLaw),
];
const PROVISIONS: [&str; 5] = ["前款", "前条", "同条", "该条", "本条"];
const LAW_ENDINGS: [&str; 22] = [
    "法",
    "法典",
    "条例",
    "规定",
    "解释",
    "办法",
    "规则",
    "细则",
    "决定",
    "意见",
    "批复",
    "通知",
    "通则",
    "总则",
    "答复",
    "纪要",
    "准则",
    "公约",
    "修正案",
    "规程",
    "标准",
    "函",
];

/// What a mention leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// A law by name.
    Law {
        /// Its title.
        name: Cow<'static, str>,
        /// Whether it is in the table.
        known: bool,
        /// Year of the amendment named.
        edition: Option<u16>,
        /// Whether the text gives the whole title.
        full: bool,
    },
    /// The law named before.
    Again(Via),
    /// A title that is none of a law.
    Nothing,
    /// The provision named before: the word used.
    Provision(&'static str),
    /// A number without a law, in the text of a law.
    Article,
}

/// A place where a text names a law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    /// Plain bytes of the name.
    pub span: Range<usize>,
    /// Plain byte behind the name and the notes in brackets that follow it.
    pub end: usize,
    /// What it leads to.
    pub target: Target,
}

#[derive(Clone, Copy)]
enum Word {
    Title,
    Bare(&'static Law, bool),
    Again(Via),
    Provision(&'static str),
}

struct Words {
    automaton: Option<AhoCorasick>,
    words: Vec<Word>,
}

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut patterns = vec!["《".to_owned()];
        let mut words = vec![Word::Title];
        for (name, law) in laws::bare_names() {
            let full = name == Folded::new(law.name).as_str();
            patterns.push(name);
            words.push(Word::Bare(law, full));
        }
        for (word, via) in AGAIN {
            patterns.push(word.to_owned());
            words.push(Word::Again(via));
        }
        for word in PROVISIONS {
            patterns.push(word.to_owned());
            words.push(Word::Provision(word));
        }
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(patterns).ok();
        Words { automaton, words }
    })
}

/// Finds all mentions, in order. Names inside a title in 《》 are part of it.
pub(super) fn find(folded: &Folded) -> Vec<Mention> {
    let Words { automaton, words } = words();
    let text = folded.as_str();
    let mut declared: BTreeMap<String, Target> = BTreeMap::new();
    let mut out: Vec<Mention> = Vec::new();
    let mut free = 0;
    for found in automaton.iter().flat_map(|automaton| automaton.find_iter(text)) {
        if found.start() < free {
            continue;
        }
        let Some(word) = words.get(found.pattern().as_usize()) else { continue };
        let span = found.start()..found.end();
        let mention = match *word {
            Word::Title => title(folded, found.start(), &mut declared),
            Word::Bare(law, full) => Some(named(folded, span, law_target(law, full), &mut declared)),
            Word::Again(via) => Some(Mention { end: span.end, span, target: Target::Again(via) }),
            Word::Provision(word) => Some(Mention { end: span.end, span, target: Target::Provision(word) }),
        };
        if let Some(mention) = mention {
            free = mention.span.end;
            out.push(mention);
        }
    }
    add_declared(folded, &declared, &mut out);
    out
}

fn law_target(law: &'static Law, full: bool) -> Target {
    Target::Law { name: Cow::Borrowed(law.name), known: true, edition: None, full }
}

/// Reads the title that begins with 《 here, inner titles included.
fn title(folded: &Folded, start: usize, declared: &mut BTreeMap<String, Target>) -> Option<Mention> {
    let mut depth = 0_u32;
    let mut end = None;
    for (i, c) in folded.after(start).char_indices() {
        if i > MAX_TITLE || depth > MAX_DEPTH {
            break;
        }
        match c {
            '《' | '〈' | '<' => depth += 1,
            '》' | '〉' | '>' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    end = Some(start + i + c.len_utf8());
                    break;
                }
            }
            _ => {}
        }
    }
    let end = end?;
    let inner = folded.slice(start + '《'.len_utf8()..end).trim_end_matches(['》', '〉', '>']);
    let target = match (declared.get(inner), laws::find(inner)) {
        (Some(target), _) => target.clone(),
        (None, Some(law)) => law_target(law, is_full(inner, law)),
        (None, None) if is_law_like(inner) => {
            Target::Law { name: Cow::Owned(inner.to_owned()), known: false, edition: None, full: true }
        }
        (None, None) => return Some(Mention { span: start..end, end, target: Target::Nothing }),
    };
    Some(named(folded, start..end, target, declared))
}

fn is_full(written: &str, law: &Law) -> bool {
    written.chars().count() >= law.name.chars().count().saturating_sub(8).max(9)
}

/// Whether an unknown title is one of a law: by its last word.
fn is_law_like(title: &str) -> bool {
    let bare = match title.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
        Some((bare, _)) => bare,
        None => title,
    };
    bare.chars().count() >= 3
        && LAW_ENDINGS.iter().any(|ending| bare.ends_with(ending))
        && !["公司", "本厂", "员工", "业主", "小区"].iter().any(|word| bare.contains(word) && !bare.contains("公司法"))
}

/// A mention with the notes in brackets behind it: the year of an amendment, a short name declared.
fn named(folded: &Folded, span: Range<usize>, target: Target, declared: &mut BTreeMap<String, Target>) -> Mention {
    let mut target = target;
    let mut end = span.end;
    while let Some(note) = folded.after(end).strip_prefix('(').and_then(note) {
        end += note.len() + 2;
        if let Some(alias) = declared_name(note) {
            if declared.len() < MAX_DECLARED {
                let mut short = target.clone();
                if let Target::Law { full, .. } = &mut short {
                    *full = false;
                }
                declared.insert(alias, short);
            }
        } else if let (Some(year), Target::Law { edition, .. }) = (edition_year(note), &mut target) {
            *edition = Some(year);
        }
    }
    Mention { span, end, target }
}

/// What stands in brackets up to the one that closes them; the year in 法释〔2020〕17号 has brackets of its own.
fn note(rest: &str) -> Option<&str> {
    let mut depth = 0_u32;
    for (at, c) in rest.char_indices().take_while(|(at, _)| *at < MAX_NOTE) {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return rest.get(..at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The short name a note declares: 以下简称《解释》.
fn declared_name(note: &str) -> Option<String> {
    let at = ["简称", "下称"].iter().find_map(|word| note.find(word).map(|at| at + word.len()))?;
    let name = note.get(at..)?.trim_start_matches([':', '为', '"', '“', '《', '\'']);
    let name = name.split(['"', '”', '》', ',', '。', '\'', '、']).next()?;
    (name.chars().count() >= 2 && name.chars().count() <= 40).then(|| name.to_owned())
}

/// The year of an amendment in a note: 2017年修正. The number of a document is none: 法释〔2015〕5号 tells of a text of 2014.
fn edition_year(note: &str) -> Option<u16> {
    if note.contains('号') {
        return None;
    }
    let digits: String = note.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    let year: u16 = digits.parse().ok()?;
    (1949..=2100).contains(&year).then_some(year)
}

/// Adds every 第 that stands in no name: an article of the law whose text this is may begin there.
pub(super) fn add_numbers(folded: &Folded, out: &mut Vec<Mention>) {
    let mut more = Vec::new();
    for (start, mark) in folded.as_str().match_indices('第') {
        let i = out.partition_point(|mention| mention.span.start <= start);
        if i.checked_sub(1).and_then(|i| out.get(i)).is_none_or(|before| before.span.end <= start) {
            more.push(Mention { span: start..start + mark.len(), end: start, target: Target::Article });
        }
    }
    out.extend(more);
    out.sort_by_key(|mention| mention.span.start);
}

/// Adds the places where a short name declared by the text stands without brackets.
fn add_declared(folded: &Folded, declared: &BTreeMap<String, Target>, out: &mut Vec<Mention>) {
    let names: Vec<&String> = declared.keys().filter(|name| laws::find(name).is_none()).collect();
    if names.is_empty() {
        return;
    }
    let Ok(automaton) = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&names) else { return };
    let mut more = Vec::new();
    for found in automaton.find_iter(folded.as_str()) {
        let Some(target) = names.get(found.pattern().as_usize()).and_then(|name| declared.get(*name)) else { continue };
        let span = found.start()..found.end();
        let i = out.partition_point(|mention| mention.span.start <= span.start);
        let inside = i.checked_sub(1).and_then(|i| out.get(i)).is_some_and(|before| before.span.end > span.start);
        if !inside && out.get(i).is_none_or(|next| next.span.start >= span.end) {
            more.push(Mention { end: span.end, span, target: target.clone() });
        }
    }
    out.extend(more);
    out.sort_by_key(|mention| mention.span.start);
}
