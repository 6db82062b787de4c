//! A lesson from paper, in the real window, by keys alone: entered with the times of the paper, refused where a time goes
//! back, marked as entered afterwards; and a blank form, saved from the list and from the command line.

use std::time::Duration;

use serde_json::json;

use crate::{
    screens::{assert_fit_for_fingers, assert_sound_in_all_lights},
    support::{driver::Driver, profile, wait_for, window::Desk},
    walks_and_rubrics::room,
};

fn desk() -> Desk {
    let desk = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    profile::make_st_1(&desk.home());
    desk
}

/// Chooses by value from a list of the computer's own: its pictures differ, its values do not.
fn choose(driver: &Driver, label: &str, words: &str) {
    let body = "const list = [...document.querySelectorAll('select')].find((one) => one.labels[0].innerText.includes(arguments[0])); \
                const option = [...list.options].find((one) => one.text.includes(arguments[1])); \
                list.value = option.value; list.dispatchEvent(new Event('change', { bubbles: true }));";
    driver.run(body, json!([label, words]));
}

#[test]
fn a_lesson_from_paper_is_entered_by_keys_with_its_own_times() {
    let desk = desk();
    let driver = desk.drive();
    let keys = &desk.keyboard;
    driver.wait_for_words("This week");
    keys.press("Ctrl+n");
    driver.wait_for_words("Whose lesson");
    keys.press("Alt+8");
    driver.wait_for_words("For a lesson that you wrote down by hand");
    driver.wait_for_words("What is on the paper");
    choose(&driver, "Whose lesson", "Amir Haddad");
    desk.tab_to(&driver, "Day");
    desk.write_into_field(&driver, "31 feb");
    keys.press("Tab");
    driver.wait_for_words("31 February");
    driver.wait_for_words("does not exist");
    keys.press("Shift+Tab");
    keys.press("Ctrl+a");
    desk.write_into_field(&driver, "mon 4 oct 2026");
    keys.press("Up");
    driver.wait_for_words("Mon 5 October 2026");
    desk.tab_to(&driver, "Began at");
    desk.write_into_field(&driver, "10:00");
    desk.tab_to(&driver, "Ended at");
    desk.write_into_field(&driver, "10:45");
    desk.picture("paper-1-head");
    keys.press("Enter");

    driver.wait_for_words("entered afterwards");
    desk.tab_to(&driver, "Time");
    desk.write_into_field(&driver, "10:05");
    desk.tab_to(&driver, "What was said or done");
    desk.write_into_field(&driver, "t What do you notice // front row only");
    keys.press("Enter");
    driver.wait_for_words("10:05:00");
    desk.tab_to(&driver, "Time");
    desk.write_into_field(&driver, "10:04");
    desk.tab_to(&driver, "What was said or done");
    desk.write_into_field(&driver, "s It grows");
    keys.press("Enter");
    driver.wait_for_words("Times do not go back");
    desk.picture("paper-2-refused");
    keys.press("Shift+Tab");
    keys.press("Ctrl+a");
    desk.write_into_field(&driver, "+7");
    keys.press("Enter");
    driver.wait_for_words("10:07:00");
    driver.wait_for_words("It grows");
    desk.picture("paper-3-entered");
    half_a_line(&desk, &driver);
    // It ends as a power cut would end it.
    drop(driver);

    finds_half_a_line(&desk);
}

/// Begins to enter a lesson of another kind in the smallest window, by keys; the lists are chosen by value.
fn begin(desk: &Desk, driver: &Driver, (kind, teacher): (&str, Option<&str>)) {
    let keys = &desk.keyboard;
    driver.resize(1024, 600);
    driver.wait_for_words("This week");
    keys.press("Ctrl+n");
    driver.wait_for_words("Whose lesson");
    keys.press("Alt+8");
    driver.wait_for_words("For a lesson that you wrote down by hand");
    choose(driver, "What is on the paper", kind);
    match teacher {
        Some(teacher) => choose(driver, "Whose lesson", teacher),
        None => wait_for("nobody to choose", Duration::from_secs(10), || {
            (!driver.screen().contains("Whose lesson")).then_some(())
        }),
    }
    desk.tab_to(driver, "Day");
    desk.write_into_field(driver, "5 oct 2026");
    desk.tab_to(driver, "Began at");
    desk.write_into_field(driver, "10:00");
    desk.tab_to(driver, "Ended at");
    desk.write_into_field(driver, "10:45");
    assert_sound_in_all_lights(driver, &format!("{kind} from paper, begun"));
    keys.press("Enter");
    driver.wait_for_words("entered afterwards");
}

fn focus(driver: &Driver, what: &str) {
    wait_for(what, Duration::from_secs(20), || (driver.focused() == what).then_some(()));
}

/// Types a stretch from its category on.
fn stretch(desk: &Desk, driver: &Driver, [letter, from, to]: [&str; 3]) {
    focus(driver, "Category");
    for (field, words) in [("Category", letter), ("From", from), ("To", to)] {
        desk.tab_to(driver, field);
        desk.write_into_field(driver, words);
    }
    desk.keyboard.press("Enter");
}

