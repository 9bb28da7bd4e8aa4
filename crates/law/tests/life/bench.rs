//! The bench: how many may sit, who sits after a draw, who steps in, and cases that follow another.

use law::assignment::draw::Asked;
use law::assignment::{Candidate, Draw, Failing, Lot, SeatKind};
use law::ids::{JudgeId, Stream};
use law::life::RefusalCode as R;
use law::life::codes::{ChangeGround, LinkGround, NamingGround, Procedure as P, SevenGround};
use law::life::command::{Bench, Command as C, Drawn, Following};
use law::life::event::{Event, Origin};
use law::life::papers::{Change, NobodyLeft};

use crate::desk::{assigned, change, decide_change, drawn, lot, propose_change, registered};
use crate::matter::{BASIC, MIDDLE, Matter, court, day};

const ON: &str = "2020-06-01";

fn everybody(ids: std::ops::RangeInclusive<u32>) -> Vec<Candidate> {
    ids.map(|n| Candidate { failing: Vec::new(), judge: JudgeId(n), load: 0 }).collect()
}

fn made(round: u32, chair: bool, members: usize, jury: usize) -> Draw {
    let asked = Asked {
        matter: "辽0102/1".to_owned(),
        leaf: vec![1; 32],
        number: None,
        round,
        weight: 100,
        median_weight: 100,
        judges: everybody(1..=9),
        chair,
        members,
        assessors: everybody(501..=509),
        jury,
    };
    Draw::make(asked, &Lot { beta: vec![3; 64], proof: vec![4], public_key: vec![5] }).unwrap()
}

fn bench(procedure: P, panel: u8, assessors: u8) -> Bench {
    Bench { procedure, panel, assessors, seven: None }
}

fn draws(bench: Bench, draw: Draw, change: Option<Change>, judge: u32) -> C {
    let judge = draw.first().unwrap_or(JudgeId(judge));
    C::Draw(Box::new(Drawn { bench, change, draw, judge }))
}

/// An ordinary panel with so many assessors and a substitute.
pub fn panel(size: u8, assessors: u8) -> C {
    let members = usize::from(size.saturating_sub(assessors).saturating_sub(1));
    let jury = if assessors > 0 { usize::from(assessors) + 1 } else { 0 };
    draws(bench(P::Ordinary, size, assessors), made(1, true, members, jury), None, 0)
}

/// Registered, with a hearing on a day.
pub fn heard_on(on: &str) -> Matter {
    registered().then("2020-05-30", C::ScheduleHearing { day: day(on), online: false, public: true })
}

/// A case that follows another of the same court.
pub fn follow(stream: i64, judge: u32) -> C {
    C::Follow(Box::new(Following {
        bench: bench(P::Summary, 1, 0),
        case: Origin { court: court(BASIC), stream: Stream(stream) },
        draw: None,
        ground: LinkGround::SameComplaint,
        judge: JudgeId(judge),
        weight: 60,
    }))
}

fn assign(procedure: P, panel: u8, assessors: u8) -> C {
    C::Assign { judge: JudgeId(1), panel, assessors, procedure }
}

