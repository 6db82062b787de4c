//! What a person can do, one function each: it reads, decides with `domain`, and changes through one act of the store.
//!
//! The functions take ids and words as a screen has them and return views: what a screen shows, with times already
//! written in the school's zone. A view is a type of the interface; the rows behind it are the store's.

mod error;

pub mod acknowledgement;
pub mod agreement;
pub mod attachment;
pub mod bring;
pub mod calendar;
pub mod calendar_import;
pub mod calibration;
pub mod capture;
pub mod coach_note;
pub mod coaching_cycle;
pub mod coaching_request;
pub mod conflict;
pub mod consent;
pub mod content_cycle;
pub mod debrief;
pub mod ending;
pub mod exchange;
mod figures;
pub mod history;
pub mod kind;
pub mod last_time;
pub mod lesson_prep;
pub mod log;
pub mod look_for;
pub mod names;
pub mod observation;
pub mod observing_coach;
pub mod paper;
pub mod paste;
pub mod person;
pub mod record;
pub mod reminder;
pub mod review;
pub mod roster;
pub mod rubric;
pub mod school;
pub mod search;
pub mod session;
pub mod setting;
pub mod shared;
pub mod sharing;
pub mod step;
pub mod team_goal;
pub mod typed;
pub mod visit;
pub mod week;
pub mod who;

pub use error::{Error, Result};
