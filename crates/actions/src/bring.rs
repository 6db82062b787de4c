//! Bringing work from another profile of the same person into this one, person by person.
//!
//! What is chosen is copied by the ordinary write path, with the same ids, so that bringing it again does nothing. The
//! other profile is only read. Earlier versions, and what was removed, stay there.

mod carry;
mod listing;
mod matching;
mod private;
mod source;

pub use carry::{Carried, carry};
pub use listing::{BringPerson, BringRest, BringView, Known, list};
pub use private::{Private, PrivateView, carry_private};
pub use source::Source;

use domain::RowId;
use serde::Deserialize;

/// A person of the other profile whose work is brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Chosen {
    /// The person there.
    pub person: RowId,
    /// Who that is here; nobody, when they are added.
    pub is: Option<RowId>,
}
