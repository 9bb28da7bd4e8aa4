//! Which system is asked, and as whom: plain data, checked before anything is asked.

use std::fmt;

/// Who vouches, and how it knows this house.
#[derive(Clone, PartialEq, Eq)]
pub struct Settings {
    /// Its issuer, an address: discovery is read below it.
    pub issuer: String,
    /// The name this house is registered under there.
    pub client: String,
    /// The secret that goes with it; none for a public client.
    pub secret: Option<String>,
    /// Where browsers come back to, as registered there.
    pub back: String,
    /// Where browsers come to after signing out there, as registered there.
    pub out: String,
    /// What people call it.
    pub label: String,
    /// Values of `acr` or `amr` that say it asked for a second factor.
    pub second_factor: Vec<String>,
    /// By how much its clock may differ, in ms.
    pub skew_ms: i64,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

/// Whether an address names this very machine.
pub fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare == "localhost" || bare.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// What is wrong with an address that must be safe: `https`, or `http` on this machine alone.
pub fn address_fault(address: &str) -> Option<&'static str> {
    let Ok(address) = address.parse::<hyper::Uri>() else { return Some("不是完整的网址") };
    match (address.scheme_str(), address.host()) {
        (Some("https"), Some(_)) => None,
        (Some("http"), Some(host)) if is_loopback(host) => None,
        (Some("http"), Some(_)) => Some("须以 https:// 开头；http:// 只能用于本机地址"),
        _ => Some("不是完整的网址，应形如 https://id.example.cn"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_for_this_machine_alone() {
        for fine in ["https://id.example.cn", "https://id.example.cn:8443/realms/court", "http://127.0.0.1:3000"] {
            assert_eq!(address_fault(fine), None, "{fine}");
        }
        assert_eq!(address_fault("http://[::1]:3000/"), None);
        assert_eq!(address_fault("http://localhost:3000/"), None);
        for bad in ["http://id.example.cn", "http://127.0.0.1.example.cn", "ftp://x", "id.example.cn", "", "/path"] {
            assert!(address_fault(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn settings_do_not_print_their_secret() {
        let settings = Settings {
            issuer: "https://id.example.cn".to_owned(),
            client: "court".to_owned(),
            secret: Some("hidden".to_owned()),
            back: String::new(),
            out: String::new(),
            label: String::new(),
            second_factor: Vec::new(),
            skew_ms: 0,
        };
        assert!(!format!("{settings:?}").contains("hidden"));
    }
}
