//! What anybody may ask of the door: notices, draws made again, and what a month of draws came to.

use std::collections::BTreeMap;

use axum::Json;
use axum::body::to_bytes;
use axum::extract::{Path, Request, State};
use court::notices::Notice;
use court::replay::replay as again;
use frame::fault::Fault;
use frame::problem::{BodyProblems, ParameterFault, Problem, Problems};
use law::assignment::spread::Spread;
use law::court::by_code;
use law::ids::Stream;
use serde::Serialize;
use utoipa::ToSchema;

use crate::notices::{asked, failed, part};
use hall::gate::Asked;
use hall::state::Door;
use matters::draws::gather::{Period, gather};

/// Longest receipt that is read, in bytes.
const LONGEST: usize = 1024 * 1024;

/// 公告
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeSheet {
    /// 编号
    number: i64,
    /// 法院代字；全省的没有
    court: Option<&'static str>,
    /// 标题
    title: String,
    /// 正文，段落之间空一行
    text: String,
    /// 张贴日期
    from: String,
    /// 撤下日期；长期的没有
    until: Option<String>,
    /// 图片的地址；没有图片的没有
    picture: Option<String>,
    /// 图片说明
    picture_alt: Option<String>,
}

impl From<Notice> for NoticeSheet {
    fn from(notice: Notice) -> NoticeSheet {
        NoticeSheet {
            number: notice.number,
            court: law::court::court(notice.court).map(|court| court.code),
            title: notice.title,
            text: notice.text,
            from: notice.from.to_string(),
            until: notice.until.map(|day| day.to_string()),
            picture: notice.picture.map(|_| format!("/notices/{}/picture", notice.number)),
            picture_alt: notice.picture_alt,
        }
    }
}

/// What hangs on the board today.
#[utoipa::path(get, path = "/api/v1/notices", tag = "抽签和公告", operation_id = "notices", summary = "现在张贴的公告",
    params(("court" = Option<String>, Query, description = "法院代字；写了就只有它的和面向全省的"),
        ("skip" = Option<u32>, Query, description = "跳过几则；每页至多 50 则", maximum = 1_000_000)),
    responses((status = 200, description = "公告，最近张贴的在前", body = Vec<NoticeSheet>), Problems))]
pub async fn notices(State(door): State<Door>, Asked(sent): Asked) -> Result<Json<Vec<NoticeSheet>>, Problem> {
    let (court, skip) = asked(&sent).map_err(Problem::unclear)?;
    let (hanging, _) = part(&door, court, skip).await?;
    Ok(Json(hanging.into_iter().map(NoticeSheet::from).collect()))
}

/// One notice.
#[utoipa::path(get, path = "/api/v1/notices/{number}", tag = "抽签和公告", operation_id = "notice", summary = "一则公告",
    params(("number" = i64, Path, description = "编号")),
    responses((status = 200, description = "公告", body = NoticeSheet), Problems))]
pub async fn notice(State(door): State<Door>, Path(number): Path<i64>) -> Result<Json<NoticeSheet>, Fault> {
    door.board().one(number).await.map_err(failed).map(|notice| Json(notice.into()))
}

/// 一个月或者一年的抽签
#[derive(Debug, Serialize, ToSchema)]
pub struct Draws {
    /// 法院代字
    court: &'static str,
    /// 月份或者年度
    period: String,
    /// 网上分案次数
    assignments: u32,
    /// 其中随机抽签
    drawn: u32,
    /// 其中指定，按事由代码
    named: BTreeMap<&'static str, u32>,
    /// 其中随关联案件，按事由代码
    linked: BTreeMap<&'static str, u32>,
    /// 其中变更审判人员，按事由代码
    changed: BTreeMap<&'static str, u32>,
    /// 立案到首次分案的天数
    waited: Waited,
    /// 承办法官、合议庭成员、人民陪审员席位各自的抽签
    seats: Vec<SeatDraws>,
    /// 每次分案的记录序号；不公开案件的不列
    positions: Vec<i64>,
}

/// 立案到首次分案的天数
#[derive(Debug, Serialize, ToSchema)]
pub struct Waited {
    /// 首次分案的案件
    cases: u32,
    /// 其中立案当日分案的
    same_day: u32,
    /// 天数的中位数；没有案件时为空
    median_days: Option<i32>,
    /// 最长的天数；没有案件时为空
    longest_days: Option<i32>,
}

/// 一种席位的抽签
#[derive(Debug, Serialize, ToSchema)]
pub struct SeatDraws {
    /// judge、member 或 assessor
    seat: &'static str,
    /// 抽签次数
    draws: u32,
    /// 每个人
    people: Vec<Share>,
    /// 卡方统计量，按每次抽签各自名单的协方差
    chi_square: f64,
    /// 自由度
    freedom: u32,
    /// 抽签公正时出现这样或者更大偏差的概率
    p: f64,
    /// 与公平抽签相符
    fair: bool,
}

/// 一个人抽到的
#[derive(Debug, Serialize, ToSchema)]
pub struct Share {
    /// 编号
    judge: u32,
    /// 抽到几件
    got: u32,
    /// 按每次的候选名单应当抽到几件
    expected: f64,
    /// 标准差
    deviation: f64,
}

