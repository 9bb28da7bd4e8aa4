//! Choices of the filter forms. They come from the registers, so a choice that is offered exists.

use law::case_number::{Word, case_types};
use law::court;
use law::life::codes::State;
use law::life::event::Event;
use law::life::office::OfficeAct;

/// A choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Value in the address.
    pub value: String,
    /// Name.
    pub name: String,
    /// Whether it is chosen.
    pub selected: bool,
}

/// The courts of a city.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CityChoices {
    /// City.
    pub city: &'static str,
    /// Its courts.
    pub options: Vec<Choice>,
}

/// All courts by city.
pub fn courts(chosen: &str) -> Vec<CityChoices> {
    let mut cities: Vec<CityChoices> = Vec::new();
    for court in court::courts() {
        let choice =
            Choice { value: court.code.to_owned(), name: court.short.to_owned(), selected: court.code == chosen };
        match cities.iter_mut().find(|city| city.city == court.city) {
            Some(city) => city.options.push(choice),
            None => cities.push(CityChoices { city: court.city, options: vec![choice] }),
        }
    }
    cities
}

/// All type words, each with the first case type it names.
pub fn words(chosen: &str) -> Vec<Choice> {
    Word::all()
        .map(|word| {
            let name = case_types().iter().find(|kind| kind.word == word).map_or("", |kind| kind.name);
            Choice {
                value: word.as_str().to_owned(),
                name: format!("{}　{name}", word.as_str()),
                selected: word.as_str() == chosen,
            }
        })
        .collect()
}

/// All states.
pub fn states(chosen: &str) -> Vec<Choice> {
    State::ALL
        .iter()
        .map(|state| Choice {
            value: state.word().to_owned(),
            name: state.zh().to_owned(),
            selected: state.word() == chosen,
        })
        .collect()
}

/// All kinds of entries.
pub fn kinds(chosen: &str) -> Vec<Choice> {
    Event::KINDS
        .iter()
        .chain(OfficeAct::KINDS)
        .map(|(kind, zh)| Choice { value: (*kind).to_owned(), name: (*zh).to_owned(), selected: *kind == chosen })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_court_can_be_chosen_once() {
        let cities = courts("辽0102");
        assert_eq!(cities.iter().map(|city| city.options.len()).sum::<usize>(), 128);
        let chosen: Vec<_> = cities.iter().flat_map(|city| &city.options).filter(|choice| choice.selected).collect();
        assert_eq!(chosen.len(), 1);
        assert_eq!(chosen[0].name, "和平区法院");
    }

    #[test]
    fn words_states_and_kinds_are_named_in_chinese() {
        assert!(words("民初").iter().any(|choice| choice.selected && choice.name.contains("民事一审")));
        assert!(states("closed").iter().any(|choice| choice.selected && choice.name == "已结案"));
        assert!(kinds("hearing.held.v1").iter().any(|choice| choice.selected && choice.name == "开庭"));
    }
}
