//! Every Rust file opens with `//!`: what it is for and what it must not do.

use super::{Finding, Tree};

/// Finds Rust files that do not say what they are for.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let silent = |text: &str| {
        let opening = text.lines().next().and_then(|line| line.strip_prefix("//!"));
        opening.is_none_or(|words| words.trim().is_empty())
    };
    tree.rust()
        .filter(|file| silent(&file.text))
        .map(|file| Finding::at(&file.path, 1, "opens without `//!` and a word on what it is for"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::files::fixture::tree;

    #[test]
    fn a_file_says_what_it_is_for() {
        let tree = tree(&[
            ("good.rs", "//! Case numbers.\n"),
            ("bare.rs", "pub fn x() {}\n"),
            ("void.rs", "//!\nfn x() {}\n"),
            ("empty.rs", ""),
            ("other.ts", "export {}\n"),
        ]);
        let found: Vec<String> = check(&tree).into_iter().map(|finding| finding.path).collect();
        assert_eq!(found, ["bare.rs", "void.rs", "empty.rs"]);
    }
}
