//! Every kind of observation that is about a teacher, from its first key to what the teacher reads: praise, the debrief, an
//! explicit share, all by keyboard alone.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::{
    screens::{assert_sound, axe},
    sharing::{joined, sync},
    support::{driver::Driver, profile, service::Service, wait_for, window::Desk},
};

const LONG: Duration = Duration::from_secs(20);

/// One kind: its key in New observation, whether it asks first how it is recorded, the words of its screen, how something
/// is recorded, what a debrief says of that, and what the observation itself says.
struct Way {
    kind: &'static str,
    key: &'static str,
    is_asked: bool,
    screen: &'static str,
    record: fn(&Desk, &Driver),
    says: &'static str,
    reads: &'static str,
}

const WAYS: [Way; 5] = [
    Way {
        kind: "Walkthrough",
        key: "Alt+2",
        is_asked: false,
        screen: "S seen, P partly",
        record: |desk, driver| {
            desk.keyboard.letter('s');
            driver.wait_for_words("1 of 1 applicable");
        },
        says: "Asks for reasons: Seen",
        reads: "1 of 1 applicable",
    },
    Way {
        kind: "Interval coding",
        key: "Alt+3",
        is_asked: true,
        screen: "Interval 1 of 20",
        record: |desk, driver| {
            desk.keyboard.letter('t');
            driver.wait_for_words("Interval 1: T");
        },
        says: "1 of 1 intervals answered",
        reads: "1 of 1 intervals answered",
    },
    Way {
        kind: "Talk timer",
        key: "Alt+4",
        is_asked: true,
        screen: "begins a stretch",
        record: |desk, driver| {
            desk.keyboard.letter('t');
            driver.wait_for_words("running");
            std::thread::sleep(Duration::from_millis(1_200));
            desk.keyboard.letter('t');
            wait_for("the stretch to end", LONG, || (!driver.screen().contains("running")).then_some(()));
        },
        says: "T Teacher talks: 0:0",
        reads: "T Teacher talks",
    },
    Way {
        kind: "On-task scan",
        key: "Alt+5",
        is_asked: true,
        screen: "Keep sweep 1",
        record: |desk, driver| {
            desk.tab_to(driver, "Students seen");
            desk.write_into_field(driver, "20");
            desk.keyboard.press("Tab");
            desk.write_into_field(driver, "18");
            desk.keyboard.press("Enter");
            driver.wait_for_words("18 of 20 in 1 sweep");
        },
        says: "18 of 20 in 1 sweep",
        reads: "18 of 20 in 1 sweep",
    },
    Way {
        kind: "Tally",
        key: "Alt+6",
        is_asked: true,
        screen: "F6 to F9 choose",
        record: |desk, driver| {
            let first =
                driver.run("return document.querySelector('[aria-label=\"Events\"] button').innerText", json!([]));
            let letter = first.as_str().and_then(|words| words.trim().chars().next()).expect("a letter");
            desk.keyboard.letter(letter.to_ascii_lowercase());
            driver.wait_for_words("1 event");
        },
        says: "1 event",
        reads: "1 event",
    },
];

#[test]
fn each_kind_goes_on_by_keys_to_a_debrief_that_is_shared_and_the_teacher_reads_what_was_recorded() {
    let service = Service::start();
    let screen = || Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    let (laptop, dana) = joined(&service, screen(), ("Dana", "Whitfield"), "coach");
    let (hers, bea) = joined(&service, screen(), ("Bea", "Amidala"), "teacher");
    service.say_fact(&["pair", &dana, &bea], "");
    sync(&[&laptop, &hers]);
    actions::look_for::save(&mut profile::open(&laptop.home()).0, &actions::look_for::starter()).unwrap();

    let driver = laptop.drive();
    driver.wait_for_words("This week");
    for way in &WAYS {
        way.begin(&laptop, &driver);
        (way.record)(&laptop, &driver);
        way.debrief(&laptop, &driver);
        way.share(&laptop, &driver);
    }
    drop(driver);
    sync(&[&laptop, &hers]);

    let reader = hers.drive();
    reader.wait_for_words("This week");
    for way in &WAYS {
        way.is_read(&hers, &reader);
    }
}

impl Way {
    fn praise(&self) -> String {
        format!("{}: pairs began at once", self.kind)
    }

