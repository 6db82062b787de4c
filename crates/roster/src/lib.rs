//! What a roster file would add, change and end: the same answer in the app and in the central service.
//!
//! Pure: a draft of the file and the rows that are here go in, a plan comes out. Nothing here reads a file, a clock or
//! a database, and nobody is ever removed: who is missing gets a last day.

mod endings;
mod matching;
mod organisations;
mod people;
mod plan;
mod roles;
mod sections;
mod stored;
mod terms;
mod words;

pub use endings::Ending;
pub use matching::fold;
pub use plan::{ChangeKind, Kind, Offer, Plan, Step, plan};
pub use roles::code as role_code;
pub use stored::{Joins, Row, Stored};
pub use words::{day_with_year, small, summary};
