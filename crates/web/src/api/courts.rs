//! Courts: who they are, how long their logs are and which key signs them.

use axum::Json;
use axum::extract::{Path, State};
use docket::digest::to_hex;
use docket::head::Head;
use law::court::{self, Level};
use serde::Serialize;
use utoipa::ToSchema;

use super::ask::{Ask, court_in_path};
use super::problem::{Problem, Problems};
use crate::state::AppState;

/// 一个法院
#[derive(Debug, Serialize, ToSchema)]
pub struct Court {
    /// 法院代字
    #[schema(example = "辽0102")]
    code: &'static str,
    /// 全称
    name: &'static str,
    /// 简称
    short: &'static str,
    /// 审级：high 高级、intermediate 中级、basic 基层
    level: &'static str,
    /// 所在市
    city: &'static str,
    /// 上诉法院的代字
    above: Option<&'static str>,
    /// 日志条数
    entries: i64,
    /// 法院签名公钥（SM2，压缩点，十六进制）；日志尚未开立时没有
    public_key: Option<String>,
}

/// 全部法院
#[derive(Debug, Serialize, ToSchema)]
pub struct Courts {
    /// 按代码表次序
    courts: Vec<Court>,
}

/// 一个法院和它最新的签名日志头
#[derive(Debug, Serialize, ToSchema)]
pub struct CourtWithHead {
    /// 法院
    court: Court,
    /// 最新的签名日志头
    head: Option<SignedHead>,
}

/// 签名日志头：到这一条为止，树根是这个值
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SignedHead {
    /// 日志条数
    pub size: i64,
    /// 树根（SM3，十六进制）
    pub root: String,
    /// 签名时刻，1970 年起的毫秒数
    pub signed_at: i64,
    /// SM2 签名（十六进制）；所签文本是规范 JSON：court、root、signed_at、size
    pub signature: String,
}

impl From<&Head> for SignedHead {
    fn from(head: &Head) -> SignedHead {
        SignedHead {
            size: head.size,
            root: to_hex(&head.root),
            signed_at: head.signed_at.0,
            signature: hex::encode(head.signature),
        }
    }
}

/// Courts with the sizes and keys of their logs.
async fn all(state: &AppState) -> Result<Vec<Court>, Problem> {
    let (logs, keys) = (state.source().logs().await?, state.source().keys().await?);
    let row = |court: &'static court::Court| Court {
        code: court.code,
        name: court.name,
        short: court.short,
        level: match court.level {
            Level::High => "high",
            Level::Intermediate => "intermediate",
            Level::Basic => "basic",
        },
        city: court.city,
        above: court.appeals_to().map(|above| above.code),
        entries: logs.iter().find(|log| log.code == court.code).map_or(0, |log| log.size),
        public_key: keys.iter().find(|key| key.court == court.id).map(|key| hex::encode(&key.public_key)),
    };
    Ok(court::courts().iter().map(row).collect())
}

/// All courts.
#[utoipa::path(get, path = "/api/v1/courts", tag = "法院", operation_id = "courts", summary = "全部法院",
    description = "法院代字、审级、上诉关系、日志条数和签名公钥。",
    responses((status = 200, description = "全部法院", body = Courts), Problems))]
pub async fn courts(State(state): State<AppState>, ask: Ask) -> Result<Json<Courts>, Problem> {
    ask.done()?;
    Ok(Json(Courts { courts: all(&state).await? }))
}

/// One court.
#[utoipa::path(get, path = "/api/v1/courts/{code}", tag = "法院", operation_id = "court", summary = "一个法院",
    description = "法院和它最新的签名日志头。",
    params(("code" = String, Path, description = "法院代字，如 辽0102")),
    responses((status = 200, description = "法院", body = CourtWithHead), Problems))]
pub async fn court(
    State(state): State<AppState>,
    Path(code): Path<String>,
    ask: Ask,
) -> Result<Json<CourtWithHead>, Problem> {
    ask.done()?;
    let wanted = court_in_path(&code)?;
    let head = state.source().latest_head(wanted.id).await?;
    let found = all(&state).await?.into_iter().find(|one| one.code == wanted.code);
    let court = found.ok_or_else(|| Problem::new(axum::http::StatusCode::NOT_FOUND, "没有这个法院。"))?;
    Ok(Json(CourtWithHead { court, head: head.as_ref().map(SignedHead::from) }))
}
