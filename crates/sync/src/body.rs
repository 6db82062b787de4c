//! What an operation does to its row, and the bytes that say so.

use ciborium::value::Value as Cbor;
use domain::{RowId, Value};

use crate::{Malformed, op::OpRef};

/// What an operation does to its row.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// Makes the row, with all its fields at once.
    Create(Vec<(u16, Value)>),
    /// Gives a field another value.
    Set {
        /// The field's number.
        field: u16,
        /// The value.
        value: Value,
        /// The operations whose values the writer had on screen: the one that stood, and those shown beside it.
        over: Vec<OpRef>,
    },
    /// Replaces a stretch of a long text.
    Text {
        /// The field's number.
        field: u16,
        /// The revisions that the writer had before: one, or several that were merged.
        parents: Vec<[u8; 16]>,
        /// Where the stretch begins in the first parent's text, in bytes.
        at: usize,
        /// How many bytes of it go.
        deleted: usize,
        /// What stands there instead.
        inserted: String,
        /// The revision that results.
        result: [u8; 16],
        /// Whether the writer chose between passages that two people wrote differently.
        settles: bool,
    },
    /// Removes the row; it can be brought back.
    Remove {
        /// The last change of the row by each other replica that the writer had: a later one keeps the row alive.
        seen: Vec<OpRef>,
    },
    /// Brings a removed row back.
    Restore,
    /// Removes the row's content for good.
    Erase {
        /// The last change of the row by each other replica that the writer had: none of them comes back, also when the
        /// service was restored and gets them after this.
        seen: Vec<OpRef>,
    },
    /// Opens the document whose root the row is to another scope. There the service writes what stands, as
    /// [`Body::Version`]s: nothing from before goes with it.
    Share {
        /// The scope, as `domain::scope` writes it.
        scope: Vec<u8>,
    },
    /// The row as it stands for the readers of another scope. Only the service writes it.
    Version(Vec<(u16, Value)>),
    /// The service's word to an author, beside their own operations: what stands does not go to the scope of a share, or
    /// goes there again.
    Withheld {
        /// The scope, as the share named it.
        scope: Vec<u8>,
        /// The number of a `domain::access::Refusal`; 0 when it goes there again.
        reason: u8,
    },
    /// Ends a [`Body::Share`]: nothing more of the document goes to the scope, and there it is removed. What its readers
    /// read meanwhile they have read.
    Unshare {
        /// The scope, as `domain::scope` writes it.
        scope: Vec<u8>,
    },
}

/// The stored number of an erasure.
pub const ERASE: i64 = 6;

impl Body {
    /// The numbers of the kinds that this version knows.
    pub const KINDS: std::ops::RangeInclusive<i64> = 1..=10;

    /// Returns the stored number of the body's kind.
    #[must_use]
    pub fn kind(&self) -> i64 {
        match self {
            Self::Create(_) => 1,
            Self::Set { .. } => 2,
            Self::Text { .. } => 3,
            Self::Remove { .. } => 4,
            Self::Restore => 5,
            Self::Erase { .. } => ERASE,
            Self::Share { .. } => 7,
            Self::Version(_) => 8,
            Self::Withheld { .. } => 9,
            Self::Unshare { .. } => 10,
        }
    }

