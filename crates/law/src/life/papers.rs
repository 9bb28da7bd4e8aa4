//! What people hand in and say before and around an assignment: the bodies of those entries. Nothing is decided here.
//!
//! Fields stand in the order of their names, so that the plain JSON writer already writes RFC 8785.

use serde::{Deserialize, Serialize};

use super::codes::{ChangeGround, NamingGround, Secrecy};
use super::event::Origin;
use crate::day::Day;
use crate::fen::Fen;
use crate::ids::JudgeId;

/// Papers handed in as files and as a filled-in complaint (电子化诉讼材料).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Papers {
    /// Consents to electronic service (OL 29).
    pub electronic: bool,
    /// Account of who handed them in.
    pub filer: u32,
    /// The files, by digest.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub files: Vec<PaperFile>,
    /// Keyed digest of parties, cause and claims: the same for the same complaint handed in again.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub likeness: Option<String>,
    /// Consents to mediation before the suit is registered (CPL 122).
    pub mediation: bool,
    /// The complaint as filled in, sealed; the key lies beside the log and can be destroyed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sealed: Option<String>,
}

/// A file handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperFile {
    /// SM3 digest of its bytes, in hexadecimal.
    pub digest: String,
    /// Kind by content, such as `pdf`.
    pub kind: String,
    /// Bytes.
    pub size: i64,
}

/// 提供抽签数字: the number a litigant adds to the draw, given after the filing was sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberGiven {
    /// Account of who gave it.
    pub by: u32,
    /// One to twenty digits.
    pub number: String,
}

/// 转诉前调解, with the plaintiff's consent (TM 27, CPL 122).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diverted {
    /// Last day of the mediation.
    pub due: Day,
    /// The mediation, when it stands in a log already.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub to: Option<Origin>,
}

/// 交费通知 (FEE 22).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeNoticed {
    /// What is to be paid in advance.
    pub amount: Fen,
    /// Last day to pay.
    pub due: Day,
    /// Scale it was reckoned by, such as `property`.
    pub scale: String,
}

/// 交纳诉讼费.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeePaid {
    /// What was paid.
    pub amount: Fen,
    /// Number of the payment at the bank or the counter.
    pub reference: String,
}

/// 指定分案: who asked for whom, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Naming {
    /// Who agreed; none while it is proposed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub approver: Option<u32>,
    /// Ground, from the closed list.
    pub ground: NamingGround,
    /// The judge named.
    pub judge: JudgeId,
    /// Who proposed.
    pub proposer: u32,
    /// Reason in words.
    pub reason: String,
}

/// 变更承办人: who asked, who agreed, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Who asked.
    pub asked_by: u32,
    /// Who agreed: the president or the head of the division.
    pub by: u32,
    /// Ground, from the closed list.
    pub ground: ChangeGround,
    /// Reason in words.
    pub reason: String,
}

/// 申请回避 (CPL 44 ff., A-020).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecusalAsked {
    /// Account of who asked.
    pub by: u32,
    /// Ground in words.
    pub ground: String,
    /// Of which judge.
    pub judge: JudgeId,
}

/// 回避决定.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecusalDecided {
    /// Account of who decided.
    pub by: u32,
    /// Of which judge.
    pub judge: JudgeId,
    /// Reason in words.
    pub reason: String,
    /// The judge is recused.
    pub upheld: bool,
}

/// 确定密级.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Classified {
    /// Account of who decided.
    pub by: u32,
    /// Ground in words.
    pub ground: String,
    /// From now on.
    pub level: Secrecy,
}

/// 查阅案卷: somebody looked at a restricted case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewed {
    /// Account of who looked.
    pub by: u32,
    /// In which post.
    pub role: String,
}
