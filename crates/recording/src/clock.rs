//! Clocks of participants, held to the clock of the room: a jump is told, and the track goes on without one.

/// How far a frame may lie before the newest of its track, or after the clock of the room, before it counts as a jump.
pub const JUMP_US: i64 = 2_000_000;

/// What was made of a moment that cannot be true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Jump {
    /// What the frame said.
    pub from_us: i64,
    /// What is written instead.
    pub to_us: i64,
}

/// The clock of one track.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    offset_us: i64,
    newest_us: Option<i64>,
}

impl Clock {
    /// The moment a frame is given, and the jump if its own cannot be true.
    pub fn place(&mut self, time_us: i64, room_us: i64, step_us: i64) -> (i64, Option<Jump>) {
        let mut at = time_us.saturating_add(self.offset_us);
        let back = self.newest_us.is_some_and(|newest| at < newest.saturating_sub(JUMP_US));
        let jump = (back || at > room_us.saturating_add(JUMP_US)).then(|| {
            let next = self.newest_us.map_or(room_us, |newest| newest.saturating_add(step_us).max(room_us));
            self.offset_us = next.saturating_sub(time_us);
            at = next;
            Jump { from_us: time_us, to_us: next }
        });
        self.newest_us = Some(self.newest_us.map_or(at, |newest| newest.max(at)));
        (at, jump)
    }

    /// The newest moment given so far.
    pub const fn newest_us(&self) -> Option<i64> {
        self.newest_us
    }
}

#[cfg(test)]
mod tests {
    use super::Clock;

    const STEP: i64 = 20_000;
    const S: i64 = 1_000_000;

    #[test]
    fn small_disorder_is_no_jump() {
        let mut clock = Clock::default();
        for (at, room) in [(10 * S, 10 * S), (10 * S + STEP, 10 * S), (10 * S - S, 11 * S), (11 * S + S, 11 * S)] {
            assert_eq!(clock.place(at, room, STEP), (at, None));
        }
        assert_eq!(clock.newest_us(), Some(12 * S));
    }

    #[test]
    fn h_081_a_clock_that_goes_back_an_hour_goes_on_by_the_room() {
        let mut clock = Clock::default();
        clock.place(5000 * S, 5000 * S, STEP);
        let (at, jump) = clock.place(1400 * S, 5000 * S + STEP, STEP);
        assert_eq!((at, jump.unwrap().from_us), (5000 * S + STEP, 1400 * S));
        assert_eq!(clock.place(1400 * S + STEP, 5000 * S + 2 * STEP, STEP), (5000 * S + 2 * STEP, None));
        // and home again
        let (at, jump) = clock.place(5001 * S, 5001 * S, STEP);
        assert!(jump.is_some());
        assert_eq!(at, 5001 * S);
    }

    #[test]
    fn h_081_a_clock_far_ahead_is_held_to_the_room() {
        let mut clock = Clock::default();
        let (at, jump) = clock.place(9000 * S, 100 * S, STEP);
        assert_eq!((at, jump.unwrap().to_us), (100 * S, 100 * S));
        assert_eq!(clock.place(9001 * S, 101 * S, STEP), (101 * S, None));
    }

    #[test]
    fn a_long_silence_is_no_jump() {
        let mut clock = Clock::default();
        clock.place(100 * S, 100 * S, STEP);
        assert_eq!(clock.place(900 * S, 900 * S, STEP), (900 * S, None));
    }
}
