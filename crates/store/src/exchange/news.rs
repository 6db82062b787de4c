//! What the service brought: others' operations, and scopes that closed.

use std::collections::{BTreeSet, HashMap};

use domain::RowId;
use sync::{
    batch::Batch,
    exchange::{Block, News},
    op::{CHAIN_START, Op},
};

use super::{answer::Work, named, scope};
use crate::{
    error::{Doing, Error, Result},
    oplog::{self, Member, Members, Place},
    rows, sql,
};

const CONTRADICTS: Error = Error::Damaged { what: "the service's news, which contradict this file's log" };

/// The rows that an answer's operations belong to, in the order of their first.
#[derive(Default)]
pub(super) struct Arrived {
    order: Vec<RowId>,
    rows: HashMap<RowId, Coming>,
}

enum Coming {
    /// Nothing of the row is here yet, so that all of it comes with this answer.
    New(Vec<Member>),
    Known,
}

impl Arrived {
    /// Takes in one piece of news. Its rows are made by [`Arrived::make`].
    pub(super) fn take(&mut self, work: &mut Work<'_>, news: &News) -> Result<()> {
        match news {
            News::Block(block) => self.block(work, block),
            News::Closed { scope } => {
                // What came before it in this answer goes too, where it is of that scope.
                std::mem::take(self).make(work)?;
                close(work, scope)
            }
            News::Only { scopes } if !sync::planted!(ForgottenStays) => {
                let others = scope::all(work.connection)?.into_iter().filter(|scope| !scopes.contains(scope));
                others.into_iter().try_for_each(|scope| close(work, &scope))
            }
            News::Only { .. } => Ok(()),
        }
    }

    /// Makes the rows.
    pub(super) fn make(mut self, work: &mut Work<'_>) -> Result<()> {
        for row in &self.order {
            match self.rows.remove(row) {
                Some(Coming::New(members)) => {
                    let made = rows::make(work.connection, *row, &Members::of(work.connection, members)?, true)?;
                    work.note(*row, made);
                }
                Some(Coming::Known) => work.refold(*row)?,
                None => {}
            }
        }
        work.applied.received += self.order.len() as u64;
        Ok(())
    }

    fn block(&mut self, work: &mut Work<'_>, block: &Block) -> Result<()> {
        let batch = Batch::decode(&block.batch)?;
        let chain = batch.chain();
        let ahead = |op: &Op| op.hlc >> 16 > block.received_ms + 300_000;
        if sync::planted!(DriftRefused) && batch.ops.iter().any(ahead) {
            return Err(CONTRADICTS);
        }
        let scope = scope::number(work.connection, work.person, &block.scope)?;
        self.give_up(work, &batch, &chain)?;
        let held = held(work, &batch)?;
        join(work, &batch, &chain)?;
        for ((op, chain), seq) in batch.ops.iter().zip(&chain).zip(block.first_seq..) {
            let place = Place { scope, settled: Some(seq), received_ms: Some(block.received_ms) };
            match held.get(&op.reference.ctr) {
                Some(held) => self.again(work, op, chain, held, &place)?,
                None => self.add(work, op, chain, &place)?,
            }
        }
        Ok(())
    }

    /// Takes out what others wrote under names for which the service now has something else. It gave those once and was
    /// restored since then, and their writer went on with an older file: nobody can bring them again.
    fn give_up(&mut self, work: &mut Work<'_>, batch: &Batch, chain: &[[u8; 16]]) -> Result<()> {
        let first = batch.ops[0].reference.ctr;
        let differs = held(work, batch)?.into_iter().filter(|(ctr, held)| {
            let here = usize::try_from(ctr - first).ok().and_then(|at| chain.get(at));
            held.settled.is_none() && here != Some(&held.chain)
        });
        let Some(from) = differs.map(|(ctr, _)| ctr).min() else { return Ok(()) };
        if oplog::own_shared(work.connection)?.contains(&batch.replica) {
            return Err(CONTRADICTS);
        }
        let gone = "replica = ?1 and ctr >= ?2 and settled is null";
        let sql = format!("select distinct row from op where {gone} order by row");
        let rows = sql::all(work.connection, &sql, (batch.replica, from), |row| sql::id(row, "row"));
        for row in rows.doing("finding what nobody has any more")? {
            if !self.rows.contains_key(&row) {
                self.begin(work, row)?;
            }
        }
        work.connection
            .execute(&format!("delete from op where {gone}"), (batch.replica, from))
            .map(drop)
            .doing("taking out what nobody has any more")
    }

