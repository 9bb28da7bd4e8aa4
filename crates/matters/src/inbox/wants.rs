//! Which channels somebody wants beside the inbox.

use axum::extract::State;
use axum::response::Redirect;
use frame::fault::Fault;
use letters::Wants;

use super::{failed, own};
use hall::form::{Field, Form, Kind};
use hall::gate::{Posted, Who, trouble};
use hall::page::Block;
use hall::state::Door;

/// The form on the own account's page; none for whoever has no inbox.
///
/// # Errors
/// When storage fails.
pub async fn form(door: &Door, who: &Who) -> Result<Option<Block>, Fault> {
    if own(who).is_err() {
        return Ok(None);
    }
    let wants = door.letters().wants(who.signed.account).await.map_err(failed)?;
    let contact = door.people().contact(who.signed.account).await.map_err(trouble)?;
    let said = |on: bool| if on { "1" } else { "" };
    let mail = match contact.email {
        Some(email) => Field::new("mail", "也发到邮箱", Kind::Tick).hint(shown(&email)).holding(said(wants.mail)),
        None => Field::new("mail", "也发到邮箱", Kind::Tick)
            .hint("还没有登记邮箱；登记以后，选了这一项就会收到邮件。")
            .holding(said(wants.mail)),
    };
    let sms = Field::new("sms", "也发短信", Kind::Tick).hint("发到登录用的手机号码。").holding(said(wants.sms));
    let form = Form::new("/me/wants", who.csrf(), "保存通知方式").titled("通知方式").with(mail).with(sms).quiet();
    Ok(Some(Block::Form(Box::new(form))))
}

/// An address of which only the beginning and the host are shown.
fn shown(email: &str) -> String {
    let (name, host) = email.split_once('@').unwrap_or((email, ""));
    format!("{}***@{host}", name.chars().take(2).collect::<String>())
}

/// `POST /me/wants`.
pub async fn save(State(door): State<Door>, who: Who, posted: Posted) -> Result<Redirect, Fault> {
    let sent = posted.of(&who)?;
    own(&who)?;
    let wants = Wants { mail: sent.ticked("mail"), sms: sent.ticked("sms") };
    door.letters().set_wants(who.signed.account, wants).await.map_err(failed)?;
    Ok(Redirect::to("/me/account"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_address_is_shown_in_part() {
        assert_eq!(super::shown("zhangsan@example.com"), "zh***@example.com");
        assert_eq!(super::shown("z"), "z***@");
    }
}
