//! `mingjing simulate --live`: goes on with the province where it stands, beside a server that shows it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use docket::store::{Docket, KeyFolder};
use sim::Ahead;
use sim::run::{PROGRESS, Progress};
use tokio::time::{Instant, MissedTickBehavior};

use crate::args::Global;
use crate::output::{self, Bar};
use crate::run::{Failure, catch_up, grouped, input, simulate};

/// How fast, and for how long; without a bound until Ctrl-C.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Entries a second; 0 does not wait.
    pub pace: u32,
    /// At most so long.
    pub time: Option<Duration>,
    /// At most so many entries.
    pub entries: Option<u64>,
}

/// What is gone on with: plan, scale and seed where given, else as the database was made.
#[derive(Debug)]
pub struct Asked<'a> {
    /// Plan.
    pub plan: Option<&'a Path>,
    /// Scale.
    pub scale: Option<&'a str>,
    /// Seed.
    pub seed: Option<u64>,
    /// Data folder of a demo, whose database is in it.
    pub into: Option<&'a Path>,
}

/// Writes entries at a pace, one after the other, and says how far it came.
pub async fn ahead(global: &Global, asked: &Asked<'_>, bounds: Bounds) -> Result<(), Failure> {
    let (url, data) = match asked.into {
        Some(folder) => (format!("sqlite://{}", demo_in(folder)?.display()), folder.to_path_buf()),
        None => (global.db.clone(), global.data.clone()),
    };
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
fn demo_in(folder: &Path) -> Result<PathBuf, Failure> {
    let listed = std::fs::read_dir(folder)
        .map_err(|e| Failure::Input(format!("数据目录 {} 无法读取：{e}", folder.display())))?;
    let mut found: Vec<PathBuf> = listed.filter_map(|file| Some(file.ok()?.path())).collect();
    found.retain(|path| path.extension().is_some_and(|end| end == "db"));
    match found.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(Failure::Input(format!("{} 里没有数据库；可先运行 mingjing demo", folder.display()))),
        many => Err(Failure::Input(format!("{} 里有 {} 个数据库，请用 --db 指明", folder.display(), many.len()))),
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

/// Reads `30s`, `5m` or `2h`.
pub fn duration(text: &str) -> Result<Duration, String> {
    let (number, unit) = text.split_at(text.len() - text.chars().last().map_or(0, char::len_utf8));
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        _ => 0,
    };
    let number: u64 = number
        .parse()
        .ok()
        .filter(|n| *n > 0 && *n <= 100_000 && seconds > 0)
        .ok_or_else(|| format!("“{text}”应写作 30s、5m 或 2h"))?;
    Ok(Duration::from_secs(number * seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_or_said_to_be_wrong() {
        for (text, seconds) in [("30s", 30), ("5m", 300), ("2h", 7_200)] {
            assert_eq!(duration(text), Ok(Duration::from_secs(seconds)));
        }
        for text in ["", "30", "s", "0s", "-1m", "1d", "五分", "99999999999999999999s"] {
            assert!(duration(text).is_err(), "{text}");
        }
    }
}