    /// Ctrl N, the kind, the name, Enter; where it is asked, Enter again.
    fn begin(&self, desk: &Desk, driver: &Driver) {
        let keys = &desk.keyboard;
        keys.press("Ctrl+n");
        driver.wait_for_words("Whose lesson");
        driver.wait_for_field();
        keys.press(self.key);
        desk.write_into_field(driver, "bea");
        driver.wait_for_words("Bea Amidala");
        keys.press("Enter");
        if self.is_asked {
            wait_for("how it is recorded", LONG, || (driver.focused() == "Begin the observation").then_some(()));
            keys.press("Enter");
        }
        driver.wait_for_words(self.screen);
        let has_keys = "return document.activeElement.closest('[data-scroll=kind]') !== null";
        wait_for("the keys to act", LONG, || (driver.run(has_keys, json!([])) == json!(true)).then_some(()));
        desk.picture(&format!("kind-{}-open", self.key));
    }

    /// Finishes, writes praise, and holds the debrief.
    fn debrief(&self, desk: &Desk, driver: &Driver) {
        let keys = &desk.keyboard;
        keys.press("Ctrl+Enter");
        driver.wait_for_words("Write praise");
        keys.press("y");
        wait_for("the praise", LONG, || (driver.focused() == "Praise, for the debrief").then_some(()));
        desk.write_into_field(driver, &self.praise());
        desk.picture(&format!("kind-{}-after", self.key));
        keys.press("Ctrl+d");
        driver.wait_for_words("Debrief with Bea Amidala");
        driver.wait_for_words(self.says);
        desk.picture(&format!("kind-{}-debrief", self.key));
        keys.press("Ctrl+Enter");
        driver.wait_for_words("Since ");
        keys.press("Ctrl+Enter");
        driver.wait_for_words("Held ");
    }

    fn share(&self, desk: &Desk, driver: &Driver) {
        desk.keyboard.press("Ctrl+Shift+s");
        driver.wait_for_words("will be able to read this debrief");
        // Exactly what goes is on the screen before it does.
        driver.wait_for_words(self.says);
        assert_sound(driver, &axe(), &format!("what goes with a debrief of {}", self.kind));
        desk.picture(&format!("kind-{}-share", self.key));
        desk.tab_to(driver, "Share with Bea Amidala");
        desk.keyboard.press("Enter");
        wait_for("the dialog to say so", LONG, || driver.screen().contains("Shared").then_some(()));
        while driver.run("return document.querySelector('dialog') !== null", json!([])) == json!(true) {
            desk.keyboard.press("Escape");
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    /// Finds it in the list of what is shared, by keys, and reads it.
    fn is_read(&self, desk: &Desk, reader: &Driver) {
        let keys = &desk.keyboard;
        keys.press("g");
        keys.press("o");
        reader.wait_for_words(self.kind);
        let row = "return [...document.querySelectorAll('main [data-row]')].findIndex((row) => \
                   (row.closest('tr, li') ?? row).innerText.includes(arguments[0]))";
        let at = wait_for("its row", LONG, || reader.run(row, json!([self.kind])).as_u64().filter(|at| *at < 100));
        let first = "const row = document.querySelector('main [data-row]'); row?.focus(); \
                     return row !== null && document.activeElement === row";
        wait_for("the first row", LONG, || (reader.run(first, json!([])) == json!(true)).then_some(()));
        for _ in 0..at {
            keys.press("Down");
        }
        keys.press("Enter");
        reader.wait_for_words("Dana Whitfield shared this with you");
        reader.wait_for_words(self.reads);
        desk.picture(&format!("kind-{}-read", self.key));
        keys.press("g");
        keys.press("e");
        let count = "return document.querySelectorAll('[data-keys=shared] [data-row]').length";
        let rows = wait_for("the list", LONG, || reader.run(count, json!([])).as_u64().filter(|rows| *rows > 0));
        reader.run("document.querySelector('[data-keys=shared] [data-row]').focus()", json!([]));
        let is_there = || reader.screen().contains(&self.praise());
        let found = (0..rows).any(|_| {
            let begun = Instant::now();
            while begun.elapsed() < Duration::from_secs(2) {
                if is_there() {
                    return true;
                }
                std::thread::sleep(Duration::from_millis(100));
            }
            keys.press("Down");
            false
        });
        assert!(
            found,
            "no debrief says {:?} and {:?}; the screen says:\n{}",
            self.praise(),
            self.says,
            reader.screen()
        );
    }
}
