//! Opening a debrief to the teacher: with its lesson and the steps that came of it, in one act.

use domain::{
    Code, Problem, RowId,
    access::{Record, may_enter_with},
    schema::{Entity, debrief as entity, line, observation, step, step_result},
    scope::{Audience, Scope},
    step::Beside,
};
use serde::Serialize;
use store::{Connection, Writer, debrief as stored};

use super::{DebriefLine, view};
use crate::{
    Error, Result,
    exchange::field_name,
    sharing::{self, Barrier, PreviewView, PreviewWords, Sharable, With},
    step::beside_words,
};

/// Exactly the text that goes to the teacher with a debrief.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct DebriefPreview {
    /// The words of the debrief, of the steps with their checks, and of the lesson besides its lines.
    pub words: Vec<PreviewWords>,
    /// The lines that are praised.
    pub praised: Vec<DebriefLine>,
    /// The script, which goes too.
    pub script: PreviewView,
}

/// Opens a debrief to the teacher, with its lesson and its steps: one act, that undo takes back until it was sent. What is
/// open already stays so.
///
/// # Errors
/// When one of them may not be shared, as far as this computer knows; nothing is done then.
pub fn share(writer: &mut Writer, id: RowId) -> Result<()> {
    let found = stored::load(writer.reader(), id)?;
    let mut opened: Vec<(&'static Entity, RowId, Scope)> = Vec::new();
    for (document, root, record) in documents(writer.reader(), &found)? {
        let sharable = sharable(writer.reader(), document, root, &found)?.map_err(sharing::refused)?;
        let scope = sharable.pair(record).map_err(sharing::refused)?;
        if !sharing::is_open(writer.reader(), root, &scope)? {
            opened.push((document, root, scope));
            if record == Record::Script {
                let along = sharing::along_unopened(writer.reader(), root, &scope)?;
                opened.extend(along.into_iter().map(|(entity, row)| (entity, row, scope)));
            }
        }
    }
    if opened.is_empty() {
        return Ok(());
    }
    Ok(writer.act(id, "Share a debrief", |tx| {
        opened.iter().try_for_each(|(document, root, scope)| tx.share(document, *root, scope))
    })?)
}

/// Stops sharing a debrief, its steps and its lesson with the teacher. They leave her list; what she has read she has read.
///
/// # Errors
/// [`Code::Changed`] when none of them is shared.
pub fn stop(writer: &mut Writer, id: RowId) -> Result<()> {
    let found = stored::load(writer.reader(), id)?;
    let mut open: Vec<(&'static Entity, RowId, Scope)> = Vec::new();
    for (document, root) in ever_shared(writer.reader(), &found)? {
        let shares = store::sharing::shares(writer.reader(), root)?;
        let standing = shares.into_iter().filter(|share| share.state != store::sharing::State::Ending);
        let pairs = standing.filter(|share| share.scope.audience() == Audience::Pair);
        open.extend(pairs.map(|share| (document, root, share.scope)));
    }
    if open.is_empty() {
        return Err(Error::Refused(Problem::new(Code::Changed, "This is not shared any more.")));
    }
    Ok(writer.act(id, "Stop sharing a debrief", |tx| {
        open.iter().try_for_each(|(document, root, scope)| tx.unshare(document, *root, scope))
    })?)
}

/// Returns why a debrief cannot be shared with the teacher; nothing where it can.
pub(super) fn barrier(reader: &Connection, found: &stored::Debrief) -> Result<Option<Barrier>> {
    for (document, root, record) in documents(reader, found)? {
        let sharable = sharable(reader, document, root, found)?;
        if let Err(barrier) = sharable.and_then(|sharable| sharable.pair(record)) {
            return Ok(Some(barrier));
        }
    }
    Ok(None)
}

/// Returns what a share would bring, field by field as the service lets it enter.
///
/// # Errors
/// When it is not there.
pub fn preview(reader: &Connection, id: RowId) -> Result<DebriefPreview> {
    let found = stored::load(reader, id)?;
    let (coach, teacher) = (found.coach.unwrap_or(id), found.teacher.unwrap_or(id));
    let scope = Scope::Pair { coach, teacher };
    let mut words = Vec::new();
    for (document, root, _) in documents(reader, &found)?.into_iter().rev() {
        for (entity, row) in store::field::document(reader, document, root)? {
            words.extend(words_of(reader, &scope, entity, row, &[])?);
        }
    }
    Ok(DebriefPreview {
        words,
        praised: view::lines(reader, &found)?.into_iter().filter(|line| line.is_praised).collect(),
        script: sharing::preview(reader, found.observation.unwrap_or(id), With::Teacher)?,
    })
}

/// Returns every word of a row that the service lets enter, besides fields that are shown elsewhere; lines stand in the
/// script.
pub(crate) fn words_of(
    reader: &Connection,
    scope: &Scope,
    entity: &'static Entity,
    row: RowId,
    elsewhere: &[u16],
) -> Result<Vec<PreviewWords>> {
    let mut words = Vec::new();
    let is_shown = |number: u16| entity.number == line::ENTITY.number || elsewhere.contains(&number);
    // The rows of a step that have no words are shown where the step is; a student result is nowhere else.
    if entity.number == step_result::ENTITY.number {
        let kind = store::field::value(reader, entity, row, step_result::KIND)?;
        let beside = kind.text().and_then(Beside::from_code).map(beside_words);
        words.extend(beside.map(|text| PreviewWords { label: "Student result".to_owned(), text: text.to_owned() }));
    }
    let fields = entity.fields.iter().filter(|field| field.words && !is_shown(field.number));
    for field in fields {
        let value = store::field::value(reader, entity, row, field.number)?;
        let goes = may_enter_with(scope, entity.number, field.number, &value).is_ok();
        if let Some(text) = value.text().filter(|text| goes && !text.is_empty()) {
            words.push(PreviewWords { label: field_name(entity, field.number), text: text.to_owned() });
        }
    }
    Ok(words)
}

/// A lesson that was opened again is being written, and is not shared.
fn sharable(
    reader: &Connection,
    document: &Entity,
    root: RowId,
    found: &stored::Debrief,
) -> Result<std::result::Result<Sharable, Barrier>> {
    if document.number == observation::ENTITY.number {
        return Sharable::read(reader, &store::observation::load(reader, root)?);
    }
    Sharable::of(reader, root, found.teacher)
}

/// Lists the documents that go together: the lesson, the debrief, and the steps that came of it.
fn documents(reader: &Connection, found: &stored::Debrief) -> Result<Vec<(&'static Entity, RowId, Record)>> {
    let mut documents = Vec::new();
    if let Some(lesson) = found.observation {
        documents.push((observation::ENTITY, lesson, Record::Script));
        let steps = steps(reader, found)?;
        documents.extend(steps.into_iter().map(|made| (step::ENTITY, made, Record::Step)));
    }
    documents.push((entity::ENTITY, found.id, Record::Debrief));
    Ok(documents)
}

/// Lists the documents that a share of this debrief opens.
pub(crate) fn opened(reader: &Connection, id: RowId) -> Result<Vec<(&'static Entity, RowId)>> {
    let found = stored::load(reader, id)?;
    Ok(documents(reader, &found)?.into_iter().map(|(document, root, _)| (document, root)).collect())
}

/// Lists the documents that a share can have opened: a step also when it has lost its words or was removed since, because
/// what is written in it later, or what comes back with it, would go to the teacher.
fn ever_shared(reader: &Connection, found: &stored::Debrief) -> Result<Vec<(&'static Entity, RowId)>> {
    let mut documents = Vec::new();
    if let Some(lesson) = found.observation {
        documents.push((observation::ENTITY, lesson));
        let steps = store::step::ever_made_in(reader, lesson)?;
        documents.extend(steps.into_iter().map(|made| (step::ENTITY, made)));
    }
    documents.push((entity::ENTITY, found.id));
    Ok(documents)
}

/// Lists the steps that came of the lesson and have words.
pub(super) fn steps(reader: &Connection, found: &stored::Debrief) -> Result<Vec<RowId>> {
    let Some(lesson) = found.observation else { return Ok(Vec::new()) };
    let made = store::step::made_in(reader, lesson)?;
    // A step without words is not written yet: what it will say was not looked at.
    Ok(made.into_iter().filter(|made| !made.text.is_empty()).map(|made| made.id).collect())
}
