//! Coming in: lines, identity, consent, discipline, the clerk's admission (§3 to §4, H-002 to H-012).

use super::attendance::Link;
use super::basis;
use super::command::Command as C;
use super::decide::Scene;
use super::event::Event as E;
use super::kinds::IdentityMethod;
use super::phase::Phase;
use super::seat::{Person, Seat};
use super::state::Called;
use super::terms::{DISCIPLINE_SHOWN_MS, FACE_SCORE, IDENTITY_TRIES};
use crate::day::Moment;
use crate::life::{Objections, RefusalCode as R};

pub(super) fn check(scene: Scene<'_>, command: &C, no: &mut Objections) {
    match command {
        C::Join { person } => join(scene, *person, no),
        C::Lose { person } => {
            scene.only(scene.room(), "报告断线", "系统", no);
            connected(scene, *person, no);
        }
        C::Leave {} => connected(scene, scene.by, no),
        C::CheckIdentity { method, person, score } => identity(scene, *person, *method, Some(*score), no),
        C::FailIdentity { method, person } => identity(scene, *person, *method, None, no),
        C::ChangeConsent { given, reason } => consent(scene, *given, reason, no),
        C::Acknowledge { shown } => acknowledge(scene, *shown, no),
        C::Admit { person } => admit(scene, *person, no),
        C::DeclareCompanion { label } => {
            scene.only(scene.seat().is_some_and(Seat::checked), "申报同场人员", "在线出庭人员", no);
            scene.reason(label, "申报同场人员", no);
        }
        C::PermitCompanion { person, .. } => {
            scene.only_desk(false, "答复同场人员的申报", no);
            if let Some(who) = scene.somebody(*person, no) {
                unchanged(who.companions.iter().all(|(_, answer)| answer.is_some()), "没有待答复的同场人员", no);
            }
        }
        C::NoticeSupervision { person } => supervision(scene, *person, no),
        C::AskHelp { text } => scene.reason(text, "请求协助", no),
        _ => {}
    }
}

pub(super) fn events(scene: Scene<'_>, command: &C) -> Vec<E> {
    let by = scene.by;
    let event = match command {
        C::Join { person } => E::Joined { person: *person },
        C::Lose { person } => return left(scene, *person, E::Lost { person: *person }),
        C::Leave {} => return left(scene, by, E::LeftOnPurpose { person: by }),
        C::CheckIdentity { method, person, score } => {
            E::IdentityChecked { by, method: *method, person: *person, score: *score }
        }
        C::FailIdentity { method, person } => E::IdentityFailed { method: *method, person: *person },
        C::ChangeConsent { given, reason } => E::ConsentChanged { given: *given, person: by, reason: reason.clone() },
        C::Acknowledge { .. } => E::DisciplineAcknowledged { person: by },
        C::Admit { person } => E::Admitted { person: *person },
        C::DeclareCompanion { label } => E::CompanionDeclared { label: label.clone(), person: by },
        C::PermitCompanion { permitted, person } => E::CompanionAnswered { permitted: *permitted, person: *person },
        C::NoticeSupervision { person } => E::SupervisionNoticed { person: *person },
        C::AskHelp { text } => E::HelpAsked { person: by, text: text.clone() },
        _ => return Vec::new(),
    };
    vec![event]
}

/// Whoever goes leaves the floor (H-101).
fn left(scene: Scene<'_>, person: Person, event: E) -> Vec<E> {
    let floor = scene.h.floor.is_some_and(|floor| floor.person == person);
    floor.then_some(E::FloorRevoked { person }).into_iter().chain([event]).collect()
}

/// A step that would change nothing.
pub(super) fn unchanged(same: bool, what: &str, no: &mut Objections) {
    no.when(same, R::NothingChanges, basis::COURT_ORDER, || format!("{what}，无需办理；请刷新页面核对当前状态"));
}

fn connected(scene: Scene<'_>, person: Person, no: &mut Objections) {
    if let Some(who) = scene.somebody(person, no) {
        unchanged(who.link != Link::On, "该人员没有连接", no);
    }
}

fn join(scene: Scene<'_>, person: Person, no: &mut Objections) {
    let Some(who) = scene.somebody(person, no) else { return };
    let clerk = scene.seat() == Some(Seat::Clerk) && !who.participant.online;
    scene.only(scene.by == person || scene.room() || clerk, "代他人进入", "本人", no);
    unchanged(who.link == Link::On, "该人员已经连接", no);
    no.say(
        who.removed,
        R::WasRemoved,
        basis::ONLINE_ORDER,
        "该人员已被责令退出法庭或者已经更换，不能再进入；确有需要的，请向审判长提出",
    );
    let again = scene.h.inquiry.confronted.contains(&person);
    no.say(
        who.called == Called::After && !again,
        R::WitnessGone,
        basis::WITNESS_APART,
        "作证完毕后不得旁听庭审，不能再进入；需要对质的，由审判长准许",
    );
    scene.during(scene.h.phase != Phase::Scheduled || who.seat().court(), "进入", "书记员开放候庭后", no);
}

