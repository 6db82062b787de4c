//! The whole program, tried from outside: real processes, real windows, real keys, real files.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may, and says what it did")]

mod support;

mod agreements;
mod attachments;
mod carried;
mod coach_notes;
mod coaching_cycles;
mod command_line;
mod command_line_roster;
mod consents;
mod cut_link;
mod debriefs;
mod demo;
mod employers;
mod erasing;
mod exchange;
mod handover;
mod joining;
mod journeys;
mod journeys_of_files;
mod keychain;
mod kill_while_typing;
mod kind_to_debrief;
mod kinds_shared;
mod large_text;
mod leases;
mod leaving;
mod log;
mod new_computer;
mod nothing_readable;
mod observed_coach;
mod paper;
mod screens;
mod shared;
mod sharing;
mod sign_in_page;
mod slow_link;
mod st_1_basement_lesson;
mod st_2_prep_and_debrief;
mod st_3_calibration;
mod st_6_readers_file;
mod st_7_two_weeks_offline;
mod summaries;
mod supervisors;
mod sync_centre;
mod trouble;
mod walks_and_rubrics;
mod windows;
mod wrong_answers;
