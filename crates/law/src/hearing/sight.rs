//! Who may send and who receives whom, now. These answers decide every packet; nothing a client says changes them.

use super::attendance::{Halt, Link};
use super::kinds::{Interruption, Track};
use super::phase::Phase;
use super::seat::{Person, Seat};
use super::state::{Called, Hearing, Recording, Stage, Standing};

impl Hearing {
    /// Whether somebody's picture, voice or screen may leave them at all.
    pub fn may_send(&self, person: Person, track: Track) -> bool {
        let Some(who) = self.here(person) else { return false };
        let seat = who.seat();
        if !seat.speaks() || (track == Track::Camera && who.video_off) || (track != Track::Camera && who.muted) {
            return false;
        }
        if who.private.is_some() {
            return track != Track::Screen;
        }
        if self.under_check(who) {
            return track != Track::Screen;
        }
        match self.phase {
            Phase::Scheduled | Phase::Closed | Phase::Adjourned | Phase::Recess => false,
            Phase::Deliberation => seat.bench() && track != Track::Screen,
            Phase::Waiting => {
                self.in_room(person) && (track == Track::Camera || (moderates(seat) && track == Track::Microphone))
            }
            _ => {
                self.in_room(person)
                    && match track {
                        Track::Camera => true,
                        Track::Microphone => self.may_speak(person, who),
                        Track::Screen => self.may_share(person, seat),
                    }
            }
        }
    }

    /// Whether a viewer is sent a source's picture, voice or screen.
    pub fn receives(&self, viewer: Person, source: Person, track: Track) -> bool {
        let (Some(to), Some(from)) = (self.here(viewer), self.here(source)) else { return false };
        if viewer == source || to.seat() == Seat::Technician || !self.may_send(source, track) {
            return false;
        }
        if to.private.is_some() || from.private.is_some() {
            return to.private == from.private;
        }
        if self.phase == Phase::Deliberation {
            return to.seat().bench() && from.seat().bench();
        }
        if self.under_check(from) {
            return sees_checks(to.seat());
        }
        if !self.in_room(viewer) {
            // the waiting room: those being checked are spoken to by the court; witnesses wait apart
            let checked = self.under_check(to) && !to.seat().testifies();
            return checked && sees_checks(from.seat()) && track != Track::Screen;
        }
        self.in_room_receives(viewer, to, source, from, track)
    }

    fn in_room_receives(&self, viewer: Person, to: &Standing, source: Person, from: &Standing, track: Track) -> bool {
        let seat = to.seat();
        if seat.onlooker() && !self.onlookers_see() {
            return false;
        }
        if seat == Seat::Supervisor && !(to.noticed && self.phase.in_session()) {
            return false;
        }
        if seat.testifies() && from.seat().testifies() && !self.confronted(viewer, source) {
            return false;
        }
        if from.seat() == Seat::Interpreter && track == Track::Microphone {
            return from.participant.for_whom.contains(&viewer) || self.interprets_aloud(source, from);
        }
        true
    }

    /// Connected, and by the platform: those in the courtroom are seen and heard by the court's own devices.
    fn here(&self, person: Person) -> Option<&Standing> {
        let who = self.people.get(&person)?;
        let platform = who.participant.online || who.seat().court();
        (platform && who.link == Link::On && !who.removed).then_some(who)
    }

    /// In the waiting room, to be checked by the bench and the clerk.
    fn under_check(&self, who: &Standing) -> bool {
        let seat = who.seat();
        if !seat.checked() {
            return false;
        }
        let waits = matches!(self.phase, Phase::Waiting | Phase::Identity);
        if seat.testifies() {
            return who.identity.is_none() && (waits || (who.called == Called::Now && self.phase.inquiry()));
        }
        waits && !(who.admitted && who.ready())
    }

    fn may_speak(&self, person: Person, who: &Standing) -> bool {
        if moderates(who.seat()) {
            return true;
        }
        if self.halted().is_some() {
            return false;
        }
        self.floor.is_some_and(|floor| floor.person == person) || who.seat() == Seat::Interpreter
    }

    fn may_share(&self, person: Person, seat: Seat) -> bool {
        seat.shares() && (moderates(seat) || (self.screens.contains(&person) && self.halted().is_none()))
    }

