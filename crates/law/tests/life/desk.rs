//! The registry's desk: numbers, diversion, fees, secrecy; and who becomes the judge: draws, namings, recusals.

use law::assignment::draw::Asked;
use law::assignment::{Candidate, Draw, Lot};
use law::fen::Fen;
use law::ids::{CourtId, JudgeId, Stream};
use law::life::RefusalCode as R;
use law::life::codes::{ChangeGround, Channel, NamingGround, Procedure, Secrecy, State};
use law::life::command::{Bench, Command as C, Drawn};
use law::life::event::{Event, Intake, Origin};
use law::life::papers::{Change, Papers};

use crate::matter::{BASIC, Matter, day, intake};

const ON: &str = "2020-06-01";

pub fn papers(mediation: bool) -> Papers {
    Papers {
        consents: Vec::new(),
        electronic: true,
        filer: 900,
        files: Vec::new(),
        likeness: None,
        mediation,
        relayed: None,
        relief: None,
        sealed: None,
    }
}

/// Filed online, not yet looked at.
fn filed(mediation: bool) -> Matter {
    let mut intake = intake("民初", day("2020-05-28"));
    intake.papers = Some(Box::new(papers(mediation)));
    Matter::at(BASIC).then("2020-05-28", C::Receive(intake))
}

/// Papers that another court took in.
fn relay(from: u16, on: &str) -> Intake {
    let origin = Origin { court: CourtId(from), stream: Stream(1) };
    let papers = Papers { relayed: Some(origin), ..papers(false) };
    Intake { channel: Channel::CrossRegion, papers: Some(Box::new(papers)), ..intake("民初", day(on)) }
}

/// Taken in by another court.
fn relayed(from: u16) -> Matter {
    Matter::at(BASIC).then("2020-05-28", C::Receive(relay(from, "2020-05-28")))
}

/// Registered, without a judge.
pub fn registered() -> Matter {
    filed(false).then("2020-05-29", C::Accept { intake: None, year: 2020, serial: 1 })
}

fn give(number: &str) -> C {
    C::GiveNumber { by: 900, number: number.to_owned() }
}

pub fn lot(round: u32, number: Option<&str>, judges: &[u32]) -> Draw {
    let judges = judges.iter().map(|n| Candidate { judge: JudgeId(*n), load: 0, failing: Vec::new() });
    let asked = Asked {
        matter: "辽0102/1".to_owned(),
        leaf: vec![1; 32],
        number: number.map(str::to_owned),
        round,
        weight: 60,
        median_weight: 100,
        judges: judges.collect(),
        chair: true,
        members: 0,
        assessors: Vec::new(),
        jury: 0,
    };
    Draw::make(asked, &Lot { beta: vec![3; 64], proof: vec![4], public_key: vec![5] }).unwrap()
}

pub fn drawn(draw: Draw, change: Option<Change>) -> Box<Drawn> {
    let judge = draw.first().unwrap();
    let bench = Bench { procedure: Procedure::Summary, panel: 1, assessors: 0, seven: None };
    Box::new(Drawn { bench, change, draw, judge })
}

const ILL: &str = "承办法官因病住院，预计三个月以上";

pub fn change(ground: ChangeGround) -> Option<Change> {
    Some(Change { asked_by: 31, by: 32, ground, of: None, reason: ILL.to_owned() })
}

pub fn propose_change(of: u32, proposer: u32) -> C {
    C::ProposeChange { ground: ChangeGround::Illness, of: JudgeId(of), proposer, reason: ILL.to_owned() }
}

pub fn decide_change(by: u32, granted: bool) -> C {
    C::DecideChange { by, granted, reason: "情况属实".to_owned() }
}

/// With a judge drawn from one.
pub fn assigned() -> Matter {
    registered().then(ON, C::Draw(drawn(lot(1, None, &[7]), None)))
}

fn ask_recusal(judge: u32) -> C {
    C::AskRecusal { by: 900, ground: "与被告法定代表人是近亲属".to_owned(), judge: JudgeId(judge) }
}

fn decide_recusal(by: u32, upheld: bool) -> C {
    C::DecideRecusal { by, reason: "经查属实".to_owned(), upheld }
}

fn propose(judge: u32, proposer: u32, ground: NamingGround) -> C {
    C::ProposeNaming {
        ground,
        judge: JudgeId(judge),
        proposer,
        reason: "新类型案件，需要熟悉数据权益的法官办理".to_owned(),
    }
}

