//! Tracks (程序轨道): what a type word stands for, and which closing forms it knows. No state lives here.

use super::codes::ClosingForm as F;
use crate::case_number::Word;

/// Branch of law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Branch {
    /// 刑事.
    Criminal,
    /// 民事.
    Civil,
    /// 行政, administrative compensation included.
    Administrative,
    /// Neither: compensation, aid, enforcement and the like.
    Other,
}

/// Stage of proceedings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// 一审.
    First,
    /// 二审.
    Second,
    /// 申请再审、申诉、抗诉审查.
    Review,
    /// 再审.
    Retrial,
    /// 法赔: the court's own liability.
    OwnCompensation,
    /// 委赔: compensation committee.
    Committee,
    /// 司法救助.
    Aid,
    /// 执行实施: 执, 执恢.
    Enforcement,
    /// 破申.
    BankruptcyApplication,
    /// 破.
    Bankruptcy,
    /// 诉前保全.
    Preservation,
    /// 诉前调解; no case.
    Mediation,
    /// 信访; no case.
    Petition,
}

/// The track of a type word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Track {
    /// Branch.
    pub branch: Branch,
    /// Stage.
    pub stage: Stage,
}

/// Every type word that has a track, with it.
pub const TRACKS: &[(&str, Track)] = {
    use Branch::{Administrative as A, Civil as C, Criminal as K, Other as O};
    use Stage as S;
    const fn t(branch: Branch, stage: Stage) -> Track {
        Track { branch, stage }
    }
    &[
        ("民初", t(C, S::First)),
        ("执", t(O, S::Enforcement)),
        ("执恢", t(O, S::Enforcement)),
        ("刑初", t(K, S::First)),
        ("行初", t(A, S::First)),
        ("行赔初", t(A, S::First)),
        ("民终", t(C, S::Second)),
        ("刑终", t(K, S::Second)),
        ("行终", t(A, S::Second)),
        ("行赔终", t(A, S::Second)),
        ("民申", t(C, S::Review)),
        ("民监", t(C, S::Review)),
        ("民抗", t(C, S::Review)),
        ("刑申", t(K, S::Review)),
        ("刑监", t(K, S::Review)),
        ("刑抗", t(K, S::Review)),
        ("行申", t(A, S::Review)),
        ("行监", t(A, S::Review)),
        ("行抗", t(A, S::Review)),
        ("民再", t(C, S::Retrial)),
        ("刑再", t(K, S::Retrial)),
        ("行再", t(A, S::Retrial)),
        ("法赔", t(O, S::OwnCompensation)),
        ("委赔", t(O, S::Committee)),
        ("司救刑", t(O, S::Aid)),
        ("司救民", t(O, S::Aid)),
        ("司救行", t(O, S::Aid)),
        ("司救赔", t(O, S::Aid)),
        ("司救执", t(O, S::Aid)),
        ("司救访", t(O, S::Aid)),
        ("司救他", t(O, S::Aid)),
        ("破申", t(O, S::BankruptcyApplication)),
        ("破", t(O, S::Bankruptcy)),
        ("财保", t(O, S::Preservation)),
        ("行保", t(O, S::Preservation)),
        ("证保", t(O, S::Preservation)),
        ("诉前调", t(O, S::Mediation)),
        ("信访", t(O, S::Petition)),
    ]
};

impl Track {
    /// The track of a word; none when the house does not know its procedure.
    pub fn of(word: Word) -> Option<Track> {
        let text = word.as_str();
        TRACKS.iter().find(|(known, _)| *known == text).map(|(_, track)| *track)
    }

    /// Whether hearings (开庭) exist.
    pub const fn hears(self) -> bool {
        matches!(self.stage, Stage::First | Stage::Second | Stage::Retrial | Stage::Review | Stage::Committee)
    }

    /// Whether a matter is accepted under a number; 诉前调 and 信访 are not.
    pub const fn accepts(self) -> bool {
        !matches!(self.stage, Stage::Mediation | Stage::Petition)
    }

    /// Whether its term counts for figures (计审限, indicators I-005).
    pub const fn counts_term(self) -> bool {
        self.accepts()
    }

    /// Whether a document of its may take effect on a day of its own (生效).
    pub const fn takes_effect(self) -> bool {
        matches!(self.stage, Stage::First | Stage::Second | Stage::Retrial | Stage::BankruptcyApplication)
    }

