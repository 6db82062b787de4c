//! Visits that recur: planned as one act, so that one undo takes the series back.

use chrono::NaiveDate;
use domain::{
    RowId,
    schema::visit,
    series::{self, Every, MOST_DAYS, Series},
    time,
};
use serde::{Deserialize, Serialize};
use store::{Connection, Writer};

use super::{Plan, checked};
use crate::{Error, Result, session};

/// How a visit recurs.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Repeat {
    /// The letter of the days, `A`; nothing for every week.
    pub letter: Option<String>,
    /// The last day, `2026-12-18`.
    pub last: String,
}

/// The days of a series in words.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SeriesView {
    /// The days on which visits are planned: `Mon 5 Oct`.
    pub days: Vec<String>,
    /// Days of it without lessons, with what the calendar says: `Thu 26 Nov (Thanksgiving)`.
    pub left_out: Vec<String>,
}

/// Visits planned at once, at most.
const MOST: usize = 60;

/// Returns on which days a visit would recur, before it is planned.
///
/// # Errors
/// When a day does not exist.
pub fn series(reader: &Connection, first: &str, repeat: &Repeat) -> Result<SeriesView> {
    in_words(reader, &found(reader, first, repeat)?)
}

/// Plans a visit on each day of a series, and returns the days.
///
/// # Errors
/// As [`super::plan`]; and when no day or too many are left.
pub fn plan_series(writer: &mut Writer, plan: &Plan, repeat: &Repeat) -> Result<SeriesView> {
    let who = plan.who(writer.reader())?;
    let series = found(writer.reader(), &plan.date, repeat)?;
    if series.days.is_empty() {
        return Err(Error::invalid("last", "No day with lessons lies between. Nothing was planned."));
    }
    if series.days.len() > MOST {
        return Err(Error::invalid("last", "That would be more than 60 visits. Choose an earlier last day."));
    }
    let mut rows = Vec::new();
    for day in &series.days {
        rows.push(checked(writer, &Plan { date: day.to_string(), ..plan.clone() })?);
    }
    let label = format!("Plan {} visits", rows.len());
    writer.act(store::workspace(), &label, |tx| {
        for fields in rows {
            let id: RowId = tx.new_id();
            tx.create(visit::ENTITY, id, who.iter().cloned().chain(fields).collect())?;
        }
        Ok::<_, store::Error>(())
    })?;
    in_words(writer.reader(), &series)
}

fn found(reader: &Connection, first: &str, repeat: &Repeat) -> Result<Series> {
    let wrong = |field| Error::invalid(field, "This day does not exist. Write it as 2026-10-05.");
    let first: NaiveDate = first.trim().parse().map_err(|_| wrong("date"))?;
    let last: NaiveDate = repeat.last.trim().parse().map_err(|_| wrong("last"))?;
    if last < first || (last - first).num_days().unsigned_abs() > MOST_DAYS {
        return Err(Error::invalid("last", "The last day lies after the first one, within a year."));
    }
    let calendar = store::calendar::around(reader, session::load(reader)?.organisation, first)?;
    let every = match &repeat.letter {
        Some(letter) if calendar.letters.contains(letter) => Every::Letter(letter.clone()),
        Some(_) => return Err(Error::invalid("letter", "The school year knows no such day. See its calendar.")),
        None => Every::Week,
    };
    Ok(series::days(first, &every, last, &calendar))
}

fn in_words(reader: &Connection, series: &Series) -> Result<SeriesView> {
    let marked = store::calendar::days(reader, session::load(reader)?.organisation)?;
    let left_out = series.left_out.iter().map(|day| {
        let label = marked.iter().find(|found| found.date == day.to_string()).map(|found| found.label.as_str());
        match label.filter(|label| !label.is_empty()) {
            Some(label) => format!("{} ({label})", time::brief_day(*day)),
            None => time::brief_day(*day),
        }
    });
    Ok(SeriesView { days: series.days.iter().map(|day| time::brief_day(*day)).collect(), left_out: left_out.collect() })
}
