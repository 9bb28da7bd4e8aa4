//! Everybody's names as one set of patterns, and where they stand in a text (O-032 steps 3 and 4).

use std::collections::BTreeSet;

use crate::base::{Base, base, kept};
use crate::case::{Case, Nature, Options, Person, Style};
use crate::fold::{Folded, fold};
use crate::hide::{Verdict, verdicts};
use crate::needles::Needles;
use crate::titles::{Title, titles};
use crate::words::is_han;

/// What a pattern is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A full name of somebody hidden.
    Name,
    /// Another name of somebody hidden that keeps the surname.
    Alias,
    /// A nickname of somebody hidden, without the surname.
    Nickname,
    /// A name that stays: somebody shown, a unit, a word of the case.
    Stays,
    /// A form of address: 老张, 张总.
    Title(Title),
    /// A given name alone.
    Given,
}

/// One pattern.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// Whose it is, by place in the case; several for a form of address.
    pub whose: Vec<usize>,
    /// What it is.
    pub form: Form,
    /// The phrase as it is looked for.
    pub phrase: String,
}

/// A pattern found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// First byte in the folded text.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// Which pattern, by place in the roster.
    pub pattern: usize,
}

/// Everybody of a case, ready to be looked for.
#[derive(Debug)]
pub struct Roster {
    /// The treatment of everybody.
    pub verdicts: Vec<Verdict>,
    /// Everybody's base.
    pub bases: Vec<Base>,
    /// The length of what is kept of each name, in bytes.
    pub kept: Vec<usize>,
    /// What everybody is called in stored tokens.
    pub keys: Vec<String>,
    /// For everybody the first place in the case with the same key.
    pub first: Vec<usize>,
    /// How names are hidden.
    pub style: Style,
    /// All patterns.
    pub patterns: Vec<Pattern>,
    /// Patterns that stay although somebody hidden is named inside: 沈阳李明商贸有限公司.
    pub holding: BTreeSet<usize>,
    /// Somebody hidden and somebody shown have the same name.
    pub same_name: bool,
    needles: Needles,
}

impl Roster {
    /// Reads a case.
    #[must_use]
    pub fn new(case: &Case, options: &Options) -> Self {
        let mut roster = Roster {
            verdicts: verdicts(case, options),
            bases: case.persons.iter().map(|person| base(person, options.style)).collect(),
            kept: case.persons.iter().map(|person| kept(person).len()).collect(),
            keys: case.persons.iter().map(|person| person.key().to_owned()).collect(),
            first: first_places(case),
            style: options.style,
            patterns: Vec::new(),
            holding: BTreeSet::new(),
            same_name: false,
            needles: Needles::default(),
        };
        for (at, person) in case.persons.iter().enumerate() {
            roster.person(at, person);
        }
        let kept_phrases = case.keep.iter().chain(&case.court).chain(&case.number);
        for phrase in kept_phrases {
            roster.add(None, Form::Stays, &fold(phrase));
        }
        let known: BTreeSet<String> = roster.patterns.iter().map(|pattern| pattern.phrase.clone()).collect();
        for (phrase, form, whose) in titles(case, &roster.verdicts) {
            if !known.contains(&phrase) {
                roster.patterns.push(Pattern { whose, form, phrase });
            }
        }
        roster.holding = roster.holding();
        let names = |hidden: bool| {
            let people = case.persons.iter().zip(&roster.verdicts).filter(move |(_, verdict)| verdict.hidden == hidden);
            people.map(|(person, _)| fold(&person.name)).collect::<BTreeSet<String>>()
        };
        roster.same_name = !names(true).is_disjoint(&names(false));
        roster.needles = Needles::new(roster.patterns.iter().map(|pattern| pattern.phrase.as_str()));
        roster
    }

    fn person(&mut self, at: usize, person: &Person) {
        let hidden = self.verdicts.get(at).is_some_and(|verdict| verdict.hidden);
        let form = if hidden { Form::Name } else { Form::Stays };
        for phrase in spellings(&person.name) {
            self.add(Some(at), form, &phrase);
        }
        let surname = kept(person);
        for alias in &person.aliases {
            let form = match (hidden, alias.starts_with(&surname) || person.nature == Nature::Unit) {
                (false, _) => Form::Stays,
                (true, true) => Form::Alias,
                (true, false) => Form::Nickname,
            };
            for phrase in spellings(alias) {
                self.add(Some(at), form, &phrase);
            }
        }
        // 阿依古丽 of 阿依古丽·买买提 is who she is, too
        if hidden
            && person.nature == Nature::Natural
            && let Some((first, _)) = fold(&person.name).split_once('·')
        {
            self.add(Some(at), Form::Alias, first);
        }
    }

