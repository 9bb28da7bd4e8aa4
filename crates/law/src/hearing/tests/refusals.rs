//! One example for every refusal a hearing gives, what every refusal must say, and that no command is open to all.

use std::collections::BTreeSet;

use super::*;
use crate::life::RefusalCode as R;

type Example = (R, Court, Person, C);

fn text(words: &str) -> String {
    words.to_owned()
}

fn recess() -> C {
    C::Recess { minutes: None, reason: text("休息") }
}

fn entrance() -> Vec<Example> {
    let waiting = || Court::waiting(opening(Flow::Civil));
    let came = || waiting().does(PL, C::Join { person: PL });
    let face = |score| C::CheckIdentity { method: IdentityMethod::Face, person: PL, score };
    let video = C::CheckIdentity { method: IdentityMethod::Video, person: PL, score: 100 };
    let consent = C::ChangeConsent { given: false, reason: text("没有设备") };
    let refusing = came().does(PL, consent);
    let expired = waiting().later(9);
    let early = Court { now: ten(), ..expired };
    let mut late = waiting().later(9).does(PL, C::Join { person: PL });
    late.now = ten();
    assert_eq!(early.now, ten());
    vec![
        (R::TimeRunsBackwards, late, PL, C::Leave {}),
        (R::NotOfHearing, waiting(), NOBODY, C::RaiseHand {}),
        (R::PersonUnknown, waiting(), CL, C::Admit { person: NOBODY }),
        (R::NotOfSeat, waiting(), BP, C::Admit { person: PL }),
        (R::NotConnected, waiting(), CL, C::Admit { person: PL }),
        (R::IdentityMissing, came(), CL, C::Admit { person: PL }),
        (R::ConsentMissing, refusing, CL, C::Admit { person: PL }),
        (R::AcknowledgementMissing, came(), CL, C::Admit { person: PL }),
        (R::WitnessNotCalled, waiting(), CL, C::Admit { person: WI }),
        (R::IdentityCheckInvalid, came(), ROOM, face(79)),
        (R::IdentityCheckInvalid, came(), CL, video),
        (R::IdentityCheckInvalid, waiting(), ROOM, face(99)),
        (R::DisciplineTooShort, came(), PL, C::Acknowledge { shown: ten() }),
        (R::NothingChanges, came(), PL, C::Join { person: PL }),
        (R::PhaseForbids, Court::new(opening(Flow::Civil)), PL, C::Join { person: PL }),
        (R::RecordingMissing, waiting(), PJ, advance(Phase::Identity)),
        (
            R::AttendanceUnsettled,
            waiting().does(ROOM, C::StartRecording {}).does(PJ, advance(Phase::Identity)),
            PJ,
            advance(Phase::Composition),
        ),
    ]
}

