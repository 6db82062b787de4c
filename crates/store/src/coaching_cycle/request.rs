//! Reads of what teachers ask coaches for, and of the answers.

use domain::RowId;

use crate::{
    Connection,
    error::{Doing, Error, Result},
    sql,
};

/// What a teacher asks a coach for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The id.
    pub id: RowId,
    /// The teacher.
    pub teacher: RowId,
    /// The coach.
    pub coach: RowId,
    /// What it is about.
    pub topic: String,
    /// What should be so afterwards.
    pub goal: String,
    /// The codes of the ways that suit, with spaces between.
    pub ways: String,
    /// The day on which it was asked.
    pub date: String,
    /// When it suits the teacher.
    pub slots: String,
}

const REQUEST: &str = "select id, teacher, coach, topic, goal, ways, date, slots from coaching_request
                       where removed_ms is null and teacher is not null and coach is not null";

/// Lists requests, the first first.
///
/// # Errors
/// When the database fails.
pub fn requests(connection: &Connection) -> Result<Vec<Request>> {
    sql::all(connection, &format!("{REQUEST} order by date, id"), [], read).doing("listing requests")
}

/// Returns one request.
///
/// # Errors
/// [`Error::NotFound`] when it is not there, or was removed.
pub fn request(connection: &Connection, id: RowId) -> Result<Request> {
    sql::first(connection, &format!("{REQUEST} and id = ?1"), [id.bytes()], read)
        .doing("reading a request")?
        .ok_or(Error::NotFound { entity: "coaching_request" })
}

/// What a coach answers to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The id.
    pub id: RowId,
    /// The request.
    pub request: RowId,
    /// The code of the answer.
    pub state: String,
    /// Why not, for the teacher.
    pub reason: String,
    /// The coaching cycle that came of it.
    pub cycle: Option<RowId>,
}

/// Lists the answers to requests.
///
/// # Errors
/// When the database fails.
pub fn answers(connection: &Connection) -> Result<Vec<Answer>> {
    sql::all(
        connection,
        "select id, request, state, reason, coaching_cycle from request_answer
         where removed_ms is null and request is not null order by id",
        [],
        |row| {
            Ok(Answer {
                id: sql::id(row, "id")?,
                request: sql::id(row, "request")?,
                state: sql::words(row, "state")?,
                reason: sql::words(row, "reason")?,
                cycle: sql::optional_id(row, "coaching_cycle")?,
            })
        },
    )
    .doing("listing answers to requests")
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Request> {
    Ok(Request {
        id: sql::id(row, "id")?,
        teacher: sql::id(row, "teacher")?,
        coach: sql::id(row, "coach")?,
        topic: sql::words(row, "topic")?,
        goal: sql::words(row, "goal")?,
        ways: sql::words(row, "ways")?,
        date: sql::words(row, "date")?,
        slots: sql::words(row, "slots")?,
    })
}
