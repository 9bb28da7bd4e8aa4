//! Pages of matters: what is filed and answered, the registry's desk, draws, files, letters about them. What is done to a
//! matter is typed once, in [`act`], for pages and for the API.

pub mod act;
pub mod desk;
pub mod draws;
pub mod files;
pub mod filing;
pub mod inbox;
pub mod live;
pub mod similar;
