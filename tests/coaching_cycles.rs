//! A coaching cycle in the real window, by keys alone: planned, begun, taken to its next stage, with a goal and a measure.

use std::time::Duration;

use actions::{
    coaching_cycle,
    coaching_request::{self, AnswerState, AskCoach, RequestsView},
};
use domain::RowId;
use serde_json::json;
use store::{Writer, coaching_cycle as stored};

use crate::{
    screens::assert_sound_in_all_lights,
    sharing::{joined, sync},
    support::{driver::Driver, profile, service::Service, wait_for, window::Desk},
};

fn write<T>(desk: &Desk, act: impl FnOnce(&mut Writer, i64) -> T) -> T {
    let (mut writer, _) = profile::open(&desk.home());
    let now_ms = writer.now_ms();
    act(&mut writer, now_ms)
}

fn requests(desk: &Desk) -> RequestsView {
    write(desk, |writer, _| coaching_request::list(writer.reader()).unwrap())
}

/// Amir asks Dana for something; it goes with the next exchange.
fn ask(amir: &Desk, dana: &str, topic: &str) {
    let coach: RowId = dana.parse().unwrap();
    let ask = AskCoach {
        coach,
        topic: topic.into(),
        goal: "Everyone speaks".into(),
        ways: vec!["observe".into()],
        slots: "Tuesdays in period 2".into(),
    };
    write(amir, |writer, now_ms| coaching_request::ask(writer, now_ms, &ask).unwrap());
}

#[test]
fn sd_30_a_request_goes_to_the_coach_and_its_answer_to_the_teacher_and_what_is_not_shared_stays() {
    let service = Service::start();
    let screen = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    let (dana, dana_id) = joined(&service, screen, ("Dana", "Whitfield"), "coach");
    let (amir, amir_id) = joined(&service, Desk::new(320, 200), ("Amir", "Haddad"), "teacher");
    service.say_fact(&["pair", &dana_id, &amir_id], "");
    sync(&[&dana, &amir]);

    ask(&amir, &dana_id, "Talk in pairs");
    ask(&amir, &dana_id, "Homework");
    sync(&[&amir, &dana]);
    let waiting = requests(&dana).waiting;
    let topics: Vec<_> = waiting.iter().map(|request| request.topic.as_str()).collect();
    assert_eq!(topics, ["Talk in pairs", "Homework"]);
    assert_eq!(waiting[0].slots, "Tuesdays in period 2");
    reads_requests(&dana);

    let cycle = write(&dana, |writer, _| {
        coaching_request::decline(writer, waiting[1].id, "In spring, when the unit begins").unwrap();
        coaching_request::accept(writer, waiting[0].id, "partnership").unwrap()
    });
    sync(&[&dana, &amir]);
    let asked = requests(&amir).asked;
    let answers: Vec<_> = asked.iter().map(|request| (request.answer, request.reason.as_str())).collect();
    assert_eq!(answers, [(AnswerState::Declined, "In spring, when the unit begins"), (AnswerState::Accepted, "")]);
    assert_eq!(asked[1].coaching_cycle, None);

    write(&dana, |writer, _| coaching_cycle::share(writer, cycle).unwrap());
    sync(&[&dana, &amir]);
    let view = write(&amir, |writer, now_ms| coaching_cycle::view(writer.reader(), now_ms, cycle).unwrap());
    assert_eq!((view.title.as_str(), view.is_writable), ("Talk in pairs", false));
    assert_eq!(view.goal.map(|goal| goal.statement), Some("Everyone speaks".to_owned()));
    assert_eq!(requests(&amir).asked[1].coaching_cycle, Some(cycle));
}

