//! Everybody in a list, with what is due.

use chrono::NaiveDate;
use domain::{
    RowId,
    caseload::{self, Standing},
    person::role_label,
    time,
};
use serde::Serialize;
use store::{Connection, person as stored};

use super::{TeamView, class, coaching, lasts, team};
use crate::{Result, debrief, observation, session};

/// A person in the list.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct PersonRow {
    /// The row.
    pub id: RowId,
    /// The name.
    pub name: String,
    /// The roles in words, the present ones.
    pub roles: Vec<String>,
    /// The school's name.
    pub school: String,
    /// The classes in words.
    pub classes: String,
    /// When an observation or another visit last took place, in words; nothing when never.
    pub last_visit: Option<String>,
    /// For when the next visit is planned, in words.
    pub planned: Option<String>,
    /// When a visit is due by my agreed cadence, in words; nothing where one is planned.
    pub due: Option<String>,
    /// Whether that day is over.
    pub is_overdue: bool,
    /// Whether I coach this person by a cadence and was never there.
    pub is_not_yet: bool,
    /// Whether every role has ended.
    pub has_left: bool,
    /// The day of the lesson, in words, whose debrief was prepared and not held in time; the oldest.
    pub late_debrief: Option<String>,
    /// In how many of the last four weeks I met somebody whom I mentor; nothing for everybody else.
    pub mentored: Option<String>,
}

/// Everybody.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct PeopleView {
    /// By family name.
    pub people: Vec<PersonRow>,
    /// By title.
    pub teams: Vec<TeamView>,
}

/// Lists everybody, with what is due.
///
/// # Errors
/// When the database fails.
pub fn list(reader: &Connection, now_ms: i64) -> Result<PeopleView> {
    let session = session::load(reader)?;
    let today = time::local(now_ms, session.zone).date_naive();
    let (roles, relationships) = (stored::roles(reader)?, stored::relationships(reader)?);
    let visits = store::visit::ends(reader, today)?;
    let calendar = store::calendar::around(reader, session.organisation, today)?;
    let late = debrief::late(reader, &session, &calendar, today)?;
    let mut people = Vec::new();
    for found in stored::all(reader)?.into_iter().filter(|found| found.id != session.me) {
        let own: Vec<_> = roles.iter().filter(|role| role.person == found.id).collect();
        let present: Vec<_> = own.iter().filter(|role| lasts(&role.ends, today)).collect();
        let last = store::observation::latest(reader, Some(found.id), 0, 1)?.into_iter().next();
        let lesson = last.map(|last| time::local(last.started_ms, observation::zone(&last)).date_naive());
        let ends = visits.iter().find(|ends| ends.teacher == found.id);
        let day = |day: Option<&String>| day.and_then(|day| day.parse::<NaiveDate>().ok());
        let last_day = lesson.max(day(ends.and_then(|ends| ends.last_held.as_ref())));
        let planned = day(ends.and_then(|ends| ends.next_open.as_ref()));
        let mine = relationships
            .iter()
            .find(|one| one.teacher == found.id && one.coach == session.me && lasts(&one.ends, today));
        let is_mentored = mine.is_some_and(|one| one.kind == caseload::MENTOR);
        let cadence = mine.and_then(|relationship| u32::try_from(relationship.cadence_days?).ok());
        let standing = caseload::standing(cadence, last_day, planned, today, &calendar);
        people.push(PersonRow {
            id: found.id,
            name: found.name(),
            roles: present.iter().map(|role| role_label(&role.code)).collect(),
            school: observation::school_name(reader, present.first().and_then(|role| role.organisation))?,
            classes: class::in_words(reader, found.id, today)?,
            last_visit: last_day.map(time::brief_day),
            planned: planned.map(time::brief_day),
            due: match standing {
                Some(Standing::Due(day) | Standing::DueSince(day)) => Some(time::brief_day(day)),
                Some(Standing::Planned(_) | Standing::NotYet) | None => None,
            },
            is_overdue: matches!(standing, Some(Standing::DueSince(_))),
            is_not_yet: standing == Some(Standing::NotYet),
            late_debrief: late.iter().find(|one| one.teacher == found.id).map(|one| one.lesson.clone()),
            mentored: is_mentored.then(|| coaching::met_in_words(reader, found.id, today)).transpose()?,
            has_left: !own.is_empty() && present.is_empty(),
        });
    }
    Ok(PeopleView { people, teams: team::all(reader, today)? })
}
