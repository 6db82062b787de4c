//! Sharing: the service writes what stands in a document into a further scope, when its author shares it and again when
//! it changes. Nothing from before goes with it, because nothing else is ever written there.
//!
//! A share is one operation beside others of its author, so it settles with them. Where it may not be, the service says
//! so in an operation of its own, in the author's own scope: there it reaches every device of the author, in order, and
//! is part of the document's history.

mod allowed;
mod document;
mod erasing;
mod load;
mod rows;
mod seen;
mod shown;

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    RowId,
    access::{Facts, Record, Refusal},
    document::root_field,
    schema,
    scope::Scope,
};
use sync::{
    body::Body,
    op::{Op, OpRef},
};

use crate::{
    agreements,
    error::{Error, Result},
    organisation::Organisation,
    storage::Tx,
    taking::{Decided, Entering},
    writing::{self, Change, Place, Salted},
};
use allowed::allowed;
use document::{Document, Key};
use erasing::Erased;
use rows::State;
use shown::Had;

pub(crate) use rows::services;
pub(crate) use seen::note;
pub use seen::{Seen, of as seen_by, told};

/// What the batches of one transaction mean for what is shared. Nothing is written yet, and no number taken.
pub struct Sharing {
    author: RowId,
    /// The last number of the author's own work when it was read.
    read_to: i64,
    documents: Vec<Document>,
    /// The documents, the scopes, and what is written there.
    writes: Vec<(Key, Vec<u8>, Vec<Salted>)>,
    /// Shares that begin, or begin again: what is written of them is new to their readers.
    begun: BTreeSet<(Key, Vec<u8>)>,
    /// What is said to the author.
    words: Vec<Salted>,
    states: Vec<(Key, Vec<u8>, State)>,
    /// The rows whose words go, each with the place of its erasing among what arrives.
    erased: Erased,
}

/// A share that somebody asks for, or asks to end: the document, the scope, and which of the two.
type Asked = BTreeMap<(Key, Vec<u8>), Wish>;

/// What an author wants of a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wish {
    Begin,
    End,
}

/// Decides what the batches that enter mean for what their person shares.
///
/// # Errors
/// The database's.
pub fn decide(
    tx: &mut dyn Tx,
    org: &Organisation,
    facts: &Facts,
    decided: &Decided<'_>,
    now_ms: i64,
) -> Result<Option<Sharing>> {
    let author = facts.person;
    let own = Scope::Own { author }.bytes();
    let entering = decided.entering();
    let arriving: Vec<_> = entering.iter().filter(|entering| entering.scope == own).collect();
    let asked = asked(&arriving);
    let elsewhere = asked_elsewhere(&entering, &own);
    let mut known = rows::withheld(tx, org, author)?;
    known.extend(touched(tx, org.id, author, &arriving)?);
    let gone = erased(&arriving);
    if known.is_empty() && asked.is_empty() && elsewhere.is_empty() && gone.is_empty() {
        return Ok(None);
    }
    let mut sharing = Sharing {
        author,
        read_to: read_to(tx, org.id, &own)?,
        documents: Vec::new(),
        writes: Vec::new(),
        begun: BTreeSet::new(),
        words: Vec::new(),
        states: Vec::new(),
        erased: gone,
    };
    for ((root, scope), _) in elsewhere.into_iter().filter(|(_, wish)| *wish == Wish::Begin) {
        sharing.say(root, &scope, Some(Refusal::NotAuthor));
    }
    sharing.read(tx, org, &known, &asked, (&arriving, now_ms))?;
    let mut asked = asked;
    for document in std::mem::take(&mut sharing.documents) {
        sharing.weigh(tx, org, facts, &document, &mut asked)?;
        sharing.documents.push(document);
    }
    let services = rows::services(tx, org.id)?;
    for (change, _) in sharing.writes.iter_mut().flat_map(|(_, _, changes)| changes) {
        if let Body::Remove { seen } = &mut change.body {
            seen.clone_from(&services);
        }
    }
    // Those whose document the author never made.
    for ((root, scope), _) in asked.into_iter().filter(|(_, wish)| *wish == Wish::Begin) {
        sharing.say(root, &scope, Some(Refusal::NoDocument));
    }
    Ok(Some(sharing))
}

