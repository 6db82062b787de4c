//! The end of a reading: what belongs together is joined, what points to nobody is dropped, and it is all counted.

use std::collections::{HashMap, HashSet};

use super::reading::Reading;
use crate::draft::{ExternalId, Mode, RecordKind, RecordRef, RoleDraft, RosterDraft, SectionDraft, TeachingDraft};
use crate::problem::{FileProblem, FileProblemCode, Severity, shown};
use crate::role::{RoleFound, RoleWord, RosterRole};

pub(super) fn finish(mut reading: Reading) -> RosterDraft {
    drop_dangling_parents(&mut reading);
    drop_unknown_people(&mut reading);
    drop_unknown_sections(&mut reading);
    add_roles_of_teachers(&mut reading);
    add_orgs_of_roles(&mut reading.draft);
    add_teachers(&mut reading.draft.sections, &reading.draft.teachings);
    note_what_was_left_out(&mut reading);
    reading.draft.roles_found = roles_found(&reading);
    let mut draft = reading.draft;
    let is_stopped = reading.problems.stops();
    let problems = reading.problems.finish();
    if is_stopped {
        // What stops proposes nothing, so that no caller can store half of it.
        draft = RosterDraft { files: draft.files, ..RosterDraft::empty(draft.mode) };
    }
    draft.problems = problems;
    draft
}

fn drop_dangling_parents(reading: &mut Reading) {
    if reading.is_complete("orgs.csv") {
        let known = reading.orgs.clone();
        for org in &mut reading.draft.orgs {
            let gone = org.parent.take_if(|parent| !known.contains(parent));
            reading.problems.extend(gone.map(|parent| no_parent("orgs.csv", &org.name, &parent)));
        }
    }
    if reading.is_complete("academicSessions.csv") {
        let known: HashSet<ExternalId> = reading.draft.terms.iter().map(|t| t.external_id.clone()).collect();
        for term in &mut reading.draft.terms {
            let gone = term.parent.take_if(|parent| !known.contains(parent));
            reading.problems.extend(gone.map(|parent| no_parent("academicSessions.csv", &term.title, &parent)));
        }
    }
}

/// A role or teaching of somebody who was not taken goes too. In a delta the person may be stored already.
fn drop_unknown_people(reading: &mut Reading) {
    let taken: HashSet<ExternalId> = reading.draft.people.iter().map(|p| p.external_id.clone()).collect();
    let is_complete = reading.manifest.mode("users.csv") == Mode::Bulk;
    let known = &reading.options.known_people;
    let is_there = |id: &ExternalId| taken.contains(id) || (!is_complete && known.contains(id));
    let mut lost: Vec<(&str, RecordRef)> = Vec::new();
    reading.draft.roles.retain(|role| {
        let stays = is_there(&role.person);
        if let (false, Some(id)) = (stays, &role.external_id) {
            lost.push(("roles.csv", RecordRef { kind: RecordKind::Role, external_id: id.clone() }));
        }
        stays
    });
    reading.draft.teachings.retain(|teaching| {
        let stays = is_there(&teaching.person);
        if !stays {
            lost.push((
                "enrollments.csv",
                RecordRef { kind: RecordKind::Teaching, external_id: teaching.external_id.clone() },
            ));
        }
        stays
    });
    for (file, record) in lost {
        reading.problems.push(no_such_person(file, &record.external_id));
        reading.draft.left_out.push(record);
    }
}

fn drop_unknown_sections(reading: &mut Reading) {
    if !reading.is_complete("classes.csv") {
        return;
    }
    let known: HashSet<ExternalId> = reading.draft.sections.iter().map(|s| s.external_id.clone()).collect();
    let (kept, lost): (Vec<_>, Vec<_>) =
        std::mem::take(&mut reading.draft.teachings).into_iter().partition(|t| known.contains(&t.section));
    reading.draft.teachings = kept;
    for teaching in lost {
        reading.problems.push(no_such_class(&teaching));
        reading.draft.left_out.push(RecordRef { kind: RecordKind::Teaching, external_id: teaching.external_id });
    }
}

