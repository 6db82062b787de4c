//! `users.csv`: the adults. A student's row is dropped before its name is looked at.

use std::collections::HashSet;

use super::reading::Reading;
use super::roles::{is_missing_org, no_such_org, staff_role};
use super::row::Row;
use crate::draft::{ExternalId, Mode, PersonDraft, RecordKind, RecordRef, RoleDraft};
use crate::problem::{FileProblem, FileProblemCode, Severity, shown};

pub(super) fn read(reading: &mut Reading) {
    let needed = ["sourcedId", "givenName", "familyName"];
    let mut met = HashSet::new();
    reading.each_row("users.csv", Some(RecordKind::Person), &needed, |reading, row| {
        let external_id = row.id()?;
        // 1.1 writes the role here; 1.2 has it in roles.csv, which has been read.
        let own_role = match row.filled("role") {
            Some(_) => staff_role(reading, row, &external_id)?,
            None => None,
        };
        if !is_taken(reading, row, &external_id) {
            return Ok(());
        }
        if !met.insert(external_id.clone()) {
            return Err(row.twice(&external_id));
        }
        let person = person(reading, row, external_id)?;
        if let Some((role, source_role)) = own_role {
            for org in &person.org_external_ids {
                reading.draft.roles.push(RoleDraft {
                    external_id: None,
                    person: person.external_id.clone(),
                    org: org.clone(),
                    role: role.clone(),
                    source_role: source_role.clone(),
                    from: None,
                    to: None,
                });
            }
        }
        reading.draft.people.push(person);
        Ok(())
    });
}

/// Staff are taken. Students and families are counted; who has no role at all could be a student and is reported.
fn is_taken(reading: &mut Reading, row: &Row, id: &ExternalId) -> bool {
    if reading.staff.contains(id) {
        return true;
    }
    if reading.students.contains(id) {
        reading.draft.students_left_out = reading.draft.students_left_out.saturating_add(1);
        return false;
    }
    if reading.family.contains(id) {
        reading.draft.relatives_left_out = reading.draft.relatives_left_out.saturating_add(1);
        return false;
    }
    let is_known = reading.options.known_people.contains(id);
    if is_known && reading.manifest.mode("users.csv") == Mode::Delta {
        return true;
    }
    if is_known {
        reading.draft.left_out.push(RecordRef { kind: RecordKind::Person, external_id: id.clone() });
    }
    reading.problems.push(without_role(row));
    false
}

fn person(reading: &mut Reading, row: &Row, external_id: ExternalId) -> Result<PersonDraft, FileProblem> {
    let (given, family) = (row.value("givenName"), row.value("familyName"));
    if given.is_empty() && family.is_empty() {
        return Err(row.left_out(
            FileProblemCode::ValueMissing,
            "givenName",
            format!("The person on row {} has no name and was left out.", row.number),
            "Fill the name in where the file was made and read it again.",
        ));
    }
    if given.is_empty() || family.is_empty() {
        let column = if given.is_empty() { "givenName" } else { "familyName" };
        reading.problems.push(row.notice(
            FileProblemCode::ValueMissing,
            column,
            format!("The person on row {} has only one name. It was taken as it is.", row.number),
            "Nothing to do if the person goes by one name.",
        ));
    }
    Ok(PersonDraft {
        external_id,
        given,
        family,
        preferred_given: row.filled("preferredGivenName"),
        pronouns: row.filled("pronouns"),
        email: email(reading, row),
        org_external_ids: orgs(reading, row),
        is_enabled: row.is_true_or_empty("enabledUser"),
    })
}

/// The primary org first, then those of the row (1.1), then those of the roles (1.2), each once.
fn orgs(reading: &mut Reading, row: &Row) -> Vec<ExternalId> {
    let mut orgs: Vec<ExternalId> = Vec::new();
    for column in ["primaryOrgSourcedId", "orgSourcedIds"] {
        for org in row.references(column) {
            if is_missing_org(reading, &org) {
                let problem = no_such_org(row, column, &org);
                let message = format!(
                    "The organisation \"{}\" is not in orgs.csv. The person was taken without it.",
                    shown(org.as_str())
                );
                reading.problems.push(FileProblem { severity: Severity::Notice, message, ..problem });
            } else if !orgs.contains(&org) {
                orgs.push(org);
            }
        }
    }
    orgs
}

fn email(reading: &mut Reading, row: &Row) -> Option<String> {
    let email = row.filled("email")?;
    if is_email(&email) {
        return Some(email);
    }
    reading.problems.push(row.notice(
        FileProblemCode::ValueUnknown,
        "email",
        format!("\"{}\" is not an e-mail address. The person was taken without it.", shown(&email)),
        "Correct it where the file was made, or add it to the person later.",
    ));
    None
}

/// One `@` with something on both sides, and no spaces: enough to tell an address from `n/a`.
pub(crate) fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'))
        && !text.contains(char::is_whitespace)
}

/// The message names nobody: this could be a student.
fn without_role(row: &Row) -> FileProblem {
    FileProblem::new(
        row.file,
        Severity::LeftOut,
        FileProblemCode::ValueMissing,
        format!(
            "The user on row {} has no role in any file and could be a student, so nothing of it was taken.",
            row.number
        ),
        "If this is a teacher or coach, ask the sender to give the user a role, or add the person by hand.",
    )
    .at_row(row.number)
}
