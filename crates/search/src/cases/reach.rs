//! Who may see what: the permission is part of the query, so that what a reader may not see takes no
//! place among the nearest, in no count and in no distribution.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeSet, BinaryHeap};
use std::ops::RangeInclusive;

use law::ids::CourtId;
use tantivy::query::{EnableScoring, Query};
use tantivy::{DocAddress, Searcher, SegmentReader};

/// What decides whether a case may be shown, before its texts are touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The court that decided.
    pub court: CourtId,
    /// Its secrecy.
    pub secrecy: u8,
    /// Its day, `yyyymmdd`.
    pub date: u32,
    /// Level of the procedure.
    pub level: u8,
}

/// What a reader may see and wants to see.
pub struct Reach<'a> {
    /// Courts whose cases may be shown; none named means all.
    pub courts: Option<BTreeSet<CourtId>>,
    /// The highest secrecy that may be shown.
    pub secrecy: u8,
    /// Days of decisions.
    pub dates: RangeInclusive<u32>,
    /// Levels wanted; empty means all.
    pub levels: Vec<u8>,
    /// A further permission.
    pub permits: Option<&'a (dyn Fn(&Entry) -> bool + Sync)>,
}

impl Reach<'_> {
    /// Open cases of all courts and days.
    pub fn open() -> Self {
        Self { courts: None, secrecy: 0, dates: 0..=u32::MAX, levels: Vec::new(), permits: None }
    }

    /// Whether a case may be shown.
    pub fn allows(&self, entry: &Entry) -> bool {
        entry.secrecy <= self.secrecy
            && self.courts.as_ref().is_none_or(|courts| courts.contains(&entry.court))
            && self.dates.contains(&entry.date)
            && (self.levels.is_empty() || self.levels.contains(&entry.level))
            && self.permits.is_none_or(|permits| permits(entry))
    }
}

#[derive(Debug, PartialEq)]
struct Scored(f32, Reverse<DocAddress>);

impl Eq for Scored {}

impl Ord for Scored {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0).then_with(|| self.1.cmp(&other.1))
    }
}

impl PartialOrd for Scored {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The `wanted` best documents of a query among those the reach allows, best first.
///
/// Pruning (block-max WAND) stays on: a document is asked for its permission when it would enter.
pub fn best(
    searcher: &Searcher,
    query: &dyn Query,
    reach: &Reach<'_>,
    wanted: usize,
) -> tantivy::Result<Vec<(f32, DocAddress)>> {
    let weight = query.weight(EnableScoring::enabled_from_searcher(searcher))?;
    let mut found = Found::new(wanted);
    for (ordinal, reader) in (0_u32..).zip(searcher.segment_readers()) {
        let entries = Entries::of(reader)?;
        let alive = reader.alive_bitset();
        weight.for_each_pruning(found.floor(), reader, &mut |doc, score| {
            let enters = score > found.floor() && alive.is_none_or(|alive| alive.is_alive(doc));
            if enters && reach.allows(&entries.entry(doc)) {
                found.take(score, DocAddress::new(ordinal, doc));
            }
            found.floor()
        })?;
    }
    Ok(found.sorted())
}

/// The best documents so far.
#[derive(Debug)]
pub struct Found {
    heap: BinaryHeap<Reverse<Scored>>,
    wanted: usize,
}

impl Found {
    /// None yet, `wanted` at most.
    pub fn new(wanted: usize) -> Self {
        Self { heap: BinaryHeap::with_capacity(wanted.saturating_add(1).min(10_000)), wanted }
    }

    /// What a score must be above to enter.
    pub fn floor(&self) -> f32 {
        match self.heap.peek() {
            Some(Reverse(Scored(score, _))) if self.heap.len() >= self.wanted => *score,
            _ if self.wanted == 0 => f32::MAX,
            _ => f32::MIN,
        }
    }

    /// Takes a document in, and lets the least go.
    pub fn take(&mut self, score: f32, address: DocAddress) {
        self.heap.push(Reverse(Scored(score, Reverse(address))));
        if self.heap.len() > self.wanted {
            self.heap.pop();
        }
    }

    /// The best of several.
    pub fn joined(wanted: usize, several: Vec<Self>) -> Self {
        let mut all = Self::new(wanted);
        for Reverse(Scored(score, Reverse(address))) in several.into_iter().flat_map(|found| found.heap) {
            all.take(score, address);
        }
        all
    }

    /// All of them, best first.
    pub fn sorted(self) -> Vec<(f32, DocAddress)> {
        let sorted = self.heap.into_sorted_vec();
        sorted.into_iter().map(|Reverse(Scored(score, Reverse(address)))| (score, address)).collect()
    }
}

type Numbers = std::sync::Arc<dyn tantivy::columnar::ColumnValues<u64>>;

/// What decides for each document of a segment.
pub(super) struct Entries {
    court: Numbers,
    secrecy: Numbers,
    date: Numbers,
    level: Numbers,
}

impl Entries {
    pub(super) fn of(reader: &SegmentReader) -> tantivy::Result<Self> {
        let fast = reader.fast_fields();
        // A missing secrecy would be the highest: what is not known is not shown.
        Ok(Self {
            court: fast.u64("court")?.first_or_default_col(u64::MAX),
            secrecy: fast.u64("secrecy")?.first_or_default_col(u64::MAX),
            date: fast.u64("date")?.first_or_default_col(0),
            level: fast.u64("level")?.first_or_default_col(0),
        })
    }

    pub(super) fn entry(&self, doc: u32) -> Entry {
        Entry {
            court: CourtId(u16::try_from(self.court.get_val(doc)).unwrap_or(u16::MAX)),
            secrecy: u8::try_from(self.secrecy.get_val(doc)).unwrap_or(u8::MAX),
            date: u32::try_from(self.date.get_val(doc)).unwrap_or(0),
            level: u8::try_from(self.level.get_val(doc)).unwrap_or(0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTRY: Entry = Entry { court: CourtId(3), secrecy: 1, date: 20_200_101, level: 2 };

    #[test]
    fn each_condition_alone_refuses() {
        let all = || Reach { secrecy: 1, ..Reach::open() };
        assert!(all().allows(&ENTRY));
        assert!(!Reach::open().allows(&ENTRY));
        assert!(!Reach { courts: Some(BTreeSet::from([CourtId(4)])), ..all() }.allows(&ENTRY));
        assert!(Reach { courts: Some(BTreeSet::from([CourtId(3)])), ..all() }.allows(&ENTRY));
        assert!(!Reach { dates: 0..=20_191_231, ..all() }.allows(&ENTRY));
        assert!(!Reach { levels: vec![1], ..all() }.allows(&ENTRY));
        assert!(!Reach { permits: Some(&|entry| entry.level == 1), ..all() }.allows(&ENTRY));
    }
}
