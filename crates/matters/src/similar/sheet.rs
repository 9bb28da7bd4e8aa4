//! What was found, as JSON.

use law::cause;
use law::court::court;
use search::cases::{Hit, Range};
use search::causes::Suggestion;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Told;

/// 事实
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Pasted {
    /// 案件事实，或者整份文书：8 至 50,000 字
    #[schema(min_length = 8, max_length = 50_000)]
    pub facts: String,
}

/// 相近的已结案件和可能的案由
#[derive(Debug, Serialize, ToSchema)]
pub struct SimilarSheet {
    /// 可以检索的已结案件，件
    held: u64,
    /// 最相近的在前，至多 10 件
    cases: Vec<SimilarCase>,
    /// 最相近的至多 100 件怎样结的
    spread: SpreadSheet,
    /// 可能的案由，把握大的在前；还在学习时没有
    causes: Option<Vec<CauseLine>>,
}

/// 一件相近的案件
#[derive(Debug, Serialize, ToSchema)]
pub struct SimilarCase {
    /// 案号
    number: String,
    /// 法院代字
    court: &'static str,
    /// 裁判日期，YYYYMMDD
    date: u32,
    /// 案由
    causes: Vec<&'static str>,
    /// 裁判结果
    ending: &'static str,
    /// 判决金额，分
    amount_fen: Option<i64>,
    /// 刑期，月
    months: Option<u32>,
    /// 是否公开；不公开的只供内部参考
    public: bool,
    /// 为什么相近
    why: WhySheet,
    /// 事实
    facts: String,
}

/// 为什么相近
#[derive(Debug, Serialize, ToSchema)]
pub struct WhySheet {
    /// 相同的案由
    causes: Vec<&'static str>,
    /// 相同的条文，如 民法典/675
    articles: Vec<String>,
    /// 共同要素
    elements: Vec<&'static str>,
    /// 标的额是否在同一档
    amount_band: bool,
    /// 相同的表述，在送来的事实里从第几个字节到第几个字节
    phrases: Vec<[usize; 2]>,
}

/// 裁判结果的分布
#[derive(Debug, Serialize, ToSchema)]
pub struct SpreadSheet {
    /// 件数
    cases: usize,
    /// 各种结果
    endings: Vec<EndingLine>,
    /// 判决金额，分
    amount_fen: Option<RangeSheet>,
    /// 刑期，月
    months: Option<RangeSheet>,
}

/// 一种结果
#[derive(Debug, Serialize, ToSchema)]
pub struct EndingLine {
    /// 结果
    ending: &'static str,
    /// 件数
    cases: usize,
}

/// 一项数值的分布
#[derive(Debug, Serialize, ToSchema)]
pub struct RangeSheet {
    /// 有这一项的件数
    cases: usize,
    /// 十分位
    low: i64,
    /// 四分位
    quarter: i64,
    /// 中位
    median: i64,
    /// 四分之三位
    three_quarters: i64,
    /// 十分之九位
    high: i64,
}

impl From<&Range> for RangeSheet {
    fn from(range: &Range) -> Self {
        let Range { cases, low, quarter, median, three_quarters, high } = *range;
        Self { cases, low, quarter, median, three_quarters, high }
    }
}

/// 一个可能的案由
#[derive(Debug, Serialize, ToSchema)]
pub struct CauseLine {
    /// 名称
    name: String,
    /// 案由编号
    cause: Option<u32>,
    /// 把握，0 至 1
    confidence: f64,
}

fn cause_line(one: Suggestion) -> CauseLine {
    CauseLine { name: one.name, cause: one.cause.map(|cause| cause.0), confidence: one.confidence }
}

fn case(hit: Hit) -> SimilarCase {
    let named = |causes: &[law::ids::CauseId]| -> Vec<&'static str> {
        causes.iter().filter_map(|id| cause::cause(*id)).map(|cause| cause.name).collect()
    };
    SimilarCase {
        court: court(hit.card.court).map_or("", |court| court.code),
        date: hit.card.date,
        causes: named(&hit.card.causes),
        ending: hit.card.outcome.ending.name(),
        amount_fen: hit.card.outcome.amount_fen,
        months: hit.card.outcome.months,
        public: hit.card.secrecy == alike::OPEN,
        why: WhySheet {
            causes: named(&hit.why.causes),
            articles: hit.why.articles,
            elements: hit.why.elements,
            amount_band: hit.why.amount_band,
            phrases: hit.why.phrases.iter().map(|phrase| [phrase.first.start, phrase.first.end]).collect(),
        },
        number: hit.card.number,
        facts: hit.facts,
    }
}

impl From<Told> for SimilarSheet {
    fn from(told: Told) -> Self {
        let spread = told.similar.spread;
        let endings = spread.endings.iter().map(|(ending, cases)| EndingLine { ending: ending.name(), cases: *cases });
        Self {
            held: told.held,
            cases: told.similar.hits.into_iter().map(case).collect(),
            spread: SpreadSheet {
                cases: spread.cases,
                endings: endings.collect(),
                amount_fen: spread.amount_fen.as_ref().map(RangeSheet::from),
                months: spread.months.as_ref().map(RangeSheet::from),
            },
            causes: told.causes.map(|causes| causes.into_iter().map(cause_line).collect()),
        }
    }
}
