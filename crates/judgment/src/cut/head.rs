//! The head of a judgment (首部): court, title, case number, and where the parties stand.

use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

use super::anchors::{Hit, Tag};
use crate::fold::Folded;
use crate::party;

/// How far into the text the head is looked for, in plain bytes.
const MAX_HEAD: usize = 2400;
/// The longest list of parties, in plain bytes.
const MAX_PARTIES: usize = 600_000;

/// What the head of a text holds, in plain bytes.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub court: Option<Range<usize>>,
    pub title: Option<Range<usize>>,
    pub number: Option<Range<usize>>,
    pub parties: Option<Range<usize>>,
}

impl Head {
    /// Where court, title and number end.
    pub(super) fn end(&self) -> usize {
        [&self.court, &self.title, &self.number].into_iter().flatten().map(|range| range.end).max().unwrap_or(0)
    }

    /// Whether there is any of them.
    pub(super) fn any(&self) -> bool {
        self.end() > 0
    }
}

fn pattern(cell: &'static OnceLock<Option<Regex>>, text: &str) -> Option<&'static Regex> {
    cell.get_or_init(|| Regex::new(text).ok()).as_ref()
}

fn number_pattern() -> Option<&'static Regex> {
    static CELL: OnceLock<Option<Regex>> = OnceLock::new();
    pattern(&CELL, r"[\(\[](?:19|20)\d{2}[\)\]][^,。;:《》()]{1,30}?\d+号(?:之[一二三四五六七八九十]{1,3}|-\d{1,3})?")
}

fn court_pattern() -> Option<&'static Regex> {
    static CELL: OnceLock<Option<Regex>> = OnceLock::new();
    pattern(
        &CELL,
        r"[\p{Han}]{2,30}?(?:人民法院|海事法院|知识产权法院|互联网法院|金融法院|运输法院|军事法院|垦区法院|林区法院)",
    )
}

fn title_pattern() -> Option<&'static Regex> {
    static CELL: OnceLock<Option<Regex>> = OnceLock::new();
    pattern(
        &CELL,
        "(?:刑事|民事|行政|执行|国家赔偿|司法赔偿|赔偿|海事|知识产权)?(?:附带民事|赔偿|再审|确认|驳回申诉|强制医疗|减刑|假释|罚款|\
         拘留|制裁|驳回|诉讼|保全)*(?:判决书|裁定书|调解书|决定书|通知书|支付令|限制消费令)",
    )
}

/// The case numbers a text names anywhere, in bytes of the text.
///
/// ```
/// let text = "本院（2020）辽 0102 民初 1 号判决";
/// let found = judgment::cut::case_numbers(text);
/// assert_eq!(&text[found[0].clone()], "（2020）辽 0102 民初 1 号");
/// ```
pub fn case_numbers(text: &str) -> Vec<Range<usize>> {
    let folded = Folded::new(text);
    let found = number_pattern().into_iter().flat_map(|pattern| pattern.find_iter(folded.as_str()));
    found.map(|found| folded.span(text, found.range())).collect()
}

/// Reads the head.
pub(super) fn read(folded: &Folded, hits: &[Hit]) -> Head {
    let mut limit = folded.len().min(MAX_HEAD);
    while !folded.as_str().is_char_boundary(limit) {
        limit -= 1;
    }
    // The head ends with the first sentence: what comes later cites other cases and courts.
    let text = folded.slice(0..limit);
    let limit = text.find('。').unwrap_or(limit);
    let text = folded.slice(0..limit);
    let mut head = Head { title: title(folded, text), ..Head::default() };
    let stands = |at: usize, titled: usize| folded.starts_line(at) || at == titled;
    let titled = head.title.as_ref().map_or(usize::MAX, |title| title.end);
    head.number = number_pattern()
        .and_then(|re| re.find_iter(text).find(|m| stands(m.start(), titled) || behind_court(folded, m.start())))
        .map(|m| m.range());
    let before = head.title.iter().chain(&head.number).map(|range| range.start).max().unwrap_or(limit);
    head.court = court_pattern()
        .and_then(|re| re.find_iter(folded.slice(0..before)).filter(|m| folded.starts_line(m.start())).last())
        .map(|m| m.start()..m.end())
        .filter(|court| head.title.is_some() || head.number.is_some() || folded.line_end(court.start) == court.end);
    head.parties = parties(folded, hits, &head);
    head
}

