//! A copied folder writes under a name that somebody else writes under too: what waits is written again under a new one.

use std::collections::{BTreeSet, HashMap};

use domain::RowId;
use sync::{
    body::Body,
    op::{Content, Op, OpRef},
};

use crate::{
    Tx, Writer,
    error::{Doing, Error, Result},
    oplog::{self, Place, Replica},
    rows, sql,
};

/// Draws a new shared replica and writes everything that waits again under it, with the same content, time and order. The
/// former operations leave the log: their names belong to whoever sent others under them, and those may come. Whoever that
/// is has this profile's key too, so it is to become a device of its own.
///
/// The next question asks from the beginning. The service gives nobody what was written under their own name, and until the
/// fork was noticed, which after a restore of the service may be late, the cursor went past what others wrote under it.
///
/// # Errors
/// When the disk refuses; then nothing is changed.
pub fn rename(writer: &mut Writer) -> Result<()> {
    writer.transact(|tx| {
        begin_again(tx)?;
        super::want_own_device(tx)
    })
}

/// Writes everything that waits again under a new name, and asks from the beginning.
pub(super) fn begin_again(tx: &mut Tx<'_>) -> Result<()> {
    write_again(tx)?;
    ask_from_the_beginning(tx)
}

/// Writes everything that waits again under a new name where some of it can never be brought: the service lacks what stands
/// before it, and so does this file. A newer file of this device had written that, and the service kept it in custody until
/// it was restored from a backup.
///
/// # Errors
/// When the disk refuses; then nothing is changed.
pub(super) fn leave_gap(writer: &mut Writer) -> Result<()> {
    writer.transact(|tx| if is_behind_a_gap(tx)? { write_again(tx) } else { Ok(()) })
}

fn is_behind_a_gap(tx: &Tx<'_>) -> Result<bool> {
    let sql = format!(
        "select 1 from op join local_joint run on run.replica = op.replica and run.ctr <= op.ctr
         where {WAITS} and not exists (
             select 1 from op before where before.replica = run.replica and before.ctr = run.ctr - 1)
         limit 1"
    );
    let found = sql::first(tx.reader(), &sql, [], |_| Ok(()));
    found.map(|found| found.is_some()).doing("looking for what can never be brought")
}

fn write_again(tx: &mut Tx<'_>) -> Result<()> {
    let waiting = if sync::planted!(ForkDiscards) { Vec::new() } else { waiting(tx)? };
    take_out(tx)?;
    let mut replica = tx.end_shared()?;
    let mut again = Again { names: HashMap::new(), next_seq: tx.next_seq() };
    for (index, (op, scope)) in waiting.iter().enumerate() {
        let rest = (index + 1..waiting.len()).take_while(|at| is_rest(&waiting, *at)).count();
        let txn_len = if is_rest(&waiting, index) { 0 } else { rest as i64 + 1 };
        again.write(tx, &mut replica, op, *scope, txn_len)?;
    }
    replica.save(tx.reader()).doing("moving the log on")?;
    let touched: BTreeSet<RowId> = waiting.iter().map(|(op, _)| op.row).collect();
    touched.into_iter().try_for_each(|row| rows::refold(tx.reader(), row, &[]).map(drop))
}

/// Whether an operation goes on with the act of the one that waits before it. Where the beginning of its act does not wait,
/// it begins an act of its own.
fn is_rest(waiting: &[Waiting], at: usize) -> bool {
    let follows = |before: &Op, op: &Op| {
        op.reference.replica == before.reference.replica && op.reference.ctr == before.reference.ctr + 1
    };
    at > 0 && waiting[at].0.txn_len == 0 && follows(&waiting[at - 1].0, &waiting[at].0)
}

/// An operation that waits, and its scope.
type Waiting = (Op, Option<i64>);

/// What waits under any of this file's shared names.
const WAITS: &str = "op.settled is null and op.held is null and op.replica in (
                         select replica from local_replica where log = 0
                         union all select replica from local_ended_replica where log = 0)";

