//! Reads of coach notes and of the facts of a week.

use chrono::NaiveDate;
use domain::{
    RowId,
    kind::Purpose,
    review::{EVIDENCE_LINES, NO_CHECK_DATE},
};

use crate::{
    Connection,
    error::{Doing, Result},
    sharing::written_here,
    sql,
};

/// A coach note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoachNote {
    /// The id.
    pub id: RowId,
    /// Who wrote it.
    pub coach: Option<RowId>,
    /// The teacher of whom it speaks, where it speaks of one.
    pub teacher: Option<RowId>,
    /// The Monday of its week.
    pub week: String,
    /// What the coach tried.
    pub tried: String,
    /// What the coach will try.
    pub will_try: String,
    /// What the coach asks the supervisors.
    pub question: String,
}

/// A fact of a week: a count, and minutes where it took time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What is counted.
    pub kind: String,
    /// How many.
    pub count: u32,
    /// How long they took.
    pub minutes: Option<u32>,
    /// The code of what they were, where a kind has several.
    pub label: String,
}

const NOTE: &str = "select id, coach, teacher, week, tried, will_try, question from coach_note";

/// Returns a note that is here and was not removed.
///
/// # Errors
/// When the database fails.
pub fn find(reader: &Connection, id: RowId) -> Result<Option<CoachNote>> {
    let sql = format!("{NOTE} where id = ?1 and removed_ms is null");
    sql::first(reader, &sql, [id.bytes()], read).doing("reading a coach note")
}

/// Lists the notes of these people's own making that others shared: everybody's but this person's, the oldest first.
///
/// # Errors
/// When the database fails.
pub fn of_others(reader: &Connection, me: RowId) -> Result<Vec<CoachNote>> {
    let sql = format!("{NOTE} where removed_ms is null and erased = 0 and coach <> ?1 order by week, id");
    sql::all(reader, &sql, [me.bytes()], read).doing("listing coach notes")
}

/// Lists the facts that a note was shared with, in their order.
///
/// # Errors
/// When the database fails.
pub fn facts(reader: &Connection, note: RowId) -> Result<Vec<(RowId, Fact)>> {
    let sql = "select id, kind, count, minutes, label from note_fact
               where note = ?1 and removed_ms is null order by position, id";
    sql::all(reader, sql, [note.bytes()], |row| Ok((sql::id(row, "id")?, read_fact(row)?)))
        .doing("reading a coach note's facts")
}

