//! `cargo xtask <command>`: the one way to run, test, check and measure Coachlight, for people
//! and for machines. It builds in seconds and decides nothing about the app itself.

mod bench;
mod check;
mod generate;
mod interface;
mod invariants;
mod layers;
mod licences;
mod literals;
mod machine;
mod places;
mod process;
mod run;
mod screen;
mod setup;
mod simulate;
mod sources;
mod spdx;
mod suites;
mod test;
mod traces;
mod words;

use std::{env, error::Error, process::ExitCode};

/// What a step comes to: its value, or words for the person at the terminal.
type Done<T = ()> = Result<T, Box<dyn Error>>;

const HELP: &str = "\
cargo xtask <command>

  run [--once] [--demo] [-- ARGS]   install what is missing, build, start the app
        --once   end after the first screen is painted and its picture is saved
        --demo   open a demo profile at This week
  test [--filter WORDS]             install what is missing, run every test
  check                             format, lints, types, licences, layers, words
  simulate [--seeds N] [--seed S]   run N worlds of devices and service (300), or one of them again
  bench [-- ARGS]                   measure a release build in its window
  bench sync [CASE]…                measure device and service with a coach's year; cases: sqlite, postgresql,
                                    year, slow, cut, crowd, scale
  generate                          write the generated files again (types, schema)
  setup                             install what building and testing need, no more
  help                              this page
";

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    match command(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("\nxtask: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn command(words: &[String]) -> Done {
    let (name, rest) = match words.split_first() {
        Some((name, rest)) => (name.as_str(), rest),
        None => ("help", words),
    };
    match name {
        "run" => run::run(&run::Options::parse(rest)?),
        "test" => test::test(&test::Options::parse(rest)?),
        "check" => none(rest).and_then(|()| check::check()),
        "simulate" => simulate::simulate(&simulate::Options::parse(rest)?),
        "bench" => bench::bench(rest),
        "generate" => none(rest).and_then(|()| generate::generate()),
        "setup" => none(rest).and_then(|()| setup::setup()),
        "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(())
        }
        other => Err(format!("no command is called {other}\n\n{HELP}").into()),
    }
}

fn none(rest: &[String]) -> Done {
    match rest.first() {
        None => Ok(()),
        Some(word) => Err(format!("this command takes no {word}\n\n{HELP}").into()),
    }
}
