//! Story ST-2, ten minutes of prep and a debrief, by keyboard alone in the real web view and without a network: 38 lines
//! tagged, 5 starred, the open step checked with its evidence, one new step, talked over and practised, and shared.

use std::time::Duration;

use domain::{
    RowId,
    schema::{calendar_day, school_year, step as step_row},
    time,
};
use serde_json::{Value, json};
use store::{Connection, debrief, observation as stored, step};

use crate::{
    sharing::{joined, sync},
    support::{driver::Driver, profile, service::Service, story_clock::StoryClock, wait_for, window::Desk},
};

/// How many lines are tagged to each look-for, and under which key.
const TAGS: [(char, usize); 4] = [('1', 14), ('2', 9), ('3', 11), ('4', 4)];
const STARRED: usize = 5;
const LINES: usize = 40;
const NEXT: &str = "Call on a different row each time; plan 4 names before the lesson";
const LAST: &str = "After each question, wait 3 s before calling a name";
const MINUTE: i64 = 60_000;
const WITHIN: Duration = Duration::from_secs(20);

#[test]
fn st_2_a_lesson_is_tagged_its_step_checked_one_step_written_talked_over_and_shared_by_keys_alone() {
    let mut service = Service::start();
    let screen = |width, height| Desk::new(width, height).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    let (desk, dana) = joined(&service, screen(1366, 768), ("Dana", "Whitfield"), "coach");
    let (_, amir) = joined(&service, screen(320, 200), ("Amir", "Haddad"), "teacher");
    service.say_fact(&["pair", &dana, &amir], "");
    sync(&[&desk]);
    before_the_lesson(&desk, amir.parse().unwrap());
    // The school has no network.
    service.kill();

    let mut clock = StoryClock::at(desk.clock_file(), monday_at(9, 15));
    let driver = desk.drive();
    let reader = profile::reader(&desk.home());
    let lesson = lesson(&desk, &driver, &reader, &mut clock);
    let prep = Prep { desk: &desk, driver: &driver, lesson, reader };
    prep.tag_and_star();
    prep.check_the_last_step();
    let next = prep.write_one_step();
    prep.meet_what_is_refused(next);
    prep.talk(&mut clock);
    prep.share(next);
    prep.find_the_log_written();
}

/// A moment of Monday 5 October 2026.
fn monday_at(hour: u32, minute: u32) -> i64 {
    time::instant("2026-10-05".parse().unwrap(), hour * 60 + minute, chrono_tz::America::Chicago)
}

/// What stood there before: the school's calendar with its free Friday, the look-fors, and the step that was agreed on.
fn before_the_lesson(desk: &Desk, amir: RowId) {
    let (mut writer, _) = profile::open(&desk.home());
    let session = actions::session::load(writer.reader()).unwrap();
    actions::look_for::save(&mut writer, &actions::look_for::starter()).unwrap();
    // The story's clock jumps over half an hour without a key, which would lock the window.
    let settings = actions::setting::Settings { lock_minutes: 0, ..actions::setting::load(writer.reader()).unwrap() };
    actions::setting::save(&mut writer, &settings).unwrap();
    let written: store::Result<()> = writer.transact(|tx| {
        let year = vec![
            (school_year::ORGANISATION, session.organisation.into()),
            (school_year::LABEL, "2026–27".into()),
            (school_year::STARTS, "2026-08-10".into()),
            (school_year::ENDS, "2027-06-04".into()),
        ];
        let day = vec![
            (calendar_day::ORGANISATION, session.organisation.into()),
            (calendar_day::DATE, "2026-10-09".into()),
            (calendar_day::KIND, "pd".into()),
        ];
        let step = vec![
            (step_row::TEACHER, amir.into()),
            (step_row::COACH, session.me.into()),
            (step_row::TEXT, LAST.into()),
            (step_row::STATE, "practising".into()),
            (step_row::ASSIGNED, "2026-09-29".into()),
            (step_row::CHECK_DATE, "2026-10-06".into()),
        ];
        for (entity, fields) in [(school_year::ENTITY, year), (calendar_day::ENTITY, day), (step_row::ENTITY, step)] {
            let id = tx.new_id();
            tx.create(entity, id, fields)?;
        }
        Ok(())
    });
    written.unwrap();
}

