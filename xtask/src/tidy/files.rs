//! The files of the checkout, and how long they may be.

use std::path::Path;

use super::Finding;
use crate::process;
use crate::source::{self, Outline};

/// A file of text.
pub struct File {
    /// Its path from the root of the checkout, with forward slashes.
    pub path: String,
    /// Its text.
    pub text: String,
}

impl File {
    /// The name without its folders.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// The last extension, or nothing.
    pub fn extension(&self) -> &str {
        self.name().rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// Whether the whole file is test code.
    pub fn is_test(&self) -> bool {
        let in_folder = self.path.split('/').any(|part| part == "tests" || part == "testdata");
        in_folder || matches!(self.name(), "tests.rs" | "testing.rs") || self.name().contains(".test.")
    }

    /// Calls `each` with the lines that are not test code, counted from 1.
    pub fn outside_tests(&self, mut each: impl FnMut(usize, &str)) {
        if self.is_test() {
            return;
        }
        let outline = self.outline();
        for (number, line) in self.text.lines().enumerate() {
            if !outline.in_test(number + 1) {
                each(number + 1, line);
            }
        }
    }

    /// The functions and test code of a Rust file; nothing for any other.
    pub fn outline(&self) -> Outline {
        if self.extension() != "rs" {
            return Outline::default();
        }
        let masked = source::mask(&self.text);
        source::outline(&source::tokens(&masked))
    }
}

/// All files of text that git tracks or would track.
pub struct Tree {
    /// The files, in the order of their paths.
    pub files: Vec<File>,
}

impl Tree {
    /// Asks git for the files of a checkout and reads them.
    pub fn of_checkout(root: &Path) -> Result<Tree, String> {
        let line = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"];
        let listed = process::capture(root, &line)?;
        let mut paths: Vec<&str> = listed.split('\0').filter(|path| !path.is_empty()).collect();
        paths.sort_unstable();
        paths.dedup();
        Ok(Tree::read(root, &paths))
    }

    /// Reads the files named; what is not there, or is no text, is left out.
    pub fn read(root: &Path, paths: &[&str]) -> Tree {
        let read = |path: &&str| {
            let text = std::fs::read_to_string(root.join(path)).ok()?;
            Some(File { path: (*path).to_owned(), text })
        };
        Tree { files: paths.iter().filter_map(read).collect() }
    }

    /// The Rust files.
    pub fn rust(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| file.extension() == "rs")
    }
}

/// The most lines a source file may have.
const MOST_LINES: usize = 500;

/// Finds source files that are too long.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let source = |file: &&File| matches!(file.extension(), "rs" | "ts" | "css" | "html");
    let too_long = |file: &File| {
        let lines = file.text.lines().count();
        let what = || format!("{lines} lines; a file stops at {MOST_LINES}");
        (lines > MOST_LINES).then(|| Finding::whole(&file.path, what()))
    };
    tree.files.iter().filter(source).filter_map(too_long).collect()
}

#[cfg(test)]
pub mod fixture {
    //! A tree written into a folder of its own and read back.

    use super::Tree;

    /// Writes the files into a temporary folder and reads them as a tree.
    pub fn tree(files: &[(&str, &str)]) -> Tree {
        let scratch = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = scratch.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let paths: Vec<&str> = files.iter().map(|(path, _)| *path).collect();
        let tree = Tree::read(scratch.path(), &paths);
        assert_eq!(tree.files.len(), files.len());
        tree
    }
}

#[cfg(test)]
mod tests {
    use super::{Tree, check, fixture::tree};
    use crate::process;

    #[test]
    fn five_hundred_lines_pass_and_one_more_does_not() {
        let long = "x\n".repeat(501);
        let just = "x\n".repeat(500);
        let tree = tree(&[("a.rs", &long), ("b.rs", &just), ("c.md", &long), ("d.css", &long)]);
        let found: Vec<String> = check(&tree).into_iter().map(|f| f.path).collect();
        assert_eq!(found, ["a.rs", "d.css"]);
    }

    #[test]
    fn test_files_are_told_by_their_place_or_name() {
        let tree = tree(&[("crates/x/tests/a.rs", ""), ("src/tests.rs", ""), ("src/contests.rs", "")]);
        let tests: Vec<bool> = tree.files.iter().map(super::File::is_test).collect();
        assert_eq!(tests, [true, true, false]);
    }

    #[test]
    fn git_names_the_files_and_ignored_ones_are_left_out() {
        let scratch = tempfile::tempdir().unwrap();
        process::run(scratch.path(), &["git", "init", "--quiet"]).unwrap();
        for (name, bytes) in [("a.rs", "a".as_bytes()), ("案.md", b"b"), ("x.bin", &[0xff]), ("skip.db", b"c")] {
            std::fs::write(scratch.path().join(name), bytes).unwrap();
        }
        std::fs::write(scratch.path().join(".gitignore"), "*.db\n").unwrap();
        let tree = Tree::of_checkout(scratch.path()).unwrap();
        let paths: Vec<&str> = tree.files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, [".gitignore", "a.rs", "案.md"]);
    }
}
