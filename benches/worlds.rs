//! The profiles that are measured: a decade of work, kept for the next time, and a lesson of 500 lines.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use actions::capture::{self, KeepLine, Start};
use domain::{RowId, clock::Reading};

use crate::support::profile;

/// What the program gives to demo profiles.
pub const DEMO_PASSPHRASE: &str = "demo demo";

/// Rises when the demo district has more in it than before.
const DEMO: u32 = 2;

/// As many lines as a long lesson has.
const LINES: usize = 500;
/// The lesson began so long ago that its last line lies in the past.
const BEGAN_MS_AGO: i64 = 45 * 60_000;

/// Returns a home folder with 2,000 observations and 400,000 lines. It is made again when the week or the program's
/// tables changed, because This week would be empty and an upgrade would be measured.
pub fn decade(app: &Path, kept: &Path) -> PathBuf {
    let (home, stamp) = (kept.join("decade"), kept.join("decade.stamp"));
    let week = chrono::Utc::now().format("%G week %V");
    let schema = store::schema_text().expect("the migrations apply");
    let wanted = format!("{week}\ndemo {DEMO}\n{schema}");
    if fs::read_to_string(&stamp).is_ok_and(|made| made == wanted) {
        return home;
    }
    println!("making a decade of work in {}", home.display());
    if home.exists() {
        fs::remove_dir_all(&home).expect("an old folder of ours can be removed");
    }
    fs::create_dir_all(&home).expect("a new folder");
    let made = Command::new(app)
        .args(["demo", "--observations", "2000", "--years", "10", "--seed", "7"])
        .env("COACHLIGHT_HOME", &home)
        .status()
        .expect("the program can be started");
    assert!(made.success(), "the demo data was not made");
    fs::write(&stamp, wanted).expect("the disk takes it");
    home
}

/// Fills a home folder with a lesson that is being written and has 500 lines already.
pub fn lesson(home: &Path) -> RowId {
    let mut lesson = None;
    profile::make(home, |writer| {
        let world = demo::st_1(writer).expect("the demo world");
        let wall_ms = chrono::Utc::now().timestamp_millis() - BEGAN_MS_AGO;
        let now = Reading { wall_ms, boot_ms: 0, awake_ms: 0, boot: "bench".into() };
        let teacher = Start { visit: None, teacher: Some(world.amir) };
        let observation = capture::start(writer, &now, &teacher).expect("a lesson begins");
        for number in 0..LINES {
            let line = KeepLine {
                observation,
                number: number as f64 + 1.0,
                typed: format!("t so what do you notice about the {number} pieces, and how do you know that it is so?"),
                speaker: String::new(),
                age_ms: 0,
                tags: Vec::new(),
            };
            let at = number as i64 * 5_000;
            let then = Reading { wall_ms: wall_ms + at, boot_ms: at, awake_ms: at, ..now.clone() };
            capture::keep_line(writer, &then, &line).expect("a line is kept");
        }
        lesson = Some(observation);
    });
    lesson.expect("the lesson was begun")
}
