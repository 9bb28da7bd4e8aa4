//! The register of persons with an account (账号), their posts (任职), and how they sign in.
//!
//! It knows no HTTP, reads no clock and draws nothing by itself: moments and randomness are arguments.
//! It says who somebody is and which posts they hold; what they may do is decided elsewhere.
//! Nothing here is an official act: these tables lie beside the log.

pub mod account;
pub mod draw;
pub mod fault;
pub mod journal;
pub mod post;
pub mod session;
pub mod signing;
pub mod terms;
pub mod token;

mod field;
mod keys;
mod rows;
mod work;

use docket::sealed::StreamKey;
use docket::store::Docket;
use sqlx::AnyPool;

use keys::Keys;
use terms::Terms;

pub use account::{Account, AccountId, Draft, Kind};
pub use draw::{Draw, Secret, SystemDraw};
pub use fault::{Fault, FieldFault};
pub use post::{Acting, Post, PostDraft, PostId};
pub use session::{Device, Signed, SignedIn};

/// The register. Cheap to clone; every clone speaks to the same tables.
#[derive(Debug, Clone)]
pub struct People {
    docket: Docket,
    keys: Keys,
    terms: Terms,
}

impl People {
    /// The register in this docket. Fields are sealed, and digests keyed, under `key`: with another key none of
    /// them is found or opened again.
    pub fn new(docket: Docket, key: StreamKey) -> People {
        People::with_terms(docket, key, Terms::default())
    }

    /// The same with terms of one's own.
    pub fn with_terms(docket: Docket, key: StreamKey, terms: Terms) -> People {
        People { docket, keys: Keys::new(key), terms }
    }

    /// The terms it works by.
    pub const fn terms(&self) -> &Terms {
        &self.terms
    }

    /// The docket it lies beside.
    pub const fn docket(&self) -> &Docket {
        &self.docket
    }

    const fn pool(&self) -> &AnyPool {
        self.docket.pool()
    }
}
