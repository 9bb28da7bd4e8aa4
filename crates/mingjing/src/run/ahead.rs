//! `mingjing simulate --live`: goes on with the province where it stands, beside a server that shows it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use docket::store::{Docket, KeyFolder};
use sim::Ahead;
use sim::run::{PROGRESS, Progress};
use tokio::time::{Instant, MissedTickBehavior};

use crate::args::{Global, Live};
use crate::output::{self, Bar};
use crate::run::bounds::Bounds;
use crate::run::{Failure, catch_up, grouped, input, simulate};

/// What is gone on with: plan, scale and seed where given, else as the database was made.
#[derive(Debug)]
pub struct Asked<'a> {
    /// Plan.
    pub plan: Option<&'a Path>,
    /// Scale.
    pub scale: Option<&'a str>,
    /// Seed.
    pub seed: Option<u64>,
}

/// Writes entries at a pace, one after the other, and says how far it came. What is wrong with any argument is said
/// before anything is opened.
pub async fn ahead(global: &Global, asked: &Asked<'_>, live: &Live) -> Result<(), Failure> {
    let (bounds, mut faults) = Bounds::read(live);
    if let Err(Failure::Input(fault)) = simulate::settings(asked.plan, asked.scale.unwrap_or("1"), asked.seed) {
        faults.push(fault);
    }
    let place = match live.into.as_deref().map(|folder| (demo_in(folder), folder)) {
        Some((Ok(file), folder)) => (format!("sqlite://{}", file.display()), folder.to_path_buf()),
        Some((Err(fault), _)) => {
            faults.push(fault);
            (String::new(), PathBuf::new())
        }
        None => (global.db.clone(), global.data.clone()),
    };
    if !faults.is_empty() {
        return Err(Failure::Input(faults.join("；")));
    }
    let (url, data) = place;
    let docket = existing(&url).await?;
    catch_up(&docket).await?;
    let made = docket.progress(PROGRESS).await?.and_then(|text| serde_json::from_str::<Progress>(&text).ok());
    let scale = asked.scale.map(str::to_owned).or(made.as_ref().map(|made| made.scale.clone()));
    let seed = asked.seed.or(made.as_ref().map(|made| made.seed));
    let settings = simulate::settings(asked.plan, scale.as_deref().unwrap_or("1"), seed)?;
    let keys = KeyFolder::open(data.join("keys"))?;
    let mut province = Ahead::open(&docket, &keys, &settings).await.map_err(input)?;
    output::say(&format!("从 {} 接着写；按 Ctrl-C 停止", province.today()));
    let written = write(&mut province, bounds).await?;
    output::say(&format!("已写入 {} 条，到 {}", grouped(written), province.today()));
    if global.json {
        output::result(&serde_json::json!({"written": written, "day": province.today().to_string()}).to_string());
    }
    docket.close().await;
    Ok(())
}

/// Opens a database that is there. What a running server holds open was not left behind by anybody, so nothing is said.
async fn existing(url: &str) -> Result<Docket, Failure> {
    let path = url.strip_prefix("sqlite://").map(|path| path.split('?').next().unwrap_or(path));
    if let Some(path) = path.filter(|path| !Path::new(path).exists()) {
        return Err(Failure::Input(format!("没有数据库文件 {path}；可先运行 mingjing simulate 或 mingjing demo")));
    }
    Ok(Docket::open(url).await?)
}

/// The one database of a demo's folder.
fn demo_in(folder: &Path) -> Result<PathBuf, String> {
    let listed = std::fs::read_dir(folder).map_err(|e| format!("数据目录 {} 无法读取：{e}", folder.display()))?;
    let mut found: Vec<PathBuf> = listed.filter_map(|file| Some(file.ok()?.path())).collect();
    found.retain(|path| path.extension().is_some_and(|end| end == "db"));
    match found.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(format!("{} 里没有数据库；可先运行 mingjing demo", folder.display())),
        many => Err(format!("{} 里有 {} 个数据库，请用 --db 指明", folder.display(), many.len())),
    }
}

#[allow(clippy::integer_division, reason = "a share of a second in whole nanoseconds")]
async fn write(province: &mut Ahead<'_>, bounds: Bounds) -> Result<u64, Failure> {
    let mut beat = (bounds.pace > 0).then(|| tokio::time::interval(Duration::from_secs(1) / bounds.pace));
    if let Some(beat) = &mut beat {
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    }
    let began = Instant::now();
    let mut bar = Bar::counting("续写", bounds.entries);
    let mut stop = std::pin::pin!(tokio::signal::ctrl_c());
    let mut written = 0;
    let over = |written| {
        bounds.entries.is_some_and(|most| written >= most) || bounds.time.is_some_and(|most| began.elapsed() >= most)
    };
    while !over(written) {
        let next = async {
            match &mut beat {
                Some(beat) => drop(beat.tick().await),
                None => tokio::task::yield_now().await,
            }
        };
        // a step is never cut short: what is begun is written
        tokio::select! {
            biased;
            _ = &mut stop => break,
            () = next => {}
        }
        let entry = province.step().await.map_err(input)?;
        written += 1;
        bar.at(written, &format!("{} {}", province.today(), entry.kind));
    }
    bar.done();
    Ok(written)
}