#[test]
fn section_8_a_bench_has_as_many_as_the_law_says() {
    let civil = registered;
    for (panel, assessors) in [(3, 0), (3, 1), (3, 2), (5, 0), (7, 0)] {
        assert_eq!(civil().refuses(ON, &assign(P::Ordinary, panel, assessors)), [], "{panel} with {assessors}");
    }
    for (panel, assessors) in [(1, 0), (2, 0), (4, 1), (9, 0), (3, 3), (5, 1), (5, 2), (7, 1), (7, 3)] {
        let refused = civil().refuses(ON, &assign(P::Ordinary, panel, assessors));
        assert!(refused.contains(&R::PanelInvalid), "{panel} with {assessors}: {refused:?}");
    }
    for procedure in [P::Summary, P::SmallClaim] {
        assert_eq!(civil().refuses(ON, &assign(procedure, 1, 0)), []);
        assert!(civil().refuses(ON, &assign(procedure, 3, 1)).contains(&R::PanelInvalid), "{procedure:?} is one judge");
    }
    let appeal = || Matter::filed(MIDDLE, "民终", "2020-05-06");
    assert_eq!(appeal().refuses(ON, &assign(P::None, 3, 0)), []);
    assert_eq!(appeal().refuses(ON, &assign(P::None, 3, 1)), [R::PanelInvalid], "judges only");
    let crime = || Matter::filed(BASIC, "刑初", "2020-05-06");
    assert_eq!(crime().refuses(ON, &assign(P::Ordinary, 5, 0)), [R::PanelInvalid], "K18 183");
    assert_eq!(Matter::filed(MIDDLE, "刑终", "2020-05-06").refuses(ON, &assign(P::None, 5, 0)), []);
    assert_eq!(Matter::filed(MIDDLE, "刑终", "2020-05-06").refuses(ON, &assign(P::None, 7, 0)), [R::PanelInvalid]);
    let high = || Matter::filed("辽", "刑初", "2020-05-06");
    assert_eq!(high().refuses(ON, &assign(P::Ordinary, 7, 0)), []);
}

#[test]
fn from_2022_one_judge_hears_ordinary_civil_suits_of_basic_courts_alone() {
    let single = || assign(P::Ordinary, 1, 0);
    let filed = |code, word| Matter::filed(code, word, "2021-12-30");
    assert_eq!(filed(BASIC, "民初").refuses("2021-12-31", &single()), [R::PanelInvalid]);
    assert_eq!(filed(BASIC, "民初").refuses("2022-01-04", &single()), []);
    assert_eq!(filed(MIDDLE, "民初").refuses("2022-01-04", &single()), [R::PanelInvalid]);
    assert_eq!(filed(BASIC, "行初").refuses("2022-01-04", &single()), [R::PanelInvalid]);
    let appeal = filed(MIDDLE, "民终").refuses("2022-01-04", &assign(P::None, 1, 0));
    assert_eq!(appeal, [R::PanelInvalid], "both parties would have to consent");
}

#[test]
fn a_081_seven_sit_with_a_ground_of_the_list() {
    let seven = |seven| Bench { seven, ..bench(P::Ordinary, 7, 4) };
    let draw = |ground| draws(seven(ground), made(1, true, 2, 5), None, 0);
    assert_eq!(registered().refuses(ON, &draw(None)), [R::PanelInvalid]);
    assert_eq!(registered().refuses(ON, &draw(Some(SevenGround::LongSentence))), [R::PanelInvalid], "a civil case");
    let Event::Assigned(body) = registered().does(ON, draw(Some(SevenGround::PublicInterest))) else { panic!() };
    assert_eq!(body.seven, Some(SevenGround::PublicInterest));
    let sit = |kind| body.seated.iter().filter(|one| one.seat == kind && !one.substitute).count();
    assert_eq!((sit(SeatKind::Judge), sit(SeatKind::Member), sit(SeatKind::Assessor)), (1, 2, 4));
    assert!(body.seated.last().unwrap().substitute);
    let needless = draws(
        Bench { seven: Some(SevenGround::PublicInterest), ..bench(P::Ordinary, 3, 0) },
        made(1, true, 2, 0),
        None,
        0,
    );
    assert_eq!(registered().refuses(ON, &needless), [R::PanelInvalid]);
}

