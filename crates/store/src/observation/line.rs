//! Reads of the lines of a script.

use domain::RowId;

use crate::{
    Connection,
    error::{Doing, Error, Result},
    sql,
};

/// One line of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The id.
    pub id: RowId,
    /// Milliseconds since the observation's start.
    pub offset_ms: i64,
    /// The speaker's code.
    pub speaker: String,
    /// The words.
    pub text: String,
    /// Whether it is starred.
    pub starred: bool,
    /// Whether it only marks a moment.
    pub marker: bool,
}

/// Lists the lines of an observation in the order in which they were said.
///
/// # Errors
/// When the database fails.
pub fn lines(connection: &Connection, observation: RowId) -> Result<Vec<Line>> {
    sql::all(
        connection,
        "select id, offset_ms, speaker, text, coalesce(starred, 0) as starred, coalesce(marker, 0) as marker
         from line where observation = ?1 and removed_ms is null order by offset_ms, id",
        [observation.bytes()],
        |row| {
            Ok(Line {
                id: sql::id(row, "id")?,
                offset_ms: row.get::<_, Option<i64>>("offset_ms")?.unwrap_or(0),
                speaker: sql::words(row, "speaker")?,
                text: sql::words(row, "text")?,
                starred: row.get("starred")?,
                marker: row.get("marker")?,
            })
        },
    )
    .doing("reading the lines")
}

/// Returns the offset of the last entry of an observation, in milliseconds; 0 when it has none.
///
/// # Errors
/// When the database fails.
pub fn last_offset(connection: &Connection, observation: RowId) -> Result<i64> {
    connection
        .prepare_cached(
            "select coalesce(max(offset_ms), 0) from (
                 select offset_ms from line where observation = ?1 and removed_ms is null
                 union all
                 select offset_ms from wondering where observation = ?1 and removed_ms is null)",
        )
        .and_then(|mut statement| statement.query_row([observation.bytes()], |row| row.get(0)))
        .doing("reading the last entry")
}

/// Returns the observation that a line belongs to, and the line's speaker and offset.
///
/// # Errors
/// [`Error::NotFound`] when there is no such line.
pub fn line(connection: &Connection, id: RowId) -> Result<(RowId, Line)> {
    sql::first(
        connection,
        "select id, observation, offset_ms, speaker, text, coalesce(starred, 0) as starred,
                coalesce(marker, 0) as marker from line where id = ?1 and erased = 0",
        [id.bytes()],
        |row| {
            let line = Line {
                id: sql::id(row, "id")?,
                offset_ms: row.get::<_, Option<i64>>("offset_ms")?.unwrap_or(0),
                speaker: sql::words(row, "speaker")?,
                text: sql::words(row, "text")?,
                starred: row.get("starred")?,
                marker: row.get("marker")?,
            };
            Ok((sql::id(row, "observation")?, line))
        },
    )
    .doing("reading a line")?
    .ok_or(Error::NotFound { entity: "line" })
}

/// The indexes of migration 0037 hold all that is asked for.
const COUNTS: &str = "
    select count(*), count(line.id in (select line from tag where observation = ?1 and removed_ms is null) or null)
    from line where observation = ?1 and removed_ms is null and coalesce(marker, 0) = 0";

/// Counts an observation's live lines and those with at least one tag; marks of a moment are no lines.
///
/// # Errors
/// When the database fails.
pub fn line_counts(connection: &Connection, observation: RowId) -> Result<(u32, u32)> {
    connection
        .prepare_cached(COUNTS)
        .and_then(|mut statement| statement.query_row([observation.bytes()], |row| Ok((row.get(0)?, row.get(1)?))))
        .doing("counting the lines")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_observations_is_counted_without_reading_a_line() {
        let mut connection = Connection::open_in_memory().unwrap();
        crate::migrate::run(&mut connection).unwrap();
        let mut statement = connection.prepare(&format!("explain query plan {COUNTS}")).unwrap();
        let plan: Vec<String> = statement.query_map([[0; 16]], |row| row.get(3)).unwrap().map(Result::unwrap).collect();
        for index in ["line_counted", "tag_counted"] {
            assert!(plan.iter().any(|step| step.contains(&format!("COVERING INDEX {index} "))), "{plan:?}");
        }
    }
}
