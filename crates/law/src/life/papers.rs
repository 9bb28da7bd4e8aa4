//! What people hand in and say before and around an assignment: the bodies of those entries. Nothing is decided here.
//!
//! Fields stand in the order of their names, so that the plain JSON writer already writes RFC 8785.

use serde::{Deserialize, Serialize};

use super::codes::{ChangeGround, LinkGround, NamingGround, OnlineStep, RefusalGround, Relief, Secrecy};
use super::event::Origin;
use crate::assignment::{Candidate, SeatKind};
use crate::day::Day;
use crate::fen::Fen;
use crate::ids::JudgeId;

/// Papers handed in as files and as a filled-in complaint (电子化诉讼材料).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Papers {
    /// Steps the plaintiff agrees to take online, each by itself (S-051).
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub consents: Vec<OnlineStep>,
    /// Consents to electronic service (OL 29).
    pub electronic: bool,
    /// Who handed them in, by number within the matter; which account that is lies beside the log.
    pub filer: u32,
    /// The files, by digest.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub files: Vec<PaperFile>,
    /// Keyed digest of parties, cause and claims: the same for the same complaint handed in again.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub likeness: Option<String>,
    /// Consents to mediation before the suit is registered (CPL 122).
    pub mediation: bool,
    /// Where another court took them in (跨域收件): its court and the entry that says so.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub relayed: Option<Origin>,
    /// Relief from the fee that is asked for with them.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub relief: Option<ReliefPlea>,
    /// The complaint as filled in, sealed; the key lies beside the log and can be destroyed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sealed: Option<String>,
}

/// Relief from the fee as it is asked for (FEE 44 to 48); ground and proof stand in the sealed complaint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReliefPlea {
    /// Relief.
    pub kind: Relief,
    /// Natural persons alone ask for it: for them alone a fee is waived.
    pub natural: bool,
}

/// 诉讼费缓减免决定, before the suit is registered (FEE 49).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReliefDecided {
    /// Account of who decided.
    pub by: u32,
    /// What is granted; none when it is refused.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub granted: Option<Relief>,
    /// Per cent of the fee that falls away, of a reduction.
    #[serde(skip_serializing_if = "is_zero", default)]
    pub percent: u8,
    /// Reason in words.
    pub reason: String,
    /// Last day to pay, of a deferral.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub until: Option<Day>,
}

/// 变更在线办理同意: a party agrees to a step online, or no longer does (S-051, S-052).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentChanged {
    /// Who, by number within the matter.
    pub by: u32,
    /// From now on it is agreed to.
    pub given: bool,
    /// The step.
    pub step: OnlineStep,
}

/// 释明: why the suit may not be accepted and what to do instead, before anything is ruled (P-021).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explained {
    /// Account of who explained.
    pub by: u32,
    /// Ground, from the closed list.
    pub ground: RefusalGround,
    /// In words.
    pub text: String,
}

/// 提请再次通知补正 (S-012): a second notice needs the chief's approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionProposed {
    /// Account of who proposed.
    pub by: u32,
    /// What is missing.
    pub defects: Vec<String>,
    /// Codes of the reasons.
    pub fields: Vec<String>,
    /// Why the first notice did not name it.
    pub reason: String,
}

/// 对立案的投诉 (登记立案规定 art. 13, P-024).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Complained {
    /// Who, by number within the matter.
    pub by: u32,
    /// Last day to answer.
    pub due: Day,
    /// What about.
    pub text: String,
}

/// 投诉答复.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintAnswered {
    /// Account of who answered.
    pub by: u32,
    /// The answer.
    pub text: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
const fn is_zero(value: &u8) -> bool {
    *value == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
const fn is_false(value: &bool) -> bool {
    !*value
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
    /// Who gave it, by number within the matter.
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
    /// The fee before a relief; none without one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub full: Option<Fen>,
    /// Need not be paid in advance: wages (FEE 20).
    #[serde(skip_serializing_if = "is_false", default)]
    pub later: bool,
    /// Relief granted.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub relief: Option<Relief>,
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
    /// Who leaves; the judge in charge where nobody is named.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub of: Option<JudgeId>,
    /// Reason in words.
    pub reason: String,
}

/// 提请变更审判人员: who asks that whom of the bench be replaced, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeProposed {
    /// Ground, from the closed list.
    pub ground: ChangeGround,
    /// Who is to leave.
    pub of: JudgeId,
    /// Who asks.
    pub proposer: u32,
    /// Reason in words.
    pub reason: String,
}

/// 变更审判人员的决定.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeDecided {
    /// Account of who decided.
    pub by: u32,
    /// Whoever was named leaves, and another is drawn.
    pub granted: bool,
    /// Of whom.
    pub of: JudgeId,
    /// Reason in words.
    pub reason: String,
}

/// 不批准指定分案: the case is drawn for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamingDeclined {
    /// Account of who decided.
    pub by: u32,
    /// Reason in words.
    pub reason: String,
}

/// 无人可以抽签: a draw that found nobody, with everybody and every reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NobodyLeft {
    /// Everybody who was looked at.
    pub candidates: Vec<Candidate>,
    /// What could not be drawn for.
    pub seat: SeatKind,
}

/// 随案分配: the case whose judge this one follows, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linked {
    /// The first case.
    pub case: Origin,
    /// Ground, from the closed list.
    pub ground: LinkGround,
    /// Weight of this case, in hundredths.
    pub weight: i64,
}

/// Somebody who sits, or waits to step in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seated {
    /// Who.
    pub judge: JudgeId,
    /// As what.
    pub seat: SeatKind,
    /// Waits to step in for an assessor, in order (递补).
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub substitute: bool,
}

/// 申请复议 of a recusal that was not granted (CPL 47, A-026).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReconsiderationAsked {
    /// Who asks, by number within the matter.
    pub by: u32,
    /// Last day to decide.
    pub due: Day,
    /// Ground in words.
    pub ground: String,
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
