//! Which cases cite which articles (案例引用), as they are handed in: put in, taken out, counted. What a case is, and which
//! comes first, is the caller's.

use std::collections::{BTreeMap, BTreeSet};

use super::corpus::Place;

/// Cases and the articles they cite; the least case comes first.
#[derive(Debug, Clone)]
pub struct Cited<K> {
    cases: BTreeMap<K, BTreeSet<Place>>,
    by: BTreeMap<Place, BTreeSet<K>>,
}

impl<K> Default for Cited<K> {
    fn default() -> Self {
        Self { cases: BTreeMap::new(), by: BTreeMap::new() }
    }
}

impl<K: Copy + Ord> Cited<K> {
    /// Takes in what a case cites; the same case citing the same article twice counts once.
    pub fn add(&mut self, case: K, places: impl IntoIterator<Item = Place>) {
        for place in places {
            self.cases.entry(case).or_default().insert(place);
            self.by.entry(place).or_default().insert(case);
        }
    }

    /// Takes a case out.
    pub fn remove(&mut self, case: K) {
        for place in self.cases.remove(&case).into_iter().flatten() {
            if let Some(cases) = self.by.get_mut(&place) {
                cases.remove(&case);
                if cases.is_empty() {
                    self.by.remove(&place);
                }
            }
        }
    }

    /// The cases that cite an article, in their order.
    pub fn cases(&self, place: Place) -> impl DoubleEndedIterator<Item = K> {
        self.by.get(&place).into_iter().flatten().copied()
    }

    /// How many cases cite an article.
    #[must_use]
    pub fn times(&self, place: Place) -> usize {
        self.by.get(&place).map_or(0, BTreeSet::len)
    }

    /// The articles most cited together with this one, with how many cases do so, the most first.
    #[must_use]
    pub fn together(&self, place: Place, most: usize) -> Vec<(Place, usize)> {
        let mut counts: BTreeMap<Place, usize> = BTreeMap::new();
        let beside = self.cases(place).filter_map(|case| self.cases.get(&case)).flatten();
        for other in beside.filter(|other| **other != place) {
            *counts.entry(*other).or_default() += 1;
        }
        let mut together: Vec<(Place, usize)> = counts.into_iter().collect();
        together.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        together.truncate(most);
        together
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_count_once_each_and_show_what_is_cited_together() {
        let mut cited = Cited::default();
        let (first, second, third, none) = (Place(0), Place(1), Place(2), Place(3));
        cited.add("1号", [first, first, second]);
        cited.add("2号", [first, second]);
        cited.add("2号", [third]);
        assert_eq!(cited.times(first), 2);
        assert_eq!(cited.together(first, 5), [(second, 2), (third, 1)]);
        assert_eq!(cited.together(first, 1), [(second, 2)]);
        assert!(cited.together(none, 5).is_empty());
        assert_eq!(cited.cases(first).collect::<Vec<_>>(), ["1号", "2号"]);
    }

    #[test]
    fn a_case_taken_out_is_counted_no_more() {
        let mut cited = Cited::default();
        cited.add(1, [Place(0), Place(1)]);
        cited.add(2, [Place(0)]);
        cited.remove(1);
        cited.remove(9);
        assert_eq!((cited.times(Place(0)), cited.times(Place(1))), (1, 0));
        assert!(cited.together(Place(0), 5).is_empty());
        cited.add(1, [Place(1)]);
        assert_eq!(cited.cases(Place(1)).collect::<Vec<_>>(), [1]);
    }
}
