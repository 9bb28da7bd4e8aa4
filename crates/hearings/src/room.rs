//! The page of a room, what it shows as it changes, and what is done there.

use std::collections::VecDeque;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::sse::Event as Sent;
use axum::response::{Html, IntoResponse, Response};
use axum::{Extension, Json};
use frame::fault::Fault;
use frame::format::moment_text;
use frame::shell::{Frame, Shell, render};
use futures_util::stream;
use hall::state::Door;
use law::hearing::kinds::IdentityMethod;
use law::hearing::{Command, Person, Seat};
use law::life::{Refusal, RefusalCode};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use crate::act::{NotActed, perform};
use crate::halls::Halls;
use crate::live::{Live, Told};

/// Characters of a message at most.
const SAID: usize = 500;

#[derive(Template)]
#[template(path = "room.html")]
struct RoomPage {
    shell: Shell,
    token: String,
    number: String,
    court: String,
    cause: String,
    planned: String,
    seat: &'static str,
    label: String,
}

/// The hearings that are open here; none where this process holds no hearings.
pub type Laid = Option<Extension<Halls>>;

/// The hearings, or that there are none here.
pub fn here(laid: Laid) -> Result<Halls, Fault> {
    laid.map(|Extension(halls)| halls).ok_or_else(|| Fault::Busy("这台服务器不办理在线庭审".to_owned()))
}

/// `GET /room/{token}`.
pub async fn page(laid: Laid, frame: Frame, Path(token): Path<String>) -> Result<Html<String>, Fault> {
    let halls = here(laid)?;
    let (live, me) = halls.by_token(&token).await?;
    let state = live.state.lock().await;
    let who = state.hearing.standing(me).ok_or_else(|| Fault::NotFound("您不是本次庭审的参与人".to_owned()))?;
    let page = RoomPage {
        shell: frame.shell(format!("在线庭审 {}", live.titled.number)),
        token,
        number: live.titled.number.clone(),
        court: live.titled.court.clone(),
        cause: live.titled.cause.clone(),
        planned: moment_text(state.hearing.opening().planned),
        seat: who.seat().zh(),
        label: who.participant.label.clone(),
    };
    drop(state);
    render(&page)
}

async fn shown(live: &Arc<Live>, me: Person, door: &Door) -> Value {
    let state = live.state.lock().await;
    crate::view::view(&state.hearing, &live.titled, (state.head.acts, me), door.now())
}

/// `GET /room/{token}/view`.
pub async fn view(laid: Laid, State(door): State<Door>, Path(token): Path<String>) -> Result<Json<Value>, Fault> {
    let (live, me) = here(laid)?.by_token(&token).await?;
    Ok(Json(shown(&live, me, &door).await))
}

/// `GET /room/{token}/events`.
pub async fn events(laid: Laid, State(door): State<Door>, Path(token): Path<String>) -> Result<Response, Fault> {
    let (live, me) = here(laid)?.by_token(&token).await?;
    let told = live.listen();
    let stopping = door.lives().stopping();
    let first = greeting(&live, me, &door).await;
    let listener = Listener { live, me, door, told, stopping, first };
    Ok(frame::events::answer(stream::unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((event, listener))
    })))
}

/// What a page is told that begins to listen: how the hearing stands, what its lines show, what was written to it.
async fn greeting(live: &Arc<Live>, me: Person, door: &Door) -> VecDeque<Sent> {
    let named = |name: &'static str, data: Value| Sent::default().event(name).data(data.to_string());
    let slots = live.shown(me).map(|slots| named("slots", slots));
    let said = live.heard(me).into_iter().map(|said| named("chat", said));
    std::iter::once(named("view", shown(live, me, door).await)).chain(slots).chain(said).collect()
}

struct Listener {
    live: Arc<Live>,
    me: Person,
    door: Door,
    told: Receiver<Told>,
    stopping: tokio::sync::watch::Receiver<bool>,
    first: VecDeque<Sent>,
}

impl Listener {
    /// The next thing for this person; none when the server stops.
    async fn next(&mut self) -> Option<Sent> {
        if let Some(event) = self.first.pop_front() {
            return Some(event);
        }
        loop {
            let told = tokio::select! {
                _ = self.stopping.wait_for(|stopping| *stopping) => return None,
                told = self.told.recv() => told,
            };
            match told {
                Ok(Told::Changed) | Err(RecvError::Lagged(_)) => return self.view().await,
                Ok(Told::Event(whom, name, data)) => {
                    if whom.is_none_or(|whom| whom == self.me) && self.may_hear(name).await {
                        return Some(Sent::default().event(name).data(data.to_string()));
                    }
                }
                Err(RecvError::Closed) => return None,
            }
        }
    }

    /// How lines do is for the court; who speaks is for those in the room.
    async fn may_hear(&self, name: &str) -> bool {
        let state = self.live.state.lock().await;
        let Some(who) = state.hearing.standing(self.me) else { return false };
        match name {
            "figures" | "refused" => who.seat().court(),
            "speaking" => state.hearing.in_room(self.me),
            _ => true,
        }
    }

