//! Backup and restore: the log of every court, and the tables beside it, as plain files that either engine can take in
//! again.
//!
//! What is computed from entries is not carried: restoring computes it anew and checks every leaf and head. Which tables
//! are carried stands in `backup_tables`.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sm3::{Digest as _, Sm3};

use super::backup_rows::{CourtLine, EntryLine, HeadLine, KeyLine, ProgressLine, court_rows};
use super::backup_tables::{self, TableRows};
use super::batch::{Batch, CourtRow};
use super::bulk::bulk_writer;
use super::engine::Location;
use super::error::StoreError;
use super::log_rows;
use super::rows::Reader;
use crate::digest::Digest;
use crate::head::Head;
use crate::key::PublicKey;
use crate::tree::Tree;

/// Form of the backup's files.
const FORMAT: u32 = 2;
/// The oldest form that can be taken in: the log alone.
const OLDEST: u32 = 1;
const MANIFEST: &str = "manifest.json";
/// Entries written in one transaction while restoring.
const CHUNK: usize = 20_000;

/// What a backup holds, written last: a folder without it is no backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Form of the files.
    pub format: u32,
    /// Courts, in order of number.
    pub courts: Vec<CourtLine>,
    /// Every file with its number of lines and SM3 digest.
    pub files: Vec<FileLine>,
}

/// A file of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileLine {
    /// Name in the folder.
    pub name: String,
    /// Number of lines.
    pub lines: u64,
    /// SM3 of its bytes, in hexadecimal.
    pub sm3: String,
}

impl Manifest {
    /// Number of entries in all.
    pub fn entries(&self) -> u64 {
        self.files.iter().filter(|file| file.name.ends_with(".entries.jsonl")).map(|file| file.lines).sum()
    }
}

/// A file under way whose lines are counted and digested.
struct Lines {
    path: PathBuf,
    name: String,
    file: BufWriter<File>,
    digest: Sm3,
    lines: u64,
    text: Vec<u8>,
}

impl Lines {
    fn create(folder: &Path, name: String) -> Result<Lines, StoreError> {
        let path = folder.join(&name);
        let file = File::create_new(&path).map_err(|e| StoreError::file(&path, &e))?;
        let (file, digest) = (BufWriter::with_capacity(1 << 18, file), Sm3::new());
        Ok(Lines { path, name, file, digest, lines: 0, text: Vec::new() })
    }

    fn write(&mut self, line: &impl Serialize) -> Result<(), StoreError> {
        self.text.clear();
        serde_json::to_writer(&mut self.text, line).map_err(|e| StoreError::Failed(e.to_string()))?;
        self.text.push(b'\n');
        self.digest.update(&self.text);
        self.lines += 1;
        self.file.write_all(&self.text).map_err(|e| StoreError::file(&self.path, &e))
    }

    fn finish(mut self) -> Result<FileLine, StoreError> {
        let flushed = self.file.flush().and_then(|()| self.file.get_ref().sync_all());
        flushed.map_err(|e| StoreError::file(&self.path, &e))?;
        let sm3 = hex::encode(self.digest.finalize());
        Ok(FileLine { name: self.name, lines: self.lines, sm3 })
    }
}

/// Writes a backup into a folder that is empty or not there. Blocks.
pub(crate) fn backup(location: &Location, folder: &Path) -> Result<Manifest, StoreError> {
    std::fs::create_dir_all(folder).map_err(|e| StoreError::file(folder, &e))?;
    let mut reader = Reader::open(location)?;
    let courts = court_rows(&mut reader)?;
    let mut files = Vec::new();
    for row in &courts {
        let mut out = Lines::create(folder, format!("{}.entries.jsonl", row.court.0))?;
        log_rows::each_entry(&mut reader, row.court, &mut |entry| out.write(&EntryLine::from(entry)))?;
        files.push(out.finish()?);
        let mut out = Lines::create(folder, format!("{}.heads.jsonl", row.court.0))?;
        for head in log_rows::heads(&mut reader, row.court)? {
            out.write(&HeadLine::from(&head))?;
        }
        files.push(out.finish()?);
    }
    let mut out = Lines::create(folder, "field_keys.jsonl".to_owned())?;
    let sql = "SELECT court, stream, key FROM field_keys ORDER BY court, stream";
    reader.rows(sql, &[], &mut |row| out.write(&KeyLine::of(row)?))?;
    files.push(out.finish()?);
    let mut out = Lines::create(folder, "progress.jsonl".to_owned())?;
    reader.rows("SELECT name, value FROM progress ORDER BY name", &[], &mut |row| {
        let (name, value) = (row.text(0)?.to_owned(), row.text(1)?.to_owned());
        out.write(&ProgressLine { name, value })
    })?;
    files.push(out.finish()?);
    for (table, holds) in backup_tables::carried() {
        let columns = backup_tables::columns(table)?;
        let mut out = Lines::create(folder, backup_tables::file(table))?;
        out.write(&columns.iter().map(|column| &column.name).collect::<Vec<_>>())?;
        let sql = backup_tables::query(table, holds, &columns);
        reader.rows(&sql, &[], &mut |row| out.write(&backup_tables::line(row, &columns)?))?;
        files.push(out.finish()?);
    }
    let courts = courts.iter().map(CourtLine::from).collect();
    let manifest = Manifest { format: FORMAT, courts, files };
    let mut out = Lines::create(folder, MANIFEST.to_owned())?;
    out.write(&manifest)?;
    out.finish()?;
    Ok(manifest)
}

