//! Numbers in their units: lengths in bytes, moments in microseconds, ticks of a track. None of it wraps.

/// Ticks a second of a picture track.
pub const PICTURE_SCALE: u32 = 90_000;

/// Ticks a second of a sound track: one a sample.
pub const SOUND_SCALE: u32 = 48_000;

/// A second in microseconds.
pub const SECOND: i64 = 1_000_000;

/// The length of a piece of memory.
pub fn length(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}

/// A length that fits a box; one that does not is written as the largest and found by whoever reads.
pub fn short(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

/// Microseconds since the beginning of a track as ticks; what lies before the beginning is the beginning.
pub fn ticks(us: i64, scale: u32) -> u64 {
    let ticks = i128::from(us.max(0)) * i128::from(scale) / i128::from(SECOND);
    u64::try_from(ticks).unwrap_or(u64::MAX)
}

/// The ticks from one moment of a track to a later one: at least one.
pub fn span(from: u64, to: u64) -> u32 {
    u32::try_from(to.saturating_sub(from).max(1)).unwrap_or(u32::MAX)
}

/// Microseconds as seconds with six places, for a playlist.
pub fn seconds(us: i64) -> String {
    format!("{}.{:06}", us.max(0) / SECOND, us.max(0) % SECOND)
}

/// A moment in words a machine reads, in UTC.
pub fn moment(us: i64) -> String {
    jiff::Timestamp::from_microsecond(us).map_or_else(|_| "1970-01-01T00:00:00Z".into(), |at| format!("{at:.3}"))
}

#[cfg(test)]
mod tests {
    use super::{moment, seconds, span, ticks};

    #[test]
    fn ticks_do_not_drift_over_a_long_day() {
        let day_us = 24 * 3600 * 1_000_000_i64;
        assert_eq!(ticks(day_us, 90_000), 24 * 3600 * 90_000);
        assert_eq!(ticks(20_000, 48_000), 960);
        assert_eq!(ticks(-5, 48_000), 0);
        assert_eq!(span(10, 10), 1);
        assert_eq!(span(10, 40), 30);
    }

    #[test]
    fn moments_are_written_as_playlists_want_them() {
        assert_eq!(moment(1_782_000_000_250_000), "2026-06-21T00:00:00.250Z");
        assert_eq!(seconds(2_000_000), "2.000000");
        assert_eq!(seconds(1_066_667), "1.066667");
    }
}
