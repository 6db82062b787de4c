//! The reasons not to import a table at all: evaluation ratings, students, no names.

use super::{ColumnMapping, TargetField, place_of, words};
use crate::problem::{FileProblem, FileProblemCode, Severity};
use crate::table::Table;

/// The reasons not to begin at all.
pub(super) fn refusals(table: &Table, mapping: &ColumnMapping) -> Vec<FileProblem> {
    let mut problems = Vec::new();
    let mapped = mapping.columns.iter().filter(|c| c.target != TargetField::Ignore);
    for column in mapped.filter(|c| place_of(&table.headers, &c.header).is_some()) {
        if words::is_rating(&column.header) {
            problems.push(rating(&table.file, &column.header));
        } else if words::is_about_students(&column.header) {
            problems.push(students(&table.file, &column.header));
        }
    }
    let has = |target| mapping.place(&table.headers, target).is_some();
    if !has(TargetField::FullName) && !has(TargetField::Family) && !has(TargetField::Given) {
        problems.push(no_names(&table.file));
    }
    problems
}

pub(super) fn students(file: &str, header: &str) -> FileProblem {
    FileProblem::new(
        file,
        Severity::Stops,
        FileProblemCode::StudentsLeftOut,
        "This looks like a list of students. Students are not taken. Nothing was changed.",
        "Choose a list of staff, or set this column to \"not taken\".",
    )
    .in_column(header)
}

fn rating(file: &str, header: &str) -> FileProblem {
    FileProblem::new(
        file,
        Severity::Stops,
        FileProblemCode::RatingRefused,
        "Individual evaluation ratings are not accepted.",
        "Set this column to \"not taken\" and go on. Better still, take it out of the file.",
    )
    .in_column(header)
}

fn no_names(file: &str) -> FileProblem {
    FileProblem::new(
        file,
        Severity::Stops,
        FileProblemCode::NothingMapped,
        "No column holds names yet, so there is nobody to import.",
        "Say which column holds the names: the whole name, or given and family name.",
    )
}
