//! Which address is which page of the door.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderValue, Method, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use frame::shell::Unread;
use people::Kind;

use crate::admin::{account, accounts, change, journal, letters, tokens};
use crate::sign_in::{out, public, second, staff, vouched};
use crate::{api, notice_pictures, notices, own};
use hall::gate;
use hall::state::Door;
use matters::desk::import::page as import_page;
use matters::desk::{acts, cases, counter, list, matter, relays};
use matters::filing::{calculator, correct, draft, mine, status, submit};
use matters::inbox::{days, letter, list as inbox, wants};
use matters::{draws, files, live, similar};

/// Bytes of a form with a table in it: the table and what stands around it.
const IMPORT_LARGEST: usize = (20 << 20) + (64 << 10);

/// All routes of the door; they may stand in a router of any state.
pub fn routes<S: Clone + Send + Sync + 'static>(door: Door) -> Router<S> {
    let unread = from_fn_with_state(door.clone(), unread);
    let pages = account().merge(filing()).merge(desk()).merge(house()).merge(open());
    let pages = pages.merge(openness::staff()).merge(hearings::staff()).merge(hearings::open());
    pages.layer(unread).merge(api::routes()).layer(from_fn(unkept)).with_state(door)
}

/// Signing in, the own account, the inbox.
fn account() -> Router<Door> {
    Router::new()
        .route("/sign-in", get(public::form).post(public::ask))
        .route("/sign-in/code", post(public::check))
        .route("/sign-in/staff", get(staff::form).post(staff::check))
        .route("/sign-in/oidc", get(vouched::go))
        .route("/sign-in/oidc/back", get(vouched::returned))
        .route("/sign-out", post(out::here))
        .route("/sign-out/everywhere", post(out::everywhere))
        .route("/me", get(mine::mine))
        .route("/me/account", get(own::account::account))
        .route("/me/acting", post(own::account::act_for))
        .route("/me/agents", get(own::agents::list).post(own::agents::name))
        .route("/me/agents/end", post(own::agents::end))
        .route("/me/contact", post(own::account::contact))
        .route("/me/devices/out", post(own::account::out))
        .route("/me/oidc", post(vouched::link))
        .route("/me/oidc/undo", post(vouched::unlink))
        .route("/me/post", get(out::choose_form).post(out::choose))
        .route("/me/recovery", get(own::recovery::left).post(own::recovery::renew))
        .route("/me/wards", get(own::wards::list).post(own::wards::add))
        .route("/me/inbox", get(inbox::list))
        .route("/me/inbox/read", post(inbox::read_all))
        .route("/me/inbox/{code}/{position}", get(letter::show))
        .route("/me/inbox/{code}/{position}/calendar.ics", get(days::one))
        .route("/me/wants", post(wants::save))
        .route("/me/events", get(live::events))
        .route("/me/password", get(second::password_form).post(second::change_password))
        .route("/me/second", get(second::enrol_form).post(second::enrol))
        .route("/me/second/show", get(second::show_form).post(second::show))
}

/// Drafts and filings of those who come to court.
fn filing() -> Router<Door> {
    Router::new()
        .route("/drafts", post(draft::begin))
        .route("/drafts/{id}/{step}", get(draft::show).post(draft::save))
        .route("/drafts/{id}/{step}/typed", post(draft::typed))
        .route("/drafts/{id}/submit", post(submit::submit))
        .route("/drafts/{id}/discard", post(draft::discard))
        .route("/drafts/{id}/files/{upload}/remove", post(files::pages::remove_from_draft))
        .route("/filings/{code}/{stream}/files/{upload}/remove", post(files::pages::remove_from_matter))
        .route("/filings/{code}/{stream}", get(status::show))
        .route("/filings/{code}/{stream}/receipt", get(status::receipt))
        .route("/filings/{code}/{stream}/calendar.ics", get(days::matter))
        .route("/filings/{code}/{stream}/correct", get(correct::show).post(correct::send))
        .route("/filings/{code}/{stream}/{act}", post(status::act))
}

