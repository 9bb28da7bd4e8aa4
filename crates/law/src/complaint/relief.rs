//! Relief from fees a plaintiff asks for (诉讼费缓减免, 诉讼费用交纳办法 arts. 44 to 49; services §13B, P-173).

use serde::{Deserialize, Serialize};

use super::{Complaint, Defects, LINE, PartyKind, Step};
use crate::fen::Fen;
use crate::life::codes::{Relief, codes};

codes! {
    /// Why relief is asked for; each belongs to one kind of it.
    ReliefGround: u8 {
        Disabled = 1, "disabled", "残疾人，没有固定生活来源";
        Maintenance = 2, "maintenance", "追索赡养费、扶养费、抚育费、抚恤金";
        Destitute = 3, "destitute", "最低生活保障对象、特困供养人员或者领取失业保险金人员，没有其他收入";
        Bravery = 4, "bravery", "因见义勇为或者保护公共利益受到损害，请求赔偿或者补偿";
        OtherWaiver = 5, "other_waiver", "确实需要免交的其他情形";
        Disaster = 11, "disaster", "因自然灾害等不可抗力生活困难，或者家庭生产经营难以为继";
        Veteran = 12, "veteran", "国家规定的优抚、安置对象";
        Welfare = 13, "welfare", "社会福利机构和救助管理站";
        OtherReduction = 14, "other_reduction", "确实需要减交的其他情形";
        Insurance = 21, "insurance", "追索社会保险金、经济补偿金";
        Injured = 22, "injured", "交通、医疗、工伤、产品质量等人身伤害事故的受害人请求赔偿";
        LegalAid = 23, "legal_aid", "正在接受法律援助";
        OtherDeferral = 24, "other_deferral", "确实需要缓交的其他情形";
    }
}

impl ReliefGround {
    /// The relief it is a ground for.
    pub const fn kind(self) -> Relief {
        match self.code() {
            0..=10 => Relief::Waive,
            11..=20 => Relief::Reduce,
            _ => Relief::Defer,
        }
    }
}

/// The article that names the grounds of a relief.
pub const fn article(kind: Relief) -> &'static str {
    match kind {
        Relief::Waive => "诉讼费用交纳办法第四十五条",
        Relief::Reduce => "诉讼费用交纳办法第四十六条",
        Relief::Defer => "诉讼费用交纳办法第四十七条",
    }
}

/// A reduction is no less than so many per cent (FEE 46).
pub const LEAST_REDUCTION: u8 = 30;
/// And less than all of it, which is a waiver.
pub const MOST_REDUCTION: u8 = 99;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReliefAsked {
    /// Ground, from the closed list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<ReliefGround>,
    /// Relief.
    pub kind: Relief,
    /// Per cent of the fee that is to fall away; of a reduction alone.
    #[serde(default)]
    pub percent: u8,
    /// What proves it.
    #[serde(default)]
    pub proof: String,
}

/// All plaintiffs are natural persons: for them alone a fee is waived (FEE 44).
pub fn natural(complaint: &Complaint) -> bool {
    complaint.plaintiffs.iter().all(|party| party.kind == PartyKind::Person)
}

pub(super) fn check(out: &mut Defects, complaint: &Complaint) {
    let Some(asked) = &complaint.relief else { return };
    let (code, step) = ("R99", Step::Fee);
    let bodies = asked.kind == Relief::Waive && !natural(complaint);
    out.when(bodies, code, step, "relief", "免交诉讼费只适用于自然人；单位可以申请缓交或者减交（第四十四条）");
    let named = asked.ground.is_some_and(|ground| ground.kind() == asked.kind);
    let sentence = format!("请选择申请{}的情形（{}）", asked.kind.zh(), article(asked.kind));
    out.when(!named, code, step, "relief_ground", &sentence);
    let percent = asked.kind == Relief::Reduce && !(LEAST_REDUCTION..=MOST_REDUCTION).contains(&asked.percent);
    out.when(percent, code, step, "relief_percent", "减交比例应当在 30% 至 99% 之间（第四十六条）");
    let place = |field: &str| (code, step, field.to_owned());
    out.text(&asked.proof, (4, LINE), place("relief_proof"), "证明材料，至少 4 个字");
}

/// What is to be paid of a fee after a relief, half a fen the payer's.
pub fn after(full: Fen, granted: Option<Relief>, percent: u8) -> Fen {
    match granted {
        Some(Relief::Waive) => Fen::ZERO,
        Some(Relief::Reduce) => {
            let left = i128::from(full.0) * i128::from(100_u8.saturating_sub(percent)) / 100;
            Fen(i64::try_from(left).unwrap_or(full.0))
        }
        Some(Relief::Defer) | None => full,
    }
}
