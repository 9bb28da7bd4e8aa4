//! Accounts (账号): who somebody is, and how they are reached. What they may do is not known here.

mod agent;
mod appoint;
mod change;
mod create;
mod draft;
mod list;
mod read;

use std::fmt;

use law::day::Moment;
use law::ids::JudgeId;

pub use agent::{Agent, AgentDraft, Power};
pub use create::Seed;
pub use draft::Draft;
pub use list::{AccountFilter, AccountOrder};

pub(crate) use agent::agent_at;
pub(crate) use create::put;
pub(crate) use draft::of_age;
pub(crate) use read::{identity, one};

/// Number of an account. A judge's account has the number that names the judge in the log ([`JudgeId`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(pub i64);

impl AccountId {
    /// Nobody: what the system does by itself.
    pub const SYSTEM: AccountId = AccountId(0);

    /// The number as that of a judge; `None` where it is too large to be one.
    pub fn judge(self) -> Option<JudgeId> {
        u32::try_from(self.0).ok().map(JudgeId)
    }
}

impl From<JudgeId> for AccountId {
    fn from(judge: JudgeId) -> AccountId {
        AccountId(i64::from(judge.0))
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Kind of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Kind {
    /// A natural person who is or may be a party (当事人).
    #[default]
    Litigant,
    /// An organisation, for which its agents act (单位).
    Company,
    /// A lawyer (律师).
    Lawyer,
    /// Staff of a court (法院工作人员).
    Staff,
}

impl Kind {
    /// Every kind.
    pub const ALL: &'static [Kind] = &[Kind::Litigant, Kind::Company, Kind::Lawyer, Kind::Staff];

    /// Its word in data and columns.
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Litigant => "litigant",
            Kind::Company => "company",
            Kind::Lawyer => "lawyer",
            Kind::Staff => "staff",
        }
    }

    /// Its Chinese name.
    pub const fn zh(self) -> &'static str {
        match self {
            Kind::Litigant => "当事人",
            Kind::Company => "单位",
            Kind::Lawyer => "律师",
            Kind::Staff => "法院工作人员",
        }
    }

    /// The kind of a word.
    pub fn parse(word: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|kind| kind.word() == word)
    }
}

/// An account as it is listed. How its person is reached is asked for by itself ([`crate::People::contact`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its number.
    pub number: AccountId,
    /// Kind.
    pub kind: Kind,
    /// Display name.
    pub name: String,
    /// Login name of staff.
    pub login: Option<String>,
    /// A lawyer's licence.
    pub licence: Option<String>,
    /// A lawyer's firm.
    pub firm: Option<String>,
    /// Who acts for a minor (监护人).
    pub guardian: Option<AccountId>,
    /// Whether the service address is confirmed (送达地址确认).
    pub address_confirmed: bool,
    /// When it was made.
    pub made_at: Moment,
    /// When it was closed.
    pub closed_at: Option<Moment>,
}

/// How a person is reached. It does not print itself.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Contact {
    /// Mobile phone.
    pub phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
}

impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Contact(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_read_back_and_judges_keep_their_number() {
        for kind in Kind::ALL.iter().copied() {
            assert_eq!(Kind::parse(kind.word()), Some(kind));
        }
        assert_eq!(Kind::parse("judge"), None);
        assert_eq!(AccountId::from(JudgeId(7)).judge(), Some(JudgeId(7)));
        assert_eq!(AccountId(-1).judge(), None);
        assert_eq!(AccountId(1 << 32).judge(), None);
    }

    #[test]
    fn a_contact_does_not_slip_into_a_log() {
        let contact = Contact { phone: Some("13800000000".to_owned()), email: None };
        assert!(!format!("{contact:?}").contains("138"));
    }
}
