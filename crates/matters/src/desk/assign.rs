//! Drawing the bench from the desk: the pool as the register of people and the log know it today.

use court::allot::{Asking, Link, NotDrawn, draw};
use court::filing::Matter;
use frame::fault::Fault;
use law::ids::JudgeId;
use law::life::codes::{ChangeGround, Procedure, SevenGround};
use law::life::command::Bench;
use law::life::event::{Assigned, Event};
use law::life::papers::Change;

use super::{linked, pool};
use crate::act::{Outcome, procedure_of};
use crate::filing::draft::complaint;
use hall::gate::{Who, not_done};
use hall::state::Door;

/// The benches one may ask for: the word, members of the panel, assessors among them, and what it is.
pub const BENCHES: [(&str, u8, u8, &str); 7] = [
    ("1", 1, 0, "独任审判"),
    ("3", 3, 0, "合议庭，法官三人"),
    ("5", 5, 0, "合议庭，法官五人"),
    ("7", 7, 0, "合议庭，法官七人"),
    ("3+1", 3, 1, "合议庭，法官二人、陪审员一人"),
    ("3+2", 3, 2, "合议庭，法官一人、陪审员二人"),
    ("7+4", 7, 4, "合议庭，法官三人、陪审员四人"),
];

/// The bench somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Word of the procedure.
    pub procedure: String,
    /// Word of the bench; empty for what the procedure has as a rule.
    pub bench: String,
    /// Why seven sit; empty for no reason.
    pub seven: String,
}

impl Wanted {
    /// The bench it says.
    ///
    /// # Errors
    /// Everything in it that cannot be read.
    pub fn read(&self) -> Result<Bench, Fault> {
        let procedure = procedure_of(&self.procedure);
        let usual = if matches!(procedure, Ok(Procedure::Ordinary | Procedure::None)) { "3" } else { "1" };
        let word = if self.bench.is_empty() { usual } else { self.bench.as_str() };
        let bench = BENCHES.iter().find(|(known, ..)| *known == word);
        let seven = SevenGround::ALL.iter().copied().find(|one| one.word() == self.seven);
        let mut faults = Vec::new();
        if bench.is_none() {
            faults
                .push(Fault::unclear("没有选审判组织", "请从列出的审判组织中选一种，如 3+1 是法官二人、陪审员一人。"));
        }
        if seven.is_none() && !self.seven.is_empty() {
            faults
                .push(Fault::unclear("没有这种七人合议庭的事由", "请从列出的事由中选一项；不组成七人合议庭的不用选。"));
        }
        match (procedure, bench, faults.is_empty()) {
            (Ok(procedure), Some((_, panel, assessors, _)), true) => {
                Ok(Bench { procedure, panel: *panel, assessors: *assessors, seven })
            }
            (procedure, ..) => {
                faults.extend(procedure.err());
                Err(Fault::all(faults))
            }
        }
    }
}

/// How the bench comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// By a draw; a case that follows another by the rules does so.
    Draw,
    /// The judge who was proposed, agreed to by an account, with the draw that would have been beside.
    Named(u32),
    /// Along with another case.
    Along(Link),
}

/// Draws the bench, or fills its empty places.
///
/// # Errors
/// Why nothing was drawn.
pub async fn form(door: &Door, who: &Who, matter: &Matter, wanted: &Wanted, way: Way) -> Result<Outcome, Fault> {
    let asking = asking(door, who, matter, wanted, way).await?;
    door.publish_key(asking.court).await?;
    match draw(door.docket(), door.keys(), &asking).await {
        Ok(posted) => Ok(Outcome::Done(vec![posted])),
        Err(NotDrawn::NotDone(cause)) => Err(not_done(cause)),
        Err(NotDrawn::Unassignable(nobody)) => Ok(Outcome::Nobody(Box::new(nobody))),
    }
}

/// The last assignment of a matter.
pub fn last_assigned(matter: &Matter) -> Option<&Assigned> {
    matter.entries.iter().rev().find_map(|(_, event)| match event {
        Event::Assigned(body) => Some(body),
        _ => None,
    })
}

/// Why somebody of the bench is replaced: as it was decided, by a recusal or by a decision of its own.
fn change(matter: &Matter, who: &Who) -> Option<Change> {
    let vacant = matter.case.facts.judge.filter(|_| matter.case.vacant());
    let of: JudgeId = matter.case.leaving().first().copied().or(vacant)?;
    if let Some(granted) = matter.case.change_granted(of) {
        return Some(granted.clone());
    }
    let decided = matter.entries.iter().rev().find_map(|(_, event)| match event {
        Event::RecusalDecided(body) | Event::Reconsidered(body) if body.upheld => Some(body.by),
        _ => None,
    });
    Some(Change {
        asked_by: who.account(),
        by: decided.unwrap_or(0),
        ground: ChangeGround::Recusal,
        of: Some(of),
        reason: "已经决定回避，依法重新抽签确定".to_owned(),
    })
}

async fn asking(door: &Door, who: &Who, matter: &Matter, wanted: &Wanted, way: Way) -> Result<Asking, Fault> {
    let facts = &matter.case.facts;
    // a bench that is there keeps its form; its procedure changes by a ruling of its own
    let bench = match last_assigned(matter) {
        Some(body) => {
            let procedure = matter.case.procedure();
            Bench { procedure, panel: body.panel, assessors: body.assessors, seven: body.seven }
        }
        None => wanted.read()?,
    };
    let filled = matter.complaint.as_deref().map(complaint).unwrap_or_default();
    let pool = pool::pool(door, matter, &filled, bench.assessors > 0).await?;
    let link = match way {
        Way::Along(link) => Some(link),
        Way::Draw if facts.judge.is_none() => linked::found(door, matter).await?,
        Way::Draw | Way::Named(_) => None,
    };
    Ok(Asking {
        court: facts.court,
        stream: facts.stream,
        at: door.moment_in(facts.court).await?,
        actor: who.actor(),
        need: pool.need,
        judges: pool.judges,
        assessors: pool.assessors,
        bench,
        circumstances: pool.circumstances,
        change: change(matter, who),
        approver: match way {
            Way::Named(approver) => Some(approver),
            Way::Draw | Way::Along(_) => None,
        },
        link,
    })
}