fn session() -> Vec<Example> {
    let removed = [Rung::Hint, Rung::Warning, Rung::Reprimand, Rung::Removal]
        .into_iter()
        .fold(Court::civil(Phase::Debate), |court, rung| court.does(PJ, warn(PL, rung)));
    let closed = Court::civil(Phase::Sign).signed_by_all().does(PJ, C::Close {});
    let muted = Court::civil(Phase::Debate).does(PJ, C::Mute { person: PL, reason: text("噪音") });
    let frozen = Court::civil(Phase::Debate).does(CL, C::Freeze { reason: Freeze::Technical });
    let counsel = C::EnterRoom { of: DE, room: Room::Counsel };
    let mut single = opening(Flow::Civil);
    single.participants.retain(|one| one.person != JU);
    let alone = Court::waiting_without(single, JU);
    let missing = Court::civil(Phase::Debate).does(PJ, C::CloseDebate {}).does(ROOM, C::Lose { person: DE });
    let missing = missing.does(ROOM, C::Lose { person: AG_DE });
    let unwilling = C::StartMediation { recorded: true };
    let mut barred = opening(Flow::Civil);
    barred.barred = vec![Bar::Complex];
    let ask = |of| C::AskRecusal { ground: text("亲属"), of };
    let decided = C::DecideRecusal { granted: true, of: CL, reason: text("属实") };
    let replace = |person| C::ReplaceJudge { left: JU, seated: who(person, Seat::Judge, Side::Bench, &[]) };
    vec![
        (R::WasRemoved, removed, PL, C::RaiseHand {}),
        (R::HearingOver, closed, PJ, C::Resume {}),
        (R::HearingHalted, frozen, PJ, grant(PL)),
        (R::NotForFlow, Court::in_phase(Flow::Criminal, Phase::Debate), PJ, unwilling.clone()),
        (R::NotInRoom, Court::civil(Phase::Debate), PJ, grant(WI)),
        (R::OnlineBarred, Court::seated(barred), PJ, advance(Phase::Identity)),
        (
            R::OfficialUnrecorded,
            Court::in_phase(Flow::Administrative, Phase::Identity),
            PJ,
            advance(Phase::Composition),
        ),
        (R::RightsUnanswered, Court::civil(Phase::Rights), PJ, advance(Phase::Statements)),
        (R::RecusalInvalid, Court::civil(Phase::Rights), PL, ask(BP)),
        (R::RecusalMissing, Court::civil(Phase::Rights), PJ, decided),
        (R::RecusalNotUpheld, Court::civil(Phase::Rights), CL, replace(Person(60))),
        (R::ReplacementInvalid, Court::civil(Phase::Rights), CL, replace(PL)),
        (R::FocusUnconfirmed, Court::civil(Phase::Statements), PJ, advance(Phase::Evidence)),
        (R::DebateOpen, Court::civil(Phase::Debate), PJ, advance(Phase::Final)),
        (R::SideMissing, missing, PJ, advance(Phase::Final)),
        (R::LastWordMissing, Court::civil(Phase::Final), PJ, advance(Phase::Sign)),
        (R::FloorHeld, Court::civil(Phase::Final).does(PJ, grant(PL)), PJ, advance(Phase::Sign)),
        (R::MediationUnasked, Court::civil(Phase::Final), PJ, advance(Phase::Pronounce)),
        (R::MediationUnwilling, Court::civil(Phase::Final), PJ, unwilling),
        (R::NotAPanel, alone, PJ, C::StartDeliberation {}),
        (R::NotDeliberated, Court::civil(Phase::Final), PJ, advance(Phase::Pronounce)),
        (R::NotPronounced, Court::civil(Phase::Pronounce), PJ, advance(Phase::Sign)),
        (
            R::AppealNotTold,
            Court::civil(Phase::Pronounce),
            PJ,
            C::Pronounce { appeal_told: false, marriage_told: true },
        ),
        (R::RoomForbidden, Court::civil(Phase::Debate).does(PJ, recess()), PL, counsel),
        (R::NeverSpeaks, Court::civil(Phase::Debate), PJ, grant(TE)),
        (R::IsMuted, muted, PJ, grant(PL)),
        (R::FloorNotOver, Court::civil(Phase::Debate), ROOM, C::ExpireFloor {}),
        (R::NeverShares, Court::civil(Phase::Debate), PJ, C::GrantScreen { person: IN }),
        (R::BenchUntouchable, Court::civil(Phase::Debate), PJ, warn(JU, Rung::Hint)),
        (R::RungSkipped, Court::civil(Phase::Debate), PJ, warn(PL, Rung::Removal)),
        (R::ReasonMissing, Court::civil(Phase::Debate), PJ, C::Recess { minutes: None, reason: text(" ") }),
        (
            R::RecordingGround,
            Court::civil(Phase::Debate),
            CL,
            C::InterruptRecording { note: text(""), reason: Interruption::Recess },
        ),
    ]
}

fn talks() -> Vec<Example> {
    let willing = Court::in_phase(Flow::Mediation, Phase::Rights).meets_guard();
    let willing = willing.does(PL, C::AnswerMediation { willing: true }).does(DE, C::AnswerMediation { willing: true });
    let talk = willing.does(PJ, C::StartMediation { recorded: true });
    let mut divorce = opening(Flow::Civil);
    divorce.divorce = true;
    let divorce = Court::seated(divorce).goes_to(Phase::Pronounce);
    vec![
        (R::MediationOpen, talk, PJ, advance(Phase::Sign)),
        (R::MarriageNotTold, divorce, PJ, C::Pronounce { appeal_told: true, marriage_told: false }),
    ]
}

