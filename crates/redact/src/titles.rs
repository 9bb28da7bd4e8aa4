//! Forms of address and given names alone (老张, 张总, 建国): only where the case makes them unique.

use crate::base::kept;
use crate::case::{Case, Nature, Person, Sex};
use crate::fold::fold;
use crate::hide::Verdict;
use crate::roster::Form;
use crate::words::{is_han, is_name_like};

/// What of a form of address stays beside the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Title {
    /// Nothing: 老张, 张总, 小张.
    Goes,
    /// The title, in bytes: 张女士 → 张某女士.
    Stays(usize),
}

const BEFORE: &[(&str, Age)] = &[("老", Age::Eldest), ("小", Age::Youngest), ("阿", Age::Any)];
const AFTER: &[(&str, Option<Sex>, bool)] = &[
    ("女士", Some(Sex::Female), true),
    ("小姐", Some(Sex::Female), true),
    ("先生", Some(Sex::Male), true),
    ("老师", None, true),
    ("师傅", None, true),
    ("老板", None, true),
    ("经理", None, true),
    ("医生", None, true),
    ("大夫", None, true),
    ("主任", None, true),
    ("总", None, false),
    ("姐", Some(Sex::Female), false),
    ("哥", Some(Sex::Male), false),
];

#[derive(Clone, Copy, PartialEq)]
enum Age {
    Eldest,
    Youngest,
    Any,
}

/// Every form of address of somebody hidden: the phrase, what it is, and whom it may mean.
pub(crate) fn titles(case: &Case, verdicts: &[Verdict]) -> Vec<(String, Form, Vec<usize>)> {
    let people: Vec<(usize, &Person, String)> = case
        .persons
        .iter()
        .enumerate()
        .filter(|(_, person)| person.nature == Nature::Natural && person.name.chars().next().is_some_and(is_han))
        .filter(|(_, person)| !person.name.contains(['·', '•']))
        .map(|(at, person)| (at, person, kept(person)))
        .collect();
    let hidden = |at: usize| verdicts.get(at).is_some_and(|verdict| verdict.hidden);
    let mut done: Vec<&str> = Vec::new();
    let mut phrases = Vec::new();
    for (at, person, surname) in &people {
        if !hidden(*at) {
            continue;
        }
        let given = fold(person.name.get(surname.len()..).unwrap_or(""));
        if given.chars().count() == 2 {
            let whose = people
                .iter()
                .filter(|(_, other, kept)| fold(other.name.get(kept.len()..).unwrap_or("")) == given)
                .map(|(at, ..)| *at)
                .collect();
            phrases.push((given.clone(), Form::Given, whose));
        }
        if done.contains(&surname.as_str()) {
            continue;
        }
        done.push(surname);
        let namesakes: Vec<(usize, &Person)> =
            people.iter().filter(|(.., kept)| kept == surname).map(|(at, person, _)| (*at, *person)).collect();
        for (before, age) in BEFORE {
            let whose = narrow(&namesakes, *age);
            phrases.push((format!("{before}{surname}"), Form::Title(Title::Goes), whose));
        }
        for (after, sex, stays) in AFTER {
            let whose: Vec<usize> = namesakes
                .iter()
                .filter(|(_, person)| sex.is_none() || person.sex.is_none() || person.sex == *sex)
                .map(|(at, _)| *at)
                .collect();
            let title = if *stays { Title::Stays(after.len()) } else { Title::Goes };
            phrases.push((format!("{surname}{after}"), Form::Title(title), whose));
        }
    }
    phrases.retain(|(_, _, whose)| whose.iter().any(|at| hidden(*at)));
    phrases
}

/// Whom an age points to: of several, the one who is oldest or youngest by the years of birth, if all are known.
fn narrow(namesakes: &[(usize, &Person)], age: Age) -> Vec<usize> {
    let all = || namesakes.iter().map(|(at, _)| *at).collect::<Vec<_>>();
    let Some(years) = namesakes.iter().map(|(_, person)| person.born).collect::<Option<Vec<u16>>>() else {
        return all();
    };
    let year = match age {
        Age::Eldest => years.iter().min(),
        Age::Youngest => years.iter().max(),
        Age::Any => None,
    };
    match year {
        Some(year) => namesakes.iter().filter(|(_, person)| person.born == Some(*year)).map(|(at, _)| *at).collect(),
        None => all(),
    }
}

/// Whether a form of address is one where it stands.
pub(crate) fn stands(phrase: &str, form: Form, before: Option<char>, after: Option<char>) -> bool {
    let next = |marks: &str| after.is_some_and(|c| marks.contains(c));
    match form {
        Form::Title(Title::Goes) if phrase.starts_with(['老', '小', '阿']) => {
            !next("某村庄庙家镇乡路街河沟屯总先女法律") && before.is_none_or(|c| !"古太远父大最".contains(c))
        }
        Form::Title(_) => !next("额计共量数体部监结之部法算和务则") && before.is_none_or(|c| !"老小".contains(c)),
        Form::Given => !is_name_like(phrase) && crate::context::opens(before) && crate::context::closes(after),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Kind, Options, Role};
    use crate::hide::verdicts;

    fn whose(phrase: &str, persons: Vec<Person>) -> Option<Vec<usize>> {
        let case = Case { kind: Kind::Inheritance, persons, ..Case::default() };
        let verdicts = verdicts(&case, &Options::default());
        titles(&case, &verdicts).into_iter().find(|(found, ..)| found == phrase).map(|(.., whose)| whose)
    }

    #[test]
    fn o_032_the_elder_of_two_is_known_by_the_year_of_birth() {
        let born = |name: &str, year| Person { born: Some(year), ..Person::new(name, Role::Party) };
        assert_eq!(whose("老张", vec![born("张建国", 1940), born("张建民", 1970)]), Some(vec![0]));
        assert_eq!(whose("小张", vec![born("张建国", 1940), born("张建民", 1970)]), Some(vec![1]));
        let unknown = vec![Person::new("张建国", Role::Party), born("张建民", 1970)];
        assert_eq!(whose("老张", unknown), Some(vec![0, 1]));
    }

    #[test]
    fn o_032_titles_fit_the_sex() {
        let of = |name: &str, sex| Person { sex: Some(sex), ..Person::new(name, Role::Party) };
        let persons = || vec![of("王芳", Sex::Female), of("王强", Sex::Male)];
        assert_eq!(whose("王女士", persons()), Some(vec![0]));
        assert_eq!(whose("王先生", persons()), Some(vec![1]));
        assert_eq!(whose("王总", persons()), Some(vec![0, 1]));
        assert_eq!(whose("李总", persons()), None);
    }

    #[test]
    fn o_032_forms_of_address_are_not_parts_of_words() {
        assert!(!stands("张总", Form::Title(Title::Goes), None, Some('额')));
        assert!(!stands("老张", Form::Title(Title::Goes), None, Some('某')));
        assert!(!stands("小张", Form::Title(Title::Goes), None, Some('庄')));
        assert!(stands("老张", Form::Title(Title::Goes), Some('。'), Some('答')));
        assert!(!stands("建国", Form::Given, Some('，'), Some('后')));
    }
}
