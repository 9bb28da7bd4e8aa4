//! Files of old cases under way: read, checked, waiting for the word, being entered. They are kept in memory alone and for an
//! hour: what a file holds of people lies on no disk before it is sealed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use frame::fault::Fault;
use import::{Asking, Checked, Entered, NotEntered, Progress, check, enter};
use law::day::Moment;
use law::ids::CourtId;
use permit::Action;

use crate::gate::Who;
use crate::may::{own_court, within};
use crate::state::{Door, fresh_id};

/// Files under way at most.
const MOST: usize = 8;
/// How long a file is kept.
const KEPT_MS: i64 = 60 * 60_000;
/// How long an answer waits for the work before it shows how far it is.
const WAITS: Duration = Duration::from_millis(900);

/// How far a file is.
#[derive(Debug, Clone)]
pub enum Standing {
    /// It is being read and checked.
    Reading,
    /// It cannot be read: what is wrong, and what to do instead.
    Unreadable(String, String),
    /// It was checked.
    Checked(Arc<Checked>),
    /// It is being entered.
    Entering(Arc<Checked>),
    /// It was entered.
    Entered(Entered),
    /// It could not be entered; nothing of it is stored.
    Stopped(Arc<Checked>, String),
}

/// A file under way.
#[derive(Debug)]
pub struct Job {
    /// Who handed it in.
    account: u32,
    /// For which court.
    pub court: CourtId,
    /// When.
    begun: Moment,
    /// How far the reading is.
    pub progress: Arc<Progress>,
    standing: Mutex<Standing>,
}

impl Job {
    /// How far it is.
    pub fn standing(&self) -> Standing {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn stands(&self, now: Standing) {
        *self.standing.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }

    fn busy(&self) -> bool {
        matches!(self.standing(), Standing::Reading | Standing::Entering(_))
    }

    /// From checked to being entered, once; none when it is not waiting for that.
    fn takes(&self) -> Option<Arc<Checked>> {
        let mut standing = self.standing.lock().unwrap_or_else(PoisonError::into_inner);
        let checked = match &*standing {
            Standing::Checked(checked) | Standing::Stopped(checked, _) if checked.sound() => Arc::clone(checked),
            _ => return None,
        };
        *standing = Standing::Entering(Arc::clone(&checked));
        Some(checked)
    }
}

/// All files under way.
#[derive(Debug, Default)]
pub struct Imports(Mutex<BTreeMap<String, Arc<Job>>>);

impl Imports {
    /// Takes a file in; those that are over or whose owner hands in another go.
    fn put(&self, id: &str, job: Arc<Job>) -> Result<(), Fault> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, other| other.busy() || (job.begun.0 - other.begun.0 < KEPT_MS && other.account != job.account));
        if all.values().any(|other| other.account == job.account) {
            return Err(Fault::Busy("您还有一份文件正在核对或者导入".to_owned()));
        }
        if all.len() >= MOST {
            return Err(Fault::Busy("同时核对和导入的文件太多".to_owned()));
        }
        all.insert(id.to_owned(), job);
        Ok(())
    }

    fn get(&self, id: &str) -> Option<Arc<Job>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(id).cloned()
    }
}

/// Whether somebody may import old cases, and into which court.
///
/// # Errors
/// [`Fault::Denied`] with the reason.
pub fn may_import(who: &Who) -> Result<CourtId, Fault> {
    let court = own_court(who)?;
    within(who, Action::ImportCases, court)?;
    Ok(court)
}

/// Takes a file in and begins to check it; gives the name it goes by. It waits a moment for files that are quick.
///
/// # Errors
/// Who may not, and too many files at once.
pub async fn begin(door: &Door, who: &Who, file: Vec<u8>) -> Result<String, Fault> {
    let court = may_import(who)?;
    let at = door.moment_in(court).await?;
    let id = fresh_id()?;
    let job = Arc::new(Job {
        account: who.account(),
        court,
        begun: at,
        progress: Arc::default(),
        standing: Mutex::new(Standing::Reading),
    });
    door.imports().put(&id, Arc::clone(&job))?;
    let asking = Asking { court, by: who.account(), at, file: Arc::new(file) };
    let door = door.clone();
    let work = tokio::spawn(async move {
        let found = check(door.docket(), door.people(), &asking, &job.progress).await;
        job.stands(match found {
            Ok(checked) => Standing::Checked(Arc::new(checked)),
            Err(fault) => {
                if let import::FileFault::Unavailable(cause) = &fault {
                    tracing::error!(%cause, "a file of old cases could not be checked");
                }
                let (wrong, instead) = fault.told();
                Standing::Unreadable(wrong, instead)
            }
        });
    });
    // an answer that does not wait to the end shows how far the work is, which goes on
    drop(tokio::time::timeout(WAITS, work).await);
    Ok(id)
}

/// The file of a name, for who handed it in.
///
/// # Errors
/// When there is none, or it is another's.
pub fn find(door: &Door, who: &Who, id: &str) -> Result<Arc<Job>, Fault> {
    let court = may_import(who)?;
    let job = door.imports().get(id).filter(|job| job.account == who.account() && job.court == court);
    let fresh = job.filter(|job| job.busy() || door.now().0 - job.begun.0 < KEPT_MS);
    fresh.ok_or_else(|| Fault::NotFound("没有这份文件，或者已经过了一小时；请重新上传，原文件不受影响".to_owned()))
}

/// Enters a file that was checked and has no fault.
///
/// # Errors
/// When it is not waiting for that, and as [`find`].
pub async fn run(door: &Door, who: &Who, id: &str) -> Result<Arc<Job>, Fault> {
    let job = find(door, who, id)?;
    let at = door.moment_in(job.court).await?;
    let checked = job.takes().ok_or_else(|| Fault::Conflict("这份文件有误、正在导入或者已经导入".to_owned()))?;
    let (door, actor, working) = (door.clone(), who.actor(), Arc::clone(&job));
    let work = tokio::spawn(async move {
        let done = enter(door.docket(), door.keys(), &checked, actor, at).await;
        working.stands(match done {
            Ok(entered) => Standing::Entered(entered),
            Err(NotEntered::Store(cause)) => {
                tracing::error!(%cause, "a file of old cases could not be entered");
                Standing::Stopped(checked, "数据库没有接受，一件也没有导入；请稍后再导入一次".to_owned())
            }
            Err(why) => Standing::Stopped(checked, format!("{why}，一件也没有导入")),
        });
    });
    drop(tokio::time::timeout(WAITS, work).await);
    Ok(job)
}
