//! A demo profile is a profile like any other: its log verifies, its rows follow from it, what is said can be found.

use actions::{capture, look_for, person, school, week};
use domain::{
    RowId,
    calendar::DayKind,
    clock::Reading,
    schema::{line, observation, person as people, tag, visit, wondering},
};
use store::{Checkpoint, check, search, undo};

use crate::support::{NOW_MS, SMALL, empty, filled, rows, small};

fn now() -> Reading {
    Reading { wall_ms: NOW_MS, boot_ms: 1, awake_ms: 1, boot: "now".into() }
}

#[test]
fn the_log_verifies_and_a_rebuild_gives_the_same_rows() {
    let mut profile = small();

    let checked = check::all(&mut profile.writer).unwrap();

    let made = profile.summary;
    assert!(checked.operations > u64::from(made.lines + made.tags + made.wonderings + made.visits));
}

#[test]
fn the_summary_counts_what_is_there() {
    let profile = small();
    let count = |entity| u32::try_from(rows(profile.writer.reader(), entity).len()).unwrap();

    let made = profile.summary;

    assert_eq!(made.people, count(people::ENTITY));
    assert_eq!(made.visits, count(visit::ENTITY));
    assert_eq!(made.observations, count(observation::ENTITY));
    assert_eq!(made.lines, count(line::ENTITY));
    assert_eq!(made.wonderings, count(wondering::ENTITY));
    assert_eq!(made.tags, count(tag::ENTITY));
    assert_eq!((made.observations, made.lines), (SMALL.observations, SMALL.observations * SMALL.lines_each));
    assert_eq!(made.people, 18);
    assert!(made.wonderings > 10 && made.tags > 100, "{made:?}");
}

#[test]
fn words_of_lessons_visits_steps_and_people_are_found() {
    let profile = small();
    let find = |words: &str| search::find(profile.writer.reader(), words, &search::KINDS, 50).unwrap();

    for words in ["notic", "haddad", "novotna", "wait 3 s before", "double number line", "sit in on one debrief"] {
        assert!(!find(words).is_empty(), "{words}");
    }
    assert!(find("zeppelin").is_empty());
}

#[test]
fn lines_of_a_term_are_mostly_different_from_each_other() {
    let profile = small();
    let lines = rows(profile.writer.reader(), line::ENTITY);
    let different: std::collections::HashSet<&str> = lines.iter().map(|line| line.text("text")).collect();

    assert!(different.len() * 10 > lines.len() * 6, "{} of {}", different.len(), lines.len());
}

#[test]
fn this_week_is_full_and_knows_the_school_week() {
    let profile = small();

    let view = week::view(profile.writer.reader(), NOW_MS, None).unwrap();

    assert_eq!(view.school_week, Some(13));
    assert!(view.so_far.held >= 4 && view.so_far.cancelled == 1, "{:?}", view.so_far);
    assert!(view.so_far.planned > view.so_far.held && view.so_far.observations >= 5, "{:?}", view.so_far);
    assert!(!view.steps.is_empty());
    assert_eq!(view.teachers, 14);
    assert!(view.days.iter().all(|day| !day.entries.is_empty()), "every day of the week has something");
    let states: Vec<&str> = view.days.iter().flat_map(|day| &day.entries).map(|entry| entry.state.as_str()).collect();
    assert!(["held", "planned", "moved", "cancelled"].iter().all(|state| states.contains(state)), "{states:?}");
}

