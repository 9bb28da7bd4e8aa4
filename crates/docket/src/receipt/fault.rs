//! What can be wrong with a receipt, said to the person who holds it.

use std::fmt;

/// The part of a receipt that does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReceiptFault {
    /// Not a receipt, or of a newer form.
    Form,
    /// The entry's text is not one a log can hold.
    Entry,
    /// The entry names another court than the receipt.
    Court,
    /// The entry's position is not the one the proof is about.
    Position,
    /// Proof and head are about logs of different size.
    Size,
    /// The entry does not lead to the head's root.
    Path,
    /// The public key is none.
    Key,
    /// The signature is not the key's over the head.
    Signature,
    /// The key is not the one the court is known by.
    ForeignKey,
    /// The later head does not continue the earlier.
    Rewritten,
}

impl ReceiptFault {
    /// Stable code, for machines.
    pub const fn code(self) -> &'static str {
        match self {
            ReceiptFault::Form => "receipt.form",
            ReceiptFault::Entry => "receipt.entry",
            ReceiptFault::Court => "receipt.court",
            ReceiptFault::Position => "receipt.position",
            ReceiptFault::Size => "receipt.size",
            ReceiptFault::Path => "receipt.path",
            ReceiptFault::Key => "receipt.key",
            ReceiptFault::Signature => "receipt.signature",
            ReceiptFault::ForeignKey => "receipt.foreign_key",
            ReceiptFault::Rewritten => "receipt.rewritten",
        }
    }
}

impl fmt::Display for ReceiptFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ReceiptFault::Form => "这不是回执，或者是更新版本的回执",
            ReceiptFault::Entry => "回执中的条目不完整或格式不规范",
            ReceiptFault::Court => "条目所载法院与回执所载法院不一致",
            ReceiptFault::Position => "条目的位次与包含证明的位次不一致",
            ReceiptFault::Size => "包含证明与签名日志头的条目总数不一致",
            ReceiptFault::Path => "条目不在签名日志头所指的日志中：内容被改动，或者包含证明不成立",
            ReceiptFault::Key => "回执中的法院公钥无效",
            ReceiptFault::Signature => "日志头的法院签名不成立",
            ReceiptFault::ForeignKey => "签名所用公钥不是该法院公布的公钥",
            ReceiptFault::Rewritten => "后一日志头不是前一日志头的延续：日志曾被改写",
        })
    }
}

impl std::error::Error for ReceiptFault {}
