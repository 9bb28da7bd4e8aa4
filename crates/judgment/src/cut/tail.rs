//! The end of a judgment (尾部): what is decided, costs, remedies, bench, date, attachments.

use std::ops::Range;
use std::sync::OnceLock;

use law::day::Day;
use regex::Regex;

use super::Member;
use super::anchors::{Hit, Tag};
use super::body::Start;
use crate::fold::Folded;
use crate::kind::ZoneKind;
use crate::numeral;

/// The longest name of a judge or clerk, in characters.
const MAX_NAME: usize = 16;
/// The most members of a bench that are kept.
const MAX_MEMBERS: usize = 60;

/// What the end of a text holds, in plain bytes.
#[derive(Debug, Default)]
pub(super) struct Tail {
    pub starts: Vec<Start>,
    pub members: Vec<(Range<usize>, Range<usize>)>,
    pub date: Option<Day>,
}

impl Tail {
    /// Where the signatures begin.
    pub(super) fn signed(&self) -> Option<usize> {
        self.starts.iter().find(|(_, kind)| matches!(kind, ZoneKind::Bench | ZoneKind::Date)).map(|(at, _)| *at)
    }

    /// The bench with the bytes of the original.
    pub(super) fn bench(&self, text: &str, folded: &Folded) -> Vec<Member> {
        self.members
            .iter()
            .map(|(title, name)| Member {
                title: folded.span(text, title.clone()),
                name: folded.span(text, name.clone()),
            })
            .collect()
    }
}

fn date_pattern() -> Option<&'static Regex> {
    static CELL: OnceLock<Option<Regex>> = OnceLock::new();
    let digits = "〇零一二三四五六七八九十";
    CELL.get_or_init(|| {
        Regex::new(&format!("([{digits}0-9Oo]{{4}})年([{digits}元0-9]{{1,3}})月([{digits}廿卅0-9]{{1,4}})日")).ok()
    })
    .as_ref()
}

/// The date written at the start of the text: how long it is and which day.
fn date(text: &str) -> Option<(Range<usize>, Option<Day>)> {
    let found = date_pattern()?.captures(text)?;
    let part = |i: usize| found.get(i).map_or("", |m| m.as_str());
    let number = |text: &str| numeral::parse(&text.replace(['O', 'o'], "0"));
    let month = if part(2) == "元" { Some(1) } else { number(part(2)) };
    let day = number(part(1)).zip(month).zip(number(part(3))).and_then(|((year, month), day)| {
        Day::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
    });
    Some((found.get(0)?.range(), day))
}

/// Reads the end of the text from the decision (or, without one, from `from`) on.
pub(super) fn read(folded: &Folded, hits: &[Hit], from: usize, decided: bool) -> Tail {
    let first = hits.partition_point(|hit| hit.start < from);
    let hits = hits.get(first..).unwrap_or_default();
    let mut tail = Tail::default();
    let signed = hits.iter().position(|hit| hit.tag == Tag::Bench && begins_bench(folded, hits, hit, decided));
    let signed_at = signed.and_then(|i| hits.get(i)).map(|hit| hit.start);
    if decided {
        tail.starts.push((from, ZoneKind::Disposition));
        let end = signed_at.unwrap_or(folded.len());
        closing(folded, hits.iter().filter(|hit| hit.end <= end), &mut tail);
    }
    match signed.and_then(|i| hits.get(i..)) {
        Some(hits) => signatures(folded, hits, &mut tail),
        None => lone_date(folded, from, &mut tail),
    }
    tail
}

/// Costs and remedies behind what is decided.
fn closing<'a>(folded: &Folded, hits: impl Iterator<Item = &'a Hit>, tail: &mut Tail) {
    let mut state = ZoneKind::Disposition;
    for hit in hits {
        let Some(start) = folded.sentence_start(hit.start, 240) else { continue };
        let lead = folded.slice(start..hit.start);
        let kind = match hit.tag {
            Tag::Costs if state != ZoneKind::Appeal && begins_costs(lead) => ZoneKind::Costs,
            Tag::Appeal if begins_appeal(folded, start, hit) => ZoneKind::Appeal,
            Tag::Late if state == ZoneKind::Costs && lead.chars().count() <= 6 => ZoneKind::Disposition,
            Tag::Attachment if folded.starts_line(hit.start) => ZoneKind::Attachment,
            _ => continue,
        };
        match tail.starts.last_mut() {
            // Nothing is decided before the remedies: the text is defective.
            Some((last, before)) if kind != state && *last == start => *before = kind,
            Some((last, _)) if kind != state && *last < start => tail.starts.push((start, kind)),
            _ => continue,
        }
        state = kind;
    }
}

/// 本案案件受理费, 一审案件受理费, 三、诉讼费: the sentence is about costs from its beginning.
fn begins_costs(lead: &str) -> bool {
    lead.chars().count() <= 12 && !lead.contains(['元', ',', '付', '偿'])
}