    /// Puts an operation into the log.
    fn add(&mut self, work: &mut Work<'_>, op: &Op, chain: &[u8; 16], place: &Place) -> Result<()> {
        if domain::schema::entity(op.entity).is_none() && sync::planted!(UnknownNotKept) {
            return Ok(());
        }
        let coming = match self.rows.get_mut(&op.row) {
            Some(coming) => coming,
            None => self.begin(work, op.row)?,
        };
        oplog::insert(work.connection, work.next_seq, op, chain, place)?;
        if let Coming::New(members) = coming {
            members.push(Member::of_op(op, work.next_seq, place)?);
        }
        work.next_seq += 1;
        Ok(())
    }

    fn begin(&mut self, work: &Work<'_>, row: RowId) -> Result<&mut Coming> {
        let known = sql::first(work.connection, "select 1 from op where row = ?1 limit 1", [row.bytes()], |_| Ok(()));
        let coming = match known.doing("looking for a row")? {
            Some(()) => Coming::Known,
            None => Coming::New(Vec::new()),
        };
        self.order.push(row);
        Ok(self.rows.entry(row).or_insert(coming))
    }

    /// Takes in an operation that is here already: the same one, or something is wrong.
    fn again(&mut self, work: &Work<'_>, op: &Op, chain: &[u8; 16], held: &Held, place: &Place) -> Result<()> {
        if held.chain != *chain || held.settled.is_some_and(|settled| Some(settled) != place.settled) {
            return Err(CONTRADICTS);
        }
        if held.settled.is_some() {
            return Ok(());
        }
        work.connection
            .prepare_cached(
                "update op set settled = ?3, received_ms = ?4, scope = ?5, offered = null, held = null
                 where replica = ?1 and ctr = ?2",
            )
            .and_then(|mut update| {
                update.execute((op.reference.replica, op.reference.ctr, place.settled, place.received_ms, place.scope))
            })
            .doing("settling an operation")?;
        // Of one's own: it was in custody until now.
        work.connection
            .prepare_cached("delete from local_custody where replica = ?1 and ctr <= ?2 and ctr + count > ?2")
            .and_then(|mut delete| delete.execute((op.reference.replica, op.reference.ctr)))
            .doing("settling an operation")?;
        if !self.rows.contains_key(&op.row) {
            self.begin(work, op.row)?;
        }
        Ok(())
    }
}

/// What this file has of an operation that arrives.
struct Held {
    chain: [u8; 16],
    settled: Option<i64>,
}

/// Reads what this file has of a batch already.
fn held(work: &Work<'_>, batch: &Batch) -> Result<HashMap<i64, Held>> {
    let (first, last) = (batch.ops[0].reference.ctr, batch.ops[batch.ops.len() - 1].reference.ctr);
    let sql = "select ctr, chain, settled from op where replica = ?1 and ctr between ?2 and ?3";
    let found = sql::all(work.connection, sql, (batch.replica, first, last), |row| {
        Ok((row.get(0)?, Held { chain: row.get(1)?, settled: row.get(2)? }))
    });
    Ok(found.doing("comparing with the log")?.into_iter().collect())
}

