//! `case_facts`: one narrow row a matter, what lists and indicators read. Computed from entries, never the source of anything.
//!
//! The columns are declared once, below; storage, statistics and pages take them from here.

use std::borrow::Cow;

use crate::day::Day;
use crate::fen::Fen;
use crate::ids::{CauseId, CourtId, JudgeId, Stream};

/// A value that a column of integers can hold.
pub trait Cell: Sized {
    /// As a column value; `None` is NULL.
    fn to_cell(&self) -> Option<i64>;
    /// From a column value; `None` if it does not fit.
    fn from_cell(value: Option<i64>) -> Option<Self>;
}

macro_rules! int_cell {
    ($($t:ty),*) => {$(
        impl Cell for $t {
            fn to_cell(&self) -> Option<i64> { Some(i64::from(*self)) }
            fn from_cell(value: Option<i64>) -> Option<Self> { value.and_then(|v| <$t>::try_from(v).ok()) }
        }
        impl Cell for Option<$t> {
            fn to_cell(&self) -> Option<i64> { self.map(i64::from) }
            fn from_cell(value: Option<i64>) -> Option<Self> {
                match value { None => Some(None), Some(v) => <$t>::try_from(v).ok().map(Some) }
            }
        }
    )*};
}
int_cell!(u8, u16, u32, i32, i64);

impl Cell for bool {
    fn to_cell(&self) -> Option<i64> {
        Some(i64::from(*self))
    }
    fn from_cell(value: Option<i64>) -> Option<Self> {
        match value {
            Some(0) => Some(false),
            Some(1) => Some(true),
            _ => None,
        }
    }
}

macro_rules! wrapped_cell {
    ($($t:ident($inner:ty)),*) => {$(
        impl Cell for $t {
            fn to_cell(&self) -> Option<i64> { self.0.to_cell() }
            fn from_cell(value: Option<i64>) -> Option<Self> { <$inner>::from_cell(value).map($t) }
        }
        impl Cell for Option<$t> {
            fn to_cell(&self) -> Option<i64> { self.and_then(|v| v.0.to_cell()) }
            fn from_cell(value: Option<i64>) -> Option<Self> {
                match value { None => Some(None), some => <$t>::from_cell(some).map(Some) }
            }
        }
    )*};
}
wrapped_cell!(CourtId(u16), CauseId(u32), JudgeId(u32), Stream(i64), Day(i32), Fen(i64));

macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident : $t:ty => $zh:literal,)*) => {
        /// The row of one matter.
        #[derive(Debug, Clone, Default, PartialEq, Eq)]
        pub struct CaseFacts { $($(#[$doc])* pub $name: $t,)* }

        impl CaseFacts {
            /// Names of the columns, in order; the first two are the key.
            pub const COLUMNS: &'static [&'static str] = &[$(stringify!($name)),*];
            /// Their Chinese labels.
            pub const LABELS: &'static [&'static str] = &[$($zh),*];

            /// The row's values in the order of `COLUMNS`.
            pub fn cells(&self) -> [Option<i64>; Self::COLUMNS.len()] {
                [$(self.$name.to_cell()),*]
            }

            /// The row from values in the order of `COLUMNS`; the error names the first column that does not fit.
            pub fn from_cells(cells: &[Option<i64>]) -> Result<CaseFacts, &'static str> {
                let mut cells = cells.iter();
                Ok(CaseFacts { $($name: {
                    let cell = cells.next().ok_or(stringify!($name))?;
                    <$t as Cell>::from_cell(*cell).ok_or(stringify!($name))?
                }),* })
            }
        }
    };
}

impl CaseFacts {
    /// What anybody may see of the row: all of an open case; of one that is not, its court, number, days and state alone
    /// (openness O-003). Figures count it all the same.
    pub fn shown(&self) -> Cow<'_, CaseFacts> {
        if self.secrecy == 0 {
            return Cow::Borrowed(self);
        }
        Cow::Owned(CaseFacts {
            cause: None,
            channel: 0,
            filer: None,
            amount: Fen::ZERO,
            parties: 0,
            judge: None,
            panel: 0,
            assessors: false,
            procedure: 0,
            hearings: 0,
            hearings_online: 0,
            hearings_broadcast: 0,
            hearings_closed: 0,
            hearings_recorded: 0,
            first_hearing_day: None,
            closing: 0,
            document: 0,
            origin_court: None,
            origin_stream: None,
            waits: 0,
            ..self.clone()
        })
    }
}

