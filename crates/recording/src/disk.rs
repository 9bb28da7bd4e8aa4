//! The few things the writer asks of a disk, so that tests can have one that fails.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::PathBuf;

/// A disk.
pub trait Disk: Send {
    /// Writes bytes at a place of a file, which is made if it is not there.
    fn write(&mut self, file: &str, at: u64, bytes: &[u8]) -> io::Result<()>;
    /// Cuts a file to a length.
    fn cut(&mut self, file: &str, len: u64) -> io::Result<()>;
    /// Returns when what was written to a file is durable, its name included.
    fn sync(&mut self, file: &str) -> io::Result<()>;
    /// Says that a file is not written any more.
    fn close(&mut self, file: &str);
}

/// A folder of the system.
pub struct Folder {
    root: PathBuf,
    open: BTreeMap<String, File>,
    /// Folders that got a new name since they were last made durable.
    fresh: Vec<PathBuf>,
}

impl Folder {
    /// The folder at a path, which is there.
    pub const fn new(root: PathBuf) -> Folder {
        Folder { root, open: BTreeMap::new(), fresh: Vec::new() }
    }

    fn file(&mut self, name: &str) -> io::Result<&mut File> {
        if !self.open.contains_key(name) {
            let path = self.root.join(name);
            let fresh = !path.exists();
            let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path)?;
            if fresh && let Some(parent) = path.parent() {
                self.fresh.push(parent.to_owned());
            }
            self.open.insert(name.to_owned(), file);
        }
        self.open.get_mut(name).ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl Disk for Folder {
    fn write(&mut self, file: &str, at: u64, bytes: &[u8]) -> io::Result<()> {
        let file = self.file(file)?;
        file.seek(SeekFrom::Start(at))?;
        file.write_all(bytes)
    }

    fn cut(&mut self, file: &str, len: u64) -> io::Result<()> {
        self.file(file)?.set_len(len)
    }

    fn sync(&mut self, file: &str) -> io::Result<()> {
        self.file(file)?.sync_data()?;
        while let Some(folder) = self.fresh.last() {
            File::open(folder)?.sync_all()?;
            self.fresh.pop();
        }
        Ok(())
    }

    fn close(&mut self, file: &str) {
        self.open.remove(file);
    }
}

#[cfg(test)]
mod tests {
    use super::{Disk as _, Folder};

    #[test]
    fn what_is_written_at_a_place_lies_there() {
        let root = tempfile::tempdir().unwrap();
        let mut folder = Folder::new(root.path().to_owned());
        folder.write("a", 0, b"hello world").unwrap();
        folder.sync("a").unwrap();
        folder.cut("a", 5).unwrap();
        folder.close("a");
        folder.write("a", 5, b", court").unwrap();
        folder.sync("a").unwrap();
        assert_eq!(std::fs::read(root.path().join("a")).unwrap(), b"hello, court");
        assert!(folder.write("no/folder", 0, b"x").is_err());
    }
}
