//! A teacher's consent to show one document to one person, as she writes it on her own computer.
//!
//! The row is her own work, and only she can have written it there: nobody's consent is taken from anybody else. It only
//! opens what the document's author then shares. Whether a consent stands is read from all her rows of it, as every device
//! folds them: that one of them expires says nothing of a later one.

use std::collections::{BTreeMap, BTreeSet};

use domain::{RowId, Value, access::Consent, ending::is_row_of, schema::handover_item as entity, scope::Scope};
use sync::{
    batch::Batch,
    fold::{Placed, Row},
    register::ord,
};

use crate::{
    error::{Error, Result},
    facts::{self, Fact},
    storage::Tx,
    taking::Decided,
};

const AT_ONCE: usize = 16;
const DAMAGED: Error = Error::Damaged { what: "a consent" };

/// Writes down the consents that a person gave, and those that they withdrew.
///
/// # Errors
/// The database's.
pub fn take(tx: &mut dyn Tx, org: RowId, person: RowId, decided: &Decided<'_>) -> Result<()> {
    let own = Scope::Own { author: person }.bytes();
    let entering = decided.entering();
    let arriving = entering.iter().filter(|entering| entering.scope == own).flat_map(|entering| &entering.batch.ops);
    let touched: BTreeSet<RowId> = arriving.filter(|op| op.entity == entity::ENTITY.number).map(|op| op.row).collect();
    if touched.is_empty() {
        return Ok(());
    }
    let rows = rows(tx, org, &own)?;
    let written = rows.iter().filter_map(|(id, row)| given(person, *id, row));
    let counting = facts::read(tx, org, person)?.consents.into_iter().filter(|consent| consent.teacher == person);
    for consent in written.chain(counting).collect::<BTreeSet<_>>() {
        if touched.iter().any(|row| is_row_of(&consent, *row)) {
            let stands = rows.iter().any(|(id, row)| row.is_live() && given(person, *id, row) == Some(consent));
            facts::write(tx, org, Fact::Consent(consent), stands)?;
        }
    }
    Ok(())
}

/// Reads every row of a consent that a person ever wrote, as it stands.
fn rows(tx: &mut dyn Tx, org: RowId, own: &[u8]) -> Result<BTreeMap<RowId, Row>> {
    let (mut after, mut rows) = (0, BTreeMap::<RowId, Row>::new());
    loop {
        let blocks = tx.query(
            "select last_seq, received_ms, batch from block
             where org_id = $1 and scope = $2 and last_seq > $3 order by last_seq limit 16",
            &[org.into(), own.into(), after.into()],
        )?;
        for block in &blocks {
            after = block.integer(0)?;
            let received_ms = block.integer(1)?;
            let batch = Batch::decode(block.bytes(2)?).map_err(|_| DAMAGED)?;
            for op in batch.ops.iter().filter(|op| op.entity == entity::ENTITY.number) {
                let body = op.body().map_err(|_| DAMAGED)?;
                let ord = ord(op.hlc, received_ms);
                let placed = Placed { reference: op.reference, hlc: op.hlc, ord, body: body.as_ref() };
                rows.entry(op.row).or_default().take(entity::ENTITY, &placed);
            }
        }
        if blocks.len() < AT_ONCE {
            return Ok(rows);
        }
    }
}

/// Returns the consent that a row gives: only of its own writer, and only under a name that follows from it. Of an erased
/// row nothing is left, and its consent is found by its name.
fn given(person: RowId, id: RowId, row: &Row) -> Option<Consent> {
    let named = |field| match row.value(field) {
        Value::Id(id) => Some(id),
        _ => None,
    };
    let consent = Consent { teacher: person, reader: named(entity::SUCCESSOR)?, root: named(entity::DOCUMENT)? };
    (named(entity::TEACHER) == Some(person) && is_row_of(&consent, id)).then_some(consent)
}
