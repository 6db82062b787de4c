//! Who can read a shared record, as far as the service has told this computer.

use domain::access::Record;
use serde::Serialize;
use store::{Connection, handover, sharing};

use super::{Found, SharedKind};
use crate::{Result, observation::named, session};

/// Why somebody can read a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum ReaderKind {
    /// It is about them.
    You,
    /// They wrote it and shared it.
    Coach,
    /// They supervise its coach, and the sharing agreement lists this kind of record.
    Supervisors,
    /// They follow its coach, and the teacher agreed to show it to them.
    Successor,
}

/// Somebody who can read a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ReaderView {
    /// Why.
    pub kind: ReaderKind,
    /// The person's name; of supervisors, the name of the coach whom they supervise.
    pub name: String,
}

/// Lists who can read a record.
pub(super) fn of(reader: &Connection, found: &Found) -> Result<Vec<ReaderView>> {
    if found.teacher.is_some() {
        return Ok(Vec::new());
    }
    let me = session::load(reader)?.me;
    let name = |id| named(reader, id).map(|named| named.name);
    let mut readers = vec![
        ReaderView { kind: ReaderKind::You, name: name(me)? },
        ReaderView { kind: ReaderKind::Coach, name: name(found.coach)? },
    ];
    // What is of a coach is opened to nobody else, whatever an agreement lists.
    let is_of_coach = SharedKind::of(reader, found)? == SharedKind::CoachObservation;
    let record = Record::of(found.entity.number).filter(|_| !is_of_coach);
    let agreed = sharing::facts(reader)?.map(|facts| facts.agreed).unwrap_or_default();
    if record.is_some_and(|record| agreed.contains(&(found.coach, me, record))) {
        readers.push(ReaderView { kind: ReaderKind::Supervisors, name: name(found.coach)? });
    }
    for successor in handover::agreed(reader, found.id)? {
        readers.push(ReaderView { kind: ReaderKind::Successor, name: name(successor)? });
    }
    Ok(readers)
}
