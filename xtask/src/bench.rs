//! `bench`: builds the app as people get it and drives it in its window. The bench itself is an
//! ordinary debug program, so that only the app is compiled with all optimisations.

use std::{fs, process::Command};

use crate::{Done, interface, machine::Purpose, places, process, setup};

pub fn bench(words: &[String]) -> Done {
    setup::ready(Purpose::Tests)?;
    interface::build()?;
    // The bench is built before the app: a mistake in it shows in seconds, the app takes many minutes.
    process::run(driver().arg("--no-run"))?;
    process::run(places::cargo(&["build", "--release", "--package", "coachlight"]).args(places::FEATURES))?;
    let figures = places::target().join("bench");
    fs::create_dir_all(&figures)?;
    let mut driver = driver();
    driver.arg("--").args(words.iter().filter(|word| *word != "--"));
    driver.env("COACHLIGHT_BENCH_APP", places::app("release")).env("COACHLIGHT_BENCH_FOLDER", &figures);
    process::run(&mut driver)?;
    println!("figures in {}", figures.display());
    Ok(())
}

/// The `[[bench]]` of the root manifest, which has no harness.
fn driver() -> Command {
    let mut driver = places::cargo(&["bench", "--profile", "dev", "--bench", "bench"]);
    driver.args(places::FEATURES);
    driver
}
