//! What the last conversation with a teacher ended with.

use domain::RowId;

use crate::{
    Connection,
    error::{Doing, Result},
    observation::{self, Observation},
    sql,
};

/// The last debrief that was held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastDebrief {
    /// The day.
    pub date: String,
    /// What the teacher said, in their own words.
    pub teacher_words: String,
    /// What was asked.
    pub question: String,
}

/// Returns the last debrief with a teacher that was held.
///
/// # Errors
/// When the database fails.
pub fn debrief(connection: &Connection, teacher: RowId) -> Result<Option<LastDebrief>> {
    sql::first(
        connection,
        "select date, teacher_words, question from debrief
         where removed_ms is null and teacher = ?1 and state in ('held', 'shared')
         order by date desc, id desc limit 1",
        [teacher.bytes()],
        |row| {
            Ok(LastDebrief {
                date: sql::words(row, "date")?,
                teacher_words: sql::words(row, "teacher_words")?,
                question: sql::words(row, "question")?,
            })
        },
    )
    .doing("reading the last debrief")
}

/// Returns the last observation of a teacher that is finished.
///
/// # Errors
/// When the database fails.
pub fn lesson(connection: &Connection, teacher: RowId) -> Result<Option<Observation>> {
    observation::last_finished(connection, teacher)
}
