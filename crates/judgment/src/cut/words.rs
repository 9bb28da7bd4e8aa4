//! What the words around a sign of a part tell: whose words, whose court, and where the part begins.

use super::anchors::Hit;
use crate::fold::Folded;

/// How far before its word a part can begin, in plain bytes.
pub(super) const MAX_LEAD: usize = 360;

/// What stands between the beginning of the sentence and the word; `None` when that is too far.
pub(super) fn lead<'a>(folded: &'a Folded, hit: &Hit) -> Option<(usize, &'a str)> {
    let start = folded.sentence_start(hit.start, MAX_LEAD)?;
    Some((start, folded.slice(start..hit.start)))
}

/// Whether the words speak of the court below.
pub(super) fn names_below(lead: &str) -> bool {
    ["一审法院", "原审法院", "原判", "原裁定", "一审判决", "原审判决", "一审查明", "原审查明", "仲裁委"]
        .iter()
        .any(|word| lead.contains(word))
}

/// Whether a word for facts found announces them here.
pub(super) fn announces_facts(folded: &Folded, hit: &Hit) -> bool {
    let rest = folded.after(hit.end);
    let word = folded.slice(hit.start..hit.end);
    // 二审查明的事实与一审一致: the court's own finding all the same.
    if word.ends_with("查明") && (rest.starts_with("的事实与") || rest.starts_with("的事实除")) {
        return true;
    }
    if word == "认定如下:" {
        let told = ["事实", "陈述", "审查确认"];
        return lead(folded, hit).is_some_and(|(_, lead)| {
            told.iter().any(|word| lead.contains(word)) || lead == "本院" && !lead.contains("争议")
        });
    }
    if word == "经复核," {
        return folded.starts_sentence(hit.start);
    }
    if rest.starts_with(['的', '之', '是', '部', '不', '错', '清']) && !word.ends_with([',', ':']) {
        return false;
    }
    let loose = ["可以认定", "以下事实", "如下事实", "查明事实", "经审理认定", "审理认定", "确认事实"];
    if loose.contains(&word) && !rest.starts_with([',', ':', '。', ';']) {
        return false;
    }
    lead(folded, hit).is_some_and(|(_, lead)| {
        !lead.ends_with(['未', '无', '能', '有'])
            && !lead.contains("如果")
            && !lead.contains("本院认为")
            && !lead.contains('称')
    })
}

/// Whether a charge is told of as the way the case came before the court.
pub(super) fn is_procedure(folded: &Folded, hit: &Hit) -> bool {
    let rest = folded.after(hit.end);
    let sentence: String = rest.chars().take(400).take_while(|c| *c != '。').collect();
    ["提起公诉", "一案", "提起附带", "向本院提起", "移送本院"].iter().any(|word| sentence.contains(word))
}

/// Whether the words argue, and do not begin anything: 因此, 关于上诉人…的上诉理由.
pub(super) fn argues(lead: &str) -> bool {
    ["关于", "对于", "针对", "因此", "故", "综上", "但", "经查", "从", "至于", "对上诉", "对辩护", "由此", "可见", "虽"]
        .iter()
        .any(|word| lead.starts_with(word))
}

/// Whether a sentence answers what a party says: 关于上诉人…的上诉理由，经查，….
pub(super) fn answers(folded: &Folded, hit: &Hit) -> bool {
    let rest = folded.after(hit.end);
    let near: String = rest.chars().take(500).collect();
    ["经查", "经审查", "不能成立", "不予采纳", "予以采纳", "不予支持", "评判如下", "本院认为"]
        .iter()
        .any(|word| near.contains(word))
}

/// Whether a sentence begins with whoever acts in a trial.
pub(super) fn starts_with_role(lead: &str) -> bool {
    let roles = [
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
    ];
    roles.iter().any(|word| lead.starts_with(word)) || lead.chars().count() <= 16
}