    /// Returns the body's bytes.
    ///
    /// # Panics
    /// Never: writing to memory cannot fail.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let number = |number: usize| Cbor::from(number as u64);
        let value = match self {
            Self::Create(fields) | Self::Version(fields) => {
                Cbor::Map(fields.iter().map(|(field, value)| (Cbor::from(*field), to_cbor(value))).collect())
            }
            Self::Share { scope } | Self::Unshare { scope } => Cbor::Bytes(scope.clone()),
            Self::Withheld { scope, reason } => Cbor::Array(vec![Cbor::Bytes(scope.clone()), (*reason).into()]),
            Self::Set { field, value, over } => Cbor::Array(vec![(*field).into(), to_cbor(value), references(over)]),
            Self::Text { field, parents, at, deleted, inserted, result, settles } => Cbor::Array(vec![
                (*field).into(),
                Cbor::Array(parents.iter().map(|parent| Cbor::Bytes(parent.to_vec())).collect()),
                number(*at),
                number(*deleted),
                Cbor::Text(inserted.clone()),
                Cbor::Bytes(result.to_vec()),
                Cbor::Bool(*settles),
            ]),
            Self::Remove { seen } | Self::Erase { seen } => references(seen),
            Self::Restore => Cbor::Null,
        };
        let mut bytes = Vec::new();
        ciborium::into_writer(&value, &mut bytes).expect("writing to memory cannot fail");
        bytes
    }

    /// Reads a body back.
    ///
    /// # Errors
    /// [`Malformed`] when the bytes are no body of this kind, or more than one.
    pub fn decode(kind: i64, bytes: &[u8]) -> Result<Self, Malformed> {
        let mut rest = bytes;
        let value: Cbor = ciborium::from_reader(&mut rest).map_err(|_| Malformed)?;
        if !rest.is_empty() {
            return Err(Malformed);
        }
        let body = match (kind, value) {
            (1, Cbor::Map(fields)) => decode_fields(fields).map(Self::Create),
            (2, Cbor::Array(parts)) => decode_set(parts),
            (3, Cbor::Array(parts)) => decode_text(parts),
            (4, seen) => decode_references(seen).map(|seen| Self::Remove { seen }),
            (5, Cbor::Null) => Some(Self::Restore),
            (6, seen) => decode_references(seen).map(|seen| Self::Erase { seen }),
            (7, Cbor::Bytes(scope)) => Some(Self::Share { scope }),
            (8, Cbor::Map(fields)) => decode_fields(fields).map(Self::Version),
            (9, Cbor::Array(parts)) => decode_withheld(parts),
            (10, Cbor::Bytes(scope)) => Some(Self::Unshare { scope }),
            _ => None,
        };
        body.ok_or(Malformed)
    }
}

fn decode_fields(fields: Vec<(Cbor, Cbor)>) -> Option<Vec<(u16, Value)>> {
    fields.into_iter().map(|(field, value)| Some((small(&field)?, from_cbor(value)?))).collect()
}

fn decode_set(parts: Vec<Cbor>) -> Option<Body> {
    let [field, value, over] = <[Cbor; 3]>::try_from(parts).ok()?;
    Some(Body::Set { field: small(&field)?, value: from_cbor(value)?, over: decode_references(over)? })
}

fn decode_withheld(parts: Vec<Cbor>) -> Option<Body> {
    let [Cbor::Bytes(scope), reason] = <[Cbor; 2]>::try_from(parts).ok()? else { return None };
    Some(Body::Withheld { scope, reason: u8::try_from(integer(&reason)?).ok()? })
}

/// Writes names of operations as one flat list; none, which is usual, is one byte.
fn references(ops: &[OpRef]) -> Cbor {
    if ops.is_empty() {
        return Cbor::Null;
    }
    Cbor::Array(ops.iter().flat_map(|op| [op.replica.into(), op.ctr.into()]).collect())
}

fn decode_references(value: Cbor) -> Option<Vec<OpRef>> {
    match value {
        Cbor::Null => Some(Vec::new()),
        Cbor::Array(parts) if !parts.is_empty() => {
            let (pairs, rest) = parts.as_chunks::<2>();
            let reference = |[replica, ctr]: &[Cbor; 2]| Some(OpRef { replica: integer(replica)?, ctr: integer(ctr)? });
            rest.is_empty().then(|| pairs.iter().map(reference).collect())?
        }
        _ => None,
    }
}

