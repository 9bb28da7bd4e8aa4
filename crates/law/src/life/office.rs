//! Acts of a court that belong to no matter: statements taken over, liaison with deputies, typical cases.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::{CourtId, Stream};

/// An act of the court itself; each opens a stream of its own with this one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfficeAct {
    /// 导入往年统计: totals of an earlier year, with their source.
    StatementImported(Statement),
    /// 邀请代表委员见证、旁听、座谈: one activity.
    LiaisonHeld(Liaison),
    /// 办理建议、提案: one proposal answered.
    ProposalAnswered(Proposal),
    /// 发布典型案例: one typical case published.
    ExemplarPublished(Exemplar),
    /// 跨域收件转送: papers another court is to decide on, taken in here.
    FilingRelayed(Relay),
    /// 告知跨域答复: the party was told what the other court answered.
    AnswerTold(Told),
    /// 导入旧案: a file of cases taken over from another system, and what became of it.
    CasesImported(Import),
    /// 公布抽签公钥: the key every later draw of the court is proven under.
    DrawKeyPublished(DrawKey),
}

/// Totals of an earlier year. Values are what the source prints: rates in hundredths of a per cent, counts as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Dotted key to value, such as `caseload.province.rate_bp` → 9348.
    pub figures: BTreeMap<String, i64>,
    /// Where the figures were published.
    pub source: String,
    /// The year they are of.
    pub year: u16,
}

/// An activity with deputies and members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Liaison {
    /// Deputies and members who took part (人次).
    pub participants: u32,
}

/// A proposal of a deputy or member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Satisfied with the answer.
    pub satisfied: bool,
}

/// A typical case (典型案例).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exemplar {
    /// Theme, such as `business_environment` (优化营商环境).
    pub theme: String,
}

/// The public key of a court's draws (RFC 9381).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawKey {
    /// In hexadecimal.
    pub public_key: String,
    /// The way of drawing it is for.
    pub suite: String,
}

/// Papers taken in here for another court (跨域立案).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relay {
    /// Digest of the complaint as it was handed in, in hexadecimal.
    pub complaint: String,
    /// The court they are for.
    pub to: CourtId,
}

/// What another court answered, told to the party where the papers were taken in (跨域立案).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Position of the answer in the other court's log.
    pub answer: i64,
    /// The other court.
    pub court: CourtId,
    /// The entry here by which the papers were sent on.
    pub relay: Stream,
}

/// Old cases taken over from a table (导入旧案); their entries follow this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// How many cases.
    pub cases: u32,
    /// Digest of the file, in hexadecimal.
    pub digest: String,
    /// How many entries they have.
    pub entries: u32,
}

impl Told {
    /// The kind of its entries in the log.
    pub const KIND: &'static str = "office.answer_told.v1";
}

impl Import {
    /// The kind of its entries in the log.
    pub const KIND: &'static str = "office.cases_imported.v1";
}

impl OfficeAct {
    /// Every kind with its Chinese label.
    pub const KINDS: &'static [(&'static str, &'static str)] = &[
        ("office.statement_imported.v1", "导入往年统计"),
        ("office.liaison_held.v1", "代表委员联络活动"),
        ("office.proposal_answered.v1", "建议提案办结"),
        ("office.exemplar_published.v1", "发布典型案例"),
        ("office.draw_key_published.v1", "公布抽签公钥"),
        ("office.filing_relayed.v1", "跨域收件转送"),
        ("office.answer_told.v1", "告知跨域答复"),
        ("office.cases_imported.v1", "导入旧案"),
    ];

    /// The kind in the log.
    pub const fn kind(&self) -> &'static str {
        match self {
            OfficeAct::StatementImported(_) => "office.statement_imported.v1",
            OfficeAct::LiaisonHeld(_) => "office.liaison_held.v1",
            OfficeAct::ProposalAnswered(_) => "office.proposal_answered.v1",
            OfficeAct::ExemplarPublished(_) => "office.exemplar_published.v1",
            OfficeAct::DrawKeyPublished(_) => "office.draw_key_published.v1",
            OfficeAct::FilingRelayed(_) => "office.filing_relayed.v1",
            OfficeAct::CasesImported(_) => Import::KIND,
            OfficeAct::AnswerTold(_) => Told::KIND,
        }
    }

    /// The body as canonical JSON.
    pub fn body(&self) -> Result<String, serde_json::Error> {
        match self {
            OfficeAct::StatementImported(body) => serde_json::to_string(body),
            OfficeAct::LiaisonHeld(body) => serde_json::to_string(body),
            OfficeAct::ProposalAnswered(body) => serde_json::to_string(body),
            OfficeAct::ExemplarPublished(body) => serde_json::to_string(body),
            OfficeAct::DrawKeyPublished(body) => serde_json::to_string(body),
            OfficeAct::FilingRelayed(body) => serde_json::to_string(body),
            OfficeAct::AnswerTold(body) => serde_json::to_string(body),
            OfficeAct::CasesImported(body) => serde_json::to_string(body),
        }
    }

    /// Reads a stored entry; `None` when the kind is no office act.
    pub fn read(kind: &str, body: &str) -> Option<Result<OfficeAct, serde_json::Error>> {
        Some(match kind {
            "office.statement_imported.v1" => serde_json::from_str(body).map(OfficeAct::StatementImported),
            "office.liaison_held.v1" => serde_json::from_str(body).map(OfficeAct::LiaisonHeld),
            "office.proposal_answered.v1" => serde_json::from_str(body).map(OfficeAct::ProposalAnswered),
            "office.exemplar_published.v1" => serde_json::from_str(body).map(OfficeAct::ExemplarPublished),
            "office.draw_key_published.v1" => serde_json::from_str(body).map(OfficeAct::DrawKeyPublished),
            "office.filing_relayed.v1" => serde_json::from_str(body).map(OfficeAct::FilingRelayed),
            Told::KIND => serde_json::from_str(body).map(OfficeAct::AnswerTold),
            Import::KIND => serde_json::from_str(body).map(OfficeAct::CasesImported),
            _ => return None,
        })
    }

    /// The quantity a day's tally adds up (participants); 0 where counting is enough.
    pub fn quantity(&self) -> i64 {
        match self {
            OfficeAct::LiaisonHeld(body) => i64::from(body.participants),
            _ => 0,
        }
    }
}
