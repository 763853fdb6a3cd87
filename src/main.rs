//! Arguments, then the window or a command; the exit code.

use clap::Parser as _;

fn main() -> std::process::ExitCode {
    let cli = keyworker::cli::Cli::parse();
    let result = match cli.command {
        Some(command) => keyworker::cli::run(command),
        None => keyworker::app::run(cli.file),
    };
    match result {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            std::process::ExitCode::FAILURE
        }
    }
}