/// A lesson of forty lines that is over.
fn lesson(desk: &Desk, driver: &Driver, reader: &Connection, clock: &mut StoryClock) -> RowId {
    let keys = &desk.keyboard;
    driver.wait_for_words("This week");
    keys.press("Ctrl+n");
    driver.wait_for_words("Whose lesson");
    driver.wait_for_field();
    keys.write("ami");
    driver.wait_for_words("Amir Haddad");
    keys.press("Enter");
    driver.wait_for_words(LAST);
    wait_for("the new line's field", WITHIN, || (driver.focused() == "New line").then_some(()));
    let lesson = wait_for("an open observation", WITHIN, || stored::capturing(reader).unwrap());
    keys.write("t line 1\n");
    driver.wait_for_words("line 1");
    for number in 2..=LINES {
        keys.write(&format!("t line {number}\n"));
    }
    wait_for("the lines on the disk", WITHIN, || (stored::lines(reader, lesson).unwrap().len() == LINES).then_some(()));
    keys.write("// ask him about the fire drill\n");
    wait_for("the wondering on the disk", WITHIN, || {
        (stored::wonderings(reader, lesson).unwrap().len() == 1).then_some(())
    });
    clock.set(43 * MINUTE);
    keys.press("Ctrl+Enter");
    driver.wait_for_words("What did this lesson show?");
    keys.press("Home");
    lesson
}

struct Prep<'a> {
    desk: &'a Desk,
    driver: &'a Driver,
    lesson: RowId,
    reader: Connection,
}

