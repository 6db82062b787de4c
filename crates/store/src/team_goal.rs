//! Reads of what teams want to reach together, with who is meant and what was found on the way.

use domain::RowId;

use crate::{
    Connection,
    error::{Doing, Error, Result},
    sql,
};

/// A goal of a team.
#[derive(Debug, Clone, PartialEq)]
pub struct TeamGoal {
    /// The id.
    pub id: RowId,
    /// The team.
    pub team: RowId,
    /// What should be so.
    pub statement: String,
    /// What is measured.
    pub metric: String,
    /// The code of the way it should go.
    pub direction: String,
    /// What it was before.
    pub baseline: Option<f64>,
    /// The day of that.
    pub baseline_date: String,
    /// Over how many that was counted.
    pub baseline_count: Option<u32>,
    /// What it should be.
    pub target: Option<f64>,
    /// By which day.
    pub due: String,
    /// Whose goal it is, in the order in which they were named.
    pub members: Vec<Member>,
    /// What was found, in the order of the days.
    pub measures: Vec<Measure>,
}

/// Somebody whose goal it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// The id of the row that names them.
    pub id: RowId,
    /// The person.
    pub person: RowId,
}

/// What was found of a team's goal on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// The id.
    pub id: RowId,
    /// The day.
    pub date: String,
    /// What was found.
    pub value: f64,
    /// Over how many it was counted.
    pub count: Option<u32>,
    /// The task on which it was taken.
    pub task: String,
}

const GOAL: &str = "select id, team, statement, metric, direction, baseline, baseline_date, baseline_count, target, due
                    from team_goal where removed_ms is null and team is not null";

/// Lists the goals of a team in the order in which they were set.
///
/// # Errors
/// When the database fails.
pub fn of_team(reader: &Connection, team: RowId) -> Result<Vec<TeamGoal>> {
    let sql = format!("{GOAL} and team = ?1 order by id");
    let goals = sql::all(reader, &sql, [team.bytes()], read).doing("listing the goals of a team")?;
    goals.into_iter().map(|goal| whole(reader, goal)).collect()
}

/// Returns one goal.
///
/// # Errors
/// [`Error::NotFound`] when it is not there, or was removed.
pub fn load(reader: &Connection, id: RowId) -> Result<TeamGoal> {
    let found = sql::first(reader, &format!("{GOAL} and id = ?1"), [id.bytes()], read).doing("reading a goal")?;
    whole(reader, found.ok_or(Error::NotFound { entity: "team_goal" })?)
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<TeamGoal> {
    Ok(TeamGoal {
        id: sql::id(row, "id")?,
        team: sql::id(row, "team")?,
        statement: sql::words(row, "statement")?,
        metric: sql::words(row, "metric")?,
        direction: sql::words(row, "direction")?,
        baseline: row.get("baseline")?,
        baseline_date: sql::words(row, "baseline_date")?,
        baseline_count: row.get("baseline_count")?,
        target: row.get("target")?,
        due: sql::words(row, "due")?,
        members: Vec::new(),
        measures: Vec::new(),
    })
}

fn whole(reader: &Connection, goal: TeamGoal) -> Result<TeamGoal> {
    let sql = "select id, person from team_goal_member
               where team_goal = ?1 and removed_ms is null and person is not null order by created_ms, id";
    let member = |row: &rusqlite::Row<'_>| Ok(Member { id: sql::id(row, "id")?, person: sql::id(row, "person")? });
    let members = sql::all(reader, sql, [goal.id.bytes()], member).doing("reading whose goal it is")?;

    let sql = "select id, date, value, count, task from team_measure
               where team_goal = ?1 and removed_ms is null and value is not null order by date, id";
    let measure = |row: &rusqlite::Row<'_>| {
        Ok(Measure {
            id: sql::id(row, "id")?,
            date: sql::words(row, "date")?,
            value: row.get("value")?,
            count: row.get("count")?,
            task: sql::words(row, "task")?,
        })
    };
    let measures = sql::all(reader, sql, [goal.id.bytes()], measure).doing("reading the measures of a goal")?;
    Ok(TeamGoal { members, measures, ..goal })
}
