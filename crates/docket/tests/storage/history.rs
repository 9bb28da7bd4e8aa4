//! A random history of a few courts, the same for a seed, appended to a docket through the online door.

use docket::store::{Beside, Decision, Docket, Posting, StoreError};
use law::case_number::{CaseNumber, Word};
use law::day::Moment;
use law::fen::Fen;
use law::ids::{CauseId, CourtId, JudgeId, Stream};
use law::life::Case;
use law::life::codes::{Channel, ClosingForm, Document, Procedure, Service};
use law::life::event::{
    Accepted, Assigned, Closed, Disclosed, Event, HearingHeld, HearingScheduled, Intake, MoneyCollected, Published,
    Served,
};

use crate::fixture::{Keys, NOON, draft};

const DAY_MS: i64 = 86_400_000;

/// A small generator of numbers that follow from the seed.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }
}

/// A history under way.
pub struct History {
    dice: Dice,
    courts: u16,
    cases: Vec<Case>,
    now: Moment,
}

impl History {
    pub fn new(seed: u64, courts: u16) -> History {
        History { dice: Dice::new(seed), courts, cases: Vec::new(), now: NOON }
    }

    /// Appends `n` acts.
    pub async fn append(&mut self, docket: &Docket, n: usize) {
        for _ in 0..n {
            self.now.0 += i64::try_from(self.dice.below(DAY_MS as u64)).unwrap();
            match self.dice.below(10) {
                0..=2 => self.open(docket).await,
                3 => self.office(docket).await,
                _ => self.go_on(docket).await,
            }
        }
    }

    async fn open(&mut self, docket: &Docket) {
        let court = CourtId(1 + u16::try_from(self.dice.below(self.courts.into())).unwrap());
        let civil = self.dice.below(3) > 0;
        let word = Word::parse(if civil { "民初" } else { "诉前调" }).unwrap();
        let intake = Intake {
            amount: Fen(i64::try_from(self.dice.below(1_000_000)).unwrap()),
            cause: CauseId(1),
            channel: Channel::Online,
            origin: None,
            papers: None,
            parties: 2,
            received: self.now.day(),
            sealed: Some("封存".to_owned()),
            tags: Vec::new(),
            word,
        };
        let posting = Posting {
            court,
            stream: None,
            expected: 0,
            number: civil.then(|| (2020, word.code())),
            at: self.now,
            loads: None,
            beside: Beside::default(),
        };
        let now = self.now;
        let mut made = None;
        docket
            .append::<StoreError, _>(&posting, &Keys, |place| {
                let event = match place.serial {
                    Some(serial) => Event::Accepted(Accepted {
                        due: Some(now.day().plus(180)),
                        intake: Some(intake.clone()),
                        number: CaseNumber::new(2020, court, word, serial).to_string(),
                        rule: Some("D-100".to_owned()),
                    }),
                    None => Event::Received(intake.clone()),
                };
                let case = Case::open(court, place.stream, now, &event).unwrap();
                let decision = decision(&event, now, None, &case);
                made = Some(case);
                Ok(Decision { field_key: Some(vec![9; 32]), ..decision })
            })
            .await
            .unwrap();
        self.cases.push(made.unwrap());
    }

    async fn go_on(&mut self, docket: &Docket) {
        if self.cases.is_empty() {
            return self.open(docket).await;
        }
        let nth = usize::try_from(self.dice.below(self.cases.len() as u64)).unwrap();
        let event = self.event();
        let case = &mut self.cases[nth];
        let (court, stream) = (case.facts.court, case.facts.stream);
        let expected = case.facts.version;
        case.apply(self.now, &event);
        let posting = Posting {
            court,
            stream: Some(stream),
            expected,
            number: None,
            at: self.now,
            loads: None,
            beside: Beside::default(),
        };
        let decision = decision(&event, self.now, Some(stream), case);
        docket.append::<StoreError, _>(&posting, &Keys, |_| Ok(decision.clone())).await.unwrap();
    }

    fn event(&mut self) -> Event {
        let day = self.now.day();
        let flag = self.dice.below(2) == 0;
        match self.dice.below(8) {
            0 => Event::Assigned(Assigned {
                assessors: 0,
                due: None,
                named: None,
                change: None,
                draw: None,
                judge: JudgeId(u32::try_from(self.dice.below(50)).unwrap()),
                panel: 1,
                procedure: Procedure::Summary,
                rule: None,
                linked: None,
                seated: Vec::new(),
                seven: None,
            }),
            1 => Event::Served(Served { document: Document::Notice, mode: Service::Electronic }),
            2 => Event::HearingScheduled(HearingScheduled { day, online: flag, public: true }),
            3 => Event::HearingHeld(HearingHeld {
                broadcast: flag,
                minutes: 45,
                online: flag,
                public: true,
                recorded: true,
            }),
            4 => Event::MoneyCollected(MoneyCollected { amount: Fen(i64::try_from(self.dice.below(90_000)).unwrap()) }),
            5 => Event::Published(Published { document: Document::Judgment, nth: 1, text: None }),
            6 => Event::Disclosed(Disclosed { effective: flag }),
            _ => Event::Closed(Closed {
                document: Document::Judgment,
                form: ClosingForm::ALL[0],
                in_court: flag,
                qualified: None,
            }),
        }
    }

    async fn office(&mut self, docket: &Docket) {
        let court = CourtId(1);
        let posting = Posting {
            court,
            stream: None,
            expected: 0,
            number: None,
            at: self.now,
            loads: None,
            beside: Beside::default(),
        };
        let participants = self.dice.below(30);
        let (kind, body) = match self.dice.below(2) {
            0 => ("office.liaison_held.v1", format!(r#"{{"participants":{participants}}}"#)),
            _ => (
                "office.statement_imported.v1",
                format!(r#"{{"figures":{{"a.b":{participants}}},"source":"年报","year":2019}}"#),
            ),
        };
        let mut entry = draft(None, 1, kind, &body);
        entry.occurred_at = self.now;
        let decision = Decision { drafts: vec![entry], facts: None, field_key: None, sittings: Vec::new() };
        docket.append::<StoreError, _>(&posting, &Keys, |_| Ok(decision.clone())).await.unwrap();
    }
}

/// The decision that one event makes.
fn decision(event: &Event, now: Moment, stream: Option<Stream>, case: &Case) -> Decision {
    let mut body = Vec::new();
    event.write_body(&mut body).unwrap();
    let body = String::from_utf8(body).unwrap();
    let mut entry = draft(stream, case.facts.version, event.kind(), &body);
    entry.occurred_at = now;
    entry.recorded_at = Moment(now.0 + 5);
    Decision { drafts: vec![entry], facts: Some(case.facts.clone()), field_key: None, sittings: Vec::new() }
}
