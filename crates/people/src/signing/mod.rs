//! How people sign in (登录): a code sent to the phone, a password with a second factor, or another system that vouches.
//!
//! What is said to somebody who fails never tells whether the name they gave is known.

mod hash;
mod lockout;
mod oidc;
mod oidc_pending;
pub(crate) mod password;
mod phone_code;
mod policy;
mod recovery;
mod reset;
mod second;
mod staff;
mod totp;

pub use hash::PasswordHash;
pub use oidc::{OidcLink, Vouched};
pub use oidc_pending::{Begun, Pending};
pub use phone_code::AskedCode;
pub use reset::Temporary;
pub use second::Enrolment;
pub use staff::{Second, StaffSignIn};
pub use totp::code_at;

pub(crate) use hash::apart;
pub(crate) use reset::LETTERS;
