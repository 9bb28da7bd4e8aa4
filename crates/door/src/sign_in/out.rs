//! Signing out, here and everywhere; the post acted in.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{Html, IntoResponse, Redirect, Response};
use frame::fault::Fault;
use frame::shell::Frame;
use people::post::StandInId;
use people::{Acting, Kind as AccountKind, PostId, Signed};

use super::vouched::onward;
use hall::form::{Field, Form, Kind};
use hall::gate::{Posted, Who, forget, own, signed, token, trouble};
use hall::page::{Block, Page, Text};
use hall::state::Door;

/// `GET /me/post`: whose post has ended under the open session chooses another they hold.
pub async fn choose_form(State(door): State<Door>, frame: Frame, headers: HeaderMap) -> Result<Html<String>, Fault> {
    let signed = signed(&door, &headers).await?.ok_or(Fault::SignIn)?;
    let mut page = Page::new("以哪个职务办理", "").narrow();
    if signed.acting.is_none() {
        let told = "您原来办理的职务今天已经不在任期。请另选一个在任的职务，或者退出登录。";
        page = page.with(Block::Note("warn", vec![Text::from(told)]));
    }
    let chosen =
        posts(&door, &signed).await?.ok_or_else(|| Fault::Denied("您今天没有在任的职务，不能办理".to_owned()))?;
    let out = Form::new("/sign-out", signed.csrf.as_str(), "退出登录").quiet();
    page.with(Block::Form(Box::new(chosen))).with(Block::Form(Box::new(out))).render(&frame)
}

/// The form that chooses among the posts held today; none when there is none.
pub async fn posts(door: &Door, signed: &Signed) -> Result<Option<Form>, Fault> {
    let held = door.people().posts_on(signed.person, door.now().day()).await.map_err(trouble)?;
    let value = |acting: &Acting| format!("{}-{}", acting.post.number.0, acting.stand_in.map_or(0, |number| number.0));
    let options = held.iter().map(|acting| {
        let court = law::court::court(acting.post.court).map_or("", |court| court.name);
        let instead = if acting.stand_in.is_some() { "（代班）" } else { "" };
        (value(acting), format!("{court} {}{instead}", acting.post.role.zh()))
    });
    let chosen = signed.acting.as_ref().map(value).unwrap_or_default();
    let field = Field::new("post", "职务", Kind::Select(options.collect())).holding(chosen);
    let form = Form::new("/me/post", signed.csrf.as_str(), "以这个职务办理").titled("以哪个职务办理").with(field);
    Ok((!held.is_empty()).then_some(form))
}

/// `POST /me/post`: acts in another of one's posts.
pub async fn choose(State(door): State<Door>, headers: HeaderMap, Posted(sent): Posted) -> Result<Response, Fault> {
    let sent = own(sent, &signed(&door, &headers).await?.ok_or(Fault::SignIn)?)?;
    let (post, stand_in) = sent.text("post").split_once('-').unwrap_or(("", ""));
    let number = |text: &str| text.parse::<i64>().unwrap_or(0);
    let stand_in = Some(number(stand_in)).filter(|number| *number > 0).map(StandInId);
    let token = token(&headers).unwrap_or_default();
    door.people().choose_post(&token, PostId(number(post)), stand_in, door.now()).await.map_err(trouble)?;
    Ok(Redirect::to("/desk").into_response())
}

/// `POST /sign-out`.
pub async fn here(
    State(door): State<Door>,
    frame: Frame,
    headers: HeaderMap,
    Posted(sent): Posted,
) -> Result<Response, Fault> {
    // whoever still owes a duty may leave too
    let signed = signed(&door, &headers).await?.ok_or(Fault::SignIn)?;
    own(sent, &signed)?;
    let token = token(&headers).unwrap_or_default();
    let ticket = door.people().sign_out(&token, door.now()).await.map_err(trouble)?;
    if let (Some(ticket), Some(provider)) = (ticket, door.provider()) {
        // signed out here whatever becomes of it there
        match provider.out(ticket.as_str(), door.now()).await {
            Ok(Some(address)) => {
                let title = format!("已经退出，正在从{}退出", provider.settings().label);
                return Ok(forget(onward(&frame, &title, &address)?));
            }
            Ok(None) => {}
            Err(fault) => tracing::warn!(reason = fault.word(), "another system was not told of a sign-out"),
        }
    }
    let way_in = if signed.kind == AccountKind::Staff { "/sign-in/staff" } else { "/sign-in" };
    Ok(forget(Redirect::to(way_in)))
}

/// `POST /sign-out/everywhere`.
pub async fn everywhere(State(door): State<Door>, who: Who, posted: Posted) -> Result<Response, Fault> {
    posted.of(&who)?;
    let person = who.signed.person;
    door.people().sign_out_everywhere(person, person, door.now()).await.map_err(trouble)?;
    Ok(forget(Redirect::to(if who.is_staff() { "/sign-in/staff" } else { "/sign-in" })))
}
