//! Another system that vouches for somebody (统一身份认证): OpenID Connect Core 1.0, authorization code with PKCE (RFC 7636).
//!
//! It knows no accounts, keeps no sessions, reads no clock and draws nothing: what a sign-in needs is drawn and kept by
//! the caller. It says who the other system says somebody is, once everything about its word has been checked.

mod ask;
mod fault;
mod provider;
mod settings;

pub use fault::Fault;
pub use provider::{Provider, Sought, Vouched};
pub use settings::{Settings, address_fault, is_loopback};
