//! A court's verifiable random function (可验证随机函数): ECVRF-EDWARDS25519-SHA512-TAI of RFC 9381. Whoever holds the key can
//! compute one output for a text and prove it; nobody can compute another, and anybody can check.
//!
//! A proof has one spelling. The RFC lets a verifier take a point or a number written in more than one way; here points
//! are canonical and of the prime order, `s` is below the order, and a key of small or mixed order is none.

use std::fmt;

use curve25519_dalek::edwards::CompressedEdwardsY;
use curve25519_dalek::traits::IsIdentity as _;
use curve25519_dalek::{EdwardsPoint, Scalar};
use sha2::{Digest as _, Sha512};

use crate::digest;
use crate::sealed::StreamKey;

/// The suite's octet.
const SUITE: u8 = 3;
/// What a hash is for: a point of a text, a challenge, an output; and the octet all of them end with.
const TO_CURVE: u8 = 1;
const CHALLENGE: u8 = 2;
const OUTPUT: u8 = 3;
const END: u8 = 0;

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
        Some(VrfKey { secret: bytes.try_into().ok()? })
    }

    /// The key as it is stored.
    pub const fn to_bytes(&self) -> [u8; 32] {
        self.secret
    }

    /// RFC 8032, 5.1.5: the clamped lower half of the hash, and the upper half that nonces are made of.
    fn halves(&self) -> ([u8; 32], [u8; 32]) {
        let (mut low, mut high) = ([0; 32], [0; 32]);
        let hashed = Sha512::digest(self.secret);
        let (first, second) = hashed.split_at(32);
        low.copy_from_slice(first);
        high.copy_from_slice(second);
        (curve25519_dalek::scalar::clamp_integer(low), high)
    }

    /// The public key, 32 bytes; `None` for a key that is none.
    pub fn public(&self) -> Option<[u8; 32]> {
        let (low, _) = self.halves();
        Some(EdwardsPoint::mul_base_clamped(low).compress().to_bytes())
    }

    /// The output for a text, with its proof (RFC 9381, 5.1).
    pub fn prove(&self, alpha: &[u8]) -> Option<Proven> {
        let (low, high) = self.halves();
        let x = Scalar::from_bytes_mod_order(low);
        let public = EdwardsPoint::mul_base_clamped(low);
        let h = encode_to_curve(&public.compress().to_bytes(), alpha)?;
        let gamma = h * x;
        let k = wide(Sha512::new().chain_update(high).chain_update(h.compress().as_bytes()));
        let c = challenge(&[public, h, gamma, EdwardsPoint::mul_base(&k), h * k]);
        let s = k + scalar(c) * x;
        let mut proof = gamma.compress().to_bytes().to_vec();
        proof.extend_from_slice(&c);
        proof.extend_from_slice(s.as_bytes());
        Some(Proven { beta: output(&gamma), proof })
    }
}

/// The output that a proof proves for a text under a public key (RFC 9381, 5.3, with the key validated); `None` when it
/// proves nothing or is not spelt as the one who holds the key spells it.
pub fn verify(public_key: &[u8], alpha: &[u8], proof: &[u8]) -> Option<Vec<u8>> {
    let y = prime_order(public_key)?;
    let (gamma, rest) = proof.split_at_checked(32)?;
    let (c, s) = rest.split_at_checked(16)?;
    let gamma = prime_order(gamma)?;
    let s = Option::<Scalar>::from(Scalar::from_canonical_bytes(s.try_into().ok()?))?;
    let c: [u8; 16] = c.try_into().ok()?;
    let h = encode_to_curve(public_key, alpha)?;
    let minus = -scalar(c);
    let u = EdwardsPoint::vartime_double_scalar_mul_basepoint(&minus, &y, &s);
    let v = h * s + gamma * minus;
    (challenge(&[y, h, gamma, u, v]) == c).then(|| output(&gamma))
}

/// A point from its one encoding; `None` for what is no point or another spelling of one.
fn point(bytes: &[u8]) -> Option<EdwardsPoint> {
    let text = CompressedEdwardsY::from_slice(bytes).ok()?;
    text.decompress().filter(|point| point.compress() == text)
}

/// A point of the prime order, the neutral one excepted: neither of small nor of mixed order.
fn prime_order(bytes: &[u8]) -> Option<EdwardsPoint> {
    point(bytes).filter(|point| !point.is_identity() && point.is_torsion_free())
}

