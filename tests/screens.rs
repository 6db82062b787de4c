//! Every screen in the real web view: no violation that axe finds, no target under 24 px, room to read, in both themes and
//! sizes, also with large text.

use std::time::Duration;

use actions::{
    coaching_cycle::{self, AddMeasure, BeginCycle},
    step::{self, Propose},
};
use domain::schema::role;
use serde_json::{Value, json};

use crate::support::{driver::Driver, profile, wait_for, window::Desk};

#[test]
fn no_screen_has_an_axe_violation_or_a_small_target() {
    let mut looked_at = 0;
    for (width, height) in [(1366, 768), (1024, 600)] {
        let desk = Desk::new(width, height).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
        profile::make_term(&desk.home(), chrono::Utc::now().date_naive());
        let driver = desk.drive();
        driver.resize(width, height);
        driver.wait_for_words("This week");
        for (screen, keys, words) in SCREENS {
            for chord in *keys {
                match *chord {
                    "first row" => until(
                        &driver,
                        "const row = document.querySelector('main [data-row]'); row?.focus(); return !!row",
                    ),
                    "first script" => until(
                        &driver,
                        "const row = [...document.querySelectorAll('main [data-row]')].find((row) =>
                             !/Interval|Talk|On-task|Tally|Walkthrough/.test(row.closest('li')?.innerText ?? ''));
                         row?.focus(); return !!row",
                    ),
                    "field" => driver.wait_for_field(),
                    "views" => to_the_views(&driver),
                    "submit" => until(
                        &driver,
                        "const act = document.querySelector('dialog [type=submit]'); act?.focus(); return !!act",
                    ),
                    "option" => until(&driver, "return document.querySelector('[role=option]') !== null"),
                    "begin" => until(
                        &driver,
                        "const at = document.activeElement; return at?.type === 'submit' && at.getAttribute('aria-busy') === 'false'",
                    ),
                    "begin-walk" => until(
                        &driver,
                        "return document.activeElement?.innerText?.includes('Begin the learning walk') === true",
                    ),
                    // An act without a key of its own is pressed as Tab and Enter press it.
                    chord if chord.starts_with("to ") => until(
                        &driver,
                        &format!(
                            "const act = [...document.querySelectorAll('main button')].filter((one) => one.innerText.startsWith('{}')).at(-1);
                             act?.focus(); return document.activeElement === act",
                            &chord[3..]
                        ),
                    ),
                    chord => desk.keyboard.press(chord),
                }
                if *chord == "Escape" {
                    until(&driver, "return document.querySelector('dialog') === null");
                }
                // As fast as a person types.
                std::thread::sleep(Duration::from_millis(120));
            }
            driver.wait_for_words(words);
            if BY_TOUCH.contains(screen) {
                assert_fit_for_fingers(&driver, &format!("{screen}, {width}x{height}"));
            }
            assert_sound_in_all_lights(&driver, &format!("{screen}, {width}"));
            looked_at += LIGHTS.len();
        }
    }
    println!("{looked_at} screens looked at");
    assert!(looked_at >= 45);
}

/// Gives the keys to the choice of a screen's views, which the arrows change.
fn to_the_views(driver: &Driver) {
    let focus =
        "const view = document.querySelector('main [role=radiogroup] input:checked'); view?.focus(); return !!view";
    until(driver, focus);
}

#[test]
fn the_choices_of_somebody_who_would_coach_and_evaluate_have_no_violation_either() {
    let desk = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    profile::make(&desk.home(), |writer| {
        let world = demo::st_1(writer).expect("the demo world");
        let school = actions::person::school_of(writer.reader(), world.amir, "2026-10-05".parse().unwrap()).unwrap();
        // As a roster brings it, without asking.
        let fields = vec![
            (role::PERSON, world.session.me.into()),
            (role::ORGANISATION, school.into()),
            (role::CODE, "principal".into()),
        ];
        writer
            .transact(|tx| {
                let id = tx.new_id();
                tx.create(role::ENTITY, id, fields)
            })
            .unwrap();
    });
    let driver = desk.drive();
    driver.wait_for_words("This week");
    desk.keyboard.press("g");
    desk.keyboard.press("p");
    driver.wait_for_words("Amir Haddad");
    let amir =
        "const row = [...document.querySelectorAll('main [data-row]')].find((row) => row.innerText.includes('Amir'));
         row?.focus(); return !!row";
    until(&driver, amir);
    driver.wait_for_words("You coach Amir Haddad and may evaluate them");
    assert_sound_in_all_lights(&driver, "somebody whom one may evaluate");
    desk.tab_to(&driver, "Settle this…");
    desk.keyboard.press("Enter");
    driver.wait_for_words("Coaching and evaluating the same teacher");
    assert_sound_in_all_lights(&driver, "a conflict");
}