columns! {
    /// The court whose log holds the matter.
    court: CourtId => "法院",
    /// Position of the opening entry.
    stream: Stream => "卷宗流",
    /// Version of the last entry folded in, from 1.
    version: i32 => "版本",
    /// Code of the type word (类型代字): 民初 is 301; 诉前调 9001 and 信访 9002 are no cases.
    word: u16 => "类型代字",
    /// Year of the case number (收案年度); none before acceptance.
    year: Option<u16> => "收案年度",
    /// Serial of the case number.
    serial: Option<u32> => "案件编号",
    /// Whether it counts as a case (收案): accepted under a national type word.
    counts: bool => "计入收案",
    /// State, see `life::State`.
    state: u8 => "状态",
    /// Cause of action (案由).
    cause: Option<CauseId> => "案由",
    /// Who may see it (密级), see `life::Secrecy`.
    secrecy: u8 => "密级",
    /// Channel of filing, see `life::Channel`.
    channel: u8 => "立案渠道",
    /// Who filed it online, by number within the matter; none for others.
    filer: Option<u32> => "提交人序号",
    /// Amount claimed (标的额).
    amount: Fen => "标的额",
    /// Number of parties.
    parties: u8 => "当事人数",
    /// Day the papers arrived (收到材料日).
    received_day: Day => "收到日",
    /// Day of acceptance (立案日).
    accepted_day: Option<Day> => "立案日",
    /// Correction notices issued (补正通知).
    corrections: u8 => "补正次数",
    /// Day of assignment (分案日).
    assigned_day: Option<Day> => "分案日",
    /// Judge in charge (承办法官).
    judge: Option<JudgeId> => "承办法官",
    /// Members of the panel (合议庭人数), 1 for a single judge.
    panel: u8 => "审判组织人数",
    /// Whether people's assessors sit (人民陪审员).
    assessors: bool => "陪审",
    /// Procedure, see `life::Procedure`.
    procedure: u8 => "适用程序",
    /// Whether the complaint or a notice was served by public announcement (公告送达).
    announced: bool => "公告送达",
    /// Day of the first hearing held.
    first_hearing_day: Option<Day> => "首次开庭日",
    /// Hearings held (开庭次数).
    hearings: u16 => "开庭次数",
    /// Of these online (云审).
    hearings_online: u16 => "在线开庭次数",
    /// Of these broadcast (庭审直播).
    hearings_broadcast: u16 => "直播次数",
    /// Of these not public (不公开).
    hearings_closed: u16 => "不公开开庭次数",
    /// Of these recorded (庭审录像).
    hearings_recorded: u16 => "录像次数",
    /// Adjournments (延期开庭).
    adjournments: u8 => "延期次数",
    /// Pronounced at the hearing (当庭宣判).
    in_court: bool => "当庭宣判",
    /// Whether a statutory term applies (计审限).
    has_term: bool => "计审限",
    /// End of the base term with excluded days (法定审限届满日).
    base_end_day: Option<Day> => "法定审限届满日",
    /// End of the term with extensions (延长后届满日).
    final_end_day: Option<Day> => "最终届满日",
    /// Whether an extension was granted (延长审限).
    extended: bool => "延长审限",
    /// Days excluded, union of segments (扣除天数).
    excluded_days: i32 => "扣除天数",
    /// Day of closing (结案日), deadlines D-060.
    closed_day: Option<Day> => "结案日",
    /// Form of closing, see `life::ClosingForm`; 0 while open.
    closing: u16 => "结案方式",
    /// Kind of the closing document, see `life::Document`; 0 while open.
    document: u8 => "结案文书",
    /// Day of taking effect (生效日).
    effective_day: Option<Day> => "生效日",
    /// Day of archiving (归档日).
    archived_day: Option<Day> => "归档日",
    /// Whether the closing document may be published (应当公开).
    publishable: bool => "应公开",
    /// Documents published (上网文书数).
    published: u16 => "上网文书数",
    /// Day of the first publication.
    first_published_day: Option<Day> => "首次上网日",
    /// Whether process information was opened to the parties (流程公开).
    disclosed: bool => "流程公开",
    /// Whether every party side could be reached (有效公开), openness O-109.
    disclosed_effectively: bool => "有效公开",
    /// Court of the matter it came from (appeal, retrial, enforcement …).
    origin_court: Option<CourtId> => "来源法院",
    /// Stream of the matter it came from, in that court's log.
    origin_stream: Option<Stream> => "来源卷宗流",
    /// Day an appeal or protest against it was received (上诉日).
    appealed_day: Option<Day> => "上诉日",
    /// Day the file went up (移送日).
    file_sent_day: Option<Day> => "卷宗移送日",
    /// Outcome above, see `life::AppealOutcome`; 0 while none.
    appeal_outcome: u8 => "上诉结果",
    /// Day the outcome came back.
    appeal_outcome_day: Option<Day> => "上诉结果日",
    /// Whether the upper court marked an error (错误) and not a mere difference.
    appeal_error: bool => "改发错误",
    /// 教育、就业、医疗、住房、消费、社会保障等民生领域.
    livelihood: bool => "民生",
    /// 中管、省管干部职务犯罪.
    duty_crime_senior: bool => "中管省管干部职务犯罪",
    /// 涉产权案件.
    property_rights: bool => "涉产权",
    /// 涉未成年人.
    juvenile: bool => "涉未成年人",
    /// An accused is in custody (在押).
    custody: bool => "在押",
    /// 认罪认罚.
    plea: bool => "认罪认罚",
    /// Mediation used online audio or video (在线音视频调解).
    mediated_av: bool => "音视频调解",
    /// Mediation led to an agreement; none while it runs.
    mediated_ok: Option<u8> => "调解成功",
    /// Enforcement: saleable property was found and controlled (有财产可供执行).
    assets: bool => "有财产",
    /// Enforcement: money collected (到位金额).
    collected: Fen => "到位金额",
    /// Enforcement: closed as 终本 with every item of the check list met (终本合格).
    terminated_compliant: bool => "终本合格",
    /// Enforcement: consumption restricted (限制消费).
    restricted: bool => "限制消费",
    /// Enforcement: put on the dishonest list (失信).
    listed: bool => "失信名单",
    /// What of its bench waits for somebody, a bit each: see `life::Wait`.
    waits: u8 => "审判组织待办",
}
