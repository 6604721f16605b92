//! The command `dateline`.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
