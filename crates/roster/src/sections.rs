//! The classes of a roster, with the teacher who teaches them now.

use std::collections::{HashMap, HashSet};

use domain::{RowId, Value, schema::section};
use exchange::{
    draft::{ExternalId, Mode, RecordKind, SectionDraft, TeachingDraft},
    problem::{FileProblemCode, Severity},
};

use crate::{
    matching::{fold, joined_id, may_join, unique},
    plan::{Kind, Planning, words_or_nothing},
    stored::{Row, Stored},
    terms,
};

/// Plans the classes of the draft, and who teaches those that a delta names only as taught.
pub(crate) fn plan(planning: &mut Planning<'_>) {
    let (stored, draft) = (planning.stored, planning.draft);
    let teachings = by_section(&draft.teachings);
    let teachers: Vec<Option<RowId>> =
        draft.sections.iter().map(|drafted| teacher(planning, drafted, &teachings)).collect();
    let found = matches(stored, &draft.sections, &teachers);
    let mut over = 0;
    for ((drafted, row), teacher) in draft.sections.iter().zip(found).zip(teachers) {
        let mut said = said(planning, drafted, teacher);
        let last = terms::last_day(draft, &drafted.terms);
        said.extend(last.map(|last| (section::ENDS, last.into())));
        over += usize::from(last.is_some_and(|last| last < stored.today));
        match row {
            Some(row) => meet(planning, drafted, row, said),
            None => {
                let mut fields = vec![(section::EXTERNAL_ID, drafted.external_id.as_str().into())];
                fields.extend(said);
                let detail = teacher.map(|teacher| planning.name(teacher).to_owned()).unwrap_or_default();
                planning.add(Kind::Section, derived(stored, drafted), fields, drafted.title.clone(), detail);
            }
        }
    }
    if draft.mode == Mode::Delta {
        plan_taught(planning, &teachings);
    }
    if over > 0 {
        tell_of_over(planning, over);
    }
}

fn tell_of_over(planning: &mut Planning<'_>, over: usize) {
    let message = match over {
        1 => "1 class belongs to terms that are over. It is kept as history and not listed.".to_owned(),
        many => format!("{many} classes belong to terms that are over. They are kept as history and not listed."),
    };
    let hint = "If they go on, correct the terms where the file was made, and import it again.";
    planning.tell(Severity::Notice, FileProblemCode::TermsOver, message, hint);
}

type Teachings<'a> = HashMap<&'a str, Vec<&'a TeachingDraft>>;

fn by_section(teachings: &[TeachingDraft]) -> Teachings<'_> {
    let mut all: Teachings<'_> = HashMap::new();
    for teaching in teachings {
        all.entry(teaching.section.as_str()).or_default().push(teaching);
    }
    all
}

fn derived(stored: &Stored, drafted: &SectionDraft) -> RowId {
    stored.derived("section", &[drafted.external_id.as_str().as_bytes()])
}

/// The first teacher of a class whose time with it is not over.
fn teacher(planning: &Planning<'_>, drafted: &SectionDraft, teachings: &Teachings<'_>) -> Option<RowId> {
    let own = teachings.get(drafted.external_id.as_str()).map_or(&[][..], Vec::as_slice);
    let is_over = |teacher: &ExternalId| {
        let mut times = own.iter().filter(|teaching| teaching.person == *teacher).peekable();
        times.peek().is_some() && times.all(|teaching| !is_current(planning.stored, teaching))
    };
    let first = drafted.teachers.iter().find(|teacher| !is_over(teacher)).or(drafted.teachers.first());
    first.and_then(|teacher| planning.person(teacher))
}

fn is_current(stored: &Stored, teaching: &TeachingDraft) -> bool {
    teaching.to.is_none_or(|to| to > stored.today)
}