/// SM3 of a file's bytes.
fn file_digest(path: &Path) -> Result<Digest, StoreError> {
    let failed = |e: std::io::Error| StoreError::file(path, &e);
    let mut input = BufReader::with_capacity(1 << 18, File::open(path).map_err(failed)?);
    let mut digest = Sm3::new();
    loop {
        let read = input.fill_buf().map_err(failed)?;
        if read.is_empty() {
            return Ok(digest.finalize().into());
        }
        digest.update(read);
        let length = read.len();
        input.consume(length);
    }
}

/// Reads a folder's manifest and checks every file against it.
fn checked_manifest(folder: &Path) -> Result<Manifest, StoreError> {
    let path = folder.join(MANIFEST);
    let text = std::fs::read_to_string(&path).map_err(|e| StoreError::file(&path, &e))?;
    let manifest: Manifest =
        serde_json::from_str(&text).map_err(|e| StoreError::Damaged(format!("备份清单无法读取（{e}）")))?;
    if !(OLDEST..=FORMAT).contains(&manifest.format) {
        return Err(StoreError::Newer { found: manifest.format.into(), known: FORMAT.into() });
    }
    check_names(folder, &manifest)?;
    for file in &manifest.files {
        let path = folder.join(&file.name);
        if hex::encode(file_digest(&path)?) != file.sm3 {
            return Err(StoreError::Damaged(format!("备份文件 {} 与清单不符", file.name)));
        }
    }
    Ok(manifest)
}

/// Refuses a folder that holds files of another origin, or lacks some of its own; a name never leads out of it.
fn check_names(folder: &Path, manifest: &Manifest) -> Result<(), StoreError> {
    let of_court = |line: &CourtLine| ["entries", "heads"].map(|what| format!("{}.{what}.jsonl", line.court));
    let mut due: BTreeSet<String> = manifest.courts.iter().flat_map(of_court).collect();
    due.extend(["field_keys.jsonl", "progress.jsonl"].map(str::to_owned));
    if manifest.format >= 2 {
        due.extend(backup_tables::carried().map(|(table, _)| backup_tables::file(table)));
    }
    let listed: BTreeSet<String> = manifest.files.iter().map(|file| file.name.clone()).collect();
    // a table that was carried by an older or newer program may be absent or unknown: absent is empty
    let tables = |name: &str| name.ends_with(".rows.jsonl");
    if let Some(name) = listed.iter().find(|name| !due.contains(*name)) {
        return Err(StoreError::Damaged(format!("备份清单列有本程序不认识的文件 {name}")));
    }
    if let Some(name) = due.iter().find(|name| !listed.contains(*name) && !tables(name)) {
        return Err(StoreError::Damaged(format!("备份清单缺少文件 {name}")));
    }
    for there in std::fs::read_dir(folder).map_err(|e| StoreError::file(folder, &e))? {
        let name = there.map_err(|e| StoreError::file(folder, &e))?.file_name().to_string_lossy().into_owned();
        if name != MANIFEST && !listed.contains(&name) {
            return Err(StoreError::Damaged(format!("备份目录里有清单以外的文件 {name}，请移走后再恢复")));
        }
    }
    Ok(())
}

/// The rows of the tables beside the log, every line read and checked.
fn table_rows(
    folder: &Path,
    manifest: &Manifest,
    mut each: impl FnMut(TableRows) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    for (table, _) in backup_tables::carried() {
        let name = backup_tables::file(table);
        if !manifest.files.iter().any(|file| file.name == name) {
            continue;
        }
        let mut columns = None;
        let mut rows = Vec::new();
        each_line::<Vec<serde_json::Value>>(folder, &name, |line| {
            let Some(columns) = columns.as_ref() else {
                columns = Some(backup_tables::named(table, &line)?);
                return Ok(());
            };
            rows.push(backup_tables::cells(table, columns, line)?);
            if rows.len() >= CHUNK {
                each(TableRows {
                    table,
                    columns: columns.iter().map(|column| column.name.clone()).collect(),
                    rows: std::mem::take(&mut rows),
                })?;
            }
            Ok(())
        })?;
        let columns = columns.ok_or_else(|| StoreError::Damaged(format!("备份文件 {name} 没有表头")))?;
        each(TableRows { table, columns: columns.into_iter().map(|column| column.name).collect(), rows })?;
    }
    Ok(())
}

