//! What a teacher takes along, in the real window, by keys alone: looked at, saved as a PDF in Spanish, and copied for an
//! e-mail, with nothing private in either; and sealed in a file, which opens where no profile is.

use std::time::Duration;

use serde_json::json;

use crate::support::{driver::Driver, profile, wait_for, window::Desk};

/// A lesson with a wondering, finished, and its debrief with praise and a step.
fn debrief(desk: &Desk, driver: &Driver) {
    let keys = &desk.keyboard;
    driver.wait_for_words("This week");
    keys.press("Ctrl+n");
    driver.wait_for_words("Whose lesson");
    driver.wait_for_field();
    desk.write_into_field(driver, "amir");
    driver.wait_for_words("Amir Haddad");
    keys.press("Enter");
    driver.wait_for_words("Finish");
    driver.wait_for_field();
    desk.write_into_field(driver, "They go up by the same // front row only");
    keys.press("Enter");
    driver.wait_for_words("They go up by the same");
    keys.press("Ctrl+Enter");
    driver.wait_for_words("Reopen");
    keys.press("s");
    keys.press("Ctrl+d");
    driver.wait_for_words("Debrief with Amir Haddad");
    driver.wait_for_words("Praise one with E");
    driver.run("document.querySelector('[data-line]').focus()", json!([]));
    keys.press("e");
    driver.wait_for_words("Praised");
    desk.tab_to(driver, "What went well");
    desk.write_into_field(driver, "Students said <the> rule themselves");
    desk.tab_to(driver, "In the teacher’s words");
    desk.write_into_field(driver, "I will wait longer");
}

/// What a paste would bring, formatted and plain. The field itself gets nothing.
fn pasted(desk: &Desk, driver: &Driver) -> (String, String) {
    desk.keyboard.press("Ctrl+k");
    driver.wait_for_field();
    let listen = "window.pasted = null; window.addEventListener('paste', (event) => { event.preventDefault(); \
                  window.pasted = ['text/html', 'text/plain'].map((type) => event.clipboardData.getData(type)); }, \
                  { once: true, capture: true })";
    driver.run(listen, json!([]));
    desk.keyboard.press("Ctrl+v");
    let found = wait_for("what was copied", Duration::from_secs(5), || {
        let found = driver.run("return window.pasted", json!([]));
        (!found.is_null()).then_some(found)
    });
    let form = |at: usize| found[at].as_str().map_or_else(String::new, str::to_owned);
    (form(0), form(1))
}

#[test]
fn a_summary_is_saved_in_spanish_and_copied_for_an_e_mail_by_keys_without_a_wondering() {
    let desk = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    profile::make_st_1(&desk.home());
    let driver = desk.drive();
    let keys = &desk.keyboard;
    debrief(&desk, &driver);

    keys.press("Ctrl+p");
    driver.wait_for_words("For the teacher to take along");
    driver.wait_for_words("Summary for Amir Haddad");
    driver.wait_for_words("I will wait longer");
    assert!(!driver.screen().contains("front row"));
    desk.tab_to(&driver, "English");
    keys.press("Right");
    driver.wait_for_words("Resumen para Amir Haddad");
    desk.picture("summary-dialog");
    desk.save_pdf(&driver, "summary");

    keys.press("Alt+e");
    driver.wait_for_words("Copied for e-mail");
    desk.picture("summary-copied");
    let (html, plain) = pasted(&desk, &driver);
    for words in ["Summary for Amir Haddad", "They go up by the same", "I will wait longer"] {
        assert!(html.contains(words), "{words} in {html}");
        assert!(plain.contains(words), "{words} in {plain}");
    }
    assert!(html.contains("Students said &lt;the&gt; rule") && plain.contains("Students said <the> rule"));
    assert!(!html.contains("front row") && !plain.contains("front row"));
}

#[test]
fn a_teacher_without_an_account_opens_a_sealed_summary_on_a_computer_without_a_profile() {
    let desk = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    profile::make_st_1(&desk.home());
    let driver = desk.drive();
    debrief(&desk, &driver);
    desk.keyboard.press("Ctrl+p");
    driver.wait_for_words("I will wait longer");
    desk.tab_to(&driver, "Seal in a file…");
    desk.keyboard.press("Enter");
    driver.wait_for_words("in a file that only a code word opens");
    desk.tab_to(&driver, "File name");
    wait_for("a suggested name", Duration::from_secs(20), || {
        let value = driver.run("return document.activeElement.value", json!([]));
        value.as_str().is_some_and(|value| value.ends_with(".coachlight-summary")).then_some(())
    });
    desk.picture("seal-a-summary");
    let file = desk.everything().join("taken along.coachlight-summary");
    desk.keyboard.press("Ctrl+a");
    desk.write_into_field(&driver, file.to_str().unwrap());
    desk.keyboard.press("Enter");
    driver.wait_for_words("Say it to the teacher");
    desk.picture("sealed-summary");
    let word = driver.run("return document.querySelector('[data-code-word]').innerText", json!([]));
    let word = word.as_str().expect("a code word").to_owned();

    let hers = Desk::new(1024, 768);
    let driver = hers.drive();
    driver.wait_for_words("Try with demo data");
    hers.tab_to(&driver, "Open a sealed summary");
    hers.keyboard.press("Enter");
    driver.wait_for_words("nothing of it is kept on this computer");
    hers.tab_to(&driver, "File");
    hers.write_into_field(&driver, file.to_str().unwrap());
    hers.tab_to(&driver, "Code word");
    hers.write_into_field(&driver, "7k2m q9xt 4b3d");
    hers.keyboard.press("Enter");
    driver.wait_for_words("Nothing was opened");
    hers.picture("wrong-code-word");
    hers.keyboard.press("Ctrl+a");
    hers.write_into_field(&driver, &word.to_lowercase());
    hers.keyboard.press("Enter");
    driver.wait_for_words("Summary for Amir Haddad");
    hers.picture("opened-summary");
    let shown = driver.screen();
    assert!(shown.contains("They go up by the same") && shown.contains("I will wait longer"), "{shown}");
    assert!(!shown.contains("front row"), "{shown}");
    hers.tab_to(&driver, "Save as PDF");
    hers.keyboard.press("Enter");
    driver.wait_for_words("Whoever has it can read it");
    let page = std::fs::read(file.with_extension("pdf")).expect("the page beside the file");
    assert!(page.starts_with(b"%PDF"));
    let profiles = std::fs::read_dir(hers.home().join("profiles")).expect("the home folder was opened");
    assert_eq!(profiles.count(), 0, "no profile was made");

    // The same without a window.
    let pdf = hers.everything().join("by command.pdf");
    let hers = hers.with("COACHLIGHT_CODE_WORD", &word);
    let (code, _, said) = hers.command(&["open-summary", file.to_str().unwrap(), pdf.to_str().unwrap()]);
    assert_eq!((code, std::fs::read(&pdf).expect("the page")), (0, page), "{said}");
    let (code, _, said) = hers.command(&["open-summary", pdf.to_str().unwrap()]);
    assert!(code != 0 && said.contains("not a sealed summary"), "{said}");
}
