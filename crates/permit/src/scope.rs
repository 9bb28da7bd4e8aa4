//! What a token of an institution may be used for: a scope holds actions, and the policies are asked besides.

use crate::ask::Action;

/// A scope (接口范围).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Filing, and what follows from it: corrections, numbers, fees, recusals (立案).
    File,
    /// Following what was filed (查办件).
    Follow,
}

impl Scope {
    /// All there are.
    pub const ALL: &'static [Scope] = &[Scope::File, Scope::Follow];

    /// The word in tokens.
    pub const fn word(self) -> &'static str {
        match self {
            Scope::File => "filings.write",
            Scope::Follow => "filings.read",
        }
    }

    /// Chinese name.
    pub const fn zh(self) -> &'static str {
        match self {
            Scope::File => "提交立案、补正、交费",
            Scope::Follow => "查看自己提交的立案和案件",
        }
    }

    /// The scope of a word.
    pub fn parse(word: &str) -> Option<Scope> {
        Scope::ALL.iter().copied().find(|scope| scope.word() == word)
    }

    /// Whether the scope holds an action.
    pub const fn holds(self, action: Action) -> bool {
        match self {
            Scope::File => matches!(
                action,
                Action::File
                    | Action::AnswerCorrection
                    | Action::GiveNumber
                    | Action::PayFee
                    | Action::AskRecusal
                    | Action::ChangeConsent
                    | Action::Complain
            ),
            Scope::Follow => {
                matches!(
                    action,
                    Action::ViewFiling
                        | Action::ViewCase
                        | Action::ListCases
                        | Action::ViewParties
                        | Action::ReadLetters
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_scope_holds_an_act_of_a_court_and_no_action_stands_in_two() {
        let allowed = crate::cells().filter(|(ask, verdict)| ask.role == law::role::Role::Registrar && verdict.allowed);
        let of_registrar: BTreeSet<Action> = allowed.map(|(ask, _)| ask.action).collect();
        for action in Action::ALL.iter().copied() {
            let holding = Scope::ALL.iter().filter(|scope| scope.holds(action)).count();
            let of_court = of_registrar.contains(&action);
            assert!(holding <= 1, "{action:?}");
            assert!(
                holding == 0
                    || !of_court
                    || matches!(action, Action::ViewFiling | Action::ViewParties | Action::ListCases),
                "{action:?}"
            );
        }
        for scope in Scope::ALL.iter().copied() {
            assert_eq!(Scope::parse(scope.word()), Some(scope));
        }
        assert_eq!(Scope::parse("everything"), None);
    }
}
