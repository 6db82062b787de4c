//! Steps as a list shows them: what needs attention, what is open by its check, then what is over.

use std::cmp::Reverse;

use chrono::NaiveDate;
use domain::{RowId, time};
use serde::Serialize;
use store::{Connection, step as stored};

use super::{Loaded, Standing, words};
use crate::{
    Result,
    observation::{Named, named, small},
    session,
};

/// How many steps that are over one list shows.
const MOST_OVER: usize = 100;

/// Every step.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct StepsView {
    /// What needs attention, then the open ones, the earliest check first.
    pub open: Vec<StepRow>,
    /// The latest of those that are over.
    pub over: Vec<StepRow>,
    /// How many are over.
    pub over_total: u32,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct StepRow {
    /// The row.
    pub id: RowId,
    /// Whose step it is.
    pub teacher: Named,
    /// The words.
    pub text: String,
    /// Where it stands.
    pub standing: Standing,
    /// The same in words.
    pub standing_words: String,
    /// Which attempt it is in, from 1.
    pub attempt: u32,
    /// The day of its check, `2026-10-13`.
    pub check_date: String,
    /// The same in words: `today`, `Fri 20 Nov`.
    pub check: String,
    /// Whether that day has come.
    pub is_due: bool,
    /// Whether something is still to be done.
    pub is_open: bool,
}

/// Lists the steps of a teacher, or of everybody.
///
/// # Errors
/// When the database fails.
pub fn list(reader: &Connection, now_ms: i64, teacher: Option<RowId>) -> Result<StepsView> {
    let today = session::today(reader, now_ms)?;
    let checks = stored::checks(reader, None)?;
    let mut by_step = std::collections::HashMap::<RowId, Vec<stored::Check>>::new();
    for check in checks {
        by_step.entry(check.step).or_default().push(check);
    }
    let of = |step: stored::Step| {
        let checks = by_step.get(&step.id).map_or(&[][..], Vec::as_slice);
        Loaded::of(step, checks)
    };
    let all = stored::all(reader, teacher)?.into_iter().map(of);
    let (mut open, mut over): (Vec<_>, Vec<_>) = all.partition(Loaded::is_open);
    // What needs attention leads; the sort keeps the order of the checks' days.
    open.sort_by_key(|loaded| loaded.rows().state().is_ok());
    over.sort_by_key(|loaded| Reverse((loaded.step.check_date.clone(), loaded.step.id)));
    let row = |loaded: &Loaded| row(reader, today, loaded);
    Ok(StepsView {
        open: open.iter().map(row).collect::<Result<_>>()?,
        over: over.iter().take(MOST_OVER).map(row).collect::<Result<_>>()?,
        over_total: small(over.len()),
    })
}

/// Lists the open steps of a teacher, the next check first.
///
/// # Errors
/// When the database fails.
pub fn open(reader: &Connection, now_ms: i64, teacher: RowId) -> Result<Vec<StepRow>> {
    let today = session::today(reader, now_ms)?;
    let steps = stored::open(reader, Some(teacher))?.into_iter();
    steps.map(|step| row(reader, today, &Loaded::of(step.clone(), &stored::checks(reader, Some(step.id))?))).collect()
}

/// Returns a step as a list shows it.
pub(super) fn row(reader: &Connection, today: NaiveDate, loaded: &Loaded) -> Result<StepRow> {
    let step = &loaded.step;
    let day = step.check_date.parse::<NaiveDate>().ok();
    let check = match day {
        Some(day) if day == today => "today".to_owned(),
        Some(day) => time::brief_day(day),
        None => String::new(),
    };
    let is_open = loaded.is_open();
    Ok(StepRow {
        id: step.id,
        teacher: named(reader, step.teacher)?,
        text: step.text.clone(),
        standing: Standing::of(loaded),
        standing_words: words::standing(loaded),
        attempt: loaded.attempt(),
        check_date: step.check_date.clone(),
        check,
        is_due: is_open && day.is_some_and(|day| day <= today),
        is_open,
    })
}
