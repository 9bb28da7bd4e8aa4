//! The body of a judgment (正文): procedure, claims, defence, evidence, facts, reasons, what the court below did.

use std::ops::Range;

use super::anchors::{Hit, Tag};
use crate::fold::Folded;
use crate::kind::ZoneKind;

/// How far before its word a part can begin, in plain bytes.
const MAX_LEAD: usize = 360;
/// How far back the sentence of the articles relied on is looked for.
const MAX_ARTICLES: usize = 12_000;

/// Where a part begins, in plain bytes.
pub(super) type Start = (usize, ZoneKind);

/// What was found of the court's own decision.
#[derive(Debug, Default)]
pub(super) struct Decision {
    /// Where the reasons begin.
    pub reasons: Option<usize>,
    /// The word before what is decided.
    pub ruling: Option<Hit>,
    /// Where the sentence of the articles relied on begins.
    pub articles: Option<usize>,
    /// Where the sentence of the ruling begins when neither reasons nor articles come before it.
    pub alone: Option<usize>,
}

impl Decision {
    /// Where the body ends.
    pub(super) fn start(&self) -> Option<usize> {
        self.reasons.or(self.articles).or(self.alone)
    }
}

/// What stands between the beginning of the sentence and the word; `None` when that is too far.
fn lead<'a>(folded: &'a Folded, hit: &Hit) -> Option<(usize, &'a str)> {
    let start = folded.sentence_start(hit.start, MAX_LEAD)?;
    Some((start, folded.slice(start..hit.start)))
}

fn names_below(lead: &str) -> bool {
    ["一审法院", "原审法院", "原判", "原裁定", "一审判决", "原审判决", "一审查明", "原审查明", "仲裁委"]
        .iter()
        .any(|word| lead.contains(word))
}

/// Whether a word for facts found announces them here.
fn announces_facts(folded: &Folded, hit: &Hit) -> bool {
    let rest = folded.after(hit.end);
    let word = folded.slice(hit.start..hit.end);
    // 二审查明的事实与一审一致: the court's own finding all the same.
    if word.ends_with("查明") && rest.starts_with("的事实与") {
        return true;
    }
    if rest.starts_with(['的', '之', '是', '部', '不', '错', '清']) && !word.ends_with([',', ':']) {
        return false;
    }
    if matches!(word, "可以认定" | "以下事实" | "如下事实" | "查明事实" | "经审理认定" | "审理认定")
        && !rest.starts_with([',', ':', '。', ';'])
    {
        return false;
    }
    lead(folded, hit).is_some_and(|(_, lead)| {
        lead.chars().count() <= 60
            && !lead.ends_with(['未', '无', '能', '有'])
            && !lead.contains("如果")
            && !lead.contains("本院认为")
    })
}

/// Whether a word for reasons announces the court's own.
fn announces_reasons(folded: &Folded, hit: &Hit) -> bool {
    if folded.after(hit.end).starts_with(['的', '之', '有']) {
        return false;
    }
    let word = folded.slice(hit.start..hit.end);
    lead(folded, hit).is_some_and(|(_, lead)| {
        let own = word.contains("本院")
            || lead.contains("本院")
            || lead.is_empty()
            || word.starts_with("合议庭")
            || word.starts_with("本庭")
            || lead.ends_with('经') && lead.chars().count() <= 8;
        own && lead.chars().count() <= 40 && !names_below(lead) && !lead.contains("检察") && !lead.contains('证')
    })
}

