//! A document as its author's own operations make it: read from the log, folded as every device folds it.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    RowId, Value,
    document::{Subject, root_field, root_of, subject},
    schema::{self, Entity},
};
use sync::{
    batch::Batch,
    body::{Body, ERASE},
    fold::{Placed, Row},
    op::{Content, Op, OpRef},
    register::ord,
};

use crate::error::{Error, Result};

/// The number of a row's entity, and the row.
pub(super) type Key = (u16, RowId);

pub(super) const DAMAGED: Error = Error::Damaged { what: "a block" };

/// A document.
pub(super) struct Document {
    pub(super) root: Key,
    pub(super) members: BTreeMap<Key, Member>,
    /// The stored blocks that hold it, by their last numbers; none where they are known already.
    pub(super) found_in: BTreeSet<i64>,
    /// The batches that now arrive and touch it, by [`crate::taking::Entering::last`].
    pub(super) arrived: BTreeSet<i64>,
    /// Rows that are known to be its own before their creation is read: after a restore what somebody did to a row may
    /// have come before the row.
    pub(super) expected: BTreeSet<RowId>,
    /// Operations that arrive although what they say was erased before they came.
    pub(super) late: BTreeSet<OpRef>,
}

/// A row of a document.
pub(super) struct Member {
    pub(super) entity: &'static Entity,
    /// As it was before anything arrived that touches it; nothing where nothing does.
    pub(super) before: Option<Row>,
    /// As it stands.
    pub(super) now: Row,
    /// Whether what arrives erases it. It may have been made again since.
    pub(super) is_erased: bool,
    /// What its erasings took, by each replica's last change.
    gone: Vec<OpRef>,
    /// Of the salts of all its operations, which nobody but the author's devices ever has.
    salts: blake3::Hasher,
}

impl Member {
    fn new(entity: &'static Entity) -> Self {
        let salts = blake3::Hasher::new_derive_key("coachlight central service, salt of what is shared");
        Self { entity, before: None, now: Row::default(), is_erased: false, gone: Vec::new(), salts }
    }

    /// Whether somebody who knew the operation erased what it says.
    fn has_erased(&self, op: &Op) -> bool {
        let is_it = |gone: &OpRef| gone.replica == op.reference.replica && gone.ctr >= op.reference.ctr;
        op.kind != ERASE && matches!(op.content, Content::Whole { .. }) && self.gone.iter().any(is_it)
    }

    /// Returns a salt for what the service writes of this row into a scope. It changes with every operation.
    pub(super) fn salt(&self, scope: &[u8]) -> [u8; 16] {
        let mut salt = [0; 16];
        self.salts.clone().update(scope).finalize_xof().fill(&mut salt);
        salt
    }
}

impl Document {
    pub(super) fn new(root: Key) -> Self {
        Self {
            root,
            members: BTreeMap::new(),
            found_in: BTreeSet::new(),
            arrived: BTreeSet::new(),
            expected: BTreeSet::new(),
            late: BTreeSet::new(),
        }
    }

    /// Takes note of the rows that a batch makes in it.
    pub(super) fn expect(&mut self, batch: &Batch) {
        let made = batch.ops.iter().filter(|op| self.is_made_by(op)).map(|op| op.row);
        self.expected.extend(made.collect::<Vec<_>>());
    }

    /// Whether the operation makes a row of it.
    pub(super) fn is_made_by(&self, op: &Op) -> bool {
        const CREATE: i64 = 1;
        let Some(entity) = schema::entity(op.entity).filter(|_| op.kind == CREATE) else { return false };
        (op.entity, op.row) == self.root || op.body().is_ok_and(|body| names(entity, body.as_ref(), self.root))
    }

    /// Returns the root as it stands; nothing where the author never made it.
    pub(super) fn head(&self) -> Option<&Member> {
        self.members.get(&self.root).filter(|member| member.now.created_ms.is_some())
    }

    /// Returns whom it is about, and what kind of record it is; nothing where the author never made it.
    pub(super) fn subject(&self) -> Option<Subject> {
        self.head().map(|root| subject(root.entity, |field| root.now.value(field)))
    }

    /// Returns the rows that may not be known as its own yet.
    pub(super) fn unindexed(&self) -> impl Iterator<Item = RowId> {
        let is_all = !self.found_in.is_empty();
        let is_new = move |member: &Member| is_all || member.before.as_ref().is_some_and(|row| row == &Row::default());
        self.members.iter().filter(move |(_, member)| is_new(member)).map(|((_, row), _)| *row)
    }

    /// Rows that were taken for its own, and say that they belong to another.
    pub(super) fn dismiss_strangers(&mut self) {
        let root = self.root;
        self.members.retain(|key, member| {
            let named = root_field(member.entity).map(|field| member.now.value(field));
            let is_its = is_part(member.entity, root) && named == Some(Value::Id(root.1));
            *key == root || member.now.erased_ms.is_some() || is_its
        });
    }

    /// Takes in an operation when it is of this document, and returns whether it is.
    pub(super) fn take(&mut self, op: &Op, received_ms: i64, arrives: bool) -> Result<bool> {
        let key = (op.entity, op.row);
        let (Some(entity), true) = (schema::entity(op.entity), Body::KINDS.contains(&op.kind)) else {
            return Ok(false);
        };
        let body = op.body().map_err(|_| DAMAGED)?;
        let belongs = key == self.root
            || self.members.contains_key(&key)
            || self.expected.contains(&op.row)
            || names(entity, body.as_ref(), self.root);
        if !belongs {
            return Ok(false);
        }
        let member = self.members.entry(key).or_insert_with(|| Member::new(entity));
        if arrives && member.before.is_none() {
            member.before = Some(member.now.clone());
        }
        member.is_erased |= arrives && op.kind == ERASE;
        if arrives && member.has_erased(op) {
            self.late.insert(op.reference);
        }
        if let Some(Body::Erase { seen }) = &body {
            member.gone.extend(seen);
        }
        if let Content::Whole { salt, .. } = &op.content {
            member.salts.update(salt);
        }
        let placed =
            Placed { reference: op.reference, hlc: op.hlc, ord: ord(op.hlc, received_ms), body: body.as_ref() };
        member.now.take(entity, &placed);
        Ok(true)
    }
}

/// Returns whether the body makes a row that names this root. A part of another kind of document is none of this one: it
/// would go where the root goes, whoever may write such parts there.
fn names(entity: &Entity, body: Option<&Body>, root: Key) -> bool {
    let (Some(field), Some(Body::Create(fields))) = (root_field(entity), body) else { return false };
    is_part(entity, root) && fields.contains(&(field, Value::Id(root.1)))
}

fn is_part(entity: &Entity, root: Key) -> bool {
    root_of(entity).is_some_and(|kind| kind.number == root.0)
}
