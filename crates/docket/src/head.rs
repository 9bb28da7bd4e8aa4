//! Signed heads of a court's log (日志头). A head says: after so many entries the root was this.

use law::day::Moment;
use law::ids::CourtId;

use crate::canonical::{write_int, write_string};
use crate::digest::{self, Digest};
use crate::key::{CourtKey, KeyFault, PublicKey};

/// A signed head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The court whose log it is.
    pub court: CourtId,
    /// Number of entries.
    pub size: i64,
    /// Root of the tree over them.
    pub root: Digest,
    /// When it was signed.
    pub signed_at: Moment,
    /// SM2 signature over [`signing_text`].
    pub signature: [u8; 64],
}

impl Head {
    /// Signs the head of a log.
    ///
    /// # Errors
    /// [`KeyFault::Sign`], in one case in 2^250.
    pub fn sign(
        court: CourtId,
        court_code: &str,
        size: i64,
        root: Digest,
        signed_at: Moment,
        key: &CourtKey,
    ) -> Result<Head, KeyFault> {
        let signature = key.sign(&signing_text(court_code, size, &root, signed_at))?;
        Ok(Head { court, size, root, signed_at, signature })
    }

    /// Whether the court with this code and key signed it.
    pub fn verify(&self, court_code: &str, key: &PublicKey) -> bool {
        let text = signing_text(court_code, self.size, &self.root, self.signed_at);
        key.verify(&text, &self.signature)
    }
}

/// The text that is signed: canonical JSON of `court` (code), `root` (hexadecimal), `signed_at`
/// (milliseconds) and `size`.
pub fn signing_text(court_code: &str, size: i64, root: &Digest, signed_at: Moment) -> Vec<u8> {
    let mut out = Vec::with_capacity(160);
    out.extend_from_slice(br#"{"court":"#);
    write_string(&mut out, court_code);
    out.extend_from_slice(br#","root":"#);
    write_string(&mut out, &digest::to_hex(root));
    out.extend_from_slice(br#","signed_at":"#);
    write_int(&mut out, signed_at.0);
    out.extend_from_slice(br#","size":"#);
    write_int(&mut out, size);
    out.push(b'}');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_signed_text_is_canonical_json() {
        let root = digest::sm3(b"abc");
        let object = json!({ "size": 12, "court": "辽01", "signed_at": 5, "root": digest::to_hex(&root) });
        let text = String::from_utf8(signing_text("辽01", 12, &root, Moment(5))).unwrap();
        assert_eq!(text, serde_json_canonicalizer::to_string(&object).unwrap());
    }

    #[test]
    fn a_head_holds_for_its_court_size_root_and_moment_only() {
        let key = CourtKey::from_seed(b"court");
        let head = Head::sign(CourtId(1), "辽01", 12, [7; 32], Moment(5), &key).unwrap();
        assert!(head.verify("辽01", key.public()));
        assert!(!head.verify("辽02", key.public()));
        assert!(!head.verify("辽01", CourtKey::from_seed(b"other").public()));
        assert!(!Head { size: 13, ..head.clone() }.verify("辽01", key.public()));
        assert!(!Head { root: [8; 32], ..head.clone() }.verify("辽01", key.public()));
        assert!(!Head { signed_at: Moment(6), ..head.clone() }.verify("辽01", key.public()));
    }
}
