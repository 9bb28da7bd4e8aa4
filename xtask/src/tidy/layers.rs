//! Which crate may know which. Read from `cargo metadata`, so that no manifest can say otherwise.

use serde_json::Value;

use super::Finding;

/// Every crate of the workspace and the crates below it that it may depend on.
const LAYERS: [(&str, &[&str]); 29] = [
    ("law", &[]),
    ("docket", &["law"]),
    ("court", &["law", "docket"]),
    ("sim", &["law", "docket", "court"]),
    ("stats", &["law", "docket"]),
    ("print", &["law"]),
    ("sheet", &["law"]),
    ("permit", &["law"]),
    ("people", &["law", "docket"]),
    ("files", &["law", "docket"]),
    ("letters", &["law", "docket", "people"]),
    ("judgment", &["law"]),
    ("redact", &["law", "judgment"]),
    ("search", &["law", "judgment"]),
    ("alike", &["law", "docket", "court", "judgment", "redact", "search"]),
    ("frame", &["law"]),
    ("library", &["law", "docket", "frame", "judgment", "search"]),
    ("vouch", &["law"]),
    ("import", &["law", "docket", "court", "people", "sheet"]),
    ("web", &["law", "docket", "court", "frame", "stats", "print", "sheet"]),
    ("hall", &["law", "docket", "court", "alike", "frame", "permit", "people", "files", "import", "letters", "vouch"]),
    (
        "matters",
        &[
            "law", "docket", "court", "alike", "search", "frame", "hall", "sheet", "permit", "people", "files",
            "import", "letters",
        ],
    ),
    (
        "openness",
        &["law", "docket", "court", "frame", "hall", "matters", "permit", "judgment", "redact", "search", "library"],
    ),
    ("hearings", &["law", "court", "frame", "hall", "matters", "permit", "recording", "rooms"]),
    (
        "door",
        &[
            "law", "docket", "court", "alike", "frame", "hall", "hearings", "library", "matters", "openness", "sheet",
            "permit", "people", "files", "import", "letters", "vouch",
        ],
    ),
    (
        "mingjing",
        &[
            "law", "docket", "court", "alike", "frame", "sim", "stats", "print", "web", "permit", "people", "files",
            "letters", "vouch", "import", "door", "hearings", "library", "search", "redact", "openness", "rooms",
        ],
    ),
    ("rooms", &[]),
    ("recording", &[]),
    ("xtask", &[]),
];

/// Crates that wait, store, talk, read files or draw lots: `law` does none of it.
const NOT_FOR_LAW: [&str; 27] = [
    "async-std",
    "axum",
    "diesel",
    "fastrand",
    "fs-err",
    "futures",
    "futures-util",
    "getrandom",
    "hyper",
    "memmap2",
    "mio",
    "object_store",
    "postgres",
    "rand",
    "reqwest",
    "rusqlite",
    "smol",
    "socket2",
    "sqlx",
    "tempfile",
    "tokio",
    "tokio-util",
    "tower",
    "tower-http",
    "tracing",
    "ureq",
    "walkdir",
];

/// Finds dependencies that point up or sideways, and crates that `law` must not have.
pub fn check(metadata: &str) -> Result<Vec<Finding>, String> {
    let metadata: Value = serde_json::from_str(metadata).map_err(|error| format!("cargo metadata: {error}"))?;
    let packages = list(&metadata, "packages");
    let members: Vec<&str> = packages.iter().map(|package| text(package, "name")).collect();
    let mut findings = Vec::new();
    for package in packages {
        let name = text(package, "name");
        let manifest = format!("package {name}");
        let Some((_, below)) = LAYERS.iter().find(|(layer, _)| *layer == name) else {
            findings.push(Finding::whole(&manifest, "has no place in the layers of xtask/src/tidy/layers.rs"));
            continue;
        };
        for dependency in list(package, "dependencies") {
            let on = text(dependency, "name");
            let for_tests = text(dependency, "kind") == "dev";
            // a crate may ask for itself with more features, for its own tests
            let itself = for_tests && on == name;
            if members.contains(&on) && !below.contains(&on) && !itself {
                findings.push(Finding::whole(&manifest, format!("must not depend on `{on}`")));
            }
            if name == "law" && !for_tests && NOT_FOR_LAW.contains(&on) {
                let what = format!("must not depend on `{on}`: law is pure");
                findings.push(Finding::whole(&manifest, what));
            }
        }
    }
    Ok(findings)
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A string, or nothing where there is none (`kind` of a plain dependency is null).
fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::check;
    use serde_json::json;

    fn findings(packages: serde_json::Value) -> Vec<String> {
        let found = check(&json!({ "packages": packages }).to_string()).unwrap();
        found.into_iter().map(|finding| format!("{} {}", finding.path, finding.what)).collect()
    }

    fn package(name: &str, on: &[(&str, Option<&str>)]) -> serde_json::Value {
        let on: Vec<_> = on.iter().map(|(n, kind)| json!({"name": n, "kind": kind})).collect();
        json!({"name": name, "dependencies": on})
    }

    #[test]
    fn down_is_allowed() {
        let packages = json!([
            package("law", &[("serde", None), ("tempfile", Some("dev"))]),
            package("docket", &[("law", None), ("sqlx", None)]),
            package("court", &[("law", None), ("docket", None)]),
        ]);
        assert!(findings(packages).is_empty());
    }

    #[test]
    fn up_and_sideways_are_not() {
        let packages = json!([
            package("law", &[("docket", Some("dev"))]),
            package("docket", &[("stats", None)]),
            package("stats", &[("law", None)]),
        ]);
        let expected = ["package law must not depend on `docket`", "package docket must not depend on `stats`"];
        assert_eq!(findings(packages), expected);
    }

    #[test]
    fn a_crate_may_ask_for_itself_in_its_tests_only() {
        assert!(findings(json!([package("docket", &[("docket", Some("dev"))])])).is_empty());
        assert_eq!(findings(json!([package("docket", &[("docket", None)])])).len(), 1);
    }

    #[test]
    fn law_is_pure() {
        let packages = json!([package("law", &[("tokio", None), ("rand", Some("build"))])]);
        assert_eq!(findings(packages).len(), 2);
    }

    #[test]
    fn a_new_crate_must_be_placed() {
        assert!(findings(json!([package("cellar", &[])]))[0].contains("no place"));
        assert!(check("not json").is_err());
    }
}
