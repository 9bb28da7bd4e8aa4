//! The dry run: every row read and decided, everything wrong told, nothing stored. And the run itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use court::office::Name;
use court::old_cases::{Entered, Gap, History, Load, NotEntered, ground, standing, take_over};
use docket::digest::{sm3, to_hex};
use docket::store::{Docket, KeyRing};
use law::case_number::CaseNumber;
use law::day::Moment;
use law::ids::CourtId;
use people::People;
use sheet::read::{Grid, Limits, ReadFault, read};

use crate::columns::{Column, Heading, HeadingFault, SHEET};
use crate::faults::{RowFault, shown};
use crate::judges::Judges;
use crate::row::{Reading, row};
use crate::values::text;

/// Faults that are kept; a file with more is told of these.
const KEPT: usize = 20_000;
/// Headings of no column that are named.
const NAMED: usize = 10;

/// Who asks for which file to be taken over.
#[derive(Debug, Clone)]
pub struct Asking {
    /// The court that takes over.
    pub court: CourtId,
    /// The account that takes over.
    pub by: u32,
    /// Now.
    pub at: Moment,
    /// The file.
    pub file: Arc<Vec<u8>>,
}

/// How far the reading is; shared with whoever shows it.
#[derive(Debug, Default)]
pub struct Progress {
    /// Rows done.
    pub done: AtomicU64,
    /// Rows in all; 0 while the file is still being opened.
    pub total: AtomicU64,
}

/// What the dry run found.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The court.
    pub court: CourtId,
    /// Digest of the file, in hexadecimal.
    pub digest: String,
    /// Rows with something in them, without the heading.
    pub rows: usize,
    /// Cases as the law has decided them.
    pub good: Vec<History>,
    /// Rows with a fault.
    pub bad: usize,
    /// What is wrong, in order of row.
    pub faults: Vec<RowFault>,
    /// Faults past those that are kept.
    pub more: usize,
    /// The file was entered before.
    pub twice: bool,
    /// What it would do to the court's numbers.
    pub gaps: Vec<Gap>,
    /// What was not read, and what was put right.
    pub notes: Vec<String>,
}

/// Why nothing of a file could be checked.
#[derive(Debug)]
pub enum FileFault {
    /// It cannot be read.
    Read(ReadFault),
    /// Its first row is no heading.
    Heading(HeadingFault),
    /// There is nothing under its heading.
    NoRows,
    /// The register of people or the docket could not be asked; the cause is for the log.
    Unavailable(String),
}

impl FileFault {
    /// What is wrong, and what to do instead.
    pub fn told(&self) -> (String, String) {
        match self {
            FileFault::Read(fault) => (fault.to_string(), fault.instead().to_owned()),
            FileFault::Heading(fault) => {
                let mut told = Vec::new();
                if !fault.missing.is_empty() {
                    told.push(format!("第一行缺少列：{}", fault.missing.join("、")));
                }
                if !fault.twice.is_empty() {
                    told.push(format!("第一行有重复的列：{}", fault.twice.join("、")));
                }
                (told.join("；"), "请下载模板，把数据粘贴到模板的列里，不要改列名。".to_owned())
            }
            FileFault::NoRows => ("第一行下面没有案件".to_owned(), "请从第二行起，一行写一件旧案。".to_owned()),
            FileFault::Unavailable(_) => ("暂时不能核对".to_owned(), "请稍后再上传一次。".to_owned()),
        }
    }
}

impl fmt::Display for FileFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (wrong, instead) = self.told();
        write!(f, "{wrong}。{instead}")
    }
}

impl std::error::Error for FileFault {}

impl Checked {
    /// Whether all of it can be entered.
    pub const fn sound(&self) -> bool {
        self.bad == 0 && !self.twice && !self.good.is_empty()
    }

    /// Entries it would become, the one that tells of the file among them.
    pub fn entries(&self) -> usize {
        self.good.iter().map(|one| one.events.len()).sum::<usize>() + 1
    }

    /// How many rows are wrong for which reason, the commonest first.
    pub fn reasons(&self) -> Vec<(String, usize)> {
        let mut count: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
        for fault in &self.faults {
            let column = fault.column.split(' ').next_back().unwrap_or("");
            let wrong: String = fault.wrong.chars().filter(|c| !c.is_ascii_digit()).collect();
            let wrong = wrong.replace("第  行", "另一行");
            count.entry(format!("{column}：{wrong}")).or_default().insert(fault.row);
        }
        let mut reasons: Vec<(String, usize)> = count.into_iter().map(|(why, rows)| (why, rows.len())).collect();
        reasons.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        reasons
    }

    fn fault(&mut self, fault: RowFault) {
        if self.faults.len() < KEPT { self.faults.push(fault) } else { self.more += 1 }
    }
}

