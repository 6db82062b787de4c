//! `classes.csv`, with subject and grades from `courses.csv` where the class has none.

use std::collections::{HashMap, HashSet};

use super::reading::Reading;
use super::roles::{is_missing_org, no_such_org};
use super::row::Row;
use crate::draft::{ExternalId, RecordKind, SectionDraft};
use crate::problem::{FileProblem, FileProblemCode, Severity, shown};

/// What a class takes over from its course.
struct Course {
    subjects: Vec<String>,
    grades: Vec<String>,
}

pub(super) fn read(reading: &mut Reading) {
    let courses = courses(reading);
    let terms: HashSet<ExternalId> = reading.draft.terms.iter().map(|t| t.external_id.clone()).collect();
    let needed = ["sourcedId", "title", "schoolSourcedId"];
    let mut met = HashSet::new();
    reading.each_row("classes.csv", Some(RecordKind::Section), &needed, |reading, row| {
        let external_id = row.id()?;
        let school = row.needed_reference("schoolSourcedId")?;
        let title = row.needed("title")?;
        if !met.insert(external_id.clone()) {
            return Err(row.twice(&external_id));
        }
        if is_missing_org(reading, &school) {
            return Err(no_such_org(row, "schoolSourcedId", &school));
        }
        let course = course(reading, row, &courses);
        let (subjects, grades) = (row.list("subjects"), row.list("grades"));
        let subjects = if subjects.is_empty() { course.map_or(Vec::new(), |c| c.subjects.clone()) } else { subjects };
        let grades = if grades.is_empty() { course.map_or(Vec::new(), |c| c.grades.clone()) } else { grades };
        let terms = known_terms(reading, row, &terms);
        reading.draft.sections.push(SectionDraft {
            external_id,
            school,
            teachers: Vec::new(),
            title,
            subject: Some(subjects.join(", ")).filter(|s| !s.is_empty()),
            grades,
            periods: row.list("periods"),
            location: row.filled("location"),
            terms,
        });
        Ok(())
    });
}

fn courses(reading: &mut Reading) -> HashMap<ExternalId, Course> {
    let mut courses = HashMap::new();
    reading.each_row("courses.csv", None, &["sourcedId"], |_, row| {
        let course = Course { subjects: row.list("subjects"), grades: row.list("grades") };
        courses.insert(row.id()?, course);
        Ok(())
    });
    courses
}

fn course<'c>(reading: &mut Reading, row: &Row, courses: &'c HashMap<ExternalId, Course>) -> Option<&'c Course> {
    let id = row.reference("courseSourcedId")?;
    let found = courses.get(&id);
    if found.is_none() && reading.is_complete("courses.csv") {
        reading.problems.push(dangling(row, "courseSourcedId", "course", &id));
    }
    found
}

fn known_terms(reading: &mut Reading, row: &Row, terms: &HashSet<ExternalId>) -> Vec<ExternalId> {
    let named = row.references("termSourcedIds");
    if !reading.is_complete("academicSessions.csv") {
        return named;
    }
    let (known, unknown): (Vec<_>, Vec<_>) = named.into_iter().partition(|term| terms.contains(term));
    reading.problems.extend(unknown.iter().map(|term| dangling(row, "termSourcedIds", "term", term)));
    known
}

/// A reference to nothing that the record can do without.
pub(super) fn dangling(row: &Row, column: &str, what: &str, id: &ExternalId) -> FileProblem {
    let problem = row.left_out(
        FileProblemCode::ReferenceMissing,
        column,
        format!(
            "The {what} \"{}\" of row {} is in no file. The row was taken without it.",
            shown(id.as_str()),
            row.number
        ),
        "Nothing to do if it does not matter to you.",
    );
    FileProblem { severity: Severity::Notice, ..problem }
}
