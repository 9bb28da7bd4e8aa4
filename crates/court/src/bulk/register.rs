//! The courts' registers in memory while a bulk load runs: positions, serials, tallies and drafts not yet sealed.
//!
//! It decides and folds; it neither hashes nor stores.

use std::borrow::Cow;
use std::collections::BTreeMap;

use docket::entry::Draft;
use docket::store::{Counter, FieldKey, StatementRow, Tally};
use law::case_number::Word;
use law::court::courts;
use law::day::{Day, Moment};
use law::ids::{CourtId, Stream};
use law::life::command::Command;
use law::life::facts::CaseFacts;
use law::life::office::OfficeAct;
use law::life::{Case, Refusal, decide};

/// What one court has in hand.
#[derive(Debug, Default)]
struct Desk {
    size: i64,
    drafts: Vec<Draft>,
    serials: BTreeMap<(u16, u16), (u32, bool)>,
    tallies: Vec<(&'static str, i64, i64)>,
}

/// Work of whole days, ready to be sealed.
#[derive(Debug)]
pub struct Work {
    /// Drafts by court.
    pub drafts: Vec<(CourtId, Vec<Draft>)>,
    /// Rows of matters that are over.
    pub facts: Vec<CaseFacts>,
    /// Tallies of the days.
    pub tallies: Vec<Tally>,
    /// Statements taken over.
    pub statements: Vec<StatementRow>,
    /// Keys of sealed fields.
    pub field_keys: Vec<FieldKey>,
    /// Counters that moved.
    pub counters: Vec<Counter>,
    /// Last moment in it.
    pub until: Moment,
    /// The load's own progress after it.
    pub progress: Option<(String, String)>,
    /// Nothing follows: the rows of matters are complete.
    pub last: bool,
}

/// The registers of all courts.
#[derive(Debug)]
pub struct Register {
    desks: Vec<Desk>,
    work: Work,
    entries: usize,
}

/// Why an act did not get in.
#[derive(Debug, Clone)]
pub enum Fault {
    /// The law refuses it.
    Refused(Refusal),
    /// No such court.
    NoCourt(CourtId),
    /// A body could not be written.
    Body(String),
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Fault::Refused(refusal) => write!(f, "{refusal}"),
            Fault::NoCourt(court) => write!(f, "法院名录中没有 {} 号法院", court.0),
            Fault::Body(cause) => write!(f, "条目内容无法写成规范 JSON：{cause}"),
        }
    }
}

impl std::error::Error for Fault {}

impl Default for Register {
    fn default() -> Self {
        Register::new()
    }
}

impl Register {
    /// Empty registers of every court.
    pub fn new() -> Register {
        let desks = courts().iter().map(|_| Desk::default()).collect();
        Register { desks, work: Work::default(), entries: 0 }
    }

    fn desk(&mut self, court: CourtId) -> Result<&mut Desk, Fault> {
        let index = usize::from(court.0).checked_sub(1);
        index.and_then(|index| self.desks.get_mut(index)).ok_or(Fault::NoCourt(court))
    }

    /// Entries drafted since work was last taken.
    pub const fn entries(&self) -> usize {
        self.entries
    }

    /// The position the court's next entry gets.
    pub fn next_position(&mut self, court: CourtId) -> Result<i64, Fault> {
        Ok(self.desk(court)?.size + 1)
    }

    /// Allots the next serial of a case number (case-numbers CN-060, CN-061).
    pub fn next_serial(&mut self, court: CourtId, year: u16, word: Word) -> Result<u32, Fault> {
        let (last, moved) = self.desk(court)?.serials.entry((year, word.code())).or_default();
        *last += 1;
        *moved = true;
        Ok(*last)
    }

