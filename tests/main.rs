//! The whole program, tried from outside: real processes, real windows, real keys, real files.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may, and says what it did")]

mod support;

mod command_line;
mod command_line_roster;
mod erasing;
mod exchange;
mod journeys;
mod journeys_of_files;
mod keychain;
mod kill_while_typing;
mod large_text;
mod nothing_readable;
mod screens;
mod st_1_basement_lesson;
mod sync_centre;
mod trouble;
mod windows;
