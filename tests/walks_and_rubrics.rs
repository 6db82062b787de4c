//! A learning walk, and a rubric beside a script, in the real window and by keys alone.

use std::time::Duration;

use domain::RowId;
use serde_json::json;

use crate::{
    screens::{assert_sound, assert_sound_in_all_lights, axe},
    sharing::{joined, sync},
    st_6_readers_file::observe,
    support::{driver::Driver, profile, service::Service, wait_for, window::Desk},
};

const WITHIN: Duration = Duration::from_secs(20);

fn focus(driver: &Driver, what: &str) {
    wait_for(what, WITHIN, || (driver.focused() == what).then_some(()));
}

/// Waits until an expression of the page is true.
fn until(driver: &Driver, what: &str, expression: &str) {
    wait_for(what, WITHIN, || (driver.run(&format!("return {expression}"), json!([])) == json!(true)).then_some(()));
}

/// Enters a room from anywhere on the walk's screen.
pub fn room(desk: &Desk, driver: &Driver, (subject, grade): (&str, &str)) {
    let keys = &desk.keyboard;
    focus(driver, "Subject");
    desk.write_into_field(driver, subject);
    keys.press("Tab");
    focus(driver, "Grade");
    desk.write_into_field(driver, grade);
    keys.press("Enter");
}

#[test]
fn a_learning_walk_through_rooms_without_names_comes_to_a_pattern_by_keys_alone() {
    let desk = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    profile::make_st_1(&desk.home());
    let driver = desk.drive();
    let keys = &desk.keyboard;
    driver.wait_for_words("This week");
    keys.press("Ctrl+n");
    driver.wait_for_words("Whose lesson");
    driver.wait_for_field();
    keys.press("Alt+7");
    focus(&driver, "Begin the learning walk");
    keys.press("Enter");
    driver.wait_for_words("No data");

    room(&desk, &driver, ("Math with Amir", "7"));
    driver.wait_for_words("This names somebody of the roster");
    focus(&driver, "Subject");
    keys.press("Ctrl+a");
    room(&desk, &driver, ("Math", "7"));
    driver.wait_for_words("Room 1: Math, 7");
    until(&driver, "the first item's focus", "document.activeElement.closest('.values') !== null");
    keys.letter('s');
    driver.wait_for_words("1 of 1 rooms");
    keys.letter('r');
    room(&desk, &driver, ("Science", "8"));
    driver.wait_for_words("Room 2: Science, 8");
    until(&driver, "the first item's focus", "document.activeElement.closest('.values') !== null");
    keys.letter('n');
    driver.wait_for_words("1 of 2 rooms");
    driver.wait_for_words("50.0 %");
    assert_sound_in_all_lights(&driver, "a pattern of rooms");
    keys.press("Left");
    driver.wait_for_words("Room 1: Math, 7");

    let lowest = driver.run(
        "return Math.min(...[...document.querySelectorAll('.walk button')].map((one) => one.getBoundingClientRect().height))",
        json!([]),
    );
    assert!(lowest.as_f64().unwrap() >= 43.9, "a finger finds every button: {lowest}");
    keys.press("Ctrl+Enter");
    driver.wait_for_words("Reopen");
    assert!(!driver.screen().contains("Amir"));
    keys.press("Ctrl+p");
    driver.wait_for_words("What was recorded and what it comes to");
    desk.picture("learning-walk-print");
    desk.save_pdf(&driver, "learning-walk");
}

