//! Taking the CBOR of a body apart: what bodies of a kind have in common, and the values in which they differ.
//!
//! It knows nothing of what a body means, so those of a newer version are taken apart as well. Whatever is not written in
//! the one shortest way is left whole, because its bytes must come back as they were: a hash is over them.

use crate::Malformed;

/// A place for a value in a skeleton.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    Integer,
    /// Text or bytes.
    Bytes,
    /// Sixteen bytes, which is what a row's id and a revision are.
    Id,
}

/// A value of one body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value<'a> {
    Integer(i64),
    Bytes(&'a [u8]),
    Id([u8; 16]),
}

const NULL: u8 = 0;
const FALSE: u8 = 1;
const TRUE: u8 = 2;
const INTEGER: u8 = 3;
const TEXT: u8 = 4;
const BYTES: u8 = 5;
const ID: u8 = 6;
/// The next byte says how many parts.
const ARRAY: u8 = 7;
/// The next byte says how many; before each stands its key in two bytes.
const MAP: u8 = 8;
const DEEPEST: usize = 4;

/// Returns a body's skeleton and its values in order; nothing where it has to stay whole.
pub(super) fn apart(body: &[u8]) -> Option<(Vec<u8>, Vec<Value<'_>>)> {
    let mut walk = Walk { rest: body, skeleton: Vec::new(), values: Vec::new() };
    walk.item(0)?;
    walk.rest.is_empty().then_some((walk.skeleton, walk.values))
}

struct Walk<'a> {
    rest: &'a [u8],
    skeleton: Vec<u8>,
    values: Vec<Value<'a>>,
}

impl<'a> Walk<'a> {
    fn item(&mut self, depth: usize) -> Option<()> {
        let (major, argument) = self.head()?;
        match major {
            0 => self.value(INTEGER, Value::Integer(i64::try_from(argument).ok()?)),
            1 => self.value(INTEGER, Value::Integer(-1 - i64::try_from(argument).ok()?)),
            2 => {
                let bytes = self.take(argument)?;
                match bytes.try_into() {
                    Ok(id) => self.value(ID, Value::Id(id)),
                    Err(_) => self.value(BYTES, Value::Bytes(bytes)),
                }
            }
            3 => {
                let bytes = self.take(argument)?;
                self.value(TEXT, Value::Bytes(bytes));
            }
            4 | 5 if depth < DEEPEST => {
                let count = u8::try_from(argument).ok()?;
                self.skeleton.extend([if major == 4 { ARRAY } else { MAP }, count]);
                for _ in 0..count {
                    if major == 5 {
                        self.key()?;
                    }
                    self.item(depth + 1)?;
                }
            }
            7 => self.skeleton.push(match argument {
                20 => FALSE,
                21 => TRUE,
                22 => NULL,
                _ => return None,
            }),
            _ => return None,
        }
        Some(())
    }

    fn key(&mut self) -> Option<()> {
        let (0, key) = self.head()? else { return None };
        self.skeleton.extend(u16::try_from(key).ok()?.to_be_bytes());
        Some(())
    }

    fn value(&mut self, sign: u8, value: Value<'a>) {
        self.skeleton.push(sign);
        self.values.push(value);
    }

    /// Reads a head that is written in the shortest way.
    fn head(&mut self) -> Option<(u8, u64)> {
        let (first, rest) = self.rest.split_first()?;
        let (major, low) = (first >> 5, first & 0x1f);
        let length = match low {
            0..24 => 0,
            // A float is no number that is written shorter when it is small.
            24..=27 if major != 7 => 1 << (low - 24),
            _ => return None,
        };
        let (bytes, rest) = rest.split_at_checked(length)?;
        let argument = bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
        let argument = if length == 0 { u64::from(low) } else { argument };
        self.rest = rest;
        (head_length(argument) == length).then_some((major, argument))
    }

    fn take(&mut self, length: u64) -> Option<&'a [u8]> {
        let (bytes, rest) = self.rest.split_at_checked(usize::try_from(length).ok()?)?;
        self.rest = rest;
        Some(bytes)
    }
}

/// Returns how many bytes follow the first of the shortest head.
fn head_length(argument: u64) -> usize {
    match argument {
        0..24 => 0,
        24..0x100 => 1,
        0x100..0x1_0000 => 2,
        0x1_0000..0x1_0000_0000 => 4,
        _ => 8,
    }
}

fn put_head(body: &mut Vec<u8>, major: u8, argument: u64) {
    let length = head_length(argument);
    let low = if length == 0 { argument as u8 } else { 24 + length.trailing_zeros() as u8 };
    body.push(major << 5 | low);
    body.extend_from_slice(&argument.to_be_bytes()[8 - length..]);
}

/// Returns the places of a skeleton in order.
///
/// # Errors
/// [`Malformed`] when the bytes are no skeleton.
pub(super) fn slots(skeleton: &[u8]) -> Result<Vec<Slot>, Malformed> {
    let mut slots = Vec::new();
    each(skeleton, &mut |sign, _| {
        slots.extend(match sign {
            INTEGER => Some(Slot::Integer),
            TEXT | BYTES => Some(Slot::Bytes),
            ID => Some(Slot::Id),
            _ => None,
        });
        Ok(())
    })?;
    Ok(slots)
}

