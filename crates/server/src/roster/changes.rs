//! The operations that a plan's steps become, and those that put back what an import did.

use ::roster::{Plan, Step};
use domain::{
    RowId,
    schema::{self, Merge},
};
use sync::{body::Body, fold::Row, op::OpRef};

use super::rows::{Key, Rows};
use crate::writing::Change;

/// Returns what the steps of a plan write.
pub(super) fn of_plan(rows: &Rows, plan: &Plan, with_endings: bool) -> Vec<Change> {
    plan.applied(with_endings).flat_map(|step| of_step(rows, step)).collect()
}

fn of_step(rows: &Rows, step: &Step) -> Vec<Change> {
    let entity = step.kind.entity();
    let change = |body| Change { entity: entity.number, row: step.row, body };
    let Some(row) = rows.get((entity.number, step.row)).filter(|row| row.erased_ms.is_none()) else {
        return vec![change(Body::Create(step.fields.clone()))];
    };
    let mut changes: Vec<Change> = (!row.is_live()).then(|| change(Body::Restore)).into_iter().collect();
    for (field, value) in &step.fields {
        let is_fixed = entity.field(*field).is_some_and(|field| field.merge == Merge::Fixed);
        if !is_fixed && row.value(*field) != *value {
            let over = row.values.get(field).map(sync::register::Register::seen).unwrap_or_default();
            changes.push(change(Body::Set { field: *field, value: value.clone(), over }));
        }
    }
    changes
}

/// Returns what puts a row back as it was. `services` are the service's own last words: see `Body::Remove`.
pub(super) fn back(key: Key, before: Option<&Row>, now: &Row, services: &[OpRef]) -> Vec<Change> {
    let change = |body| Change { entity: key.0, row: key.1, body };
    let Some(before) = before.filter(|row| row.is_live()) else {
        return vec![change(Body::Remove { seen: services.to_vec() })];
    };
    let Some(entity) = schema::entity(key.0) else { return Vec::new() };
    let differ = entity.fields.iter().filter(|field| before.value(field.number) != now.value(field.number));
    let set = |field: u16| {
        let over = now.values.get(&field).map(sync::register::Register::seen).unwrap_or_default();
        change(Body::Set { field, value: before.value(field), over })
    };
    let restored = (!now.is_live()).then(|| change(Body::Restore));
    restored.into_iter().chain(differ.map(|field| set(field.number))).collect()
}

/// Returns the people whom changes make or name anew.
pub(super) fn people(changes: &[Change]) -> impl Iterator<Item = RowId> {
    changes.iter().filter(|change| change.entity == schema::person::ENTITY.number).map(|change| change.row)
}
