//! Why a file was not taken, as its owner is told.

use std::fmt;

use docket::store::{Fault, StoreError};

/// Why a file was not taken, or not found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UploadFault {
    /// There is none of this id for this account.
    NotFound,
    /// What was said of it cannot be: everything wrong at once.
    Wrong(Vec<String>),
    /// Its content is not taken: everything wrong at once, each naming the file.
    Refused(Vec<String>),
    /// There are too many already.
    TooMany(String),
    /// A piece does not begin where the last one ended.
    Offset {
        /// What has been received.
        received: i64,
    },
    /// Somebody is sending to it now.
    Locked,
    /// The connection ended or stood still; what came is kept.
    Cut {
        /// What has been received.
        received: i64,
    },
    /// More came than was declared; what came before is kept.
    TooLong,
    /// It belongs to what was filed, and stays.
    Filed,
    /// The file store failed.
    Disk(String),
    /// Storage failed.
    Store(StoreError),
}

impl From<StoreError> for UploadFault {
    fn from(cause: StoreError) -> UploadFault {
        UploadFault::Store(cause)
    }
}

impl From<sqlx::Error> for UploadFault {
    fn from(cause: sqlx::Error) -> UploadFault {
        UploadFault::Store(cause.into())
    }
}

impl From<std::io::Error> for UploadFault {
    fn from(cause: std::io::Error) -> UploadFault {
        UploadFault::Disk(cause.to_string())
    }
}

impl From<object_store::Error> for UploadFault {
    fn from(cause: object_store::Error) -> UploadFault {
        UploadFault::Disk(cause.to_string())
    }
}

impl Fault for UploadFault {
    fn contended(&self) -> bool {
        matches!(self, UploadFault::Store(cause) if cause.contended())
    }
    fn settled(self) -> UploadFault {
        match self {
            UploadFault::Store(cause) => UploadFault::Store(cause.settled()),
            other => other,
        }
    }
}

impl fmt::Display for UploadFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            UploadFault::NotFound => f.write_str("没有这个文件，或者它不是您上传的"),
            UploadFault::Wrong(all) | UploadFault::Refused(all) => f.write_str(&all.join("；")),
            UploadFault::TooMany(what) => f.write_str(what),
            UploadFault::Offset { received } => write!(f, "这一段不是接着上次传的，已收到 {received} 个字节"),
            UploadFault::Locked => f.write_str("这个文件正在另一个连接里上传"),
            UploadFault::Cut { received } => write!(f, "连接中断，已收到 {received} 个字节，可以接着传"),
            UploadFault::TooLong => f.write_str("传来的内容比声明的长"),
            UploadFault::Filed => f.write_str("这个文件已经随申请提交，不能删除"),
            UploadFault::Disk(cause) => write!(f, "文件存储：{cause}"),
            UploadFault::Store(cause) => cause.fmt(f),
        }
    }
}

impl std::error::Error for UploadFault {}