/// Finds the court's own reasons and decision among the words from `from` on.
pub(super) fn decision(folded: &Folded, hits: &[Hit], from: usize) -> Decision {
    let own = |hit: &&Hit| hit.start >= from;
    let rulings: Vec<&Hit> =
        hits.iter().filter(own).filter(|hit| hit.tag == Tag::Ruling && is_ruling(folded, hit)).collect();
    let last_ruling = rulings.last().map_or(usize::MAX, |hit| hit.start);
    let facts = hits.iter().filter(own).filter(|hit| hit.tag == Tag::Facts && hit.start < last_ruling);
    let candidates: Vec<&Hit> =
        hits.iter().filter(own).filter(|hit| hit.tag == Tag::Reasons && announces_reasons(folded, hit)).collect();
    let last_candidate = candidates.iter().map(|hit| hit.start).filter(|at| *at < last_ruling).max().unwrap_or(0);
    let mut settled = from;
    for hit in facts.filter(|hit| hit.start < last_candidate) {
        if announces_facts(folded, hit) && lead(folded, hit).is_some_and(|(_, lead)| !names_below(lead)) {
            settled = hit.end;
        }
    }
    let reasons = candidates
        .iter()
        .find(|hit| hit.start >= settled && hit.start < last_ruling)
        .map(|hit| folded.sentence_start(hit.start, MAX_LEAD).unwrap_or(hit.start));
    let after = reasons.unwrap_or(from);
    let ruling = match reasons {
        Some(_) => rulings.iter().find(|hit| hit.start >= after).map(|hit| **hit),
        None => rulings.last().map(|hit| **hit),
    };
    let ruling = ruling.or_else(|| reasons.and_then(|_| plain_ruling(folded, hits, after)));
    let articles = ruling.and_then(|hit| articles(folded, after, &hit));
    let alone = ruling.filter(|_| reasons.is_none() && articles.is_none());
    let alone = alone.map(|hit| folded.sentence_start(hit.start, MAX_LEAD).unwrap_or(hit.start).max(from));
    Decision { reasons, ruling, articles, alone }
}

/// Whether the words announce this court's decision: not one that is told of.
fn is_ruling(folded: &Folded, hit: &Hit) -> bool {
    let word = folded.slice(hit.start..hit.end);
    let rest = folded.after(hit.end);
    let follows = rest.starts_with([':', '。', ',', ';', '一', '1', '(']) || folded.starts_line(hit.end);
    let weak = matches!(
        word,
        "如下协议" | "以下协议" | "自愿达成协议" | "达成如下协议" | "达成以下协议" | "协议如下" | "发出支付令"
    );
    if weak && !rest.starts_with(':') {
        return false;
    }
    let lead = lead(folded, hit).map_or("", |(_, lead)| lead);
    follows && !names_below(lead) || follows && lead.contains("本院")
}

/// A decision announced by 判决： alone, in a sentence that relies on a law.
fn plain_ruling(folded: &Folded, hits: &[Hit], from: usize) -> Option<Hit> {
    hits.iter()
        .filter(|hit| hit.start >= from && hit.tag == Tag::RulingPlain)
        .find(|hit| {
            let start = folded.sentence_start(hit.start, MAX_ARTICLES).unwrap_or(hit.start);
            let lead = folded.slice(start..hit.start);
            ["依照", "根据", "依据", "据此"].iter().any(|word| lead.contains(word)) && !names_below(lead)
        })
        .copied()
}

/// Where the sentence begins that names the articles relied on.
fn articles(folded: &Folded, from: usize, ruling: &Hit) -> Option<usize> {
    let mut floor = from.max(ruling.start.saturating_sub(MAX_ARTICLES));
    while !folded.as_str().is_char_boundary(floor) {
        floor += 1;
    }
    let before = folded.slice(floor..ruling.start);
    let sentence = floor + before.rfind('。').map_or(0, |i| i + '。'.len_utf8());
    let text = folded.slice(sentence..ruling.start);
    let title = text.find('《').or_else(|| text.find("条第").or_else(|| text.find('条')))?;
    let relied = ["依照", "根据", "依据", "按照", "适用", "参照", "依"]
        .iter()
        .filter_map(|word| text.get(..title).and_then(|head| head.rfind(word)))
        .min()
        .unwrap_or(title);
    let lead = text.get(..relied).unwrap_or_default();
    let connecting = lead.chars().count() <= 8 && !lead.contains("认为");
    Some(if connecting { sentence } else { sentence + relied })
}

