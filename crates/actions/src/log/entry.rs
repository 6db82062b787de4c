//! Lines as a person writes them: by hand, with another time, split, or taken away.

use chrono::NaiveDate;
use domain::{
    RowId, Value,
    log::{
        Activity, Source,
        grant::Share,
        span::{DAY, Span},
    },
    schema::log_entry,
    script, time,
};
use serde::{Deserialize, Serialize};
use store::{Writer, log as stored};

use super::{LogKey, confirm::proposed, confirmed, enter, read_date, span_of};
use crate::{
    Error, Result,
    session::{self, Session},
    typed::{LONGEST, refuse_long},
};

/// The longest code of a grant, in characters.
const LONGEST_GRANT: usize = 80;

/// A line as it is written.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SaveLogLine {
    /// The line; nothing for a new one. A proposal is confirmed with what is written here.
    pub key: Option<LogKey>,
    /// The day on which the line stands, for a proposal and a new line.
    pub date: String,
    /// When it began, in minutes after midnight.
    pub starts_minute: Option<u32>,
    /// How long it lasted.
    pub minutes: u32,
    /// The activity's code.
    pub activity: String,
    /// With whom.
    pub teacher: Option<RowId>,
    /// Where; for a way, where it led.
    pub school: Option<RowId>,
    /// For a way, where it began.
    pub travel_from: Option<RowId>,
    /// A few words.
    pub note: String,
    /// The grant that pays a part of it; empty when none does.
    pub grant: String,
    /// How much of it, 1 to 100.
    pub grant_percent: Option<u32>,
    /// The last day of that grant; empty when it is not known.
    pub grant_ends: String,
}

/// What came of writing a line.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Saved {
    /// The row.
    pub id: RowId,
    /// The last day of the grant in words, when the line lies after it: then the line is kept without the grant.
    pub grant_ended: Option<String>,
}

/// Keeps a line: a new one, a changed one, or a proposal with another time.
///
/// # Errors
/// When day, time, length, activity or share are not possible, or the time overlaps another entry (INV-9).
pub fn save(writer: &mut Writer, line: &SaveLogLine) -> Result<Saved> {
    let session = session::load(writer.reader())?;
    let date = read_date(&line.date)?;
    let own = match line.key {
        Some(LogKey::Entry(id)) => Some(stored::load(writer.reader(), session.me, id)?.id),
        Some(LogKey::Proposed(_) | LogKey::Way(_)) | None => None,
    };
    check_time(writer, &session, date, line, own)?;
    let (grant, grant_ended) = share(writer, &session, date, line)?;
    let took = match line.key {
        Some(key @ (LogKey::Proposed(_) | LogKey::Way(_))) => Some(proposed(writer, &session, date, key)?),
        Some(LogKey::Entry(_)) | None => None,
    };
    check_words(line)?;
    check_named(writer, line)?;
    let fields = fields(line, date, grant)?;
    let label = if line.key.is_none() { "Add a line to the log" } else { "Change a line of the log" };
    let id = writer.act(store::workspace(), label, |tx| {
        let id = match (&took, own) {
            (Some(took), _) => enter(tx, &session, took, Source::Derived)?,
            (None, Some(id)) => id,
            (None, None) => {
                let id = tx.new_id();
                let begun =
                    vec![(log_entry::PERSON, session.me.into()), (log_entry::SOURCE, Source::Manual.code().into())];
                tx.create(log_entry::ENTITY, id, begun)?;
                id
            }
        };
        for (field, value) in fields {
            tx.set(log_entry::ENTITY, id, field, value)?;
        }
        Ok::<_, store::Error>(id)
    })?;
    Ok(Saved { id, grant_ended })
}

/// Splits an entry at a minute: the second part is a line of its own, which can be given another activity.
///
/// # Errors
/// When it is not there, has no time of day, or the minute is not within it.
pub fn split(writer: &mut Writer, id: RowId, at_minute: u32) -> Result<RowId> {
    let session = session::load(writer.reader())?;
    let entry = stored::load(writer.reader(), session.me, id)?;
    let (before, after) = span_of(&entry)
        .and_then(|span| span.split(at_minute))
        .ok_or_else(|| Error::invalid("at", "A line is split at a time within it. Nothing was changed."))?;
    Ok(writer.act(store::workspace(), "Split a line of the log", |tx| {
        tx.set(log_entry::ENTITY, id, log_entry::MINUTES, before.minutes().into())?;
        let second = tx.new_id();
        tx.create(log_entry::ENTITY, second, part_of(&session, &entry, after))?;
        Ok::<_, store::Error>(second)
    })?)
}

/// Takes a line out of the log. What it came from is proposed again.
///
/// # Errors
/// When it is not there.
pub fn remove(writer: &mut Writer, id: RowId) -> Result<()> {
    let session = session::load(writer.reader())?;
    let entry = stored::load(writer.reader(), session.me, id)?;
    Ok(writer.act(store::workspace(), "Remove a line of the log", |tx| tx.remove(log_entry::ENTITY, entry.id))?)
}