/// The desk of a court's staff.
fn desk() -> Router<Door> {
    Router::new()
        .route("/desk", get(list::desk))
        .route("/desk/cases", get(cases::cases))
        .route("/desk/counter", get(counter::counter))
        .route("/desk/import", get(import_page::form))
        .route("/desk/import", post(import_page::upload).layer(DefaultBodyLimit::max(IMPORT_LARGEST)))
        .route("/desk/import/template.xlsx", get(import_page::blank))
        .route("/desk/import/{id}", get(import_page::show))
        .route("/desk/import/{id}/run", post(import_page::enter))
        .route("/desk/import/{id}/faults.csv", get(import_page::plain))
        .route("/desk/import/{id}/faults.xlsx", get(import_page::book))
        .route("/desk/relays", get(relays::list))
        .route("/desk/relays/{stream}", get(relays::show))
        .route("/desk/relays/{stream}/told", post(relays::told))
        .route("/desk/notices", get(notices::manage).post(notices::hang))
        .route("/desk/notices/{number}/down", post(notices::take_down))
        .route("/desk/similar", get(similar::paste).post(similar::search))
        .route("/desk/{code}/{stream}", get(matter::show))
        .route("/desk/{code}/{stream}/similar", get(similar::show).post(similar::save))
        .route("/desk/{code}/{stream}/similar/typed", post(similar::typed))
        .route("/desk/{code}/{stream}/similar/found", get(similar::part))
        .route("/desk/{code}/{stream}/similar/vote", post(similar::vote))
        .route("/desk/{code}/{stream}/{act}", post(acts::act))
}

/// Those who keep the house.
fn house() -> Router<Door> {
    Router::new()
        .route("/admin", get(accounts::list))
        .route("/admin/accounts", post(accounts::make))
        .route("/admin/accounts/{number}", get(account::show))
        .route("/admin/accounts/{number}/{act}", post(change::change))
        .route("/admin/tokens", get(tokens::list).post(tokens::make))
        .route("/admin/tokens/revoke", post(tokens::revoke))
        .route("/admin/letters", get(letters::list))
        .route("/admin/letters/again", post(letters::again))
        .route("/admin/journal", get(journal::journal))
        .route("/admin/access", get(journal::access))
}

/// What anybody may look at.
fn open() -> Router<Door> {
    Router::new()
        .route("/service", get(mine::service))
        .route("/service/fee", get(calculator::show))
        .route("/service/cause", get(similar::causes::ask).post(similar::causes::answer))
        .route("/draws", get(draws::figures))
        .route("/draws/list", get(draws::list))
        .route("/draws/replay", get(draws::replay_form).post(draws::replayed))
        .route("/draws/{code}/{position}", get(draws::one))
        .route("/notices", get(notices::all))
        .route("/notices/{number}", get(notices::one))
        .route("/notices/{number}/picture", get(notice_pictures::show))
        .merge(openness::open())
}

/// Notes for the frame of a page how many letters whoever is signed in has not opened. Looking is no use of the session.
async fn unread(State(door): State<Door>, mut request: Request, next: Next) -> Response {
    if request.method() == Method::GET
        && gate::token(request.headers()).is_some()
        && let Ok(found) = gate::looked(&door, request.headers()).await
    {
        match found {
            Ok(signed) if signed.kind != Kind::Staff => {
                if let Ok(unread) = door.letters().unread(signed.account).await {
                    request.extensions_mut().insert(Unread(unread));
                }
            }
            Ok(_) => {}
            Err(ended) => {
                request.extensions_mut().insert(ended);
            }
        }
    }
    next.run(request).await
}

/// The routes of the door that take and bring whole files: they may take as long as a file takes, and nothing is packed.
pub fn unhurried<S: Clone + Send + Sync + 'static>(door: Door) -> Router<S> {
    Router::new()
        .route("/drafts/{id}/files", post(files::pages::add_to_draft))
        .route("/drafts/{id}/files/{upload}", get(files::of_draft))
        .route("/filings/{code}/{stream}/files", post(files::pages::add_to_matter))
        .route("/filings/{code}/{stream}/files/{digest}", get(files::of_filing))
        .route("/desk/{code}/{stream}/files/{digest}", get(files::of_desk))
        .route("/desk/notices/{number}/picture", post(notice_pictures::give))
        .merge(api::unhurried())
        .merge(hearings::unhurried())
        .layer(from_fn(unkept))
        .layer(DefaultBodyLimit::disable())
        .with_state(door)
}

/// What is shown here follows what people do from moment to moment: no browser and no cache keeps it.
async fn unkept(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