/// Reads what was asked for, and leaves both answers without giving one.
fn reads_requests(dana: &Desk) {
    let driver = dana.drive();
    let keys = &dana.keyboard;
    driver.wait_for_words("This week");
    keys.press("g");
    keys.press("c");
    driver.wait_for_words("Talk in pairs");
    assert_sound_in_all_lights(&driver, "requests");
    keys.press("j");
    for (key, words, place) in [("y", "Accept", "accepting a request"), ("n", "Decline", "declining a request")] {
        keys.press(key);
        wait_for(place, Duration::from_secs(20), || {
            let title = driver.run("return document.querySelector('dialog h2')?.innerText ?? ''", json!([]));
            title.as_str().is_some_and(|title| title.contains(words)).then_some(())
        });
        assert_sound_in_all_lights(&driver, place);
        keys.press("Escape");
        wait_for("the dialog to close", Duration::from_secs(20), || {
            (driver.run("return document.querySelector('dialog') === null", json!([])) == json!(true)).then_some(())
        });
    }
}

/// Chooses from a native list, whose own window no driver reaches, by what the choice is called.
fn choose(driver: &Driver, name: &str) {
    wait_for("the choice in a list", Duration::from_secs(20), || {
        let chosen = driver.run(
            "const all = [...document.querySelectorAll('dialog select')].flatMap((select) => [...select.options]);
             const option = all.find((option) => option.text === arguments[0]);
             if (!option) return null;
             const select = option.closest('select');
             select.value = option.value;
             select.dispatchEvent(new Event('change', { bubbles: true }));
             return select.selectedOptions[0].text",
            json!([name]),
        );
        (chosen == json!(name)).then_some(())
    });
}

#[test]
fn a_coaching_cycle_is_planned_begun_and_taken_on_by_keys_and_says_what_is_missing() {
    let desk = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    profile::make_st_1(&desk.home());
    let driver = desk.drive();
    let keys = &desk.keyboard;
    driver.wait_for_words("This week");

    keys.press("g");
    keys.press("c");
    driver.wait_for_words("with its goal and its stage");
    desk.picture("coaching-cycles-none");
    keys.press("p");
    driver.wait_for_words("With whom");
    choose(&driver, "Amir Haddad");
    desk.tab_to(&driver, "What it is about");
    desk.write_into_field(&driver, "Reasons in their own words");
    keys.press("Enter");
    driver.wait_for_words("Coaching cycle with Amir Haddad");
    driver.wait_for_words("Being planned");

    keys.press("Ctrl+Enter");
    driver.wait_for_words("Under way since");
    keys.press("Ctrl+Enter");
    driver.wait_for_words("Before you go on: Name the subject.");
    for (field, words) in [("Subject", "Math 7"), ("Standards", "7.RP.A.2"), ("Place in the curriculum", "Unit 2")] {
        desk.tab_to(&driver, field);
        desk.write_into_field(&driver, words);
    }
    keys.press("Ctrl+Enter");
    driver.wait_for_words("Stage: Identify");
    driver.wait_for_words("Write down: How things are now.");

    keys.press("f");
    driver.wait_for_words("Figures of the goal");
    desk.tab_to(&driver, "Now");
    desk.write_into_field(&driver, "55");
    desk.tab_to(&driver, "Target");
    desk.write_into_field(&driver, "70");
    keys.press("Enter");
    driver.wait_for_words("Goal changed");
    keys.press("m");
    driver.wait_for_words("What was found");
    desk.tab_to(&driver, "What was found");
    desk.write_into_field(&driver, "63");
    keys.press("Enter");
    driver.wait_for_words("53 % of the way");
    driver.wait_for_words("No step yet");
    assert_sound_in_all_lights(&driver, "a coaching cycle with a measure");
    keys.press("Ctrl+p");
    driver.wait_for_words("what took place, for paper");
    desk.picture("coaching-cycle-print");
    desk.save_pdf(&driver, "coaching-cycle");
    drop(driver);

    let (writer, _) = profile::open(&desk.home());
    let found = stored::all(writer.reader(), None).unwrap().remove(0);
    assert_eq!((found.state.as_str(), found.stage.as_str()), ("active", "identify"));
    assert_eq!((found.subject.as_str(), found.curriculum.as_str()), ("Math 7", "Unit 2"));
    assert_eq!(stored::measures(writer.reader(), found.id).unwrap().len(), 1);
}
