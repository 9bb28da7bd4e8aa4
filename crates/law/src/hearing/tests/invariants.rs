//! Whatever is asked by whomever in whatever order: what never happens (§12).

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::hearing::attendance::Link;
use crate::hearing::kinds::Room as Rooms;
use crate::hearing::papers::Part;
use crate::hearing::state::Called;
use crate::life::Refusal;

const TRACKS: [Track; 3] = [Track::Camera, Track::Microphone, Track::Screen];
const PEOPLE: [Person; 18] = [PJ, JU, CL, PL, DE, AG_PL, AG_DE, WI, WI2, EX, IN, BP, TE, SU, JA, SP, ME, Person(40)];

fn of<T: Copy>(list: &[T], n: u32) -> T {
    list[usize::try_from(n).unwrap() % list.len()]
}

/// A command of each kind by turns, its content by `k`.
pub fn command(n: u32, k: u32) -> C {
    let person = of(&PEOPLE, k);
    let reason = || if k.is_multiple_of(9) { String::new() } else { "理由".to_owned() };
    let yes = !k.is_multiple_of(3);
    let small = u16::try_from(k % 4).unwrap();
    match n % 78 {
        0 => C::Join { person },
        1 => C::Lose { person },
        2 => C::Leave {},
        3 => C::CheckIdentity { method: of(IdentityMethod::ALL, k / 5), person, score: 90 },
        4 => C::FailIdentity { method: of(IdentityMethod::ALL, k / 5), person },
        5 => C::ChangeConsent { given: yes, reason: reason() },
        6 => C::Acknowledge { shown: Moment(ten().0 - 60_000) },
        7 => C::Admit { person },
        8 => C::DeclareCompanion { label: reason() },
        9 => C::PermitCompanion { permitted: yes, person },
        10 => C::RaiseHand {},
        11 => C::LowerHand { person },
        12 => C::GrantFloor { person, seconds: yes.then_some(30) },
        13 => C::RevokeFloor {},
        14 => C::ExpireFloor {},
        15 => C::GrantScreen { person },
        16 => C::RevokeScreen { person },
        17 => C::Mute { person, reason: reason() },
        18 => C::Unmute { person },
        19 => C::Warn { person, reason: reason(), rung: of(Rung::ALL, k / 3) },
        20 => C::StopVideo { person },
        21 => C::ReturnVideo { person },
        22 => C::Advance { to: of(Phase::ALL, k) },
        23 => C::Return { reason: reason(), to: of(Phase::ALL, k) },
        24 => C::AnswerRights {},
        25 => C::AskRecusal { ground: reason(), of: person },
        26 => C::DecideRecusal { granted: yes, of: person, reason: reason() },
        27 => C::ReplaceJudge { left: person, seated: who(Person(40), Seat::Judge, Side::Bench, &[]) },
        28 => C::RecordOfficial { attends: yes, reason: reason(), who: "局长".to_owned() },
        29 => C::PutFocus { points: vec![reason()], ruled: yes },
        30 => C::AnswerFocus { agrees: yes, text: String::new() },
        31 => {
            let side = of(&[Side::Plaintiff, Side::Defendant], k);
            C::OfferEvidence { item: Item { secret: !yes, ..item(small, side) } }
        }
        32 => C::MarkSecret { id: small },
        33 => C::ShowEvidence { id: small, page: 1 },
        34 => C::PutAway {},
        35 => C::GiveOpinion { opinion: opinion(small) },
        36 => C::CloseEvidence { id: small },
        37 => C::CallWitness { person },
        38 => C::SignUndertaking { incapable: !yes, person, read_aloud: yes },
        39 => C::OrderConfrontation { persons: vec![WI, if yes { WI2 } else { EX }] },
        40 => C::DismissWitness { person },
        41 => C::CloseDebate {},
        42 => C::WaiveWord {},
        43 => C::AnswerMediation { willing: yes },
        44 => C::StartMediation { recorded: yes },
        rest => later_command(rest, k, person),
    }
}

