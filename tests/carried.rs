//! Work on a stick: a coach without any network, a colleague who carries, the service, and the answer's way back.

use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};

use crate::support::{
    service::Service,
    window::{Desk, said},
};

/// A word that nobody may find on the stick or at the carrier's.
const CANARY: &str = "Zephyrine";

/// Runs a command with `--json` that ends with a problem, and returns its exit code and what it complained of.
fn refused(desk: &Desk, arguments: &[&str]) -> (i32, String) {
    let (code, _, complaint) = desk.command(&[arguments, &["--json"]].concat());
    let problem = complaint.lines().last().and_then(|line| serde_json::from_str::<Value>(line).ok());
    let message = problem.map(|said| said["problem"]["message"].as_str().unwrap_or_default().to_owned());
    (code, message.unwrap_or_else(|| panic!("no problem was told: {complaint}")))
}

/// A coach and a colleague, both joined, and a folder that stands for the stick.
struct World {
    service: Service,
    coach: Desk,
    colleague: Desk,
    folder: tempfile::TempDir,
}

impl World {
    fn new() -> Self {
        let service = Service::start();
        let (coach, colleague) = (Desk::new(320, 200), Desk::new(320, 200));
        said(&coach, &["join", &service.address, &service.invite("Dana", "Whitfield").1]);
        said(&colleague, &["join", &service.address, &service.invite("Ruth", "Amsel").1]);
        Self { service, coach, colleague, folder: tempfile::tempdir().unwrap() }
    }

    fn stick(&self) -> &str {
        self.folder.path().to_str().unwrap()
    }

    /// Imports so many people at the coach's, and returns how many changes wait then.
    fn work(&self, people: usize) -> u64 {
        let mut staff = "First name,Last name,Email,School,Role\n".to_owned();
        for number in 0..people {
            let (given, family) = (letters(number * 2 + 1), letters(number * 2 + 2));
            writeln!(staff, "{CANARY}{given},{family},{given}@riverbend.example,Juniper Middle,Teacher").unwrap();
        }
        let file = self.coach.everything().join("staff.csv");
        fs::write(&file, staff).unwrap();
        said(&self.coach, &["import-roster", file.to_str().unwrap()]);
        waiting(&self.coach)
    }

    /// Writes what waits to the stick, and returns the file.
    fn write(&self) -> PathBuf {
        let written = said(&self.coach, &["bundle", "write", self.stick()]);
        assert_eq!(written["files"].as_array().unwrap().len(), 1);
        PathBuf::from(written["files"][0].as_str().unwrap())
    }

    /// Lets the colleague carry what is on the stick, and returns the answer.
    fn carry(&self, file: &Path) -> PathBuf {
        let carried = said(&self.colleague, &["bundle", "carry", file.to_str().unwrap()]);
        assert_eq!(carried["carried"][0]["whole"], true);
        PathBuf::from(carried["carried"][0]["answer"].as_str().unwrap())
    }

    fn read(&self, file: &Path) -> Value {
        said(&self.coach, &["bundle", "read", file.to_str().unwrap()])
    }
}

/// Returns letters that differ with the number and hardly shrink.
fn letters(number: usize) -> String {
    let next = |state: &mut u64| {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        Some(char::from(b'a' + (*state >> 58) as u8 % 26))
    };
    std::iter::repeat_with(|| ())
        .scan((number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15), |state, ()| next(state))
        .take(12)
        .collect()
}

fn waiting(desk: &Desk) -> u64 {
    said(desk, &["status"])["waiting"].as_u64().unwrap()
}

/// Whether a file, or any file of a folder, holds the word.
fn holds(path: &Path, word: &str) -> bool {
    if path.is_dir() {
        return fs::read_dir(path).unwrap().any(|entry| holds(&entry.unwrap().path(), word));
    }
    fs::read(path).unwrap().windows(word.len()).any(|window| window == word.as_bytes())
}

#[test]
fn a_colleague_carries_what_a_coach_without_a_network_wrote_and_brings_the_receipts_back() {
    let mut world = World::new();
    world.service.kill();
    let waiting_before = world.work(30);
    let file = world.write();
    world.service.serve_again();

    let answer = world.carry(&file);
    let read = world.read(&answer);

    assert_eq!(read["read"][0]["settled"], waiting_before);
    assert_eq!((&read["waiting"], &read["read"][0]["problem"]), (&json!(0), &Value::Null));
    assert!(said(&world.coach, &["status"])["receivedMs"].as_u64().is_some());
    for place in [world.folder.path(), &world.colleague.home()] {
        assert!(!holds(place, CANARY), "{}", place.display());
    }
    let exported = world.colleague.everything().join("export");
    said(&world.colleague, &["export", exported.to_str().unwrap()]);
    assert!(!holds(&exported, CANARY), "the colleague was given what only passed through");
    let (_, message) = refused(&world.colleague, &["bundle", "read", answer.to_str().unwrap()]);
    assert!(message.contains("for another computer"), "{message}");

    let again = world.read(&world.carry(&file));
    assert_eq!((&again["read"][0]["settled"], &again["read"][0]["received"]), (&json!(0), &json!(0)));
    assert_eq!(said(&world.coach, &["sync", "--once"])["sent"], 0);
    assert_eq!(said(&world.coach, &["doctor"])["profiles"][0]["database"], "whole");
}

