//! What can go wrong while counting, in the reader's language.

use std::fmt;

/// Why there are no figures.
#[derive(Debug)]
pub enum StatsError {
    /// The indicator file contradicts itself: every fault found.
    Definition(Vec<String>),
    /// A row of facts does not fit its columns.
    Facts(String),
    /// The query engine refused or failed.
    Engine(String),
    /// A file of columns could not be read or written.
    File(String),
    /// The docket could not be read.
    Docket(String),
    /// What was asked for does not exist.
    Unknown(String),
}

impl fmt::Display for StatsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StatsError::Definition(faults) => {
                writeln!(f, "指标文件无法使用，共 {} 处问题：", faults.len())?;
                for (index, fault) in faults.iter().enumerate() {
                    writeln!(f, "  {}. {fault}", index + 1)?;
                }
                Ok(())
            }
            StatsError::Facts(cause) => write!(f, "案件要素表有误：{cause}"),
            StatsError::Engine(cause) => write!(f, "统计查询失败：{cause}"),
            StatsError::File(cause) => write!(f, "统计文件读写失败：{cause}"),
            StatsError::Docket(cause) => write!(f, "卷宗读取失败：{cause}"),
            StatsError::Unknown(what) => write!(f, "没有{what}"),
        }
    }
}

impl std::error::Error for StatsError {}

impl From<datafusion::error::DataFusionError> for StatsError {
    fn from(error: datafusion::error::DataFusionError) -> Self {
        StatsError::Engine(error.to_string())
    }
}

impl From<datafusion::arrow::error::ArrowError> for StatsError {
    fn from(error: datafusion::arrow::error::ArrowError) -> Self {
        StatsError::Engine(error.to_string())
    }
}

impl From<std::io::Error> for StatsError {
    fn from(error: std::io::Error) -> Self {
        StatsError::File(error.to_string())
    }
}
