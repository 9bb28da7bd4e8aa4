//! The JSON API: all that the pages show, for machines. It reads; nothing here writes or opens a sealed field unmasked.

mod ask;
mod cases;
mod courts;
mod entries;
mod figures;
mod find;
mod health;
mod logs;
mod page;
mod receipts;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use utoipa::OpenApi;

use crate::state::AppState;
use frame::problem;
pub use frame::problem::{MEDIA_TYPE, Problem};
pub use page::page;

/// Where the API begins.
const ROOT: &str = "/api/v1";

/// The description, gathered from the handlers.
#[derive(Debug, OpenApi)]
#[openapi(
    info(title = "明镜数据接口", version = "1", license(name = "Apache-2.0", identifier = "Apache-2.0"),
        description = "网页上的全部内容，供程序读取和办理。查看公开的内容不用凭据，当事人姓名已隐去；立案和办理凭机构令牌或者登录后的会话，与网页同样的权限。有误的请求得到 application/problem+json，一次列出全部问题。"),
    paths(
        courts::courts, courts::court, logs::heads, logs::consistency, logs::changes, figures::indicators,
        figures::indicator, figures::figures, cases::cases, cases::case, cases::search, find::find, entries::entries,
        entries::counts, entries::entry, entries::receipt, receipts::check, health::health,
    ),
    components(schemas(Problem)),
    tags(
        (name = "法院", description = "法院代字、审级和签名公钥"),
        (name = "指标", description = "指标的口径和数字，每个数字都能打开"),
        (name = "案件", description = "案件列表、案件和按案号查找"),
        (name = "记录", description = "封存的记录和回执"),
        (name = "日志", description = "签名日志头、一致性证明，以及供镜像跟随的变化"),
        (name = "运行", description = "服务器是否正常"),
    )
)]
struct Description;

/// The OpenAPI document.
pub fn document() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

async fn openapi_json(State(state): State<AppState>) -> Result<Response, Problem> {
    let text = state.described().to_pretty_json().map_err(|cause| crate::fault::Fault::unavailable(&cause))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}

/// The routes of the API.
pub fn routes() -> Router<AppState> {
    let versioned = Router::new()
        .route("/courts", get(courts::courts))
        .route("/courts/{code}", get(courts::court))
        .route("/courts/{code}/heads", get(logs::heads))
        .route("/courts/{code}/consistency", get(logs::consistency))
        .route("/courts/{code}/changes", get(logs::changes))
        .route("/indicators", get(figures::indicators))
        .route("/indicators/{id}", get(figures::indicator))
        .route("/figures", get(figures::figures))
        .route("/cases", get(cases::cases))
        .route("/cases/{court}/{stream}", get(cases::case))
        .route("/search", get(cases::search))
        .route("/find", get(find::find))
        .route("/entries", get(entries::entries))
        .route("/entries/counts", get(entries::counts))
        .route("/entries/{court}/{position}", get(entries::entry))
        .route("/entries/{court}/{position}/receipt", get(entries::receipt))
        .route("/receipts/check", post(receipts::check).layer(DefaultBodyLimit::max(receipts::LONGEST)))
        .route("/health", get(health::health))
        .method_not_allowed_fallback(other_method)
        .fallback(nothing);
    Router::new().nest(ROOT, versioned).route("/api/openapi.json", get(openapi_json)).route("/api", get(page))
}

async fn nothing() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "这个地址没有接口。可用的接口见 /api。")
}

/// OPTIONS is answered with what is allowed, any other method refused; the router adds the header `Allow`.
async fn other_method(method: Method) -> Response {
    if method == Method::OPTIONS {
        return (StatusCode::NO_CONTENT, HeaderMap::new()).into_response();
    }
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, format!("这个接口不支持 {method}。可用的方法见答复的 Allow。"))
        .into_response()
}
