//! Why a file cannot be read, each with what to do instead. No text of the file is repeated.

use std::fmt;

/// Why nothing of a file can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadFault {
    /// There is nothing in it.
    Empty,
    /// It has more bytes than are read.
    TooLarge {
        /// Bytes at most.
        most: usize,
    },
    /// It is of another kind, whatever its name says.
    Other(&'static str),
    /// A workbook of the old binary form.
    OldBook,
    /// A workbook locked with a password.
    Locked,
    /// It unpacks to more than is read: a bomb.
    Bomb,
    /// It is broken.
    Broken,
    /// A workbook that shows no sheet.
    NoSheet,
    /// Cells are merged.
    Merged {
        /// The first area, as `A2:B3`.
        area: String,
        /// How many areas.
        count: usize,
    },
    /// More rows than are read.
    TooLong {
        /// Rows at most.
        most: usize,
    },
    /// A cell far outside of the table.
    TooWide {
        /// Row.
        row: u32,
        /// Column.
        column: String,
        /// Columns at most.
        most: usize,
    },
    /// A cell with too much text.
    LongCell {
        /// Row.
        row: u32,
        /// Column.
        column: String,
        /// Characters at most.
        most: usize,
    },
    /// Text in no known encoding.
    Encoding,
}

impl ReadFault {
    /// What to do instead.
    pub const fn instead(&self) -> &'static str {
        match self {
            ReadFault::Empty | ReadFault::NoSheet => "请下载模板，把案件填在第一张工作表里再上传。",
            ReadFault::TooLarge { .. } | ReadFault::TooLong { .. } => "请按年度或者案件类型分成几份文件，分别导入。",
            ReadFault::Other(_) => "请用表格软件打开，另存为 XLSX 或者 CSV 再上传；只改文件名不行。",
            ReadFault::OldBook => "请用表格软件打开，另存为“Excel 工作簿（.xlsx）”再上传。",
            ReadFault::Locked => "请在表格软件里取消打开密码，保存后再上传。",
            ReadFault::Bomb => "请把要导入的内容复制到新的工作簿，不带图片和大段格式，再上传。",
            ReadFault::Broken => "请用表格软件打开检查，另存一份再上传。",
            ReadFault::Merged { .. } => "请取消合并单元格，并把每一行都填上值。",
            ReadFault::TooWide { .. } => "请删去表格右边多余的内容，或者下载模板后把数据粘贴进去。",
            ReadFault::LongCell { .. } => "请缩短这一格的内容；长篇说明不在导入的范围内。",
            ReadFault::Encoding => "请另存为 UTF-8 或者 GB18030（简体中文）编码的 CSV，或者直接用 XLSX。",
        }
    }
}

impl fmt::Display for ReadFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadFault::Empty => f.write_str("文件是空的"),
            ReadFault::TooLarge { most } => write!(f, "文件超过 {} MB", most >> 20),
            ReadFault::Other(what) => write!(f, "这不是表格，而是{what}"),
            ReadFault::OldBook => f.write_str("这是旧版的 .xls 工作簿，不能读取"),
            ReadFault::Locked => f.write_str("工作簿有打开密码，不能读取"),
            ReadFault::Bomb => f.write_str("工作簿解开后大得不正常，没有读取"),
            ReadFault::Broken => f.write_str("文件已经损坏，不能读取"),
            ReadFault::NoSheet => f.write_str("工作簿里没有显示着的工作表"),
            ReadFault::Merged { area, count } => write!(f, "有 {count} 处合并单元格，第一处是 {area}"),
            ReadFault::TooLong { most } => write!(f, "表格超过 {most} 行"),
            ReadFault::TooWide { row, column, most } => {
                write!(f, "第 {row} 行 {column} 列有内容，表格至多 {most} 列")
            }
            ReadFault::LongCell { row, column, most } => {
                write!(f, "第 {row} 行 {column} 列的内容超过 {most} 个字")
            }
            ReadFault::Encoding => f.write_str("文字的编码不能识别"),
        }
    }
}

impl std::error::Error for ReadFault {}