/// Try-and-increment (RFC 9381, 5.4.1.1), the salt being the public key.
fn encode_to_curve(public: &[u8], alpha: &[u8]) -> Option<EdwardsPoint> {
    (0..=u8::MAX).find_map(|counter| {
        let hash = Sha512::new().chain_update([SUITE, TO_CURVE]).chain_update(public).chain_update(alpha);
        let hash = hash.chain_update([counter, END]).finalize();
        let found = point(hash.get(..32)?)?.mul_by_cofactor();
        (!found.is_identity()).then_some(found)
    })
}

/// The challenge over five points (RFC 9381, 5.4.3), 16 bytes.
fn challenge(points: &[EdwardsPoint; 5]) -> [u8; 16] {
    let hash = Sha512::new().chain_update([SUITE, CHALLENGE]);
    let hash = points.iter().fold(hash, |hash, point| hash.chain_update(point.compress().as_bytes()));
    let hash = hash.chain_update([END]).finalize();
    let mut out = [0; 16];
    out.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
    out
}

/// The output a proven point stands for (RFC 9381, 5.2).
fn output(gamma: &EdwardsPoint) -> Vec<u8> {
    let hash = Sha512::new().chain_update([SUITE, OUTPUT]).chain_update(gamma.mul_by_cofactor().compress().as_bytes());
    hash.chain_update([END]).finalize().to_vec()
}

/// A challenge as a number, the least byte first.
fn scalar(challenge: [u8; 16]) -> Scalar {
    Scalar::from(u128::from_le_bytes(challenge))
}

/// A hash of 64 bytes as a number below the order.
fn wide(hash: Sha512) -> Scalar {
    let mut bytes = [0; 64];
    bytes.copy_from_slice(&hash.finalize());
    Scalar::from_bytes_mod_order_wide(&bytes)
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

    /// `s` of a proof with the order added: the other spelling that the RFC's own arithmetic would take.
    fn respelt(proof: &[u8]) -> Vec<u8> {
        // the order of the group, the least byte first
        let order = hex::decode("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010").unwrap();
        let mut out = proof[..48].to_vec();
        let mut carry = 0_u16;
        for (a, b) in proof[48..].iter().zip(&order) {
            let sum = u16::from(*a) + u16::from(*b) + carry;
            out.push(u8::try_from(sum & 0xff).unwrap());
            carry = sum >> 8;
        }
        assert_eq!(carry, 0);
        out
    }

    #[test]
    fn a_proof_has_one_spelling() {
        for [_, public, alpha, proof, beta] in VECTORS {
            let bytes = |text: &str| hex::decode(text).unwrap();
            let bent = respelt(&bytes(proof));
            assert_ne!(bent, bytes(proof));
            let s = Scalar::from_bytes_mod_order(bent[48..].try_into().unwrap());
            assert_eq!(s.as_bytes().as_slice(), &bytes(proof)[48..], "the same number, written otherwise");
            assert_eq!(verify(&bytes(public), &bytes(alpha), &bent), None);
            assert_eq!(verify(&bytes(public), &bytes(alpha), &bytes(proof)), Some(bytes(beta)));
        }
    }

    #[test]
    fn points_of_small_and_of_mixed_order_are_none() {
        let key = VrfKey::from_seed(b"one");
        let (public, proven) = (key.public().unwrap(), key.prove(b"text").unwrap());
        let mixed =
            |bytes: &[u8], torsion: &EdwardsPoint| (point(bytes).unwrap() + torsion).compress().to_bytes().to_vec();
        for torsion in &curve25519_dalek::constants::EIGHT_TORSION[1..] {
            assert_eq!(verify(torsion.compress().as_bytes(), b"text", &proven.proof), None);
            assert_eq!(verify(&mixed(&public, torsion), b"text", &proven.proof), None);
            let gamma = mixed(&proven.proof[..32], torsion);
            assert_eq!(verify(&public, b"text", &[&gamma[..], &proven.proof[32..]].concat()), None);
        }
        // y = 1 written as p + 1, and a sign where x is 0
        let mut beyond = [0xff; 32];
        beyond[0] = 0xee;
        beyond[31] = 0x7f;
        let mut signed = [0; 32];
        (signed[0], signed[31]) = (1, 0x80);
        for text in [beyond, signed] {
            assert!(point(&text).is_none(), "{}", hex::encode(text));
        }
    }
}
