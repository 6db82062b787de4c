//! Visits that do not take place as planned, by one key: cancelled for a usual reason, or carried over to next week.

use chrono::{Days, NaiveDate};
use domain::{
    RowId,
    calendar::Calendar,
    schema::visit,
    visit::{Reason, State},
};
use store::{Writer, visit as stored};

use super::may_become;
use crate::{Error, Result, session};

/// Cancels a visit for a usual reason, which is kept as a code and counted by it.
///
/// # Errors
/// When it is not there, was held, or the reason is unknown.
pub fn cancel_for(writer: &mut Writer, id: RowId, reason: &str) -> Result<()> {
    let reason = read_reason(reason)?;
    let before = stored::load(writer.reader(), id)?;
    may_become(&before, State::Cancelled)?;
    let label = match reason {
        Reason::TeacherAbsent => "Cancel a visit: teacher absent",
        Reason::Substitute => "Cancel a visit: substitute",
        Reason::Testing | Reason::Coverage | Reason::Assembly | Reason::CalledAway | Reason::NoTime => "Cancel a visit",
    };
    Ok(writer.act(store::workspace(), label, |tx| {
        tx.set(visit::ENTITY, id, visit::STATE, State::Cancelled.code().into())?;
        give_reason(tx, id, reason)
    })?)
}

/// Puts an open visit on the same weekday of the next week, or the next day with lessons after it. Returns the day.
///
/// # Errors
/// When it is not there, was held, the reason is unknown, or the school year ends before.
pub fn carry_over(writer: &mut Writer, id: RowId, reason: &str) -> Result<NaiveDate> {
    let reason = read_reason(reason)?;
    let before = stored::load(writer.reader(), id)?;
    may_become(&before, State::Moved)?;
    let organisation = session::load(writer.reader())?.organisation;
    let date: NaiveDate =
        before.date.parse().map_err(|_| Error::invalid("date", "This visit has no day. Nothing was changed."))?;
    let calendar = store::calendar::around(writer.reader(), organisation, date)?;
    let next = next_week(&calendar, date).ok_or_else(|| {
        Error::invalid("date", "The school year ends before. Move the visit to a day of your choice.")
    })?;
    writer.act(store::workspace(), "Carry a visit over", |tx| {
        tx.set(visit::ENTITY, id, visit::DATE, next.into())?;
        tx.set(visit::ENTITY, id, visit::STATE, State::Moved.code().into())?;
        give_reason(tx, id, reason)?;
        Ok(next)
    })
}

/// Returns the same weekday of the next week, or the next day with lessons after it.
#[must_use]
pub fn next_week(calendar: &Calendar, date: NaiveDate) -> Option<NaiveDate> {
    let same = date.checked_add_days(Days::new(7))?;
    if calendar.is_instructional(same) { Some(same) } else { calendar.after(same, 1) }
}

/// The code is what counts; words of an earlier reason would contradict it.
fn give_reason(tx: &mut store::Tx<'_>, id: RowId, reason: Reason) -> store::Result<()> {
    tx.set(visit::ENTITY, id, visit::REASON_CODE, reason.code().into())?;
    tx.set(visit::ENTITY, id, visit::REASON, reason.words().into())
}

fn read_reason(code: &str) -> Result<Reason> {
    Reason::from_code(code).ok_or_else(|| Error::invalid("reason", "Choose one of the reasons."))
}
