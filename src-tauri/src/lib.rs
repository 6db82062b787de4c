//! The desktop shell: it translates between the page and `actions`, and decides nothing.

mod app;
mod carried;
mod cli;
mod clock;
mod events;
mod files;
mod guard;
mod house;
mod keychain;
mod lease;
mod log;
mod long;
mod pages;
mod reminders;
#[cfg(debug_assertions)]
mod slow_journal;
mod state;
mod web_view;

pub mod commands;
pub mod exchange;

use clap::Parser;

/// Runs the window, or one command of the command line, and returns the exit code.
#[must_use]
pub fn run() -> std::process::ExitCode {
    let arguments = cli::Arguments::parse();
    match arguments.command {
        Some(command) => cli::run(command, arguments.json),
        None => app::run(),
    }
}
