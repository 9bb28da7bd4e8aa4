//! The 55 worked examples of masking, as a table anybody can run: what goes in, what must come out.

mod criminal;
mod family;
mod ordinary;

use crate::case::{Case, Kind, Options, Person, Role};
use crate::edit::Reason;
use crate::mask::redact;
use crate::publish::{Closing, Document, Facts, Publication, Stub, Unpublished, decide};
use crate::token::Tokens;

/// One example: a text of a case, masked.
pub struct Example {
    /// Its number in the rules.
    pub number: u8,
    /// The case.
    pub case: Case,
    /// The switches.
    pub options: Options,
    /// Texts of the case, masked one after the other with the same tokens.
    pub texts: Vec<(String, String)>,
    /// What somebody must be told to look at.
    pub flag: Option<Reason>,
}

impl Example {
    fn new(number: u8, kind: Kind, persons: Vec<Person>, before: &str, after: &str) -> Self {
        Example {
            number,
            case: Case { kind, persons, ..Case::default() },
            options: Options::default(),
            texts: vec![(before.to_owned(), after.to_owned())],
            flag: None,
        }
    }

    fn flagged(mut self, reason: Reason) -> Self {
        self.flag = Some(reason);
        self
    }

    fn also(mut self, before: &str, after: &str) -> Self {
        self.texts.push((before.to_owned(), after.to_owned()));
        self
    }

    fn with(mut self, change: impl FnOnce(&mut Case)) -> Self {
        change(&mut self.case);
        self
    }

    fn options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// What differs, if anything does.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        let mut tokens = Tokens::default();
        let mut flagged = false;
        for (before, after) in &self.texts {
            let masked = redact(before, &self.case, &self.options, &mut tokens);
            if masked.text != *after {
                return Some(format!("{}: {before} → {} instead of {after}", self.number, masked.text));
            }
            if !masked.left.is_empty() || !masked.lost.is_empty() {
                return Some(format!("{}: {before}: {:?} {:?}", self.number, masked.left, masked.lost));
            }
            let again = redact(&masked.text, &self.case, &self.options, &mut tokens.clone());
            if again.text != masked.text {
                return Some(format!("{}: masked twice, {} becomes {}", self.number, masked.text, again.text));
            }
            flagged |= self.flag.is_some_and(|reason| masked.flags.iter().any(|flag| flag.reason == reason));
        }
        (self.flag.is_some() && !flagged).then(|| format!("{}: nobody is told to look", self.number))
    }
}

/// All examples about texts. Two more, 21 and 27, are decisions not to publish: see [`publication_faults`].
#[must_use]
pub fn examples() -> Vec<Example> {
    let mut all = family::examples();
    all.extend(criminal::examples());
    all.extend(ordinary::examples());
    all.sort_by_key(|example| example.number);
    all
}

/// What differs in the examples 21 and 27.
#[must_use]
pub fn publication_faults() -> Vec<String> {
    let mut faults = Vec::new();
    let divorce = Facts { document: Document::Judgment, cause: "离婚纠纷".into(), ..Facts::default() };
    let stub = Stub {
        number: "(2020)辽0102民初1号".into(),
        court: "沈阳市和平区人民法院".into(),
        date: "2020年3月2日".into(),
        reason: Unpublished::Divorce,
    };
    if decide(&divorce) != Publication::Stub(stub.reason) || stub.reason.code() != 4 {
        faults.push("21: a divorce judgment is published by its stub, reason 4".into());
    }
    let minor = Facts { criminal: true, ages_at_act: vec![17], closing: Closing::Decision, ..Facts::default() };
    if decide(&minor) != Publication::Stub(Unpublished::MinorsCrime) || Unpublished::MinorsCrime.code() != 2 {
        faults.push("27: a crime of a minor is published by its stub, reason 2".into());
    }
    faults
}

fn party(name: &str) -> Person {
    Person::new(name, Role::Party)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn o_a6_all_55_examples_are_exact() {
        let faults: Vec<String> = examples().iter().filter_map(Example::fault).chain(publication_faults()).collect();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        let mut numbers: Vec<u8> = examples().iter().map(|example| example.number).collect();
        numbers.extend([21, 27]);
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers, (1..=55).collect::<Vec<u8>>());
    }
}
