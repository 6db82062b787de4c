//! Story ST-1, the basement lesson that survives, by keyboard alone in the real web view.
//!
//! The story lasts 43 minutes by the test clock and about two by the watch on the wall.

use std::time::Duration;

use domain::RowId;
use store::{Connection, draft, observation as stored};

use crate::support::{driver::Driver, profile, story_clock::StoryClock, wait_for, window::Desk};

/// Every line of the story but the private one.
const LINES: usize = 411;
const LINES_BEFORE_THE_KILL: usize = 228;
/// Lines that are written before the story's clock goes on.
const IN_ONE_GO: usize = 8;
const SECOND: i64 = 1_000;
const MINUTE: i64 = 60_000;
/// Monday, 5 October 2026 at 08:07:04 in the school's zone.
const EIGHT_07_04: i64 = 1_791_205_624_000;

#[test]
fn st_1_a_lesson_is_scripted_killed_and_finished_with_every_word() {
    let desk = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    profile::make_st_1(&desk.home());
    let mut clock = StoryClock::at(desk.clock_file(), EIGHT_07_04);
    let lesson = Lesson::begin(&desk);
    lesson.write_first_lines();
    lesson.write_until(&mut clock, LINES_BEFORE_THE_KILL, 24 * MINUTE);

    // 08:31: killed in the middle of a word.
    desk.keyboard.write("t an unfinished thou");
    wait_for("the word in the journal", Duration::from_secs(20), || lesson.drafts().ends_with("thou").then_some(()));
    drop(lesson);

    let reader = profile::reader(&desk.home());
    let observation = stored::capturing(&reader).unwrap().unwrap();
    assert_eq!(stored::lines(&reader, observation).unwrap().len(), LINES_BEFORE_THE_KILL);
    assert_eq!(draft::of(&reader, observation).unwrap()[0].evidence, "t an unfinished thou");

    // Twenty seconds later it is opened again, and goes on in the same line.
    clock.set(24 * MINUTE + 20 * SECOND);
    let lesson = Lesson::reopen(&desk, reader, observation);
    desk.keyboard.write("ght\n");
    lesson.driver.wait_for_words("an unfinished thought");
    lesson.driver.wait_for_words("Coachlight was not running for");

    // The wall clock is set back by an hour: offsets go on rising.
    clock.set_wall_back(60 * MINUTE);
    lesson.write_until(&mut clock, 320, 33 * MINUTE);

    // The lid is closed for four minutes.
    clock.sleep(4 * MINUTE);
    lesson.driver.wait_for_words("The computer was asleep for 4:00");
    lesson.write_until(&mut clock, LINES, 42 * MINUTE);
    clock.set(43 * MINUTE);
    desk.keyboard.press("Ctrl+Enter");
    lesson.driver.wait_for_words("Reopen");
    drop(lesson);

    everything_is_there(&desk, observation);
}

fn everything_is_there(desk: &Desk, observation: RowId) {
    let (writer, _) = profile::open(&desk.home());
    let found = stored::load(writer.reader(), observation).unwrap();
    let lines = stored::lines(writer.reader(), observation).unwrap();
    let wonderings = stored::wonderings(writer.reader(), observation).unwrap();
    assert_eq!(found.state, "captured");
    assert_eq!(lines.len() + wonderings.len(), 412);
    assert_eq!((lines[0].speaker.as_str(), lines[1].speaker.as_str()), ("T", "S3"));
    assert_eq!(wonderings[0].text, "calls on front row only");
    assert!(lines.iter().all(|line| !line.text.contains("front row")));
    for pair in lines.windows(2) {
        assert!(pair[0].offset_ms < pair[1].offset_ms, "offsets rise from line to line: {pair:?}");
    }
    let numbers = lines.iter().filter_map(|line| line.text.strip_prefix("table "));
    let in_order: Vec<usize> = numbers.map(|number| number.parse().unwrap()).collect();
    assert!(in_order.is_sorted() && in_order.len() > 400, "the lines stand in the order of writing");

    let gaps = stored::gaps(writer.reader(), observation).unwrap();
    let length =
        |cause: &str| gaps.iter().find(|gap| gap.cause == cause).and_then(|gap| Some(gap.to_ms? - gap.from_ms));
    let asleep = length("sleep").expect("the closed lid is a gap");
    assert!((asleep - 4 * MINUTE).abs() < SECOND, "{asleep} ms of sleep");
    let away = length("restart").expect("the time after the kill is a gap");
    assert!((10 * SECOND..40 * SECOND).contains(&away), "{away} ms without the program");
    let lasted = found.ended_offset_ms.unwrap();
    assert!((lasted - 43 * MINUTE).abs() < 10 * SECOND, "the lesson lasted {lasted} ms");
}

/// The open lesson, with somebody who looks at the page and at the disk.
struct Lesson<'a> {
    desk: &'a Desk,
    driver: Driver,
    reader: Connection,
    observation: RowId,
}

impl<'a> Lesson<'a> {
    /// Ctrl N, three letters, Enter.
    fn begin(desk: &'a Desk) -> Self {
        let driver = desk.drive();
        let keys = &desk.keyboard;
        driver.wait_for_words("This week");
        keys.press("Ctrl+n");
        driver.wait_for_words("Whose lesson");
        driver.wait_for_field();
        keys.write("ami");
        driver.wait_for_words("Amir Haddad");
        keys.press("Enter");
        driver.wait_for_words("after each question, wait 3 s before calling a name");
        driver.wait_for_words("Period 2 · Math 7");
        driver.wait_for_field();
        let reader = profile::reader(&desk.home());
        let observation =
            wait_for("an open observation", Duration::from_secs(10), || stored::capturing(&reader).unwrap());
        Self { desk, driver, reader, observation }
    }

    fn reopen(desk: &'a Desk, reader: Connection, observation: RowId) -> Self {
        let driver = desk.drive();
        driver.wait_for_words("table 227");
        wait_for("the words in the field again", Duration::from_secs(10), || {
            let fields = "return [...document.querySelectorAll('textarea')].map((field) => field.value).join('|')";
            let found = driver.run(fields, serde_json::json!([]));
            found.as_str().unwrap_or_default().contains("an unfinished thou").then_some(())
        });
        Self { desk, driver, reader, observation }
    }

    fn write_first_lines(&self) {
        self.desk.keyboard.write("T What do you notice about the two tables?\n");
        self.driver.wait_for_words("What do you notice about the two tables?");
        self.desk.keyboard.write("s3 they go up by the same\n// calls on front row only\n");
    }

    /// Writes up to this many lines, evenly until this moment of the story.
    fn write_until(&self, clock: &mut StoryClock, lines: usize, until_ms: i64) {
        let first = self.lines_on_the_disk().max(2);
        let begun_ms = clock.now();
        for written in (first..lines).step_by(IN_ONE_GO) {
            let upto = (written + IN_ONE_GO).min(lines);
            for number in written..upto {
                self.desk.keyboard.write(&format!("t table {number}\n"));
            }
            wait_for("the lines on the disk", Duration::from_secs(60), || {
                (self.lines_on_the_disk() == upto).then_some(())
            });
            let part = i64::try_from(upto - first).unwrap() * (until_ms - begun_ms);
            clock.set(begun_ms + part / i64::try_from(lines - first).unwrap());
        }
    }

    fn lines_on_the_disk(&self) -> usize {
        stored::lines(&self.reader, self.observation).unwrap().len()
    }

    fn drafts(&self) -> String {
        draft::of(&self.reader, self.observation).unwrap().into_iter().map(|draft| draft.evidence).collect()
    }
}
