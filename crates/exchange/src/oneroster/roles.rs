//! `roles.csv` of 1.2, and the reading of a role word that 1.1 has in `users.csv`.

use std::collections::HashSet;

use super::reading::Reading;
use super::row::Row;
use crate::draft::{ExternalId, RecordKind, RoleDraft};
use crate::problem::{FileProblem, FileProblemCode, shown};
use crate::role::{RoleWord, RosterRole};

pub(super) fn read(reading: &mut Reading) {
    let needed = ["sourcedId", "userSourcedId", "role", "orgSourcedId"];
    let mut met = HashSet::new();
    reading.each_row("roles.csv", Some(RecordKind::Role), &needed, |reading, row| {
        let person = row.needed_reference("userSourcedId")?;
        // Whose role it is counts even where the rest of the row cannot be read.
        let Some((role, source_role)) = staff_role(reading, row, &person)? else {
            return Ok(());
        };
        let external_id = row.id()?;
        let org = row.needed_reference("orgSourcedId")?;
        let (from, to) = (row.date("beginDate")?, row.date("endDate")?);
        if !met.insert(external_id.clone()) {
            return Err(row.twice(&external_id));
        }
        if is_missing_org(reading, &org) {
            return Err(no_such_org(row, "orgSourcedId", &org));
        }
        reading.draft.roles.push(RoleDraft {
            external_id: Some(external_id),
            person,
            org,
            role,
            source_role,
            from,
            to,
        });
        Ok(())
    });
}

/// Reads the role word of a row and remembers what it says about the person. `None` for students and families.
pub(super) fn staff_role(
    reading: &mut Reading,
    row: &Row,
    person: &ExternalId,
) -> Result<Option<(RosterRole, String)>, FileProblem> {
    let word = row.needed("role")?;
    match reading.options.role_mapping.read(&word) {
        RoleWord::Staff { role, .. } => {
            reading.staff.insert(person.clone());
            let count = reading.role_words.entry(word.clone()).or_default();
            *count = count.saturating_add(1);
            Ok(Some((role, word)))
        }
        RoleWord::Student => {
            reading.students.insert(person.clone());
            Ok(None)
        }
        RoleWord::Family => {
            reading.family.insert(person.clone());
            Ok(None)
        }
    }
}

pub(super) fn is_missing_org(reading: &Reading, org: &ExternalId) -> bool {
    reading.is_complete("orgs.csv") && !reading.orgs.contains(org)
}

pub(super) fn no_such_org(row: &Row, column: &str, org: &ExternalId) -> FileProblem {
    row.left_out(
        FileProblemCode::ReferenceMissing,
        column,
        format!(
            "Row {} points to the organisation \"{}\", which is not in orgs.csv. It was left out.",
            row.number,
            shown(org.as_str())
        ),
        "Ask the sender for this organisation, or go on without this row.",
    )
}