/// Shows one after the other what the list names, until the words are on the screen beside it, and brings them into view.
fn find_in_list(desk: &Desk, driver: &Driver, words: &str) {
    let brought = format!(
        "const part = [...document.querySelectorAll('main h3, main button')].find((one) => one.innerText.startsWith('{words}'));
         part?.scrollIntoView({{ block: 'center' }}); return !!part"
    );
    until(driver, "const row = document.querySelector('main [data-row]'); row?.focus(); return !!row");
    for _ in 0..60 {
        std::thread::sleep(Duration::from_millis(250));
        if driver.run(&brought, json!([])) == json!(true) {
            return;
        }
        desk.keyboard.press("j");
    }
    panic!("none of sixty shows {words:?}; the screen says:\n{}", driver.screen());
}

#[test]
fn student_results_beside_a_step_have_no_violation_either() {
    let desk = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    profile::make(&desk.home(), |writer| {
        let teacher = demo::st_1(writer).expect("the demo world").amir;
        let now_ms = writer.now_ms();
        let begin = BeginCycle { teacher, model: "student_centred".into(), title: String::new(), stages: Vec::new() };
        let cycle = coaching_cycle::begin(writer, &begin).unwrap();
        coaching_cycle::start(writer, now_ms, cycle).unwrap();
        let measure = AddMeasure {
            coaching_cycle: cycle,
            kind: "between".into(),
            date: "2026-10-01".into(),
            value: "17".into(),
            count: "28".into(),
            task: String::new(),
        };
        coaching_cycle::add_measure(writer, now_ms, &measure).unwrap();
        let step = Propose {
            observation: None,
            teacher: Some(teacher),
            text: "Wait three seconds before calling a name".into(),
            look_for: None,
            practice: String::new(),
            check_date: None,
            lines: Vec::new(),
        };
        step::propose(writer, now_ms, &step).unwrap();
    });
    let driver = desk.drive();
    driver.wait_for_words("This week");
    desk.keyboard.press("g");
    desk.keyboard.press("d");
    driver.wait_for_words("Debriefs and steps");
    find_in_list(&desk, &driver, "Put a student result beside it");
    desk.keyboard.press("e");
    driver.wait_for_words("Put a student result beside the step");
    assert_sound_in_all_lights(&driver, "a student result for a step");
    until(&driver, "document.querySelector('dialog input[value=intended]')?.click(); return true");
    until(&driver, "const act = document.querySelector('dialog [type=submit]'); act?.focus(); return !!act");
    desk.keyboard.press("Enter");
    driver.wait_for_words("The student result stands beside the step");
    driver.wait_for_words("does not say that one came of the other");
    until(&driver, "[...document.querySelectorAll('main h3')].at(-1).scrollIntoView(); return true");
    assert_sound_in_all_lights(&driver, "student results beside a step");
}

#[test]
fn look_fors_over_time_have_no_violation_either() {
    let desk = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    profile::make_term(&desk.home(), chrono::Utc::now().date_naive());
    let driver = desk.drive();
    driver.wait_for_words("This week");
    desk.keyboard.press("g");
    desk.keyboard.press("p");
    driver.wait_for_words("Import a roster");
    find_in_list(&desk, &driver, "Look-fors over time");
    assert_sound_in_all_lights(&driver, "look-fors over time");
}

/// Waits until this is so in the page.
fn until(driver: &Driver, is_so: &str) {
    wait_for(is_so, Duration::from_secs(20), || (driver.run(is_so, json!([])) == json!(true)).then_some(()));
}

