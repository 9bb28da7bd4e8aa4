//! What an administrator changes in an account. Each change names every wrong field, and none is half done.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use frame::fault::Fault;
use frame::shell::Frame;
use law::day::Day;
use law::role::Role;
use people::account::Contact;
use people::post::{LeaveDraft, LeaveId, LeaveKind, StandInDraft, StandInId};
use people::signing::OidcLink;
use people::{Account, Kind, PostDraft, PostId, SystemDraw};
use permit::Action;

use super::account::page;
use super::accounts::{groups, roles};
use super::{court_for, managed};
use hall::form::Sent;
use hall::gate::{Posted, Who, wrongs};
use hall::page::Text;
use hall::state::Door;

/// What is asked for, read with all its faults.
struct Read<'a> {
    sent: &'a Sent,
    wrong: Vec<(String, String)>,
}

impl Read<'_> {
    fn day(&mut self, name: &str) -> Day {
        let read = Day::parse(self.sent.text(name));
        if read.is_none() {
            self.wrong.push((name.to_owned(), "日期写作 2020-03-02".to_owned()));
        }
        read.unwrap_or_default()
    }

    fn some_day(&mut self, name: &str) -> Option<Day> {
        if self.sent.text(name).is_empty() { None } else { Some(self.day(name)) }
    }

    fn number(&mut self, name: &str) -> i64 {
        let read = self.sent.text(name).parse().ok().filter(|number| *number >= 0);
        if read.is_none() {
            self.wrong.push((name.to_owned(), "请填写数字".to_owned()));
        }
        read.unwrap_or(0)
    }

    fn one<T: Copy>(&mut self, name: &str, all: &[T], word: impl Fn(T) -> &'static str) -> Option<T> {
        let read = all.iter().copied().find(|one| word(*one) == self.sent.text(name));
        if read.is_none() {
            self.wrong.push((name.to_owned(), "请从列出的几项里选".to_owned()));
        }
        read
    }
}

/// What the policies call a change.
fn action(word: &str) -> Action {
    match word {
        "post" | "end-post" | "leave" | "end-leave" => Action::ManagePosts,
        "stand-in" | "end-stand-in" => Action::NameStandIn,
        _ => Action::ManageAccounts,
    }
}

/// What came of a change: told, or wrong fields.
type Outcome = Result<Vec<Text>, Vec<(String, String)>>;

/// `POST /admin/accounts/{number}/{act}`.
pub async fn change(
    State(door): State<Door>,
    frame: Frame,
    who: Who,
    Path((number, word)): Path<(i64, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    let sent = posted.of(&who)?;
    let account = managed(&door, &who, number, action(&word)).await?;
    let done = match word.as_str() {
        "reset" | "unlock" | "close" | "reopen" | "sign-out" | "contact" | "oidc" | "oidc-end" => {
            on_account(&door, &who, &account, &word, &sent).await?
        }
        "post" | "end-post" | "stand-in" | "end-stand-in" | "leave" | "end-leave" => {
            on_posts(&door, &who, &account, &word, &sent).await?
        }
        _ => return Err(Fault::NotFound("没有这种办理".to_owned())),
    };
    match done {
        Ok(told) if told.is_empty() => Ok(Redirect::to(&format!("/admin/accounts/{number}")).into_response()),
        Ok(told) => {
            Ok(page(&door, &who, number, "", &Sent::default(), &[], told).await?.render(&frame)?.into_response())
        }
        Err(wrong) => {
            let page = page(&door, &who, number, &word, &sent, &wrong, Vec::new()).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page.render(&frame)?).into_response())
        }
    }
}

fn settled<T>(done: Result<T, people::Fault>) -> Result<Outcome, Fault> {
    match done {
        Ok(_) => Ok(Ok(Vec::new())),
        Err(cause) => wrongs(cause).map(Err),
    }
}

async fn on_account(door: &Door, who: &Who, account: &Account, word: &str, sent: &Sent) -> Result<Outcome, Fault> {
    let (people, by, now, number) = (door.people(), who.signed.account, door.now(), account.number);
    let of_public = account.kind != Kind::Staff;
    if of_public && !matches!(word, "close" | "reopen" | "sign-out") {
        return Ok(Err(vec![("form".to_owned(), "当事人、律师和单位的联系方式由本人变更，这里不能改".to_owned())]));
    }
    let own = number == by;
    if own && matches!(word, "reset" | "close") {
        return Ok(Err(vec![("form".to_owned(), "不能停用或者重置自己的账户，请由另一位管理员办理".to_owned())]));
    }
    match word {
        "reset" => match people.reset_staff(number, by, now, &mut SystemDraw).await {
            Ok(temporary) => Ok(Ok(vec![
                Text::from(format!("已重置。临时密码：{}", temporary.password.as_str())),
                Text::from("密码只显示这一次，请当面交给本人；首次登录要改密码并启用动态口令。"),
            ])),
            Err(cause) => wrongs(cause).map(Err),
        },
        "unlock" => settled(people.unlock_staff(number, by, now).await),
        "close" => settled(people.set_closed(number, true, by, now).await),
        "reopen" => settled(people.set_closed(number, false, by, now).await),
        "sign-out" => settled(people.sign_out_everywhere(number, by, now).await),
        "contact" => {
            let given = |name: &str| Some(sent.text(name).to_owned()).filter(|text| !text.is_empty());
            let contact = Contact { phone: given("phone"), email: given("email") };
            settled(people.change_contact(number, &contact, by, now).await)
        }
        "oidc-end" => {
            let own = people.oidc_links(number).await.map_err(hall::gate::trouble)?;
            let asked = |link: &&OidcLink| link.issuer == sent.text("issuer") && link.subject == sent.text("subject");
            match own.iter().find(asked) {
                Some(link) => settled(people.unlink_oidc(&link.issuer, &link.subject, by, now).await),
                None => Ok(Err(vec![("form".to_owned(), "这个账户没有这个绑定".to_owned())])),
            }
        }
        _ => {
            let link = (sent.text("issuer"), sent.text("subject"));
            settled(people.link_oidc(link, number, by, now).await)
        }
    }
}

