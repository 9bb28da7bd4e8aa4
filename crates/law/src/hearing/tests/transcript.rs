//! The transcript (H-070 to H-072, §7) and the recording (H-080, H-081).

use super::*;
use crate::hearing::papers::Part;
use crate::hearing::state::Recording;
use crate::life::RefusalCode as R;

fn put(digest: &str, pages: u16) -> C {
    C::PutTranscript { digest: digest.to_owned(), pages, parts: Vec::new() }
}

fn sign(digest: &str) -> C {
    C::SignTranscript { digest: digest.to_owned(), method: Method::Certificate }
}

fn reads(mut court: Court, person: Person, pages: u16) -> Court {
    for page in 1..=pages {
        court = court.later(2).does(person, C::ReadPage { page });
    }
    court
}

#[test]
fn h_070_each_page_is_read_for_two_seconds_before_it_is_signed() {
    let court = Court::civil(Phase::Sign).does(CL, put("v1", 2));
    assert_eq!(court.clone().later(1).refuses(PL, C::ReadPage { page: 1 }), [R::ReadTooFast]);
    let court = court.later(2).does(PL, C::ReadPage { page: 1 });
    assert_eq!(court.refuses(PL, C::ReadPage { page: 2 }), [R::ReadTooFast], "no bulk accept");
    assert_eq!(court.refuses(PL, C::ReadPage { page: 3 })[0], R::PageUnknown);
    assert_eq!(court.refuses(PL, sign("v1")), [R::PagesUnread]);
    let court = court.later(2).does(PL, C::ReadPage { page: 2 });
    assert_eq!(court.refuses(PL, sign("v0")), [R::DigestStale]);
    assert!(court.does(PL, sign("v1")).h.signed(PL));
}

#[test]
fn h_071_a_change_after_the_first_signature_voids_all() {
    let mut court = reads(Court::civil(Phase::Sign).does(CL, put("v1", 1)), PL, 1).does(PL, sign("v1"));
    let events = court.tell(CL, put("v2", 1));
    assert_eq!(events[0], E::SignaturesVoided {});
    assert!(!court.h.signed(PL) && !court.h.transcript().signatures[&PL].valid);
    assert_eq!(court.h.transcript().version.as_ref().map(|version| version.no), Some(2));
    let again = reads(court, PL, 1).does(PL, sign("v2"));
    assert!(again.h.signed(PL));
    assert_eq!(again.refuses(CL, put("v2", 1)), [R::NothingChanges]);
}

#[test]
fn h_070_corrections_are_accepted_by_the_clerk_or_refused_by_the_presiding_judge_with_a_reason() {
    let court = reads(Court::civil(Phase::Sign).does(CL, put("v1", 1)), DE, 1);
    let court = court.does(DE, C::AskCorrection { page: 1, text: "应为三月".to_owned() });
    assert_eq!(court.refuses(DE, sign("v1")), [R::CorrectionPending]);
    let answer = |accepted, reason: &str| C::AnswerCorrection { accepted, no: 1, reason: reason.to_owned() };
    assert!(court.refuses(CL, answer(false, "不符")).contains(&R::NotOfSeat));
    assert_eq!(court.refuses(PJ, answer(false, "")), [R::ReasonMissing]);
    let court = court.does(PJ, answer(false, "与录音一致"));
    assert_eq!(court.refuses(PJ, answer(false, "再答复")), [R::NoCorrection]);
    assert!(court.allows(DE, sign("v1")));
}

#[test]
fn h_070_a_refusal_is_noted_at_once_and_lateness_after_five_days() {
    let court = Court::civil(Phase::Sign).does(CL, put("v1", 1));
    let note = |why| C::NoteUnsigned { person: DE, reason: "当事人表示不签".to_owned(), why };
    assert_eq!(court.refuses(CL, note(Unsigned::Overdue)), [R::SigningRunning]);
    let five = court.clone().later(5 * 86_400);
    assert_eq!(five.refuses(CL, note(Unsigned::Overdue)), [R::SigningRunning]);
    assert!(five.later(86_400).allows(CL, note(Unsigned::Overdue)));
    let refused = court.clone().does(DE, note(Unsigned::Refused));
    assert_eq!(refused.h.unsigned(DE), Some(Unsigned::Refused));
    let of_the_judge = C::NoteUnsigned { person: PJ, reason: "不签".to_owned(), why: Unsigned::Refused };
    assert_eq!(court.refuses(CL, of_the_judge), [R::NotASigner]);
}

