//! A day's turns in order of time, and what is to be taken up on later days.

use std::collections::BTreeMap;

use law::day::Day;
use law::ids::{CourtId, Stream};

use crate::chance::Chance;

/// Half past eight.
const OPENS: u32 = 8 * 3_600 + 1_800;
/// Half past five.
const CLOSES: u32 = 17 * 3_600 + 1_800;

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// A new matter, the day's nth.
    File(u32),
    /// A matter in hand.
    TakeUp(CourtId, Stream),
}

/// The day, and the diary of later ones.
#[derive(Debug, Default)]
pub(super) struct Agenda {
    turns: BTreeMap<(u32, u32), Turn>,
    diary: BTreeMap<Day, Vec<(CourtId, Stream)>>,
    now: u32,
    order: u32,
}

fn hour(chance: &mut Chance) -> u32 {
    OPENS + u32::try_from(chance.below(u64::from(CLOSES - OPENS))).unwrap_or(0)
}

impl Agenda {
    /// Begins a day: so many new matters, and everything that was to be taken up by then.
    pub(super) fn begin(&mut self, day: Day, filings: u32, chance: &mut Chance) {
        self.now = OPENS;
        for nth in 0..filings {
            self.put(hour(chance), Turn::File(nth));
        }
        let later = self.diary.split_off(&day.plus(1));
        for (court, stream) in std::mem::replace(&mut self.diary, later).into_values().flatten() {
            self.put(hour(chance), Turn::TakeUp(court, stream));
        }
    }

    fn put(&mut self, second: u32, turn: Turn) {
        self.order += 1;
        self.turns.insert((second, self.order), turn);
    }

    /// The next turn of the day and its second; none when the day is over.
    pub(super) fn pop(&mut self) -> Option<(u32, Turn)> {
        let ((second, _), turn) = self.turns.pop_first()?;
        self.now = second;
        Some((second, turn))
    }

    /// To be taken up on a later day.
    pub(super) fn remember(&mut self, day: Day, matter: (CourtId, Stream)) {
        self.diary.entry(day).or_default().push(matter);
    }

    /// To be taken up again soon: the same day, or the next when it is late.
    pub(super) fn again(&mut self, today: Day, matter: (CourtId, Stream), chance: &mut Chance) {
        let second = self.now + 60 + u32::try_from(chance.below(2_400)).unwrap_or(0);
        if second < CLOSES {
            self.put(second, Turn::TakeUp(matter.0, matter.1));
        } else {
            self.remember(today.plus(1), matter);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_runs_forward_and_what_is_late_waits_for_the_next() {
        let mut agenda = Agenda::default();
        let (today, one, other) = (Day(100), (CourtId(1), Stream(5)), (CourtId(2), Stream(6)));
        let mut chance = Chance::new(1, &[1]);
        agenda.remember(today.plus(3), other);
        agenda.remember(today.plus(-2), one);
        agenda.begin(today, 30, &mut chance);
        let (mut before, mut turns) = (0, 0);
        while let Some((second, turn)) = agenda.pop() {
            assert!((before..CLOSES).contains(&second));
            assert_ne!(turn, Turn::TakeUp(other.0, other.1), "it is for a later day");
            (before, turns) = (second, turns + 1);
            if turn == Turn::TakeUp(one.0, one.1) {
                agenda.again(today, one, &mut chance);
            }
        }
        assert!(turns > 31, "what is in hand is taken up again the same day");
        agenda.begin(today.plus(1), 0, &mut chance);
        assert_eq!(agenda.pop().map(|(_, turn)| turn), Some(Turn::TakeUp(one.0, one.1)));
    }
}