fn proof() -> Vec<Example> {
    let offered = || Court::civil(Phase::Evidence).does(PL, C::OfferEvidence { item: item(1, Side::Plaintiff) });
    let shown = || offered().does(CL, show(1));
    let both = Court::in_phase(Flow::Administrative, Phase::Evidence)
        .does(PL, C::OfferEvidence { item: item(1, Side::Plaintiff) })
        .does(DE, C::OfferEvidence { item: item(2, Side::Defendant) });
    let mut empty = item(2, Side::Plaintiff);
    empty.pages = 0;
    let called = || {
        let court = Court::civil(Phase::Evidence).does(WI, C::Join { person: WI }).checked(WI);
        court.does(PJ, C::CallWitness { person: WI })
    };
    let sworn = called().does(WI, C::SignUndertaking { incapable: false, person: WI, read_aloud: true });
    vec![
        (R::EvidenceOpen, offered(), PJ, advance(Phase::Debate)),
        (R::EvidenceUnknown, offered(), CL, show(7)),
        (R::EvidenceFixed, offered(), PL, C::OfferEvidence { item: item(1, Side::Plaintiff) }),
        (R::EvidenceIncomplete, offered(), PL, C::OfferEvidence { item: empty }),
        (R::EvidenceNotShown, offered(), DE, C::GiveOpinion { opinion: opinion(1) }),
        (R::OpinionMissing, shown(), PJ, C::CloseEvidence { id: 1 }),
        (R::PageUnknown, offered(), CL, C::ShowEvidence { id: 1, page: 4 }),
        (R::BurdenFirst, both, CL, show(1)),
        (R::NotAWitness, offered(), PJ, C::CallWitness { person: PL }),
        (R::WitnessInRoom, called(), PJ, C::CallWitness { person: WI2 }),
        (R::WitnessGone, called().does(PJ, C::DismissWitness { person: WI }), PJ, C::CallWitness { person: WI }),
        (R::UndertakingMissing, called(), PJ, grant(WI)),
        (R::SoundAlone, sworn.does(PJ, C::StopVideo { person: WI }), PJ, grant(WI)),
    ]
}

fn attendance() -> Vec<Example> {
    let lost = || Court::civil(Phase::Debate).does(ROOM, C::Lose { person: DE });
    let left = || Court::civil(Phase::Debate).does(DE, C::Leave {});
    let long = C::DecideAbsence {
        agent_agrees: true,
        decision: Absence::Recess,
        minutes: 61,
        person: DE,
        reason: text("等候"),
    };
    let step = C::TakeStep { person: DE, step: LossStep::Link };
    let absent = Court::waiting(opening(Flow::Civil)).at(40);
    vec![
        (R::NoIncident, Court::civil(Phase::Debate), PJ, C::Classify { person: DE }),
        (R::StepTooEarly, lost(), CL, step),
        (R::MustAppear, Court::waiting(opening(Flow::Criminal)).at(40), CL, C::NoteAbsent { person: AC }),
        (R::AbsenceUnproven, absent, CL, C::NoteAbsent { person: PL }),
        (R::FirstUnclear, lost(), PJ, absence(DE, Absence::ShowCause)),
        (R::NotVoluntary, lost(), PJ, absence(DE, Absence::WalkedOut)),
        (R::NotWarned, left(), PJ, absence(DE, Absence::WalkedOut)),
        (R::AgentMissing, lost().does(ROOM, C::Lose { person: AG_DE }).later(900), PJ, absence(DE, Absence::Continue)),
        (R::RecessTooLong, lost().later(900), PJ, long),
    ]
}

fn public() -> Vec<Example> {
    let approve = |delay_s| C::ApproveBroadcast { approval: text("1"), delay_s };
    let apply = |watcher| C::ApplyToWatch { watcher };
    let seated = || Court::civil(Phase::Evidence);
    let object = C::ObjectBroadcast { reason: Some(text("商业秘密")) };
    let objected = seated().does(ROOM, approve(60)).does(PL, object);
    let decide = C::DecideObjection { items: vec![], outcome: Objected::Rejected, person: DE, reason: text("无") };
    let mut secret = item(1, Side::Plaintiff);
    secret.secret = true;
    let shown = seated().does(PL, C::OfferEvidence { item: secret }).does(CL, show(1)).does(ROOM, approve(60));
    let mut private = opening(Flow::Civil);
    private.public = false;
    let private = Court::seated(private);
    let mut full = opening(Flow::Civil);
    full.spectators = 0;
    let full = Court::seated(full).does(SP, apply(watcher(SP, Seat::Spectator)));
    let drunk = Watcher { unfit: Some(Unfit::Drunk), ..watcher(SP, Seat::Spectator) };
    let witness = Watcher { same_as: Some(WI), ..watcher(SP, Seat::Spectator) };
    vec![
        (R::BroadcastBarred, private.clone(), ROOM, approve(60)),
        (R::BroadcastUnapproved, seated(), PJ, C::StartBroadcast {}),
        (R::ObjectionPending, objected.clone(), PJ, C::StartBroadcast {}),
        (R::NoObjection, objected, PJ, decide),
        (R::DelayInvalid, seated(), ROOM, approve(10)),
        (R::CutLasts, shown, PJ, C::StartBroadcast {}),
        (R::NotPublic, private, SP, apply(watcher(SP, Seat::Spectator))),
        (R::NoApplication, seated(), CL, C::AdmitWatcher { person: SP }),
        (R::WatcherInvalid, seated(), SP, apply(watcher(SP, Seat::Judge))),
        (R::WatcherTestifies, seated(), SP, apply(witness)),
        (R::WatcherUnfit, seated().does(SP, apply(drunk)), CL, C::AdmitWatcher { person: SP }),
        (R::WatcherLimit, full, CL, C::AdmitWatcher { person: SP }),
    ]
}

