//! Importing old cases at the desk: a file is handed in, checked row by row, and imported whole or not at all.

pub mod page;
mod shown;
mod upload;
