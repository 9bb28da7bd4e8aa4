//! Which token stands for whom (O-030 digits, O-033): constant in a document and in a chain of cases.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::base::Base;

/// The tokens of a chain of cases, stored with the case and given again: person → token.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tokens(BTreeMap<String, String>);

impl Tokens {
    /// The token of a person, by `Person::key`.
    #[must_use]
    pub fn of(&self, person: &str) -> Option<&str> {
        self.0.get(person).map(String::as_str)
    }

    /// Everybody with a token.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(person, token)| (person.as_str(), token.as_str()))
    }

    /// Whether a token stands for somebody already.
    #[must_use]
    pub fn is_given(&self, token: &str) -> bool {
        self.0.values().any(|given| given == token)
    }
}

/// Whoever needs a token, in the order of appearance.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// Somebody of the case, by the place of the first entry with that key.
    Person(usize),
    /// Somebody the original calls by a token without a digit: that token.
    Unknown(String),
}

/// A group of equal bases while its digits are given.
#[derive(Default)]
struct Group {
    members: Vec<Who>,
    taken: BTreeSet<u32>,
    bare_taken: bool,
}

/// Gives everybody a token; `held` are digits the original uses already, `doubtful` bases it uses in places that are
/// left as they are, `keys` what the persons of the case are called in stored tokens.
pub fn assign(
    order: &[(Who, Base)],
    held: &[(Base, u32)],
    doubtful: &BTreeSet<Base>,
    keys: &[String],
    tokens: &mut Tokens,
) -> BTreeMap<Who, String> {
    let mut groups: BTreeMap<&Base, Group> = BTreeMap::new();
    let mut given: BTreeMap<Who, String> = BTreeMap::new();
    for (base, digit) in held {
        groups.entry(base).or_default().taken.insert(*digit);
    }
    let mut seen: BTreeSet<&Who> = BTreeSet::new();
    for (who, base) in order {
        if seen.insert(who) {
            groups.entry(base).or_default().members.push(who.clone());
        }
    }
    for (base, group) in &mut groups {
        // what the chain gave before stays
        for token in tokens.0.values() {
            let digits = token.strip_prefix(base.head.as_str()).and_then(|rest| rest.strip_suffix(base.tail.as_str()));
            match digits {
                Some("") => group.bare_taken = true,
                Some(digits) => {
                    if let Ok(digit) = digits.parse() {
                        group.taken.insert(digit);
                    }
                }
                None => {}
            }
        }
        let mut next = 1;
        if group.bare_taken {
            group.taken.insert(1);
        }
        let known = group.members.iter().any(|who| matches!(who, Who::Person(_)));
        let alone = group.members.len() == 1 && group.taken.is_empty() && !(known && doubtful.contains(base));
        for who in std::mem::take(&mut group.members) {
            let before = match &who {
                Who::Person(at) => keys.get(*at).and_then(|key| tokens.of(key)).map(str::to_owned),
                Who::Unknown(token) => tokens.is_given(token).then(|| token.clone()),
            };
            let token = before.unwrap_or_else(|| {
                if alone {
                    return base.token(None);
                }
                while group.taken.contains(&next) {
                    next += 1;
                }
                group.taken.insert(next);
                base.token(Some(next))
            });
            if let Who::Person(at) = &who
                && let Some(key) = keys.get(*at)
            {
                tokens.0.insert(key.clone(), token.clone());
            }
            given.insert(who, token);
        }
    }
    given
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(head: &str) -> Base {
        Base { head: head.into(), tail: String::new() }
    }

    const KEYS: [&str; 3] = ["a", "b", "c"];

    fn person(key: &str, head: &str) -> (Who, Base) {
        (Who::Person(KEYS.iter().position(|known| *known == key).unwrap()), base(head))
    }

    fn give(order: &[(Who, Base)], held: &[(Base, u32)], tokens: &mut Tokens) -> BTreeMap<Who, String> {
        assign(order, held, &BTreeSet::new(), &KEYS.map(str::to_owned), tokens)
    }

    #[test]
    fn o_030_digits_follow_the_order_of_appearance() {
        let mut tokens = Tokens::default();
        let order = [person("b", "张某"), person("a", "张某"), person("b", "张某"), person("c", "李某")];
        give(&order, &[], &mut tokens);
        assert_eq!(tokens.iter().collect::<Vec<_>>(), [("a", "张某2"), ("b", "张某1"), ("c", "李某")]);
    }

    #[test]
    fn o_030_a_chain_keeps_what_it_gave() {
        let mut tokens = Tokens::default();
        give(&[person("a", "张某")], &[], &mut tokens);
        give(&[person("b", "张某"), person("a", "张某"), person("c", "张某")], &[], &mut tokens);
        assert_eq!(tokens.iter().collect::<Vec<_>>(), [("a", "张某"), ("b", "张某2"), ("c", "张某3")]);
    }

    #[test]
    fn o_033_tokens_of_the_original_are_reserved() {
        let mut tokens = Tokens::default();
        let unknown = (Who::Unknown("李某".into()), base("李某"));
        let given = give(&[unknown.clone(), person("a", "李某")], &[], &mut tokens);
        assert_eq!(given[&unknown.0], "李某1");
        assert_eq!(tokens.of("a"), Some("李某2"));
        let mut tokens = Tokens::default();
        give(&[person("a", "李某")], &[(base("李某"), 1), (base("李某"), 3)], &mut tokens);
        assert_eq!(tokens.of("a"), Some("李某2"));
    }

    #[test]
    fn tokens_are_stored_as_a_map() {
        let mut tokens = Tokens::default();
        give(&[person("a", "张某")], &[], &mut tokens);
        let stored = serde_json::to_string(&tokens).unwrap();
        assert_eq!(stored, r#"{"a":"张某"}"#);
        assert_eq!(serde_json::from_str::<Tokens>(&stored).unwrap(), tokens);
    }
}
