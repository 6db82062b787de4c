//! Which scopes are open to a person, decided anew in every transaction that sends something.
//!
//! An opening and a closing take a number of the organisation's sequence, so that every device of the person meets them
//! at the same place. What closes is left out at once; a device is told when the closing has its number.

use std::collections::BTreeMap;

use domain::{
    RowId,
    access::{Facts, may_read},
    scope::Scope,
};

use crate::{
    error::{Error, Result},
    organisation::Organisation,
    storage::{Tx, Value},
};

/// Looking at so many numbers again costs less than a write that says they were looked at.
const FEW: i64 = 1_000;

/// A scope that is, or was, open to the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The number of the opening.
    pub opened: i64,
    /// The number of the closing.
    pub closed: Option<i64>,
}

/// What a person may read in this transaction, and what changes.
pub struct Reading {
    person: RowId,
    /// Every scope that was ever opened to the person, by its bytes.
    pub known: BTreeMap<Vec<u8>, Opened>,
    /// Open until now, and not allowed any more.
    closing: Vec<Vec<u8>>,
    /// Allowed, and not open yet.
    opening: Vec<Vec<u8>>,
    considered: (i64, i64),
}

/// Decides what the person may read.
///
/// # Errors
/// The database's.
pub fn decide(tx: &mut dyn Tx, org: &Organisation, facts: &Facts) -> Result<Reading> {
    let (person, key) = (facts.person, [org.id.into(), facts.person.into()]);
    let rows =
        tx.query("select considered_facts, considered_seq from person where org_id = $1 and person = $2", &key)?;
    let row = rows.first().ok_or(Error::Unknown)?;
    let considered = (row.integer(0)?, row.integer(1)?);
    let mut known = BTreeMap::new();
    for row in tx.query("select scope, opened, closed from reader where org_id = $1 and person = $2", &key)? {
        let opened = Opened { opened: row.integer(1)?, closed: row.maybe_integer(2)? };
        known.insert(row.bytes(0)?.to_vec(), opened);
    }
    let mut reading = Reading { person, known, closing: Vec::new(), opening: Vec::new(), considered };
    let asks = !sync::planted!(RightsNotAskedAtSending);
    reading.closing = reading.open().filter(|scope| asks && !is_allowed(facts, scope)).cloned().collect();
    let candidates = candidates(tx, org, considered)?;
    let is_new = |scope: &Vec<u8>| !reading.is_open(scope) && is_allowed(facts, scope);
    reading.opening = candidates.into_iter().filter(is_new).collect();
    Ok(reading)
}

/// Returns the scopes that may have become readable since they were last looked at for this person.
fn candidates(tx: &mut dyn Tx, org: &Organisation, (facts, seq): (i64, i64)) -> Result<Vec<Vec<u8>>> {
    let since = if facts == org.facts_version { seq } else { 0 };
    if since >= org.head {
        return Ok(Vec::new());
    }
    let rows = tx.query(
        "select scope from scope where org_id = $1 and first_seq > $2 and first_seq <= $3 order by first_seq",
        &[org.id.into(), since.into(), org.head.into()],
    )?;
    rows.iter().map(|row| row.bytes(0).map(<[u8]>::to_vec)).collect()
}

fn is_allowed(facts: &Facts, scope: &[u8]) -> bool {
    if sync::planted!(FirewallAtShareOnly) {
        let unlinked = Facts { links: BTreeMap::new(), ..facts.clone() };
        return Scope::from_bytes(scope).is_ok_and(|scope| may_read(&unlinked, &scope).is_ok());
    }
    Scope::from_bytes(scope).is_ok_and(|scope| may_read(facts, &scope).is_ok())
}

impl Reading {
    fn open(&self) -> impl Iterator<Item = &Vec<u8>> {
        self.known.iter().filter(|(_, opened)| opened.closed.is_none()).map(|(scope, _)| scope)
    }

    fn is_open(&self, scope: &[u8]) -> bool {
        self.known.get(scope).is_some_and(|opened| opened.closed.is_none())
    }

    /// Returns whether blocks of the scope may be sent in this transaction.
    #[must_use]
    pub fn allows(&self, scope: &[u8]) -> bool {
        self.is_open(scope) && !self.closing.iter().any(|closing| closing == scope)
    }

    /// Returns what is open once the changes are written down.
    #[must_use]
    pub fn open_then(&self) -> Vec<Vec<u8>> {
        let stays = |scope: &&Vec<u8>| !self.closing.contains(*scope);
        self.open().filter(stays).chain(&self.opening).cloned().collect()
    }

    /// Returns how many numbers the changes need.
    #[must_use]
    pub fn changes(&self) -> i64 {
        (self.opening.len() + self.closing.len()) as i64
    }

    /// Writes the changes down, each with its number, beginning with `number`.
    ///
    /// # Errors
    /// [`Error::Changed`] when another device of the person came in between.
    pub fn keep(&self, tx: &mut dyn Tx, org: &Organisation, number: i64) -> Result<()> {
        let (facts, seq) = self.considered;
        if self.changes() == 0 && facts == org.facts_version && org.head - seq < FEW {
            return Ok(());
        }
        let considered: [Value; 6] =
            [org.id.into(), self.person.into(), facts.into(), seq.into(), org.facts_version.into(), org.head.into()];
        let changed = tx.execute(
            "update person set considered_facts = $5, considered_seq = $6
             where org_id = $1 and person = $2 and considered_facts = $3 and considered_seq = $4",
            &considered,
        )?;
        if changed == 0 {
            return Err(Error::Changed);
        }
        for (number, scope) in (number..).zip(&self.closing) {
            tx.execute(
                "update reader set closed = $4 where org_id = $1 and person = $2 and scope = $3",
                &[org.id.into(), self.person.into(), scope.as_slice().into(), number.into()],
            )?;
        }
        for (number, scope) in (number + self.closing.len() as i64..).zip(&self.opening) {
            tx.execute(
                "insert into reader (org_id, person, scope, opened, closed) values ($1, $2, $3, $4, null)
                 on conflict (org_id, person, scope) do update set opened = excluded.opened, closed = null",
                &[org.id.into(), self.person.into(), scope.as_slice().into(), number.into()],
            )?;
        }
        Ok(())
    }
}
