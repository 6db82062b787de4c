//! What a row is, from its operations in the service's order: the one rule by which device, service and simulation come
//! to the same rows.

mod prose;

use std::collections::BTreeMap;

use domain::{
    Value,
    schema::{Entity, Merge},
};

use crate::{
    body::Body,
    op::OpRef,
    register::{Register, Version},
};

pub use prose::{Prose, Revision, patched};

/// One operation on its way into a row.
#[derive(Debug, Clone, Copy)]
pub struct Placed<'a> {
    /// Its name.
    pub reference: OpRef,
    /// The writer's clock, as in [`crate::op::Op::hlc`].
    pub hlc: i64,
    /// What decides between concurrent changes: see [`crate::register::ord`]. The largest number while the operation
    /// waits: a person sees their own last value until the service has settled it.
    pub ord: i64,
    /// What it says; nothing where it was erased.
    pub body: Option<&'a Body>,
}

/// The place of an operation that the service has not settled yet.
pub const WAITING: i64 = i64::MAX;

/// One row as its operations make it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// The writer's clock at the row's creation in milliseconds since 1970; nothing before it was created.
    pub created_ms: Option<i64>,
    /// The values of its fields.
    pub values: BTreeMap<u16, Register>,
    /// Its long texts, once they were changed.
    pub texts: BTreeMap<u16, Prose>,
    /// Who removed it, as far as nobody brought it back.
    pub removed: Option<Removal>,
    /// When it was erased, by the writer's clock in milliseconds since 1970, where its content is gone for good.
    pub erased_ms: Option<i64>,
    /// The creation whose fields it began with.
    pub made_by: Option<OpRef>,
    /// The last change by each replica, the removals themselves left out.
    last: BTreeMap<i64, OpRef>,
    /// What was erased, by each replica's last change.
    gone: Vec<OpRef>,
    /// Whether it was made again after it was erased, by a creation of which only the mark is left.
    was_made_again: bool,
    /// Each value that was given, by its field and its writer's clock, with the operation that gave it.
    given: BTreeMap<(u16, i64), (OpRef, Value)>,
}

/// The removal of a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Removal {
    /// The operation.
    pub reference: OpRef,
    /// The writer's clock in milliseconds since 1970.
    pub removed_ms: i64,
    /// What its writer had of the row.
    seen: Vec<OpRef>,
}

