//! `generate`: writes the files that are made from Rust (the page's types, the schema). Each has
//! a test beside its source, with `generated` in its name: it compares, or writes when asked.

use std::process::Command;

use crate::{Done, interface, machine::Purpose, places, process, setup};

pub fn generate() -> Done {
    setup::ready(Purpose::Building)?;
    interface::build()?;
    process::run(tests().env("UPDATE_GENERATED", "1"))
}

/// The tests that compare the generated files with what they are generated from.
pub fn tests() -> Command {
    let mut tests = places::cargo(&["test", "--quiet", "--lib", "--bins", "--tests"]);
    tests.args(places::FEATURES).arg("generated");
    tests
}
