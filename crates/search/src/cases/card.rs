//! A concluded case (已结案件) as the index takes it and gives it back.

use law::ids::{CauseId, CourtId};
use serde::{Deserialize, Serialize};

/// How a case ended (裁判结果).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// 支持全部请求
    Granted,
    /// 部分支持
    Partly,
    /// 驳回诉讼请求
    Dismissed,
    /// 驳回起诉 / 不予受理
    Rejected,
    /// 撤诉
    Withdrawn,
    /// 调解
    Mediated,
    /// 定罪并处刑
    Convicted,
    /// 免予刑事处罚
    Exempted,
    /// 无罪
    Acquitted,
    /// 维持原判
    Upheld,
    /// 改判
    Changed,
    /// 发回重审
    Remanded,
    /// 其他
    Other,
}

impl Ending {
    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Granted => "支持全部请求",
            Self::Partly => "部分支持",
            Self::Dismissed => "驳回诉讼请求",
            Self::Rejected => "驳回起诉",
            Self::Withdrawn => "撤诉",
            Self::Mediated => "调解",
            Self::Convicted => "定罪处刑",
            Self::Exempted => "免予刑事处罚",
            Self::Acquitted => "无罪",
            Self::Upheld => "维持原判",
            Self::Changed => "改判",
            Self::Remanded => "发回重审",
            Self::Other => "其他",
        }
    }
}

/// What a case decided: its ending and its measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// How it ended.
    pub ending: Ending,
    /// Money awarded, fine or damages, in fen.
    pub amount_fen: Option<i64>,
    /// Term of imprisonment (刑期), in months.
    pub months: Option<u32>,
}

/// What is known of a concluded case beside its texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The docket's name of the document.
    pub id: String,
    /// Case number (案号).
    pub number: String,
    /// The court that decided it.
    pub court: CourtId,
    /// Level of the procedure: 1 first instance, 2 second, 3 retrial.
    pub level: u8,
    /// Secrecy (密级): 0 open to all; a reader sees what is at most theirs.
    pub secrecy: u8,
    /// Day of the decision as `yyyymmdd`.
    pub date: u32,
    /// Causes or charges (案由, 罪名).
    pub causes: Vec<CauseId>,
    /// Articles cited, as `law/article`: `民法典/675`.
    pub articles: Vec<String>,
    /// Amount in dispute (标的额), in fen.
    pub amount_fen: Option<i64>,
    /// What was decided.
    pub outcome: Outcome,
}

/// A concluded case with its zones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concluded {
    /// What is known beside the texts.
    pub card: Card,
    /// Position of the entry in the log of its court; a later feed starts behind the last one.
    pub position: u64,
    /// Claims, defences and facts found.
    pub facts: String,
    /// Reasons and disposition (本院认为 and 判决如下).
    pub reasons: String,
}

/// The band (标的额档) of a sum: how many decimal digits the yuan have, in halves: under 3,000, under
/// 10,000, under 30,000 and so on.
pub fn band(amount_fen: i64) -> u8 {
    let yuan = amount_fen / 100;
    let mut band = 0_u8;
    let mut bound = 1_000_i64;
    while band < 20 {
        if yuan < bound.saturating_mul(3) {
            return band;
        }
        if yuan < bound.saturating_mul(10) {
            return band + 1;
        }
        band += 2;
        bound = bound.saturating_mul(10);
    }
    band
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_rise_with_the_sum() {
        for (yuan, wanted) in [
            (0, 0),
            (2_999, 0),
            (3_000, 1),
            (9_999, 1),
            (10_000, 2),
            (29_999, 2),
            (30_000, 3),
            (100_000, 4),
            (1_000_000, 6),
        ] {
            assert_eq!(band(yuan * 100), wanted, "{yuan}");
        }
        assert_eq!(band(i64::MAX), 20);
        assert_eq!(band(-5), 0);
    }

    #[test]
    fn a_card_reads_back() {
        let card = Card {
            id: "1".into(),
            number: "(2020)辽0102民初1号".into(),
            court: CourtId(3),
            level: 1,
            secrecy: 0,
            date: 20_200_102,
            causes: vec![CauseId(10_001)],
            articles: vec!["民法典/675".into()],
            amount_fen: Some(5),
            outcome: Outcome { ending: Ending::Partly, amount_fen: None, months: Some(6) },
        };
        let text = serde_json::to_string(&card).unwrap();
        assert_eq!(serde_json::from_str::<Card>(&text).unwrap(), card);
    }
}
