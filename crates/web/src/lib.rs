//! Pages and the JSON behind them: public, read-only, in Chinese.
//!
//! Handlers ask `source`, fill a typed page and render it. Nothing here writes to the docket,
//! and nothing here shows a person's name, number or address.

mod address;
mod api;
mod bars;
mod chart;
mod contribution;
mod course;
mod export;
mod filter;
mod found;
mod headline;
mod interval;
mod kept;
mod live;
mod mask;
mod metrics;
mod narrate;
mod observe;
mod pages;
mod panels;
mod party;
mod ranking;
mod related;
pub mod report;
mod routes;
mod source;
mod spread;
mod state;
mod trend;
mod verdict;
mod visible;

pub(crate) use frame::{assets, fault, format, look, qr, shell};

pub use api::document;
pub use export::write_cases;
pub use routes::{asked_to_stop, router, router_with, serve_until};
pub use source::Pace;
pub use state::AppState;
