//! The folders of the index: one a generation, and a file that names the one in use. A generation that was being made when
//! its process ended is thrown away, and so is one this program does not understand.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use search::cases::{Cases, Trouble as Foreign};

use super::Trouble;

/// The file that names the generation in use, and how many cases there were when it was made.
const CURRENT: &str = "current";

fn place(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("cases-{number}"))
}

fn current(folder: &Path) -> Option<(u64, usize)> {
    let text = fs::read_to_string(folder.join(CURRENT)).ok()?;
    let (number, learnt) = text.trim().split_once(' ')?;
    Some((number.parse().ok()?, learnt.parse().ok()?))
}

/// Keeps other processes from feeding the index as long as the file is held.
pub(super) fn lock(folder: &Path) -> Result<fs::File, Trouble> {
    fs::create_dir_all(folder)?;
    let file = fs::File::options().create(true).truncate(false).write(true).open(folder.join("lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => Err(Trouble::Held),
        Err(fs::TryLockError::Error(cause)) => Err(cause.into()),
    }
}

/// The generation in use, to be read and not fed; none where there is none.
pub(super) fn in_use(folder: &Path) -> Result<Option<Cases>, Trouble> {
    let here = place(folder, current(folder).map_or(0, |(number, _)| number));
    if here.exists() { Ok(Some(Cases::open(&here)?)) } else { Ok(None) }
}

/// The generation in use with its number and how many cases it was made of; a first one where there is none.
pub(super) fn latest(folder: &Path) -> Result<(u64, Cases, usize), Trouble> {
    fs::create_dir_all(folder)?;
    let (number, learnt) = current(folder).unwrap_or((0, 0));
    sweep(folder, number)?;
    let here = place(folder, number);
    match Cases::open(&here) {
        Ok(cases) => Ok((number, cases, learnt)),
        Err(cause @ (Foreign::Foreign(_) | Foreign::Index(_))) => {
            tracing::warn!(%cause, "the index of cases is made anew");
            let cases = fresh(folder, number + 1)?;
            take(folder, number + 1, 0)?;
            Ok((number + 1, cases, 0))
        }
        Err(cause) => Err(cause.into()),
    }
}

/// An empty generation.
pub(super) fn fresh(folder: &Path, number: u64) -> Result<Cases, Trouble> {
    let here = place(folder, number);
    if here.exists() {
        fs::remove_dir_all(&here)?;
    }
    Ok(Cases::open(&here)?)
}

/// Takes a generation in use and throws the others away; readers of an older one keep what they opened.
pub(super) fn take(folder: &Path, number: u64, learnt: usize) -> Result<(), Trouble> {
    let coming = folder.join("coming");
    let mut file = fs::File::create(&coming)?;
    write!(file, "{number} {learnt}")?;
    file.sync_all()?;
    fs::rename(&coming, folder.join(CURRENT))?;
    sweep(folder, number)
}

/// Throws away generations that are not in use.
fn sweep(folder: &Path, number: u64) -> Result<(), Trouble> {
    let kept = place(folder, number);
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_generation = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("cases-"));
        if is_generation && path != kept {
            match fs::remove_dir_all(&path) {
                Err(cause) if cause.kind() != io::ErrorKind::NotFound => return Err(cause.into()),
                _ => {}
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generation_in_use_is_found_and_the_others_go() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(latest(folder.path()).unwrap().0, 0);
        drop(fresh(folder.path(), 1).unwrap());
        // made and not taken: the process ended before
        assert_eq!(latest(folder.path()).unwrap().0, 0);
        assert!(!place(folder.path(), 1).exists());
        drop(fresh(folder.path(), 1).unwrap());
        take(folder.path(), 1, 70).unwrap();
        let (number, _, learnt) = latest(folder.path()).unwrap();
        assert_eq!((number, learnt), (1, 70));
        assert!(!place(folder.path(), 0).exists());
    }

    #[test]
    fn what_is_not_understood_is_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let here = place(folder.path(), 0);
        fs::create_dir_all(&here).unwrap();
        fs::write(here.join("meta.json"), "not an index").unwrap();
        assert_eq!(latest(folder.path()).unwrap().0, 1);
        assert_eq!(latest(folder.path()).unwrap().0, 1);
    }
}
