//! Why nobody was vouched for. Each has a word for the log that names no person, and a sentence for one.

use std::fmt;

/// Why nobody was vouched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The other system cannot be reached, or answers what cannot be read.
    Unreachable,
    /// It describes itself as another than it was set to be.
    OtherIssuer,
    /// It does not take the code: used before, run out, or made for another.
    CodeRefused,
    /// Its answer holds no word on who somebody is.
    NoWord,
    /// Its word has run out, or is of a time to come.
    OutOfTime,
    /// Its word is meant for another house.
    OtherAudience,
    /// Its word answers another request than this one.
    OtherNonce,
    /// Its word is not signed by a key of its own.
    BadSignature,
    /// Its word does not read as the rules want it.
    Unfit,
}

impl Fault {
    /// A word for the log.
    pub const fn word(self) -> &'static str {
        match self {
            Fault::Unreachable => "unreachable",
            Fault::OtherIssuer => "other_issuer",
            Fault::CodeRefused => "code_refused",
            Fault::NoWord => "no_word",
            Fault::OutOfTime => "out_of_time",
            Fault::OtherAudience => "other_audience",
            Fault::OtherNonce => "other_nonce",
            Fault::BadSignature => "bad_signature",
            Fault::Unfit => "unfit",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Fault::Unreachable => "统一身份系统现在连接不上",
            Fault::OtherIssuer => "统一身份系统自报的签发方与本院的设置不符",
            Fault::CodeRefused => "统一身份系统不认可这次登录，登录可能已经用过或者超时",
            Fault::NoWord => "统一身份系统没有答复您是谁",
            Fault::OutOfTime => "统一身份系统的答复已经过期，或者两边的时钟相差过大",
            Fault::OtherAudience => "统一身份系统的答复不是给本院的",
            Fault::OtherNonce => "统一身份系统的答复不是对这次登录的",
            Fault::BadSignature => "统一身份系统的答复没有有效的签名",
            Fault::Unfit => "统一身份系统的答复不合规范",
        })
    }
}

impl std::error::Error for Fault {}
