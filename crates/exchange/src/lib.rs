//! Files in and out: rosters, tables, calendars, scripts written elsewhere.
//!
//! Pure parsers from bytes to drafts, and writers from rows to text. Nothing here knows the store, the clock or the
//! network, nothing is logged, and a draft is only a proposal: the roster import compares it with what is stored,
//! shows it and asks. Students never enter a draft and a password never leaves the reader that met it.

mod date;
mod rows;
mod text;

pub mod problem;

pub mod draft;
pub mod ics;
pub mod mapping;
pub mod oneroster;
pub mod pack;
pub mod pasted_script;
pub mod role;
pub mod source;
pub mod table;
pub mod writer;

pub use problem::{FileProblem, FileProblemCode, Severity};
