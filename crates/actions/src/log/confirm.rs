//! Confirming what is proposed, leaving it out, and following an origin that changed afterwards.

use chrono::NaiveDate;
use domain::{
    Problem, RowId,
    log::{
        Source,
        span::{Span, overlapping},
        took_place::TookPlace,
    },
    schema::log_entry,
};
use serde::Serialize;
use store::{Tx, Writer, log as stored};

use super::{LogKey, confirmed, day::proposals, enter, key_of, read_date, span_of, took_place};
use crate::{
    Error, Result, observation,
    session::{self, Session},
};

/// What came of confirming a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Confirmed {
    /// How many lines were confirmed.
    pub confirmed: u32,
    /// How many were not, because they overlap another one.
    pub overlapping: u32,
    /// How many were not, because nobody said how long they lasted.
    pub without_length: u32,
}

/// Confirms one proposal as it stands.
///
/// # Errors
/// When it is no longer proposed, its length is not known, or it overlaps what is confirmed.
pub fn confirm(writer: &mut Writer, date: &str, key: LogKey) -> Result<RowId> {
    let session = session::load(writer.reader())?;
    let took = proposed(writer, &session, read_date(date)?, key)?;
    let taken: Vec<_> = confirmed(writer.reader(), &session, took.date)?.iter().filter_map(span_of).collect();
    if !has_length(&took) {
        return Err(Error::invalid("minutes", "How long it lasted is not known yet. Open the line and write it."));
    }
    if took.span().is_some_and(|span| taken.iter().any(|other| other.shared(span).is_some())) {
        return Err(Error::invalid(
            "overlap",
            "This overlaps a line of the log. Choose which of the two gets the time.",
        ));
    }
    Ok(writer.act(store::workspace(), "Confirm a line of the log", |tx| enter(tx, &session, &took, Source::Derived))?)
}

/// Confirms everything of a day that overlaps nothing and has a length, as one act.
///
/// # Errors
/// When the day does not exist.
pub fn confirm_day(writer: &mut Writer, date: &str) -> Result<Confirmed> {
    let session = session::load(writer.reader())?;
    let date = read_date(date)?;
    let waiting = waiting(writer, &session, date)?;
    let entered: Vec<Option<Span>> = confirmed(writer.reader(), &session, date)?.iter().map(span_of).collect();
    let spans: Vec<_> = entered.iter().copied().chain(waiting.iter().map(TookPlace::span)).collect();
    let pairs = overlapping(&spans);
    let is_overlapping = |at: usize| pairs.iter().any(|(one, other)| [*one, *other].contains(&(entered.len() + at)));
    let (mut ready, mut done) = (Vec::new(), Confirmed { confirmed: 0, overlapping: 0, without_length: 0 });
    for (at, took) in waiting.iter().enumerate() {
        if !has_length(took) {
            done.without_length += 1;
        } else if is_overlapping(at) {
            done.overlapping += 1;
        } else {
            ready.push(took);
        }
    }
    if !ready.is_empty() {
        writer.act(store::workspace(), "Confirm the day", |tx| {
            ready.iter().try_for_each(|took| enter(tx, &session, took, Source::Derived).map(drop))
        })?;
    }
    done.confirmed = observation::small(ready.len());
    Ok(done)
}

/// Confirms what took place on some days and overlaps nothing, inside a larger act.
///
/// # Errors
/// When the database fails.
pub fn confirm_days(tx: &mut Tx<'_>, session: &Session, first: NaiveDate, last: NaiveDate) -> Result<()> {
    let took = took_place::between(tx.reader(), session, first, last)?;
    for day in took.chunk_by(|one, other| one.date == other.date) {
        let pairs = overlapping(&day.iter().map(TookPlace::span).collect::<Vec<_>>());
        for (at, took) in day.iter().enumerate() {
            if has_length(took) && !pairs.iter().any(|(one, other)| [*one, *other].contains(&at)) {
                enter(tx, session, took, Source::Derived)?;
            }
        }
    }
    Ok(())
}

