//! `mingjing serve`: the pages, until asked to stop.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use docket::store::Docket;
use tokio::net::TcpListener;
use tokio::time::MissedTickBehavior;

use hearings::Halls;

use crate::config::{Config, Rooms as RoomsConfig};
use crate::output;
use crate::run::{Failure, catch_up, input, open_existing};
use crate::run::{alike, door, letters};

/// How often what nobody comes back for is thrown away.
const SWEEP: Duration = Duration::from_secs(3600);

async fn sweeps(door: ::door::Door) {
    let mut turns = tokio::time::interval(SWEEP);
    loop {
        turns.tick().await;
        door.sweep().await;
    }
}

/// How often the log of a file is copied into it.
const CHECKPOINT: Duration = Duration::from_secs(1);

async fn checkpoints(docket: Docket) {
    let mut turns = tokio::time::interval(CHECKPOINT);
    turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        turns.tick().await;
        if let Err(cause) = docket.checkpoint().await {
            tracing::warn!(%cause, "the log is not copied into the file for now");
        }
    }
}

/// The index over the laws stands before the first reader asks.
async fn shelves(shelf: library::Shelf) {
    if let Err(cause) = shelf.build().await {
        tracing::error!(%cause, "the index over the laws is not built for now");
    }
}

/// Time between two looks at which judgments were made public or taken back.
const FOLLOW: Duration = Duration::from_secs(1);

/// Judgments are counted where the articles they cite stand.
async fn follows(shelf: library::Shelf) {
    loop {
        if let Err(cause) = shelf.follow().await {
            tracing::error!(%cause, "the judgments that cite an article are not counted for now");
        }
        tokio::time::sleep(FOLLOW).await;
    }
}

/// The rooms of online hearings, at their own port.
async fn halls(door: &::door::Door, data: &Path, settings: RoomsConfig, address: SocketAddr) -> Result<Halls, Failure> {
    let sealing = door::sealing_of(door.docket(), data).await?;
    let hearings = court::hearings::Hearings::new(door.docket().clone(), sealing);
    let mut node = rooms::NodeSettings::at(settings.bind.unwrap_or(SocketAddr::new(address.ip(), 0)));
    node.advertise.addrs = settings.advertise;
    let folder = data.join("hearings");
    Halls::open(door.clone(), hearings, &folder, node).map_err(input)
}

/// How to serve.
#[derive(Debug, Clone, Copy)]
pub struct Serving<'a> {
    /// The address to listen on.
    pub listen: &'a str,
    /// Ranks are shown.
    pub ranking: bool,
    /// A demonstration: one-time codes are shown on the page.
    pub demo: bool,
}

/// Serves a database.
pub async fn serve(url: &str, data: &Path, serving: Serving<'_>, config: Config) -> Result<(), Failure> {
    let Serving { listen, ranking, demo } = serving;
    let logs = tracing_subscriber::EnvFilter::try_from_env("MINGJING_LOG").unwrap_or_else(|_| "warn".into());
    // set once a process; a second call changes nothing
    let _ = tracing_subscriber::fmt().with_env_filter(logs).with_writer(std::io::stderr).try_init();
    let docket = open_existing(url).await?;
    catch_up(&docket).await?;
    let mut door = door::open(docket, data, demo, config.files.as_ref()).await?;
    if let Some(settings) = config.oidc {
        output::say(&format!("工作人员可以用{}登录（{}）", settings.label, settings.issuer));
        let provider = vouch::Provider::new(settings)
            .map_err(|cause| Failure::Input(format!("统一身份无法使用：本机没有可用的根证书（{cause}）")))?;
        door = door.with_provider(provider);
    }
    let state = web::AppState::open(url, data).await.map_err(input)?.with_ranking(ranking);
    let state = state.with_described(::door::document()).with_described(library::document());
    if ranking {
        output::say("已开启名次：指标页、对比页和接口显示各院在同级法院中的名次");
    }
    let listener = TcpListener::bind(listen)
        .await
        .map_err(|e| Failure::Input(format!("无法监听 {listen}：{e}；可用 --listen 换一个地址")))?;
    let address = listener.local_addr().map_err(input)?;
    output::result(&format!("http://{address}/"));
    let mut settings = config.letters;
    if settings.base_url.is_empty() {
        settings.base_url = format!("http://{address}");
    }
    door.tell_by(letters::begin(door.docket(), door.people(), settings)?);
    output::say("按 Ctrl-C 停止");
    tokio::spawn(sweeps(door.clone()));
    tokio::spawn(checkpoints(door.docket().clone()));
    let shelf = library::Shelf::new(door.docket().clone());
    tokio::spawn(shelves(shelf.clone()));
    tokio::spawn(follows(shelf.clone()));
    alike::begin(&door, data);
    let halls = halls(&door, data, config.rooms, address).await?;
    let clock = door.clone();
    let reading = library::pages::Reading::new(shelf.clone(), Arc::new(move || clock.now().day()));
    let pages = ::door::routes(door.clone()).merge(library::pages::routes(reading));
    let pages = library::pages::shelved(pages, shelf);
    let pages = halls.under(pages);
    let unhurried = halls.under(::door::unhurried(door.clone()));
    let stop = async move {
        web::asked_to_stop().await;
        door.stop();
    };
    web::serve_until(state, pages, unhurried, listener, stop).await.map_err(input)
}
