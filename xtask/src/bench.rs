//! Runs the benches of the built binary and prints what they measured. It measures nothing itself.

use std::path::Path;

use clap::ValueEnum;
use serde_json::Value;

use crate::{bench_text, output, process};

/// The benches there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Name {
    /// A year decided, sealed and projected, in entries per second.
    Simulate,
    /// The same rows through a bare insert loop: what storage alone costs.
    Floor,
    /// Every indicator by court and month, beside DuckDB on the same Parquet.
    Indicators,
    /// Making and checking a receipt.
    Receipt,
    /// The work report of the province, set as PDF.
    ReportPdf,
    /// Cost per entry at scales 0.01, 0.1 and 1.
    Scaling,
    /// Recomputing a whole log.
    Verify,
    /// The cases of a year as a workbook.
    Export,
    /// Questions to the policies, draws with their proofs, and draws made again.
    Door,
    /// Acts a second on PostgreSQL with 32 clients.
    Acts,
    /// Filing over HTTP at a hundred a second, each with its receipt; lists for every role.
    Filing,
    /// A file of 2 GB sent in one go: memory beyond idle, and the rate.
    Uploads,
    /// 200 requests a second over all pages of a full year.
    Load,
    /// First paint and weight of pages on a slow phone.
    Paint,
    /// From a figure to its cases, and lists in any order.
    Drill,
    /// Statutes, similar cases and causes against plain BM25, and the golden numbers of the metrics: --data.
    Search,
    /// Indexes of cases of several sizes, beside SQLite FTS5 and PostgreSQL: --documents, --data, --postgres.
    Index,
    /// What the anonymiser hides, keeps and leaves: --seed, --documents, --data.
    Redact,
    /// Readers of text under mutated inputs: --seconds, --seed, --target.
    Fuzz,
    /// All of them.
    All,
}

/// The keys of a measurement, in the order of the table.
const KEYS: [&str; 5] = ["bench", "metric", "value", "unit", "against"];

/// Builds the binary, runs the benches named and prints each measurement.
pub fn run(root: &Path, name: Name, scale: Option<&str>, json: bool, more: &[String]) -> Result<(), String> {
    if bench_text::is_one(name) {
        return bench_text::run(root, name, more, json);
    }
    if let Some(word) = more.first() {
        return Err(format!("this bench takes no `{word}`"));
    }
    if matches!(name, Name::Indicators | Name::All) {
        // DuckDB is compared with, never depended on: it lives in a folder of its own
        let said = process::capture(root, &["scripts/duckdb.sh"])?;
        output::complain(said.trim_end());
    }
    process::build(root)?;
    let binary = process::binary();
    let mut rows = Vec::new();
    for bench in members(name) {
        let line = command(&binary, &bench, scale);
        process::each_line(root, &line, |printed| {
            let row = cells(printed)?;
            if json {
                output::say(printed);
            } else {
                rows.push(row);
            }
            Ok(())
        })?;
    }
    if !json {
        output::say(output::table(&KEYS, &rows, &[2]).trim_end());
    }
    if name == Name::All { bench_text::run_all(root, json) } else { Ok(()) }
}

/// The command line of one bench: those of pages ask a server from outside, the others are the binary's own.
fn command<'a>(binary: &'a str, bench: &'a str, scale: Option<&'a str>) -> Vec<&'a str> {
    let mut line = match bench {
        "filing" => vec!["node", "tests/bench/filing.mjs"],
        "uploads" => vec!["node", "tests/bench/uploads.mjs"],
        "load" => vec!["node", "tests/bench/load.mjs"],
        "paint" => vec!["node", "tests/bench/paint.mjs"],
        "drill" => vec!["node", "tests/bench/drill.mjs"],
        _ => vec![binary, "internal", "bench", bench],
    };
    line.extend(scale.into_iter().flat_map(|scale| ["--scale", scale]));
    line
}

/// The names to hand to the binary.
fn members(name: Name) -> Vec<String> {
    let whole = |one: &Name| *one != Name::All && !bench_text::is_one(*one);
    let wanted = |one: &&Name| whole(one) && (name == Name::All || **one == name);
    let spelled = |one: &Name| one.to_possible_value().map(|value| value.get_name().to_owned());
    Name::value_variants().iter().filter(wanted).filter_map(spelled).collect()
}

/// One printed line as cells; a line that is no measurement is refused.
fn cells(printed: &str) -> Result<Vec<String>, String> {
    let refused = |why: &str| format!("a bench printed a line that {why}: {printed}");
    let value: Value = serde_json::from_str(printed).map_err(|_| refused("is no JSON"))?;
    KEYS.iter()
        .map(|key| match value.get(key) {
            None => Err(refused(&format!("lacks \"{key}\""))),
            Some(Value::Null) => Ok("-".to_owned()),
            Some(Value::String(text)) => Ok(text.clone()),
            Some(other) => Ok(other.to_string()),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Name, cells, command, members};

    #[test]
    fn a_measurement_becomes_five_cells() {
        let line = r#"{"bench":"verify","metric":"rate","value":310000,"unit":"entries/s","against":null}"#;
        assert_eq!(cells(line).unwrap(), ["verify", "rate", "310000", "entries/s", "-"]);
        let limit = r#"{"bench":"receipt","metric":"make","value":0.4,"unit":"ms","against":"<= 1"}"#;
        assert_eq!(cells(limit).unwrap(), ["receipt", "make", "0.4", "ms", "<= 1"]);
    }

    #[test]
    fn anything_else_is_refused() {
        assert!(cells("warming up").unwrap_err().contains("no JSON"));
        assert!(cells(r#"{"bench":"x"}"#).unwrap_err().contains("\"metric\""));
        assert!(cells("[]").unwrap_err().contains("\"bench\""));
    }

    #[test]
    fn a_scale_is_handed_on_if_given() {
        assert!(command("mingjing", "verify", None).ends_with(&["internal", "bench", "verify"]));
        assert!(command("mingjing", "verify", Some("0.1")).ends_with(&["verify", "--scale", "0.1"]));
        assert_eq!(command("mingjing", "load", Some("0.1")), ["node", "tests/bench/load.mjs", "--scale", "0.1"]);
    }

    #[test]
    fn all_means_every_bench_and_not_itself() {
        let all = members(Name::All);
        assert_eq!(
            all,
            [
                "simulate",
                "floor",
                "indicators",
                "receipt",
                "report-pdf",
                "scaling",
                "verify",
                "export",
                "door",
                "acts",
                "filing",
                "uploads",
                "load",
                "paint",
                "drill"
            ]
        );
        assert_eq!(members(Name::Receipt), ["receipt"]);
    }
}
