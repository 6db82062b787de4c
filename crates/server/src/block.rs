//! A block of the log, on its way into the rows.

use domain::RowId;
use sync::op::Op;

use crate::{
    attachment,
    error::Result,
    storage::{Tx, Value},
};

/// Operations of one replica in one scope, with their places.
pub(crate) struct Block<'a> {
    pub org: RowId,
    pub scope: &'a [u8],
    pub replica: i64,
    pub first_ctr: i64,
    pub count: i64,
    pub first_seq: i64,
    pub author: RowId,
    pub received_ms: i64,
    pub chain: [u8; 16],
    pub batch: &'a [u8],
    /// What is in the batch.
    pub ops: &'a [Op],
    pub signature: &'a [u8; 64],
}

impl Block<'_> {
    /// Writes it down.
    pub(crate) fn keep(&self, tx: &mut dyn Tx) -> Result<()> {
        let last_seq = self.first_seq + self.count - 1;
        let scope: Value = self.scope.into();
        tx.execute(
            "insert into scope (org_id, scope, first_seq, last_seq) values ($1, $2, $3, $4)
             on conflict (org_id, scope) do update set last_seq = excluded.last_seq",
            &[self.org.into(), scope.clone(), self.first_seq.into(), last_seq.into()],
        )?;
        tx.execute(
            "insert into block (org_id, first_seq, last_seq, scope, replica, first_ctr, count, author, received_ms,
                                chain, batch, signature)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            &[
                self.org.into(),
                self.first_seq.into(),
                last_seq.into(),
                scope,
                self.replica.into(),
                self.first_ctr.into(),
                self.count.into(),
                self.author.into(),
                self.received_ms.into(),
                self.chain.as_slice().into(),
                self.batch.into(),
                self.signature.as_slice().into(),
            ],
        )?;
        attachment::note(tx, self.org, self.scope, self.ops)
    }
}