/// Cuts the body between `range` into its parts.
pub(super) fn cut(folded: &Folded, hits: &[Hit], range: Range<usize>, told: bool) -> Vec<Start> {
    let mut out: Vec<Start> = Vec::new();
    let mut state = None;
    for hit in hits.iter().filter(|hit| range.contains(&hit.start)) {
        let Some(kind) = turn(folded, hit, state) else { continue };
        if Some(kind) == state {
            continue;
        }
        let start = folded.sentence_start(hit.start, MAX_LEAD).unwrap_or(hit.start).max(range.start);
        // A part may not begin inside the words that began the one before.
        let start = out.last().map_or(start, |(last, _)| start.max(*last));
        if out.last().is_some_and(|(last, _)| *last == start) && state != Some(ZoneKind::Procedure) {
            continue;
        }
        out.retain(|(at, _)| *at != start);
        out.push((start, kind));
        state = Some(kind);
    }
    let first = out.first().map_or(range.end, |(at, _)| *at);
    if first > range.start {
        out.insert(
            0,
            (range.start, opening(folded, hits, range.start..first, told, out.first().map(|(_, kind)| *kind))),
        );
    }
    out
}

/// What a body begins with before any word tells: how the case came here, or facts alone.
fn opening(folded: &Folded, hits: &[Hit], range: Range<usize>, told: bool, next: Option<ZoneKind>) -> ZoneKind {
    let procedure = hits.iter().any(|hit| range.contains(&hit.start) && hit.tag == Tag::Procedure);
    let letters = folded.slice(range).chars().any(char::is_alphanumeric);
    match next {
        _ if !letters => ZoneKind::Other,
        Some(ZoneKind::Claims | ZoneKind::Facts | ZoneKind::Defence) if told || procedure => ZoneKind::Procedure,
        _ if told && procedure => ZoneKind::Procedure,
        _ => ZoneKind::Facts,
    }
}

/// The part a word leads into from the present one; `None` when it leads nowhere.
fn turn(folded: &Folded, hit: &Hit, state: Option<ZoneKind>) -> Option<ZoneKind> {
    use ZoneKind::{Claims, Defence, Evidence, Facts, FactsBelow, Procedure, ReasonsBelow};
    let (start, lead) = lead(folded, hit)?;
    let line = folded.starts_line(start);
    let below = matches!(state, Some(FactsBelow | ReasonsBelow));
    match hit.tag {
        Tag::Procedure => state.is_none().then_some(Procedure),
        Tag::Claims => {
            let named = folded.slice(hit.start..hit.end);
            if named.contains("指控") && is_procedure(folded, hit) {
                return state.is_none().then_some(Procedure);
            }
            let told = matches!(state, Some(Facts)) && !line || lead.contains("围绕");
            (!told && lead.chars().count() <= 80).then_some(Claims)
        }
        Tag::ClaimsWeak => {
            let open = matches!(state, None | Some(Procedure));
            if open && is_procedure(folded, hit) {
                return state.is_none().then_some(Procedure);
            }
            (open && lead.chars().count() <= 60).then_some(Claims)
        }
        Tag::Defence => {
            let inside = matches!(state, Some(Facts | Evidence)) && !line;
            let told = below || inside || lead.chars().count() > 80 || names_below(lead);
            (!told && !folded.after(hit.end).starts_with(['的', '不'])).then_some(Defence)
        }
        Tag::Says => says(lead, state),
        Tag::Silence => (state == Some(Claims) && starts_with_role(lead)).then_some(Defence),
        Tag::Evidence => {
            let open = below || matches!(state, Some(Claims | Defence | Procedure)) && !lead.contains('称');
            let own = starts_with_role(lead) || lead.chars().count() <= 16;
            let silent = state == Some(Procedure) || lead.contains("未");
            (open && own && !silent).then_some(Evidence)
        }
        Tag::Proof => (matches!(state, Some(Facts)) && lead.is_empty()).then_some(Evidence),
        Tag::Facts => {
            if !announces_facts(folded, hit) {
                return None;
            }
            Some(if names_below(lead) { FactsBelow } else { Facts })
        }
        Tag::More => {
            let open = matches!(state, Some(Evidence | Claims | Defence)) && line;
            let word = folded.slice(hit.start..hit.end);
            (open && lead.is_empty() && !word.contains("事实")).then_some(Facts)
        }
        Tag::Steps => (matches!(state, None | Some(Procedure)) && lead.chars().count() <= 4).then_some(Facts),
        Tag::FactsBelow | Tag::ReasonsBelow => below_turn(folded, hit, lead, state),
        Tag::Reasons
        | Tag::Ruling
        | Tag::RulingPlain
        | Tag::Late
        | Tag::Costs
        | Tag::Appeal
        | Tag::Bench
        | Tag::Attachment => None,
    }
}

