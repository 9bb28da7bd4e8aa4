//! A process that writes is killed with SIGKILL at random points, 200 times: what it acknowledged is there
//! afterwards, everything verifies, and opening says what it found.
//!
//! The test is its own child: run with `DOCKET_KILL_CHILD` it writes and acknowledges until it is killed.
#![allow(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test may stop where it fails"
)]

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

use docket::entry::Draft;
use docket::key::CourtKey;
use docket::sealer::Sealer;
use docket::store::{Batch, Beside, CourtRow, Decision, Docket, KeyRing, Posting, StoreError, bulk_writer, effects};
use docket::testing::{Scratch, postgres, sqlite};
use docket::tree::Tree;
use law::case_number::Word;
use law::day::Moment;
use law::fen::Fen;
use law::ids::{CauseId, CourtId};
use law::life::Case;
use law::life::codes::Channel;
use law::life::event::{Event, Intake};

const NAME: &str = "kill_nine_loses_nothing_acknowledged";
const CHILD: &str = "DOCKET_KILL_CHILD";
const COURTS: [CourtId; 2] = [CourtId(1), CourtId(2)];
const NOON: Moment = Moment(1_583_121_600_000);
/// Rounds on one database before a fresh one is taken.
const ROUNDS: u64 = 25;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |word: &str| arguments.iter().any(|argument| argument == word);
    if let Ok(task) = std::env::var(CHILD) {
        return runtime().block_on(child(&task));
    }
    if has("--list") {
        if !has("--ignored") {
            println!("{NAME}: test");
        }
        return;
    }
    let filter = arguments.iter().find(|argument| !argument.starts_with('-'));
    if filter.is_some_and(|filter| !NAME.contains(filter.as_str())) {
        return;
    }
    let mut found = Found::default();
    for block in 0..8 {
        let scratch = if block < 6 { sqlite() } else { postgres() }.unwrap();
        runtime().block_on(prepare(&scratch.url));
        for round in 0..ROUNDS {
            let task = if (block + round) % 2 == 0 { "online" } else { "bulk" };
            runtime().block_on(round_of(&scratch, task, block * ROUNDS + round, &mut found));
        }
    }
    println!("{NAME}: {found:?}");
    assert_eq!(found.kills, 200);
    assert!(found.acknowledged > 200, "{found:?}");
    assert!(found.wal_recovered > 20, "opening says what was left behind: {found:?}");
    assert!(found.facts_behind > 20, "opening says which facts lag behind: {found:?}");
}

/// What the rounds came to.
#[derive(Debug, Default)]
struct Found {
    kills: u32,
    acknowledged: u64,
    wal_recovered: u32,
    facts_behind: u32,
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

struct Keys;

impl KeyRing for Keys {
    fn key(&self, court: CourtId) -> Option<CourtKey> {
        Some(CourtKey::from_seed(&court.0.to_be_bytes()))
    }
}

async fn prepare(url: &str) {
    let docket = Docket::open(url).await.unwrap();
    let rows: Vec<CourtRow> = COURTS
        .iter()
        .map(|court| CourtRow {
            court: *court,
            code: law::court::court(*court).unwrap().code.to_owned(),
            name: "法院".to_owned(),
            public_key: Keys.key(*court).unwrap().public().to_bytes().to_vec(),
        })
        .collect();
    docket.register(&rows).await.unwrap();
    docket.close().await;
}

/// Starts a writer, kills it, and looks.
async fn round_of(scratch: &Scratch, task: &str, seed: u64, found: &mut Found) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .env(CHILD, format!("{task} {}", scratch.url))
        .stdout(Stdio::piped())
        .stdin(Stdio::null())
        .spawn()
        .unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    let (first, started) = std::sync::mpsc::channel();
    let acknowledged = std::thread::spawn(move || {
        let mut last = [0_i64; 2];
        let mut lines = 0_u64;
        for line in output.lines().map_while(Result::ok) {
            let Some((court, size)) = line.split_once(' ') else { continue };
            // A line cut off by the kill is no acknowledgement.
            let Some(size) = size.strip_suffix(';') else { continue };
            let court: usize = court.parse().unwrap();
            last[court - 1] = last[court - 1].max(size.parse().unwrap());
            lines += 1;
            let _ = first.send(());
        }
        (last, lines)
    });
    let _ = started.recv_timeout(Duration::from_secs(20));
    let pause = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
    std::thread::sleep(Duration::from_micros(pause % 40_000));
    child.kill().unwrap();
    child.wait().unwrap();
    let (last, lines) = acknowledged.join().unwrap();
    found.kills += 1;
    found.acknowledged += lines;
    let docket = Docket::open(&scratch.url).await.unwrap();
    let report = docket.report().clone();
    found.wal_recovered += u32::from(report.wal_recovered > 0);
    found.facts_behind += u32::from(!report.facts_behind.is_empty());
    let something = report.wal_recovered > 0 || !report.facts_behind.is_empty();
    assert_eq!(something, !report.sentences().is_empty());
    for (court, acknowledged) in COURTS.iter().zip(last) {
        let size = docket.size(*court).await.unwrap();
        assert!(size >= acknowledged, "round {seed} {task}: {size} of {acknowledged} in {court:?}");
        let head = docket.latest_head(*court).await.unwrap();
        assert_eq!(head.map_or(0, |head| head.size), size, "nothing half done");
    }
    let verified = docket.verify(None, Default::default()).await.unwrap();
    assert_eq!(verified.findings, [], "round {seed} {task}");
    if seed % 5 == 4 {
        docket.catch_up().await.unwrap();
        let verified = docket.verify(None, Default::default()).await.unwrap();
        assert!(verified.passed() && verified.behind.is_empty(), "{verified:?}");
    }
    docket.close().await;
}

