//! `cargo xtask tidy`: the rules of the house that no compiler checks. All findings are listed at
//! once. Each check is a function from the files to findings and touches nothing.

mod files;
mod functions;
mod layers;
mod names;
mod openings;
mod paths;
mod purity;
mod refusals;
mod unfinished;

use std::path::Path;

use crate::{output, process};
pub use files::{File, Tree};

/// One thing that is out of order.
#[derive(PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Finding {
    /// The file, from the root of the checkout.
    pub path: String,
    /// The line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// What is wrong with it.
    pub what: String,
}

impl Finding {
    /// A finding about a line.
    pub fn at(path: &str, line: usize, what: impl Into<String>) -> Finding {
        Finding { path: path.to_owned(), line, what: what.into() }
    }

    /// A finding about a whole file.
    pub fn whole(path: &str, what: impl Into<String>) -> Finding {
        Finding::at(path, 0, what)
    }
}

/// Runs every check on the checkout.
pub fn run(root: &Path) -> Result<(), String> {
    let tree = Tree::of_checkout(root)?;
    let metadata = process::capture(root, &["cargo", "metadata", "--no-deps", "--offline", "--format-version", "1"])?;
    let mut findings = layers::check(&metadata)?;
    for check in CHECKS {
        findings.extend(check(&tree));
    }
    if findings.is_empty() {
        output::complain(&format!("tidy: {} files in order", tree.files.len()));
        return Ok(());
    }
    Err(listed(findings))
}

const CHECKS: [fn(&Tree) -> Vec<Finding>; 8] = [
    files::check,
    functions::check,
    names::check,
    openings::check,
    paths::check,
    purity::check,
    refusals::check,
    unfinished::check,
];

/// Findings in order, one a line, with their number at the end.
fn listed(mut findings: Vec<Finding>) -> String {
    findings.sort();
    findings.dedup();
    let count = findings.len();
    let mut lines: Vec<String> = findings
        .into_iter()
        .map(|finding| match finding.line {
            0 => format!("{}: {}", finding.path, finding.what),
            line => format!("{}:{line}: {}", finding.path, finding.what),
        })
        .collect();
    lines.push(format!("tidy: {count} findings"));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::{Finding, listed};

    #[test]
    fn findings_are_sorted_and_told_once() {
        let findings =
            vec![Finding::at("b.rs", 3, "late"), Finding::whole("a.rs", "long"), Finding::at("b.rs", 3, "late")];
        assert_eq!(listed(findings), "a.rs: long\nb.rs:3: late\ntidy: 2 findings");
    }
}