fn later_command(n: u32, k: u32, person: Person) -> C {
    let reason = || if k.is_multiple_of(9) { String::new() } else { "理由".to_owned() };
    let yes = !k.is_multiple_of(3);
    let small = u16::try_from(k % 4).unwrap();
    let digest = || format!("v{}", k % 3);
    match n {
        45 => C::EndMediation { agreed: !yes, text: reason() },
        46 => C::Recess { minutes: None, reason: reason() },
        47 => C::Resume {},
        48 => C::StartDeliberation {},
        49 => C::EndDeliberation {},
        50 => C::EnterRoom { of: of(&[PL, DE], k), room: of(Rooms::ALL, k / 2) },
        51 => C::LeaveRoom {},
        52 => C::TakeStep { person, step: of(LossStep::ALL, k / 2) },
        53 => C::CollectSign { note: reason(), person, sign: of(Sign::ALL, k / 2) },
        54 => C::Classify { person },
        55 => C::CallAbsent { person },
        56 => C::NoteAbsent { person },
        57 => {
            let decision = of(Absence::ALL, k / 2);
            C::DecideAbsence { agent_agrees: yes, decision, minutes: 20, person, reason: reason() }
        }
        58 => C::Freeze { reason: of(Freeze::ALL, k) },
        59 => C::Unfreeze {},
        60 => C::StartRecording {},
        61 => C::StallRecording { reason: reason() },
        62 => C::ResumeRecording {},
        63 => C::InterruptRecording { note: reason(), reason: of(Interruption::ALL, k / 2) },
        64 => C::ApproveBroadcast { approval: reason(), delay_s: 60 },
        65 => C::RefuseBroadcast { reason: reason() },
        66 => C::ObjectBroadcast { reason: yes.then(reason) },
        67 => C::DecideObjection { items: vec![], outcome: of(Objected::ALL, k / 2), person, reason: reason() },
        68 => C::StartBroadcast {},
        69 => of(&[0, 1, 2, 3], k).pipe(|n| match n {
            0 => C::CutBroadcast { reason: of(Cut::ALL, k / 4) },
            1 => C::ResumeBroadcast {},
            2 => C::CloseBroadcast {},
            _ => C::AskHelp { text: reason() },
        }),
        70 => {
            let seat = of(&[Seat::Spectator, Seat::Media, Seat::Witness], k);
            C::ApplyToWatch { watcher: watcher(of(&[SP, ME], k), seat) }
        }
        71 if yes => C::AdmitWatcher { person: of(&[SP, ME], k) },
        71 => C::RefuseWatcher { person: of(&[SP, ME], k), reason: reason() },
        72 => C::NoticeSupervision { person },
        73 => {
            let parts = vec![Part { from: 1, person: WI, to: 1 }];
            C::PutTranscript { digest: digest(), pages: 1, parts }
        }
        74 if yes => C::AskCorrection { page: 1, text: reason() },
        74 => C::AnswerCorrection { accepted: k.is_multiple_of(2), no: small, reason: reason() },
        75 => C::ReadPage { page: 1 },
        76 if yes => C::SignTranscript { digest: digest(), method: of(Method::ALL, k) },
        76 => C::NoteUnsigned { person, reason: reason(), why: of(Unsigned::ALL, k / 2) },
        _ => of(&[0, 1, 2, 3], k).pipe(|n| match n {
            0 => C::Pronounce { appeal_told: true, marriage_told: yes },
            1 => C::Close {},
            2 => C::Adjourn { ground: of(Ground::ALL, k), reason: reason(), until: None },
            _ => C::GoOffline { reason: reason() },
        }),
    }
}

trait Pipe: Sized {
    fn pipe<T>(self, f: impl FnOnce(Self) -> T) -> T {
        f(self)
    }
}

impl Pipe for i32 {}