#[test]
fn a_083_assessors_are_drawn_seven_days_before_the_hearing() {
    assert_eq!(heard_on("2020-06-15").refuses("2020-06-08", &panel(3, 2)), [], "the eighth is in time");
    assert_eq!(heard_on("2020-06-15").refuses("2020-06-09", &panel(3, 2)), [R::AssessorsTooLate]);
    assert_eq!(heard_on("2020-06-15").refuses("2020-06-09", &panel(3, 0)), [], "judges are not bound to it");
    let drawn = registered().then(ON, panel(3, 1));
    let hearing = |on| C::ScheduleHearing { day: day(on), online: false, public: true };
    assert_eq!(drawn.refuses("2020-06-02", &hearing("2020-06-07")), [R::AssessorsTooLate]);
    assert_eq!(drawn.refuses("2020-06-02", &hearing("2020-06-08")), []);
}

#[test]
fn a_draw_fills_every_seat_and_no_other() {
    let few = draws(bench(P::Ordinary, 3, 0), made(1, true, 1, 0), None, 0);
    assert_eq!(registered().refuses(ON, &few), [R::DrawMismatch]);
    let none = draws(bench(P::Ordinary, 3, 1), made(1, true, 1, 0), None, 0);
    assert_eq!(registered().refuses(ON, &none), [R::DrawMismatch], "no assessor was drawn");
    let matter = registered().then(ON, panel(3, 1));
    let seated = matter.case.as_ref().unwrap().seated();
    assert_eq!(
        seated.iter().map(|one| (one.seat, one.substitute)).collect::<Vec<_>>(),
        [(SeatKind::Judge, false), (SeatKind::Member, false), (SeatKind::Assessor, false), (SeatKind::Assessor, true),]
    );
}

#[test]
fn a_018_a_substitute_steps_in_for_an_assessor_at_once() {
    let mut matter = registered().then(ON, panel(3, 1));
    let of = |matter: &Matter, substitute| {
        let seated = matter.case.as_ref().unwrap().seated();
        seated.iter().find(|one| one.seat == SeatKind::Assessor && one.substitute == substitute).map(|one| one.judge)
    };
    let (first, next) = (of(&matter, false).unwrap(), of(&matter, true).unwrap());
    matter.does(ON, C::AskRecusal { by: 900, ground: "与原告是同事".into(), judge: first });
    matter.does(ON, C::DecideRecusal { by: 32, reason: "属实".into(), upheld: true });
    assert_eq!((of(&matter, false), of(&matter, true)), (Some(next), None));
    let case = matter.case.as_ref().unwrap();
    assert_eq!((case.leaving(), case.vacant()), (&[][..], false), "nothing is left to draw");
    let sat: Vec<_> = case.sittings().iter().filter(|one| one.seat == SeatKind::Assessor).collect();
    assert_eq!(
        sat.iter().map(|one| (one.judge, one.until.is_some())).collect::<Vec<_>>(),
        [(first, true), (next, false)]
    );
    // the next one has no substitute: the place is drawn for
    matter.does(ON, C::AskRecusal { by: 900, ground: "与原告是同事".into(), judge: next });
    matter.does(ON, C::DecideRecusal { by: 32, reason: "属实".into(), upheld: true });
    assert_eq!(matter.case.as_ref().unwrap().leaving(), [next]);
}

#[test]
fn a_053_a_member_changes_and_the_others_stay() {
    let mut matter = registered().then(ON, panel(3, 0));
    let before = matter.case.as_ref().unwrap().seated().to_vec();
    let (chair, leaver) = (before[0].judge, before[1].judge);
    matter.does(ON, propose_change(leaver.0, 31));
    matter.does(ON, decide_change(32, true));
    assert!(!matter.case.as_ref().unwrap().vacant(), "the judge in charge stays");
    let granted = Some(Change { of: Some(leaver), ..change(ChangeGround::Illness).unwrap() });
    let draw = (2..).find_map(|lot| {
        let mut draw = made(2, false, 1, 0);
        draw.seats[0].outcome = vec![JudgeId(lot)];
        before.iter().all(|one| one.judge != JudgeId(lot)).then_some(draw)
    });
    let draw = draw.unwrap();
    let new = draw.outcome(SeatKind::Member)[0];
    let mut twice = draw.clone();
    twice.seats[0].outcome = vec![before[2].judge];
    let again = |draw| draws(bench(P::Ordinary, 3, 0), draw, granted.clone(), chair.0);
    assert_eq!(matter.refuses(ON, &again(twice)), [R::DrawMismatch], "nobody sits twice");
    let mut back = draw.clone();
    back.seats[0].outcome = vec![leaver];
    assert_eq!(matter.refuses(ON, &again(back)), [R::JudgeBarred]);
    matter.does(ON, again(draw));
    let case = matter.case.as_ref().unwrap();
    assert_eq!(case.facts.judge, Some(chair));
    let now: Vec<JudgeId> = case.seated().iter().map(|one| one.judge).collect();
    assert!(now.contains(&new) && now.contains(&before[2].judge) && !now.contains(&leaver), "{now:?}");
    assert_eq!(case.leaving(), []);
}

