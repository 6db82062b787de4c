//! Who is missing gets a last day and stays; too many are a question.

use actions::roster;

use crate::support::{Files, counted, delta, desk, district};

const TODAY: &str = "2026-11-19";

/// The district after some teachers and a class were taken out of every file.
fn without(people: &[&str]) -> Files {
    people.iter().fold(district(), |files, id| files.without_person(id))
}

#[test]
fn who_is_missing_in_a_full_file_has_a_last_day_and_is_still_there() {
    let mut desk = desk();
    desk.import(&district());

    let preview = desk.preview(&without(&["t11"]));
    desk.import(&without(&["t11"]));

    assert_eq!((preview.ending.count, preview.ending.of, preview.ending.asks), (1, 14, false));
    assert_eq!((counted(&preview, "person"), counted(&preview, "role")), ((0, 0, 1, 11), (0, 0, 1, 12)));
    let ended = &preview.changes[0];
    assert_eq!((ended.label.as_str(), ended.detail.as_str()), ("Given11 Family11, teacher", "is not in this file"));
    assert_eq!(desk.roles("Given11 Family11"), [format!("teacher at Cedar Middle –{TODAY}")]);
}

#[test]
fn an_ending_is_not_counted_again_on_the_next_import() {
    let mut desk = desk();
    desk.import(&district());
    desk.import(&without(&["t11"]));

    let same_day = desk.preview(&without(&["t11"]));
    let mut desk = desk.after_days(40);
    let later = desk.preview(&without(&["t11"]));

    for preview in [same_day, later] {
        assert!(preview.changes.is_empty(), "{:#?}", preview.changes);
        assert_eq!((preview.ending.count, preview.ending.of), (0, 13));
    }
}

#[test]
fn who_returns_has_no_last_day_any_more() {
    let mut desk = desk();
    desk.import(&district());
    desk.import(&without(&["t11"]));
    let mut desk = desk.after_days(90);

    let preview = desk.preview(&district());
    desk.import(&district());

    assert_eq!(preview.changes[0].detail, "is back");
    assert_eq!(desk.roles("Given11 Family11"), ["teacher at Cedar Middle –"]);
}

#[test]
fn a_last_day_that_a_coach_wrote_and_that_is_to_come_stays() {
    let mut desk = desk();
    desk.import(&district());
    let person = desk.person("Given11 Family11").id;
    let role =
        store::person::roles(desk.writer.reader()).unwrap().into_iter().find(|role| role.person == person).unwrap();
    let save = actions::person::SaveRole {
        id: Some(role.id),
        person,
        school: role.organisation,
        code: role.code,
        starts: String::new(),
        ends: "2026-12-18".into(),
        settle: Vec::new(),
    };
    actions::person::save_role(&mut desk.writer, &save).unwrap();

    let preview = desk.preview(&district());

    assert!(preview.changes.is_empty(), "{:#?}", preview.changes);
}

#[test]
fn a_class_that_is_missing_ends_and_comes_back() {
    let mut desk = desk();
    let one_class = district().without_rows("classes.csv", "c1,").without_rows("enrollments.csv", "c1,");
    desk.import(&district());

    desk.import(&one_class);
    let ended = desk.section_ends("Math 5A");
    desk.import(&district());

    assert_eq!(ended, TODAY);
    assert_eq!(desk.section_ends("Math 5A"), "");
}

#[test]
fn classes_that_are_in_no_file_at_all_are_not_missing() {
    let mut desk = desk();
    desk.import(&district());
    let mut files = district().change(
        "manifest.csv",
        "file.classes,bulk\nfile.enrollments,bulk",
        "file.classes,absent\nfile.enrollments,absent",
    );
    files.0.remove("classes.csv");
    files.0.remove("enrollments.csv");

    let preview = desk.preview(&files);

    assert_eq!(counted(&preview, "section").2, 0);
    assert_eq!(preview.ending.count, 0);
}

#[test]
fn more_than_a_tenth_is_asked_and_stays_without_the_answer() {
    let mut desk = desk();
    desk.import(&district());
    let path = desk.one_roster(&without(&["t11", "t12", "t13"]));
    let reading = desk.read(&path);
    let before = desk.fingerprint();

    let kept = desk.import_reading(&reading, false).unwrap();

    assert!(reading.asks());
    assert_eq!(kept.summary, "Nothing was changed.");
    assert_eq!(desk.fingerprint(), before);

    let ended = desk.import_reading(&reading, true).unwrap();

    assert_eq!(ended.summary, "3 roles end today.");
    assert_eq!(desk.roles("Given13 Family13"), [format!("teacher at Cedar Middle –{TODAY}")]);
}

