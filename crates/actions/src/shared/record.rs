//! One shared record, whole: what it says, what changed in it, and who can read it.

use domain::{
    RowId,
    schema::{self, Entity, line, step_check},
    time,
};
use serde::Serialize;
use store::{Connection, lesson_prep, observation as lessons};

use super::{ChangeView, Found, SharedRow, changes, everything, readers, readers::ReaderView, row};
use crate::{
    Error, Result, coaching_cycle,
    exchange::field_name,
    observation::{LineTags, context, known, tags_by_line, zone},
    session,
    sharing::PreviewLine,
    step::{self, StepDetail},
};

/// A shared record, whole.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SharedRecord {
    /// What the list shows of it.
    pub row: SharedRow,
    /// Its words besides the lines of a script.
    pub words: Vec<Words>,
    /// The lines of the script.
    pub lines: Vec<PreviewLine>,
    /// The step with its checks, where it is one.
    pub step: Option<StepDetail>,
    /// What changed since it came, the latest first.
    pub changes: Vec<ChangeView>,
    /// Who can read it; nobody is listed where it speaks of another teacher: what her coach opened to whom is not known here.
    pub readers: Vec<ReaderView>,
}

/// Words, and which they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Words {
    /// What the field is called.
    pub label: String,
    /// The words.
    pub text: String,
}

/// Returns a record that was shared with this person, whole.
///
/// # Errors
/// When it was not shared with this person.
pub fn record(reader: &Connection, now_ms: i64, id: RowId) -> Result<SharedRecord> {
    let me = session::load(reader)?.me;
    let found = everything(reader, me)?.into_iter().find(|found| found.id == id);
    let found = found.ok_or_else(|| Error::invalid("id", "This is not shared with you any more."))?;
    whole(reader, now_ms, &found)
}

/// Returns a record of the list, whole.
pub(crate) fn whole(reader: &Connection, now_ms: i64, found: &Found) -> Result<SharedRecord> {
    let is_step = found.entity.number == domain::schema::step::ENTITY.number;
    Ok(SharedRecord {
        row: row(reader, found)?,
        words: words(reader, found)?,
        lines: lines(reader, found)?,
        step: is_step.then(|| step::view(reader, now_ms, found.id)).transpose()?,
        changes: changes::list(reader, found, now_ms)?,
        readers: readers::of(reader, found)?,
    })
}

/// Returns what a document's rows say: the words that stand, of a coaching cycle also its numbers and days. Lines stand in the script, and checks with their step.
fn words(reader: &Connection, found: &Found) -> Result<Vec<Words>> {
    if found.entity.number == schema::coaching_cycle::ENTITY.number {
        let said = coaching_cycle::preview(reader, found.id)?.into_iter();
        return Ok(said.map(|said| Words { label: said.label, text: said.text }).collect());
    }
    let shown_elsewhere = [line::ENTITY.number, step_check::ENTITY.number];
    let mut words = Vec::new();
    for (entity, row) in store::field::document(reader, found.entity, found.id)? {
        for field in entity.fields.iter().filter(|field| field.words && !shown_elsewhere.contains(&entity.number)) {
            let value = store::field::value(reader, entity, row, field.number)?;
            if let Some(text) = value.text().filter(|text| !text.trim().is_empty()) {
                words.push(Words { label: field_name(entity, field.number), text: text.to_owned() });
            }
        }
    }
    Ok(words)
}

fn lines(reader: &Connection, found: &Found) -> Result<Vec<PreviewLine>> {
    if found.entity.number != domain::schema::observation::ENTITY.number {
        return Ok(Vec::new());
    }
    let lesson = lessons::load(reader, found.id)?;
    let tags = tags_by_line(reader, &lesson)?;
    let line = |line: lessons::Line| PreviewLine {
        tags: tags.get(&line.id).map_or_else(String::new, LineTags::signs),
        time: time::with_seconds(lesson.started_ms + line.offset_ms, zone(&lesson)),
        speaker: line.speaker,
        text: line.text,
    };
    Ok(lessons::lines(reader, found.id)?.into_iter().map(line).collect())
}

/// Returns of what a record speaks: the day and the class of a lesson, the words of a step, or the title.
pub(crate) fn about(reader: &Connection, entity: &'static Entity, id: RowId) -> Result<String> {
    match entity.table {
        "observation" => lesson(reader, id),
        "debrief" => match store::debrief::load(reader, id)?.observation {
            Some(observation) => lesson(reader, observation),
            None => Ok(String::new()),
        },
        "step" => Ok(known(store::step::load(reader, id))?.map_or_else(String::new, |step| step.text)),
        "coaching_cycle" => coaching_cycle::about(reader, id),
        _ => {
            let found = lesson_prep::load(reader, id)?;
            let day = found.date.parse().map_or_else(|_| String::new(), time::brief_day);
            Ok(joined(day, context(reader, found.section)?))
        }
    }
}

fn lesson(reader: &Connection, id: RowId) -> Result<String> {
    let Some(lesson) = known(lessons::load(reader, id))? else { return Ok(String::new()) };
    let zone = zone(&lesson);
    let day = time::brief_day(time::local(lesson.started_ms, zone).date_naive());
    let at = format!("{day}, {}", time::short(lesson.started_ms, zone));
    Ok(joined(at, context(reader, lesson.section)?))
}

fn joined(first: String, second: String) -> String {
    [first, second].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}
