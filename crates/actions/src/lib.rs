//! What a person can do, one function each: it reads, decides with `domain`, and changes through one act of the store.
//!
//! The functions take ids and words as a screen has them and return views: what a screen shows, with times already
//! written in the school's zone. A view is a type of the interface; the rows behind it are the store's.

mod error;

pub mod attachment;
pub mod bring;
pub mod calendar;
pub mod calendar_import;
pub mod capture;
pub mod content_cycle;
pub mod exchange;
pub mod history;
pub mod look_for;
pub mod observation;
pub mod paste;
pub mod person;
pub mod record;
pub mod reminder;
pub mod roster;
pub mod school;
pub mod search;
pub mod session;
pub mod setting;
pub mod sharing;
pub mod visit;
pub mod week;

pub use error::{Error, Result};
