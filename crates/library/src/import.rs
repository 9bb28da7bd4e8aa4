//! Where laws come from: the public table `laws.db` (SQLite), or a folder of Markdown files.

use std::fmt;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};
use search::statutes::law::Law;
use search::statutes::rows::{Remark, Row, laws};

/// What was read.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// Wordings.
    pub laws: Vec<Law>,
    /// What could not be read of them and was left as nothing.
    pub remarks: Vec<Remark>,
    /// Files that hold no law.
    pub skipped: Vec<PathBuf>,
}

/// Why nothing was read.
#[derive(Debug)]
pub enum ImportFault {
    /// There is no such file or folder, or it cannot be read.
    Unreadable(PathBuf, std::io::Error),
    /// It is no table of laws.
    Form(PathBuf, String),
    /// It holds no law.
    Empty(PathBuf),
}

impl fmt::Display for ImportFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ImportFault::Unreadable(path, cause) => write!(f, "{} 无法读取：{cause}", path.display()),
            ImportFault::Form(path, cause) => write!(f, "{} 不是法律库：{cause}", path.display()),
            ImportFault::Empty(path) => write!(f, "{} 里没有法律", path.display()),
        }
    }
}

impl std::error::Error for ImportFault {}

/// Reads laws from a file or a folder.
///
/// # Errors
/// [`ImportFault`]; nothing is half read.
pub fn read(path: &Path) -> Result<Source, ImportFault> {
    let found = std::fs::metadata(path).map_err(|cause| ImportFault::Unreadable(path.to_owned(), cause))?;
    let source = if found.is_dir() { folder(path)? } else { table(path)? };
    if source.laws.is_empty() { Err(ImportFault::Empty(path.to_owned())) } else { Ok(source) }
}

const ROWS: &str = "SELECT a.id, a.law_id, a.law_name, l.doc_type, a.law_department, l.issuing_body, l.publish_date, \
     l.effective_date, COALESCE(l.status, a.status), a.chapter, a.section, a.article_no, a.article_text \
     FROM articles a LEFT JOIN laws l ON l.law_id = a.law_id ORDER BY a.id";

fn table(path: &Path) -> Result<Source, ImportFault> {
    let form = |cause: rusqlite::Error| ImportFault::Form(path.to_owned(), cause.to_string());
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(form)?;
    let mut asked = conn.prepare(ROWS).map_err(form)?;
    let rows = asked
        .query_map([], |row| {
            let text = |at: usize| row.get::<_, Option<String>>(at).map(Option::unwrap_or_default);
            Ok(Row {
                id: row.get::<_, i64>(0)?.to_string(),
                law_id: text(1)?,
                title: text(2)?,
                kind: text(3)?,
                branch: text(4)?,
                issuer: text(5)?,
                published: text(6)?,
                effective: text(7)?,
                status: text(8)?,
                chapter: text(9)?,
                section: text(10)?,
                number: text(11)?,
                text: text(12)?,
            })
        })
        .map_err(form)?
        .collect::<Result<Vec<Row>, _>>()
        .map_err(form)?;
    let (laws, remarks) = laws(rows);
    Ok(Source { laws, remarks, skipped: Vec::new() })
}

fn folder(path: &Path) -> Result<Source, ImportFault> {
    let mut source = Source::default();
    let mut open = vec![path.to_owned()];
    while let Some(folder) = open.pop() {
        let unreadable = |cause| ImportFault::Unreadable(folder.clone(), cause);
        let mut entries = Vec::new();
        for entry in std::fs::read_dir(&folder).map_err(unreadable)? {
            entries.push(entry.map_err(unreadable)?.path());
        }
        entries.sort();
        for entry in entries {
            if entry.is_dir() {
                open.push(entry);
            } else if entry.extension().is_some_and(|end| end == "md") {
                let text =
                    std::fs::read_to_string(&entry).map_err(|cause| ImportFault::Unreadable(entry.clone(), cause))?;
                let name = entry.strip_prefix(path).unwrap_or(&entry).to_string_lossy().into_owned();
                match search::statutes::markdown::law(&name, &text) {
                    Ok(law) => source.laws.push(law),
                    Err(_) => source.skipped.push(entry),
                }
            }
        }
    }
    Ok(source)
}