/// How often a screen is looked at before what is found counts.
const LOOKS: usize = 5;

/// Each screen, the keys that lead to it from the one before, and words that it shows.
const SCREENS: &[(&str, &[&str], &str)] = &[
    ("this week", &[], "This week so far"),
    ("plan a visit", &["p"], "Plan a visit"),
    ("new observation", &["Escape", "Ctrl+n"], "Whose lesson"),
    ("search", &["Escape", "Ctrl+k", "field", "t", "h", "e"], "Lines"),
    ("keys", &["Escape", "F1"], "In a list"),
    ("observations", &["Escape", "g", "o"], "New observation"),
    ("a finished script", &["first script", "Enter"], "Reopen"),
    ("who can see this", &["Ctrl+i"], "whatever the agreement says"),
    ("the step after a lesson", &["Escape", "w", "field"], "What the teacher will do"),
    ("a rubric for the lesson", &["Escape", "to Choose or edit", "Enter"], "Rubric of this lesson"),
    ("share", &["Escape", "Ctrl+Shift+s"], "This profile works alone"),
    ("a debrief", &["Escape", "Ctrl+d"], "Praise one with E"),
    ("the summary of a debrief", &["Ctrl+p"], "For the teacher to take along"),
    ("when a debrief was", &["Escape", "Alt+w"], "Of them practised"),
    ("sharing a debrief", &["Escape", "Ctrl+Shift+s"], "Share this debrief"),
    ("a debrief that is called off", &["Escape", "Alt+o"], "Debrief called off"),
    ("a debrief that is prepared anew", &["Ctrl+d"], "Praise one with E"),
    ("debriefs and steps", &["Escape", "Alt+Left", "Alt+Left", "g", "d"], "Check on"),
    ("check a step", &["c"], "Keep the check"),
    ("drop a step", &["Escape", "d"], "Drop the step"),
    ("coaching cycles", &["Escape", "Alt+Left", "g", "c"], "Under way"),
    ("plan a coaching cycle", &["p"], "What it is about"),
    ("asking a coach", &["Escape", "a"], "Ways that suit you"),
    ("a coaching cycle", &["Escape", "first row", "Enter"], "Before you go on"),
    ("figures of a goal", &["f"], "Figures of the goal"),
    ("a measure of a goal", &["Escape", "m"], "What was found"),
    ("the days of a coaching cycle", &["Escape", "d"], "Is over by"),
    ("ending a coaching cycle", &["Escape", "e"], "Why it ends"),
    ("history of a coaching cycle", &["Escape", "v"], "Shown now"),
    ("sharing a coaching cycle", &["Escape", "Ctrl+Shift+s"], "This goes"),
    ("printing a coaching cycle", &["Escape", "Ctrl+p"], "what took place, for paper"),
    ("people", &["Escape", "g", "p"], "Amir Haddad"),
    ("co-planning a lesson", &["l"], "Write it down"),
    ("ending the coaching of somebody", &["Escape", "x"], "End the coaching of"),
    ("sharing agreement", &["Escape", "s"], "There is no sharing agreement"),
    ("the first version of an agreement", &["e"], "What we add in our own words"),
    ("an agreement that waits", &["submit", "Enter"], "Waits to be accepted"),
    ("printing an agreement", &["Ctrl+p"], "finds a place to sign"),
    ("handing over", &["Escape", "h"], "please read this"),
    ("an agreement on paper", &["Escape", "p"], "Record the signature"),
    ("withdrawing an agreement", &["Escape", "x"], "Withdraw this version?"),
    ("log", &["Escape", "Alt+Left", "g", "l"], "Confirmed minutes"),
    ("a line of the log", &["a"], "Keep the line"),
    ("travel in the log", &["Escape", "v"], "Keep the line"),
    ("week of the log", &["Escape", "w"], "Carry over to next week"),
    ("people", &["g", "p"], "Amir Haddad"),
    ("goals of a team", &["views", "Right"], "of the way"),
    ("setting a goal of a team", &["f"], "Whose goal it is"),
    ("a measure of a goal of a team", &["Escape", "m"], "On which task"),
    ("people again", &["Escape", "views", "Left"], "Amir Haddad"),
    ("roster", &["i"], "Import a roster"),
    ("sync centre", &["Alt+Left", "g", "y"], "This profile works alone"),
    ("coach note", &["Alt+Left", "g", "n"], "What I tried"),
    ("sharing a coach note", &["Ctrl+Enter"], "Exactly this text goes"),
    ("review list, for nobody's supervisor", &["Escape", "g", "r"], "Coach notes are shared with people"),
    ("blank forms", &["Alt+Left", "g", "o", "Ctrl+p"], "To write on by hand"),
    ("a lesson from paper", &["Escape", "Ctrl+n", "field", "Alt+8"], "For a lesson that you wrote down"),
    ("settings", &["Ctrl+Comma"], "Appearance"),
    ("a walkthrough", &["Ctrl+n", "field", "Alt+2", "a", "m", "i", "option", "Enter"], "S seen, P partly"),
    ("how to code", &["Ctrl+n", "field", "Alt+3", "a", "m", "i", "option", "Enter", "begin"], "Seconds an interval"),
    ("interval coding", &["Enter"], "Interval 1 of 20"),
    ("coded intervals", &["t", "Ctrl+Enter"], "Compare with another observer"),
    ("printing what was coded", &["Ctrl+p"], "What was recorded and what it comes to"),
    (
        "a talk timer",
        &["Escape", "Ctrl+n", "field", "Alt+4", "a", "m", "i", "option", "Enter", "begin", "Enter"],
        "begins a stretch",
    ),
    ("a scan", &["Ctrl+n", "field", "Alt+5", "a", "m", "i", "option", "Enter", "begin", "Enter"], "Keep sweep 1"),
    ("a tally", &["Ctrl+n", "field", "Alt+6", "a", "m", "i", "option", "Enter", "begin", "Enter"], "F6 to F9 choose"),
    ("a learning walk", &["Ctrl+n", "field", "Alt+7", "begin-walk", "Enter"], "A learning walk names nobody"),
    ("a room of a learning walk", &["field", "M", "Tab", "7", "Enter"], "R enters the next room"),
];

