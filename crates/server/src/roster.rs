//! The organisation's one source of people, schools, classes and links: a roster file, compared, shown, imported as one
//! transaction, and taken back whole.
//!
//! What it writes into the organisation's scope goes to every device. What decides access is written beside it, so that
//! nobody reads by a role that the roster has ended.

mod changes;
mod file;
mod merge;
mod rights;
mod rows;
mod told;
mod undo;

use std::collections::{HashMap, HashSet};

use ::roster::{Joins, Plan};
use domain::{RowId, scope::Scope};
use exchange::{
    draft::ExternalId,
    problem::{FileProblem, Severity},
};
use serde::Serialize;

pub use file::{Mapping, Reading, read};
pub use merge::{Merged, NotMerged, merge};
pub use rights::Unnamed;
pub use told::Told;
pub use undo::{NotUndone, undo};

use self::{rights::Rights, rows::Rows};
use crate::{
    audit::{self, Act},
    error::Result,
    facts::{self, Named},
    organisation, people, secret,
    storage::{Storage, Tx, transact},
    writing::{self, Change},
};

/// What whoever imports a file says of it.
#[derive(Debug, Default, Clone)]
pub struct Answers {
    /// People of the file who are somebody who is here, by the sender's ids.
    pub merges: HashMap<String, RowId>,
    /// People of the file who only share the name of somebody.
    pub apart: HashSet<String>,
    /// Whoever is not answered for is somebody new.
    pub others_are_new: bool,
    /// Who is missing ends, though they are many.
    pub end_missing: bool,
}

/// What became of an import.
#[derive(Debug)]
pub enum Outcome {
    /// It was made.
    Done(Imported),
    /// Nothing was changed.
    Refused(Refusal),
}

/// An import that was made.
#[derive(Debug, Serialize)]
pub struct Imported {
    /// The id, under which it can be taken back.
    pub import: RowId,
    /// What it changed, in words.
    pub summary: String,
    /// How many operations it wrote.
    pub operations: usize,
    /// Facts that hold since, and that no longer do.
    pub facts: (usize, usize),
}

/// Why an import was not made.
#[derive(Debug)]
pub enum Refusal {
    /// The file cannot be imported.
    Stops(FileProblem),
    /// It asks of so many people whether they are somebody who is here.
    Asks(usize),
    /// So many of so many are missing, and nobody said that they left.
    Missing(u32, u32),
    /// A merge names a person who is not here, or whom the file does not name.
    NoSuchMerge,
    /// Everything is as the file has it.
    Nothing,
}

/// Returns the sender's ids of the people who are here, as a reader of changes needs them.
///
/// # Errors
/// The database's.
pub fn known_people(storage: &dyn Storage, org: RowId, now_ms: i64) -> Result<HashSet<ExternalId>> {
    let mut known = HashSet::new();
    storage.snapshot(&mut |tx| {
        known = Rows::load(tx, org, i64::MAX)?.stored(org, now_ms, Joins::ByName).known_people();
        Ok(())
    })?;
    Ok(known)
}

/// Returns what an import would change. Nothing is written.
///
/// # Errors
/// The database's.
pub fn preview(storage: &dyn Storage, org: RowId, reading: &Reading, answers: &Answers, now_ms: i64) -> Result<Told> {
    let mut said = None;
    storage.snapshot(&mut |tx| {
        let compared = compare(tx, org, reading, answers, now_ms)?;
        said = Some(told::told(reading, &compared.plan, compared.work.rights));
        Ok(())
    })?;
    Ok(said.expect("a snapshot that succeeded was read"))
}

