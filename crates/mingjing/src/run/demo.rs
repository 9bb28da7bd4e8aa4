//! `mingjing demo`: a small province in a folder, then served.

use std::path::Path;

use crate::args::Global;
use crate::config::Config;
use docket::key::CourtKey;
use docket::store::{CourtRow, Docket};
use law::court::{Court, courts};

use crate::output;
use crate::run::{Failure, door, laws as shelf, open, papers, serve, simulate};
use sim::Settings;

/// Makes the province if it is not there, then serves it.
pub async fn demo(global: &Global, scale: &str, listen: &str, laws: Option<&Path>) -> Result<(), Failure> {
    let settings = Settings { texts: Some(papers::digest), ..simulate::settings(None, scale, None)? };
    let seed = settings.seed;
    let (url, docket) = opened(global, scale).await?;
    let outcome = simulate::live(&docket, &url, &global.data, settings, true).await?;
    if outcome.stopped {
        output::say("已停止；再次运行会接着做");
        return Ok(());
    }
    door::settle(&docket, &global.data).await?;
    papers::hand_in(&docket, &global.data, seed).await?;
    stock(&docket, laws).await?;
    docket.close().await;
    let serving = serve::Serving { listen, ranking: false, demo: true };
    serve::serve(&url, &global.data, serving, Config::of(global)?).await
}

/// Serves courts that have done nothing yet, with a few accounts.
pub async fn empty(global: &Global, listen: &str, laws: Option<&Path>) -> Result<(), Failure> {
    let settings = simulate::settings(None, "1", None)?;
    let (url, docket) = opened(global, "empty").await?;
    let keys = simulate::keep_keys(&global.data, settings.seed)?;
    register(&docket, keys).await?;
    door::settle(&docket, &global.data).await?;
    stock(&docket, laws).await?;
    docket.close().await;
    let serving = serve::Serving { listen, ranking: false, demo: true };
    serve::serve(&url, &global.data, serving, Config::of(global)?).await
}

/// Imports laws where there are none yet.
async fn stock(docket: &Docket, laws: Option<&Path>) -> Result<(), Failure> {
    let Some(path) = laws else { return Ok(()) };
    if library::Laws::new(docket.clone()).stamp().await?.laws > 0 {
        return Ok(());
    }
    shelf::into(docket, path).await
}

/// The demonstration's database, in the data folder unless another was named.
async fn opened(global: &Global, name: &str) -> Result<(String, Docket), Failure> {
    std::fs::create_dir_all(&global.data)
        .map_err(|e| Failure::Input(format!("数据目录 {} 无法建立：{e}", global.data.display())))?;
    let url = if global.db == "sqlite://mingjing.db" {
        format!("sqlite://{}", global.data.join(format!("demo-{name}.db")).display())
    } else {
        global.db.clone()
    };
    output::say(&format!("样例数据库：{url}"));
    let docket = open(&url).await?;
    Ok((url, docket))
}

/// Makes every court known under its key.
async fn register(docket: &Docket, keys: Vec<CourtKey>) -> Result<(), Failure> {
    let row = |(court, key): (&Court, CourtKey)| CourtRow {
        court: court.id,
        code: court.code.to_owned(),
        name: court.name.to_owned(),
        public_key: key.public().to_bytes().to_vec(),
    };
    docket.register(&courts().iter().zip(keys).map(row).collect::<Vec<_>>()).await?;
    Ok(())
}