impl Row {
    /// Folds a row's operations, in the service's order and behind them those that wait.
    pub fn fold<'a>(entity: &Entity, ops: impl IntoIterator<Item = Placed<'a>>) -> Self {
        let mut row = Self::default();
        for op in ops {
            row.take(entity, &op);
        }
        row
    }

    /// Takes in the next operation.
    pub fn take(&mut self, entity: &Entity, op: &Placed<'_>) {
        if self.gone.iter().any(|gone| gone.replica == op.reference.replica && gone.ctr >= op.reference.ctr) {
            return;
        }
        if self.erased_ms.is_some() && !self.begins_anew(op) {
            return;
        }
        let is_older = || self.values.values().filter_map(Register::stands).any(|version| version.ord > op.ord);
        if crate::planted!(WholeRowLastWriter) && is_older() {
            return;
        }
        match op.body {
            Some(Body::Create(fields)) => self.create(entity, op, fields),
            Some(Body::Set { field, value, over }) => {
                // Of a field that only a newer version knows nobody here can say that it is a text.
                if let Some(prose) = entity.field(*field).and_then(|known| self.prose(entity, known.number)) {
                    prose.begin_again(op, value, over);
                }
                self.set(op, *field, value.clone(), over);
            }
            Some(Body::Text { field, .. }) => self.change_text(entity, op, *field),
            Some(Body::Remove { seen }) => self.remove(op, seen),
            Some(Body::Restore) => self.removed = None,
            Some(Body::Erase { seen }) => self.erase(op, seen),
            Some(Body::Version(fields)) => self.stand(op, fields),
            // To whom a document was opened is no part of the row.
            Some(Body::Share { .. } | Body::Withheld { .. } | Body::Unshare { .. }) => return,
            // Of an erased creation the row stays as a mark; every other erased change left nothing.
            None => self.created_ms = self.created_ms.or(Some(op.hlc >> 16)),
        }
        if !matches!(op.body, Some(Body::Remove { .. })) {
            self.last.insert(op.reference.replica, op.reference);
        }
        self.texts.values_mut().for_each(|prose| prose.empty(&self.last));
    }

    /// What was erased is gone for everybody, also for those who did not know; only making it again begins anew. Where a
    /// later erasure took that creation's words, that erasure counts as it did while they were there.
    fn begins_anew(&mut self, op: &Placed<'_>) -> bool {
        match op.body {
            Some(Body::Create(_) | Body::Version(_)) => true,
            Some(Body::Erase { .. }) => self.was_made_again,
            Some(_) => false,
            None => {
                self.was_made_again = true;
                false
            }
        }
    }

    /// Returns whether the row is there for its readers: made, and not removed by somebody who knew all its changes.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.created_ms.is_some() && self.erased_ms.is_none() && (self.removed.is_none() || self.is_contested())
    }

    /// Returns whether one removed the row while another changed it: then it stays, and says so.
    #[must_use]
    pub fn is_contested(&self) -> bool {
        !self.beyond_removal().is_empty()
    }

    /// Returns the last change of each replica that whoever removed the row did not know.
    #[must_use]
    pub fn beyond_removal(&self) -> Vec<OpRef> {
        let Some(removal) = self.removed.as_ref().filter(|_| !crate::planted!(RemovalWins)) else {
            return Vec::new();
        };
        let knew = |change: &OpRef| {
            change.replica == removal.reference.replica
                || removal.seen.iter().any(|seen| seen.replica == change.replica && seen.ctr >= change.ctr)
        };
        self.last.values().filter(|change| !knew(change)).copied().collect()
    }

    /// Returns a field's value as it stands.
    #[must_use]
    pub fn value(&self, field: u16) -> Value {
        if let Some(prose) = self.texts.get(&field) {
            return prose.value();
        }
        self.values.get(&field).and_then(Register::stands).map_or(Value::Null, |version| version.value.clone())
    }

    /// Two devices can derive the same row (a tag, a calendar day). Adding wins over a removal that did not know of it.
    fn create(&mut self, entity: &Entity, op: &Placed<'_>, fields: &[(u16, Value)]) {
        let is_first = self.made_by.is_none();
        self.created_ms = self.created_ms.or(Some(op.hlc >> 16));
        self.made_by = self.made_by.or(Some(op.reference));
        self.erased_ms = None;
        for (number, value) in fields {
            let is_fixed = entity.field(*number).is_some_and(|field| field.merge == Merge::Fixed);
            if is_first || !is_fixed {
                self.set(op, *number, value.clone(), &[]);
                self.begin_text(op, *number, value);
            }
        }
    }

    /// The service's word on what stands replaces everything.
    fn stand(&mut self, op: &Placed<'_>, fields: &[(u16, Value)]) {
        *self = Self { created_ms: self.created_ms.or(Some(op.hlc >> 16)), ..Self::default() };
        for (field, value) in fields {
            self.set(op, *field, value.clone(), &[]);
        }
    }

    /// Where the text was changed already, the words of the row's creation come late: see [`Prose::take_first`].
    fn begin_text(&mut self, op: &Placed<'_>, field: u16, value: &Value) {
        if let Some(prose) = self.texts.get_mut(&field) {
            prose.take_first(value.text().unwrap_or_default(), op.ord, op.reference);
        }
    }

    fn set(&mut self, op: &Placed<'_>, field: u16, value: Value, over: &[OpRef]) {
        let first = self.first_name(op, field, &value);
        let register = self.values.entry(field).or_default();
        if let Some(first) = first {
            return register.take_again(first, op.reference, op.ord);
        }
        self.given.insert((field, op.hlc), (op.reference, value.clone()));
        register.take(Version { reference: op.reference, also: Vec::new(), ord: op.ord, value }, over);
    }

    /// Returns the name under which a change came before: a device whose file was copied, or replaced by an older copy,
    /// writes what waited there again under a new name with the same clock, and the service may have had it under the
    /// former one. Two people who agree have clocks of their own.
    fn first_name(&self, op: &Placed<'_>, field: u16, value: &Value) -> Option<OpRef> {
        let (first, given) = self.given.get(&(field, op.hlc))?;
        (first.replica != op.reference.replica && given == value).then_some(*first)
    }

    fn change_text(&mut self, entity: &Entity, op: &Placed<'_>, field: u16) {
        let Some(prose) = self.prose(entity, field) else { return };
        if let Some(Body::Text { parents, at, deleted, inserted, result, settles, .. }) = op.body {
            let patch = prose::Patch { at: *at, deleted: *deleted, inserted, result: *result, settles: *settles };
            prose.take(op, parents, &patch);
        }
    }

    /// Returns a long text, which begins with the words of the row's creation; nothing where the field is none.
    fn prose(&mut self, entity: &Entity, field: u16) -> Option<&mut Prose> {
        if entity.field(field).is_some_and(|field| field.merge != Merge::LongText) {
            return None;
        }
        let values = &self.values;
        Some(self.texts.entry(field).or_insert_with(|| {
            let words = |version: &Version| version.value.text().unwrap_or_default().to_owned();
            let register = values.get(&field);
            let first = register.and_then(Register::stands);
            let text = first.map(words).unwrap_or_default();
            let mut prose = Prose::new(&text, first.map_or(0, |first| first.ord), first.map(|first| first.reference));
            for other in register.map(Register::others).unwrap_or_default() {
                prose.take_first(&words(other), other.ord, other.reference);
            }
            prose
        }))
    }

    fn erase(&mut self, op: &Placed<'_>, seen: &[OpRef]) {
        // Not the removal before it: whether that stood, only what was erased could say.
        let erased_ms = Some(op.hlc >> 16);
        let gone = [self.gone.as_slice(), seen].concat();
        *self = Self { erased_ms, created_ms: self.created_ms, gone, ..Self::default() };
    }

    fn remove(&mut self, op: &Placed<'_>, seen: &[OpRef]) {
        self.removed = Some(Removal { reference: op.reference, removed_ms: op.hlc >> 16, seen: seen.to_vec() });
    }
}

#[cfg(test)]
mod tests;
