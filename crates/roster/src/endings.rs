//! Who and what is gone: missing in a full file, or called gone by a delta. They get a last day, today, and stay.
//!
//! Only what came from a roster can be ended by one, and never the work of the person whose profile this is.

use std::collections::{HashMap, HashSet};

use domain::{
    RowId,
    schema::{person, role, section},
};
use exchange::draft::{Mode, RecordKind};
use serde::Serialize;

use crate::{
    matching::is_from_roster,
    plan::{ChangeKind, Kind, Planning, Step},
    roles,
    stored::{Row, Stored},
    words,
};

/// How many people and classes would end, of how many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Ending {
    /// People without any role left, and classes.
    pub count: u32,
    /// The present people and classes that came from a roster.
    pub of: u32,
    /// Whether that is more than a tenth, so that it is ended only when the person says so.
    pub asks: bool,
}

/// Plans the last days of what is gone.
pub(crate) fn plan(planning: &mut Planning<'_>) {
    let present = Present::of(planning.stored);
    let gone = match planning.draft.mode {
        Mode::Bulk => missing(planning, &present),
        Mode::Delta => removed(planning, &present),
    };
    planning.plan.leaving = leaving(planning, &present, &gone);
    planning.plan.ending = ending(planning.plan.leaving, &present, gone.sections.len());
    let why = match planning.draft.mode {
        Mode::Bulk => "is not in this file",
        Mode::Delta => "is gone, says the file",
    };
    for row in gone.roles {
        let name = row.id_in(role::PERSON).map_or("", |person| planning.name(person));
        let label = format!("{name}, {}", row.text(role::CODE).replace('_', " "));
        end(planning, Kind::Role, row, role::ENDS, label, why);
    }
    for row in gone.sections {
        end(planning, Kind::Section, row, section::ENDS, row.text(section::TITLE).to_owned(), why);
    }
}

/// What came from a roster and goes on.
struct Present<'s> {
    /// The open roles of each person, those typed by hand too.
    people: HashMap<RowId, Vec<&'s Row>>,
    sections: Vec<&'s Row>,
    externals: HashMap<RowId, &'s str>,
}

/// What ends.
#[derive(Default)]
struct Gone<'s> {
    roles: Vec<&'s Row>,
    sections: Vec<&'s Row>,
}

impl<'s> Present<'s> {
    fn of(stored: &'s Stored) -> Self {
        let externals: HashMap<RowId, &str> = stored
            .people
            .iter()
            .map(|row| (row.id, row.text(person::EXTERNAL_ID)))
            .filter(|(id, external_id)| *id != stored.me && is_from_roster(external_id))
            .collect();
        let mut people: HashMap<RowId, Vec<&Row>> = HashMap::new();
        for row in stored.roles.iter().filter(|row| stored.is_open(row.text(role::ENDS))) {
            if let Some(person) = row.id_in(role::PERSON).filter(|person| externals.contains_key(person)) {
                people.entry(person).or_default().push(row);
            }
        }
        let is_present =
            |row: &&Row| is_from_roster(row.text(section::EXTERNAL_ID)) && stored.is_open(row.text(section::ENDS));
        Self { people, sections: stored.sections.iter().filter(is_present).collect(), externals }
    }

    fn roles(&self) -> impl Iterator<Item = (RowId, &'s Row)> {
        self.people.iter().flat_map(|(person, roles)| roles.iter().map(|row| (*person, *row)))
    }
}

