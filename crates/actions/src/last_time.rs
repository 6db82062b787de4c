//! The card before a visit: when the last lesson was seen, what it was about, which steps are open, where it was left.

use chrono::NaiveDate;
use domain::{RowId, time};
use serde::Serialize;
use store::{Connection, last_time as stored};

use crate::{Result, observation, session};

/// What was last time.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct LastTime {
    /// The day of the last finished observation, in words; nothing when there was none.
    pub day: Option<String>,
    /// That observation.
    pub observation: Option<RowId>,
    /// What was looked at then.
    pub focus: String,
    /// The open steps, the one to be checked first first.
    pub steps: Vec<LastStep>,
    /// Where the last debrief ended: the teacher's own words, else what was asked. Empty when nothing is kept of one.
    pub left_off: String,
    /// The day of that debrief, in words.
    pub debrief_day: String,
}

/// An open step.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct LastStep {
    /// The row.
    pub id: RowId,
    /// The words.
    pub text: String,
    /// When it is checked, in words: `today`, `Fri 20 Nov`; empty when no day was agreed on.
    pub check: String,
}

/// Returns what was last time with a teacher; nothing when there was no last time.
///
/// # Errors
/// When the database fails.
pub fn of(reader: &Connection, now_ms: i64, teacher: RowId) -> Result<Option<LastTime>> {
    let today = session::today(reader, now_ms)?;
    let lesson = stored::lesson(reader, teacher)?;
    let mut steps = Vec::new();
    for step in store::step::open(reader, Some(teacher))? {
        steps.push(LastStep { id: step.id, text: step.text, check: in_words(&step.check_date, today) });
    }
    let debrief = stored::debrief(reader, teacher)?;
    if lesson.is_none() && steps.is_empty() && debrief.is_none() {
        return Ok(None);
    }
    let day = lesson.as_ref().map(|found| time::local(found.started_ms, observation::zone(found)).date_naive());
    let said = debrief
        .as_ref()
        .map(|last| [&last.teacher_words, &last.question].into_iter().find(|said| !said.trim().is_empty()));
    Ok(Some(LastTime {
        day: day.map(time::brief_day),
        observation: lesson.as_ref().map(|found| found.id),
        focus: lesson.map(|found| found.focus).unwrap_or_default(),
        steps,
        left_off: said.flatten().cloned().unwrap_or_default(),
        debrief_day: debrief.map(|last| in_words(&last.date, today)).unwrap_or_default(),
    }))
}

fn in_words(date: &str, today: NaiveDate) -> String {
    match date.parse::<NaiveDate>() {
        Ok(date) if date == today => "today".to_owned(),
        Ok(date) => time::brief_day(date),
        Err(_) => String::new(),
    }
}
