//! The figures of finding and hiding: starts the examples of `search` and `redact`, which print their own tables with what
//! each figure means. Arguments behind the name are theirs: `--seed`, `--data`, `--seconds`, `--target`.

use std::path::{Path, PathBuf};

use crate::bench::Name;
use crate::process;

/// The examples that measure this, in order; none for a bench of another kind.
fn examples(name: Name) -> &'static [&'static str] {
    match name {
        Name::Search => &["golden", "statutes", "cases"],
        Name::Index => &["speed"],
        Name::Redact => &["bench"],
        Name::Fuzz => &["fuzz"],
        _ => &[],
    }
}

/// Whether a bench is an example of its own.
pub fn is_one(name: Name) -> bool {
    !examples(name).is_empty()
}

/// All of them, one after the other.
pub fn run_all(root: &Path, json: bool) -> Result<(), String> {
    [Name::Search, Name::Index, Name::Redact, Name::Fuzz].into_iter().try_for_each(|name| run(root, name, &[], json))
}

/// Builds as every door does, and runs the examples with what was asked.
pub fn run(root: &Path, name: Name, more: &[String], json: bool) -> Result<(), String> {
    process::build(root)?;
    let binary = PathBuf::from(process::binary());
    for example in examples(name) {
        let line = line(&binary, example, more, json).ok_or("no folder of examples")?;
        process::run(root, &line.iter().map(String::as_str).collect::<Vec<&str>>())?;
    }
    Ok(())
}

/// The command line of an example, which lies beside the binary.
fn line(binary: &Path, example: &str, more: &[String], json: bool) -> Option<Vec<String>> {
    let program = binary.parent()?.join("examples").join(example);
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
        let asked = line(Path::new("/t/debug/mingjing"), "bench", &more, true).unwrap();
        assert_eq!(asked, ["/t/debug/examples/bench", "--seed", "7", "--json"]);
        let asked = line(Path::new("/t/debug/mingjing"), "fuzz", &["--json".to_owned()], true).unwrap();
        assert_eq!(asked, ["/t/debug/examples/fuzz", "--json"]);
        assert_eq!(examples(Name::Search).len(), 3);
        assert!(is_one(Name::Redact) && !is_one(Name::Verify));
    }
}
