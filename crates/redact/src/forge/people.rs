//! Everybody of a synthetic judgment, and what is known of each.

use super::dice::Dice;
use super::pool;
use crate::case::{Nature, Person, Role, Sex};

/// Somebody of a scene.
#[derive(Clone, Debug)]
pub(super) struct Actor {
    /// How the scene calls this one.
    pub key: char,
    pub person: Person,
    /// Whether the rules hide the name; the scene says so, not the code under test.
    pub hidden: bool,
    pub birth: (usize, usize, usize),
    pub county: String,
    pub street: String,
    pub door: String,
    pub identity: String,
    pub mobile: String,
    pub card: String,
    pub plate: (String, String),
    /// What stays of the name, in characters.
    pub kept: usize,
}

/// What a scene says of an actor: `A party hidden minor kin=B`.
pub(super) fn actor(line: &str, cast: &[Actor], dice: &mut Dice) -> Option<Actor> {
    let mut words = line.split_whitespace();
    let key = words.next()?.chars().next()?;
    let role = role(words.next()?);
    let rest: Vec<&str> = words.collect();
    let has = |word: &str| rest.contains(&word);
    let hidden = has("hidden");
    let child = has("minor");
    let birth = (
        dice.between(if child { 2008 } else { 1942 }, if child { 2018 } else { 1998 }),
        dice.between(1, 12),
        dice.between(1, 28),
    );
    let kin = rest.iter().find_map(|word| word.strip_prefix("kin=")).and_then(|kin| kin.chars().next());
    let kin = kin.and_then(|kin| cast.iter().find(|actor| actor.key == kin));
    let mut person = Person { role, minor: child, lawyer: has("lawyer"), ..Person::default() };
    let mut kept = 1;
    if has("unit") {
        person.nature = Nature::Unit;
        let inside =
            kin.map(|kin| kin.person.name.as_str()).filter(|name| name.chars().count() < 4 && dice.chance(400));
        person.name = pool::company(dice, inside);
    } else {
        kept = name(&mut person, kin, has("plain"), cast, dice);
        person.born = u16::try_from(birth.0).ok();
        person.sex = Some(if dice.chance(500) { Sex::Male } else { Sex::Female });
    }
    if has("relative") {
        person.relation = Some("亲属".to_owned());
    }
    if role == Role::StatutoryAgent {
        person.agent_of = kin.map(|kin| kin.person.name.clone());
    }
    person.id = format!("p{key}");
    if let Some(ward) = &person.agent_of {
        let ward = cast.iter().find(|actor| actor.person.name == *ward).map(|actor| actor.person.id.clone());
        person.agent_of = ward.or(person.agent_of);
    }
    if !has("unit") && dice.chance(150) && person.name.chars().count() < 4 {
        let surname: String = person.name.chars().take(kept).collect();
        let other = pool::namesake(dice, &surname);
        if other != person.name && !cast.iter().any(|actor| actor.person.name == other) {
            person.aliases.push(other);
        }
    }
    let (street, door) = pool::street(dice);
    let county = pool::county(dice);
    let identity = pool::identity(dice, birth);
    let (mobile, card, plate) = (pool::mobile(dice), pool::card(dice), pool::plate(dice));
    Some(Actor { key, person, hidden, birth, county, street, door, identity, mobile, card, plate, kept })
}

/// Gives a name nobody else has; tells how much of it stays.
fn name(person: &mut Person, kin: Option<&Actor>, plain: bool, cast: &[Actor], dice: &mut Dice) -> usize {
    for _ in 0..50 {
        let kept = match (kin, dice.below(20)) {
            (Some(kin), _)
                if kin.person.nature == Nature::Natural && kin.person.ethnicity.is_none() && !kin.person.foreign =>
            {
                let surname: String = kin.person.name.chars().take(kin.kept).collect();
                person.name = pool::namesake(dice, &surname);
                person.surname = Some(surname);
                kin.kept
            }
            (_, 0) if !plain => {
                let (name, group) = pool::minority(dice);
                (person.name, person.ethnicity) = (name.to_owned(), Some(group.to_owned()));
                1
            }
            (_, 1) if !plain => {
                (person.name, person.foreign) = (pool::foreign(dice).to_owned(), true);
                1
            }
            (_, 2) if !plain => {
                person.name = pool::wordlike(dice).to_owned();
                person.surname = person.name.chars().next().map(String::from);
                1
            }
            _ => {
                let (name, surname) = pool::han(dice);
                let kept = surname.chars().count();
                (person.name, person.surname) = (name, Some(surname));
                kept
            }
        };
        let taken =
            cast.iter().any(|actor| actor.person.name == person.name || actor.person.aliases.contains(&person.name));
        if !taken {
            return kept;
        }
        (person.ethnicity, person.foreign, person.surname) = (None, false, None);
    }
    1
}

fn role(word: &str) -> Role {
    match word {
        "party" => Role::Party,
        "accused" => Role::Accused,
        "victim" => Role::Victim,
        "incidental" => Role::IncidentalPlaintiff,
        "witness" => Role::Witness,
        "appraiser" => Role::Appraiser,
        "statutory" => Role::StatutoryAgent,
        "representative" => Role::LegalRepresentative,
        "agent" => Role::Agent,
        "defender" => Role::Defender,
        "deceased" => Role::Deceased,
        "kin" => Role::Relative,
        "judge" => Role::Judge,
        "assessor" => Role::Assessor,
        "clerk" => Role::Clerk,
        "prosecutor" => Role::Prosecutor,
        "official" => Role::Official,
        _ => Role::Other,
    }
}
