//! A simulation killed at any moment goes on as if nothing had happened.
#![allow(clippy::disallowed_methods, reason = "how long a run takes decides when it is killed")]

use std::time::{Duration, Instant};

use crate::place::Place;

const SIMULATE: &[&str] = &["simulate", "--scale", "0.02"];
const KILLS: u32 = 15;

/// Entries that stand in the database; none while it has no tables yet.
fn stored(place: &Place) -> Option<i64> {
    let base = rusqlite::Connection::open(place.file()).ok()?;
    base.query_row("SELECT COUNT(*) FROM entries", [], |row| row.get(0)).ok()
}

#[test]
fn a_simulation_killed_at_any_moment_goes_on_to_the_same_heads() {
    let whole = Place::sqlite();
    let begin = Instant::now();
    whole.run(SIMULATE).done();
    let mut took = begin.elapsed();
    let roots = whole.roots();
    let entries: i64 = roots.iter().map(|(size, _)| size).sum();

    let mut place = Place::sqlite();
    let (mut kills, mut halfway) = (0, 0);
    while kills < KILLS {
        // spread over the run by a step that does not divide it
        let wait = took * (5 + kills * 37 % 90) / 100;
        let begin = Instant::now();
        let mut child = place.start(SIMULATE);
        std::thread::sleep(wait.max(Duration::from_millis(20)));
        child.kill().unwrap();
        let ended = child.wait().unwrap();
        if ended.success() {
            assert_eq!(place.roots(), roots, "after {kills} kills");
            place.run(&["verify"]).done();
            place = Place::sqlite();
            // the machine has less to do than when the first run was timed
            took = took.min(begin.elapsed()) * 9 / 10;
            continue;
        }
        kills += 1;
        let found = stored(&place).unwrap_or(0);
        if found > 0 && found < entries && halfway == 0 {
            place.run(&["verify"]).done();
        }
        halfway += u32::from(found > 0 && found < entries);
    }
    place.run(SIMULATE).done();
    assert_eq!(place.roots(), roots);
    place.run(&["verify"]).done();
    assert!(halfway > 0, "no kill ever met a year stored in part");
}
