//! One act upon a hearing: decided by the rules, kept, folded, and told to the media engine, the recording and the pages.

use std::sync::{Arc, PoisonError};

use court::hearings::{Acted, HearingFault, Standing};
use law::day::Moment;
use law::hearing::{Command, Event, Hearing, Person, decide, why_not};
use law::life::Refusal;

use crate::halls::Halls;
use crate::live::{Live, State, Told};
use crate::rights::rights;

/// Why an act was not done.
#[derive(Debug)]
pub enum NotActed {
    /// The rules say no: all their reasons.
    Refused(Vec<Refusal>),
    /// It was not kept.
    Fault(HearingFault),
}

/// Does one act.
///
/// # Errors
/// [`NotActed`]; then nothing happened.
pub async fn perform(halls: &Halls, live: &Arc<Live>, by: Person, command: &Command) -> Result<Vec<Event>, NotActed> {
    let mut state = live.state.lock().await;
    perform_in(halls, live, &mut state, by, command).await
}

/// The same for whoever holds the state already.
///
/// # Errors
/// As [`perform`].
pub async fn perform_in(
    halls: &Halls,
    live: &Arc<Live>,
    state: &mut State,
    by: Person,
    command: &Command,
) -> Result<Vec<Event>, NotActed> {
    let at = halls.door().now();
    let refusals = why_not(&state.hearing, by, at, command);
    if !refusals.is_empty() {
        return Err(NotActed::Refused(refusals));
    }
    let events = decide(&state.hearing, by, at, command).map_err(|one| NotActed::Refused(vec![one]))?;
    let mut next = state.hearing.clone();
    for event in &events {
        next.apply(at, event);
    }
    let acts: Vec<Acted> = events.iter().map(|event| Acted { by, at, event: event.clone() }).collect();
    let standing = Standing { phase: next.phase().word(), broadcast: broadcast(&next).0 };
    state.head = halls.kept().add(live.id, &state.head, &acts, standing).await.map_err(NotActed::Fault)?;
    state.hearing = next;
    after(halls, live, &state.hearing, at);
    Ok(events)
}

/// Everybody who is not this state learns of it.
fn after(halls: &Halls, live: &Arc<Live>, hearing: &Hearing, at: Moment) {
    halls.node().set_rights(live.room, rights(hearing));
    let now_us = at.0.saturating_mul(1_000);
    let mut tape = live.tape.lock().unwrap_or_else(PoisonError::into_inner);
    if hearing.phase().over() || hearing.offline() {
        halls.node().close(live.room);
        if let Some(tape) = tape.take() {
            // closing waits for the disk, which no thread of pages must
            std::thread::spawn(move || {
                if let Err(cause) = tape.finish(now_us) {
                    tracing::error!(%cause, "a recording was not closed");
                }
            });
        }
    } else if let Some(tape) = tape.as_mut() {
        tape.follow(hearing, now_us);
    }
    drop(tape);
    live.tell(Told::Changed);
}

/// The word and the name of how a broadcast stands.
pub fn broadcast(hearing: &Hearing) -> (&'static str, &'static str) {
    use law::hearing::Stage;
    match hearing.broadcast().stage {
        Stage::None => ("none", "未申请直播"),
        Stage::Refused => ("refused", "不直播"),
        Stage::Approved => ("approved", "已批准直播"),
        Stage::On => ("on", "直播中"),
        Stage::Cut => ("cut", "直播已切断"),
        Stage::Closed => ("closed", "直播已关闭"),
    }
}
