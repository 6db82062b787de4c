//! Reads of lessons that a coach and a teacher plan together, or that the coach teaches for the teacher to watch.

use chrono::NaiveDate;
use domain::RowId;

use crate::{
    Connection,
    error::{Doing, Error, Result},
    sharing::written_here,
    sql,
};

/// A lesson that is planned together, or taught to be watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonPrep {
    /// The id.
    pub id: RowId,
    /// The teacher.
    pub teacher: Option<RowId>,
    /// The coach.
    pub coach: Option<RowId>,
    /// The code of its kind.
    pub kind: String,
    /// The class.
    pub section: Option<RowId>,
    /// The day.
    pub date: String,
    /// When it begins, in minutes after midnight in the school's zone.
    pub starts_minute: Option<u32>,
    /// How long it lasts.
    pub minutes: Option<u32>,
    /// What the two plan.
    pub plan: String,
    /// What to watch for.
    pub watch: String,
    /// Whether it took place.
    pub is_held: bool,
    /// The coaching cycle that it belongs to.
    pub coaching_cycle: Option<RowId>,
}

const PREP: &str =
    "select id, teacher, coach, kind, section, date, starts_minute, minutes, plan, watch, held, coaching_cycle
     from lesson_prep";

/// Returns one, also a removed one.
///
/// # Errors
/// [`Error::NotFound`] when it is not there.
pub fn load(reader: &Connection, id: RowId) -> Result<LessonPrep> {
    sql::first(reader, &format!("{PREP} where id = ?1"), [id.bytes()], read)
        .doing("reading a planned lesson")?
        .ok_or(Error::NotFound { entity: "lesson_prep" })
}

/// Lists those with a teacher, the latest first.
///
/// # Errors
/// When the database fails.
pub fn with(reader: &Connection, teacher: RowId) -> Result<Vec<LessonPrep>> {
    let sql = format!("{PREP} where teacher = ?1 and removed_ms is null order by date desc, id desc");
    sql::all(reader, &sql, [teacher.bytes()], read).doing("listing planned lessons")
}

/// Lists those that belong to a coaching cycle, in the order of the days.
///
/// # Errors
/// When the database fails.
pub fn of_cycle(reader: &Connection, cycle: RowId) -> Result<Vec<LessonPrep>> {
    let sql = format!("{PREP} where coaching_cycle = ?1 and removed_ms is null order by date, id");
    sql::all(reader, &sql, [cycle.bytes()], read).doing("listing the planned lessons of a coaching cycle")
}

/// Lists this person's own of some days that took place, in the order of time.
///
/// # Errors
/// When the database fails.
pub fn held_between(reader: &Connection, first: NaiveDate, last: NaiveDate) -> Result<Vec<LessonPrep>> {
    let sql = format!(
        "{PREP} where removed_ms is null and held = 1 and date between ?1 and ?2 and {} order by date, coalesce(starts_minute, 1440), id",
        written_here("lesson_prep.id")
    );
    sql::all(reader, &sql, (first.to_string(), last.to_string()), read).doing("listing planned lessons")
}

/// Returns one of this person's own that took place; nothing when it is no longer so.
///
/// # Errors
/// When the database fails.
pub fn held(reader: &Connection, id: RowId) -> Result<Option<LessonPrep>> {
    let own = written_here("lesson_prep.id");
    let sql = format!("{PREP} where id = ?1 and removed_ms is null and held = 1 and {own}");
    sql::first(reader, &sql, [id.bytes()], read).doing("reading a planned lesson for the log")
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<LessonPrep> {
    Ok(LessonPrep {
        id: sql::id(row, "id")?,
        teacher: sql::optional_id(row, "teacher")?,
        coach: sql::optional_id(row, "coach")?,
        kind: sql::words(row, "kind")?,
        section: sql::optional_id(row, "section")?,
        date: sql::words(row, "date")?,
        starts_minute: row.get("starts_minute")?,
        minutes: row.get("minutes")?,
        plan: sql::words(row, "plan")?,
        watch: sql::words(row, "watch")?,
        is_held: row.get::<_, Option<bool>>("held")?.unwrap_or(false),
        coaching_cycle: sql::optional_id(row, "coaching_cycle")?,
    })
}
