//! `cargo xtask bench sync`: a coach's work through the real engine, over HTTP, to the real service and back, on both of
//! its databases. Devices are SQLCipher with the search index; every question is authenticated, authorised and durable.
//!
//! Each device exchanges in a process of its own, so that its processor time and memory are its own.

mod cases;
mod clock;
#[allow(clippy::unwrap_used, dead_code, reason = "the one that the tests of the service start")]
#[path = "../../server/tests/support/cluster.rs"]
mod cluster;
mod device;
mod link;
mod service;
mod table;
mod words;
mod workload;

use std::{error::Error, io::Write, path::Path, process::ExitCode, time::Duration};

/// What a step comes to: its value, or words for the person at the terminal.
type Done<T = ()> = Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match command(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            say(&format!("measure: {problem}"));
            ExitCode::FAILURE
        }
    }
}

fn command(words: &[&str]) -> Done {
    match words {
        ["run", program, folder, names @ ..] => cases::run(Path::new(program), Path::new(folder), names),
        ["make", folder, coach, years] => device::make(Path::new(folder), coach.parse()?, years.parse()?),
        ["exchange", folder, service] => {
            let took = device::run(Path::new(folder), service, Duration::from_secs(1))?;
            say(&serde_json::to_string(&took)?);
            Ok(())
        }
        _ => Err("say: run SERVER FOLDER [CASE…]".into()),
    }
}

/// Prints a line; where nobody listens, nothing is lost.
fn say(line: &str) {
    drop(writeln!(std::io::stdout(), "{line}"));
}
