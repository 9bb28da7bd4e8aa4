//! The one search box, for machines: what a reader's words may mean, nearest first.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::ask::Ask;
use super::problem::{Problem, Problems};
use crate::found::{self, Near};
use crate::state::AppState;

/// 找到的一项
#[derive(Debug, Serialize, ToSchema)]
pub struct Hit {
    /// 相近程度：exact 就是、begins 以此开头、holds 含有
    near: &'static str,
    /// 名称
    name: String,
    /// 说明
    note: String,
    /// 网页地址
    page: String,
}

/// 同一种类的若干项
#[derive(Debug, Serialize, ToSchema)]
pub struct Hits {
    /// 种类：案件、法院、指标、案由、名词、页面
    kind: &'static str,
    /// 找到几项
    total: usize,
    /// 此外是否还有没有列出的
    more: bool,
    /// 最相近的，至多 20 项
    hits: Vec<Hit>,
}

/// 查找的结果
#[derive(Debug, Serialize, ToSchema)]
pub struct Finding {
    /// 所查的文字
    query: String,
    /// 读作案号或案号的一部分时，怎样读的
    understood: Option<String>,
    /// 按种类
    groups: Vec<Hits>,
}

/// What a text may mean.
#[utoipa::path(get, path = "/api/v1/find", tag = "案件", operation_id = "find", summary = "查找",
    description = "与网页上的查找框相同：案号或案号的一部分、法院、指标、案由、名词、页面。",
    params(("q" = String, Query, description = "要找的文字，至多 100 字")),
    responses((status = 200, description = "找到的", body = Finding), Problems))]
pub async fn find(State(state): State<AppState>, mut ask: Ask) -> Result<Json<Finding>, Problem> {
    let text = ask.text("q");
    let text = ask.needed("q", text).unwrap_or_default();
    if text.chars().count() > found::LONGEST {
        ask.fault("q", "要找的文字太长", "请写 100 字以内。");
    }
    ask.done()?;
    let found = found::find(state.source(), &text).await?;
    let hit = |hit: found::Hit| Hit {
        near: match hit.near {
            Near::Exact => "exact",
            Near::Begins => "begins",
            Near::Holds => "holds",
        },
        name: hit.name,
        note: hit.note,
        page: hit.href,
    };
    let of = |group: found::Group| Hits {
        kind: group.name,
        total: group.total,
        more: group.more || group.total > group.hits.len(),
        hits: group.hits.into_iter().map(hit).collect(),
    };
    Ok(Json(Finding { query: text, understood: found.understood, groups: found.groups.into_iter().map(of).collect() }))
}
