//! Planning, moving and cancelling visits.

mod away;
mod series;

use chrono::NaiveDate;
use domain::{
    RowId,
    schema::visit,
    visit::{Kind, Reason, State},
};
use serde::Deserialize;
use store::{Connection, Writer, visit as stored};

use crate::{
    Error, Result, observing_coach,
    session::{self, required},
};

pub use away::{cancel_for, carry_over, next_week};
pub use series::{Repeat, SeriesView, plan_series, series};

/// A visit as it is planned: to a teacher or to a team, or to a coach whom this person supervises.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// The teacher.
    pub teacher: Option<RowId>,
    /// The team, when there is no teacher.
    pub team: Option<RowId>,
    /// The coach who is to be observed, when there is neither.
    pub coach: Option<RowId>,
    /// The class.
    pub section: Option<RowId>,
    /// The day, `2026-10-05`.
    pub date: String,
    /// When it begins, in minutes after midnight in the school's zone.
    pub starts_minute: Option<u32>,
    /// The period's code.
    pub period: String,
    /// How long it is planned to last.
    pub minutes: Option<u32>,
    /// What to look at.
    pub purpose: String,
    /// What it is for, as a code; empty for the usual: an observation, or a team's meeting.
    pub kind: String,
}

/// Plans a visit and returns its id.
///
/// # Errors
/// When nobody is visited, or day or time are not possible.
pub fn plan(writer: &mut Writer, plan: &Plan) -> Result<RowId> {
    let who = plan.who(writer.reader())?;
    let fields = checked(writer, plan)?;
    writer.act(store::workspace(), "Plan a visit", |tx| {
        let id = tx.new_id();
        tx.create(visit::ENTITY, id, who.into_iter().chain(fields).collect())?;
        Ok(id)
    })
}

impl Plan {
    /// Returns whom a new visit is to, as fields: a teacher, a team, or a coach whom this person supervises.
    fn who(&self, reader: &Connection) -> Result<Vec<(u16, domain::Value)>> {
        match (self.teacher.or(self.team), self.coach) {
            (None, None) => return Err(Error::invalid("teacher", "Choose a teacher or a team.")),
            (Some(_), Some(_)) => return Err(Error::invalid("teacher", "Choose one: a teacher, a team or a coach.")),
            (None, Some(coach)) => observing_coach::refuse_others(reader, "teacher", coach)?,
            (Some(_), None) => {}
        }
        Ok(vec![
            (visit::TEACHER, self.teacher.into()),
            (visit::TEAM, self.team.into()),
            (visit::COACH, self.coach.into()),
            (visit::STATE, State::Planned.code().into()),
        ])
    }
}

/// Changes a planned visit. Another day or time makes it a moved one.
///
/// # Errors
/// When it is not there, was held, or day or time are not possible.
pub fn change(writer: &mut Writer, id: RowId, plan: &Plan, reason: &str) -> Result<()> {
    let before = stored::load(writer.reader(), id)?;
    let fields = checked(writer, plan)?;
    let is_moved =
        before.date != plan.date || before.starts_minute != plan.starts_minute || before.period != plan.period;
    if is_moved {
        may_become(&before, State::Moved)?;
    }
    let label = if is_moved { "Move a visit" } else { "Change a visit" };
    writer.act(store::workspace(), label, |tx| {
        for (field, value) in fields {
            tx.set(visit::ENTITY, id, field, value)?;
        }
        if is_moved {
            tx.set(visit::ENTITY, id, visit::STATE, State::Moved.code().into())?;
            tx.set(visit::ENTITY, id, visit::REASON_CODE, domain::Value::Null)?;
            tx.set(visit::ENTITY, id, visit::REASON, reason.trim().into())?;
        }
        Ok(())
    })
}

/// Says that a visit took place, also one of which no observation came: a team's meeting, a talk.
///
/// # Errors
/// When it is not there, was cancelled, or lies ahead.
pub fn hold(writer: &mut Writer, id: RowId) -> Result<()> {
    let before = stored::load(writer.reader(), id)?;
    may_become(&before, State::Held)?;
    let now_ms = writer.now_ms();
    let today = session::today(writer.reader(), now_ms)?;
    if before.date > today.to_string() {
        return Err(Error::invalid("date", "This visit lies ahead. It can be held from its day on."));
    }
    writer.act(store::workspace(), "Hold a visit", |tx| {
        tx.set(visit::ENTITY, id, visit::STATE, State::Held.code().into())?;
        Ok(())
    })
}

