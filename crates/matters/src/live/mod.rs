//! `/me/events`: whoever has a page open is told that a list of theirs changed, as server-sent events; the page then asks for
//! the list itself. Nothing of a matter is said here, and nothing to whom it is not for. It ends with the session.

mod listener;
mod stamp;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::response::sse::Event;
use frame::events::answer;
use frame::fault::Fault;
use futures_util::{Stream, stream};
use people::session::Duty;

use hall::gate::{Who, device, signed, token};
use hall::state::Door;

use listener::Listener;

pub use stamp::{cases_stamp, desk_stamp, inbox_stamp, mine_stamp};

/// `GET /me/events`. Whoever is not signed in is told so and not led to another page, which a stream could not show.
pub async fn events(State(door): State<Door>, headers: HeaderMap) -> Result<Response, Fault> {
    let signed = signed(&door, &headers).await?.filter(|signed| signed.duty == Duty::None).ok_or(Fault::SignIn)?;
    let role = signed.role().ok_or_else(|| Fault::Denied("您今天没有在任的职务，不能办理".to_owned()))?;
    let who = Who { signed, role, scopes: None, only: None };
    let place = door.lives().place(&who.signed.handle)?;
    let listener = Listener {
        lists: stamp::Lists::of(&door, &who).await?,
        beats: door.lives().listen(&door),
        stopping: door.lives().stopping(),
        session: (token(&headers).unwrap_or_default(), device(&headers).agent),
        who,
        door,
        told: None,
        looked: None,
        _place: place,
    };
    Ok(answer(steps(listener)))
}

fn steps(listener: Listener) -> impl Stream<Item = Event> {
    stream::unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((event, listener))
    })
}
