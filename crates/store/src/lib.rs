//! The device database of one profile: encrypted, with one write path.
//!
//! A profile is one person in one organisation and has one SQLCipher file. Every change goes through [`Writer::act`]:
//! in one transaction it is applied to the typed rows and appended to the operation log, so that the screen always shows
//! what the log says. Reads are functions of one aggregate each, over a read-only connection.

mod apply;
mod connection;
mod error;
mod migrate;
mod oplog;
mod rows;
mod sealed_file;
mod source;
mod sql;
mod write;

pub mod acknowledgement;
pub mod agreement;
pub mod attachment;
pub mod backup;
pub mod calendar;
pub mod check;
pub mod coach_note;
pub mod coaching_cycle;
pub mod coding;
pub mod content_cycle;
pub mod debrief;
pub mod draft;
pub mod erase;
pub mod exchange;
pub mod export;
pub mod field;
pub mod handover;
pub mod import;
pub mod key;
pub mod kind;
pub mod last_time;
pub mod lease;
pub mod lesson_prep;
pub mod log;
pub mod observation;
pub mod organisation;
pub mod person;
pub mod profile;
pub mod progress;
pub mod rebuild;
pub mod remark;
pub mod removed;
pub mod restore;
pub mod rubric;
pub mod search;
pub mod setting;
pub mod shared;
pub mod sharing;
pub mod step;
pub mod store;
pub mod student_name;
pub mod summary_file;
pub mod team_goal;
pub mod typed;
pub mod undo;
pub mod visit;
pub mod walk_room;

pub use error::{Error, Result};
pub use migrate::schema_text;
pub use rusqlite::Connection;
pub use source::{Seeded, Source, System};
pub use store::Store;
pub use write::{Checkpoint, Tx, Writer, workspace};
