//! A run of one replica's operations as it travels and as it is kept: columns, compressed.
//!
//! Operations are taken apart into columns of the same kind, so that what repeats lies together and compression finds
//! it. The reader puts them together again and computes their chain; nothing that can be computed is sent.

use domain::RowId;
use serde::{Deserialize, Serialize};

use crate::{
    Malformed,
    op::{Content, Op, OpRef},
};

/// The most operations of one batch.
pub const MOST_OPS: usize = 5_000;
/// The largest batch before compression, in bytes: what a reader is ready to hold.
pub const MOST_BYTES: usize = 8 << 20;
const LEVEL: i32 = 3;

/// Contiguous operations of one replica, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Who made them.
    pub replica: i64,
    /// The chain value before the first.
    pub previous: [u8; 16],
    /// The operations; never none.
    pub ops: Vec<Op>,
}

impl Batch {
    /// Returns the chain value after each operation.
    #[must_use]
    pub fn chain(&self) -> Vec<[u8; 16]> {
        let chained = |chain: &mut [u8; 16], op: &Op| {
            *chain = op.chained(chain);
            Some(*chain)
        };
        self.ops.iter().scan(self.previous, chained).collect()
    }

    /// Returns the batch's bytes.
    ///
    /// # Errors
    /// [`Malformed`] when the operations do not belong into one batch.
    pub fn encode(&self) -> Result<Vec<u8>, Malformed> {
        let columns = postcard::to_allocvec(&Columns::of(self)?).map_err(|_| Malformed)?;
        if columns.len() > MOST_BYTES {
            return Err(Malformed);
        }
        zstd::bulk::compress(&columns, LEVEL).map_err(|_| Malformed)
    }

    /// Reads a batch back.
    ///
    /// # Errors
    /// [`Malformed`] when the bytes are no batch, or larger than any batch may be.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let columns = zstd::bulk::decompress(bytes, MOST_BYTES).map_err(|_| Malformed)?;
        let (columns, rest) = postcard::take_from_bytes::<Columns>(&columns).map_err(|_| Malformed)?;
        if !rest.is_empty() {
            return Err(Malformed);
        }
        columns.batch()
    }
}

/// A batch, column by column. All columns of numbers have one entry an operation.
#[derive(Serialize, Deserialize)]
struct Columns {
    replica: i64,
    first_ctr: i64,
    previous: [u8; 16],
    txn_len: Vec<i64>,
    /// Each less the one before.
    hlc: Vec<i64>,
    schema: Vec<i64>,
    entity: Vec<u16>,
    kind: Vec<i64>,
    /// 0: the next of `new_rows`; otherwise one more than its place among those seen before.
    row: Vec<u32>,
    /// 0: erased; otherwise one more than the length of the body.
    length: Vec<u32>,
    new_rows: Vec<[u8; 16]>,
    salts: Vec<[u8; 16]>,
    hashes: Vec<[u8; 32]>,
    bodies: Vec<u8>,
}

impl Columns {
    fn of(batch: &Batch) -> Result<Self, Malformed> {
        let first = batch.ops.first().ok_or(Malformed)?;
        let mut columns = Self {
            replica: batch.replica,
            first_ctr: first.reference.ctr,
            previous: batch.previous,
            txn_len: Vec::new(),
            hlc: Vec::new(),
            schema: Vec::new(),
            entity: Vec::new(),
            kind: Vec::new(),
            row: Vec::new(),
            length: Vec::new(),
            new_rows: Vec::new(),
            salts: Vec::new(),
            hashes: Vec::new(),
            bodies: Vec::new(),
        };
        let mut seen = std::collections::HashMap::new();
        let mut hlc = 0;
        for (op, ctr) in batch.ops.iter().zip(first.reference.ctr..) {
            if op.reference != (OpRef { replica: batch.replica, ctr }) || columns.row.len() == MOST_OPS {
                return Err(Malformed);
            }
            let place = seen.len();
            let known = *seen.entry(op.row).or_insert(place);
            columns.add(op, hlc, (known != place).then_some(known))?;
            hlc = op.hlc;
        }
        Ok(columns)
    }

    fn add(&mut self, op: &Op, hlc_before: i64, known_row: Option<usize>) -> Result<(), Malformed> {
        self.txn_len.push(op.txn_len);
        self.hlc.push(op.hlc.wrapping_sub(hlc_before));
        self.schema.push(op.schema);
        self.entity.push(op.entity);
        self.kind.push(op.kind);
        match known_row {
            Some(place) => self.row.push(u32::try_from(place + 1).map_err(|_| Malformed)?),
            None => {
                self.row.push(0);
                self.new_rows.push(op.row.bytes());
            }
        }
        match &op.content {
            Content::Whole { salt, body } => {
                self.length.push(u32::try_from(body.len() + 1).map_err(|_| Malformed)?);
                self.salts.push(*salt);
                self.bodies.extend_from_slice(body);
            }
            Content::Erased { hash } => {
                self.length.push(0);
                self.hashes.push(*hash);
            }
        }
        Ok(())
    }

