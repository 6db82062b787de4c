//! From when to when a coaching cycle is planned.

use chrono::NaiveDate;
use domain::{
    RowId,
    calendar::Calendar,
    coaching_cycle::{Late, late},
    schema::coaching_cycle as entity,
    time,
};
use serde::Deserialize;
use store::{Connection, Writer};

use super::{Loaded, own_open};
use crate::{Error, Result, figures::day, session};

/// The days between which a coaching cycle is planned, as they are typed.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SaveDays {
    /// The coaching cycle.
    pub coaching_cycle: RowId,
    /// The first, `2026-10-05`; may be empty.
    pub starts: String,
    /// The last, `2026-11-13`; may be empty.
    pub ends: String,
}

/// Plans a coaching cycle for other days. Days without school are allowed: it lasts weeks, and nothing takes place by them.
///
/// # Errors
/// When a day is none, the last is not after the first, or the coaching cycle is over or somebody else's.
pub fn save_days(writer: &mut Writer, save: &SaveDays) -> Result<()> {
    own_open(writer, save.coaching_cycle)?;
    let (starts, ends) = (day("starts", &save.starts)?, day("ends", &save.ends)?);
    if starts.is_some_and(|starts| ends.is_some_and(|ends| ends <= starts)) {
        return Err(Error::invalid("ends", "This is not after the day on which it begins."));
    }
    Ok(writer.act(save.coaching_cycle, "Plan the days of a coaching cycle", |tx| {
        tx.set(entity::ENTITY, save.coaching_cycle, entity::PLANNED_START, starts.into())?;
        tx.set(entity::ENTITY, save.coaching_cycle, entity::PLANNED_END, ends.into())
    })?)
}

/// Today, and the school calendar around it: what a coaching cycle is late by.
pub(super) struct Today {
    date: NaiveDate,
    calendar: Calendar,
}

impl Today {
    pub fn read(reader: &Connection, now_ms: i64) -> Result<Self> {
        let date = session::today(reader, now_ms)?;
        Ok(Self { date, calendar: store::calendar::around(reader, session::load(reader)?.organisation, date)? })
    }
}

/// Says what is late about a coaching cycle: `3 school days past its planned end`; nothing where nothing is.
pub(super) fn late_words(loaded: &Loaded, today: &Today) -> String {
    let cycle = &loaded.cycle;
    let planned = (cycle.planned_start.parse().ok(), cycle.planned_end.parse().ok());
    let found = loaded.rows().state().ok().and_then(|state| late(state, planned, today.date, &today.calendar));
    match found {
        None => String::new(),
        Some(Late::NotBegun) => format!("Planned to begin {}", said(&cycle.planned_start)),
        Some(Late::PastEnd(1)) => "1 school day past its planned end".to_owned(),
        Some(Late::PastEnd(days)) => format!("{days} school days past its planned end"),
    }
}

/// Says between which days a coaching cycle is planned: `Mon 5 Oct to Fri 13 Nov`; nothing where none is said.
pub(super) fn planned_words(loaded: &Loaded) -> String {
    match (said(&loaded.cycle.planned_start), said(&loaded.cycle.planned_end)) {
        (starts, ends) if ends.is_empty() => starts,
        (starts, ends) if starts.is_empty() => format!("until {ends}"),
        (starts, ends) => format!("{starts} to {ends}"),
    }
}

fn said(date: &str) -> String {
    date.parse().map_or_else(|_| String::new(), time::brief_day)
}
