//! `law` never awaits, reads no clock and touches no file or socket, not even of the standard library.

use super::{Finding, Tree};
use crate::source;

/// Modules of the standard library that are closed to `law`.
const CLOSED: [&str; 6] = ["env", "fs", "net", "process", "thread", "time"];

/// Finds code in `law` that waits or reaches outside.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let law = tree.rust().filter(|file| file.path.starts_with("crates/law/src/") && !file.is_test());
    for file in law {
        let masked = source::mask(&file.text);
        let tokens = source::tokens(&masked);
        let outline = source::outline(&tokens);
        for (at, token) in tokens.iter().enumerate() {
            let ahead = |steps: usize| tokens.get(at + steps).map_or("", |token| token.text);
            let what = match token.text {
                "async" | "await" => "law never awaits".to_owned(),
                "std" if ahead(1) == ":" && ahead(2) == ":" && CLOSED.contains(&ahead(3)) => {
                    format!("law does not use std::{}", ahead(3))
                }
                _ => continue,
            };
            if !outline.in_test(token.line) {
                findings.push(Finding::at(&file.path, token.line, what));
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
    fn law_reaches_nowhere() {
        let text = "//! async in words is fine\nuse std::fs;\nasync fn x() { y().await }\nuse std::fmt;\n";
        let tree = tree(&[("crates/law/src/x.rs", text), ("crates/docket/src/x.rs", text)]);
        let found: Vec<(String, usize)> =
            check(&tree).into_iter().map(|finding| (finding.path, finding.line)).collect();
        let law = "crates/law/src/x.rs".to_owned();
        assert_eq!(found, [(law.clone(), 2), (law.clone(), 3), (law, 3)]);
    }

    #[test]
    fn its_tests_may_read_a_file() {
        let text = "//! x\n#[cfg(test)]\nmod tests {\n    use std::fs;\n}\n";
        assert!(check(&tree(&[("crates/law/src/x.rs", text)])).is_empty());
    }
}
