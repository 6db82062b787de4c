//! What everybody must come to: the rows as the service's log alone makes them.

use std::collections::BTreeMap;

use domain::{RowId, schema, scope::Scope};
use sync::{
    body::Body,
    fold::{Placed, Revision, Row},
    register,
};

use crate::log::Central;

/// A row, where it lives, and how it was folded.
#[derive(Debug, Clone)]
pub struct Expected {
    /// The entity's number.
    pub entity: u16,
    /// The scope of its first operation.
    pub home: Scope,
    /// What its operations make of it.
    pub row: Row,
    /// The revisions of texts that people wrote: the field and the name of each, with those that it changes.
    pub texts: Vec<(u16, Revision, Vec<Revision>)>,
    /// Whether somebody erased it once: what was written until then is gone on purpose.
    pub was_erased: bool,
}

/// Folds the service's log.
#[must_use]
pub fn rows(log: &[Central]) -> BTreeMap<RowId, Expected> {
    let mut rows: BTreeMap<RowId, Expected> = BTreeMap::new();
    for Central { received_ms, scope, op, .. } in log {
        let (Some(entity), Some(scope)) = (schema::entity(op.entity), *scope) else { continue };
        let begin =
            || Expected { entity: op.entity, home: scope, row: Row::default(), texts: Vec::new(), was_erased: false };
        let expected = rows.entry(op.row).or_insert_with(begin);
        let Ok(body) = op.body() else { continue };
        if expected.home != scope || expected.entity != op.entity {
            continue;
        }
        match &body {
            Some(Body::Text { field, result, parents, .. }) => expected.texts.push((*field, *result, parents.clone())),
            Some(Body::Erase { .. }) => expected.was_erased = true,
            _ => {}
        }
        let ord = register::ord(op.hlc, *received_ms);
        expected.row.take(entity, &Placed { reference: op.reference, hlc: op.hlc, ord, body: body.as_ref() });
    }
    rows
}
