//! A text cut into pieces for a page: side by side under review, paragraph by paragraph when it is public.

use std::ops::Range;

use crate::sheet::{Sheet, Span, Verdict};

/// Characters around a place that is told of.
const AROUND: usize = 12;

/// A piece of a text under review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What it says.
    pub text: String,
    /// The span it belongs to; 0 for none.
    pub id: u32,
    /// How it stands out: `gone` for what is taken out, `dropped` for what stays after all, `open` for what nobody decided.
    pub look: &'static str,
}

/// The original and what would be public, in pieces.
pub fn sides(text: &str, sheet: &Sheet) -> (Vec<Piece>, Vec<Piece>) {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let mut at = 0;
    let plain = |text: &str| Piece { text: text.to_owned(), id: 0, look: "" };
    for span in placed(sheet) {
        let Range { start, end } = span.edit.start..span.edit.end;
        let (Some(before), Some(original)) = (text.get(at..start), text.get(start..end)) else { continue };
        if !before.is_empty() {
            left.push(plain(before));
            right.push(plain(before));
        }
        let dropped = span.verdict == Verdict::Dropped;
        let look = match span.verdict {
            Verdict::Dropped => "dropped",
            _ if span.edit.replacement.is_empty() => "gone",
            Verdict::Open => "open",
            Verdict::Kept => "",
        };
        left.push(Piece { text: original.to_owned(), id: span.id, look });
        let now = if dropped { original } else { span.edit.replacement.as_str() };
        right.push(Piece { text: now.to_owned(), id: span.id, look });
        at = end;
    }
    if let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        left.push(plain(rest));
        right.push(plain(rest));
    }
    (left, right)
}

/// The spans that can be shown: what is changed, and of what was dropped that in whose place nothing else is.
fn placed(sheet: &Sheet) -> Vec<&Span> {
    let lies = |one: &Span, other: &Span| one.edit.start < other.edit.end && other.edit.start < one.edit.end;
    let mut shown: Vec<&Span> = sheet.spans.iter().filter(|span| span.verdict != Verdict::Dropped).collect();
    for span in sheet.spans.iter().filter(|span| span.verdict == Verdict::Dropped) {
        let first = shown.partition_point(|other| other.edit.end <= span.edit.start);
        if shown.get(first).is_none_or(|other| !lies(span, other)) {
            shown.insert(first, span);
        }
    }
    shown
}

/// The words around a place, with the place between 〔 and 〕.
pub fn around(text: &str, start: usize, end: usize) -> String {
    let (Some(before), Some(here), Some(after)) = (text.get(..start), text.get(start..end), text.get(end..)) else {
        return String::new();
    };
    let from = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
    let to = after.char_indices().nth(AROUND).map_or(after.len(), |(at, _)| at);
    let line = |text: &str| text.replace('\n', " ");
    let (before, after) = (before.get(from..).unwrap_or(""), after.get(..to).unwrap_or(""));
    format!("{}〔{}〕{}", line(before), line(here), line(after))
}

/// A paragraph of a public text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Where it stands: `head`, `number`, `sign`, or in the text.
    pub look: &'static str,
    /// Its pieces with the address they lead to; empty for none.
    pub pieces: Vec<(String, String)>,
}

/// Lines that stand above a text at most.
const HEAD: usize = 4;
/// Characters of such a line at most.
const SHORT: usize = 32;

/// A public text by paragraphs; links are in order and do not overlap.
pub fn paragraphs(text: &str, links: &[(Range<usize>, String)]) -> Vec<Paragraph> {
    let mut all = Vec::new();
    let mut from = 0;
    for line in text.split('\n') {
        let range = from..from + line.len();
        from = range.end + 1;
        if line.trim().is_empty() {
            continue;
        }
        all.push(Paragraph { look: "", pieces: pieces(text, &range, links) });
    }
    let said: Vec<String> =
        all.iter().map(|one| one.pieces.iter().map(|(text, _)| text.as_str()).collect::<String>()).collect();
    let told = |line: &String| line.contains(['。', '，', '：', '；', '、']);
    let short = |line: &String| line.trim().chars().count() <= SHORT;
    let head = said.iter().take(HEAD).take_while(|line| short(line) && !told(line)).count();
    let last = said.iter().rposition(told).map_or(all.len(), |at| at + 1).max(head);
    for (at, (paragraph, line)) in all.iter_mut().zip(&said).enumerate() {
        paragraph.look = match at {
            at if at < head && line.trim().starts_with(['（', '(']) => "number",
            at if at < head => "head",
            at if at >= last && short(line) => "sign",
            _ => "",
        };
    }
    all
}

