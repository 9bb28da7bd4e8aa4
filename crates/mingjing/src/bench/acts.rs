//! Acts a second on PostgreSQL with 32 clients, over a full year: filings received and registered, each decided, sealed,
//! projected and committed by itself.

use std::path::Path;
use std::process::Command as Program;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use court::office::{Request, perform};
use docket::store::{Beside, Docket, FIRST_HAND, Hand, KeyFolder};
use law::case_number::Word;
use law::court::courts;
use law::day::Moment;
use law::fen::Fen;
use law::ids::{CourtId, Stream};
use law::life::codes::Channel;
use law::life::command::Command;
use law::life::event::Intake;

use super::{Place, Watch, at_share, float, print};
use crate::run::{Failure, input, open, simulate};

const CLIENTS: u64 = 32;
const SECONDS: u64 = 20;

/// The address of a private server under the bench's folder.
fn server(folder: &Path) -> Result<String, Failure> {
    let told = Program::new("scripts/postgres.sh").arg("start").arg(folder).output();
    let told = told.map_err(|e| Failure::Input(format!("scripts/postgres.sh：{e}；请在工程目录里运行")))?;
    if !told.status.success() {
        return Err(Failure::Input(String::from_utf8_lossy(&told.stderr).trim().to_owned()));
    }
    Ok(String::from_utf8_lossy(&told.stdout).trim().to_owned())
}

/// Acts a second and how long one takes.
pub async fn acts(place: &Place) -> Result<(), Failure> {
    let folder = std::env::temp_dir().join("mingjing-bench-postgres");
    let url = server(&folder)?;
    let settings = simulate::settings(None, &place.scale, None)?;
    let docket = open(&url).await?;
    simulate::live(&docket, &url, &folder.join("var"), settings, true).await?;
    let keys = Arc::new(KeyFolder::open(folder.join("var").join("keys"))?);
    let last = docket.log_ends().await?.iter().map(|end| end.recorded_at).max().unwrap_or(Moment(0));
    let clock = Arc::new(AtomicU64::new(u64::try_from(last.0 + 1).unwrap_or(0)));
    let watch = Watch::start();
    let mut clients = Vec::new();
    for client in 0..CLIENTS {
        let (docket, keys, clock) = (docket.clone(), Arc::clone(&keys), Arc::clone(&clock));
        clients.push(tokio::spawn(async move { client_of(&docket, &keys, &clock, client).await }));
    }
    let mut took = Vec::new();
    for client in clients {
        took.extend(client.await.map_err(input)??);
    }
    let seconds = watch.read().as_secs_f64();
    took.sort_by(f64::total_cmp);
    let n = u64::try_from(took.len()).unwrap_or(0);
    print("acts", "PostgreSQL, 32 clients", float(n) / seconds, "acts/s", "at least 500");
    print("acts", "one act, median", at_share(&took, 500), "ms", "-");
    print("acts", "one act, p99", at_share(&took, 990), "ms", "-");
    docket.close().await;
    // the server is ended with the bench; its data stays for the next time
    let _ = Program::new("scripts/postgres.sh").arg("stop").arg(&folder).output();
    Ok(())
}

/// One client: receives and registers until the time is over; gives how long each act took, in milliseconds.
async fn client_of(docket: &Docket, keys: &KeyFolder, clock: &AtomicU64, client: u64) -> Result<Vec<f64>, Failure> {
    let whole = Watch::start();
    let mut took = Vec::new();
    let mut turn = client;
    while whole.read() < Duration::from_secs(SECONDS) {
        let at = usize::try_from(turn).unwrap_or(0) % courts().len();
        let court = courts().get(at).map_or(CourtId(3), |court| court.id);
        turn = turn.wrapping_add(CLIENTS + 1);
        let watch = Watch::start();
        let stream = act(docket, keys, clock, court, None).await?;
        took.push(watch.read().as_secs_f64() * 1e3);
        let watch = Watch::start();
        act(docket, keys, clock, court, Some(stream)).await?;
        took.push(watch.read().as_secs_f64() * 1e3);
    }
    Ok(took)
}

/// Receives a filing, or registers the one received.
async fn act(
    docket: &Docket,
    keys: &KeyFolder,
    clock: &AtomicU64,
    court: CourtId,
    stream: Option<Stream>,
) -> Result<Stream, Failure> {
    let now = Moment(i64::try_from(clock.fetch_add(1, Ordering::Relaxed)).unwrap_or(0));
    let command = match stream {
        None => Command::Receive(Intake {
            amount: Fen(10_000_000),
            cause: law::cause::by_name("买卖合同纠纷").map_or(law::ids::CauseId(1), |cause| cause.id),
            channel: Channel::Online,
            origin: None,
            papers: None,
            parties: 2,
            received: now.day(),
            sealed: None,
            tags: Vec::new(),
            word: Word::parse("民初").ok_or_else(|| Failure::Check("民初".to_owned()))?,
        }),
        Some(_) => Command::Accept { intake: None, year: u16::try_from(now.day().year()).unwrap_or(0), serial: 0 },
    };
    let hand = Hand { number: FIRST_HAND, account: 1_000_000, agent: false };
    let request = Request {
        court,
        stream,
        at: now,
        actor: "litigant:1".into(),
        command,
        field_key: stream.is_none().then_some([7; 32]),
        parties: stream.is_none().then(|| "[]".to_owned()),
        complaint: None,
        beside: Beside { hand: stream.is_none().then_some(hand), ..Beside::default() },
    };
    let posted = perform(docket, keys, &request).await.map_err(input)?;
    Ok(posted.entries.first().map_or(Stream(0), |entry| entry.stream))
}