    fn batch(self) -> Result<Batch, Malformed> {
        let count = self.txn_len.len();
        let lengths = [self.hlc.len(), self.schema.len(), self.entity.len(), self.kind.len()];
        let even = lengths.into_iter().chain([self.row.len(), self.length.len()]).all(|length| length == count);
        if !even || count == 0 || count > MOST_OPS || self.first_ctr < 1 {
            return Err(Malformed);
        }
        let mut rest = Rest {
            new_rows: self.new_rows.iter(),
            salts: self.salts.iter(),
            hashes: self.hashes.iter(),
            bodies: &self.bodies,
            seen: Vec::new(),
        };
        let mut ops = Vec::with_capacity(count);
        let mut hlc = 0_i64;
        for at in 0..count {
            let ctr = self.first_ctr.checked_add(i64::try_from(at).map_err(|_| Malformed)?).ok_or(Malformed)?;
            hlc = hlc.wrapping_add(self.hlc[at]);
            ops.push(Op {
                reference: OpRef { replica: self.replica, ctr },
                txn_len: self.txn_len[at],
                hlc,
                schema: self.schema[at],
                entity: self.entity[at],
                row: rest.row(self.row[at])?,
                kind: self.kind[at],
                content: rest.content(self.length[at])?,
            });
        }
        rest.is_used_up().then_some(Batch { replica: self.replica, previous: self.previous, ops }).ok_or(Malformed)
    }
}

/// What is left of the columns that have no entry for every operation.
struct Rest<'a> {
    new_rows: std::slice::Iter<'a, [u8; 16]>,
    salts: std::slice::Iter<'a, [u8; 16]>,
    hashes: std::slice::Iter<'a, [u8; 32]>,
    bodies: &'a [u8],
    seen: Vec<RowId>,
}

impl Rest<'_> {
    fn row(&mut self, place: u32) -> Result<RowId, Malformed> {
        if place > 0 {
            return self.seen.get(place as usize - 1).copied().ok_or(Malformed);
        }
        let row = RowId::from_bytes(*self.new_rows.next().ok_or(Malformed)?);
        self.seen.push(row);
        Ok(row)
    }

    fn content(&mut self, length: u32) -> Result<Content, Malformed> {
        if length == 0 {
            return Ok(Content::Erased { hash: *self.hashes.next().ok_or(Malformed)? });
        }
        let (body, rest) = self.bodies.split_at_checked(length as usize - 1).ok_or(Malformed)?;
        self.bodies = rest;
        Ok(Content::Whole { salt: *self.salts.next().ok_or(Malformed)?, body: body.to_vec() })
    }

    fn is_used_up(&self) -> bool {
        self.new_rows.len() == 0 && self.salts.len() == 0 && self.hashes.len() == 0 && self.bodies.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::op::CHAIN_START;

    fn op() -> impl Strategy<Value = Op> {
        let content = prop_oneof![
            (any::<[u8; 16]>(), proptest::collection::vec(any::<u8>(), 0..40))
                .prop_map(|(salt, body)| Content::Whole { salt, body }),
            any::<[u8; 32]>().prop_map(|hash| Content::Erased { hash }),
        ];
        (0..3_i64, any::<i64>(), 1..3_i64, 1..30_u16, 0..5_u8, 1..7_i64, content).prop_map(
            |(txn_len, hlc, schema, entity, row, kind, content)| Op {
                reference: OpRef { replica: 0, ctr: 0 },
                txn_len,
                hlc,
                schema,
                entity,
                row: RowId::from_bytes([row; 16]),
                kind,
                content,
            },
        )
    }

    fn batch() -> impl Strategy<Value = Batch> {
        (any::<i64>(), 1..1_000_000_i64, proptest::collection::vec(op(), 1..30)).prop_map(
            |(replica, first, mut ops)| {
                for (op, ctr) in ops.iter_mut().zip(first..) {
                    op.reference = OpRef { replica, ctr };
                }
                Batch { replica, previous: CHAIN_START, ops }
            },
        )
    }

    proptest! {
        #[test]
        fn a_batch_reads_back_as_it_was_written(batch in batch()) {
            let read = Batch::decode(&batch.encode().unwrap()).unwrap();
            prop_assert_eq!(read.chain(), batch.chain());
            prop_assert_eq!(read, batch);
        }

        #[test]
        fn a_batch_cut_short_is_refused(batch in batch(), at in any::<proptest::sample::Index>()) {
            let bytes = batch.encode().unwrap();
            prop_assert!(Batch::decode(&bytes[..at.index(bytes.len())]).is_err());
        }

        #[test]
        fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            // The columns themselves are fuzzed too, so that most cases pass the compression.
            let columns = zstd::bulk::compress(&bytes, LEVEL).unwrap();
            for bytes in [&bytes, &columns] {
                if let Ok(batch) = Batch::decode(bytes) {
                    prop_assert!(!batch.ops.is_empty());
                }
            }
        }
    }

    #[test]
    fn a_bomb_is_refused_before_it_is_held() {
        let bomb = zstd::bulk::compress(&vec![0; MOST_BYTES + 1], LEVEL).unwrap();
        assert!(bomb.len() < 2_000);
        assert_eq!(Batch::decode(&bomb), Err(Malformed));
    }

    #[test]
    fn operations_with_a_hole_between_them_make_no_batch() {
        let op = |ctr| Op {
            reference: OpRef { replica: 1, ctr },
            txn_len: 1,
            hlc: 1,
            schema: 1,
            entity: 1,
            row: RowId::from_bytes([1; 16]),
            kind: 4,
            content: Content::Erased { hash: [0; 32] },
        };
        assert!(Batch { replica: 1, previous: CHAIN_START, ops: vec![op(1), op(3)] }.encode().is_err());
        assert!(Batch { replica: 1, previous: CHAIN_START, ops: vec![] }.encode().is_err());
    }
}
