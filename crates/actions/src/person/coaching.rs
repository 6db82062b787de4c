//! Whom I coach, and how often a visit is due.

use domain::{RowId, schema::relationship, time};
use store::{Writer, person as stored};

use crate::{Error, Result, session};

/// Begins, changes or ends my coaching of a teacher.
///
/// # Errors
/// When there is no such person, or the cadence is not possible.
pub fn coach(writer: &mut Writer, teacher: RowId, coached: bool, cadence_days: Option<u32>) -> Result<()> {
    if cadence_days.is_some_and(|days| days == 0 || days > 365) {
        return Err(Error::invalid("cadenceDays", "A visit can be due every 1 to 365 days."));
    }
    stored::load(writer.reader(), teacher)?;
    let session = session::load(writer.reader())?;
    let today = time::local(writer.now_ms(), session.zone).date_naive();
    let present = stored::relationships(writer.reader())?
        .into_iter()
        .find(|found| found.teacher == teacher && found.ends.is_empty());
    Ok(writer.act(store::workspace(), "Change coaching", |tx| match (present, coached) {
        (Some(found), true) => tx.set(relationship::ENTITY, found.id, relationship::CADENCE_DAYS, cadence_days.into()),
        (Some(found), false) => tx.set(relationship::ENTITY, found.id, relationship::ENDS, today.into()),
        (None, true) => {
            let id = tx.new_id();
            tx.create(
                relationship::ENTITY,
                id,
                vec![
                    (relationship::COACH, session.me.into()),
                    (relationship::TEACHER, teacher.into()),
                    (relationship::KIND, "one_to_one".into()),
                    (relationship::STARTS, today.into()),
                    (relationship::CADENCE_DAYS, cadence_days.into()),
                ],
            )
        }
        (None, false) => Ok(()),
    })?)
}
