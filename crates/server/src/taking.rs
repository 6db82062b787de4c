//! Taking in what a device brings: what the rows say to it, once its bytes have been looked at.

mod claim;

use std::collections::BTreeMap;

use domain::{RowId, access::Facts};
use sync::{
    batch::Batch,
    exchange::{Head, Question, Refused, Settled, Taken},
};

use crate::{
    block::Block,
    error::{Error, Result},
    session::Session,
    storage::{Row, Tx, Value},
};
pub use claim::{Claim, Claims, look};

/// What the rows say to a question's batches. Nothing is written yet, and no number taken.
pub struct Decided<'a> {
    /// The replica that writes on the device.
    replica: i64,
    /// The ends of the replicas in question.
    ends: BTreeMap<i64, Ends>,
    fates: Vec<Fate<'a>>,
}

/// An accepted batch.
pub struct Entering<'a> {
    /// Its scope.
    pub scope: &'a [u8],
    /// Its operations.
    pub batch: &'a Batch,
    /// The place of its last operation among those of all accepted batches, from 0.
    pub last: i64,
}

/// Where a replica ends.
struct Ends {
    /// In the rows; nothing when it is new.
    stored: Option<Head>,
    /// With what is accepted or in custody.
    head: Head,
}

enum Fate<'a> {
    /// Was here, wholly or in part.
    Known(Taken),
    /// Enters its scope.
    Enters(&'a Claim<'a>),
    /// Goes into custody.
    Kept(&'a Claim<'a>, Refused),
    /// Stops what comes after it.
    Stops(Taken),
}

/// Decides about each batch, up to the first that stops the rest.
///
/// # Errors
/// The database's.
pub fn decide<'a>(
    tx: &mut dyn Tx,
    (session, facts): (&Session, &Facts),
    question: &Question,
    claims: &'a Claims<'a>,
) -> Result<Decided<'a>> {
    let mut decided = Decided { replica: question.replica, ends: BTreeMap::new(), fates: Vec::new() };
    let owner = decided.load(tx, session, question.replica)?;
    let is_anothers = owner.is_some_and(|(device, _)| device != session.device);
    if is_anothers || decided.head().ctr > question.written {
        decided.fates.push(Fate::Stops(Taken::Forked));
        if is_anothers {
            decided.ends.clear();
        }
        return Ok(decided);
    }
    for claim in &claims.claims {
        if !decided.add(tx, session, facts, claim)? {
            return Ok(decided);
        }
    }
    if claims.is_cut {
        decided.fates.push(Fate::Stops(Taken::Malformed));
    }
    Ok(decided)
}

/// What was in custody enters: its replica ends where it ended.
#[must_use]
pub fn released<'a>(replica: i64, claims: &'a Claims<'a>) -> Decided<'a> {
    Decided { replica, ends: BTreeMap::new(), fates: claims.claims.iter().map(Fate::Enters).collect() }
}

impl<'a> Decided<'a> {
    /// Returns where the device's replica ends with what is accepted or in custody.
    #[must_use]
    pub fn head(&self) -> Head {
        self.ends.get(&self.replica).map(|ends| ends.head).unwrap_or_default()
    }

    /// Reads where a replica ends, and returns the device and the person that it is of; the service's is of nobody.
    fn load(&mut self, tx: &mut dyn Tx, session: &Session, replica: i64) -> Result<Option<(RowId, Option<RowId>)>> {
        let rows = tx.query(
            "select r.device, d.person, r.last_ctr, r.last_chain from replica r
             left join device d on d.org_id = r.org_id and d.device = r.device
             where r.org_id = $1 and r.replica = $2",
            &[session.org.into(), replica.into()],
        )?;
        let Some(row) = rows.first() else {
            self.ends.insert(replica, Ends { stored: None, head: Head::default() });
            return Ok(None);
        };
        let head = Head { ctr: row.integer(2)?, chain: row.array(3)? };
        self.ends.insert(replica, Ends { stored: Some(head), head });
        let person = row.maybe_bytes(1)?.map(|_| row.id(1)).transpose()?;
        Ok(Some((row.id(0)?, person)))
    }

