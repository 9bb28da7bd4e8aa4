//! The door to a new entry: a command, the past and a moment give one entry or the reasons against it.

use super::case::Case;
use super::codes::State;
use super::command::Command as C;
use super::event::Event;
use super::refusal::{Objections, Refusal, RefusalCode as R};
use super::track::Stage;
use super::{
    aid, allot, appeal, bankruptcy, closing, counter, desk, enforcement, filing, hearing, make, publication, trial_term,
};
use crate::court;
use crate::day::{Day, Moment};
use crate::ids::CourtId;

/// What a check looks at.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub case: &'a Case,
    pub at: Moment,
    pub today: Day,
}

impl Scene<'_> {
    /// The step must be taken in one of these states.
    pub(crate) fn needs(&self, states: &[State], what: &str, no: &mut Objections) {
        let state = self.case.state();
        if state == State::Archived {
            no.when(true, R::Archived, "人民法院诉讼档案管理办法", || {
                format!("案件已经归档，不能再{what}；确有需要的，应当另立新案办理")
            });
            return;
        }
        no.when(!states.contains(&state), R::StateForbids, "民事诉讼法（2017）第十二章", || {
            format!("案件现为“{}”，不能{what}；请先完成前一程序", state.zh())
        });
    }

    /// The step belongs to these stages only.
    pub(crate) fn only(&self, stages: &[Stage], what: &str, no: &mut Objections) {
        let fits = self.case.stage().is_some_and(|stage| stages.contains(&stage));
        no.when(!fits, R::CommandNotOfTrack, "法〔2015〕137号", || {
            let word = self.case.word().map_or("", |word| word.as_str());
            format!("“{word}”案件没有“{what}”这一程序；请核对案件类型后另选操作")
        });
    }
}

/// States in which a matter is in hand.
pub(crate) const OPEN: &[State] = &[State::Registered, State::Assigned, State::Hearing, State::Suspended];
/// The same without suspension.
pub(crate) const RUNNING: &[State] = &[State::Registered, State::Assigned, State::Hearing];

/// One command makes one entry, or the first reason against it.
///
/// `court` and the entry's court are the same; `past` is the folded history, none to open a matter.
pub fn decide(past: Option<&Case>, court: CourtId, at: Moment, command: &C) -> Result<Event, Refusal> {
    let mut no = Objections::default();
    check(past, court, at, command, &mut no);
    if no.none() {
        make::event(past, court, at, command).ok_or_else(nothing_there)
    } else {
        Err(no.all().into_iter().next().unwrap_or_else(nothing_there))
    }
}

/// All reasons against a command; empty exactly when `decide` agrees.
pub fn why_not(past: Option<&Case>, court: CourtId, at: Moment, command: &C) -> Vec<Refusal> {
    let mut no = Objections::default();
    check(past, court, at, command, &mut no);
    no.all()
}

fn nothing_there() -> Refusal {
    Refusal {
        code: R::NoMatter,
        basis: "登记立案规定（2015）第二条",
        sentence: "案件尚不存在，无法办理；请先收案或者立案".to_owned(),
    }
}

fn check(past: Option<&Case>, court: CourtId, at: Moment, command: &C, no: &mut Objections) {
    no.when(court::court(court).is_none(), R::CourtUnknown, "法〔2015〕137号", || {
        format!("法院名录中没有 {} 号法院；请核对法院后重试", court.0)
    });
    let today = at.day();
    if let Some(case) = past {
        no.say(
            at < case.last_at,
            R::TimeRunsBackwards,
            "民事诉讼法（2017）第八十二条",
            "办理时间早于本案上一条记录，案件时间不能倒流；请以现在的时间补记并写明事由",
        );
        no.when(case.facts.court != court, R::CourtUnknown, "法〔2015〕137号", || {
            "本案不在该法院，只能由立案的法院办理；请到该法院办理或者依法移送".to_owned()
        });
    }
    match (past, command) {
        (None, C::Receive(intake)) => {
            filing::receive(intake, today, no);
            filing::relayed(intake, court, today, no);
        }
        (None, C::Accept { intake, year, serial }) => {
            filing::accept_on_the_spot(intake.as_ref(), *year, *serial, today, no);
        }
        (Some(_), C::Receive(_)) => no.say(
            true,
            R::MatterExists,
            "登记立案规定（2015）第二条",
            "材料已经收过，同一卷宗不能再次收案；新的请求应当另行收案",
        ),
        (None, _) => {
            no.say(true, R::NoMatter, "登记立案规定（2015）第二条", "案件尚不存在，无法办理；请先收案或者立案")
        }
        (Some(case), command) => step(Scene { case, at, today }, command, no),
    }
}

