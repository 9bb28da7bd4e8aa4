//! The device somebody signs in from: what its browser says of itself, shortened, and roughly where it is.

use std::fmt;
use std::net::IpAddr;

use crate::draw::Secret;

/// Most characters kept of what a browser says of itself.
const AGENT: usize = 120;
/// Most characters read of it.
const READ: usize = 1024;

/// A device as a request shows it. It does not print itself.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Device {
    /// The header `User-Agent`.
    pub agent: String,
    /// The address the request came from.
    pub address: Option<IpAddr>,
    /// What the browser kept from an earlier sign-in here, by which the device is known.
    pub known: Option<Secret>,
}

impl fmt::Debug for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Device(…)")
    }
}

impl Device {
    /// What its browser says, short enough to be listed.
    pub(crate) fn short_agent(&self) -> String {
        self.agent.chars().filter(|c| !c.is_control()).take(AGENT).collect()
    }

    /// The network it is in, not the device: 203.0.113.* or 2001:db8:1::*.
    pub(crate) fn network(&self) -> String {
        match self.address {
            Some(IpAddr::V4(address)) => {
                let [a, b, c, _] = address.octets();
                format!("{a}.{b}.{c}.*")
            }
            Some(IpAddr::V6(address)) => match address.to_ipv4_mapped() {
                Some(v4) => Device { address: Some(IpAddr::V4(v4)), ..Device::default() }.network(),
                None => {
                    let [a, b, c, ..] = address.segments();
                    format!("{a:x}:{b:x}:{c:x}::*")
                }
            },
            None => "未知".to_owned(),
        }
    }
}

/// What of a browser's words is compared from request to request.
pub(crate) fn compared(agent: &str) -> String {
    agent.chars().take(READ).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn device(agent: &str, address: &str) -> Device {
        Device { agent: agent.to_owned(), address: address.parse().ok(), known: None }
    }

    #[test]
    fn an_address_is_kept_coarsely() {
        assert_eq!(device("", "203.0.113.7").network(), "203.0.113.*");
        assert_eq!(device("", "::ffff:203.0.113.7").network(), "203.0.113.*");
        assert_eq!(device("", "2001:db8:1:2:3:4:5:6").network(), "2001:db8:1::*");
        assert_eq!(device("", "somewhere").network(), "未知");
    }

    #[test]
    fn an_agent_is_shortened_and_cleaned() {
        assert_eq!(device("a\u{1b}[2Jb\n", "").short_agent(), "a[2Jb");
        assert_eq!(device(&"x".repeat(5000), "").short_agent().len(), 120);
        assert_eq!(compared(&"x".repeat(5000)).len(), 1024);
    }
}
