//! The classes of a teacher.

use chrono::NaiveDate;
use domain::{RowId, schema::section};
use serde::{Deserialize, Serialize};
use store::{Connection, Writer, person as stored};

use super::{lasts, school_of};
use crate::{
    Result,
    session::{self, required},
};

/// A class of a teacher.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ClassView {
    /// The row.
    pub id: RowId,
    /// What it is called.
    pub title: String,
    /// The subject.
    pub subject: String,
    /// The grade.
    pub grade: String,
    /// The period's code.
    pub period: String,
    /// The room.
    pub room: String,
    /// The last day; empty when none is known.
    pub ends: String,
}

/// A class as it is written.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SaveClass {
    /// The class; nothing for a new one.
    pub id: Option<RowId>,
    /// The teacher.
    pub teacher: RowId,
    /// What it is called.
    pub title: String,
    /// The subject.
    pub subject: String,
    /// The grade.
    pub grade: String,
    /// The period's code.
    pub period: String,
    /// The room.
    pub room: String,
}

/// Keeps a class of a teacher.
///
/// # Errors
/// When it has no title.
pub fn save_class(writer: &mut Writer, save: &SaveClass) -> Result<()> {
    let title = required("title", &save.title, "Please write what the class is called: Math 7.")?;
    let now_ms = writer.now_ms();
    let today = session::today(writer.reader(), now_ms)?;
    let school = school_of(writer.reader(), save.teacher, today)?;
    let fields: [(u16, &str); 5] = [
        (section::TITLE, title),
        (section::SUBJECT, &save.subject),
        (section::GRADE, &save.grade),
        (section::PERIOD, &save.period),
        (section::ROOM, &save.room),
    ];
    let fields = fields.map(|(field, text)| (field, Some(text.trim()).filter(|text| !text.is_empty()).into()));
    Ok(writer.act(store::workspace(), "Change a class", |tx| match save.id {
        Some(id) => fields.into_iter().try_for_each(|(field, value)| tx.set(section::ENTITY, id, field, value)),
        None => {
            let id = tx.new_id();
            let mut all = vec![(section::TEACHER, save.teacher.into()), (section::SCHOOL, school.into())];
            all.extend(fields);
            tx.create(section::ENTITY, id, all)
        }
    })?)
}

/// Removes a class; it can be brought back for 30 days.
///
/// # Errors
/// When there is no such class.
pub fn remove_class(writer: &mut Writer, id: RowId) -> Result<()> {
    Ok(writer.act(store::workspace(), "Remove a class", |tx| tx.remove(section::ENTITY, id))?)
}

pub(super) fn view(section: stored::Section) -> ClassView {
    ClassView {
        id: section.id,
        title: section.title,
        subject: section.subject,
        grade: section.grade,
        period: section.period,
        room: section.room,
        ends: section.ends,
    }
}

pub(super) fn in_words(reader: &Connection, teacher: RowId, today: NaiveDate) -> Result<String> {
    let titles: Vec<String> = current(reader, teacher, today)?.into_iter().map(|section| section.title).collect();
    Ok(titles.join(", "))
}

/// Returns the classes of a teacher that go on.
pub(crate) fn current(reader: &Connection, teacher: RowId, today: NaiveDate) -> Result<Vec<stored::Section>> {
    let mut all = stored::sections(reader, Some(teacher))?;
    all.retain(|section| lasts(&section.ends, today));
    Ok(all)
}
