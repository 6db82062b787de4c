//! `bench`: builds the app as people get it and drives it in its window. The bench itself is an
//! ordinary debug program, so that only the app is compiled with all optimisations.

use std::fs;

use crate::{Done, interface, machine::Purpose, places, process, setup};

pub fn bench(words: &[String]) -> Done {
    setup::ready(Purpose::Tests)?;
    interface::build()?;
    process::run(places::cargo(&["build", "--release", "--package", "coachlight"]).args(places::FEATURES))?;
    let figures = places::target().join("bench");
    fs::create_dir_all(&figures)?;
    let mut bench = places::cargo(&["bench", "--profile", "dev", "--bench", "bench"]);
    bench.args(places::FEATURES).arg("--").args(words.iter().filter(|word| *word != "--"));
    bench.env("COACHLIGHT_BENCH_APP", places::app("release")).env("COACHLIGHT_BENCH_FOLDER", &figures);
    process::run(&mut bench)?;
    println!("figures in {}", figures.display());
    Ok(())
}