#[test]
fn a_stick_that_was_cut_anywhere_loses_nothing_and_goes_on_where_it_was() {
    let world = World::new();
    let all = world.work(6_000);
    let file = world.write();
    let whole = fs::read(&file).unwrap();
    assert!(whole.len() > 300_000, "several pieces of the encrypted part: {}", whole.len());

    let mut settled = 0;
    for part in [0.0001, 0.001, 0.4, 0.7, 0.99] {
        fs::write(&file, &whole[..(whole.len() as f64 * part) as usize]).unwrap();
        let (code, said, _) = world.coach.command(&["status", "--json"]);
        assert_eq!(code, 0, "{said}");
        let (code, said, complaint) = world.colleague.command(&["bundle", "carry", file.to_str().unwrap(), "--json"]);
        if code != 0 {
            assert!(complaint.contains("Nothing") && part < 0.01, "{complaint}");
            continue;
        }
        let carried: Value = serde_json::from_str(&said).unwrap();
        assert_eq!(carried["carried"][0]["whole"], false, "{carried}");
        let answer = PathBuf::from(carried["carried"][0]["answer"].as_str().unwrap());
        settled += world.read(&answer)["read"][0]["settled"].as_u64().unwrap();
        assert_eq!(waiting(&world.coach), all - settled);
    }
    assert!(settled > 0 && settled < all, "{settled} of {all}");

    fs::write(&file, &whole).unwrap();
    let answer = world.carry(&file);
    let bytes = fs::read(&answer).unwrap();
    fs::write(&answer, &bytes[..bytes.len() - 1]).unwrap();
    let (code, said, complaint) = world.coach.command(&["bundle", "read", answer.to_str().unwrap(), "--json"]);
    assert_eq!(code, 6, "{said}{complaint}");
    fs::write(&answer, &bytes).unwrap();
    assert_eq!(world.read(&answer)["waiting"], 0);
}

#[test]
fn an_operator_takes_a_whole_stick_and_what_is_not_for_this_service_is_said_and_left() {
    let world = World::new();
    let waiting_before = world.work(30);
    let file = world.write();
    let other = World::new();
    other.work(3);
    let stray = other.write();
    fs::copy(&stray, world.folder.path().join("stray.coachlight")).unwrap();
    fs::write(world.folder.path().join("holiday.coachlight"), b"no such file at all").unwrap();
    let out = world.folder.path().join("answers");

    let (done, taken) = world.service.take(world.folder.path(), &out);

    assert!(!done, "one of the files is another organisation's");
    let mine = taken.as_array().unwrap().iter().find(|taken| taken["file"] == file.to_str().unwrap()).unwrap();
    let stray = taken.as_array().unwrap().iter().find(|taken| taken["file"] != file.to_str().unwrap()).unwrap();
    assert_eq!((taken.as_array().unwrap().len(), &mine["problem"]), (2, &Value::Null));
    assert!(stray["problem"]["message"].as_str().unwrap().contains("another organisation"), "{stray}");
    let read = said(&world.coach, &["bundle", "read", out.to_str().unwrap()]);
    assert_eq!((&read["read"][0]["settled"], &read["waiting"]), (&json!(waiting_before), &json!(0)));
    let (_, message) = refused(&world.coach, &["bundle", "read", file.to_str().unwrap()]);
    assert!(message.contains("the other way"), "{message}");
}

#[test]
fn in_the_sync_centre_what_waits_is_saved_and_the_answer_loaded_by_keys_alone() {
    let service = Service::start();
    let (coach, colleague) = (Desk::new(1366, 768), Desk::new(320, 200));
    said(&coach, &["join", &service.address, &service.invite("Dana", "Whitfield").1]);
    said(&colleague, &["join", &service.address, &service.invite("Ruth", "Amsel").1]);
    let mut world = World { service, coach, colleague, folder: tempfile::tempdir().unwrap() };
    world.service.kill();
    let changes = world.work(3);
    world.coach = world.coach.with("COACHLIGHT_PASSPHRASE", crate::support::profile::PASSPHRASE);
    let file = world.folder.path().join("work.coachlight");
    let (desk, driver) = (&world.coach, world.coach.drive());
    let keys = &desk.keyboard;
    driver.wait_for_words("This week");
    keys.press("g");
    keys.press("y");
    driver.wait_for_words("Without a network");

    desk.tab_to(&driver, "Save to USB…");
    keys.press("Enter");
    driver.wait_for_words(&format!("{changes} changes wait to be sent"));
    driver.wait_for_words("Only the service of Riverbend USD can open the file");
    driver.wait_for_field();
    desk.picture("stick-1-save");
    keys.press("Ctrl+a");
    desk.write_into_field(&driver, file.to_str().unwrap());
    keys.press("Enter");
    driver.wait_for_words("Saved and read back");
    desk.picture("stick-2-saved");
    keys.press("Escape");

    world.service.serve_again();
    let answer = world.carry(&file);
    world.service.kill();

    desk.tab_to(&driver, "Load from USB…");
    keys.press("Enter");
    driver.wait_for_words("Its name ends with .coachlight");
    driver.wait_for_field();
    desk.write_into_field(&driver, answer.to_str().unwrap());
    keys.press("Enter");
    driver.wait_for_words(&format!("It acknowledges {changes} changes"));
    desk.picture("stick-3-answer");
    desk.tab_to(&driver, "Load");
    keys.press("Enter");
    driver.wait_for_words("Nothing waits to be sent");
    desk.picture("stick-4-loaded");
}