/// Returns the fields of a further part of an entry: all of it but its time, and without following its origin.
pub(super) fn part_of(session: &Session, entry: &stored::Entry, span: Span) -> Vec<(u16, Value)> {
    let text = |text: &str| Value::from(Some(text).filter(|text| !text.is_empty()));
    vec![
        (log_entry::PERSON, session.me.into()),
        (log_entry::ORIGIN, entry.origin.into()),
        (log_entry::SOURCE, text(&entry.source)),
        (log_entry::DATE, text(&entry.date)),
        (log_entry::STARTS_MINUTE, span.starts_minute().into()),
        (log_entry::MINUTES, span.minutes().into()),
        (log_entry::ACTIVITY, text(&entry.activity)),
        (log_entry::TEACHER, entry.teacher.into()),
        (log_entry::TEAM, entry.team.into()),
        (log_entry::SCHOOL, entry.school.into()),
        (log_entry::NOTE, text(&entry.note)),
        (log_entry::GRANT, text(&entry.grant)),
        (log_entry::GRANT_PERCENT, entry.grant_percent.into()),
        (log_entry::GRANT_ENDS, text(&entry.grant_ends)),
    ]
}

fn check_time(
    writer: &Writer,
    session: &Session,
    date: NaiveDate,
    line: &SaveLogLine,
    own: Option<RowId>,
) -> Result<()> {
    if line.minutes == 0 || line.minutes > DAY {
        return Err(Error::invalid("minutes", "A line lasts 1 to 1440 minutes."));
    }
    let mut others = confirmed(writer.reader(), session, date)?;
    others.retain(|entry| Some(entry.id) != own);
    if others.iter().map(|entry| entry.minutes).sum::<u32>() + line.minutes > DAY {
        return Err(Error::invalid("minutes", "A day has 24 hours. The other lines of this day leave less."));
    }
    let Some(starts) = line.starts_minute else { return Ok(()) };
    let span = Span::new(starts, line.minutes).ok_or_else(|| {
        Error::invalid("startsMinute", "A line ends by midnight. Write what comes after on the next day.")
    })?;
    let taken = others.iter().filter_map(span_of).find(|other| other.shared(span).is_some());
    taken.map_or(Ok(()), |other| {
        let (from, to) = (time::of_day(other.starts_minute()), time::of_day(other.ends_minute()));
        Err(Error::invalid("startsMinute", &format!("Another line has the time from {from} to {to}.")))
    })
}

fn check_words(line: &SaveLogLine) -> Result<()> {
    refuse_long("note", &line.note, LONGEST)?;
    refuse_long("grant", &line.grant, LONGEST_GRANT)
}

/// A line names only who and what is here.
fn check_named(writer: &Writer, line: &SaveLogLine) -> Result<()> {
    if let Some(teacher) = line.teacher {
        store::person::load(writer.reader(), teacher)?;
    }
    for school in [line.school, line.travel_from].into_iter().flatten() {
        store::organisation::load(writer.reader(), school)?;
    }
    Ok(())
}

/// Returns the share as it is kept, and since when the grant pays no more: then the line stays without it (SD-26).
fn share(
    writer: &Writer,
    session: &Session,
    date: NaiveDate,
    line: &SaveLogLine,
) -> Result<(Option<Share>, Option<String>)> {
    let code = line.grant.trim();
    if code.is_empty() {
        return Ok((None, None));
    }
    let percent = line.grant_percent.filter(|percent| (1..=100).contains(percent));
    let percent = percent.ok_or_else(|| Error::invalid("grantPercent", "A grant pays 1 to 100 percent of a line."))?;
    let known = stored::grant_ends(writer.reader(), session.me, code)?.unwrap_or_default();
    let said = if line.grant_ends.trim().is_empty() { &known } else { &line.grant_ends };
    let share = Share { code: code.to_owned(), percent, ends: crate::person::day("grantEnds", said)? };
    if share.pays_on(date) {
        return Ok((Some(share), None));
    }
    Ok((None, share.ends.map(time::full_day)))
}

fn fields(line: &SaveLogLine, date: NaiveDate, grant: Option<Share>) -> Result<[(u16, Value); 11]> {
    let activity = Activity::from_code(&line.activity)
        .ok_or_else(|| Error::invalid("activity", "Choose one of the activities."))?;
    if script::split(&line.note).wondering.is_some() {
        let message = "What comes after // is private, and the log is not. Leave it out, or write it as a wondering.";
        return Err(Error::invalid("note", message));
    }
    let travel_from = line.travel_from.filter(|_| activity == Activity::Travel);
    let (percent, ends) = (grant.as_ref().map(|share| share.percent), grant.as_ref().and_then(|share| share.ends));
    Ok([
        (log_entry::DATE, date.into()),
        (log_entry::STARTS_MINUTE, line.starts_minute.into()),
        (log_entry::MINUTES, line.minutes.into()),
        (log_entry::ACTIVITY, activity.code().into()),
        (log_entry::TEACHER, line.teacher.into()),
        (log_entry::SCHOOL, line.school.into()),
        (log_entry::TRAVEL_FROM, travel_from.into()),
        (log_entry::NOTE, Some(line.note.trim()).filter(|note| !note.is_empty()).into()),
        (log_entry::GRANT, grant.map(|share| share.code).into()),
        (log_entry::GRANT_PERCENT, percent.into()),
        (log_entry::GRANT_ENDS, ends.into()),
    ])
}
