//! Tables of any shape: CSV, xlsx, with titles above, without headers, with what must not be taken.

use std::fs;

use exchange::mapping::{self, TargetField};
use exchange::problem::{FileProblemCode as Code, Severity};
use exchange::role::RosterRole;
use exchange::source::SourceFile;
use exchange::table::{self, Table};

use crate::support::{has, problem_at, shared_data, workbook, workbook_around, zip_of};

fn file(name: &str, bytes: &[u8]) -> SourceFile {
    SourceFile { name: name.to_owned(), bytes: bytes.to_vec() }
}

fn csv(text: &str) -> Table {
    table::read(&file("staff.csv", text.as_bytes())).expect("a table")
}

const STAFF: &str = "Staff list;;;;;\nPrinted;2026-09-01;;;;\n\nName;School;Job Title;E-mail;Subject;Period\n\
    Roy, Anna (Annie);Birch Elementary;Teacher;anna@alder.example;Mathematics;1\n\
    Roy, Anna;Birch  elementary;Teacher;anna@alder.example;Mathematics;2\n\
    Ben Okafor;Cedar Middle;Instructional Coach;ben@alder.example;;\n\
    ;Cedar Middle;Teacher;;;\n\
    Carla Diaz;;Teacher;none;Art;\n";

#[test]
fn a_table_is_found_under_its_title_with_the_row_numbers_of_the_file() {
    let table = csv(STAFF);

    assert_eq!(table.headers, ["Name", "School", "Job Title", "E-mail", "Subject", "Period"]);
    assert_eq!(table.rows.iter().map(|r| r.row).collect::<Vec<_>>(), [5, 6, 7, 8, 9]);
    assert_eq!(table.rows[0].cells[0], "Roy, Anna (Annie)");
    assert_eq!(table.preview().row_count, 5);
}

#[test]
fn a_mapped_table_becomes_people_schools_roles_and_classes() {
    let table = csv(STAFF);

    let draft = mapping::apply(&table, &mapping::suggest(&table.headers));

    let people: Vec<(&str, &str, &str)> =
        draft.people.iter().map(|p| (p.given.as_str(), p.family.as_str(), p.external_id.as_str())).collect();
    assert_eq!(
        people,
        [
            ("Anna", "Roy", "email:anna@alder.example"),
            ("Ben", "Okafor", "email:ben@alder.example"),
            ("Carla", "Diaz", "name:diaz|carla|own:"),
        ]
    );
    assert_eq!(draft.people[0].preferred_given.as_deref(), Some("Annie"));
    assert_eq!(draft.orgs.iter().map(|o| o.name.as_str()).collect::<Vec<_>>(), ["Birch Elementary", "Cedar Middle"]);
    assert_eq!(
        draft.roles.iter().map(|r| &r.role).collect::<Vec<_>>(),
        [&RosterRole::Teacher, &RosterRole::Coach, &RosterRole::Teacher]
    );
    assert_eq!(
        draft.sections.iter().map(|s| s.title.as_str()).collect::<Vec<_>>(),
        ["Mathematics, period 1", "Mathematics, period 2", "Art"]
    );
    assert_eq!(problem_at(&draft.problems, Code::ValueMissing, 8, "Name").severity, Severity::LeftOut);
    problem_at(&draft.problems, Code::ValueUnknown, 9, "E-mail");
}

#[test]
fn a_workbook_reads_like_the_same_csv() {
    let rows: &[&[&str]] = &[
        &["Staff list"],
        &[],
        &["First Name", "Last Name", "Employee ID", "Campus", "Room"],
        &["Anna", "Roy", "1042", "Birch Elementary", "12.5"],
        &["Ben", "Okafor", "1043", "Cedar Middle"],
    ];
    let table = table::read(&file("staff.xlsx", &workbook(rows))).expect("a table");

    assert_eq!(table.sheet.as_deref(), Some("Staff"));
    assert_eq!(table.rows[0].cells, ["Anna", "Roy", "1042", "Birch Elementary", "12.5"]);
    assert_eq!((table.rows[1].row, table.rows[1].cells.len()), (5, 5));
    let draft = mapping::apply(&table, &mapping::suggest(&table.headers));
    assert_eq!(draft.people[1].external_id.as_str(), "1043");
}

#[test]
fn one_cell_far_away_does_not_make_a_table_as_large_as_the_memory() {
    let sheet = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
        <row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c><c r="B1" t="inlineStr"><is><t>School</t></is></c></row>
        <row r="1048576"><c r="A1048576" t="inlineStr"><is><t>Anna Roy</t></is></c><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>
        </sheetData></worksheet>"#;

    let table = table::read(&file("staff.xlsx", &workbook_around(sheet))).expect("a table");

    assert_eq!((table.rows.len(), table.rows[0].row), (1, 1_048_576));
}

#[test]
fn a_packed_mountain_inside_a_workbook_is_refused() {
    let sheet = format!("<worksheet><sheetData>{}</sheetData></worksheet>", " ".repeat(8 << 20));

    let problems = table::read(&file("staff.xlsx", &workbook_around(&sheet))).expect_err("refused");

    assert_eq!(problems[0].code, Code::TooLarge);
}

#[test]
fn a_column_named_like_a_password_is_not_in_the_table() {
    for header in ["Password", "user_pwd", "Initial Pass Word", "PIN"] {
        let table = csv(&format!("Name,School,{header}\nAnna Roy,Birch,S3cretOne\n"));

        assert!(!format!("{table:?}").contains("S3cretOne"), "{header}");
        assert!(has(&table.problems, Code::ColumnDropped));
        assert_eq!(table.headers, ["Name", "School"]);
    }
}