/// Puts a body together again, at the end of `body`.
///
/// # Errors
/// [`Malformed`] when the values do not fit the skeleton.
pub(super) fn together<'a>(
    body: &mut Vec<u8>,
    skeleton: &[u8],
    next: &mut dyn FnMut() -> Result<Value<'a>, Malformed>,
) -> Result<(), Malformed> {
    each(skeleton, &mut |sign, argument| {
        match sign {
            NULL => body.push(0xf6),
            FALSE => body.push(0xf4),
            TRUE => body.push(0xf5),
            ARRAY => put_head(body, 4, argument),
            MAP => put_head(body, 5, argument),
            KEY => put_head(body, 0, argument),
            _ => match (sign, next()?) {
                (INTEGER, Value::Integer(number @ 0..)) => put_head(body, 0, number.cast_unsigned()),
                (INTEGER, Value::Integer(number)) => put_head(body, 1, (-1 - number).cast_unsigned()),
                (TEXT | BYTES, Value::Bytes(bytes)) => {
                    put_head(body, if sign == TEXT { 3 } else { 2 }, bytes.len() as u64);
                    body.extend_from_slice(bytes);
                }
                (ID, Value::Id(id)) => {
                    put_head(body, 2, 16);
                    body.extend_from_slice(&id);
                }
                _ => return Err(Malformed),
            },
        }
        Ok(())
    })
}

/// What [`each`] calls the key of a map's part; it does not stand in a skeleton.
const KEY: u8 = 9;

/// Gives every sign of a skeleton to `visit`, with its number where it has one.
fn each(skeleton: &[u8], visit: &mut dyn FnMut(u8, u64) -> Result<(), Malformed>) -> Result<(), Malformed> {
    // How many parts are still to come at each depth, and whether they have keys.
    let mut open: Vec<(u8, bool)> = vec![(1, false)];
    let mut rest = skeleton;
    while let Some((left, keyed)) = open.last_mut() {
        if *left == 0 {
            open.pop();
            continue;
        }
        *left -= 1;
        if *keyed {
            let (key, after) = rest.split_first_chunk::<2>().ok_or(Malformed)?;
            rest = after;
            visit(KEY, u16::from_be_bytes(*key).into())?;
        }
        let (sign, after) = rest.split_first().ok_or(Malformed)?;
        rest = after;
        match *sign {
            NULL..=ID => visit(*sign, 0)?,
            ARRAY | MAP => {
                let (count, after) = rest.split_first().ok_or(Malformed)?;
                rest = after;
                if open.len() > DEEPEST {
                    return Err(Malformed);
                }
                visit(*sign, u64::from(*count))?;
                open.push((*count, *sign == MAP));
            }
            _ => return Err(Malformed),
        }
    }
    if rest.is_empty() { Ok(()) } else { Err(Malformed) }
}

#[cfg(test)]
mod tests {
    use domain::RowId;
    use proptest::prelude::*;

    use super::*;
    use crate::{body::Body, op::OpRef};

    /// Takes a body apart and puts it together.
    fn again(body: &[u8]) -> Option<Vec<u8>> {
        let (skeleton, values) = apart(body)?;
        assert_eq!(slots(&skeleton).unwrap().len(), values.len());
        let mut values = values.into_iter();
        let mut again = Vec::new();
        together(&mut again, &skeleton, &mut || values.next().ok_or(Malformed)).unwrap();
        assert!(values.next().is_none());
        Some(again)
    }

    #[test]
    fn every_kind_of_body_comes_apart_and_together() {
        let op = OpRef { replica: i64::MAX, ctr: 300 };
        let id = RowId::from_bytes([7; 16]);
        let long = "a".repeat(70_000);
        for body in [
            Body::Create(vec![(1, long.as_str().into()), (300, (-5_i64).into()), (9, id.into()), (10, true.into())]),
            Body::Set { field: 24, value: i64::MIN.into(), over: vec![op, op] },
            Body::Remove { seen: Vec::new() },
            Body::Restore,
            Body::Erase { seen: vec![op] },
            Body::Share { scope: vec![2; 33] },
            Body::Withheld { scope: vec![2; 17], reason: 200 },
        ] {
            assert_eq!(again(&body.encode()), Some(body.encode()), "{body:?}");
        }
    }

    #[test]
    fn what_is_written_in_another_way_stays_whole() {
        for body in [&[0x18, 5][..], &[0x9f, 0xff], &[0xf9, 0x3c, 0], &[0x01, 0x01], &[], &[0x62, b'a'], &[0xc0, 1]] {
            assert_eq!(apart(body), None, "{body:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_comes_apart_comes_together_as_it_was(body in proptest::collection::vec(any::<u8>(), 0..40)) {
            if let Some(again) = again(&body) {
                prop_assert_eq!(again, body);
            }
        }
    }
}
