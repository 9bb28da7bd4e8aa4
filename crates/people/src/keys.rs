//! The register's key at work: fields sealed, digests keyed. Nothing is stored here.

use docket::digest::Digest;
use docket::sealed::{self, StreamKey};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sm3::Sm3;
use subtle::ConstantTimeEq as _;

use crate::fault::Fault;

/// What a keyed digest is for: the same text gives another digest for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Citizen,
    Organisation,
    Phone,
    PhoneCode,
    Recovery,
    Login,
    Agent,
    Csrf,
    Handle,
    Source,
    KnownDevice,
    OidcState,
    OidcBrowser,
    Likeness,
}

impl Purpose {
    const fn label(self) -> &'static [u8] {
        match self {
            Purpose::Citizen => b"citizen\0",
            Purpose::Organisation => b"organisation\0",
            Purpose::Phone => b"phone\0",
            Purpose::PhoneCode => b"phone code\0",
            Purpose::Recovery => b"recovery code\0",
            Purpose::Login => b"login\0",
            Purpose::Agent => b"user agent\0",
            Purpose::Csrf => b"csrf\0",
            Purpose::Handle => b"session handle\0",
            Purpose::Source => b"source of failures\0",
            Purpose::KnownDevice => b"known device\0",
            Purpose::OidcState => b"oidc state\0",
            Purpose::OidcBrowser => b"oidc browser\0",
            Purpose::Likeness => b"likeness of a complaint\0",
        }
    }
}

/// The register's key and the one derived from it for digests.
#[derive(Clone)]
pub(crate) struct Keys {
    seal: StreamKey,
    digest: Digest,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

impl Keys {
    pub(crate) fn new(seal: StreamKey) -> Keys {
        let digest = hmac_sm3(&seal.to_bytes(), &[b"mingjing people digests"]);
        Keys { seal, digest }
    }

    /// HMAC-SM3 of the parts under the digest key.
    pub(crate) fn digest(&self, purpose: Purpose, text: &[u8]) -> Digest {
        hmac_sm3(&self.digest, &[purpose.label(), text])
    }

    /// Whether the text has this digest; it takes the same time either way.
    pub(crate) fn fits(&self, purpose: Purpose, text: &[u8], digest: &[u8]) -> bool {
        self.digest(purpose, text).ct_eq(digest).into()
    }

    pub(crate) fn seal(&self, context: &str, plain: &str) -> Result<String, Fault> {
        self.seal.seal(context, plain).map_err(Fault::damaged)
    }

    pub(crate) fn open(&self, context: &str, text: &str) -> Result<String, Fault> {
        sealed::open(Some(&self.seal), context, text).map_err(|fault| Fault::damaged(format!("{context}：{fault}")))
    }
}

impl crate::People {
    /// What two texts are compared by where neither may be read: the first sixteen bytes of their keyed digest, in
    /// hexadecimal.
    pub fn likeness(&self, text: &str) -> String {
        let digest = self.keys.digest(Purpose::Likeness, text.as_bytes());
        digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// HMAC (RFC 2104) over SM3. A key of 32 bytes stands in its block of 64 with zeros after it, as the RFC pads it.
fn hmac_sm3(key: &Digest, parts: &[&[u8]]) -> Digest {
    let mut block = [0_u8; 64];
    block.iter_mut().zip(key).for_each(|(place, byte)| *place = *byte);
    let mut mac = Hmac::<Sm3>::new(&block.into());
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(seed: &[u8]) -> Keys {
        Keys::new(StreamKey::from_seed(seed))
    }

    #[test]
    fn a_digest_depends_on_key_purpose_and_text() {
        let digest = keys(b"1").digest(Purpose::Phone, b"13800000000");
        assert_eq!(digest, keys(b"1").digest(Purpose::Phone, b"13800000000"));
        assert_ne!(digest, keys(b"2").digest(Purpose::Phone, b"13800000000"));
        assert_ne!(digest, keys(b"1").digest(Purpose::Citizen, b"13800000000"));
        assert_ne!(digest, keys(b"1").digest(Purpose::Phone, b"13800000001"));
        assert!(keys(b"1").fits(Purpose::Phone, b"13800000000", &digest));
        assert!(!keys(b"1").fits(Purpose::Phone, b"13800000000", &digest[1..]));
    }

    #[test]
    fn it_is_the_hmac_of_rfc_2104() {
        let key = [7_u8; 32];
        let pad = |with: u8| -> Vec<u8> {
            let mut block = [0_u8; 64];
            block[..32].copy_from_slice(&key);
            block.iter().map(|byte| byte ^ with).collect()
        };
        let inner = docket::digest::sm3(&[pad(0x36), b"text".to_vec()].concat());
        let outer = docket::digest::sm3(&[pad(0x5c), inner.to_vec()].concat());
        assert_eq!(hmac_sm3(&key, &[b"te", b"xt"]), outer);
    }

    #[test]
    fn keys_do_not_print() {
        assert_eq!(format!("{:?}", keys(b"1")), "Keys(…)");
    }
}
