//! What a team wants to reach together (SD-19): whose goal it is by name, where it stands, where it should stand, and what
//! was found on the way. It is written together by the team.

use chrono::NaiveDate;
use domain::{
    RowId,
    schema::{team_goal, team_goal_member, team_measure},
};
use serde::{Deserialize, Serialize};
use store::{Connection, Writer, person::Team, team_goal as stored};

use crate::{
    Error, Result,
    figures::{self, Figures, count, day, not_ahead, number},
    observation::named,
    person::lasts,
    session, typed,
};

/// The longest goal, and the longest name of what is measured or of a task, in characters.
const LONGEST: usize = 240;

/// A goal of a team, its figures as they are typed.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct TeamGoalView {
    /// The row.
    pub id: RowId,
    /// What should be so.
    pub statement: String,
    /// What is measured.
    pub metric: String,
    /// The code of the way it should go.
    pub direction: String,
    /// What it was before.
    pub baseline: String,
    /// The day of that, `2026-10-05`.
    pub baseline_date: String,
    /// The same in words.
    pub baseline_day: String,
    /// Over how many that was counted.
    pub baseline_count: String,
    /// What it should be.
    pub target: String,
    /// By which day, `2026-12-05`.
    pub due: String,
    /// The same in words.
    pub due_day: String,
    /// How far the latest measure is towards the target: `53 % of the way`; empty without one.
    pub way: String,
    /// Whose goal it is, in the order in which they were named.
    pub members: Vec<GoalMemberView>,
    /// What was found, in the order of the days.
    pub measures: Vec<TeamMeasureView>,
    /// Whether it can be changed here.
    pub is_writable: bool,
}

/// Somebody whose goal it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct GoalMemberView {
    /// The person.
    pub id: RowId,
    /// The name.
    pub name: String,
    /// Whether they left the team: they stay in the baseline.
    pub has_left: bool,
    /// Since when, in words; empty where it is not known, or they did not leave.
    pub left: String,
}

/// What was found of a team's goal.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct TeamMeasureView {
    /// The row.
    pub id: RowId,
    /// The day in words.
    pub day: String,
    /// What was found.
    pub value: String,
    /// Over how many it was counted: `of 28`.
    pub over: String,
    /// The task on which it was taken.
    pub task: String,
    /// How far towards the target: `53 % of the way`.
    pub way: String,
}

/// A goal of a team as it is typed.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SaveTeamGoal {
    /// The goal; nothing for a new one.
    pub id: Option<RowId>,
    /// The team.
    pub team: RowId,
    /// What should be so.
    pub statement: String,
    /// What is measured; may be empty.
    pub metric: String,
    /// The code of the way it should go.
    pub direction: String,
    /// What it is before; may be empty.
    pub baseline: String,
    /// The day of that, `2026-10-05`; may be empty.
    pub baseline_date: String,
    /// Over how many that was counted; may be empty.
    pub baseline_count: String,
    /// What it should be; may be empty.
    pub target: String,
    /// By which day, `2026-12-05`; may be empty.
    pub due: String,
    /// Whose goal it is.
    pub members: Vec<RowId>,
}

/// A measure of a team's goal as it is typed.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct AddTeamMeasure {
    /// The goal.
    pub goal: RowId,
    /// The day, `2026-10-20`.
    pub date: String,
    /// What was found.
    pub value: String,
    /// Over how many it was counted; may be empty.
    pub count: String,
    /// The task on which it was taken; may be empty.
    pub task: String,
}

/// Lists the goals of a team in the order in which they were set.
pub(crate) fn of_team(reader: &Connection, team: &Team, today: NaiveDate) -> Result<Vec<TeamGoalView>> {
    stored::of_team(reader, team.id)?.iter().map(|goal| view(reader, team, goal, today)).collect()
}

