//! Going on from where a docket stands, an entry at a time, through the online door.
//!
//! Days follow the last recorded one. On each, new matters arrive as the plan has them and those in hand are taken up;
//! what is done next follows from what a matter's own log says, so that it goes on from any docket. The same docket
//! and seed give the same entries.

mod acts;
mod agenda;
mod filing;
mod past;

use ::court::office::{self, NotDone, Request};
use docket::store::{Beside, CaseFilter, Docket, KeyRing, StoreError};
use law::day::{Day, Moment};
use law::ids::{CourtId, Stream};
use law::life::codes::State;

use crate::chance::Chance;
use crate::fate::working;
use crate::run::{Settings, SimFault};

use acts::Next;
use agenda::{Agenda, Turn};
use filing::Registry;
use past::Past;

/// Matters in hand that are followed; of more, so many are drawn.
const IN_HAND: i64 = 5_000;
/// Rows read at once while they are looked for.
const ROWS: i64 = 5_000;
/// Working days over which the matters in hand are taken up.
const OVER_DAYS: u64 = 20;
/// States in which something may be done next.
const GOES_ON: [State; 6] =
    [State::Received, State::Registered, State::Assigned, State::Hearing, State::Closed, State::Effective];

/// An entry that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Court.
    pub court: CourtId,
    /// Position in its log.
    pub position: i64,
    /// Kind.
    pub kind: String,
    /// When.
    pub at: Moment,
}

/// A province that goes on.
pub struct Ahead<'a> {
    docket: &'a Docket,
    keys: &'a dyn KeyRing,
    seed: u64,
    registry: Registry,
    agenda: Agenda,
    today: Day,
}

fn stored(cause: StoreError) -> SimFault {
    SimFault::Other(cause.to_string())
}

impl<'a> Ahead<'a> {
    /// Looks at what is in hand. The first day is the working day after the last recorded one.
    pub async fn open(docket: &'a Docket, keys: &'a dyn KeyRing, settings: &Settings) -> Result<Ahead<'a>, SimFault> {
        let ends = docket.log_ends().await.map_err(stored)?;
        let Some(last) = ends.iter().map(|end| end.recorded_at).max() else {
            return Err(SimFault::Other("库中还没有记录，不能续写；请先模拟一年".to_owned()));
        };
        if let Some(missing) = ends.iter().find(|end| keys.key(end.court).is_none()) {
            let name = law::court::court(missing.court).map_or("", |court| court.name);
            return Err(SimFault::Other(format!("数据目录里没有{name}的签名密钥；请指定当初模拟时的数据目录")));
        }
        let plan = settings.plan.scaled(settings.scale).map_err(SimFault::Plan)?;
        let today = last.day();
        let registry = Registry::new(plan, settings.seed)?;
        let mut ahead = Ahead { docket, keys, seed: settings.seed, registry, agenda: Agenda::default(), today };
        ahead.take_in_hand().await?;
        ahead.next_day();
        Ok(ahead)
    }

    /// The day that is lived.
    pub const fn today(&self) -> Day {
        self.today
    }

    async fn take_in_hand(&mut self) -> Result<(), SimFault> {
        let filter = CaseFilter { states: GOES_ON.iter().map(|state| state.code()).collect(), ..CaseFilter::default() };
        let count = u64::try_from(self.docket.count_cases(&filter).await.map_err(stored)?.max(IN_HAND)).unwrap_or(1);
        let mut after = None;
        loop {
            let rows = self.docket.list_cases(&filter, after, ROWS).await.map_err(stored)?;
            for row in &rows {
                let mut chance = self.chance(121, (row.court, row.stream));
                if chance.below(count) < IN_HAND.unsigned_abs() {
                    let days = 1 + i32::try_from(chance.below(OVER_DAYS)).unwrap_or(0);
                    self.agenda.remember(self.today.plus(days), (row.court, row.stream));
                }
            }
            after = rows.last().map(|row| (row.court, row.stream));
            if i64::try_from(rows.len()).unwrap_or(0) < ROWS {
                return Ok(());
            }
        }
    }

    fn chance(&self, label: u64, (court, stream): (CourtId, Stream)) -> Chance {
        Chance::new(self.seed, &[label, u64::from(court.0), stream.0.unsigned_abs()])
    }

    fn next_day(&mut self) {
        self.today = working(self.today.plus(1), Day(i32::MAX - 9));
        let mut chance = Chance::new(self.seed, &[122, u64::from(self.today.0.unsigned_abs())]);
        let filings = self.registry.filings(&mut chance);
        self.agenda.begin(self.today, filings, &mut chance);
    }

    /// Writes the next entry.
    pub async fn step(&mut self) -> Result<Written, SimFault> {
        loop {
            let Some((second, turn)) = self.agenda.pop() else {
                self.next_day();
                continue;
            };
            let at = Moment(self.today.at_minute(0).0 + i64::from(second) * 1_000);
            let written = match turn {
                Turn::File(nth) => self.file(at, nth).await?,
                Turn::TakeUp(court, stream) => self.take_up(at, (court, stream)).await?,
            };
            if let Some(written) = written {
                return Ok(written);
            }
        }
    }

    async fn file(&mut self, at: Moment, nth: u32) -> Result<Option<Written>, SimFault> {
        match self.registry.file(at, nth) {
            Some(request) => self.perform(at, &request).await,
            None => Ok(None),
        }
    }

    async fn take_up(&mut self, at: Moment, matter: (CourtId, Stream)) -> Result<Option<Written>, SimFault> {
        let entries = self.docket.stream(matter.0, matter.1).await.map_err(stored)?;
        let Some(past) = Past::of(&entries).map_err(SimFault::Other)? else { return Ok(None) };
        let judges = self.registry.judges(matter.0);
        match acts::next(&past, at, judges, self.chance(123, matter)) {
            Next::Never => Ok(None),
            Next::On(day) => {
                self.agenda.remember(day.max(self.today.plus(1)), matter);
                Ok(None)
            }
            Next::Do(command, actor) => {
                let request = Request {
                    court: matter.0,
                    stream: Some(matter.1),
                    at,
                    actor: actor.into(),
                    command,
                    field_key: None,
                    complaint: None,
                    beside: Beside::default(),
                    parties: None,
                };
                self.perform(at, &request).await
            }
        }
    }

    /// Does one act; the matter is taken up again soon. What another writer did first, or the law refuses by now, is
    /// let go of.
    async fn perform(&mut self, at: Moment, request: &Request) -> Result<Option<Written>, SimFault> {
        let posted = match office::perform(self.docket, self.keys, request).await {
            Ok(posted) => posted,
            Err(NotDone::Refused(_) | NotDone::NotFound | NotDone::Store(StoreError::Conflict(_))) => return Ok(None),
            Err(cause) => return Err(SimFault::Other(cause.to_string())),
        };
        let Some(entry) = posted.entries.first() else { return Ok(None) };
        let mut chance = Chance::new(self.seed, &[124, u64::from(entry.court.0), entry.position.unsigned_abs()]);
        self.agenda.again(self.today, (entry.court, entry.stream), &mut chance);
        Ok(Some(Written { court: entry.court, position: entry.position, kind: entry.kind.to_string(), at }))
    }
}
