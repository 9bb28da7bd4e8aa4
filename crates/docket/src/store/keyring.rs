//! Where courts' signing keys come from. Keys never enter the database.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use law::ids::CourtId;

use super::error::StoreError;
use crate::key::CourtKey;
use crate::sealed::StreamKey;
use crate::vrf::VrfKey;

/// Hands out the signing key of a court.
pub trait KeyRing: Send + Sync {
    /// The court's key; `None` if this process does not hold it.
    fn key(&self, court: CourtId) -> Option<CourtKey>;

    /// The key of the court's draws; `None` if this process does not hold it.
    fn vrf(&self, _court: CourtId) -> Option<VrfKey> {
        None
    }
}

/// Keys in a folder, one file a court, readable by its owner alone.
#[derive(Debug, Clone)]
pub struct KeyFolder {
    folder: PathBuf,
}

impl KeyFolder {
    /// Keys in this folder; it is made if it is not there.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn open(folder: impl Into<PathBuf>) -> Result<KeyFolder, StoreError> {
        let folder = folder.into();
        fs::create_dir_all(&folder).map_err(|e| StoreError::file(&folder, &e))?;
        restrict(&folder, 0o700)?;
        Ok(KeyFolder { folder })
    }

    fn path(&self, court: CourtId) -> PathBuf {
        self.folder.join(format!("{}.key", court.0))
    }

    /// The key of the court's draws, generated and written down if there was none.
    ///
    /// # Errors
    /// When the file cannot be read or written, or holds no key.
    pub fn vrf_or_new(&self, court: CourtId) -> Result<VrfKey, StoreError> {
        let path = self.folder.join(format!("{}.vrf", court.0));
        if !path.exists() {
            let key = VrfKey::generate().ok_or_else(|| StoreError::Failed("系统没有给出随机数".to_owned()))?;
            self.write(&path, &key.to_bytes())?;
        }
        read_vrf(&path)
    }

    /// The key of this name that seals what lies beside the log, generated and written down if there was none.
    ///
    /// # Errors
    /// When the file cannot be read or written, or holds no key.
    pub fn sealing_or_new(&self, name: &str) -> Result<StreamKey, StoreError> {
        let path = self.folder.join(format!("{name}.seal"));
        if !path.exists() {
            let key = StreamKey::generate().ok_or_else(|| StoreError::Failed("系统没有给出随机数".to_owned()))?;
            self.write(&path, &key.to_bytes())?;
        }
        let bytes = bytes_of(&path)?;
        StreamKey::from_bytes(&bytes).ok_or_else(|| StoreError::Damaged(format!("{} 不是有效的密钥", path.display())))
    }

    /// The court's key, generated and written down if there was none.
    ///
    /// # Errors
    /// When the file cannot be read or written, or holds no key.
    pub fn key_or_new(&self, court: CourtId) -> Result<CourtKey, StoreError> {
        let path = self.path(court);
        if path.exists() {
            return read(&path);
        }
        let key = CourtKey::generate().map_err(|e| StoreError::Failed(e.to_string()))?;
        self.put(court, &key)?;
        Ok(key)
    }

    /// Writes a key down; one that is there is never overwritten. The file appears whole or not at all:
    /// a process killed in between leaves a nameless file beside it, and no key.
    ///
    /// # Errors
    /// When the file is there already or cannot be written.
    pub fn put(&self, court: CourtId, key: &CourtKey) -> Result<(), StoreError> {
        self.write(&self.path(court), &key.to_bytes())
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
        let write = || {
            // readable by its owner alone from the beginning
            let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
            file.write_all(hex::encode(bytes).as_bytes())?;
            file.as_file().sync_all()?;
            file.persist_noclobber(path).map_err(|fault| fault.error)?;
            Ok(())
        };
        write().map_err(|e: std::io::Error| StoreError::file(path, &e))
    }
}

impl KeyRing for KeyFolder {
    fn key(&self, court: CourtId) -> Option<CourtKey> {
        read(&self.path(court)).ok()
    }

    fn vrf(&self, court: CourtId) -> Option<VrfKey> {
        read_vrf(&self.folder.join(format!("{}.vrf", court.0))).ok()
    }
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, StoreError> {
    let text = fs::read_to_string(path).map_err(|e| StoreError::file(path, &e))?;
    hex::decode(text.trim()).map_err(|_| StoreError::Damaged(format!("{} 不是十六进制的密钥", path.display())))
}

fn read_vrf(path: &Path) -> Result<VrfKey, StoreError> {
    let bytes = bytes_of(path)?;
    VrfKey::from_bytes(&bytes).ok_or_else(|| StoreError::Damaged(format!("{} 不是有效的抽签密钥", path.display())))
}

fn read(path: &Path) -> Result<CourtKey, StoreError> {
    let text = fs::read_to_string(path).map_err(|e| StoreError::file(path, &e))?;
    hex::decode(text.trim())
        .ok()
        .and_then(|bytes| CourtKey::from_bytes(&bytes).ok())
        .ok_or_else(|| StoreError::Damaged(format!("{} 不是有效的 SM2 私钥", path.display())))
}

#[cfg(unix)]
fn restrict(path: &Path, mode: u32) -> Result<(), StoreError> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).map_err(|e| StoreError::file(path, &e))
}

#[cfg(not(unix))]
fn restrict(_: &Path, _: u32) -> Result<(), StoreError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_readable_by_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        let ring = KeyFolder::open(dir.path().join("keys")).unwrap();
        assert!(ring.key(CourtId(7)).is_none());
        let made = ring.key_or_new(CourtId(7)).unwrap();
        assert_eq!(ring.key_or_new(CourtId(7)).unwrap().public(), made.public());
        assert_eq!(ring.key(CourtId(7)).unwrap().public(), made.public());
        let mode = fs::metadata(dir.path().join("keys/7.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert!(ring.put(CourtId(7), &made).is_err(), "a key is never overwritten");
    }

    #[test]
    fn a_key_half_written_when_the_process_died_is_no_key_and_in_nobodys_way() {
        let dir = tempfile::tempdir().unwrap();
        let ring = KeyFolder::open(dir.path()).unwrap();
        fs::write(dir.path().join(".tmpA1b2C3"), "3f").unwrap();
        assert!(ring.key(CourtId(3)).is_none());
        let made = ring.key_or_new(CourtId(3)).unwrap();
        assert_eq!(ring.key(CourtId(3)).unwrap().public(), made.public());
        let files = fs::read_dir(dir.path()).unwrap().count();
        assert_eq!(files, 2, "nothing else is left behind");
    }

    #[test]
    fn a_file_without_a_key_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let ring = KeyFolder::open(dir.path()).unwrap();
        fs::write(dir.path().join("3.key"), "no key").unwrap();
        let fault = ring.key_or_new(CourtId(3)).unwrap_err();
        assert!(fault.to_string().contains("3.key"), "{fault}");
    }
}
