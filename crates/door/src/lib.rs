//! The court's door: pages and JSON of those who act. Every act goes through `court`; every question of who may, through
//! `permit`.

pub mod form;
pub mod page;