fn papers() -> Vec<Example> {
    let put = |pages| C::PutTranscript { digest: text("v1"), pages, parts: vec![] };
    let signing = || Court::civil(Phase::Sign).does(CL, put(2));
    let sign = |digest: &str| C::SignTranscript { digest: text(digest), method: Method::Handwriting };
    let asked = signing().does(PL, C::AskCorrection { page: 1, text: text("补") });
    let answer = C::AnswerCorrection { accepted: true, no: 3, reason: text("") };
    let overdue = C::NoteUnsigned { person: PL, reason: text("未签"), why: Unsigned::Overdue };
    vec![
        (R::VersionMissing, Court::civil(Phase::Sign), PJ, C::Close {}),
        (R::VersionInvalid, Court::civil(Phase::Sign), CL, put(0)),
        (R::NotASigner, signing(), BP, C::ReadPage { page: 1 }),
        (R::ReadTooFast, signing(), PL, C::ReadPage { page: 1 }),
        (R::PagesUnread, signing(), PL, sign("v1")),
        (R::DigestStale, signing(), PL, sign("v0")),
        (R::CorrectionPending, asked, PJ, C::Close {}),
        (R::NoCorrection, signing(), CL, answer),
        (R::SignatureMissing, signing(), PJ, C::Close {}),
        (R::SigningRunning, signing(), CL, overdue),
    ]
}

fn all() -> Vec<Example> {
    [entrance(), session(), talks(), proof(), attendance(), public(), papers()].into_iter().flatten().collect()
}

impl Court {
    /// In the inquiry with one judge alone.
    fn waiting_without(opening: Opening, gone: Person) -> Court {
        let mut court = Court::new(opening).enters(CL).does(CL, advance(Phase::Waiting));
        for person in [PJ, PL, DE, AG_PL, AG_DE, IN].into_iter().filter(|one| *one != gone) {
            court = court.enters(person);
        }
        court.does(ROOM, C::StartRecording {}).goes_to(Phase::Debate)
    }
}

/// The codes of a hearing are those from the first of them to the end of the list, and five of other steps.
fn codes() -> BTreeSet<R> {
    let shared = [R::ConsentMissing, R::ReasonMissing, R::RecusalMissing, R::RecusalNotUpheld, R::TimeRunsBackwards];
    R::ALL.iter().map(|(code, _)| *code).filter(|code| *code >= R::NotOfHearing).chain(shared).collect()
}

#[test]
fn every_code_of_a_hearing_has_its_example() {
    let mut seen = BTreeSet::new();
    for (code, court, by, command) in all() {
        let codes = court.refuses(by, command.clone());
        assert!(codes.contains(&code), "{code:?} by {command:?}: {codes:?}");
        seen.insert(code);
    }
    let missing: Vec<_> = codes().difference(&seen).copied().collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(seen.is_subset(&codes()));
}

#[test]
fn a_refusal_says_what_why_and_what_else() {
    for (_, court, by, command) in all() {
        for no in why_not(&court.h, by, court.now, &command) {
            assert!(no.sentence.contains(['；', '，']) && no.sentence.chars().count() >= 15, "{no}");
            assert!(no.basis.contains(['法', '规']), "{no}");
        }
    }
}

/// Whoever only watches may ask for nothing that changes the hearing.
#[test]
fn h_110_no_command_is_open_to_a_spectator_but_leaving_acknowledging_and_asking_for_help() {
    let court = Court::civil(Phase::Debate).does(SP, C::ApplyToWatch { watcher: watcher(SP, Seat::Spectator) });
    let court = court.does(CL, C::AdmitWatcher { person: SP }).does(SP, C::Join { person: SP });
    let open = ["leave", "acknowledge", "ask_help"];
    let mut seen = BTreeSet::new();
    for n in 0..2_000_u32 {
        let command = invariants::command(n, n / 7 + 3);
        seen.insert(command.kind());
        if court.allows(SP, command.clone()) {
            assert!(open.contains(&command.kind()), "{command:?}");
        }
    }
    assert_eq!(seen.len(), C::KINDS.len(), "every kind of command was tried");
}
