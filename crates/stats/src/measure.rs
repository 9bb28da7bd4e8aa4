//! What a side of an indicator is measured in: matters, days, hearings, money, or entries of a log.

use crate::definition::{Indicator, Kind};
use crate::term::{Counted, Term};

/// What a side is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Matters, one each.
    Matters,
    /// Days.
    Days,
    /// Hearings.
    Hearings,
    /// Money in fen.
    Money,
}

/// What the sides of an indicator are measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sides {
    /// Its numerator.
    pub numerator: Measure,
    /// Its denominator.
    pub denominator: Measure,
}

impl Indicator {
    /// What its sides are measured in.
    pub fn sides(&self) -> Sides {
        Sides { numerator: measure(&self.numerator), denominator: measure(&self.denominator) }
    }

    /// The kind of entry it counts, and whether it adds up their quantities; none for one that counts matters.
    pub fn entries(&self) -> Option<(&str, bool)> {
        match self.numerator.as_slice() {
            [Term { counted: Counted::Entries { kind, total }, less: false }] => Some((kind, *total)),
            _ => None,
        }
    }

    /// Whether its groups add up to the whole: counts, amounts and quotients do, evenness does not.
    pub const fn adds_up(&self) -> bool {
        !matches!(self.kind, Kind::Evenness)
    }
}

fn measure(terms: &[Term]) -> Measure {
    let mut sums = terms.iter().filter_map(|term| match &term.counted {
        Counted::Matters { sum, .. } => sum.as_deref(),
        Counted::Entries { .. } => None,
    });
    match sums.next() {
        None => Measure::Matters,
        Some(sum) if sum.contains("amount") || sum.contains("collected") => Measure::Money,
        Some(sum) if sum.contains("_day") => Measure::Days,
        Some(_) => Measure::Hearings,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definition::Indicators;

    #[test]
    fn sides_are_measured_in_what_they_add_up() {
        let indicators = Indicators::load().unwrap();
        let sides = |id: &str| {
            let sides = indicators.get(id).unwrap().sides();
            (sides.numerator, sides.denominator)
        };
        assert_eq!(sides("I-040"), (Measure::Days, Measure::Matters));
        assert_eq!(sides("E-005"), (Measure::Money, Measure::Money));
        assert_eq!(sides("E-006").0, Measure::Money);
        assert_eq!(sides("I-104"), (Measure::Hearings, Measure::Hearings));
        assert_eq!(sides("I-097"), (Measure::Hearings, Measure::Matters));
        assert_eq!(sides("I-020"), (Measure::Matters, Measure::Matters));
    }

    #[test]
    fn every_sum_is_of_a_known_measure() {
        let known = ["amount", "collected", "_day", "hearings"];
        for one in Indicators::load().unwrap().all() {
            for term in one.numerator.iter().chain(&one.denominator) {
                if let Counted::Matters { sum: Some(sum), .. } = &term.counted {
                    assert!(known.iter().any(|word| sum.contains(word)), "{}: {sum}", one.id);
                }
            }
        }
    }

    #[test]
    fn an_indicator_of_entries_names_their_kind() {
        let indicators = Indicators::load().unwrap();
        assert_eq!(indicators.get("O-002").unwrap().entries(), Some(("hearing.held.v1", true)));
        assert_eq!(indicators.get("C-003").unwrap().entries(), None);
    }
}
