//! How letters leave the house: read from a file of settings, with everything that is wrong said at once.

mod read;

use std::collections::BTreeMap;
use std::fmt;

pub use read::KEYS;

/// How letters are sent. By default they are not: the inbox is all there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Public address of this site, without a slash at its end; links in letters begin with it.
    pub base_url: String,
    /// The mail server.
    pub mail: Option<MailServer>,
    /// The gateway of text messages.
    pub sms: Option<SmsGateway>,
    /// How often and when a letter is tried again.
    pub retry: Retry,
}

/// How a letter is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    /// Tries after which it is given up.
    pub tries: i64,
    /// Wait after the first failure, in ms; after each further one twice as long.
    pub first_ms: i64,
    /// The longest wait, in ms.
    pub longest_ms: i64,
    /// How long a letter that is being sent is left alone, in ms: longer than any sending takes.
    pub lease_ms: i64,
}

impl Retry {
    /// How long to wait after so many tries.
    pub fn wait_ms(&self, tries: i64) -> i64 {
        let doubled = u32::try_from(tries.clamp(1, 40) - 1).ok().and_then(|n| 1_i64.checked_shl(n)).unwrap_or(i64::MAX);
        self.first_ms.saturating_mul(doubled).min(self.longest_ms)
    }
}

impl Default for Settings {
    fn default() -> Settings {
        let retry = Retry { tries: 8, first_ms: 60_000, longest_ms: 6 * 3_600_000, lease_ms: 300_000 };
        Settings { base_url: "http://127.0.0.1:8020".to_owned(), mail: None, sms: None, retry }
    }
}

impl Settings {
    /// The host of the public address: what ids of letters are made out under.
    pub fn host(&self) -> String {
        let rest = self.base_url.split_once("://").map_or(self.base_url.as_str(), |(_, rest)| rest);
        let end = rest.find(['/', ':']).unwrap_or(rest.len());
        rest.get(..end).filter(|host| !host.is_empty()).unwrap_or("localhost").to_owned()
    }
}

/// How the connection to a mail server is kept from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// Begun in the clear and then secured, or not used (RFC 3207).
    StartTls,
    /// Secured from the beginning (RFC 8314).
    Tls,
    /// In the clear: for a relay on the same machine.
    None,
}

/// A text that does not print itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Hidden(pub String);

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hidden(…)")
    }
}

/// The mail server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailServer {
    /// Its name.
    pub server: String,
    /// Its port.
    pub port: u16,
    /// How the connection is secured.
    pub security: Security,
    /// User and password, where it asks for them.
    pub user: Option<(String, Hidden)>,
    /// Who mail is from, as `法院 <notice@court.example>`.
    pub from: String,
    /// A certificate in PEM to trust beside those of the system.
    pub authority: Option<String>,
}

/// The gateway of text messages: an address that is asked with POST.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmsGateway {
    /// Its address.
    pub url: String,
    /// Headers of the request; they may hold secrets.
    pub headers: BTreeMap<String, Hidden>,
    /// Body with `{phone}`, `{text}` and `{id}`.
    pub body: String,
    /// Type of the body; values are escaped as it needs.
    pub content_type: String,
    /// A field of the answer's JSON, dotted, and what it must say for the message to count as taken.
    pub success: Option<(String, String)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest() {
        let retry = Settings::default().retry;
        let waits: Vec<i64> = [1, 2, 3, 9, 10, 63, 200].iter().map(|n| retry.wait_ms(*n) / 60_000).collect();
        assert_eq!(waits, [1, 2, 4, 256, 360, 360, 360]);
    }

    #[test]
    fn the_host_is_that_of_the_public_address() {
        let host = |base: &str| Settings { base_url: base.to_owned(), ..Settings::default() }.host();
        assert_eq!(host("https://court.example"), "court.example");
        assert_eq!(host("http://127.0.0.1:8020"), "127.0.0.1");
        assert_eq!(host(""), "localhost");
    }
}
