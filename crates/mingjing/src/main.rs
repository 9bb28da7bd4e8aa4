//! The binary: command line, configuration, wiring. The only place where the parts meet.

mod args;
mod bench;
mod config;
mod output;
mod run;

use std::process::ExitCode;

use clap::Parser as _;

use crate::args::{Cli, Command, LawsAction, PolicyAction, SearchAction};
use crate::run::Failure;
use crate::run::ahead::Asked;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let code = if error.use_stderr() { 2 } else { 0 };
            // a closed pipe is no fault of ours
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            output::say(&format!("无法启动运行环境：{error}"));
            return ExitCode::from(2);
        }
    };
    match runtime.block_on(dispatch(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Check(sentence)) => {
            output::say(&sentence);
            ExitCode::from(1)
        }
        Err(Failure::Input(sentence)) => {
            output::say(&sentence);
            ExitCode::from(2)
        }
    }
}

async fn dispatch(cli: Cli) -> Result<(), Failure> {
    let global = cli.global;
    match cli.command {
        Command::Demo { empty: true, listen, laws, .. } => run::demo::empty(&global, &listen, laws.as_deref()).await,
        Command::Demo { scale, listen, laws, .. } => run::demo::demo(&global, &scale, &listen, laws.as_deref()).await,
        Command::Laws { action: LawsAction::Import { path } } => run::laws::import(&global, &path).await,
        Command::Redact(asked) => run::redact::redact(&global, &asked),
        Command::Search { action: SearchAction::Laws(asked) } => run::laws::search(&global, &asked).await,
        Command::Search { action: SearchAction::Cases(asked) } => run::alike::search(&global, &asked).await,
        Command::Serve { listen, ranking } => {
            let serving = run::serve::Serving { listen: &listen, ranking, demo: false };
            run::serve::serve(&global.db, &global.data, serving, config::Config::of(&global)?).await
        }
        Command::Simulate { plan, scale, seed, live } if live.live => {
            let asked = Asked { plan: plan.as_deref(), scale: scale.as_deref(), seed };
            run::ahead::ahead(&global, &asked, &live).await
        }
        Command::Simulate { plan, scale, seed, .. } => {
            run::simulate::simulate(&global, plan.as_deref(), scale.as_deref().unwrap_or("1"), seed).await
        }
        Command::Report { year, court, format, output } => {
            run::figures::report(&global, year, court.as_deref(), format, output.as_deref()).await
        }
        Command::Stats { year, by, court, format } => {
            run::figures::stats(&global, year, by, court.as_deref(), format).await
        }
        Command::Verify { court } => run::proofs::verify(&global, court.as_deref()).await,
        Command::Receipt { action } => run::proofs::receipt(&global, action).await,
        Command::Account { action } => run::door::account(&global, action).await,
        Command::Import(asked) => run::import::import(&global, &asked).await,
        Command::Policy { action: PolicyAction::Matrix } => {
            output::result(permit::matrix().trim_end());
            Ok(())
        }
        Command::Draw { action } => run::proofs::draw(&global, &action),
        Command::CaseNumber { action } => run::number::number(&global, &action),
        Command::Openapi => run::internal::openapi(),
        Command::Backup { dir } => run::copies::backup(&global, &dir).await,
        Command::Restore { dir } => run::copies::restore(&global, &dir).await,
        Command::Internal { action } => run::internal::internal(&global, action).await,
    }
}
