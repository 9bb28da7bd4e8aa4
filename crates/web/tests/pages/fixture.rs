//! A docket of three matters in two courts, sealed and folded as the real ones are.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use docket::entry::{Draft, Entry};
use docket::key::CourtKey;
use docket::sealed::StreamKey;
use docket::sealer::Sealer;
use docket::store::{
    Batch, Beside, Counter, CourtRow, Cursor, Decision, Docket, FieldKey, KeyRing, NumberKey, Place, Posting,
    StatementRow, StoreError, Tally, bulk_writer,
};
use docket::tree::Tree;
use law::case_number::Word;
use law::cause;
use law::court as register;
use law::day::{Day, Moment};
use law::fen::Fen;
use law::ids::{CourtId, JudgeId, Stream};
use law::life::Case;
use law::life::codes::{AppealOutcome, Channel, ClosingForm, Document, Procedure, Tag};
use law::life::event::{
    Accepted, AppealConcluded, AppealReceived, Assigned, Closed, Disclosed, Event, FileSent, HearingHeld, Intake,
    Origin, Published,
};
use web::AppState;

pub const BASIC: CourtId = CourtId(3);
pub const MIDDLE: CourtId = CourtId(2);
pub const NUMBER: &str = "（2020）辽0102民初1号";
/// What [`accept_another`] adds.
pub const ANOTHER: &str = "（2020）辽0102民初3号";

fn day(month: i8, day: i8) -> Day {
    Day::new(2020, month, day).unwrap()
}

fn at(day: Day) -> Moment {
    day.at_minute(9 * 60 + 30)
}

/// A court's log under way.
struct Log {
    court: CourtId,
    sealer: Sealer,
    batch: Batch,
    cases: Vec<Case>,
}

impl Log {
    fn new(court: CourtId) -> Log {
        let row = register::court(court).unwrap();
        let key = CourtKey::from_seed(row.code.as_bytes());
        let known = CourtRow {
            court,
            code: row.code.to_owned(),
            name: row.name.to_owned(),
            public_key: key.public().to_bytes().to_vec(),
        };
        let batch = Batch { courts: vec![known], ..Batch::default() };
        Log { court, sealer: Sealer::new(row.code, Tree::new(court), key), batch, cases: Vec::new() }
    }

    fn next(&self) -> i64 {
        self.sealer.next_position()
    }

    fn write(
        &mut self,
        stream: Option<Stream>,
        version: i32,
        on: Day,
        kind: &'static str,
        body: String,
        total: i64,
    ) -> Entry {
        let entry = self.sealer.seal(Draft {
            stream,
            version,
            kind: Cow::Borrowed(kind),
            occurred_at: at(on),
            recorded_at: at(on),
            actor: Cow::Borrowed("judge:17"),
            on_behalf_of: None,
            body,
        });
        let tally = Tally { court: self.court, day: on, kind: Cow::Borrowed(kind), n: 1, total };
        self.batch.tallies.push(tally);
        self.batch.entries.push(entry.clone());
        entry
    }

    /// Opens a matter and does the rest to it.
    fn matter(&mut self, steps: &[(Day, Event)]) -> Stream {
        let mut case: Option<Case> = None;
        let mut stream = None;
        for (version, (on, event)) in (1..).zip(steps) {
            let mut body = Vec::new();
            event.write_body(&mut body).unwrap();
            let body = String::from_utf8(body).unwrap();
            let entry = self.write(stream, version, *on, event.kind(), body, event.quantity());
            stream = Some(entry.stream);
            match &mut case {
                None => case = Some(Case::open(self.court, entry.stream, at(*on), event).unwrap()),
                Some(case) => case.apply(at(*on), event),
            }
        }
        self.cases.push(case.unwrap());
        stream.unwrap()
    }

