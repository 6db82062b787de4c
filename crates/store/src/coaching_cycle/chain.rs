//! Reads of what belongs to a coaching cycle.

use domain::RowId;

use crate::{
    Connection,
    error::{Doing, Result},
    sql,
};

/// Lists the observations that belong to a coaching cycle, in the order in which they began.
///
/// # Errors
/// When the database fails.
pub fn lessons(connection: &Connection, cycle: RowId) -> Result<Vec<RowId>> {
    let sql = "select id from observation where coaching_cycle = ?1 and removed_ms is null order by started_ms, id";
    sql::all(connection, sql, [cycle.bytes()], |row| sql::id(row, "id"))
        .doing("listing the observations of a coaching cycle")
}

/// Lists the coaching cycles of a coach with a teacher that are under way, the latest first.
///
/// # Errors
/// When the database fails.
pub fn of_teacher(connection: &Connection, coach: RowId, teacher: RowId) -> Result<Vec<RowId>> {
    let sql = "select id from coaching_cycle
               where coach = ?1 and teacher = ?2 and state = 'active' and removed_ms is null order by id desc";
    sql::all(connection, sql, (coach.bytes(), teacher.bytes()), |row| sql::id(row, "id"))
        .doing("listing the coaching cycles of a teacher")
}
