//! What a device is told beside its news: what decides whether its person may share, and who has received what they shared.
//!
//! It is asked after an exchange, and only shown: the service decides with what is true when it is asked.

use domain::RowId;
use serde::{Deserialize, Serialize};

/// What a device asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// See [`crate::exchange::VERSION`].
    pub version: u16,
    /// The `now_ms` of the last answer, 0 before the first.
    pub since_ms: i64,
}

/// What it is told.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Told {
    /// The service's clock in milliseconds since 1970.
    pub now_ms: i64,
    /// Everything that is true of the person now.
    pub facts: Vec<Fact>,
    /// Who received what of the person's documents for the first time since the moment that was asked about.
    pub seen: Vec<Seen>,
}

/// One thing that is true of a person, as the service's rows name it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fact {
    /// `active`, `role`, `pair`, `team`, `lead`, `agreed` or `lease` ([`crate::lease`]).
    pub kind: String,
    /// Of whom.
    pub subject: RowId,
    /// With whom, or where.
    pub object: RowId,
    /// What else it needs: a role's code, or the number of a kind of record.
    pub detail: String,
}

/// That somebody's computer was first sent what was shared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// The document's root row.
    pub root: RowId,
    /// The scope, as `domain::scope` writes it.
    pub scope: Vec<u8>,
    /// Whose computer.
    pub reader: RowId,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
}
