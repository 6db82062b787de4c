//! Who and what was here before the roster is joined with it, and never with two.

use actions::person;

use crate::support::{counted, desk, desk_of, district};

#[test]
fn who_was_typed_by_hand_is_joined_by_the_name_without_accents() {
    let mut desk = desk();
    let id = person::add_teacher(&mut desk.writer, "ines pena").unwrap();

    let preview = desk.preview(&district());
    desk.import(&district());

    assert_eq!(counted(&preview, "person"), (11, 1, 0, 0));
    let joined = preview.changes.iter().find(|one| one.entity == "person" && one.label == "Inés Peña").unwrap();
    assert_eq!(joined.detail, "joined with the roster, name, e-mail");
    let ines = desk.person("Inés Peña");
    assert_eq!((ines.id, ines.external_id.as_str()), (id, "u3"));
    assert!(desk.preview(&district()).changes.is_empty());
}

#[test]
fn two_people_of_one_name_are_not_joined_with_one() {
    let mut desk = desk();
    desk.add_person("Paul", "Renner", "");
    desk.add_person("Paul", "Renner", "");

    let preview = desk.preview(&district());

    assert_eq!(counted(&preview, "person"), (12, 0, 0, 0));
    assert!(preview.problems.iter().any(|one| one.message.contains("more than one person") && !one.hint.is_empty()));
}

#[test]
fn two_rows_of_one_name_are_not_joined_with_one_person() {
    let mut desk = desk();
    desk.add_person("Paul", "Renner", "");
    let twins = district().change("users.csv", "Given11,Family11", "Paul,Renner");

    let preview = desk.preview(&twins);

    assert_eq!(counted(&preview, "person"), (12, 0, 0, 0));
}

#[test]
fn the_address_says_which_of_two_it_is() {
    let mut desk = desk();
    desk.add_person("Paul", "Renner", "");
    let id = desk.add_person("Paul", "Renner", "PAUL@alder.example");

    desk.import(&district());

    let all = store::person::all(desk.writer.reader()).unwrap();
    let joined: Vec<_> = all.iter().filter(|person| person.external_id == "u4").map(|person| person.id).collect();
    assert_eq!(joined, [id]);
}

#[test]
fn another_address_is_another_person() {
    let mut desk = desk();
    desk.add_person("Paul", "Renner", "renner@elsewhere.example");

    let preview = desk.preview(&district());

    assert_eq!(counted(&preview, "person"), (12, 0, 0, 0));
}

#[test]
fn a_name_in_capital_letters_does_not_replace_the_one_that_is_here() {
    let mut desk = desk();
    desk.import(&district());

    let preview = desk.preview(&district().change("users.csv", "Paul,Renner", "PAUL,RENNER"));

    assert!(preview.changes.is_empty(), "{:#?}", preview.changes);
}

#[test]
fn the_organisation_of_the_profile_stays_the_root() {
    let mut desk = desk();
    desk.import(&district());

    let all = store::organisation::all(desk.writer.reader()).unwrap();

    let root = all.iter().find(|one| one.name == "Alder County").unwrap();
    assert_eq!((root.parent, root.external_id.as_str(), all.len()), (None, "d1", 3));
    assert_eq!(root.kind, "district", "alone it was taken for a school");
    assert!(all.iter().filter(|one| one.kind == "school").all(|one| one.parent == Some(root.id)));
}

#[test]
fn a_district_of_another_name_stands_below_the_root() {
    let mut desk = desk_of("Partners for Learning", "");
    desk.import(&district());

    let all = store::organisation::all(desk.writer.reader()).unwrap();

    let root = all.iter().find(|one| one.name == "Partners for Learning").unwrap();
    let alder = all.iter().find(|one| one.name == "Alder County").unwrap();
    assert_eq!((root.parent, alder.parent), (None, Some(root.id)));
}

#[test]
fn a_school_typed_by_hand_is_the_one_of_the_roster() {
    let mut desk = desk_of("Alder County", "birch elementary");

    let preview = desk.preview(&district());
    desk.import(&district());

    assert_eq!(counted(&preview, "organisation"), (1, 2, 0, 0));
    assert_eq!(store::organisation::all(desk.writer.reader()).unwrap().len(), 3);
}

#[test]
fn a_circle_of_organisations_is_cut_at_the_root() {
    let mut desk = desk();
    let circle = district().change("orgs.csv", "010000100001,d1", "010000100001,s2").change(
        "orgs.csv",
        "010000100002,d1",
        "010000100002,s1",
    );

    desk.import(&circle);

    let all = store::organisation::all(desk.writer.reader()).unwrap();
    for start in &all {
        let mut at = start.clone();
        let mut steps = 0;
        while let Some(parent) = at.parent {
            at = all.iter().find(|one| one.id == parent).unwrap().clone();
            steps += 1;
            assert!(steps < 5, "{} is in a circle", start.name);
        }
        assert_eq!(at.name, "Alder County");
    }
}

#[test]
fn a_class_typed_by_hand_is_joined_with_the_one_of_its_teacher() {
    let mut desk = desk();
    let teacher = person::add_teacher(&mut desk.writer, "Marisol Ortega").unwrap();
    let save = person::SaveClass {
        id: None,
        teacher,
        title: "math 5a".into(),
        subject: String::new(),
        grade: String::new(),
        period: "1".into(),
        room: String::new(),
    };
    person::save_class(&mut desk.writer, &save).unwrap();

    let preview = desk.preview(&district());
    desk.import(&district());

    assert_eq!(counted(&preview, "section"), (1, 1, 0, 0));
    assert_eq!(desk.section("Math 5A").teacher, Some(teacher));
}

#[test]
fn a_list_after_a_full_roster_makes_nobody_twice() {
    let mut desk = desk();
    desk.import(&district());
    let list = desk.file("staff.csv", "First Name,Last Name,School,Room,Subject\nMarisol,Ortega,Birch Elementary,12,Math 5A\nPaul,Renner,Birch Elementary,,\n");
    let before = desk.names();

    desk.import_path(&list);

    assert_eq!(desk.names(), before);
    assert_eq!(desk.person("Mari Ortega").external_id, "u2");
    assert_eq!(store::organisation::all(desk.writer.reader()).unwrap().len(), 3);
}

#[test]
fn a_full_roster_after_a_list_takes_its_people_over_and_ends_none_of_them() {
    let mut desk = desk();
    let list = desk.file(
        "staff.csv",
        "Name,School,Role\nMarisol Ortega,Birch Elementary,Teacher\nSomebody Else,Birch Elementary,Teacher\n",
    );
    desk.import_path(&list);

    let preview = desk.preview(&district());
    desk.import(&district());

    assert_eq!(counted(&preview, "person"), (11, 1, 0, 0));
    assert_eq!(preview.ending.count, 0);
    assert_eq!(desk.person("Mari Ortega").external_id, "u2");
    assert_eq!(desk.roles("Mari Ortega"), ["teacher at Birch Elementary –"]);
    assert!(desk.preview(&district()).changes.is_empty());
}
