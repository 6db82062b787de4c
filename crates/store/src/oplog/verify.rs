//! Whether every operation of the log is what was written.

use std::collections::HashSet;

use rusqlite::Connection;
use sync::{
    body::ERASE,
    op::{CHAIN_START, Content},
};

use super::{Stored, count, each, replica};
use crate::{
    error::{Doing, Error, Result},
    progress::{self, GoOn, Stage},
    sql,
};

const DAMAGED: Error = Error::Damaged { what: "the operation log" };

/// Checks every chain and every body of the log, and returns how many operations it has.
///
/// Of this file's own replicas nothing may be missing. Of others a reader may have only some runs; each run's beginning
/// was kept when it came.
///
/// # Errors
/// [`Error::Damaged`] at the first operation that is not what was written, [`Error::Stopped`] when it is not to go on.
pub(crate) fn verify(connection: &Connection, go_on: &mut GoOn<'_>) -> Result<u64> {
    let total = count(connection)?;
    let own: HashSet<i64> = replica::own(connection)?.into_iter().collect();
    let mut chain = Chain { replica: 0, ctr: 0, seq: 0, value: CHAIN_START };
    let (mut emptied, mut erased) = (HashSet::new(), HashSet::new());
    let mut done = 0;
    each(connection, "order by replica, ctr", [], |stored, _| {
        progress::tell(go_on, Stage::Log, done, total)?;
        done += 1;
        let op = &stored.op;
        if op.kind == ERASE {
            erased.insert(op.row);
        } else if matches!(op.content, Content::Erased { .. }) && own.contains(&op.reference.replica) {
            emptied.insert(op.row);
        }
        chain.follow(connection, &stored, own.contains(&op.reference.replica)).map(|()| true)
    })?;
    // Only an erasure of its row may take an operation's body.
    if !emptied.is_subset(&erased) {
        return Err(DAMAGED);
    }
    ends(connection)?;
    Ok(done)
}

/// Where the check has come within one replica.
struct Chain {
    replica: i64,
    ctr: i64,
    seq: i64,
    value: [u8; 16],
}

impl Chain {
    fn follow(&mut self, connection: &Connection, stored: &Stored, is_own: bool) -> Result<()> {
        let (op, reference) = (&stored.op, stored.op.reference);
        if reference.replica != self.replica {
            *self = Self { replica: reference.replica, ctr: 0, seq: 0, value: CHAIN_START };
        }
        if reference.ctr != self.ctr + 1 {
            let joint = sql::first(
                connection,
                "select chain from local_joint where replica = ?1 and ctr = ?2",
                (reference.replica, reference.ctr),
                |row| row.get(0),
            );
            self.value = joint.doing("reading a run's beginning")?.ok_or(DAMAGED)?;
        }
        let is_in_order = !is_own || stored.seq > self.seq;
        if !is_in_order || op.chained(&self.value) != stored.chain || op.content.hash() != stored.body_hash {
            return Err(DAMAGED);
        }
        (self.ctr, self.seq, self.value) = (reference.ctr, stored.seq, stored.chain);
        Ok(())
    }
}

/// Checks that this file's own replicas end where they were left.
fn ends(connection: &Connection) -> Result<()> {
    let unlike = "select count(*) from (
                      select replica, ctr, chain, 1 as is_last from local_replica where ctr > 0
                      -- The file that a backup was made of may have gone on under the same replica, and have sent it.
                      union all select replica, ctr, chain, 0 from local_ended_replica) head
                  where not exists (select 1 from op where op.replica = head.replica and op.ctr = head.ctr
                                    and op.chain = head.chain)
                     or is_last and exists (select 1 from op where op.replica = head.replica and op.ctr > head.ctr)";
    let emptied = "select count(*) from local_replica head
                   where ctr = 0 and exists (select 1 from op where op.replica = head.replica)";
    for sql in [unlike, emptied] {
        if connection.query_row(sql, [], |row| row.get::<_, i64>(0)).doing("reading the log's ends")? > 0 {
            return Err(Error::Damaged { what: "the end of the operation log" });
        }
    }
    Ok(())
}
