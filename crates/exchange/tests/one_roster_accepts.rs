//! What real senders get wrong and is read all the same, beside what they get right.

use chrono::NaiveDate;
use exchange::draft::{ExternalId, Mode, OrgKind, RecordKind, TermKind};
use exchange::oneroster::{self, Options};
use exchange::problem::{FileProblemCode as Code, Severity};
use exchange::role::{RoleMapping, RosterRole};

use crate::support::{district, district_1_1, has, problem_at};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

fn ids(texts: &[&str]) -> Vec<ExternalId> {
    texts.iter().map(|t| ExternalId::from(*t)).collect()
}

#[test]
fn a_full_1_2_source_becomes_people_roles_classes_and_terms() {
    let draft = district().draft();

    assert!(!draft.is_stopped(), "{:#?}", draft.problems);
    assert_eq!(draft.mode, Mode::Bulk);
    assert_eq!(draft.people.iter().map(|p| p.external_id.as_str()).collect::<Vec<_>>(), ["u1", "u2", "u3", "u4"]);
    assert_eq!(draft.orgs.iter().filter(|o| o.kind == OrgKind::School).count(), 2);
    assert_eq!(draft.terms[0].kind, TermKind::SchoolYear);
    assert_eq!((draft.terms[1].start, draft.terms[1].end_exclusive), (day(2026, 8, 17), day(2027, 1, 16)));
    assert_eq!(draft.roles.len(), 5);
    assert_eq!((draft.students_left_out, draft.relatives_left_out), (2, 1));
    assert!(draft.removed.is_empty() && draft.left_out.is_empty());
    assert_eq!(draft.files.iter().find(|f| f.name == "users.csv").map(|f| f.rows), Some(7));
}

#[test]
fn a_person_keeps_every_field_and_every_org() {
    let draft = district().draft();

    let dana = &draft.people[0];
    assert_eq!((dana.given.as_str(), dana.family.as_str()), ("Dana", "Whitfield"));
    assert_eq!(dana.pronouns.as_deref(), Some("she/her"));
    assert_eq!(dana.email.as_deref(), Some("dana@alder.example"));
    assert_eq!(dana.org_external_ids, ids(&["s1", "s2"]));
    assert_eq!(draft.people[1].preferred_given.as_deref(), Some("Mari"));
    assert_eq!(draft.people[2].family, "Peña");
    assert!(draft.people[3].is_enabled);
}

#[test]
fn roles_have_their_place_and_time_and_an_endless_date_is_no_end() {
    let draft = district().draft();

    let coach = &draft.roles[0];
    assert_eq!((&coach.role, coach.source_role.as_str()), (&RosterRole::Coach, "ext:coach"));
    assert_eq!((coach.from, coach.to), (Some(day(2026, 8, 17)), Some(day(2027, 6, 5))));
    assert_eq!(draft.roles[3].to, None);
    let asked: Vec<&str> = draft.roles_found.iter().filter(|r| !r.is_certain).map(|r| r.source_role.as_str()).collect();
    assert_eq!(asked, ["siteAdministrator"]);
}

#[test]
fn a_class_takes_subject_and_grade_from_its_course_and_its_main_teacher_first() {
    let draft = district().change("enrollments.csv", "e1,,,c1,s1,u2,teacher,true", "e1,,,c1,s1,u2,teacher,").draft();
    let swapped = district()
        .change("enrollments.csv", "u3,teacher,false", "u3,teacher,true")
        .change("enrollments.csv", "u2,teacher,true", "u2,teacher,false")
        .draft();

    let section = &draft.sections[0];
    assert_eq!(section.subject.as_deref(), Some("Mathematics"));
    assert_eq!(
        (section.grades.as_slice(), section.periods.as_slice()),
        (&["05".to_owned()][..], &["1".to_owned(), "2".to_owned()][..])
    );
    assert_eq!(section.location.as_deref(), Some("Room 12"));
    assert_eq!(section.terms, ids(&["y1", "t1"]));
    assert_eq!(draft.sections[0].teachers, ids(&["u2", "u3"]));
    assert_eq!(swapped.sections[0].teachers, ids(&["u3", "u2"]));
}

#[test]
fn a_1_1_source_has_its_roles_beside_the_users() {
    let draft = district_1_1().draft();

    assert!(!draft.is_stopped(), "{:#?}", draft.problems);
    let roles: Vec<(&str, &str, &RosterRole)> =
        draft.roles.iter().map(|r| (r.person.as_str(), r.org.as_str(), &r.role)).collect();
    assert_eq!(
        roles,
        [("u1", "s1", &RosterRole::Admin), ("u1", "s2", &RosterRole::Admin), ("u2", "s1", &RosterRole::Teacher)]
    );
    assert_eq!((draft.students_left_out, draft.relatives_left_out), (1, 1));
}

#[test]
fn the_mapping_of_the_caller_decides_what_a_site_administrator_is() {
    let options = Options {
        role_mapping: RoleMapping(vec![
            ("siteAdministrator".to_owned(), RosterRole::Coach),
            ("student".to_owned(), RosterRole::Coach),
        ]),
        ..Options::default()
    };

    let draft = oneroster::read(&district().source(), &options);

    assert_eq!(draft.roles.iter().filter(|r| r.role == RosterRole::Coach).count(), 3);
    assert_eq!(draft.people.len(), 4, "no mapping takes a student");
}

