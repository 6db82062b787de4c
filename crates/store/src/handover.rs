//! Reads of how coaching ended, and of what a teacher agreed to show to the coach who follows.

use domain::{RowId, access::Consent, time};

use crate::{
    Connection,
    coach_note::coached,
    error::{Doing, Result},
    sharing::written_here,
    sql,
};

/// A coaching relationship with its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coaching {
    /// The id.
    pub id: RowId,
    /// The coach.
    pub coach: RowId,
    /// The teacher.
    pub teacher: RowId,
    /// The first day.
    pub starts: String,
    /// The last day; empty while it lasts.
    pub ends: String,
    /// The code of why it ended.
    pub reason: String,
    /// Who follows.
    pub successor: Option<RowId>,
    /// The code of what the step was about that was open at the end.
    pub category: String,
}

/// Lists the coaching of a teacher, the latest last.
///
/// # Errors
/// When the database fails.
pub fn coachings(reader: &Connection, teacher: RowId) -> Result<Vec<Coaching>> {
    let sql = "select id, coach, teacher, starts, ends, end_reason, successor, step_category from relationship
               where teacher = ?1 and removed_ms is null and coach is not null order by ends, id";
    sql::all(reader, sql, [teacher.bytes()], |row| {
        Ok(Coaching {
            id: sql::id(row, "id")?,
            coach: sql::id(row, "coach")?,
            teacher: sql::id(row, "teacher")?,
            starts: sql::words(row, "starts")?,
            ends: sql::words(row, "ends")?,
            reason: sql::words(row, "end_reason")?,
            successor: sql::optional_id(row, "successor")?,
            category: sql::words(row, "step_category")?,
        })
    })
    .doing("listing the coaching of a teacher")
}

/// Facts of the work of a coach with a teacher.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// Visits that took place.
    pub visits: u32,
    /// How long they took, in minutes.
    pub visit_minutes: u32,
    /// Observed lessons.
    pub observations: u32,
    /// The first and the last day of either, empty where there is none.
    pub days: (String, String),
    /// The rows, each with whether it is an observation.
    pub rows: Vec<(RowId, bool)>,
}

/// Counts what was done with a teacher: this person's own work, or what another coach let be known.
///
/// # Errors
/// When the database fails.
pub fn facts(reader: &Connection, teacher: RowId, is_own: bool) -> Result<Facts> {
    let not = if is_own { "" } else { "not " };
    let sql = format!(
        "select id, 0 as is_observation, date as day, 0 as started_ms, '' as zone, coalesce(minutes, 0) as minutes
         from visit
         where teacher = ?1 and removed_ms is null and state = 'held' and {not}{visits}
         union all
         select id, 1, '', started_ms, zone, 0 from observation
         where teacher = ?1 and removed_ms is null and started_ms is not null and state = 'captured'
           and {coached} and {not}{lessons}",
        coached = coached("observation.purpose"),
        visits = written_here("visit.id"),
        lessons = written_here("observation.id"),
    );
    let rows = sql::all(reader, &sql, [teacher.bytes()], |row| {
        let is_observation: bool = row.get("is_observation")?;
        // A lesson is of the day that its school's clock shows.
        let zone = time::zone(&sql::words(row, "zone")?).unwrap_or_default();
        let day = match is_observation {
            true => time::local(row.get("started_ms")?, zone).date_naive().to_string(),
            false => sql::words(row, "day")?,
        };
        Ok((day, sql::id(row, "id")?, is_observation, row.get::<_, u32>("minutes")?))
    });
    let mut rows = rows.doing("counting the work with a teacher")?;
    rows.sort();
    let mut facts = Facts::default();
    for (day, id, is_observation, minutes) in rows {
        if facts.rows.is_empty() {
            facts.days.0.clone_from(&day);
        }
        facts.days.1 = day;
        facts.visits += u32::from(!is_observation);
        facts.observations += u32::from(is_observation);
        facts.visit_minutes += minutes;
        facts.rows.push((id, is_observation));
    }
    Ok(facts)
}

/// Lists the coaches to whom a teacher agreed to show a document.
///
/// # Errors
/// When the database fails.
pub fn agreed(reader: &Connection, document: RowId) -> Result<Vec<RowId>> {
    let sql = "select distinct successor from handover_item
               where document = ?1 and removed_ms is null and successor is not null order by successor";
    sql::all(reader, sql, [document.bytes()], |row| sql::id(row, "successor")).doing("reading what may be handed over")
}

/// Returns the row by which a consent is given now, and how often it was given before.
///
/// # Errors
/// When the database fails.
pub fn consent(reader: &Connection, consent: &Consent) -> Result<(Option<RowId>, u32)> {
    let sql = "select id, removed_ms is null as stands from handover_item
               where teacher = ?1 and successor = ?2 and document = ?3";
    let key = (consent.teacher.bytes(), consent.reader.bytes(), consent.root.bytes());
    let rows = sql::all(reader, sql, key, |row| Ok((sql::id(row, "id")?, row.get::<_, bool>("stands")?)));
    let rows = rows.doing("reading a consent")?;
    let standing = rows.iter().find(|(_, stands)| *stands).map(|(id, _)| *id);
    Ok((standing, u32::try_from(rows.len()).unwrap_or(u32::MAX)))
}
