//! What a person can do, act by act: a real encrypted database and a clock that stands still.

#[cfg(test)]
mod agreements;
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod coach_note;
#[cfg(test)]
mod coaching_cycles;
#[cfg(test)]
mod coaching_requests;
#[cfg(test)]
mod conflicts;
#[cfg(test)]
mod consents;
#[cfg(test)]
mod debriefs;
#[cfg(test)]
mod endings;
#[cfg(test)]
mod kinds;
#[cfg(test)]
mod lesson_preps;
#[cfg(test)]
mod log;
#[cfg(test)]
mod names;
#[cfg(test)]
mod observing;
#[cfg(test)]
mod observing_coaches;
#[cfg(test)]
mod paper;
#[cfg(test)]
mod people;
#[cfg(test)]
mod private_lines;
#[cfg(test)]
mod sharing;
#[cfg(test)]
mod steps;
#[cfg(test)]
mod summaries;
#[cfg(test)]
mod support;
#[cfg(test)]
mod team_goals;
#[cfg(test)]
mod typing;
#[cfg(test)]
mod walks_and_rubrics;