fn view(reader: &Connection, team: &Team, goal: &stored::TeamGoal, today: NaiveDate) -> Result<TeamGoalView> {
    let way = |value: f64| figures::way(goal.baseline, goal.target, value);
    let measure = |one: &stored::Measure| TeamMeasureView {
        id: one.id,
        day: figures::day_in_words(&one.date),
        value: one.value.to_string(),
        over: figures::over(one.count),
        task: one.task.clone(),
        way: way(one.value),
    };
    let members = goal.members.iter().map(|member| member_view(reader, team, member.person, today));
    Ok(TeamGoalView {
        id: goal.id,
        statement: goal.statement.clone(),
        metric: goal.metric.clone(),
        direction: goal.direction.clone(),
        baseline: figures::typed(goal.baseline),
        baseline_day: figures::day_in_words(&goal.baseline_date),
        baseline_date: goal.baseline_date.clone(),
        baseline_count: goal.baseline_count.map_or_else(String::new, |count| count.to_string()),
        target: figures::typed(goal.target),
        due_day: figures::day_in_words(&goal.due),
        due: goal.due.clone(),
        way: goal.measures.last().map_or_else(String::new, |latest| way(latest.value)),
        members: members.collect::<Result<_>>()?,
        measures: goal.measures.iter().map(measure).collect(),
        is_writable: store::sharing::is_writable(reader, goal.id)?,
    })
}

/// Says of somebody who was named whether they still belong to the team, and otherwise since when they do not.
fn member_view(reader: &Connection, team: &Team, person: RowId, today: NaiveDate) -> Result<GoalMemberView> {
    let mut own = team.members.iter().filter(|member| member.person == person);
    let has_left = !own.clone().any(|member| lasts(&member.ends, today));
    let last = own.by_ref().map(|member| member.ends.as_str()).max().filter(|_| has_left).unwrap_or_default();
    Ok(GoalMemberView { id: person, name: named(reader, person)?.name, has_left, left: figures::day_in_words(last) })
}

/// Keeps a goal of a team, and returns its id.
///
/// # Errors
/// When it says nothing or nobody is named, a number or a day is none, the target lies on the other side of what it is
/// now, or somebody named neither belongs to the team nor did when the goal was set.
pub fn save(writer: &mut Writer, now_ms: i64, save: &SaveTeamGoal) -> Result<RowId> {
    let reader = writer.reader();
    let today = session::today(reader, now_ms)?;
    let team = team(reader, save.team)?;
    let before = save.id.map(|id| of_this_team(reader, id, save.team)).transpose()?;
    let statement = words("statement", &save.statement)?;
    if statement.is_empty() {
        return Err(Error::invalid("statement", "Write what the team wants to reach."));
    }
    let metric = words("metric", &save.metric)?;
    let figures = Figures::read(
        today,
        &save.direction,
        (&save.baseline, &save.baseline_date, &save.baseline_count),
        (&save.target, &save.due),
    )?;
    let named = before.map_or_else(Vec::new, |goal| goal.members);
    check_members(&team, &named, &save.members, today)?;
    let fields = vec![
        (team_goal::STATEMENT, statement.into()),
        (team_goal::METRIC, metric.into()),
        (team_goal::DIRECTION, figures.direction.code().into()),
        (team_goal::BASELINE, figures.baseline.into()),
        (team_goal::BASELINE_DATE, figures.baseline_date.into()),
        (team_goal::BASELINE_COUNT, figures.baseline_count.into()),
        (team_goal::TARGET, figures.target.into()),
        (team_goal::DUE, figures.due.into()),
    ];
    let gone: Vec<RowId> =
        named.iter().filter(|member| !save.members.contains(&member.person)).map(|member| member.id).collect();
    let mut new: Vec<RowId> = save.members.clone();
    new.retain(|person| !named.iter().any(|member| member.person == *person));
    new.sort_unstable();
    new.dedup();
    let said = if save.id.is_some() { "Change a goal of a team" } else { "Set a goal of a team" };
    Ok(writer.act(store::workspace(), said, |tx| {
        let id = save.id.unwrap_or_else(|| tx.new_id());
        if save.id.is_none() {
            let all = std::iter::once((team_goal::TEAM, save.team.into())).chain(fields);
            tx.create(team_goal::ENTITY, id, all.collect())?;
        } else {
            fields.into_iter().try_for_each(|(field, value)| tx.set(team_goal::ENTITY, id, field, value))?;
        }
        for person in new {
            let row = tx.new_id();
            let fields = vec![
                (team_goal_member::TEAM, save.team.into()),
                (team_goal_member::TEAM_GOAL, id.into()),
                (team_goal_member::PERSON, person.into()),
            ];
            tx.create(team_goal_member::ENTITY, row, fields)?;
        }
        gone.into_iter().try_for_each(|row| tx.remove(team_goal_member::ENTITY, row))?;
        Ok::<_, store::Error>(id)
    })?)
}

