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

/// Lists the people to whom a teacher consented to show a document.
///
/// # Errors
/// When the database fails.
pub fn agreed(reader: &Connection, document: RowId) -> Result<Vec<RowId>> {
    let sql = "select distinct successor from handover_item
               where document = ?1 and removed_ms is null and successor is not null order by successor";
    sql::all(reader, sql, [document.bytes()], |row| sql::id(row, "successor")).doing("reading who may be shown it")
}

/// A consent of a teacher that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The document.
    pub document: RowId,
    /// Who may read it.
    pub reader: RowId,
    /// When it was given, in milliseconds since 1970.
    pub created_ms: i64,
}

/// Lists the consents of a teacher that stand, the latest first.
///
/// # Errors
/// When the database fails.
pub fn given(reader: &Connection, teacher: RowId) -> Result<Vec<Given>> {
    let sql = "select document, successor, max(created_ms) as created_ms from handover_item
               where teacher = ?1 and removed_ms is null and document is not null and successor is not null
               group by document, successor order by created_ms desc, document, successor";
    sql::all(reader, sql, [teacher.bytes()], |row| {
        Ok(Given {
            document: sql::id(row, "document")?,
            reader: sql::id(row, "successor")?,
            created_ms: row.get("created_ms")?,
        })
    })
    .doing("listing consents")
}

/// Lists the rows by which a consent is given now.
///
/// # Errors
/// When the database fails.
pub fn standing(reader: &Connection, consent: &Consent) -> Result<Vec<RowId>> {
    let sql = "select id from handover_item
               where teacher = ?1 and successor = ?2 and document = ?3 and removed_ms is null order by id";
    let key = (consent.teacher.bytes(), consent.reader.bytes(), consent.root.bytes());
    sql::all(reader, sql, key, |row| sql::id(row, "id")).doing("reading a consent")
}

/// Returns whether a row of a consent was ever made, also where it was removed or its words have expired.
///
/// # Errors
/// When the database fails.
pub fn is_used(reader: &Connection, row: RowId) -> Result<bool> {
    let found = sql::first(reader, "select 1 from op where row = ?1 limit 1", [row.bytes()], |_| Ok(()));
    Ok(found.doing("looking for a consent")?.is_some())
}
