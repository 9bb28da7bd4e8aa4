//! The published rankings of LeCaRD, through our metric code, give its golden numbers.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout, reason = "a test")]

mod golden;

#[test]
fn published_rankings_give_the_golden_numbers() {
    let folder = golden::folder();
    if !folder.is_dir() {
        println!("SKIPPED: no ../shared/data/metrics beside this checkout");
        return;
    }
    let compared = golden::compared(&folder);
    assert!(!compared.is_empty());
    for (name, figure, value, ours) in compared {
        assert!((ours - value).abs() < 1e-6, "{name} {figure}: {ours} is not {value}");
    }
}
