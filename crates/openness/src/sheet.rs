//! What is decided about the masking of a document (处理记录): every span with its class, rule, confidence and verdict, the
//! doubts, how it ends, and what maker and checker wrote to each other. It is kept sealed beside the text.

use std::fmt;

use redact::publish::Unpublished;
use redact::{Case, Class, Edit, Flag, Leftover, Lost, Masker, Options, Tokens};
use serde::{Deserialize, Serialize};

use crate::taken::Form;
use crate::terms::rule_of;

/// Spans of a document at most.
const MOST: usize = 20_000;
/// Characters of what stands in a span's place at most.
const LONGEST: usize = 200;

/// Where a text came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The form it was handed in as.
    pub form: Form,
    /// Digest (SM3) of what was handed in.
    pub digest: String,
}

/// What somebody decided about a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nobody did.
    Open,
    /// It goes as proposed, or as somebody worded it.
    Kept,
    /// It stays as it was.
    Dropped,
}

/// A span and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// Its number, which does not change.
    pub id: u32,
    /// The change.
    pub edit: Edit,
    /// What was decided.
    pub verdict: Verdict,
    /// Who decided last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<u32>,
    /// What the machine proposed in its place; none where somebody marked it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed: Option<String>,
}

/// How a document ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// Published after masking.
    #[default]
    Full,
    /// A stub with its reason (O-003).
    Stub(Unpublished),
}

/// What somebody wrote to the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The account.
    pub by: u32,
    /// When, in milliseconds.
    pub at: i64,
    /// What it was said upon.
    pub upon: String,
    /// What.
    pub text: String,
}

/// The sheet of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Where the text came from.
    pub source: Source,
    /// Whose rules.
    pub options: Options,
    /// What the court knows of the case.
    pub case: Case,
    /// Tokens of the chain of cases.
    pub tokens: Tokens,
    /// Spans in order of their beginning.
    pub spans: Vec<Span>,
    /// Doubts.
    pub flags: Vec<Flag>,
    /// How it ends, as the maker proposes it.
    #[serde(default)]
    pub ending: Ending,
    /// What was said.
    #[serde(default)]
    pub said: Vec<Said>,
}

/// Why a decision is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetFault {
    /// There is no such span.
    NoSpan,
    /// The words are not in the text, or all of them are in a span already.
    NotThere,
    /// Another span lies there.
    Overlaps,
    /// What is to stand there is too long, breaks a line, or says what is to go.
    Wording,
    /// There are too many spans.
    Full,
}

impl fmt::Display for SheetFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            SheetFault::NoSpan => "没有这一处",
            SheetFault::NotThere => "原文里没有这些字，或者都已经在处理的范围里",
            SheetFault::Overlaps => "与另一处处理重叠",
            SheetFault::Wording => "改成的文字过长、换了行，或者与原文相同",
            SheetFault::Full => "处理的地方太多",
        })
    }
}

impl SheetFault {
    /// What to do instead.
    pub const fn instead(&self) -> &'static str {
        match self {
            SheetFault::NoSpan => "请刷新后再办理。",
            SheetFault::NotThere => "请从左边的原文里选取要隐去的文字。",
            SheetFault::Overlaps => "请先把重叠的那一处定为“不改”。",
            SheetFault::Wording => "请写 200 字以内、与原文不同的一行文字；要整段删去的，留空。",
            SheetFault::Full => "请把文书分成几份处理。",
        }
    }
}

/// Both check lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checks {
    /// What must go and is still there.
    pub left: Vec<Leftover>,
    /// What must stay and is gone.
    pub lost: Vec<Lost>,
}

impl Checks {
    /// Both lists hold.
    pub const fn hold(&self) -> bool {
        self.left.is_empty() && self.lost.is_empty()
    }
}

