//! Which group of judges a case belongs to (专业合议庭, 审判团队; A-002), and what it needs of them besides (E10). Groups and
//! qualifications are codes that posts carry.

use std::collections::BTreeSet;

use crate::cause;
use crate::ids::CauseId;
use crate::life::track::{Branch, Stage, Track};

/// The group of a case, by its branch and stage.
pub const fn group(track: Track) -> &'static str {
    match (track.stage, track.branch) {
        (Stage::Enforcement, _) => "enforcement",
        (Stage::Bankruptcy | Stage::BankruptcyApplication, _) => "bankruptcy",
        (Stage::OwnCompensation | Stage::Committee | Stage::Aid, _) => "compensation",
        (_, Branch::Criminal) => "criminal",
        (_, Branch::Administrative) => "administrative",
        (_, Branch::Civil | Branch::Other) => "civil",
    }
}

/// Every group and qualification: its code, and its name.
pub const GROUPS: [(&str, &str); 8] = [
    ("civil", "民事"),
    ("criminal", "刑事"),
    ("administrative", "行政"),
    ("enforcement", "执行"),
    ("bankruptcy", "破产"),
    ("compensation", "赔偿救助"),
    (JUVENILE, "少年"),
    (INTELLECTUAL, "知识产权"),
];

/// Chinese name of a group; the code itself of one the house does not know.
pub fn group_zh(code: &str) -> &str {
    GROUPS.iter().find(|(known, _)| *known == code).map_or(code, |(_, zh)| zh)
}

/// The code of a group by its name or its code; what was written of one the house does not know.
pub fn group_code(written: &str) -> &str {
    GROUPS.iter().find(|(_, zh)| *zh == written).map_or(written, |(code, _)| code)
}

const JUVENILE: &str = "juvenile";
const INTELLECTUAL: &str = "intellectual_property";
/// The cause that all of intellectual property stands under.
const INTELLECTUAL_CAUSE: &str = "知识产权与竞争纠纷";

/// What a case needs of its judge besides (E10): of the qualifications that judges of the court have. Where nobody has one,
/// nobody can be asked for it.
pub fn qualifications(juvenile: bool, cause: Option<CauseId>, had: &BTreeSet<String>) -> BTreeSet<String> {
    let needs = [(juvenile, JUVENILE), (intellectual(cause), INTELLECTUAL)];
    let needs = needs.into_iter().filter(|(needed, code)| *needed && had.contains(*code));
    needs.map(|(_, code)| code.to_owned()).collect()
}

/// Whether a cause stands under intellectual property.
fn intellectual(cause: Option<CauseId>) -> bool {
    let mut at = cause;
    while let Some(found) = at.and_then(cause::cause) {
        if found.name == INTELLECTUAL_CAUSE {
            return true;
        }
        at = found.parent;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case_number::Word;

    #[test]
    fn e2_the_group_follows_from_the_type_word() {
        for (word, code) in [
            ("民初", "civil"),
            ("民终", "civil"),
            ("刑初", "criminal"),
            ("行初", "administrative"),
            ("执", "enforcement"),
            ("破申", "bankruptcy"),
            ("财保", "civil"),
            ("委赔", "compensation"),
        ] {
            let track = Track::of(Word::parse(word).unwrap()).unwrap();
            assert_eq!(group(track), code, "{word}");
            assert_ne!(group_zh(code), code);
            assert_eq!((group_code(group_zh(code)), group_code(code)), (code, code));
        }
    }

    #[test]
    fn e10_a_qualification_is_asked_for_where_somebody_has_it() {
        let patent = crate::cause::by_name("知识产权权属、侵权纠纷").map(|cause| cause.id);
        assert!(patent.is_some());
        let had = BTreeSet::from(["civil".to_owned(), "juvenile".to_owned()]);
        assert_eq!(qualifications(true, patent, &had), BTreeSet::from(["juvenile".to_owned()]));
        assert_eq!(qualifications(false, patent, &had), BTreeSet::new());
        let had = BTreeSet::from(["intellectual_property".to_owned()]);
        assert_eq!(qualifications(false, patent, &had).len(), 1);
        assert_eq!(qualifications(false, crate::cause::by_name("买卖合同纠纷").map(|cause| cause.id), &had).len(), 0);
    }
}
