//! Prints the golden numbers of the published rankings beside ours: `golden [--data DIR] [--json]`; `DIR/metrics` holds
//! `label/`, `prediction/` and `lecard_golden_metrics.json`.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout, reason = "a bench prints its table")]

use std::path::PathBuf;

#[path = "../tests/golden/mod.rs"]
mod golden;

fn main() {
    let words: Vec<String> = std::env::args().collect();
    let given = words.iter().skip_while(|word| *word != "--data").nth(1);
    let folder = given.map_or_else(golden::folder, |data| PathBuf::from(data).join("metrics"));
    let compared = golden::compared(&folder);
    if words.iter().any(|word| word == "--json") {
        for (name, figure, value, ours) in &compared {
            println!("{}", serde_json::json!({ "ranking": name, "figure": figure, "golden": value, "ours": ours }));
        }
        return;
    }
    for (name, figure, value, ours) in &compared {
        let same = if (ours - value).abs() < 1e-6 { "same" } else { "DIFFERS" };
        println!("{name:<24} {figure:<58} golden {value:.6}  ours {ours:.6}  {same}");
    }
    println!("P and MAP count grade 3 as relevant; NDCG has linear gain and log2(i+2).");
    println!("HEAD: the full ranking against the best order of all labels. README: labelled documents alone.");
}
