//! A batch column by column: what is alike lies together, and what can be computed is left out.

use std::collections::{HashMap, HashSet};

use domain::RowId;

use super::{
    Batch, MOST_BYTES, MOST_OPS, ids,
    ids::Ids,
    numbers,
    numbers::{Reader, put_bytes, put_signed},
    salts,
    salts::Seed,
    skeleton,
    skeleton::{Slot, Value},
    slots::{Column, Filling},
};
use crate::{
    Malformed,
    op::{Content, Op, OpRef},
};

/// The most kinds of operation in one batch, and the longest skeleton: far more than there are.
const MOST_CLASSES: usize = MOST_OPS;
const LONGEST_SKELETON: usize = 4 << 10;

/// How the content of a class of operations is written.
const ERASED: u8 = 0;
const WHOLE: u8 = 1;
const APART: u8 = 2;

/// Operations that are written in the same way.
#[derive(PartialEq, Eq, Hash, Clone)]
struct Class {
    entity: u16,
    kind: i64,
    schema: i64,
    form: u8,
    skeleton: Vec<u8>,
}

/// Writes a batch as columns.
pub(super) fn put(batch: &Batch, seeds: &dyn Fn(i64) -> Option<Seed>) -> Result<Vec<u8>, Malformed> {
    let mut columns = Columns::default();
    let first = batch.ops.first().ok_or(Malformed)?;
    if batch.ops.len() > MOST_OPS || first.reference.ctr < 1 {
        return Err(Malformed);
    }
    for (op, ctr) in batch.ops.iter().zip(first.reference.ctr..) {
        if op.reference != (OpRef { replica: batch.replica, ctr }) {
            return Err(Malformed);
        }
        columns.add(op)?;
    }
    if columns.bodies > MOST_BYTES {
        return Err(Malformed);
    }
    columns.finish(batch, seeds)
}

/// Writes a batch whose bodies may be larger than a reader holds.
#[cfg(test)]
pub(super) fn put_unbounded(batch: &Batch) -> Vec<u8> {
    let mut columns = Columns::default();
    batch.ops.iter().try_for_each(|op| columns.add(op)).expect("operations");
    columns.finish(batch, &|_| None).expect("a batch")
}

#[derive(Default)]
struct Columns {
    ids: Ids,
    /// The places of the rows of the operations so far.
    met: HashSet<usize>,
    classes: Vec<(Class, Vec<Filling>)>,
    places: HashMap<Class, usize>,
    class: Vec<u8>,
    txn_len: Vec<u8>,
    hlc: Vec<u8>,
    row: Vec<u8>,
    last_row: i64,
    last_hlc: i64,
    bodies: usize,
}

impl Columns {
    fn add(&mut self, op: &Op) -> Result<(), Malformed> {
        put_signed(&mut self.txn_len, op.txn_len);
        let row = self.ids.place(op.row.bytes());
        // It may have been met as a value already.
        let is_new = self.met.insert(row);
        put_signed(&mut self.row, row as i64 - self.last_row);
        self.last_row = row as i64;
        put_signed(&mut self.hlc, apart(op.hlc.wrapping_sub(expected(is_new, &op.row.bytes(), self.last_hlc))));
        self.last_hlc = op.hlc;
        let (form, skeleton, values) = match &op.content {
            Content::Erased { .. } => (ERASED, Vec::new(), Vec::new()),
            Content::Whole { body, .. } => {
                self.bodies += body.len();
                match skeleton::apart(body) {
                    Some((skeleton, values)) if skeleton.len() <= LONGEST_SKELETON => (APART, skeleton, values),
                    _ => (WHOLE, Vec::new(), vec![Value::Bytes(body)]),
                }
            }
        };
        let class = Class { entity: op.entity, kind: op.kind, schema: op.schema, form, skeleton };
        let next = self.classes.len();
        let place = *self.places.entry(class.clone()).or_insert(next);
        if place == next {
            let fillings = places(&class)?.into_iter().map(Filling::new).collect();
            self.classes.push((class, fillings));
        }
        numbers::put(&mut self.class, place as u64);
        for (filling, value) in self.classes[place].1.iter_mut().zip(values) {
            filling.add(value, op.hlc >> 16, &mut self.ids);
        }
        Ok(())
    }

    fn finish(self, batch: &Batch, seeds: &dyn Fn(i64) -> Option<Seed>) -> Result<Vec<u8>, Malformed> {
        let mut out = Vec::new();
        put_signed(&mut out, batch.replica);
        put_signed(&mut out, batch.ops[0].reference.ctr);
        out.extend_from_slice(&batch.previous);
        numbers::put(&mut out, batch.ops.len() as u64);
        numbers::put(&mut out, self.classes.len() as u64);
        for (class, _) in &self.classes {
            numbers::put(&mut out, class.entity.into());
            put_signed(&mut out, class.kind);
            put_signed(&mut out, class.schema);
            out.push(class.form);
            put_bytes(&mut out, &class.skeleton);
        }
        self.ids.put(&mut out)?;
        for column in [self.class, self.txn_len, self.row, self.hlc] {
            out.extend(column);
        }
        for filling in self.classes.iter().flat_map(|(_, fillings)| fillings) {
            filling.put(&mut out);
        }
        salts::put(&mut out, &batch.ops, seeds);
        for op in &batch.ops {
            if let Content::Erased { hash } = &op.content {
                out.extend_from_slice(hash);
            }
        }
        Ok(out)
    }
}