#[test]
fn what_else_a_part_of_the_roster_says_is_imported_while_the_missing_stay() {
    let mut desk = desk();
    desk.import(&district());
    let part = without(&["t11", "t12", "t13"]).change("users.csv", "Paul,Renner", "Paolo,Renner");
    let path = desk.one_roster(&part);
    let reading = desk.read(&path);

    let imported = desk.import_reading(&reading, false).unwrap();

    assert_eq!(imported.summary, "1 person was changed.");
    assert_eq!(desk.roles("Given11 Family11"), ["teacher at Cedar Middle –"]);
    assert_eq!(desk.roles("Paolo Renner").len(), 1);
}

#[test]
fn a_delta_ends_whom_it_calls_gone_and_nobody_else() {
    let mut desk = desk();
    desk.import(&district());
    let gone = delta(
        "t11,tobedeleted,2026-11-18T00:00:00Z,true,Given11,Family11,,,\n",
        "rt12,tobedeleted,2026-11-18T00:00:00Z,t12,primary,teacher,,,s2\n",
    );

    let preview = desk.preview(&gone);
    desk.import(&gone);

    assert_eq!(preview.ending.count, 2);
    assert_eq!(counted(&preview, "role"), (0, 0, 2, 0));
    for name in ["Given11 Family11", "Given12 Family12"] {
        assert_eq!(desk.roles(name), [format!("teacher at Cedar Middle –{TODAY}")]);
    }
    assert_eq!(desk.roles("Given13 Family13"), ["teacher at Cedar Middle –"]);
}

#[test]
fn a_delta_changes_a_person_and_leaves_the_others_as_they_are() {
    let mut desk = desk();
    desk.import(&district());
    let changed = delta("t11,active,2026-11-18T00:00:00Z,true,Given11,Newname,,,\n", "");

    let imported = desk.import(&changed);

    assert_eq!(imported.summary, "1 person was changed.");
    assert_eq!(desk.roles("Given11 Newname"), ["teacher at Cedar Middle –"]);
}

#[test]
fn who_was_typed_by_hand_is_never_ended() {
    let mut desk = desk();
    actions::person::add_teacher(&mut desk.writer, "Amir Haddad").unwrap();
    desk.import(&district());

    let preview = desk.preview(&district());

    assert_eq!(preview.ending.count, 0);
    assert_eq!(desk.roles("Amir Haddad").len(), 1);
}

#[test]
fn the_person_of_the_profile_is_never_ended() {
    let mut desk = desk();
    let with_me = district().change(
        "users.csv",
        "u4,,,true,Paul,Renner,paul@alder.example",
        "u4,,,true,Robin,Vale,robin@alder.example",
    );
    desk.import(&with_me);

    let preview = desk.preview(&with_me.clone().without_person("u4"));

    assert_eq!(desk.names().iter().filter(|name| *name == "Robin Vale").count(), 1);
    assert_eq!(preview.ending.count, 0);
    assert!(preview.changes.is_empty(), "{:#?}", preview.changes);
}

#[test]
fn a_row_that_could_not_be_taken_is_not_missing() {
    let mut desk = desk();
    desk.import(&district());

    let preview = desk.preview(&district().change("users.csv", "t11,,,true,Given11,Family11", "t11,,,true,,"));

    assert!(!preview.problems.is_empty());
    assert_eq!(preview.ending.count, 0);
    assert_eq!(counted(&preview, "role").2, 0);
}

#[test]
fn who_moves_to_another_school_ends_at_the_first_and_has_not_left() {
    let mut desk = desk();
    desk.import(&district());
    let moved =
        district().change("roles.csv", "rt11,,,t11,primary,teacher,,,s2", "rt11b,,,t11,primary,teacher,2026-11-16,,s1");

    let preview = desk.preview(&moved);
    desk.import(&moved);

    assert_eq!((preview.ending.count, counted(&preview, "person").2), (0, 0));
    assert_eq!(
        desk.roles("Given11 Family11"),
        ["teacher at Birch Elementary 2026-11-16–".to_owned(), format!("teacher at Cedar Middle –{TODAY}")]
    );
}

#[test]
fn an_ending_is_undone_with_its_import() {
    let mut desk = desk();
    desk.import(&district());
    let imported = desk.import(&without(&["t11"]));

    roster::undo(&mut desk.writer, imported.id).unwrap();

    assert_eq!(desk.roles("Given11 Family11"), ["teacher at Cedar Middle –"]);
}