/// Refuses a goal of nobody, and of somebody who neither belongs to the team nor did when they were named.
fn check_members(team: &Team, named: &[stored::Member], chosen: &[RowId], today: NaiveDate) -> Result<()> {
    if chosen.is_empty() {
        return Err(Error::invalid("members", "Choose whose goal it is."));
    }
    let is_known = |person: &RowId| {
        named.iter().any(|member| member.person == *person)
            || team.members.iter().any(|member| member.person == *person && lasts(&member.ends, today))
    };
    if chosen.iter().all(is_known) {
        return Ok(());
    }
    Err(Error::invalid("members", "Somebody chosen does not belong to the team any more. Choose again."))
}

/// Removes a goal of a team; it can be brought back for 30 days, with what was found.
///
/// # Errors
/// When there is no such goal.
pub fn remove(writer: &mut Writer, id: RowId) -> Result<()> {
    stored::load(writer.reader(), id)?;
    Ok(writer.act(store::workspace(), "Remove a goal of a team", |tx| tx.remove(team_goal::ENTITY, id))?)
}

/// Adds a measure, and returns its id.
///
/// # Errors
/// When a number or a day is none, the day lies ahead or before the baseline's, or there is no such goal.
pub fn add_measure(writer: &mut Writer, now_ms: i64, add: &AddTeamMeasure) -> Result<RowId> {
    let goal = stored::load(writer.reader(), add.goal)?;
    let missing = || Error::invalid("date", "Write the day as 2026-10-20.");
    let date = day("date", &add.date)?.ok_or_else(missing)?;
    not_ahead("date", Some(date), session::today(writer.reader(), now_ms)?)?;
    if goal.baseline_date.parse::<NaiveDate>().is_ok_and(|from| date < from) {
        return Err(Error::invalid("date", "This is before the day of the baseline."));
    }
    let value = number("value", &add.value)?.ok_or_else(|| Error::invalid("value", "Write what was found."))?;
    let task = words("task", &add.task)?;
    let fields = vec![
        (team_measure::TEAM, goal.team.into()),
        (team_measure::TEAM_GOAL, add.goal.into()),
        (team_measure::DATE, date.into()),
        (team_measure::VALUE, value.into()),
        (team_measure::COUNT, count("count", &add.count)?.into()),
        (team_measure::TASK, Some(task).filter(|task| !task.is_empty()).into()),
    ];
    Ok(writer.act(store::workspace(), "Add a measure of a team’s goal", |tx| {
        let id = tx.new_id();
        tx.create(team_measure::ENTITY, id, fields)?;
        Ok::<_, store::Error>(id)
    })?)
}

/// Removes a measure.
///
/// # Errors
/// When it is not one of this goal's.
pub fn remove_measure(writer: &mut Writer, goal: RowId, measure: RowId) -> Result<()> {
    let goal = stored::load(writer.reader(), goal)?;
    if !goal.measures.iter().any(|known| known.id == measure) {
        return Err(store::Error::NotFound { entity: "team_measure" }.into());
    }
    let said = "Remove a measure of a team’s goal";
    Ok(writer.act(store::workspace(), said, |tx| tx.remove(team_measure::ENTITY, measure))?)
}

fn team(reader: &Connection, id: RowId) -> Result<Team> {
    let found = store::person::teams(reader)?.into_iter().find(|team| team.id == id);
    found.ok_or_else(|| store::Error::NotFound { entity: "team" }.into())
}

fn of_this_team(reader: &Connection, id: RowId, team: RowId) -> Result<stored::TeamGoal> {
    let goal = stored::load(reader, id)?;
    if goal.team == team { Ok(goal) } else { Err(store::Error::NotFound { entity: "team_goal" }.into()) }
}

fn words<'a>(field: &str, text: &'a str) -> Result<&'a str> {
    let text = text.trim();
    typed::refuse_long(field, text, LONGEST)?;
    typed::refuse_private(field, text)?;
    Ok(text)
}