/// Who teaches a class and has no role in a full source is a teacher at its school.
fn add_roles_of_teachers(reading: &mut Reading) {
    if reading.is_delta() {
        return;
    }
    let mut with_role: HashSet<(ExternalId, ExternalId)> = HashSet::new();
    let has_any: HashSet<ExternalId> = reading.draft.roles.iter().map(|r| r.person.clone()).collect();
    let schools: HashMap<&ExternalId, &ExternalId> =
        reading.draft.sections.iter().map(|s| (&s.external_id, &s.school)).collect();
    for teaching in reading.draft.teachings.iter().filter(|t| !has_any.contains(&t.person)) {
        let Some(school) = schools.get(&teaching.section) else {
            continue;
        };
        if with_role.insert((teaching.person.clone(), (*school).clone())) {
            reading.draft.roles.push(RoleDraft {
                external_id: None,
                person: teaching.person.clone(),
                org: (*school).clone(),
                role: RosterRole::Teacher,
                source_role: "teacher".to_owned(),
                from: None,
                to: None,
            });
        }
    }
}

fn add_orgs_of_roles(draft: &mut RosterDraft) {
    let places: HashMap<ExternalId, usize> =
        draft.people.iter().enumerate().map(|(at, p)| (p.external_id.clone(), at)).collect();
    for role in &draft.roles {
        if let Some(person) = places.get(&role.person).and_then(|at| draft.people.get_mut(*at))
            && !person.org_external_ids.contains(&role.org)
        {
            person.org_external_ids.push(role.org.clone());
        }
    }
}

fn add_teachers(sections: &mut [SectionDraft], teachings: &[TeachingDraft]) {
    let places: HashMap<ExternalId, usize> =
        sections.iter().enumerate().map(|(at, s)| (s.external_id.clone(), at)).collect();
    let (primary, others): (Vec<_>, Vec<_>) = teachings.iter().partition(|t| t.is_primary);
    for teaching in primary.into_iter().chain(others) {
        if let Some(section) = places.get(&teaching.section).and_then(|at| sections.get_mut(*at))
            && !section.teachers.contains(&teaching.person)
        {
            section.teachers.push(teaching.person.clone());
        }
    }
}

fn note_what_was_left_out(reading: &mut Reading) {
    let (students, relatives) = (reading.draft.students_left_out, reading.draft.relatives_left_out);
    if students > 0 || relatives > 0 {
        reading.problems.push(FileProblem::new(
            "users.csv",
            Severity::Notice,
            FileProblemCode::StudentsLeftOut,
            format!("{students} students and {relatives} parents and guardians were left out by design. Nothing of them was taken."),
            "Nothing to do.",
        ));
    }
}

/// The role words, in order; those that say too little are reported as questions.
fn roles_found(reading: &Reading) -> Vec<RoleFound> {
    let mut found: Vec<RoleFound> = Vec::new();
    for (word, count) in &reading.role_words {
        if let RoleWord::Staff { role, is_certain } = reading.options.role_mapping.read(word) {
            found.push(RoleFound { source_role: word.clone(), count: *count, role, is_certain });
        }
    }
    found.sort_by(|a, b| a.source_role.cmp(&b.source_role));
    found
}

fn no_parent(file: &str, name: &str, parent: &ExternalId) -> FileProblem {
    FileProblem::new(
        file,
        Severity::Notice,
        FileProblemCode::ReferenceMissing,
        format!(
            "{} belongs to \"{}\", which is not in the file. It was taken without it.",
            shown(name),
            shown(parent.as_str())
        ),
        "Nothing to do if it does not matter to you.",
    )
    .in_column("parentSourcedId")
}

fn no_such_person(file: &str, id: &ExternalId) -> FileProblem {
    FileProblem::new(
        file,
        Severity::LeftOut,
        FileProblemCode::ReferenceMissing,
        format!(
            "\"{}\" points to a user who is not in users.csv or was left out. It was left out too.",
            shown(id.as_str())
        ),
        "Correct the user first if the person is missing.",
    )
    .in_column("userSourcedId")
}

fn no_such_class(teaching: &TeachingDraft) -> FileProblem {
    FileProblem::new(
        "enrollments.csv",
        Severity::LeftOut,
        FileProblemCode::ReferenceMissing,
        format!(
            "The enrolment \"{}\" points to a class that is not in classes.csv. It was left out.",
            shown(teaching.external_id.as_str())
        ),
        "Ask the sender for the class, or go on without it.",
    )
    .in_column("classSourcedId")
}
