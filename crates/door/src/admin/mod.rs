//! The administrator's pages: accounts, posts, leave, stand-ins, devices, tokens; and the journal, which discipline reads
//! too. Everything done here stands in the security journal.

pub mod account;
pub mod accounts;
pub mod change;
pub mod journal;
pub mod letters;
pub mod tokens;

use frame::fault::Fault;
use law::ids::CourtId;
use people::{Account, AccountId, Kind};
use permit::Action;

use hall::gate::{Who, trouble};
use hall::may::{own_court, within};
use hall::page::Text;
use hall::state::Door;

/// The way between the administrator's pages.
pub fn ways() -> [Text; 4] {
    [
        Text::link("账户", "/admin"),
        Text::link("接口令牌", "/admin/tokens"),
        Text::link("通知的发送", "/admin/letters"),
        Text::link("安全日志", "/admin/journal"),
    ]
}

/// The court an administrator keeps, if the policies let them do this in it.
pub fn court_for(who: &Who, action: Action) -> Result<CourtId, Fault> {
    let court = own_court(who)?;
    within(who, action, court)?;
    Ok(court)
}

/// An account that an administrator may manage: of the public, of nobody's court yet, or of their own court's staff.
pub async fn managed(door: &Door, who: &Who, number: i64, action: Action) -> Result<Account, Fault> {
    let court = court_for(who, action)?;
    let missing = || Fault::NotFound("没有这个账户".to_owned());
    let account = door.people().account(AccountId(number)).await.map_err(trouble)?.ok_or_else(missing)?;
    if account.kind != Kind::Staff {
        return Ok(account);
    }
    let today = door.now().day();
    let mut posts = door.people().posts_of(account.number).await.map_err(trouble)?;
    posts.retain(|post| post.until.is_none_or(|until| until >= today));
    if posts.is_empty() || posts.iter().any(|post| post.court == court) {
        return Ok(account);
    }
    Err(Fault::Denied("这个账户属于别的法院，由该院的系统管理员管理".to_owned()))
}