    /// An interpreter is heard by all while the one interpreted for, or the interpreter, has the floor.
    fn interprets_aloud(&self, source: Person, from: &Standing) -> bool {
        self.floor.is_some_and(|floor| floor.person == source || from.participant.for_whom.contains(&floor.person))
    }

    fn confronted(&self, one: Person, other: Person) -> bool {
        self.inquiry.confronted.contains(&one) && self.inquiry.confronted.contains(&other)
    }

    /// Whether those who only watch see anything now (H-110).
    fn onlookers_see(&self) -> bool {
        self.public_now() && self.phase.in_session() && !self.secret_shown()
    }

    /// Whether the hearing file records now (H-080). Secret evidence goes to the restricted track instead.
    pub fn recorded(&self) -> bool {
        self.recorded_somewhere() && !self.secret_shown()
    }

    /// Whether the restricted track records now: what is said and shown of secret evidence (H-080).
    pub fn recorded_apart(&self) -> bool {
        self.recorded_somewhere() && self.secret_shown()
    }

    fn recorded_somewhere(&self) -> bool {
        let suits = match self.phase {
            Phase::Waiting | Phase::Sign => true,
            Phase::MediationTalk => self.talk.recorded,
            phase => phase.in_session(),
        };
        // an interruption for secret evidence is one of the public track only
        let apart = self.recording == Recording::Interrupted(Interruption::Secret) && self.secret_shown();
        suits && (self.recording == Recording::Running || apart)
    }

    /// Whether the public is sent anything of this moment (H-112, O-206).
    pub fn broadcast_now(&self) -> bool {
        self.broadcast.stage == Stage::On && self.onlookers_see() && self.halted().is_none() && self.cut_due().is_none()
    }

    /// Why somebody is not heard now; none while they are.
    pub fn why_silent(&self, person: Person) -> Option<&'static str> {
        let Some(who) = self.people.get(&person) else { return Some("您不是本次庭审的参与人") };
        if self.may_send(person, Track::Microphone) {
            return None;
        }
        Some(self.silence_of(who))
    }

    fn silence_of(&self, who: &Standing) -> &'static str {
        let seat = who.seat();
        match who.link {
            _ if who.removed => return "您已被责令退出法庭",
            Link::On => {}
            _ => return "您的线路没有连接，请重新进入",
        }
        if seat.onlooker() {
            return "旁听人员不得发言、提问";
        }
        if !seat.speaks() {
            return "您的席位不参与发言";
        }
        if !who.participant.online && !seat.court() {
            return "您在法庭现场，由法庭设备收音";
        }
        if who.muted {
            return "您已被静音，请等待审判长解除";
        }
        match self.phase {
            Phase::Scheduled | Phase::Waiting => "尚未开庭，请等待",
            Phase::Recess => "现在休庭，各方互不收音",
            Phase::Deliberation => "合议庭正在合议，请等待",
            Phase::Closed | Phase::Adjourned => "庭审已经结束",
            _ => self.silence_in_session(who),
        }
    }

    fn silence_in_session(&self, who: &Standing) -> &'static str {
        if who.seat().testifies() && who.called != Called::Now {
            return "请在证人室等待传唤；作证完毕后不再参加庭审";
        }
        if !who.ready() {
            return "请先完成身份核验、同意在线庭审并点击“已知悉”法庭纪律";
        }
        if !self.in_room(who.participant.person) {
            return "请等待书记员准许您进入法庭";
        }
        match self.halted() {
            Some(Halt::Frozen(_)) => "庭审因技术故障暂停",
            Some(Halt::Recording) => "录音录像尚未恢复，庭审暂停",
            Some(Halt::Recusal) => "回避申请待决定，庭审暂停",
            Some(Halt::Court(_)) => "审判人员或者书记员断线，庭审暂停",
            Some(Halt::Party(_)) => "有一方当事人断线，庭审暂停",
            None => "未经审判长准许不得发言，可以点击“举手”",
        }
    }
}

/// Speaks without the floor: the presiding judge always, the clerk on procedure.
const fn moderates(seat: Seat) -> bool {
    matches!(seat, Seat::Presiding | Seat::Clerk)
}

/// Checks those who come: the bench and the clerk.
const fn sees_checks(seat: Seat) -> bool {
    seat.bench() || matches!(seat, Seat::Clerk)
}
