//! What a page of a room is shown: the hearing as one person may see it.

use law::day::Moment;
use law::hearing::kinds::{Freeze, Interruption};
use law::hearing::outline::Stands;
use law::hearing::state::Called;
use law::hearing::{Command, Hearing, Person, Phase, Recording, Seat, Track, why_not};
use serde_json::{Value, json};

use crate::act::broadcast;
use crate::live::Titled;

/// A hearing as somebody may see it.
pub fn view(hearing: &Hearing, titled: &Titled, (acts, me): (i64, Person), now: Moment) -> Value {
    let opening = hearing.opening();
    let (word, zh) = broadcast(hearing);
    json!({
        "seq": acts,
        "now": now.0,
        "hearing": {
            "number": titled.number, "court": titled.court, "cause": titled.cause, "planned": opening.planned.0,
            "flow": opening.flow.zh(), "public": opening.public,
        },
        "me": own(hearing, me),
        "phase": { "word": hearing.phase().word(), "zh": hearing.phase().zh() },
        "halted": halted(hearing),
        "frozen": hearing.frozen().map(Freeze::zh),
        "recording": recording(hearing),
        "broadcast": { "state": word, "zh": zh, "delay_s": hearing.broadcast().delay_s },
        "people": people(hearing, me),
        "floor": hearing.floor().map(|floor| json!({ "person": floor.person, "until": floor.until })),
        "hands": hearing.hands(),
        "evidence": evidence(hearing, me),
        "showing": hearing.inquiry().showing.map(|(id, page)| json!({ "id": id, "page": page })),
        "focus": hearing.inquiry().focus.as_ref().map(|focus| json!({ "points": focus.points, "ruled": focus.ruled })),
        "transcript": transcript(hearing, me),
        "outline": if hearing.presiding() == Some(me) { outline(hearing) } else { json!([]) },
        "acts": acts_of(hearing, me, now),
    })
}

fn own(hearing: &Hearing, me: Person) -> Value {
    let Some(standing) = hearing.standing(me) else { return Value::Null };
    let part = &standing.participant;
    let may = |track| hearing.may_send(me, track);
    json!({
        "person": me, "seat": part.seat, "seat_zh": part.seat.zh(), "label": part.label, "side": part.side,
        "send": {
            "camera": may(Track::Camera), "microphone": may(Track::Microphone), "screen": may(Track::Screen),
        },
        "silent": hearing.why_silent(me),
        "acknowledged": standing.acknowledged || part.seat.court(),
        "identified": standing.identity.is_some() || part.seat.court() || part.seat.onlooker(),
        "admitted": hearing.in_room(me) || standing.admitted,
        "hand": hearing.hands().contains(&me),
        "removed": standing.removed,
        "on": hearing.is_on(me),
    })
}

fn halted(hearing: &Hearing) -> Option<String> {
    use law::hearing::attendance::Halt;
    let label = |person: Person| hearing.standing(person).map_or("", |who| who.participant.label.as_str());
    Some(match hearing.halted()? {
        Halt::Frozen(why) => format!("技术暂停：{}", why.zh()),
        Halt::Recording => "录音录像受阻，庭审暂停".to_owned(),
        Halt::Recusal => "回避申请待决定，庭审暂停".to_owned(),
        Halt::Court(person) => format!("{}断线，庭审暂停", label(person)),
        Halt::Party(person) => format!("{}断线，庭审暂停", label(person)),
    })
}

fn recording(hearing: &Hearing) -> Value {
    let (state, zh) = match hearing.recording() {
        Recording::Off => ("off", "尚未录音录像".to_owned()),
        Recording::Running if hearing.recorded() || hearing.recorded_apart() => ("running", "正在录音录像".to_owned()),
        Recording::Running => ("interrupted", "现在不录音录像".to_owned()),
        Recording::Stalled => ("stalled", "录音录像受阻".to_owned()),
        Recording::Interrupted(why) => ("interrupted", format!("录音录像中断：{}", Interruption::zh(why))),
    };
    json!({ "state": state, "zh": zh })
}