fn pieces(text: &str, line: &Range<usize>, links: &[(Range<usize>, String)]) -> Vec<(String, String)> {
    let mut pieces = Vec::new();
    let mut at = line.start;
    let mut push = |range: Range<usize>, href: &str| {
        if let Some(part) = text.get(range).filter(|part| !part.is_empty()) {
            pieces.push((part.to_owned(), href.to_owned()));
        }
    };
    for (range, href) in links.iter().filter(|(range, _)| line.start <= range.start && range.end <= line.end) {
        if range.start < at {
            continue;
        }
        push(at..range.start, "");
        push(range.clone(), href);
        at = range.end;
    }
    push(at..line.end, "");
    if let Some((first, _)) = pieces.first_mut() {
        *first = first.trim_start().to_owned();
    }
    pieces
}

#[cfg(test)]
mod tests {
    use redact::{Case, Class, Options, Tokens};

    use super::*;
    use crate::sheet::{Marked, Source};
    use crate::taken::Form;

    fn told(pieces: &[Piece]) -> String {
        let one = |piece: &Piece| match piece.id {
            0 => piece.text.clone(),
            id => format!("[{id}{} {}]", piece.look, piece.text),
        };
        pieces.iter().map(one).collect()
    }

    #[test]
    fn both_sides_show_what_was_decided() {
        let text = "原告张伟住东街。";
        let source = Source { form: Form::Typed, digest: String::new() };
        let mut sheet = Sheet::propose(text, source, Case::default(), Options::default(), Tokens::default());
        sheet.spans.clear();
        let marked = |phrase, wording| Marked { phrase, at: None, everywhere: true, class: Class::Name, wording };
        let name = sheet.mark(text, &marked("张伟", "张某"), 7).unwrap();
        let street = sheet.mark(text, &marked("住东街", ""), 7).unwrap();
        let (left, right) = sides(text, &sheet);
        assert_eq!(told(&left), "原告[1 张伟][2gone 住东街]。");
        assert_eq!(told(&right), "原告[1 张某][2gone ]。");
        sheet.decide(street, Verdict::Dropped, 7).unwrap();
        sheet.decide(name, Verdict::Dropped, 7).unwrap();
        sheet.mark(text, &marked("告张", "×"), 7).unwrap();
        let (left, right) = sides(text, &sheet);
        assert_eq!(told(&left), "原[3 告张]伟[2dropped 住东街]。");
        assert_eq!(told(&right), "原[3 ×]伟[2dropped 住东街]。");
        assert_eq!(around(text, 6, 12), "原告〔张伟〕住东街。");
    }

    #[test]
    fn a_public_text_has_a_head_and_signatures_and_links() {
        let text = "辽宁省某某法院\n民 事 判 决 书\n（2020）辽0102民初1号\n\n　　依照民法典第一条，判决如下：\n驳回。\n\n审判员　冯涛\n二〇二〇年三月二日\n";
        let at = text.find("民法典第一条").unwrap();
        let all = paragraphs(text, &[(at..at + "民法典第一条".len(), "/laws/a/1".to_owned())]);
        let looks: Vec<&str> = all.iter().map(|one| one.look).collect();
        assert_eq!(looks, ["head", "head", "number", "", "", "sign", "sign"]);
        assert_eq!(all[3].pieces[0], ("依照".to_owned(), String::new()));
        assert_eq!(all[3].pieces[1], ("民法典第一条".to_owned(), "/laws/a/1".to_owned()));
        assert_eq!(all[3].pieces.len(), 3);
        assert!(paragraphs("", &[]).is_empty());
    }
}
