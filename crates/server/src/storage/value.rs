//! Values and rows, as both databases know them.

use domain::RowId;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// A parameter or a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number.
    Integer(i64),
    /// Text.
    Text(String),
    /// Bytes; an id is sixteen of them.
    Bytes(Vec<u8>),
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}

impl From<RowId> for Value {
    fn from(id: RowId) -> Self {
        Self::Bytes(id.bytes().to_vec())
    }
}

/// A row of a result, its columns by their place in the statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row(pub(super) Vec<Value>);

impl Row {
    /// Makes a row of its columns.
    pub fn of(columns: impl Into<Vec<Value>>) -> Self {
        Self(columns.into())
    }

    /// Returns every column.
    #[must_use]
    pub fn columns(&self) -> &[Value] {
        &self.0
    }

    /// Returns a whole number.
    ///
    /// # Errors
    /// [`Error::Damaged`] when the column is something else; so for the others.
    pub fn integer(&self, column: usize) -> Result<i64> {
        self.maybe_integer(column)?.ok_or(DAMAGED)
    }

    /// Returns a whole number where there is one.
    pub fn maybe_integer(&self, column: usize) -> Result<Option<i64>> {
        match self.0.get(column) {
            Some(Value::Integer(number)) => Ok(Some(*number)),
            Some(Value::Null) => Ok(None),
            _ => Err(DAMAGED),
        }
    }

    /// Returns a text.
    pub fn text(&self, column: usize) -> Result<String> {
        match self.0.get(column) {
            Some(Value::Text(text)) => Ok(text.clone()),
            _ => Err(DAMAGED),
        }
    }

    /// Returns bytes.
    pub fn bytes(&self, column: usize) -> Result<&[u8]> {
        self.maybe_bytes(column)?.ok_or(DAMAGED)
    }

    /// Returns bytes where there are any.
    pub fn maybe_bytes(&self, column: usize) -> Result<Option<&[u8]>> {
        match self.0.get(column) {
            Some(Value::Bytes(bytes)) => Ok(Some(bytes)),
            Some(Value::Null) => Ok(None),
            _ => Err(DAMAGED),
        }
    }

    /// Returns so many bytes.
    pub fn array<const N: usize>(&self, column: usize) -> Result<[u8; N]> {
        self.bytes(column)?.try_into().map_err(|_| DAMAGED)
    }

    /// Returns an id.
    pub fn id(&self, column: usize) -> Result<RowId> {
        self.array(column).map(RowId::from_bytes)
    }
}

const DAMAGED: Error = Error::Damaged { what: "a row of the database" };
