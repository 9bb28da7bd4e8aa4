//! Evidence: offered, shown page by page, answered by every other side, closed (§6).

use super::basis;
use super::command::Command as C;
use super::decide::Scene;
use super::entrance::unchanged;
use super::event::Event as E;
use super::kinds::Cut;
use super::papers::{Item, Opinion};
use super::phase::{Flow, Phase};
use super::seat::{Person, Seat, Side};
use super::state::{Exhibit, Hearing};
use crate::life::{Objections, RefusalCode as R};

pub(super) fn check(scene: Scene<'_>, command: &C, no: &mut Objections) {
    match command {
        C::OfferEvidence { item } => offer(scene, item, no),
        C::MarkSecret { id } => {
            let own = exhibit(scene, *id, no).is_some_and(|one| is_own(scene, one.item.side));
            scene.only(scene.presiding() || own, "标记证据不公开", "审判长或者举证方", no);
            unchanged(scene.h.inquiry.exhibits.get(id).is_some_and(|one| one.item.secret), "证据已经标记为不公开", no);
        }
        C::ShowEvidence { id, page } => show(scene, *id, *page, no),
        C::PutAway {} => {
            unchanged(scene.h.inquiry.showing.is_none(), "没有正在出示的证据", no);
            scene.only_desk(false, "停止出示", no);
        }
        C::GiveOpinion { opinion } => opine(scene, opinion, no),
        C::CloseEvidence { id } => close(scene, *id, no),
        _ => {}
    }
}

pub(super) fn events(scene: Scene<'_>, command: &C) -> Vec<E> {
    let h = scene.h;
    let event = match command {
        C::OfferEvidence { item } => E::EvidenceOffered { item: item.clone() },
        C::MarkSecret { id } => {
            let shown = h.inquiry.showing.is_some_and(|(shown, _)| shown == *id);
            let cut = shown.then(|| h.cut_for(Cut::Secret)).flatten();
            return cut.into_iter().chain([E::EvidenceMarkedSecret { id: *id }]).collect();
        }
        C::ShowEvidence { id, page } => {
            let secret = h.inquiry.exhibits.get(id).is_some_and(|one| one.item.secret);
            let cut = secret.then(|| h.cut_for(Cut::Secret)).flatten();
            return cut.into_iter().chain([E::EvidenceShown { id: *id, page: *page }]).collect();
        }
        C::PutAway {} => {
            return h.inquiry.showing.map(|(id, _)| E::EvidencePutAway { id }).into_iter().collect();
        }
        C::GiveOpinion { opinion } => E::OpinionGiven { opinion: opinion.clone(), person: scene.by },
        C::CloseEvidence { id } => E::EvidenceClosed { id: *id },
        _ => return Vec::new(),
    };
    vec![event]
}

fn is_own(scene: Scene<'_>, side: Side) -> bool {
    scene.me().is_some_and(|who| who.seat().of_a_side() && who.participant.side == side && side != Side::None)
}

fn exhibit<'a>(scene: Scene<'a>, id: u16, no: &mut Objections) -> Option<&'a Exhibit> {
    let exhibit = scene.h.inquiry.exhibits.get(&id);
    no.when(exhibit.is_none(), R::EvidenceUnknown, basis::ONLINE_EVIDENCE, || {
        format!("没有编号为{id}的证据，无法办理；请先提交证据")
    });
    exhibit
}

fn offer(scene: Scene<'_>, item: &Item, no: &mut Objections) {
    let court = matches!(scene.seat(), Some(Seat::Presiding | Seat::Clerk));
    let own = is_own(scene, item.side);
    scene.only(own || court, "提交他方的证据", "举证方本人、审判长或者书记员", no);
    let phase = scene.h.phase;
    let debate = phase == Phase::Debate && !scene.h.opening.flow.merges();
    let open = matches!(phase, Phase::Waiting | Phase::Identity | Phase::Composition | Phase::Rights);
    scene.during(
        open || (phase.inquiry() && !debate),
        "提交证据",
        "候庭至发问期间（辩论中的新证据，请审判长恢复法庭调查后提交）",
        no,
    );
    no.when(scene.h.inquiry.exhibits.contains_key(&item.id), R::EvidenceFixed, basis::ONLINE_EVIDENCE, || {
        format!("证据{}已经提交，内容不能更改；修改后的材料请以新的编号提交", item.id)
    });
    let whole = !item.digest.trim().is_empty() && !item.title.trim().is_empty() && item.pages > 0;
    no.say(
        !whole,
        R::EvidenceIncomplete,
        basis::ONLINE_EVIDENCE,
        "证据应当有名称、页数和文件校验值，缺少的不能提交；请补充后重新提交",
    );
}

