//! The command line: one file a subcommand, and the only place that prints.
//!
//! Results go to files or stdout, everything else to stderr. Exit codes: 0 all went well, 1 some
//! articles could not be used, 2 the run could not be made, 130 it was stopped by Ctrl-C.

mod annotate;
mod articles;
mod configuration;
mod conventions;
mod evaluate;
mod explain;
mod gazetteer;
mod interrupt;
mod options;
mod paint;
mod progress;
mod summary;
mod train;
mod visible;

use clap::{Parser, Subcommand};
use dateline::error::{Error, ErrorKind, Result};
use std::process::ExitCode;
use visible::visible;

/// Turns news articles into data: who, where, which outlet, with the evidence for each.
#[derive(Parser)]
#[command(name = "dateline", version, max_term_width = 100, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Annotate(annotate::Annotate),
    Evaluate(Box<evaluate::Evaluate>),
    Explain(explain::Explain),
    #[command(subcommand)]
    Gazetteer(gazetteer::GazetteerCommand),
    Train(train::Train),
}

/// How a command that came to its end went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Fine,
    /// Some articles, rows or labels could not be used, what could be was; or a score is too low.
    SomeFailed,
}

pub fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Annotate(command) => command.run(),
        Command::Evaluate(command) => command.run(),
        Command::Explain(command) => command.run(),
        Command::Gazetteer(command) => command.run(),
        Command::Train(command) => command.run(),
    };
    exit_code(result)
}

fn exit_code(result: Result<Outcome>) -> ExitCode {
    match result {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::SomeFailed) => ExitCode::from(1),
        Err(error) if error.is_closed_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            ExitCode::from(match error.kind() {
                ErrorKind::Interrupted => interrupt::EXIT_CODE,
                _ => 2,
            })
        }
    }
}

/// Tells why the run could not be made.
fn complain(error: &Error) {
    say(&format!("dateline: {}", visible(&error.to_string())));
}

/// A line on stderr; if nobody can read it, so be it.
fn say(line: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
