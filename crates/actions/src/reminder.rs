//! Reminders of planned visits. They name nobody: not the teacher, not the room, not the purpose.

use chrono::Days;
use domain::{RowId, time, visit::State};
use store::{Connection, visit as stored};

use crate::{Result, session};

/// A visit that begins soon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// The visit.
    pub visit: RowId,
    /// When it begins, in milliseconds since 1970.
    pub starts_ms: i64,
    /// What may be shown on any screen.
    pub words: String,
}

/// Returns the visits that begin within so many minutes, the first one first. One that has begun is not among them.
///
/// # Errors
/// When the database fails.
pub fn due(reader: &Connection, now_ms: i64, minutes: u32) -> Result<Vec<Reminder>> {
    let today = session::today(reader, now_ms)?;
    let mut due = Vec::new();
    // Schools of one organisation can lie in several zones, so that their day can be yesterday or tomorrow here.
    for visit in stored::between(reader, today - Days::new(1), today + Days::new(1))? {
        let waits = matches!(State::from_code(&visit.state), Some(State::Planned | State::Moved));
        let (Some(minute), Ok(date), true) = (visit.starts_minute, visit.date.parse(), waits) else { continue };
        let zone = session::zone_of(reader, visit.school.or(Some(session::load(reader)?.organisation)))?;
        let starts_ms = time::instant(date, minute, zone);
        if (1..=i64::from(minutes) * 60_000).contains(&(starts_ms - now_ms)) && visit.observation.is_none() {
            let words = format!("A visit begins at {}. Open Coachlight to see which.", time::of_day(minute));
            due.push(Reminder { visit: visit.id, starts_ms, words });
        }
    }
    due.sort_by_key(|reminder| reminder.starts_ms);
    Ok(due)
}
