//! Reads of school calendars and bell schedules.

use chrono::NaiveDate;
use domain::{
    RowId,
    calendar::{Calendar, DayKind, letters},
};

use crate::{
    Connection,
    error::{Doing, Result},
    sql,
};

/// A school year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchoolYear {
    /// The id.
    pub id: RowId,
    /// What it is called: `2026–27`.
    pub label: String,
    /// The first day.
    pub starts: String,
    /// The last day.
    pub ends: String,
    /// The letters that its days have in turn, as they were written.
    pub day_letters: String,
}

/// A part of a school year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The id.
    pub id: RowId,
    /// What it is called: `Fall`.
    pub label: String,
    /// `semester`, `term`, `grading_period` or `other`.
    pub kind: String,
    /// The first day.
    pub starts: String,
    /// The last day.
    pub ends: String,
}

/// A day that is not ordinary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The id.
    pub id: RowId,
    /// The date.
    pub date: String,
    /// The kind's code.
    pub kind: String,
    /// What it is called.
    pub label: String,
}

/// A lesson time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// The id.
    pub id: RowId,
    /// Its code: `2`, `A`, `Advisory`.
    pub code: String,
    /// When it begins, in minutes after midnight.
    pub starts_minute: u32,
    /// When it ends, in minutes after midnight.
    pub ends_minute: u32,
}

/// Lists the school years of an organisation.
///
/// # Errors
/// When the database fails.
pub fn years(connection: &Connection, organisation: RowId) -> Result<Vec<SchoolYear>> {
    sql::all(
        connection,
        "select id, label, starts, ends, day_letters from school_year
         where removed_ms is null and organisation = ?1 order by starts",
        [organisation.bytes()],
        |row| {
            Ok(SchoolYear {
                id: sql::id(row, "id")?,
                label: sql::words(row, "label")?,
                starts: sql::words(row, "starts")?,
                ends: sql::words(row, "ends")?,
                day_letters: sql::words(row, "day_letters")?,
            })
        },
    )
    .doing("listing school years")
}

/// Lists the terms of an organisation's school years, the longer of two that begin together first.
///
/// # Errors
/// When the database fails.
pub fn terms(connection: &Connection, organisation: RowId) -> Result<Vec<Term>> {
    sql::all(
        connection,
        "select id, label, kind, starts, ends from term
         where removed_ms is null and organisation = ?1 order by starts, ends desc, label",
        [organisation.bytes()],
        |row| {
            Ok(Term {
                id: sql::id(row, "id")?,
                label: sql::words(row, "label")?,
                kind: sql::words(row, "kind")?,
                starts: sql::words(row, "starts")?,
                ends: sql::words(row, "ends")?,
            })
        },
    )
    .doing("listing terms")
}

/// Lists the days of an organisation's calendar that are not ordinary, by date.
///
/// # Errors
/// When the database fails.
pub fn days(connection: &Connection, organisation: RowId) -> Result<Vec<Day>> {
    sql::all(
        connection,
        "select id, date, kind, label from calendar_day
         where removed_ms is null and organisation = ?1 order by date",
        [organisation.bytes()],
        |row| {
            Ok(Day {
                id: sql::id(row, "id")?,
                date: sql::words(row, "date")?,
                kind: sql::words(row, "kind")?,
                label: sql::words(row, "label")?,
            })
        },
    )
    .doing("listing calendar days")
}

/// Returns an organisation's calendar for the school year that holds a date.
///
/// # Errors
/// When the database fails.
pub fn around(connection: &Connection, organisation: RowId, date: NaiveDate) -> Result<Calendar> {
    let year = years(connection, organisation)?
        .iter()
        .filter_map(|year| {
            let days = (year.starts.parse::<NaiveDate>().ok()?, year.ends.parse::<NaiveDate>().ok()?);
            Some((days, letters(&year.day_letters)))
        })
        .find(|((first, last), _)| domain::time::monday(*first) <= date && date <= *last);
    let (year, letters) = year.map_or((None, Vec::new()), |(days, letters)| (Some(days), letters));
    let days = days(connection, organisation)?
        .iter()
        .filter_map(|day| Some((day.date.parse().ok()?, DayKind::from_code(&day.kind)?)))
        .collect();
    Ok(Calendar { year, days, letters })
}

/// Lists the lesson times of a school, in the order of the day.
///
/// # Errors
/// When the database fails.
pub fn periods(connection: &Connection, organisation: RowId) -> Result<Vec<Period>> {
    sql::all(
        connection,
        "select id, code, coalesce(starts_minute, 0) as starts_minute, coalesce(ends_minute, 0) as ends_minute
         from period where removed_ms is null and organisation = ?1 order by starts_minute",
        [organisation.bytes()],
        |row| {
            Ok(Period {
                id: sql::id(row, "id")?,
                code: sql::words(row, "code")?,
                starts_minute: row.get("starts_minute")?,
                ends_minute: row.get("ends_minute")?,
            })
        },
    )
    .doing("listing lesson times")
}
