//! What is reported with file, row and column, what stops, and what never enters a draft.

use exchange::draft::RecordKind;
use exchange::oneroster::{self, Options};
use exchange::problem::{FileProblemCode as Code, Severity};
use exchange::source::{self, Limits};

use crate::support::{district, district_1_1, has, problem_at, zip_of};

#[test]
fn no_word_about_a_student_and_no_password_is_anywhere_in_the_draft() {
    for files in
        [district(), district_1_1(), district().change("roles.csv", "student", "Student").without("enrollments.csv")]
    {
        let draft = files.draft();

        let everything = format!("{draft:?}");
        for word in [
            "Zoe",
            "Yan",
            "Pat",
            "Marker",
            "zoestudent",
            "pupils.example",
            "home.example",
            "S3cretOne",
            "Hidden8",
            "u8",
            "e8",
        ] {
            assert!(!everything.contains(word), "{word} is in the draft");
        }
        assert!(everything.contains("Whitfield"), "the control: staff are in it");
        assert!(has(&draft.problems, Code::ColumnDropped));
    }
}

#[test]
fn a_user_without_any_role_could_be_a_student_and_is_not_taken() {
    let draft =
        district().change("roles.csv", "r8,,,u8,primary,student,,,s1,\n", "").without("enrollments.csv").draft();

    assert!(!format!("{draft:?}").contains("Zoe"));
    let problem =
        draft.problems.iter().find(|p| p.file == "users.csv" && p.severity == Severity::LeftOut).expect("told");
    assert_eq!((problem.row, problem.code), (Some(6), Code::ValueMissing));
}

#[test]
fn a_date_with_slashes_leaves_only_its_row_out() {
    let draft = district()
        .change("roles.csv", "ext:coach,2026-08-17,2027-06-05,s1", "ext:coach,1/05/2023,2027-06-05,s1")
        .draft();

    let problem = problem_at(&draft.problems, Code::DateUnreadable, 2, "beginDate");
    assert_eq!((problem.file.as_str(), problem.severity), ("roles.csv", Severity::LeftOut));
    assert!(problem.message.contains("1/05/2023") && !problem.hint.is_empty());
    assert_eq!(draft.roles.len(), 4);
    assert_eq!(draft.people.len(), 4, "the person stays");
    assert_eq!((draft.left_out[0].kind, draft.left_out[0].external_id.as_str()), (RecordKind::Role, "r1"));
}

#[test]
fn the_30th_of_february_is_no_day() {
    let draft = district()
        .change(
            "academicSessions.csv",
            "t1,,,Autumn,semester,2026-08-17,2027-01-16",
            "t1,,,Autumn,semester,2026-08-17,2027-02-30",
        )
        .draft();

    let problem = problem_at(&draft.problems, Code::DateUnreadable, 3, "endDate");
    assert!(problem.message.contains("2027-02-30"));
    assert_eq!(draft.terms.len(), 1);
}

#[test]
fn a_term_that_ends_before_it_starts_is_left_out() {
    let draft = district().change("academicSessions.csv", "2026-08-17,2027-01-16", "2027-08-17,2027-01-16").draft();

    problem_at(&draft.problems, Code::ValueUnknown, 3, "endDate");
}

#[test]
fn a_row_with_a_comma_too_many_is_left_out_and_not_shifted() {
    let draft = district().change("orgs.csv", "s2,,,Cedar Middle,school", "s2,,,Cedar, Middle,school").draft();

    assert!(
        draft.problems.iter().any(|p| p.code == Code::RowLength && p.row == Some(4) && p.severity == Severity::LeftOut)
    );
    assert_eq!(draft.orgs.len(), 2);
    problem_at(&draft.problems, Code::ReferenceMissing, 3, "orgSourcedId");
}

#[test]
fn an_id_met_twice_and_a_row_without_an_id_are_left_out() {
    let draft = district()
        .change("users.csv", "u3,,,true,ines,,Inés", "u2,,,true,ines,,Inés")
        .change("orgs.csv", "s2,,,Cedar", ",,,Cedar")
        .draft();

    problem_at(&draft.problems, Code::DuplicateId, 4, "sourcedId");
    problem_at(&draft.problems, Code::ValueMissing, 4, "sourcedId");
}

#[test]
fn a_missing_file_or_column_stops_and_proposes_nothing() {
    for files in [
        district().without("users.csv"),
        district().without("orgs.csv"),
        district().change("users.csv", "familyName", "surname_x"),
        district().with("users.csv", ""),
    ] {
        let draft = files.draft();

        assert!(draft.is_stopped());
        assert!(draft.people.is_empty() && draft.orgs.is_empty() && draft.roles.is_empty());
    }
}

#[test]
fn a_quotation_mark_that_is_not_closed_stops_because_the_rest_would_seem_to_have_left() {
    let mut files = district().change("users.csv", "Dana,Whitfield", "\"Dana,Whitfield");
    let many: String = (0..40).map(|n| format!("x{n},,,true,x,,A,B,,,,,,,,,,,,,s1,\n")).collect();
    files.0.get_mut("users.csv").expect("users").extend(many.into_bytes());

    let draft = files.draft();

    assert!(draft.is_stopped());
    assert_eq!(draft.problems[0].code, Code::CellTooLong);
    assert_eq!(draft.problems[0].row, Some(2));
}

#[test]
fn a_quotation_mark_that_is_not_closed_near_the_end_stops_too() {
    let draft = district().change("users.csv", "Paul,Renner", "\"Paul,Renner").draft();

    assert!(draft.is_stopped());
    assert!(has(&draft.problems, Code::CellTooLong));
}

#[test]
fn an_unknown_status_and_an_address_that_is_none_are_told() {
    let draft =
        district().change("users.csv", "u1,,,", "u1,gone?,,").change("users.csv", "ines@alder.example", "n/a").draft();

    problem_at(&draft.problems, Code::ValueUnknown, 2, "status");
    problem_at(&draft.problems, Code::ValueUnknown, 4, "email");
    assert!(draft.left_out.iter().any(|r| r.kind == RecordKind::Person && r.external_id.as_str() == "u1"));
    let ines = draft.people.iter().find(|p| p.external_id.as_str() == "u3").expect("taken");
    assert_eq!(ines.email, None);
}

#[test]
fn demographics_results_and_profiles_are_not_even_opened() {
    let mut entries: Vec<(String, Vec<u8>)> = district().0.into_iter().collect();
    entries.push(("demographics.csv".to_owned(), b"sourcedId,birthDate\nu8,2015-01-01\n".to_vec()));
    entries.push(("userprofiles.csv".to_owned(), b"sourcedId,password\nx,Hidden9\n".to_vec()));
    let zip = zip_of(&entries.iter().map(|(n, b)| (n.clone(), b.as_slice())).collect::<Vec<_>>());

    let source = source::from_bytes("roster.zip", zip, &Limits::default()).expect("opens");

    assert!(source.file("demographics.csv").is_none() && source.file("userProfiles.csv").is_none());
    assert!(!format!("{:?}", oneroster::read(&source, &Options::default())).contains("Hidden9"));
    assert_eq!(source.problems.iter().filter(|p| p.code == Code::FileNotTaken).count(), 2);
}

#[test]
fn a_binary_file_called_users_csv_stops() {
    let mut files = district();
    files.0.insert("users.csv".to_owned(), vec![0, 159, 146, 150, 0]);

    let draft = files.draft();

    assert!(draft.is_stopped());
    assert!(has(&draft.problems, Code::FormatUnknown));
}
