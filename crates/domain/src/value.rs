//! The value of one field, as it is stored in a row and carried by an operation.

use serde::{Deserialize, Serialize};

use crate::RowId;

/// One field's value.
///
/// The variants' order is their number in the log: add at the end, never reorder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub enum Value {
    /// Not known, or not given.
    #[default]
    Null,
    /// A count, a minute, a millisecond, a choice's number, or 0 and 1 for no and yes.
    Integer(i64),
    /// A share or another measured number.
    Real(f64),
    /// Words, a date (`2026-10-05`), a code.
    Text(String),
    /// Another row.
    Id(RowId),
}

impl Value {
    /// Returns the words, or nothing for any other value.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Null | Self::Integer(_) | Self::Real(_) | Self::Id(_) => None,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Integer(i64::from(number))
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Real(number)
    }
}

impl From<bool> for Value {
    fn from(yes: bool) -> Self {
        Self::Integer(i64::from(yes))
    }
}

impl From<RowId> for Value {
    fn from(id: RowId) -> Self {
        Self::Id(id)
    }
}

impl From<chrono::NaiveDate> for Value {
    fn from(date: chrono::NaiveDate) -> Self {
        Self::Text(date.to_string())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