/// Whether the text begins with a court's name that ends here.
fn behind_court(folded: &Folded, at: usize) -> bool {
    let before = folded.slice(0..at);
    before.ends_with("法院") && before.chars().count() <= 40
}

/// The title: on a line of its own, behind the court's name, or before the case number.
fn title(folded: &Folded, text: &str) -> Option<Range<usize>> {
    title_pattern()?
        .find_iter(text)
        .find(|m| {
            let before = folded.slice(0..m.start());
            let rest = folded.after(m.end());
            let stands = folded.starts_line(m.start()) || before.ends_with("法院") || before.ends_with(['号', ')']);
            let ends = folded.starts_line(m.end())
                || rest.is_empty()
                || rest.starts_with(['(', '['])
                || party::role_at(folded, m.end()).is_some();
            stands && ends
        })
        .map(|m| m.range())
}

/// The part that names the parties.
fn parties(folded: &Folded, hits: &[Hit], head: &Head) -> Option<Range<usize>> {
    let from = head.end();
    let start = if head.any() { first_role(folded, from)? } else { lone_start(folded)? };
    let i = hits.partition_point(|hit| hit.start < start);
    let ends = |hit: &&Hit| {
        matches!(
            hit.tag,
            Tag::Procedure
                | Tag::Claims
                | Tag::ClaimsWeak
                | Tag::Defence
                | Tag::Facts
                | Tag::Reasons
                | Tag::Ruling
                | Tag::FactsBelow
                | Tag::ReasonsBelow
                | Tag::Evidence
                | Tag::Steps
                | Tag::Silence
        )
    };
    let stop = hits.get(i..).and_then(|rest| rest.iter().filter(ends).find(|hit| !of_powers(folded, hit)));
    let stop = stop.map_or(folded.len(), |hit| hit.start);
    let stop = stop.min(start.saturating_add(MAX_PARTIES)).min(folded.len());
    let end = if stop == folded.len() { stop } else { folded.sentence_start(stop, 6000).unwrap_or(start) };
    (end > start).then_some(start..end)
}

/// Whether the words tell what an agent may do: 代理权限：代为承认、变更诉讼请求、提起上诉.
fn of_powers(folded: &Folded, hit: &Hit) -> bool {
    let Some(start) = folded.sentence_start(hit.start, 600) else { return false };
    ["代为", "特别授权", "一般授权", "代理权限", "一般代理", "特别代理"]
        .iter()
        .any(|word| folded.slice(start..hit.start).contains(word))
}

/// The first sentence behind the head that begins with a party's role.
fn first_role(folded: &Folded, from: usize) -> Option<usize> {
    let mut at = from;
    for _ in 0..12 {
        if party::role_at(folded, at).is_some_and(|(_, party)| party) {
            return Some(at);
        }
        let rest = folded.after(at);
        let sentence = rest.find('。').map_or(folded.len(), |i| at + i + '。'.len_utf8());
        at = sentence.min(folded.line_end(at));
        if at >= folded.len() {
            return None;
        }
    }
    None
}

/// Whether a text without a head begins with parties: 原告李明，男，… or 原告：李明。
fn lone_start(folded: &Folded) -> Option<usize> {
    let (end, party) = party::role_at(folded, 0)?;
    let rest: String = folded.slice(end..folded.line_end(end)).chars().take(120).collect();
    let rest = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')).map_or(rest.as_str(), |(_, after)| after);
    if !party {
        return None;
    }
    if rest.starts_with(':') {
        return Some(0);
    }
    let clause = rest.find([',', '。', ';', '(']).unwrap_or(rest.len());
    let (name, after) = rest.split_at_checked(clause)?;
    let short = (2..=40).contains(&name.chars().count());
    let said = [
        "男",
        "女",
        "汉族",
        "住",
        "19",
        "20",
        "曾用名",
        "又名",
        "身份证",
        "公民身份",
        "户籍",
        "生于",
        "系",
        "别名",
        "统一",
        "组织机构",
    ];
    let after_mark = after.trim_start_matches([',', '(']);
    let person = said.iter().any(|word| after_mark.starts_with(word));
    let closed = (after.starts_with('。') || after.is_empty()) && name.chars().count() <= 25;
    // 原告李明，农民。 tells what the person does.
    let said_short = after_mark.find(['。', ',']).filter(|i| *i <= 30).and_then(|i| after_mark.get(i..));
    let occupied = name.chars().count() <= 5 && said_short.is_some_and(|rest| rest.starts_with('。'));
    (short && (person || closed || occupied)).then_some(0)
}
