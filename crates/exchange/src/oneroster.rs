//! OneRoster 1.1 and 1.2 CSV, the rostering part, to a draft.
//!
//! Tolerant with form (case, typing errors in headers, short rows, mixed line ends), strict with meaning: a date that
//! could be two days is not guessed. Students and families are dropped here; columns with passwords are never looked at.

mod classes;
mod enrollments;
mod finish;
mod header;
mod manifest;
mod orgs;
mod reading;
mod roles;
mod row;
mod sessions;
mod users;

use std::collections::HashSet;

use crate::draft::{ExternalId, RosterDraft};
use crate::problem::{FileProblem, FileProblemCode, Severity};
use crate::role::RoleMapping;
use crate::source::Source;
use reading::Reading;

pub(crate) use header::{is_password, password};
pub(crate) use reading::open_quotation;
pub(crate) use users::is_email;

/// What the caller knows and the files do not say.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The answers of the mapping screen.
    pub role_mapping: RoleMapping,
    /// People who are already stored. A delta may send such a person without her role; anybody else without a role
    /// could be a student and is not taken.
    pub known_people: HashSet<ExternalId>,
}

/// Reads a OneRoster source. The draft carries its problems; where one of them stops, it proposes nothing.
pub fn read(source: &Source, options: &Options) -> RosterDraft {
    let mut reading = Reading::new(source, options);
    if source.file("users.csv").is_none() && !reading.is_delta() {
        reading.problems.push(missing(&source.name, "users.csv"));
    }
    if source.file("orgs.csv").is_none() && !reading.is_delta() {
        reading.problems.push(missing(&source.name, "orgs.csv"));
    }
    // Who is a student must be known before the first name is looked at: roles and enrolments come before users.
    orgs::read(&mut reading);
    sessions::read(&mut reading);
    roles::read(&mut reading);
    enrollments::read(&mut reading);
    users::read(&mut reading);
    classes::read(&mut reading);
    finish::finish(reading)
}

fn missing(source: &str, file: &str) -> FileProblem {
    FileProblem::new(
        source,
        Severity::Stops,
        FileProblemCode::FileMissing,
        format!("{source} has no {file}. Nothing was changed."),
        "Ask the sender for a complete OneRoster export, or import a single table with a column mapping instead.",
    )
}
