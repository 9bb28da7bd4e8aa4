//! The figures of a page as texts by the key of the element that shows them, as the page itself writes them.

use std::collections::BTreeMap;

use law::court;
use law::ids::CourtId;

use super::numbers::Numbers;
use crate::pages;

/// Texts and addresses by key.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Texts {
    /// Texts.
    pub figures: BTreeMap<String, String>,
    /// Addresses of links that do not stay the same.
    pub links: BTreeMap<String, String>,
}

impl Texts {
    /// What differs from an earlier state.
    pub fn since(&self, earlier: &Texts) -> Texts {
        let newer = |now: &BTreeMap<String, String>, then: &BTreeMap<String, String>| {
            now.iter().filter(|(key, text)| then.get(*key) != Some(text)).map(|(a, b)| (a.clone(), b.clone())).collect()
        };
        Texts { figures: newer(&self.figures, &earlier.figures), links: newer(&self.links, &earlier.links) }
    }
}

/// The texts of the overview, or of a court's page.
pub fn of(numbers: &Numbers, court: Option<CourtId>) -> Texts {
    let mut texts = Texts::default();
    match court.and_then(court::court) {
        None => pages::overview::texts(numbers, &mut texts),
        Some(court) => pages::court::texts(numbers, court, &mut texts),
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_newer_is_told() {
        let texts = |pairs: &[(&str, &str)]| Texts {
            figures: pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect(),
            links: BTreeMap::new(),
        };
        let (then, now) = (texts(&[("a", "1"), ("b", "2")]), texts(&[("a", "1"), ("b", "3"), ("c", "4")]));
        assert_eq!(now.since(&then), texts(&[("b", "3"), ("c", "4")]));
        assert_eq!(now.since(&now), Texts::default());
    }
}
