//! `mingjing internal`: pages generated from the code, and benchmarks.

use std::fmt::Write as _;

use clap::CommandFactory as _;
use law::life::RefusalCode;
use law::life::event::Event;
use law::life::office::OfficeAct;

use crate::args::{Cli, Global, Internal};
use crate::bench;
use crate::output;
use crate::run::{Failure, input};

/// Prints what is asked for.
pub async fn internal(global: &Global, action: Internal) -> Result<(), Failure> {
    match action {
        Internal::Refusals => output::result(&refusals()),
        Internal::CliHelp => output::result(&cli_help()),
        Internal::EntryKinds => output::result(&entry_kinds()),
        Internal::Indicators => {
            let indicators = stats::Indicators::load().map_err(input)?;
            output::result(&stats::indicators_markdown(&indicators));
        }
        Internal::Bench { name, scale } => bench::bench(global, &name, &scale).await?,
    }
    Ok(())
}

/// `mingjing openapi`: the description of the API.
pub fn openapi() -> Result<(), Failure> {
    let mut described = web::document();
    described.merge(door::document());
    described.merge(library::document());
    output::result(&described.to_pretty_json().map_err(input)?);
    Ok(())
}

fn refusals() -> String {
    let mut page = String::from(
        "# Refusals\n\nEvery reason for which the law's part of the system says no. The code is stable.\n\n| code | meaning |\n|---|---|\n",
    );
    for (code, zh) in RefusalCode::ALL {
        let _ = writeln!(page, "| `{}` | {zh} |", code.as_str());
    }
    page
}

fn entry_kinds() -> String {
    let mut page = String::from(
        "# Entry kinds\n\nEvery kind an entry of a court's log can have. Bodies are canonical JSON; a kind's form never changes, a new form gets a new version.\n\n| kind | label |\n|---|---|\n",
    );
    for (kind, zh) in Event::KINDS.iter().chain(OfficeAct::KINDS) {
        let _ = writeln!(page, "| `{kind}` | {zh} |");
    }
    page
}

fn cli_help() -> String {
    let mut page = String::from("# Command line\n");
    let mut command = Cli::command().term_width(100);
    section(&mut command, "mingjing", &mut page);
    page
}

fn section(command: &mut clap::Command, path: &str, page: &mut String) {
    let help = command.render_long_help().to_string();
    let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
    let _ = write!(page, "\n## `{path}`\n\n```text\n{}\n```\n", lines.join("\n").trim_end());
    let visible = |sub: &&mut clap::Command| !sub.is_hide_set() && sub.get_name() != "help";
    for sub in command.get_subcommands_mut().filter(visible) {
        let path = format!("{path} {}", sub.get_name());
        section(sub, &path, page);
    }
}