#[test]
fn h_070_the_hearing_closes_when_all_have_signed_or_are_noted() {
    let court = Court::civil(Phase::Sign);
    assert_eq!(court.refuses(PJ, C::Close {}), [R::VersionMissing]);
    let court = court.does(CL, put("v1", 1));
    let missing = court.refuses(PJ, C::Close {});
    assert_eq!(missing, [R::SignatureMissing; 8], "bench, clerk, parties, agents, interpreter");
    let court = court.later(2);
    let signers: Vec<Person> = court.h.signers().filter(|one| *one != DE).collect();
    let court =
        signers.into_iter().fold(court, |court, one| court.does(one, C::ReadPage { page: 1 }).does(one, sign("v1")));
    let note = C::NoteUnsigned { person: DE, reason: "拒绝".to_owned(), why: Unsigned::Refused };
    assert!(court.does(CL, note).allows(PJ, C::Close {}));
}

#[test]
fn a_witness_reads_and_signs_the_own_part_only_and_right_after_testifying() {
    let court = Court::civil(Phase::Evidence).does(WI, C::Join { person: WI }).checked(WI);
    let court = court.does(PJ, C::CallWitness { person: WI });
    let parts = vec![Part { from: 2, person: WI, to: 2 }];
    let version = C::PutTranscript { digest: "v1".to_owned(), pages: 3, parts };
    let court = court.does(CL, version).later(2);
    assert!(court.refuses(WI, C::ReadPage { page: 2 }).contains(&R::PhaseForbids), "not while testifying");
    let court = court.does(PJ, C::DismissWitness { person: WI });
    assert_eq!(court.refuses(WI, C::ReadPage { page: 1 }), [R::PageUnknown]);
    assert!(court.does(WI, C::ReadPage { page: 2 }).does(WI, sign("v1")).h.signed(WI));
}

#[test]
fn those_who_were_not_there_or_do_not_sign_are_turned_away() {
    let court = Court::civil(Phase::Sign).does(CL, put("v1", 1)).later(2);
    for person in [WI, JA, BP, TE, SU] {
        assert!(court.refuses(person, sign("v1")).contains(&R::NotASigner), "{person:?}");
    }
}

#[test]
fn what_was_heard_is_signed_after_an_adjournment_too() {
    let adjourn = C::Adjourn { ground: Ground::Other, reason: "择日宣判".to_owned(), until: None };
    let court = Court::civil(Phase::Debate).does(PJ, adjourn).does(CL, put("v1", 1));
    let court = reads(court, PL, 1).does(PL, sign("v1"));
    assert!(court.h.signed(PL));
    assert_eq!(court.refuses(PJ, advance(Phase::Final))[0], R::HearingOver);
}

#[test]
fn h_080_the_recording_is_not_interrupted_except_for_the_reasons_of_the_law() {
    let interrupt = |reason, note: &str| C::InterruptRecording { note: note.to_owned(), reason };
    let court = Court::civil(Phase::Debate);
    for reason in [Interruption::Recess, Interruption::Secret, Interruption::Mediation] {
        assert_eq!(court.refuses(CL, interrupt(reason, "")), [R::RecordingGround], "{reason:?}");
    }
    assert_eq!(court.refuses(PJ, interrupt(Interruption::Fault, "")), [R::ReasonMissing], "H-081: a signed note");
    assert!(court.refuses(CL, interrupt(Interruption::Fault, "断电")).contains(&R::NotOfSeat));
    let court = court.does(PJ, interrupt(Interruption::Fault, "断电，十时五分起"));
    assert!(!court.h.recorded() && court.h.halted().is_none());
    let court = court.later(60).does(CL, C::ResumeRecording {});
    let gap = court.h.gaps()[0];
    assert_eq!((gap.reason, gap.to.unwrap().0 - gap.from.0), (Some(Interruption::Fault), 60_000));
}

#[test]
fn h_080_an_interruption_does_not_outlast_its_reason() {
    let recess = C::Recess { minutes: None, reason: "休息".to_owned() };
    let pause = C::InterruptRecording { note: String::new(), reason: Interruption::Recess };
    let court = Court::civil(Phase::Debate).does(PJ, recess).does(CL, pause).does(PJ, C::Resume {});
    assert!(court.refuses(PJ, grant(PL)).contains(&R::HearingHalted), "nothing is said off the record");
    let court = court.does(CL, C::ResumeRecording {});
    assert!(court.allows(PJ, grant(PL)) && court.h.recording() == Recording::Running);
}

#[test]
fn h_080_what_is_recorded_in_which_phase() {
    for (phase, kept) in [(Phase::Waiting, true), (Phase::Identity, true), (Phase::Debate, true), (Phase::Sign, true)] {
        assert_eq!(Court::civil(phase).h.recorded(), kept, "{phase:?}");
    }
    let recess = C::Recess { minutes: None, reason: "休息".to_owned() };
    assert!(!Court::civil(Phase::Debate).does(PJ, recess).h.recorded());
}
