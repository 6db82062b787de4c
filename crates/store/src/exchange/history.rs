//! What a field said before, by whom and when: the log itself is the history.

use domain::{RowId, Value};
use sync::{body::Body, op::OpRef};

use crate::{Connection, error::Result, oplog::Members};

/// One change of a field.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The operation; its replica says who wrote it.
    pub reference: OpRef,
    /// When, by the writer's clock, in milliseconds since 1970.
    pub written_ms: i64,
    /// What it gave the field: for a long text all its words, without those of others that met it.
    pub value: Value,
    /// Whether the service has settled it.
    pub is_settled: bool,
}

/// Lists all changes of a field that this file has, the first first. What was erased is not among them.
///
/// # Errors
/// When the log cannot be read.
pub fn history(reader: &Connection, row: RowId, field: u16) -> Result<Vec<Change>> {
    let mut changes = Vec::new();
    let members = Members::read(reader, row, &[])?;
    if members.is_shut {
        return Ok(changes);
    }
    members.each_step(|member, folded| {
        let value = match member.body() {
            Some(Body::Create(fields) | Body::Version(fields)) => {
                fields.iter().find(|(number, _)| *number == field).map(|(_, value)| value.clone())
            }
            Some(Body::Set { field: number, value, .. }) if *number == field => Some(value.clone()),
            Some(Body::Text { field: number, result, inserted, .. }) if *number == field => {
                let words = folded.texts.get(&field).and_then(|text| text.words(*result));
                // Where what it changes never arrived, its own words are all that is known.
                Some(words.unwrap_or(inserted).into())
            }
            Some(_) | None => None,
        };
        changes.extend(value.map(|value| Change {
            reference: member.reference,
            written_ms: member.hlc >> 16,
            value,
            is_settled: member.is_settled,
        }));
    });
    Ok(changes)
}
