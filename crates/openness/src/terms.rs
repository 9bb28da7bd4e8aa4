//! How what `redact` found is called on pages: classes of what goes, rules, reasons to look, reasons not to publish.

use law::life::codes::Withholding;
use redact::publish::Unpublished;
use redact::{Class, Rule};

/// Every class of what goes, with its word and name, in the order people choose from.
pub const CLASSES: [(Class, &str, &str); 18] = [
    (Class::Name, "name", "姓名"),
    (Class::Alias, "alias", "别名、绰号"),
    (Class::Title, "title", "称呼"),
    (Class::Address, "address", "住址"),
    (Class::Identity, "identity", "证件号码"),
    (Class::Phone, "phone", "电话"),
    (Class::Contact, "contact", "邮箱、微信等"),
    (Class::Account, "account", "银行账号"),
    (Class::Plate, "plate", "车牌"),
    (Class::Certificate, "certificate", "权证号码"),
    (Class::Birth, "birth", "出生日期、年龄"),
    (Class::Occupation, "occupation", "职业、单位等"),
    (Class::Health, "health", "健康状况"),
    (Class::Secret, "secret", "商业秘密"),
    (Class::Privacy, "privacy", "隐私"),
    (Class::Investigation, "investigation", "技术侦查"),
    (Class::Unit, "unit", "单位名称"),
    (Class::Token, "token", "原有代称"),
];

/// The name of a class.
pub fn class(class: Class) -> &'static str {
    CLASSES.iter().find(|(one, _, _)| *one == class).map_or("", |(_, _, zh)| zh)
}

/// The class of a word.
pub fn class_of(word: &str) -> Option<Class> {
    CLASSES.iter().find(|(_, one, _)| *one == word).map(|(class, _, _)| *class)
}

/// The code of a rule and what it says.
pub const fn rule(rule: Rule) -> (&'static str, &'static str) {
    match rule {
        Rule::O030 => ("O-030", "姓名的隐去方法（法释〔2016〕19号第九条）"),
        Rule::O032 => ("O-032", "称呼与姓名相同对待（法释〔2016〕19号第九条）"),
        Rule::O033 => ("O-033", "原文已有的代称占用编号"),
        Rule::O040 => ("O-040", "应当删除的信息（法释〔2016〕19号第十条）"),
        Rule::O041 => ("O-041", "可以保留的信息以外的（法释〔2016〕19号第十一条）"),
        Rule::O042 => ("O-042", "当事人栏整段删除"),
        Rule::P2024 => ("P-2024", "2024年起较严的做法：单位名称也隐去"),
    }
}

/// The rule a class of what somebody marked by hand goes by.
pub const fn rule_of(class: Class) -> Rule {
    match class {
        Class::Name | Class::Alias => Rule::O030,
        Class::Title => Rule::O032,
        Class::Token => Rule::O033,
        Class::Birth | Class::Occupation => Rule::O041,
        Class::Unit => Rule::P2024,
        _ => Rule::O040,
    }
}

/// Reasons not to publish that can be chosen: word, reason, and the ground entered in the log.
pub const REASONS: [(&str, Unpublished, Withholding); 5] = [
    ("mediation", Unpublished::Mediation, Withholding::Mediation),
    ("divorce", Unpublished::Divorce, Withholding::Divorce),
    ("juvenile", Unpublished::MinorsCrime, Withholding::Juvenile),
    ("secret", Unpublished::StateSecret, Withholding::Secret),
    ("other", Unpublished::Other, Withholding::Other),
];

/// The word of a reason.
pub fn word_of(reason: Unpublished) -> &'static str {
    REASONS.iter().find(|(_, one, _)| *one == reason).map_or("other", |(word, _, _)| word)
}

/// The ground of a reason, as the log has it.
pub fn ground_of(reason: Unpublished) -> Withholding {
    REASONS.iter().find(|(_, one, _)| *one == reason).map_or(Withholding::Other, |(_, _, ground)| *ground)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_a_name_and_a_rule() {
        for (one, word, zh) in CLASSES {
            assert_eq!((class_of(word), class(one)), (Some(one), zh));
            assert!(rule(rule_of(one)).0.contains('-'));
        }
        assert_eq!(class_of("no such"), None);
        // the word of a class is the one it is stored under
        for (one, word, _) in CLASSES {
            assert_eq!(serde_json::to_value(one).unwrap(), word);
        }
        for (word, reason, ground) in REASONS {
            assert_eq!((word_of(reason), ground_of(reason)), (word, ground));
        }
    }
}
