//! `mingjing serve`: the pages, until asked to stop.

use std::path::Path;

use tokio::net::TcpListener;

use crate::output;
use crate::run::door;
use crate::run::{Failure, catch_up, input, open_existing};

/// Serves a database on an address.
pub async fn serve(url: &str, data: &Path, listen: &str, ranking: bool, demo: bool) -> Result<(), Failure> {
    let logs = tracing_subscriber::EnvFilter::try_from_env("MINGJING_LOG").unwrap_or_else(|_| "warn".into());
    // set once a process; a second call changes nothing
    let _ = tracing_subscriber::fmt().with_env_filter(logs).with_writer(std::io::stderr).try_init();
    let docket = open_existing(url).await?;
    catch_up(&docket).await?;
    let door = door::open(docket, data, demo).await?;
    let state = web::AppState::open(url, data).await.map_err(input)?.with_ranking(ranking);
    if ranking {
        output::say("已开启名次：指标页、对比页和接口显示各院在同级法院中的名次");
    }
    let listener = TcpListener::bind(listen)
        .await
        .map_err(|e| Failure::Input(format!("无法监听 {listen}：{e}；可用 --listen 换一个地址")))?;
    let address = listener.local_addr().map_err(input)?;
    output::result(&format!("http://{address}/"));
    output::say("按 Ctrl-C 停止");
    web::serve(state, ::door::routes(door), listener).await.map_err(input)
}
