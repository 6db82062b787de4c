//! Whom I coach or mentor, and how often a visit is due.

use chrono::{Days, NaiveDate};
use domain::{
    RowId,
    caseload::{KINDS, WEEKS, met},
    schema::relationship,
    time,
    visit::State,
};
use store::{Connection, Writer, person as stored};

use crate::{
    Error, Result,
    conflict::{self, Settle},
    session,
};

/// Begins, changes or ends my coaching of a teacher.
///
/// # Errors
/// When there is no such person, the cadence is not possible, or I may evaluate the teacher, who has not consented.
pub fn coach(writer: &mut Writer, teacher: RowId, coached: bool, cadence_days: Option<u32>) -> Result<()> {
    coach_settled(writer, teacher, (coached, cadence_days), &[])
}

/// The same, with the teacher's written consent where I may evaluate them.
///
/// # Errors
/// As [`coach`].
pub fn coach_settled(
    writer: &mut Writer,
    teacher: RowId,
    (coached, cadence_days): (bool, Option<u32>),
    settled: &[Settle],
) -> Result<()> {
    if cadence_days.is_some_and(|days| days == 0 || days > 365) {
        return Err(Error::invalid("cadenceDays", "A visit can be due every 1 to 365 days."));
    }
    stored::load(writer.reader(), teacher)?;
    let session = session::load(writer.reader())?;
    let today = time::local(writer.now_ms(), session.zone).date_naive();
    let present = stored::relationships(writer.reader())?
        .into_iter()
        .find(|found| found.teacher == teacher && found.coach == session.me && found.ends.is_empty());
    let begins = coached && present.is_none();
    let now_ms = writer.now_ms();
    let conflicts = if begins { conflict::of_coaching(writer.reader(), now_ms, teacher)? } else { Vec::new() };
    conflict::check(writer.reader(), today, &conflicts, settled)?;
    // Where another one coaches instead, I do not begin.
    let is_mine = !settled.iter().any(|choice| choice.moves_to.is_some());
    writer.act(store::workspace(), "Change coaching", |tx| {
        conflict::settle(tx, today, &conflicts, settled)?;
        match (present, coached && is_mine) {
            (Some(found), true) => {
                tx.set(relationship::ENTITY, found.id, relationship::CADENCE_DAYS, cadence_days.into())?;
            }
            (Some(found), false) => tx.set(relationship::ENTITY, found.id, relationship::ENDS, today.into())?,
            (None, true) => {
                let id = tx.new_id();
                let fields = vec![
                    (relationship::COACH, session.me.into()),
                    (relationship::TEACHER, teacher.into()),
                    (relationship::KIND, "one_to_one".into()),
                    (relationship::STARTS, today.into()),
                    (relationship::CADENCE_DAYS, cadence_days.into()),
                ];
                tx.create(relationship::ENTITY, id, fields)?;
            }
            (None, false) => {}
        }
        Ok(())
    })
}

/// Says how I work with somebody whom I coach: one to one, or as a mentor.
///
/// # Errors
/// When there is no such way, or I do not coach them.
pub fn set_kind(writer: &mut Writer, teacher: RowId, kind: &str) -> Result<()> {
    if !KINDS.contains(&kind) {
        return Err(Error::invalid("kind", "Choose how you work together."));
    }
    let me = session::load(writer.reader())?.me;
    let present = stored::relationships(writer.reader())?
        .into_iter()
        .find(|found| found.teacher == teacher && found.coach == me && found.ends.is_empty());
    let Some(found) = present else {
        return Err(Error::invalid("kind", "You do not coach this person. Choose first how often a visit is due."));
    };
    Ok(writer.act(store::workspace(), "Change coaching", |tx| {
        tx.set(relationship::ENTITY, found.id, relationship::KIND, kind.into())
    })?)
}

/// Says in how many of the last four weeks I met somebody, of those in which we had planned to: `3 of 4 weeks`.
pub(super) fn met_in_words(reader: &Connection, teacher: RowId, today: NaiveDate) -> Result<String> {
    let first = time::monday(today).checked_sub_days(Days::new(7 * (WEEKS - 1))).unwrap_or(today);
    let visits =
        store::visit::between(reader, first, today)?.into_iter().filter(|visit| visit.teacher == Some(teacher));
    let mut meetings: Vec<_> = visits
        .filter_map(|visit| Some((visit.date.parse().ok()?, State::from_code(&visit.state) == Some(State::Held))))
        .collect();
    // A lesson that was observed without a plan is a meeting too.
    for lesson in store::observation::latest(reader, Some(teacher), 0, 40)? {
        if !store::sharing::is_own(reader, lesson.id)? {
            continue;
        }
        let day = time::local(lesson.started_ms, crate::observation::zone(&lesson)).date_naive();
        meetings.push((day, true));
    }
    let met = met(&meetings, today);
    Ok(match (met.kept, met.planned) {
        (_, 0) => "no meeting planned in four weeks".to_owned(),
        (kept, 1) => format!("met in {kept} of 1 week"),
        (kept, planned) => format!("met in {kept} of {planned} weeks"),
    })
}