#[test]
fn wrong_case_typing_errors_empty_headers_and_mixed_line_ends_are_read_and_told() {
    let crlf = |text: &str| text.replace('\n', "\r\n");
    let district = district();
    let users = String::from_utf8(district.0["users.csv"].clone()).expect("text");
    let files = district
        .with("users.csv", &crlf(&users))
        .change("users.csv", "dateLastModified", "dataLastModified")
        .change("users.csv", "preferredGivenName", "prefferedGivenName")
        .change("users.csv", "userMasterIdentifier", "")
        .rename("users.csv", "Users.CSV")
        .change("classes.csv", "scheduled", "Scheduled");

    let draft = files.draft();

    assert_eq!(draft.people.len(), 4);
    assert_eq!(draft.people[1].preferred_given.as_deref(), Some("Mari"));
    assert_eq!(
        draft.problems.iter().filter(|p| p.code == Code::HeaderOdd && p.severity == Severity::Notice).count(),
        4
    );
    assert_eq!(draft.sections.len(), 2);
}

#[test]
fn short_rows_a_missing_last_line_end_and_a_time_in_a_date_are_read() {
    let files = district()
        .change("orgs.csv", "d1,,,Alder County,district,0100001,\n", "d1,,,Alder County,district\n")
        .change("orgs.csv", "010000100002,d1\n", "010000100002,d1")
        .change("academicSessions.csv", "2026-08-17,2027-01-16", "2026-08-17T00:00:00.000Z,2027-01-16T00:00:00Z");

    let draft = files.draft();

    assert_eq!((draft.orgs.len(), draft.terms.len()), (3, 2));
    assert_eq!(draft.terms[1].start, day(2026, 8, 17));
    assert!(
        draft.problems.iter().any(|p| p.code == Code::RowLength && p.row == Some(2) && p.severity == Severity::Notice)
    );
}

#[test]
fn dangling_references_are_told_and_the_row_is_taken_without_them() {
    let files = district()
        .change("orgs.csv", "010000100002,d1", "010000100002,nowhere")
        .change("classes.csv", "Math 5A,,k1", "Math 5A,,k99")
        .change("classes.csv", "\"y1,t1\"", "\"y1,t99\"");

    let draft = files.draft();

    assert_eq!(draft.orgs[2].parent, None);
    assert_eq!(draft.sections[0].terms, ids(&["y1"]));
    assert_eq!(draft.sections[0].subject, None);
    problem_at(&draft.problems, Code::ReferenceMissing, 2, "courseSourcedId");
    problem_at(&draft.problems, Code::ReferenceMissing, 2, "termSourcedIds");
    assert!(draft.problems.iter().any(|p| p.file == "orgs.csv" && p.code == Code::ReferenceMissing));
}

#[test]
fn a_delta_names_what_is_gone_and_a_blank_status_is_active_and_told() {
    let files = district()
        .change("manifest.csv", "bulk", "delta")
        .change("users.csv", "u3,,,", "u3,tobedeleted,2026-11-01T00:00:00.000Z,")
        .change("users.csv", "u2,,,", "u2,active,2026-11-01T00:00:00.000Z,")
        .change("users.csv", "u8,,,", "u8,tobedeleted,2026-11-01T00:00:00.000Z,")
        .change("enrollments.csv", "e3,,,", "e3,tobedeleted,2026-11-01T00:00:00.000Z,")
        .change("enrollments.csv", "e8,,,", "e8,tobedeleted,2026-11-01T00:00:00.000Z,");

    let draft = files.draft();

    assert_eq!(draft.mode, Mode::Delta);
    let removed: Vec<(RecordKind, &str)> = draft.removed.iter().map(|r| (r.kind, r.external_id.as_str())).collect();
    assert_eq!(removed, [(RecordKind::Teaching, "e3"), (RecordKind::Person, "u3")]);
    assert_eq!(draft.removed[0].place, Some(ExternalId::from("c1")));
    problem_at(&draft.problems, Code::ValueMissing, 2, "status");
    assert!(draft.people.iter().any(|p| p.external_id.as_str() == "u1"), "a blank status is active");
}

#[test]
fn a_delta_takes_a_known_person_without_her_role_and_no_unknown_one() {
    let files = district().change("manifest.csv", "bulk", "delta").without("roles.csv").without("enrollments.csv");
    let options = Options { known_people: [ExternalId::from("u1")].into(), ..Options::default() };

    let draft = oneroster::read(&files.source(), &options);

    assert_eq!(draft.people.iter().map(|p| p.external_id.as_str()).collect::<Vec<_>>(), ["u1"]);
    assert_eq!(draft.problems.iter().filter(|p| p.severity == Severity::LeftOut).count(), 6);
}

#[test]
fn without_a_manifest_a_status_makes_a_delta_and_none_makes_a_full_file() {
    let full = district().without("manifest.csv").draft();
    let changes = district().without("manifest.csv").change("users.csv", "u1,,,", "u1,active,2026-11-01,").draft();

    assert_eq!((full.mode, changes.mode), (Mode::Bulk, Mode::Delta));
    assert!(has(&full.problems, Code::Manifest) && has(&changes.problems, Code::Manifest));
    assert_eq!(full.people.len(), 4);
}

#[test]
fn who_teaches_a_class_and_has_no_role_is_a_teacher_at_its_school() {
    let draft = district().change("roles.csv", "r2,,,u2,primary,teacher,,,s1,\n", "").draft();

    let role = draft.roles.iter().find(|r| r.person.as_str() == "u2").expect("a role");
    assert_eq!((&role.role, role.org.as_str()), (&RosterRole::Teacher, "s1"));
}
