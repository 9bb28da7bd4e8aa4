//! Sealed personal fields (密封个人信息字段): text that an entry carries for ever but that can be
//! read only while its key exists. Destroying the key erases the field and breaks no proof.
//!
//! ChaCha20-Poly1305 (RFC 8439). A stream's key is meant for one plaintext; should it seal a
//! second one, the nonce still differs, for it is taken from the plaintext itself: the first
//! 12 bytes of SM3(`mingjing nonce` ‖ key ‖ length of context ‖ context ‖ plaintext). No randomness
//! is drawn, so the same history is sealed into the same bytes. Sealed text is the base64url of
//! nonce ‖ ciphertext ‖ tag; the context (court, stream and field) is authenticated with it, so
//! that a field moved elsewhere does not open.

use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead as _, Generate as _, Key, KeyInit as _, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};

use crate::digest;

const NONCE_BYTES: usize = 12;

/// Key of a stream's sealed fields, 32 bytes. It is kept beside the log, never in it.
#[derive(Clone, PartialEq, Eq)]
pub struct StreamKey([u8; 32]);

/// Why a sealed field does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealedFault {
    /// The key was destroyed: the field is erased (已依法删除).
    Erased,
    /// The text is not of the form of a sealed field.
    Form,
    /// The text was altered, moved, or sealed with another key.
    Broken,
    /// The text is too long to be sealed (beyond 256 GiB).
    TooLong,
}

impl fmt::Display for SealedFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            SealedFault::Erased => "密钥已销毁，该个人信息已依法删除",
            SealedFault::Form => "不是密封字段的格式",
            SealedFault::Broken => "密封字段被改动、移位，或者密钥不符",
            SealedFault::TooLong => "内容过长，无法密封",
        })
    }
}

impl std::error::Error for SealedFault {}

impl StreamKey {
    /// A fresh key from the operating system's randomness; `None` if the system gives none.
    pub fn generate() -> Option<StreamKey> {
        Key::<ChaCha20Poly1305>::try_generate().ok().map(|key| StreamKey(key.into()))
    }

    /// The key a seed gives for a stream, always the same one: for simulated courts and tests.
    pub fn from_seed(seed: &[u8]) -> StreamKey {
        StreamKey(digest::sm3(&[b"mingjing stream key", seed].concat()))
    }

    /// A stored key; `None` if it was destroyed, that is, does not have 32 bytes any more.
    pub fn from_bytes(bytes: &[u8]) -> Option<StreamKey> {
        bytes.try_into().ok().map(StreamKey)
    }

    /// The key as it is stored.
    pub const fn to_bytes(&self) -> [u8; 32] {
        self.0
    }

    /// Seals a field. `context` says what it is: court code, stream and field, as `辽0102/17/parties`.
    ///
    /// # Errors
    /// [`SealedFault::TooLong`] beyond 256 GiB.
    pub fn seal(&self, context: &str, plain: &str) -> Result<String, SealedFault> {
        let nonce = self.nonce(context, plain);
        let payload = Payload { msg: plain.as_bytes(), aad: context.as_bytes() };
        let sealed = self.cipher().encrypt(&nonce, payload).map_err(|_| SealedFault::TooLong)?;
        Ok(BASE64_URL_SAFE_NO_PAD.encode([nonce.as_slice(), &sealed].concat()))
    }

    fn cipher(&self) -> ChaCha20Poly1305 {
        ChaCha20Poly1305::new(&self.0.into())
    }

    fn nonce(&self, context: &str, plain: &str) -> Nonce {
        let length = u64::try_from(context.len()).unwrap_or(u64::MAX).to_be_bytes();
        let [label, context] = [b"mingjing nonce".as_slice(), context.as_bytes()];
        let hash = digest::sm3(&[label, &self.0, &length, context, plain.as_bytes()].concat());
        let mut nonce = [0; NONCE_BYTES];
        nonce.iter_mut().zip(hash).for_each(|(byte, from)| *byte = from);
        nonce.into()
    }
}

