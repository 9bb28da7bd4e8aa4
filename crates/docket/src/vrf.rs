//! A court's verifiable random function (可验证随机函数): ECVRF-EDWARDS25519-SHA512-TAI of RFC 9381. Whoever holds the key can
//! compute one output for a text and prove it; nobody can compute another, and anybody can check.

use std::fmt;

use curve25519_dalek::EdwardsPoint;
use sha2::{Digest as _, Sha512};
use vrf_rfc9381::ec::edwards25519::EdVrfProof;
use vrf_rfc9381::ec::edwards25519::tai::{EdVrfEdwards25519TaiPublicKey, EdVrfEdwards25519TaiSecretKey};
use vrf_rfc9381::{Ciphersuite, Proof as _, Prover as _, Verifier as _};

use crate::digest;
use crate::sealed::StreamKey;

/// The secret key of a court's draws.
#[derive(Clone)]
pub struct VrfKey {
    secret: [u8; 32],
}

impl fmt::Debug for VrfKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VrfKey")
    }
}

/// An output and its proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    /// The output, 64 bytes.
    pub beta: Vec<u8>,
    /// The proof, 80 bytes.
    pub proof: Vec<u8>,
}

impl VrfKey {
    /// A fresh key from the operating system's randomness; `None` if the system gives none.
    pub fn generate() -> Option<VrfKey> {
        StreamKey::generate().map(|key| VrfKey { secret: key.to_bytes() })
    }

    /// The key a seed gives, always the same one: for simulated courts and tests.
    pub fn from_seed(seed: &[u8]) -> VrfKey {
        VrfKey { secret: digest::sm3(&[b"mingjing vrf key", seed].concat()) }
    }

    /// A stored key; `None` when it is none.
    pub fn from_bytes(bytes: &[u8]) -> Option<VrfKey> {
        let key = VrfKey { secret: bytes.try_into().ok()? };
        key.prover().is_some().then_some(key)
    }

    /// The key as it is stored.
    pub const fn to_bytes(&self) -> [u8; 32] {
        self.secret
    }

    fn prover(&self) -> Option<EdVrfEdwards25519TaiSecretKey> {
        EdVrfEdwards25519TaiSecretKey::from_slice(&self.secret).ok()
    }

    /// The public key, 32 bytes; `None` for a key that is none.
    pub fn public(&self) -> Option<[u8; 32]> {
        // RFC 8032, 5.1.5: the lower half of the hash, clamped, times the base point
        let hashed = Sha512::digest(self.secret);
        let scalar: [u8; 32] = hashed.get(..32)?.try_into().ok()?;
        Some(EdwardsPoint::mul_base_clamped(scalar).compress().to_bytes())
    }

    /// The output for a text, with its proof.
    pub fn prove(&self, alpha: &[u8]) -> Option<Proven> {
        let proof = self.prover()?.prove(alpha).ok()?;
        let beta = proof.proof_to_hash(Ciphersuite::ECVRF_EDWARDS25519_SHA512_TAI).ok()?;
        Some(Proven { beta: beta.to_vec(), proof: proof.encode_to_pi() })
    }
}

/// The output that a proof proves for a text under a public key; `None` when it proves nothing.
pub fn verify(public_key: &[u8], alpha: &[u8], proof: &[u8]) -> Option<Vec<u8>> {
    let key = EdVrfEdwards25519TaiPublicKey::from_slice(public_key).ok()?;
    let proof = EdVrfProof::decode_pi(proof).ok()?;
    key.verify(alpha, proof).ok().map(|beta| beta.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 9381, appendix B.3: secret key, public key, text, proof, output.
    const VECTORS: [[&str; 5]; 3] = [
        [
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "8657106690b5526245a92b003bb079ccd1a92130477671f6fc01ad16f26f723f26f8a57ccaed74ee1b190bed1f479d9727d2d0f9b005a6e456a35d4fb0daab1268a1b0db10836d9826a528ca76567805",
            "90cf1df3b703cce59e2a35b925d411164068269d7b2d29f3301c03dd757876ff66b71dda49d2de59d03450451af026798e8f81cd2e333de5cdf4f3e140fdd8ae",
        ],
        [
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "f3141cd382dc42909d19ec5110469e4feae18300e94f304590abdced48aed5933bf0864a62558b3ed7f2fea45c92a465301b3bbf5e3e54ddf2d935be3b67926da3ef39226bbc355bdc9850112c8f4b02",
            "eb4440665d3891d668e7e0fcaf587f1b4bd7fbfe99d0eb2211ccec90496310eb5e33821bc613efb94db5e5b54c70a848a0bef4553a41befc57663b56373a5031",
        ],
        [
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "9bc0f79119cc5604bf02d23b4caede71393cedfbb191434dd016d30177ccbf8096bb474e53895c362d8628ee9f9ea3c0e52c7a5c691b6c18c9979866568add7a2d41b00b05081ed0f58ee5e31b3a970e",
            "645427e5d00c62a23fb703732fa5d892940935942101e456ecca7bb217c61c452118fec1219202a0edcf038bb6373241578be7217ba85a2687f7a0310b2df19f",
        ],
    ];

    #[test]
    fn rfc_9381_b3_the_vectors_hold() {
        for [secret, public, alpha, proof, beta] in VECTORS {
            let bytes = |text: &str| hex::decode(text).unwrap();
            let key = VrfKey::from_bytes(&bytes(secret)).unwrap();
            assert_eq!(hex::encode(key.public().unwrap()), public);
            let proven = key.prove(&bytes(alpha)).unwrap();
            assert_eq!((hex::encode(&proven.proof), hex::encode(&proven.beta)), (proof.to_owned(), beta.to_owned()));
            assert_eq!(verify(&bytes(public), &bytes(alpha), &bytes(proof)), Some(bytes(beta)));
        }
    }

    #[test]
    fn a_proof_proves_its_own_text_under_its_own_key_alone() {
        let (key, other) = (VrfKey::from_seed(b"one"), VrfKey::from_seed(b"two"));
        let (public, proven) = (key.public().unwrap(), key.prove(b"text").unwrap());
        assert_eq!(verify(&public, b"text", &proven.proof), Some(proven.beta.clone()));
        assert_eq!(verify(&public, b"texts", &proven.proof), None);
        assert_eq!(verify(&other.public().unwrap(), b"text", &proven.proof), None);
        for place in 0..proven.proof.len() {
            let mut bent = proven.proof.clone();
            bent[place] ^= 1;
            assert_eq!(verify(&public, b"text", &bent), None, "byte {place}");
        }
    }

    #[test]
    fn what_is_no_key_and_no_proof_is_refused() {
        let proof = VrfKey::from_seed(b"one").prove(b"text").unwrap().proof;
        // the neutral point, points of small order, too short, no point at all
        for key in [vec![0; 32], [&[1_u8][..], &[0; 31]].concat(), vec![0xec; 32], vec![9; 31], vec![]] {
            assert_eq!(verify(&key, b"text", &proof), None, "{}", hex::encode(&key));
        }
        let public = VrfKey::from_seed(b"one").public().unwrap();
        for bad in [vec![], vec![0; 80], proof[..79].to_vec(), [&proof[..], &[0]].concat()] {
            assert_eq!(verify(&public, b"text", &bad), None, "{} bytes", bad.len());
        }
        assert!(VrfKey::from_bytes(&[1; 31]).is_none());
    }
}
