//! A docket that knows every court, keys that follow from a court's number, and acts by date.

use std::sync::Arc;

use court::office::{self, NotDone, Request};
use docket::key::CourtKey;
use docket::store::{Beside, CourtRow, Docket, KeyRing, Posted, VerifyProgress};
use docket::vrf::VrfKey;
use law::court::{by_code, courts};
use law::day::{Day, Moment};
use law::fen::Fen;
use law::ids::{CauseId, CourtId, Stream};
use law::life::Case;
use law::life::codes::Channel;
use law::life::command::Command;
use law::life::event::{Intake, Origin};

/// Keys that follow from the court's number.
pub struct Keys;

impl KeyRing for Keys {
    fn key(&self, court: CourtId) -> Option<CourtKey> {
        Some(CourtKey::from_seed(&court.0.to_be_bytes()))
    }

    fn vrf(&self, court: CourtId) -> Option<VrfKey> {
        Some(VrfKey::from_seed(&court.0.to_be_bytes()))
    }
}

/// A docket that knows every court of the register.
pub async fn open(url: &str) -> Docket {
    let docket = Docket::open(url).await.unwrap();
    let row = |court: &law::court::Court| CourtRow {
        court: court.id,
        code: court.code.to_owned(),
        name: court.name.to_owned(),
        public_key: Keys.key(court.id).unwrap().public().to_bytes().to_vec(),
    };
    docket.register(&courts().iter().map(row).collect::<Vec<_>>()).await.unwrap();
    docket
}

/// The court of a code.
pub fn court_of(code: &str) -> CourtId {
    by_code(code).unwrap().id
}

/// Ten in the morning of `2020-03-02`, and so many minutes.
pub fn at(day: &str, minute: i64) -> Moment {
    Day::parse(day).unwrap().at_minute(600 + minute)
}

/// A day.
pub fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// The papers of a suit about a loan.
pub fn papers(word: &str, received: &str, channel: Channel, origin: Option<Origin>) -> Intake {
    Intake {
        amount: Fen(3_200_000),
        cause: law::cause::by_name("民间借贷纠纷").map_or(CauseId(1), |cause| cause.id),
        channel,
        origin,
        papers: None,
        parties: 2,
        received: day(received),
        sealed: None,
        tags: Vec::new(),
        word: law::case_number::Word::parse(word).unwrap(),
    }
}

/// Acceptance on the spot.
pub fn accept(intake: Option<Intake>) -> Command {
    Command::Accept { intake, year: 2020, serial: 0 }
}

/// One matter, acted upon.
pub struct Matter<'a> {
    pub docket: &'a Docket,
    pub court: CourtId,
    pub stream: Option<Stream>,
}

impl<'a> Matter<'a> {
    /// A matter not yet opened.
    pub fn new(docket: &'a Docket, code: &str) -> Matter<'a> {
        Matter { docket, court: court_of(code), stream: None }
    }

    /// What is asked for.
    pub fn request(&self, at: Moment, command: Command) -> Request {
        let field_key = self.stream.is_none().then_some([7; 32]);
        Request {
            court: self.court,
            stream: self.stream,
            at,
            actor: "judge:3001".into(),
            command,
            field_key,
            complaint: None,
            beside: Beside::default(),
            parties: None,
        }
    }

    /// Acts, and says what came of it.
    pub async fn try_act(&mut self, at: Moment, command: Command) -> Result<Posted, NotDone> {
        let posted = office::perform(self.docket, &Keys, &self.request(at, command)).await?;
        self.stream = Some(posted.entries[0].stream);
        Ok(posted)
    }

    /// Acts; the law must agree. The row stored must be the history folded.
    pub async fn act(&mut self, at: Moment, command: Command) -> Case {
        let what = format!("{command:?}");
        let posted = self.try_act(at, command).await.unwrap_or_else(|why| panic!("{what}: {why}"));
        assert_eq!(posted.entries.len(), 1);
        assert_eq!(posted.head.size, posted.entries[0].position, "the head covers the entry");
        let case = self.case().await;
        let row = self.docket.facts(self.court, case.facts.stream).await.unwrap().unwrap();
        assert_eq!(row, case.facts, "{what}");
        assert_eq!(case.facts.version, posted.entries[0].version);
        case
    }

    /// The history folded.
    pub async fn case(&self) -> Case {
        let entries = self.docket.stream(self.court, self.stream.unwrap()).await.unwrap();
        office::fold(&entries).unwrap().unwrap()
    }

    /// Kinds of its entries in order.
    pub async fn kinds(&self) -> Vec<String> {
        let entries = self.docket.stream(self.court, self.stream.unwrap()).await.unwrap();
        entries.into_iter().map(|entry| entry.kind.into_owned()).collect()
    }
}

/// Everything stored agrees with the entries.
pub async fn verified(docket: &Docket) {
    let report = docket.verify(None, Arc::new(VerifyProgress::default())).await.unwrap();
    assert_eq!(report.findings, []);
    assert_eq!(report.behind, []);
    assert!(report.entries > 0);
}

/// All that a refused act could have left behind.
pub async fn everything(docket: &Docket, court: CourtId) -> String {
    let size = docket.size(court).await.unwrap();
    let entries = docket.entries(court, 1, 1000).await.unwrap();
    let heads = docket.heads(court, 1000).await.unwrap();
    let cases = docket.list_cases(&docket::store::CaseFilter::default(), None, 1000).await.unwrap();
    let tallies = docket.tallies(None).await.unwrap();
    let counters = docket.counters().await.unwrap();
    let statements = docket.statements(None).await.unwrap();
    let mut keys = Vec::new();
    for stream in 1..=size + 2 {
        keys.push(docket.field_key(court, Stream(stream)).await.unwrap());
    }
    format!("{size} {entries:?} {heads:?} {cases:?} {tallies:?} {counters:?} {statements:?} {keys:?}")
}
