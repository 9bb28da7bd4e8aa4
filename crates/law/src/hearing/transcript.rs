//! The transcript: versions, reading page by page, corrections, signatures (H-070 to H-072, §7).

use super::attendance::Link;
use super::basis;
use super::command::Command as C;
use super::decide::Scene;
use super::entrance::unchanged;
use super::event::Event as E;
use super::kinds::Unsigned;
use super::papers::{Part, Version};
use super::phase::Phase;
use super::seat::{Person, Seat};
use super::state::{Called, Hearing};
use super::terms::{PAGE_READ_MS, SIGN_DAYS};
use crate::life::{Objections, RefusalCode as R};

/// Commands that may come after an adjournment as well: what was heard is read and signed.
pub(super) const fn concerns(command: &C) -> bool {
    matches!(
        command,
        C::PutTranscript { .. }
            | C::AskCorrection { .. }
            | C::AnswerCorrection { .. }
            | C::ReadPage { .. }
            | C::SignTranscript { .. }
            | C::NoteUnsigned { .. }
    )
}

pub(super) fn check(scene: Scene<'_>, command: &C, no: &mut Objections) {
    match command {
        C::PutTranscript { digest, pages, parts } => put(scene, digest, *pages, parts, no),
        C::AskCorrection { page, text } => {
            signer(scene, no);
            scene.reason(text, "申请补正", no);
            page_of(scene, *page, no);
        }
        C::AnswerCorrection { accepted, no: number, reason } => answer(scene, *accepted, *number, reason, no),
        C::ReadPage { page } => read(scene, *page, no),
        C::SignTranscript { digest, .. } => sign(scene, digest, no),
        C::NoteUnsigned { person, reason, why } => note(scene, *person, reason, *why, no),
        _ => {}
    }
}

pub(super) fn events(scene: Scene<'_>, command: &C) -> Vec<E> {
    let transcript = &scene.h.transcript;
    let event = match command.clone() {
        C::PutTranscript { digest, pages, parts } => {
            let number = transcript.version.as_ref().map_or(1, |version| version.no.saturating_add(1));
            let signed = transcript.signatures.values().any(|signature| signature.valid);
            let put = E::TranscriptPut { version: Version { digest, no: number, pages, parts } };
            return signed.then_some(E::SignaturesVoided {}).into_iter().chain([put]).collect();
        }
        C::AskCorrection { page, text } => {
            let number = u16::try_from(transcript.corrections.len()).unwrap_or(u16::MAX).saturating_add(1);
            E::CorrectionAsked { no: number, page, person: scene.by, text }
        }
        C::AnswerCorrection { accepted, no, reason } => E::CorrectionAnswered { accepted, no, reason },
        C::ReadPage { page } => E::PageRead { page, person: scene.by },
        C::SignTranscript { digest, method } => E::Signed { digest, method, person: scene.by },
        C::NoteUnsigned { person, reason, why } => E::SigningNoted { person, reason, why },
        _ => return Vec::new(),
    };
    vec![event]
}

impl Hearing {
    /// The pages somebody reads and signs: all, or of a witness and an expert the own part.
    pub fn pages_of(&self, person: Person) -> Vec<u16> {
        let Some(version) = &self.transcript.version else { return Vec::new() };
        let own = self.standing(person).is_some_and(|who| who.seat().testifies());
        if !own {
            return (1..=version.pages).collect();
        }
        version.parts.iter().filter(|part| part.person == person).flat_map(|part| part.from..=part.to).collect()
    }

    /// Whether somebody's signature stands under the current text.
    pub fn signed(&self, person: Person) -> bool {
        let current = self.transcript.version.as_ref().map(|version| version.digest.as_str());
        let signature = self.transcript.signatures.get(&person);
        signature.is_some_and(|one| one.valid && current == Some(one.digest.as_str()))
    }
}

fn put(scene: Scene<'_>, digest: &str, pages: u16, parts: &[Part], no: &mut Objections) {
    scene.only(scene.seat() == Some(Seat::Clerk), "提交笔录核对", "书记员", no);
    let phase = scene.h.phase;
    scene.during(!matches!(phase, Phase::Scheduled | Phase::Waiting), "提交笔录核对", "开庭后", no);
    let current = scene.h.transcript.version.as_ref();
    unchanged(current.is_some_and(|version| version.digest == digest), "笔录内容没有变化", no);
    let inside = |part: &Part| part.from >= 1 && part.from <= part.to && part.to <= pages;
    no.say(
        digest.trim().is_empty() || pages == 0 || !parts.iter().all(inside),
        R::VersionInvalid,
        basis::TRANSCRIPT,
        "笔录应当有校验值和页数，证人部分的页码应当在笔录之内；请核对后重新提交",
    );
}

/// Somebody who signs, and may do so now.
fn signer(scene: Scene<'_>, no: &mut Objections) {
    let h = scene.h;
    let fits = h.signers().any(|person| person == scene.by);
    no.say(
        !fits,
        R::NotASigner,
        basis::TRANSCRIPT,
        "您没有出庭或者您的席位不在笔录上签名，不能阅读、补正或者签名；需要查阅的，请依法申请阅卷",
    );
    let gone = scene.me().is_some_and(|who| who.called == Called::After);
    let open = matches!(h.phase, Phase::Sign | Phase::Adjourned);
    scene.during(open || gone, "核对笔录", "“核对笔录并签名”环节", no);
    no.say(
        h.transcript.version.is_none(),
        R::VersionMissing,
        basis::TRANSCRIPT,
        "书记员没有提交笔录核对，暂时不能办理；请等待提交",
    );
}

