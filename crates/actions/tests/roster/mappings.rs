//! Any table: what a column means is guessed, answered and remembered; zip, folder and workbook give the same.

use std::fs;

use actions::roster::RosterPreview;
use domain::{Code, Problem};
use exchange::{
    mapping::{ColumnMapping, ColumnTarget, TargetField},
    role::{RoleMapping, RosterRole},
};

use crate::support::{Desk, counted, desk, desk_of, district, workbook};

const LIST: &str = "Staff,Where,Does\nAnna Roy,Birch,Lead of reading\nBen Adu,Birch,Teacher\n";

fn mapping(columns: &[(&str, TargetField)]) -> ColumnMapping {
    ColumnMapping {
        columns: columns
            .iter()
            .map(|(header, target)| ColumnTarget { header: (*header).into(), target: *target })
            .collect(),
        role_mapping: RoleMapping::default(),
        default_role: RosterRole::Teacher,
    }
}

fn columns(preview: &RosterPreview) -> Vec<TargetField> {
    preview.mapping.as_ref().unwrap().columns.clone()
}

#[test]
fn a_list_is_shown_with_its_columns_guessed_and_its_first_rows() {
    let mut desk = desk();
    let path = desk.file("staff.csv", LIST);

    let preview = desk.read(&path).view("token");

    let view = preview.mapping.as_ref().unwrap();
    assert_eq!(view.headers, ["Staff", "Where", "Does"]);
    assert_eq!(view.sample[0], ["Anna Roy", "Birch", "Lead of reading"]);
    assert_eq!(view.columns, [TargetField::FullName, TargetField::Ignore, TargetField::Ignore]);
    assert_eq!((view.fields.len(), view.remembered, preview.kind.as_str()), (12, false, "csv"));
    assert_eq!(serde_json::to_value(view).unwrap()["columns"][0], "full_name");
}

#[test]
fn what_a_person_says_of_columns_and_role_words_is_remembered_for_the_next_file() {
    let mut desk = desk();
    let path = desk.file("staff.csv", LIST);
    let said =
        mapping(&[("Staff", TargetField::FullName), ("Where", TargetField::School), ("Does", TargetField::Role)]);
    let answers = [("Lead of reading", "teacher_leader")];
    let reading = desk.try_read(&path, Some(said), &answers).unwrap();
    desk.import_reading(&reading, false).unwrap();

    let next = desk.file("staff-spring.csv", "Does,STAFF,where\nLead of reading,Cara Nuri,Cedar\n");
    let preview = desk.read(&next).view("token");
    desk.import_path(&next);

    assert!(preview.mapping.as_ref().unwrap().remembered);
    assert_eq!(columns(&preview), [TargetField::Role, TargetField::FullName, TargetField::School]);
    assert_eq!(preview.roles[0].target.as_deref(), Some("teacher_leader"));
    assert_eq!(desk.roles("Anna Roy"), ["teacher_leader at Birch –"]);
    assert_eq!(desk.roles("Cara Nuri"), ["teacher_leader at Cedar –"]);
}

#[test]
fn a_dry_run_remembers_nothing() {
    let mut desk = desk();
    let path = desk.file("staff.csv", LIST);
    let said = mapping(&[("Staff", TargetField::FullName), ("Where", TargetField::School)]);

    desk.try_read(&path, Some(said), &[]).unwrap();

    assert!(!desk.read(&path).view("token").mapping.unwrap().remembered);
}

#[test]
fn a_role_word_of_a_full_roster_is_asked_answered_and_remembered() {
    let mut desk = desk();
    let path = desk.one_roster(&district());
    let guessed = desk.read(&path).view("token");
    let reading = desk.try_read(&path, None, &[("siteAdministrator", "principal")]).unwrap();
    desk.import_reading(&reading, false).unwrap();

    let next = desk.read(&path).view("token");

    let target = |preview: &RosterPreview| {
        preview.roles.iter().find(|one| one.source == "siteAdministrator").unwrap().target.clone()
    };
    assert_eq!((target(&guessed).as_deref(), target(&next).as_deref()), (Some("admin"), Some("principal")));
    assert_eq!(desk.roles("Paul Renner"), ["principal at Birch Elementary –"]);
    assert!(next.changes.is_empty(), "{:#?}", next.changes);
}

