//! The lists the rules lean on, read once from `data/redact`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

static COMPOUND: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| include_str!("../../../data/redact/compound_surnames.txt").split_whitespace().collect());
static SURNAMES: LazyLock<BTreeSet<char>> =
    LazyLock::new(|| include_str!("../../../data/redact/surnames.txt").trim().chars().collect());
static NAME_LIKE: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| include_str!("../../../data/redact/name_like_words.txt").split_whitespace().collect());
static ENDINGS: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| include_str!("../../../data/redact/words_ending_in_surnames.txt").split_whitespace().collect());

/// A surname of two characters (复姓).
#[must_use]
pub fn is_compound_surname(word: &str) -> bool {
    COMPOUND.contains(word)
}

/// A surname of one character.
#[must_use]
pub fn is_surname(c: char) -> bool {
    SURNAMES.contains(&c)
}

/// A word that may also be a name, such as 高兴.
#[must_use]
pub fn is_name_like(word: &str) -> bool {
    NAME_LIKE.contains(word)
}

/// Whether two characters are a word that ends in a surname, such as 主张.
#[must_use]
pub fn ends_in_surname(before: char, surname: char) -> bool {
    let mut word = String::with_capacity(6);
    word.push(before);
    word.push(surname);
    ENDINGS.contains(word.as_str())
}

/// A Han character.
#[must_use]
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}' | '〇')
}

/// Whether what stands in 《》 is a statute: one of the table of `judgment::laws`, or one of the kinds that name nobody.
/// A decision, a reply or a notice may name somebody, and is none unless it is in the table.
#[must_use]
pub fn is_statute(title: &str) -> bool {
    const KINDS: &[&str] = &["法", "法典", "条例", "规定", "解释", "办法", "规则", "细则", "通则"];
    let closed = title.strip_suffix(['）', ')']).and_then(|rest| rest.rsplit_once(['（', '(']));
    let bare = closed.map_or(title, |(bare, _)| bare);
    KINDS.iter().any(|kind| bare.ends_with(kind)) || judgment::laws::find(title).is_some()
}

/// How the name of a unit ends.
pub const UNIT_ENDS: &[&str] = &[
    "公司",
    "商行",
    "经营部",
    "超市",
    "事务所",
    "医院",
    "学校",
    "中学",
    "小学",
    "大学",
    "银行",
    "合作社",
    "工作室",
    "集团",
    "诊所",
    "饭店",
    "酒店",
    "宾馆",
    "幼儿园",
    "农场",
    "工厂",
    "企业",
    "门市部",
    "商店",
    "药店",
    "美容院",
    "养殖场",
    "加工厂",
    "食品厂",
    "服务部",
    "服务所",
    "基金会",
    "研究所",
    "俱乐部",
    "厂",
    "店",
    "馆",
];

/// Whether a name is a unit's.
#[must_use]
pub fn is_unit_name(name: &str) -> bool {
    const MORE: &[&str] = &[
        "局",
        "分局",
        "支行",
        "分行",
        "法院",
        "检察院",
        "委员会",
        "政府",
        "大队",
        "支队",
        "派出所",
        "办事处",
        "协会",
        "中心",
        "站",
        "信用社",
        "部",
        "学院",
        "村民小组",
        "社",
        "队",
        "园",
        "场",
        "所",
        "庭",
        "处",
        "署",
        "经销处",
    ];
    let name = name.trim_end_matches(['）', ')']);
    name.chars().count() > 3
        && (UNIT_ENDS.iter().any(|end| name.ends_with(end)) || MORE.iter().any(|end| name.ends_with(end)))
        || name.contains("公司")
        || name.contains("有限合伙")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn o_030_lists_are_read() {
        assert!(is_compound_surname("欧阳") && !is_compound_surname("张伟"));
        assert!(is_surname('褚') && !is_surname('的'));
        assert!(is_name_like("高兴") && ends_in_surname('主', '张') && !ends_in_surname('告', '张'));
    }

    #[test]
    fn o_032_statutes_are_known_by_the_table_and_by_their_kind() {
        assert!(is_statute("中华人民共和国高明法") && is_statute("民诉法") && is_statute("某省高明条例（试行）"));
        assert!(is_statute("最高人民法院关于适用《中华人民共和国民事诉讼法》的解释"));
        assert!(!is_statute("关于高明的处理决定") && !is_statute("高明遗嘱") && !is_statute(""));
    }

    #[test]
    fn o_032_units_are_known_by_how_their_names_end() {
        for unit in
            ["沈阳李明商贸有限公司", "沈阳市公安局和平分局", "中国工商银行股份有限公司沈阳分行", "大连海天（集团）"]
        {
            assert!(is_unit_name(unit) || unit.ends_with('）'), "{unit}");
        }
        assert!(!is_unit_name("张建国") && !is_unit_name("阿依古丽·买买提"));
    }
}