fn page_of(scene: Scene<'_>, page: u16, no: &mut Objections) {
    if scene.h.transcript.version.is_some() {
        no.when(!scene.h.pages_of(scene.by).contains(&page), R::PageUnknown, basis::TRANSCRIPT, || {
            format!("第{page}页不在您核对的范围内；证人、鉴定人只核对本人部分，请核对页码")
        });
    }
}

fn answer(scene: Scene<'_>, accepted: bool, number: u16, reason: &str, no: &mut Objections) {
    if accepted {
        scene.only(scene.seat() == Some(Seat::Clerk), "准许补正笔录", "书记员", no);
    } else {
        scene.only_presiding("不予补正笔录", no);
        scene.reason(reason, "不予补正", no);
    }
    let at = usize::from(number).checked_sub(1);
    let open = at.and_then(|at| scene.h.transcript.corrections.get(at)).is_some_and(|one| one.accepted.is_none());
    no.when(!open, R::NoCorrection, basis::TRANSCRIPT, || {
        format!("没有第{number}项待答复的补正申请，无从答复；请核对编号")
    });
}

/// At least two seconds a page, so that twenty pages are not confirmed in ten seconds (§7).
fn read(scene: Scene<'_>, page: u16, no: &mut Objections) {
    signer(scene, no);
    page_of(scene, page, no);
    let transcript = &scene.h.transcript;
    let (pages, last) = match transcript.read.get(&scene.by) {
        Some((pages, last)) => (Some(pages), Some(*last)),
        None => (None, transcript.put_at),
    };
    unchanged(pages.is_some_and(|pages| pages.contains(&page)), "这一页已经阅读", no);
    no.say(
        last.is_some_and(|last| scene.at.0 - last.0 < PAGE_READ_MS),
        R::ReadTooFast,
        basis::TRANSCRIPT,
        "每页至少阅读两秒，不能批量确认；请逐页阅读",
    );
}

fn sign(scene: Scene<'_>, digest: &str, no: &mut Objections) {
    signer(scene, no);
    let h = scene.h;
    let Some(version) = &h.transcript.version else { return };
    no.say(
        version.digest != digest,
        R::DigestStale,
        basis::ONLINE_SIGN,
        "签名的内容不是当前笔录，签名无效；请重新阅读最新笔录后签名",
    );
    unchanged(h.signed(scene.by), "已经签名", no);
    let read = h.transcript.read.get(&scene.by);
    let unread = h.pages_of(scene.by).into_iter().filter(|page| read.is_none_or(|(pages, _)| !pages.contains(page)));
    let unread: Vec<String> = unread.take(5).map(|page| page.to_string()).collect();
    no.when(!unread.is_empty(), R::PagesUnread, basis::TRANSCRIPT, || {
        format!("第{}页等没有阅读，不能签名；请逐页阅读后签名", unread.join("、"))
    });
    let pending = h.transcript.corrections.iter().any(|one| one.person == scene.by && one.accepted.is_none());
    no.say(
        pending,
        R::CorrectionPending,
        basis::TRANSCRIPT,
        "您的补正申请没有答复，暂不能签名；请等待书记员补正或者审判长说明理由",
    );
}

/// H-070: a refusal is noted; whoever has not signed after five days is noted as late, which blocks no judgment.
fn note(scene: Scene<'_>, person: Person, reason: &str, why: Unsigned, no: &mut Objections) {
    let refuses = why == Unsigned::Refused && scene.by == person;
    scene.only(refuses || scene.seat() == Some(Seat::Clerk), "记明未签名", "书记员（拒签也可由本人说明）", no);
    let Some(who) = scene.somebody(person, no) else { return };
    scene.reason(reason, "记明未签名", no);
    unchanged(scene.h.signed(person) || scene.h.unsigned(person).is_some(), "该人员已经签名或者已经记明", no);
    let phase = scene.h.phase;
    scene.during(matches!(phase, Phase::Sign | Phase::Adjourned), "记明未签名", "“核对笔录并签名”环节", no);
    no.say(
        who.seat().bench() || who.seat() == Seat::Clerk || who.link == Link::Never,
        R::NotASigner,
        basis::TRANSCRIPT,
        "审判人员和书记员应当签名，没有出庭的无需签名，均不能记明拒签；请核对人员",
    );
    let Some(put_at) = scene.h.transcript.put_at else {
        no.say(true, R::VersionMissing, basis::TRANSCRIPT, "没有提交笔录核对，不能记明拒签；请书记员先提交笔录");
        return;
    };
    let days = put_at.day().until(scene.at.day());
    no.when(why == Unsigned::Overdue && days <= SIGN_DAYS, R::SigningRunning, basis::TRANSCRIPT, || {
        format!("笔录可以在{SIGN_DAYS}日内阅读签名，期限没有届满，不能记明逾期；请继续等待")
    });
}
