//! Other programs, run from the root of the checkout. Nothing here reads standard input.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where the checkout begins: the folder above this package, or the current one.
pub fn root() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let above = package.as_deref().and_then(Path::parent).map(Path::to_path_buf);
    above.or_else(|| std::env::current_dir().ok()).unwrap_or_else(|| PathBuf::from("."))
}

/// How the names begin of what cargo tells a program of its own package.
const OF_A_PACKAGE: [&str; 4] = ["CARGO_MANIFEST_", "CARGO_PKG_", "CARGO_CRATE_", "CARGO_BIN_"];

/// A command line as it would be typed, ready to run in `dir`.
fn command(dir: &Path, line: &[&str]) -> Result<Command, String> {
    let (program, arguments) = line.split_first().ok_or("an empty command line")?;
    let mut command = Command::new(program);
    command.args(arguments).current_dir(dir).stdin(Stdio::null());
    if let Some(target) = target_dir() {
        command.env("CARGO_TARGET_DIR", target);
    }
    // what cargo says of xtask must not reach the programs xtask starts: a build script that reads it would run again, and
    // everything above it be built again
    for (name, _) in std::env::vars_os() {
        let of_xtask = name.to_str().is_some_and(|name| OF_A_PACKAGE.iter().any(|head| name.starts_with(head)));
        if of_xtask {
            command.env_remove(name);
        }
    }
    Ok(command)
}

/// Where cargo builds: as told, else the folder the Makefile uses too.
fn target_dir() -> Option<PathBuf> {
    if let Some(told) = std::env::var_os("CARGO_TARGET_DIR") {
        return Some(PathBuf::from(told));
    }
    std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache/mingjing-target"))
}

/// Builds the binary the way every door does.
pub fn build(root: &Path) -> Result<(), String> {
    run(root, &["scripts/build.sh", "--quiet"])
}

/// Where the binary lies once it is built.
pub fn binary() -> String {
    target_dir().unwrap_or_else(|| PathBuf::from("target")).join("debug/mingjing").display().to_string()
}

fn cannot_start(line: &[&str], error: &std::io::Error) -> String {
    format!("cannot start `{}`: {error}", line.join(" "))
}

/// Runs to the end; what it prints goes where ours goes.
pub fn run(dir: &Path, line: &[&str]) -> Result<(), String> {
    let status = command(dir, line)?.status().map_err(|error| cannot_start(line, &error))?;
    if status.success() { Ok(()) } else { Err(format!("`{}`: {status}", line.join(" "))) }
}

/// Runs to the end and returns its standard output, which must be UTF-8.
pub fn capture(dir: &Path, line: &[&str]) -> Result<String, String> {
    let output = command(dir, line)?.stderr(Stdio::inherit()).output().map_err(|error| cannot_start(line, &error))?;
    if !output.status.success() {
        return Err(format!("`{}`: {}", line.join(" "), output.status));
    }
    String::from_utf8(output.stdout).map_err(|_| format!("`{}` printed no UTF-8", line.join(" ")))
}

/// Runs to the end and hands over each line of its standard output as it comes.
pub fn each_line(dir: &Path, line: &[&str], mut take: impl FnMut(&str) -> Result<(), String>) -> Result<(), String> {
    let mut child = command(dir, line)?.stdout(Stdio::piped()).spawn().map_err(|error| cannot_start(line, &error))?;
    let mut taken = Ok(());
    if let Some(stdout) = child.stdout.take() {
        for printed in BufReader::new(stdout).lines() {
            let printed = printed.map_err(|error| format!("`{}`: {error}", line.join(" ")))?;
            // read on after a bad line, so that the program is not stopped by a closed pipe
            if taken.is_ok() {
                taken = take(&printed);
            }
        }
    }
    let status = child.wait().map_err(|error| format!("`{}`: {error}", line.join(" ")))?;
    taken?;
    if status.success() { Ok(()) } else { Err(format!("`{}`: {status}", line.join(" "))) }
}

#[cfg(test)]
mod tests {
    use super::{capture, each_line, run};
    use std::path::Path;

    #[test]
    fn output_is_captured_and_failure_is_told() {
        let here = Path::new(".");
        assert_eq!(capture(here, &["echo", "明镜"]).unwrap(), "明镜\n");
        assert!(run(here, &["true"]).is_ok());
        assert!(run(here, &["false"]).unwrap_err().contains("`false`"));
        assert!(capture(here, &["no-such-program"]).unwrap_err().contains("cannot start"));
    }

    #[test]
    fn what_cargo_says_of_this_package_goes_no_further() {
        assert!(std::env::var_os("CARGO_PKG_NAME").is_some(), "cargo says it here");
        assert!(!capture(Path::new("."), &["env"]).unwrap().contains("CARGO_PKG_"));
    }

    #[test]
    fn lines_come_one_by_one_and_a_bad_one_is_an_error() {
        let here = Path::new(".");
        let mut seen = Vec::new();
        let script = ["sh", "-c", "echo a; echo b"];
        each_line(here, &script, |line| {
            seen.push(line.to_owned());
            Ok(())
        })
        .unwrap();
        assert_eq!(seen, ["a", "b"]);
        let refused = each_line(here, &script, |line| Err(format!("no {line}")));
        assert_eq!(refused.unwrap_err(), "no a");
        assert!(each_line(here, &["sh", "-c", "exit 3"], |_| Ok(())).is_err());
    }
}
