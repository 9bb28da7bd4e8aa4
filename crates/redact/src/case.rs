//! What the court knows of a case when it masks a document: its kind, who is who, and what is secret.
//!
//! It decides nothing: who is hidden stands in `hide`.

use serde::{Deserialize, Serialize};

/// The kind of a case, as far as it changes what is hidden.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Ordinary civil and commercial cases (民事).
    #[default]
    Civil,
    /// Marriage and family cases (婚姻家庭).
    Family,
    /// Inheritance (继承).
    Inheritance,
    /// Personality rights (人格权).
    Personality,
    /// Criminal cases (刑事).
    Criminal,
    /// Administrative cases (行政).
    Administrative,
    /// Enforcement (执行).
    Enforcement,
    /// State compensation (国家赔偿).
    Compensation,
}

impl Kind {
    /// Whether the names of the parties themselves are hidden: marriage, family and inheritance (O-020(1)).
    #[must_use]
    pub fn is_family(self) -> bool {
        matches!(self, Kind::Family | Kind::Inheritance)
    }
}

/// What somebody is in a case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// A party of a civil, administrative or enforcement case: 原告, 被告, 第三人, 上诉人, 申请执行人, 被执行人 …
    Party,
    /// A defendant of a criminal case (被告人).
    Accused,
    /// A victim (被害人).
    Victim,
    /// A plaintiff of the civil action attached to a criminal case (附带民事诉讼原告人).
    IncidentalPlaintiff,
    /// A witness (证人).
    Witness,
    /// An expert witness (鉴定人).
    Appraiser,
    /// A statutory agent (法定代理人).
    StatutoryAgent,
    /// The legal representative or head of a unit (法定代表人, 负责人).
    LegalRepresentative,
    /// An agent by mandate (委托诉讼代理人).
    Agent,
    /// A defender (辩护人).
    Defender,
    /// The deceased of an inheritance (被继承人).
    Deceased,
    /// A relative of a party who is no party (亲属).
    Relative,
    /// A judge (审判长, 审判员).
    Judge,
    /// A people's assessor (人民陪审员).
    Assessor,
    /// A clerk or a judge's assistant (书记员, 法官助理).
    Clerk,
    /// A prosecutor (检察员).
    Prosecutor,
    /// A public servant who appears for an authority (出庭负责人).
    Official,
    /// Anybody else who is named.
    #[default]
    Other,
}

impl Role {
    /// Whether somebody acts for the State in the case, and is shown for it (WS-26).
    #[must_use]
    pub fn is_bench(self) -> bool {
        matches!(self, Role::Judge | Role::Assessor | Role::Clerk | Role::Prosecutor | Role::Official)
    }
}

/// A person of flesh and blood, or a unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// A natural person (自然人).
    #[default]
    Natural,
    /// A legal person or another organisation (法人, 其他组织).
    Unit,
}

/// A person's sex, as it stands in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// 男
    Male,
    /// 女
    Female,
}

/// Somebody named in a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Person {
    /// What this person is called in every document of the chain; the name where it is empty.
    pub id: String,
    /// The full name as registered.
    pub name: String,
    /// The surname where it is known; it decides over every list.
    pub surname: Option<String>,
    /// What the person is in this case.
    pub role: Role,
    /// What else the same person is.
    pub also: Vec<Role>,
    /// Natural person or unit.
    pub nature: Nature,
    /// The ethnic group as written, such as 维吾尔族.
    pub ethnicity: Option<String>,
    /// A foreign or stateless person.
    pub foreign: bool,
    /// Former and other names, nicknames, names on the net (曾用名, 别名, 绰号, 网名, 小名).
    pub aliases: Vec<String>,
    /// Not yet eighteen.
    pub minor: bool,
    /// A lawyer or a legal-service worker.
    pub lawyer: bool,
    /// How an agent or a relative stands to a party, such as 姐.
    pub relation: Option<String>,
    /// Whose statutory agent this is: an `id`, or a name.
    pub agent_of: Option<String>,
    /// The year of birth.
    pub born: Option<u16>,
    /// The sex.
    pub sex: Option<Sex>,
}

impl Person {
    /// A natural person.
    #[must_use]
    pub fn new(name: &str, role: Role) -> Self {
        Person { name: name.to_owned(), role, ..Person::default() }
    }

    /// A unit.
    #[must_use]
    pub fn unit(name: &str, role: Role) -> Self {
        Person { name: name.to_owned(), role, nature: Nature::Unit, ..Person::default() }
    }

    /// What the person is called in stored tokens.
    #[must_use]
    pub fn key(&self) -> &str {
        if self.id.is_empty() { &self.name } else { &self.id }
    }

    /// Whether the person has a role, first or second.
    #[must_use]
    pub fn is(&self, role: Role) -> bool {
        self.role == role || self.also.contains(&role)
    }
}

/// What the court knows of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Case {
    /// The kind.
    pub kind: Kind,
    /// The case number (案号), which stays.
    pub number: Option<String>,
    /// The court, which stays.
    pub court: Option<String>,
    /// Everybody named.
    pub persons: Vec<Person>,
    /// Trade secrets, word for word (O-040(3)).
    pub secrets: Vec<String>,
    /// Private facts, word for word (O-040(4)).
    pub privacy: Vec<String>,
    /// Home addresses of natural persons.
    pub addresses: Vec<String>,
    /// Anything else that must stay, word for word.
    pub keep: Vec<String>,
}

/// Whose rules are followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edition {
    /// 法释〔2016〕19号.
    #[default]
    Rules2016,
    /// The stricter practice since 2024: the names of units and of their legal representatives go too.
    Practice2024,
}

/// How the given name is hidden (O-031).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// One 某, however long the name.
    #[default]
    Mou,
    /// One 某 for each character of the given name.
    MouPerChar,
}

/// The switches of the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    /// Whose rules.
    pub edition: Edition,
    /// How names are hidden.
    pub style: Style,
    /// In family and inheritance cases the deceased, relatives and third persons are hidden too (O-021).
    pub hide_related_in_family: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options { edition: Edition::default(), style: Style::default(), hide_related_in_family: true }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_is_read_from_what_is_known_of_it() {
        let case: Case =
            serde_json::from_str(r#"{"kind":"inheritance","persons":[{"name":"张建国","role":"party","minor":true}]}"#)
                .unwrap();
        assert!(case.kind.is_family());
        assert_eq!(case.persons[0].key(), "张建国");
        assert!(case.persons[0].minor && case.persons[0].nature == Nature::Natural);
        let options: Options = serde_json::from_str("{}").unwrap();
        assert!(options.hide_related_in_family && options.edition == Edition::Rules2016);
    }
}