#[test]
fn a_level_of_a_rubric_stands_by_a_line_of_the_script_by_keys_alone() {
    let desk = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    profile::make_st_1(&desk.home());
    make_rubric(&desk);
    let driver = desk.drive();
    let keys = &desk.keyboard;
    driver.wait_for_words("This week");
    keys.press("Ctrl+n");
    driver.wait_for_words("Whose lesson");
    driver.wait_for_field();
    keys.write("ami");
    driver.wait_for_words("Amir Haddad");
    keys.press("Enter");
    focus(&driver, "New line");
    keys.write("t why do you think so?\n");
    driver.wait_for_words("why do you think so?");
    keys.press("Ctrl+Enter");
    driver.wait_for_words("It is no rating");
    keys.press("Home");

    keys.letter('u');
    until(&driver, "the indicator's focus", "document.activeElement.className.includes('name')");
    keys.letter('2');
    driver.wait_for_words("A level needs evidence.");
    keys.press("Escape");
    until(&driver, "the line's focus", "document.activeElement.dataset.id !== undefined");
    keys.letter('i');
    until(&driver, "the marked line", "document.querySelector('[aria-label=\"Lines that show it\"]') !== null");
    keys.letter('u');
    until(&driver, "the indicator's focus", "document.activeElement.className.includes('name')");
    keys.letter('2');
    driver.wait_for_words("level 2");
    assert_sound_in_all_lights(&driver, "a level beside its line");
    drop(driver);

    let (writer, _) = profile::open(&desk.home());
    let lesson = store::observation::latest(writer.reader(), None, 0, 1).unwrap().remove(0);
    let scores = store::rubric::scores(writer.reader(), lesson.id).unwrap();
    assert_eq!(scores.iter().map(|score| score.level).collect::<Vec<_>>(), [Some(2)]);
    assert_eq!(store::rubric::evidence(writer.reader(), lesson.id).unwrap().len(), 1);
}

#[test]
fn a_teacher_reads_the_levels_of_a_shared_lesson_with_their_words_and_lines() {
    let service = Service::start();
    let screen = || Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    let (dana, dana_id) = joined(&service, screen(), ("Dana", "Whitfield"), "coach");
    let (amir, amir_id) = joined(&service, screen(), ("Amir", "Haddad"), "teacher");
    service.say_fact(&["pair", &dana_id, &amir_id], "");
    sync(&[&dana, &amir]);
    make_rubric(&dana);
    let (coach, teacher) = (dana_id.parse().unwrap(), amir_id.parse().unwrap());
    let lesson = show_level(&dana, (coach, teacher));
    sync(&[&dana, &amir]);

    let driver = amir.drive();
    driver.wait_for_words("This week");
    amir.keyboard.press("g");
    amir.keyboard.press("e");
    driver.wait_for_words("Who can read this");
    amir.keyboard.press("Enter");
    driver.wait_for_words("Level 2: Some are asked for");
    driver.wait_for_words("It is no rating");
    let screen = driver.screen();
    assert!(screen.contains("Reasons are asked for") && !screen.contains("Take the level away"), "{screen}");
    assert_eq!(
        driver.run("return document.querySelectorAll('[aria-label=\"Lines that show it\"] li').length", json!([])),
        json!(1)
    );
    assert_sound(&driver, &axe(), "levels for the teacher");
    amir.picture("levels-for-the-teacher");
    drop(driver);

    // A level that is given after the lesson was shared brings the words of its rubric too.
    let (mut writer, _) = profile::open(&amir.home());
    let now_ms = writer.now_ms();
    let shown = actions::rubric::lesson(writer.reader(), now_ms, lesson, None).unwrap();
    assert_eq!((shown.is_writable, shown.rubric.map(|rubric| rubric.title)), (false, Some("Reasons".to_owned())));
}

/// Shares a lesson of the teacher, and then says which level its line shows.
fn show_level(desk: &Desk, pair: (RowId, RowId)) -> RowId {
    use actions::{
        rubric::{EvidenceLine, GiveLevel, give_level, lesson, mark_line},
        sharing::{With, share},
    };

    let (mut writer, _) = profile::open(&desk.home());
    let now_ms = writer.now_ms();
    let (observation, line) = observe(&mut writer, pair, "why do you think so?", "private");
    share(&mut writer, observation, With::Teacher).unwrap();
    let indicator = lesson(writer.reader(), now_ms, observation, None).unwrap().indicators[0].id;
    mark_line(&mut writer, now_ms, &EvidenceLine { observation, indicator, line, shows: true }).unwrap();
    give_level(&mut writer, now_ms, &GiveLevel { observation, indicator, level: Some(2) }).unwrap();
    observation
}

fn make_rubric(desk: &Desk) {
    use actions::rubric::{RubricIndicator, SaveRubric, save};

    let (mut writer, _) = profile::open(&desk.home());
    let levels = ["None is asked for", "Some are asked for", "Students ask each other"].map(String::from).into();
    let rubric = SaveRubric {
        follows: None,
        title: "Reasons".into(),
        licence: "own words".into(),
        indicators: vec![RubricIndicator { text: "Reasons are asked for".into(), levels }],
    };
    save(&mut writer, &rubric).unwrap();
}
