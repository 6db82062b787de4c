//! The end of coaching: when and why, who follows, and what the one who follows gets.
//!
//! Facts of the work go to whoever coaches the teacher next. Words go only by the teacher's consent, one record after the
//! other, which the teacher writes on their own computer.

mod consent;
mod view;

use chrono::{Days, NaiveDate};
use domain::{
    RowId,
    access::{Consent, Record, Share, may_share},
    ending::{CATEGORIES, Reason},
    schema::{Entity, observation, relationship as entity, visit},
    scope::Scope,
};
use serde::Deserialize;
use store::{Connection, Writer, handover as stored, sharing};

use crate::{
    Error, Result, session,
    sharing::{is_open, refused},
};

pub use consent::{FollowerView, agree, follower};
pub use view::{BeforeView, EndedView, EndingView, HandedView, before, view};

/// How far ahead an end can be written down, in days.
const LONGEST_AHEAD: u64 = 366;

/// How coaching ends.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct EndCoaching {
    /// The teacher.
    pub teacher: RowId,
    /// The last day, `2026-11-20`.
    pub date: String,
    /// The code of why.
    pub reason: String,
    /// Who follows.
    pub successor: Option<RowId>,
    /// The code of what the open step is about; empty where none is open.
    pub category: String,
}

/// Ends the coaching of a teacher, and lets whoever follows know the facts of it: one act, that undo takes back until it
/// was sent.
///
/// # Errors
/// When there is nothing to end, the day or the reason is not possible, or nobody like that could follow.
pub fn end(writer: &mut Writer, end: &EndCoaching) -> Result<()> {
    let coaching = present(writer.reader(), end.teacher)?;
    let now_ms = writer.now_ms();
    let date = day(&end.date, &coaching, session::today(writer.reader(), now_ms)?)?;
    let Some(reason) = Reason::from_code(&end.reason) else {
        return Err(Error::invalid("reason", "Choose why it ends."));
    };
    if let Some(successor) = end.successor
        && !view::successors(writer.reader(), end.teacher, now_ms)?.iter().any(|one| one.id == successor)
    {
        return Err(Error::invalid("successor", "Choose a coach who is on the list. Nothing was changed."));
    }
    if !end.category.is_empty() && !CATEGORIES.contains(&end.category.as_str()) {
        return Err(Error::invalid("category", "Choose what the step is about."));
    }
    let opened = facts_to_open(writer.reader(), &coaching)?;
    let category = Some(end.category.as_str()).filter(|category| !category.is_empty());
    writer.act(store::workspace(), "End coaching", |tx| {
        let fields = [
            (entity::ENDS, date.into()),
            (entity::END_REASON, reason.code().into()),
            (entity::SUCCESSOR, end.successor.into()),
            (entity::STEP_CATEGORY, category.into()),
        ];
        for (field, value) in fields {
            tx.set(entity::ENTITY, coaching.id, field, value)?;
        }
        opened.iter().try_for_each(|(document, root, scope)| tx.share(document, *root, scope))
    })?;
    Ok(())
}

fn present(reader: &Connection, teacher: RowId) -> Result<stored::Coaching> {
    let me = session::load(reader)?.me;
    let mut coachings = stored::coachings(reader, teacher)?.into_iter();
    coachings
        .find(|found| found.coach == me && found.ends.is_empty())
        .ok_or_else(|| Error::invalid("teacher", "You do not coach this teacher now. Nothing was changed."))
}

fn day(typed: &str, coaching: &stored::Coaching, today: NaiveDate) -> Result<NaiveDate> {
    let day: NaiveDate =
        typed.parse().map_err(|_| Error::invalid("date", "This day does not exist. Write it as 2026-11-20."))?;
    if coaching.starts.parse::<NaiveDate>().is_ok_and(|starts| day < starts) {
        return Err(Error::invalid("date", "This day is before the coaching began."));
    }
    if day > today + Days::new(LONGEST_AHEAD) {
        return Err(Error::invalid("date", "This day is more than a year ahead."));
    }
    Ok(day)
}

/// Lists the documents whose facts open to whoever may know them, as far as the service lets this person.
fn facts_to_open(reader: &Connection, coaching: &stored::Coaching) -> Result<Vec<(&'static Entity, RowId, Scope)>> {
    let Some(facts) = sharing::facts(reader)? else { return Ok(Vec::new()) };
    let scope = Scope::Activity { author: coaching.coach, teacher: coaching.teacher };
    let rows = stored::facts(reader, coaching.teacher, true)?.rows.into_iter();
    let of = |is_observation| if is_observation { observation::ENTITY } else { visit::ENTITY };
    let mut documents = vec![(entity::ENTITY, coaching.id)];
    documents.extend(rows.map(|(id, is_observation)| (of(is_observation), id)));
    let mut opened = Vec::new();
    for (document, root) in documents {
        let from = Scope::Own { author: facts.person };
        let share = Share { record: Record::Activity, root, teacher: Some(coaching.teacher), from, to: scope };
        let is_mine = sharing::is_own(reader, root)?;
        if is_mine && may_share(&facts, &share).is_ok() && !is_open(reader, root, &scope)? {
            opened.push((document, root, scope));
        }
    }
    Ok(opened)
}

/// Hands over the records to whose reading the teacher agreed: to the coach who follows, and to nobody else. Returns how
/// many.
///
/// # Errors
/// When one may not be handed over, as far as this computer knows; nothing is done then.
pub fn hand_over(writer: &mut Writer, teacher: RowId) -> Result<u32> {
    let reader = writer.reader();
    let Some(mut facts) = sharing::facts(reader)? else { return Err(refused(crate::sharing::Barrier::NotTold)) };
    let mut opened = Vec::new();
    for (document, root, to) in view::agreed(reader, teacher)? {
        let scope = Scope::Consented { teacher, reader: to, root };
        // The teacher's own row says so here; the service has it from them too, and its answer counts.
        facts.consents.insert(Consent { teacher, reader: to, root });
        let record = Record::of(document.number).expect("what a teacher agreed to is of a kind that is shared");
        let from = Scope::Own { author: facts.person };
        let share = Share { record, root, teacher: Some(teacher), from, to: scope };
        may_share(&facts, &share).map_err(|refusal| refused(refusal.into()))?;
        if !is_open(reader, root, &scope)? {
            opened.push((document, root, scope));
        }
    }
    if opened.is_empty() {
        return Ok(0);
    }
    writer.act(store::workspace(), "Hand over what the teacher agreed to", |tx| {
        opened.iter().try_for_each(|(document, root, scope)| tx.share(document, *root, scope))
    })?;
    Ok(crate::observation::small(opened.len()))
}