    fn store(mut self, url: &str, end: Day) {
        self.batch.facts = self.cases.iter().map(|case| case.facts.clone()).collect();
        self.batch.nodes = self.sealer.take_nodes();
        self.batch.heads = vec![self.sealer.head(at(end)).unwrap()];
        let position = self.sealer.size();
        self.batch.cursors = vec![Cursor { name: "facts".to_owned(), court: self.court, position }];
        let mut last = BTreeMap::new();
        for facts in &self.batch.facts {
            if let (Some(year), Some(serial)) = (facts.year, facts.serial) {
                let series: &mut u32 = last.entry((year, facts.word)).or_default();
                *series = serial.max(*series);
            }
        }
        let counter = |((year, word), last)| Counter { court: self.court, year, word, last };
        self.batch.counters = last.into_iter().map(counter).collect();
        let mut writer = bulk_writer(url).unwrap();
        writer.write(&self.batch).unwrap();
        writer.finish().unwrap();
    }
}

fn intake(word: &str, sealed: Option<String>, origin: Option<Origin>) -> Intake {
    Intake {
        amount: Fen(1_234_500),
        cause: cause::by_name("民间借贷纠纷").unwrap().id,
        channel: Channel::Online,
        origin,
        papers: None,
        parties: 2,
        received: day(3, 2),
        sealed,
        tags: vec![Tag::Livelihood],
        word: Word::parse(word).unwrap(),
    }
}

fn accepted(number: &str, due: Day, intake: Intake) -> Event {
    Event::Accepted(Accepted {
        due: Some(due),
        intake: Some(intake),
        number: number.to_owned(),
        rule: Some("D-100".to_owned()),
    })
}

fn assigned(due: Day) -> Event {
    Event::Assigned(Assigned {
        linked: None,
        seated: Vec::new(),
        seven: None,
        assessors: 2,
        due: Some(due),
        named: None,
        change: None,
        draw: None,
        judge: JudgeId(17),
        panel: 3,
        procedure: Procedure::Ordinary,
        rule: Some("D-100".to_owned()),
    })
}

fn held() -> Event {
    Event::HearingHeld(HearingHeld { broadcast: true, minutes: 95, online: true, public: true, recorded: true })
}

fn closed(form: ClosingForm) -> Event {
    Event::Closed(Closed { document: Document::Judgment, form, in_court: true, qualified: None })
}

fn first_instance(log: &mut Log, above: Origin) -> Stream {
    let parties = r#"[{"address":"沈阳市合成小区1号楼","id":"999999199001010011","kind":"person","name":"张建国","role":"原告"},{"address":"x","id":"y","kind":"person","name":"张小民","role":"被告"},{"address":"x","id":"z","kind":"company","name":"沈阳恒泰供热有限公司（合成）","role":"第三人"}]"#;
    let key = StreamKey::from_seed(b"fixture");
    let code = register::court(log.court).unwrap().code;
    let sealed = key.seal(&format!("{code}/{}/parties", log.next()), parties).unwrap();
    log.batch.field_keys.push(FieldKey { court: log.court, stream: Stream(log.next()), key: key.to_bytes().to_vec() });
    log.matter(&[
        (day(3, 2), accepted(NUMBER, day(9, 2), intake("民初", Some(sealed), None))),
        (day(3, 4), assigned(day(9, 2))),
        (day(3, 5), Event::Disclosed(Disclosed { effective: true })),
        (day(5, 6), held()),
        (day(5, 6), closed(ClosingForm::Judged)),
        (day(5, 15), Event::AppealReceived(AppealReceived { protest: false })),
        (day(5, 20), Event::FileSent(FileSent { to: above.court })),
        (day(8, 20), Event::AppealConcluded(AppealConcluded { above, error: false, outcome: AppealOutcome::Upheld })),
        (day(8, 25), Event::Published(Published { document: Document::Judgment, nth: 1, text: None })),
    ])
}

