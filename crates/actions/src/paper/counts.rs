//! What was counted on paper: sweeps at their times, letters of intervals, totals of a tally, answers of a walkthrough.

use domain::{
    RowId,
    interval::{Method, planned},
    kind::{Kind, LONGEST_TALLY},
    schema::{sweep, tally},
    walk::{ItemValue, SeatGroup},
};
use serde::Deserialize;
use store::{Writer, kind as stored};

use super::{entered, offset_ms};
use crate::{Error, Result, kind};

/// A sweep as it stands on paper.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct EnteredSweep {
    /// The observation.
    pub observation: RowId,
    /// Its time as it was typed; empty for the one of the sweep before.
    pub time: String,
    /// How many students were seen.
    pub seen: u32,
    /// How many of them were on task.
    pub on_task: u32,
}

/// Keeps a sweep from paper.
///
/// # Errors
/// With the field: a time that cannot be, or counts that are not possible.
pub fn enter_sweep(writer: &mut Writer, entry: &EnteredSweep) -> Result<()> {
    let found = entered(writer.reader(), entry.observation, Kind::Scan)?;
    kind::check_sweep(entry.seen, entry.on_task)?;
    let sweeps = stored::sweeps(writer.reader(), found.id)?;
    let at_ms = offset_ms(&found, sweeps.last().map_or(0, |last| last.at_ms), &entry.time)?;
    let number = crate::observation::small(sweeps.len()) + 1;
    Ok(writer.act(found.id, "Enter a sweep from paper", |tx| {
        let row = tx.new_id();
        let fields = vec![
            (sweep::OBSERVATION, found.id.into()),
            (sweep::NUMBER, number.into()),
            (sweep::AT_MS, at_ms.into()),
            (sweep::SEEN, entry.seen.into()),
            (sweep::ON_TASK, entry.on_task.into()),
        ];
        tx.create(sweep::ENTITY, row, fields)
    })?)
}

/// How often something was counted on paper.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct EnteredTally {
    /// The observation.
    pub observation: RowId,
    /// The letter.
    pub letter: String,
    /// Where in the room; nothing where it was not said.
    pub seat_group: Option<SeatGroup>,
    /// How many strokes there are.
    pub count: u32,
}

/// Adds the strokes of one letter in one group of seats. When each of them was is not known, and nothing says it was.
///
/// # Errors
/// When the observation has no such letter, or the number is not possible.
pub fn enter_tally(writer: &mut Writer, entry: &EnteredTally) -> Result<()> {
    let found = entered(writer.reader(), entry.observation, Kind::Tally)?;
    let letter = kind::letter(writer.reader(), found.id, &entry.letter)?.to_string();
    if !(1..=LONGEST_TALLY).contains(&entry.count) {
        return Err(Error::invalid("count", "Write how many strokes there are: 1 to 500."));
    }
    Ok(writer.act(found.id, "Enter counts from paper", |tx| {
        for _ in 0..entry.count {
            let row = tx.new_id();
            let fields = vec![
                (tally::OBSERVATION, found.id.into()),
                (tally::LETTER, letter.as_str().into()),
                (tally::SEAT_GROUP, entry.seat_group.map(SeatGroup::code).into()),
            ];
            tx.create(tally::ENTITY, row, fields)?;
        }
        Ok::<_, store::Error>(())
    })?)
}

/// The letters of one interval as they stand on paper.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct EnteredInterval {
    /// The observation.
    pub observation: RowId,
    /// Which interval, from 1: when it was follows from when the lesson began.
    pub number: u32,
    /// Its letters, `Q` or `QW`.
    pub letters: String,
}

/// Gives an interval from paper its letters; others take the place of the earlier ones.
///
/// # Errors
/// With the field: an interval that the lesson did not have, a letter that is none of its codes, or several letters
/// where the method has one.
pub fn enter_interval(writer: &mut Writer, entry: &EnteredInterval) -> Result<()> {
    let reader = writer.reader();
    let found = entered(reader, entry.observation, Kind::Interval)?;
    let (Some(method), Some(seconds)) = (Method::from_code(&found.method), found.interval_seconds) else {
        return Err(Error::invalid("observation", "This observation has no intervals."));
    };
    let minutes = u32::try_from(found.ended_offset_ms.unwrap_or(0) / 60_000).unwrap_or(0);
    if !(1..=planned(minutes, seconds)).contains(&entry.number) {
        let message = "The lesson had no such interval. Write its number, from 1 to the last whole one of the lesson.";
        return Err(Error::invalid("number", message));
    }
    let codes = stored::codes(reader, found.id)?;
    let typed = entry.letters.to_ascii_uppercase();
    let mut letters: Vec<char> = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
    if letters.iter().any(|letter| !codes.iter().any(|code| code.letter.chars().eq([*letter]))) {
        return Err(Error::invalid("letters", "A letter here is none of this observation's codes."));
    }
    letters.sort_unstable();
    letters.dedup();
    if letters.is_empty() {
        let message = "Write the letters of this interval. One that is blank on paper stays out.";
        return Err(Error::invalid("letters", message));
    }
    if method == Method::Momentary && letters.len() > 1 {
        return Err(Error::invalid("letters", "By this method an interval has one letter."));
    }
    let letters: String = letters.into_iter().collect();
    let at_ms = i64::from(entry.number - 1) * i64::from(seconds) * 1_000;
    Ok(writer.act(found.id, "Enter an interval from paper", |tx| {
        kind::mark(tx, found.id, (entry.number, at_ms), &letters)
    })?)
}

/// An answer of a walkthrough as it stands on paper.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct EnteredItem {
    /// The observation.
    pub observation: RowId,
    /// The look-for: one of the observation's set.
    pub look_for: RowId,
    /// Whether it was seen.
    pub value: ItemValue,
}

/// Answers an item from paper; another answer takes the place of the earlier one.
///
/// # Errors
/// When the look-for is not one of the observation's set.
pub fn enter_item(writer: &mut Writer, entry: &EnteredItem) -> Result<()> {
    let found = entered(writer.reader(), entry.observation, Kind::Walkthrough)?;
    kind::check_item(writer.reader(), &found, entry.look_for)?;
    Ok(writer
        .act(found.id, "Enter an answer from paper", |tx| kind::set_item(tx, found.id, entry.look_for, entry.value))?)
}
