//! What came to this person from others: as a teacher or an observed coach, of whom it speaks, or past a pair, as a
//! supervisor or by a teacher's consent. The list, one record whole, and what changed in it.
//!
//! Nothing is decided here about who reads what: what is on this computer is what the service let come.

mod archive;
mod changes;
mod readers;
mod record;

use domain::{RowId, Value, access::Record, schema::Entity, scope::Scope};
use serde::Serialize;
use store::{Connection, acknowledgement, observation, shared as stored, sharing};

use crate::{
    Result,
    observation::{Named, named},
    session,
    sharing::moment,
    step::{self, StepRow},
};

pub use archive::{GoOn, archive, count};
pub use changes::ChangeView;
pub(crate) use record::about;
pub use record::{SharedRecord, Words, record};

/// The most records of a list: what is older is found by search.
const MOST: usize = 200;

/// What is shared with this person.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SharedView {
    /// When the service last answered, in words: the list holds what had come by then.
    pub as_of: Option<String>,
    /// The records, the latest first.
    pub records: Vec<SharedRow>,
    /// This person's own open steps, the next check first.
    pub steps: Vec<StepRow>,
}

/// What a shared record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum SharedKind {
    /// A lesson that was observed.
    Observation,
    /// This person's own coaching, observed by who supervises them.
    CoachObservation,
    /// What was said about it.
    Debrief,
    /// What to try.
    Step,
    /// A lesson that is planned together, or taught to be watched.
    LessonPrep,
    /// A coaching cycle with its goal and measures.
    CoachingCycle,
}

impl SharedKind {
    fn of(reader: &Connection, found: &Found) -> Result<Self> {
        Self::of_row(reader, found.entity, found.id)
    }

    pub(crate) fn of_row(reader: &Connection, entity: &Entity, id: RowId) -> Result<Self> {
        Ok(match entity.table {
            "observation" if observation::load(reader, id)?.coach.is_some() => Self::CoachObservation,
            "observation" => Self::Observation,
            "debrief" => Self::Debrief,
            "step" => Self::Step,
            "coaching_cycle" => Self::CoachingCycle,
            _ => Self::LessonPrep,
        })
    }
}

/// One record of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SharedRow {
    /// The row.
    pub id: RowId,
    /// What it is.
    pub kind: SharedKind,
    /// The code of the kind of observation; nothing where it is none.
    pub method: Option<String>,
    /// Who shared it.
    pub coach: Named,
    /// The teacher of whom it speaks; nothing where that is this person.
    pub teacher: Option<Named>,
    /// When it came, in words.
    pub since: String,
    /// The day and the class that it speaks of, or the words of a step.
    pub about: String,
    /// When this person said that they have read it.
    pub read: Option<String>,
    /// When its words last changed since it came, in words.
    pub changed: Option<String>,
    /// Whether there is something to read: it was never read, or changed since.
    pub is_new: bool,
}

/// Lists what is shared with this person.
///
/// # Errors
/// When the database fails.
pub fn list(reader: &Connection, now_ms: i64) -> Result<SharedView> {
    let me = session::load(reader)?.me;
    let mut rows = Vec::new();
    for found in everything(reader, me)? {
        rows.push((found.since_ms, row(reader, &found)?));
    }
    let as_of = crate::exchange::summary(reader, now_ms)?.and_then(|summary| summary.received);
    let records = rows.into_iter().take(MOST).map(|(_, row)| row).collect();
    Ok(SharedView { as_of, records, steps: step::open(reader, now_ms, me)? })
}

/// Counts the records that wait to be read; nothing where nothing is shared with this person, who is no teacher.
///
/// # Errors
/// When the database fails.
pub fn waiting(reader: &Connection) -> Result<Option<u32>> {
    let me = session::load(reader)?.me;
    let documents = everything(reader, me)?;
    if documents.is_empty() {
        let is_teacher = |role: &store::person::Role| role.person == me && role.code == "teacher";
        return Ok(store::person::roles(reader)?.iter().any(is_teacher).then_some(0));
    }
    let mut new = 0;
    for found in documents.iter().take(MOST) {
        new += u32::from(row(reader, found)?.is_new);
    }
    Ok(Some(new))
}

