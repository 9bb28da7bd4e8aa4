//! What the door does, as JSON: the same acts and the same policies as its pages. Institutions come with a token, people
//! with their session.

mod asks;
mod caller;
mod desk;
mod drafts;
mod files;
mod filings;
mod imports;
mod inbox;
mod me;
mod open;
mod own;
mod relays;
mod similar;
mod tus;
mod uploads;

use axum::Router;
use axum::http::{Method, StatusCode};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use frame::problem::Problem;
use utoipa::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};

use hall::state::Door;

pub use caller::{Caller, Sheet};

/// Bytes of a body at most.
const LARGEST: usize = 2 * 1024 * 1024;

struct Keys;

impl utoipa::Modify for Keys {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let components = openapi.components.get_or_insert_with(Default::default);
        let bearer =
            HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some("机构接口令牌，由系统管理员签发"));
        components.add_security_scheme("token", SecurityScheme::Http(bearer.build()));
        let cookie = ApiKeyValue::with_description(
            "__Host-session",
            "登录后的会话；写操作还要带请求头 x-csrf-token，值见 /api/v1/me",
        );
        components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    }
}

/// The description, gathered from the handlers.
#[derive(Debug, OpenApi)]
#[openapi(
    paths(
        me::me, own::agents, own::name, own::end, own::wards, own::ward, own::principals, own::act_for, drafts::list,
        drafts::begin, drafts::one, drafts::save, drafts::discard, drafts::submit, filings::list,
        filings::file, filings::one, filings::act, desk::desk, desk::cases, desk::one, desk::act, desk::checks, similar::similar, asks::cost, asks::questions, imports::check,
        imports::one, imports::faults, imports::enter, relays::list, relays::told, open::notices, open::notice,
        open::draws, open::replay, uploads::options, uploads::begin, uploads::list, uploads::offset, uploads::piece,
        uploads::one, uploads::discard, files::of_filing, files::of_desk, inbox::list, inbox::one, inbox::read,
        openness::api::judgments, openness::api::judgment,
    ),
    components(schemas(Problem)),
    modifiers(&Keys),
    tags(
        (name = "身份", description = "这次请求是谁"),
        (name = "立案", description = "草稿、提交、进度和当事人的办理；凭令牌或者会话"),
        (name = "文件", description = "断点续传上传材料，打开已经提交的文件"),
        (name = "立案工作台", description = "工作人员的待办和办理；凭会话"),
        (name = "抽签和公告", description = "人人可看"),
        (name = "裁判文书", description = "依法公布的文书，人人可看"),
    )
)]
struct Description;

/// The OpenAPI document of the door.
pub fn document() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// The routes of the door's API.
pub fn routes() -> Router<Door> {
    Router::new()
        .route("/api/v1/me", get(me::me))
        .route("/api/v1/me/acting", get(own::principals).post(own::act_for))
        .route("/api/v1/me/agents", get(own::agents).post(own::name))
        .route("/api/v1/me/agents/{account}", delete(own::end))
        .route("/api/v1/me/wards", get(own::wards).post(own::ward))
        .route("/api/v1/drafts", get(drafts::list).post(drafts::begin))
        .route("/api/v1/drafts/{id}", get(drafts::one).put(drafts::save).delete(drafts::discard))
        .route("/api/v1/drafts/{id}/submit", post(drafts::submit))
        .route("/api/v1/filings", get(filings::list).post(filings::file))
        .route("/api/v1/filings/{court}/{stream}", get(filings::one))
        .route("/api/v1/filings/{court}/{stream}/acts", post(filings::act))
        .route("/api/v1/inbox", get(inbox::list))
        .route("/api/v1/inbox/read", post(inbox::read))
        .route("/api/v1/inbox/{court}/{position}", get(inbox::one))
        .route("/api/v1/desk", get(desk::desk))
        .route("/api/v1/desk/cases", get(desk::cases))
        .route("/api/v1/desk/similar", post(similar::similar))
        .route("/api/v1/desk/imports", post(imports::check))
        .route("/api/v1/desk/imports/{id}", get(imports::one))
        .route("/api/v1/desk/imports/{id}/faults", get(imports::faults))
        .route("/api/v1/desk/imports/{id}/run", post(imports::enter))
        .route("/api/v1/desk/relays", get(relays::list))
        .route("/api/v1/desk/relays/{stream}/told", post(relays::told))
        .route("/api/v1/desk/{court}/{stream}", get(desk::one))
        .route("/api/v1/desk/{court}/{stream}/acts", post(desk::act))
        .route("/api/v1/desk/{court}/{stream}/checks", get(desk::checks))
        .route("/api/v1/fee", get(asks::cost))
        .route("/api/v1/elements", get(asks::questions))
        .route("/api/v1/notices", get(open::notices))
        .route("/api/v1/notices/{number}", get(open::notice))
        .route("/api/v1/judgments", get(openness::api::judgments))
        .route("/api/v1/judgments/{court}/{stream}/{nth}", get(openness::api::judgment))
        .route("/api/v1/draws", get(open::draws))
        .route("/api/v1/draws/replay", post(open::replay))
        .method_not_allowed_fallback(other_method)
}

/// The routes that take and bring whole files, and may take as long as a file takes.
pub fn unhurried() -> Router<Door> {
    let uploads = Router::new()
        .route("/api/v1/uploads", get(uploads::list).post(uploads::begin).options(uploads::options))
        .route(
            "/api/v1/uploads/{id}",
            get(uploads::one).head(uploads::offset).patch(uploads::piece).delete(uploads::discard),
        )
        .layer(from_fn(uploads::spoken));
    Router::new()
        .route("/api/v1/filings/{court}/{stream}/files/{digest}", get(files::of_filing))
        .route("/api/v1/desk/{court}/{stream}/files/{digest}", get(files::of_desk))
        .merge(uploads)
        .method_not_allowed_fallback(other_method)
}

/// OPTIONS is answered with what is allowed, any other method refused; the router adds the header `Allow`.
async fn other_method(method: Method) -> Response {
    if method == Method::OPTIONS {
        return StatusCode::NO_CONTENT.into_response();
    }
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, format!("这个接口不支持 {method}。可用的方法见答复的 Allow。"))
        .into_response()
}
