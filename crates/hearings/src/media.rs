//! Sound and picture of a page: its offer taken, taken back after a change of network, ended (WHIP's way of saying it).

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use frame::fault::Fault;
use law::hearing::Phase;
use rooms::{JoinFault, Joined, SessionId};
use serde_json::json;

use crate::rights::numbered;
use crate::room::{Laid, here};

type Engine = Result<Joined, JoinFault>;

fn refused(cause: &JoinFault) -> Response {
    let status = match cause {
        JoinFault::Gone | JoinFault::Closed => StatusCode::GONE,
        JoinFault::Busy(_) | JoinFault::RoomFull => StatusCode::SERVICE_UNAVAILABLE,
        JoinFault::Replayed | JoinFault::NotRestart => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let body = json!({
        "type": "about:blank", "title": cause.to_string(), "status": status.as_u16(), "code": cause.code(),
    });
    (status, [(header::CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response()
}

fn answer(status: StatusCode, token: &str, joined: &Joined) -> Response {
    let location = format!("/room/{token}/media/{}", joined.session.0);
    let headers = [(header::CONTENT_TYPE, "application/sdp".to_owned()), (header::LOCATION, location)];
    (status, headers, joined.answer_sdp.clone()).into_response()
}

async fn engine(ask: impl FnOnce() -> Engine + Send + 'static) -> Result<Engine, Fault> {
    tokio::task::spawn_blocking(ask).await.map_err(|cause| Fault::unavailable(&cause))
}

/// `POST /room/{token}/media`.
pub async fn join(laid: Laid, Path(token): Path<String>, offer: String) -> Result<Response, Fault> {
    let halls = here(laid)?;
    let (live, me) = halls.by_token(&token).await?;
    {
        let state = live.state.lock().await;
        let phase = state.hearing.phase();
        if phase.over() || state.hearing.offline() {
            return Err(Fault::Conflict("庭审已经结束".to_owned()));
        }
        let court = state.hearing.standing(me).is_some_and(|who| who.seat().court());
        if phase == Phase::Scheduled && !court {
            return Err(Fault::Conflict("书记员还没有开放候庭，请稍后再进入".to_owned()));
        }
    }
    let (node, room) = (halls.clone(), live.room);
    match engine(move || node.node().join(room, numbered(me), &offer)).await? {
        Ok(joined) => {
            live.came(me, joined.session);
            Ok(answer(StatusCode::CREATED, &token, &joined))
        }
        Err(cause) => Ok(refused(&cause)),
    }
}

/// `PATCH /room/{token}/media/{session}`.
pub async fn restart(
    laid: Laid,
    Path((token, session)): Path<(String, u64)>,
    offer: String,
) -> Result<Response, Fault> {
    let halls = here(laid)?;
    let (live, me) = halls.by_token(&token).await?;
    let session = SessionId(session);
    if !live.has(me, session) {
        return Ok(refused(&JoinFault::Gone));
    }
    let (node, room) = (halls.clone(), live.room);
    match engine(move || node.node().restart(room, session, &offer)).await? {
        Ok(joined) => {
            live.came(me, joined.session);
            Ok(answer(StatusCode::OK, &token, &joined))
        }
        Err(cause) => Ok(refused(&cause)),
    }
}

/// `DELETE /room/{token}/media/{session}`: the line ends; whoever means to leave the court says so elsewhere.
pub async fn leave(laid: Laid, Path((token, session)): Path<(String, u64)>) -> Result<StatusCode, Fault> {
    let halls = here(laid)?;
    let (live, me) = halls.by_token(&token).await?;
    if live.has(me, SessionId(session)) {
        halls.node().leave(live.room, SessionId(session));
    }
    Ok(StatusCode::NO_CONTENT)
}
