//! The text of a receipt's QR code: a prefix and the base64url of its parts in a row.
//!
//! With a log of eight million entries and a body of 500 bytes it comes to about 2,000 characters;
//! a code of version 40 with low error correction holds [`QR_BYTES`].
//!
//! Parts: court code, court name, entry (each two bytes of length and UTF-8), signing moment,
//! index, size (eight bytes each, big-endian), root, signature, public key, the path's hashes.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use law::day::Moment;

use super::{Receipt, StatedHead};
use crate::proof::InclusionProof;

/// Characters in byte mode that a QR code of version 40-L holds (GB/T 18284, ISO/IEC 18004).
pub const QR_BYTES: usize = 2953;

/// How the text of a receipt's QR code begins.
pub(super) const PREFIX: &str = "MJR1.";

impl Receipt {
    /// The text of the receipt's QR code; `None` if the entry is too long for any.
    ///
    /// Proof and head must be of one size, as in every receipt that holds.
    pub fn to_compact(&self) -> Option<String> {
        let mut out = Vec::with_capacity(2048);
        for text in [&self.court_code, &self.court_name, &self.entry] {
            out.extend_from_slice(&u16::try_from(text.len()).ok()?.to_be_bytes());
            out.extend_from_slice(text.as_bytes());
        }
        for number in [self.head.signed_at.0, self.proof.index, self.head.size] {
            out.extend_from_slice(&number.to_be_bytes());
        }
        out.extend_from_slice(&self.head.root);
        out.extend_from_slice(&self.head.signature);
        out.extend_from_slice(&self.public_key);
        self.proof.path.iter().for_each(|hash| out.extend_from_slice(hash));
        let text = format!("{PREFIX}{}", BASE64_URL_SAFE_NO_PAD.encode(out));
        (text.len() <= QR_BYTES).then_some(text)
    }
}

/// Reads the text after the prefix.
pub(super) fn read(coded: &str) -> Option<Receipt> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(coded).ok()?;
    let mut parts = Parts(&bytes);
    let (court_code, court_name, entry) = (parts.text()?, parts.text()?, parts.text()?);
    let signed_at = Moment(parts.number()?);
    let (index, size) = (parts.number()?, parts.number()?);
    let head = StatedHead { size, root: parts.bytes()?, signed_at, signature: parts.bytes()? };
    let public_key = parts.bytes()?;
    let mut path = Vec::new();
    while !parts.0.is_empty() {
        path.push(parts.bytes()?);
    }
    let proof = InclusionProof { index, size, path };
    Some(Receipt { court_code, court_name, entry, proof, head, public_key })
}

struct Parts<'a>(&'a [u8]);

impl Parts<'_> {
    fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (bytes, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*bytes)
    }

    fn number(&mut self) -> Option<i64> {
        self.bytes().map(i64::from_be_bytes)
    }

    fn text(&mut self) -> Option<String> {
        let length = usize::from(u16::from_be_bytes(self.bytes()?));
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        String::from_utf8(text.to_vec()).ok()
    }
}
