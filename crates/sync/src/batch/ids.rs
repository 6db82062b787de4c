//! The ids of a batch, each once. One that a device made is its moment, a count, and a tail that it shares with those
//! before it; so it takes a few bits.

use std::collections::HashMap;

use super::numbers::{Reader, put, put_signed};
use crate::Malformed;

/// The most ids of one batch.
const MOST: usize = 1 << 17;
/// How an id is written: whole, as one whose tail nobody shares, or with a tail of the list.
const WHOLE: u64 = 0;
const ALONE: u64 = 1;
const SHARED: u64 = 2;

type Id = [u8; 16];
type Tail = [u8; 8];

/// The ids of a batch in the order in which they were first met.
#[derive(Default)]
pub(super) struct Ids {
    list: Vec<Id>,
    places: HashMap<Id, usize>,
}

impl Ids {
    /// Returns the place of an id.
    pub fn place(&mut self, id: Id) -> usize {
        let next = self.list.len();
        let place = *self.places.entry(id).or_insert(next);
        if place == next {
            self.list.push(id);
        }
        place
    }

    pub fn put(&self, out: &mut Vec<u8>) -> Result<(), Malformed> {
        if self.list.len() > MOST {
            return Err(Malformed);
        }
        let mut often: HashMap<Tail, usize> = HashMap::new();
        for (_, tail) in self.list.iter().filter_map(timed) {
            *often.entry(tail).or_default() += 1;
        }
        let mut tails: Vec<Tail> = Vec::new();
        let mut places: HashMap<Tail, u64> = HashMap::new();
        let (mut kinds, mut counts, mut rest) = (Vec::new(), Vec::new(), Vec::new());
        let mut before = 0;
        for id in &self.list {
            let Some((count, tail)) = timed(id) else {
                put(&mut kinds, WHOLE);
                rest.extend_from_slice(id);
                continue;
            };
            if often[&tail] > 1 {
                let next = tails.len() as u64;
                let place = *places.entry(tail).or_insert(next);
                if place == next {
                    tails.push(tail);
                }
                put(&mut kinds, SHARED + place);
            } else {
                put(&mut kinds, ALONE);
                rest.extend_from_slice(&tail);
            }
            put_signed(&mut counts, step(before, count));
            before = count;
        }
        put(out, self.list.len() as u64);
        put(out, tails.len() as u64);
        out.extend(tails.as_flattened());
        out.extend(kinds);
        out.extend(counts);
        out.extend(rest);
        Ok(())
    }
}

/// Reads what [`Ids::put`] wrote.
pub(super) fn read(bytes: &mut Reader<'_>) -> Result<Vec<Id>, Malformed> {
    let count = bytes.count(MOST)?;
    let tails = bytes.count(count)?;
    let tails = (0..tails).map(|_| bytes.array()).collect::<Result<Vec<Tail>, _>>()?;
    let kinds = (0..count).map(|_| bytes.number()).collect::<Result<Vec<_>, _>>()?;
    let mut before = 0;
    let mut counts = Vec::with_capacity(count);
    for kind in &kinds {
        if *kind != WHOLE {
            before = stepped(before, bytes.signed()?)?;
        }
        counts.push(before);
    }
    let mut ids = Vec::with_capacity(count);
    for (kind, count) in kinds.into_iter().zip(counts) {
        ids.push(match kind {
            WHOLE => bytes.array()?,
            ALONE => put_together(count, bytes.array()?),
            shared => {
                let place = usize::try_from(shared - SHARED).map_err(|_| Malformed)?;
                put_together(count, *tails.get(place).ok_or(Malformed)?)
            }
        });
    }
    Ok(ids)
}

/// Returns the milliseconds of an id that a device made, with the twelve bits of its count; and its tail.
fn timed(id: &Id) -> Option<(u64, Tail)> {
    let (first, tail) = id.split_first_chunk::<8>()?;
    let first = u64::from_be_bytes(*first);
    let is_timed = first >> 12 & 0xf == 7 && tail[0] >> 6 == 2;
    is_timed.then_some((first >> 16 << 12 | first & 0xfff, tail.try_into().ok()?))
}

fn put_together(count: u64, tail: Tail) -> Id {
    let first = count >> 12 << 16 | 7 << 12 | count & 0xfff;
    let mut id = [0; 16];
    id[..8].copy_from_slice(&first.to_be_bytes());
    id[8..].copy_from_slice(&tail);
    id
}

/// Returns the moment of an id in milliseconds, where it has one.
pub(super) fn moment_ms(id: &Id) -> Option<i64> {
    timed(id).map(|(count, _)| (count >> 12).cast_signed())
}

/// Says how one count follows another: 0 for the next in the same millisecond, an even number for the beginning of a
/// later or an earlier one, an odd one for anything else.
fn step(before: u64, count: u64) -> i64 {
    let (before, count) = (before.cast_signed(), count.cast_signed());
    match (count >> 12) - (before >> 12) {
        _ if count == before + 1 => 0,
        ms if count & 0xfff == 0 && ms != 0 => ms << 1,
        _ => (count - before) << 1 | 1,
    }
}

fn stepped(before: u64, step: i64) -> Result<u64, Malformed> {
    let before = before.cast_signed();
    let count = match step {
        0 => before + 1,
        ms if ms & 1 == 0 => ((before >> 12) + (ms >> 1)).checked_mul(1 << 12).ok_or(Malformed)?,
        by => before.checked_add(by >> 1).ok_or(Malformed)?,
    };
    // Sixty bits: what an id has beside its tail and its version.
    u64::try_from(count).ok().filter(|count| *count < 1 << 60).ok_or(Malformed)
}

#[cfg(test)]
mod tests {
    use domain::RowId;
    use proptest::prelude::*;

    use super::*;

    fn id() -> impl Strategy<Value = Id> {
        prop_oneof![
            any::<Id>(),
            (any::<i64>(), 0..3_u8).prop_map(|(ms, tail)| RowId::new(ms >> 17, [tail; 10]).bytes()),
            (0..5_i64, 0..3_u8)
                .prop_map(|(ms, count)| RowId::new(1 << 40 | ms, [0, count, 1, 1, 1, 1, 1, 1, 1, 1]).bytes()),
        ]
    }

    proptest! {
        #[test]
        fn ids_read_back_as_they_were_written(list in proptest::collection::vec(id(), 0..40)) {
            let mut ids = Ids::default();
            for id in &list {
                ids.place(*id);
            }
            let mut out = Vec::new();
            ids.put(&mut out).unwrap();
            let mut reader = Reader(&out);
            prop_assert_eq!(read(&mut reader).unwrap(), ids.list);
            prop_assert!(reader.0.is_empty());
        }
    }

    #[test]
    fn ids_that_follow_each_other_on_one_device_take_few_bytes() {
        let mut ids = Ids::default();
        let mut last = RowId::new(1_791_205_200_000, [9; 10]);
        for minute in 0..100 {
            ids.place(last.bytes());
            last = RowId::following(last, 1_791_205_200_000 + minute * 60_000);
        }
        let mut out = Vec::new();
        ids.put(&mut out).unwrap();
        assert!(out.len() < 450, "{}", out.len());
    }
}
