//! Words in a field that has no Save button: each state is on the disk at once, and is kept as an act when the person
//! goes on.

use domain::{
    RowId, Value,
    document::root_field,
    schema::{
        Entity, Field, Merge, coach_note, coaching_cycle, cycle_stage, debrief, goal, lesson_prep, step, step_check,
    },
    script,
    step::LONGEST as LONGEST_STEP,
};
use serde::{Deserialize, Serialize};
use store::{Connection, Writer, removed::State, sharing, typed};

use crate::{Error, Result, capture::number};

/// The longest text of a field that says nothing else, in characters.
pub(crate) const LONGEST: usize = 4_000;

/// The records whose words are written this way. A script has a journal of its own, which keeps `//` apart.
const WRITTEN: [&Entity; 8] = [
    debrief::ENTITY,
    step::ENTITY,
    step_check::ENTITY,
    coach_note::ENTITY,
    coaching_cycle::ENTITY,
    cycle_stage::ENTITY,
    goal::ENTITY,
    lesson_prep::ENTITY,
];

/// A state of a field.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SaveTyped {
    /// The record.
    pub row: RowId,
    /// The field's column, as the schema has it: `teacher_words`.
    pub column: String,
    /// Rises with every state of this field.
    #[specta(type = u32)] // the page counts in whole numbers
    pub number: f64,
    /// What stands in the field.
    pub text: String,
}

/// What stands in a field, as the page finds it when it opens.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct TypedView {
    /// The highest number that was used.
    #[specta(type = u32)] // the page counts in whole numbers
    pub number: i64,
    /// The words that are not kept yet; nothing when all are.
    pub text: Option<String>,
}

/// Returns what stands in a field.
///
/// # Errors
/// When there is no such record, or no such field for words.
pub fn of(reader: &Connection, row: RowId, column: &str) -> Result<TypedView> {
    let (_, field) = known(reader, row, column)?;
    let found = typed::of(reader, row, field)?;
    Ok(TypedView { number: found.number, text: found.text })
}

/// Writes a state of a field, durably, unless a later one is already written. Returns whether it was written.
///
/// # Errors
/// When the record cannot be written on here, or the disk refuses.
pub fn save(writer: &mut Writer, save: &SaveTyped) -> Result<bool> {
    let (_, field) = known(writer.reader(), save.row, &save.column)?;
    Ok(typed::save(writer, save.row, field, number(save.number), &save.text)?)
}

/// Keeps what stands in a field: one act, which undo takes back. Returns the record's table.
///
/// # Errors
/// When the record cannot be written on here, or the words are too long: they stay in the field.
pub fn keep(writer: &mut Writer, keep: &SaveTyped) -> Result<&'static str> {
    let (entity, field) = known(writer.reader(), keep.row, &keep.column)?;
    let text = keep.text.trim();
    crate::coach_note::refuse_shared(writer.reader(), entity, keep.row)?;
    crate::coaching_cycle::refuse_locked(writer.reader(), entity, keep.row, field.number)?;
    check_length(entity, field, text)?;
    refuse_private(field.column, text)?;
    let document = document(writer.reader(), entity, keep.row)?;
    writer.act(document, "Write", |tx| typed::keep(tx, entity, keep.row, field, number(keep.number), text))?;
    Ok(entity.table)
}

/// A person who is used to the script writes `//` before what is private. None of these records is.
pub(crate) fn refuse_private(field: &str, text: &str) -> Result<()> {
    if script::split(text).wondering.is_none() {
        return Ok(());
    }
    let message = "What comes after // is private, and this can be shared. Leave it out, or write it as a wondering in the \
                   script. It stays in the field and goes nowhere.";
    Err(Error::invalid(field, message))
}

/// Refuses words that a field does not hold.
pub(crate) fn check_length(entity: &Entity, field: &Field, text: &str) -> Result<()> {
    refuse_long(field.column, text.trim(), longest(entity, field))
}

/// Words that are too long stay in their field, and it says by how much.
pub(crate) fn refuse_long(field: &str, text: &str, most: usize) -> Result<()> {
    let length = text.chars().count();
    if length <= most {
        return Ok(());
    }
    let over = length - most;
    let letters = if over == 1 { "character" } else { "characters" };
    let message = format!("This is {over} {letters} too long: at most {most}. It stays in the field and is not lost.");
    Err(Error::invalid(field, &message))
}

/// Returns how many characters a field takes.
fn longest(entity: &Entity, field: &Field) -> usize {
    let is_step = (entity.number, field.number) == (step::ENTITY.number, step::TEXT);
    if is_step { LONGEST_STEP } else { LONGEST }
}

/// Finds a field for prose of a record that may be written on here.
fn known(reader: &Connection, row: RowId, column: &str) -> Result<(&'static Entity, &'static Field)> {
    let entity = store::removed::entity_of(reader, row)?;
    let field = entity
        .fields
        .iter()
        .find(|field| field.column == column && field.words && field.merge == Merge::LongText)
        .filter(|_| WRITTEN.iter().any(|written| written.number == entity.number))
        .ok_or_else(|| Error::invalid("column", "There is no such field. Nothing was changed."))?;
    if !sharing::is_writable(reader, row)? {
        return Err(Error::invalid("row", "Somebody else wrote this. Only they can change it."));
    }
    // A row that was erased takes no words: they would be on the disk again.
    match store::removed::state(reader, entity, row)? {
        State::Erased | State::Absent => Err(store::Error::NotFound { entity: entity.table }.into()),
        _ => Ok((entity, field)),
    }
}

/// Returns the record to which undo belongs.
fn document(reader: &Connection, entity: &'static Entity, row: RowId) -> Result<RowId> {
    let Some(number) = root_field(entity) else { return Ok(row) };
    match store::field::value(reader, entity, row, number)? {
        Value::Id(root) => Ok(root),
        _ => Ok(row),
    }
}
