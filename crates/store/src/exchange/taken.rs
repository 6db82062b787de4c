//! What became of the batches that this device brought.

use domain::RowId;
use sync::exchange::{Answer, Refused, Settled, Taken};

use super::{answer::Work, custody, epoch};
use crate::{
    error::{Doing, Error, Result},
    oplog, sql,
};

const FOREIGN: Error = Error::Damaged { what: "the service's answer, which does not fit what was sent" };

/// Takes note of what became of one batch.
pub(super) fn take(work: &mut Work<'_>, answer: &Answer, taken: &Taken) -> Result<()> {
    match taken {
        Taken::Settled(runs) => runs.iter().try_for_each(|run| settle(work, run)),
        Taken::Custody { replica, first_ctr, count, reason } => {
            keep(work, &Run { replica: *replica, first_ctr: *first_ctr, count: *count }, *reason, answer.now_ms)
        }
        // The service has less than it once said: what is beyond its end is brought again.
        Taken::Gap => {
            let rows = epoch::bring_again(work.connection, answer.head.ctr)?;
            rows.into_iter().try_for_each(|row| work.refold(row))
        }
        // A new name is drawn by `rename`; a batch that is not understood is brought again and stays where it is.
        Taken::Forked | Taken::Malformed => Ok(()),
    }
}

struct Run {
    replica: i64,
    first_ctr: i64,
    count: i64,
}

impl Run {
    /// Checks that these operations are this file's own and may have been sent.
    fn check(&self, work: &Work<'_>) -> Result<()> {
        let end = self.first_ctr.checked_add(self.count).filter(|_| self.first_ctr > 0 && self.count > 0);
        let sql = "select count(*) from op where replica = ?1 and ctr >= ?2 and ctr < ?3";
        let held = sql::first(work.connection, sql, (self.replica, self.first_ctr, end), |row| row.get::<_, i64>(0));
        let is_whole = held.doing("finding what was sent")? == Some(self.count);
        let is_own = oplog::own_shared(work.connection)?.contains(&self.replica);
        if is_own && is_whole { Ok(()) } else { Err(FOREIGN) }
    }

    fn range(&self) -> (i64, i64, i64) {
        (self.replica, self.first_ctr, self.first_ctr + self.count)
    }
}

fn settle(work: &mut Work<'_>, settled: &Settled) -> Result<()> {
    let run = Run { replica: settled.replica, first_ctr: settled.first_ctr, count: settled.count };
    run.check(work)?;
    let (replica, first, end) = run.range();
    let differs = "select count(*) from op where replica = ?1 and ctr >= ?2 and ctr < ?3
                   and settled <> ?4 + (ctr - ?2)";
    let differing =
        sql::first(work.connection, differs, (replica, first, end, settled.first_seq), |row| row.get::<_, i64>(0));
    if differing.doing("comparing what was settled")? != Some(0) {
        return Err(FOREIGN);
    }
    let rows = others_too(work, &run)?;
    let changed = work
        .connection
        .prepare_cached(
            "update op set settled = ?4 + (ctr - ?2), received_ms = ?5, offered = null, held = null
             where replica = ?1 and ctr >= ?2 and ctr < ?3 and settled is null",
        )
        .and_then(|mut update| update.execute((replica, first, end, settled.first_seq, settled.received_ms)))
        .doing("settling operations")?;
    work.connection
        .prepare_cached("delete from local_custody where replica = ?1 and ctr >= ?2 and ctr < ?3")
        .and_then(|mut delete| delete.execute((replica, first, end)))
        .doing("settling operations")?;
    work.applied.settled += changed as u64;
    if changed > 0 {
        rows.into_iter().try_for_each(|row| work.refold(row))?;
    }
    Ok(())
}

/// Returns the rows of a run that others wrote too. For all the rest their order among others' means nothing.
fn others_too(work: &Work<'_>, run: &Run) -> Result<Vec<RowId>> {
    sql::all(
        work.connection,
        "select distinct row from op sent where replica = ?1 and ctr >= ?2 and ctr < ?3
         and exists (select 1 from op other where other.row = sent.row and other.replica <> ?1)
         order by row",
        run.range(),
        |row| sql::id(row, "row"),
    )
    .doing("finding what others wrote too")
}

fn keep(work: &mut Work<'_>, run: &Run, reason: Refused, now_ms: i64) -> Result<()> {
    run.check(work)?;
    let (replica, first, end) = run.range();
    let changed = work
        .connection
        .execute(
            "update op set held = 1
             where replica = ?1 and ctr >= ?2 and ctr < ?3 and settled is null and held is null",
            (replica, first, end),
        )
        .doing("noting custody")?;
    if changed > 0 {
        work.connection
            .execute(
                "insert or replace into local_custody (replica, ctr, count, reason, since_ms)
                 values (?1, ?2, ?3, ?4, ?5)",
                (replica, first, run.count, custody::number_of(reason), now_ms),
            )
            .doing("noting custody")?;
        let rows = others_too(work, run)?;
        rows.into_iter().try_for_each(|row| work.refold(row))?;
    }
    work.applied.custody += changed as u64;
    Ok(())
}