/// One example for every code that only the desk and the draw refuse with.
pub fn examples() -> Vec<(R, Matter, &'static str, C)> {
    let fee = || C::NoticeFee { amount: Fen(230_000), scale: "property".to_owned() };
    let again = |judge, ground| C::Draw(drawn(lot(2, None, &[judge]), change(ground)));
    let recused = assigned().then(ON, ask_recusal(7)).then(ON, decide_recusal(32, true));
    let naming = C::ApproveNaming { approver: 32, drawn: drawn(lot(1, None, &[7]), None) };
    let taken = relayed(4).then("2020-05-29", C::Take);
    let relay = |from, on: &str| C::Receive(relay(from, on));
    vec![
        (R::NotCrossRegion, Matter::at(BASIC), "2019-12-24", relay(4, "2019-12-24")),
        (R::NotRelayed, filed(false), ON, C::Take),
        (R::TakenTwice, taken, ON, C::Take),
        (R::NumberTwice, filed(false).then(ON, give("1")), ON, give("2")),
        (R::ConsentMissing, filed(false), ON, C::Divert { consent: false }),
        (R::FeeTwice, registered().then(ON, fee()), ON, fee()),
        (R::FeeNotAsked, registered(), ON, C::PayFee { amount: Fen(1), reference: "票1".to_owned() }),
        (R::DrawMismatch, registered(), ON, C::Draw(drawn(lot(2, None, &[7]), None))),
        (R::JudgeFixed, assigned(), ON, C::Draw(drawn(lot(2, None, &[8]), None))),
        (R::JudgeBarred, recused, ON, again(7, ChangeGround::Recusal)),
        (R::NamingMissing, registered(), ON, naming),
        (R::RecusalPending, assigned().then(ON, ask_recusal(7)), ON, ask_recusal(7)),
        (R::RecusalMissing, assigned(), ON, decide_recusal(32, true)),
        (R::RecusalNotUpheld, assigned(), ON, again(8, ChangeGround::Recusal)),
        (R::ChangeNotGranted, assigned(), ON, again(8, ChangeGround::Illness)),
        (R::ChangePending, assigned().then(ON, propose_change(7, 31)), ON, propose_change(7, 31)),
        (R::ChangeMissing, assigned(), ON, decide_change(32, true)),
        (R::NothingToReconsider, assigned(), ON, C::AskReconsideration { by: 900, ground: "另有证据".to_owned() }),
        (R::LinkInvalid, registered(), ON, crate::bench::follow(1, 7)),
        (R::AssessorsTooLate, crate::bench::heard_on("2020-06-07"), ON, crate::bench::panel(3, 1)),
    ]
}

#[test]
fn a_number_is_given_once_and_before_the_draw() {
    let matter = filed(false).then("2020-05-29", give("20200529"));
    assert_eq!(matter.case.as_ref().unwrap().number_given(), Some("20200529"));
    assert_eq!(matter.refuses(ON, &give("1")), [R::NumberTwice]);
    for bad in ["", "12a", "１２", "-1", "123456789012345678901"] {
        assert_eq!(filed(false).refuses(ON, &give(bad)), [R::NumberInvalid], "{bad}");
    }
    assert_eq!(assigned().refuses(ON, &give("1")), [R::StateForbids]);
}

#[test]
fn s_020_another_courts_filing_is_taken_with_a_day_to_decide_by() {
    let mut matter = relayed(4);
    let Event::Taken(body) = matter.does("2020-05-29", C::Take) else { panic!("not taken") };
    assert_eq!(body.due, day("2020-06-05"), "seven days");
    assert_eq!(matter.case.as_ref().unwrap().taken(), Some(body.due));
    assert_eq!(matter.facts().state, State::Received.code(), "it still waits for its decision");
    matter.does("2020-06-01", C::Accept { intake: None, year: 2020, serial: 1 });
    assert_eq!(matter.refuses(ON, &C::Take), [R::StateForbids, R::TakenTwice]);
}

#[test]
fn s_032_a_filing_goes_to_mediation_with_consent_alone_and_comes_back() {
    assert_eq!(filed(false).refuses(ON, &C::Divert { consent: false }), [R::ConsentMissing]);
    let mut matter = filed(true);
    let Event::Diverted(body) = matter.does(ON, C::Divert { consent: false }) else { panic!("not diverted") };
    assert_eq!(body.due, day("2020-07-01"), "S-030: thirty days");
    assert_eq!(matter.facts().state, State::Diverted.code());
    let accept = C::Accept { intake: None, year: 2020, serial: 1 };
    assert_eq!(matter.refuses(ON, &accept), [R::StateForbids]);
    matter.does("2020-07-01", C::Reopen);
    matter.does("2020-07-02", accept);
    assert_eq!(matter.facts().state, State::Registered.code());
}

