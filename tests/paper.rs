//! A lesson from paper, in the real window, by keys alone: entered with the times of the paper, refused where a time goes
//! back, marked as entered afterwards; and a blank form, saved from the list and from the command line.

use std::time::Duration;

use serde_json::json;

use crate::support::{driver::Driver, profile, wait_for, window::Desk};

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
    // A field for a day has parts of its own: its value is given, as a list's is.
    let day = "const field = document.querySelector('input[type=date]'); field.value = '2026-10-05'; \
               field.dispatchEvent(new Event('input', { bubbles: true }));";
    driver.run(day, json!([]));
    // From the field for a day Tab goes through its parts, which the page cannot tell apart.
    let began = "[...document.querySelectorAll('main input')].find((one) => one.labels[0].innerText.includes('Began at')).focus()";
    driver.run(began, json!([]));
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
