//! Gathering lines for an indicator, and saying which level they show.

use domain::{
    RowId, Value,
    rubric::{Unfounded, founded},
    schema::{line, score, score_line},
};
use serde::Deserialize;
use store::{Connection, Tx, Writer, observation, rubric as stored};

use super::{lesson::open, share::follow};
use crate::{Error, Result};

/// A line for an indicator.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct EvidenceLine {
    /// The lesson.
    pub observation: RowId,
    /// The indicator.
    pub indicator: RowId,
    /// The line.
    pub line: RowId,
    /// Whether it shows it; otherwise it is left out.
    pub shows: bool,
}

/// A level for an indicator.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct GiveLevel {
    /// The lesson.
    pub observation: RowId,
    /// The indicator.
    pub indicator: RowId,
    /// The level, from 1; nothing takes it away.
    pub level: Option<u32>,
}

/// Takes a line of the lesson as evidence for an indicator, or leaves it out.
///
/// # Errors
/// When the line is not one of the lesson's or was removed, or it is the only one that a level rests on.
pub fn mark_line(writer: &mut Writer, now_ms: i64, mark: &EvidenceLine) -> Result<()> {
    let id = open(writer.reader(), now_ms, mark.observation)?.id;
    stored::indicator(writer.reader(), mark.indicator)?;
    let score = score_id(id, mark.indicator);
    let row = RowId::derived(&[b"score line", &score.bytes(), &mark.line.bytes()]);
    if !mark.shows {
        refuse_last(writer.reader(), mark, score)?;
        return Ok(writer.act(id, "Leave evidence out", |tx| tx.remove(score_line::ENTITY, row))?);
    }
    let lines = observation::lines(writer.reader(), id)?;
    if !lines.iter().any(|line| line.id == mark.line && !line.marker) {
        return Err(Error::invalid("line", "This is no line of this lesson, or it was removed. Nothing was changed."));
    }
    writer.act(id, "Mark evidence", |tx| {
        stand(tx, id, mark.indicator)?;
        let fields = vec![
            (score_line::OBSERVATION, id.into()),
            (score_line::SCORE, score.into()),
            (score_line::LINE, mark.line.into()),
        ];
        tx.create_or_restore(score_line::ENTITY, row, fields)
    })?;
    follow(writer, id)
}

/// A level never loses its last line.
fn refuse_last(reader: &Connection, mark: &EvidenceLine, score: RowId) -> Result<()> {
    let level = stored::scores(reader, mark.observation)?.into_iter().find(|one| one.id == score);
    let others = stored::evidence(reader, mark.observation)?;
    let others = others.iter().any(|one| one.score == score && one.line != mark.line);
    if level.and_then(|one| one.level).is_none() || others {
        return Ok(());
    }
    let message = "The level rests on this line alone. Mark another line first, or take the level away.";
    Err(Error::invalid("line", message))
}

/// Says which level the marked lines show, or takes it away.
///
/// # Errors
/// When no line is marked, or the indicator has no such level.
pub fn give_level(writer: &mut Writer, now_ms: i64, give: &GiveLevel) -> Result<()> {
    let id = open(writer.reader(), now_ms, give.observation)?.id;
    let indicator = stored::indicator(writer.reader(), give.indicator)?;
    let row = score_id(id, indicator.id);
    if let Some(level) = give.level {
        let lines = stored::evidence(writer.reader(), id)?.iter().filter(|line| line.score == row).count();
        founded(level, indicator.levels.len(), lines).map_err(refusal)?;
    } else if !stored::scores(writer.reader(), id)?.iter().any(|one| one.id == row) {
        return Ok(());
    }
    writer.act(id, if give.level.is_some() { "Give a level" } else { "Take a level away" }, |tx| {
        stand(tx, id, indicator.id)?;
        tx.set(score::ENTITY, row, score::LEVEL, give.level.into())
    })?;
    follow(writer, id)
}

/// Removes a line of a lesson in an act. A level that rests on it alone goes with it.
pub(crate) fn remove_line(tx: &mut Tx<'_>, observation: RowId, line: RowId) -> store::Result<()> {
    let evidence = stored::evidence(tx.reader(), observation)?;
    for shown in stored::scores(tx.reader(), observation)? {
        let mut lines = evidence.iter().filter(|one| one.score == shown.id).peekable();
        if shown.level.is_some() && lines.peek().is_some() && lines.all(|one| one.line == line) {
            tx.set(score::ENTITY, shown.id, score::LEVEL, Value::Null)?;
        }
    }
    tx.remove(line::ENTITY, line)
}

fn refusal(unfounded: Unfounded) -> Error {
    match unfounded {
        Unfounded::NoEvidence => {
            Error::invalid("lines", "Mark at least one line of this lesson that shows it. A level needs evidence.")
        }
        Unfounded::NoSuchLevel => Error::invalid("level", "This indicator has no such level."),
    }
}

/// Makes the row of an indicator in a lesson; two computers make the same one.
fn stand(tx: &mut Tx<'_>, observation: RowId, indicator: RowId) -> store::Result<()> {
    let fields = vec![(score::OBSERVATION, observation.into()), (score::INDICATOR, indicator.into())];
    tx.create_or_restore(score::ENTITY, score_id(observation, indicator), fields).map(drop)
}

fn score_id(observation: RowId, indicator: RowId) -> RowId {
    RowId::derived(&[b"score", &observation.bytes(), &indicator.bytes()])
}
