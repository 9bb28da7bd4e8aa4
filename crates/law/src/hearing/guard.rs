//! What must hold before a phase is left (hearing.md §5, last column), all of what is missing at once.

use super::attendance::Link;
use super::basis;
use super::decide::Scene;
use super::entrance;
use super::kinds::Unsigned;
use super::phase::{Flow, Phase};
use super::seat::{Person, Seat};
use super::state::{Called, Hearing, Recording, Standing};
use crate::day::Moment;
use crate::life::{Objections, Refusal, RefusalCode as R};

impl Hearing {
    /// All that is missing to leave a phase in the usual way; empty when its guard holds.
    pub fn missing(&self, phase: Phase) -> Vec<Refusal> {
        let mut no = Objections::default();
        leaving(self, phase, self.opening.flow.after(phase), &mut no);
        no.all()
    }

    pub(super) fn label(&self, person: Person) -> &str {
        self.people.get(&person).map_or("", |who| who.participant.label.as_str())
    }
}

/// Objects to whatever is missing to go from one phase to another.
pub(super) fn leaving(h: &Hearing, from: Phase, to: Option<Phase>, no: &mut Objections) {
    match from {
        Phase::Waiting => opening(h, no),
        Phase::Identity => identity(h, no),
        Phase::Rights => rights(h, no),
        Phase::Statements => focus(h, no),
        Phase::Evidence => evidence(h, no),
        Phase::Debate => debate(h, to, no),
        Phase::Final => last_words(h, no),
        Phase::MediationTalk => no.say(
            h.talk.result.is_none(),
            R::MediationOpen,
            basis::MEDIATE,
            "调解没有结果，不能结束这一环节；请记明是否达成协议",
        ),
        Phase::Pronounce => no.say(
            !h.inquiry.pronounced,
            R::NotPronounced,
            basis::PRONOUNCE,
            "尚未宣告判决，不能离开这一环节；请宣告判决并告知上诉权利",
        ),
        Phase::Sign => signatures(h, no),
        Phase::Scheduled
        | Phase::Questions
        | Phase::Composition
        | Phase::Recess
        | Phase::Deliberation
        | Phase::Closed
        | Phase::Adjourned => {}
    }
    if from.inquiry() {
        witnesses_gone(h, to, no);
    }
    if to == Some(Phase::Debate) && from != Phase::Evidence {
        evidence(h, no);
    }
    if to == Some(Phase::Final) {
        before_last_words(h, from, no);
    }
    if to == Some(Phase::Pronounce) {
        before_judgment(h, no);
    }
}

/// H-001, H-002, H-080, §12: nobody is beyond the waiting room unchecked, and the recording is on the disk.
fn opening(h: &Hearing, no: &mut Objections) {
    for bar in &h.opening.barred {
        no.when(true, R::OnlineBarred, basis::ONLINE_FIT, || {
            format!("本案{}，不适用在线庭审；请转为线下开庭，已经完成的诉讼行为继续有效", bar.zh())
        });
    }
    no.say(
        h.recording != Recording::Running,
        R::RecordingMissing,
        basis::RECORDING,
        "录音录像没有落盘，不能开庭；请等待录制开始，故障时更换设备或者改期",
    );
    if let Some(person) = h.empty_place() {
        no.when(true, R::NotConnected, basis::OPENING, || {
            format!("{}没有到庭，不能开庭；请等待审判人员、书记员全部进入", h.label(person))
        });
    }
    let here = |(_, who): &(Person, &Standing)| who.seat().expected() && who.link == Link::On && !who.settled();
    for (person, _) in h.people().filter(here) {
        let scene = Scene { h, by: Person::ROOM, at: Moment(0) };
        entrance::missing(scene, person, no);
    }
}

fn identity(h: &Hearing, no: &mut Objections) {
    for (person, who) in h.people().filter(|(_, who)| who.seat().expected()) {
        no.when(!who.settled() && !h.in_room(person), R::AttendanceUnsettled, basis::OPENING, || {
            format!("{}既没有核对身份进入法庭，也没有记明未到庭；请核对身份，或者依法记明", who.participant.label)
        });
    }
    no.say(
        h.opening.flow == Flow::Administrative && !h.inquiry.official,
        R::OfficialUnrecorded,
        basis::OFFICIAL,
        "没有记录行政机关负责人是否出庭应诉；请记明姓名、职务，不出庭的记明理由",
    );
}

fn rights(h: &Hearing, no: &mut Objections) {
    for party in h.awaited() {
        let answered = h.standing(party).is_some_and(|who| who.rights);
        no.when(!answered && h.represented(party), R::RightsUnanswered, basis::OPENING, || {
            format!("{}没有答复是否知悉权利、是否申请回避；请逐一询问", h.label(party))
        });
    }
}

fn focus(h: &Hearing, no: &mut Objections) {
    if !h.opening.flow.has_focus() {
        return;
    }
    let Some(focus) = &h.inquiry.focus else {
        no.say(true, R::FocusUnconfirmed, basis::INQUIRY, "没有归纳争议焦点，不能进入举证质证；请归纳后征求各方意见");
        return;
    };
    for party in h.awaited().filter(|party| h.represented(*party)) {
        let answer = focus.answers.get(&party).copied();
        no.when(answer.is_none(), R::FocusUnconfirmed, basis::INQUIRY, || {
            format!("{}没有答复争议焦点；请征求其意见", h.label(party))
        });
        no.when(answer == Some(false) && !focus.ruled, R::FocusUnconfirmed, basis::INQUIRY, || {
            format!("{}对争议焦点有异议；请修改后重新归纳，或者由法庭听取意见后确定", h.label(party))
        });
    }
}