/// Leaves a proposal out of the log: it is not proposed again.
///
/// # Errors
/// When it is no longer proposed.
pub fn leave_out(writer: &mut Writer, date: &str, key: LogKey) -> Result<()> {
    let session = session::load(writer.reader())?;
    let took = proposed(writer, &session, read_date(date)?, key)?;
    writer.act(store::workspace(), "Leave a line out of the log", |tx| {
        enter(tx, &session, &took, Source::LeftOut)?;
        Ok(())
    })
}

/// Gives an entry the time that its origin says now.
///
/// # Errors
/// When it is not there, its origin says no length, or that time overlaps another entry.
pub fn take_time(writer: &mut Writer, id: RowId) -> Result<()> {
    let session = session::load(writer.reader())?;
    let took = origin_of(writer, &session, id)?;
    if !has_length(&took) {
        return Err(Error::invalid("minutes", "How long it lasted is not known there. The line stays as it is."));
    }
    let others = confirmed(writer.reader(), &session, took.date)?.into_iter().filter(|entry| entry.id != id);
    let taken: Vec<_> = others.filter_map(|entry| span_of(&entry)).collect();
    if took.span().is_some_and(|span| taken.iter().any(|other| other.shared(span).is_some())) {
        return Err(Error::invalid("overlap", "The new time overlaps another line. Change that one first."));
    }
    Ok(writer.act(store::workspace(), "Follow the new time", |tx| {
        tx.set(log_entry::ENTITY, id, log_entry::DATE, took.date.into())?;
        tx.set(log_entry::ENTITY, id, log_entry::STARTS_MINUTE, took.starts_minute.into())?;
        tx.set(log_entry::ENTITY, id, log_entry::MINUTES, took.minutes.into())?;
        tx.set(log_entry::ENTITY, id, log_entry::ORIGIN_TIME, took.time_code().into())
    })?)
}

/// Keeps an entry as it is although its origin says another time now.
///
/// # Errors
/// When it is not there.
pub fn keep_time(writer: &mut Writer, id: RowId) -> Result<()> {
    let session = session::load(writer.reader())?;
    let took = origin_of(writer, &session, id)?;
    Ok(writer.act(store::workspace(), "Keep the time", |tx| {
        tx.set(log_entry::ENTITY, id, log_entry::ORIGIN_TIME, took.time_code().into())
    })?)
}

/// Returns a proposal as it is now: what the page saw may have changed since.
pub(super) fn proposed(writer: &Writer, session: &Session, date: NaiveDate, key: LogKey) -> Result<TookPlace> {
    let found = waiting(writer, session, date)?.into_iter().find(|took| key_of(took) == key);
    found.ok_or_else(|| {
        let hint = "Look at the day as it is now.";
        Error::Refused(Problem::new(domain::Code::Changed, "This is no longer proposed. Nothing was done.").hint(hint))
    })
}

fn waiting(writer: &Writer, session: &Session, date: NaiveDate) -> Result<Vec<TookPlace>> {
    let reader = writer.reader();
    let took = took_place::between(reader, session, date, date)?;
    proposals(reader, session, &took, &stored::between(reader, session.me, date, date)?)
}

fn origin_of(writer: &Writer, session: &Session, id: RowId) -> Result<TookPlace> {
    let entry = stored::load(writer.reader(), session.me, id)?;
    let took = match entry.origin {
        Some(origin) => took_place::of_row(writer.reader(), session, origin)?,
        None => None,
    };
    took.ok_or_else(|| Error::Store(store::Error::NotFound { entity: "log_entry" }))
}

/// Whether it can be confirmed as it is: with a length, and over by midnight.
fn has_length(took: &TookPlace) -> bool {
    match (took.starts_minute, took.minutes) {
        (Some(_), Some(_)) => took.span().is_some(),
        (None, Some(minutes)) => Span::new(0, minutes).is_some(),
        (_, None) => false,
    }
}
