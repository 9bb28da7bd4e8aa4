//! The door to what happens: a command, the state and a moment give events or the reasons against it.

use super::attendance::Halt;
use super::basis;
use super::command::Command as C;
use super::event::Event as E;
use super::phase::Phase;
use super::seat::{Person, Seat};
use super::state::{Hearing, Standing};
use super::{
    absence, broadcast, course, entrance, evidence, floor, recording, recusal, spectators, transcript, witness,
};
use crate::day::Moment;
use crate::life::{Objections, Refusal, RefusalCode as R};

/// What a check looks at.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub h: &'a Hearing,
    pub by: Person,
    pub at: Moment,
}

/// One subject of the rules: it objects to its own commands and is silent about all others.
type Check = fn(Scene<'_>, &C, &mut Objections);
/// What follows from a command of the subject; nothing of all others.
type Make = fn(Scene<'_>, &C) -> Vec<E>;

const SUBJECTS: [(Check, Make); 11] = [
    (entrance::check, entrance::events),
    (floor::check, floor::events),
    (course::check, course::events),
    (recusal::check, recusal::events),
    (evidence::check, evidence::events),
    (witness::check, witness::events),
    (absence::check, absence::events),
    (recording::check, recording::events),
    (broadcast::check, broadcast::events),
    (spectators::check, spectators::events),
    (transcript::check, transcript::events),
];

/// What happens upon a command, or the first reason against it.
pub fn decide(hearing: &Hearing, by: Person, at: Moment, command: &C) -> Result<Vec<E>, Refusal> {
    let scene = Scene { h: hearing, by, at };
    match why_not(hearing, by, at, command).into_iter().next() {
        Some(reason) => Err(reason),
        None => Ok(SUBJECTS.iter().flat_map(|(_, make)| make(scene, command)).collect()),
    }
}

/// All reasons against a command; empty exactly when `decide` agrees.
pub fn why_not(hearing: &Hearing, by: Person, at: Moment, command: &C) -> Vec<Refusal> {
    let mut no = Objections::default();
    let scene = Scene { h: hearing, by, at };
    no.say(
        hearing.last_at.is_some_and(|last| at < last),
        R::TimeRunsBackwards,
        basis::TRANSCRIPT,
        "时间早于本次庭审的上一条记录，庭审记录不能倒流；请校准时钟后重试",
    );
    let new = matches!(command, C::ApplyToWatch { .. });
    if by != Person::ROOM && !new && hearing.standing(by).is_none() {
        no.say(
            true,
            R::NotOfHearing,
            basis::ONLINE_ORDER,
            "您不是本次庭审的参与人，不能在庭审中操作；需要旁听的，请申请旁听",
        );
        return no.all();
    }
    // whoever was told to leave, or was replaced, may still read and sign what was written
    let gone = hearing.standing(by).is_some_and(|who| who.removed) && !transcript::concerns(command);
    no.say(
        gone,
        R::WasRemoved,
        basis::ONLINE_ORDER,
        "您已被责令退出法庭或者已经更换，不能再作此操作；对处置有异议的，可以向法院提出",
    );
    let phase = hearing.phase;
    let late = phase == Phase::Adjourned && transcript::concerns(command);
    no.when(phase.over() && !late, R::HearingOver, basis::TRANSCRIPT, || {
        format!("本次庭审已经“{}”，不能再{}；需要继续审理的，请另行排期", phase.zh(), command.zh())
    });
    SUBJECTS.iter().for_each(|(check, _)| check(scene, command, &mut no));
    no.all()
}

impl<'a> Scene<'a> {
    /// The seat of who asks; none of the room.
    pub fn seat(self) -> Option<Seat> {
        self.me().map(Standing::seat)
    }

    /// Who asks.
    pub fn me(self) -> Option<&'a Standing> {
        self.h.standing(self.by)
    }

    /// The room's own programs ask.
    pub fn room(self) -> bool {
        self.by == Person::ROOM
    }

    pub fn presiding(self) -> bool {
        self.seat() == Some(Seat::Presiding)
    }

    /// Only these seats may; `fits` says who.
    pub fn only(self, fits: bool, what: &str, who: &str, no: &mut Objections) {
        no.when(!fits, R::NotOfSeat, basis::COURT_ORDER, || {
            let seat = self.seat().map_or("系统", Seat::zh);
            format!("“{seat}”不能{what}，这一操作属于{who}；请由其办理")
        });
    }

    pub fn only_presiding(self, what: &str, no: &mut Objections) {
        self.only(self.presiding(), what, "审判长", no);
    }

    /// The presiding judge, the clerk, and the room where its programs may tell.
    pub fn only_desk(self, room: bool, what: &str, no: &mut Objections) {
        let desk = matches!(self.seat(), Some(Seat::Presiding | Seat::Clerk));
        self.only(desk || (room && self.room()), what, "审判长或者书记员", no);
    }

    /// Somebody of this hearing.
    pub fn somebody(self, person: Person, no: &mut Objections) -> Option<&'a Standing> {
        let who = self.h.standing(person);
        no.when(who.is_none(), R::PersonUnknown, basis::OPENING, || {
            format!("本次庭审没有{}号参与人，无法办理；请核对出庭人员名单", person.0)
        });
        who
    }

    /// The step belongs to certain phases.
    pub fn during(self, fits: bool, what: &str, when: &str, no: &mut Objections) {
        no.when(!fits, R::PhaseForbids, basis::OPENING, || {
            format!("现在是“{}”，不能{what}；请在{when}办理", self.h.phase.zh())
        });
    }

    /// Nothing goes on while the room stands still.
    pub fn going(self, no: &mut Objections) {
        let Some(halt) = self.h.halted() else { return };
        let label = |person| self.h.standing(person).map_or("", |who: &Standing| who.participant.label.as_str());
        no.when(true, R::HearingHalted, basis::ONLINE_ABSENCE, || match halt {
            Halt::Frozen(why) => format!("庭审因{}暂停，不能继续；请在排除后由书记员解除暂停", why.zh()),
            Halt::Recording => "录音录像没有落盘，庭审不能继续；请等待恢复，或者由审判长记明故障后中断录制".to_owned(),
            Halt::Recusal => "回避申请尚未决定，庭审不能继续；请先作出决定，或者休庭、延期".to_owned(),
            Halt::Court(person) => {
                format!("{}没有在线或者应当更换，庭审不能继续；请等待其恢复，或者休庭、更换人员", label(person))
            }
            Halt::Party(person) => {
                format!("{}及其代理人都没有在线，庭审不能继续；请等待其恢复，或者由审判长决定如何处理", label(person))
            }
        });
    }

    /// Somebody of a side who is in the room.
    pub fn of_a_side(self, what: &str, no: &mut Objections) {
        self.only(self.seat().is_some_and(Seat::of_a_side), what, "当事人、公诉人及其代理人、辩护人", no);
        self.inside(self.by, no);
    }

    /// Past the waiting room.
    pub fn inside(self, person: Person, no: &mut Objections) {
        no.say(
            self.h.standing(person).is_some() && !self.h.in_room(person),
            R::NotInRoom,
            basis::ONLINE_IDENTITY,
            "该人员没有在庭：未连接、未通过身份核验、未知悉法庭纪律或者未获准进入；请先完成这些步骤",
        );
    }

    pub fn reason(self, text: &str, what: &str, no: &mut Objections) {
        no.when(text.trim().is_empty(), R::ReasonMissing, basis::TRANSCRIPT, || {
            format!("{what}应当写明理由，记入笔录；请补充理由")
        });
    }
}