    /// One act upon one matter: decides, folds and drafts. `case` is the matter's past, none to open one.
    pub fn perform(
        &mut self,
        court: CourtId,
        case: &mut Option<Case>,
        at: Moment,
        actor: Cow<'static, str>,
        command: &Command,
    ) -> Result<Stream, Fault> {
        let event = decide(case.as_ref(), court, at, command).map_err(Fault::Refused)?;
        let mut body = Vec::with_capacity(128);
        event.write_body(&mut body).map_err(|e| Fault::Body(e.to_string()))?;
        let body = String::from_utf8(body).map_err(|e| Fault::Body(e.to_string()))?;
        let position = self.next_position(court)?;
        let opens = case.is_none();
        let (stream, version) = match case {
            Some(case) => {
                case.apply(at, &event);
                (case.facts.stream, case.facts.version)
            }
            None => {
                let stream = Stream(position);
                *case = Some(Case::open(court, stream, at, &event).map_err(Fault::Refused)?);
                (stream, 1)
            }
        };
        let draft = Draft {
            stream: (!opens).then_some(stream),
            version,
            kind: Cow::Borrowed(event.kind()),
            occurred_at: at,
            recorded_at: at,
            actor,
            on_behalf_of: None,
            body,
        };
        self.enter(court, draft, event.kind(), event.quantity())?;
        Ok(stream)
    }

    /// Keeps the key of a matter's sealed fields beside the log.
    pub fn keep_key(&mut self, court: CourtId, stream: Stream, key: [u8; 32]) {
        self.work.field_keys.push(FieldKey { court, stream, key: key.to_vec() });
    }

    /// One act of the court itself.
    pub fn act(&mut self, court: CourtId, at: Moment, actor: Cow<'static, str>, act: &OfficeAct) -> Result<(), Fault> {
        let body = act.body().map_err(|e| Fault::Body(e.to_string()))?;
        if let OfficeAct::StatementImported(statement) = act {
            let row = |(key, value): (&String, &i64)| StatementRow {
                court,
                year: statement.year,
                key: key.clone(),
                value: *value,
                source: statement.source.clone(),
            };
            self.work.statements.extend(statement.figures.iter().map(row));
        }
        let draft = Draft {
            stream: None,
            version: 1,
            kind: Cow::Borrowed(act.kind()),
            occurred_at: at,
            recorded_at: at,
            actor,
            on_behalf_of: None,
            body,
        };
        self.enter(court, draft, act.kind(), act.quantity())
    }

    fn enter(&mut self, court: CourtId, draft: Draft, kind: &'static str, quantity: i64) -> Result<(), Fault> {
        self.work.until = self.work.until.max(draft.recorded_at);
        self.entries += 1;
        let desk = self.desk(court)?;
        desk.size += 1;
        desk.drafts.push(draft);
        if let Some(tally) = desk.tallies.iter_mut().find(|(name, _, _)| std::ptr::eq(*name, kind)) {
            tally.1 += 1;
            tally.2 += quantity;
        } else {
            desk.tallies.push((kind, 1, quantity));
        }
        Ok(())
    }

    /// A matter is over: its row may be written.
    pub fn settle(&mut self, facts: CaseFacts) {
        self.work.facts.push(facts);
    }

    /// The day is over: its tallies are complete.
    pub fn close_day(&mut self, day: Day) {
        for (number, desk) in (1..).zip(&mut self.desks) {
            desk.tallies.sort_unstable_by_key(|(kind, _, _)| *kind);
            for (kind, n, total) in desk.tallies.drain(..) {
                self.work.tallies.push(Tally { court: CourtId(number), day, kind: Cow::Borrowed(kind), n, total });
            }
        }
    }

    /// Everything drafted since the last time, by court.
    pub fn take(&mut self, progress: Option<(String, String)>, last: bool) -> Work {
        let mut work = std::mem::take(&mut self.work);
        for (number, desk) in (1..).zip(&mut self.desks) {
            let court = CourtId(number);
            if !desk.drafts.is_empty() {
                work.drafts.push((court, std::mem::take(&mut desk.drafts)));
            }
            for ((year, word), (serial, moved)) in &mut desk.serials {
                if std::mem::take(moved) {
                    work.counters.push(Counter { court, year: *year, word: *word, last: *serial });
                }
            }
        }
        self.entries = 0;
        work.progress = progress;
        work.last = last;
        work
    }
}

impl Default for Work {
    fn default() -> Self {
        Work {
            drafts: Vec::new(),
            facts: Vec::new(),
            tallies: Vec::new(),
            statements: Vec::new(),
            field_keys: Vec::new(),
            counters: Vec::new(),
            until: Moment(i64::MIN),
            progress: None,
            last: false,
        }
    }
}
