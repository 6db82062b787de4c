//! What a coach opens to supervisors past the pair, with real processes and the service between them: by the agreement that
//! both accepted, kind by kind, by keys, and read by the supervisor.

use actions::{
    agreement::{self, Accept, ItemChoice, NextAgreement},
    coaching_cycle::{self, BeginCycle},
    debrief, shared,
    sharing::supervisors,
    step::{self, Propose},
    typed::{self, SaveTyped},
};
use domain::RowId;
use serde_json::json;
use store::Writer;

use crate::{
    screens::assert_sound_in_all_lights,
    sharing::{joined, sync},
    st_6_readers_file::observe,
    support::{profile, service::Service, window::Desk},
};

fn write<T>(desk: &Desk, act: impl FnOnce(&mut Writer, i64) -> T) -> T {
    let (mut writer, _) = profile::open(&desk.home());
    let now_ms = writer.now_ms();
    act(&mut writer, now_ms)
}

/// Writes an agreement that opens these items to supervisors, and lets both accept it on the coach's screen.
fn agree(writer: &mut Writer, now_ms: i64, teacher: RowId, items: &[&str]) {
    let wide = |code: &&str| ItemChoice { code: (*code).into(), audience: "supervisors".into() };
    let next = NextAgreement { teacher, choices: items.iter().map(wide).collect(), text: String::new() };
    let version = agreement::propose(writer, &next).unwrap();
    let digest = agreement::view(writer.reader(), now_ms, teacher).unwrap().versions[0].digest.clone();
    for (party, way) in [("coach", "own_device"), ("teacher", "coach_screen")] {
        let accept = Accept {
            agreement: version,
            party: party.into(),
            way: way.into(),
            signed: String::new(),
            digest: digest.clone(),
        };
        agreement::accept(writer, &accept).unwrap();
    }
}

fn keep(writer: &mut Writer, row: RowId, column: &str, text: &str) {
    let words = SaveTyped { row, column: column.into(), number: 1.0, text: text.into() };
    typed::keep(writer, &words).unwrap();
}

/// A debrief of a lesson, the step that came of it, and a coaching cycle.
fn written(writer: &mut Writer, now_ms: i64, (dana, amir): (RowId, RowId)) -> [RowId; 3] {
    let (lesson, _) = observe(writer, (dana, amir), "quokkascript", "bilbyprivate");
    let debrief = debrief::prepare(writer, lesson).unwrap();
    keep(writer, debrief, "praise", "Students said the rule themselves.");
    let step = Propose {
        observation: Some(lesson),
        teacher: None,
        text: "Wait three seconds before calling a name".into(),
        look_for: None,
        practice: String::new(),
        check_date: None,
        lines: Vec::new(),
    };
    let step = step::propose(writer, now_ms, &step).unwrap();
    let begin = BeginCycle {
        teacher: amir,
        model: "partnership".into(),
        title: "Reasons in Math 7".into(),
        stages: Vec::new(),
    };
    [debrief, step, coaching_cycle::begin(writer, &begin).unwrap()]
}

#[test]
fn a_step_goes_to_supervisors_by_keys_once_both_accepted_and_with_a_debrief_and_a_coaching_cycle_is_read_there() {
    let service = Service::start();
    let screen = || Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    let (desk, dana) = joined(&service, screen(), ("Dana", "Whitfield"), "coach");
    let (_amirs, amir) = joined(&service, Desk::new(320, 200), ("Amir", "Haddad"), "teacher");
    let (hers, ruth) = joined(&service, screen(), ("Ruth", "Alvarez"), "supervisor");
    service.say_fact(&["pair", &dana, &amir], "");
    service.say_fact(&["supervises", &ruth, &dana], "");
    sync(&[&desk, &hers]);
    let (dana, amir) = (dana.parse().unwrap(), amir.parse().unwrap());
    let [debrief, step, cycle] = write(&desk, |writer, now_ms| {
        let written = written(writer, now_ms, (dana, amir));
        assert!(written.iter().all(|id| supervisors::share(writer, *id).is_err()), "nobody agreed to it");
        agree(writer, now_ms, amir, &["debrief", "step", "coaching_cycle"]);
        written
    });
    sync(&[&desk, &desk, &hers]);
    assert!(listed(&hers).is_empty(), "what is agreed is not yet shared");

    share_the_step(&desk);
    write(&desk, |writer, _| [debrief, cycle].map(|id| supervisors::share(writer, id).unwrap()));
    sync(&[&desk, &hers]);

    let mut kinds = listed(&hers);
    kinds.sort();
    let mut expected = [debrief, step, cycle];
    expected.sort();
    assert_eq!(kinds, expected);
    assert!(write(&hers, |writer, _| supervisors::share(writer, step).is_err()), "a reader opens it to nobody");
    she_reads(&hers);
    stop_all(&desk, &hers, [debrief, step, cycle]);
}

fn listed(desk: &Desk) -> Vec<RowId> {
    let list = write(desk, |writer, now_ms| shared::list(writer.reader(), now_ms).unwrap());
    assert!(list.records.iter().all(|row| row.teacher.as_ref().is_some_and(|teacher| teacher.name == "Amir Haddad")));
    assert!(list.records.iter().all(|row| !row.is_new), "only the teacher says that it was read");
    list.records.iter().map(|row| row.id).collect()
}

fn share_the_step(desk: &Desk) {
    let driver = desk.drive();
    let keys = &desk.keyboard;
    driver.wait_for_words("This week");
    keys.press("g");
    keys.press("d");
    driver.wait_for_words("Step of Amir Haddad");
    driver.wait_for_words("What it is about");
    driver.run("document.querySelector('main [data-row]').focus()", json!([]));
    keys.press("Ctrl+Shift+s");
    driver.wait_for_words("Ruth Alvarez will be able to read it");
    driver.wait_for_words("Wait three seconds before calling a name");
    assert_sound_in_all_lights(&driver, "what goes to supervisors");
    desk.tab_to(&driver, "Share with my supervisors");
    keys.press("Enter");
    driver.wait_for_words("Shared with your supervisors");
    assert_sound_in_all_lights(&driver, "a step that supervisors read");
}

fn she_reads(hers: &Desk) {
    let driver = hers.drive();
    driver.wait_for_words("This week");
    driver.wait_for_words("Shared with me");
    hers.keyboard.press("g");
    hers.keyboard.press("e");
    driver.wait_for_words("Coaching cycle of Amir Haddad");
    driver.wait_for_words("Action step of Amir Haddad");
    assert_sound_in_all_lights(&driver, "shared with a supervisor");
    assert!(!driver.screen().contains("I have read this"));
    let screen = driver.screen();
    assert!(!screen.contains("quokkascript") && !screen.contains("bilbyprivate"));
    driver.run(
        "[...document.querySelectorAll('main [data-row]')].find((row) => row.textContent.includes('Coaching cycle')).focus()",
        json!([]),
    );
    driver.wait_for_words("Reasons in Math 7");
    hers.keyboard.press("Enter");
    driver.wait_for_words("Dana Whitfield shared this with you");
    driver.wait_for_words("Seen by");
    assert_sound_in_all_lights(&driver, "a coaching cycle that a supervisor reads");
}

fn stop_all(desk: &Desk, hers: &Desk, records: [RowId; 3]) {
    write(desk, |writer, _| records.map(|id| supervisors::stop(writer, id).unwrap()));
    sync(&[desk, hers]);
    assert!(listed(hers).is_empty(), "what is not shared any more leaves the list");
}