    async fn view(&self) -> Option<Sent> {
        let view = shown(&self.live, self.me, &self.door).await;
        Some(Sent::default().event("view").data(view.to_string()))
    }
}

/// What came of an act, as a page reads it.
pub fn answered(done: Result<(), NotActed>) -> Result<Response, Fault> {
    match done {
        Ok(()) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(NotActed::Fault(cause)) => Err(crate::fault(cause)),
        Err(NotActed::Refused(why)) => Ok(refused(&why)),
    }
}

fn refused(why: &[Refusal]) -> Response {
    let one = |refusal: &Refusal| json!({ "code": refusal.code.as_str(), "basis": refusal.basis, "sentence": refusal.sentence });
    let body = json!({
        "type": "about:blank", "title": "不能这样办理", "status": 409,
        "refusals": why.iter().map(one).collect::<Vec<_>>(),
    });
    let kind = [(axum::http::header::CONTENT_TYPE, "application/problem+json")];
    (StatusCode::CONFLICT, kind, body.to_string()).into_response()
}

/// `POST /room/{token}/act`.
pub async fn act(laid: Laid, Path(token): Path<String>, body: String) -> Result<Response, Fault> {
    let halls = here(laid)?;
    let (live, me) = halls.by_token(&token).await?;
    let command: Command = serde_json::from_str(&body)
        .map_err(|cause| Fault::unclear(format!("这项操作不能读：{cause}"), "请刷新页面后重试。"))?;
    if let Command::CheckIdentity { method: IdentityMethod::Video, person, .. } = &command {
        by_hand(&halls, &live, me, *person).await?;
    }
    answered(perform(&halls, &live, me, &command).await.map(|_| ()))
}

/// No program compares faces here: before the clerk looks at the papers, the room says that its own checks failed (§3, 5).
async fn by_hand(halls: &Halls, live: &Arc<Live>, me: Person, person: Person) -> Result<(), Fault> {
    let missing = {
        let state = live.state.lock().await;
        let clerk = state.hearing.standing(me).is_some_and(|who| who.seat() == Seat::Clerk);
        let failures = state.hearing.standing(person).map_or(0, |who| who.failures);
        if clerk { law::hearing::terms::IDENTITY_TRIES.saturating_sub(failures) } else { 0 }
    };
    for _ in 0..missing {
        let failed = Command::FailIdentity { method: IdentityMethod::Face, person };
        if let Err(NotActed::Fault(cause)) = perform(halls, live, Person::ROOM, &failed).await {
            return Err(crate::fault(cause));
        }
    }
    Ok(())
}

/// `POST /room/{token}/leave`.
pub async fn leave(laid: Laid, Path(token): Path<String>) -> Result<Response, Fault> {
    let halls = here(laid)?;
    let (live, me) = halls.by_token(&token).await?;
    let done = perform(&halls, &live, me, &Command::Leave {}).await.map(|_| ());
    if let Some(session) = live.session(me) {
        live.went(me, session);
        halls.node().leave(live.room, session);
    }
    match done {
        Err(NotActed::Refused(why)) if why.iter().all(|one| one.code == RefusalCode::NothingChanges) => {
            answered(Ok(()))
        }
        done => answered(done),
    }
}

/// A message.
#[derive(Deserialize)]
pub struct Message {
    text: String,
    #[serde(default)]
    to: Option<u16>,
}

/// `POST /room/{token}/chat`: to the clerk, and from the clerk to one.
pub async fn chat(laid: Laid, Path(token): Path<String>, Json(said): Json<Message>) -> Result<Response, Fault> {
    let halls = here(laid)?;
    let (live, me) = halls.by_token(&token).await?;
    let text = said.text.trim().to_owned();
    if text.is_empty() || text.chars().count() > SAID || text.chars().any(law::complaint::hidden) {
        return Err(Fault::unclear("消息应当有内容，并且不超过 500 字", "请改好后重新发送。"));
    }
    let (clerk, label, onlooker) = {
        let state = live.state.lock().await;
        let clerk = state.hearing.people().find(|(_, who)| who.seat() == Seat::Clerk).map(|(person, _)| person);
        let own = state.hearing.standing(me);
        let label = own.map_or_else(String::new, |who| who.participant.label.clone());
        (clerk, label, own.is_none_or(|who| who.seat().onlooker()))
    };
    if onlooker {
        return Err(Fault::Denied("旁听人员不得发言、提问".to_owned()));
    }
    let clerk = clerk.ok_or_else(|| Fault::NotFound("本次庭审没有书记员".to_owned()))?;
    let to = if me == clerk { said.to.map(Person) } else { Some(clerk) };
    let to = to.ok_or_else(|| Fault::unclear("没有选收消息的人", "请先选一个人。"))?;
    let at = halls.door().now().0;
    let told = json!({ "from": me, "to": to, "label": label, "text": text, "at": at });
    live.said([me, to], told.clone());
    for person in [me, to] {
        live.tell(Told::Event(Some(person), "chat", told.clone()));
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}
