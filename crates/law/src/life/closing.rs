//! Closing (结案): only by the track's forms, each with what it needs.

use super::codes::{ClosingForm as F, Document as D, Procedure as P, State};
use super::decide::{OPEN, Scene};
use super::refusal::{Objections, RefusalCode as R};
use super::track::{Branch, Stage, Track};
use super::trial_term::CPL_2021;
use super::{aid, bankruptcy, enforcement};
use crate::case_number::Word;

/// A matter that is only registered may end so, before anyone is assigned.
const WITHOUT_JUDGE: &[F] = &[
    F::TransferredCourt,
    F::RaisedLevel,
    F::DesignatedElsewhere,
    F::Joined,
    F::NotAccepted,
    F::Cancelled,
    F::ReturnedToProcuratorate,
    F::OtherForm,
];

pub(crate) fn check(scene: Scene<'_>, form: F, document: D, in_court: bool, no: &mut Objections) {
    let Some(track) = scene.case.track else { return };
    if track.accepts() {
        scene.needs(OPEN, "结案", no);
    } else {
        scene.needs(&[State::Received], "结案", no);
    }
    no.when(
        !track.forms().contains(&form),
        R::FormNotOfTrack,
        "法〔2015〕137号；法发〔2014〕26号第十四条",
        || {
            let word = scene.case.word().map_or("", |word| word.as_str());
            format!("“{word}”案件不能以“{}”结案；请从该类案件的结案方式中选择", form.zh())
        },
    );
    no.when(
        !document_fits(form, document),
        R::DocumentDoesNotFit,
        "民事诉讼法（2017）第一百五十二条、第一百五十四条",
        || format!("以“{}”结案不能使用{}；请改用相应的文书", form.zh(), document.zh()),
    );
    let lapsed = form == F::DeemedWithdrawn && scene.case.fee_lapsed(scene.today);
    let unassigned = track.accepts() && scene.case.facts.judge.is_none() && !WITHOUT_JUDGE.contains(&form) && !lapsed;
    no.say(
        form == F::DeemedWithdrawn && scene.case.fee_open() && !lapsed,
        R::FeeRunning,
        "诉讼费用交纳办法（2006）第二十二条；民诉法解释（2020）第二百一十三条",
        "交费期限没有届满，或者可以不预交，不能因为没有交费按撤诉处理；请等期限届满",
    );
    no.say(
        unassigned,
        R::NotAssigned,
        "法释〔2000〕29号第七条",
        "案件还没有分案，不能结案；请先确定承办法官和审判组织",
    );
    no.say(
        in_court && scene.case.guards.last_hearing != Some(scene.today),
        R::NotPronouncedInCourt,
        "民事诉讼法（2017）第一百四十八条",
        "今天没有开庭，不能记为当庭宣判；请改为定期宣判",
    );
    trial(scene, track, form, no);
    match track.stage {
        Stage::Enforcement => enforcement::close(scene, form, no),
        Stage::Bankruptcy => bankruptcy::close(scene, form, no),
        Stage::Preservation | Stage::Aid | Stage::Mediation => aid::close(scene, form, no),
        _ => {}
    }
}

fn trial(scene: Scene<'_>, track: Track, form: F, no: &mut Objections) {
    let first = track.stage == Stage::First || (track.stage == Stage::Retrial && scene.case.basic());
    let judged = matches!(form, F::Judged | F::Acquitted)
        || (track.stage == Stage::Retrial && matches!(form, F::Upheld | F::Changed));
    no.say(
        first && judged && scene.case.facts.hearings == 0,
        R::NotHeard,
        "民事诉讼法（2017）第一百三十四条；刑事诉讼法（2018）第一百八十六条",
        "第一审案件没有开庭不能判决；请先排期开庭",
    );
    let collegial = track.stage == Stage::First && scene.case.procedure() == P::Ordinary && scene.today < CPL_2021;
    no.say(
        collegial && judged && scene.case.facts.panel == 1,
        R::PanelInvalid,
        "民事诉讼法（2017）第三十九条",
        "2022年1月1日前适用普通程序的案件不能由一人判决；请组成合议庭后审理",
    );
    // criminal second instance may remand again for procedural faults (K18 238, KI21 406)
    let again = form == F::Remanded && scene.case.guards.remanded_before && track.branch != Branch::Criminal;
    no.say(
        again,
        R::RemandLimit,
        "民事诉讼法（2017）第一百七十条；行政诉讼法（2017）第八十九条",
        "本案已经发回重审过一次，不能再次发回；请在查清事实后依法改判",
    );
}

/// The kind of document a form of closing usually takes, in a matter of a word.
pub fn usual_document(word: Word, form: F) -> D {
    match form {
        F::Judged | F::Acquitted => D::Judgment,
        F::Upheld | F::Changed if !word.as_str().ends_with('监') => D::Judgment,
        F::Mediated | F::MediationAgreed => D::Mediation,
        F::Performed | F::MediationFailed | F::PetitionResolved | F::Joined | F::ReturnedToProcuratorate => D::Notice,
        _ if document_fits(form, D::Ruling) => D::Ruling,
        _ => D::Decision,
    }
}

/// Whether a form of closing may take a document.
pub const fn document_fits(form: F, document: D) -> bool {
    match form {
        F::Judged | F::Acquitted => matches!(document, D::Judgment),
        F::Mediated => matches!(document, D::Mediation),
        F::MediationAgreed => matches!(document, D::Mediation | D::Notice),
        F::Upheld | F::Changed => matches!(document, D::Judgment | D::Ruling),
        F::RetrialOrdered => matches!(document, D::Ruling | D::Decision),
        F::RetrialRefused => matches!(document, D::Ruling | D::Notice),
        F::Performed => matches!(document, D::Notice | D::Ruling),
        F::DismissedSuit
        | F::WithdrawalAllowed
        | F::DeemedWithdrawn
        | F::NotAccepted
        | F::ProsecutionWithdrawn
        | F::TrialEnded
        | F::Remanded
        | F::RevokedAndDismissed
        | F::RevokedAndTransferred
        | F::OrderedToAccept
        | F::OrderedToHear
        | F::AppealWithdrawn
        | F::AppealDeemedWithdrawn
        | F::SuitWithdrawnOnAppeal
        | F::RoundEnded
        | F::EnforcementEnded
        | F::EnforcementRefused
        | F::ApplicationDismissed
        | F::BankruptcyAccepted
        | F::BankruptcyRefused
        | F::BankruptcyApplicationDismissed
        | F::BankruptcyApplicationWithdrawn
        | F::BankruptcyEnded
        | F::ReorganisationEnded
        | F::CompositionEnded => matches!(document, D::Ruling),
        F::CompensationGranted
        | F::CompensationRefused
        | F::CompensationUpheld
        | F::CompensationRevoked
        | F::CompensationAgreed
        | F::CompensationDismissed
        | F::CompensationWithdrawn
        | F::CompensationEnded
        | F::AidGranted
        | F::AidRefused
        | F::AidWithdrawn
        | F::AidEnded => matches!(document, D::Decision),
        _ => !matches!(document, D::Judgment | D::Mediation),
    }
}
