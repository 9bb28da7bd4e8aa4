//! Acts upon a matter: typed, the same for a page and for the API. Each asks who may, then hands the command to `court`.

mod bench;
mod desk;
mod open;
mod own;
mod party;
mod relay;

use court::filing::Matter;
use court::office::{Name, Request, perform};
use docket::store::{Beside, Posted};
use frame::fault::Fault;
use law::assignment::draw::Unassignable;
use law::life::command::Command;

use hall::gate::{Who, not_done};
use hall::state::Door;

pub use desk::{Deed, do_at_desk, procedure_of};
pub use open::{load, look, open, open_seen};
pub use own::{Naming, Ward, Wrong, add_ward, end_agent, guards, keeps_agents, name_agent, named_agents, own_wards};
pub use party::{Step, own, take};
pub use relay::{LOOKED_AT, may_relay, relay, tell};

/// What came of an act.
#[derive(Debug)]
pub enum Outcome {
    /// Done: what was entered, in order.
    Done(Vec<Posted>),
    /// Nobody could be drawn: entered with everybody and every reason, and the case waits.
    Nobody(Box<Unassignable>),
}

/// Does one act upon a matter, entered in a name.
pub async fn perform_on(door: &Door, actor: Name, matter: &Matter, command: Command) -> Result<Posted, Fault> {
    perform_with(door, actor, matter, command, None).await
}

/// The same with the complaint as it is now, sealed under the matter's key.
pub async fn perform_with(
    door: &Door,
    actor: Name,
    matter: &Matter,
    command: Command,
    complaint: Option<String>,
) -> Result<Posted, Fault> {
    let request = Request {
        court: matter.case.facts.court,
        stream: Some(matter.case.facts.stream),
        at: door.moment_in(matter.case.facts.court).await?,
        actor,
        command,
        field_key: None,
        parties: None,
        complaint,
        beside: Beside::default(),
    };
    perform(door.docket(), door.keys(), &request).await.map_err(not_done)
}

/// Characters of what somebody writes into an act at most.
const WORDS_LONGEST: usize = 2_000;

/// A text that goes into an entry as it is: not too long, without hidden characters; blank ones are the law's to refuse.
pub fn worded(what: &str, text: &str) -> Result<String, Fault> {
    let text = text.trim();
    if text.chars().count() > WORDS_LONGEST {
        return Err(Fault::unclear(
            format!("{what}过长"),
            format!("最多 {WORDS_LONGEST} 个字；更多内容请作为材料提交。"),
        ));
    }
    if text.chars().any(law::complaint::hidden) {
        return Err(Fault::unclear(format!("{what}含有看不见的控制字符"), "请删去后重新填写。"));
    }
    Ok(text.to_owned())
}

/// The account that acts for somebody of the staff, as a command names it.
pub fn staff_account(who: &Who) -> Result<u32, Fault> {
    if who.is_staff() {
        Ok(who.account())
    } else {
        Err(Fault::Denied("这里只供法院工作人员办理".to_owned()))
    }
}