impl Sheet {
    /// What the machine proposes for a text.
    pub fn propose(text: &str, source: Source, case: Case, options: Options, mut tokens: Tokens) -> Sheet {
        let redacted = Masker::new(&case, &options).mask(text, &mut tokens);
        let span = |(id, edit): (u32, Edit)| Span {
            id,
            proposed: Some(edit.replacement.clone()),
            edit,
            verdict: Verdict::Open,
            by: None,
        };
        let spans = (1..).zip(redacted.edits).map(span).collect();
        Sheet {
            source,
            options,
            case,
            tokens,
            spans,
            flags: redacted.flags,
            ending: Ending::default(),
            said: Vec::new(),
        }
    }

    /// The changes that are made: all but what was dropped, in order.
    pub fn edits(&self) -> Vec<Edit> {
        self.spans.iter().filter(|span| span.verdict != Verdict::Dropped).map(|span| span.edit.clone()).collect()
    }

    /// The text as it would be public.
    pub fn masked(&self, text: &str) -> String {
        redact::edit::apply(text, &self.edits())
    }

    /// Both check lists, gone through afresh with what was decided.
    pub fn checks(&self, text: &str) -> Checks {
        let (left, lost) = Masker::new(&self.case, &self.options).check(text, &self.edits());
        Checks { left, lost }
    }

    /// Spans nobody decided about.
    pub fn open(&self) -> usize {
        self.spans.iter().filter(|span| span.verdict == Verdict::Open).count()
    }

    /// Whether somebody decided anything about it, or said so as its maker.
    pub fn made_by(&self, account: u32) -> bool {
        self.spans.iter().any(|span| span.by == Some(account))
    }

    fn at(&mut self, id: u32) -> Result<usize, SheetFault> {
        self.spans.iter().position(|span| span.id == id).ok_or(SheetFault::NoSpan)
    }

    /// Whether nothing that is changed lies in a stretch, one span left out.
    fn is_free(&self, start: usize, end: usize, but: Option<u32>) -> bool {
        !self.spans.iter().any(|span| {
            span.verdict != Verdict::Dropped && Some(span.id) != but && span.edit.start < end && start < span.edit.end
        })
    }

    /// Decides about a span.
    ///
    /// # Errors
    /// [`SheetFault::NoSpan`]; [`SheetFault::Overlaps`] where another was marked in the place of one that was dropped.
    pub fn decide(&mut self, id: u32, verdict: Verdict, by: u32) -> Result<(), SheetFault> {
        let at = self.at(id)?;
        let (start, end) = self.spans.get(at).map_or((0, 0), |span| (span.edit.start, span.edit.end));
        if verdict != Verdict::Dropped && !self.is_free(start, end, Some(id)) {
            return Err(SheetFault::Overlaps);
        }
        if let Some(span) = self.spans.get_mut(at) {
            span.verdict = verdict;
            span.by = Some(by);
        }
        Ok(())
    }

    /// Says what stands in the place of a span; it is kept so.
    ///
    /// # Errors
    /// [`SheetFault::Wording`], and as [`Sheet::decide`].
    pub fn reword(&mut self, text: &str, id: u32, wording: &str, by: u32) -> Result<(), SheetFault> {
        let at = self.at(id)?;
        let wording = wording.trim();
        let original = self.spans.get(at).and_then(|span| text.get(span.edit.start..span.edit.end));
        if !fits(wording) || original == Some(wording) {
            return Err(SheetFault::Wording);
        }
        self.decide(id, Verdict::Kept, by)?;
        if let Some(span) = self.spans.get_mut(at) {
            span.edit.replacement = wording.to_owned();
            span.edit.confidence = 100;
        }
        Ok(())
    }

    /// Keeps everything nobody decided about.
    pub fn keep_rest(&mut self, by: u32) -> usize {
        let open = self.spans.iter_mut().filter(|span| span.verdict == Verdict::Open);
        open.map(|span| {
            span.verdict = Verdict::Kept;
            span.by = Some(by);
        })
        .count()
    }

