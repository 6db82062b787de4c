//! A run of one replica's operations as it travels and as it is kept: columns, compressed.
//!
//! Operations are taken apart into columns of the same kind, so that what repeats lies together and compression finds
//! it. The reader puts them together again and computes their chain; nothing that can be computed is sent.
//!
//! One byte says how the rest is written: 1 for what is described here.

mod columns;
mod ids;
mod numbers;
pub mod salts;
mod skeleton;
mod slots;

use self::salts::Seed;
use crate::{Malformed, op::Op};

/// The most operations of one batch.
pub const MOST_OPS: usize = 5_000;
/// The largest batch before compression, and the most that all its bodies take, in bytes: what a reader is ready to hold.
pub const MOST_BYTES: usize = 8 << 20;
const LEVEL: i32 = 3;
/// How a batch is written, its first byte.
const FORM: u8 = 1;

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
        self.encode_with(&|_| None)
    }

    /// Returns the batch's bytes. `seeds` knows the seed of a span of operations, from which salts need not be carried.
    ///
    /// # Errors
    /// [`Malformed`] when the operations do not belong into one batch.
    pub fn encode_with(&self, seeds: &dyn Fn(i64) -> Option<Seed>) -> Result<Vec<u8>, Malformed> {
        let columns = columns::put(self, seeds)?;
        if columns.len() > MOST_BYTES {
            return Err(Malformed);
        }
        let mut bytes = zstd::bulk::compress(&columns, LEVEL).map_err(|_| Malformed)?;
        bytes.insert(0, FORM);
        Ok(bytes)
    }

    /// Reads a batch back.
    ///
    /// # Errors
    /// [`Malformed`] when the bytes are no batch, or larger than any batch may be.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        columns::read(&unpacked(bytes)?)
    }
}

/// Returns what a batch's bytes are before compression.
///
/// # Errors
/// [`Malformed`] when they are none, or larger than any batch may be.
pub fn unpacked(bytes: &[u8]) -> Result<Vec<u8>, Malformed> {
    let Some((&FORM, packed)) = bytes.split_first() else { return Err(Malformed) };
    zstd::bulk::decompress(packed, MOST_BYTES).map_err(|_| Malformed)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use domain::RowId;

    use super::*;
    use crate::{
        body::Body,
        op::{CHAIN_START, Content, OpRef},
    };

    fn op() -> impl Strategy<Value = Op> {
        // Rows are also values, of operations before theirs and behind.
        let body = (0..9_u16, 0..5_i64, ".{0,20}").prop_map(|(field, number, text)| {
            let row = RowId::new(number, [3; 10]);
            Body::Create(vec![(field, number.into()), (10, text.into()), (11, row.into())]).encode()
        });
        let content = prop_oneof![
            (any::<[u8; 16]>(), body).prop_map(|(salt, body)| Content::Whole { salt, body }),
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
                row: RowId::new(row.into(), [3; 10]),
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
        fn no_bytes_make_the_reader_panic(batch in batch(), changes in proptest::collection::vec(any::<(proptest::sample::Index, u8)>(), 1..4)) {
            // Columns of a true batch with a few bytes changed: most of the reader is reached by what is almost right.
            let mut columns = unpacked(&batch.encode().unwrap()).unwrap();
            for (at, byte) in changes {
                let at = at.index(columns.len());
                columns[at] = byte;
            }
            if let Ok(batch) = columns::read(&columns) {
                prop_assert!(!batch.ops.is_empty());
            }
            drop(Batch::decode(&columns));
        }

        #[test]
        fn salts_of_seeds_are_not_carried_and_come_back(count in 1..200_i64, first in 1..3_000_i64, gone in any::<proptest::sample::Index>()) {
            let seed = |span: i64| *blake3::hash(&span.to_be_bytes()).as_bytes().first_chunk::<16>().unwrap();
            let op = |ctr: i64| Op {
                reference: OpRef { replica: 1, ctr },
                txn_len: 1,
                hlc: ctr << 16,
                schema: 1,
                entity: 1,
                row: RowId::new(ctr, [1; 10]),
                kind: 5,
                content: Content::Whole { salt: salts::salt(&seed(ctr / salts::SPAN), ctr), body: vec![0xf6] },
            };
            let mut batch = Batch { replica: 1, previous: CHAIN_START, ops: (first..first + count).map(op).collect() };
            let bytes = batch.encode_with(&|span| Some(seed(span))).unwrap();
            prop_assert!(bytes.len() < 600, "{} bytes for {count}", bytes.len());
            prop_assert_eq!(&Batch::decode(&bytes).unwrap(), &batch);
            // What is erased can no longer be computed from what is carried.
            let gone = gone.index(batch.ops.len());
            let Content::Whole { salt, .. } = batch.ops[gone].content.clone() else { unreachable!() };
            batch.ops[gone].content = Content::Erased { hash: batch.ops[gone].content.hash() };
            let ctr = batch.ops[gone].reference.ctr;
            let bytes = batch.encode_with(&|span| Some(seed(span))).unwrap();
            prop_assert_eq!(&Batch::decode(&bytes).unwrap(), &batch);
            let columns = unpacked(&bytes).unwrap();
            let secrets = (0..=10).map(|height| salts::node(&seed(ctr / salts::SPAN), ctr, height));
            for secret in secrets.chain([salt]) {
                prop_assert!(!columns.windows(16).any(|window| window == secret));
            }
        }
    }

    #[test]
    fn a_bomb_is_refused_before_it_is_held() {
        let mut bomb = zstd::bulk::compress(&vec![0; MOST_BYTES + 1], LEVEL).unwrap();
        bomb.insert(0, FORM);
        assert!(bomb.len() < 2_000);
        assert_eq!(Batch::decode(&bomb), Err(Malformed));
    }

    #[test]
    fn bodies_that_are_small_only_while_they_are_columns_are_refused() {
        // One skeleton of four thousand signs, for five thousand operations.
        let body = |nulls: usize| {
            let parts = (0..nulls / 250).flat_map(|_| [vec![0x98, 250], vec![0xf6; 250]].concat());
            [vec![0x80 | (nulls / 250) as u8], parts.collect()].concat()
        };
        let op = |ctr| Op {
            reference: OpRef { replica: 1, ctr },
            txn_len: 1,
            hlc: 1,
            schema: 1,
            entity: 1,
            row: RowId::from_bytes([1; 16]),
            kind: 4,
            content: Content::Whole { salt: [0; 16], body: body(3_750) },
        };
        let batch = |count| Batch { replica: 1, previous: CHAIN_START, ops: (1..=count).map(op).collect() };
        let small = batch(2_000).encode().unwrap();
        assert!(small.len() < 2_000 && Batch::decode(&small).is_ok());
        assert_eq!(batch(5_000).encode(), Err(Malformed));
        // Written by somebody who does not ask: the count of operations is changed where it stands.
        let columns = columns::put_unbounded(&batch(5_000));
        assert_eq!(columns::read(&columns), Err(Malformed));
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
