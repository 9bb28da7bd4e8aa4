//! The figures of the anonymiser: starts the examples of `redact`, which print their own tables with what each figure
//! means. Arguments behind the name are theirs: `--seed`, `--data`, `--seconds`, `--target`.

use std::path::{Path, PathBuf};

use crate::bench::Name;
use crate::process;

/// The example that measures this, if it is one of these.
fn example(name: Name) -> Option<&'static str> {
    match name {
        Name::Redact => Some("bench"),
        Name::Fuzz => Some("fuzz"),
        _ => None,
    }
}

/// Whether a bench is an example of its own, and no part of `all`.
pub fn is_one(name: Name) -> bool {
    example(name).is_some()
}

/// Builds as every door does, and runs the example with what was asked.
pub fn run(root: &Path, name: Name, more: &[String], json: bool) -> Result<(), String> {
    process::build(root)?;
    let binary = PathBuf::from(process::binary());
    let line = line(&binary, name, more, json).ok_or("no such example")?;
    process::run(root, &line.iter().map(String::as_str).collect::<Vec<&str>>())
}

/// The command line of an example, which lies beside the binary.
fn line(binary: &Path, name: Name, more: &[String], json: bool) -> Option<Vec<String>> {
    let program = binary.parent()?.join("examples").join(example(name)?);
    let mut line = vec![program.display().to_string()];
    line.extend(more.iter().cloned());
    if json && !more.iter().any(|word| word == "--json") {
        line.push("--json".to_owned());
    }
    Some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_is_handed_on_to_the_example() {
        let more = ["--seed".to_owned(), "7".to_owned()];
        let asked = line(Path::new("/t/debug/mingjing"), Name::Redact, &more, true).unwrap();
        assert_eq!(asked, ["/t/debug/examples/bench", "--seed", "7", "--json"]);
        let asked = line(Path::new("/t/debug/mingjing"), Name::Fuzz, &["--json".to_owned()], true).unwrap();
        assert_eq!(asked, ["/t/debug/examples/fuzz", "--json"]);
        assert_eq!(line(Path::new("/t/debug/mingjing"), Name::Verify, &[], false), None);
    }
}