/// Counts what this person did in the week from this day on: visits, lessons, debriefs, steps and time. No words.
///
/// # Errors
/// When the database fails.
pub fn count_week(reader: &Connection, me: RowId, monday: NaiveDate, moments: (i64, i64)) -> Result<Vec<Fact>> {
    let sunday = monday + chrono::Days::new(6);
    let own = |table: &str| written_here(&format!("{table}.id"));
    let sql = format!(
        "select 10 as place, 'visits_planned' as kind, count(*) as count, null as minutes, '' as label from visit
         where removed_ms is null and coach is null and state <> 'cancelled' and date between :monday and :sunday and {visits}
         union all
         select 11, 'visits_held', count(*), sum(minutes), '' from visit
         where removed_ms is null and coach is null and state = 'held' and date between :monday and :sunday and {visits}
         union all
         select 12, 'visits_cancelled', count(*), null, '' from visit
         where removed_ms is null and coach is null and state = 'cancelled' and date between :monday and :sunday and {visits}
         union all
         select 20, 'observations', count(*), sum(ended_offset_ms) / 60000, kind from observation
         where removed_ms is null and started_ms >= :from and started_ms < :to and coach is null and {coached} and {lessons} group by kind
         union all
         select 25, '{EVIDENCE_LINES}', count(distinct tag.line), null, ''
         from observation left join tag on tag.observation = observation.id and tag.removed_ms is null
           and exists (select 1 from line where line.id = tag.line and line.removed_ms is null)
         where observation.removed_ms is null and observation.kind = 'scripted' and observation.state <> 'capturing'
           and started_ms >= :from and started_ms < :to and coach is null and {coached} and {lessons}
         having count(distinct observation.id) > 0
         union all
         select 45, '{NO_CHECK_DATE}', count(*), null, '' from step
         where removed_ms is null and coach = :me and state in ('proposed', 'agreed', 'practising')
           and coalesce(check_date, '') = '' and coalesce(text, '') <> '' and created_ms >= :from and created_ms < :to
         union all
         select 30, 'debriefs', count(*), sum(minutes), '' from debrief
         where removed_ms is null and state in ('held', 'shared') and date between :monday and :sunday and {debriefs}
         union all
         select 40, 'steps_agreed', count(*), null, coalesce(category, '') from step
         where removed_ms is null and coach = :me and assigned between :monday and :sunday
           and state in ('agreed', 'practising', 'mastered') and coalesce(text, '') <> '' group by category
         union all
         select 50, 'steps_checked', count(*), null, result from step_check
         where removed_ms is null and made_by = :me and date between :monday and :sunday group by result
         union all
         select 60, 'time', count(*), sum(minutes), activity from log_entry
         where removed_ms is null and person = :me and date between :monday and :sunday
           and coalesce(source, '') <> 'left_out' group by activity
         order by place, count desc, label",
        visits = own("visit"),
        lessons = own("observation"),
        coached = coached("observation.purpose"),
        debriefs = own("debrief"),
    );
    let me = me.bytes();
    let parameters = rusqlite::named_params! {
        ":me": me, ":monday": monday.to_string(), ":sunday": sunday.to_string(), ":from": moments.0, ":to": moments.1,
    };
    let facts = sql::all(reader, &sql, parameters, read_fact).doing("counting a week")?;
    // That no line is evidence is a fact too: it flags the note for whoever reads it.
    Ok(facts.into_iter().filter(|fact| fact.count > 0 || fact.kind == EVIDENCE_LINES).collect())
}

/// Says in SQL that an observation is of a teacher's coaching: no exercise of two observers and no learning walk.
pub(crate) fn coached(purpose: &str) -> String {
    let (calibration, walk) = (Purpose::Calibration.code(), Purpose::LearningWalk.code());
    format!("coalesce({purpose}, '') not in ('{calibration}', '{walk}')")
}

/// Returns when the service last received something from the computers on which a coach writes notes, in milliseconds
/// since 1970, as far as it is here.
///
/// # Errors
/// When the database fails.
pub fn last_heard(reader: &Connection, coach: RowId) -> Result<Option<i64>> {
    // A note was begun on a computer of its coach; others' operations on it, such as its erasing, say nothing of theirs.
    // The service receives a computer's operations in their order, so that the last one tells: the rest is not read.
    let sql = "select max((select received_ms from op where op.replica = own.replica and received_ms is not null
                           order by ctr desc limit 1)) as at_ms
               from (select distinct (select replica from op where op.row = coach_note.id order by seq limit 1) as replica
                     from coach_note where coach = ?1) as own";
    let at_ms = sql::first(reader, sql, [coach.bytes()], |row| row.get::<_, Option<i64>>("at_ms"));
    Ok(at_ms.doing("finding when a coach was heard of")?.flatten())
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<CoachNote> {
    Ok(CoachNote {
        id: sql::id(row, "id")?,
        coach: sql::optional_id(row, "coach")?,
        teacher: sql::optional_id(row, "teacher")?,
        week: sql::words(row, "week")?,
        tried: sql::words(row, "tried")?,
        will_try: sql::words(row, "will_try")?,
        question: sql::words(row, "question")?,
    })
}

fn read_fact(row: &rusqlite::Row<'_>) -> rusqlite::Result<Fact> {
    Ok(Fact {
        kind: sql::words(row, "kind")?,
        count: row.get::<_, Option<u32>>("count")?.unwrap_or(0),
        minutes: row.get("minutes")?,
        label: sql::words(row, "label")?,
    })
}