/// Takes what waits out of the log, and ends each name where what is left of it ends.
fn take_out(tx: &Tx<'_>) -> Result<()> {
    let connection = tx.reader();
    // What stays behind a run that goes begins a run of its own.
    let joints = format!(
        "insert or replace into local_joint (replica, ctr, chain)
         select next.replica, next.ctr, gone.chain from (select op.* from op where {WAITS}) gone
         join op next on next.replica = gone.replica and next.ctr = gone.ctr + 1
         where next.settled is not null or next.held is not null"
    );
    let left = "coalesce((select max(op.ctr) from op where op.replica = head.replica and op.ctr <= head.ctr), 0)";
    let ends = |table: &str| {
        format!(
            "update {table} as head set (ctr, chain) = (
                 select {left}, coalesce((select chain from op where op.replica = head.replica and op.ctr = {left}),
                                         zeroblob(16)))
             where log = 0"
        )
    };
    connection
        .execute(&joints, [])
        .and_then(|_| connection.execute(&format!("delete from op where {WAITS}"), []))
        // What is written again keeps its salts, and would not be found by its new name when it is erased.
        .and_then(|_| connection.execute("delete from local_salt", []))
        .and_then(|_| connection.execute(&ends("local_replica"), []))
        .and_then(|_| connection.execute(&ends("local_ended_replica"), []))
        .and_then(|_| connection.execute("delete from local_ended_replica where ctr = 0", []))
        .map(drop)
        .doing("taking out what is written again")
}

/// Sets the cursor back. What is here already changes nothing when it comes again.
fn ask_from_the_beginning(tx: &Tx<'_>) -> Result<()> {
    let sql = "update local_exchange set place = 0, seq = 0";
    tx.reader().execute(sql, []).map(drop).doing("setting the cursor back")
}

/// Reads what waits under all of this file's names, in the order of its writing.
fn waiting(tx: &Tx<'_>) -> Result<Vec<Waiting>> {
    let mut waiting = Vec::new();
    oplog::each(tx.reader(), &format!("where {WAITS} order by seq"), [], |stored, row| {
        waiting.push((stored.op, row.get("scope").doing("reading the log")?));
        Ok(true)
    })?;
    Ok(waiting)
}

struct Again {
    /// The new name of each operation that was written again.
    names: HashMap<OpRef, OpRef>,
    next_seq: i64,
}

impl Again {
    fn write(
        &mut self,
        tx: &Tx<'_>,
        replica: &mut Replica,
        former: &Op,
        scope: Option<i64>,
        txn_len: i64,
    ) -> Result<()> {
        let reference = OpRef { replica: replica.replica, ctr: replica.ctr + 1 };
        let op = Op { reference, txn_len, content: self.renamed(former)?, ..former.clone() };
        let chain = op.chained(&replica.chain);
        oplog::insert(tx.reader(), self.next_seq, &op, &chain, &Place { scope, ..Place::default() })?;
        self.names.insert(former.reference, reference);
        self.next_seq += 1;
        (replica.ctr, replica.chain) = (reference.ctr, chain);
        Ok(())
    }

    /// Returns an operation's content with the new names of what it names.
    fn renamed(&self, former: &Op) -> Result<Content> {
        let Content::Whole { salt, .. } = &former.content else { return Ok(former.content.clone()) };
        let now = |names: Vec<OpRef>| names.into_iter().map(|name| *self.names.get(&name).unwrap_or(&name)).collect();
        let body = match former.body()?.ok_or(Error::Damaged { what: "the operation log" })? {
            Body::Set { field, value, over } => Body::Set { field, value, over: now(over) },
            Body::Remove { seen } => Body::Remove { seen: now(seen) },
            Body::Erase { seen } => Body::Erase { seen: now(seen) },
            other @ (Body::Create(_)
            | Body::Text { .. }
            | Body::Restore
            | Body::Share { .. }
            | Body::Version(_)
            | Body::Withheld { .. }
            | Body::Unshare { .. }) => other,
        };
        Ok(Content::Whole { salt: *salt, body: body.encode() })
    }
}