    /// Marks words by hand: where they were selected, or wherever they stand and nothing is changed yet. Gives the first of
    /// the new spans.
    ///
    /// # Errors
    /// Why none was marked.
    pub fn mark(&mut self, text: &str, marked: &Marked<'_>, by: u32) -> Result<u32, SheetFault> {
        let (phrase, wording) = (marked.phrase.trim(), marked.wording.trim());
        if phrase.is_empty() {
            return Err(SheetFault::NotThere);
        }
        if !fits(wording) || wording == phrase {
            return Err(SheetFault::Wording);
        }
        let selected = marked.at.and_then(|units| byte_at(text, units)).filter(|at| begins(text, *at, phrase));
        let places: Vec<usize> = match selected.filter(|_| !marked.everywhere) {
            Some(at) if !self.is_free(at, at + phrase.len(), None) => return Err(SheetFault::Overlaps),
            Some(at) => vec![at],
            None => text.match_indices(phrase).map(|(at, _)| at).collect(),
        };
        let free: Vec<usize> =
            places.into_iter().filter(|at| self.is_free(*at, *at + phrase.len(), None)).take(MOST).collect();
        if free.is_empty() {
            return Err(SheetFault::NotThere);
        }
        if self.spans.len() + free.len() > MOST {
            return Err(SheetFault::Full);
        }
        let first = self.spans.iter().map(|span| span.id).max().unwrap_or(0) + 1;
        for (id, start) in (first..).zip(free) {
            let edit = Edit {
                start,
                end: start + phrase.len(),
                class: marked.class,
                rule: rule_of(marked.class),
                replacement: wording.to_owned(),
                confidence: 100,
            };
            self.spans.push(Span { id, edit, verdict: Verdict::Kept, by: Some(by), proposed: None });
        }
        self.spans.sort_by_key(|span| (span.edit.start, span.edit.end, span.id));
        Ok(first)
    }
}

/// Words that are to go, as somebody marks them.
#[derive(Debug, Clone, Copy)]
pub struct Marked<'a> {
    /// The words.
    pub phrase: &'a str,
    /// Where they were selected, in the units a browser counts in.
    pub at: Option<usize>,
    /// Wherever they stand.
    pub everywhere: bool,
    /// What they are.
    pub class: Class,
    /// What stands there then; empty to take them out.
    pub wording: &'a str,
}

fn fits(wording: &str) -> bool {
    wording.chars().count() <= LONGEST && !wording.chars().any(char::is_control)
}

/// Where words begin that were selected with spaces around them.
fn begins(text: &str, at: usize, phrase: &str) -> bool {
    text.get(at..).is_some_and(|rest| rest.starts_with(phrase))
}

/// The byte at which so many units of UTF-16 are over.
fn byte_at(text: &str, units: usize) -> Option<usize> {
    let mut passed = 0;
    for (at, c) in text.char_indices() {
        if passed >= units {
            return (passed == units).then_some(at);
        }
        passed += c.len_utf16();
    }
    (passed == units).then_some(text.len())
}

#[cfg(test)]
mod tests {
    use redact::{Kind, Person, Role};

    use super::*;

    const TEXT: &str = "原告张建国，电话13900001111。\n被告李明。张建国与李明系邻居，住东街𠀀号。";

    fn sheet() -> Sheet {
        let persons = vec![Person::new("张建国", Role::Party), Person::new("李明", Role::Party)];
        let case = Case { kind: Kind::Inheritance, persons, ..Case::default() };
        let source = Source { form: Form::Typed, digest: "0".repeat(64) };
        Sheet::propose(TEXT, source, case, Options::default(), Tokens::default())
    }

