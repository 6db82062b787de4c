//! What may leave of a document that somebody shares: the words that stood in it when it was shared, or since. Judged
//! from outside, on the words that the service sends.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    RowId, Value, document,
    schema::{self, Entity},
    scope::{Audience, Scope},
};
use server::{
    sharing,
    storage::{Sqlite, transact},
};
use sync::{
    batch::Batch,
    body::Body,
    exchange::Block,
    fold::{Placed, Row},
    register,
};

use crate::{
    log::{self, Central},
    violation::{Kept, Violation, must},
};

const PROMISE: &str = "I6 of what is shared nothing from before is sent";
const NOTED: &str = "I6 what a consent shows is noted";

/// A row of the author's.
#[derive(Debug)]
struct Known {
    entity: &'static Entity,
    /// The document that it is part of.
    root: RowId,
    row: Row,
    /// Every word that was ever written in it.
    words: BTreeSet<String>,
}

/// What people share, as this life of the service knows it.
#[derive(Debug, Default)]
pub struct Shares {
    /// How far each author's work was read.
    read_to: BTreeMap<RowId, i64>,
    rows: BTreeMap<RowId, Known>,
    /// To which scopes each document was shared.
    scopes: BTreeMap<RowId, BTreeSet<Vec<u8>>>,
    allowed: BTreeMap<Vec<u8>, BTreeSet<String>>,
    /// What was sent by consent: the document, and to whom.
    shown: BTreeSet<(RowId, RowId)>,
    /// How many blocks of shared documents were sent, in all lives.
    pub sent: u64,
}

impl Shares {
    /// The service is another one: it is read from its beginning.
    pub fn forget(&mut self) {
        *self = Self { sent: self.sent, ..Self::default() };
    }

    /// Judges a block of a further scope on its way to somebody.
    ///
    /// # Errors
    /// When it holds what was never shared.
    pub fn judge(&mut self, storage: &Sqlite, authors: &[RowId], reader: RowId, block: &Block) -> Kept {
        let scope = Scope::from_bytes(&block.scope).map_err(|error| Violation::new(PROMISE, error))?;
        if !matches!(scope.audience(), Audience::Pair | Audience::Programme | Audience::Consented) {
            return Ok(());
        }
        authors.iter().try_for_each(|author| self.read(storage, *author))?;
        self.sent += 1;
        if let Scope::Consented { reader: named, root, .. } = scope {
            must(PROMISE, named == reader, || format!("{reader} is sent what {named} may see"))?;
            self.shown.insert((root, reader));
        }
        let batch = Batch::decode(&block.batch).map_err(|error| Violation::new(PROMISE, error))?;
        let allowed = self.allowed.get(&block.scope);
        for op in batch.ops {
            let fields = match op.body() {
                Ok(Some(Body::Version(fields))) => fields,
                Ok(Some(Body::Remove { .. } | Body::Erase { .. }) | None) => continue,
                other => return Err(Violation::new(PROMISE, format!("{other:?} is sent in {scope:?}"))),
            };
            for word in fields.iter().flat_map(|(_, value)| words(value)) {
                must(PROMISE, allowed.is_some_and(|allowed| allowed.contains(&word)), || {
                    format!("{reader} is sent {word} of {} in {scope:?}", op.row)
                })?;
            }
        }
        Ok(())
    }

    /// What was sent by consent is in the lists that its teachers can ask for.
    ///
    /// # Errors
    /// When something is not.
    pub fn are_noted(&self, storage: &Sqlite, organisation: RowId, teachers: &[RowId]) -> Kept {
        let mut noted: BTreeSet<(RowId, RowId)> = BTreeSet::new();
        for teacher in teachers {
            let seen = transact(storage, |tx| sharing::seen_by(tx, organisation, *teacher))?;
            noted.extend(seen.iter().map(|seen| (seen.root, seen.reader)));
        }
        must(NOTED, self.shown.is_subset(&noted), || format!("{:?} were shown, {noted:?} are noted", self.shown))
    }

    fn read(&mut self, storage: &Sqlite, author: RowId) -> Kept {
        let read_to = self.read_to.get(&author).copied().unwrap_or_default();
        for central in log::of_scope(storage, &Scope::Own { author }, read_to)? {
            self.read_to.insert(author, central.seq);
            self.take(&central);
        }
        Ok(())
    }

    fn take(&mut self, central: &Central) {
        let op = &central.op;
        let (Some(entity), Ok(body)) = (schema::entity(op.entity), op.body()) else { return };
        let known = self.rows.entry(op.row).or_insert_with(|| Known {
            entity,
            root: op.row,
            row: Row::default(),
            words: BTreeSet::new(),
        });
        if let Some(body) = &body {
            known.note(body);
        }
        let ord = register::ord(op.hlc, central.received_ms);
        known.row.take(entity, &Placed { reference: op.reference, hlc: op.hlc, ord, body: body.as_ref() });
        match body {
            Some(Body::Share { scope }) => {
                self.scopes.entry(op.row).or_default().insert(scope);
                let members = self.rows.iter().filter(|(_, known)| known.root == op.row);
                let members: Vec<RowId> = members.map(|(row, _)| *row).collect();
                members.into_iter().for_each(|row| self.allow(row));
            }
            Some(Body::Unshare { scope }) => {
                if let Some(scopes) = self.scopes.get_mut(&op.row) {
                    scopes.remove(&scope);
                }
            }
            Some(Body::Erase { .. }) => {
                let gone = &self.rows[&op.row].words;
                self.allowed.values_mut().for_each(|allowed| allowed.retain(|word| !gone.contains(word)));
            }
            _ => {}
        }
        self.allow(op.row);
    }

    /// What stands in a row may go where its document goes.
    fn allow(&mut self, row: RowId) {
        let known = &self.rows[&row];
        let Some(scopes) = self.scopes.get(&known.root).filter(|_| known.row.is_live()) else { return };
        let stands: Vec<String> =
            known.entity.fields.iter().flat_map(|field| words(&known.row.value(field.number))).collect();
        for scope in scopes {
            self.allowed.entry(scope.clone()).or_default().extend(stands.iter().cloned());
        }
    }
}

impl Known {
    /// Takes note of the words of an operation, and of the document that a new row names.
    fn note(&mut self, body: &Body) {
        match body {
            Body::Create(fields) => {
                let root = document::root_field(self.entity);
                for (number, value) in fields {
                    if let (true, Value::Id(named)) = (root == Some(*number), value) {
                        self.root = *named;
                    }
                    self.words.extend(words(value));
                }
            }
            Body::Set { value, .. } => self.words.extend(words(value)),
            Body::Text { inserted, .. } => self.words.extend(words(&inserted.as_str().into())),
            _ => {}
        }
    }
}

/// Returns the words of a value that occur only once in a world.
fn words(value: &Value) -> Vec<String> {
    let is_word = |part: &&str| part.starts_with("word") && part.len() > 4;
    let parts = value.text().unwrap_or_default().split(|letter: char| !letter.is_ascii_alphanumeric());
    parts.filter(is_word).map(str::to_owned).collect()
}
