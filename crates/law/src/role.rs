//! Roles in which a person acts before or in a court. What a role may do, this does not know.

use serde::{Deserialize, Serialize};

/// The role a person acts in (身份).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Somebody who has not signed in (访客).
    Visitor,
    /// A party to a case, natural person or organisation (当事人).
    Litigant,
    /// A lawyer (律师).
    Lawyer,
    /// Staff of the filing division (立案人员).
    Registrar,
    /// A clerk of the court (书记员).
    Clerk,
    /// A judge with cases of their own (法官).
    Judge,
    /// A judge's assistant (法官助理).
    Assistant,
    /// A people's assessor (人民陪审员).
    Assessor,
    /// The head of a division (庭长).
    DivisionHead,
    /// The president of the court (院长).
    President,
    /// Trial management (审判管理).
    TrialManagement,
    /// The court's finance (财务).
    Finance,
    /// Discipline and supervision (纪检监察).
    Discipline,
    /// The administrator of the system (系统管理员).
    Administrator,
    /// Another institution's programs (机构接口).
    Institution,
}

impl Role {
    /// Every role, in the order of the list.
    pub const ALL: &'static [Role] = &[
        Role::Visitor,
        Role::Litigant,
        Role::Lawyer,
        Role::Registrar,
        Role::Clerk,
        Role::Judge,
        Role::Assistant,
        Role::Assessor,
        Role::DivisionHead,
        Role::President,
        Role::TrialManagement,
        Role::Finance,
        Role::Discipline,
        Role::Administrator,
        Role::Institution,
    ];

    /// Its word in data and columns.
    pub const fn word(self) -> &'static str {
        match self {
            Role::Visitor => "visitor",
            Role::Litigant => "litigant",
            Role::Lawyer => "lawyer",
            Role::Registrar => "registrar",
            Role::Clerk => "clerk",
            Role::Judge => "judge",
            Role::Assistant => "assistant",
            Role::Assessor => "assessor",
            Role::DivisionHead => "division_head",
            Role::President => "president",
            Role::TrialManagement => "trial_management",
            Role::Finance => "finance",
            Role::Discipline => "discipline",
            Role::Administrator => "administrator",
            Role::Institution => "institution",
        }
    }

    /// Its Chinese name.
    pub const fn zh(self) -> &'static str {
        match self {
            Role::Visitor => "访客",
            Role::Litigant => "当事人",
            Role::Lawyer => "律师",
            Role::Registrar => "立案人员",
            Role::Clerk => "书记员",
            Role::Judge => "法官",
            Role::Assistant => "法官助理",
            Role::Assessor => "人民陪审员",
            Role::DivisionHead => "庭长",
            Role::President => "院长",
            Role::TrialManagement => "审判管理",
            Role::Finance => "财务",
            Role::Discipline => "纪检监察",
            Role::Administrator => "系统管理员",
            Role::Institution => "机构接口",
        }
    }

    /// The role of a word; `None` if it is the word of none.
    pub fn parse(word: &str) -> Option<Role> {
        Role::ALL.iter().copied().find(|role| role.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_reads_back_and_is_the_one_in_data() {
        for role in Role::ALL.iter().copied() {
            assert_eq!(Role::parse(role.word()), Some(role));
            assert_eq!(serde_json::to_string(&role).unwrap(), format!("\"{}\"", role.word()));
            assert_eq!(serde_json::from_str::<Role>(&format!("\"{}\"", role.word())).unwrap(), role);
        }
        for word in ["", "Judge", "judge ", "法官"] {
            assert_eq!(Role::parse(word), None, "{word}");
        }
    }

    #[test]
    fn the_list_is_whole_and_names_are_unique() {
        let mut words: Vec<&str> = Role::ALL.iter().map(|role| role.word()).collect();
        let mut names: Vec<&str> = Role::ALL.iter().map(|role| role.zh()).collect();
        words.sort_unstable();
        words.dedup();
        names.sort_unstable();
        names.dedup();
        assert_eq!((words.len(), names.len()), (15, 15));
    }
}