fn seat(spread: &Spread) -> SeatDraws {
    let (chi_square, freedom) = spread.chi_square();
    let people = spread.judges.iter().map(|(judge, share)| Share {
        judge: judge.0,
        got: share.got,
        expected: share.expected,
        deviation: share.deviation(),
    });
    SeatDraws {
        seat: spread.kind.word(),
        draws: spread.draws,
        people: people.collect(),
        chi_square,
        freedom,
        p: spread.p_value(),
        fair: spread.fair(),
    }
}

/// Why did this judge get so many and not fewer?
#[utoipa::path(get, path = "/api/v1/draws", tag = "抽签和公告", operation_id = "draws", summary = "一个月或者一年的抽签统计",
    params(("court" = String, Query, description = "法院代字"),
        ("month" = Option<String>, Query, description = "月份，如 2020-03"), ("year" = Option<String>, Query, description = "年度，如 2020；与月份写一个")),
    responses((status = 200, description = "统计", body = Draws), Problems))]
pub async fn draws(State(door): State<Door>, Asked(sent): Asked) -> Result<Json<Draws>, Problem> {
    let mut faults = Vec::new();
    for (name, _) in sent.pairs().filter(|(name, _)| !matches!(*name, "court" | "month" | "year")) {
        faults.push(ParameterFault::new(&hall::gate::shortened(name), "没有这个参数", "只有 court、month 和 year。"));
    }
    let court = by_code(sent.text("court"));
    if court.is_none() {
        faults.push(ParameterFault::new("court", "没有这个法院", "法院代字如 辽0102，见 /api/v1/courts。"));
    }
    let both = !sent.text("month").is_empty() && !sent.text("year").is_empty();
    let period = Period::asked(&sent).filter(|_| !both);
    if period.is_none() {
        faults.push(ParameterFault::new("month", "月份或者年度不能读", "月份写作 2020-03，年度写作 2020，只写一个。"));
    }
    let (Some(court), Some(period), true) = (court, period, faults.is_empty()) else {
        return Err(Problem::unclear(faults));
    };
    let gathered = gather(&door, court.id, period.days).await?;
    let streams: Vec<Stream> = gathered.all.iter().map(|found| found.stream).collect();
    let hidden = door.docket().restricted_among(court.id, &streams).await;
    let hidden = hidden.map_err(|cause| Fault::unavailable(&cause))?;
    let open = gathered.all.iter().filter(|found| !hidden.contains(&found.stream));
    let metrics = &gathered.metrics;
    Ok(Json(Draws {
        court: court.code,
        period: period.query().split('=').nth(1).unwrap_or_default().to_owned(),
        assignments: metrics.all,
        drawn: metrics.drawn,
        named: metrics.named.iter().map(|(ground, n)| (ground.word(), *n)).collect(),
        linked: metrics.linked.iter().map(|(ground, n)| (ground.word(), *n)).collect(),
        changed: metrics.changed.iter().map(|(ground, n)| (ground.word(), *n)).collect(),
        waited: Waited {
            cases: metrics.waits(),
            same_day: metrics.waited.get(&0).copied().unwrap_or(0),
            median_days: metrics.median_wait(),
            longest_days: metrics.waited.last_key_value().map(|(days, _)| *days),
        },
        seats: gathered.spreads.iter().map(seat).collect(),
        positions: open.map(|found| found.position).collect(),
    }))
}

/// 重新抽签
#[derive(Debug, Serialize, ToSchema)]
pub struct Again {
    /// 每一步都与记录相符
    sound: bool,
    /// 抽中的承办法官
    judge: u32,
    /// 逐步核对
    checks: Vec<AgainStep>,
}

/// 重新抽签的一步
#[derive(Debug, Serialize, ToSchema)]
pub struct AgainStep {
    /// 核对什么
    what: &'static str,
    /// 相符
    sound: bool,
    /// 内容
    found: String,
}

/// Makes a draw again from its receipt alone.
#[utoipa::path(post, path = "/api/v1/draws/replay", tag = "抽签和公告", operation_id = "replay_draw", summary = "凭回执重新抽签",
    description = "发送“分案”记录的回执，只用其中的内容重新抽一遍。不保存。",
    request_body(content = Object, content_type = "application/json", description = "回执文件"),
    responses((status = 200, description = "结果", body = Again), Problems, BodyProblems))]
pub async fn replay(request: Request) -> Result<Json<Again>, Problem> {
    super::caller::json(request.headers())?;
    let bytes = to_bytes(request.into_body(), LONGEST).await.map_err(|_| super::caller::too_large(LONGEST))?;
    let text =
        std::str::from_utf8(&bytes).map_err(|_| Fault::unclear("正文不是 UTF-8 文字", "请原样发送回执文件。"))?;
    let replayed = again(text).map_err(|fault| Fault::unclear(fault.to_string(), "请原样发送“分案”记录的回执。"))?;
    Ok(Json(Again {
        sound: replayed.sound(),
        judge: replayed.assigned.judge.0,
        checks: replayed
            .checks
            .iter()
            .map(|check| AgainStep { what: check.what, sound: check.sound, found: check.found.clone() })
            .collect(),
    }))
}