/// What must hold in every state, whatever led to it.
fn holds(h: &Hearing, called: &BTreeSet<Person>) -> Result<(), TestCaseError> {
    for (source, from) in h.people() {
        for track in TRACKS {
            let sends = h.may_send(source, track);
            prop_assert!(!sends || !from.seat().onlooker(), "an onlooker sends");
            prop_assert!(!sends || (from.link == Link::On && !from.removed), "whoever is away sends");
            prop_assert!(!sends || track == Track::Camera || !from.muted, "whoever is muted sends");
            for (viewer, to) in h.people() {
                let receives = h.receives(viewer, source, track);
                prop_assert!(!receives || sends, "received without being sent");
                prop_assert!(!(receives && from.muted && track != Track::Camera), "muted and received");
                if receives {
                    may_receive(h, (viewer, to), (source, from), track, called)?;
                }
            }
        }
    }
    if let Some(floor) = h.floor() {
        let holder = h.standing(floor.person).unwrap();
        prop_assert!(holder.seat().speaks() && !holder.muted, "the floor is no onlooker's");
        prop_assert!(h.is_on(floor.person));
    }
    let version = h.transcript().version.as_ref().map(|version| version.digest.as_str());
    for signature in h.transcript().signatures.values().filter(|signature| signature.valid) {
        prop_assert_eq!(Some(signature.digest.as_str()), version, "a signature under another text");
    }
    prop_assert!(!(h.recorded() && h.recorded_apart()));
    prop_assert!(
        !h.broadcast_now() || (h.opening().public && h.recorded_or_interrupted()),
        "the air is behind the disk"
    );
    Ok(())
}

impl Hearing {
    fn recorded_or_interrupted(&self) -> bool {
        use crate::hearing::state::Recording as Rec;
        matches!(self.recording(), Rec::Running | Rec::Interrupted(Interruption::Fault))
    }
}

fn may_receive(
    h: &Hearing,
    (viewer, to): (Person, &crate::hearing::state::Standing),
    (source, from): (Person, &crate::hearing::state::Standing),
    track: Track,
    called: &BTreeSet<Person>,
) -> Result<(), TestCaseError> {
    let seat = to.seat();
    prop_assert!(viewer != source && seat != Seat::Technician);
    if seat.testifies() {
        prop_assert!(called.contains(&viewer) && to.called == Called::Now, "a witness received before the call");
        if from.seat().testifies() {
            let faces = &h.inquiry().confronted;
            prop_assert!(faces.contains(&viewer) && faces.contains(&source), "witnesses hear one another");
        }
    }
    if seat.onlooker() {
        prop_assert!(h.phase().in_session() && h.public_now() && !h.secret_shown(), "seen by the public");
    }
    if seat == Seat::Supervisor {
        prop_assert!(to.noticed, "a supervisor unseen");
    }
    if to.private.is_some() || from.private.is_some() {
        prop_assert_eq!(to.private, from.private, "out of a private room");
        return Ok(());
    }
    if h.phase() == Phase::Deliberation {
        prop_assert!(seat.bench() && from.seat().bench(), "deliberation is secret");
    }
    prop_assert!(!h.phase().over() && h.phase() != Phase::Recess, "nobody hears anybody");
    let desk = |seat: Seat| seat.bench() || seat == Seat::Clerk;
    if !h.in_room(source) {
        prop_assert!(desk(seat), "unchecked and seen by more than the desk");
    }
    if !h.in_room(viewer) {
        prop_assert!(desk(from.seat()) && track != Track::Screen, "unchecked and sees more than the desk");
    }
    Ok(())
}

/// A hearing that has come some way already, so that random walks reach all phases.
fn start(k: usize) -> Court {
    let phases = [
        Phase::Waiting,
        Phase::Identity,
        Phase::Rights,
        Phase::Statements,
        Phase::Evidence,
        Phase::Questions,
        Phase::Debate,
        Phase::Final,
        Phase::Pronounce,
        Phase::Sign,
    ];
    let flow = [Flow::Civil, Flow::SmallClaim, Flow::Administrative][k % 3];
    let mut opening = opening(flow);
    opening.public = !k.is_multiple_of(4);
    opening.minors = vec![DE];
    opening.protected = vec![WI2];
    match phases[k / 3 % phases.len()] {
        Phase::Waiting => Court::waiting(opening),
        phase => Court::seated(opening).goes_to(phase),
    }
}