/// Returns the places for values of a class.
fn places(class: &Class) -> Result<Vec<Slot>, Malformed> {
    match class.form {
        ERASED if class.skeleton.is_empty() => Ok(Vec::new()),
        WHOLE if class.skeleton.is_empty() => Ok(vec![Slot::Bytes]),
        APART => skeleton::slots(&class.skeleton),
        _ => Err(Malformed),
    }
}

/// Returns the moment that an operation has if nothing is said: that of its row where the batch begins with it, otherwise
/// that of the operation before.
fn expected(is_new: bool, row: &[u8; 16], last_hlc: i64) -> i64 {
    ids::moment_ms(row).filter(|_| is_new).map_or(last_hlc, |ms| ms << 16)
}

/// Turns a difference of moments round, so that whole milliseconds are small numbers.
fn apart(difference: i64) -> i64 {
    difference.rotate_right(16)
}

/// Reads a batch.
pub(super) fn read(bytes: &[u8]) -> Result<Batch, Malformed> {
    let mut bytes = Reader(bytes);
    let (replica, first, previous) = (bytes.signed()?, bytes.signed()?, bytes.array()?);
    let count = bytes.count(MOST_OPS)?;
    if count == 0 || first < 1 || first.checked_add(MOST_OPS as i64).is_none() {
        return Err(Malformed);
    }
    let classes = (0..bytes.count(MOST_CLASSES)?).map(|_| class(&mut bytes)).collect::<Result<Vec<_>, _>>()?;
    let ids = ids::read(&mut bytes)?;
    let of = (0..count).map(|_| bytes.count(MOST_CLASSES)).collect::<Result<Vec<_>, _>>()?;
    let mut signed = || (0..count).map(|_| bytes.signed()).collect::<Result<Vec<_>, _>>();
    let (txn_len, row, hlc) = (signed()?, signed()?, signed()?);
    let heads = heads(&ids, &row, &hlc)?;
    let mut often = vec![0; classes.len()];
    for class in &of {
        *often.get_mut(*class).ok_or(Malformed)? += 1;
    }
    let mut columns = Vec::with_capacity(classes.len());
    for (class, count) in classes.iter().zip(often) {
        let read = |slot| Column::read(slot, count, &mut bytes);
        columns.push(places(class)?.into_iter().map(read).collect::<Result<Vec<_>, _>>()?);
    }
    let erased: Vec<bool> = of.iter().map(|class| classes[*class].form == ERASED).collect();
    let salts = salts::read(&mut bytes, first, &erased)?;
    let mut left = MOST_BYTES;
    let mut ops = Vec::with_capacity(count);
    for (at, (row, hlc)) in heads.into_iter().enumerate() {
        let class = &classes[of[at]];
        let content = match salts[at] {
            None => Content::Erased { hash: bytes.array()? },
            Some(salt) => {
                let mut next =
                    Values { columns: columns[of[at]].iter_mut(), ids: &ids, ms: hlc >> 16, left: &mut left };
                Content::Whole { salt, body: next.body(class)? }
            }
        };
        ops.push(Op {
            reference: OpRef { replica, ctr: first + at as i64 },
            txn_len: txn_len[at],
            hlc,
            schema: class.schema,
            entity: class.entity,
            row,
            kind: class.kind,
            content,
        });
    }
    if bytes.0.is_empty() { Ok(Batch { replica, previous, ops }) } else { Err(Malformed) }
}

fn class(bytes: &mut Reader<'_>) -> Result<Class, Malformed> {
    let entity = u16::try_from(bytes.number()?).map_err(|_| Malformed)?;
    let (kind, schema, [form]) = (bytes.signed()?, bytes.signed()?, bytes.array()?);
    let length = bytes.count(LONGEST_SKELETON)?;
    Ok(Class { entity, kind, schema, form, skeleton: bytes.bytes(length)?.to_vec() })
}

/// Returns the row and the moment of every operation.
fn heads(ids: &[[u8; 16]], rows: &[i64], hlcs: &[i64]) -> Result<Vec<(RowId, i64)>, Malformed> {
    let mut met = vec![false; ids.len()];
    let (mut place, mut last_hlc) = (0_i64, 0_i64);
    let mut heads = Vec::with_capacity(rows.len());
    for (step, difference) in rows.iter().zip(hlcs) {
        place = place.checked_add(*step).ok_or(Malformed)?;
        let at = usize::try_from(place).map_err(|_| Malformed)?;
        let id = ids.get(at).ok_or(Malformed)?;
        let is_new = !std::mem::replace(&mut met[at], true);
        last_hlc = expected(is_new, id, last_hlc).wrapping_add(difference.rotate_left(16));
        heads.push((RowId::from_bytes(*id), last_hlc));
    }
    Ok(heads)
}

/// The values of one operation, from the columns of its class.
struct Values<'a, 'b> {
    columns: std::slice::IterMut<'a, Column<'b>>,
    ids: &'a [[u8; 16]],
    ms: i64,
    /// How many bytes all bodies that follow may take.
    left: &'a mut usize,
}

impl Values<'_, '_> {
    fn body(&mut self, class: &Class) -> Result<Vec<u8>, Malformed> {
        let mut body = Vec::new();
        if class.form == WHOLE {
            let Value::Bytes(whole) = self.next()? else { return Err(Malformed) };
            body.extend_from_slice(whole);
        } else {
            skeleton::together(&mut body, &class.skeleton, &mut || self.next())?;
        }
        *self.left = self.left.checked_sub(body.len()).ok_or(Malformed)?;
        Ok(body)
    }
}

impl<'b> Values<'_, 'b> {
    fn next(&mut self) -> Result<Value<'b>, Malformed> {
        self.columns.next().ok_or(Malformed)?.next(self.ms, self.ids)
    }
}
