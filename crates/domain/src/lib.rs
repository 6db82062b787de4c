//! The words and rules of coaching, as types and pure functions.
//!
//! Nothing here reads a clock, a file, a network or a random number: time, ids and randomness are arguments, so that
//! every rule can be tested as a table and replayed on another machine with the same result.

pub mod access;
pub mod afterwards;
pub mod agreement;
pub mod calendar;
pub mod caseload;
pub mod clock;
pub mod coaching_cycle;
pub mod debrief;
pub mod document;
pub mod ending;
pub mod home;
pub mod id;
pub mod interval;
pub mod kind;
pub mod lesson_prep;
pub mod log;
pub mod measure;
pub mod names;
pub mod observation;
pub mod person;
pub mod problem;
pub mod remark;
pub mod review;
pub mod rubric;
pub mod schema;
pub mod scope;
pub mod script;
pub mod series;
pub mod step;
pub mod time;
pub mod value;
pub mod visit;
pub mod walk;

pub use id::RowId;
pub use problem::{Code, Problem};
pub use value::Value;
