//! Reads whole files through the public doors of the crate, valid and broken ones.

mod support;

mod calendars;
mod fuzz;
mod one_roster_accepts;
mod one_roster_leaves_out;
mod source_opens;
mod tables;
