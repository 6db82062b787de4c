//! Reads of classes.

use domain::RowId;

use crate::{
    Connection,
    error::{Doing, Error, Result},
    sql,
};

/// A class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The id.
    pub id: RowId,
    /// The school.
    pub school: Option<RowId>,
    /// The teacher.
    pub teacher: Option<RowId>,
    /// What the class is called: `Math 7`.
    pub title: String,
    /// The subject.
    pub subject: String,
    /// The grade.
    pub grade: String,
    /// The period's code.
    pub period: String,
    /// The room.
    pub room: String,
    /// The id in the roster.
    pub external_id: String,
    /// The last day; empty while it goes on.
    pub ends: String,
}

/// Lists the classes of a teacher, or of everybody, those that ended too.
///
/// # Errors
/// When the database fails.
pub fn sections(connection: &Connection, teacher: Option<RowId>) -> Result<Vec<Section>> {
    let whose = sql::whose("teacher", teacher);
    let sql = format!(
        "select id, school, teacher, title, subject, grade, period, room, external_id, ends from section
         where removed_ms is null and {whose} order by period, title"
    );
    sql::all(connection, &sql, [teacher.map(RowId::bytes)], read_section).doing("listing classes")
}

/// Returns one class, also one that ended: old observations name it.
///
/// # Errors
/// [`Error::NotFound`] when there is no such class.
pub fn section(connection: &Connection, id: RowId) -> Result<Section> {
    let sql = "select id, school, teacher, title, subject, grade, period, room, external_id, ends
               from section where id = ?1";
    sql::first(connection, sql, [id.bytes()], read_section)
        .doing("reading a class")?
        .ok_or(Error::NotFound { entity: "section" })
}

fn read_section(row: &rusqlite::Row<'_>) -> rusqlite::Result<Section> {
    Ok(Section {
        id: sql::id(row, "id")?,
        school: sql::optional_id(row, "school")?,
        teacher: sql::optional_id(row, "teacher")?,
        title: sql::words(row, "title")?,
        subject: sql::words(row, "subject")?,
        grade: sql::words(row, "grade")?,
        period: sql::words(row, "period")?,
        room: sql::words(row, "room")?,
        external_id: sql::words(row, "external_id")?,
        ends: sql::words(row, "ends")?,
    })
}
