//! The operations of one row, in the order in which they are folded: as the service settled them, and behind them those
//! that wait.

use std::collections::HashMap;

use domain::{
    RowId,
    schema::{self, Entity, Log},
};
use rusqlite::Connection;
use sync::{
    body::ERASE,
    fold::{self, Placed, WAITING},
    register,
};

use super::{
    Body, Draft, OpRef, Place,
    home::{self, Home},
};
use crate::{
    error::{Doing, Result},
    lease, sql,
};

/// One operation of a row.
#[derive(Debug)]
pub(crate) struct Member {
    pub reference: OpRef,
    pub hlc: i64,
    pub entity: u16,
    pub kind: i64,
    pub scope: Option<i64>,
    /// Whether the service has settled it.
    pub is_settled: bool,
    /// What decides between concurrent changes.
    ord: i64,
    /// Its place: settled ones first, then those that another epoch of the service had settled, then those that wait.
    key: (i64, i64, i64),
    body: Said,
}

/// What an operation says, as far as this version understands it.
#[derive(Debug)]
enum Said {
    Body(Body),
    Erased,
    Newer,
}

impl Member {
    /// Returns an operation of this act, which is not in the log yet.
    pub fn of_draft(draft: &Draft) -> Self {
        Self {
            reference: draft.reference,
            hlc: draft.hlc,
            entity: draft.entity,
            kind: draft.body.kind(),
            scope: draft.scope,
            is_settled: false,
            ord: WAITING,
            key: (i64::MAX, i64::MAX, draft.seq),
            body: Said::Body(draft.body.clone()),
        }
    }

    /// Returns an operation that the service just settled, with its number in the log here.
    pub fn of_op(op: &sync::op::Op, seq: i64, place: &Place) -> Result<Self> {
        let body = match &op.content {
            sync::op::Content::Whole { body, .. } => Some(body.as_slice()),
            sync::op::Content::Erased { .. } => None,
        };
        Ok(Self {
            reference: op.reference,
            hlc: op.hlc,
            entity: op.entity,
            kind: op.kind,
            scope: place.scope,
            is_settled: place.settled.is_some(),
            ord: ord(op.hlc, place.received_ms),
            key: (place.settled.unwrap_or(i64::MAX), i64::MAX, seq),
            body: said(op.kind, op.schema, body)?,
        })
    }

    /// Returns what it says; nothing where that was erased, or is not understood.
    pub fn body(&self) -> Option<&Body> {
        match &self.body {
            Said::Body(body) => Some(body),
            Said::Erased | Said::Newer => None,
        }
    }

    /// Returns whether it also speaks of fields that this version does not know.
    fn has_more(&self, entity: &Entity) -> bool {
        let is_new = |number: &u16| entity.field(*number).is_none();
        match self.body() {
            Some(Body::Create(fields) | Body::Version(fields)) => fields.iter().any(|(number, _)| is_new(number)),
            Some(Body::Set { field, .. } | Body::Text { field, .. }) => is_new(field),
            Some(
                Body::Remove { .. }
                | Body::Restore
                | Body::Erase { .. }
                | Body::Share { .. }
                | Body::Withheld { .. }
                | Body::Unshare { .. },
            )
            | None => false,
        }
    }

    /// Returns whether something is left of it: an erased creation still says that there was a row, an erased change
    /// says nothing.
    fn is_left(&self) -> bool {
        const MAKES: [i64; 2] = [1, 8];
        !matches!(self.body, Said::Erased) || MAKES.contains(&self.kind)
    }

    fn placed(&self) -> Placed<'_> {
        Placed { reference: self.reference, hlc: self.hlc, ord: self.ord, body: self.body() }
    }
}

fn ord(hlc: i64, received_ms: Option<i64>) -> i64 {
    received_ms.map_or(WAITING, |received_ms| register::ord(hlc, received_ms))
}

fn said(kind: i64, schema: i64, body: Option<&[u8]>) -> Result<Said> {
    let Some(body) = body else { return Ok(Said::Erased) };
    match Body::decode(kind, body) {
        Ok(body) => Ok(Said::Body(body)),
        Err(_) if schema > i64::from(schema::SCHEMA) => Ok(Said::Newer),
        Err(error) => Err(error.into()),
    }
}

/// All operations of a row that this file has.
#[derive(Debug)]
pub(crate) struct Members {
    pub entity: Option<&'static Entity>,
    scope: Option<i64>,
    /// Those that the row is folded from, in their order.
    pub folded: Vec<Member>,
    /// What the service wrote of it for other readers of the same share, who are this person too: by scope, in order.
    beside: Vec<Vec<Member>>,
    /// How many belong to another scope than the row, or to another kind of row.
    pub elsewhere: u32,
    /// How many a newer version wrote in a way that this one does not understand.
    pub newer: u32,
    /// Whether others wrote it, and this computer had no contact for too long: nothing of it is shown.
    pub is_shut: bool,
}

impl Members {
    /// Reads a row's operations, and adds those of an act that is under way.
    pub fn read(connection: &Connection, row: RowId, drafts: &[Draft]) -> Result<Self> {
        let mut all = sql::all(
            connection,
            "select seq, replica, ctr, hlc, schema, entity, kind, body, scope, settled, received_ms, offered
             from op where row = ?1 order by seq",
            [row.bytes()],
            read,
        )
        .doing("reading a row's operations")?
        .into_iter()
        .collect::<Result<Vec<_>>>()?;
        all.extend(drafts.iter().filter(|draft| draft.row == row).map(Member::of_draft));
        Self::of(connection, all)
    }

