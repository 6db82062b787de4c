//! What each device's file holds in the end, row by row: from which audience it is, and whether its person may have it by
//! the product's own table, written down here once more and asked of nobody.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    RowId,
    access::{Link, Record},
    scope::{Audience, Scope},
};
use server::facts::Fact;

use crate::{
    device::Device,
    log,
    people::People,
    tables,
    violation::{Kept, Violation, must},
};

const PROMISE: &str = "I6 each row of a file is of an audience of its person";

/// Counts the live rows of a device's file by audience, and looks at each that is not the person's own work.
///
/// # Errors
/// When a row is there without an operation that says why, or from an audience that is not the person's.
pub fn count(number: usize, device: &Device, people: &People, counts: &mut BTreeMap<&'static str, u64>) -> Kept {
    let person = device.identity.person;
    let mut scopes: BTreeMap<RowId, BTreeSet<Option<Vec<u8>>>> = BTreeMap::new();
    for logged in log::all(device.reader())? {
        scopes.entry(logged.op.row).or_default().insert(logged.scope);
    }
    for (row, shown) in tables::rows(device.reader())?.into_iter().filter(|(_, shown)| shown.is_live) {
        let from = scopes.get(&row).ok_or_else(|| Violation::new(PROMISE, format!("{row} came from nowhere")))?;
        let mut names = BTreeSet::new();
        for scope in from {
            let Some(bytes) = scope else {
                names.insert("own work");
                continue;
            };
            let scope = Scope::from_bytes(bytes).map_err(|error| Violation::new(PROMISE, error))?;
            if is_theirs(people, person, &scope, Record::of(shown.entity)) {
                names.insert(name(&scope));
            }
        }
        must(PROMISE, !names.is_empty(), || {
            format!("device {number} of {person} holds {row} of entity {} from {from:?}", shown.entity)
        })?;
        for name in names {
            *counts.entry(name).or_default() += 1;
        }
    }
    Ok(())
}

/// The product's table (§4.8), for the audiences of these worlds.
fn is_theirs(people: &People, person: RowId, scope: &Scope, record: Option<Record>) -> bool {
    let supervises = |coach: &RowId| people.holds(Fact::Supervises(person, *coach));
    let evaluates = |teacher: &RowId| people.holds(Fact::Link(person, *teacher, Link::Evaluator));
    match scope {
        Scope::Own { author } => *author == person,
        Scope::Pair { coach, teacher } => [coach, teacher].contains(&&person),
        Scope::Team { team } => people.of(person).teams.contains(team) || people.of(person).leads.contains_key(team),
        Scope::Programme { author, about: None, record: named } => Some(*named) == record && supervises(author),
        Scope::Programme { author, about: Some(teacher), record: named } => {
            let is_signed = people.is_agreed && (*author, *teacher, *named) == people.signed();
            let is_agreed = is_signed || people.holds(Fact::Agreed(*author, *teacher, *named));
            Some(*named) == record && supervises(author) && is_agreed && !evaluates(teacher)
        }
        Scope::Review { coach, .. } => record == Some(Record::Remark) && (*coach == person || supervises(coach)),
        Scope::Consented { reader, .. } => *reader == person,
        Scope::Organisation => matches!(record, Some(Record::Roster | Record::LookFors)),
        Scope::Activity { .. } | Scope::Aggregate { .. } => true,
    }
}

fn name(scope: &Scope) -> &'static str {
    match scope.audience() {
        Audience::Private | Audience::Author => "own work",
        Audience::Pair => "a pair",
        Audience::Team => "a team",
        Audience::Programme => "a programme",
        Audience::Activity => "activity",
        Audience::Aggregate => "figures",
        Audience::Organisation => "the organisation",
        Audience::Consented => "a consent",
        Audience::Review => "what is said of coach notes",
    }
}
