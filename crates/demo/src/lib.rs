//! A seeded, fictional district for onboarding, tests and benchmarks.
//!
//! Riverbend USD and everyone in it are invented, and so is every word that is said in its classrooms. The same seed,
//! size and day give the same rows. Everything goes through the store's one write path, so a demo profile has a log that
//! verifies like any other.

mod calendar;
mod coach_note;
mod coaching_cycle;
mod debrief;
mod diary;
mod district;
mod kinds;
mod lesson;
mod log;
mod observation;
mod random;
mod record;
mod roster;
mod rows;
mod rubric;
mod span;
mod st_1;
mod staff;
mod step;
mod talk;
mod together;
mod words;

use std::ops::Add;

use actions::{Error, session::Session};
use chrono::NaiveDate;
use store::{Checkpoint, Writer, setting};

use crate::{random::Random, record::Record, roster::Roster, rows::Rows, span::Span};

pub use kinds::kinds;
pub use st_1::{St1, st_1};
pub use together::together;

/// How much a demo profile holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// How many lessons were observed.
    pub observations: u32,
    /// How many lines each has, on average.
    pub lines_each: u32,
    /// How many school years they are spread over, at most; fewer where one a day is reached in less.
    pub years: u32,
}

impl Size {
    /// One coach's last weeks: what onboarding shows.
    #[must_use]
    pub fn term() -> Self {
        Self { observations: 40, lines_each: 200, years: 1 }
    }

    /// Ten school years of one coach: what benchmarks measure.
    #[must_use]
    pub fn decade() -> Self {
        Self { observations: 2_000, lines_each: 200, years: 10 }
    }
}

/// What was made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// People, the coach included.
    pub people: u32,
    /// Planned visits, whatever came of them.
    pub visits: u32,
    /// Observations.
    pub observations: u32,
    /// Lines of evidence.
    pub lines: u32,
    /// Private wonderings.
    pub wonderings: u32,
    /// Tags of lines.
    pub tags: u32,
}

impl Add for Summary {
    type Output = Self;

    fn add(self, more: Self) -> Self {
        Self {
            people: self.people + more.people,
            visits: self.visits + more.visits,
            observations: self.observations + more.observations,
            lines: self.lines + more.lines,
            wonderings: self.wonderings + more.wonderings,
            tags: self.tags + more.tags,
        }
    }
}

/// So many entries of the diary go into one transaction: enough to be quick, few enough to keep the journal small.
const BATCH: usize = 20;

/// Fills an empty profile with the district, as it stands on this day.
///
/// Nothing of it can be undone: it is not the person's own work.
///
/// # Errors
/// When the profile was begun already, or the disk refuses.
pub fn fill(writer: &mut Writer, size: &Size, seed: u64, today: NaiveDate) -> Result<Summary, Error> {
    let mut random = Random::new(seed);
    let span = Span::of(size, today);
    let session = begin(writer)?;
    let roster = writer.transact(|tx| Roster::make(&mut Rows { tx, random: &mut random }, session, &span))?;
    let entries = diary::keep(&mut random, size, &span);
    let steps = step::agree(&mut random, &span, &entries);
    let record = writer.transact(|tx| Record::begin(&mut Rows { tx, random: &mut random }, &roster, &span, steps))?;
    let mut made = Summary { people: roster.people, ..Summary::default() };
    for batch in entries.chunks(BATCH) {
        made = writer.transact(|tx| {
            let mut rows = Rows { tx, random: &mut random };
            batch.iter().try_fold(made, |made, entry| Ok::<_, store::Error>(made + record.enter(&mut rows, entry)?))
        })?;
        writer.checkpoint(Checkpoint::Passive)?;
    }
    writer.transact(|tx| coach_note::write(&mut Rows { tx, random: &mut random }, &roster, &span))?;
    writer.transact(|tx| coaching_cycle::write(tx, &roster, &span))?;
    writer.transact(|tx| debrief::write(tx, &roster, &span))?;
    log::keep(writer, &mut random, session, &span)?;
    writer.checkpoint(Checkpoint::Truncate)?;
    Ok(made)
}

/// Begins the profile for the coach, unless somebody's work is in it.
fn begin(writer: &mut Writer) -> Result<Session, Error> {
    if setting::load(writer.reader(), "me")?.is_some() {
        return Err(Error::invalid("profile", "This profile is in use. Demo data goes into a profile of its own."));
    }
    roster::begin(writer)
}
