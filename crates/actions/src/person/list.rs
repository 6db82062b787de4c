//! Everybody in a list, with what is due.

use domain::{RowId, person::role_label, time};
use serde::Serialize;
use store::{Connection, person as stored};

use super::{TeamView, class, lasts, team};
use crate::{Result, observation, session};

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
    /// When an observation last began, in words; nothing when never.
    pub last_visit: Option<String>,
    /// When a visit is due by the agreed cadence, in words.
    pub due: Option<String>,
    /// Whether that day is over.
    pub is_overdue: bool,
    /// Whether every role has ended.
    pub has_left: bool,
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
    let mut people = Vec::new();
    for found in stored::all(reader)?.into_iter().filter(|found| found.id != session.me) {
        let own: Vec<_> = roles.iter().filter(|role| role.person == found.id).collect();
        let present: Vec<_> = own.iter().filter(|role| lasts(&role.ends, today)).collect();
        let last = store::observation::latest(reader, Some(found.id), 0, 1)?.into_iter().next();
        let last_day = last.map(|last| time::local(last.started_ms, observation::zone(&last)).date_naive());
        let cadence = relationships
            .iter()
            .find(|relationship| relationship.teacher == found.id && lasts(&relationship.ends, today))
            .and_then(|relationship| relationship.cadence_days);
        let due = cadence.map(|days| last_day.map_or(today, |last| last + chrono::TimeDelta::days(days)));
        people.push(PersonRow {
            id: found.id,
            name: found.name(),
            roles: present.iter().map(|role| role_label(&role.code)).collect(),
            school: observation::school_name(reader, present.first().and_then(|role| role.organisation))?,
            classes: class::in_words(reader, found.id, today)?,
            last_visit: last_day.map(time::brief_day),
            due: due.map(time::brief_day),
            is_overdue: due.is_some_and(|due| due < today),
            has_left: !own.is_empty() && present.is_empty(),
        });
    }
    Ok(PeopleView { people, teams: team::all(reader, today)? })
}
