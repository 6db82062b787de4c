//! The content cycles of a week: which week of how many, and how far the visits of their teams are.

use chrono::{Days, NaiveDate};
use domain::{RowId, time, visit::State};
use serde::Serialize;
use store::{Connection, content_cycle as stored, person::Team};

use crate::{
    Result,
    observation::Named,
    week::{DayView, WeekEntry},
};

/// A content cycle that runs in a week.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct CycleView {
    /// The row.
    pub id: RowId,
    /// Whose it is.
    pub team: Named,
    /// What it is about.
    pub topic: String,
    /// What the team works on, in one sentence.
    pub focus: String,
    /// Which of its weeks this is, from 1.
    pub week: u32,
    /// How many weeks it has.
    pub weeks: u32,
    /// Visits of this week to the team or its members that took place.
    pub held: u32,
    /// Those that were planned, cancelled ones left out.
    pub planned: u32,
}

/// Returns the content cycles that run in the week, the one with the most visits first.
pub(crate) fn running(reader: &Connection, monday: NaiveDate, days: &[DayView]) -> Result<Vec<CycleView>> {
    let teams = store::person::teams(reader)?;
    let mut views = Vec::new();
    for cycle in stored::all(reader)? {
        let Some(team) = teams.iter().find(|team| team.id == cycle.team) else { continue };
        let Some(week) = week_of(&cycle, monday) else { continue };
        let visits = || days.iter().flat_map(|day| &day.entries).filter(|entry| is_of(team, monday, entry));
        views.push(CycleView {
            id: cycle.id,
            team: Named { id: team.id, name: team.title.clone() },
            topic: cycle.topic,
            focus: cycle.focus,
            week,
            weeks: cycle.weeks,
            held: count(visits(), &[State::Held]),
            planned: count(visits(), &[State::Held, State::Planned, State::Moved]),
        });
    }
    // The sort is stable: of two with as many visits the one that began first leads.
    views.sort_by_key(|view| std::cmp::Reverse(view.planned));
    Ok(views)
}

/// Returns which of its weeks begins on this Monday, when one does.
fn week_of(cycle: &stored::ContentCycle, monday: NaiveDate) -> Option<u32> {
    let starts = time::monday(cycle.starts.parse().ok()?);
    let week = u32::try_from((monday - starts).num_weeks()).ok()? + 1;
    (monday >= starts && week <= cycle.weeks).then_some(week)
}

/// Whether a visit was to the team, or to somebody who belonged to it in that week.
fn is_of(team: &Team, monday: NaiveDate, entry: &WeekEntry) -> bool {
    let (first, last) = (monday.to_string(), (monday + Days::new(6)).to_string());
    let belongs = |person: RowId| {
        team.members.iter().any(|member| {
            member.person == person && member.starts <= last && (member.ends.is_empty() || member.ends >= first)
        })
    };
    entry.visit.is_some()
        && (entry.team.as_ref().is_some_and(|named| named.id == team.id)
            || entry.teacher.as_ref().is_some_and(|named| belongs(named.id)))
}

fn count<'a>(visits: impl Iterator<Item = &'a WeekEntry>, states: &[State]) -> u32 {
    let counted = visits.filter(|visit| State::from_code(&visit.state).is_some_and(|state| states.contains(&state)));
    crate::observation::small(counted.count())
}