/// Witnesses know nobody before they are called.
fn people(hearing: &Hearing, me: Person) -> Value {
    let witness = hearing.standing(me).is_some_and(|who| who.seat().testifies() && who.called != Called::Now);
    let shown = hearing
        .people()
        .filter(|(person, who)| *person == me || !(witness || (who.seat() == Seat::Supervisor && !who.noticed)));
    let floor = hearing.floor().map(|floor| floor.person);
    let one = |(person, who): (Person, &law::hearing::state::Standing)| {
        let part = &who.participant;
        let sees = |track| hearing.receives(me, person, track);
        json!({
            "person": person, "seat": part.seat, "seat_zh": part.seat.zh(), "label": part.label, "side": part.side,
            "bench": part.seat.bench(), "on": hearing.is_on(person), "in_room": hearing.in_room(person),
            "admitted": who.admitted || part.seat.court(),
            "identified": who.identity.is_some() || !part.seat.checked(),
            "acknowledged": who.acknowledged || part.seat.court(),
            "muted": who.muted, "hand": hearing.hands().contains(&person), "floor": floor == Some(person),
            "screen": hearing.screens().contains(&person),
            "called": part.seat.testifies().then(|| called(who.called)),
            "sees": {
                "camera": sees(Track::Camera), "microphone": sees(Track::Microphone), "screen": sees(Track::Screen),
            },
        })
    };
    Value::Array(shown.map(one).collect())
}

const fn called(called: Called) -> &'static str {
    match called {
        Called::Before => "before",
        Called::Now => "now",
        Called::After => "after",
    }
}

fn evidence(hearing: &Hearing, me: Person) -> Value {
    let sees = hearing.standing(me).is_some_and(|who| who.seat().of_a_side() || who.seat().court());
    let exhibits = hearing.inquiry().exhibits.values().filter(|_| sees);
    let one = |exhibit: &law::hearing::state::Exhibit| {
        let item = &exhibit.item;
        json!({
            "id": item.id, "title": item.title, "side": item.side, "pages": item.pages, "secret": item.secret,
            "closed": exhibit.closed, "shown": exhibit.shown,
        })
    };
    Value::Array(exhibits.map(one).collect())
}

fn transcript(hearing: &Hearing, me: Person) -> Option<Value> {
    let version = hearing.transcript().version.as_ref()?;
    let signed: Vec<Person> = hearing.signers().filter(|person| hearing.signed(*person)).collect();
    let unsigned: Vec<Person> = hearing.signers().filter(|person| !hearing.signed(*person)).collect();
    Some(json!({
        "no": version.no, "digest": version.digest, "pages": version.pages, "signed": signed, "unsigned": unsigned,
        "own_pages": hearing.pages_of(me), "may_sign": hearing.signers().any(|person| person == me),
    }))
}

fn outline(hearing: &Hearing) -> Value {
    let label = |person: &Person| hearing.standing(*person).map(|who| who.participant.label.clone());
    let step = |step: law::hearing::Step| {
        let next: Vec<String> = step.next.iter().filter_map(label).collect();
        json!({
            "phase": step.phase, "zh": step.phase.zh(), "say": step.say,
            "next": (!next.is_empty()).then(|| next.join("、")),
            "ready": step.ready, "stands": step.stands == Stands::Now,
            "missing": step.missing.iter().map(|refusal| refusal.sentence.clone()).collect::<Vec<_>>(),
        })
    };
    Value::Array(hearing.outline().into_iter().map(step).collect())
}

/// What somebody may do now with one press.
fn acts_of(hearing: &Hearing, me: Person, now: Moment) -> Value {
    let phases = Phase::ALL.iter().map(|to| (format!("进入“{}”", to.zh()), Command::Advance { to: *to }));
    let simple = [
        Command::RaiseHand {},
        Command::LowerHand { person: me },
        Command::RevokeFloor {},
        Command::AnswerRights {},
        Command::WaiveWord {},
        Command::PutAway {},
        Command::CloseDebate {},
        Command::Resume {},
        Command::StartDeliberation {},
        Command::EndDeliberation {},
        Command::LeaveRoom {},
        Command::Unfreeze {},
        Command::StartBroadcast {},
        Command::ResumeBroadcast {},
        Command::CloseBroadcast {},
        Command::Close {},
    ];
    let named = [
        ("同意归纳的争议焦点", Command::AnswerFocus { agrees: true, text: String::new() }),
        ("愿意调解", Command::AnswerMediation { willing: true }),
        ("不愿意调解", Command::AnswerMediation { willing: false }),
        ("宣告判决（已告知上诉权利）", Command::Pronounce { appeal_told: true, marriage_told: true }),
    ];
    let simple = simple.into_iter().map(|command| (command.zh().to_owned(), command));
    let named = named.into_iter().map(|(zh, command)| (zh.to_owned(), command));
    let all = phases.chain(simple).chain(named);
    let may = all.filter(|(_, command)| why_not(hearing, me, now, command).is_empty());
    Value::Array(may.map(|(zh, command)| json!({ "kind": command.kind(), "zh": zh, "body": command })).collect())
}

/// How a line does.
pub fn figures(person: u32, figures: &rooms::Figures) -> Value {
    json!({
        "person": person, "loss": figures.loss_up, "loss_down": figures.loss_down, "jitter_ms": figures.jitter_ms,
        "rtt_ms": figures.rtt_ms, "up": figures.up_bps, "down": figures.down_bps,
    })
}
