//! A court's log folded anew: what every projected table must say. It reads no table and writes none.

use std::borrow::Cow;
use std::collections::BTreeMap;

use law::case_number::Word;
use law::day::{Day, Moment};
use law::ids::{CourtId, Stream};
use law::life::Case;
use law::life::event::Event;
use law::life::facts::CaseFacts;
use law::life::office::OfficeAct;

use super::batch::{Counter, StatementRow, Tally};
use super::project::Act;
use super::sitting::SittingRow;
use crate::entry::Entry;

/// What a court's entries come to.
#[derive(Debug)]
pub(crate) struct CourtFold {
    court: CourtId,
    cases: BTreeMap<i64, Case>,
    tallies: BTreeMap<(Day, &'static str), (i64, i64)>,
    statements: BTreeMap<(u16, String), (i64, String)>,
}

impl CourtFold {
    /// Of no entries.
    pub(crate) const fn new(court: CourtId) -> CourtFold {
        CourtFold { court, cases: BTreeMap::new(), tallies: BTreeMap::new(), statements: BTreeMap::new() }
    }

    /// Folds the next entry in; the error says what is wrong with it.
    pub(crate) fn take(&mut self, entry: &Entry) -> Result<(), String> {
        let act = Act::read(&entry.kind, &entry.body)?;
        let kind = match &act {
            Act::Case(event) => {
                self.case(entry, event)?;
                event.kind()
            }
            Act::Office(office) => {
                self.office(entry, office)?;
                office.kind()
            }
        };
        let tally = self.tallies.entry((entry.occurred_at.day(), kind)).or_default();
        tally.0 += 1;
        tally.1 += act.quantity();
        Ok(())
    }

    fn case(&mut self, entry: &Entry, event: &Event) -> Result<(), String> {
        let at: Moment = entry.occurred_at;
        let Stream(stream) = entry.stream;
        if entry.position == stream {
            first(entry)?;
            let case = Case::open(self.court, entry.stream, at, event)
                .map_err(|refusal| format!("不能开启卷宗流（{refusal}）"))?;
            self.cases.insert(stream, case);
            return Ok(());
        }
        let case = self.cases.get_mut(&stream).ok_or_else(|| format!("卷宗流 {stream} 没有开启条目"))?;
        let next = case.facts.version + 1;
        if entry.version != next {
            return Err(format!("卷宗流 {stream} 应接第 {next} 版，实为第 {} 版", entry.version));
        }
        case.apply(at, event);
        Ok(())
    }

    fn office(&mut self, entry: &Entry, act: &OfficeAct) -> Result<(), String> {
        if entry.position != entry.stream.0 {
            return Err("法院事务条目应自成一卷宗流".to_owned());
        }
        first(entry)?;
        if let OfficeAct::StatementImported(statement) = act {
            for (key, value) in &statement.figures {
                let figure = (*value, statement.source.clone());
                self.statements.insert((statement.year, key.clone()), figure);
            }
        }
        Ok(())
    }

    /// Facts of every matter, in order of stream.
    pub(crate) fn facts(&self) -> impl Iterator<Item = &CaseFacts> {
        self.cases.values().map(|case| &case.facts)
    }

    /// The facts of one matter.
    pub(crate) fn facts_of(&self, stream: i64) -> Option<&CaseFacts> {
        self.cases.get(&stream).map(|case| &case.facts)
    }

    /// Sittings in order of stream.
    pub(crate) fn sittings(&self) -> impl Iterator<Item = SittingRow> {
        self.cases.values().flat_map(|case| SittingRow::of(self.court, case.facts.stream, case.sittings()))
    }

    /// Tallies in order of day and kind.
    pub(crate) fn tallies(&self) -> Vec<Tally> {
        self.tallies
            .iter()
            .map(|((day, kind), (n, total))| Tally {
                court: self.court,
                day: *day,
                kind: Cow::Borrowed(*kind),
                n: *n,
                total: *total,
            })
            .collect()
    }

    /// Imported figures in order of year and key.
    pub(crate) fn statements(&self) -> Vec<StatementRow> {
        self.statements
            .iter()
            .map(|((year, key), (value, source))| StatementRow {
                court: self.court,
                year: *year,
                key: key.clone(),
                value: *value,
                source: source.clone(),
            })
            .collect()
    }

    /// The last serial of each year and type word; words whose serials are drawn have no counter.
    pub(crate) fn counters(&self) -> Vec<Counter> {
        let mut last: BTreeMap<(u16, u16), u32> = BTreeMap::new();
        for facts in self.facts() {
            let (Some(year), Some(serial)) = (facts.year, facts.serial) else { continue };
            if Word::by_code(facts.word).is_some_and(Word::drawn_serial) {
                continue;
            }
            let counter = last.entry((year, facts.word)).or_default();
            *counter = serial.max(*counter);
        }
        last.into_iter().map(|((year, word), last)| Counter { court: self.court, year, word, last }).collect()
    }
}

fn first(entry: &Entry) -> Result<(), String> {
    if entry.version == 1 {
        Ok(())
    } else {
        Err(format!("开启卷宗流的条目应为第 1 版，实为第 {} 版", entry.version))
    }
}
