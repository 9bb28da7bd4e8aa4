//! What all pages of those who act stand on: who is asking, whether they may, what they typed, and how a page is put together.

pub mod beat;
pub mod files;
pub mod form;
pub mod gate;
pub mod imports;
pub mod lives;
pub mod may;
pub mod page;
pub mod state;
