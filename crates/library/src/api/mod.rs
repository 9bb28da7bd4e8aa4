//! The law as JSON: the same box, the same laws and articles as the pages, for programs. It reads; nothing here writes.

mod article;
mod ask;
mod law;
mod search;
mod shapes;

use std::sync::Arc;

use ::search::statutes::Library;
use axum::Router;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use frame::fault::Fault;
use frame::problem::Problem;
use utoipa::OpenApi;

use crate::pages::Reading;
use crate::shelf::Standing;

/// The description, gathered from the handlers.
#[derive(Debug, OpenApi)]
#[openapi(
    info(title = "法律", version = "1"),
    paths(search::laws, law::law, article::article),
    components(schemas(Problem)),
    tags((name = "法律", description = "法律条文：检索、各个文本、某一天有效的条文，以及条文之间的引用"))
)]
struct Description;

/// The OpenAPI document of the library.
pub fn document() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// The routes of the library's API.
pub(crate) fn routes() -> Router<Reading> {
    Router::new()
        .route("/api/v1/laws", get(search::laws))
        .route("/api/v1/laws/{law}", get(law::law))
        .route("/api/v1/laws/{law}/{article}", get(article::article))
        .method_not_allowed_fallback(other_method)
}

/// The laws, or none where none were imported yet.
async fn library(reading: &Reading) -> Result<Option<Arc<Library>>, Problem> {
    let standing = reading.shelf().standing().await.map_err(|cause| Fault::unavailable(&cause))?;
    match standing {
        Standing::Ready(library) => Ok(Some(library)),
        Standing::Empty => Ok(None),
        Standing::Coming => Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "正在整理法律库。请过几秒钟再试。")),
    }
}

/// The same where an answer needs a law.
async fn some_library(reading: &Reading) -> Result<Arc<Library>, Problem> {
    let none = || Problem::new(StatusCode::NOT_FOUND, "法律库里还没有法律。");
    library(reading).await?.ok_or_else(none)
}

/// OPTIONS is answered with what is allowed, any other method refused; the router adds the header `Allow`.
async fn other_method(method: Method) -> Response {
    if method == Method::OPTIONS {
        return StatusCode::NO_CONTENT.into_response();
    }
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, format!("这个接口不支持 {method}。可用的方法见答复的 Allow。"))
        .into_response()
}
