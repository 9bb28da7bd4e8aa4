//! Nothing is half-built in the tree.

use super::{Finding, Tree};

/// Written in two halves, so that this file does not find itself.
const MARKS: [&str; 3] = [concat!("FIX", "ME"), concat!("to", "do!("), concat!("unimple", "mented!(")];
const IGNORED: &str = concat!("#[ig", "nore");

/// Finds marks of unfinished work, and tests that are not run.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files.iter().filter(|file| matches!(file.extension(), "rs" | "ts" | "mjs" | "sh" | "css" | "html"))
    {
        for (number, line) in file.text.lines().enumerate() {
            let found = MARKS.into_iter().find(|mark| line.contains(mark));
            let ignored = Some(IGNORED).filter(|mark| line.trim_start().starts_with(mark));
            if let Some(mark) = found.or(ignored) {
                findings.push(Finding::at(&file.path, number + 1, format!("`{mark}`: finish it or take it out")));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::files::fixture::tree;

    #[test]
    fn marks_of_unfinished_work_are_found() {
        let mark = concat!("// FIX", "ME later\n");
        let stub = concat!("//! x\nfn x() { to", "do!() }\n");
        let skipped = concat!("//! x\n#[test]\n#[ig", "nore = \"slow\"]\nfn x() {}\n");
        let tree = tree(&[("a.ts", mark), ("b.rs", stub), ("c.rs", skipped), ("d.md", mark), ("e.rs", "//! x\n")]);
        let found: Vec<(String, usize)> =
            check(&tree).into_iter().map(|finding| (finding.path, finding.line)).collect();
        assert_eq!(found, [("a.ts".to_owned(), 1), ("b.rs".to_owned(), 2), ("c.rs".to_owned(), 3)]);
    }
}