/// Imports what was read, in one transaction.
///
/// # Errors
/// The database's; then nothing was changed.
pub fn import(storage: &dyn Storage, org: RowId, reading: &Reading, answers: &Answers, now_ms: i64) -> Result<Outcome> {
    let id = RowId::new(now_ms, secret::random()?);
    if let Some(stop) = reading.draft.problems.iter().find(|problem| problem.severity == Severity::Stops) {
        return Ok(Outcome::Refused(Refusal::Stops(stop.clone())));
    }
    transact(storage, |tx| {
        let compared = compare(tx, org, reading, answers, now_ms)?;
        if let Some(refusal) = compared.refusal(answers) {
            return Ok(Outcome::Refused(refusal));
        }
        let work = &compared.work;
        work.keep(tx, (id, reading.kind, Act::RosterImported), now_ms)?;
        let facts = work.rights.changes.iter().chain(&work.rights.links);
        let held = facts.clone().filter(|(_, holds)| *holds).count();
        Ok(Outcome::Done(Imported {
            import: id,
            summary: ::roster::summary(&compared.plan, true),
            operations: work.changes.len(),
            facts: (held, facts.count() - held),
        }))
    })
}

/// A file against what stands.
struct Compared {
    plan: Plan,
    work: Work,
    has_strange_merge: bool,
}

/// What is to be written.
struct Work {
    /// As it was when everything was read.
    org: organisation::Organisation,
    changes: Vec<Change>,
    /// What will stand.
    after: Rows,
    rights: Rights,
}

fn compare(tx: &mut dyn Tx, org: RowId, reading: &Reading, answers: &Answers, now_ms: i64) -> Result<Compared> {
    let read = organisation::read(tx, org)?;
    let rows = Rows::load(tx, org, i64::MAX)?;
    let mut said: HashMap<String, Option<RowId>> = answers.apart.iter().map(|id| (id.clone(), None)).collect();
    said.extend(answers.merges.iter().map(|(external, person)| (external.clone(), Some(*person))));
    let stored = rows.stored(org, now_ms, Joins::Asked(said));
    let has_strange_merge = answers.merges.iter().any(|(external, person)| {
        let is_in_file = reading.draft.people.iter().any(|drafted| drafted.external_id.as_str() == external);
        !is_in_file || !stored.people.iter().any(|row| row.id == *person)
    });
    let plan = ::roster::plan(&stored, &reading.draft);
    let changes = changes::of_plan(&rows, &plan, true);
    let after = rows.after(&changes, now_ms);
    let rights = rights::compare(tx, org, (&rows, &after), stored.today, &plan, &reading.draft.links)?;
    Ok(Compared { plan, work: Work { org: read, changes, after, rights }, has_strange_merge })
}

impl Compared {
    fn refusal(&self, answers: &Answers) -> Option<Refusal> {
        let ending = self.plan.ending;
        if self.has_strange_merge {
            return Some(Refusal::NoSuchMerge);
        }
        if !self.plan.offers.is_empty() && !answers.others_are_new {
            return Some(Refusal::Asks(self.plan.offers.len()));
        }
        if ending.asks && !answers.end_missing {
            return Some(Refusal::Missing(ending.count, ending.of));
        }
        self.work.is_empty().then_some(Refusal::Nothing)
    }
}

impl Work {
    fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.rights.changes.is_empty() && self.rights.links.is_empty()
    }

    fn keep(&self, tx: &mut dyn Tx, (id, kind, act): (RowId, &str, Act), now_ms: i64) -> Result<()> {
        let org = self.org.id;
        let (first_seq, last_seq) = write(tx, &self.org, &self.changes, now_ms)?;
        tx.execute(
            "insert into roster_import (org_id, import, made_ms, kind, first_seq, last_seq, undone_ms)
             values ($1, $2, $3, $4, $5, $6, null)",
            &[org.into(), id.into(), now_ms.into(), kind.into(), first_seq.into(), last_seq.into()],
        )?;
        for person in changes::people(&self.changes) {
            match self.after.get(rows::of_person(person)).filter(|row| row.is_live()) {
                Some(row) => people::add(tx, org, person, &rows::name(row))?,
                None => people::forget(tx, org, person)?,
            }
        }
        let rights = &self.rights;
        let all = rights.changes.iter().map(|change| (change, false)).chain(rights.links.iter().map(|l| (l, true)));
        for (number, ((fact, holds), is_link)) in (1..).zip(all) {
            say(tx, org, fact, *holds, is_link)?;
            note(tx, (org, id), number, (fact, *holds, is_link))?;
        }
        facts::touch(tx, org)?;
        audit::add(tx, org, act, id, now_ms)
    }
}