/// The docket in a folder.
pub async fn docket(folder: &Path) -> String {
    let url = format!("sqlite://{}", folder.join("docket.db").display());
    Docket::open(&url).await.unwrap().close().await;
    let below = Origin { court: BASIC, stream: Stream(1) };
    let above = Origin { court: MIDDLE, stream: Stream(1) };
    let mut basic = Log::new(BASIC);
    assert_eq!(first_instance(&mut basic, above), below.stream);
    basic.matter(&[
        (day(2, 3), accepted("（2020）辽0102民初2号", day(8, 3), intake("民初", None, None))),
        (day(2, 5), assigned(day(8, 3))),
    ]);
    let mut middle = Log::new(MIDDLE);
    let appeal = middle.matter(&[
        (day(6, 1), accepted("（2020）辽01民终1号", day(9, 1), intake("民终", None, Some(below)))),
        (day(6, 3), assigned(day(9, 1))),
        (day(8, 19), closed(ClosingForm::Upheld)),
    ]);
    assert_eq!(appeal, above.stream);
    let mut high = Log::new(CourtId(1));
    let statement = r#"{"figures":{"caseload.province.rate_bp":9348},"source":"2019年工作报告","year":2019}"#;
    high.write(None, 1, day(1, 2), "office.statement_imported.v1", statement.to_owned(), 0);
    high.write(None, 1, day(12, 31), "office.liaison_held.v1", r#"{"participants":4}"#.to_owned(), 4);
    high.batch.statements.push(StatementRow {
        court: CourtId(1),
        year: 2019,
        key: "caseload.province.rate_bp".to_owned(),
        value: 9348,
        source: "2019年工作报告".to_owned(),
    });
    for log in [basic, middle, high] {
        log.store(&url, day(12, 31));
    }
    url
}

struct Keys;

impl KeyRing for Keys {
    fn key(&self, court: CourtId) -> Option<CourtKey> {
        Some(CourtKey::from_seed(register::court(court)?.code.as_bytes()))
    }
}

/// Another writer's act: the basic court accepts one more case on the last day of the year.
pub async fn accept_another(url: &str) {
    let docket = Docket::open(url).await.unwrap();
    let now = at(day(12, 31));
    let posting = Posting {
        court: BASIC,
        stream: None,
        expected: 0,
        number: None,
        at: now,
        loads: None,
        beside: Beside::default(),
    };
    let event = accepted(ANOTHER, Day::new(2021, 6, 30).unwrap(), intake("民初", None, None));
    let decide = |place: Place| {
        let case = Case::open(BASIC, place.stream, now, &event).unwrap();
        let mut body = Vec::new();
        event.write_body(&mut body).unwrap();
        let draft = Draft {
            stream: None,
            version: 1,
            kind: Cow::Borrowed(event.kind()),
            occurred_at: now,
            recorded_at: now,
            actor: Cow::Borrowed("registry:3"),
            on_behalf_of: None,
            body: String::from_utf8(body).unwrap(),
        };
        Ok(Decision { drafts: vec![draft], facts: Some(case.facts), field_key: None, sittings: Vec::new() })
    };
    docket.append::<StoreError, _>(&posting, &Keys, decide).await.unwrap();
    docket.close().await;
}

/// Another writer's act: the case under [`NUMBER`] is closed to the public.
pub async fn close_to_the_public(url: &str) {
    let docket = Docket::open(url).await.unwrap();
    let key = NumberKey { court: BASIC, year: 2020, word: 301, serial: 1 };
    let facts = docket.find_number(key).await.unwrap().unwrap();
    let request = court::office::Request {
        court: BASIC,
        stream: Some(facts.stream),
        at: at(day(12, 31)),
        actor: "president:3".into(),
        command: law::life::command::Command::Classify {
            by: 3,
            ground: "涉及个人隐私".to_owned(),
            level: law::life::codes::Secrecy::Restricted,
        },
        field_key: None,
        parties: None,
        complaint: None,
        beside: Beside::default(),
    };
    court::office::perform(&docket, &Keys, &request).await.unwrap();
    docket.close().await;
}

/// The pages over that docket, and the folder that holds it.
pub async fn state() -> (AppState, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let url = docket(folder.path()).await;
    let state = AppState::open(&url, &folder.path().join("var")).await.unwrap();
    (state, folder)
}