    /// Returns whether the next batch may be looked at.
    fn add(&mut self, tx: &mut dyn Tx, session: &Session, facts: &Facts, claim: &'a Claim<'a>) -> Result<bool> {
        let replica = claim.batch.replica;
        // A file that was restored, also on another computer, brings what its person wrote before.
        if !self.ends.contains_key(&replica)
            && self.load(tx, session, replica)?.is_some_and(|(_, person)| person != Some(session.person))
        {
            self.fates.push(Fate::Stops(Taken::Malformed));
            return Ok(false);
        }
        let ends = self.ends.get_mut(&replica).expect("just loaded");
        let fate = if claim.first() > ends.head.ctr + 1 && sync::planted!(GapTaken) {
            ends.head = claim.end();
            Fate::Enters(claim)
        } else if claim.first() > ends.head.ctr + 1 {
            Fate::Stops(Taken::Gap)
        } else if claim.first() == ends.head.ctr + 1 {
            if claim.batch.previous == ends.head.chain || sync::planted!(DuplicateNotCompared) {
                ends.head = claim.end();
                claim.refused(facts).map_or(Fate::Enters(claim), |reason| Fate::Kept(claim, reason))
            } else {
                Fate::Stops(Taken::Forked)
            }
        } else if ends.stored == Some(ends.head) {
            known(tx, session, ends.head, claim)?
        } else {
            // It overlaps with what this very question brought: the device asks again for what is not answered.
            return Ok(false);
        };
        let is_whole = match &fate {
            Fate::Known(Taken::Settled(runs)) => runs.iter().map(|run| run.count).sum::<i64>() == claim.count(),
            Fate::Known(Taken::Custody { count, .. }) => *count == claim.count(),
            Fate::Known(_) | Fate::Enters(_) | Fate::Kept(..) => true,
            Fate::Stops(_) => false,
        };
        self.fates.push(fate);
        Ok(is_whole)
    }

    /// Returns whether the device writes under a name that is not its own, or no longer.
    #[must_use]
    pub fn is_forked(&self) -> bool {
        self.fates.iter().any(|fate| matches!(fate, Fate::Stops(Taken::Forked)))
    }

    /// Returns how many numbers the accepted operations need.
    #[must_use]
    pub fn count(&self) -> i64 {
        let entering = self.fates.iter().map(|fate| if let Fate::Enters(claim) = fate { claim.count() } else { 0 });
        entering.sum()
    }

    /// Returns the accepted batches in the order in which [`Decided::keep`] gives them their numbers.
    #[must_use]
    pub fn entering(&self) -> Vec<Entering<'_>> {
        let mut offset = 0;
        let mut entering = Vec::new();
        for fate in &self.fates {
            if let Fate::Enters(claim) = fate {
                offset += claim.count();
                entering.push(Entering { scope: &claim.brought.scope, batch: &claim.batch, last: offset - 1 });
            }
        }
        entering
    }

    /// Writes everything down, the accepted operations from `number` on, and says what became of each batch.
    ///
    /// # Errors
    /// [`Error::Changed`] when a replica brought something else meanwhile.
    pub fn keep(&self, tx: &mut dyn Tx, session: &Session, mut number: i64, now_ms: i64) -> Result<Vec<Taken>> {
        // Also when everything was known: see the column `brought_ms`.
        if self.fates.iter().any(|fate| !matches!(fate, Fate::Stops(_))) {
            for (replica, ends) in &self.ends {
                ends.keep(tx, session, *replica, now_ms)?;
            }
        }
        let mut taken = Vec::with_capacity(self.fates.len());
        for fate in &self.fates {
            taken.push(match fate {
                Fate::Known(answer) | Fate::Stops(answer) => answer.clone(),
                Fate::Kept(claim, reason) => hold(tx, session, claim, *reason, now_ms)?,
                Fate::Enters(claim) => {
                    let first_seq = number;
                    number += claim.count();
                    enter(tx, session, claim, first_seq, now_ms)?
                }
            });
        }
        Ok(taken)
    }
}

impl Ends {
    fn keep(&self, tx: &mut dyn Tx, session: &Session, replica: i64, now_ms: i64) -> Result<()> {
        let new: [Value; 5] = [
            session.org.into(),
            replica.into(),
            self.head.ctr.into(),
            self.head.chain.as_slice().into(),
            now_ms.into(),
        ];
        let changed = match self.stored {
            None if self.head.ctr == 0 => return Ok(()),
            None => tx.execute(
                "insert into replica (org_id, replica, last_ctr, last_chain, brought_ms, device)
                 values ($1, $2, $3, $4, $5, $6)",
                &[new.as_slice(), &[session.device.into()]].concat(),
            )?,
            Some(stored) => tx.execute(
                "update replica set last_ctr = $3, last_chain = $4, brought_ms = $5
                 where org_id = $1 and replica = $2 and last_ctr = $6",
                &[new.as_slice(), &[stored.ctr.into()]].concat(),
            )?,
        };
        if changed == 0 { Err(Error::Changed) } else { Ok(()) }
    }
}

fn enter(tx: &mut dyn Tx, session: &Session, claim: &Claim<'_>, first_seq: i64, now_ms: i64) -> Result<Taken> {
    let (replica, first_ctr, count) = (claim.batch.replica, claim.first(), claim.count());
    let block = Block {
        org: session.org,
        scope: &claim.brought.scope,
        replica,
        first_ctr,
        count,
        first_seq,
        author: session.person,
        received_ms: now_ms,
        chain: claim.end().chain,
        batch: &claim.brought.batch,
        ops: &claim.batch.ops,
        signature: &claim.brought.signature,
    };
    block.keep(tx)?;
    Ok(Taken::Settled(vec![Settled { replica, first_ctr, count, first_seq, received_ms: now_ms }]))
}