#[test]
fn whoever_stays_stays_though_two_of_three_leave() {
    let mut matter = registered().then(ON, panel(3, 0));
    let before = matter.case.as_ref().unwrap().seated().to_vec();
    for one in &before[..2] {
        matter.does(ON, propose_change(one.judge.0, 31));
        matter.does(ON, decide_change(32, true));
    }
    let case = matter.case.as_ref().unwrap();
    assert_eq!((case.vacant(), case.leaving().len(), case.seated().len()), (true, 2, 1));
    let granted = Some(Change { of: Some(before[0].judge), ..change(ChangeGround::Illness).unwrap() });
    let mut draw = made(2, true, 1, 0);
    let free: Vec<JudgeId> = (1..=9).map(JudgeId).filter(|one| before.iter().all(|seat| seat.judge != *one)).collect();
    draw.seats[0].outcome = vec![free[0]];
    draw.seats[1].outcome = vec![free[1]];
    matter.does(ON, draws(bench(P::Ordinary, 3, 0), draw, granted, 0));
    let now: Vec<JudgeId> = matter.case.as_ref().unwrap().seated().iter().map(|one| one.judge).collect();
    assert!(now.contains(&before[2].judge) && now.contains(&free[0]) && now.contains(&free[1]), "{now:?}");
    assert_eq!(matter.facts().waits, 0);
}

#[test]
fn a_026_a_recusal_not_granted_is_reconsidered_once() {
    let ask = || C::AskReconsideration { by: 900, ground: "另有二人同住一处的证据".into() };
    let decide = |by, upheld| C::DecideReconsideration { by, reason: "经复议属实".into(), upheld };
    let recusal = C::AskRecusal { by: 900, ground: "与被告是近亲属".into(), judge: JudgeId(7) };
    let refused = C::DecideRecusal { by: 32, reason: "没有证据".into(), upheld: false };
    let mut matter = assigned().then(ON, recusal).then(ON, refused);
    assert_eq!(matter.refuses(ON, &decide(32, true)), [R::NothingToReconsider]);
    let Event::ReconsiderationAsked(body) = matter.does(ON, ask()) else { panic!() };
    assert_eq!(body.due, day("2020-06-04"), "three days");
    assert_eq!(matter.refuses(ON, &ask()), [R::NothingToReconsider], "once");
    assert!(!matter.case.as_ref().unwrap().vacant(), "the judge goes on meanwhile");
    assert_eq!(matter.refuses(ON, &decide(7, false)), [R::AskerDecides]);
    let kept = matter.clone().then(ON, decide(32, false));
    assert_eq!(kept.refuses(ON, &ask()), [R::NothingToReconsider]);
    matter.does(ON, decide(32, true));
    assert!(matter.case.as_ref().unwrap().vacant());
    let again = C::Draw(drawn(lot(2, None, &[8]), change(ChangeGround::Recusal)));
    assert_eq!(matter.then(ON, again).facts().judge, Some(JudgeId(8)));
}

