//! Whether a document is published (O-005): in full after masking, as a stub with its reason, or not at all.

use serde::{Deserialize, Serialize};

/// What a document is, for the question of publication.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Document {
    /// A judgment (判决书).
    #[default]
    Judgment,
    /// A ruling (裁定书).
    Ruling,
    /// A payment order (支付令).
    PaymentOrder,
    /// A notice that rejects a petition (驳回申诉通知书).
    PetitionRejected,
    /// A decision of state compensation, compulsory treatment, detention or fine, or on serving a sentence (决定书).
    Decision,
    /// A mediation document of an administrative case or of civil public-interest litigation (O-001(9)).
    PublicMediation,
    /// Any other mediation document (调解书).
    Mediation,
    /// Another document that ends procedure or touches rights (O-001(10)).
    OtherEffective,
    /// Notices, transcripts and the rest.
    Other,
}

/// How the case was closed, as far as it matters here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Closing {
    /// By decision, withdrawal or otherwise.
    #[default]
    Decision,
    /// By mediation (调解).
    Mediation,
    /// By judicial confirmation of a mediation agreement (司法确认).
    Confirmation,
}

/// What decides about publication.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// What the document is.
    pub document: Document,
    /// A State secret is touched.
    pub secret: bool,
    /// A stub is approved although a secret is touched.
    pub stub_approved: bool,
    /// A criminal case.
    pub criminal: bool,
    /// The age of each defendant at the act.
    pub ages_at_act: Vec<u8>,
    /// How the case was closed.
    pub closing: Closing,
    /// Publication in spite of mediation, to protect the State, the public or others (O-002(3)).
    pub mediation_override: bool,
    /// The cause of action (案由).
    pub cause: String,
    /// Custody or guardianship of minor children is touched.
    pub custody: bool,
    /// Another reason, proposed and approved (O-002(5)).
    pub unsuitable_approved: bool,
}

/// Why a document is not published (不公开理由).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unpublished {
    /// 1 国家秘密
    StateSecret,
    /// 2 未成年人犯罪
    MinorsCrime,
    /// 3 调解或司法确认
    Mediation,
    /// 4 离婚及未成年子女抚养、监护
    Divorce,
    /// 5 其他
    Other,
}

impl Unpublished {
    /// The code of the reason.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Unpublished::StateSecret => 1,
            Unpublished::MinorsCrime => 2,
            Unpublished::Mediation => 3,
            Unpublished::Divorce => 4,
            Unpublished::Other => 5,
        }
    }

    /// The reason as it is shown.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Unpublished::StateSecret => "涉及国家秘密",
            Unpublished::MinorsCrime => "未成年人犯罪",
            Unpublished::Mediation => "以调解方式结案或者确认人民调解协议效力",
            Unpublished::Divorce => "离婚诉讼或者涉及未成年子女抚养、监护",
            Unpublished::Other => "人民法院认为不宜在互联网公布的其他情形",
        }
    }
}

/// What is done with a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Publication {
    /// Masked and published.
    Full,
    /// Case number, court, date and reason only (O-003).
    Stub(Unpublished),
    /// Nothing.
    None,
}

/// The stub of a document that is not published (O-003).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stub {
    /// 案号
    pub number: String,
    /// 法院
    pub court: String,
    /// The date of the decision, as written.
    pub date: String,
    /// The reason.
    pub reason: Unpublished,
}

impl Stub {
    /// The stub as one line.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{}，{}，{}，理由{}", self.number, self.court, self.date, self.reason.code())
    }
}

/// The decision table O-005: the first line that fits decides.
#[must_use]
pub fn decide(facts: &Facts) -> Publication {
    if facts.secret {
        return if facts.stub_approved { Publication::Stub(Unpublished::StateSecret) } else { Publication::None };
    }
    // a mediation document is no published kind, but the way it closed the case is told by a stub
    if facts.document == Document::Other || facts.document == Document::Mediation && !facts.mediation_override {
        return Publication::None;
    }
    if facts.criminal && facts.ages_at_act.iter().any(|age| *age < 18) {
        return Publication::Stub(Unpublished::MinorsCrime);
    }
    let mediated = facts.closing != Closing::Decision && facts.document != Document::PublicMediation;
    if mediated && !facts.mediation_override {
        return Publication::Stub(Unpublished::Mediation);
    }
    if is_divorce(&facts.cause) || facts.custody {
        return Publication::Stub(Unpublished::Divorce);
    }
    if facts.unsuitable_approved { Publication::Stub(Unpublished::Other) } else { Publication::Full }
}

/// Divorce, custody and guardianship; property after divorce is none of them (O-005, notes).
fn is_divorce(cause: &str) -> bool {
    const CAUSES: &[&str] = &[
        "变更抚养关系",
        "抚养费",
        "抚养纠纷",
        "监护权",
        "探望权",
        "申请确定监护人",
        "撤销监护人",
        "同居关系子女抚养",
        "子女抚养",
    ];
    cause.starts_with("离婚") && !cause.starts_with("离婚后") || CAUSES.iter().any(|word| cause.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Facts {
        Facts::default()
    }

    #[test]
    fn o_005_the_first_line_that_fits_decides() {
        let cases = [
            (Facts { secret: true, ..facts() }, Publication::None),
            (Facts { secret: true, stub_approved: true, ..facts() }, Publication::Stub(Unpublished::StateSecret)),
            (Facts { document: Document::Other, ..facts() }, Publication::None),
            (Facts { document: Document::Mediation, closing: Closing::Mediation, ..facts() }, Publication::None),
            (
                Facts { criminal: true, ages_at_act: vec![30, 17], ..facts() },
                Publication::Stub(Unpublished::MinorsCrime),
            ),
            (Facts { criminal: true, ages_at_act: vec![18], ..facts() }, Publication::Full),
            (Facts { closing: Closing::Confirmation, ..facts() }, Publication::Stub(Unpublished::Mediation)),
            (Facts { closing: Closing::Mediation, mediation_override: true, ..facts() }, Publication::Full),
            (Facts { document: Document::PublicMediation, closing: Closing::Mediation, ..facts() }, Publication::Full),
            (
                Facts { document: Document::Ruling, cause: "离婚纠纷".into(), ..facts() },
                Publication::Stub(Unpublished::Divorce),
            ),
            (Facts { cause: "离婚后财产纠纷".into(), ..facts() }, Publication::Full),
            (
                Facts { cause: "离婚后财产纠纷".into(), custody: true, ..facts() },
                Publication::Stub(Unpublished::Divorce),
            ),
            (Facts { unsuitable_approved: true, ..facts() }, Publication::Stub(Unpublished::Other)),
            (Facts { document: Document::Ruling, ..facts() }, Publication::Full),
        ];
        for (facts, is) in cases {
            assert_eq!(decide(&facts), is, "{facts:?}");
        }
    }

    #[test]
    fn o_003_a_stub_tells_number_court_date_and_reason() {
        let stub = Stub {
            number: "(2020)辽0102民初1号".into(),
            court: "沈阳市和平区人民法院".into(),
            date: "2020年3月2日".into(),
            reason: Unpublished::Divorce,
        };
        assert_eq!(stub.line(), "(2020)辽0102民初1号，沈阳市和平区人民法院，2020年3月2日，理由4");
        assert_eq!(Unpublished::MinorsCrime.text(), "未成年人犯罪");
    }
}