/// What is used standing, by touch: 44 px each way there.
const BY_TOUCH: &[&str] = &[
    "a walkthrough",
    "interval coding",
    "a talk timer",
    "a scan",
    "a tally",
    "a learning walk",
    "a room of a learning walk",
];

/// Fails when something that a finger has to meet is under 44 px, or does not fit into the width of the window, in normal text
/// or at 150 %. A choice is met by its label.
pub fn assert_fit_for_fingers(driver: &Driver, place: &str) {
    for (size, text) in [("1", "normal"), ("1.5", "large")] {
        show(driver, json!(["", size, text]));
        fit_for_fingers(driver, &format!("{place}, {text}"));
    }
    show(driver, json!(["", "1", "normal"]));
}

fn fit_for_fingers(driver: &Driver, place: &str) {
    let found = driver.run(
        "const all = [...document.querySelectorAll('main .head button, [data-scroll=kind] :is(button, input, select, textarea)')]
             // What is prepared after the lesson is done sitting down.
             .filter((e) => !e.closest('.after'));
         return [all.length, all.map((e) => [e, (e.type === 'radio' ? e.closest('label') : e).getBoundingClientRect()])
            .filter(([e, b]) => b.width > 0 && e.checkVisibility() && (b.width < 43.9 || b.height < 43.9))
            .map(([e, b]) => Math.round(b.width) + 'x' + Math.round(b.height) + ' ' + e.outerHTML.slice(0, 90))];",
        json!([]),
    );
    assert!(found[0].as_u64() >= Some(4), "{place}: the controls are on the screen");
    assert_eq!(found[1], json!([]), "{place}");
    let wide = driver.run(
        "return [...document.querySelectorAll('main .head, main .head *, [data-scroll=kind], [data-scroll=kind] *')]
            .filter((e) => e.checkVisibility() && !e.closest('.vh') && e.getBoundingClientRect().right > innerWidth + 1)
            .map((e) => Math.round(e.getBoundingClientRect().right) + ' of ' + innerWidth + ' ' + e.outerHTML.slice(0, 60)).slice(0, 5);",
        json!([]),
    );
    assert_eq!(wide, json!([]), "{place}: a finger finds everything without moving it to the side");
}

