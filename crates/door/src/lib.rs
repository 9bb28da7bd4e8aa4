//! The court's door: pages of those who act. Every act goes through `court`; every question of who may, through `permit`.

mod admin;
mod api;
mod notice_pictures;
mod notices;
mod own;
mod routes;
mod sign_in;

pub use api::document;
pub use hall::state::{Clock, Door};
pub use routes::{routes, unhurried};
