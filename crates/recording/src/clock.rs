//! Clocks of participants held to the clock of the room, and the clock of the room held to itself: a jump is told, and
//! time goes on without one.

/// How far a frame may lie before the newest of its track, or after the clock of the room, before it counts as a jump.
pub const JUMP_US: i64 = 2_000_000;

/// No frame is on its way for so long.
pub const LATE_US: i64 = 10_000_000;

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
        let back = self.newest_us.is_some_and(|newest| at < newest.saturating_sub(JUMP_US))
            || at < room_us.saturating_sub(LATE_US);
        let jump = (back || at > room_us.saturating_add(JUMP_US)).then(|| {
            // behind the newest, by the room, and however often it jumps never far ahead of the room
            let most = room_us.saturating_add(JUMP_US);
            let after = |newest: i64| newest.saturating_add(step_us).min(most).max(newest.saturating_add(1));
            let next = self.newest_us.map_or(room_us, |newest| after(newest).max(room_us));
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

/// The clock of the room. It never goes back, and goes ahead by no more than it may.
#[derive(Clone, Debug)]
pub struct Room {
    shift_us: i64,
    now_us: i64,
    most_us: i64,
}

impl Room {
    /// A clock that stands at a moment and goes ahead by `most_us` at most at once.
    pub const fn new(now_us: i64, most_us: i64) -> Room {
        Room { shift_us: 0, now_us, most_us }
    }

    /// The moment it stands at.
    pub const fn now_us(&self) -> i64 {
        self.now_us
    }

    /// What a moment by the clock of the machine is by this one.
    pub const fn of(&self, us: i64) -> i64 {
        us.saturating_add(self.shift_us)
    }

    /// Sets it by the clock of the machine; gives the jump it did not follow.
    pub fn set(&mut self, us: i64) -> Option<Jump> {
        let at = self.of(us);
        let step = at.saturating_sub(self.now_us);
        if (-JUMP_US..=self.most_us).contains(&step) {
            self.now_us = self.now_us.max(at);
            return None;
        }
        let from_us = self.now_us;
        let next = if step < 0 { self.now_us } else { self.now_us.saturating_add(self.most_us.min(step)) };
        self.shift_us = next.saturating_sub(us);
        self.now_us = next;
        Some(Jump { from_us, to_us: us })
    }
}

#[cfg(test)]
mod tests {
    use super::{Clock, Room};

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
    fn a_clock_that_jumps_all_the_time_does_not_run_away() {
        let mut clock = Clock::default();
        for i in 0..1000 {
            let (at, _) = clock.place(if i % 2 == 0 { 0 } else { 9000 * S }, 100 * S, S);
            assert!((100 * S..103 * S).contains(&at));
        }
    }

    #[test]
    fn h_081_a_clock_that_is_wrong_from_the_first_frame_on_is_held_to_the_room() {
        let mut clock = Clock::default();
        assert_eq!(clock.place(7 * S, 100 * S, STEP).0, 100 * S);
        assert_eq!(clock.place(8 * S, 101 * S, STEP), (101 * S, None));
    }

    #[test]
    fn a_long_silence_is_no_jump() {
        let mut clock = Clock::default();
        clock.place(100 * S, 100 * S, STEP);
        assert_eq!(clock.place(900 * S, 900 * S, STEP), (900 * S, None));
    }

    #[test]
    fn h_081_the_clock_of_the_room_goes_on_when_that_of_the_machine_goes_back() {
        let mut room = Room::new(100 * S, i64::MAX);
        assert_eq!(room.set(101 * S), None);
        assert_eq!(room.set(101 * S - STEP), None);
        assert_eq!(room.now_us(), 101 * S);
        assert!(room.set(50 * S).is_some());
        assert_eq!(room.set(53 * S), None);
        assert_eq!((room.now_us(), room.of(54 * S)), (104 * S, 105 * S));
    }

    #[test]
    fn o_206_a_clock_that_may_not_run_ahead_does_not() {
        let mut room = Room::new(100 * S, 5 * S);
        assert!(room.set(4000 * S).is_some());
        assert_eq!(room.now_us(), 105 * S);
        assert_eq!(room.set(4002 * S), None);
        assert_eq!(room.now_us(), 107 * S);
    }
}