/// A document of somebody else's.
pub(crate) struct Found {
    pub entity: &'static Entity,
    pub id: RowId,
    pub coach: RowId,
    /// The teacher of whom it speaks; nothing where that is this person.
    pub teacher: Option<RowId>,
    pub since_ms: i64,
}

/// Lists everything that was shared with this person, the latest first.
fn everything(reader: &Connection, me: RowId) -> Result<Vec<Found>> {
    let mut found = documents(reader, me)?;
    found.extend(past_a_pair(reader, me)?);
    found.sort_by_key(|found| std::cmp::Reverse((found.since_ms, found.id)));
    Ok(found)
}

/// Lists the documents about other people that came to this person as a supervisor, or by a teacher's consent.
fn past_a_pair(reader: &Connection, me: RowId) -> Result<Vec<Found>> {
    let mut found = Vec::new();
    for (entity, id) in stored::past_a_pair(reader)? {
        let Some(origin) = sharing::origin(reader, id)? else { continue };
        let (coach, teacher) = match origin.scope {
            Scope::Programme { author, about: Some(teacher), .. } => (author, teacher),
            Scope::Consented { teacher, .. } => (author_of(reader, entity, id)?.unwrap_or(teacher), teacher),
            _ => continue,
        };
        if teacher != me {
            found.push(Found { entity, id, coach, teacher: Some(teacher), since_ms: origin.since_ms });
        }
    }
    Ok(found)
}

/// Returns the coach whom a document names: the scope of a consent names none.
fn author_of(reader: &Connection, entity: &'static Entity, id: RowId) -> Result<Option<RowId>> {
    let Some(field) = entity.fields.iter().find(|field| field.column == "coach") else { return Ok(None) };
    Ok(match store::field::value(reader, entity, id, field.number)? {
        Value::Id(coach) => Some(coach),
        _ => None,
    })
}

/// Lists the documents that coaches shared with this person, the latest first.
pub(crate) fn documents(reader: &Connection, me: RowId) -> Result<Vec<Found>> {
    let mut found = Vec::new();
    for (entity, id) in stored::about(reader, me)? {
        let Some(origin) = sharing::origin(reader, id)? else { continue };
        let Scope::Pair { coach, teacher } = origin.scope else { continue };
        if teacher == me && Record::of(entity.number).is_some() {
            found.push(Found { entity, id, coach, teacher: None, since_ms: origin.since_ms });
        }
    }
    found.sort_by_key(|found| std::cmp::Reverse((found.since_ms, found.id)));
    Ok(found)
}

/// Returns the code of the kind of an observation, by which two of one lesson are told apart.
fn method(reader: &Connection, found: &Found) -> Result<Option<String>> {
    if found.entity.number != domain::schema::observation::ENTITY.number {
        return Ok(None);
    }
    Ok(Some(observation::load(reader, found.id)?.kind).filter(|kind| !kind.is_empty()))
}

fn row(reader: &Connection, found: &Found) -> Result<SharedRow> {
    let zone = session::load(reader)?.zone;
    let read_ms = acknowledgement::of(reader, found.id)?.map(|read| read.read_ms);
    let changed_ms = changes::last(reader, found)?;
    Ok(SharedRow {
        id: found.id,
        kind: SharedKind::of(reader, found)?,
        method: method(reader, found)?,
        coach: named(reader, found.coach)?,
        teacher: found.teacher.map(|teacher| named(reader, teacher)).transpose()?,
        since: moment(found.since_ms, zone),
        about: record::about(reader, found.entity, found.id)?,
        read: read_ms.map(|at| moment(at, zone)),
        changed: changed_ms.map(|at| moment(at, zone)),
        // Only the teacher says that it was read.
        is_new: found.teacher.is_none() && read_ms.is_none_or(|read| changed_ms.is_some_and(|changed| changed > read)),
    })
}
