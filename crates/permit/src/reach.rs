//! What somebody in a role may list: the policies are asked once for every kind of matter, never once a row.

use std::collections::BTreeSet;

use law::role::Role;

use crate::ask::{Action, Ask, Phase, Relation, Secrecy};
use crate::policies::Permit;

/// Kinds of matters that are allowed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reach(BTreeSet<(Relation, Secrecy, Phase)>);

impl Reach {
    /// Whether matters of a kind are allowed.
    pub fn allows(&self, relation: Relation, secrecy: Secrecy, phase: Phase) -> bool {
        self.0.contains(&(relation, secrecy, phase))
    }

    /// Nothing is allowed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Levels that are allowed in a relation, whatever the phase.
    pub fn levels(&self, relation: Relation) -> Vec<Secrecy> {
        let all = Secrecy::ALL.iter().copied();
        all.filter(|level| self.0.iter().any(|(own, one, _)| *own == relation && one == level)).collect()
    }
}

impl Permit {
    /// What somebody in a role may do it to.
    pub fn reach(&self, role: Role, action: Action) -> Reach {
        let mut cells = BTreeSet::new();
        for relation in Relation::ALL.iter().copied() {
            for secrecy in Secrecy::ALL.iter().copied() {
                for phase in Phase::ALL.iter().copied() {
                    if self.may(&Ask { role, action, relation, secrecy, phase, own: false }).allowed {
                        cells.insert((relation, secrecy, phase));
                    }
                }
            }
        }
        Reach(cells)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reach_is_what_each_question_answers() {
        let permit = Permit::embedded();
        for role in Role::ALL.iter().copied() {
            let reach = permit.reach(role, Action::ListCases);
            for relation in Relation::ALL.iter().copied() {
                for secrecy in Secrecy::ALL.iter().copied() {
                    for phase in Phase::ALL.iter().copied() {
                        let ask = Ask { role, action: Action::ListCases, relation, secrecy, phase, own: false };
                        assert_eq!(reach.allows(relation, secrecy, phase), permit.may(&ask).allowed, "{ask:?}");
                    }
                }
            }
        }
        assert!(permit.reach(Role::Administrator, Action::ListCases).is_empty());
        assert_eq!(permit.reach(Role::Judge, Action::ListCases).levels(Relation::SameCourt), [Secrecy::Open]);
    }
}
