//! Online hearings (云审): each in a room of its own, moved by the rules of `law::hearing` alone, heard and seen through
//! `rooms`, kept by `recording`, told to pages as it changes.
//!
//! A page holds a link; the link says who somebody is. What a page may do is decided by the rules, never by the page.

mod act;
mod desk;
mod halls;
mod live;
mod media;
mod public;
mod pump;
mod rights;
mod room;
mod tape;
mod transcript;
mod view;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use frame::fault::Fault;
use hall::state::Door;

pub use halls::{Halls, HallsFault};

/// Bytes of what a page of a room sends at most; a transcript is the longest.
const LARGEST: usize = 4 << 20;

/// The routes of staff.
pub fn staff() -> Router<Door> {
    Router::new().route("/desk/{code}/{stream}/hearings", get(desk::show).post(desk::make))
}

/// The routes of those who hold a link, and of anybody.
pub fn open() -> Router<Door> {
    Router::new()
        .route("/room/{token}", get(room::page))
        .route("/room/{token}/view", get(room::view))
        .route("/room/{token}/act", post(room::act))
        .route("/room/{token}/leave", post(room::leave))
        .route("/room/{token}/chat", post(room::chat))
        .route("/room/{token}/media", post(media::join))
        .route("/room/{token}/media/{session}", axum::routing::patch(media::restart).delete(media::leave))
        .route("/room/{token}/transcript", get(transcript::show).put(transcript::save))
        .route("/room/{token}/transcript/put", post(transcript::put))
        .route("/room/{token}/transcript/sign", post(transcript::sign))
        .route("/hearings", get(public::list))
        .route("/hearings/{code}/{stream}/{nth}", get(public::watch))
        .layer(DefaultBodyLimit::max(LARGEST))
}

/// The routes that go on, and those of files: nothing is packed, and they may take their time.
pub fn unhurried() -> Router<Door> {
    Router::new()
        .route("/room/{token}/events", get(room::events))
        .route("/hearings/{code}/{stream}/{nth}/live/{file}", get(public::file))
}

/// What came of keeping or reading, as a page says it.
pub(crate) fn fault(cause: court::hearings::HearingFault) -> Fault {
    use court::hearings::HearingFault as H;
    match cause {
        H::NotFound => Fault::NotFound(H::NotFound.to_string()),
        H::Moved => Fault::Conflict(H::Moved.to_string()),
        H::Length => Fault::unclear(H::Length.to_string(), "请删减后重新提交。"),
        other => Fault::unavailable(&other),
    }
}
