//! The words and rules of coaching, as types and pure functions.
//!
//! Nothing here reads a clock, a file, a network or a random number: time, ids and randomness are arguments, so that
//! every rule can be tested as a table and replayed on another machine with the same result.

pub mod access;
pub mod calendar;
pub mod clock;
pub mod document;
pub mod home;
pub mod id;
pub mod observation;
pub mod person;
pub mod problem;
pub mod schema;
pub mod scope;
pub mod script;
pub mod time;
pub mod value;
pub mod visit;

pub use id::RowId;
pub use problem::{Code, Problem};
pub use value::Value;
