//! `mingjing import`: old cases from a spreadsheet, checked row by row, entered whole or not at all.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use docket::store::{Docket, KeyFolder};
use import::{Asking, Checked, Progress, as_book, as_plain, check, enter};
use law::court::Court;
use law::day::Moment;
use law::role::Role;
use people::{AccountId, People};
use permit::{Action, Ask, Permit, Phase, Relation, Secrecy};

use crate::args::{Global, Importing};
use crate::output::{self, Bar};
use crate::run::{Failure, court_of, door, grouped, input, open_existing};

/// Faults that are printed; the file has them all.
const PRINTED: usize = 20;
/// How often the bar moves.
const BEAT: Duration = Duration::from_millis(200);
/// How far this machine's clock may lag behind the log's head.
const SKEW_MS: i64 = 5 * 60_000;

/// The dry run, and unless it is only that, the run.
pub async fn import(global: &Global, asked: &Importing) -> Result<(), Failure> {
    let court = court_of(&asked.court)?;
    let bytes = std::fs::read(&asked.file)
        .map_err(|cause| Failure::Input(format!("{} 无法读取：{cause}", asked.file.display())))?;
    let docket = open_existing(&global.db).await?;
    let keys = KeyFolder::open(global.data.join("keys"))?;
    let people = People::new(docket.clone(), keys.sealing_or_new("people")?);
    let at = moment(&docket, court).await?;
    let by = match &asked.by {
        Some(login) => registrar(&people, login, court, at).await?,
        None if asked.dry_run => AccountId::SYSTEM,
        None => {
            return Err(Failure::Input("导入要写明由谁办理：--by 立案人员的用户名；只核对的加 --dry-run".to_owned()));
        }
    };
    let number = u32::try_from(by.0).map_err(input)?;
    let asking = Asking { court: court.id, by: number, at, file: Arc::new(bytes) };
    let checked = checked(&docket, &people, &asking).await?;
    tell(global, &checked);
    if let Some(path) = asked.faults.as_ref().filter(|_| !checked.faults.is_empty()) {
        write_faults(&checked, path)?;
    }
    if !checked.sound() {
        return Err(Failure::Check("有误，一件也没有导入".to_owned()));
    }
    if asked.dry_run {
        output::say("全部无误。只是核对，一件也没有导入；去掉 --dry-run 就会导入");
        return Ok(());
    }
    let actor = format!("{}:{}", Role::Registrar.word(), by.0);
    let at = moment(&docket, court).await?;
    let entered = enter(&docket, &keys, &checked, actor, at).await.map_err(|why| Failure::Check(why.to_string()))?;
    let count = |n: usize| grouped(u64::try_from(n).unwrap_or(0));
    output::say(&format!(
        "已导入 {} 件旧案，{} 条记录，从第 {} 条起",
        count(entered.cases),
        count(entered.entries),
        entered.position
    ));
    Ok(())
}

/// Now; a clock that lags behind what the log already holds is not believed.
async fn moment(docket: &Docket, court: &Court) -> Result<Moment, Failure> {
    let now = door::now();
    match docket.latest_head(court.id).await?.filter(|head| head.signed_at.0 > now.0 + SKEW_MS) {
        None => Ok(now),
        Some(_) => Err(Failure::Input("本机的时钟早于该院日志最近一次签名的时间，请先校准时钟".to_owned())),
    }
}

/// The account of who does it, who must be allowed to today.
async fn registrar(people: &People, login: &str, court: &Court, at: Moment) -> Result<AccountId, Failure> {
    let account = people.by_login(login).await.map_err(input)?;
    let account = account.filter(|account| account.closed_at.is_none());
    let account = account.ok_or_else(|| Failure::Input(format!("没有用户名为“{login}”的账户")))?;
    let acting = people.posts_on(account.number, at.day()).await.map_err(input)?;
    let may = acting.iter().filter(|acting| acting.post.court == court.id).any(|acting| {
        let (relation, secrecy, phase) = (Relation::SameCourt, Secrecy::Open, Phase::Received);
        let ask = Ask { role: acting.post.role, action: Action::ImportCases, relation, secrecy, phase, own: false };
        Permit::embedded().may(&ask).allowed
    });
    if may {
        return Ok(account.number);
    }
    Err(Failure::Input(format!("“{login}”今天在{}没有可以导入旧案的职务", court.name)))
}

/// The dry run, with a bar.
async fn checked(docket: &Docket, people: &People, asking: &Asking) -> Result<Checked, Failure> {
    let progress: Arc<Progress> = Arc::default();
    let work = check(docket, people, asking, &progress);
    tokio::pin!(work);
    let mut bar: Option<Bar> = None;
    let found = loop {
        match tokio::time::timeout(BEAT, &mut work).await {
            Ok(found) => break found,
            Err(_) => {
                let total = progress.total.load(Ordering::Relaxed);
                if total > 0 {
                    let bar = bar.get_or_insert_with(|| Bar::new("核对", total));
                    bar.at(progress.done.load(Ordering::Relaxed), "");
                }
            }
        }
    };
    if let Some(bar) = bar {
        bar.done();
    }
    found.map_err(|fault| Failure::Check(fault.to_string()))
}

fn tell(global: &Global, checked: &Checked) {
    let count = |n: usize| grouped(u64::try_from(n).unwrap_or(0));
    if global.json {
        let faults: Vec<_> = checked.faults.iter().map(|one| {
            serde_json::json!({ "row": one.row, "column": one.column, "read": one.read, "wrong": one.wrong, "instead": one.instead })
        }).collect();
        let told = serde_json::json!({
            "digest": checked.digest, "rows": checked.rows, "good": checked.good.len(), "bad": checked.bad,
            "twice": checked.twice, "entries": checked.entries(), "faults": faults,
        });
        output::result(&told.to_string());
        return;
    }
    output::result(&format!(
        "读到 {} 行，可以导入 {} 件，有误 {} 行；文件杂凑值 {}",
        count(checked.rows),
        count(checked.good.len()),
        count(checked.bad),
        checked.digest
    ));
    for note in &checked.notes {
        output::result(note);
    }
    if checked.twice {
        output::result("这份文件已经导入过，不能再次导入");
    }
    for (why, rows) in checked.reasons() {
        output::result(&format!("  {rows} 行  {why}"));
    }
    for one in checked.faults.iter().take(PRINTED) {
        output::result(&format!("第 {} 行 {}：{}。{}", one.row, one.column, one.wrong, one.instead));
    }
    for gap in &checked.gaps {
        output::result(&format!(
            "{} 年“{}”字：现在编到 {}，导入后编到 {}，其间空号 {} 个",
            gap.year, gap.word, gap.last, gap.raised, gap.missing
        ));
    }
}

fn write_faults(checked: &Checked, path: &Path) -> Result<(), Failure> {
    let failed =
        |cause: &dyn std::fmt::Display| Failure::Input(format!("错误清单 {} 无法写入：{cause}", path.display()));
    let mut bytes = Vec::new();
    let plain = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("csv"));
    let made = if plain { as_plain(&checked.faults, &mut bytes) } else { as_book(&checked.faults, &mut bytes) };
    made.map_err(|cause| failed(&cause))?;
    std::fs::write(path, bytes).map_err(|cause| failed(&cause))?;
    output::say(&format!("全部错误写在 {}", PathBuf::from(path).display()));
    Ok(())
}