fn identity(scene: Scene<'_>, person: Person, method: IdentityMethod, score: Option<u8>, no: &mut Objections) {
    let by_hand = matches!(method, IdentityMethod::Video | IdentityMethod::Courtroom);
    let clerk = scene.seat() == Some(Seat::Clerk);
    scene.only(
        if by_hand { clerk } else { scene.room() },
        "以这种方式核验身份",
        "系统（人脸、证书）或者书记员（视频、现场）",
        no,
    );
    let Some(who) = scene.somebody(person, no) else { return };
    unchanged(score.is_some() && who.identity.is_some() && !who.recheck, "身份已经核验通过", no);
    no.say(
        !who.seat().checked() || who.link != Link::On,
        R::IdentityCheckInvalid,
        basis::ONLINE_IDENTITY,
        "该人员没有连接，或者其席位无需核验身份；请在其进入候庭后核验",
    );
    let face = score.is_some_and(|score| method == IdentityMethod::Face && score < FACE_SCORE);
    no.when(face, R::IdentityCheckInvalid, basis::ONLINE_IDENTITY, || {
        format!("人脸比对未达到{FACE_SCORE}分，不能视为通过；请重新比对，两次不过的由书记员视频核对证件")
    });
    no.when(
        method == IdentityMethod::Video && who.failures < IDENTITY_TRIES,
        R::IdentityCheckInvalid,
        basis::ONLINE_IDENTITY,
        || format!("自动核验未满{IDENTITY_TRIES}次不过，暂不由书记员视频核对；请先进行人脸或者证书核验"),
    );
    no.say(
        method == IdentityMethod::Courtroom && who.participant.online,
        R::IdentityCheckInvalid,
        basis::ONLINE_IDENTITY,
        "该人员在线参加庭审，不能以现场方式核对；请改用人脸、证书或者视频核对",
    );
}

fn consent(scene: Scene<'_>, given: bool, reason: &str, no: &mut Objections) {
    scene.only(scene.seat().is_some_and(Seat::checked), "变更在线庭审的同意", "在线出庭人员本人", no);
    if !given {
        // a refusal on the way counts only with good reason (H-001)
        scene.reason(reason, "不同意在线庭审", no);
    }
    unchanged(scene.me().is_some_and(|who| who.participant.consent == given), "同意没有变化", no);
}

/// §4: shown for 15 seconds, then acknowledged in person.
fn acknowledge(scene: Scene<'_>, shown: Moment, no: &mut Objections) {
    let Some(who) = scene.me() else {
        return scene.only(false, "知悉法庭纪律", "出庭、旁听人员本人", no);
    };
    scene.only(who.seat().checked() || who.seat().onlooker(), "知悉法庭纪律", "出庭、旁听人员本人", no);
    unchanged(who.acknowledged, "已经知悉法庭纪律", no);
    let waited = scene.at.0.saturating_sub(shown.0);
    no.say(
        waited < DISCIPLINE_SHOWN_MS,
        R::DisciplineTooShort,
        basis::COURT_ORDER,
        "法庭纪律应当展示满十五秒，不能提前确认；请阅读后再点击“已知悉”",
    );
}

fn admit(scene: Scene<'_>, person: Person, no: &mut Objections) {
    scene.only_desk(false, "准许进入法庭", no);
    let Some(who) = scene.somebody(person, no) else { return };
    let seat = who.seat();
    unchanged(who.admitted || seat.court(), "该人员已经可以进入法庭", no);
    no.say(
        seat.testifies(),
        R::WitnessNotCalled,
        basis::WITNESS_APART,
        "证人、鉴定人不得旁听庭审，不能提前进入；请在需要时由审判长传唤到庭",
    );
    missing(scene, person, no);
    scene.during(scene.h.phase != Phase::Scheduled, "准许进入", "开放候庭后", no);
}

/// What somebody still lacks to leave the waiting room: identity, consent, discipline.
pub(super) fn missing(scene: Scene<'_>, person: Person, no: &mut Objections) {
    let Some(who) = scene.h.standing(person).filter(|who| who.seat().checked()) else { return };
    let label = who.participant.label.as_str();
    no.when(who.link != Link::On, R::NotConnected, basis::ONLINE_ABSENCE, || {
        format!("{label}没有连接，不能进入法庭；请联系其重新进入")
    });
    no.when(who.identity.is_none(), R::IdentityMissing, basis::ONLINE_IDENTITY, || {
        format!("{label}没有通过身份核验，不能进入法庭；请先核验，两次不过的由书记员视频核对证件")
    });
    let online = who.participant.online;
    no.when(online && !who.participant.consent, R::ConsentMissing, basis::ONLINE_CONSENT, || {
        format!("{label}没有同意在线庭审，不能在线参加；请征得同意，或者安排其到法庭参加")
    });
    no.when(online && !who.acknowledged, R::AcknowledgementMissing, basis::COURT_ORDER, || {
        format!("{label}没有确认知悉法庭纪律，只能在候庭等待；请其阅读后点击“已知悉”")
    });
}

/// §2: nobody supervises unseen; the presiding judge is told and the telling is logged.
fn supervision(scene: Scene<'_>, person: Person, no: &mut Objections) {
    let supervises = |seat: Seat| seat == Seat::Supervisor;
    scene.only(scene.room() || scene.by == person, "告知督察在线", "系统或者督察人员本人", no);
    let Some(who) = scene.somebody(person, no) else { return };
    scene.only(supervises(who.seat()), "以督察身份在线", "督察人员", no);
    unchanged(who.noticed, "已经告知审判长", no);
    let told = scene.h.presiding().is_some_and(|presiding| scene.h.is_on(presiding));
    no.say(
        !told,
        R::NotConnected,
        basis::COURT_ORDER,
        "审判长没有连接，无法看到督察在线的提示；请在审判长进入后再告知",
    );
}