    /// The closing forms it allows (procedure §2.6, §3, §4, §6, §8, §9, §10; enforcement E-020).
    pub const fn forms(self) -> &'static [F] {
        match (self.stage, self.branch) {
            (Stage::First, Branch::Criminal) => FIRST_CRIMINAL,
            (Stage::First, Branch::Administrative) => FIRST_ADMINISTRATIVE,
            (Stage::First, _) => FIRST_CIVIL,
            (Stage::Second, Branch::Criminal) => SECOND_CRIMINAL,
            (Stage::Second, _) => SECOND,
            (Stage::Review, _) => REVIEW,
            (Stage::Retrial, _) => RETRIAL,
            (Stage::OwnCompensation, _) => OWN_COMPENSATION,
            (Stage::Committee, _) => COMMITTEE,
            (Stage::Aid, _) => &[F::AidGranted, F::AidRefused, F::AidWithdrawn, F::AidEnded],
            (Stage::Enforcement, _) => ENFORCEMENT,
            (Stage::BankruptcyApplication, _) => BANKRUPTCY_APPLICATION,
            (Stage::Bankruptcy, _) => BANKRUPTCY,
            (Stage::Preservation, _) => PRESERVATION,
            (Stage::Mediation, _) => &[F::MediationAgreed, F::MediationFailed],
            (Stage::Petition, _) => &[F::PetitionResolved],
        }
    }
}

const FIRST_CIVIL: &[F] = &[
    F::Judged,
    F::DismissedSuit,
    F::WithdrawalAllowed,
    F::DeemedWithdrawn,
    F::Mediated,
    F::TransferredCourt,
    F::RaisedLevel,
    F::DesignatedElsewhere,
    F::Joined,
    F::Ended,
    F::NotAccepted,
    F::Cancelled,
    F::OtherForm,
];
const FIRST_ADMINISTRATIVE: &[F] = FIRST_CIVIL;
const FIRST_CRIMINAL: &[F] = &[
    F::Judged,
    F::Acquitted,
    F::WithdrawalAllowed,
    F::DeemedWithdrawn,
    F::ProsecutionWithdrawn,
    F::TrialEnded,
    F::ReturnedToProcuratorate,
    F::DismissedSuit,
    F::Mediated,
    F::TransferredCourt,
    F::RaisedLevel,
    F::DesignatedElsewhere,
    F::Joined,
    F::OtherForm,
];
const SECOND: &[F] = &[
    F::Upheld,
    F::Changed,
    F::Remanded,
    F::RevokedAndDismissed,
    F::RevokedAndTransferred,
    F::OrderedToAccept,
    F::OrderedToHear,
    F::AppealWithdrawn,
    F::AppealDeemedWithdrawn,
    F::SuitWithdrawnOnAppeal,
    F::Mediated,
    F::Ended,
    F::OtherForm,
];
const SECOND_CRIMINAL: &[F] =
    &[F::Upheld, F::Changed, F::Remanded, F::AppealWithdrawn, F::TrialEnded, F::Mediated, F::OtherForm];
const REVIEW: &[F] =
    &[F::RetrialOrdered, F::RetrialRefused, F::ReviewWithdrawn, F::ReviewDeemedWithdrawn, F::ReviewEnded, F::OtherForm];
const RETRIAL: &[F] = &[
    F::Upheld,
    F::Changed,
    F::Remanded,
    F::RevokedAndDismissed,
    F::Mediated,
    F::RetrialEnded,
    F::RetrialWithdrawn,
    F::OtherForm,
];
const OWN_COMPENSATION: &[F] = &[
    F::CompensationGranted,
    F::CompensationRefused,
    F::CompensationAgreed,
    F::CompensationDismissed,
    F::CompensationWithdrawn,
    F::CompensationEnded,
];
const COMMITTEE: &[F] = &[
    F::CompensationGranted,
    F::CompensationRefused,
    F::CompensationUpheld,
    F::CompensationRevoked,
    F::CompensationAgreed,
    F::CompensationDismissed,
    F::CompensationWithdrawn,
    F::CompensationEnded,
];
const ENFORCEMENT: &[F] =
    &[F::Performed, F::RoundEnded, F::EnforcementEnded, F::Cancelled, F::EnforcementRefused, F::ApplicationDismissed];
const BANKRUPTCY_APPLICATION: &[F] = &[
    F::BankruptcyAccepted,
    F::BankruptcyRefused,
    F::BankruptcyApplicationDismissed,
    F::BankruptcyApplicationWithdrawn,
];
const BANKRUPTCY: &[F] =
    &[F::BankruptcyEnded, F::ReorganisationEnded, F::CompositionEnded, F::BankruptcyApplicationDismissed];
const PRESERVATION: &[F] =
    &[F::Preserved, F::PartlyPreserved, F::NothingToPreserve, F::PreservationLifted, F::PreservationRefused];
