//! Reads of rubrics, and of the levels that the evidence of a lesson shows.

use domain::RowId;

use crate::{
    Connection,
    error::{Doing, Error, Result},
    sql,
};

/// A version of a rubric.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rubric {
    /// The id.
    pub id: RowId,
    /// What it is called.
    pub title: String,
    /// Its version, from 1.
    pub version: u32,
    /// Under which licence its words may be used.
    pub licence: String,
}

/// What a rubric describes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// The id.
    pub id: RowId,
    /// The rubric.
    pub rubric: RowId,
    /// The words.
    pub text: String,
    /// The words of each level, the first one first.
    pub levels: Vec<String>,
}

/// The level of one indicator in one lesson; none while lines are being gathered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// The id.
    pub id: RowId,
    /// The indicator.
    pub indicator: RowId,
    /// The level, from 1.
    pub level: Option<u32>,
}

/// A line that shows a level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The score.
    pub score: RowId,
    /// The line.
    pub line: RowId,
    /// Milliseconds since the lesson's start.
    pub offset_ms: i64,
    /// The speaker's code.
    pub speaker: String,
    /// The words.
    pub text: String,
}

const RUBRIC: &str = "select id, title, coalesce(version, 1) as version, licence from rubric r";

/// Lists the latest version of each rubric.
///
/// # Errors
/// When the database fails.
pub fn latest(connection: &Connection) -> Result<Vec<Rubric>> {
    let sql = format!(
        "{RUBRIC} where removed_ms is null
           and not exists (select 1 from rubric n where n.follows = r.id and n.removed_ms is null)
         order by title, id"
    );
    sql::all(connection, &sql, [], read).doing("listing rubrics")
}

/// Returns one version of a rubric, also one that was followed by another.
///
/// # Errors
/// [`Error::NotFound`] when it is not there.
pub fn load(connection: &Connection, id: RowId) -> Result<Rubric> {
    sql::first(connection, &format!("{RUBRIC} where id = ?1"), [id.bytes()], read)
        .doing("reading a rubric")?
        .ok_or(Error::NotFound { entity: "rubric" })
}

/// Returns the version of a rubric whose indicators were used last: the one that the next lesson begins with.
///
/// # Errors
/// When the database fails.
pub fn last_used(connection: &Connection, observation: Option<RowId>) -> Result<Option<RowId>> {
    let whose = sql::whose("s.observation", observation);
    let sql = format!(
        "select i.rubric as rubric from score s join indicator i on i.id = s.indicator
         where s.removed_ms is null and {whose} and i.rubric is not null
         order by s.created_ms desc, s.id desc limit 1"
    );
    sql::first(connection, &sql, [observation.map(RowId::bytes)], |row| sql::id(row, "rubric"))
        .doing("finding the last rubric")
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Rubric> {
    Ok(Rubric {
        id: sql::id(row, "id")?,
        title: sql::words(row, "title")?,
        version: row.get("version")?,
        licence: sql::words(row, "licence")?,
    })
}

const INDICATOR: &str = "select id, rubric, text, level_1, level_2, level_3, level_4, level_5 from indicator";

/// Lists the indicators of a version, in their order.
///
/// # Errors
/// When the database fails.
pub fn indicators(connection: &Connection, rubric: RowId) -> Result<Vec<Indicator>> {
    let sql = format!("{INDICATOR} where rubric = ?1 and removed_ms is null order by position, id");
    sql::all(connection, &sql, [rubric.bytes()], read_indicator).doing("reading the indicators")
}

/// Returns one indicator.
///
/// # Errors
/// [`Error::NotFound`] when it is not there.
pub fn indicator(connection: &Connection, id: RowId) -> Result<Indicator> {
    sql::first(connection, &format!("{INDICATOR} where id = ?1 and rubric is not null"), [id.bytes()], read_indicator)
        .doing("reading an indicator")?
        .ok_or(Error::NotFound { entity: "indicator" })
}

fn read_indicator(row: &rusqlite::Row<'_>) -> rusqlite::Result<Indicator> {
    let mut levels = Vec::new();
    for column in ["level_1", "level_2", "level_3", "level_4", "level_5"] {
        levels.push(sql::words(row, column)?);
    }
    levels.truncate(levels.iter().rposition(|words| !words.is_empty()).map_or(0, |last| last + 1));
    Ok(Indicator { id: sql::id(row, "id")?, rubric: sql::id(row, "rubric")?, text: sql::words(row, "text")?, levels })
}

/// Lists the indicators of a lesson that have a level or lines. A level whose last line is gone counts as none: two
/// computers can each have taken one of two lines.
///
/// # Errors
/// When the database fails.
pub fn scores(connection: &Connection, observation: RowId) -> Result<Vec<Score>> {
    let sql = "select id, indicator,
                      case when exists (
                          select 1 from score_line e join line l on l.id = e.line
                          where e.observation = ?1 and e.score = score.id and l.observation = ?1
                            and e.removed_ms is null and l.removed_ms is null) then level end as level
               from score where observation = ?1 and removed_ms is null and indicator is not null order by id";
    sql::all(connection, sql, [observation.bytes()], |row| {
        Ok(Score { id: sql::id(row, "id")?, indicator: sql::id(row, "indicator")?, level: row.get("level")? })
    })
    .doing("reading the levels")
}

/// Lists the lines that the levels of a lesson rest on, in the order in which they were said. A line that was removed is
/// no evidence.
///
/// # Errors
/// When the database fails.
pub fn evidence(connection: &Connection, observation: RowId) -> Result<Vec<Evidence>> {
    let sql = "select e.score as score, l.id as line, offset_ms, speaker, text
               from score_line e join line l on l.id = e.line
               where e.observation = ?1 and l.observation = ?1 and e.score is not null
                 and e.removed_ms is null and l.removed_ms is null
               order by offset_ms, l.id";
    sql::all(connection, sql, [observation.bytes()], |row| {
        Ok(Evidence {
            score: sql::id(row, "score")?,
            line: sql::id(row, "line")?,
            offset_ms: row.get::<_, Option<i64>>("offset_ms")?.unwrap_or(0),
            speaker: sql::words(row, "speaker")?,
            text: sql::words(row, "text")?,
        })
    })
    .doing("reading the lines of the levels")
}
