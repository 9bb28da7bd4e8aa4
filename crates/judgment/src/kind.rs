//! What a text is (文书种类), and what its parts are (分区).

use serde::{Deserialize, Serialize};

/// A part of a judgment (分区).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ZoneKind {
    /// Name of the court (法院名称).
    Court,
    /// Kind of document as its title says (文书名称).
    Title,
    /// Case number (案号).
    CaseNumber,
    /// Parties and who acts for them (当事人).
    Parties,
    /// How the case came before the court and was tried (案件由来和审理经过).
    Procedure,
    /// What the claiming side says: charge, claims, appeal, application (指控、诉讼请求、上诉理由).
    Claims,
    /// What the other side says (答辩、辩护).
    Defence,
    /// Evidence where it stands apart (证据).
    Evidence,
    /// Facts the court below found (原审认定的事实).
    FactsBelow,
    /// Reasons and decision of the court below (原审裁判).
    ReasonsBelow,
    /// Facts the court found (查明的事实).
    Facts,
    /// Reasons (本院认为).
    Reasons,
    /// Articles relied on, up to 判决如下 (裁判依据).
    Articles,
    /// What is decided (判决主文).
    Disposition,
    /// Who bears the costs (诉讼费用).
    Costs,
    /// How the decision can be fought, or that it is final (上诉权利告知).
    Appeal,
    /// Judges, assessors, clerk (署名).
    Bench,
    /// Date of the decision (落款日期).
    Date,
    /// What is attached (附件、附录).
    Attachment,
    /// What fits nothing.
    Other,
}

impl ZoneKind {
    /// Its Chinese name.
    pub const fn zh(self) -> &'static str {
        match self {
            ZoneKind::Court => "法院",
            ZoneKind::Title => "文书名称",
            ZoneKind::CaseNumber => "案号",
            ZoneKind::Parties => "当事人",
            ZoneKind::Procedure => "审理经过",
            ZoneKind::Claims => "诉辩请求",
            ZoneKind::Defence => "答辩",
            ZoneKind::Evidence => "证据",
            ZoneKind::FactsBelow => "原审认定",
            ZoneKind::ReasonsBelow => "原审裁判",
            ZoneKind::Facts => "事实",
            ZoneKind::Reasons => "理由",
            ZoneKind::Articles => "裁判依据",
            ZoneKind::Disposition => "主文",
            ZoneKind::Costs => "诉讼费用",
            ZoneKind::Appeal => "权利告知",
            ZoneKind::Bench => "署名",
            ZoneKind::Date => "日期",
            ZoneKind::Attachment => "附件",
            ZoneKind::Other => "其他",
        }
    }
}

/// The procedure a document belongs to (诉讼类型).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Procedure {
    /// Criminal (刑事).
    Criminal,
    /// Civil (民事).
    Civil,
    /// Administrative (行政).
    Administrative,
    /// Enforcement (执行).
    Enforcement,
    /// State compensation (国家赔偿).
    Compensation,
}

/// The instance (审级).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Instance {
    /// First instance (一审).
    First,
    /// Second instance (二审).
    Second,
    /// Retrial, and whether there is to be one (再审).
    Retrial,
    /// Outside the instances: enforcement, preservation, payment order, commutation (非审级程序).
    Special,
}

/// The kind of document (文书种类).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// Judgment (判决书).
    Judgment,
    /// Ruling (裁定书).
    Ruling,
    /// Mediation document (调解书).
    Mediation,
    /// Decision (决定书).
    Decision,
    /// Payment order (支付令).
    PaymentOrder,
    /// Notice (通知书).
    Notice,
}
