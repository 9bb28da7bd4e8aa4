//! `mingjing simulate`: lives a year into a database, or goes on with one.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use docket::key::CourtKey;
use docket::store::{Docket, KeyFolder, bulk_writer};
use sim::run::{Held, PROGRESS, Tick};
use sim::{Outcome, Plan, Scale, Settings};

use crate::args::Global;
use crate::output::{self, Bar};
use crate::run::{Failure, grouped, input, open};

/// Reads the plan, lives the year, says how it went.
pub async fn simulate(global: &Global, plan: Option<&Path>, scale: &str, seed: Option<u64>) -> Result<(), Failure> {
    let settings = settings(plan, scale, seed)?;
    let docket = open(&global.db).await?;
    let outcome = live(&docket, &global.db, &global.data, settings, true).await?;
    let sentence = match (outcome.stopped, outcome.written) {
        (true, written) => format!("已停止：写入 {} 条，再次运行同一命令会接着做", grouped(written)),
        (false, 0) => format!("这一年已经完整在库：{} 条", grouped(outcome.entries)),
        (false, written) => format!(
            "完成：{} 个案卷，{} 条日志，本次写入 {} 条",
            grouped(outcome.matters),
            grouped(outcome.entries),
            grouped(written)
        ),
    };
    output::say(&sentence);
    if global.json {
        let value = serde_json::json!({
            "entries": outcome.entries, "written": outcome.written, "matters": outcome.matters, "stopped": outcome.stopped,
        });
        output::result(&value.to_string());
    }
    Ok(())
}

/// Settings from the command line.
pub fn settings(plan: Option<&Path>, scale: &str, seed: Option<u64>) -> Result<Settings, Failure> {
    let bytes = match plan {
        Some(path) => {
            std::fs::read(path).map_err(|e| Failure::Input(format!("计划文件 {} 无法读取：{e}", path.display())))?
        }
        None => sim::plan::LIAONING_2020.as_bytes().to_vec(),
    };
    let plan = Plan::read(&bytes).map_err(input)?;
    let scale = Scale::parse(scale)
        .ok_or_else(|| Failure::Input(format!("规模“{scale}”应为 0.000001 到 10 之间、至多六位小数的数")))?;
    plan.scaled(scale).map_err(input)?;
    let seed = seed.unwrap_or(plan.seed);
    Ok(Settings { plan, scale, seed, texts: None })
}

/// Lives into an open database; Ctrl-C stops at the end of a day.
pub async fn live(docket: &Docket, url: &str, data: &Path, settings: Settings, bar: bool) -> Result<Outcome, Failure> {
    let held = held(docket).await?;
    if held.is_none() && !docket.log_ends().await?.iter().all(|end| end.size == 0) {
        return Err(Failure::Input("库中已有不是模拟产生的条目，请换一个数据库".to_owned()));
    }
    keep_keys(data, settings.seed)?;
    let writer = bulk_writer(url)?;
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    let watch = tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            flag.store(true, Ordering::Relaxed);
        }
    });
    let task = tokio::task::spawn_blocking(move || {
        let mut progress = None;
        let mut tick = |tick: Tick| {
            if bar {
                let total = u64::try_from(tick.first.until(tick.last)).unwrap_or(1);
                let progress = progress.get_or_insert_with(|| Bar::new("模拟", total));
                let at = u64::try_from(tick.first.until(tick.day)).unwrap_or(0);
                progress.at(at, &format!("{} {} 条", tick.day, grouped(tick.entries)));
            }
            !stop.load(Ordering::Relaxed)
        };
        let outcome = sim::simulate(&settings, held, writer, &mut tick);
        if let Some(bar) = progress {
            bar.done();
        }
        outcome
    });
    let outcome = task.await.map_err(input)?.map_err(input);
    watch.abort();
    outcome
}

/// What the database holds of an earlier run.
async fn held(docket: &Docket) -> Result<Option<Held>, Failure> {
    let Some(progress) = docket.progress(PROGRESS).await? else { return Ok(None) };
    let mut heads = Vec::new();
    for court in law::court::courts() {
        heads.extend(docket.latest_head(court.id).await?);
    }
    Ok(Some(Held { progress, heads }))
}

/// Keeps the simulated courts' keys where the online path looks for them; gives those that are there now, in the order of
/// the register.
pub fn keep_keys(data: &Path, seed: u64) -> Result<Vec<CourtKey>, Failure> {
    let folder = KeyFolder::open(data.join("keys"))?;
    let mut kept = Vec::new();
    for (court, key) in law::court::courts().iter().zip(sim::run::keys(seed)) {
        use docket::store::KeyRing as _;
        match folder.key(court.id) {
            Some(key) => kept.push(key),
            None => {
                folder.put(court.id, &key)?;
                kept.push(key);
            }
        }
    }
    Ok(kept)
}