fn hold(tx: &mut dyn Tx, session: &Session, claim: &Claim<'_>, reason: Refused, now_ms: i64) -> Result<Taken> {
    let taken = Taken::Custody { replica: claim.batch.replica, first_ctr: claim.first(), count: claim.count(), reason };
    if sync::planted!(RefusalDiscards) {
        return Ok(taken);
    }
    tx.execute(
        "insert into custody (org_id, replica, first_ctr, count, scope, author, received_ms, reason, chain, batch,
                              signature)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &[
            session.org.into(),
            claim.batch.replica.into(),
            claim.first().into(),
            claim.count().into(),
            claim.brought.scope.as_slice().into(),
            session.person.into(),
            now_ms.into(),
            number(reason).into(),
            claim.end().chain.as_slice().into(),
            claim.brought.batch.as_slice().into(),
            claim.brought.signature.as_slice().into(),
        ],
    )?;
    Ok(taken)
}

/// Says of a batch that begins with what is here whether it is the same, and what became of it.
fn known<'a>(tx: &mut dyn Tx, session: &Session, stored: Head, claim: &'a Claim<'a>) -> Result<Fate<'a>> {
    let last = claim.last().min(stored.ctr);
    let here = if last == stored.ctr { stored.chain } else { chain_at(tx, session, claim.batch.replica, last)? };
    if claim.chain_at(last) != Some(here) && !sync::planted!(DuplicateNotCompared) {
        return Ok(Fate::Stops(Taken::Forked));
    }
    let range = [session.org.into(), claim.batch.replica.into(), claim.first().into(), last.into()];
    let runs = tx.query(
        "select first_ctr, count, first_seq, received_ms from block
         where org_id = $1 and replica = $2 and first_ctr <= $4 and first_ctr + count > $3 order by first_ctr",
        &range,
    )?;
    let runs: Vec<_> = runs.iter().map(|row| run(row, claim, last)).collect::<Result<_>>()?;
    if !runs.is_empty() {
        return Ok(Fate::Known(Taken::Settled(runs)));
    }
    let held = tx.query(
        "select reason from custody
         where org_id = $1 and replica = $2 and first_ctr <= $4 and first_ctr + count > $3 order by first_ctr",
        &range,
    )?;
    let reason = reason(held.first().ok_or(Error::Damaged { what: "a replica's operations" })?.integer(0)?)?;
    let (first_ctr, count) = (claim.first(), last - claim.first() + 1);
    Ok(Fate::Known(Taken::Custody { replica: claim.batch.replica, first_ctr, count, reason }))
}

/// Returns the part of a stored run that a batch covers.
fn run(row: &Row, claim: &Claim<'_>, last: i64) -> Result<Settled> {
    let (stored_first, count) = (row.integer(0)?, row.integer(1)?);
    let from = stored_first.max(claim.first());
    let to = (stored_first + count - 1).min(last);
    Ok(Settled {
        replica: claim.batch.replica,
        first_ctr: from,
        count: to - from + 1,
        first_seq: row.integer(2)? + (from - stored_first),
        received_ms: row.integer(3)? + if sync::planted!(ReplayedAnew) { 60_000 } else { 0 },
    })
}

/// Computes the chain value after an operation in the middle of what is here.
fn chain_at(tx: &mut dyn Tx, session: &Session, replica: i64, ctr: i64) -> Result<[u8; 16]> {
    const DAMAGED: Error = Error::Damaged { what: "a replica's operations" };
    let rows = tx.query(
        "select first_ctr, batch from block
         where org_id = $1 and replica = $2 and first_ctr <= $3 and first_ctr + count > $3
         union all
         select first_ctr, batch from custody
         where org_id = $1 and replica = $2 and first_ctr <= $3 and first_ctr + count > $3",
        &[session.org.into(), replica.into(), ctr.into()],
    )?;
    let row = rows.first().ok_or(DAMAGED)?;
    let batch = Batch::decode(row.bytes(1)?).map_err(|_| DAMAGED)?;
    let at = usize::try_from(ctr - row.integer(0)?).map_err(|_| DAMAGED)?;
    batch.chain().get(at).copied().ok_or(DAMAGED)
}

fn number(reason: Refused) -> i64 {
    match reason {
        Refused::NotYours => 1,
        Refused::Unknown => 2,
    }
}

fn reason(number: i64) -> Result<Refused> {
    match number {
        1 => Ok(Refused::NotYours),
        2 => Ok(Refused::Unknown),
        _ => Err(Error::Damaged { what: "a reason of custody" }),
    }
}
