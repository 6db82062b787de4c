//! A long text as its revisions make it.

use std::collections::{BTreeMap, BTreeSet};

use domain::Value;

use super::Placed;
use crate::{
    op::{OpRef, revision},
    text_merge::{Card, Winner, merge},
};

/// The name of a revision: the hash of its parents and its words.
pub type Revision = [u8; 16];

/// A long text: its revisions, the one that stands, and the passages that two people wrote differently.
///
/// Where revisions met, the text that stands is computed and has no operation of its own: every device computes the
/// same from the same order. Whoever writes on names all written revisions that it came from ([`Prose::tips`]), so the
/// result of a merge becomes data with the next change.
#[derive(Debug, Clone, PartialEq)]
pub struct Prose {
    revisions: BTreeMap<Revision, Draft>,
    head: Revision,
    /// What decides for the head's words where somebody else changed the same passage.
    ord: i64,
    /// The operation that changed the text last; nothing where it is the row's creation.
    pub reference: Option<OpRef>,
    /// Passages that met, the newest merge last. They stay until a person chooses.
    pub cards: Vec<Card>,
    /// Whether the field was emptied as a whole, so that it has no words rather than an empty text.
    is_none: bool,
    /// Which revision each operation wrote.
    written: BTreeMap<OpRef, Revision>,
    /// Values in place of the whole text, whose writers saw what has not come.
    emptied: Vec<Emptied>,
    /// Revisions that cannot be read, because what they change has not come. After the service was restored, a text may
    /// be offered again before what it was written over.
    unread: Vec<Unread>,
}

/// A revision that waits for what it changes.
#[derive(Debug, Clone, PartialEq)]
struct Unread {
    reference: OpRef,
    ord: i64,
    parents: Vec<Revision>,
    at: usize,
    deleted: usize,
    inserted: String,
    result: Revision,
    settles: bool,
}

/// A value that replaces the text as a whole.
#[derive(Debug, Clone, PartialEq)]
struct Emptied {
    reference: OpRef,
    ord: i64,
    /// The revision that its words are.
    first: Revision,
    is_none: bool,
    over: Vec<OpRef>,
}

#[derive(Debug, Clone, PartialEq)]
struct Draft {
    parents: Vec<Revision>,
    text: String,
    /// Whether an operation wrote it; otherwise it is a merge that was computed here.
    is_written: bool,
}

impl Draft {
    /// The first words of a text.
    fn first(text: &str) -> Self {
        Self { parents: Vec::new(), text: text.to_owned(), is_written: true }
    }
}

impl Prose {
    /// Begins with the words of the row's creation.
    #[must_use]
    pub(super) fn new(text: &str, ord: i64, by: Option<OpRef>) -> Self {
        let head = revision(&[], text);
        Self {
            revisions: BTreeMap::from([(head, Draft::first(text))]),
            head,
            ord,
            reference: None,
            cards: Vec::new(),
            is_none: false,
            written: by.into_iter().map(|by| (by, head)).collect(),
            emptied: Vec::new(),
            unread: Vec::new(),
        }
    }

