//! What is known of causes before any case: their names, older names, the words their facts usually have
//! (`data/cause_words.tsv`) and invented facts as a court might find them (`data/cause_facts.tsv`), both written from the
//! register and general knowledge of the law.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use law::cause::{self, Family};

const TABLE: &str = include_str!("../../../../data/cause_words.tsv");

static WORDS: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t')).collect()
});

const FACTS: &str = include_str!("../../../../data/cause_facts.tsv");

/// Invented facts of a list's causes, each with the name of its cause.
pub fn facts(family: Family) -> impl Iterator<Item = (&'static str, &'static str)> {
    let rows = FACTS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
    rows.filter(move |(name, _)| cause::by_name(name).is_some_and(|cause| cause.family == family))
}

/// Words that say nothing of which cause it is.
const DULL: [&str; 5] = ["纠纷", "责任", "案由", "罪", "合同"];

/// The words known of a cause or charge by its name; an older name has those of the one in force.
pub fn words(name: &str) -> String {
    let known = cause::by_name(name);
    let mut text = bare(name);
    for other in known.into_iter().flat_map(|cause| std::iter::once(cause.name).chain(cause.aliases.iter().copied())) {
        if other != name {
            text.push('，');
            text.push_str(&bare(other));
        }
    }
    for listed in [Some(name), known.map(|cause| cause.name)].into_iter().flatten() {
        if let Some(words) = WORDS.get(listed) {
            text.push('，');
            text.push_str(words);
            break;
        }
    }
    text
}

fn bare(name: &str) -> String {
    let mut bare = name.trim_end_matches("纠纷").trim_end_matches('罪').to_owned();
    for dull in DULL {
        if bare.chars().count() > dull.chars().count() + 3 {
            bare = bare.replace(dull, "");
        }
    }
    bare
}

/// Causes of a list that a case may be filed under.
pub fn fileable(family: Family) -> impl Iterator<Item = &'static str> {
    let deep = if family == Family::Administrative { 2 } else { 3 };
    cause::causes(family).iter().filter(move |cause| cause.is_fileable() && cause.level >= deep).map(|cause| cause.name)
}

/// The charges named together in one text (`盗窃罪、抢劫罪`), kept whole where a charge's own name has
/// the mark (`生产、销售伪劣产品罪`).
pub fn apart(label: &str) -> Vec<String> {
    let parts: Vec<&str> = label.split('、').collect();
    let mut found = Vec::new();
    let mut from = 0;
    while from < parts.len() {
        let named = (from + 1..=parts.len()).rev().find_map(|to| {
            let name = parts.get(from..to)?.join("、");
            (cause::by_name(&name).is_some() || (name.ends_with('罪') && to == from + 1)).then_some((to, name))
        });
        let (to, name) = named.unwrap_or_else(|| {
            let to = (from + 1..=parts.len())
                .find(|to| parts.get(to - 1).is_some_and(|part| part.ends_with('罪')))
                .unwrap_or(parts.len());
            (to, parts.get(from..to).unwrap_or_default().join("、"))
        });
        found.push(name);
        from = to;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charges_named_together_come_apart() {
        assert_eq!(apart("故意杀人罪、强奸罪"), ["故意杀人罪", "强奸罪"]);
        assert_eq!(apart("生产、销售伪劣产品罪"), ["生产、销售伪劣产品罪"]);
        assert_eq!(apart("盗窃罪、生产、销售伪劣产品罪"), ["盗窃罪", "生产、销售伪劣产品罪"]);
        assert_eq!(apart("甲、乙新造罪"), ["甲、乙新造罪"]);
        assert_eq!(apart(""), [""]);
    }

    #[test]
    fn every_listed_cause_is_on_the_register() {
        let strangers: Vec<&&str> = WORDS.keys().filter(|name| cause::by_name(name).is_none()).collect();
        assert!(strangers.is_empty(), "{strangers:?}");
        let told = facts(Family::Civil).collect::<Vec<_>>();
        assert_eq!(told.len(), FACTS.lines().filter(|line| !line.starts_with('#')).count());
        assert!(told.iter().all(|(name, facts)| facts.chars().count() >= 40 && !facts.contains(name)));
        let silent: Vec<&str> =
            fileable(Family::Civil).filter(|name| !told.iter().any(|(told, _)| told == name)).collect();
        assert!(silent.is_empty(), "every civil cause has facts: {silent:?}");
        assert_eq!(facts(Family::Criminal).count(), 0);
    }

    #[test]
    fn an_older_name_has_the_words_of_the_one_in_force() {
        assert!(words("民间借贷纠纷").contains("借条"));
        assert!(words("生命权、健康权、身体权纠纷").contains("身体权"));
        assert!(fileable(Family::Civil).count() > 400);
    }
}
