//! A court with a log, people who act in its matters, and letters by settings of the test's own.

use std::sync::atomic::{AtomicU16, Ordering};

use docket::entry::Draft as Line;
use docket::key::CourtKey;
use docket::sealed::StreamKey;
use docket::store::{Beside, CourtRow, Decision, Docket, FIRST_HAND, Hand, KeyRing, Posting, StoreError};
use law::case_number::Word;
use law::day::{Day, Moment};
use law::fen::Fen;
use law::identity::CitizenId;
use law::ids::{CourtId, Stream};
use law::life::codes::Channel as Way;
use law::life::command::Command;
use law::life::event::Intake;
use law::life::papers::Papers;
use law::life::{Case, decide};
use letters::settings::{MailServer, Security, Settings, SmsGateway};
use letters::{Channel, Letters};
use people::{AccountId, Draft, People};

use crate::server::Server;

/// Keys that follow from the court's number.
pub struct Keys;

impl KeyRing for Keys {
    fn key(&self, court: CourtId) -> Option<CourtKey> {
        Some(CourtKey::from_seed(&court.0.to_be_bytes()))
    }
}

pub struct Court {
    pub docket: Docket,
    pub people: People,
    pub court: CourtId,
}

/// A Monday in March, and so many minutes.
pub fn at(minutes: i64) -> Moment {
    Day::parse("2020-03-02").unwrap().at_minute(9 * 60 + minutes)
}

impl Court {
    pub async fn open(url: &str) -> Court {
        let docket = Docket::open(url).await.unwrap();
        let court = law::court::by_code("辽0102").unwrap();
        let row = CourtRow {
            court: court.id,
            code: court.code.to_owned(),
            name: court.name.to_owned(),
            public_key: Keys.key(court.id).unwrap().public().to_bytes().to_vec(),
        };
        docket.register(&[row]).await.unwrap();
        let people = People::new(docket.clone(), StreamKey::from_seed(b"people"));
        Court { docket, people, court: court.id }
    }

    /// A litigant with an address and a phone.
    pub async fn person(&self, email: Option<&str>, phone: &str) -> AccountId {
        self.born("19900101", email, Some(phone), None).await
    }

    /// A minor for whom a guardian acts, with no address of their own.
    pub async fn ward(&self, guardian: AccountId) -> AccountId {
        self.born("20100101", None, None, Some(guardian)).await
    }

    async fn born(
        &self,
        born: &str,
        email: Option<&str>,
        phone: Option<&str>,
        guardian: Option<AccountId>,
    ) -> AccountId {
        static NEXT: AtomicU16 = AtomicU16::new(1);
        let serial = NEXT.fetch_add(1, Ordering::Relaxed);
        let body = format!("210102{born}{serial:03}");
        let numbers = "0123456789X".chars().map(|check| format!("{body}{check}"));
        let mut numbers = numbers.filter(|number| CitizenId::parse(number, Day::new(2030, 1, 1).unwrap()).is_ok());
        let draft = Draft {
            name: "欧阳某某".to_owned(),
            phone: phone.map(str::to_owned),
            email: email.map(str::to_owned),
            id_number: numbers.next(),
            guardian,
            ..Draft::default()
        };
        self.people.create(&draft, AccountId::SYSTEM, at(0)).await.unwrap()
    }

    /// Does one act, as the court's door does.
    pub async fn act(&self, stream: Option<Stream>, hand: Option<AccountId>, at: Moment, command: Command) -> Stream {
        let past = match stream {
            None => None,
            Some(stream) => Some(self.fold(stream).await),
        };
        let year = match &command {
            Command::Accept { year, .. } => Some((*year, past.as_ref().unwrap().facts.word)),
            _ => None,
        };
        let account = hand.map(|account| u32::try_from(account.0).unwrap());
        let posting = Posting {
            court: self.court,
            stream,
            expected: past.as_ref().map_or(0, |case| case.facts.version),
            number: year,
            at,
            loads: None,
            beside: Beside {
                hand: account.map(|account| Hand { number: FIRST_HAND, account, agent: false }),
                ..Beside::default()
            },
        };
        let posted = self.docket.append(&posting, &Keys, |place| {
            let mut command = command.clone();
            if let (Command::Accept { serial, .. }, Some(allotted)) = (&mut command, place.serial) {
                *serial = allotted;
            }
            let event = decide(past.as_ref(), self.court, at, &command).unwrap();
            let case = match past.clone() {
                Some(mut case) => {
                    case.apply(at, &event);
                    case
                }
                None => Case::open(self.court, place.stream, at, &event).unwrap(),
            };
            let mut body = Vec::new();
            event.write_body(&mut body).unwrap();
            let line = Line {
                stream: None,
                version: case.facts.version,
                kind: event.kind().into(),
                occurred_at: at,
                recorded_at: at,
                actor: "test:1".into(),
                on_behalf_of: None,
                body: String::from_utf8(body).unwrap(),
            };
            Ok::<_, StoreError>(Decision {
                drafts: vec![line],
                facts: Some(case.facts),
                field_key: None,
                sittings: Vec::new(),
            })
        });
        posted.await.unwrap().entries[0].stream
    }