/// What a full file does not hold. What it holds and could not be taken is not missing.
fn missing<'s>(planning: &Planning<'s>, present: &Present<'s>) -> Gone<'s> {
    let left_out: HashSet<(RecordKind, &str)> =
        planning.draft.left_out.iter().map(|record| (record.kind, record.external_id.as_str())).collect();
    let left_out_roles: Vec<&str> =
        left_out.iter().filter(|(kind, _)| *kind == RecordKind::Role).map(|(_, id)| *id).collect();
    let is_missing = |(person, row): &(RowId, &Row)| {
        if planning.met.contains(&row.id) || left_out.contains(&(RecordKind::Person, present.externals[person])) {
            return false;
        }
        // Of somebody who is in the file only what came from a roster ends, not what was typed beside it.
        let may_end = !planning.met.contains(person) || is_made_by_roster(row.id);
        may_end && !left_out_roles.iter().any(|id| is_named(planning.stored, row, id))
    };
    let mut gone = Gone { roles: present.roles().filter(is_missing).map(|(_, row)| row).collect(), ..Gone::default() };
    if planning.has_file("classes.csv") {
        let is_missing = |row: &&&Row| {
            !planning.met.contains(&row.id)
                && !left_out.contains(&(RecordKind::Section, row.text(section::EXTERNAL_ID)))
        };
        gone.sections = present.sections.iter().filter(is_missing).copied().collect();
    }
    gone.roles.sort_by_key(|row| row.id);
    gone
}

/// What a delta calls gone.
fn removed<'s>(planning: &Planning<'s>, present: &Present<'s>) -> Gone<'s> {
    let mut gone = Gone::default();
    for record in &planning.draft.removed {
        let id = record.external_id.as_str();
        match record.kind {
            RecordKind::Person => {
                let own = planning.person(&record.external_id).and_then(|person| present.people.get(&person));
                gone.roles.extend(own.into_iter().flatten());
            }
            RecordKind::Role => {
                let named = present.roles().filter(|(_, row)| is_named(planning.stored, row, id));
                gone.roles.extend(named.map(|(_, row)| row));
            }
            RecordKind::Section => {
                let named = present.sections.iter().filter(|row| row.text(section::EXTERNAL_ID) == id);
                gone.sections.extend(named);
            }
            // A teaching is a change of its class; organisations and terms have no last day here.
            RecordKind::Teaching | RecordKind::Org | RecordKind::Term => {}
        }
    }
    gone.roles.retain(|row| !planning.met.contains(&row.id));
    gone.roles.sort_by_key(|row| row.id);
    gone.roles.dedup_by_key(|row| row.id);
    gone
}

/// Returns whether the sender knows a role by this id.
fn is_named(stored: &Stored, row: &Row, external_id: &str) -> bool {
    let places = row.id_in(role::PERSON).zip(row.id_in(role::ORGANISATION));
    places.is_some_and(|(person, place)| roles::named(stored, external_id, person, place) == row.id)
}

/// Rows that a roster made carry a derived id, a version 5 UUID; those made by hand carry version 7.
pub(crate) fn is_made_by_roster(id: RowId) -> bool {
    id.bytes()[6] >> 4 == 5
}

/// How many people have no role any more.
fn leaving(planning: &Planning<'_>, present: &Present<'_>, gone: &Gone<'_>) -> u32 {
    let ended: HashSet<RowId> = gone.roles.iter().map(|row| row.id).collect();
    let leaves = |(person, roles): &(&RowId, &Vec<&Row>)| {
        !planning.arriving.contains(person) && roles.iter().all(|row| ended.contains(&row.id))
    };
    words::small(present.people.iter().filter(leaves).count())
}

/// More than a tenth of the people or of the classes is a question, not a fact: most likely the file is a part.
fn ending(leaving: u32, present: &Present<'_>, sections: usize) -> Ending {
    let (people, classes) = (words::small(present.people.len()), words::small(present.sections.len()));
    let sections = words::small(sections);
    let is_many = |count: u32, of: u32| u64::from(count) * 10 > u64::from(of);
    Ending {
        count: leaving.saturating_add(sections),
        of: people.saturating_add(classes),
        asks: is_many(leaving, people) || is_many(sections, classes),
    }
}

fn end(planning: &mut Planning<'_>, kind: Kind, row: &Row, field: u16, label: String, why: &str) {
    let fields = vec![(field, planning.stored.today.into())];
    let step = Step { kind, change: ChangeKind::Ended, row: row.id, fields, label, detail: why.to_owned() };
    planning.plan.endings.push(step);
}
