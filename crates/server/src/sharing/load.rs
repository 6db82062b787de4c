//! Reading documents of an author's own work out of what is stored, and taking in what arrives.

use std::collections::BTreeSet;

use domain::{RowId, scope::Scope};
use sync::batch::Batch;

use super::{
    document::{DAMAGED, Document, Key},
    rows,
};
use crate::{
    error::Result,
    organisation::Organisation,
    storage::{self, Tx},
    taking::Entering,
};

/// How many blocks are held at once.
const AT_ONCE: usize = 16;

/// Reads documents of an author's own work, and takes in what arrives. `known` are indexed already.
///
/// Somebody can only have changed a row that came to them through the service, so its creation has the smaller number.
/// Not after a restore: then another computer may bring what it did to a row before the row is brought again. So where a
/// document grows, or is read for the first time, everything since the first restore is read for what came before its row.
pub(super) fn load(
    tx: &mut dyn Tx,
    (org, author): (&Organisation, RowId),
    (known, new): (&BTreeSet<Key>, &BTreeSet<Key>),
    (arriving, now_ms): (&[&Entering<'_>], i64),
) -> Result<Vec<Document>> {
    let own = Own { org, author, scope: Scope::Own { author }.bytes() };
    let mut documents = Vec::new();
    for root in known {
        documents.push(own.read_known(tx, *root, arriving)?);
    }
    documents.extend(own.read_new(tx, new, arriving)?);
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

/// An author's own work.
struct Own<'a> {
    org: &'a Organisation,
    author: RowId,
    scope: Vec<u8>,
}

impl Own<'_> {
    /// Reads a document whose rows and blocks are indexed.
    fn read_known(&self, tx: &mut dyn Tx, root: Key, arriving: &[&Entering<'_>]) -> Result<Document> {
        let mut document = Document::new(root);
        let Some(restored) = self.org.restored() else {
            self.read_indexed(tx, &mut document, i64::MAX)?;
            return Ok(document);
        };
        document.expected = rows::members(tx, self.org.id, self.author, root.1)?;
        let grows = arriving.iter().flat_map(|entering| &entering.batch.ops).any(|op| document.is_made_by(op));
        self.read_indexed(tx, &mut document, if grows { restored } else { i64::MAX })?;
        if grows {
            self.read_from(tx, restored + 1, std::slice::from_mut(&mut document), arriving)?;
        }
        Ok(document)
    }

    fn read_indexed(&self, tx: &mut dyn Tx, document: &mut Document, until: i64) -> Result<()> {
        let mut after = 0;
        loop {
            let rows = tx.query(
                "select b.last_seq, b.received_ms, b.batch from shared_block s
                 join block b on b.org_id = s.org_id and b.last_seq = s.last_seq
                 where s.org_id = $1 and s.author = $2 and s.root = $3 and s.last_seq > $4 and s.last_seq <= $5
                 order by s.last_seq limit 16",
                &[self.org.id.into(), self.author.into(), document.root.1.into(), after.into(), until.into()],
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

    /// Reads documents that were never shared.
    fn read_new(&self, tx: &mut dyn Tx, new: &BTreeSet<Key>, arriving: &[&Entering<'_>]) -> Result<Vec<Document>> {
        let mut documents: Vec<_> = new.iter().map(|root| Document::new(*root)).collect();
        if documents.is_empty() {
            return Ok(documents);
        }
        let begins = self.beginning(tx, new, arriving)?;
        let since = self.org.restored().map(|restored| restored + 1);
        if let Some(from) = begins.into_iter().chain(since).min() {
            self.read_from(tx, from, &mut documents, arriving)?;
        }
        Ok(documents)
    }

    /// Reads the author's own work from a number on.
    fn read_from(
        &self,
        tx: &mut dyn Tx,
        from: i64,
        documents: &mut [Document],
        arriving: &[&Entering<'_>],
    ) -> Result<()> {
        if let Some(restored) = self.org.restored() {
            for document in &mut *documents {
                arriving.iter().for_each(|entering| document.expect(entering.batch));
            }
            self.each_block(tx, from.max(restored + 1), &mut |(_, _, batch)| {
                documents.iter_mut().for_each(|document| document.expect(&batch));
                Ok(())
            })?;
        }
        self.each_block(tx, from, &mut |(last_seq, received_ms, batch)| {
            for document in &mut *documents {
                for op in &batch.ops {
                    if document.take(op, received_ms, false)? {
                        document.found_in.insert(last_seq);
                    }
                }
            }
            Ok(())
        })
    }

    /// Gives every block of the author's own work from a number on to `visit`, in their order.
    fn each_block(
        &self,
        tx: &mut dyn Tx,
        from: i64,
        visit: &mut dyn FnMut((i64, i64, Batch)) -> Result<()>,
    ) -> Result<()> {
        let mut after = from - 1;
        loop {
            let rows = tx.query(
                "select last_seq, received_ms, batch from block
                 where org_id = $1 and scope = $2 and last_seq > $3 order by last_seq limit 16",
                &[self.org.id.into(), self.scope.as_slice().into(), after.into()],
            )?;
            for row in &rows {
                let found = block(row)?;
                after = found.0;
                visit(found)?;
            }
            if rows.len() < AT_ONCE {
                return Ok(());
            }
        }
    }

    /// Returns the number of the block with which the oldest of these documents begins; nothing where all of them begin with
    /// what arrives. It looks from the end, because what is shared is new as a rule.
    fn beginning(&self, tx: &mut dyn Tx, roots: &BTreeSet<Key>, arriving: &[&Entering<'_>]) -> Result<Option<i64>> {
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
                &[self.org.id.into(), self.scope.as_slice().into(), before.into()],
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
