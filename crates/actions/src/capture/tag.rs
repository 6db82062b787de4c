//! Tags: which look-for a line is evidence of.

use domain::{
    RowId,
    clock::Reading,
    observation::Polarity,
    schema::{line, tag},
};
use serde::Deserialize;
use store::{Connection, Tx, Writer, observation as stored, removed};

use super::{Kept, kept};
use crate::{Error, Result};

/// What a line should say of a look-for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum Tagged {
    /// Nothing.
    No,
    /// It shows the look-for.
    Shows,
    /// It shows that the look-for was missing.
    Missing,
}

/// Tags a line to the look-for at this position, or takes the tag away.
///
/// # Errors
/// When the line or the look-for is not there.
pub fn tag(writer: &mut Writer, now: &Reading, id: RowId, position: u32, tagged: Tagged) -> Result<Kept> {
    let (document, _) = stored::line(writer.reader(), id)?;
    let observation = stored::load(writer.reader(), document)?;
    let (said, polarity) = match tagged {
        Tagged::Shows => ("Tag a line", Polarity::Shows),
        Tagged::Missing => ("Tag a line as missing", Polarity::Missing),
        Tagged::No => {
            let look_for = look_for_at(writer.reader(), &observation, position)?;
            writer.act(document, "Take a tag away", |tx| tx.remove(tag::ENTITY, tag_id(id, look_for)))?;
            return kept::entries(writer, &observation, &[id], now);
        }
    };
    refuse_removed(writer.reader(), id)?;
    writer.act(document, said, |tx| tag_line(tx, &observation, id, (position, polarity)))?;
    kept::entries(writer, &observation, &[id], now)
}

/// What was withdrawn is evidence of nothing until it is brought back.
fn refuse_removed(reader: &Connection, id: RowId) -> Result<()> {
    match removed::state(reader, line::ENTITY, id)? {
        removed::State::Live => Ok(()),
        _ => Err(Error::invalid("line", "This line was removed. Bring it back before it is evidence.")),
    }
}

/// Tags a line inside an act.
pub(super) fn tag_line(
    tx: &mut Tx<'_>,
    observation: &stored::Observation,
    id: RowId,
    (position, polarity): (u32, Polarity),
) -> Result<()> {
    let look_for = look_for_at(tx.reader(), observation, position)?;
    let row = tag_id(id, look_for);
    tx.create_or_restore(
        tag::ENTITY,
        row,
        vec![
            (tag::LINE, id.into()),
            (tag::LOOK_FOR, look_for.into()),
            (tag::OBSERVATION, observation.id.into()),
            (tag::POLARITY, polarity.code().into()),
        ],
    )?;
    // One that was there before may have said the other.
    tx.set(tag::ENTITY, row, tag::POLARITY, polarity.code().into())?;
    Ok(())
}

/// Two devices that tag the same line to the same look-for make the same row.
fn tag_id(line: RowId, look_for: RowId) -> RowId {
    RowId::derived(&[b"tag", &line.bytes(), &look_for.bytes()])
}

fn look_for_at(reader: &Connection, observation: &stored::Observation, position: u32) -> Result<RowId> {
    let found = match observation.look_for_set {
        Some(set) => stored::look_fors(reader, set)?.into_iter().find(|look_for| look_for.position == position),
        None => None,
    };
    found
        .map(|look_for| look_for.id)
        .ok_or_else(|| Error::invalid("position", "There is no look-for with this letter."))
}