/// Hands over the lines of a backup's file.
fn each_line<T: for<'d> Deserialize<'d>>(
    folder: &Path,
    name: &str,
    mut each: impl FnMut(T) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let path = folder.join(name);
    let mut input = BufReader::with_capacity(1 << 18, File::open(&path).map_err(|e| StoreError::file(&path, &e))?);
    let mut line = String::new();
    let mut number = 0_u64;
    loop {
        line.clear();
        number += 1;
        if input.read_line(&mut line).map_err(|e| StoreError::file(&path, &e))? == 0 {
            return Ok(());
        }
        let value = serde_json::from_str(&line)
            .map_err(|e| StoreError::Damaged(format!("备份文件 {name} 第 {number} 行：{e}")))?;
        each(value)?;
    }
}

/// Takes a backup into an empty database, checking every leaf, root and signature on the way. Blocks.
///
/// Nothing of a court is kept that does not check; the projected tables are computed afterwards.
pub(crate) fn restore(location: &Location, url: &str, folder: &Path) -> Result<Manifest, StoreError> {
    let manifest = checked_manifest(folder)?;
    table_rows(folder, &manifest, |_| Ok(()))?;
    if held(location)? {
        return Err(StoreError::Conflict("只能恢复到空的数据库".to_owned()));
    }
    let courts = manifest.courts.iter().map(CourtLine::row).collect::<Result<Vec<_>, _>>()?;
    let mut writer = bulk_writer(url)?;
    writer.write(&Batch { courts: courts.clone(), ..Batch::default() })?;
    for row in &courts {
        let mut log = Restored::new(folder, row)?;
        each_line::<EntryLine>(folder, &format!("{}.entries.jsonl", row.court.0), |line| {
            log.take(line)?;
            if log.batch.entries.len() >= CHUNK {
                writer.write(&std::mem::take(&mut log.batch))?;
            }
            Ok(())
        })?;
        writer.write(&log.finish()?)?;
    }
    let mut beside = Batch::default();
    each_line::<KeyLine>(folder, "field_keys.jsonl", |line| {
        beside.field_keys.push(line.key()?);
        Ok(())
    })?;
    writer.write(&beside)?;
    each_line::<ProgressLine>(folder, "progress.jsonl", |line| {
        writer.write(&Batch { progress: Some((line.name, line.value)), ..Batch::default() })
    })?;
    table_rows(folder, &manifest, |rows| writer.write(&Batch { tables: vec![rows], ..Batch::default() }))?;
    writer.finish()?;
    for row in &courts {
        super::rebuild::rebuild(location, url, row.court)?;
    }
    Ok(manifest)
}

/// Whether the database holds anything a restore would mix with.
fn held(location: &Location) -> Result<bool, StoreError> {
    let mut reader = Reader::open(location)?;
    for table in ["courts", "entries"].into_iter().chain(backup_tables::carried().map(|(table, _)| table)) {
        if reader.number(&format!("SELECT COUNT(*) FROM {table}"), &[])? > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// One court's log on its way back in.
struct Restored<'a> {
    row: &'a CourtRow,
    key: PublicKey,
    heads: std::iter::Peekable<std::vec::IntoIter<Head>>,
    tree: Tree,
    batch: Batch,
    buffer: Vec<u8>,
}

impl<'a> Restored<'a> {
    fn new(folder: &Path, row: &'a CourtRow) -> Result<Restored<'a>, StoreError> {
        let mut heads = Vec::new();
        each_line::<HeadLine>(folder, &format!("{}.heads.jsonl", row.court.0), |line| {
            heads.push(line.head(row.court)?);
            Ok(())
        })?;
        let key =
            PublicKey::from_bytes(&row.public_key).map_err(|e| StoreError::Damaged(format!("{}：{e}", row.name)))?;
        Ok(Restored {
            row,
            key,
            heads: heads.into_iter().peekable(),
            tree: Tree::new(row.court),
            batch: Batch::default(),
            buffer: Vec::new(),
        })
    }

    fn damaged(&self, position: i64, what: &str) -> StoreError {
        StoreError::Damaged(format!("{} 第 {position} 条：{what}", self.row.name))
    }

    fn take(&mut self, line: EntryLine) -> Result<(), StoreError> {
        let entry = line.entry(self.row.court)?;
        let position = self.tree.size() + 1;
        if entry.position != position {
            return Err(self.damaged(position, "条目缺失"));
        }
        if entry.computed_leaf(&self.row.code, &mut self.buffer) != entry.leaf {
            return Err(self.damaged(position, "条目内容与其叶杂凑值不符"));
        }
        self.tree.append(entry.leaf, &mut self.batch.nodes);
        self.batch.entries.push(entry);
        if let Some(head) = self.heads.next_if(|head| head.size == position) {
            if head.root != self.tree.root() || !head.verify(&self.row.code, &self.key) {
                return Err(self.damaged(position, "与已签名的日志头不符"));
            }
            self.batch.heads.push(head);
        }
        Ok(())
    }

    /// The last batch of the court.
    fn finish(self) -> Result<Batch, StoreError> {
        match self.heads.clone().next() {
            Some(head) => Err(self.damaged(head.size, "日志头之下缺少条目")),
            None => Ok(self.batch),
        }
    }
}
