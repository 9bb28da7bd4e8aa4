//! The law as readers find it: one box, an article with its history and whom it cites, a law from its first article on.
//! Each can be asked for a day; a case's page names its own.

mod answer;
mod article;
mod asked;
mod day;
mod head;
mod judged;
mod network;
mod wording;

pub(crate) use answer::{article_href, law_href, missing, why};
pub(crate) use asked::{FURTHEST, escaped};
pub(crate) use judged::{Line, counted};

use std::sync::Arc;

use axum::http::{HeaderValue, header};
use axum::middleware::map_response;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use frame::assets::Assets;
use frame::fault::Fault;
use frame::shell::{Frame, Framed};
use law::day::Day;

use crate::shelf::{Shelf, Standing};

/// The day it is, asked of whoever serves the pages.
pub type Today = Arc<dyn Fn() -> Day + Send + Sync>;

/// What the pages of the library stand on.
#[derive(Clone)]
pub struct Reading {
    shelf: Shelf,
    assets: Arc<Assets>,
    today: Today,
}

impl std::fmt::Debug for Reading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Reading")
    }
}

impl Reading {
    /// Pages over a shelf.
    pub fn new(shelf: Shelf, today: Today) -> Reading {
        Reading { shelf, assets: Arc::new(Assets::load()), today }
    }

    /// The laws they are made from.
    pub const fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    /// The day it is.
    pub fn today(&self) -> Day {
        (self.today)()
    }
}

impl Framed for Reading {
    fn assets(&self) -> Arc<Assets> {
        Arc::clone(&self.assets)
    }
}

/// The routes of the library, pages and JSON; they may stand in a router of any state.
pub fn routes<S: Clone + Send + Sync + 'static>(reading: Reading) -> Router<S> {
    Router::new()
        .route("/laws", get(answer::answer))
        .route("/laws/{law}", get(wording::wording))
        .route("/laws/{law}/{article}", get(article::article))
        .merge(crate::api::routes())
        .layer(map_response(unkept))
        .with_state(reading)
}

/// Pages of others that lead to articles find the shelf in their requests.
pub fn shelved<S: Clone + Send + Sync + 'static>(router: Router<S>, shelf: Shelf) -> Router<S> {
    router.layer(Extension(shelf))
}

/// Pages follow the laws, which no log tells of: they are not kept.
async fn unkept(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The laws, or the page that says why there are none yet.
async fn library(reading: &Reading, frame: &Frame) -> Result<Result<Arc<search::statutes::Library>, Response>, Fault> {
    let standing = reading.shelf.standing().await.map_err(|cause| Fault::unavailable(&cause))?;
    Ok(match standing {
        Standing::Ready(library) => Ok(library),
        Standing::Empty => Err(answer::none(frame, false)?),
        Standing::Coming => {
            let page: Html<String> = answer::none_page(frame, true)?;
            Err(([("refresh", "2")], page).into_response())
        }
    })
}