    /// Returns the words that stand.
    ///
    /// # Panics
    /// Never: the head is always among the revisions.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.revisions[&self.head].text
    }

    /// Returns the value of the field.
    #[must_use]
    pub fn value(&self) -> Value {
        if self.is_none { Value::Null } else { self.text().into() }
    }

    /// Takes in a value that replaces the text as a whole, mostly by none. `over` names whose words its writer saw: it
    /// stands once those have come, see [`Prose::empty`].
    pub(super) fn begin_again(&mut self, op: &Placed<'_>, value: &Value, over: &[OpRef]) {
        let text = value.text().unwrap_or_default();
        let first = revision(&[], text);
        self.revisions.entry(first).or_insert_with(|| Draft::first(text));
        self.written.insert(op.reference, first);
        self.reference = Some(op.reference);
        let is_none = *value == Value::Null;
        self.emptied.push(Emptied { reference: op.reference, ord: op.ord, first, is_none, over: over.to_vec() });
        self.read_again();
    }

    /// Lets values stand that replace the text as a whole, where all has come that their writers saw. `last` names the
    /// last change by each replica.
    pub(super) fn empty(&mut self, last: &BTreeMap<i64, OpRef>) {
        for emptied in std::mem::take(&mut self.emptied) {
            let is_unread = |seen: &OpRef| self.unread.iter().any(|unread| unread.reference == *seen);
            let has_come = |seen: &OpRef| last.get(&seen.replica).is_some_and(|last| last.ctr >= seen.ctr);
            if emptied.over.iter().all(|seen| has_come(seen) && !is_unread(seen)) {
                self.stand(&emptied);
            } else {
                self.emptied.push(emptied);
            }
        }
    }

    /// What somebody wrote whom the writer did not know stays, as where one removes a passage that another changes.
    fn stand(&mut self, emptied: &Emptied) {
        let known = self.known(emptied.reference, &emptied.over);
        let seen = emptied.over.iter().filter_map(|seen| self.written.get(seen)).copied();
        let seen: Vec<Revision> = seen.filter(|_| !known.contains(&emptied.first)).collect();
        self.revisions.entry(emptied.first).and_modify(|draft| draft.parents.extend(seen));
        if self.tips().iter().all(|tip| known.contains(tip)) {
            (self.head, self.ord) = (emptied.first, self.ord.max(emptied.ord));
            self.is_none = emptied.is_none;
            self.cards.clear();
        } else {
            self.meet(emptied.first, emptied.ord);
        }
    }

    /// Returns the revisions that somebody knew who saw the words of `over`, and wrote the text before.
    fn known(&self, writer: OpRef, over: &[OpRef]) -> BTreeSet<Revision> {
        let before = OpRef { ctr: 0, ..writer }..writer;
        let own = self.written.range(before).next_back().map(|(_, own)| own);
        let seen = over.iter().filter_map(|seen| self.written.get(seen));
        own.into_iter().chain(seen).flat_map(|revision| self.ancestors(*revision)).collect()
    }

    /// Returns the operations whose words stand: what somebody has on the screen who now empties the text.
    #[must_use]
    pub fn seen(&self) -> Vec<OpRef> {
        let tips = self.tips();
        self.written.iter().filter(|(_, revision)| tips.contains(revision)).map(|(op, _)| *op).collect()
    }

    /// Returns the written revisions that the standing words come from: what the next change names as its parents. Its
    /// patch is against the first one's words, see [`Prose::words`].
    #[must_use]
    pub fn tips(&self) -> Vec<Revision> {
        let mut tips = Vec::new();
        let mut open = vec![self.head];
        while let Some(revision) = open.pop() {
            let draft = &self.revisions[&revision];
            if draft.is_written {
                tips.push(revision);
            } else {
                open.extend(&draft.parents);
            }
        }
        tips.sort_unstable();
        tips.dedup();
        tips
    }

    /// Returns the words of a revision.
    #[must_use]
    pub fn words(&self, revision: Revision) -> Option<&str> {
        self.revisions.get(&revision).map(|draft| draft.text.as_str())
    }

    /// Returns the revision whose words stand, which nobody may have written.
    #[must_use]
    pub fn head(&self) -> Revision {
        self.head
    }

    /// Returns how many revisions cannot be read.
    #[must_use]
    pub fn unread(&self) -> usize {
        self.unread.len() + self.emptied.len()
    }

    /// Takes in the words of another creation of the row, which came later than what was written over them.
    pub(super) fn take_first(&mut self, text: &str, ord: i64, by: OpRef) {
        let first = revision(&[], text);
        let is_empty = self.text().is_empty() && self.revisions.len() == 1;
        self.revisions.entry(first).or_insert_with(|| Draft::first(text));
        self.written.insert(by, first);
        if is_empty {
            (self.head, self.ord, self.is_none) = (first, ord, false);
        }
        self.read_again();
    }

    /// Takes in the next revision.
    pub(super) fn take(&mut self, op: &Placed<'_>, parents: &[Revision], patch: &Patch<'_>) {
        let next = Unread {
            reference: op.reference,
            ord: op.ord,
            parents: parents.to_vec(),
            at: patch.at,
            deleted: patch.deleted,
            inserted: patch.inserted.to_owned(),
            result: patch.result,
            settles: patch.settles,
        };
        match self.read(next) {
            Ok(()) => self.read_again(),
            Err(unread) => self.unread.push(unread),
        }
    }

    /// Reads what waited for a revision that is here now.
    fn read_again(&mut self) {
        let mut is_reading = !self.unread.is_empty();
        while is_reading {
            let waiting = std::mem::take(&mut self.unread);
            let before = waiting.len();
            self.unread = waiting.into_iter().filter_map(|unread| self.read(unread).err()).collect();
            is_reading = self.unread.len() < before;
        }
    }

    /// Takes in a revision, or returns it where what it changes is not here.
    fn read(&mut self, next: Unread) -> Result<(), Unread> {
        let base = next.parents.first().and_then(|parent| self.words(*parent));
        let text = base.and_then(|base| patched(base, next.at, next.deleted, &next.inserted));
        let Some(text) = text.filter(|text| revision(&next.parents, text) == next.result) else { return Err(next) };
        let draft = Draft { parents: next.parents.clone(), text, is_written: true };
        self.revisions.insert(next.result, draft);
        self.written.insert(next.reference, next.result);
        if self.follows_head(next.result, &next.parents) {
            (self.head, self.ord, self.is_none) = (next.result, self.ord.max(next.ord), false);
        } else if !self.ancestors(self.head).contains(&next.result) {
            self.meet(next.result, next.ord);
        }
        if next.settles {
            self.cards.clear();
        }
        self.reference = Some(next.reference);
        Ok(())
    }

    /// Returns whether a revision's writer knew everything that the head comes from.
    fn follows_head(&self, revision: Revision, parents: &[Revision]) -> bool {
        let tips = self.tips();
        let known = |known: &[Revision]| tips.iter().all(|tip| known.contains(tip));
        // Usual, and far cheaper: the head itself is what was changed.
        known(parents) || known(&self.ancestors(revision))
    }

    /// Merges a revision that did not know of the head with the head.
    fn meet(&mut self, other: Revision, ord: i64) {
        let base = self.common(self.head, other);
        let text = |revision: Revision| self.revisions[&revision].text.as_str();
        let winner = if (ord, other) > (self.ord, self.head) { Winner::Second } else { Winner::First };
        let merged = merge(base.map_or("", text), text(self.head), text(other), winner);
        let parents = vec![self.head.min(other), self.head.max(other)];
        let head = revision(&parents, &merged.text);
        self.revisions.insert(head, Draft { parents, text: merged.text, is_written: false });
        (self.head, self.ord, self.is_none) = (head, self.ord.max(ord), false);
        self.cards.extend(merged.cards);
    }

    /// Returns the nearest revision that both come from.
    fn common(&self, one: Revision, other: Revision) -> Option<Revision> {
        let of_one: BTreeSet<Revision> = self.ancestors(one).into_iter().collect();
        self.ancestors(other).into_iter().find(|revision| of_one.contains(revision))
    }

    /// Returns a revision and those before it, the nearest first.
    fn ancestors(&self, revision: Revision) -> Vec<Revision> {
        let mut found = vec![revision];
        let mut seen = BTreeSet::from([revision]);
        let mut next = 0;
        while let Some(revision) = found.get(next) {
            let parents = self.revisions.get(revision).map_or(&[][..], |draft| &draft.parents);
            found.extend(parents.iter().copied().filter(|parent| seen.insert(*parent)));
            next += 1;
        }
        found
    }
}

/// A stretch of a text, and what stands there instead.
pub(super) struct Patch<'a> {
    pub at: usize,
    pub deleted: usize,
    pub inserted: &'a str,
    pub result: Revision,
    pub settles: bool,
}

/// Returns a text with one stretch replaced; nothing where the stretch does not lie in the text.
#[must_use]
pub fn patched(text: &str, at: usize, deleted: usize, inserted: &str) -> Option<String> {
    let end = at.checked_add(deleted)?;
    let (before, after) = (text.get(..at)?, text.get(end..)?);
    Some([before, inserted, after].concat())
}
