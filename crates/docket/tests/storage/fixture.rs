//! Courts, keys, entries and facts for storage tests. Facts here are made up; true ones are folded in `history`.

use docket::entry::Draft;
use docket::key::CourtKey;
use docket::sealer::Sealer;
use docket::store::{Batch, Beside, CourtRow, Decision, Docket, KeyRing, Place, Posting, StoreError, effects};
use docket::tree::Tree;
use law::day::Moment;
use law::ids::{CourtId, Stream};
use law::life::facts::CaseFacts;

/// Noon of 2020-03-02.
pub const NOON: Moment = Moment(1_583_121_600_000);

/// Keys that follow from the court's number.
pub struct Keys;

impl KeyRing for Keys {
    fn key(&self, court: CourtId) -> Option<CourtKey> {
        Some(CourtKey::from_seed(&court.0.to_be_bytes()))
    }
}

/// The court's code in the register.
pub fn code(court: CourtId) -> &'static str {
    law::court::court(court).unwrap().code
}

/// Courts 1 to `n`.
pub fn court_rows(n: u16) -> Vec<CourtRow> {
    (1..=n)
        .map(|n| CourtRow {
            court: CourtId(n),
            code: code(CourtId(n)).to_owned(),
            name: format!("第{n}法院"),
            public_key: Keys.key(CourtId(n)).unwrap().public().to_bytes().to_vec(),
        })
        .collect()
}

/// A docket that knows courts 1 to `n`.
pub async fn docket(url: &str, n: u16) -> Docket {
    let docket = Docket::open(url).await.unwrap();
    docket.register(&court_rows(n)).await.unwrap();
    docket
}

/// A draft of a kind whose body is given.
pub fn draft(stream: Option<Stream>, version: i32, kind: &'static str, body: &str) -> Draft {
    Draft {
        stream,
        version,
        kind: kind.into(),
        occurred_at: NOON,
        recorded_at: Moment(NOON.0 + 1000),
        actor: "clerk:7".into(),
        on_behalf_of: None,
        body: body.to_owned(),
    }
}

/// Facts that are all zero or absent but for those given by column name.
pub fn facts(court: CourtId, stream: i64, given: &[(&str, i64)]) -> CaseFacts {
    let zero: Vec<Option<i64>> = vec![Some(0); CaseFacts::COLUMNS.len()];
    let mut cells = zero;
    for (at, column) in CaseFacts::COLUMNS.iter().enumerate() {
        // A column that may be absent is absent.
        let mut probe = cells.clone();
        probe[at] = None;
        if CaseFacts::from_cells(&probe).is_ok() {
            cells = probe;
        }
        let value = match *column {
            "court" => Some(i64::from(court.0)),
            "stream" => Some(stream),
            "version" => Some(1),
            name => given.iter().find(|(column, _)| *column == name).map(|(_, value)| *value),
        };
        if value.is_some() {
            cells[at] = value;
        }
    }
    CaseFacts::from_cells(&cells).unwrap()
}

/// Opens a matter with one archived-kind entry and returns its stream.
pub async fn open_matter(docket: &Docket, court: CourtId, number: Option<(u16, u16)>) -> Posted {
    let posting =
        Posting { court, stream: None, expected: 0, number, at: NOON, loads: None, beside: Beside::default() };
    let posted =
        docket.append::<StoreError, _>(&posting, &Keys, |place| Ok(opening(court, place, number))).await.unwrap();
    Posted { stream: posted.entries[0].stream, posted }
}

/// A matter opened, and what was sealed.
pub struct Posted {
    pub stream: Stream,
    pub posted: docket::store::Posted,
}

/// The decision that opens a matter.
pub fn opening(court: CourtId, place: Place, number: Option<(u16, u16)>) -> Decision {
    let mut given = vec![("version", 1)];
    if let (Some((year, word)), Some(serial)) = (number, place.serial) {
        given.push(("year", year.into()));
        given.push(("word", word.into()));
        given.push(("serial", serial.into()));
    }
    Decision {
        drafts: vec![draft(None, 1, "case.archived.v1", "{}")],
        facts: Some(facts(court, place.stream.0, &given)),
        field_key: Some(vec![7; 32]),
        sittings: Vec::new(),
    }
}

/// The next act upon a matter: money collected.
pub async fn collect(
    docket: &Docket,
    court: CourtId,
    stream: Stream,
    expected: i32,
    fen: i64,
) -> Result<docket::store::Posted, docket::store::AppendError<StoreError>> {
    let posting = Posting {
        court,
        stream: Some(stream),
        expected,
        number: None,
        at: NOON,
        loads: None,
        beside: Beside::default(),
    };
    docket
        .append(&posting, &Keys, |place| {
            let body = format!(r#"{{"amount":{fen}}}"#);
            let mut row = facts(court, place.stream.0, &[("collected", fen)]);
            row.version = expected + 1;
            Ok(Decision {
                drafts: vec![draft(None, expected + 1, "enforcement.collected.v1", &body)],
                facts: Some(row),
                field_key: None,
                sittings: Vec::new(),
            })
        })
        .await
}

/// A fresh sealer of a court.
pub fn sealer(court: CourtId) -> Sealer {
    Sealer::new(code(court), Tree::new(court), Keys.key(court).unwrap())
}

/// A batch with `n` matters of one entry each, with head, facts and tallies, as a bulk caller makes it.
pub fn batch(sealer: &mut Sealer, n: i64, with_facts: bool) -> Batch {
    let court = sealer.court();
    let mut batch = Batch::default();
    for _ in 0..n {
        let entry = sealer.seal(draft(None, 1, "case.archived.v1", "{}"));
        if with_facts {
            let serial = entry.position;
            let given = [("year", 2020), ("word", 301), ("serial", serial)];
            batch.facts.push(facts(court, entry.position, &given));
        }
        batch.entries.push(entry);
    }
    sealer.drain_nodes(&mut batch.nodes);
    batch.heads.push(sealer.head(NOON).unwrap());
    (batch.tallies, batch.statements) = effects(&batch.entries).unwrap();
    batch
}
