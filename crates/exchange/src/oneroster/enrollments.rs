//! `enrollments.csv`: who teaches which class. Students' rows only say who is a student.

use std::collections::HashSet;

use super::reading::Reading;
use crate::draft::{RecordKind, TeachingDraft};
use crate::role::{RoleWord, RosterRole};

pub(super) fn read(reading: &mut Reading) {
    let needed = ["sourcedId", "classSourcedId", "userSourcedId", "role"];
    let mut met = HashSet::new();
    reading.each_row("enrollments.csv", Some(RecordKind::Teaching), &needed, |reading, row| {
        let word = row.needed("role")?;
        match reading.options.role_mapping.read(&word) {
            RoleWord::Student => {
                reading.students.extend(row.reference("userSourcedId"));
                return Ok(());
            }
            RoleWord::Family => {
                reading.family.extend(row.reference("userSourcedId"));
                return Ok(());
            }
            // An administrator or proctor of a class does not teach it.
            RoleWord::Staff { role, .. } if !teaches(&role, &word) => {
                reading.staff.extend(row.reference("userSourcedId"));
                return Ok(());
            }
            RoleWord::Staff { .. } => {}
        }
        let person = row.needed_reference("userSourcedId")?;
        reading.staff.insert(person.clone());
        let external_id = row.id()?;
        let section = row.needed_reference("classSourcedId")?;
        let (from, to) = (row.date("beginDate")?, row.date("endDate")?);
        if !met.insert(external_id.clone()) {
            return Err(row.twice(&external_id));
        }
        let is_primary = row.value("primary").eq_ignore_ascii_case("true");
        reading.draft.teachings.push(TeachingDraft { external_id, section, person, is_primary, from, to });
        Ok(())
    });
}

/// In an enrolment the word `teacher` says it, whatever the mapping makes of teachers elsewhere.
fn teaches(role: &RosterRole, word: &str) -> bool {
    word.eq_ignore_ascii_case("teacher") || matches!(role, RosterRole::Teacher | RosterRole::TeacherLeader)
}