/// The dry run of a file: nothing is stored.
///
/// # Errors
/// Why nothing of it could be checked.
pub async fn check(
    docket: &Docket,
    people: &People,
    asking: &Asking,
    progress: &Arc<Progress>,
) -> Result<Checked, FileFault> {
    let file = Arc::clone(&asking.file);
    let opened = apart(move || {
        let digest = to_hex(&sm3(&file));
        read(&file, SHEET, &Limits::default()).map(|grid| (digest, grid))
    });
    let (digest, grid) = opened.await?.map_err(FileFault::Read)?;
    let first = grid.lines.first().ok_or(FileFault::NoRows)?;
    let heading = Heading::read(first).map_err(FileFault::Heading)?;
    if grid.lines.len() < 2 {
        return Err(FileFault::NoRows);
    }
    progress.total.store(u64::try_from(grid.lines.len() - 1).unwrap_or(0), Ordering::Relaxed);
    let judges = Judges::find(people, asking.court, names(&grid, &heading)).await;
    let judges = judges.map_err(|cause| FileFault::Unavailable(cause.to_string()))?;
    let (asked, told) = (asking.clone(), Arc::clone(progress));
    let mut checked = apart(move || rows(&grid, &heading, &judges, &asked, digest, &told)).await?;
    let found = ground(docket, asking.court, asking.at, &checked.good).await;
    let found = found.map_err(|cause| FileFault::Unavailable(cause.to_string()))?;
    let (against, gaps) = standing(&found, &checked.digest, &checked.good);
    checked.gaps = gaps;
    match against {
        Some(NotEntered::Twice) => checked.twice = true,
        Some(NotEntered::Taken(taken)) => clash(&mut checked, taken),
        _ => {}
    }
    checked.faults.sort_by_key(|fault| fault.row);
    Ok(checked)
}

/// Rows whose number a case of the court has already.
fn clash(checked: &mut Checked, taken: Vec<(u32, String)>) {
    let rows: BTreeSet<u32> = taken.iter().map(|(row, _)| *row).collect();
    checked.good.retain(|one| !rows.contains(&one.row));
    checked.bad += rows.len();
    for (row, number) in taken {
        checked.fault(RowFault {
            row,
            column: Column::Number.name().to_owned(),
            read: number,
            wrong: "本院已经有这个案号的案件".to_owned(),
            instead: "已经导入过或者已经在本系统立案的，请从文件里删去这一行。".to_owned(),
        });
    }
}

/// What the table calls its judges.
fn names(grid: &Grid, heading: &Heading) -> BTreeSet<String> {
    let Some(place) = heading.place(Column::Judge) else { return BTreeSet::new() };
    let cells = grid.lines.iter().skip(1).filter_map(|line| line.cell(place));
    cells.filter_map(|found| text(found).ok()).filter(|name| name.len() <= 64).collect()
}

fn rows(
    grid: &Grid,
    heading: &Heading,
    judges: &Judges,
    asking: &Asking,
    digest: String,
    progress: &Progress,
) -> Checked {
    let mut checked = Checked {
        court: asking.court,
        digest,
        rows: grid.lines.len().saturating_sub(1),
        good: Vec::new(),
        bad: 0,
        faults: Vec::new(),
        more: 0,
        twice: false,
        gaps: Vec::new(),
        notes: grid.notes.clone(),
    };
    if !heading.unknown.is_empty() {
        let named: Vec<&str> = heading.unknown.iter().take(NAMED).map(String::as_str).collect();
        checked.notes.push(format!("有 {} 列不是模板里的列，没有读取：{}。", heading.unknown.len(), named.join("、")));
    }
    let reading = Reading {
        court: asking.court,
        by: asking.by,
        today: asking.at.day(),
        heading,
        judges,
        from_1904: grid.from_1904,
    };
    let mut seen: BTreeMap<CaseNumber, u32> = BTreeMap::new();
    for line in grid.lines.iter().skip(1) {
        progress.done.fetch_add(1, Ordering::Relaxed);
        match row(line, reading) {
            Ok((history, number)) => match seen.insert(number, line.number) {
                None => checked.good.push(history),
                Some(before) => {
                    seen.insert(number, before);
                    checked.bad += 1;
                    checked.fault(RowFault {
                        row: line.number,
                        column: heading.shown(Column::Number),
                        read: shown(&number.to_string()),
                        wrong: format!("与第 {before} 行的案号相同"),
                        instead: "一个案号只占一行，请核对后删去或者改正。".to_owned(),
                    });
                }
            },
            Err(faults) => {
                checked.bad += 1;
                faults.into_iter().for_each(|fault| checked.fault(fault));
            }
        }
    }
    checked
}

/// Enters a file that was checked: all of it in one transaction, or nothing.
///
/// # Errors
/// [`NotEntered`]: nothing of it is stored then.
pub async fn enter(
    docket: &Docket,
    keys: &dyn KeyRing,
    checked: &Checked,
    actor: impl Into<Name>,
    at: Moment,
) -> Result<Entered, NotEntered> {
    if checked.twice {
        return Err(NotEntered::Twice);
    }
    if !checked.sound() {
        return Err(NotEntered::Empty);
    }
    let load =
        Load { court: checked.court, at, actor: actor.into(), digest: &checked.digest, histories: &checked.good };
    take_over(docket, keys, &load).await
}

/// Work that would keep others waiting, on a thread where it may.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, FileFault> {
    tokio::task::spawn_blocking(work).await.map_err(|cause| FileFault::Unavailable(cause.to_string()))
}
