//! Those who watch: they apply under their real name, the clerk admits them, and they are never seen or heard (H-110 to
//! H-114).

use super::basis;
use super::command::Command as C;
use super::decide::Scene;
use super::entrance::unchanged;
use super::event::Event as E;
use super::papers::Watcher;
use super::seat::Person;
use crate::life::{Objections, RefusalCode as R};

pub(super) fn check(scene: Scene<'_>, command: &C, no: &mut Objections) {
    match command {
        C::ApplyToWatch { watcher } => apply(scene, watcher, no),
        C::AdmitWatcher { person } => admit(scene, *person, no),
        C::RefuseWatcher { person, reason } => {
            scene.only_desk(false, "不准许旁听", no);
            scene.reason(reason, "不准许旁听", no);
            applied(scene, *person, no);
        }
        _ => {}
    }
}

pub(super) fn events(_scene: Scene<'_>, command: &C) -> Vec<E> {
    let event = match command.clone() {
        C::ApplyToWatch { watcher } => E::SpectatorApplied { watcher },
        C::AdmitWatcher { person } => E::SpectatorAdmitted { person },
        C::RefuseWatcher { person, reason } => E::SpectatorRefused { person, reason },
        _ => return Vec::new(),
    };
    vec![event]
}

fn apply(scene: Scene<'_>, watcher: &Watcher, no: &mut Objections) {
    let known = scene.h.standing(watcher.person).is_some() || watcher.person == Person::ROOM;
    scene.only(scene.by == watcher.person || scene.room(), "代他人申请旁听", "本人", no);
    no.when(!watcher.seat.onlooker() || known, R::WatcherInvalid, basis::WATCHING, || {
        "申请旁听的席位或者编号有误，不能受理；请以旁听、媒体或者受邀人员身份重新申请".to_owned()
    });
    scene.reason(&watcher.label, "申请旁听的真实姓名", no);
    scene.reason(&watcher.purpose, "申请旁听", no);
    unchanged(scene.h.watchers.contains_key(&watcher.person), "已经申请旁听", no);
    if let Some(same) = watcher.same_as {
        // H-111: whoever will testify cannot watch, by any account
        let testifies = scene.h.standing(same).is_some_and(|who| who.seat().testifies());
        no.when(testifies, R::WatcherTestifies, basis::WATCHER_APART, || {
            "证人、鉴定人不得旁听本案庭审，不能以旁听身份进入；请在证人室等待传唤".to_owned()
        });
        no.say(
            !testifies && scene.h.standing(same).is_some(),
            R::WatcherInvalid,
            basis::WATCHING,
            "您已经是本次庭审的出庭人员，不能另行旁听；请以出庭人员身份进入",
        );
    }
    public(scene, no);
}

fn public(scene: Scene<'_>, no: &mut Objections) {
    no.say(
        !scene.h.public_now(),
        R::NotPublic,
        basis::WATCHING,
        "本案不公开审理，任何人不得旁听；宣判公开进行，可以届时申请",
    );
}

fn applied<'a>(scene: Scene<'a>, person: Person, no: &mut Objections) -> Option<&'a Watcher> {
    let watcher = scene.h.watchers.get(&person);
    no.say(watcher.is_none(), R::NoApplication, basis::WATCHING, "没有该人员待答复的旁听申请，无从办理；请核对申请");
    watcher
}

fn admit(scene: Scene<'_>, person: Person, no: &mut Objections) {
    scene.only_desk(false, "准许旁听", no);
    public(scene, no);
    let Some(watcher) = applied(scene, person, no) else { return };
    if let Some(unfit) = watcher.unfit {
        no.when(true, R::WatcherUnfit, basis::WATCHING, || {
            format!("申请人属于{}，不得旁听；请不予准许并说明理由", unfit.zh())
        });
    }
    let watching = scene.h.people().filter(|(_, who)| who.seat().onlooker() && !who.removed).count();
    let limit = scene.h.opening.spectators;
    no.when(watching >= usize::from(limit), R::WatcherLimit, basis::WATCHING, || {
        format!("旁听席位{limit}个已满，不能再准许；请引导其观看庭审直播或者录播")
    });
}
