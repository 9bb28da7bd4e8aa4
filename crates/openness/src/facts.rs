//! What the court knows of a matter, as masking and publication ask for it: who is who, how it was closed, by when its document
//! must be public.

use court::filing::Matter;
use law::calendar::Calendar;
use law::cause::cause;
use law::complaint::PartyKind;
use law::court::court;
use law::day::Day;
use law::life::codes::{ClosingForm, Document, Secrecy};
use law::life::facts::CaseFacts;
use matters::desk::list::number;
use matters::filing::draft::complaint;
use redact::case::Nature;
use redact::publish::{Closing, Document as Paper, Facts, Publication, decide};
use redact::{Case, Kind, Person, Role};

/// Working days after taking effect in which a document becomes public (O-010).
const DAYS: u16 = 7;

/// The case of a text: what its own words introduce, and beside it what the court has registered.
pub fn case_of(text: &str, matter: &Matter) -> Case {
    let mut case = redact::derive::case(text);
    let facts = &matter.case.facts;
    case.number = facts.serial.map(|_| number(facts));
    case.court = court(facts.court).map(|court| court.name.to_owned());
    let Some(filed) = matter.complaint.as_deref().map(complaint) else { return case };
    for party in filed.plaintiffs.iter().chain(&filed.defendants) {
        let natural = party.kind == PartyKind::Person;
        let nature = if natural { Nature::Natural } else { Nature::Unit };
        let minor = natural && party.is_minor(facts.received_day);
        know(&mut case, text, Person { nature, minor, ..Person::new(party.name.trim(), Role::Party) });
        let head = if natural { Role::StatutoryAgent } else { Role::LegalRepresentative };
        know(&mut case, text, Person::new(party.head.trim(), head));
        know(&mut case, text, Person::new(party.guardian.name.trim(), Role::StatutoryAgent));
    }
    for agent in &filed.agents {
        let lawyer = !agent.licence.is_empty();
        know(&mut case, text, Person { lawyer, ..Person::new(agent.name.trim(), Role::Agent) });
    }
    case
}

/// Adds somebody the text names and does not introduce; of somebody it introduces, that they are minors.
fn know(case: &mut Case, text: &str, person: Person) {
    if person.name.is_empty() || !text.contains(&person.name) {
        return;
    }
    match case.persons.iter_mut().find(|known| known.name == person.name) {
        Some(known) => known.minor |= person.minor,
        None => case.persons.push(person),
    }
}

/// What the decision table proposes (O-005).
pub fn proposed(kind: Document, case: &Case, facts: &CaseFacts) -> Publication {
    let closing = ClosingForm::from_code(facts.closing);
    decide(&Facts {
        document: match kind {
            Document::Judgment => Paper::Judgment,
            Document::Ruling => Paper::Ruling,
            Document::Decision => Paper::Decision,
            Document::Mediation => Paper::Mediation,
            Document::Notice => Paper::Other,
        },
        secret: facts.secrecy == Secrecy::Secret.code(),
        criminal: case.kind == Kind::Criminal,
        ages_at_act: if facts.juvenile { vec![17] } else { Vec::new() },
        closing: if closing == Some(ClosingForm::Mediated) { Closing::Mediation } else { Closing::Decision },
        cause: facts.cause.and_then(cause).map_or_else(String::new, |cause| cause.name.to_owned()),
        ..Facts::default()
    })
}

/// The day by which a document must be public; none before it takes effect.
pub fn due(facts: &CaseFacts, today: Day) -> Option<Day> {
    facts.effective_day.map(|day| Calendar::embedded().add_working_days(day, DAYS, today))
}

/// The cause as anybody may see it.
pub fn cause_name(facts: &CaseFacts) -> &'static str {
    facts.shown().cause.and_then(cause).map_or("", |cause| cause.name)
}

/// The name of a court.
pub fn court_name(facts: &CaseFacts) -> &'static str {
    court(facts.court).map_or("", |court| court.name)
}

/// The title of a document: what it is about, and what it is.
pub fn title(kind: Document, facts: &CaseFacts) -> String {
    format!("{}{}", cause_name(facts), kind.zh())
}

#[cfg(test)]
mod tests {
    use super::*;
    use redact::publish::Unpublished;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn o_010_seven_working_days_after_taking_effect() {
        let facts = CaseFacts { effective_day: Some(day("2020-06-23")), ..CaseFacts::default() };
        assert_eq!(due(&facts, day("2020-07-20")), Some(day("2020-07-03")), "the example of O-011");
        assert_eq!(due(&CaseFacts::default(), day("2020-07-20")), None);
    }

    #[test]
    fn o_005_the_closing_the_cause_and_minors_decide() {
        let of = |facts: &CaseFacts, kind| proposed(kind, &Case::default(), facts);
        let cause = |name: &str| law::cause::by_name(name).map(|cause| cause.id);
        let sale = CaseFacts { cause: cause("买卖合同纠纷"), ..CaseFacts::default() };
        assert_eq!(of(&sale, Document::Judgment), Publication::Full);
        assert_eq!(of(&sale, Document::Notice), Publication::None);
        let divorce = CaseFacts { cause: cause("离婚纠纷"), ..CaseFacts::default() };
        assert_eq!(of(&divorce, Document::Ruling), Publication::Stub(Unpublished::Divorce));
        let mediated = CaseFacts { closing: ClosingForm::Mediated.code(), ..sale };
        assert_eq!(of(&mediated, Document::Ruling), Publication::Stub(Unpublished::Mediation));
        let secret = CaseFacts { secrecy: Secrecy::Secret.code(), ..CaseFacts::default() };
        assert_eq!(of(&secret, Document::Judgment), Publication::None);
        let minor = CaseFacts { juvenile: true, ..CaseFacts::default() };
        let criminal = Case { kind: Kind::Criminal, ..Case::default() };
        let stub = Publication::Stub(Unpublished::MinorsCrime);
        assert_eq!(proposed(Document::Judgment, &criminal, &minor), stub);
    }
}
