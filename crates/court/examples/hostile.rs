//! Writes a docket whose parties, notices and grounds are as hostile as text can be: script, quotes, text that runs from
//! right to left, words without end. The browser journeys look at its pages. `hostile sqlite://FILE`
#![allow(clippy::unwrap_used, reason = "a tool of the tests may stop loudly")]

use court::office::{self, Request};
use docket::key::CourtKey;
use docket::store::{Beside, CourtRow, Docket, KeyRing};
use law::case_number::Word;
use law::cause;
use law::court::by_code;
use law::day::{Day, Moment};
use law::fen::Fen;
use law::ids::{CourtId, Stream};
use law::life::codes::Channel;
use law::life::command::Command;
use law::life::event::Intake;
use serde_json::json;

const SCRIPT: &str = "<script>document.title='被改'</script><img src=x onerror=\"document.title='被改'\">'\"&amp;";
/// Turned round and never turned back.
const TURNED: &str = "\u{202e}司公限有告被\u{2067}";
const CODE: &str = "辽0102";

struct Keys;

impl KeyRing for Keys {
    fn key(&self, court: CourtId) -> Option<CourtKey> {
        Some(CourtKey::from_seed(&court.0.to_be_bytes()))
    }
}

fn parties() -> String {
    let party = |role: &str, kind: &str, name: &str| json!({"role": role, "kind": kind, "name": name});
    json!([
        party("plaintiff", "company", &format!("{SCRIPT}有限公司")),
        party("defendant", "company", &format!("{TURNED}有限公司")),
        party("third_party", "company", &"W".repeat(3_000)),
        party("third_party", "company", &"z\u{0363}\u{0489}\u{034f}".repeat(300)),
        party("defendant", "person", "<b>粗</b>"),
        party(SCRIPT, "person", "\u{202e}"),
    ])
    .to_string()
}

fn papers(day: Day) -> Intake {
    Intake {
        amount: Fen(9_007_199_254_740_991),
        cause: cause::by_name("民间借贷纠纷").unwrap().id,
        channel: Channel::Online,
        origin: None,
        papers: None,
        parties: 6,
        received: day,
        sealed: None,
        tags: Vec::new(),
        word: Word::parse("民初").unwrap(),
    }
}

#[tokio::main]
async fn main() {
    let url = std::env::args().nth(1).unwrap();
    let court = by_code(CODE).unwrap();
    let docket = Docket::open(&url).await.unwrap();
    let public_key = Keys.key(court.id).unwrap().public().to_bytes().to_vec();
    let row = CourtRow { court: court.id, code: court.code.to_owned(), name: court.name.to_owned(), public_key };
    docket.register(&[row]).await.unwrap();
    let day = Day::parse("2020-03-02").unwrap();
    let at = |minute: i64| -> Moment { day.at_minute(540 + minute) };
    let notices = [SCRIPT, TURNED, &"无".repeat(5_000), &"A".repeat(5_000)];
    let defects = notices.into_iter().map(str::to_owned).collect();
    let acts = [
        Command::Receive(papers(day)),
        Command::AskCorrection { defects, fields: vec![] },
        Command::Correct,
        Command::Accept { intake: None, year: 2020, serial: 0 },
    ];
    let mut stream: Option<Stream> = None;
    for (minute, command) in (0..).zip(acts) {
        let first = stream.is_none();
        let request = Request {
            court: court.id,
            stream,
            at: at(minute),
            actor: format!("judge:{TURNED}{SCRIPT}").into(),
            command,
            field_key: first.then_some([7; 32]),
            complaint: None,
            beside: Beside::default(),
            parties: first.then(parties),
        };
        let posted = office::perform(&docket, &Keys, &request).await.unwrap();
        stream = posted.entries.first().map(|entry| entry.stream);
    }
    docket.close().await;
}
