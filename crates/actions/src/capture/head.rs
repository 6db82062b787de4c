//! The head of an observation: what is known of the lesson beside its script.

use domain::{RowId, schema::observation};
use store::{Connection, Writer, observation as stored};

use crate::{Error, Result};

/// Changes the head of an observation: who was there, how long it is planned, what to look at, which class it is.
///
/// # Errors
/// When it is not there, or a number is not possible.
pub fn set_head(
    writer: &mut Writer,
    id: RowId,
    students: Option<u32>,
    planned_minutes: Option<u32>,
    focus: &str,
    section: Option<RowId>,
) -> Result<()> {
    if students.is_some_and(|students| students > 500) {
        return Err(Error::invalid("students", "Write how many students are there: 0 to 500."));
    }
    if planned_minutes.is_some_and(|minutes| minutes == 0 || minutes > 600) {
        return Err(Error::invalid("plannedMinutes", "An observation lasts 1 to 600 minutes."));
    }
    check_section(writer.reader(), id, section)?;
    Ok(writer.act(id, "Change the head", |tx| {
        tx.set(observation::ENTITY, id, observation::STUDENTS, students.into())?;
        tx.set(observation::ENTITY, id, observation::PLANNED_MINUTES, planned_minutes.into())?;
        tx.set(observation::ENTITY, id, observation::SECTION, section.into())?;
        let focus = Some(focus.trim()).filter(|focus| !focus.is_empty());
        tx.set(observation::ENTITY, id, observation::FOCUS, focus.into())
    })?)
}

/// A class is one of the teacher's; the one that the observation has may stay, also when it has ended since.
fn check_section(reader: &Connection, id: RowId, section: Option<RowId>) -> Result<()> {
    let observation = stored::load(reader, id)?;
    let Some(section) = section.filter(|section| observation.section != Some(*section)) else { return Ok(()) };
    let classes = store::person::sections(reader, observation.teacher)?;
    if classes.iter().any(|class| class.id == section) {
        return Ok(());
    }
    Err(Error::invalid("section", "Choose one of this teacher's classes."))
}