/// Checks that a batch follows what this file has before it and is followed by what it has behind it. Where it has
/// nothing before it, the chain's value there is kept for later checks.
fn join(work: &Work<'_>, batch: &Batch, chain: &[[u8; 16]]) -> Result<()> {
    let (first, last) = (batch.ops[0].reference.ctr, batch.ops[batch.ops.len() - 1].reference.ctr);
    let chain_at = |ctr: i64| -> Result<Option<[u8; 16]>> {
        let sql = "select chain from op where replica = ?1 and ctr = ?2";
        sql::first(work.connection, sql, (batch.replica, ctr), |row| row.get(0)).doing("reading the chain")
    };
    let before = if first == 1 { Some(CHAIN_START) } else { chain_at(first - 1)? };
    match before {
        Some(before) if before != batch.previous => return Err(CONTRADICTS),
        Some(_) => {}
        None => keep_joint(work.connection, batch.replica, first, &batch.previous)?,
    }
    let end = chain[chain.len() - 1];
    if chain_at(last + 1)?.is_some() {
        let known = match joint(work.connection, batch.replica, last + 1)? {
            Some(joint) => joint,
            None => super::standing::chain_before(work.connection, batch.replica, last + 1)?,
        };
        if known != end {
            return Err(CONTRADICTS);
        }
    }
    work.connection
        .prepare_cached("delete from local_joint where replica = ?1 and ctr > ?2 and ctr <= ?3 + 1")
        .and_then(|mut delete| delete.execute((batch.replica, first, last)))
        .map(drop)
        .doing("joining runs")
}

fn joint(connection: &rusqlite::Connection, replica: i64, ctr: i64) -> Result<Option<[u8; 16]>> {
    let sql = "select chain from local_joint where replica = ?1 and ctr = ?2";
    sql::first(connection, sql, (replica, ctr), |row| row.get(0)).doing("reading a run's beginning")
}

fn keep_joint(connection: &rusqlite::Connection, replica: i64, ctr: i64, chain: &[u8; 16]) -> Result<()> {
    connection
        .prepare_cached("insert or replace into local_joint (replica, ctr, chain) values (?1, ?2, ?3)")
        .and_then(|mut insert| insert.execute((replica, ctr, chain)))
        .map(drop)
        .doing("keeping a run's beginning")
}

/// Takes everything that others wrote in a scope out of this file. The person's own work in it stays; what of it waits
/// goes into custody when it is brought. Of the organisation's rows stay those that the person's own work names.
fn close(work: &mut Work<'_>, bytes: &[u8]) -> Result<()> {
    let Some(number) = scope::known(work.connection, bytes)? else { return Ok(()) };
    if sync::planted!(ClosedScopeStays) {
        return Ok(());
    }
    let kept = named::kept(work.connection, bytes)?;
    // The mark of an erasure stays where something of one's own was erased by it.
    let own = if sync::planted!(PurgedBeforeAcknowledged) {
        "(select 0)"
    } else {
        "(select replica from local_replica union select replica from local_ended_replica)"
    };
    let others = format!(
        "gone.scope = ?1 and gone.replica not in {own} and gone.row not in ({kept}) and not (gone.kind = 6 and exists (
             select 1 from op mine where mine.row = gone.row and mine.replica in {own}))"
    );
    let rows: BTreeSet<RowId> =
        sql::all(work.connection, &format!("select distinct row from op gone where {others}"), [number], |row| {
            sql::id(row, "row")
        })
        .doing("finding what closed")?
        .into_iter()
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    // What stays behind a run that goes begins a run of its own.
    work.connection
        .execute(
            &format!(
                "insert or replace into local_joint (replica, ctr, chain)
                 select next.replica, next.ctr, gone.chain from op gone
                 join op next on next.replica = gone.replica and next.ctr = gone.ctr + 1
                 where {others}"
            ),
            [number],
        )
        .and_then(|_| work.connection.execute(&format!("delete from op as gone where {others}"), [number]))
        .and_then(|_| {
            work.connection.execute(
                "delete from local_joint where not exists (
                     select 1 from op where op.replica = local_joint.replica and op.ctr = local_joint.ctr)",
                [],
            )
        })
        .doing("taking out what closed")?;
    rows.iter().try_for_each(|row| work.refold(*row))?;
    work.gone.extend(rows);
    work.applied.closed += 1;
    Ok(())
}