    async fn fold(&self, stream: Stream) -> Case {
        let mut case: Option<Case> = None;
        for entry in self.docket.stream(self.court, stream).await.unwrap() {
            let event = law::life::event::Event::read(&entry.kind, &entry.body).unwrap();
            match &mut case {
                Some(case) => case.apply(entry.occurred_at, &event),
                None => case = Some(Case::open(self.court, stream, entry.occurred_at, &event).unwrap()),
            }
        }
        case.unwrap()
    }

    /// A filing by somebody; by nobody's account when it came on paper.
    pub async fn filed(&self, by: Option<AccountId>, at: Moment) -> Stream {
        let papers = Papers {
            consents: Vec::new(),
            electronic: true,
            filer: FIRST_HAND,
            files: Vec::new(),
            likeness: None,
            mediation: true,
            relayed: None,
            relief: None,
            sealed: None,
        };
        let intake = Intake {
            amount: Fen(100_000),
            cause: law::cause::by_name("买卖合同纠纷").unwrap().id,
            channel: Way::Online,
            origin: None,
            papers: by.is_some().then(|| Box::new(papers)),
            parties: 2,
            received: at.day(),
            sealed: None,
            tags: Vec::new(),
            word: Word::parse("民初").unwrap(),
        };
        self.act(None, by, at, Command::Receive(intake)).await
    }

    /// A correction asked in a matter.
    pub async fn correction(&self, stream: Stream, at: Moment) {
        let defects = vec!["货款金额与送货单不符".to_owned(), "缺证据清单".to_owned()];
        self.act(Some(stream), None, at, Command::AskCorrection { defects, fields: Vec::new() }).await;
    }

    /// Letters that stay in the inbox.
    pub fn inbox(&self) -> Letters {
        Letters::new(self.docket.clone(), self.people.clone(), Settings::default()).unwrap()
    }

    /// Letters by mail and text message through a server in the clear.
    pub fn letters(&self, server: &Server) -> Letters {
        self.by(Settings { mail: Some(mail(server.mail)), sms: Some(sms(server.http)), ..settings() })
    }

    /// Letters by mail alone.
    pub fn mailed(&self, port: u16) -> Letters {
        self.by(Settings { mail: Some(mail(port)), ..settings() })
    }

    pub fn by(&self, settings: Settings) -> Letters {
        Letters::new(self.docket.clone(), self.people.clone(), settings).unwrap()
    }

    /// Letters of the court by channel: state, tries, next try, fault.
    pub async fn states(
        &self,
        letters: &Letters,
        channel: Channel,
    ) -> Vec<(letters::State, i64, Option<Moment>, String)> {
        let all = letters.waiting(self.court, 100).await.unwrap();
        let of = all.into_iter().filter(|one| one.letter.key.channel == channel);
        of.map(|one| (one.state, one.tries, one.next_at, one.fault)).collect()
    }
}

pub fn settings() -> Settings {
    Settings { base_url: "https://court.example".to_owned(), ..Settings::default() }
}

pub fn mail(port: u16) -> MailServer {
    MailServer {
        server: "127.0.0.1".to_owned(),
        port,
        security: Security::None,
        user: None,
        from: "人民法院 <notice@court.example>".to_owned(),
        authority: None,
    }
}

pub fn sms(port: u16) -> SmsGateway {
    SmsGateway {
        url: format!("http://127.0.0.1:{port}/send"),
        headers: [("X-Token".to_owned(), letters::settings::Hidden("t".to_owned()))].into(),
        body: r#"{"phone":"{phone}","text":"{text}","id":"{id}"}"#.to_owned(),
        content_type: "application/json".to_owned(),
        success: Some(("result.code".to_owned(), "0".to_owned())),
    }
}
