//! The central service as a program: `serve` listens, `admin` does what an administrator does on the same computer.

mod carrying;
mod command;
mod serve;

use std::{io::Write, process::ExitCode};

use clap::Parser;

fn main() -> ExitCode {
    let done = match command::Line::parse().command {
        command::Command::Serve(options) => serve::run(&options),
        command::Command::Admin(line) => command::admin(&line).and_then(|said| say(&said)),
        command::Command::Bundle(line) => carrying::run(&line).and_then(|(said, done)| say(&said).and(done)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            // Where even this cannot be written, the exit code is all that is left.
            drop(writeln!(std::io::stderr(), "coachlight-server: {message}"));
            ExitCode::FAILURE
        }
    }
}

fn say(said: &str) -> Result<(), String> {
    writeln!(std::io::stdout(), "{said}").map_err(|error| error.to_string())
}
