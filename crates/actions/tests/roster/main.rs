//! Rosters and calendars from files, end to end: a real encrypted database, real files, a clock that stands still.

mod calendars;
mod endings;
mod imports;
mod joining;
mod mappings;
mod support;
