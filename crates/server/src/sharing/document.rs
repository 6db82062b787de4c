//! A document as its author's own operations make it: read from the log, folded as every device folds it.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    RowId, Value,
    document::{root_field, teacher_field},
    schema::{self, Entity},
    scope::Scope,
};
use sync::{
    batch::Batch,
    body::Body,
    fold::{Placed, Row},
    op::{Content, Op},
    register::ord,
};

use crate::{
    error::{Error, Result},
    storage::{self, Tx},
    taking::Entering,
};

/// The number of a row's entity, and the row.
pub(super) type Key = (u16, RowId);

const DAMAGED: Error = Error::Damaged { what: "a block" };
/// How many blocks are held at once.
const AT_ONCE: usize = 16;

/// A document.
pub(super) struct Document {
    pub(super) root: Key,
    pub(super) members: BTreeMap<Key, Member>,
    /// The stored blocks that hold it, by their last numbers; none where they are known already.
    pub(super) found_in: BTreeSet<i64>,
    /// The batches that now arrive and touch it, by [`Entering::last`].
    pub(super) arrived: BTreeSet<i64>,
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
    /// Of the salts of all its operations, which nobody but the author's devices ever has.
    salts: blake3::Hasher,
}

impl Member {
    fn new(entity: &'static Entity) -> Self {
        let salts = blake3::Hasher::new_derive_key("coachlight central service, salt of what is shared");
        Self { entity, before: None, now: Row::default(), is_erased: false, salts }
    }

    /// Returns a salt for what the service writes of this row into a scope. It changes with every operation.
    pub(super) fn salt(&self, scope: &[u8]) -> [u8; 16] {
        let mut salt = [0; 16];
        self.salts.clone().update(scope).finalize_xof().fill(&mut salt);
        salt
    }
}

impl Document {
    fn new(root: Key) -> Self {
        Self { root, members: BTreeMap::new(), found_in: BTreeSet::new(), arrived: BTreeSet::new() }
    }

    /// Returns the root as it stands; nothing where the author never made it.
    pub(super) fn head(&self) -> Option<&Member> {
        self.members.get(&self.root).filter(|member| member.now.created_ms.is_some())
    }

    /// Returns the teacher of whom it speaks.
    pub(super) fn teacher(&self) -> Option<RowId> {
        let root = self.head()?;
        match root.now.value(teacher_field(root.entity)?) {
            Value::Id(teacher) => Some(teacher),
            _ => None,
        }
    }

    /// Returns the rows that may not be known as its own yet.
    pub(super) fn unindexed(&self) -> impl Iterator<Item = RowId> {
        let is_all = !self.found_in.is_empty();
        let is_new = move |member: &Member| is_all || member.before.as_ref().is_some_and(|row| row == &Row::default());
        self.members.iter().filter(move |(_, member)| is_new(member)).map(|((_, row), _)| *row)
    }

    /// Rows that were taken for its own, and say that they belong to another.
    fn dismiss_strangers(&mut self) {
        let root = self.root;
        self.members.retain(|key, member| {
            let named = root_field(member.entity).map(|field| member.now.value(field));
            *key == root || member.now.erased_ms.is_some() || named == Some(Value::Id(root.1))
        });
    }

    /// Takes in an operation when it is of this document, and returns whether it is.
    fn take(&mut self, op: &Op, received_ms: i64, arrives: bool) -> Result<bool> {
        let key = (op.entity, op.row);
        let (Some(entity), true) = (schema::entity(op.entity), Body::KINDS.contains(&op.kind)) else {
            return Ok(false);
        };
        let body = op.body().map_err(|_| DAMAGED)?;
        let belongs = key == self.root || self.members.contains_key(&key) || names(entity, body.as_ref(), self.root.1);
        if !belongs {
            return Ok(false);
        }
        let member = self.members.entry(key).or_insert_with(|| Member::new(entity));
        if arrives && member.before.is_none() {
            member.before = Some(member.now.clone());
        }
        member.is_erased |= arrives && matches!(body, Some(Body::Erase { .. }));
        if let Content::Whole { salt, .. } = &op.content {
            member.salts.update(salt);
        }
        let placed =
            Placed { reference: op.reference, hlc: op.hlc, ord: ord(op.hlc, received_ms), body: body.as_ref() };
        member.now.take(entity, &placed);
        Ok(true)
    }
}

/// Returns whether the body makes a row that names this root.
fn names(entity: &Entity, body: Option<&Body>, root: RowId) -> bool {
    let (Some(field), Some(Body::Create(fields))) = (root_field(entity), body) else { return false };
    fields.contains(&(field, Value::Id(root)))
}

