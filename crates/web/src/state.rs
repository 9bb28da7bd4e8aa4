//! What all handlers share: the source of data, the assets, the counters.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use docket::store::StoreError;
use utoipa::openapi::OpenApi;

use crate::assets::Assets;
use crate::export::Jobs;
use crate::kept::Kept;
use crate::live::{self, Listeners};
use crate::metrics::Metrics;
use crate::observe::RequestIds;
use crate::shell::Framed;
use crate::source::{Pace, Source};

/// The state of the pages; cheap to clone.
#[derive(Debug, Clone)]
pub struct AppState {
    source: Arc<Source>,
    assets: Arc<Assets>,
    metrics: Metrics,
    ids: Arc<RequestIds>,
    jobs: Arc<Jobs>,
    ranking: bool,
    kept: Arc<Kept>,
    listeners: Arc<Listeners>,
    described: Arc<Described>,
}

/// The description of the API; too long to print.
#[derive(Clone)]
struct Described(OpenApi);

impl fmt::Debug for Described {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Described")
    }
}

impl Framed for AppState {
    fn assets(&self) -> Arc<Assets> {
        Arc::clone(&self.assets)
    }
}

impl AppState {
    /// Opens the database at `db_url`; figures are kept under `data_dir`.
    ///
    /// # Errors
    /// What is wrong with the database, in a sentence.
    pub async fn open(db_url: &str, data_dir: &Path) -> Result<AppState, StoreError> {
        AppState::paced(db_url, data_dir, Pace::default(), live::MOST).await
    }

    /// The same with figures that follow the logs at a pace, and at most so many pages that listen to them.
    ///
    /// # Errors
    /// As [`AppState::open`].
    pub async fn paced(db_url: &str, data_dir: &Path, pace: Pace, listeners: usize) -> Result<AppState, StoreError> {
        let source = Source::open(db_url, data_dir, pace).await?;
        Ok(AppState {
            source: Arc::new(source),
            assets: Arc::new(Assets::load()),
            metrics: Metrics::default(),
            ids: Arc::new(RequestIds::default()),
            jobs: Arc::new(Jobs::new(data_dir.join("exports"))),
            ranking: false,
            kept: Arc::default(),
            listeners: Arc::new(Listeners::new(listeners)),
            described: Arc::new(Described(crate::api::document())),
        })
    }

    /// The same, showing places of courts among those of their level where `ranking` says so.
    #[must_use]
    pub fn with_ranking(self, ranking: bool) -> AppState {
        AppState { ranking, ..self }
    }

    /// The same with more operations described beside its own.
    #[must_use]
    pub fn with_described(mut self, more: OpenApi) -> AppState {
        Arc::make_mut(&mut self.described).0.merge(more);
        self
    }

    /// The description of the whole API.
    pub fn described(&self) -> &OpenApi {
        &self.described.0
    }

    /// Whether places of courts are shown.
    pub const fn ranking(&self) -> bool {
        self.ranking
    }

    /// The source of data.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Workbooks under way.
    pub fn jobs(&self) -> &Jobs {
        &self.jobs
    }

    /// Pages made lately.
    pub(crate) fn kept(&self) -> &Kept {
        &self.kept
    }

    /// Pages that listen.
    pub fn listeners(&self) -> &Listeners {
        &self.listeners
    }

    /// The counters.
    pub const fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// The number of the next request.
    pub fn next_request_id(&self) -> String {
        self.ids.next()
    }
}
