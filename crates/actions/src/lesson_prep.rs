//! Co-plan and model lesson: what a coach and a teacher plan, or what the teacher watches for while the coach teaches.

use chrono::NaiveDate;
use domain::{
    Code, Problem, RowId,
    access::Record,
    lesson_prep::{Kind, LONGEST_MINUTES},
    schema::lesson_prep as entity,
    time,
};
use serde::{Deserialize, Serialize};
use store::{Connection, Writer, lesson_prep as stored, sharing as shares};

use crate::{
    Error, Result, coaching_cycle, conflict,
    observation::{Named, context, home_zone},
    session,
    sharing::{self, Barrier, FromView, Sharable, ShareView, refused},
};

/// A lesson that is planned together, or taught to be watched.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct LessonPrepView {
    /// The row.
    pub id: RowId,
    /// The code of its kind.
    pub kind: String,
    /// The day, `2026-11-20`.
    pub date: String,
    /// The day in words.
    pub day: String,
    /// When it begins, in minutes after midnight.
    pub starts_minute: Option<u32>,
    /// How long it lasts.
    pub minutes: Option<u32>,
    /// The class.
    pub section: Option<RowId>,
    /// The class in words.
    pub context: String,
    /// The coaching cycle that it belongs to, where that is here.
    pub coaching_cycle: Option<Named>,
    /// What the two plan.
    pub plan: String,
    /// What to watch for.
    pub watch: String,
    /// Whether it took place.
    pub is_held: bool,
    /// With whom it is shared.
    pub shares: Vec<ShareView>,
    /// Why it cannot be shared with the teacher; nothing where it can.
    pub barrier: Option<Barrier>,
    /// Whose it is, where it is somebody else's.
    pub from: Option<FromView>,
}

/// A lesson as it is written down.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SaveLessonPrep {
    /// The row; nothing for a new one.
    pub id: Option<RowId>,
    /// The teacher.
    pub teacher: RowId,
    /// The code of its kind.
    pub kind: String,
    /// The class.
    pub section: Option<RowId>,
    /// The day, `2026-11-20`.
    pub date: String,
    /// When it begins, in minutes after midnight.
    pub starts_minute: Option<u32>,
    /// How long it lasts.
    pub minutes: Option<u32>,
    /// The coaching cycle that it belongs to.
    pub coaching_cycle: Option<RowId>,
}

/// Lists those with a teacher, the latest first.
///
/// # Errors
/// When the database fails.
pub fn list(reader: &Connection, teacher: RowId) -> Result<Vec<LessonPrepView>> {
    stored::with(reader, teacher)?.into_iter().map(|found| view(reader, found)).collect()
}

fn view(reader: &Connection, found: stored::LessonPrep) -> Result<LessonPrepView> {
    let zone = home_zone(reader)?;
    let sharable = Sharable::of(reader, found.id, found.teacher)?;
    Ok(LessonPrepView {
        id: found.id,
        day: found.date.parse().map_or_else(|_| String::new(), time::brief_day),
        context: context(reader, found.section)?,
        coaching_cycle: match found.coaching_cycle {
            Some(cycle) => coaching_cycle::named(reader, cycle)?,
            None => None,
        },
        shares: sharing::shares(reader, found.id, zone)?,
        barrier: sharable.and_then(|sharable| sharable.pair(Record::Debrief)).err(),
        from: sharing::from(reader, found.id, zone)?,
        kind: found.kind,
        date: found.date,
        starts_minute: found.starts_minute,
        minutes: found.minutes,
        section: found.section,
        plan: found.plan,
        watch: found.watch,
        is_held: found.is_held,
    })
}

/// Writes down a lesson, or corrects its day, time and class. Its words are typed into their fields.
///
/// # Errors
/// When the kind, the day, the time or the class is not possible, or it is somebody else's.
pub fn save(writer: &mut Writer, save: &SaveLessonPrep) -> Result<RowId> {
    let fields = checked(writer.reader(), save)?;
    if let Some(id) = save.id {
        own(writer, id)?;
        writer.act(store::workspace(), "Change a planned lesson", |tx| {
            fields.into_iter().try_for_each(|(field, value)| tx.set(entity::ENTITY, id, field, value))
        })?;
        return Ok(id);
    }
    let kind = Kind::from_code(&save.kind).ok_or_else(|| Error::invalid("kind", "Choose what it is."))?;
    let now_ms = writer.now_ms();
    conflict::refuse(writer.reader(), now_ms, save.teacher)?;
    let me = session::load(writer.reader())?.me;
    writer.act(store::workspace(), "Write down a planned lesson", |tx| {
        let id = tx.new_id();
        let mut all = vec![
            (entity::TEACHER, save.teacher.into()),
            (entity::COACH, me.into()),
            (entity::KIND, kind.code().into()),
        ];
        all.extend(fields);
        tx.create(entity::ENTITY, id, all)?;
        Ok(id)
    })
}

