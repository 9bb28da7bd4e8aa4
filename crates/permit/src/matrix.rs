//! The whole of the policies as one table: every role, every action, every relation. It is committed, so that a change of
//! a policy is a change that somebody reads.

use std::fmt::Write as _;

use law::role::Role;

use crate::ask::{Action, Ask, Phase, Relation, Secrecy};
use crate::policies::{Permit, Verdict};

/// Every question there is, with its answer.
pub fn cells() -> impl Iterator<Item = (Ask, Verdict)> {
    let roles = Role::ALL.iter().copied();
    let asks =
        roles.flat_map(|role| Action::ALL.iter().map(move |action| (role, *action))).flat_map(|(role, action)| {
            let phases = Relation::ALL.iter().flat_map(|relation| {
                Secrecy::ALL
                    .iter()
                    .flat_map(move |secrecy| Phase::ALL.iter().map(move |phase| (*relation, *secrecy, *phase)))
            });
            phases.flat_map(move |(relation, secrecy, phase)| {
                [false, true].map(|own| Ask { role, action, relation, secrecy, phase, own })
            })
        });
    asks.map(|ask| (ask, Permit::embedded().may(&ask)))
}

/// The table, as `docs/generated/permissions.md` holds it.
pub fn matrix() -> String {
    let permit = Permit::embedded();
    let mut page = String::from(
        "# Permissions\n\nWho may do what, from `policies/*.cedar`. A row is a role, a column how it stands to the matter. \
         A cell names the phases in which it is allowed, in the order draft, received, refused, pending, closed (草审未理结), \
         each once for open matters, then for restricted ones after `;`, then for state secrets after the next `;`; \
         `—` is never. Nobody approves what they proposed, whatever the cell says.\n",
    );
    for action in Action::ALL.iter().copied() {
        let _ = write!(page, "\n## `{}` {}\n\n| |", action.word(), action.zh());
        for relation in Relation::ALL {
            let _ = write!(page, " {} |", relation.zh());
        }
        page.push_str("\n|---|");
        page.push_str(&"---|".repeat(Relation::ALL.len()));
        page.push('\n');
        for role in Role::ALL.iter().copied() {
            let row: Vec<String> = Relation::ALL.iter().map(|relation| cell(permit, role, action, *relation)).collect();
            if row.iter().any(|cell| cell != "—") {
                let _ = writeln!(page, "| {} | {} |", role.zh(), row.join(" | "));
            }
        }
    }
    page
}

fn cell(permit: &Permit, role: Role, action: Action, relation: Relation) -> String {
    let of = |secrecy: Secrecy| {
        let phases = Phase::ALL.iter().zip(["草", "审", "未", "理", "结"]);
        let allowed = phases.filter(|(phase, _)| {
            permit.may(&Ask { role, action, relation, secrecy, phase: **phase, own: false }).allowed
        });
        allowed.map(|(_, letter)| letter).collect::<String>()
    };
    let levels: Vec<String> = Secrecy::ALL.iter().map(|secrecy| of(*secrecy)).collect();
    if levels.iter().all(String::is_empty) { "—".to_owned() } else { levels.join(";") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_table_is_that_of_the_policies() {
        let committed = include_str!("../../../docs/generated/permissions.md");
        assert_eq!(committed, matrix(), "run `cargo xtask gen`");
    }

    #[test]
    fn every_policy_is_needed() {
        let permit = Permit::embedded();
        assert_eq!(Permit::compiled().err(), None, "the policies hold to their schema");
        let asks: Vec<(Ask, bool)> = cells().map(|(ask, verdict)| (ask, verdict.allowed)).collect();
        assert!(permit.ids().len() >= 18, "{:?}", permit.ids());
        for id in permit.ids() {
            let without = permit.without(&id);
            let changed = asks.iter().any(|(ask, allowed)| without.may(ask).allowed != *allowed);
            assert!(changed, "{id} changes nothing");
        }
    }

    #[test]
    fn without_policies_nothing_is_allowed() {
        let nothing = Permit::empty();
        assert!(cells().take(2_000).all(|(ask, _)| !nothing.may(&ask).allowed));
    }

    #[test]
    fn nobody_approves_what_they_proposed_and_administrators_see_no_case() {
        for (ask, verdict) in cells() {
            let checks = [Action::ApproveDesignation, Action::DecideRecusal, Action::ApproveCorrection];
            if ask.own && checks.contains(&ask.action) {
                assert!(!verdict.allowed, "{ask:?}");
            }
            let sees = matches!(ask.action, Action::ViewCase | Action::ViewFiling | Action::ListCases);
            if ask.role == Role::Administrator && sees {
                assert!(!verdict.allowed, "{ask:?}");
            }
            let tied = !matches!(ask.relation, Relation::Stranger | Relation::Above);
            if ask.secrecy == Secrecy::Secret && !tied && ask.action != Action::ViewDrawStatistics {
                assert!(!verdict.allowed, "{ask:?}");
            }
            assert_eq!(verdict.allowed, verdict.why.is_empty());
        }
    }

    #[test]
    fn a_policy_that_does_not_hold_to_the_schema_is_refused() {
        let schema = include_str!("../../../policies/court.cedarschema");
        let wrong = "permit (principal, action == Action::\"draw\", resource) when { context.relation == 3 };";
        assert!(Permit::read(schema, wrong).is_err());
        let unknown = "permit (principal, action == Action::\"fly\", resource);";
        assert!(Permit::read(schema, unknown).is_err());
        assert!(Permit::read(schema, "permit (").is_err());
    }
}
