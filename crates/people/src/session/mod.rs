//! Sessions (会话): who is signed in, from which device, acting as what. The browser holds the token, the table only
//! its digest. What a session may do is not known here.

mod choose;
mod device;
mod end;
mod principal;
mod resume;
mod start;

use law::day::Moment;
use law::role::Role;
use subtle::ConstantTimeEq as _;

use crate::account::{AccountId, Kind};
use crate::draw::Secret;
use crate::post::Acting;
use crate::terms::{SessionTerms, Terms};

pub use device::Device;
pub use end::DeviceLine;
pub use principal::{How, Principal};

pub(crate) use end::end_all;
pub(crate) use start::{Opening, device_known, forget_devices};

/// How somebody signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// A code sent to the phone (短信验证码).
    Code,
    /// Password and second factor (密码与动态口令).
    Password,
    /// Another system that vouches for them (统一身份认证).
    Oidc,
}

impl Method {
    /// Every method.
    pub const ALL: &'static [Method] = &[Method::Code, Method::Password, Method::Oidc];

    /// Its word in columns.
    pub const fn word(self) -> &'static str {
        match self {
            Method::Code => "code",
            Method::Password => "password",
            Method::Oidc => "oidc",
        }
    }

    /// Its Chinese name.
    pub const fn zh(self) -> &'static str {
        match self {
            Method::Code => "短信验证码",
            Method::Password => "密码与动态口令",
            Method::Oidc => "统一身份认证",
        }
    }

    /// The method of a word.
    pub fn parse(word: &str) -> Option<Method> {
        Method::ALL.iter().copied().find(|method| method.word() == word)
    }
}

/// What must be done before anything else: until then a session opens no other page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Duty {
    /// Nothing.
    None,
    /// The temporary password must be changed.
    ChangePassword,
    /// A second factor must be enrolled.
    Enrol,
    /// The second factor must be shown: who vouched for them did not ask for one.
    Prove,
}

impl Duty {
    /// What follows from password and second factor; `proven` says that whoever vouched asked for a second factor.
    pub(crate) const fn of(method: Method, temporary: bool, enrolled: bool, proven: bool) -> Duty {
        match (method, temporary, enrolled) {
            (Method::Password, true, _) => Duty::ChangePassword,
            (Method::Password, false, false) => Duty::Enrol,
            (Method::Oidc, _, false) if !proven => Duty::Enrol,
            (Method::Oidc, _, true) if !proven => Duty::Prove,
            _ => Duty::None,
        }
    }
}

/// A session just begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The token for the browser; it is kept nowhere else.
    pub token: Secret,
    /// Whose session it is.
    pub account: AccountId,
    /// What must be done first.
    pub duty: Duty,
    /// When it ends at the latest.
    pub ends_at: Moment,
    /// What the browser is to keep, so that the device is known; none where it is already, or need not be.
    pub device: Option<Secret>,
}

/// Somebody signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// For whom they act: their own account, that of a company they are agents of, or of a minor they are guardian of.
    pub account: AccountId,
    /// Who signed in.
    pub person: AccountId,
    /// Kind of the account.
    pub kind: Kind,
    /// Display name.
    pub name: String,
    /// The session's handle in the list of devices; it opens nothing.
    pub handle: String,
    /// The post somebody of the staff acts in; none when they hold none today or chose none.
    pub acting: Option<Acting>,
    /// What must be done first.
    pub duty: Duty,
    /// How they signed in.
    pub method: Method,
    /// The text that forms carry against forgery.
    pub csrf: Secret,
    /// When the session began.
    pub started_at: Moment,
    /// When it ends if it is not used again.
    pub ends_at: Moment,
}

impl Signed {
    /// The role they act in; none of staff without a post.
    pub fn role(&self) -> Option<Role> {
        match self.kind {
            Kind::Litigant | Kind::Company => Some(Role::Litigant),
            Kind::Lawyer => Some(Role::Lawyer),
            Kind::Staff => self.acting.as_ref().map(|acting| acting.post.role),
        }
    }

    /// Whether they act for somebody else.
    pub fn acts_for_another(&self) -> bool {
        self.account != self.person
    }

    /// Whether a form carries this session's text; it takes the same time either way.
    pub fn csrf_fits(&self, given: &str) -> bool {
        self.csrf.as_str().as_bytes().ct_eq(given.as_bytes()).into()
    }
}

impl Terms {
    /// The terms of sessions of a kind of account.
    pub const fn session(&self, kind: Kind) -> &SessionTerms {
        match kind {
            Kind::Staff => &self.staff,
            Kind::Litigant | Kind::Company | Kind::Lawyer => &self.public,
        }
    }
}

impl SessionTerms {
    /// When a session ends that is not used again.
    pub(crate) fn ends_at(&self, started_at: Moment, seen_at: Moment) -> Moment {
        let idle = seen_at.0.saturating_add(self.idle_ms);
        Moment(idle.min(started_at.0.saturating_add(self.whole_ms)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terms::{HOUR_MS, MINUTE_MS};

    #[test]
    fn a_session_ends_idle_or_old_whichever_is_first() {
        let terms = Terms::default();
        let staff = terms.session(Kind::Staff);
        assert_eq!(staff.ends_at(Moment(0), Moment(0)), Moment(30 * MINUTE_MS));
        assert_eq!(staff.ends_at(Moment(0), Moment(12 * HOUR_MS - 1)), Moment(12 * HOUR_MS));
        assert_eq!(terms.session(Kind::Company).ends_at(Moment(0), Moment(0)), Moment(7 * 24 * HOUR_MS));
    }

    #[test]
    fn duties_bind_who_signed_in_by_password() {
        assert_eq!(Duty::of(Method::Password, true, true, true), Duty::ChangePassword);
        assert_eq!(Duty::of(Method::Password, false, false, true), Duty::Enrol);
        assert_eq!(Duty::of(Method::Password, false, true, true), Duty::None);
        assert_eq!(Duty::of(Method::Code, false, false, true), Duty::None);
    }

    #[test]
    fn who_is_vouched_for_without_a_second_factor_owes_it() {
        assert_eq!(Duty::of(Method::Oidc, true, false, true), Duty::None);
        assert_eq!(Duty::of(Method::Oidc, false, true, true), Duty::None);
        assert_eq!(Duty::of(Method::Oidc, false, false, false), Duty::Enrol);
        assert_eq!(Duty::of(Method::Oidc, true, true, false), Duty::Prove);
    }

    #[test]
    fn methods_read_back() {
        for method in Method::ALL.iter().copied() {
            assert_eq!(Method::parse(method.word()), Some(method));
        }
        assert_eq!(Method::parse("face"), None);
    }
}