fn received() -> Event {
    Event::Received(Intake {
        amount: Fen(100),
        cause: CauseId(1),
        channel: Channel::Online,
        origin: None,
        papers: None,
        parties: 2,
        received: NOON.day(),
        sealed: None,
        tags: Vec::new(),
        word: Word::parse("诉前调").unwrap(),
    })
}

fn draft(event: &Event) -> Draft {
    let mut body = Vec::new();
    event.write_body(&mut body).unwrap();
    Draft {
        stream: None,
        version: 1,
        kind: event.kind().into(),
        occurred_at: NOON,
        recorded_at: NOON,
        actor: "clerk:1".into(),
        on_behalf_of: None,
        body: String::from_utf8(body).unwrap(),
    }
}

fn acknowledge(court: CourtId, size: i64) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{} {size};", court.0).unwrap();
    out.flush().unwrap();
}

async fn child(task: &str) {
    let (task, url) = task.split_once(' ').unwrap();
    let docket = Docket::open(url).await.unwrap();
    match task {
        "online" => loop {
            for court in COURTS {
                append(&docket, court).await;
            }
        },
        _ => bulk(&docket, url).await,
    }
}

async fn append(docket: &Docket, court: CourtId) {
    let posting =
        Posting { court, stream: None, expected: 0, number: None, at: NOON, loads: None, beside: Beside::default() };
    let event = received();
    let posted = docket
        .append::<StoreError, _>(&posting, &Keys, |place| {
            let case = Case::open(court, place.stream, NOON, &event).unwrap();
            Ok(Decision {
                drafts: vec![draft(&event)],
                facts: Some(case.facts),
                field_key: Some(vec![1; 32]),
                sittings: Vec::new(),
            })
        })
        .await;
    match posted {
        Ok(posted) => acknowledge(court, posted.head.size),
        // A killed predecessor's last transaction may still be ending on the server.
        Err(fault) => assert!(url_is_server(docket), "{fault}"),
    }
}

fn url_is_server(docket: &Docket) -> bool {
    docket.engine() == docket::store::Engine::Postgres
}

async fn bulk(docket: &Docket, url: &str) {
    let mut sealers = Vec::new();
    for court in COURTS {
        let mut tree = Tree::new(court);
        for entry in docket.entries(court, 1, i64::MAX).await.unwrap() {
            tree.append(entry.leaf, &mut Vec::new());
        }
        let code = law::court::court(court).unwrap().code;
        sealers.push(Sealer::new(code, tree, Keys.key(court).unwrap()));
    }
    let mut writer = bulk_writer(url).unwrap();
    let event = received();
    loop {
        let mut batch = Batch::default();
        for sealer in &mut sealers {
            for _ in 0..60 {
                batch.entries.push(sealer.seal(draft(&event)));
            }
            sealer.drain_nodes(&mut batch.nodes);
            batch.heads.push(sealer.head(NOON).unwrap());
        }
        (batch.tallies, batch.statements) = effects(&batch.entries).unwrap();
        if writer.write(&batch).is_err() {
            assert!(url_is_server(docket));
            return;
        }
        for sealer in &sealers {
            acknowledge(sealer.court(), sealer.size());
        }
    }
}