#[test]
fn a_rating_column_stops_the_import_when_it_is_mapped_and_only_then() {
    let table = csv("Name,School,Overall Rating\nAnna Roy,Birch,Effective\n");
    let mut mapping = mapping::suggest(&table.headers);

    let without = mapping::apply(&table, &mapping);
    mapping.columns[2].target = TargetField::Subject;
    let with = mapping::apply(&table, &mapping);

    assert!(!without.is_stopped() && !format!("{without:?}").contains("Effective"));
    assert!(with.is_stopped() && with.people.is_empty());
    assert_eq!(with.problems[0].message, "Individual evaluation ratings are not accepted.");
}

#[test]
fn a_list_of_students_is_refused_by_its_header_and_by_its_roles() {
    let by_header = csv("Student Name,School\nZoe Marker,Birch\n");
    let mut mapping = mapping::suggest(&by_header.headers);
    mapping.columns[0].target = TargetField::FullName;
    let by_role = csv("Name,Role\nZoe Marker,Student\nYan Marker,student\n");

    let first = mapping::apply(&by_header, &mapping);
    let second = mapping::apply(&by_role, &mapping::suggest(&by_role.headers));

    for draft in [first, second] {
        assert!(draft.is_stopped());
        assert!(!format!("{draft:?}").contains("Zoe"));
    }
}

#[test]
fn a_table_without_headers_gets_numbered_columns_and_keeps_its_first_row() {
    let table = csv("Anna Roy,anna@alder.example\nBen Okafor,ben@alder.example\n");

    assert_eq!(table.headers, ["Column 1", "Column 2"]);
    assert_eq!(table.rows.len(), 2);
    assert!(has(&table.problems, Code::HeaderOdd));
}

#[test]
fn equal_headers_are_told_apart_by_number() {
    assert_eq!(csv("Name,name,Name\na,b,c\n").headers, ["Name", "name (2)", "Name (3)"]);
}

#[test]
fn what_is_no_table_says_so() {
    for (name, bytes, code) in [
        ("empty.csv", &b""[..], Code::NothingToRead),
        ("blank.csv", b"\n\n,,\n", Code::NothingToRead),
        ("photo.csv", b"\x89PNG\0\0", Code::FormatUnknown),
        ("old.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Code::FormatUnknown),
        ("broken.xlsx", b"PK\x03\x04nonsense", Code::ZipUnreadable),
        ("open.csv", b"Name,School\n\"Anna,Birch\nBen,Cedar\n", Code::CellTooLong),
    ] {
        let problems = table::read(&file(name, bytes)).expect_err(name);

        assert_eq!((problems[0].code, problems[0].severity), (code, Severity::Stops), "{name}");
        assert!(!problems[0].hint.is_empty());
    }
    let no_workbook = zip_of(&[("xl/workbook.xml".to_owned(), b"<nonsense")]);
    assert_eq!(table::read(&file("x.xlsx", &no_workbook)).expect_err("no workbook")[0].code, Code::FormatUnknown);
}

#[test]
fn real_csv_files_beside_the_checkout_are_read_with_every_row() {
    let Some(folder) = shared_data("schools") else { return };
    let bytes = fs::read(folder.join("tx-campuses-ccd.csv")).expect("readable");
    let table = table::read(&file("tx-campuses-ccd.csv", &bytes)).expect("a table");
    assert_eq!((table.headers.len(), table.rows.len()), (32, 9_336));
    assert!(table.problems.is_empty());

    let mut count = 0;
    for folder in [
        "csv/csvs",
        "assessments/Dibels_8_Benchmark/data",
        "assessments/MAP_Growth/data",
        "assessments/i-Ready/data",
        "assessments",
    ] {
        let folder = shared_data(folder).expect("lies beside the schools");
        for entry in fs::read_dir(folder).expect("readable").flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.ends_with(".csv") {
                let read = table::read(&file(&name, &fs::read(entry.path()).expect("readable")));
                let rows = read.map(|t| t.rows.len()).unwrap_or_else(|p| panic!("{name}: {p:?}"));
                assert!(rows > 0, "{name}");
                count += 1;
            }
        }
    }
    eprintln!("{count} real CSV files read as tables");
    assert!(count >= 17);
}

#[test]
fn the_acid_tests_of_csv_are_read_as_their_authors_expect() {
    let Some(folder) = shared_data("csv") else { return };
    let mut count = 0;
    for entry in fs::read_dir(folder.join("csvs")).expect("readable").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name == "location_coordinates.csv" {
            continue; // its answer is about other data
        }
        let table = table::read(&file(&name, &fs::read(entry.path()).expect("readable"))).expect("a table");
        let expected = fs::read(folder.join("json").join(name.replace(".csv", ".json"))).expect("its answer");
        let expected: Vec<serde_json::Map<String, serde_json::Value>> =
            serde_json::from_slice(&expected).expect("JSON");
        assert_eq!(table.rows.len(), expected.len(), "{name}");
        for (row, object) in table.rows.iter().zip(&expected) {
            for (header, cell) in table.headers.iter().zip(&row.cells) {
                let answer = object.get(header).and_then(|v| v.as_str()).unwrap_or_default();
                assert_eq!(cell.replace("\r\n", "\n"), answer.trim().replace("\r\n", "\n"), "{name}, {header}");
            }
        }
        count += 1;
    }
    eprintln!("{count} CSV acid tests read as expected");
    assert!(count >= 11);
}