#[test]
fn a_word_that_means_no_role_here_is_kept_as_it_is() {
    let mut desk = desk();
    let path = desk.file("staff.csv", "Name,School,Role\nAnna Roy,Birch,Paraprofessional\n");

    let preview = desk.read(&path).view("token");
    desk.import_path(&path);

    assert_eq!(preview.roles[0].target, None);
    assert_eq!(desk.roles("Anna Roy"), ["Paraprofessional at Birch –"]);
}

#[test]
fn an_answer_that_names_no_role_is_refused() {
    let mut desk = desk();
    let path = desk.one_roster(&district());

    for target in ["evaluator", "student", "", "other"] {
        let refused = Problem::from(desk.try_read(&path, None, &[("teacher", target)]).unwrap_err());

        assert_eq!((refused.code, refused.field.as_deref()), (Code::Invalid, Some("roles")), "{target}");
    }
}

#[test]
fn a_list_without_schools_is_of_the_one_school_there_is() {
    let mut desk = desk_of("Alder County", "Birch");
    let path = desk.file("staff.csv", "Name\nAnna Roy\n");

    desk.import_path(&path);

    assert_eq!(desk.roles("Anna Roy"), ["teacher at Birch –"]);
}

#[test]
fn a_list_ends_nobody() {
    let mut desk = desk();
    let both = desk.file("staff.csv", "Id,Name,School\n1,Anna Roy,Birch\n2,Ben Adu,Birch\n");
    desk.import_path(&both);
    let one = desk.file("part.csv", "Id,Name,School\n1,Anna Roy,Birch\n");

    let preview = desk.read(&one).view("token");

    assert_eq!((preview.ending.count, preview.changes.len()), (0, 0));
}

#[test]
fn the_same_list_again_finds_everything_as_it_is() {
    let mut desk = desk();
    let list = "Name,Email,School,Subject,Period,Room\nAnna Roy,anna@a.example,Birch,Math,1,12\nAnna Roy,anna@a.example,Birch,Math,2,12\nBen Adu,,Birch,Art,1,3\n";
    let path = desk.file("staff.csv", list);
    desk.import_path(&path);
    let before = desk.fingerprint();

    let preview = desk.read(&path).view("token");
    desk.import_path(&path);

    assert_eq!(counted(&preview, "section"), (0, 0, 0, 3));
    assert!(preview.changes.is_empty(), "{:#?}", preview.changes);
    assert_eq!(desk.fingerprint(), before);
}

#[test]
fn a_zip_a_folder_and_a_workbook_are_imported_alike() {
    let rows: &[&[&str]] = &[&["Name", "School"], &["Anna Roy", "Birch"], &["Ben Adu", "Cedar"]];
    let people = |desk: &Desk| (desk.names(), desk.roles("Anna Roy"));

    let mut by_sheet = desk();
    let path = by_sheet.file("staff.xlsx", workbook(rows));
    let preview = by_sheet.read(&path).view("token");
    by_sheet.import_path(&path);
    let mut by_text = desk();
    let path = by_text.file("staff.csv", "Name,School\nAnna Roy,Birch\nBen Adu,Cedar\n");
    by_text.import_path(&path);
    assert_eq!(preview.kind, "xlsx");
    assert_eq!(people(&by_sheet), people(&by_text));

    let mut by_zip = desk();
    by_zip.import(&district());
    let mut by_folder = desk();
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in &district().0 {
        fs::write(folder.path().join(name), text).unwrap();
    }
    by_folder.import_path(folder.path());
    assert_eq!(by_zip.names(), by_folder.names());
    assert_eq!(by_zip.roles("Dana Whitfield"), by_folder.roles("Dana Whitfield"));
}
