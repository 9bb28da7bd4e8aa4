//! What answers are made of: a law, an article, whom one cites.

use search::statutes::Library;
use search::statutes::corpus::{LawPlace, Place};
use search::statutes::law::Law;
use serde::Serialize;
use utoipa::ToSchema;

use crate::pages::{article_href, escaped, law_href};

/// 一部法律的一个文本
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LawRow {
    /// 编号
    id: String,
    /// 名称
    title: String,
    /// 种类，如 法律、司法解释
    kind: &'static str,
    /// 制定机关
    issuer: String,
    /// 时效：现行有效、已被修改、历史版本、已废止、尚未施行
    status: &'static str,
    /// 公布日期
    published: Option<String>,
    /// 这个文本从哪天起
    since: Option<String>,
    /// 到哪天为止（这一天已经不是）；还没有被代替的没有
    until: Option<String>,
    /// 条数
    articles: usize,
    /// 接口地址
    api: String,
    /// 网页地址
    page: String,
}

impl LawRow {
    /// The wording at a place.
    pub fn of(library: &Library, place: LawPlace) -> Option<LawRow> {
        let law = library.law(place)?;
        Some(LawRow {
            id: law.id.clone(),
            title: law.title.clone(),
            kind: law.kind.word(),
            issuer: law.issuer.clone(),
            status: law.status.word(),
            published: law.published.map(|day| day.to_string()),
            since: law.since().map(|day| day.to_string()),
            until: library.corpus().until(place).map(|day| day.to_string()),
            articles: law.articles.len(),
            api: law_api(law),
            page: law_href(law),
        })
    }
}

/// 一条法律
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ArticleRef {
    /// 编号
    id: String,
    /// 所在法律的编号
    law: String,
    /// 引用写法
    quote: String,
    /// 接口地址
    api: String,
    /// 网页地址
    page: String,
}

impl ArticleRef {
    /// The article at a place.
    pub fn of(library: &Library, place: Place) -> Option<ArticleRef> {
        let (law, article) = library.corpus().article(place)?;
        let page = article_href(law, article);
        Some(ArticleRef {
            id: article.id.clone(),
            law: law.id.clone(),
            quote: library.quote(place, None, None)?,
            api: format!("/api/v1{page}"),
            page,
        })
    }
}

/// The address of a wording in the API.
pub fn law_api(law: &Law) -> String {
    format!("/api/v1/laws/{}", escaped(&law.id))
}
