//! The JSON form of receipts. Reading checks the form only; whether it holds is for `check`.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use law::day::Moment;

use super::{ConsistencyReceipt, Receipt, ReceiptFault, StatedHead};
use crate::digest::{self, Digest};
use crate::proof::InclusionProof;

const INCLUSION: &str = "mingjing.receipt.v1";
const CONSISTENCY: &str = "mingjing.consistency.v1";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReceiptFile {
    format: String,
    court: CourtPart,
    entry: Value,
    proof: ProofPart,
    head: HeadPart,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConsistencyFile {
    format: String,
    court: CourtPart,
    from: HeadPart,
    to: HeadPart,
    hashes: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CourtPart {
    code: String,
    name: String,
    public_key: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProofPart {
    index: i64,
    size: i64,
    hashes: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadPart {
    size: i64,
    root: String,
    signed_at: Moment,
    signature: String,
}

impl Receipt {
    /// The receipt as a JSON file, indented for people to read.
    pub fn to_json(&self) -> String {
        pretty(&ReceiptFile {
            format: INCLUSION.to_owned(),
            court: court_part(&self.court_code, &self.court_name, &self.public_key),
            entry: serde_json::from_str(&self.entry).unwrap_or_default(),
            proof: ProofPart {
                index: self.proof.index,
                size: self.proof.size,
                hashes: self.proof.path.iter().map(digest::to_hex).collect(),
            },
            head: HeadPart::of(&self.head),
        })
    }
}

impl ConsistencyReceipt {
    /// The receipt as a JSON file, indented for people to read.
    pub fn to_json(&self) -> String {
        pretty(&ConsistencyFile {
            format: CONSISTENCY.to_owned(),
            court: court_part(&self.court_code, &self.court_name, &self.public_key),
            from: HeadPart::of(&self.from),
            to: HeadPart::of(&self.to),
            hashes: self.path.iter().map(digest::to_hex).collect(),
        })
    }

    /// Reads the JSON file of a consistency receipt.
    ///
    /// # Errors
    /// [`ReceiptFault::Form`] if it is none.
    pub fn read(text: &str) -> Result<ConsistencyReceipt, ReceiptFault> {
        let file: ConsistencyFile = serde_json::from_str(text).map_err(|_| ReceiptFault::Form)?;
        let read = || {
            Some(ConsistencyReceipt {
                from: file.from.head()?,
                to: file.to.head()?,
                path: hashes(&file.hashes)?,
                public_key: bytes(&file.court.public_key)?,
                court_code: file.court.code.clone(),
                court_name: file.court.name.clone(),
            })
        };
        (file.format == CONSISTENCY).then(read).flatten().ok_or(ReceiptFault::Form)
    }
}

/// Reads the JSON file of a receipt.
pub(super) fn read(text: &str) -> Result<Receipt, ReceiptFault> {
    let file: ReceiptFile = serde_json::from_str(text).map_err(|_| ReceiptFault::Form)?;
    let entry = serde_json_canonicalizer::to_string(&file.entry).map_err(|_| ReceiptFault::Entry)?;
    let read = || {
        let path = hashes(&file.proof.hashes)?;
        Some(Receipt {
            entry,
            proof: InclusionProof { index: file.proof.index, size: file.proof.size, path },
            head: file.head.head()?,
            public_key: bytes(&file.court.public_key)?,
            court_code: file.court.code.clone(),
            court_name: file.court.name.clone(),
        })
    };
    (file.format == INCLUSION).then(read).flatten().ok_or(ReceiptFault::Form)
}

impl HeadPart {
    fn of(head: &StatedHead) -> HeadPart {
        HeadPart {
            size: head.size,
            root: digest::to_hex(&head.root),
            signed_at: head.signed_at,
            signature: hex::encode(head.signature),
        }
    }

    fn head(&self) -> Option<StatedHead> {
        Some(StatedHead {
            size: self.size,
            root: digest::from_hex(&self.root)?,
            signed_at: self.signed_at,
            signature: bytes(&self.signature)?,
        })
    }
}

fn court_part(code: &str, name: &str, public_key: &[u8; 33]) -> CourtPart {
    CourtPart { code: code.to_owned(), name: name.to_owned(), public_key: hex::encode(public_key) }
}

fn hashes(texts: &[String]) -> Option<Vec<Digest>> {
    texts.iter().map(|text| digest::from_hex(text)).collect()
}

fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    hex::decode(text).ok()?.try_into().ok()
}

fn pretty<T: Serialize>(file: &T) -> String {
    serde_json::to_string_pretty(file).unwrap_or_default()
}
