//! The letter keys of a tally: each counts one event, in the group of seats that is chosen.

use domain::{
    RowId,
    clock::Reading,
    kind::{CodeLetter, Kind},
    measure::written,
    schema::tally,
    walk::{SeatGroup, per_ten_minutes},
};
use serde::{Deserialize, Serialize};
use store::{Connection, Writer, kind as stored};

use super::{letter, open};
use crate::{Result, capture};

/// An event's key.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct TallyKey {
    /// The observation.
    pub observation: RowId,
    /// The letter.
    pub letter: String,
    /// Where in the room; nothing where it was not said.
    pub seat_group: Option<SeatGroup>,
    /// How long ago the key was pressed, in milliseconds.
    pub age_ms: u32,
}

/// What was counted.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct TallyView {
    /// Each code with its counts.
    pub totals: Vec<TallyTotal>,
    /// All events by group of seats, in the order of their keys; those without a group last.
    pub by_seat: Vec<u32>,
    /// How many events in all.
    pub count: u32,
}

/// The counts of one code.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct TallyTotal {
    /// The letter.
    pub letter: String,
    /// What it stands for.
    pub label: String,
    /// How often it was seen.
    pub count: u32,
    /// How often in ten minutes, as `6.0`; nothing where no time has passed.
    pub rate: Option<String>,
    /// By group of seats, in the order of their keys; those without a group last.
    pub by_seat: Vec<u32>,
}

/// Counts one event.
///
/// # Errors
/// When the observation is not open, or has no such letter.
pub fn count_event(writer: &mut Writer, now: &Reading, key: &TallyKey) -> Result<()> {
    let reader = writer.reader();
    let observation = open(reader, key.observation, Kind::Tally)?;
    let id = observation.id;
    let letter = letter(reader, id, &key.letter)?.to_string();
    let at_ms = capture::first_key(reader, &observation, now, key.age_ms)?.offset_ms;
    writer.act(id, "Count an event", |tx| {
        capture::note_sleep(tx, &observation, now)?;
        let row = tx.new_id();
        let fields = vec![
            (tally::OBSERVATION, id.into()),
            (tally::LETTER, letter.as_str().into()),
            (tally::AT_MS, at_ms.into()),
            (tally::SEAT_GROUP, key.seat_group.map(SeatGroup::code).into()),
        ];
        tx.create(tally::ENTITY, row, fields)?;
        capture::advance(tx, &observation, now)
    })
}

/// Returns what was counted of an observation.
pub(super) fn view(
    reader: &Connection,
    observation: RowId,
    codes: Vec<CodeLetter>,
    elapsed_ms: i64,
) -> Result<TallyView> {
    let counts = stored::counts(reader, observation)?;
    let by_seat = |is_meant: &dyn Fn(&stored::Count) -> bool| -> Vec<u32> {
        let groups = SeatGroup::ALL.map(SeatGroup::code);
        let sum = |in_group: &dyn Fn(&str) -> bool| {
            counts.iter().filter(|one| is_meant(one) && in_group(&one.seat_group)).map(|one| one.count).sum()
        };
        let mut seats: Vec<u32> = groups.iter().map(|group| sum(&|seat: &str| seat == *group)).collect();
        seats.push(sum(&|seat: &str| !groups.contains(&seat)));
        seats
    };
    let totals = codes.into_iter().map(|code| {
        let seats = by_seat(&|one| one.letter == code.letter);
        let count = seats.iter().sum();
        let rate = per_ten_minutes(count, elapsed_ms).map(written);
        TallyTotal { letter: code.letter, label: code.label, count, rate, by_seat: seats }
    });
    let totals: Vec<TallyTotal> = totals.collect();
    Ok(TallyView { count: totals.iter().map(|total| total.count).sum(), totals, by_seat: by_seat(&|_| true) })
}
