//! Text at 150 %, on the smallest window: what belongs together stays in sight together.

use serde_json::{Value, json};

use crate::support::{driver::Driver, profile, window::Desk};

#[test]
fn on_a_small_window_with_large_text_the_strip_is_one_row_the_chips_are_whole_and_a_person_stands_beside_the_list() {
    let desk = Desk::new(1024, 600).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    profile::make_term(&desk.home(), chrono::Utc::now().date_naive());
    let driver = desk.drive();
    let keys = &desk.keyboard;
    driver.resize(1024, 600);
    driver.wait_for_words("Team focus");
    driver.run(
        "document.documentElement.style.setProperty('--text', '1.5'); document.documentElement.dataset.text = 'large'",
        json!([]),
    );
    desk.picture("large-week");
    assert_eq!(
        holds(&driver, "new Set([...document.querySelectorAll('.cycle li')].map((e) => top(e))).size === 1"),
        json!(true),
        "the stations of the strip are one row"
    );

    keys.press("g");
    keys.press("p");
    driver.wait_for_words("A visit is due");
    desk.picture("large-people");
    assert_eq!(
        holds(&driver, "top('.detail') < bottom('.list') && left('.detail') >= right('.list') - 1"),
        json!(true),
        "the person stands beside the list"
    );

    keys.press("Ctrl+n");
    driver.wait_for_words("Whose lesson");
    driver.wait_for_field();
    desk.write_into_field(&driver, "amir");
    keys.press("Enter");
    driver.wait_for_words("Finish");
    driver.wait_for_field();
    desk.picture("large-observation");
    assert_eq!(
        holds(&driver, "document.querySelectorAll('.chips button').length > 0 && bottom('.chips') <= top('.status')"),
        json!(true),
        "the chips of the line are whole"
    );
}

/// Whether this holds of the places of elements in the window.
fn holds(driver: &Driver, claim: &str) -> Value {
    let body = "const box = (e) => (typeof e === 'string' ? document.querySelector(e) : e).getBoundingClientRect();
         const top = (e) => Math.round(box(e).top), bottom = (e) => Math.round(box(e).bottom);
         const left = (e) => Math.round(box(e).left), right = (e) => Math.round(box(e).right);";
    driver.run(&format!("{body} return {claim};"), json!([]))
}
