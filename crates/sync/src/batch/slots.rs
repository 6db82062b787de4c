//! The values that stand in one place of the bodies of a class.

use super::{
    ids::Ids,
    numbers::{Reader, put_signed, size},
    skeleton::{Slot, Value},
};
use crate::Malformed;

/// How the numbers of a place are written: as they are, less the one before, or less the moment of the operation and then
/// less the one before, as the time since a lesson began.
const PLAIN: u8 = 0;
const STEPS: u8 = 1;
const MOMENTS: u8 = 2;

/// The values of a place while a batch is written.
pub(super) enum Filling {
    Integers(Vec<(i64, i64)>),
    Bytes { lengths: Vec<u8>, bytes: Vec<u8> },
    Ids { steps: Vec<u8>, last: i64 },
}

impl Filling {
    pub fn new(slot: Slot) -> Self {
        match slot {
            Slot::Integer => Self::Integers(Vec::new()),
            Slot::Bytes => Self::Bytes { lengths: Vec::new(), bytes: Vec::new() },
            Slot::Id => Self::Ids { steps: Vec::new(), last: 0 },
        }
    }

    /// Adds the value of an operation of this moment, in milliseconds.
    pub fn add(&mut self, value: Value<'_>, ms: i64, ids: &mut Ids) {
        match (self, value) {
            (Self::Integers(numbers), Value::Integer(number)) => numbers.push((number, ms)),
            (Self::Bytes { lengths, bytes }, Value::Bytes(more)) => {
                put_signed(lengths, more.len() as i64);
                bytes.extend_from_slice(more);
            }
            (Self::Ids { steps, last }, Value::Id(id)) => {
                let place = ids.place(id) as i64;
                put_signed(steps, place - *last);
                *last = place;
            }
            _ => unreachable!("a skeleton says what stands in its places"),
        }
    }

    pub fn put(&self, out: &mut Vec<u8>) {
        match self {
            Self::Integers(numbers) => {
                let mode = [PLAIN, STEPS, MOMENTS]
                    .into_iter()
                    .min_by_key(|mode| -> usize { written(numbers, *mode).map(size).sum() });
                let mode = mode.expect("there are three");
                out.push(mode);
                written(numbers, mode).for_each(|number| put_signed(out, number));
            }
            Self::Bytes { lengths, bytes } => {
                out.extend_from_slice(lengths);
                out.extend_from_slice(bytes);
            }
            Self::Ids { steps, .. } => out.extend_from_slice(steps),
        }
    }
}

fn written(numbers: &[(i64, i64)], mode: u8) -> impl Iterator<Item = i64> {
    let mut last = 0_i64;
    numbers.iter().map(move |(number, ms)| {
        let number = if mode == MOMENTS { number.wrapping_sub(*ms) } else { *number };
        let before = std::mem::replace(&mut last, if mode == PLAIN { 0 } else { number });
        number.wrapping_sub(before)
    })
}

/// The values of a place while a batch is read.
pub(super) enum Column<'a> {
    Integers { mode: u8, numbers: std::vec::IntoIter<i64>, last: i64 },
    Bytes { lengths: std::vec::IntoIter<usize>, bytes: Reader<'a> },
    Ids { steps: std::vec::IntoIter<i64>, last: i64 },
}

impl<'a> Column<'a> {
    pub fn read(slot: Slot, count: usize, bytes: &mut Reader<'a>) -> Result<Self, Malformed> {
        let mode = if slot == Slot::Integer { bytes.array::<1>()?[0] } else { PLAIN };
        if mode > MOMENTS {
            return Err(Malformed);
        }
        let numbers = (0..count).map(|_| bytes.signed()).collect::<Result<Vec<_>, _>>()?;
        Ok(match slot {
            Slot::Integer => Self::Integers { mode, numbers: numbers.into_iter(), last: 0 },
            Slot::Id => Self::Ids { steps: numbers.into_iter(), last: 0 },
            Slot::Bytes => {
                let lengths = numbers.into_iter().map(usize::try_from).collect::<Result<Vec<_>, _>>();
                let lengths = lengths.map_err(|_| Malformed)?;
                let all = lengths.iter().try_fold(0_usize, |all, length| all.checked_add(*length)).ok_or(Malformed)?;
                Self::Bytes { lengths: lengths.into_iter(), bytes: Reader(bytes.bytes(all)?) }
            }
        })
    }

    /// Returns the next value, for an operation of this moment.
    pub fn next(&mut self, ms: i64, ids: &[[u8; 16]]) -> Result<Value<'a>, Malformed> {
        Ok(match self {
            Self::Integers { mode, numbers, last } => {
                let number = numbers.next().ok_or(Malformed)?.wrapping_add(*last);
                *last = if *mode == PLAIN { 0 } else { number };
                Value::Integer(if *mode == MOMENTS { number.wrapping_add(ms) } else { number })
            }
            Self::Bytes { lengths, bytes } => Value::Bytes(bytes.bytes(lengths.next().ok_or(Malformed)?)?),
            Self::Ids { steps, last } => {
                *last = last.checked_add(steps.next().ok_or(Malformed)?).ok_or(Malformed)?;
                let place = usize::try_from(*last).map_err(|_| Malformed)?;
                Value::Id(*ids.get(place).ok_or(Malformed)?)
            }
        })
    }
}
