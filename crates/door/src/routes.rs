//! Which address is which page of the door.

use axum::Router;
use axum::http::{HeaderValue, header};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::{get, post};

use crate::desk::{acts, assign, list, matter};
use crate::filing::{correct, draft, mine, status, submit};
use crate::sign_in::{out, public, second, staff};
use crate::state::Door;
use crate::{draws, notices};

/// All routes of the door; they may stand in a router of any state.
pub fn routes<S: Clone + Send + Sync + 'static>(door: Door) -> Router<S> {
    let own = Router::new()
        .route("/sign-in", get(public::form).post(public::ask))
        .route("/sign-in/code", post(public::check))
        .route("/sign-in/staff", get(staff::form).post(staff::check))
        .route("/sign-out", post(out::here))
        .route("/sign-out/everywhere", post(out::everywhere))
        .route("/me", get(mine::mine))
        .route("/me/account", get(out::account))
        .route("/me/post", post(out::choose))
        .route("/me/password", get(second::password_form).post(second::change_password))
        .route("/me/second", get(second::enrol_form).post(second::enrol))
        .route("/drafts", post(draft::begin))
        .route("/drafts/{id}/{step}", get(draft::show).post(draft::save))
        .route("/drafts/{id}/{step}/typed", post(draft::typed))
        .route("/drafts/{id}/submit", post(submit::submit))
        .route("/drafts/{id}/discard", post(draft::discard))
        .route("/filings/{code}/{stream}", get(status::show))
        .route("/filings/{code}/{stream}/number", post(status::number))
        .route("/filings/{code}/{stream}/fee", post(status::fee))
        .route("/filings/{code}/{stream}/recusal", post(status::recusal))
        .route("/filings/{code}/{stream}/correct", get(correct::show).post(correct::send))
        .route("/desk", get(list::desk))
        .route("/desk/notices", get(notices::manage).post(notices::hang))
        .route("/desk/notices/{number}/down", post(notices::take_down))
        .route("/desk/{code}/{stream}", get(matter::show))
        .route("/desk/{code}/{stream}/accept", post(acts::accept))
        .route("/desk/{code}/{stream}/correction", post(acts::correction))
        .route("/desk/{code}/{stream}/refuse", post(acts::refuse))
        .route("/desk/{code}/{stream}/return", post(acts::give_back))
        .route("/desk/{code}/{stream}/divert", post(acts::divert))
        .route("/desk/{code}/{stream}/reopen", post(acts::reopen))
        .route("/desk/{code}/{stream}/propose", post(acts::propose))
        .route("/desk/{code}/{stream}/recusal", post(acts::recusal))
        .route("/desk/{code}/{stream}/classify", post(acts::classify))
        .route("/desk/{code}/{stream}/draw", post(assign::drawn))
        .route("/desk/{code}/{stream}/approve", post(assign::approve));
    let open = Router::new()
        .route("/service", get(mine::service))
        .route("/draws", get(draws::month))
        .route("/draws/replay", get(draws::replay_form).post(draws::replayed))
        .route("/draws/{code}/{position}", get(draws::one))
        .route("/notices", get(notices::all))
        .route("/notices/{number}", get(notices::one));
    own.merge(open).layer(from_fn(unkept)).with_state(door)
}

/// What is shown here follows what people do from moment to moment: no browser and no cache keeps it.
async fn unkept(request: axum::extract::Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