async fn on_posts(door: &Door, who: &Who, account: &Account, word: &str, sent: &Sent) -> Result<Outcome, Fault> {
    let (people, by, now, number) = (door.people(), who.signed.account, door.now(), account.number);
    let mut read = Read { sent, wrong: Vec::new() };
    if number == by && matches!(word, "post" | "end-post" | "stand-in") {
        return Ok(Err(vec![("form".to_owned(), "不能给自己任职或者安排代班，请由另一位管理员办理".to_owned())]));
    }
    match word {
        "post" => {
            let court = court_for(who, Action::ManagePosts)?;
            let role = read
                .one("role", Role::ALL, Role::word)
                .filter(|role| roles().iter().any(|(one, _)| one == role.word()));
            let (from, until) = (read.day("from"), read.some_day("until"));
            let capacity = u8::try_from(read.number("capacity")).unwrap_or(u8::MAX);
            let Some(role) = role.filter(|_| read.wrong.is_empty()) else { return Ok(Err(read.wrong)) };
            let groups = groups(sent.text("groups"));
            let draft = PostDraft { account: number, role, court, from, until, capacity_hundredths: capacity, groups };
            settled(people.add_post(&draft, by, now).await)
        }
        "end-post" => {
            let (post, last) = (PostId(read.number("post")), read.day("last"));
            own_post(door, who, account, post, &mut read).await?;
            if !read.wrong.is_empty() {
                return Ok(Err(read.wrong));
            }
            settled(people.end_post(post, last, by, now).await)
        }
        "stand-in" => {
            let (post, from, until) = (PostId(read.number("post")), read.day("from"), read.day("until"));
            own_post(door, who, account, post, &mut read).await?;
            let other = people.by_login(sent.text("account")).await.map_err(hall::gate::trouble)?;
            if other.is_none() {
                read.wrong.push(("account".to_owned(), "没有这个登录名".to_owned()));
            }
            let Some(other) = other.filter(|_| read.wrong.is_empty()) else { return Ok(Err(read.wrong)) };
            settled(people.add_stand_in(StandInDraft { post, account: other.number, from, until }, by, now).await)
        }
        "end-stand-in" => {
            let (one, last) = (StandInId(read.number("number")), read.day("last"));
            let known = people.stand_ins_of(number).await.map_err(hall::gate::trouble)?;
            if !known.iter().any(|known| known.number == one) {
                read.wrong.push(("number".to_owned(), "这个账户没有这个编号的代班".to_owned()));
            }
            if !read.wrong.is_empty() {
                return Ok(Err(read.wrong));
            }
            settled(people.end_stand_in(one, last, by, now).await)
        }
        "leave" => {
            let kind = read.one("kind", LeaveKind::ALL, LeaveKind::word);
            let (from, until) = (read.day("from"), read.day("until"));
            let Some(kind) = kind.filter(|_| read.wrong.is_empty()) else { return Ok(Err(read.wrong)) };
            settled(people.add_leave(LeaveDraft { account: number, from, until, kind }, by, now).await)
        }
        _ => {
            let (one, last) = (LeaveId(read.number("number")), read.day("last"));
            let all = people.leaves(number, Day(i32::MIN / 2), Day(i32::MAX / 2)).await.map_err(hall::gate::trouble)?;
            if !all.iter().any(|known| known.number == one) {
                read.wrong.push(("number".to_owned(), "这个账户没有这个编号的休假".to_owned()));
            }
            if !read.wrong.is_empty() {
                return Ok(Err(read.wrong));
            }
            settled(people.end_leave(one, last, by, now).await)
        }
    }
}

/// The post is one of the account's in the administrator's own court.
async fn own_post(door: &Door, who: &Who, account: &Account, post: PostId, read: &mut Read<'_>) -> Result<(), Fault> {
    let posts = door.people().posts_of(account.number).await.map_err(hall::gate::trouble)?;
    if !posts.iter().any(|known| known.number == post && Some(known.court) == who.court()) {
        read.wrong.push(("post".to_owned(), "这个账户在本院没有这项任职".to_owned()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_is_guarded_by_its_own_action() {
        assert_eq!(action("leave"), Action::ManagePosts);
        assert_eq!(action("end-stand-in"), Action::NameStandIn);
        assert_eq!(action("reset"), Action::ManageAccounts);
    }
}