#[test]
fn s_014_a_fee_is_asked_for_once_and_paid_as_asked() {
    let notice = || C::NoticeFee { amount: Fen(230_000), scale: "property".to_owned() };
    let pay = |amount, reference: &str| C::PayFee { amount: Fen(amount), reference: reference.to_owned() };
    assert_eq!(registered().refuses(ON, &pay(230_000, "票1")), [R::FeeNotAsked]);
    assert_eq!(
        registered().refuses(ON, &C::NoticeFee { amount: Fen(-1), scale: "property".to_owned() }),
        [R::AmountInvalid]
    );
    let mut matter = registered();
    let Event::FeeNoticed(body) = matter.does(ON, notice()) else { panic!("no notice") };
    assert_eq!(body.due, day("2020-06-08"), "seven days from the day after the notice");
    assert_eq!(matter.refuses(ON, &notice()), [R::FeeTwice]);
    assert_eq!(matter.refuses(ON, &pay(1, "票1")), [R::AmountInvalid]);
    assert_eq!(matter.refuses(ON, &pay(230_000, " ")), [R::ReasonMissing]);
    matter.does(ON, pay(230_000, "票1"));
    assert_eq!(matter.refuses(ON, &pay(230_000, "票2")), [R::FeeTwice]);
}

#[test]
fn a_correction_online_takes_the_place_of_the_papers() {
    let ask = C::AskCorrection { defects: vec!["请求金额与明细不符".into()], fields: vec!["claims".into()] };
    let mut matter = filed(false).then("2020-05-29", ask);
    let resubmit = C::Resubmit(papers(true));
    assert_eq!(filed(false).refuses(ON, &resubmit), [R::StateForbids]);
    matter.does(ON, resubmit);
    assert_eq!(matter.facts().state, State::Received.code());
    assert_eq!(matter.case.as_ref().unwrap().registry_from(), day(ON), "the seven days run anew");
    matter.does(ON, C::Divert { consent: false });
}

#[test]
fn a_secrecy_level_needs_its_ground_and_looking_is_kept() {
    let classify = |ground: &str| C::Classify { by: 3, ground: ground.to_owned(), level: Secrecy::Restricted };
    assert_eq!(assigned().refuses(ON, &classify(" ")), [R::ReasonMissing]);
    let matter = assigned().then(ON, classify("涉及未成年人"));
    assert_eq!(matter.facts().secrecy, Secrecy::Restricted.code());
    let matter = matter.then(ON, C::View { by: 7, role: "judge".to_owned() });
    assert_eq!(matter.facts().state, State::Assigned.code(), "looking changes nothing");
}

#[test]
fn a_003_the_outcome_of_the_draw_is_the_assignment_and_stays() {
    let matter = assigned();
    assert_eq!(matter.facts().judge, Some(JudgeId(7)));
    let again = C::Draw(drawn(lot(2, None, &[8]), None));
    assert_eq!(matter.refuses(ON, &again), [R::JudgeFixed]);
    let mut other = drawn(lot(1, None, &[7]), None);
    other.judge = JudgeId(8);
    assert_eq!(registered().refuses(ON, &C::Draw(other)), [R::DrawMismatch]);
    assert_eq!(registered().refuses(ON, &C::Draw(drawn(lot(2, None, &[7]), None))), [R::DrawMismatch], "wrong round");
    let given = registered().then(ON, give("5"));
    assert_eq!(given.refuses(ON, &C::Draw(drawn(lot(1, None, &[7]), None))), [R::DrawMismatch], "number left out");
    given.then(ON, C::Draw(drawn(lot(1, Some("5"), &[7]), None)));
    let early = C::Draw(drawn(lot(1, None, &[7]), change(ChangeGround::Illness)));
    assert_eq!(registered().refuses(ON, &early), [R::NotAssigned]);
}

