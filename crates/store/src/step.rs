//! Reads of action steps: their checks, and the lines that both rest on.

mod check;
mod evidence;
mod result;

use domain::RowId;

use crate::{
    Connection,
    error::{Doing, Error, Result},
    sql,
};

pub use check::{Check, checks};
pub use evidence::{Evidence, check_lines, lines, praised};
pub use result::{Beside, beside, results};

/// A step of a teacher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The id.
    pub id: RowId,
    /// The teacher.
    pub teacher: RowId,
    /// The words.
    pub text: String,
    /// The state's code, as it is stored; see [`domain::step::Rows`].
    pub state: String,
    /// The day on which it was proposed.
    pub assigned: String,
    /// When it is checked.
    pub check_date: String,
    /// The observation that it comes from.
    pub observation: Option<RowId>,
    /// The look-for that it belongs to.
    pub look_for: Option<RowId>,
    /// Why it was dropped.
    pub reason: String,
    /// The step that took its place.
    pub followed_by: Option<RowId>,
    /// Whether that one, or what took its place in turn, is here and was not removed. Two steps that took each other's
    /// place on two computers are followed by nothing.
    pub is_followed: bool,
    /// How it is practised.
    pub practice: String,
    /// The code of what it is about; empty where nobody said so.
    pub category: String,
}

/// The codes of the states in which something is still to be done, see [`domain::step::State::is_open`].
const OPEN: &str = "('proposed', 'agreed', 'practising')";

const STEP: &str = "
    select id, teacher, text, state, assigned, check_date, origin_observation, look_for, reason, followed_by, practice, category,
           exists (
               with recursive chain (id) as (
                   select step.followed_by
                   union select later.followed_by from chain join step later on later.id = chain.id
                   where later.state = 'superseded')
               select 1 from chain join step later on later.id = chain.id
               where later.removed_ms is null and later.state <> 'superseded') as is_followed
    from step";

/// Lists the steps of a teacher, or of everybody, the earliest check first. Steps without words yet are left out.
///
/// # Errors
/// When the database fails.
pub fn all(connection: &Connection, teacher: Option<RowId>) -> Result<Vec<Step>> {
    let whose = sql::whose("teacher", teacher);
    let sql = format!(
        "{STEP} where removed_ms is null and teacher is not null and coalesce(text, '') <> '' and {whose} order by check_date, id"
    );
    sql::all(connection, &sql, [teacher.map(RowId::bytes)], read).doing("listing steps")
}

/// Lists the open steps of a teacher, or of everybody, the next check first. Steps without words yet are left out.
///
/// # Errors
/// When the database fails.
pub fn open(connection: &Connection, teacher: Option<RowId>) -> Result<Vec<Step>> {
    let whose = sql::whose("teacher", teacher);
    let sql = format!(
        "{STEP} where removed_ms is null and teacher is not null and coalesce(text, '') <> '' and state in {OPEN} and {whose}
         order by check_date, id"
    );
    sql::all(connection, &sql, [teacher.map(RowId::bytes)], read).doing("listing open steps")
}

/// Lists the steps that come from an observation, also without words yet, in the order in which they were made.
///
/// # Errors
/// When the database fails.
pub fn made_in(connection: &Connection, observation: RowId) -> Result<Vec<Step>> {
    let sql =
        format!("{STEP} where removed_ms is null and teacher is not null and origin_observation = ?1 order by id");
    sql::all(connection, &sql, [observation.bytes()], read).doing("listing the steps of an observation")
}

/// Lists every step that came from an observation, removed or not, with words or without.
///
/// # Errors
/// When the database fails.
pub fn ever_made_in(connection: &Connection, observation: RowId) -> Result<Vec<RowId>> {
    let sql = "select id from step where origin_observation = ?1 order by id";
    sql::all(connection, sql, [observation.bytes()], |row| sql::id(row, "id"))
        .doing("listing the steps of an observation")
}

/// Returns the step whose place another one took, the latest where it took several.
///
/// # Errors
/// When the database fails.
pub fn replaced_by(connection: &Connection, by: RowId) -> Result<Option<RowId>> {
    let sql = "select id from step where followed_by = ?1 and removed_ms is null order by id desc limit 1";
    sql::first(connection, sql, [by.bytes()], |row| sql::id(row, "id")).doing("reading what a step replaced")
}

/// Returns one step.
///
/// # Errors
/// [`Error::NotFound`] when it is not there, or was removed.
pub fn load(connection: &Connection, id: RowId) -> Result<Step> {
    let sql = format!("{STEP} where id = ?1 and removed_ms is null and teacher is not null");
    sql::first(connection, &sql, [id.bytes()], read).doing("reading a step")?.ok_or(Error::NotFound { entity: "step" })
}

/// Returns whose step it is, open or not, removed or not.
///
/// # Errors
/// [`Error::NotFound`] when there is no such step.
pub fn teacher_of(connection: &Connection, step: RowId) -> Result<RowId> {
    sql::first(connection, "select teacher from step where id = ?1", [step.bytes()], |row| sql::id(row, "teacher"))
        .doing("reading a step")?
        .ok_or(Error::NotFound { entity: "step" })
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Step> {
    Ok(Step {
        id: sql::id(row, "id")?,
        teacher: sql::id(row, "teacher")?,
        text: sql::words(row, "text")?,
        state: sql::words(row, "state")?,
        assigned: sql::words(row, "assigned")?,
        check_date: sql::words(row, "check_date")?,
        observation: sql::optional_id(row, "origin_observation")?,
        look_for: sql::optional_id(row, "look_for")?,
        reason: sql::words(row, "reason")?,
        followed_by: sql::optional_id(row, "followed_by")?,
        is_followed: row.get("is_followed")?,
        practice: sql::words(row, "practice")?,
        category: sql::words(row, "category")?,
    })
}
