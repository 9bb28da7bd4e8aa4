//! The court's door: pages of those who act. Every act goes through `court`; every question of who may, through `permit`.

mod desk;
mod draws;
mod filing;
mod form;
mod gate;
mod may;
mod notices;
mod page;
mod routes;
mod sign_in;
mod state;

pub use routes::routes;
pub use state::{Clock, Door};
