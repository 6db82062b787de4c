//! The world of story ST-1, up to the moment before Ctrl N.

use actions::{capture, observation, week};
use domain::{clock::Reading, time};

use crate::support::{day, empty};

/// Monday 5 October 2026, 8:07:04 in Chicago.
fn moment() -> Reading {
    let wall_ms = time::instant(day("2026-10-05"), 8 * 60 + 7, chrono_tz::America::Chicago) + 4_000;
    Reading { wall_ms, boot_ms: 9_000, awake_ms: 9_000, boot: "one".into() }
}

#[test]
fn st_1_ctrl_n_and_amir_give_period_2_math_7_in_b04_with_the_open_step() {
    let (mut writer, _folder) = empty();
    let story = demo::st_1(&mut writer).unwrap();

    let start = capture::Start { visit: None, teacher: Some(story.amir) };
    let id = capture::start(&mut writer, &moment(), &start).unwrap();

    let view = observation::view(writer.reader(), id, &moment()).unwrap();
    assert_eq!(view.teacher.unwrap().name, "Amir Haddad");
    assert_eq!((view.context.as_str(), view.school.as_str()), ("Period 2 · Math 7", "Juniper Middle"));
    assert_eq!((view.day.as_str(), view.started.as_str()), ("Monday 5 October", "8:07"));
    let step = &view.open_steps[0];
    assert_eq!(step.text, "after each question, wait 3 s before calling a name");
    assert_eq!(step.check, "6 Oct");
    let section = store::observation::load(writer.reader(), id).unwrap().section;
    assert_eq!(section, Some(story.section));
    assert_eq!(store::person::section(writer.reader(), story.section).unwrap().room, "B04");
}

#[test]
fn st_1_begins_without_any_visit_or_observation_and_with_four_look_fors() {
    let (mut writer, _folder) = empty();
    let story = demo::st_1(&mut writer).unwrap();

    let reader = writer.reader();
    let view = week::view(reader, moment().wall_ms, None).unwrap();
    assert!(view.is_now && view.days.iter().all(|day| day.entries.is_empty()));
    assert_eq!(view.school_week, Some(7));
    assert_eq!(view.steps.iter().map(|step| step.id).collect::<Vec<_>>(), [story.step]);

    let start = capture::Start { visit: None, teacher: Some(story.amir) };
    let id = capture::start(&mut writer, &moment(), &start).unwrap();
    let view = observation::view(writer.reader(), id, &moment()).unwrap();
    assert_eq!(view.look_fors.len(), 4);
}

#[test]
fn st_2_five_instructional_days_after_the_lesson_are_tuesday_13_october() {
    let (mut writer, _folder) = empty();
    let story = demo::st_1(&mut writer).unwrap();

    let monday = day("2026-10-05");
    let calendar = store::calendar::around(writer.reader(), story.session.organisation, monday).unwrap();

    assert_eq!(calendar.after(monday, 5), Some(day("2026-10-13")));
}