    /// A phrase of one character would hit everywhere. A hidden name wins over the same name shown.
    fn add(&mut self, whose: Option<usize>, form: Form, phrase: &str) {
        if phrase.chars().count() < 2 {
            return;
        }
        if let Some(same) = self.patterns.iter_mut().find(|pattern| pattern.phrase == phrase) {
            if same.form == Form::Stays && form != Form::Stays {
                same.form = form;
                same.whose = whose.into_iter().collect();
            }
            return;
        }
        self.patterns.push(Pattern { whose: whose.into_iter().collect(), form, phrase: phrase.to_owned() });
    }

    fn holding(&self) -> BTreeSet<usize> {
        let names =
            self.patterns.iter().filter(|pattern| pattern.form == Form::Name).map(|pattern| pattern.phrase.as_str());
        let names = Needles::new(names);
        let stays = self.patterns.iter().enumerate().filter(|(_, pattern)| pattern.form == Form::Stays);
        stays
            .filter(|(_, pattern)| pattern.phrase.chars().count() > 4 && names.any(&pattern.phrase))
            .map(|(at, _)| at)
            .collect()
    }

    /// Whether anybody is hidden.
    #[must_use]
    pub fn hides(&self) -> bool {
        self.verdicts.iter().any(|verdict| verdict.hidden)
    }

    /// What stands where: names first, longest first from left to right; forms of address in what is left.
    #[must_use]
    pub fn find(&self, folded: &Folded<'_>) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        let mut weak: Vec<Hit> = Vec::new();
        self.needles.each(folded.text(), |start, end, pattern| {
            let hit = Hit { start, end, pattern };
            match self.patterns.get(pattern).map(|pattern| pattern.form) {
                Some(Form::Title(_) | Form::Given) => weak.push(hit),
                // from the left, of those at one place the longest comes first
                _ if hits.last().is_none_or(|last| last.end <= start) => hits.push(hit),
                _ => {}
            }
        });
        let (mut at, mut reached) = (0, 0);
        let mut between = Vec::new();
        for hit in weak {
            while hits.get(at).is_some_and(|name| name.end <= hit.start) {
                at += 1;
            }
            let free = hits.get(at).is_none_or(|name| name.start >= hit.end);
            if free && hit.start >= reached {
                reached = hit.end;
                between.push(hit);
            }
        }
        hits.append(&mut between);
        hits.sort_by_key(|hit| hit.start);
        hits
    }
}

fn first_places(case: &Case) -> Vec<usize> {
    let mut places = std::collections::BTreeMap::new();
    case.persons.iter().enumerate().map(|(at, person)| *places.entry(person.key()).or_insert(at)).collect()
}

/// A name as it may be written: the middle dot as it is, as a full stop, or left out.
fn spellings(name: &str) -> Vec<String> {
    let plain = fold(name);
    let mut all = vec![plain.clone()];
    if plain.contains('·') && plain.chars().next().is_some_and(is_han) {
        all.push(plain.replace('·', "."));
        all.push(plain.replace('·', ""));
    } else if plain.contains('.') && plain.chars().next().is_some_and(is_han) {
        all.push(plain.replace('.', "·"));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Kind, Role};

    fn found(text: &str, persons: Vec<Person>) -> Vec<String> {
        let case = Case { kind: Kind::Inheritance, persons, ..Case::default() };
        let roster = Roster::new(&case, &Options::default());
        let folded = Folded::new(text);
        roster.find(&folded).iter().map(|hit| folded.text()[hit.start..hit.end].to_owned()).collect()
    }

    #[test]
    fn o_032_the_longest_name_is_found_from_the_left() {
        let persons = vec![Person::new("张伟", Role::Party), Person::new("张伟明", Role::Party)];
        assert_eq!(found("张伟明和张伟、张 伟 明", persons), ["张伟明", "张伟", "张伟明"]);
    }

    #[test]
    fn o_032_dots_of_names_are_written_in_many_ways() {
        let persons = vec![Person::new("阿依古丽·买买提", Role::Party)];
        let text = "阿依古丽•买买提、阿依古丽.买买提、阿依古丽买买提说，阿依古丽到庭";
        assert_eq!(found(text, persons).len(), 4);
    }

    #[test]
    fn o_032_a_form_of_address_does_not_eat_a_name() {
        let persons = vec![Person::new("张建国", Role::Party)];
        assert_eq!(found("老张建国，老张", persons), ["张建国", "老张"]);
    }
}
