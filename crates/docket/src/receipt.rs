//! Receipts (回执): what a litigant takes home. A receipt proves by itself that an entry is in a
//! court's log, or that the log of one day continues that of an earlier day; no database is asked.
//!
//! A receipt proves nothing about who holds the key in it: compare the key with the one the court
//! publishes, or give it to [`check_with_key`].

mod compact;
mod fault;
mod file;

use law::day::Moment;
use serde::Deserialize;
use serde_json::Value;

pub use self::compact::QR_BYTES;
pub use self::fault::ReceiptFault;

use crate::canonical;
use crate::digest::{self, Digest};
use crate::entry::{Entry, preimage};
use crate::head::{Head, signing_text};
use crate::key::PublicKey;
use crate::proof::{ConsistencyProof, InclusionProof};

/// A head as a receipt states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedHead {
    /// Number of entries.
    pub size: i64,
    /// Root over them.
    pub root: Digest,
    /// When it was signed.
    pub signed_at: Moment,
    /// SM2 signature.
    pub signature: [u8; 64],
}

impl From<&Head> for StatedHead {
    fn from(head: &Head) -> StatedHead {
        let Head { size, root, signed_at, signature, .. } = *head;
        StatedHead { size, root, signed_at, signature }
    }
}

/// Proof that an entry is in a court's log (入卷回执).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Code of the court, `辽0102`.
    pub court_code: String,
    /// Name of the court, for the reader; it is not part of what is proved.
    pub court_name: String,
    /// The entry's text as it was hashed, see [`crate::entry::preimage`].
    pub entry: String,
    /// The way from the entry to the root.
    pub proof: InclusionProof,
    /// The head with that root.
    pub head: StatedHead,
    /// The key the head is signed with, a compressed point.
    pub public_key: [u8; 33],
}

/// Proof that a log only grew between two heads (连续性回执).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsistencyReceipt {
    /// Code of the court.
    pub court_code: String,
    /// Name of the court, for the reader.
    pub court_name: String,
    /// The earlier head.
    pub from: StatedHead,
    /// The later head.
    pub to: StatedHead,
    /// Hashes as RFC 9162 orders them.
    pub path: Vec<Digest>,
    /// The key both heads are signed with.
    pub public_key: [u8; 33],
}

/// What a receipt was found to prove.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedReceipt {
    /// Code of the court.
    pub court_code: String,
    /// Name the receipt gives the court; not proved.
    pub court_name: String,
    /// The entry, every field of it proved.
    pub entry: EntryText,
    /// Size of the log at the head.
    pub size: i64,
    /// When the head was signed.
    pub signed_at: Moment,
    /// The key it is signed with.
    pub public_key: PublicKey,
}

/// The fields of an entry's text.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryText {
    /// Who acted.
    pub actor: String,
    /// Body.
    pub body: Value,
    /// Code of the court.
    pub court: String,
    /// Kind and version of the body.
    pub kind: String,
    /// When the act happened.
    pub occurred_at: Moment,
    /// For whom.
    pub on_behalf_of: Option<String>,
    /// Place in the log, from 1.
    pub position: i64,
    /// When it was entered.
    pub recorded_at: Moment,
    /// Position of the entry that opened the matter.
    pub stream: i64,
    /// Place in the stream.
    pub version: i32,
}

impl Receipt {
    /// Puts a receipt together out of what the log holds.
    pub fn new(
        entry: &Entry,
        court_code: &str,
        court_name: &str,
        proof: InclusionProof,
        head: &Head,
        public_key: &PublicKey,
    ) -> Receipt {
        let mut text = Vec::new();
        preimage(entry, court_code, &mut text);
        Receipt {
            court_code: court_code.to_owned(),
            court_name: court_name.to_owned(),
            entry: String::from_utf8_lossy(&text).into_owned(),
            proof,
            head: head.into(),
            public_key: public_key.to_bytes(),
        }
    }

    /// Reads a receipt in either form: a JSON file or the text of a QR code.
    ///
    /// # Errors
    /// [`ReceiptFault::Form`] if it is neither.
    pub fn read(text: &str) -> Result<Receipt, ReceiptFault> {
        match text.trim().strip_prefix(compact::PREFIX) {
            Some(coded) => compact::read(coded).ok_or(ReceiptFault::Form),
            None => file::read(text),
        }
    }
}

/// Checks a receipt with the key it carries; needs nothing else.
///
/// # Errors
/// The first part that does not hold.
pub fn check(receipt: &Receipt) -> Result<CheckedReceipt, ReceiptFault> {
    if !canonical::is_canonical_object(&receipt.entry) {
        return Err(ReceiptFault::Entry);
    }
    let entry: EntryText = serde_json::from_str(&receipt.entry).map_err(|_| ReceiptFault::Entry)?;
    if entry.court != receipt.court_code {
        return Err(ReceiptFault::Court);
    }
    if receipt.proof.index.checked_add(1) != Some(entry.position) {
        return Err(ReceiptFault::Position);
    }
    if receipt.proof.size != receipt.head.size {
        return Err(ReceiptFault::Size);
    }
    let leaf = digest::leaf_hash(receipt.entry.as_bytes());
    if !receipt.proof.verify(&leaf, &receipt.head.root) {
        return Err(ReceiptFault::Path);
    }
    let public_key = PublicKey::from_bytes(&receipt.public_key).map_err(|_| ReceiptFault::Key)?;
    if !signed(&receipt.court_code, &receipt.head, &public_key) {
        return Err(ReceiptFault::Signature);
    }
    Ok(CheckedReceipt {
        court_code: receipt.court_code.clone(),
        court_name: receipt.court_name.clone(),
        entry,
        size: receipt.head.size,
        signed_at: receipt.head.signed_at,
        public_key,
    })
}

/// Checks a receipt and that it is signed with the key the court is known by.
///
/// # Errors
/// The first part that does not hold.
pub fn check_with_key(receipt: &Receipt, known: &PublicKey) -> Result<CheckedReceipt, ReceiptFault> {
    if receipt.public_key != known.to_bytes() {
        return Err(ReceiptFault::ForeignKey);
    }
    check(receipt)
}

/// Checks that the later head continues the earlier, with the key the receipt carries.
///
/// # Errors
/// The first part that does not hold.
pub fn check_consistency(receipt: &ConsistencyReceipt) -> Result<PublicKey, ReceiptFault> {
    let key = PublicKey::from_bytes(&receipt.public_key).map_err(|_| ReceiptFault::Key)?;
    let code = &receipt.court_code;
    if !signed(code, &receipt.from, &key) || !signed(code, &receipt.to, &key) {
        return Err(ReceiptFault::Signature);
    }
    let (from_size, to_size) = (receipt.from.size, receipt.to.size);
    let proof = ConsistencyProof { from_size, to_size, path: receipt.path.clone() };
    if !proof.verify(&receipt.from.root, &receipt.to.root) {
        return Err(ReceiptFault::Rewritten);
    }
    Ok(key)
}

fn signed(court_code: &str, head: &StatedHead, key: &PublicKey) -> bool {
    let text = signing_text(court_code, head.size, &head.root, head.signed_at);
    key.verify(&text, &head.signature)
}
