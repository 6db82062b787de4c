//! Measures the program as people get it: a release build in its own window, with keys as an X server sends them.
//! `cargo xtask bench` builds what is measured and starts this. Nothing here fails because a figure is bad.

#![allow(clippy::print_stdout, clippy::cast_precision_loss, reason = "figures are printed, and are no exact numbers")]

mod coaching;
mod eyes;
mod figure;
mod machine;
mod moving;
mod nodes;
mod size;
mod start;
mod typing;
mod worlds;

#[allow(dead_code, unreachable_pub, reason = "the tests use more of it")]
#[path = "../tests/support/mod.rs"]
mod support;

use std::{
    env, fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use eyes::Eyes;
use figure::Figure;
use store::profile::Home;
use support::{wait_for, window::Desk};

/// One part of the measurement.
type Part = fn(&Bench);

/// The parts, by the words that choose them: `cargo xtask bench -- typing`.
const PARTS: &[(&str, Part)] = &[
    ("size", size::measure),
    ("start", start::measure),
    ("typing", typing::measure),
    ("nodes", nodes::measure),
    ("moving", moving::measure),
    ("coaching", coaching::measure),
];

fn main() {
    let bench = Bench::from_environment();
    let chosen: Vec<String> = env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let load = machine::load();
    if load > 0.5 {
        println!("the machine is busy (load {load}): times are worth little now");
    }
    figure::heading();
    for (name, measure) in PARTS {
        if chosen.is_empty() || chosen.iter().any(|word| word == name) {
            measure(&bench);
        }
    }
}

/// What is measured, and where figures and profiles are kept.
pub struct Bench {
    app: PathBuf,
    package: Option<PathBuf>,
    figures: PathBuf,
}

impl Bench {
    fn from_environment() -> Self {
        let path = |name| env::var_os(name).map(PathBuf::from);
        let app = path("COACHLIGHT_BENCH_APP").expect("`cargo xtask bench` says which program is measured");
        let figures = path("COACHLIGHT_BENCH_FOLDER").expect("`cargo xtask bench` says where figures are kept");
        Self { app, package: path("COACHLIGHT_BENCH_PACKAGE"), figures }
    }

    /// Returns a desk with an empty home folder.
    fn desk(&self) -> Desk {
        let desk = Desk::new(1366, 768);
        let home = desk.home();
        desk.of(&self.app, &home)
    }

    /// Returns a desk with ten years of work.
    fn desk_with_decade(&self) -> Desk {
        let kept = self.figures.with_file_name("bench-home");
        fs::create_dir_all(&kept).expect("a new folder");
        let home = worlds::decade(&self.app, &kept);
        Desk::new(1366, 768).of(&self.app, &home).with("COACHLIGHT_PASSPHRASE", worlds::DEMO_PASSPHRASE)
    }

    fn eyes(&self, desk: &Desk) -> Eyes {
        Eyes::on(&desk.display.name)
    }

    fn report(&self, figure: &Figure) {
        figure.report(&self.figures);
    }

    /// Starts the program, waits for its first screen, and ends it. Returns how long the screen took, in milliseconds.
    fn start_ms(&self, desk: &Desk) -> f64 {
        let begun = SystemTime::now();
        let program = desk.start();
        let said = wait_for("the first screen's moment", Duration::from_secs(5), || said_ready(&desk.ready_file()));
        drop(program);
        drop(wait_for("the program's end", Duration::from_secs(10), || Home::hold(&desk.home()).ok()));
        let begun = begun.duration_since(SystemTime::UNIX_EPOCH).expect("it is after 1970");
        said - begun.as_secs_f64() * 1e3
    }
}

/// Reads the wall clock that the program wrote when its first screen was still, in milliseconds.
fn said_ready(file: &Path) -> Option<f64> {
    fs::read_to_string(file).ok()?.trim().parse().ok()
}