/// Returns axe, as a script.
pub fn axe() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/ui/node_modules/axe-core/axe.min.js"))
        .expect("axe-core is installed by `cargo xtask test`")
}

/// What a screen is looked at in: the theme, and the size of text that Appearance sets with it.
const LIGHTS: [(&str, &str, &str); 3] = [("light", "1", "normal"), ("dark", "1", "normal"), ("light", "1.5", "large")];

/// Looks at what is on the screen in both themes, and with text at 150 %, and keeps a picture of each where pictures are asked
/// for. What the person had chosen is there again afterwards.
pub fn assert_sound_in_all_lights(driver: &Driver, place: &str) {
    let axe = axe();
    let before = show(driver, json!(LIGHTS[0]));
    for light in LIGHTS {
        let (theme, _, text) = light;
        show(driver, json!(light));
        let place = format!("{place}, {theme}, {text}");
        driver.picture(&place.replace(", ", "-").replace(' ', "-"));
        assert_sound(driver, &axe, &place);
    }
    show(driver, before);
}

/// Shows the page in a theme and a size of text, and returns in which it was before.
fn show(driver: &Driver, light: Value) -> Value {
    let body = "const root = document.documentElement, before = [root.dataset.theme ?? '', root.style.getPropertyValue('--text'), root.dataset.text ?? ''];
         const [theme, size, text] = arguments;
         if (theme) root.dataset.theme = theme; else delete root.dataset.theme;
         root.style.setProperty('--text', size); root.dataset.text = text;
         return before;";
    driver.run(body, light)
}

/// Fails when axe finds a violation on the screen, or a target is too small.
pub fn assert_sound(driver: &Driver, axe: &str, place: &str) {
    let is_loaded = driver.run("return typeof window.axe === 'object'", json!([]));
    if is_loaded != json!(true) {
        driver.run(&format!("{axe}; window.axe = axe;"), json!([]));
    }
    // What is only there while something moves or arrives is no violation: it is gone when looked at again.
    let mut found = Value::Null;
    for _ in 0..LOOKS {
        found = look(driver);
        if found == json!([]) {
            return;
        }
    }
    assert_eq!(found, json!([]), "{place}");
}

/// Returns the violations that axe finds, the targets under 24 px, and what has no room: a heading of a word a line, a pane
/// of a line or two.
fn look(driver: &Driver) -> Value {
    let found = driver.run_async(
        "const done = arguments[arguments.length - 1];
         // What follows a resize is there after a frame or two.
         setTimeout(() => axe.run().then((r) => done(r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.html.slice(0, 120) + ' ' + n.failureSummary).join(' | ')))), 200);",
        json!([]),
    );
    let small = driver.run(
        "return [...document.querySelectorAll('button, a, input, select, textarea, [role=option]')]
            .filter((e) => e.checkVisibility() && !e.closest('label'))
            .map((e) => [e, e.getBoundingClientRect()])
            .filter(([, b]) => b.width > 0 && (b.width < 23.9 || b.height < 23.9))
            .map(([e, b]) => Math.round(b.width) + 'x' + Math.round(b.height) + ' ' + e.outerHTML.slice(0, 90));",
        json!([]),
    );
    let cramped = driver.run(
        "const high = [...document.querySelectorAll('main h1')]
            .filter((e) => e.getBoundingClientRect().height > 4.5 * parseFloat(getComputedStyle(e).lineHeight));
         const low = [...document.querySelectorAll('main .scroll')].filter((e) => e.scrollHeight > e.clientHeight + 1 && e.clientHeight < 96);
         const name = (e) => e.getAttribute('aria-label') ?? e.innerText.slice(0, 40);
         return [...high.map((e) => 'a heading of many lines: ' + name(e)), ...low.map((e) => e.clientHeight + ' px to read in: ' + name(e))];",
        json!([]),
    );
    let list = |found: Value| found.as_array().cloned().expect("a list of what was found");
    Value::Array([list(found), list(small), list(cramped)].concat())
}