/// Mostly those whose office it is, so that much is agreed to.
fn asker(n: u32, k: u32) -> Person {
    match n % 8 {
        0..=2 => PJ,
        3 => CL,
        4 => ROOM,
        5 => of(&PEOPLE, k),
        6 => of(&PEOPLE, k / 3),
        _ => of(&[PL, DE, SU], k),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]
    #[test]
    fn whatever_is_asked(
        from in 0_usize..30,
        asked in prop::collection::vec((0_u32..78, 0_u32..4000, 0_u32..800, 0_i64..40), 1..150),
    ) {
        let mut court = start(from);
        let mut again = court.h.clone();
        let mut called: BTreeSet<Person> = BTreeSet::new();
        for (n, k, by, seconds) in asked {
            court = court.later(seconds);
            let (by, command) = (asker(by, by / 8), command(n, k));
            let before = court.h.clone();
            let reasons = why_not(&court.h, by, court.now, &command);
            let events = decide(&court.h, by, court.now, &command);
            prop_assert_eq!(reasons.is_empty(), events.is_ok());
            prop_assert_eq!(&before, &court.h, "deciding never changes");
            for event in events.unwrap_or_default() {
                guarded(&court.h, &event)?;
                if let E::WitnessCalled { person } = &event {
                    called.insert(*person);
                }
                let text = serde_json::to_string(&event).unwrap();
                prop_assert_eq!(&serde_json::from_str::<E>(&text).unwrap(), &event);
                court.h.apply(court.now, &event);
                again.apply(court.now, &event);
                if let E::Signed { digest, .. } = &event {
                    let current = court.h.transcript().version.as_ref().map(|version| &version.digest);
                    prop_assert_eq!(Some(digest), current);
                }
            }
            holds(&court.h, &called)?;
        }
        prop_assert_eq!(again, court.h, "the same events make the same hearing");
    }

    /// Folding never refuses: events in any order, of anybody, are taken in.
    #[test]
    fn folding_never_refuses(asked in prop::collection::vec((0_u32..78, 0_u32..4000), 1..60)) {
        let events: Vec<E> = asked.iter().flat_map(|(n, k)| {
            (0..30).find_map(|from| {
                let court = start(from);
                PEOPLE.iter().chain([&ROOM]).find_map(|by| decide(&court.h, *by, court.now, &command(*n, *k)).ok())
            }).unwrap_or_default()
        }).take(12).collect();
        let mut h = Hearing::new(opening(Flow::Criminal));
        for event in events.iter().rev() {
            h.apply(ten(), event);
        }
    }
}

/// A phase is left only with its guard met.
fn guarded(h: &Hearing, event: &E) -> Result<(), TestCaseError> {
    if let E::PhaseAdvanced { from, to } = event {
        prop_assert_eq!(*from, h.phase());
        let usual = h.opening().flow.after(*from) == Some(*to);
        let missing: Vec<Refusal> = if usual { h.missing(*from) } else { Vec::new() };
        prop_assert!(missing.is_empty(), "{from:?} left although {missing:?}");
        let open = h.inquiry().exhibits.values().any(|exhibit| !exhibit.closed);
        let later = matches!(to, Phase::Debate | Phase::Final | Phase::Pronounce | Phase::Sign);
        prop_assert!(!(open && later), "{to:?} with open evidence");
        if *from == Phase::Waiting {
            for (_, who) in h.people().filter(|(_, who)| who.seat().expected() && who.link == Link::On) {
                prop_assert!(who.ready(), "consent, identity and acknowledgement before the opening (§12)");
            }
        }
    }
    if matches!(event, E::Closed {}) {
        prop_assert!(h.missing(Phase::Sign).is_empty());
    }
    Ok(())
}
