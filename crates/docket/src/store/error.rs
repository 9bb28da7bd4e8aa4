//! What can go wrong with the storage, each with a sentence a person understands. It decides nothing about retries of work.

use std::fmt;
use std::path::PathBuf;

/// A failure of the storage. The binary prints its sentence and exits 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreError {
    /// The address of the database cannot be read.
    BadUrl(String),
    /// The file holds bytes that are no database.
    NotADatabase(PathBuf),
    /// A database, but not one of this program.
    Foreign(String),
    /// The database was made by a newer version of the program.
    Newer {
        /// Schema version found.
        found: i64,
        /// Newest schema version this program knows.
        known: i64,
    },
    /// Another process holds the database.
    Locked(String),
    /// The file or server allows reading only.
    ReadOnly(String),
    /// The disk is full; what was being written was taken back whole.
    DiskFull(String),
    /// The database is damaged; the text names what.
    Damaged(String),
    /// The database cannot be reached or opened.
    Unreachable(String),
    /// Other writers were quicker; the same work may be tried again.
    Contended(String),
    /// What the caller built on has changed meanwhile.
    Conflict(String),
    /// What was asked for is not there.
    Missing(String),
    /// The data handed in cannot be stored or used.
    Invalid(String),
    /// Anything else the engine or the system says.
    Failed(String),
}

impl StoreError {
    /// The same, where trying again cannot help: what is contended is taken.
    pub(crate) fn settled(self) -> StoreError {
        match self {
            StoreError::Contended(what) => StoreError::Conflict(what),
            other => other,
        }
    }

    /// Damage found at an entry.
    pub(crate) fn damaged(what: impl fmt::Display) -> StoreError {
        StoreError::Damaged(what.to_string())
    }

    /// A file operation that failed.
    pub(crate) fn file(path: &std::path::Path, error: &std::io::Error) -> StoreError {
        use std::io::ErrorKind;
        let text = format!("{}：{error}", path.display());
        match error.kind() {
            ErrorKind::NotFound => StoreError::Missing(text),
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly(text),
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => StoreError::DiskFull(text),
            _ => StoreError::Failed(text),
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StoreError::BadUrl(url) => {
                write!(f, "数据库地址无法识别：{url}。应形如 sqlite://mingjing.db 或 postgres://用户@主机/库名。")
            }
            StoreError::NotADatabase(path) => {
                write!(f, "{} 不是数据库文件，未作任何改动。", path.display())
            }
            StoreError::Foreign(what) => {
                write!(f, "该数据库不是本系统的数据库，未作任何改动：{what}。")
            }
            StoreError::Newer { found, known } => {
                write!(f, "数据库版本为 {found}，本程序只认识到 {known}；请换用较新的程序，数据未作任何改动。")
            }
            StoreError::Locked(what) => {
                write!(f, "数据库正被另一进程占用，请稍后再试或先停止该进程：{what}。")
            }
            StoreError::ReadOnly(what) => write!(f, "数据库只读，无法写入：{what}。"),
            StoreError::DiskFull(what) => {
                write!(f, "磁盘已满，本次写入已整体撤回，先前已确认的记录不受影响：{what}。")
            }
            StoreError::Damaged(what) => write!(f, "数据库已损坏：{what}。请以备份恢复。"),
            StoreError::Unreachable(what) => write!(f, "无法打开或连接数据库：{what}。"),
            StoreError::Contended(what) | StoreError::Conflict(what) => {
                write!(f, "记录已被他人先行更新，请刷新后重试：{what}。")
            }
            StoreError::Missing(what) => write!(f, "没有找到：{what}。"),
            StoreError::Invalid(what) => write!(f, "数据不合要求，未予写入：{what}。"),
            StoreError::Failed(what) => write!(f, "存储操作失败：{what}。"),
        }
    }
}

impl std::error::Error for StoreError {}

/// The plain meaning of SQLite's extended result code.
fn sqlite_code(code: i64, text: &str) -> StoreError {
    let text = text.to_owned();
    match code & 0xff {
        5 if code == 517 => StoreError::Contended(text),
        5 | 6 => StoreError::Locked(text),
        8 => StoreError::ReadOnly(text),
        11 => StoreError::Damaged(text),
        13 => StoreError::DiskFull(text),
        14 => StoreError::Unreachable(text),
        19 if code == 1555 || code == 2067 => StoreError::Contended(text),
        19 => StoreError::Invalid(text),
        26 => StoreError::NotADatabase(PathBuf::from("所指文件")),
        _ => StoreError::Failed(text),
    }
}

fn postgres_code(code: &str, text: &str) -> StoreError {
    let text = text.to_owned();
    match code {
        "23505" | "40001" | "40P01" => StoreError::Contended(text),
        "53100" => StoreError::DiskFull(text),
        "25006" | "42501" => StoreError::ReadOnly(text),
        "55P03" => StoreError::Locked(text),
        "XX001" | "XX002" => StoreError::Damaged(text),
        code if code.starts_with("28") || code.starts_with("3D") || code.starts_with("57P") => {
            StoreError::Unreachable(text)
        }
        code if code.starts_with("22") || code.starts_with("23") => StoreError::Invalid(text),
        _ => StoreError::Failed(text),
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> StoreError {
        match &error {
            sqlx::Error::Database(database) => {
                let code = database.code().unwrap_or_default();
                match code.parse::<i64>() {
                    // PostgreSQL's codes have five characters, SQLite's at most four.
                    Ok(number) if code.len() < 5 => sqlite_code(number, database.message()),
                    _ => postgres_code(&code, database.message()),
                }
            }
            sqlx::Error::Io(cause) => StoreError::Unreachable(cause.to_string()),
            sqlx::Error::PoolTimedOut => StoreError::Locked("等候连接超时".to_owned()),
            sqlx::Error::PoolClosed => StoreError::Unreachable("连接已关闭".to_owned()),
            sqlx::Error::Configuration(cause) => StoreError::BadUrl(cause.to_string()),
            sqlx::Error::ColumnDecode { index, source } => {
                StoreError::Damaged(format!("列 {index} 的值无法读取（{source}）"))
            }
            _ => StoreError::Failed(error.to_string()),
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> StoreError {
        match &error {
            rusqlite::Error::SqliteFailure(code, text) => {
                sqlite_code(i64::from(code.extended_code), text.as_deref().unwrap_or(&error.to_string()))
            }
            rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::Utf8Error(..) => StoreError::Damaged(format!("列值无法读取（{error}）")),
            _ => StoreError::Failed(error.to_string()),
        }
    }
}
