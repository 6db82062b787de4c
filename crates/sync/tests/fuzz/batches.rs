//! Batches: their bytes, and the columns below the compression, where most of the reader is.

use domain::schema::line;
use sync::{
    batch::{Batch, MOST_OPS, salts, unpacked},
    exchange::encode,
    fold::{Placed, Row},
    op::{Content, revision},
    register,
};

use crate::{run, samples};

/// Reads a batch and, where it is one, does with it what a device does.
fn taken(bytes: &[u8]) -> bool {
    let Ok(batch) = Batch::decode(bytes) else { return false };
    assert!(!batch.ops.is_empty() && batch.ops.len() <= MOST_OPS);
    assert_eq!(batch.chain().len(), batch.ops.len());
    let again = batch.encode().unwrap();
    assert_eq!(Batch::decode(&again).as_ref(), Ok(&batch));
    let mut row = Row::default();
    for op in &batch.ops {
        let Ok(body) = op.body() else { continue };
        let ord = register::ord(op.hlc, 1_790_000_000_000);
        row.take(line::ENTITY, &Placed { reference: op.reference, hlc: op.hlc, ord, body: body.as_ref() });
        let shown = (row.is_live(), row.value(line::TEXT), row.beyond_removal());
        assert!(!shown.0 || row.created_ms.is_some(), "{shown:?}");
    }
    true
}

/// Puts columns into the form in which a batch travels.
fn packed(columns: &[u8]) -> Vec<u8> {
    let first = samples::batch().encode().unwrap()[0];
    [vec![first], zstd::bulk::compress(columns, 1).unwrap()].concat()
}

#[test]
fn a_damaged_batch_is_refused_or_folds() {
    let whole = samples::batch().encode().unwrap();
    let others = [encode(&samples::question()), whole.clone()];
    run("batch", |mutator| taken(&mutator.damaged(&whole, &others)));
}

#[test]
fn a_batch_whose_columns_are_damaged_is_refused_or_folds() {
    let columns = unpacked(&samples::batch().encode().unwrap()).unwrap();
    let others = [encode(&samples::answer()), columns.clone()];
    assert!(taken(&packed(&columns)));
    run("columns", |mutator| taken(&packed(&mutator.damaged(&columns, &others))));
}

#[test]
fn a_batch_with_seeds_and_many_rows_whose_columns_are_damaged_is_refused_or_folds() {
    let seed = [5; 16];
    let mut batch = samples::long_batch();
    for op in &mut batch.ops {
        if let Content::Whole { salt, .. } = &mut op.content {
            *salt = salts::salt(&seed, op.reference.ctr);
        }
    }
    let whole = batch.encode_with(&|_| Some(seed)).unwrap();
    let columns = unpacked(&whole).unwrap();
    let others = [unpacked(&samples::batch().encode().unwrap()).unwrap(), columns.clone()];
    assert_eq!(Batch::decode(&whole), Ok(batch));
    run("columns with seeds", |mutator| taken(&packed(&mutator.damaged(&columns, &others))));
}

#[test]
fn no_text_and_no_parents_give_the_revision_of_others() {
    let text = "Was fällt euch auf?".as_bytes();
    let whole = revision(&[[1; 16]], "Was fällt euch auf?");
    run("revision", |mutator| {
        let damaged = mutator.damaged(text, &[text.to_vec()]);
        let Ok(words) = std::str::from_utf8(&damaged) else { return false };
        assert_eq!(revision(&[[1; 16]], words) == whole, damaged == text);
        true
    });
}
