//! From a lesson to the coaching cycle that it belongs to.

use domain::{
    RowId,
    schema::{coaching_cycle as entity, observation},
};
use serde::Serialize;
use store::{Connection, Writer, coaching_cycle as stored};

use super::{Loaded, chain, list};
use crate::{
    Error, Result,
    observation::{Named, known},
    session,
};

/// The coaching cycle that a lesson belongs to, and those that it could belong to.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct CycleLink {
    /// The one that it belongs to.
    pub chosen: Option<Named>,
    /// Those of the teacher, the latest first.
    pub offers: Vec<Named>,
    /// Whether another one can be chosen here.
    pub is_writable: bool,
}

/// Returns the coaching cycle that a lesson belongs to.
///
/// # Errors
/// When the lesson is not there.
pub fn link(reader: &Connection, lesson: RowId) -> Result<CycleLink> {
    let found = store::observation::load(reader, lesson)?;
    let name = |id| -> Result<Named> { Ok(Named { id, name: name(&Loaded::read(reader, id)?) }) };
    let of_teacher = match found.teacher {
        Some(teacher) => stored::all(reader, Some(teacher))?,
        None => Vec::new(),
    };
    Ok(CycleLink {
        chosen: chain::of_lesson(reader, lesson)?.map(name).transpose()?,
        offers: of_teacher.into_iter().map(|cycle| name(cycle.id)).collect::<Result<_>>()?,
        is_writable: store::sharing::is_writable(reader, lesson)?,
    })
}

/// Lets a lesson belong to a coaching cycle of its teacher, or to none.
///
/// # Errors
/// When the coaching cycle is not there or of another teacher, or the lesson is somebody else's.
pub fn set_link(writer: &mut Writer, lesson: RowId, cycle: Option<RowId>) -> Result<()> {
    let found = store::observation::load(writer.reader(), lesson)?;
    if !store::sharing::is_writable(writer.reader(), lesson)? {
        return Err(Error::invalid("observation", "Somebody else observed this lesson. Only they can change it."));
    }
    if let Some(cycle) = cycle
        && Some(stored::load(writer.reader(), cycle)?.teacher) != found.teacher
    {
        return Err(Error::invalid(
            "coachingCycle",
            "Choose a coaching cycle of the same teacher. Nothing was changed.",
        ));
    }
    Ok(writer.act(lesson, "Choose a coaching cycle", |tx| {
        tx.set(observation::ENTITY, lesson, observation::COACHING_CYCLE, cycle.into())
    })?)
}

/// Returns the coaching cycle that is proposed when a lesson begins: the one that is under way, where there is just one.
pub(crate) fn proposed(reader: &Connection, teacher: RowId) -> Result<Option<RowId>> {
    let active = stored::of_teacher(reader, session::load(reader)?.me, teacher)?;
    Ok(if let [only] = active[..] { Some(only) } else { None })
}

/// Returns a coaching cycle by what it is called among others; nothing where it is not here, or was removed.
pub(crate) fn named(reader: &Connection, id: RowId) -> Result<Option<Named>> {
    let here = known(stored::load(reader, id))?;
    here.map(|cycle| Ok(Named { id, name: name(&Loaded::of(reader, cycle)?) })).transpose()
}

/// What a coaching cycle is called among others: what it is about, else its stage and its first day.
fn name(loaded: &Loaded) -> String {
    let title = list::title(loaded);
    if !title.is_empty() {
        return title;
    }
    let stage = loaded.at().map_or_else(String::new, |at| list::label(loaded, at));
    let since = crate::figures::day_in_words(&loaded.cycle.started);
    let said: Vec<_> = [stage, since].into_iter().filter(|part| !part.is_empty()).collect();
    if said.is_empty() { entity::ENTITY.table.replace('_', " ") } else { said.join(", ") }
}
