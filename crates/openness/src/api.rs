//! Public judgments as JSON: the list and one of them.

use axum::Json;
use axum::extract::{Path, State};
use frame::fault::Fault;
use frame::problem::{Problem, Problems};
use hall::gate::Asked;
use hall::state::Door;
use law::day::Moment;
use matters::desk::list::number;
use serde::Serialize;
use utoipa::ToSchema;

use crate::facts::cause_name;
use crate::public::list::{asked, part};
use crate::public::one::entry;
use crate::public::{Public, public};
use crate::sheet::Ending;

/// 公布的一份裁判文书
#[derive(Debug, Serialize, ToSchema)]
pub struct JudgmentSheet {
    /// 法院代字
    court: &'static str,
    /// 卷宗流
    stream: i64,
    /// 本案的第几份文书
    nth: i64,
    /// 案号
    number: String,
    /// 案由；不公开的案件为空
    cause: &'static str,
    /// 文书种类
    kind: &'static str,
    /// 裁判日期
    decided: Option<String>,
    /// 公布日期；撤回的没有
    published: Option<String>,
    /// 已经撤回
    withdrawn: bool,
    /// 不公布全文的理由；公布全文的没有
    withheld: Option<&'static str>,
    /// 公布的文本的摘要（SM3）
    digest: String,
    /// 页面的地址
    href: String,
}

impl From<&Public> for JudgmentSheet {
    fn from(public: &Public) -> JudgmentSheet {
        let facts = &public.facts;
        JudgmentSheet {
            court: law::court::court(facts.court).map_or("", |court| court.code),
            stream: facts.stream.0,
            nth: public.paper.nth,
            number: number(facts),
            cause: cause_name(facts),
            kind: public.paper.kind.zh(),
            decided: facts.closed_day.map(|day| day.to_string()),
            published: public.paper.published_at.map(Moment::day).map(|day| day.to_string()),
            withdrawn: public.is_withdrawn(),
            withheld: match public.ending {
                Ending::Full => None,
                Ending::Stub(reason) => Some(reason.text()),
            },
            digest: public.masked.1.clone(),
            href: public.address(),
        }
    }
}

/// 公布的裁判文书
#[derive(Debug, Serialize, ToSchema)]
pub struct Judgments {
    /// 符合条件的共有几份
    total: i64,
    /// 这一页，最近公布的在前
    judgments: Vec<JudgmentSheet>,
    /// 下一页要跳过几份；没有下一页的为空
    next: Option<i64>,
}

/// 一份裁判文书和它的文本
#[derive(Debug, Serialize, ToSchema)]
pub struct WholeJudgment {
    /// 文书
    judgment: JudgmentSheet,
    /// 公布的文本，一行一段；撤回的没有
    text: Option<String>,
    /// 公布或者撤回它的记录在本院日志里的序号；不公开的案件没有
    position: Option<i64>,
}

/// What is public.
#[utoipa::path(get, path = "/api/v1/judgments", tag = "裁判文书", operation_id = "judgments", summary = "公布的裁判文书",
    params(("q" = Option<String>, Query, description = "文书里的字", max_length = 60),
        ("court" = Option<String>, Query, description = "法院代字"), ("cause" = Option<String>, Query, description = "案由全称"),
        ("year" = Option<u16>, Query, description = "案号里的年份"),
        ("skip" = Option<u32>, Query, description = "跳过几份；每页至多 20 份", maximum = 10_000)),
    responses((status = 200, description = "文书，最近公布的在前", body = Judgments), Problems))]
pub async fn judgments(State(door): State<Door>, Asked(sent): Asked) -> Result<Json<Judgments>, Problem> {
    let (wanted, skip) = asked(&sent).map_err(Problem::unclear)?;
    let (found, total, next) = part(&door, &wanted, skip).await?;
    Ok(Json(Judgments { total, judgments: found.iter().map(JudgmentSheet::from).collect(), next }))
}

/// One of them with its text.
#[utoipa::path(get, path = "/api/v1/judgments/{court}/{stream}/{nth}", tag = "裁判文书", operation_id = "judgment", summary = "一份裁判文书",
    params(("court" = String, Path, description = "法院代字"), ("stream" = i64, Path, description = "卷宗流"),
        ("nth" = i64, Path, description = "本案的第几份文书")),
    responses((status = 200, description = "文书", body = WholeJudgment), Problems))]
pub async fn judgment(
    State(door): State<Door>,
    Path((court, stream, nth)): Path<(String, i64, i64)>,
) -> Result<Json<WholeJudgment>, Fault> {
    let public = public(&door, (&court, stream, nth)).await?;
    let open = public.facts.secrecy == 0;
    Ok(Json(WholeJudgment {
        judgment: JudgmentSheet::from(&public),
        position: if open { entry(&door, &public).await?.map(|(_, position)| position) } else { None },
        text: (!public.is_withdrawn()).then_some(public.masked.0),
    }))
}
