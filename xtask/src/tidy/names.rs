//! Names that say nothing. A folder's names tell the story of a court.

use super::{Finding, Tree};

const BANNED: [&str; 10] =
    ["util", "utils", "helper", "helpers", "common", "manager", "managers", "misc", "stuff", "lib2"];

/// Finds files and folders with a name that says nothing.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.files {
        for part in file.path.split('/') {
            let stem = part.split('.').next().unwrap_or(part);
            if BANNED.contains(&stem) {
                let what = format!("`{stem}` says nothing; name what it is for");
                findings.push(Finding::whole(&file.path, what));
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
    fn empty_names_are_found_wherever_they_stand() {
        let tree = tree(&[
            ("crates/law/src/utils.rs", ""),
            ("web/src/common/chart.ts", ""),
            ("crates/court/src/case_manager.rs", ""),
            ("crates/law/src/calendar.rs", ""),
        ]);
        let found: Vec<String> = check(&tree).into_iter().map(|finding| finding.path).collect();
        assert_eq!(found, ["crates/law/src/utils.rs", "web/src/common/chart.ts"]);
    }
}
