//! How the changes of an act reach the rows and the log.

use domain::{RowId, schema::Entity};

use super::{Tx, patch};
use crate::{
    apply,
    error::{Doing, Result},
    oplog::{self, Body, Draft, OpRef},
    sql,
};

impl Tx<'_> {
    /// Takes the moment of this act: always after the last one in the log.
    pub(super) fn begin(&mut self) -> Result<()> {
        let replicas = oplog::replicas(self.connection, self.source)?;
        let last = replicas.iter().map(|replica| replica.hlc).max().unwrap_or(0);
        self.hlc = (self.source.now_ms() << 16).max(last + 1);
        Ok(())
    }

    /// Takes new names for what is written from here on: the same log may be written on elsewhere.
    pub(crate) fn begin_anew(&mut self) -> Result<()> {
        oplog::begin_anew(self.connection, self.source)
    }

    /// Applies a change to its row, and keeps it for the log.
    pub(super) fn push(&mut self, entity: &'static Entity, row: RowId, body: Body) -> Result<()> {
        let incoming =
            apply::Incoming { seq: self.next_seq, hlc: self.hlc, entity, row, kind: body.kind(), body: Some(&body) };
        apply::apply(self.connection, &incoming)?;
        self.drafts.push(Draft { seq: self.next_seq, log: entity.log, entity: entity.number, row, body });
        self.next_seq += 1;
        Ok(())
    }

    /// Appends what was changed to the logs that it belongs to.
    pub(super) fn finish(&mut self) -> Result<()> {
        if self.drafts.is_empty() {
            return Ok(());
        }
        for mut replica in oplog::replicas(self.connection, self.source)? {
            let of_log: Vec<&Draft> =
                self.drafts.iter().filter(|draft| oplog::log_number(draft.log) == replica.log).collect();
            if !of_log.is_empty() {
                oplog::append(self.connection, &mut replica, &of_log, self.hlc, self.source)?;
            }
        }
        Ok(())
    }

    /// Returns the operation that gives a long text its next revision.
    pub(super) fn text_body(&self, row: RowId, field: u16, before: &str, after: &str) -> Result<Body> {
        let parent = sql::first(
            self.connection,
            "select revision from register where row = ?1 and field = ?2",
            (row.bytes(), field),
            |row| row.get::<_, Option<[u8; 16]>>(0),
        )
        .doing("reading a text's revision")?
        .flatten()
        .unwrap_or_else(|| oplog::revision(&[], before));
        let (at, deleted, inserted) = patch::between(before, after);
        let result = oplog::revision(&[parent], after);
        Ok(Body::Text { field, parents: vec![parent], at, deleted, inserted, result, settles: false })
    }

    /// Returns the operation whose value a field has now; none where it was made in this act.
    pub(super) fn last_change(&self, row: RowId, field: u16) -> Result<Vec<OpRef>> {
        // A change made earlier in this act is not in the log yet; it is this replica's own, so nothing is lost.
        sql::all(
            self.connection,
            "select replica, ctr from op
             where seq = coalesce((select seq from register where row = ?1 and field = ?2),
                                  (select min(seq) from op where row = ?1))",
            (row.bytes(), field),
            |row| Ok(OpRef { replica: row.get(0)?, ctr: row.get(1)? }),
        )
        .doing("reading a field's last change")
    }

    /// Returns the last change of a row by each other replica.
    pub(super) fn others_changes(&self, entity: &Entity, row: RowId) -> Result<Vec<OpRef>> {
        sql::all(
            self.connection,
            "select op.replica, max(ctr) from op
             where row = ?1 and replica <> (select replica from local_replica where log = ?2)
             group by op.replica order by op.replica",
            (row.bytes(), oplog::log_number(entity.log)),
            |row| Ok(OpRef { replica: row.get(0)?, ctr: row.get(1)? }),
        )
        .doing("reading a row's changes")
    }
}
