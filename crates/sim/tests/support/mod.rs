//! A storage that only remembers, so that years are lived in a test without a database.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use docket::digest::{self, Digest};
use docket::head::Head;
use docket::store::{Batch, BulkWriter, StoreError, effects};
use law::court::courts;
use law::day::Day;
use law::ids::{CourtId, Stream};
use law::life::facts::CaseFacts;
use sim::run::{Held, SimFault, Tick};
use sim::{Outcome, Plan, Scale, Settings};

/// What was stored.
#[derive(Default)]
pub struct Kept {
    /// Latest head of each court.
    pub heads: BTreeMap<CourtId, Head>,
    /// Entries by court.
    pub sizes: BTreeMap<CourtId, i64>,
    /// Sum of the tallies: number and total by kind and whether the day lies in the year.
    pub tallies: BTreeMap<(String, i16), (i64, i64)>,
    /// The same counted anew from the entries.
    pub counted: BTreeMap<(String, i16), (i64, i64)>,
    /// Rows of matters.
    pub facts: BTreeMap<(CourtId, Stream), CaseFacts>,
    /// Serials by court, year and word.
    pub counters: BTreeMap<(CourtId, u16, u16), u32>,
    /// Keys of sealed fields by matter.
    pub keys: BTreeMap<(CourtId, Stream), Vec<u8>>,
    /// Sealed fields by matter, as the opening entries hold them.
    pub bodies: BTreeMap<(CourtId, Stream), String>,
    /// Imported figures.
    pub statements: Vec<(String, i64)>,
    /// Progress.
    pub progress: Option<String>,
    /// Cursors of the facts.
    pub cursors: BTreeMap<CourtId, i64>,
    /// Courts made known, with their keys.
    pub courts: BTreeMap<CourtId, Vec<u8>>,
    /// Batches.
    pub batches: usize,
    /// Times the end was flushed.
    pub finished: usize,
    /// Whether opening bodies are kept (they take room).
    pub keep_bodies: bool,
}

/// The storage, shared between the run and the test.
#[derive(Clone, Default)]
pub struct Memory(pub Arc<Mutex<Kept>>);

impl BulkWriter for Memory {
    fn write(&mut self, batch: &Batch) -> Result<(), StoreError> {
        let mut kept = self.0.lock().unwrap();
        let year = |day: Day| day.year();
        for entry in &batch.entries {
            let size = kept.sizes.entry(entry.court).or_default();
            assert_eq!(entry.position, *size + 1, "positions follow each other");
            *size += 1;
            if kept.keep_bodies && entry.version == 1 {
                kept.bodies.insert((entry.court, entry.stream), entry.body.clone());
            }
        }
        for tally in effects(&batch.entries)?.0 {
            let sum = kept.counted.entry((tally.kind.to_string(), year(tally.day))).or_default();
            *sum = (sum.0 + tally.n, sum.1 + tally.total);
        }
        for tally in &batch.tallies {
            let sum = kept.tallies.entry((tally.kind.to_string(), year(tally.day))).or_default();
            *sum = (sum.0 + tally.n, sum.1 + tally.total);
        }
        kept.heads.extend(batch.heads.iter().map(|head| (head.court, head.clone())));
        kept.facts.extend(batch.facts.iter().map(|row| ((row.court, row.stream), row.clone())));
        kept.counters.extend(batch.counters.iter().map(|row| ((row.court, row.year, row.word), row.last)));
        kept.keys.extend(batch.field_keys.iter().map(|row| ((row.court, row.stream), row.key.clone())));
        kept.statements.extend(batch.statements.iter().map(|row| (row.key.clone(), row.value)));
        kept.cursors.extend(batch.cursors.iter().map(|row| (row.court, row.position)));
        if let Some((name, value)) = &batch.progress {
            assert_eq!(name, sim::run::PROGRESS);
            kept.progress = Some(value.clone());
        }
        kept.courts.extend(batch.courts.iter().map(|row| (row.court, row.public_key.clone())));
        kept.batches += 1;
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<(), StoreError> {
        self.0.lock().unwrap().finished += 1;
        Ok(())
    }
}

impl Memory {
    /// What a later run is told of it.
    pub fn held(&self) -> Option<Held> {
        let kept = self.0.lock().unwrap();
        let progress = kept.progress.clone()?;
        Some(Held { progress, heads: kept.heads.values().cloned().collect() })
    }

    /// Roots of every court in the order of the register.
    pub fn roots(&self) -> Vec<Option<Digest>> {
        let kept = self.0.lock().unwrap();
        courts().iter().map(|court| kept.heads.get(&court.id).map(|head| head.root)).collect()
    }

    /// Goes on with it, or begins; `until` stops after so many days.
    pub fn live(&self, settings: &Settings, until: Option<usize>) -> Result<Outcome, SimFault> {
        let mut days = 0;
        let mut tick = |_: Tick| {
            days += 1;
            until.is_none_or(|until| days < until)
        };
        sim::simulate(settings, self.held(), Box::new(self.clone()), &mut tick)
    }
}

/// The plan that ships at a scale and seed.
pub fn settings(scale: &str, seed: u64) -> Settings {
    let plan = Plan::read(sim::plan::LIAONING_2020.as_bytes()).unwrap();
    Settings { plan, scale: Scale::parse(scale).unwrap(), seed, texts: None }
}

/// One digest over all roots, in hexadecimal.
pub fn digest_of(roots: &[Option<Digest>]) -> String {
    let bytes: Vec<u8> = roots.iter().flat_map(|root| root.unwrap_or_default()).collect();
    digest::to_hex(&digest::sm3(&bytes))
}