fn checked(reader: &Connection, save: &SaveLessonPrep) -> Result<Vec<(u16, domain::Value)>> {
    store::person::load(reader, save.teacher)?;
    let date: NaiveDate = save
        .date
        .trim()
        .parse()
        .map_err(|_| Error::invalid("date", "This day does not exist. Write it as 2026-11-20."))?;
    if save.starts_minute.is_some_and(|minute| minute >= 24 * 60) {
        return Err(Error::invalid("startsMinute", "This time does not exist. Write it as 8:05."));
    }
    if save.minutes.is_some_and(|minutes| !(1..=LONGEST_MINUTES).contains(&minutes)) {
        return Err(Error::invalid("minutes", "A lesson lasts 1 to 240 minutes."));
    }
    if let Some(section) = save.section
        && !store::person::sections(reader, Some(save.teacher))?.iter().any(|one| one.id == section)
    {
        return Err(Error::invalid("section", "This is not a class of this teacher."));
    }
    if let Some(cycle) = save.coaching_cycle
        && store::coaching_cycle::load(reader, cycle)?.teacher != save.teacher
    {
        return Err(Error::invalid("coachingCycle", "Choose a coaching cycle of the same teacher."));
    }
    Ok(vec![
        (entity::COACHING_CYCLE, save.coaching_cycle.into()),
        (entity::SECTION, save.section.into()),
        (entity::DATE, date.into()),
        (entity::STARTS_MINUTE, save.starts_minute.into()),
        (entity::MINUTES, save.minutes.into()),
    ])
}

/// Says that it took place, or did not: the log proposes the time of what did.
///
/// # Errors
/// When its day lies ahead, or it is somebody else's.
pub fn hold(writer: &mut Writer, id: RowId, is_held: bool) -> Result<()> {
    let found = own(writer, id)?;
    let now_ms = writer.now_ms();
    let today = session::today(writer.reader(), now_ms)?;
    if is_held && found.date > today.to_string() {
        return Err(Error::invalid("date", "This day lies ahead. It can take place from then on."));
    }
    let held = i64::from(is_held);
    Ok(writer.act(store::workspace(), "A planned lesson took place", |tx| {
        tx.set(entity::ENTITY, id, entity::HELD, held.into())
    })?)
}

/// Opens it to the teacher: its words, its day and its class, as they are shown.
///
/// # Errors
/// When nothing is written, or it may not be shared as far as this computer knows; nothing is sent then.
pub fn share(writer: &mut Writer, id: RowId) -> Result<()> {
    let found = own(writer, id)?;
    if found.plan.trim().is_empty() && found.watch.trim().is_empty() {
        return Err(Error::invalid("plan", "Write a line first. Nothing was sent."));
    }
    let sharable = Sharable::of(writer.reader(), id, found.teacher)?.map_err(refused)?;
    let scope = sharable.pair(Record::Debrief).map_err(refused)?;
    if sharing::is_open(writer.reader(), id, &scope)? {
        return Ok(());
    }
    Ok(writer.act(store::workspace(), "Share a planned lesson", |tx| tx.share(entity::ENTITY, id, &scope))?)
}

/// Stops sharing it. What was read was read.
///
/// # Errors
/// [`Code::Changed`] when it is not shared any more.
pub fn stop(writer: &mut Writer, id: RowId) -> Result<()> {
    let standing =
        shares::shares(writer.reader(), id)?.into_iter().filter(|share| share.state != shares::State::Ending);
    let scopes: Vec<_> = standing.map(|share| share.scope).collect();
    if scopes.is_empty() {
        return Err(Error::Refused(Problem::new(Code::Changed, "This is not shared any more.")));
    }
    Ok(writer.act(store::workspace(), "Stop sharing a planned lesson", |tx| {
        scopes.iter().try_for_each(|scope| tx.unshare(entity::ENTITY, id, scope))
    })?)
}

/// Removes it; it can be brought back for 30 days.
///
/// # Errors
/// When it is not there, or somebody else's.
pub fn remove(writer: &mut Writer, id: RowId) -> Result<()> {
    own(writer, id)?;
    Ok(writer.act(store::workspace(), "Remove a planned lesson", |tx| tx.remove(entity::ENTITY, id))?)
}

fn own(writer: &Writer, id: RowId) -> Result<stored::LessonPrep> {
    let found = stored::load(writer.reader(), id)?;
    if shares::is_writable(writer.reader(), id)? {
        return Ok(found);
    }
    Err(Error::invalid("id", "Somebody else wrote this. Only they can change it."))
}