#[test]
fn stretches_of_talk_from_paper_are_entered_by_keys_and_what_overlaps_is_said() {
    let desk = desk();
    let driver = desk.drive();
    let keys = &desk.keyboard;
    begin(&desk, &driver, ("Talk timer", Some("Amir Haddad")));

    stretch(&desk, &driver, ["t", "10:00", "10:09"]);
    driver.wait_for_words("10:09:00");
    stretch(&desk, &driver, ["s", "", "11:00"]);
    driver.wait_for_words("This is after the lesson ended.");
    focus(&driver, "To");
    keys.press("Ctrl+a");
    desk.write_into_field(&driver, "+18");
    keys.press("Enter");
    driver.wait_for_words("10:18:00");
    stretch(&desk, &driver, ["p", "10:06", "10:08"]);
    driver.wait_for_words("2:00 with two or more at once");
    driver.wait_for_words("overlaps another one");
    focus(&driver, "Category");
    assert_fit_for_fingers(&driver, "stretches from paper");
    assert_sound_in_all_lights(&driver, "stretches from paper");

    desk.tab_to(&driver, "Keep the stretch");
    keys.press("Ctrl+z");
    wait_for("the last stretch to be taken back", Duration::from_secs(20), || {
        (!driver.screen().contains("overlaps another one")).then_some(())
    });
    assert!(driver.screen().contains("10:18:00"));
}

#[test]
fn a_learning_walk_from_paper_names_nobody_and_is_entered_by_keys() {
    let desk = desk();
    let driver = desk.drive();
    let keys = &desk.keyboard;
    begin(&desk, &driver, ("Learning walk", None));

    room(&desk, &driver, ("Math with Amir", "7"));
    driver.wait_for_words("This names somebody of the roster");
    focus(&driver, "Subject");
    keys.press("Ctrl+a");
    room(&desk, &driver, ("Math", "7"));
    driver.wait_for_words("Room 1: Math, 7");
    wait_for("the first item's focus", Duration::from_secs(20), || {
        let is_there = driver.run("return document.activeElement.closest('.values') !== null", json!([]));
        (is_there == json!(true)).then_some(())
    });
    keys.letter('s');
    driver.wait_for_words("1 of 1 rooms");
    assert_fit_for_fingers(&driver, "rooms from paper");
    assert_sound_in_all_lights(&driver, "rooms from paper");
    keys.press("Ctrl+z");
    driver.wait_for_words("No data");
    assert!(!driver.screen().contains("Amir"), "it is about nobody");
}

#[test]
fn what_was_counted_on_paper_is_entered_by_fingers_too() {
    let desk = desk();
    let driver = desk.drive();
    for (kind, words) in
        [("On-task scan", "Keep the sweep"), ("Tally", "Add the strokes"), ("Walkthrough", "S seen, P partly")]
    {
        begin(&desk, &driver, (kind, Some("Amir Haddad")));
        driver.wait_for_words(words);
        assert_fit_for_fingers(&driver, &format!("{kind} from paper"));
        assert_sound_in_all_lights(&driver, &format!("{kind} from paper"));
        desk.keyboard.press("Escape");
        desk.keyboard.press("g");
        desk.keyboard.press("w");
    }
}

/// Half a line is typed, and it is on the disk.
fn half_a_line(desk: &Desk, driver: &Driver) {
    desk.tab_to(driver, "Time");
    desk.write_into_field(driver, "+9");
    desk.tab_to(driver, "What was said or done");
    desk.write_into_field(driver, "t And the tenth");
    driver.wait_for_words("saved on this computer");
    desk.picture("paper-5-half-a-line");
    let reader = profile::reader(&desk.home());
    wait_for("half a line on the disk", Duration::from_secs(10), || {
        let lesson = store::observation::latest(&reader, None, 0, 1).unwrap().remove(0).id;
        let drafts = store::draft::of(&reader, lesson).unwrap();
        drafts
            .iter()
            .any(|draft| (draft.typed_time.as_str(), draft.evidence.as_str()) == ("+9", "t And the tenth"))
            .then_some(())
    });
}

/// The half line stands in its fields when the lesson is opened again.
fn finds_half_a_line(desk: &Desk) {
    let driver = desk.drive();
    driver.wait_for_words("This week");
    let keys = &desk.keyboard;
    keys.press("g");
    keys.press("o");
    driver.wait_for_words("New observation");
    wait_for("the lesson in the list", Duration::from_secs(20), || {
        let body = "const row = document.querySelector('main [data-row]'); row?.focus(); return row !== null";
        (driver.run(body, json!([])) == json!(true)).then_some(())
    });
    keys.press("Enter");
    driver.wait_for_words("entered afterwards");
    wait_for("the half line in its fields", Duration::from_secs(20), || {
        let values =
            driver.run("return [...document.querySelectorAll('form.enter input')].map((one) => one.value)", json!([]));
        (values == json!(["+9", "t And the tenth"])).then_some(())
    });
}

#[test]
fn a_blank_form_is_saved_from_the_list_by_keys_and_from_the_command_line_without_a_profile() {
    let desk = desk();
    let printed = desk.everything().join("script.pdf");
    let (code, said, complaint) = desk.command(&["form", "tally", printed.to_str().unwrap(), "--letter"]);
    assert_eq!(code, 0, "{said}{complaint}");
    assert!(std::fs::read(&printed).unwrap().starts_with(b"%PDF"));
    let driver = desk.drive();
    let keys = &desk.keyboard;

    driver.wait_for_words("This week");
    keys.press("g");
    keys.press("o");
    driver.wait_for_words("Blank forms");
    keys.press("Ctrl+p");
    driver.wait_for_words("To write on by hand");
    choose(&driver, "Form", "Walkthrough");
    driver.wait_for_words("Look-fors printed on it");
    let file = desk.everything().join("walkthrough.pdf");
    desk.tab_to(&driver, "File name");
    keys.press("Ctrl+a");
    desk.write_into_field(&driver, file.to_str().unwrap());
    desk.picture("paper-4-forms");
    keys.press("Enter");
    driver.wait_for_words("The form is saved where you chose");

    assert!(std::fs::read(&file).unwrap().starts_with(b"%PDF"));
}
