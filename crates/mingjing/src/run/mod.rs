//! What each command does.

pub mod ahead;
pub mod alike;
mod bounds;
pub mod copies;
pub mod demo;
pub mod door;
pub mod figures;
pub mod import;
pub mod internal;
pub mod laws;
pub mod letters;
pub mod number;
pub mod papers;
pub mod proofs;
pub mod redact;
pub mod serve;
pub mod simulate;

use docket::store::{Docket, StoreError};
use law::court::{self, Court};

use crate::output;

/// How a command ends badly; the text is a sentence for the person at the terminal.
#[derive(Debug)]
pub enum Failure {
    /// A check failed: exit 1.
    Check(String),
    /// Bad usage or input: exit 2.
    Input(String),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        Failure::Input(error.to_string())
    }
}

/// A failure of any other kind of input.
pub fn input(error: impl std::fmt::Display) -> Failure {
    Failure::Input(error.to_string())
}

/// Opens the database, says what was found, and catches tables up that are behind the log.
pub async fn open(url: &str) -> Result<Docket, Failure> {
    let docket = Docket::open(url).await?;
    for sentence in docket.report().sentences() {
        output::say(&sentence);
    }
    Ok(docket)
}

/// Computes tables anew that lag behind their log, as after a bulk load that was killed.
pub async fn catch_up(docket: &Docket) -> Result<(), Failure> {
    let courts = docket.catch_up().await?;
    if !courts.is_empty() {
        output::say(&format!("已按日志补齐 {} 个法院的案件表", courts.len()));
    }
    Ok(())
}

/// Opens a database that must exist already.
pub async fn open_existing(url: &str) -> Result<Docket, Failure> {
    if let Some(path) = url.strip_prefix("sqlite://") {
        let path = path.split('?').next().unwrap_or(path);
        if !std::path::Path::new(path).exists() {
            return Err(Failure::Input(format!("没有数据库文件 {path}；可先运行 mingjing simulate 或 mingjing demo")));
        }
    }
    open(url).await
}

/// The court of a code.
pub fn court_of(code: &str) -> Result<&'static Court, Failure> {
    court::by_code(code).ok_or_else(|| Failure::Input(format!("没有代字为“{code}”的法院")))
}

/// Numbers with thousands separators.
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
