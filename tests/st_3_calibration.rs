//! Story ST-3: two observers code the same lesson every 60 s for 20 minutes and compare, both without a network, by
//! keyboard alone in the real web view. The twenty minutes pass by the test clock.

use std::{path::Path, time::Duration, time::Instant};

use serde_json::json;
use store::{Connection, kind, observation as stored};

use crate::{
    screens::assert_sound_in_all_lights,
    support::{driver::Driver, profile, wait_for, window::Desk},
};

/// The codes of M-33.
const DANA: &str = "TTTTSSTTISSTTTGGTTSI";
const MARISOL: &str = "TTTTSSTTISTTTTGSTTSS";
const TEACHER: &str = "Bea Amidala";
const MINUTE: i64 = 60_000;

#[test]
fn st_3_two_observers_compare_twenty_intervals_by_a_file_and_find_11_16_and_20() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("marisol.coachlight-codes");

    let marisol = Observer::code(MARISOL);
    let word = marisol.save(&file);
    let carried = String::from_utf8(std::fs::read(&file).unwrap()).unwrap();
    assert!(!carried.contains("Bea") && !carried.contains(&word) && !carried.contains("Teacher"), "{carried}");
    drop(marisol);

    let dana = Observer::code(DANA);
    let before = operations(&dana.reader);
    dana.compare(&file, &word);
    assert_sound_in_all_lights(&dana.driver, "two observers compared");
    for words in ["85.0 %", "agreement: 17 of 20 intervals", "Cohen's kappa 0.744"] {
        dana.driver.wait_for_words(words);
    }
    assert_eq!(dana.disagreements(), ["11 S T", "16 G S", "20 I S"]);
    assert_eq!(operations(&dana.reader), before, "nothing of the comparison is stored");
    assert_eq!(stored::count(&dana.reader).unwrap(), 1);

    // This week counts no observation: it is a calibration.
    dana.desk.keyboard.press("Alt+Left");
    dana.driver.wait_for_words("This week so far");
    dana.driver.wait_for_words("Interval coding, 20 intervals.");
}

/// Somebody who has coded the lesson, at a desk without a network.
struct Observer {
    desk: Desk,
    driver: Driver,
    reader: Connection,
}

impl Observer {
    fn code(letters: &str) -> Self {
        let desk = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
        profile::make_st_1(&desk.home());
        let driver = desk.drive();
        let reader = profile::reader(&desk.home());
        begin(&desk, &driver);
        let lesson = wait_for("an open lesson", Duration::from_secs(20), || stored::capturing(&reader).unwrap());
        let begun = Instant::now();
        let observer = Self { desk, driver, reader };
        for (number, letter) in (1..).zip(letters.chars()) {
            observer.stand_at(begun, i64::from(number - 1) * MINUTE + 10_000);
            observer.desk.keyboard.letter(letter.to_ascii_lowercase());
            wait_for("the letter on the disk", Duration::from_secs(20), || {
                let answers = kind::answers(&observer.reader, lesson).unwrap();
                (answers.get(&number) == Some(&letter.to_string())).then_some(())
            });
        }
        observer.driver.wait_for_words("20 of 20 intervals answered");
        assert_sound_in_all_lights(&observer.driver, "every interval answered");
        observer.stand_at(begun, 20 * MINUTE + 10_000);
        observer.desk.keyboard.press("Ctrl+Enter");
        observer.driver.wait_for_words("Compare with another observer");
        observer.driver.wait_for_words("20 of 20 intervals answered, 0 missed");
        let found = stored::load(&observer.reader, lesson).unwrap();
        assert_eq!((found.purpose.as_str(), found.method.as_str()), ("calibration", "momentary"));
        observer
    }

    /// Puts the lesson's clock to this moment, however long the test took to come here.
    fn stand_at(&self, begun: Instant, lesson_ms: i64) {
        let ahead = lesson_ms - i64::try_from(begun.elapsed().as_millis()).unwrap();
        let clock = json!({ "wall_ms": ahead, "boot_ms": ahead, "awake_ms": ahead });
        let new = self.desk.clock_file().with_extension("new");
        std::fs::write(&new, clock.to_string()).unwrap();
        std::fs::rename(&new, self.desk.clock_file()).unwrap();
    }

    /// Saves the codes, and returns the code word that the screen shows.
    fn save(&self, file: &Path) -> String {
        self.desk.tab_to(&self.driver, "Save my codes…");
        self.desk.keyboard.press("Enter");
        self.driver.wait_for_words("A code word opens it");
        self.driver.wait_for_field();
        wait_for("a suggested name", Duration::from_secs(20), || {
            let name = self.driver.run("return document.activeElement.value", json!([]));
            name.as_str().is_some_and(|name| name.ends_with(".coachlight-codes")).then_some(())
        });
        self.desk.keyboard.press("Ctrl+a");
        self.desk.write_into_field(&self.driver, file.to_str().unwrap());
        self.desk.keyboard.press("Enter");
        self.driver.wait_for_words("Say it to the other observer");
        let word = self.driver.run("return document.querySelector('[data-code-word]').innerText", json!([]));
        word.as_str().unwrap().to_owned()
    }

    fn compare(&self, file: &Path, word: &str) {
        self.desk.tab_to(&self.driver, "Open the other observer's codes…");
        self.desk.keyboard.press("Enter");
        self.driver.wait_for_words("Nothing of them is stored");
        self.driver.wait_for_field();
        self.desk.write_into_field(&self.driver, file.to_str().unwrap());
        self.desk.tab_to(&self.driver, "Code word");
        self.desk.write_into_field(&self.driver, &word.to_lowercase());
        self.desk.keyboard.press("Enter");
    }

    /// Returns what the table of differences says: the interval and both letters.
    fn disagreements(&self) -> Vec<String> {
        let rows = self.driver.run(
            "return [...document.querySelectorAll('caption')].at(-1).closest('table').tBodies[0].rows.length
                ? [...[...document.querySelectorAll('caption')].at(-1).closest('table').tBodies[0].rows].map((row) =>
                    [row.cells[0], row.cells[2], row.cells[3]].map((cell) => cell.innerText.split(' ')[0]).join(' '))
                : []",
            json!([]),
        );
        rows.as_array().unwrap().iter().map(|row| row.as_str().unwrap().to_owned()).collect()
    }
}

/// Ctrl N, the kind, the name, calibration, Enter.
fn begin(desk: &Desk, driver: &Driver) {
    driver.wait_for_words("This week");
    desk.keyboard.press("Ctrl+n");
    driver.wait_for_words("Whose lesson");
    driver.wait_for_field();
    desk.keyboard.press("Alt+3");
    driver.wait_for_words("One letter for each interval of the lesson");
    desk.write_into_field(driver, TEACHER);
    driver.wait_for_words(&format!("Add {TEACHER} as a teacher"));
    desk.keyboard.press("Enter");
    driver.wait_for_words("Begin the observation");
    wait_for("the codes", Duration::from_secs(20), || (driver.focused() == "Begin the observation").then_some(()));
    desk.tab_to(driver, "Coaching");
    desk.keyboard.press("Right");
    driver.wait_for_words("It counts as no observation and rates nobody");
    desk.tab_to(driver, "Begin the observation");
    desk.keyboard.press("Enter");
    driver.wait_for_words("Interval 1 of 20");
}

fn operations(reader: &Connection) -> i64 {
    reader.query_row("select count(*) from op", [], |row| row.get(0)).unwrap()
}
