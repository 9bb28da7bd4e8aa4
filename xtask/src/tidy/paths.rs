//! Paths of one machine, which mean nothing on the next. Test code is exempt.

use super::{Finding, Tree};

/// Written in two halves, so that this file does not find itself.
const BANNED: [&str; 3] = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/tm", "p/")];

/// Finds absolute paths of a machine in files of text.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.files {
        file.outside_tests(|number, line| {
            for banned in BANNED.into_iter().filter(|banned| begins_a_path(line, banned)) {
                let what = format!("`{banned}` is a path of one machine");
                findings.push(Finding::at(&file.path, number, what));
            }
        });
    }
    findings
}

/// Whether a path that begins with `wanted` stands in the line, not as the middle of a longer one.
fn begins_a_path(line: &str, wanted: &str) -> bool {
    line.match_indices(wanted).any(|(at, _)| {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        !before.is_some_and(|c| c.is_alphanumeric() || "_-.~)}/".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::files::fixture::tree;

    #[test]
    fn paths_of_a_machine_are_found_with_their_line() {
        let tree = tree(&[
            ("a.rs", concat!("//! x\nconst P: &str = \"/", "work/x\";\n")),
            ("b.sh", concat!("cd /", "root/x\nls $HOME/work/ https://example.org/tmp/ ./tmp/\n")),
            ("c.md", "see (/tmp/x)\n"),
        ]);
        let found: Vec<(String, usize)> =
            check(&tree).into_iter().map(|finding| (finding.path, finding.line)).collect();
        assert_eq!(found, [("a.rs".to_owned(), 2), ("b.sh".to_owned(), 1), ("c.md".to_owned(), 1)]);
    }

    #[test]
    fn tests_may_name_them() {
        let text = "//! x\n#[cfg(test)]\nmod tests {\n    const P: &str = \"/tmp/x\";\n}\n";
        assert!(check(&tree(&[("a.rs", text), ("tests/b.mjs", "'/tmp/x'")])).is_empty());
    }
}
