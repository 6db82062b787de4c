//! The letter keys of interval coding: each codes the present interval, and no other one.

use domain::{
    RowId,
    clock::Reading,
    interval::{Method, number_at, planned},
    kind::Kind,
    schema::interval_mark,
};
use serde::Deserialize;
use store::{Tx, Writer, kind as stored};

use super::{letter, open};
use crate::{Error, Result, capture};

/// A letter's key.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct IntervalKey {
    /// The observation.
    pub observation: RowId,
    /// The letter.
    pub letter: String,
    /// How long ago the key was pressed, in milliseconds.
    pub age_ms: u32,
}

/// Codes the interval in which the key was pressed.
///
/// # Errors
/// When the observation is not open or paused, has no such letter, or its planned intervals are over.
pub fn code_interval(writer: &mut Writer, now: &Reading, key: &IntervalKey) -> Result<()> {
    let reader = writer.reader();
    let observation = open(reader, key.observation, Kind::Interval)?;
    let id = observation.id;
    let letter = letter(reader, id, &key.letter)?;
    let (Some(method), Some(seconds)) = (Method::from_code(&observation.method), observation.interval_seconds) else {
        return Err(Error::invalid("observation", "This observation has no intervals."));
    };
    if capture::is_paused(reader, id)? {
        return Err(Error::invalid("letter", "The observation is paused. Go on first; what passed stays blank."));
    }
    let at_ms = capture::first_key(reader, &observation, now, key.age_ms)?.offset_ms;
    let number = number_at(at_ms, seconds);
    if observation.planned_minutes.is_some_and(|minutes| number > planned(minutes, seconds)) {
        return Err(Error::invalid("letter", "Every planned interval is over. Finish, or plan a longer observation."));
    }
    let before = stored::answers(reader, id)?.remove(&number).unwrap_or_default();
    let letters = method.pressed(&before, letter);
    writer.act(id, "Code an interval", |tx| {
        capture::note_sleep(tx, &observation, now)?;
        mark(tx, id, (number, at_ms), &letters)?;
        capture::advance(tx, &observation, now)
    })
}

/// Gives an interval its letters, by its number and when that was.
pub(crate) fn mark(
    tx: &mut Tx<'_>,
    observation: RowId,
    (number, at_ms): (u32, i64),
    letters: &str,
) -> store::Result<()> {
    let row = mark_id(observation, number);
    let fields = vec![
        (interval_mark::OBSERVATION, observation.into()),
        (interval_mark::NUMBER, number.into()),
        (interval_mark::MARKED_MS, at_ms.into()),
        (interval_mark::LETTERS, letters.into()),
    ];
    tx.create_or_restore(interval_mark::ENTITY, row, fields)?;
    tx.set(interval_mark::ENTITY, row, interval_mark::LETTERS, letters.into())
}

/// One interval is one row, whatever is done and undone.
fn mark_id(observation: RowId, number: u32) -> RowId {
    RowId::derived(&[b"interval", &observation.bytes(), &number.to_be_bytes()])
}
