//! The scope that a row lives in here, where several have brought it: a document may be open to one reader in several ways.

use std::collections::BTreeMap;

use domain::scope::{Audience, Scope};
use rusqlite::Connection;

use super::{Body, Member};
use crate::{
    error::{Doing, Result},
    sql,
};

/// Where a row lives, and which other scopes say the same of it for other readers of its author.
pub(super) struct Home {
    pub scope: Option<i64>,
    pub beside: Vec<Option<i64>>,
}

/// Chooses among the scopes of a row's operations, which are in their order.
///
/// What people write themselves has one home, that of the row's beginning. What the service writes out of one author's
/// share says the same in each scope, with more or less of it: the richest shows in which the row stands, and when that
/// closes, the next.
pub(super) fn choose(connection: &Connection, all: &[Member]) -> Result<Home> {
    let first = all.first().and_then(|first| first.scope);
    if all.iter().all(|op| op.scope == first) {
        return Ok(Home { scope: first, beside: Vec::new() });
    }
    let scopes = scopes(connection, all)?;
    let Some(begun) = first.and_then(|number| scopes.get(&number)).filter(|scope| rank(scope).is_some()) else {
        return Ok(Home { scope: first, beside: Vec::new() });
    };
    let mut alike: Vec<i64> = Vec::new();
    for number in all.iter().filter_map(|op| op.scope) {
        let is_alike = scopes.get(&number).is_some_and(|scope| is_of_one_author(begun, scope));
        if is_alike && !alike.contains(&number) {
            alike.push(number);
        }
    }
    let home = alike.iter().copied().min_by_key(|number| (!stands(all, *number), scopes.get(number).and_then(rank)));
    let beside = alike.into_iter().map(Some).filter(|number| *number != home).collect();
    Ok(Home { scope: home, beside })
}

fn scopes(connection: &Connection, all: &[Member]) -> Result<BTreeMap<i64, Scope>> {
    let mut scopes = BTreeMap::new();
    for number in all.iter().filter_map(|op| op.scope) {
        if scopes.contains_key(&number) {
            continue;
        }
        let sql = "select bytes from local_scope where number = ?1";
        let bytes = sql::first(connection, sql, [number], |row| row.get::<_, Vec<u8>>(0)).doing("reading a scope")?;
        if let Some(scope) = bytes.and_then(|bytes| Scope::from_bytes(&bytes).ok()) {
            scopes.insert(number, scope);
        }
    }
    Ok(scopes)
}

/// How much of a document a scope holds, 0 for the most; nothing where people write themselves.
fn rank(scope: &Scope) -> Option<u8> {
    match scope.audience() {
        Audience::Pair => Some(0),
        Audience::Consented => Some(1),
        Audience::Programme => Some(2),
        Audience::Activity => Some(3),
        Audience::Private
        | Audience::Author
        | Audience::Team
        | Audience::Aggregate
        | Audience::Organisation
        | Audience::Review => None,
    }
}

/// Whether both are of one author's work about one teacher. A consent names no author, but the one document.
fn is_of_one_author(one: &Scope, other: &Scope) -> bool {
    let agrees =
        |one: Option<domain::RowId>, other: Option<domain::RowId>| one.is_none() || other.is_none() || one == other;
    rank(other).is_some() && one.teacher() == other.teacher() && agrees(one.author(), other.author())
}

/// Whether the row stands in a scope: what was said of it there last is no removal.
fn stands(all: &[Member], scope: i64) -> bool {
    let last = all.iter().rev().find(|op| op.scope == Some(scope));
    last.is_some_and(|op| !matches!(op.body(), Some(Body::Remove { .. } | Body::Erase { .. })))
}