/// Returns the shares that arrive, and those that end; what was said last of one counts.
fn asked(arriving: &[&Entering<'_>]) -> Asked {
    arriving.iter().flat_map(|entering| &entering.batch.ops).filter_map(share).collect()
}

/// Returns the shares of rows that are not their author's own work.
fn asked_elsewhere(entering: &[Entering<'_>], own: &[u8]) -> Asked {
    let elsewhere = entering.iter().filter(|entering| entering.scope != own);
    elsewhere.flat_map(|entering| &entering.batch.ops).filter_map(share).collect()
}

fn share(op: &Op) -> Option<((Key, Vec<u8>), Wish)> {
    const SHARES: [i64; 2] = [7, 10];
    let body = SHARES.contains(&op.kind).then(|| op.body().ok().flatten()).flatten()?;
    match body {
        Body::Share { scope } => Some((((op.entity, op.row), scope), Wish::Begin)),
        Body::Unshare { .. } if sync::planted!(UnshareIgnored) => None,
        Body::Unshare { scope } => Some((((op.entity, op.row), scope), Wish::End)),
        _ => None,
    }
}

/// Returns the rows that batches erase.
fn erased(arriving: &[&Entering<'_>]) -> Erased {
    let mut erased = Erased::new();
    for entering in arriving {
        let first = entering.last + 1 - entering.batch.ops.len() as i64;
        let ops = (first..).zip(&entering.batch.ops).filter(|(_, op)| op.kind == sync::body::ERASE);
        erased.extend(ops.map(|(place, op)| (op.row, place)));
    }
    erased
}

/// Returns the shared documents that batches touch.
fn touched(tx: &mut dyn Tx, org: RowId, author: RowId, arriving: &[&Entering<'_>]) -> Result<BTreeSet<Key>> {
    if arriving.is_empty() || !rows::any(tx, org, author)? {
        return Ok(BTreeSet::new());
    }
    let mut members = BTreeSet::new();
    for op in arriving.iter().flat_map(|entering| &entering.batch.ops) {
        members.insert(op.row);
        members.extend(root_named(op));
    }
    rows::holding(tx, org, author, &members)
}

/// Returns the root that a new row names.
fn root_named(op: &Op) -> Option<RowId> {
    const CREATE: i64 = 1;
    let field = schema::entity(op.entity).and_then(root_field).filter(|_| op.kind == CREATE)?;
    let Ok(Some(Body::Create(fields))) = op.body() else { return None };
    fields.iter().find_map(|(number, value)| match value {
        domain::Value::Id(root) if *number == field => Some(*root),
        _ => None,
    })
}

fn read_to(tx: &mut dyn Tx, org: RowId, own: &[u8]) -> Result<i64> {
    let rows = tx.query("select last_seq from scope where org_id = $1 and scope = $2", &[org.into(), own.into()])?;
    rows.first().map_or(Ok(0), |row| row.integer(0))
}

impl Sharing {
    /// Reads the documents in question.
    fn read(
        &mut self,
        tx: &mut dyn Tx,
        org: &Organisation,
        touched: &BTreeSet<Key>,
        asked: &Asked,
        arriving: (&[&Entering<'_>], i64),
    ) -> Result<()> {
        let (mut known, mut new) = (touched.clone(), BTreeSet::new());
        for ((root, _), wish) in asked {
            let is_root = schema::entity(root.0).is_some_and(|entity| root_field(entity).is_none());
            if is_root && !known.contains(root) {
                let is_known = !rows::scopes(tx, org.id, self.author, *root)?.is_empty();
                match (is_known, wish) {
                    (true, _) => drop(known.insert(*root)),
                    (false, Wish::Begin) => drop(new.insert(*root)),
                    (false, Wish::End) => {}
                }
            }
        }
        self.documents = load::load(tx, (org, self.author), (&known, &new), arriving)?;
        Ok(())
    }

    /// Decides about each scope of a document, and takes what was asked for it out of `asked`.
    fn weigh(
        &mut self,
        tx: &mut dyn Tx,
        org: &Organisation,
        facts: &Facts,
        document: &Document,
        asked: &mut Asked,
    ) -> Result<()> {
        let before = rows::scopes(tx, org.id, self.author, document.root)?;
        let mut scopes: BTreeMap<_, _> =
            before.into_iter().map(|(scope, state)| (scope, (Some(state), None))).collect();
        for ((_, scope), wish) in asked.extract_if(.., |(root, _), _| *root == document.root) {
            scopes.entry(scope).or_insert((None, None)).1 = Some(wish);
        }
        for (bytes, (state, wish)) in scopes {
            if wish == Some(Wish::End) {
                self.end(document, bytes, state);
                continue;
            }
            let is_asked = wish == Some(Wish::Begin);
            let Ok(scope) = Scope::from_bytes(&bytes) else {
                self.say(document.root, &bytes, Some(Refusal::WrongAudience));
                continue;
            };
            let allowed = allowed(tx, org.id, facts, document, scope, state.is_none())?;
            self.bring(document, scope, (state, is_asked), allowed);
        }
        Ok(())
    }

    /// Brings what stands to a scope, or says why not.
    fn bring(
        &mut self,
        document: &Document,
        scope: Scope,
        (state, is_asked): (Option<State>, bool),
        allowed: std::result::Result<(), Refusal>,
    ) {
        let had = match state {
            None => Had::Nothing,
            Some(State::Flows) => Had::AllBefore,
            Some(State::Withheld | State::Ended) => Had::Something,
        };
        let may = state != Some(State::Ended) || is_asked;
        let result = if may { allowed.and_then(|()| shown::changes(document, &scope, had)) } else { Ok(Vec::new()) };
        let bytes = scope.bytes();
        let (changes, next) = match (result, state) {
            (Ok(_), Some(State::Ended)) if !may => (shown::takings(document, &scope), State::Ended),
            (Ok(changes), _) => {
                if matches!(state, Some(State::Withheld | State::Ended)) {
                    self.say(document.root, &bytes, None);
                }
                (changes, State::Flows)
            }
            (Err(refusal), None) => return self.say(document.root, &bytes, Some(refusal)),
            // It is gone, and so is whatever it said of a teacher.
            (Err(_), Some(state)) if document.head().is_some_and(|root| root.now.erased_ms.is_some()) => {
                (shown::takings(document, &scope), state)
            }
            (Err(refusal), Some(state)) => self.withhold(document, &scope, (state, is_asked), refusal),
        };
        if next == State::Flows && matches!(state, None | Some(State::Ended)) {
            self.begun.insert((document.root, bytes.clone()));
        }
        if !changes.is_empty() {
            self.writes.push((document.root, bytes.clone(), changes));
        }
        self.states.push((document.root, bytes, next));
    }

    /// Ends a share because its author wants it: the document leaves the scope.
    fn end(&mut self, document: &Document, bytes: Vec<u8>, state: Option<State>) {
        let (Some(state), Ok(scope)) = (state, Scope::from_bytes(&bytes)) else { return };
        let leaves = state != State::Ended;
        let changes = if leaves { shown::removals(document, &scope) } else { shown::takings(document, &scope) };
        if !changes.is_empty() {
            self.writes.push((document.root, bytes.clone(), changes));
        }
        self.states.push((document.root, bytes, State::Ended));
    }

    /// Stops bringing what stands. A document that speaks of another teacher now leaves the first one's scope.
    fn withhold(
        &mut self,
        document: &Document,
        scope: &Scope,
        (state, is_asked): (State, bool),
        refusal: Refusal,
    ) -> (Vec<Salted>, State) {
        let next = if refusal == Refusal::WrongTeacher { State::Ended } else { State::Withheld };
        let next = if state == State::Ended { State::Ended } else { next };
        if next != state || is_asked {
            self.say(document.root, &scope.bytes(), Some(refusal));
        }
        let leaves = next == State::Ended && state != State::Ended;
        (if leaves { shown::removals(document, scope) } else { shown::takings(document, scope) }, next)
    }

    /// Says to the author that a share is withheld, or goes on.
    fn say(&mut self, (entity, row): Key, scope: &[u8], refusal: Option<Refusal>) {
        let reason = refusal.map_or(0, Refusal::number);
        let body = Body::Withheld { scope: scope.to_vec(), reason };
        // Nothing in it is a secret, so its salt need not be one.
        self.words.push((Change { entity, row, body }, [0; 16]));
    }

    /// Returns how many numbers it needs.
    #[must_use]
    pub fn count(&self) -> i64 {
        let written = self.writes.iter().map(|(_, _, changes)| changes.len()).sum::<usize>();
        (written + self.words.len()) as i64
    }

    /// Returns whether the author's devices have something to receive.
    #[must_use]
    pub fn has_words(&self) -> bool {
        !self.words.is_empty()
    }

    /// Checks, once the numbers are taken and before anything is written, that what was read is still all.
    ///
    /// # Errors
    /// [`Error::Changed`] when another device of the author came in between.
    pub fn check(&self, tx: &mut dyn Tx, org: &Organisation) -> Result<()> {
        let own = Scope::Own { author: self.author }.bytes();
        let is_all = read_to(tx, org.id, &own)? == self.read_to || sync::planted!(ShareNotLookedAtAgain);
        if is_all { Ok(()) } else { Err(Error::Changed) }
    }

    /// Writes everything down. `arrived` is the number of the first operation that arrived; `number` the first of those
    /// that were taken for this.
    ///
    /// # Errors
    /// The database's.
    pub fn keep(
        &self,
        tx: &mut dyn Tx,
        org: &Organisation,
        (arrived, mut number): (i64, i64),
        now_ms: i64,
    ) -> Result<()> {
        for (root, scope, changes) in &self.writes {
            if self.begun.contains(&(*root, scope.clone())) {
                seen::begin(tx, org.id, self.author, (root.1, scope), number)?;
            }
            let place = Place { org: org.id, author: self.author, scope, first_seq: number, now_ms };
            writing::put(tx, &place, changes)?;
            number += changes.len() as i64;
        }
        let own = Scope::Own { author: self.author }.bytes();
        let place = Place { org: org.id, author: org.id, scope: &own, first_seq: number, now_ms };
        writing::put(tx, &place, &self.words)?;
        for (root, scope, state) in &self.states {
            rows::keep(tx, org, self.author, (*root, scope), *state)?;
        }
        let shared: BTreeSet<Key> = self.states.iter().map(|(root, _, _)| *root).collect();
        for document in self.documents.iter().filter(|document| shared.contains(&document.root)) {
            rows::index(tx, org.id, self.author, document, arrived)?;
        }
        self.erase(tx, org, &own, arrived)?;
        self.agreed(tx, org, now_ms)
    }

    /// Counts anew what those pairs agreed to of whose agreements something was written, or taken away.
    fn agreed(&self, tx: &mut dyn Tx, org: &Organisation, now_ms: i64) -> Result<()> {
        let of_agreements = |root: &Key| Record::of(root.0) == Some(Record::Agreement);
        let scopes = self.states.iter().filter(|(root, _, _)| of_agreements(root)).map(|(_, scope, _)| scope);
        for scope in scopes.collect::<BTreeSet<_>>() {
            if let Ok(Scope::Pair { coach, teacher }) = Scope::from_bytes(scope) {
                agreements::count(tx, org.id, (coach, teacher), now_ms)?;
            }
        }
        Ok(())
    }

    /// Takes erased words out of what is stored, in the author's own scope and wherever they went.
    fn erase(&self, tx: &mut dyn Tx, org: &Organisation, own: &[u8], arrived: i64) -> Result<()> {
        let late: BTreeSet<OpRef> = self.documents.iter().flat_map(|document| &document.late).copied().collect();
        let rows: Erased = self.erased.iter().map(|(row, place)| (*row, arrived + place)).collect();
        let is_gone =
            |seq: i64, op: &Op| rows.get(&op.row).is_some_and(|erased| seq < *erased) || late.contains(&op.reference);
        let further: BTreeSet<_> = self.states.iter().map(|(_, scope, _)| scope.as_slice()).collect();
        for scope in further.into_iter().chain([own]).filter(|_| !rows.is_empty()) {
            erasing::erase(tx, (org.id, self.author), (scope, 0), &is_gone)?;
        }
        // What was erased before it came never went further.
        if rows.is_empty() && !late.is_empty() {
            erasing::erase(tx, (org.id, self.author), (own, arrived), &is_gone)?;
        }
        Ok(())
    }
}
