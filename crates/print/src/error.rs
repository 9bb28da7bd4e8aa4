//! Why a document cannot be printed, and what to do about it.

use std::fmt;

/// Why a document cannot be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrintError {
    /// The system has no font with Chinese characters.
    NoFont,
    /// The typesetter refused; its words.
    Typeset(String),
    /// A chart could not be drawn; the renderer's words.
    Drawing(String),
    /// The file could not be put together; the cause.
    Packing(String),
}

impl fmt::Display for PrintError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PrintError::NoFont => f.write_str(
                "本机没有中文宋体或黑体字库，不能排印。请安装软件包 fonts-noto-cjk（Debian、Ubuntu：apt-get install fonts-noto-cjk）后再试",
            ),
            PrintError::Typeset(words) => write!(f, "排版没有完成：{words}"),
            PrintError::Drawing(words) => write!(f, "图没有画成：{words}"),
            PrintError::Packing(words) => write!(f, "文件没有写成：{words}"),
        }
    }
}

impl std::error::Error for PrintError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_font_names_the_package() {
        assert!(PrintError::NoFont.to_string().contains("fonts-noto-cjk"));
    }
}