/// Opens a sealed field. `key` is `None` when it was destroyed.
///
/// # Errors
/// [`SealedFault::Erased`] without a key, else what is wrong with the text.
pub fn open(key: Option<&StreamKey>, context: &str, sealed: &str) -> Result<String, SealedFault> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(sealed).map_err(|_| SealedFault::Form)?;
    let (nonce, sealed) = bytes.split_first_chunk::<NONCE_BYTES>().ok_or(SealedFault::Form)?;
    let key = key.ok_or(SealedFault::Erased)?;
    let payload = Payload { msg: sealed, aad: context.as_bytes() };
    let plain = key.cipher().decrypt(&Nonce::from(*nonce), payload).map_err(|_| SealedFault::Broken)?;
    String::from_utf8(plain).map_err(|_| SealedFault::Form)
}

impl fmt::Debug for StreamKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StreamKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTEXT: &str = "辽0102/17/parties";

    #[test]
    fn a_field_opens_with_its_key_until_the_key_is_destroyed() {
        let key = StreamKey::from_seed(b"17");
        let sealed = key.seal(CONTEXT, "张三，身份证号略").unwrap();
        assert!(!sealed.contains("张三"));
        assert_eq!(open(Some(&key), CONTEXT, &sealed).unwrap(), "张三，身份证号略");
        assert_eq!(open(None, CONTEXT, &sealed), Err(SealedFault::Erased));
        let destroyed = StreamKey::from_bytes(&[]);
        assert_eq!(open(destroyed.as_ref(), CONTEXT, &sealed), Err(SealedFault::Erased));
    }

    #[test]
    fn a_field_opens_nowhere_else() {
        let key = StreamKey::from_seed(b"17");
        let sealed = key.seal(CONTEXT, "张三").unwrap();
        let other = StreamKey::from_seed(b"18");
        assert_eq!(open(Some(&other), CONTEXT, &sealed), Err(SealedFault::Broken));
        assert_eq!(open(Some(&key), "辽0102/18/parties", &sealed), Err(SealedFault::Broken));
        let altered = if sealed.starts_with('A') { "B" } else { "A" }.to_owned() + &sealed[1..];
        assert_eq!(open(Some(&key), CONTEXT, &altered), Err(SealedFault::Broken));
        assert_eq!(open(Some(&key), CONTEXT, "张三"), Err(SealedFault::Form));
        assert_eq!(open(Some(&key), CONTEXT, "AAAA"), Err(SealedFault::Form));
    }

    #[test]
    fn sealing_is_repeatable_and_no_nonce_serves_two_texts() {
        let key = StreamKey::from_seed(b"17");
        let seal = |context, text| key.seal(context, text).unwrap();
        assert_eq!(seal(CONTEXT, "张三"), seal(CONTEXT, "张三"));
        assert_ne!(seal(CONTEXT, "张三")[..16], seal(CONTEXT, "李四")[..16]);
        assert_ne!(seal("ab", "c")[..16], seal("a", "bc")[..16]);
    }

    #[test]
    fn keys_read_back_and_do_not_print() {
        let key = StreamKey::generate().unwrap();
        assert_ne!(Some(&key), StreamKey::generate().as_ref());
        assert_eq!(StreamKey::from_bytes(&key.to_bytes()), Some(key.clone()));
        assert_eq!(format!("{key:?}"), "StreamKey(…)");
    }

    #[test]
    fn rfc_8439_section_2_8_2_the_cipher_is_the_published_one() {
        let key: [u8; 32] = std::array::from_fn(|n| 0x80 + u8::try_from(n).unwrap());
        let nonce = hex::decode("070000004041424344454647").unwrap();
        let text = "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.";
        let aad = hex::decode("50515253c0c1c2c3c4c5c6c7").unwrap();
        let payload = Payload { msg: text.as_bytes(), aad: &aad };
        let nonce = Nonce::try_from(&nonce[..]).unwrap();
        let sealed = StreamKey(key).cipher().encrypt(&nonce, payload).unwrap();
        assert_eq!(hex::encode(&sealed[..16]), "d31a8d34648e60db7b86afbc53ef7ec2");
        assert_eq!(hex::encode(&sealed[114..]), "1ae10b594f09e26a7e902ecbd0600691");
    }
}
