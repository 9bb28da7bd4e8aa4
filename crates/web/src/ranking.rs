//! Places of courts among those of their level, shown only by a site that was started with ranking. Routine league
//! tables are not published since September 2024, so nothing here is reached without that switch.

use std::collections::BTreeMap;

use law::court::{self, Court};
use law::ids::CourtId;
use stats::Direction;

use crate::source::{About, Numbers};

/// A court's place among those of its level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Its place, 1 the best; courts with the same printed value share one.
    pub place: usize,
    /// Courts of its level that have a value.
    pub of: usize,
    /// Courts on this place, itself among them.
    pub tied: usize,
}

impl Place {
    /// In words: `第 3 名（共 110 家，并列 2 家）`.
    pub fn words(self) -> String {
        let tied = if self.tied > 1 { format!("，并列 {} 家", self.tied) } else { String::new() };
        format!("第 {} 名（共 {} 家{tied}）", self.place, self.of)
    }
}

/// The places of all courts by an indicator of a year; none by one of which neither more nor less is better.
pub fn places(numbers: &Numbers, about: &About) -> BTreeMap<CourtId, Place> {
    let sign = match about.better {
        Direction::Up => -1,
        Direction::Down => 1,
        Direction::Interval => return BTreeMap::new(),
    };
    let key = |court: &'static Court| {
        let value = Numbers::smallest(about, numbers.value(&about.id, Some(court.id))?)?;
        Some((court, sign * value))
    };
    let valued: Vec<(&'static Court, i64)> = court::courts().iter().filter_map(key).collect();
    let place = |(court, value): &(&'static Court, i64)| {
        let alike: Vec<i64> = valued.iter().filter(|(other, _)| other.level == court.level).map(|(_, n)| *n).collect();
        let place = Place {
            place: 1 + alike.iter().filter(|n| *n < value).count(),
            of: alike.len(),
            tied: alike.iter().filter(|n| *n == value).count(),
        };
        (place.of > 1).then_some((court.id, place))
    };
    valued.iter().filter_map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Ratio;

    fn ranked(better: Direction, values: &[(u16, i64)]) -> BTreeMap<CourtId, Place> {
        let about = About { better, ..About::rate("X") };
        let mut numbers = Numbers::empty(2020);
        for (court, num) in values {
            numbers.put("X", Some(CourtId(*court)), None, Ratio { num: *num, den: 1_000 });
        }
        places(&numbers, &about)
    }

    #[test]
    fn courts_of_a_level_are_placed_and_ties_share_a_place() {
        // 1 is the high court, 2 an intermediate one, 3 to 6 are basic
        let up = ranked(Direction::Up, &[(1, 10), (2, 999), (3, 900), (4, 950), (5, 900), (6, 100)]);
        let place = |court| up.get(&CourtId(court)).map(|place| (place.place, place.of, place.tied));
        assert_eq!(
            (place(4), place(3), place(5), place(6)),
            (Some((1, 4, 1)), Some((2, 4, 2)), Some((2, 4, 2)), Some((4, 4, 1)))
        );
        assert_eq!((place(1), place(2)), (None, None), "alone of its level");
        assert_eq!(up[&CourtId(3)].words(), "第 2 名（共 4 家，并列 2 家）");
        let down = ranked(Direction::Down, &[(3, 900), (4, 950), (6, 100)]);
        assert_eq!(down[&CourtId(6)].words(), "第 1 名（共 3 家）");
        assert!(ranked(Direction::Interval, &[(3, 900), (4, 950)]).is_empty());
    }
}
