//! The court's door: pages of those who act. Every act goes through `court`; every question of who may, through `permit`.

mod act;
mod admin;
mod api;
mod desk;
mod draws;
mod files;
mod filing;
mod form;
mod gate;
mod inbox;
mod live;
mod may;
mod notice_pictures;
mod notices;
mod own;
mod page;
mod routes;
mod sign_in;
mod state;

pub use api::document;
pub use routes::{routes, unhurried};
pub use state::{Clock, Door};
