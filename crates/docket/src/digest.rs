//! SM3 (GB/T 32905 密码杂凑算法) hashing of the log in the shape of RFC 6962. No tree is kept here.

use sm3::{Digest as _, Sm3};

/// An SM3 digest (杂凑值), 32 bytes.
pub type Digest = [u8; 32];

const LEAF: [u8; 1] = [0x00];
const NODE: [u8; 1] = [0x01];

/// SM3 of a byte string.
pub fn sm3(bytes: &[u8]) -> Digest {
    Sm3::digest(bytes).into()
}

/// Hash of a leaf: SM3(0x00 ‖ data), RFC 6962 section 2.1.
pub fn leaf_hash(data: &[u8]) -> Digest {
    let mut hasher = Sm3::new_with_prefix(LEAF);
    hasher.update(data);
    hasher.finalize().into()
}

/// Hash of an inner node: SM3(0x01 ‖ left ‖ right), RFC 6962 section 2.1.
pub fn node_hash(left: &Digest, right: &Digest) -> Digest {
    let mut hasher = Sm3::new_with_prefix(NODE);
    hasher.update(left);
    hasher.update(right);
    hasher.finalize().into()
}

/// Root of a log without entries: SM3 of nothing.
pub fn empty_root() -> Digest {
    sm3(&[])
}

/// The digest as 64 lower-case hexadecimal characters.
pub fn to_hex(digest: &Digest) -> String {
    hex::encode(digest)
}

/// Reads 64 hexadecimal characters.
pub fn from_hex(text: &str) -> Option<Digest> {
    let mut digest = [0; 32];
    hex::decode_to_slice(text, &mut digest).ok().map(|()| digest)
}

/// Takes a stored digest; `None` unless it is 32 bytes long.
pub fn from_slice(bytes: &[u8]) -> Option<Digest> {
    bytes.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leaf_and_a_node_of_the_same_bytes_differ() {
        let (left, right) = (sm3(b"left"), sm3(b"right"));
        let both = [left, right].concat();
        assert_ne!(leaf_hash(&both), node_hash(&left, &right));
        assert_eq!(node_hash(&left, &right), sm3(&[&[1][..], &both].concat()));
        assert_eq!(leaf_hash(b"x"), sm3(&[0, b'x']));
    }

    #[test]
    fn hex_reads_back() {
        let digest = sm3(b"abc");
        assert_eq!(from_hex(&to_hex(&digest)), Some(digest));
        assert_eq!(from_hex("66c7"), None);
        assert_eq!(from_hex(&"g".repeat(64)), None);
        assert_eq!(from_slice(&digest), Some(digest));
        assert_eq!(from_slice(&digest[1..]), None);
    }
}