    /// Puts a row's operations in their order.
    pub fn of(connection: &Connection, mut all: Vec<Member>) -> Result<Self> {
        put_in_order(&mut all);
        let Some(entity) = all.first().map(|first| first.entity) else {
            return Ok(Self {
                entity: None,
                scope: None,
                folded: all,
                beside: Vec::new(),
                elsewhere: 0,
                newer: 0,
                is_shut: false,
            });
        };
        let Home { scope, beside } = home::choose(connection, &all)?;
        let is_shut = lease::shuts(connection, scope, all.iter().map(|op| op.reference.replica))?;
        let is_beside = |op: &mut Member, scope: Option<i64>| op.entity == entity && op.scope == scope;
        let beside = beside.into_iter().map(|scope| all.extract_if(.., |op| is_beside(op, scope)).collect()).collect();
        let known = schema::entity(entity);
        // What is private comes from this computer alone, whatever anybody sends.
        let is_private = known.is_some_and(|known| known.log == Log::Private);
        let is_home = |op: &Member| op.entity == entity && op.scope == scope && !(is_private && op.is_settled);
        let before = all.len();
        all.retain(is_home);
        let elsewhere = before - all.len();
        let home = all.len();
        all.retain(|op| known.is_some() && !matches!(op.body, Said::Newer));
        // What was erased says no more of those fields than of any other.
        let left = &all[erased(&all).len()..];
        let newer = home - all.len() + known.map_or(0, |known| left.iter().filter(|op| op.has_more(known)).count());
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let (elsewhere, newer) = (number(elsewhere), number(newer));
        Ok(Self { entity: known, scope, folded: all, beside, elsewhere, newer, is_shut })
    }

    /// Returns whether this file has no operation of the row at all.
    pub fn is_empty(&self) -> bool {
        self.folded.is_empty() && self.elsewhere == 0 && self.newer == 0
    }

    /// Returns the scope that the row lives in.
    pub fn scope(&self) -> Option<i64> {
        self.scope
    }

    /// Makes the row from them.
    pub fn fold(&self) -> fold::Row {
        let left = self.folded.iter().filter(|op| op.is_left()).map(Member::placed);
        self.entity.map_or_else(fold::Row::default, |entity| fold::Row::fold(entity, left))
    }

    /// Makes the row step by step and shows it after each of them.
    pub fn each_step(&self, mut see: impl FnMut(&Member, &fold::Row)) {
        let Some(entity) = self.entity else { return };
        let mut row = fold::Row::default();
        for member in self.folded.iter().filter(|op| op.is_left()) {
            row.take(entity, &member.placed());
            see(member, &row);
        }
    }

    /// Returns the operations whose content an erasure took, or should have taken, in every scope: everything before the
    /// last one, and behind it what was written by somebody who did not know of it.
    pub fn erased(&self) -> impl Iterator<Item = &Member> {
        std::iter::once(&self.folded).chain(&self.beside).flat_map(|ops| erased(ops))
    }
}

fn erased(ops: &[Member]) -> &[Member] {
    let erase = ops.iter().rposition(|op| op.kind == ERASE);
    let Some(erase) = erase else { return &[] };
    let gone = match &ops[erase].body {
        Said::Body(Body::Erase { seen }) => seen.as_slice(),
        Said::Body(_) | Said::Erased | Said::Newer => &[],
    };
    // What the eraser knew begins nothing anew, wherever it stands.
    let is_gone =
        |op: &Member| gone.iter().any(|gone| gone.replica == op.reference.replica && gone.ctr >= op.reference.ctr);
    let again = ops[erase..]
        .iter()
        .position(|op| matches!(op.body, Said::Body(Body::Create(_) | Body::Version(_))) && !is_gone(op));
    &ops[..again.map_or(ops.len(), |again| erase + again)]
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Result<Member>> {
    let (hlc, kind) = (row.get("hlc")?, row.get("kind")?);
    let received_ms = row.get("received_ms")?;
    let settled: Option<i64> = row.get("settled")?;
    let offered: Option<i64> = row.get("offered")?;
    let body = match row.get_ref("body")? {
        rusqlite::types::ValueRef::Blob(bytes) => Some(bytes),
        _ => None,
    };
    let body = match said(kind, row.get("schema")?, body) {
        Ok(body) => body,
        Err(error) => return Ok(Err(error)),
    };
    Ok(Ok(Member {
        reference: OpRef { replica: row.get("replica")?, ctr: row.get("ctr")? },
        hlc,
        entity: row.get("entity")?,
        kind,
        scope: row.get("scope")?,
        is_settled: settled.or(received_ms).is_some(),
        ord: ord(hlc, received_ms),
        key: (settled.unwrap_or(i64::MAX), offered.unwrap_or(i64::MAX), row.get("seq")?),
        body,
    }))
}

/// Sorts by place. One replica's operations never change their order: what is in custody stands before what the same
/// replica wrote after it, although that was settled.
fn put_in_order(all: &mut [Member]) {
    let in_order = |all: &[Member]| all.is_sorted_by_key(|op| (op.key, op.reference.ctr));
    let of_one = |all: &[Member]| all.iter().all(|op| op.reference.replica == all[0].reference.replica);
    if in_order(all) && (all.len() < 2 || (of_one(all) && all.is_sorted_by_key(|op| op.reference.ctr))) {
        return;
    }
    all.sort_by_key(|op| std::cmp::Reverse(op.reference));
    let mut next = HashMap::new();
    for op in all.iter_mut() {
        let bound = next.entry(op.reference.replica).or_insert(op.key);
        op.key = op.key.min(*bound);
        *bound = op.key;
    }
    all.sort_by_key(|op| (op.key, op.reference.ctr));
}