fn begins_appeal(folded: &Folded, start: usize, hit: &Hit) -> bool {
    let word = folded.slice(hit.start..hit.end);
    let lead = folded.slice(start..hit.start);
    let weak = matches!(
        word,
        "可以自"
            | "送达之日起"
            | "签收后"
            | "发生法律效力"
            | "通过本院"
            | "立即执行"
            | "提起上诉"
            | "终审"
            | "申请复议"
    );
    if weak {
        let own = ["本判决", "本裁定", "本决定", "本调解书", "如不服", "如对", "当事人", "不服", "被申请人", "此"];
        return own
            .iter()
            .any(|word| lead.trim_start_matches(|c: char| "一二三四五六七八九十、".contains(c)).starts_with(word));
    }
    lead.chars().count() <= 30 && !lead.contains("赔偿") && !lead.contains("支付") && !lead.contains("偿还")
}

/// Whether the signatures begin with this word.
fn begins_bench(folded: &Folded, hits: &[Hit], hit: &Hit, decided: bool) -> bool {
    let stands = folded.starts_sentence(hit.start)
        || decided && folded.char_before(hit.start).is_some_and(|c| c == '日' || c == ')' || c == '院');
    stands && name(folded, hits, hit).is_some()
}

/// The name behind the title of a member of the bench, in plain bytes.
fn name(folded: &Folded, hits: &[Hit], hit: &Hit) -> Option<Range<usize>> {
    let start = if folded.after(hit.end).starts_with(':') { hit.end + 1 } else { hit.end };
    let rest = folded.after(start);
    let next = hits.partition_point(|other| other.start < hit.end);
    let next = hits
        .get(next..)?
        .iter()
        .find(|other| matches!(other.tag, Tag::Bench | Tag::Attachment))
        .map(|other| other.start);
    // A line's end right behind the title parts it from the name, it does not end the name.
    let line = folded.line_end(start);
    let mut end = next.unwrap_or(usize::MAX).min(line).min(folded.len());
    let window: String = rest.chars().take(MAX_NAME + 16).collect();
    if let Some((range, _)) = date(&window) {
        end = end.min(start + range.start);
    }
    let found = folded.slice(start..end);
    let count = found.chars().count();
    let fits = (1..=MAX_NAME).contains(&count)
        && found.chars().all(|c| c.is_alphabetic() || c.is_ascii_digit() || "·•*×()".contains(c));
    fits.then_some(start..end)
}

/// Reads bench, date and attachments, beginning with the first title of the bench.
fn signatures(folded: &Folded, hits: &[Hit], tail: &mut Tail) {
    let Some(first) = hits.first() else { return };
    tail.starts.push((first.start, ZoneKind::Bench));
    let mut end = first.start;
    for hit in hits {
        if hit.tag != Tag::Bench || hit.start < end {
            continue;
        }
        let gap = folded.slice(end..hit.start);
        if tail.members.len() >= MAX_MEMBERS || gap.chars().count() > 60 {
            break;
        }
        push_date(folded, end..hit.start, true, tail);
        let Some(name) = name(folded, hits, hit) else { break };
        end = name.end;
        tail.members.push((hit.start..hit.end, name));
    }
    let mut near = folded.len().min(end + 150);
    while !folded.as_str().is_char_boundary(near) {
        near -= 1;
    }
    let attached =
        hits.iter().find(|hit| hit.tag == Tag::Attachment && hit.start >= end).map_or(near, |hit| hit.start.min(near));
    end = push_date(folded, end..attached, false, tail).unwrap_or(end);
    if end < folded.len() {
        let attachment = hits.iter().any(|hit| hit.tag == Tag::Attachment && hit.start >= end);
        let rest = folded.after(end);
        let kind = if attachment || rest.starts_with('附') { ZoneKind::Attachment } else { ZoneKind::Other };
        if rest.chars().any(char::is_alphanumeric) {
            tail.starts.push((end, kind));
        }
    }
}

/// Marks a date between two titles; returns where it ends. `more` says that the bench goes on behind it.
fn push_date(folded: &Folded, gap: Range<usize>, more: bool, tail: &mut Tail) -> Option<usize> {
    if tail.date.is_some() {
        return None;
    }
    let (range, day) = date(folded.slice(gap.clone()))?;
    let (start, end) = (gap.start + range.start, gap.start + range.end);
    tail.starts.push((start, ZoneKind::Date));
    if more {
        tail.starts.push((end, ZoneKind::Bench));
    }
    tail.date = day;
    Some(end)
}

/// A date on a line of its own near the end of a text without signatures.
fn lone_date(folded: &Folded, from: usize, tail: &mut Tail) {
    let mut near = folded.len().saturating_sub(400).max(from);
    while !folded.as_str().is_char_boundary(near) {
        near += 1;
    }
    let Some((range, day)) = date_pattern()
        .and_then(|re| re.find_iter(folded.slice(near..folded.len())).last())
        .and_then(|m| date(m.as_str()).map(|(_, day)| (near + m.start()..near + m.end(), day)))
    else {
        return;
    };
    let own_line = folded.starts_line(range.start) && (folded.starts_line(range.end) || range.end == folded.len());
    if own_line && range.start > 0 && tail.starts.last().is_none_or(|(last, _)| *last < range.start) {
        tail.starts.push((range.start, ZoneKind::Date));
        if range.end < folded.len() {
            tail.starts.push((range.end, ZoneKind::Other));
        }
        tail.date = day;
    }
}