#[test]
fn a_053_the_judge_changes_by_a_new_draw_with_a_ground_and_another_who_agrees() {
    let again = |change| C::Draw(drawn(lot(2, None, &[8]), change));
    let asked = assigned().then(ON, propose_change(7, 31));
    assert_eq!(asked.refuses(ON, &decide_change(31, true)), [R::AskerDecides], "who asks does not decide");
    assert_eq!(asked.refuses(ON, &decide_change(7, true)), [R::AskerDecides], "nor whom it is about");
    assert_eq!(asked.refuses(ON, &again(change(ChangeGround::Illness))), [R::ChangeNotGranted], "not decided yet");
    let refused = asked.clone().then(ON, decide_change(32, false));
    assert!(!refused.case.as_ref().unwrap().vacant(), "the judge stays");
    let granted = asked.then(ON, decide_change(32, true));
    assert!(granted.case.as_ref().unwrap().vacant());
    let other = change(ChangeGround::Overload);
    assert_eq!(granted.refuses(ON, &again(other)), [R::ChangeNotGranted], "another ground than was decided on");
    let own = change(ChangeGround::Illness).map(|change| Change { by: 31, ..change });
    assert_eq!(granted.refuses(ON, &again(own)), [R::AskerDecides, R::ChangeNotGranted]);
    let back = C::Draw(drawn(lot(2, None, &[7]), change(ChangeGround::Illness)));
    assert!(granted.refuses(ON, &back).contains(&R::JudgeBarred), "who left is not drawn again");
    let short =
        C::ProposeChange { ground: ChangeGround::Illness, of: JudgeId(7), proposer: 31, reason: "病了".into() };
    assert_eq!(assigned().refuses(ON, &short), [R::ReasonMissing]);
    assert_eq!(assigned().refuses(ON, &propose_change(8, 31)), [R::NotAssigned], "no stranger to the bench");
    let matter = granted.then(ON, again(change(ChangeGround::Illness)));
    assert_eq!(matter.facts().judge, Some(JudgeId(8)));
    assert!(!matter.case.as_ref().unwrap().vacant());
    assert_eq!(matter.case.as_ref().unwrap().left(), [JudgeId(7)]);
    assert_eq!(assigned().refuses(ON, &again(change(ChangeGround::Recusal))), [R::RecusalNotUpheld]);
}

#[test]
fn a_029_an_upheld_recusal_asks_for_a_new_draw_without_the_judge() {
    assert_eq!(assigned().refuses(ON, &ask_recusal(8)), [R::NotAssigned]);
    assert_eq!(assigned().refuses(ON, &decide_recusal(32, true)), [R::RecusalMissing]);
    let matter = assigned().then(ON, ask_recusal(7));
    assert_eq!(matter.refuses(ON, &ask_recusal(7)), [R::RecusalPending]);
    assert_eq!(matter.refuses(ON, &decide_recusal(7, false)), [R::AskerDecides]);
    let kept = matter.clone().then(ON, decide_recusal(32, false));
    assert!(!kept.case.as_ref().unwrap().vacant());
    let matter = matter.then(ON, decide_recusal(32, true));
    assert!(matter.case.as_ref().unwrap().vacant());
    assert_eq!(matter.case.as_ref().unwrap().barred(), [JudgeId(7)]);
    let again = |judge| C::Draw(drawn(lot(2, None, &[judge]), change(ChangeGround::Recusal)));
    assert_eq!(matter.refuses(ON, &again(7)), [R::JudgeBarred]);
    let matter = matter.then(ON, again(8));
    assert_eq!(matter.facts().judge, Some(JudgeId(8)));
    assert!(!matter.case.as_ref().unwrap().vacant());
}

#[test]
fn a_051_a_judge_is_named_by_one_and_agreed_to_by_another() {
    let approve = |approver| C::ApproveNaming { approver, drawn: drawn(lot(1, None, &[7]), None) };
    assert_eq!(registered().refuses(ON, &approve(32)), [R::NamingMissing]);
    assert_eq!(registered().refuses(ON, &propose(31, 31, NamingGround::Major)), [R::AskerDecides]);
    assert_eq!(registered().refuses(ON, &propose(9, 31, NamingGround::PoolExhausted)), [R::GroundNotAllowed]);
    let matter = registered().then(ON, propose(9, 31, NamingGround::Major));
    assert_eq!(matter.refuses(ON, &approve(31)), [R::AskerDecides]);
    assert_eq!(matter.refuses(ON, &approve(9)), [R::AskerDecides]);
    let mut matter = matter;
    let Event::Assigned(body) = matter.does(ON, approve(32)) else { panic!("not assigned") };
    let named = body.named.unwrap();
    assert_eq!((body.judge, named.proposer, named.approver), (JudgeId(9), 31, Some(32)));
    assert_eq!(body.draw.unwrap().first(), Some(JudgeId(7)), "the draw that would have been stands beside");
}