/// Finds the row of each class: by id, and a class typed by hand by its teacher and title.
fn matches<'s>(stored: &'s Stored, sections: &[SectionDraft], teachers: &[Option<RowId>]) -> Vec<Option<&'s Row>> {
    let by_external: HashMap<&str, &Row> =
        stored.sections.iter().map(|row| (row.text(section::EXTERNAL_ID), row)).collect();
    let by_row: HashMap<RowId, &Row> = stored.sections.iter().map(|row| (row.id, row)).collect();
    let exact = |drafted: &SectionDraft| {
        by_external.get(drafted.external_id.as_str()).or_else(|| by_row.get(&derived(stored, drafted))).copied()
    };
    let mut found: Vec<Option<&Row>> = sections.iter().map(exact).collect();
    let taken: HashSet<RowId> = found.iter().flatten().map(|row| row.id).collect();
    let mut by_title: HashMap<(RowId, String), Vec<&Row>> = HashMap::new();
    for row in stored.sections.iter().filter(|row| !taken.contains(&row.id)) {
        if let Some(teacher) = row.id_in(section::TEACHER) {
            by_title.entry((teacher, fold(row.text(section::TITLE)))).or_default().push(row);
        }
    }
    let mut pairs = Vec::new();
    for (at, drafted) in sections.iter().enumerate().filter(|(at, _)| found[*at].is_none()) {
        let key = teachers[at].map(|teacher| (teacher, fold(&drafted.title)));
        let alike = key.and_then(|key| by_title.get(&key)).map_or(&[][..], Vec::as_slice);
        let may = |row: &&&Row| may_join(row.text(section::EXTERNAL_ID), drafted.external_id.as_str());
        pairs.extend(alike.iter().filter(may).map(|row| (at, *row)));
    }
    for (at, row) in unique(&pairs) {
        found[at] = Some(row);
    }
    found
}

/// What the file says of a class. What it does not say stays as it is.
fn said(planning: &Planning<'_>, drafted: &SectionDraft, teacher: Option<RowId>) -> Vec<(u16, Value)> {
    let mut said: Vec<(u16, Value)> = vec![(section::TITLE, words_or_nothing(&drafted.title))];
    let place = planning.place(&drafted.school);
    said.extend(place.map(|place| (section::SCHOOL, place.into())));
    // A full list of who teaches what also says that nobody does.
    let names_every_teacher = planning.draft.mode == Mode::Bulk && planning.has_file("enrollments.csv");
    if teacher.is_some() || names_every_teacher {
        said.push((section::TEACHER, teacher.into()));
    }
    let texts = [
        (section::SUBJECT, drafted.subject.clone().unwrap_or_default()),
        (section::GRADE, drafted.grades.join(", ")),
        (section::PERIOD, drafted.periods.join(", ")),
        (section::ROOM, drafted.location.clone().unwrap_or_default()),
    ];
    let filled = texts.into_iter().filter(|(_, text)| !text.is_empty());
    said.extend(filled.map(|(field, text)| (field, Value::from(text))));
    said
}

fn meet(planning: &mut Planning<'_>, drafted: &SectionDraft, row: &Row, said: Vec<(u16, Value)>) {
    let external_id = joined_id(row.text(section::EXTERNAL_ID), drafted.external_id.as_str());
    let mut wanted = vec![(section::EXTERNAL_ID, external_id.into())];
    wanted.extend(said);
    let has_last_day = wanted.iter().any(|(field, _)| *field == section::ENDS);
    if !has_last_day && !planning.stored.is_open(row.text(section::ENDS)) {
        wanted.push((section::ENDS, Value::Null));
    }
    planning.meet(Kind::Section, row, wanted, drafted.title.clone());
}

/// Plans the teacher of classes that the delta does not hold themselves.
fn plan_taught(planning: &mut Planning<'_>, teachings: &Teachings<'_>) {
    let (stored, draft) = (planning.stored, planning.draft);
    let drafted: HashSet<&str> = draft.sections.iter().map(|section| section.external_id.as_str()).collect();
    let gone = draft.removed.iter().filter(|removed| removed.kind == RecordKind::Teaching);
    let left: HashSet<(&str, RowId)> = gone
        .filter_map(|removed| Some((removed.place.as_ref()?.as_str(), planning.person(removed.person.as_ref()?)?)))
        .collect();
    for row in &stored.sections {
        let id = row.text(section::EXTERNAL_ID);
        if id.is_empty() || drafted.contains(id) {
            continue;
        }
        let present = row.id_in(section::TEACHER).filter(|teacher| !left.contains(&(id, *teacher)));
        let own = teachings.get(id).map_or(&[][..], Vec::as_slice);
        let next = own
            .iter()
            .filter(|teaching| is_current(stored, teaching) && (teaching.is_primary || present.is_none()))
            .find_map(|teaching| planning.person(&teaching.person));
        let teacher = next.or(present);
        if teacher != row.id_in(section::TEACHER) {
            planning.meet(
                Kind::Section,
                row,
                vec![(section::TEACHER, teacher.into())],
                row.text(section::TITLE).to_owned(),
            );
        }
    }
}
