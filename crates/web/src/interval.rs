//! How a reference interval is written. Whether a figure lies in it, `stats` says.

use stats::{Interval, Kind};

use crate::format::percent;

/// A reference interval: `不低于 90.00%`.
pub fn bounds(kind: Kind, interval: Interval) -> String {
    let bound = |n: i64| if kind == Kind::Rate { percent(Some(n)) } else { stats::printed(n) };
    match (interval.low, interval.high) {
        (Some(low), Some(high)) => format!("{} 至 {}", bound(low), bound(high)),
        (Some(low), None) => format!("不低于 {}", bound(low)),
        (None, Some(high)) => format!("不高于 {}", bound(high)),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_is_said_by_the_ends_it_has() {
        let of = |kind, low, high| bounds(kind, Interval { low, high });
        assert_eq!(of(Kind::Rate, Some(9_000), None), "不低于 90.00%");
        assert_eq!(of(Kind::Rate, None, Some(500)), "不高于 5.00%");
        assert_eq!(of(Kind::Mean, Some(100), Some(250)), "1.00 至 2.50");
        assert_eq!(of(Kind::Rate, None, None), "");
    }
}
