//! The head of an observation: what is known of the lesson beside its script.

use domain::{RowId, Value, kind::Kind, schema::observation};
use serde::{Deserialize, Deserializer};
use store::{Connection, Writer, observation as stored};

use crate::{Error, Result};

/// A change of an observation's head. What it does not speak of stays as it is; what it says to be empty becomes so.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct HeadChange {
    /// The observation.
    pub id: RowId,
    /// How many students are there.
    #[serde(default, deserialize_with = "spoken")]
    #[specta(optional, type = Option<u32>)]
    pub students: Option<Option<u32>>,
    /// How long it is planned, in minutes.
    #[serde(default, deserialize_with = "spoken")]
    #[specta(optional, type = Option<u32>)]
    pub planned_minutes: Option<Option<u32>>,
    /// What to look at.
    #[serde(default)]
    #[specta(optional)]
    pub focus: Option<String>,
    /// A line of words beside what was recorded.
    #[serde(default)]
    #[specta(optional)]
    pub note: Option<String>,
    /// The class: one of the teacher's.
    #[serde(default, deserialize_with = "spoken")]
    #[specta(optional, type = Option<RowId>)]
    pub section: Option<Option<RowId>>,
}

/// Tells a field that is `null` from one that is not there.
fn spoken<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    field: D,
) -> std::result::Result<Option<Option<T>>, D::Error> {
    Option::deserialize(field).map(Some)
}

impl HeadChange {
    /// Returns a change that speaks of nothing yet.
    #[must_use]
    pub fn of(id: RowId) -> Self {
        Self { id, students: None, planned_minutes: None, focus: None, note: None, section: None }
    }
}

/// Changes the head of an observation: who was there, how long it is planned, what to look at, which class it is.
///
/// # Errors
/// When it is not there, or a number is not possible.
pub fn set_head(writer: &mut Writer, change: &HeadChange) -> Result<()> {
    let id = change.id;
    if change.students.flatten().is_some_and(|students| students > 500) {
        return Err(Error::invalid("students", "Write how many students are there: 0 to 500."));
    }
    if change.planned_minutes.flatten().is_some_and(|minutes| minutes == 0 || minutes > 600) {
        return Err(Error::invalid("plannedMinutes", "An observation lasts 1 to 600 minutes."));
    }
    check_section(writer.reader(), id, change.section.flatten())?;
    let words =
        |words: Option<&str>| words.map(|words| Some(words.trim().to_owned()).filter(|words| !words.is_empty()));
    for (field, text, most) in [("focus", &change.focus, crate::typed::LONGEST), ("note", &change.note, LONGEST_NOTE)] {
        check_words(writer.reader(), id, field, text.as_deref().unwrap_or_default(), most)?;
    }
    let (focus, note) = (words(change.focus.as_deref()), words(change.note.as_deref()));
    let fields = [
        (observation::STUDENTS, change.students.map(Value::from)),
        (observation::PLANNED_MINUTES, change.planned_minutes.map(Value::from)),
        (observation::SECTION, change.section.map(Value::from)),
        (observation::FOCUS, focus.map(Value::from)),
        (observation::NOTE, note.map(Value::from)),
    ];
    Ok(writer.act(id, "Change the head", |tx| {
        for (field, value) in fields {
            if let Some(value) = value {
                tx.set(observation::ENTITY, id, field, value)?;
            }
        }
        Ok::<_, store::Error>(())
    })?)
}

/// The longest line of words beside what was recorded, in characters.
const LONGEST_NOTE: usize = 500;

/// Words are not private, not too long, and beside a learning walk they name nobody.
fn check_words(reader: &Connection, id: RowId, field: &str, words: &str, most: usize) -> Result<()> {
    crate::typed::refuse_private(field, words)?;
    crate::typed::refuse_long(field, words, most)?;
    match Kind::from_code(&stored::load(reader, id)?.kind) {
        Some(Kind::LearningWalk) => crate::person::refuse_names(reader, field, words),
        _ => Ok(()),
    }
}

/// A class is one of the teacher's; the one that the observation has may stay, also when it has ended since.
fn check_section(reader: &Connection, id: RowId, section: Option<RowId>) -> Result<()> {
    let observation = stored::load(reader, id)?;
    let Some(section) = section.filter(|section| observation.section != Some(*section)) else { return Ok(()) };
    let classes = store::person::sections(reader, observation.teacher)?;
    if classes.iter().any(|class| class.id == section) {
        return Ok(());
    }
    Err(Error::invalid("section", "Choose one of this teacher's classes."))
}