fn evidence(h: &Hearing, no: &mut Objections) {
    for exhibit in h.inquiry.exhibits.values().filter(|exhibit| !exhibit.closed) {
        no.when(true, R::EvidenceOpen, basis::INQUIRY, || {
            format!("证据{}《{}》质证没有完毕；请逐项质证后由审判长宣布完毕", exhibit.item.id, exhibit.item.title)
        });
    }
}

/// Witnesses leave before the court turns to anything else (H-090); within merged phases they may stay.
pub(super) fn witnesses_gone(h: &Hearing, to: Option<Phase>, no: &mut Objections) {
    let merged = h.opening.flow.merges();
    if to.is_some_and(|to| matches!(to, Phase::Evidence | Phase::Questions) || (merged && to.inquiry())) {
        return;
    }
    for (_, who) in h.people().filter(|(_, who)| who.called == Called::Now) {
        no.when(true, R::WitnessInRoom, basis::WITNESS_APART, || {
            format!("{}还在庭上，不能进入这一环节；请在作证完毕后令其退庭", who.participant.label)
        });
    }
}

fn debate(h: &Hearing, to: Option<Phase>, no: &mut Objections) {
    let within = h.opening.flow.merges() && to.is_some_and(Phase::inquiry);
    no.say(
        !h.inquiry.debate_closed && !within,
        R::DebateOpen,
        basis::DEBATE,
        "审判长没有宣布辩论终结，不能征询最后意见；请在各方辩论完毕后宣布终结",
    );
}

fn before_last_words(h: &Hearing, from: Phase, no: &mut Objections) {
    if from != Phase::Evidence {
        evidence(h, no);
    }
    for (party, who) in h.parties() {
        no.when(!who.settled() && !h.represented(party), R::SideMissing, basis::ONLINE_ABSENCE, || {
            format!("{}没有在线，不能征询最后意见；请等待其恢复，或者由审判长决定如何处理", who.participant.label)
        });
    }
}

fn last_words(h: &Hearing, no: &mut Objections) {
    for party in h.awaited().filter(|party| h.represented(*party)) {
        let accused = h.standing(party).is_some_and(|who| who.seat() == Seat::Accused);
        let prosecutor = h.standing(party).is_some_and(|who| who.seat() == Seat::Prosecutor);
        let criminal = h.opening.flow == Flow::Criminal;
        if (criminal && !accused) || prosecutor {
            continue;
        }
        let basis = if criminal { basis::CRIMINAL_LAST_WORD } else { basis::DEBATE };
        no.when(!h.inquiry.heard.contains(&party), R::LastWordMissing, basis, || {
            format!("{}没有发表最后意见，也没有放弃；请准许其发言，或者记明放弃", h.label(party))
        });
    }
    no.say(h.floor.is_some(), R::FloorHeld, basis::DEBATE, "最后意见还在陈述，不能离开这一环节；请听取完毕");
}

/// §5: mediation is offered before judgment, and a panel deliberates.
fn before_judgment(h: &Hearing, no: &mut Objections) {
    if h.opening.flow.mediates() {
        for party in h.awaited().filter(|party| h.represented(*party)) {
            no.when(!h.talk.answers.contains_key(&party), R::MediationUnasked, basis::MEDIATE, || {
                format!("没有征询{}是否愿意调解；判决前请征询各方，愿意的可以调解", h.label(party))
            });
        }
    }
    let panel = h.people().filter(|(_, who)| who.seat().bench() && !who.removed).count() > 1;
    no.say(
        panel && !h.inquiry.deliberated,
        R::NotDeliberated,
        basis::PANEL,
        "合议庭没有评议，不能宣判；请休庭评议后再宣判，或者择日宣判",
    );
}

fn signatures(h: &Hearing, no: &mut Objections) {
    let Some(version) = &h.transcript.version else {
        no.say(
            true,
            R::VersionMissing,
            basis::TRANSCRIPT,
            "没有提交笔录核对，不能闭庭；请书记员提交笔录，由各方阅读签名",
        );
        return;
    };
    for (no_, correction) in (1_u16..).zip(&h.transcript.corrections) {
        no.when(correction.accepted.is_none(), R::CorrectionPending, basis::TRANSCRIPT, || {
            format!("第{no_}项补正申请没有答复；请补正笔录，或者由审判长说明不予补正的理由")
        });
    }
    for person in h.signers() {
        let signed = h.transcript.signatures.get(&person).is_some_and(|one| one.valid && one.digest == version.digest);
        let noted = h.transcript.unsigned.contains_key(&person);
        no.when(!signed && !noted, R::SignatureMissing, basis::TRANSCRIPT, || {
            format!("{}没有在笔录上签名；请其阅读签名，拒签或者逾期的由书记员记明", h.label(person))
        });
    }
}

impl Hearing {
    /// Who must sign the transcript, or be noted as not having signed: those who sign and have been in the hearing.
    pub fn signers(&self) -> impl Iterator<Item = Person> {
        self.people()
            .filter(|(_, who)| {
                let came = who.link != Link::Never && (who.admitted || !who.seat().expected());
                let testified = !who.seat().testifies() || who.called != Called::Before;
                let left_the_bench = who.removed && who.seat().court();
                who.seat().signs() && came && testified && !left_the_bench
            })
            .map(|(person, _)| person)
    }

    /// Whether somebody's missing signature is explained.
    pub fn unsigned(&self, person: Person) -> Option<Unsigned> {
        self.transcript.unsigned.get(&person).copied()
    }
}
