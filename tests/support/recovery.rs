//! Keeping a recovery code as a person does: copied from the screen, and two groups of it typed again.

use serde_json::json;

use super::{driver::Driver, window::Desk};

/// Goes from the code's screen to the one that says that it is right.
pub fn keep(desk: &Desk, driver: &Driver) {
    driver.wait_for_words("Your recovery code");
    let code = shown(driver);
    assert_eq!(code.len(), 8);
    desk.tab_to(driver, "I have kept it");
    desk.keyboard.press("Enter");
    driver.wait_for_words("Two groups from your copy");
    for position in 1..=8 {
        let label = format!("Group {position}");
        let is_asked = driver.run(
            "return [...document.querySelectorAll('label')].some((l) => l.innerText.trim() === arguments[0])",
            json!([label]),
        );
        if is_asked == json!(true) {
            desk.tab_to(driver, &label);
            desk.write_into_field(driver, &code[position - 1].to_lowercase());
        }
    }
    desk.keyboard.press("Enter");
    driver.wait_for_words("The code is right");
}

fn shown(driver: &Driver) -> Vec<String> {
    let screen = driver.screen();
    let is_group = |word: &&str| {
        word.len() == 4 && word.chars().all(|letter| letter.is_ascii_digit() || letter.is_ascii_uppercase())
    };
    screen.split_whitespace().filter(is_group).map(str::to_owned).collect()
}