#[test]
fn a_047_a_linked_case_follows_its_judge_and_is_no_naming() {
    let mut matter = registered();
    let Event::Assigned(body) = matter.does(ON, follow(9, 7)) else { panic!() };
    assert_eq!((body.judge, body.named.is_none(), body.draw.is_none()), (JudgeId(7), true, true));
    assert_eq!(body.linked.unwrap().case.stream, Stream(9));
    assert_eq!(matter.refuses(ON, &follow(9, 8)), [R::JudgeFixed]);
    assert_eq!(registered().refuses(ON, &follow(1, 7)), [R::LinkInvalid], "itself");
}

#[test]
fn a_051_nobody_is_named_whom_the_law_bars_and_a_proposal_can_be_declined() {
    let propose = |judge| C::ProposeNaming {
        ground: NamingGround::Major,
        judge: JudgeId(judge),
        proposer: 31,
        reason: "新类型案件，需要熟悉数据权益的法官办理".into(),
    };
    let mut draw = lot(1, None, &[7, 9]);
    let drawn_first = draw.first().unwrap();
    let other = if drawn_first == JudgeId(7) { 9 } else { 7 };
    let place = draw.seats[0].candidates.iter().position(|one| one.judge == JudgeId(other)).unwrap();
    draw.seats[0].candidates[place].failing = vec![Failing::Related];
    let approve = C::ApproveNaming { approver: 32, drawn: drawn(draw, None) };
    assert_eq!(registered().then(ON, propose(other)).refuses(ON, &approve), [R::JudgeBarred]);
    let decline = |by| C::DeclineNaming { by, reason: "本院其他法官也能办理".into() };
    assert_eq!(registered().refuses(ON, &decline(32)), [R::NamingMissing]);
    let proposed = registered().then(ON, propose(9));
    assert_eq!(proposed.refuses(ON, &decline(31)), [R::AskerDecides]);
    assert_eq!(proposed.refuses(ON, &decline(9)), [R::AskerDecides]);
    let declined = proposed.then(ON, decline(32));
    assert!(declined.case.as_ref().unwrap().naming().is_none());
    declined.then(ON, C::Draw(drawn(lot(1, None, &[7]), None)));
}

#[test]
fn a_named_judge_who_was_drawn_as_a_member_changes_places() {
    let draw = made(1, true, 2, 0);
    let (first, member) = (draw.first().unwrap(), draw.outcome(SeatKind::Member)[0]);
    let propose = C::ProposeNaming {
        ground: NamingGround::Major,
        judge: member,
        proposer: 31,
        reason: "新类型案件，需要熟悉数据权益的法官办理".into(),
    };
    let mut matter = registered().then(ON, propose);
    let drawn = Box::new(Drawn { bench: bench(P::Ordinary, 3, 0), change: None, judge: first, draw });
    let Event::Assigned(body) = matter.does(ON, C::ApproveNaming { approver: 32, drawn }) else { panic!() };
    let seated: Vec<JudgeId> = body.seated.iter().map(|one| one.judge).collect();
    assert_eq!((seated[0], seated[1], seated.len()), (member, first, 3));
}

#[test]
fn a_010_nobody_left_is_noted_with_every_reason_until_somebody_is_drawn() {
    let failing = |failing| Candidate { failing, judge: JudgeId(1), load: 0 };
    let note = |one| C::NoteNobody(NobodyLeft { candidates: vec![one], seat: SeatKind::Judge });
    assert_eq!(registered().refuses(ON, &note(failing(vec![]))), [R::DrawMismatch], "somebody is left");
    let mut matter = registered().then(ON, note(failing(vec![Failing::Related])));
    matter.does("2020-06-03", note(failing(vec![Failing::Related])));
    assert_eq!(matter.case.as_ref().unwrap().nobody_since(), Some(day(ON)), "since the first time");
    matter.does("2020-06-03", C::Draw(drawn(lot(1, None, &[7]), None)));
    assert_eq!(matter.case.as_ref().unwrap().nobody_since(), None);
}
