//! What the media engine says, and what time brings, carried to the hearings: lines that come and go, frames for the
//! recording, floors that run out, recordings that stall.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use crossbeam_channel::RecvTimeoutError;
use law::hearing::{Command, Hearing, Person, Recording};
use recording::Frame;
use rooms::{Event, NodeEvent};
use serde_json::json;
use tokio::runtime::Handle;

use crate::act::{NotActed, perform};
use crate::halls::Halls;
use crate::live::{Live, Told};
use crate::rights::person;
use crate::tape::{self, Pulse};

/// Between two looks at recordings and floors.
const TURN: Duration = Duration::from_millis(100);

/// Begins to carry; it ends when the engine does.
pub fn begin(halls: &Halls) {
    let (halls, handle) = (halls.clone(), Handle::current());
    std::thread::spawn(move || {
        let events = halls.node().events().clone();
        let mut ticked_us = 0;
        loop {
            match events.recv_timeout(TURN) {
                Ok(NodeEvent::Room(room, event)) => {
                    if let Some(live) = halls.in_room(room) {
                        carry(&halls, &handle, &live, event);
                    }
                }
                Ok(NodeEvent::Flood { addr }) => tracing::warn!(?addr, "an address of nobody's floods the rooms"),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            let now_us = halls.now_us();
            if now_us.abs_diff(ticked_us) >= u64::try_from(TURN.as_micros()).unwrap_or(u64::MAX) {
                ticked_us = now_us;
                for live in halls.all() {
                    turn(&halls, &handle, &live, now_us);
                }
            }
        }
    });
}

fn carry(halls: &Halls, handle: &Handle, live: &Arc<Live>, event: Event) {
    match event {
        Event::Connected(session, who) => {
            if let Some(person) = person(who).filter(|person| live.has(*person, session)) {
                ask(halls, handle, live, Command::Join { person });
            }
        }
        Event::Back(session, who) => {
            if let Some(person) = person(who).filter(|person| live.has(*person, session)) {
                ask(halls, handle, live, Command::Join { person });
            }
        }
        Event::Lost(session, who) => {
            if let Some(person) = person(who).filter(|person| live.has(*person, session)) {
                ask(halls, handle, live, Command::Lose { person });
            }
        }
        Event::Disconnected(session, who, why) => {
            tracing::info!(?who, ?why, "a line of a hearing ended");
            if let Some(person) = person(who).filter(|person| live.went(*person, session)) {
                ask(halls, handle, live, Command::Lose { person });
            }
        }
        Event::Frame { person, track, codec, time_us, key, data } => {
            let frame = Frame {
                source: person.0,
                track: tape::track(track),
                codec: tape::codec(codec),
                time_us: i64::try_from(time_us).unwrap_or(i64::MAX),
                key,
                data,
            };
            let mut tape = live.tape.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(tape) = tape.as_mut() {
                tape.push(frame, halls.now_us());
            }
        }
        Event::Slots { person: who, map, off, .. } => {
            let source = |(person, track): &rooms::Source| json!({ "person": person.0, "track": named(*track) });
            let line = |(mid, shown): &(rooms::Mid, Option<rooms::Source>)| match shown {
                Some((person, track)) => json!({ "mid": mid.to_string(), "person": person.0, "track": named(*track) }),
                None => json!({ "mid": mid.to_string(), "person": null }),
            };
            let told = json!({
                "map": map.iter().map(line).collect::<Vec<_>>(),
                "off": off.iter().map(source).collect::<Vec<_>>(),
            });
            if let Some(person) = person(who) {
                live.shows(person, told);
            }
        }
        Event::Speaking { person, level } => {
            live.tell(Told::Event(None, "speaking", json!({ "person": person.0, "level": level })));
        }
        Event::Figures { person, figures, .. } => {
            live.tell(Told::Event(None, "figures", crate::view::figures(person.0, &figures)));
        }
        Event::Refused { person, what, count, .. } => {
            tracing::warn!(?person, ?what, count, "packets were dropped that may not be sent");
            let told = json!({ "person": person.0, "dropped": count, "what": format!("{what:?}") });
            live.tell(Told::Event(None, "refused", told));
        }
        Event::Flood { addr } => tracing::warn!(?addr, "an address floods a room"),
    }
}

const fn named(track: rooms::Track) -> &'static str {
    match track {
        rooms::Track::Camera => "camera",
        rooms::Track::Microphone => "microphone",
        rooms::Track::Screen => "screen",
    }
}

/// Asks in the name of the room; what the rules refuse there is told to the log.
fn ask(halls: &Halls, handle: &Handle, live: &Arc<Live>, command: Command) {
    let (halls, live) = (halls.clone(), Arc::clone(live));
    handle.spawn(async move {
        match perform(&halls, &live, Person::ROOM, &command).await {
            Ok(_) => {}
            Err(NotActed::Refused(why)) => {
                tracing::debug!(kind = command.kind(), ?why, "the rules refuse what the room noticed");
                if let Command::Join { person } = command
                    && let Some(session) = live.session(person).filter(|_| !is_on(&why))
                {
                    halls.node().leave(live.room, session);
                }
            }
            Err(NotActed::Fault(cause)) => tracing::error!(%cause, "what a room noticed is not kept"),
        }
    });
}

/// Whether somebody may not join because they are here already.
fn is_on(why: &[law::life::Refusal]) -> bool {
    why.iter().all(|refusal| refusal.code == law::life::RefusalCode::NothingChanges)
}

/// What time brings to a hearing.
fn turn(halls: &Halls, handle: &Handle, live: &Arc<Live>, now_us: i64) {
    let pulse = {
        let mut tape = live.tape.lock().unwrap_or_else(PoisonError::into_inner);
        tape.as_mut().map(|tape| tape.tick(now_us))
    };
    let Ok(state) = live.state.try_lock() else { return };
    if let Some(command) = pulse.and_then(|pulse| recorded(&state.hearing, pulse)) {
        ask(halls, handle, live, command);
    }
    let over = |floor: law::hearing::Floor| floor.until.is_some_and(|until| until.0.saturating_mul(1_000) <= now_us);
    if state.hearing.floor().is_some_and(over) {
        ask(halls, handle, live, Command::ExpireFloor {});
    }
}

/// What a recording has to say that the hearing does not know.
fn recorded(hearing: &Hearing, pulse: Pulse) -> Option<Command> {
    match (hearing.recording(), pulse) {
        (Recording::Off, Pulse::Durable) => Some(Command::StartRecording {}),
        (Recording::Running, Pulse::Stalled(reason)) => Some(Command::StallRecording { reason }),
        (Recording::Stalled, Pulse::Durable) => Some(Command::ResumeRecording {}),
        _ => None,
    }
}