impl Prep<'_> {
    fn tag_and_star(&self) {
        let keys = &self.desk.keyboard;
        let all = TAGS.iter().flat_map(|(key, lines)| std::iter::repeat_n(*key, *lines));
        for (at, key) in all.enumerate() {
            keys.letter(key);
            if at < STARRED {
                keys.letter('s');
            }
            // The key is not missed, and the counter has it, before the next line is gone to.
            self.wait_until("the tag of the line", "return (document.activeElement.dataset.signs ?? '') !== ''");
            keys.letter('j');
        }
        let counters = "return [...document.querySelectorAll('.tools .ct')].map((one) => one.innerText).join()";
        self.wait_for("the counters", counters, "14 lines,9 lines,11 lines,4 lines");
        // A tag is seen at its key, and is on the disk a moment later.
        wait_for("the tags on the disk", WITHIN, || {
            (stored::line_counts(&self.reader, self.lesson).unwrap() == (40, 38)).then_some(())
        });
        let lines = stored::lines(&self.reader, self.lesson).unwrap();
        assert_eq!(lines.iter().filter(|line| line.starred).count(), STARRED);
    }

    /// Two lines are marked, then the result is chosen: they are its evidence.
    fn check_the_last_step(&self) {
        let keys = &self.desk.keyboard;
        keys.press("Home");
        keys.letter('x');
        keys.letter('j');
        keys.letter('x');
        self.driver.wait_for_words("2 lines marked");
        keys.letter('r');
        self.wait_until("the results' focus", "return document.activeElement.type === 'radio'");
        keys.letter('2');
        self.driver.wait_for_words("Being practised, attempt 2");

        let last = step::open(&self.reader, None).unwrap().remove(0);
        let checks = step::checks(&self.reader, Some(last.id)).unwrap();
        let lines: Vec<String> =
            step::check_lines(&self.reader, last.id).unwrap().into_iter().map(|line| line.text).collect();
        assert_eq!((checks.len(), checks[0].found.as_str(), checks[0].attempt), (1, "partly", 1));
        assert_eq!((last.state.as_str(), lines), ("practising", vec!["line 1".to_owned(), "line 2".to_owned()]));
        keys.press("Escape");
        self.wait_until("the lines' focus", "return document.activeElement.dataset.id !== undefined");
    }

    fn write_one_step(&self) -> RowId {
        let keys = &self.desk.keyboard;
        keys.letter('n');
        keys.letter('w');
        let is_ready = "const at = document.activeElement; return at.tagName === 'TEXTAREA' && !at.readOnly";
        self.wait_until("the step's field", is_ready);
        keys.write(NEXT);
        self.driver.wait_for_words("Tuesday 13 October: 5 school days; Fri 9 Oct is a PD day");
        wait_for("the step on the disk", WITHIN, || {
            step::made_in(&self.reader, self.lesson).unwrap().pop().filter(|step| step.text == NEXT).map(|step| step.id)
        })
    }

    /// A step of 241 characters. Days on which no check can be are refused in the tests of the page and of the actions.
    fn meet_what_is_refused(&self, next: RowId) {
        let keys = &self.desk.keyboard;
        keys.write(&"x".repeat(241 - NEXT.chars().count()));
        self.driver.wait_for_words("1 character too long: at most 240");
        assert_eq!(step::load(&self.reader, next).unwrap().text, NEXT);
        (0..241 - NEXT.chars().count()).for_each(|_| keys.press("Backspace"));
        wait_for("the words that were kept", WITHIN, || (!self.driver.screen().contains("too long")).then_some(()));
    }

    /// From 10:30 to 10:50, with six minutes of practice.
    fn talk(&self, clock: &mut StoryClock) {
        let (keys, driver) = (&self.desk.keyboard, self.driver);
        clock.set(75 * MINUTE);
        keys.press("Ctrl+d");
        driver.wait_for_words("Debrief with Amir Haddad");
        driver.wait_for_words("38 lines");
        self.desk.picture("st-2-debrief");
        self.wait_until("the evidence", "return document.querySelector('[data-line]') !== null");
        driver.run("document.querySelector('[data-line]').focus()", json!([]));
        keys.press("e");
        driver.wait_for_words("Praised");
        self.desk.tab_to(driver, "In the teacher’s words");
        self.desk.write_into_field(driver, "I will have the names on a card");
        keys.press("Ctrl+Enter");
        driver.wait_for_words("Since 10:30");
        keys.press("Alt+p");
        driver.wait_for_words("Stop practice");
        let begun_ms = clock.now();
        clock.set(begun_ms + 6 * MINUTE);
        keys.press("Alt+p");
        driver.wait_for_words("Start practice");
        keys.press("Alt+a");
        driver.wait_for_words("agreed ");
        clock.set(95 * MINUTE);
        keys.press("Ctrl+Enter");
        driver.wait_for_words("Held");
        let held = debrief::of_observation(&self.reader, self.lesson).unwrap().unwrap();
        assert_eq!((held.starts_minute, held.minutes), (Some(10 * 60 + 30), Some(20)));
        assert_eq!(held.practice_seconds / 60, 6);
    }

    /// What goes is what is looked at: praise, step and script, and no wondering.
    fn share(&self, next: RowId) {
        let (keys, driver) = (&self.desk.keyboard, self.driver);
        keys.press("Ctrl+Shift+s");
        driver.wait_for_words("will be able to read this debrief");
        driver.wait_for_words("1 private wondering stays");
        driver.wait_for_words(NEXT);
        driver.wait_for_words("I will have the names on a card");
        // Each line says what it is evidence of, and the words of that go with it.
        driver.wait_for_words("line 1\nA");
        driver.wait_for_words("Look-fors: A ");
        assert!(!driver.screen().contains("fire drill"));
        self.desk.picture("st-2-share");
        self.desk.tab_to(driver, "Share with Amir Haddad");
        keys.press("Enter");
        driver.wait_for_words("Shared: waits to be sent");
        let step = step::load(&self.reader, next).unwrap();
        assert_eq!((step.text.as_str(), step.check_date.as_str(), step.state.as_str()), (NEXT, "2026-10-13", "agreed"));
        assert_eq!(step::lines(&self.reader, next).unwrap().len(), 1);
        assert_eq!(step::made_in(&self.reader, self.lesson).unwrap().len(), 1);
    }

    /// The lesson and the talk stand in the log, to be confirmed, and one key confirms both.
    fn find_the_log_written(&self) {
        let (keys, driver) = (&self.desk.keyboard, self.driver);
        self.desk.tab_to(driver, "Start practice");
        keys.press("g");
        keys.press("l");
        driver.wait_for_words("2 lines to confirm");
        for words in ["Observe, Amir Haddad", "43 min", "Debrief, Amir Haddad", "20 min"] {
            driver.wait_for_words(words);
        }
        self.desk.picture("st-2-log");
        keys.press("Ctrl+Enter");
        driver.wait_for_words("Closed: 63 minutes.");
    }

    fn wait_until(&self, what: &str, body: &str) {
        wait_for(what, WITHIN, || (self.driver.run(body, json!([])) == Value::Bool(true)).then_some(()));
    }

    fn wait_for(&self, what: &str, body: &str, expected: &str) {
        wait_for(what, WITHIN, || (self.driver.run(body, json!([])) == expected).then_some(()));
    }
}
