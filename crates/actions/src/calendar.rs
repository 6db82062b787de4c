//! The school calendar: its year and the days that are not ordinary.

use domain::{
    RowId,
    calendar::{DayKind, letters},
    schema::{calendar_day, school_year},
};
use serde::{Deserialize, Serialize};
use store::{Connection, Tx, Writer, calendar as stored};

use crate::{
    Error, Result,
    person::day,
    session::{self, required},
};

/// The calendar of the organisation.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct CalendarView {
    /// The school years.
    pub years: Vec<YearView>,
    /// The days that are not ordinary, by date.
    pub days: Vec<CalendarDay>,
}

/// A school year.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct YearView {
    /// The row.
    pub id: RowId,
    /// What it is called.
    pub label: String,
    /// The first day.
    pub starts: String,
    /// The last day.
    pub ends: String,
    /// The letters that its days have in turn: `A B`. Empty when every day is alike.
    pub day_letters: String,
    /// Its terms.
    pub terms: Vec<TermView>,
}

/// A school year as it is written.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SaveYear {
    /// The year; nothing for a new one.
    pub id: Option<RowId>,
    /// What it is called.
    pub label: String,
    /// The first day.
    pub starts: String,
    /// The last day.
    pub ends: String,
    /// The letters that its days have in turn: `A B`. Empty when every day is alike.
    pub day_letters: String,
}

/// A part of a school year.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct TermView {
    /// The row.
    pub id: RowId,
    /// What it is called.
    pub label: String,
    /// The first day.
    pub starts: String,
    /// The last day.
    pub ends: String,
}

/// A day that is not ordinary.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct CalendarDay {
    /// The date.
    pub date: String,
    /// The kind's code: instructional, half, holiday, pd, testing or closed.
    pub kind: String,
    /// What it is called.
    pub label: String,
}

/// Returns the calendar of the organisation.
///
/// # Errors
/// When the database fails.
pub fn view(reader: &Connection) -> Result<CalendarView> {
    let organisation = session::load(reader)?.organisation;
    let terms = stored::terms(reader, organisation)?;
    let years = stored::years(reader, organisation)?.into_iter().map(|year| YearView {
        id: year.id,
        terms: terms_of(&year, &terms),
        label: year.label,
        starts: year.starts,
        ends: year.ends,
        day_letters: year.day_letters,
    });
    let days = stored::days(reader, organisation)?.into_iter().map(|day| CalendarDay {
        date: day.date,
        kind: day.kind,
        label: day.label,
    });
    Ok(CalendarView { years: years.collect(), days: days.collect() })
}

/// The terms that lie in a year, or reach into it: its own days can be a few fewer than those of its terms.
fn terms_of(year: &stored::SchoolYear, terms: &[stored::Term]) -> Vec<TermView> {
    let is_in = |term: &&stored::Term| year.starts < term.ends && term.starts < year.ends;
    let view = |term: &stored::Term| TermView {
        id: term.id,
        label: term.label.clone(),
        starts: term.starts.clone(),
        ends: term.ends.clone(),
    };
    terms.iter().filter(is_in).map(view).collect()
}

/// Keeps a school year.
///
/// # Errors
/// When a day is missing or does not exist, the year ends before it begins, or a day's letter is too long.
pub fn save_year(writer: &mut Writer, save: &SaveYear) -> Result<()> {
    let label = required("label", &save.label, "Please write what the year is called: 2026–27.")?.to_owned();
    let missing = |field| Error::invalid(field, "Please write the first and the last day of the year.");
    let first = day("starts", &save.starts)?.ok_or_else(|| missing("starts"))?;
    let last = day("ends", &save.ends)?.ok_or_else(|| missing("ends"))?;
    if last < first || (last - first).num_days() > 500 {
        return Err(Error::invalid("ends", "A school year ends after it begins, within 500 days."));
    }
    let letters = letters(&save.day_letters);
    if letters.len() == 1 || letters.iter().any(|letter| letter.chars().count() > 3) {
        return Err(Error::invalid(
            "dayLetters",
            "Write the letters of the days in turn: A B. Leave it empty otherwise.",
        ));
    }
    let letters = letters.join(" ");
    let organisation = session::load(writer.reader())?.organisation;
    Ok(writer.act(store::workspace(), "Change the school year", |tx| {
        let row = save.id.unwrap_or_else(|| tx.new_id());
        if save.id.is_none() {
            tx.create(school_year::ENTITY, row, vec![(school_year::ORGANISATION, organisation.into())])?;
        }
        tx.set(school_year::ENTITY, row, school_year::LABEL, label.into())?;
        tx.set(school_year::ENTITY, row, school_year::STARTS, first.into())?;
        tx.set(school_year::ENTITY, row, school_year::ENDS, last.into())?;
        tx.set(
            school_year::ENTITY,
            row,
            school_year::DAY_LETTERS,
            Some(letters).filter(|letters| !letters.is_empty()).into(),
        )
    })?)
}

/// Keeps a day that is not ordinary; an ordinary school day takes its mark away.
///
/// # Errors
/// When the day does not exist or the kind is unknown.
pub fn save_day(writer: &mut Writer, save: &CalendarDay) -> Result<()> {
    let organisation = session::load(writer.reader())?.organisation;
    writer.act(store::workspace(), "Change a calendar day", |tx| save_day_in(tx, organisation, save))
}

/// Takes the mark of a day away.
///
/// # Errors
/// When the day has none.
pub fn clear_day(writer: &mut Writer, date: &str) -> Result<()> {
    let organisation = session::load(writer.reader())?.organisation;
    let row = day_id(organisation, date);
    Ok(writer.act(store::workspace(), "Clear a calendar day", |tx| tx.remove(calendar_day::ENTITY, row))?)
}

/// Keeps a day inside a larger act.
pub(crate) fn save_day_in(tx: &mut Tx<'_>, organisation: RowId, save: &CalendarDay) -> Result<()> {
    let date = day("date", &save.date)?.ok_or_else(|| Error::invalid("date", "Please write the day."))?;
    let kind =
        DayKind::from_code(&save.kind).ok_or_else(|| Error::invalid("kind", "Choose one of the kinds of day."))?;
    let row = day_id(organisation, &date.to_string());
    tx.create_or_restore(
        calendar_day::ENTITY,
        row,
        vec![(calendar_day::ORGANISATION, organisation.into()), (calendar_day::DATE, date.into())],
    )?;
    tx.set(calendar_day::ENTITY, row, calendar_day::KIND, kind.code().into())?;
    tx.set(calendar_day::ENTITY, row, calendar_day::LABEL, save.label.trim().into())?;
    Ok(())
}

/// Every device makes the same row for one day of one organisation.
fn day_id(organisation: RowId, date: &str) -> RowId {
    RowId::derived(&[b"day", &organisation.bytes(), date.as_bytes()])
}