fn decode_text(parts: Vec<Cbor>) -> Option<Body> {
    let [field, Cbor::Array(parents), at, deleted, Cbor::Text(inserted), Cbor::Bytes(result), Cbor::Bool(settles)] =
        <[Cbor; 7]>::try_from(parts).ok()?
    else {
        return None;
    };
    Some(Body::Text {
        field: small(&field)?,
        parents: parents
            .into_iter()
            .map(|parent| parent.into_bytes().ok()?.try_into().ok())
            .collect::<Option<Vec<_>>>()?,
        at: usize::try_from(integer(&at)?).ok()?,
        deleted: usize::try_from(integer(&deleted)?).ok()?,
        inserted,
        result: result.try_into().ok()?,
        settles,
    })
}

/// Returns a value as the log carries it: an id is sixteen bytes.
fn to_cbor(value: &Value) -> Cbor {
    match value {
        Value::Null => Cbor::Null,
        Value::Integer(number) => (*number).into(),
        Value::Real(number) => (*number).into(),
        Value::Text(text) => Cbor::Text(text.clone()),
        Value::Id(id) => Cbor::Bytes(id.bytes().to_vec()),
    }
}

fn from_cbor(value: Cbor) -> Option<Value> {
    Some(match value {
        Cbor::Null => Value::Null,
        Cbor::Integer(number) => Value::Integer(i64::try_from(i128::from(number)).ok()?),
        Cbor::Float(number) => Value::Real(number),
        Cbor::Text(text) => Value::Text(text),
        Cbor::Bytes(bytes) => Value::Id(RowId::from_bytes(bytes.try_into().ok()?)),
        _ => return None,
    })
}

fn integer(value: &Cbor) -> Option<i64> {
    i64::try_from(i128::from(value.as_integer()?)).ok()
}

fn small(value: &Cbor) -> Option<u16> {
    u16::try_from(integer(value)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_body_reads_back_as_it_was_written() {
        let id = RowId::from_bytes([7; 16]);
        let bodies = [
            Body::Create(vec![(1, "שלום é".into()), (2, 5_i64.into()), (3, Value::Null), (9, id.into())]),
            Body::Set { field: 2, value: Value::Real(0.4), over: vec![OpRef { replica: i64::MAX, ctr: 3 }] },
            Body::Set { field: 2, value: Value::Null, over: Vec::new() },
            Body::Text {
                field: 6,
                parents: vec![[1; 16]],
                at: 3,
                deleted: 0,
                inserted: "x".into(),
                result: [2; 16],
                settles: true,
            },
            Body::Remove { seen: Vec::new() },
            Body::Remove { seen: vec![OpRef { replica: 4, ctr: 3 }, OpRef { replica: 5, ctr: 9 }] },
            Body::Restore,
            Body::Erase { seen: Vec::new() },
            Body::Erase { seen: vec![OpRef { replica: 4, ctr: 3 }] },
            Body::Share { scope: vec![2; 33] },
            Body::Version(vec![(6, "What stands.".into())]),
            Body::Withheld { scope: vec![2; 33], reason: 9 },
            Body::Unshare { scope: vec![2; 33] },
        ];
        for body in bodies {
            assert_eq!(Body::decode(body.kind(), &body.encode()).unwrap(), body);
        }
    }

    #[test]
    fn a_body_with_something_behind_it_is_refused() {
        for body in [Body::Restore, Body::Share { scope: vec![2; 17] }, Body::Create(vec![(1, 5_i64.into())])] {
            for behind in [&[0][..], &[0xff], &body.encode()] {
                let bytes = [body.encode().as_slice(), behind].concat();
                assert_eq!(Body::decode(body.kind(), &bytes), Err(Malformed), "{body:?}");
            }
        }
    }

    #[test]
    fn bytes_that_are_no_operation_are_refused() {
        for kind in 0..=11 {
            for bytes in [&[][..], &[0xff], &[0x83, 1, 2], &[0x80]] {
                assert!(Body::decode(kind, bytes).is_err());
            }
        }
    }
}
