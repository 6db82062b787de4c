//! What people were told is saved, kept outside of everything that is on trial.

use std::collections::{BTreeMap, BTreeSet};

use domain::{RowId, Value};
use sync::{body::Body, fold::Revision, op::revision};

use crate::log::{Key, Logged, key};

/// One change that a device said is saved.
#[derive(Debug, Clone)]
pub struct Saved {
    /// The device's number.
    pub device: usize,
    /// When, in the world's milliseconds.
    pub at_ms: i64,
    /// The row.
    pub row: RowId,
    /// The revisions of texts that it wrote or began with.
    pub revisions: Vec<Revision>,
    /// What it was, for whoever reads a failure.
    pub what: String,
    /// Whether it erased the row.
    pub is_erasing: bool,
    /// Whether the only file that had it was replaced by an older one: then it may be lost with that disk.
    pub is_fragile: bool,
}

/// Everything that was saved, and what each change followed.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    saved: BTreeMap<Key, Saved>,
    /// Rows that somebody erased.
    erased: BTreeSet<RowId>,
    /// For each field, which value somebody saw when they wrote another.
    followed: BTreeMap<(RowId, u16), Vec<(Value, Value)>>,
    /// For each removal, which other changes of the row its device had.
    knew: BTreeMap<Key, BTreeSet<Key>>,
    /// Rows in which somebody took something back: a value there may have been written twice.
    unclear: BTreeSet<RowId>,
}

impl Ledger {
    /// Takes down what a device saved in one act.
    pub fn take(&mut self, device: usize, at_ms: i64, ops: &[Logged], is_undo: bool) {
        for Logged { op, .. } in ops {
            let body = op.body().ok().flatten();
            let is_erasing = matches!(body, Some(Body::Erase { .. }));
            if is_erasing {
                self.erased.insert(op.row);
            }
            if is_undo {
                self.unclear.insert(op.row);
            }
            let revisions = body.as_ref().map(revisions).unwrap_or_default();
            let what = format!("{:?} of {} {}", body, op.entity, op.row);
            let saved = Saved { device, at_ms, row: op.row, revisions, what, is_erasing, is_fragile: false };
            if let Some(key) = key(op) {
                // A removal and a return of a row have the same words each time: the latest stands for all.
                self.saved.insert(key, saved);
            }
        }
    }

    /// Takes down that somebody who saw one value wrote another.
    pub fn follow(&mut self, row: RowId, field: u16, before: Value, after: Value) {
        self.followed.entry((row, field)).or_default().push((before, after));
    }

    /// A device goes on with an older file: what it saved since may be lost with the newer one.
    pub fn file_replaced(&mut self, device: usize, since_ms: i64) {
        for saved in self.saved.values_mut().filter(|saved| saved.device == device && saved.at_ms >= since_ms) {
            saved.is_fragile = true;
        }
    }

    /// Takes down which changes of a row a device had when somebody removed it there.
    pub fn remove(&mut self, removal: Key, knew: BTreeSet<Key>) {
        // Of several removals of one row, what any of them knew counts as known.
        self.knew.entry(removal).or_default().extend(knew);
    }

    /// Returns which changes of its row the writer of a removal may have known.
    #[must_use]
    pub fn knew(&self, removal: &Key) -> Option<&BTreeSet<Key>> {
        self.knew.get(removal)
    }

    /// Returns what must be somewhere.
    pub fn owed(&self) -> impl Iterator<Item = (&Key, &Saved)> {
        self.saved.iter().filter(|(_, saved)| !saved.is_fragile && !self.erased.contains(&saved.row))
    }

    /// Returns the revisions that only a replaced file had and that are gone with it: what somebody wrote over them on
    /// another device cannot be read.
    #[must_use]
    pub fn lost_with_a_disk(&self, kept: &BTreeSet<Key>) -> BTreeSet<Revision> {
        let lost = self.saved.iter().filter(|(key, saved)| saved.is_fragile && !kept.contains(*key));
        lost.flat_map(|(_, saved)| &saved.revisions).copied().collect()
    }

    /// Returns the rows whose erasing only a replaced file had: who received it before has the words no more, and nobody
    /// else ever hears of it.
    #[must_use]
    pub fn erasings_lost_with_a_disk(&self, kept: &BTreeSet<Key>) -> BTreeSet<RowId> {
        let lost =
            self.saved.iter().filter(|(key, saved)| saved.is_erasing && saved.is_fragile && !kept.contains(*key));
        lost.map(|(_, saved)| saved.row).collect()
    }

    /// Returns for each field of a row without undo which values were seen by the writers of which others.
    pub fn followed(&self) -> impl Iterator<Item = (&(RowId, u16), &Vec<(Value, Value)>)> {
        self.followed.iter().filter(|((row, _), _)| !self.unclear.contains(row) && !self.erased.contains(row))
    }
}

/// Returns the revisions that an operation writes, whatever field is a text.
fn revisions(body: &Body) -> Vec<Revision> {
    let words = |value: &Value| revision(&[], value.text().unwrap_or_default());
    match body {
        Body::Text { result, .. } => vec![*result],
        Body::Set { value, .. } => vec![words(value)],
        Body::Create(fields) => fields.iter().map(|(_, value)| words(value)).collect(),
        _ => Vec::new(),
    }
}
