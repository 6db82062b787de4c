//! Reads of debriefs and of the timers that run in them.

use chrono::NaiveDate;
use domain::{
    RowId,
    clock::{Anchor, Reading},
};

use crate::{
    Connection, Tx,
    error::{Doing, Error, Result},
    observation::{self, Observation},
    sql,
};

/// A debrief.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Debrief {
    /// The id.
    pub id: RowId,
    /// The teacher.
    pub teacher: Option<RowId>,
    /// The coach.
    pub coach: Option<RowId>,
    /// The lesson that it speaks of.
    pub observation: Option<RowId>,
    /// The code of its way.
    pub model: String,
    /// The state's code.
    pub state: String,
    /// The day.
    pub date: String,
    /// When it began, in minutes after midnight in the school's zone.
    pub starts_minute: Option<u32>,
    /// How long it lasted.
    pub minutes: Option<u32>,
    /// How long the step was practised in it.
    pub practice_seconds: u32,
    /// What went well, in words.
    pub praise: String,
    /// What the coach asks.
    pub question: String,
    /// What the teacher said, in the teacher's words.
    pub teacher_words: String,
    /// When the teacher agreed to the step, in milliseconds since 1970.
    pub agreed_ms: Option<i64>,
}

const DEBRIEF: &str = "select id, teacher, coach, observation, model, state, date, starts_minute, minutes,
                              practice_seconds, praise, question, teacher_words, agreed_ms from debrief";

/// Returns a debrief, also a removed one.
///
/// # Errors
/// [`Error::NotFound`] when it is not there.
pub fn load(connection: &Connection, id: RowId) -> Result<Debrief> {
    sql::first(connection, &format!("{DEBRIEF} where id = ?1"), [id.bytes()], read)
        .doing("reading a debrief")?
        .ok_or(Error::NotFound { entity: "debrief" })
}

/// Returns the debrief of a lesson: the first that was not removed.
///
/// # Errors
/// When the database fails.
pub fn of_observation(connection: &Connection, observation: RowId) -> Result<Option<Debrief>> {
    let sql = format!("{DEBRIEF} where observation = ?1 and removed_ms is null order by id limit 1");
    sql::first(connection, &sql, [observation.bytes()], read).doing("finding a debrief")
}

/// Lists the debriefs of a coach that are planned, with the lesson of each, in the order in which these were.
///
/// # Errors
/// When the database fails.
pub fn planned(connection: &Connection, coach: RowId) -> Result<Vec<(RowId, Observation)>> {
    let sql = "select debrief.id, observation from debrief join observation on observation.id = debrief.observation
               where debrief.coach = ?1 and debrief.state = 'planned' and debrief.removed_ms is null
                 and observation.removed_ms is null
               order by observation.started_ms, debrief.id";
    let found =
        sql::all(connection, sql, [coach.bytes()], |row| Ok((sql::id(row, "id")?, sql::id(row, "observation")?)))
            .doing("listing planned debriefs")?;
    found.into_iter().map(|(id, lesson)| Ok((id, observation::load(connection, lesson)?))).collect()
}

/// Lists the debriefs that took place on some days, in the order of time.
///
/// # Errors
/// When the database fails.
pub fn held_between(connection: &Connection, first: NaiveDate, last: NaiveDate) -> Result<Vec<Debrief>> {
    let sql = format!(
        "{DEBRIEF} where removed_ms is null and state = 'held' and date between ?1 and ?2
         order by date, coalesce(starts_minute, 1440), id"
    );
    sql::all(connection, &sql, (first.to_string(), last.to_string()), read).doing("listing debriefs")
}

/// Lists the lines that a debrief praises, in the order in which they were chosen.
///
/// # Errors
/// When the database fails.
pub fn praise_lines(connection: &Connection, debrief: RowId) -> Result<Vec<RowId>> {
    let sql = "select line from praise_line where debrief = ?1 and removed_ms is null and line is not null
               order by created_ms, id";
    sql::all(connection, sql, [debrief.bytes()], |row| sql::id(row, "line")).doing("reading what is praised")
}

/// A timer that runs in a debrief.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timer {
    /// Of the whole talk.
    Talk,
    /// Of the practice of the step.
    Practice,
}

impl Timer {
    fn code(self) -> &'static str {
        match self {
            Self::Talk => "talk",
            Self::Practice => "practice",
        }
    }
}

/// Starts a timer. One that runs already goes on.
///
/// # Errors
/// When the database fails.
pub fn start_timer(tx: &Tx<'_>, document: RowId, timer: Timer, now: &Reading) -> Result<()> {
    let sql = "insert or ignore into local_timer (document, kind, wall_ms, boot_ms, awake_ms, boot)
               values (?1, ?2, ?3, ?4, ?5, ?6)";
    let values = (document.bytes(), timer.code(), now.wall_ms, now.boot_ms, now.awake_ms, &now.boot);
    tx.reader().execute(sql, values).map(drop).doing("starting a timer")
}

/// Ends a timer.
///
/// # Errors
/// When the database fails.
pub fn end_timer(tx: &Tx<'_>, document: RowId, timer: Timer) -> Result<()> {
    let sql = "delete from local_timer where document = ?1 and kind = ?2";
    tx.reader().execute(sql, (document.bytes(), timer.code())).map(drop).doing("ending a timer")
}

/// Returns the moment at which a timer started that still runs.
///
/// # Errors
/// When the database fails.
pub fn timer(connection: &Connection, document: RowId, timer: Timer) -> Result<Option<Anchor>> {
    let sql = "select wall_ms, boot_ms, awake_ms, boot from local_timer where document = ?1 and kind = ?2";
    let found = sql::first(connection, sql, (document.bytes(), timer.code()), |row| {
        let (wall_ms, boot_ms) = (row.get("wall_ms")?, row.get("boot_ms")?);
        let reading = Reading { wall_ms, boot_ms, awake_ms: row.get("awake_ms")?, boot: row.get("boot")? };
        Ok(Anchor { offset_ms: 0, reading })
    });
    found.doing("reading a timer")
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Debrief> {
    Ok(Debrief {
        id: sql::id(row, "id")?,
        teacher: sql::optional_id(row, "teacher")?,
        coach: sql::optional_id(row, "coach")?,
        observation: sql::optional_id(row, "observation")?,
        model: sql::words(row, "model")?,
        state: sql::words(row, "state")?,
        date: sql::words(row, "date")?,
        starts_minute: row.get("starts_minute")?,
        minutes: row.get("minutes")?,
        practice_seconds: row.get::<_, Option<u32>>("practice_seconds")?.unwrap_or(0),
        praise: sql::words(row, "praise")?,
        question: sql::words(row, "question")?,
        teacher_words: sql::words(row, "teacher_words")?,
        agreed_ms: row.get("agreed_ms")?,
    })
}