/// Reads documents of an author's own work, and takes in what arrives. `known` are indexed already.
pub(super) fn load(
    tx: &mut dyn Tx,
    (org, author): (RowId, RowId),
    (known, new): (&BTreeSet<Key>, &BTreeSet<Key>),
    (arriving, now_ms): (&[&Entering<'_>], i64),
) -> Result<Vec<Document>> {
    let mut documents: Vec<_> = known.iter().map(|root| Document::new(*root)).collect();
    for document in &mut documents {
        read_known(tx, org, author, document)?;
    }
    let mut unknown: Vec<_> = new.iter().map(|root| Document::new(*root)).collect();
    let own = Scope::Own { author }.bytes();
    if let Some(from) = beginning(tx, org, &own, new, arriving)? {
        read_from(tx, org, &own, from, &mut unknown)?;
    }
    documents.append(&mut unknown);
    for document in &mut documents {
        for entering in arriving {
            for op in &entering.batch.ops {
                if document.take(op, now_ms, true)? {
                    document.arrived.insert(entering.last);
                }
            }
        }
        document.dismiss_strangers();
    }
    Ok(documents)
}

fn read_known(tx: &mut dyn Tx, org: RowId, author: RowId, document: &mut Document) -> Result<()> {
    let mut after = 0;
    loop {
        let rows = tx.query(
            "select b.last_seq, b.received_ms, b.batch from shared_block s
             join block b on b.org_id = s.org_id and b.last_seq = s.last_seq
             where s.org_id = $1 and s.author = $2 and s.root = $3 and s.last_seq > $4
             order by s.last_seq limit 16",
            &[org.into(), author.into(), document.root.1.into(), after.into()],
        )?;
        for row in &rows {
            let (last_seq, received_ms, batch) = block(row)?;
            after = last_seq;
            for op in &batch.ops {
                document.take(op, received_ms, false)?;
            }
        }
        if rows.len() < AT_ONCE {
            return Ok(());
        }
    }
}

/// Reads the author's own work from a number on.
fn read_from(tx: &mut dyn Tx, org: RowId, own: &[u8], from: i64, documents: &mut [Document]) -> Result<()> {
    let mut after = from - 1;
    loop {
        let rows = tx.query(
            "select last_seq, received_ms, batch from block
             where org_id = $1 and scope = $2 and last_seq > $3 order by last_seq limit 16",
            &[org.into(), own.into(), after.into()],
        )?;
        for row in &rows {
            let (last_seq, received_ms, batch) = block(row)?;
            after = last_seq;
            for document in &mut *documents {
                for op in &batch.ops {
                    if document.take(op, received_ms, false)? {
                        document.found_in.insert(last_seq);
                    }
                }
            }
        }
        if rows.len() < AT_ONCE {
            return Ok(());
        }
    }
}

/// Returns the number of the block with which the oldest of these documents begins; nothing where all of them begin with
/// what arrives. It looks from the end, because what is shared is new as a rule.
fn beginning(
    tx: &mut dyn Tx,
    org: RowId,
    own: &[u8],
    roots: &BTreeSet<Key>,
    arriving: &[&Entering<'_>],
) -> Result<Option<i64>> {
    let mut missing: BTreeSet<Key> = roots.iter().copied().filter(|root| !is_derived(root.1)).collect();
    let is_everywhere = missing.len() < roots.len();
    arriving.iter().for_each(|entering| found(&mut missing, entering.batch));
    if is_everywhere {
        return Ok(Some(0));
    }
    let (mut before, mut begins) = (i64::MAX, None);
    while !missing.is_empty() {
        let rows = tx.query(
            "select last_seq, received_ms, batch from block
             where org_id = $1 and scope = $2 and last_seq < $3 order by last_seq desc limit 16",
            &[org.into(), own.into(), before.into()],
        )?;
        for row in &rows {
            let (last_seq, _, batch) = block(row)?;
            before = last_seq;
            begins = Some(last_seq);
            found(&mut missing, &batch);
        }
        if rows.len() < AT_ONCE {
            break;
        }
    }
    Ok(begins)
}

fn found(missing: &mut BTreeSet<Key>, batch: &Batch) {
    const CREATE: i64 = 1;
    for op in batch.ops.iter().filter(|op| op.kind == CREATE) {
        missing.remove(&(op.entity, op.row));
    }
}

/// Returns whether two devices may have made the row, so that its first creation is not the only one.
fn is_derived(row: RowId) -> bool {
    row.bytes()[6] >> 4 != 7
}

fn block(row: &storage::Row) -> Result<(i64, i64, Batch)> {
    let batch = Batch::decode(row.bytes(2)?).map_err(|_| DAMAGED)?;
    Ok((row.integer(0)?, row.integer(1)?, batch))
}
