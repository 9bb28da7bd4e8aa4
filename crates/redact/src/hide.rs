//! Who is hidden (O-020 … O-022), and why somebody must look where a rule does not settle it.

use crate::case::{Case, Edition, Nature, Options, Person, Role};
use crate::edit::Reason;

/// How one person is treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether the name is hidden.
    pub hidden: bool,
    /// What a person must look at.
    pub look: Option<Reason>,
}

/// The treatment of everybody named, in the order of the case.
#[must_use]
pub fn verdicts(case: &Case, options: &Options) -> Vec<Verdict> {
    let minors: Vec<&Person> = case.persons.iter().filter(|person| person.minor).collect();
    case.persons.iter().map(|person| verdict(person, case, options, &minors)).collect()
}

fn verdict(person: &Person, case: &Case, options: &Options, minors: &[&Person]) -> Verdict {
    let shown = Verdict { hidden: false, look: None };
    let hidden = Verdict { hidden: true, look: None };
    if person.nature == Nature::Unit {
        return if options.edition == Edition::Practice2024 && is_private_unit(&person.name) { hidden } else { shown };
    }
    let claims = claims(person, case, options, minors);
    if person.is(Role::Accused) {
        // a defendant is shown even where he is a victim too; somebody must look (O-022)
        return Verdict { hidden: false, look: claims.then_some(Reason::AccusedAndProtected) };
    }
    let stays = person.lawyer || person.role.is_bench() || person.also.iter().any(|role| role.is_bench());
    if claims {
        return Verdict { hidden: true, look: stays.then_some(Reason::HiddenAndShown) };
    }
    if options.edition == Edition::Practice2024 && person.is(Role::LegalRepresentative) { hidden } else { shown }
}

/// Whether any of the person's roles asks for hiding.
fn claims(person: &Person, case: &Case, options: &Options, minors: &[&Person]) -> bool {
    person.minor
        || std::iter::once(person.role)
            .chain(person.also.iter().copied())
            .any(|role| role_claims(role, person, case, options, minors))
}

fn role_claims(role: Role, person: &Person, case: &Case, options: &Options, minors: &[&Person]) -> bool {
    let criminal = case.kind == crate::case::Kind::Criminal;
    let family = case.kind.is_family();
    let related = family && options.hide_related_in_family;
    match role {
        Role::Party => family,
        Role::StatutoryAgent => family || criminal || guards_a_minor(person, minors),
        Role::Victim | Role::IncidentalPlaintiff => criminal,
        Role::Witness => criminal || related,
        Role::Appraiser => criminal,
        Role::Deceased | Role::Relative | Role::Other => related && !person.lawyer,
        Role::Agent => related && !person.lawyer && person.relation.is_some(),
        _ => false,
    }
}

fn guards_a_minor(person: &Person, minors: &[&Person]) -> bool {
    match &person.agent_of {
        Some(ward) => minors.iter().any(|minor| minor.key() == ward || minor.name == *ward),
        None => !minors.is_empty(),
    }
}

/// Units that keep their name under every practice: organs of the State, and whoever is a public service by its name.
fn is_private_unit(name: &str) -> bool {
    const PUBLIC: &[&str] =
        &["法院", "检察院", "人民政府", "局", "委员会", "律师事务所", "公安", "派出所", "法律服务所"];
    !PUBLIC.iter().any(|end| name.contains(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Kind;

    fn hidden(kind: Kind, person: Person) -> bool {
        let case = Case { kind, persons: vec![person], ..Case::default() };
        verdicts(&case, &Options::default())[0].hidden
    }

    #[test]
    fn o_020_parties_go_in_family_cases_only() {
        for (kind, gone) in [
            (Kind::Family, true),
            (Kind::Inheritance, true),
            (Kind::Civil, false),
            (Kind::Personality, false),
            (Kind::Enforcement, false),
            (Kind::Administrative, false),
        ] {
            assert_eq!(hidden(kind, Person::new("张建国", Role::Party)), gone, "{kind:?}");
        }
    }

    #[test]
    fn o_020_in_criminal_cases_victims_and_witnesses_go_and_defendants_stay() {
        for (role, gone) in [
            (Role::Victim, true),
            (Role::Witness, true),
            (Role::Appraiser, true),
            (Role::IncidentalPlaintiff, true),
            (Role::StatutoryAgent, true),
            (Role::Accused, false),
            (Role::Defender, false),
            (Role::Judge, false),
            (Role::Prosecutor, false),
            (Role::Other, false),
        ] {
            assert_eq!(hidden(Kind::Criminal, Person::new("孙丽", role)), gone, "{role:?}");
        }
    }

    #[test]
    fn o_020_minors_and_who_guards_them_go_in_every_case() {
        let child = Person { minor: true, ..Person::new("陈小宇", Role::Party) };
        let father = Person { agent_of: Some("陈小宇".into()), ..Person::new("陈大勇", Role::StatutoryAgent) };
        let other = Person { agent_of: Some("陈刚".into()), ..Person::new("陈大力", Role::StatutoryAgent) };
        let case = Case { persons: vec![child, father, other], ..Case::default() };
        let hidden: Vec<bool> = verdicts(&case, &Options::default()).iter().map(|verdict| verdict.hidden).collect();
        assert_eq!(hidden, [true, true, false]);
    }

    #[test]
    fn o_021_relatives_go_by_a_switch() {
        let case = Case {
            kind: Kind::Inheritance,
            persons: vec![
                Person::new("张德海", Role::Deceased),
                Person { relation: Some("姐".into()), ..Person::new("何平", Role::Agent) },
                Person::new("何安", Role::Agent),
                Person { lawyer: true, ..Person::new("钱进", Role::Agent) },
            ],
            ..Case::default()
        };
        let on: Vec<bool> = verdicts(&case, &Options::default()).iter().map(|verdict| verdict.hidden).collect();
        assert_eq!(on, [true, true, false, false]);
        let options = Options { hide_related_in_family: false, ..Options::default() };
        assert!(verdicts(&case, &options).iter().all(|verdict| !verdict.hidden));
    }

    #[test]
    fn o_022_hidden_wins_except_over_a_defendant() {
        let accused = Person { also: vec![Role::Victim], ..Person::new("赵强", Role::Accused) };
        let heir = Person { lawyer: true, ..Person::new("钱进", Role::Party) };
        let case = Case { kind: Kind::Criminal, persons: vec![accused], ..Case::default() };
        assert_eq!(
            verdicts(&case, &Options::default())[0],
            Verdict { hidden: false, look: Some(Reason::AccusedAndProtected) }
        );
        let case = Case { kind: Kind::Inheritance, persons: vec![heir], ..Case::default() };
        assert_eq!(
            verdicts(&case, &Options::default())[0],
            Verdict { hidden: true, look: Some(Reason::HiddenAndShown) }
        );
    }

    #[test]
    fn practice_of_2024_hides_units_and_who_stands_for_them() {
        let case = Case {
            persons: vec![
                Person::unit("沈阳甲乙有限公司", Role::Party),
                Person::new("吴强", Role::LegalRepresentative),
                Person::unit("沈阳市公安局和平分局", Role::Party),
                Person::new("陈刚", Role::Party),
            ],
            ..Case::default()
        };
        let options = Options { edition: Edition::Practice2024, ..Options::default() };
        let hidden: Vec<bool> = verdicts(&case, &options).iter().map(|verdict| verdict.hidden).collect();
        assert_eq!(hidden, [true, true, false, false]);
    }
}
