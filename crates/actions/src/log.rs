//! The log that writes itself: what took place is proposed, a person confirms it, and their minutes never overlap.
//!
//! Proposals are computed whenever they are shown and stored nowhere. What is confirmed is an entry with the row that it
//! came from; its id follows from that row, so that two computers of one person make the same entry.

mod confirm;
mod day;
mod entry;
mod overlap;
mod took_place;
mod week;

use domain::{
    RowId, Value,
    log::{Activity, Source, span::Span, took_place::TookPlace},
    schema::log_entry,
};
use serde::{Deserialize, Serialize};
use store::{Connection, Tx, log as stored};

use crate::{Error, Result, session::Session};

pub use confirm::{Confirmed, confirm, confirm_day, confirm_days, keep_time, leave_out, take_time};
pub use day::{LogDayView, LogLine, Overlap, TotalsView, day};
pub use entry::{SaveLogLine, Saved, remove, save, split};
pub use overlap::{Way, resolve};
pub use week::{GrantMinutes, LogDayRow, LogWaiting, LogWeekView, OpenVisit, Visits, waiting, week};

/// Names a line of the log: an entry, or a proposal by the row it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", content = "id", rename_all = "camelCase")]
pub enum LogKey {
    /// What is confirmed, by its own row.
    Entry(RowId),
    /// What took place, by its row.
    Proposed(RowId),
    /// The way to what took place, by its row.
    Way(RowId),
}

/// Returns how a proposal is named.
fn key_of(took: &TookPlace) -> LogKey {
    if took.activity == Activity::Travel { LogKey::Way(took.origin) } else { LogKey::Proposed(took.origin) }
}

/// Returns the row that a proposal becomes.
fn row_of(session: &Session, key: LogKey) -> RowId {
    let (origin, what): (RowId, &[u8]) = match key {
        LogKey::Entry(id) => return id,
        LogKey::Proposed(origin) => (origin, b"time"),
        LogKey::Way(origin) => (origin, b"way"),
    };
    RowId::derived(&[b"log", &session.me.bytes(), &origin.bytes(), what])
}

/// Writes what took place as an entry, also where there was one that was left out or removed.
fn enter(tx: &mut Tx<'_>, session: &Session, took: &TookPlace, source: Source) -> store::Result<RowId> {
    let row = row_of(session, key_of(took));
    // A way is what lay between, which no row says: only a time that a row says can change there.
    let time = (took.activity != Activity::Travel).then(|| took.time_code());
    let fields: [(u16, Value); 10] = [
        (log_entry::SOURCE, source.code().into()),
        (log_entry::DATE, took.date.into()),
        (log_entry::STARTS_MINUTE, took.starts_minute.into()),
        (log_entry::MINUTES, took.minutes.into()),
        (log_entry::ACTIVITY, took.activity.code().into()),
        (log_entry::TEACHER, took.teacher.into()),
        (log_entry::TEAM, took.team.into()),
        (log_entry::SCHOOL, took.school.into()),
        (log_entry::TRAVEL_FROM, took.travel_from.into()),
        (log_entry::ORIGIN_TIME, time.into()),
    ];
    let begun = [(log_entry::PERSON, session.me.into()), (log_entry::ORIGIN, took.origin.into())];
    tx.create_or_restore(log_entry::ENTITY, row, begun.into_iter().chain(fields.clone()).collect())?;
    // One that was here before may say something else.
    fields.into_iter().try_for_each(|(field, value)| tx.set(log_entry::ENTITY, row, field, value))?;
    Ok(row)
}

/// Returns the stretch of the day that an entry takes.
fn span_of(entry: &stored::Entry) -> Option<Span> {
    Span::new(entry.starts_minute?, entry.minutes)
}

fn is_left_out(entry: &stored::Entry) -> bool {
    entry.source == Source::LeftOut.code()
}

/// Returns the entries of a day that are time.
fn confirmed(reader: &Connection, session: &Session, date: chrono::NaiveDate) -> Result<Vec<stored::Entry>> {
    let mut entries = stored::between(reader, session.me, date, date)?;
    entries.retain(|entry| !is_left_out(entry));
    Ok(entries)
}

fn read_date(text: &str) -> Result<chrono::NaiveDate> {
    text.trim().parse().map_err(|_| Error::invalid("date", "This day does not exist. Write it as 2026-10-05."))
}
