//! What of a document the readers of a further scope have: what stands and may enter, and no value from before.

use std::collections::BTreeSet;

use domain::{
    Value,
    access::{Refusal, may_enter, may_enter_with},
    scope::Scope,
};
use sync::{body::Body, fold::Row};

use super::document::{Document, Key, Member};
use crate::writing::{Change, Salted};

/// The largest version of a row, in bytes.
const LARGEST: usize = 1 << 20;

/// How much of a document its readers have already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Had {
    /// Nothing.
    Nothing,
    /// Something, and it is not known what.
    Something,
    /// What stood before anything arrived.
    AllBefore,
}

/// Returns what has to be written into the scope so that its readers have what stands.
///
/// # Errors
/// [`Refusal::TooLong`] when a row is.
pub(super) fn changes(document: &Document, scope: &Scope, had: Had) -> Result<Vec<Salted>, Refusal> {
    let mut changes = Vec::new();
    for (key, member) in &document.members {
        let before = member.before.as_ref().filter(|_| had == Had::Nothing && sync::planted!(ShareSendsHistory));
        if let Some(fields) = before.and_then(|before| standing(scope, *key, before)) {
            let change = Change { entity: key.0, row: key.1, body: Body::Version(fields) };
            changes.push((change, member.salt(&scope.bytes())));
        }
        let body = match had {
            Had::Nothing => standing(scope, *key, &member.now).map(Body::Version),
            Had::Something => change(scope, *key, None, &member.now),
            Had::AllBefore => since(scope, *key, member),
        };
        if let Some(body) = body {
            if matches!(body, Body::Version(_)) && body.encode().len() > LARGEST {
                return Err(Refusal::TooLong);
            }
            changes.push((Change { entity: key.0, row: key.1, body }, member.salt(&scope.bytes())));
        }
    }
    Ok(changes)
}

/// Returns what takes away from the readers, of all that has to be written: it needs nobody's leave.
pub(super) fn takings(document: &Document, scope: &Scope) -> Vec<Salted> {
    let gone = |change: &Change| matches!(change.body, Body::Remove { .. } | Body::Erase { .. });
    let bodies = document.members.iter().filter_map(|(key, member)| {
        let body = match since(scope, *key, member)? {
            Body::Version(_) if member.is_erased => Body::Erase { seen: Vec::new() },
            body => body,
        };
        Some((Change { entity: key.0, row: key.1, body }, member.salt(&scope.bytes())))
    });
    bodies.filter(|(change, _)| gone(change)).collect()
}

/// Returns what takes the whole document away.
pub(super) fn removals(document: &Document, scope: &Scope) -> Vec<Salted> {
    let entering = document.members.iter().filter(|(key, _)| may_enter(scope, key.0).is_ok());
    let gone = entering.map(|(key, member)| {
        let body = if member.now.erased_ms.is_some() { Body::Erase { seen: Vec::new() } } else { REMOVE };
        (Change { entity: key.0, row: key.1, body }, member.salt(&scope.bytes()))
    });
    gone.collect()
}

/// What it saw is said where it is known under which names the service wrote.
const REMOVE: Body = Body::Remove { seen: Vec::new() };

/// Returns what has to be written of a row for readers who had what stood before anything arrived.
fn since(scope: &Scope, key: Key, member: &Member) -> Option<Body> {
    match &member.before {
        None => None,
        // Its words go from what is stored, also where it was made again with the same.
        Some(_) if member.is_erased => standing(scope, key, &member.now)
            .map(Body::Version)
            .or_else(|| may_enter(scope, key.0).is_ok().then_some(Body::Erase { seen: Vec::new() })),
        Some(before) => change(scope, key, Some(before), &member.now),
    }
}

/// Returns what has to be written of a row for readers who had this, or something unknown.
fn change(scope: &Scope, key: Key, before: Option<&Row>, now: &Row) -> Option<Body> {
    may_enter(scope, key.0).ok()?;
    let had = before.map(|row| standing(scope, key, row));
    match standing(scope, key, now) {
        Some(fields) if had.as_ref() == Some(&Some(fields.clone())) => None,
        Some(fields) => Some(Body::Version(fields)),
        None if had == Some(None) => None,
        None if now.erased_ms.is_some() => Some(Body::Erase { seen: Vec::new() }),
        None => Some(REMOVE),
    }
}

/// Returns the fields of a living row that may enter the scope; nothing where the row does not live or may not.
fn standing(scope: &Scope, (entity, _): Key, row: &Row) -> Option<Vec<(u16, Value)>> {
    if !row.is_live() || may_enter(scope, entity).is_err() {
        return None;
    }
    let fields = row.values.keys().chain(row.texts.keys()).copied().collect::<BTreeSet<_>>();
    let fields = fields.into_iter().map(|field| (field, row.value(field)));
    Some(
        fields
            .filter(|(field, value)| *value != Value::Null && may_enter_with(scope, entity, *field, value).is_ok())
            .collect(),
    )
}