    fn marked(phrase: &str, everywhere: bool) -> Marked<'_> {
        Marked { phrase, at: None, everywhere, class: Class::Address, wording: "×" }
    }

    fn id_of(sheet: &Sheet, original: &str) -> u32 {
        sheet.spans.iter().find(|span| &TEXT[span.edit.start..span.edit.end] == original).unwrap().id
    }

    #[test]
    fn what_is_decided_is_what_becomes_public() {
        let mut sheet = sheet();
        assert!(sheet.open() >= 4 && sheet.checks(TEXT).hold(), "{:?}", sheet.spans);
        assert_eq!(sheet.masked(TEXT).matches("张某").count(), 2);
        assert!(!sheet.masked(TEXT).contains("13900001111"));
        let name = id_of(&sheet, "张建国");
        sheet.decide(name, Verdict::Dropped, 7).unwrap();
        assert!(sheet.masked(TEXT).starts_with("原告张建国"));
        assert!(!sheet.checks(TEXT).hold(), "a name left is seen");
        sheet.reword(TEXT, name, " 张某甲 ", 7).unwrap();
        assert!(sheet.masked(TEXT).starts_with("原告张某甲"));
        assert!(sheet.made_by(7) && !sheet.made_by(8));
        let rest = sheet.open();
        assert_eq!((sheet.keep_rest(8), sheet.open()), (rest, 0));
        assert_eq!(sheet.decide(99_999, Verdict::Kept, 7), Err(SheetFault::NoSpan));
        for bad in ["张\n某", "张建国", &"字".repeat(201)] {
            assert_eq!(sheet.reword(TEXT, name, bad, 7), Err(SheetFault::Wording), "{bad}");
        }
    }

    #[test]
    fn words_are_marked_where_they_were_selected_or_wherever_they_stand() {
        let mut sheet = sheet();
        // 𠀀 is two units in a browser and one character here
        let units: usize = TEXT.chars().take_while(|c| *c != '号').map(char::len_utf16).sum();
        let one = Marked { at: Some(units), ..marked("号", false) };
        let id = sheet.mark(TEXT, &one, 7).unwrap();
        assert_eq!(id_of(&sheet, "号"), id);
        assert_eq!(sheet.mark(TEXT, &one, 7), Err(SheetFault::Overlaps));
        assert_eq!(sheet.mark(TEXT, &marked("号", true), 7), Err(SheetFault::NotThere));
        assert_eq!(sheet.mark(TEXT, &marked("西街", true), 7), Err(SheetFault::NotThere));
        assert_eq!(sheet.mark(TEXT, &marked(" ", true), 7), Err(SheetFault::NotThere));
        let before = sheet.spans.len();
        sheet.mark(TEXT, &marked("告", true), 7).unwrap();
        assert_eq!(sheet.spans.len(), before + 2);
        assert!(sheet.spans.is_sorted_by_key(|span| span.edit.start), "they stand in order");
    }

    #[test]
    fn what_was_dropped_gives_its_place_to_another() {
        let mut sheet = sheet();
        let name = id_of(&sheet, "李明");
        sheet.decide(name, Verdict::Dropped, 7).unwrap();
        let begin = TEXT.split("李明").next().unwrap().encode_utf16().count();
        let wider = Marked { at: Some(begin), class: Class::Name, wording: "李某", ..marked("李明。", false) };
        sheet.mark(TEXT, &wider, 7).unwrap();
        assert_eq!(sheet.decide(name, Verdict::Kept, 7), Err(SheetFault::Overlaps));
        assert!(sheet.masked(TEXT).contains("被告李某张某"), "{}", sheet.masked(TEXT));
    }

    #[test]
    fn a_sheet_comes_back_as_it_was_stored() {
        let mut sheet = sheet();
        sheet.ending = Ending::Stub(Unpublished::Divorce);
        sheet.said.push(Said { by: 7, at: 1, upon: "send".to_owned(), text: "请核对".to_owned() });
        let stored = serde_json::to_string(&sheet).unwrap();
        assert_eq!(serde_json::from_str::<Sheet>(&stored).unwrap(), sheet);
    }
}
