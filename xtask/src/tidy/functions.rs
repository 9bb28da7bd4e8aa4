//! How long a function may be. Tests are exempt: a table of cases may be long.

use super::{Finding, Tree};

/// The most lines a function may have, from `fn` to its closing brace.
const MOST_LINES: usize = 70;

/// Finds functions that are too long.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.rust().filter(|file| !file.is_test()) {
        for function in file.outline().functions {
            let lines = function.last - function.first + 1;
            if lines > MOST_LINES && !function.test {
                let name = function.name;
                let what = format!("`{name}` has {lines} lines; a function stops at {MOST_LINES}");
                findings.push(Finding::at(&file.path, function.first, what));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::files::fixture::tree;

    fn function(name: &str, lines: usize) -> String {
        format!("fn {name}() {{\n{}}}\n", "    step();\n".repeat(lines - 2))
    }

    #[test]
    fn seventy_lines_pass_and_one_more_does_not() {
        let text = format!("//! x\n{}{}", function("just", 70), function("over", 71));
        let found = check(&tree(&[("a.rs", &text)]));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].line, 72);
        assert!(found[0].what.contains("`over` has 71 lines"));
    }

    #[test]
    fn tests_may_be_long() {
        let long = function("cases", 90);
        let inside = format!("#[cfg(test)]\nmod tests {{\n{long}}}\n");
        assert!(check(&tree(&[("a.rs", &inside), ("tests/b.rs", &long)])).is_empty());
        assert_eq!(check(&tree(&[("a.rs", &long)])).len(), 1);
    }
}
