//! Debriefs that were prepared and not held in time.

use chrono::NaiveDate;
use domain::{RowId, calendar::Calendar, debrief, time};
use store::Connection;

use crate::{Result, observation, session::Session};

/// A debrief that was prepared and not held within five school days after its lesson.
pub(crate) struct Late {
    pub id: RowId,
    pub teacher: RowId,
    /// The day of the lesson in words: `Mon 9 Nov`.
    pub lesson: String,
}

/// Lists one's own late debriefs, the oldest lesson first.
pub(crate) fn late(reader: &Connection, session: &Session, calendar: &Calendar, today: NaiveDate) -> Result<Vec<Late>> {
    let mut late = Vec::new();
    for (id, lesson) in store::debrief::planned(reader, session.me)? {
        let day = time::local(lesson.started_ms, observation::zone(&lesson)).date_naive();
        let Some(teacher) = lesson.teacher.filter(|_| debrief::is_late(day, today, calendar)) else { continue };
        late.push(Late { id, teacher, lesson: time::brief_day(day) });
    }
    Ok(late)
}
