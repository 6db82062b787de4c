//! `bench`: builds the app as people get it and drives it in its window. The bench itself is an
//! ordinary debug program, so that only the app is compiled with all optimisations.

use std::{env, fs, path::PathBuf, process::Command};

use crate::{Done, interface, machine::Purpose, places, process, setup};

pub fn bench(words: &[String]) -> Done {
    if let Some(("sync", names)) = words.split_first().map(|(first, names)| (first.as_str(), names)) {
        return sync(names);
    }
    setup::ready(Purpose::Tests)?;
    interface::build()?;
    // The bench is built before the app: a mistake in it shows in seconds, the app takes many minutes.
    process::run(driver().arg("--no-run"))?;
    process::run(places::cargo(&["build", "--release", "--package", "coachlight"]).args(places::FEATURES))?;
    let package = package()?;
    let figures = places::target().join("bench");
    fs::create_dir_all(&figures)?;
    let mut driver = driver();
    driver.arg("--").args(words.iter().filter(|word| *word != "--"));
    driver.env("COACHLIGHT_BENCH_APP", places::app("release")).env("COACHLIGHT_BENCH_FOLDER", &figures);
    if let Some(package) = package {
        driver.env("COACHLIGHT_BENCH_PACKAGE", package);
    }
    process::run(&mut driver)?;
    println!("figures in {}", figures.display());
    Ok(())
}

/// A coach's work through devices and service: no window, so only what it needs is built.
fn sync(names: &[String]) -> Done {
    setup::ready(Purpose::Tests)?;
    process::run(&mut places::cargo(&[
        "build",
        "--profile",
        "measure",
        "--package",
        "measure",
        "--package",
        "server",
    ]))?;
    let programs = places::target().join("measure");
    let program = |name: &str| programs.join(format!("{name}{}", env::consts::EXE_SUFFIX));
    let figures = places::target().join("bench");
    fs::create_dir_all(&figures)?;
    let mut measure = Command::new(program("measure"));
    measure.arg("run").arg(program("coachlight-server")).arg(&figures).args(names.iter().filter(|name| *name != "--"));
    process::run(&mut measure)?;
    println!("figures in {}", figures.display());
    Ok(())
}

/// Packs the release app as Debian does, where the Tauri tools of the page's packages can.
fn package() -> Done<Option<PathBuf>> {
    if !cfg!(target_os = "linux") {
        return Ok(None);
    }
    let mut tools = Command::new(places::ui().join("node_modules/.bin/tauri"));
    process::run(tools.current_dir(places::root()).args(["bundle", "--bundles", "deb"]))?;
    let folder = places::target().join("release/bundle/deb");
    let files = fs::read_dir(folder)?.flatten().map(|file| file.path());
    let packages = files.filter(|file| file.extension().is_some_and(|kind| kind == "deb"));
    Ok(packages.max_by_key(|file| fs::metadata(file).and_then(|about| about.modified()).ok()))
}

/// The `[[bench]]` of the root manifest, which has no harness.
fn driver() -> Command {
    let mut driver = places::cargo(&["bench", "--profile", "dev", "--bench", "bench"]);
    driver.args(places::FEATURES);
    driver
}
