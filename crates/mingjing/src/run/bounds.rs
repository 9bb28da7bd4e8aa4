//! How fast and how long `mingjing simulate --live` goes on, read from the command line. What is wrong is told together.

use std::time::Duration;

use crate::args::Live;

/// Entries a second at most.
const FASTEST: u32 = 10_000;
/// The largest number a time is given with.
const LONGEST: u64 = 100_000;

/// How fast, and for how long; without a bound until Ctrl-C.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bounds {
    /// Entries a second; 0 does not wait.
    pub pace: u32,
    /// At most so long.
    pub time: Option<Duration>,
    /// At most so many entries.
    pub entries: Option<u64>,
}

impl Bounds {
    /// Reads them, and says of each that cannot be read how it is written.
    pub fn read(live: &Live) -> (Bounds, Vec<String>) {
        let mut faults = Vec::new();
        let pace = live.pace.parse().ok().filter(|pace| *pace <= FASTEST).unwrap_or_else(|| {
            faults.push(format!("--pace “{}”应为 0 到 {FASTEST} 的整数", live.pace));
            0
        });
        let time = live.time.as_deref().and_then(|text| {
            let read = duration(text);
            if read.is_none() {
                faults.push(format!("--for “{text}”应写作 30s、5m 或 2h"));
            }
            read
        });
        let entries = live.entries.as_deref().and_then(|text| {
            let read = text.parse().ok().filter(|entries| *entries > 0);
            if read.is_none() {
                faults.push(format!("--entries “{text}”应为正整数"));
            }
            read
        });
        (Bounds { pace, time, entries }, faults)
    }
}

/// Reads `30s`, `5m` or `2h`.
fn duration(text: &str) -> Option<Duration> {
    let (number, unit) = text.split_at(text.len() - text.chars().last().map_or(0, char::len_utf8));
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        _ => return None,
    };
    let number = number.parse().ok().filter(|n| (1..=LONGEST).contains(n))?;
    Some(Duration::from_secs(number * seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn live(pace: &str, time: Option<&str>, entries: Option<&str>) -> Live {
        Live {
            live: true,
            pace: pace.to_owned(),
            time: time.map(str::to_owned),
            entries: entries.map(str::to_owned),
            into: None,
        }
    }

    #[test]
    fn durations_are_read_or_said_to_be_wrong() {
        for (text, seconds) in [("30s", 30), ("5m", 300), ("2h", 7_200)] {
            assert_eq!(duration(text), Some(Duration::from_secs(seconds)));
        }
        for text in ["", "30", "s", "0s", "-1m", "1d", "五分", "99999999999999999999s"] {
            assert_eq!(duration(text), None, "{text}");
        }
    }

    #[test]
    fn every_bound_that_cannot_be_read_is_told() {
        let read = Bounds { pace: 7, time: Some(Duration::from_mins(5)), entries: Some(30) };
        assert_eq!(Bounds::read(&live("7", Some("5m"), Some("30"))), (read, Vec::new()));
        let (_, faults) = Bounds::read(&live("10001", Some("5"), Some("0")));
        assert_eq!(faults.len(), 3, "{faults:?}");
        assert_eq!(Bounds::read(&live("-1", None, None)).1, ["--pace “-1”应为 0 到 10000 的整数"]);
    }
}
