//! What `make test` runs, in order. The test runner comes last, so that its summary is the last
//! thing printed; the web assets come before anything that compiles, because the binary embeds them.

use std::path::Path;
use std::time::Instant;

use crate::{generate, output, process, tidy};

/// One step of the run.
struct Step {
    name: &'static str,
    work: Work,
}

/// What a step does.
enum Work {
    Tidy,
    GenCheck,
    Command(&'static [&'static str]),
}

const CLIPPY: &[&str] = &["cargo", "clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"];

/// The steps of a full run.
const STEPS: &[Step] = &[
    Step { name: "format", work: Work::Command(&["cargo", "fmt", "--all", "--check"]) },
    Step { name: "tidy", work: Work::Tidy },
    Step { name: "web assets and their types", work: Work::Command(&["scripts/web.sh", "check"]) },
    Step { name: "clippy", work: Work::Command(CLIPPY) },
    Step { name: "generated files", work: Work::GenCheck },
    Step { name: "browser journeys", work: Work::Command(&["node", "tests/browser/run.mjs"]) },
    Step { name: "tests", work: Work::Command(&["cargo", "nextest", "run", "--workspace"]) },
];

/// Runs every step from the root of the checkout.
pub fn run(root: &Path) -> Result<(), String> {
    run_steps(root, STEPS)
}

/// Runs the steps in order and stops at the first that fails.
fn run_steps(root: &Path, steps: &[Step]) -> Result<(), String> {
    #[allow(clippy::disallowed_methods, reason = "elapsed time is shown, never decided upon")]
    let began = Instant::now();
    for (done, step) in steps.iter().enumerate() {
        let at = began.elapsed().as_secs_f32();
        output::complain(&format!("── {}/{} {} ({at:.1} s)", done + 1, steps.len(), step.name));
        let result = match step.work {
            Work::Tidy => tidy::run(root),
            Work::GenCheck => generate::run(root, true),
            Work::Command(line) => process::run(root, line),
        };
        result.map_err(|why| {
            let at = began.elapsed().as_secs_f32();
            format!("{why}\n── {} failed ({at:.1} s)", step.name)
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{STEPS, Step, Work, run_steps};

    #[test]
    fn the_first_failure_stops_the_run_and_is_named() {
        let scratch = tempfile::tempdir().unwrap();
        let steps = [
            Step { name: "first", work: Work::Command(&["touch", "first"]) },
            Step { name: "second", work: Work::Command(&["false"]) },
            Step { name: "third", work: Work::Command(&["touch", "third"]) },
        ];
        let why = run_steps(scratch.path(), &steps).unwrap_err();
        assert!(why.contains("second failed"), "{why}");
        assert!(scratch.path().join("first").exists());
        assert!(!scratch.path().join("third").exists());
    }

    #[test]
    fn the_test_runner_is_last_and_the_assets_precede_the_compiler() {
        let place = |wanted: &str| STEPS.iter().position(|step| step.name == wanted).unwrap();
        assert_eq!(place("tests"), STEPS.len() - 1);
        assert!(place("web assets and their types") < place("clippy"));
    }
}
