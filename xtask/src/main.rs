//! The house's own tools: `tidy`, `gen`, `bench` and `ci`.
//!
//! Depends on no crate of the workspace: it reads their sources and runs their binary, so that it
//! still works when they do not compile.

mod bench;
mod bench_text;
mod ci;
mod generate;
mod output;
mod process;
mod source;
mod tidy;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Keep the tree in order, its generated files fresh and its speed known.
#[derive(Parser)]
#[command(name = "cargo xtask", version, about)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Check what the compiler does not: layers, lengths, names, paths, refusal codes.
    Tidy,
    /// Write the generated files of docs/generated.
    Gen {
        /// Change nothing; fail if a committed file differs from what would be written.
        #[arg(long)]
        check: bool,
    },
    /// Measure: simulate, floor, indicators, receipt, scaling, verify, export, or all.
    Bench {
        /// Which bench to run.
        #[arg(value_enum)]
        name: bench::Name,
        /// The scale the bench works at; the whole year if not given.
        #[arg(long)]
        scale: Option<String>,
        /// One JSON object a line instead of a table.
        #[arg(long)]
        json: bool,
        /// What else the bench of its own takes.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        more: Vec<String>,
    },
    /// All that `make test` runs, in order, stopping at the first failure.
    Ci,
}

fn main() -> ExitCode {
    let root = process::root();
    let done = match Cli::parse().task {
        Task::Tidy => tidy::run(&root),
        Task::Gen { check } => generate::run(&root, check),
        Task::Bench { name, scale, json, more } => bench::run(&root, name, scale.as_deref(), json, &more),
        Task::Ci => ci::run(&root),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            output::complain(&why);
            ExitCode::FAILURE
        }
    }
}