/// Writes changes at the end of the organisation's order, if it still ends where it was read. Returns the first and the
/// last number; the last is before the first where nothing was written.
fn write(tx: &mut dyn Tx, org: &organisation::Organisation, changes: &[Change], now_ms: i64) -> Result<(i64, i64)> {
    let count = changes.len() as i64;
    let first_seq = org.take(tx, count)?;
    if first_seq != org.head + 1 {
        return Err(crate::error::Error::Changed);
    }
    let salted = changes.iter().map(|change| Ok((change.clone(), secret::random()?))).collect::<Result<Vec<_>>>()?;
    let scope = Scope::Organisation.bytes();
    writing::put(tx, &writing::Place { org: org.id, author: org.id, scope: &scope, first_seq, now_ms }, &salted)?;
    Ok((first_seq, first_seq + count - 1))
}

/// Says that a fact holds, or no longer; and whether a column says it.
fn say(tx: &mut dyn Tx, org: RowId, fact: &Named, holds: bool, is_link: bool) -> Result<()> {
    let (kind, subject, object, detail) = fact;
    facts::put(tx, org, (kind, *subject, *object, detail), holds)?;
    if is_link {
        let values = [org.into(), kind.as_str().into(), (*subject).into(), (*object).into()];
        let sql = if holds {
            "insert into roster_link (org_id, kind, subject, object) values ($1, $2, $3, $4) on conflict do nothing"
        } else {
            "delete from roster_link where org_id = $1 and kind = $2 and subject = $3 and object = $4"
        };
        tx.execute(sql, &values)?;
    }
    Ok(())
}

fn note(
    tx: &mut dyn Tx,
    (org, import): (RowId, RowId),
    number: i64,
    (fact, holds, is_link): (&Named, bool, bool),
) -> Result<()> {
    let (kind, subject, object, detail) = fact;
    tx.execute(
        "insert into roster_fact (org_id, import, number, kind, subject, object, detail, holds, is_link)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            org.into(),
            import.into(),
            number.into(),
            kind.as_str().into(),
            (*subject).into(),
            (*object).into(),
            detail.as_str().into(),
            i64::from(holds).into(),
            i64::from(is_link).into(),
        ],
    )?;
    Ok(())
}

/// An import in the list of those that were made.
#[derive(Debug, Serialize)]
pub struct Listed {
    /// Its id.
    pub import: RowId,
    /// When, in milliseconds since 1970.
    pub made_ms: i64,
    /// `oneroster`, `csv`, `xlsx`, or `merge` of two people.
    pub kind: String,
    /// How many operations it wrote.
    pub operations: i64,
    /// When it was taken back.
    pub undone_ms: Option<i64>,
}

/// Lists the imports, the latest first.
///
/// # Errors
/// The database's.
pub fn imports(storage: &dyn Storage, org: RowId) -> Result<Vec<Listed>> {
    let rows = transact(storage, |tx| {
        tx.query(
            "select import, made_ms, kind, last_seq - first_seq + 1, undone_ms from roster_import
             where org_id = $1 order by made_ms desc, import",
            &[org.into()],
        )
    })?;
    let listed = rows.iter().map(|row| {
        Ok(Listed {
            import: row.id(0)?,
            made_ms: row.integer(1)?,
            kind: row.text(2)?,
            operations: row.integer(3)?,
            undone_ms: row.maybe_integer(4)?,
        })
    });
    listed.collect()
}
