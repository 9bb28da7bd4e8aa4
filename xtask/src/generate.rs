//! The generated pages of `docs/generated`: the binary writes their text, this puts it in place.

use std::path::Path;

use crate::{output, process};

/// Each subcommand that prints a page, and the page.
const PAGES: [(&[&str], &str); 6] = [
    (&["internal", "refusals"], "docs/generated/refusals.md"),
    (&["internal", "cli-help"], "docs/generated/cli.md"),
    (&["internal", "entry-kinds"], "docs/generated/entries.md"),
    (&["internal", "indicators"], "docs/generated/indicators.md"),
    (&["policy", "matrix"], "docs/generated/permissions.md"),
    (&["openapi"], "docs/generated/openapi.json"),
];

/// Writes every page, or with `check` only tells which differ.
pub fn run(root: &Path, check: bool) -> Result<(), String> {
    let mut stale = Vec::new();
    process::build(root)?;
    let binary = process::binary();
    for (subcommand, page) in PAGES {
        let line = [&[binary.as_str()], subcommand].concat();
        let fresh = process::capture(root, &line)?;
        stale.extend(settle(&root.join(page), page, &fresh, check)?);
    }
    if stale.is_empty() {
        return Ok(());
    }
    Err(format!("{}\nrun `cargo xtask gen` and commit the result", stale.join("\n")))
}

/// Puts one page in place; with `check`, says how it differs instead.
fn settle(path: &Path, page: &str, fresh: &str, check: bool) -> Result<Option<String>, String> {
    let fresh = format!("{}\n", fresh.trim_end());
    let old = std::fs::read_to_string(path).unwrap_or_default();
    if old == fresh {
        return Ok(None);
    }
    if check {
        return Ok(Some(difference(page, &old, &fresh)));
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| format!("{page}: {error}"))?;
    }
    std::fs::write(path, fresh).map_err(|error| format!("{page}: {error}"))?;
    output::say(&format!("wrote {page}"));
    Ok(None)
}

/// Where a committed page first differs from the fresh one.
fn difference(page: &str, old: &str, fresh: &str) -> String {
    if old.is_empty() {
        return format!("{page}: missing");
    }
    let common = old.lines().zip(fresh.lines()).take_while(|(old, fresh)| old == fresh).count();
    let line = |text: &str| text.lines().nth(common).unwrap_or("(end of file)").to_owned();
    format!("{page}:{}: is   {}\n{page}:{0}: be   {}", common + 1, line(old), line(fresh))
}

#[cfg(test)]
mod tests {
    use super::settle;

    #[test]
    fn a_page_is_written_once_and_then_left_alone() {
        let scratch = tempfile::tempdir().unwrap();
        let path = scratch.path().join("docs/generated/cli.md");
        assert_eq!(settle(&path, "cli.md", "# Help\n\n", false).unwrap(), None);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "# Help\n");
        assert_eq!(settle(&path, "cli.md", "# Help", true).unwrap(), None);
    }

    #[test]
    fn a_stale_or_missing_page_is_told_and_not_touched() {
        let scratch = tempfile::tempdir().unwrap();
        let path = scratch.path().join("cli.md");
        let missing = settle(&path, "cli.md", "# Help", true).unwrap().unwrap();
        assert!(missing.contains("missing"));
        std::fs::write(&path, "# Help\nold\n").unwrap();
        let stale = settle(&path, "cli.md", "# Help\nnew", true).unwrap().unwrap();
        assert!(stale.contains("cli.md:2") && stale.contains("old") && stale.contains("new"));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "# Help\nold\n");
    }
}