fn show(scene: Scene<'_>, id: u16, page: u16, no: &mut Objections) {
    let h = scene.h;
    let Some(exhibit) = exhibit(scene, id, no) else { return };
    let court = matches!(scene.seat(), Some(Seat::Presiding | Seat::Clerk));
    let speaks = h.floor.is_some_and(|floor| floor.person == scene.by) || h.screens.contains(&scene.by);
    let own = is_own(scene, exhibit.item.side) && speaks;
    scene.only(court || own, "出示这项证据", "审判长、书记员，或者正在发言的举证方", no);
    let merged = h.opening.flow.merges() && h.phase.inquiry();
    let again = exhibit.closed && matches!(h.phase, Phase::Questions | Phase::Debate);
    scene.during(h.phase == Phase::Evidence || merged || again, "出示证据", "“举证质证”环节", no);
    no.when(page == 0 || page > exhibit.item.pages, R::PageUnknown, basis::ONLINE_EVIDENCE, || {
        format!("证据{id}共{}页，没有第{page}页；请核对页码", exhibit.item.pages)
    });
    scene.going(no);
    // of an administrative act the defendant bears the proof (行政诉讼法 art. 34)
    let other = exhibit.item.side != Side::Defendant && !exhibit.shown;
    let pending = h.inquiry.exhibits.values().any(|one| one.item.side == Side::Defendant && !one.closed);
    no.say(
        h.opening.flow == Flow::Administrative && other && pending,
        R::BurdenFirst,
        basis::BURDEN,
        "被告对行政行为负有举证责任，其证据质证完毕前不能出示他方证据；请先出示被告的证据",
    );
}

fn opine(scene: Scene<'_>, opinion: &Opinion, no: &mut Objections) {
    scene.of_a_side("发表质证意见", no);
    let Some(exhibit) = exhibit(scene, opinion.id, no) else { return };
    scene.only(!is_own(scene, exhibit.item.side), "对己方证据发表质证意见", "对方当事人", no);
    no.say(!exhibit.shown, R::EvidenceNotShown, basis::INQUIRY, "证据没有在法庭上出示，不能质证；请先由举证方出示");
    no.say(
        exhibit.closed,
        R::EvidenceFixed,
        basis::INQUIRY,
        "审判长已经宣布质证完毕，意见不能再更改；有新的意见的，请在辩论中发表",
    );
    let phase = scene.h.phase;
    scene.during(phase.inquiry(), "发表质证意见", "法庭调查中", no);
    scene.going(no);
}

fn close(scene: Scene<'_>, id: u16, no: &mut Objections) {
    scene.only_presiding("宣布质证完毕", no);
    let Some(exhibit) = exhibit(scene, id, no) else { return };
    unchanged(exhibit.closed, "该证据已经质证完毕", no);
    scene.going(no);
    no.say(!exhibit.shown, R::EvidenceNotShown, basis::INQUIRY, "证据没有出示，不能宣布质证完毕；请先出示并质证");
    for party in scene.h.without_opinion(exhibit) {
        no.when(true, R::OpinionMissing, basis::INQUIRY, || {
            format!("{}没有对证据{id}发表质证意见；没有意见的，请其记明“不发表意见”", scene.h.label(party))
        });
    }
}

impl Hearing {
    /// Parties of other sides who are there and have said nothing of a piece of evidence.
    pub(super) fn without_opinion(&self, exhibit: &Exhibit) -> Vec<Person> {
        let silent = |party: &Person| !self.voices(*party).any(|voice| exhibit.opinions.contains_key(&voice));
        let other = |party: &Person| self.standing(*party).is_some_and(|who| who.participant.side != exhibit.item.side);
        self.awaited().filter(|party| self.represented(*party) && other(party) && silent(party)).collect()
    }
}