#[test]
fn what_is_done_on_the_screen_finds_the_rows_of_the_demo() {
    let mut profile = small();
    let writer = &mut profile.writer;
    let reader = writer.reader();

    // The ids of tags, periods and calendar days are the ones that the actions derive.
    let tagged = rows(reader, tag::ENTITY)[0].link("line").unwrap();
    let observation = store::observation::line(reader, tagged).unwrap().0;
    let before = store::observation::tags(reader, observation).unwrap();
    for position in 0..3 {
        capture::tag(writer, &now(), tagged, position, capture::Tagged::Shows).unwrap();
        capture::tag(writer, &now(), tagged, position, capture::Tagged::No).unwrap();
    }
    let after = store::observation::tags(writer.reader(), observation).unwrap();
    assert!(before.iter().any(|tag| tag.line == tagged));
    let is_fourth = |look_for: &RowId| {
        rows(writer.reader(), domain::schema::look_for::ENTITY)
            .iter()
            .any(|found| found.id == *look_for && found.number("position") == Some(3))
    };
    assert!(after.iter().all(|tag| tag.line != tagged || is_fourth(&tag.look_for)));

    actions::calendar::clear_day(writer, "2026-10-09").unwrap();
    let organisation = actions::session::load(writer.reader()).unwrap().organisation;
    let calendar = store::calendar::around(writer.reader(), organisation, crate::support::day("2026-10-09")).unwrap();
    assert!(!calendar.days.values().any(|kind| *kind == DayKind::Learning));

    let juniper =
        school::list(writer.reader()).unwrap().into_iter().find(|found| found.name == "Juniper Middle").unwrap();
    let count = juniper.periods.len();
    let save =
        school::SaveSchool { id: Some(juniper.id), name: juniper.name, zone: String::new(), periods: juniper.periods };
    school::save(writer, &save).unwrap();
    assert_eq!(store::calendar::periods(writer.reader(), juniper.id).unwrap().len(), count);
}

/// Whether it is said of somebody when the next visit is planned or due.
fn is_seen_to(found: &person::PersonRow) -> bool {
    found.planned.is_some() || found.due.is_some() || found.is_not_yet
}

#[test]
fn people_and_look_fors_read_as_their_screens_show_them() {
    let profile = small();
    let reader = profile.writer.reader();

    let people = person::list(reader, NOW_MS).unwrap();
    let amir = people.people.iter().find(|found| found.name == "Amir Haddad").unwrap();
    assert_eq!((amir.school.as_str(), amir.has_left), ("Juniper Middle", false));
    assert!(people.people.iter().any(|found| found.name == "Bea Kowalski"));
    assert_eq!(people.people.iter().filter(|found| is_seen_to(found)).count(), 11);
    assert!(people.teams.iter().all(|team| team.members.len() >= 3));
    let sets = look_for::list(reader).unwrap();
    assert_eq!(sets.iter().map(|set| set.version).collect::<Vec<_>>(), [2, 1, 2]);
    assert_eq!(sets[0].look_fors[3], "Models on paper or board");
}

#[test]
fn a_decade_has_ten_years_of_dates_and_teachers_who_left() {
    let size = demo::Size { lines_each: 1, ..demo::Size::decade() };
    let profile = filled(&size, 1, "2026-11-18");

    let reader = profile.writer.reader();
    let started: Vec<i64> =
        rows(reader, observation::ENTITY).iter().filter_map(|row| row.number("started_ms")).collect();
    let years = (started.iter().max().unwrap() - started.iter().min().unwrap()) / 86_400_000 / 365;
    assert_eq!((started.len(), years), (2_000, 10));
    let people = person::list(reader, NOW_MS).unwrap().people;
    assert!(people.iter().any(|found| found.has_left), "somebody left");
    assert_eq!(people.iter().filter(|found| is_seen_to(found)).count(), 11);
}

#[test]
fn demo_data_goes_only_into_an_empty_profile_and_nothing_of_its_work_can_be_taken_back() {
    let mut profile = small();
    profile.writer.checkpoint(Checkpoint::Passive).unwrap();

    let again = demo::fill(&mut profile.writer, &SMALL, 1, crate::support::day("2026-11-18"));

    assert!(matches!(again, Err(actions::Error::Refused(problem)) if problem.field.as_deref() == Some("profile")));
    assert_eq!(rows(profile.writer.reader(), people::ENTITY).len(), 18);
    let observation = rows(profile.writer.reader(), observation::ENTITY)[0].id;
    assert_eq!(undo::undo(&mut profile.writer, observation).unwrap(), None);
}

#[test]
fn an_empty_size_still_gives_a_week_to_look_at() {
    let (mut writer, _folder) = empty();

    let size = demo::Size { observations: 0, lines_each: 0, years: 0 };
    let made = demo::fill(&mut writer, &size, 1, crate::support::day("2026-11-18")).unwrap();

    assert_eq!((made.observations, made.lines), (0, 0));
    assert!(made.visits > 5);
}
