//! A court's signing key (法院签名密钥), SM2 (GB/T 32918.2). Signs texts; knows nothing of logs.

use std::fmt;

use sm2::SecretKey;
use sm2::dsa::signature::{Signer as _, Verifier as _};
use sm2::dsa::{Signature, SigningKey, VerifyingKey};
use sm2::elliptic_curve::Generate as _;
use sm2::elliptic_curve::sec1::ToSec1Point as _;

use crate::digest;

/// Distinguishing identifier of the signer (可辨别标识), the default of GB/T 35276.
pub const DISTINGUISHING_ID: &str = "1234567812345678";

/// A key that signs a court's heads.
#[derive(Clone)]
pub struct CourtKey {
    signing: SigningKey,
    public: PublicKey,
}

/// The key a court's heads are checked with.
#[derive(Debug, Clone)]
pub struct PublicKey {
    verifying: VerifyingKey,
    bytes: [u8; 33],
}

/// What is wrong with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyFault {
    /// The bytes are no private key.
    Private,
    /// The bytes are no point of the curve.
    Public,
    /// The key could not sign the text (chance: one in 2^250).
    Sign,
}

impl fmt::Display for KeyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            KeyFault::Private => "不是有效的 SM2 私钥",
            KeyFault::Public => "不是有效的 SM2 公钥",
            KeyFault::Sign => "该密钥无法对文本签名",
        })
    }
}

impl std::error::Error for KeyFault {}

impl CourtKey {
    /// The key a seed gives, always the same one: for simulated courts and tests.
    ///
    /// Candidates SM3(`mingjing court key` ‖ round ‖ seed) are tried until one is a scalar.
    pub fn from_seed(seed: &[u8]) -> CourtKey {
        let mut round = 0_u32;
        loop {
            let text = [b"mingjing court key".as_slice(), &round.to_be_bytes(), seed].concat();
            if let Ok(key) = CourtKey::from_bytes(&digest::sm3(&text)) {
                return key;
            }
            round = round.wrapping_add(1);
        }
    }

    /// A fresh key from the operating system's randomness.
    ///
    /// # Errors
    /// [`KeyFault::Private`] if the system gives none.
    pub fn generate() -> Result<CourtKey, KeyFault> {
        let secret = SecretKey::try_generate().map_err(|_| KeyFault::Private)?;
        SigningKey::new(DISTINGUISHING_ID, &secret).map_err(|_| KeyFault::Private).and_then(CourtKey::of)
    }

    /// Reads a stored key: the scalar, 32 bytes, big-endian.
    ///
    /// # Errors
    /// [`KeyFault::Private`] if it is no scalar of the curve.
    pub fn from_bytes(bytes: &[u8]) -> Result<CourtKey, KeyFault> {
        SigningKey::from_slice(DISTINGUISHING_ID, bytes).map_err(|_| KeyFault::Private).and_then(CourtKey::of)
    }

    fn of(signing: SigningKey) -> Result<CourtKey, KeyFault> {
        let public = PublicKey::of(signing.verifying_key().clone())?;
        Ok(CourtKey { signing, public })
    }

    /// The key as it is stored; keep it secret.
    pub fn to_bytes(&self) -> [u8; 32] {
        self.signing.to_bytes().into()
    }

    /// The key others check with.
    pub const fn public(&self) -> &PublicKey {
        &self.public
    }

    /// Signs a text: r ‖ s. The nonce follows from key and text (RFC 6979), no randomness is drawn.
    ///
    /// # Errors
    /// [`KeyFault::Sign`], in one case in 2^250.
    pub fn sign(&self, text: &[u8]) -> Result<[u8; 64], KeyFault> {
        let signature: Signature = self.signing.try_sign(text).map_err(|_| KeyFault::Sign)?;
        Ok(signature.to_bytes().into())
    }
}

impl fmt::Debug for CourtKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CourtKey").field("public", &self.public.to_hex()).finish_non_exhaustive()
    }
}

impl PublicKey {
    /// Reads a stored key: a point in SEC 1 form, compressed (33 bytes) or not (65).
    ///
    /// # Errors
    /// [`KeyFault::Public`] if it is no point of the curve.
    pub fn from_bytes(bytes: &[u8]) -> Result<PublicKey, KeyFault> {
        VerifyingKey::from_sec1_bytes(DISTINGUISHING_ID, bytes).map_err(|_| KeyFault::Public).and_then(PublicKey::of)
    }

    fn of(verifying: VerifyingKey) -> Result<PublicKey, KeyFault> {
        let point = verifying.to_sec1_point(true);
        let bytes = point.as_bytes().try_into().map_err(|_| KeyFault::Public)?;
        Ok(PublicKey { verifying, bytes })
    }

    /// The compressed point, as it is stored and printed on receipts.
    pub const fn to_bytes(&self) -> [u8; 33] {
        self.bytes
    }

    /// The compressed point in hexadecimal, as a court publishes it.
    pub fn to_hex(&self) -> String {
        hex::encode(self.bytes)
    }

    /// Whether the signature is this key's over the text.
    pub fn verify(&self, text: &[u8], signature: &[u8; 64]) -> bool {
        Signature::from_slice(signature).is_ok_and(|signature| self.verifying.verify(text, &signature).is_ok())
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &PublicKey) -> bool {
        self.bytes == other.bytes
    }
}

impl Eq for PublicKey {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_one_key_and_one_signature() {
        let key = CourtKey::from_seed(b"a court");
        let again = CourtKey::from_seed(b"a court");
        assert_eq!(key.to_bytes(), again.to_bytes());
        assert_eq!(key.sign(b"text").unwrap(), again.sign(b"text").unwrap());
        assert_ne!(key.to_bytes(), CourtKey::from_seed(b"another").to_bytes());
        assert_ne!(key.sign(b"text").unwrap(), key.sign(b"texts").unwrap());
    }

    #[test]
    fn only_the_signed_text_and_key_verify() {
        let key = CourtKey::from_seed(b"a court");
        let signature = key.sign(b"text").unwrap();
        assert!(key.public().verify(b"text", &signature));
        assert!(!key.public().verify(b"texu", &signature));
        assert!(!CourtKey::from_seed(b"b").public().verify(b"text", &signature));
        for byte in 0..64 {
            let mut wrong = signature;
            wrong[byte] ^= 1;
            assert!(!key.public().verify(b"text", &wrong), "byte {byte}");
        }
        assert!(!key.public().verify(b"text", &[0; 64]));
    }

    #[test]
    fn keys_read_back() {
        let key = CourtKey::generate().unwrap();
        assert_ne!(key.to_bytes(), CourtKey::generate().unwrap().to_bytes());
        let read = CourtKey::from_bytes(&key.to_bytes()).unwrap();
        assert_eq!(read.public(), key.public());
        assert_eq!(&PublicKey::from_bytes(&key.public().to_bytes()).unwrap(), key.public());
        assert_eq!(CourtKey::from_bytes(&[0; 32]).unwrap_err(), KeyFault::Private);
        assert_eq!(CourtKey::from_bytes(&[0xff; 32]).unwrap_err(), KeyFault::Private);
        assert_eq!(PublicKey::from_bytes(&[2; 20]).unwrap_err(), KeyFault::Public);
    }

    #[test]
    fn a_printed_key_keeps_its_secret() {
        let key = CourtKey::from_seed(b"a court");
        assert!(!format!("{key:?}").contains(&hex::encode(key.to_bytes())));
    }
}