/// Cancels a visit, with the reason.
///
/// # Errors
/// When it is not there, was held, or no reason is given.
pub fn cancel(writer: &mut Writer, id: RowId, reason: &str) -> Result<()> {
    let before = stored::load(writer.reader(), id)?;
    may_become(&before, State::Cancelled)?;
    let reason = required("reason", reason, "Say in a few words why: testing, absence, coverage.")?.to_owned();
    // A usual reason is a code, however it was written.
    let code = Reason::ALL.into_iter().find(|usual| usual.words().eq_ignore_ascii_case(&reason));
    writer.act(store::workspace(), "Cancel a visit", |tx| {
        tx.set(visit::ENTITY, id, visit::STATE, State::Cancelled.code().into())?;
        tx.set(visit::ENTITY, id, visit::REASON_CODE, code.map(Reason::code).into())?;
        tx.set(visit::ENTITY, id, visit::REASON, reason.into())?;
        Ok(())
    })
}

/// Plans a cancelled visit again.
///
/// # Errors
/// When it is not there or not cancelled.
pub fn plan_again(writer: &mut Writer, id: RowId) -> Result<()> {
    let before = stored::load(writer.reader(), id)?;
    may_become(&before, State::Planned)?;
    writer.act(store::workspace(), "Plan a visit again", |tx| {
        tx.set(visit::ENTITY, id, visit::STATE, State::Planned.code().into())?;
        Ok(())
    })
}

/// Removes a visit; it can be brought back for 30 days.
///
/// # Errors
/// When it is not there.
pub fn remove(writer: &mut Writer, id: RowId) -> Result<()> {
    Ok(writer.act(store::workspace(), "Remove a visit", |tx| tx.remove(visit::ENTITY, id))?)
}

fn may_become(before: &stored::Visit, next: State) -> Result<()> {
    match State::from_code(&before.state) {
        Some(state) if state.may_become(next) => Ok(()),
        Some(_) => Err(Error::invalid("state", "A visit that took place stays as it was. Nothing was changed.")),
        None => Err(Error::invalid("state", "This visit was planned by a newer version. Nothing was changed.")),
    }
}

/// Returns the fields that planning and changing share, after checking them.
fn checked(writer: &Writer, plan: &Plan) -> Result<Vec<(u16, domain::Value)>> {
    let date: NaiveDate =
        plan.date.parse().map_err(|_| Error::invalid("date", "This day does not exist. Write it as 2026-10-05."))?;
    if plan.starts_minute.is_some_and(|minute| minute >= 24 * 60) {
        return Err(Error::invalid("startsMinute", "This time does not exist. Write it as 8:05."));
    }
    if plan.minutes.is_some_and(|minutes| minutes == 0 || minutes > 600) {
        return Err(Error::invalid("minutes", "A visit lasts 1 to 600 minutes."));
    }
    if !plan.kind.is_empty() && Kind::from_code(&plan.kind).is_none() {
        return Err(Error::invalid("kind", "Choose one of the kinds of visit."));
    }
    let mut school = None;
    if let Some(person) = plan.teacher.or(plan.coach) {
        store::person::load(writer.reader(), person)?;
        school = crate::person::school_of(writer.reader(), person, date)?;
    }
    if let Some(team) = plan.team.filter(|_| plan.teacher.is_none()) {
        let teams = store::person::teams(writer.reader())?;
        let found = teams.iter().find(|found| found.id == team).ok_or(store::Error::NotFound { entity: "team" })?;
        school = found.school;
    }
    // A period stands for its times, so that the week is in order without being told.
    let bell = crate::school::period(writer.reader(), school, &plan.period)?;
    let starts = plan.starts_minute.or(bell.as_ref().map(|period| period.starts_minute));
    let minutes = plan.minutes.or(bell.map(|period| period.ends_minute.saturating_sub(period.starts_minute)));
    Ok(vec![
        (visit::SECTION, plan.section.into()),
        (visit::SCHOOL, school.into()),
        (visit::DATE, date.into()),
        (visit::STARTS_MINUTE, starts.into()),
        (visit::PERIOD, Some(plan.period.trim()).filter(|period| !period.is_empty()).into()),
        (visit::MINUTES, minutes.into()),
        (visit::PURPOSE, plan.purpose.trim().into()),
        (visit::KIND, Some(plan.kind.as_str()).filter(|kind| !kind.is_empty()).into()),
    ])
}