/// Whose words follow when somebody 称: the claiming side's first, then the other's.
fn says(lead: &str, state: Option<ZoneKind>) -> Option<ZoneKind> {
    let starts = |roles: &[&str]| roles.iter().any(|role| lead.starts_with(role)) && lead.chars().count() <= 40;
    let claiming = [
        "原告",
        "申请人",
        "申请执行人",
        "上诉人",
        "再审申请人",
        "案外人",
        "异议人",
        "利害关系人",
        "复议申请人",
        "申诉人",
        "自诉人",
        "赔偿请求人",
        "起诉人",
    ];
    let answering =
        ["被告", "被上诉人", "被申请人", "被执行人", "申请执行人", "第三人", "辩护人", "赔偿义务机关", "被申诉人"];
    match state {
        None | Some(ZoneKind::Procedure) if starts(&claiming) => Some(ZoneKind::Claims),
        Some(ZoneKind::Claims) if starts(&answering) => Some(ZoneKind::Defence),
        _ => None,
    }
}

/// Whether a charge is told of as the way the case came before the court.
fn is_procedure(folded: &Folded, hit: &Hit) -> bool {
    let rest = folded.after(hit.end);
    let sentence: String = rest.chars().take(400).take_while(|c| *c != '。').collect();
    ["提起公诉", "一案", "提起附带", "向本院提起", "移送本院"].iter().any(|word| sentence.contains(word))
}

fn starts_with_role(lead: &str) -> bool {
    [
        "被告",
        "原告",
        "二被告",
        "辩护人",
        "上诉人",
        "被上诉人",
        "第三人",
        "当事人",
        "双方",
        "被申请人",
        "申请人",
        "原、被告",
        "公诉",
        "附带",
        "诉讼过程中",
        "庭审中",
        "本院二审",
        "二审中",
        "二审期间",
        "再审",
        "本案",
        "在庭审",
        "审理中",
        "经",
        "对",
    ]
    .iter()
    .any(|word| lead.starts_with(word))
        || lead.chars().count() <= 16
}

/// Whether a word about the court below begins a part of its own.
fn below_turn(folded: &Folded, hit: &Hit, lead: &str, state: Option<ZoneKind>) -> Option<ZoneKind> {
    let rest = folded.after(hit.end);
    let judged = [
        "清楚",
        "不清",
        "事实清楚",
        "事实不清",
        "事实错误",
        "事实有误",
        "错误",
        "的",
        "有误",
        "不当",
        "正确",
        "是",
        "基本",
        "证据",
    ];
    if judged.iter().any(|word| rest.starts_with(word)) || lead.chars().count() > 24 || lead.contains('称') {
        return None;
    }
    let marked = rest.starts_with([',', ':', '。']) || folded.slice(hit.start..hit.end).ends_with(':');
    if state == Some(ZoneKind::Claims) && !marked && !folded.starts_line(hit.start) {
        return None;
    }
    if state == Some(ZoneKind::Facts) && !folded.starts_line(hit.start) {
        return None;
    }
    Some(if hit.tag == Tag::FactsBelow { ZoneKind::FactsBelow } else { ZoneKind::ReasonsBelow })
}