fn step(scene: Scene<'_>, command: &C, no: &mut Objections) {
    match command {
        C::Receive(_) => {}
        C::AskCorrection { .. }
        | C::Correct
        | C::Resubmit(_)
        | C::Return
        | C::Refuse { .. }
        | C::Accept { .. }
        | C::Assign { .. }
        | C::Serve { .. } => filing::check(scene, command, no),
        C::Explain { .. } | C::ProposeCorrection { .. } | C::ApproveCorrection { .. } => {
            filing::check(scene, command, no);
        }
        C::DecideRelief { .. } | C::ChangeConsent { .. } | C::Complain { .. } | C::AnswerComplaint { .. } => {
            counter::check(scene, command, no);
        }
        C::GiveNumber { .. }
        | C::Divert { .. }
        | C::Take
        | C::Reopen
        | C::NoticeFee { .. }
        | C::PayFee { .. }
        | C::Classify { .. }
        | C::View { .. } => desk::check(scene, command, no),
        C::Draw(_)
        | C::Follow(_)
        | C::NoteNobody(_)
        | C::ProposeChange { .. }
        | C::DecideChange { .. }
        | C::DeclineNaming { .. }
        | C::AskReconsideration { .. }
        | C::DecideReconsideration { .. }
        | C::ProposeNaming { .. }
        | C::ApproveNaming { .. }
        | C::AskRecusal { .. }
        | C::DecideRecusal { .. } => allot::check(scene, command, no),
        C::Convert { .. } | C::Exclude { .. } | C::Extend { .. } | C::Suspend { .. } | C::Resume => {
            trial_term::check(scene, command, no);
        }
        C::ScheduleHearing { .. } | C::AdjournHearing { .. } | C::HoldHearing { .. } => {
            hearing::check(scene, command, no);
        }
        C::Close { form, document, in_court } => closing::check(scene, *form, *document, *in_court, no),
        C::TakeEffect { .. } | C::ReceiveAppeal { .. } | C::SendFile { .. } | C::ConcludeAppeal { .. } => {
            appeal::check(scene, command, no);
        }
        C::Publish { .. } | C::Recall { .. } | C::Withhold { .. } | C::Disclose { .. } | C::Archive => {
            publication::check(scene, command, no);
        }
        rest => step_of_an_office(scene, rest, no),
    }
}

/// Commands of enforcement, bankruptcy and the lesser offices.
fn step_of_an_office(scene: Scene<'_>, command: &C, no: &mut Objections) {
    match command {
        C::NoticeDebtor { .. }
        | C::QueryProperty { .. }
        | C::InspectProperty { .. }
        | C::ControlProperty { .. }
        | C::CollectMoney { .. }
        | C::RestrictDebtor { .. }
        | C::InterviewApplicant { .. } => {
            enforcement::check(scene, command, no);
        }
        C::NotifyDebtor
        | C::AppointAdministrator { .. }
        | C::AnnounceClaims { .. }
        | C::VoteCreditors { .. }
        | C::OrderReorganisation
        | C::ApprovePlan
        | C::DeclareBankrupt
        | C::DistributeEstate { .. } => {
            bankruptcy::check(scene, command, no);
        }
        C::RulePreservation
        | C::DecideAid { .. }
        | C::PayAid { .. }
        | C::AcceptMediation { .. }
        | C::HoldMediation { .. } => aid::check(scene, command, no),
        // all others were told apart before
        _ => {}
    }
}
