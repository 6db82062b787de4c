//! Exactly the text that goes with a share: the living rows of a document, field by field as the service lets them enter.

use std::collections::HashMap;

use domain::{
    RowId, Value,
    access::{may_enter, may_enter_with},
    schema::{Entity, Field, Kind, code, line, observation, score, tag},
    scope::Scope,
    time,
};
use serde::Serialize;
use store::{Connection, observation as stored};

use super::With;
use crate::{
    Result,
    debrief::words_of,
    exchange::{Rows, capital, field_name},
    kind::{self, Recorded},
    observation::{LineTags, small, tags_by_line, zone},
};

/// Words or a figure that go, and which they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct PreviewWords {
    /// What the field is called.
    pub label: String,
    /// The words.
    pub text: String,
}

/// A line that goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct PreviewLine {
    /// When, as `9:12:20` in the school's zone.
    pub time: String,
    /// The speaker's code.
    pub speaker: String,
    /// The words.
    pub text: String,
    /// The letters of the look-fors that it shows, and after a minus of those that it shows to be missing: `AC−B`.
    pub tags: String,
}

/// A level of a rubric that goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct PreviewLevel {
    /// What the level is of.
    pub indicator: String,
    /// The level, from 1.
    pub level: u32,
}

/// What goes, and what does not.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct PreviewView {
    /// The day in words.
    pub day: String,
    /// When it began and ended: `8:07 – 8:50`.
    pub times: String,
    /// What to look at; nothing where it does not go.
    pub focus: Option<String>,
    /// The lines that go.
    pub lines: Vec<PreviewLine>,
    /// Every other word that goes: the note, a remark beside an item, what a code stands for where no result says it.
    pub words: Vec<PreviewWords>,
    /// What was recorded by keys, as the kind's screen says it.
    pub recorded: Recorded,
    /// The levels of a rubric that go, each by its indicator.
    pub levels: Vec<PreviewLevel>,
    /// The look-fors whose words go with the tags; nothing where the reader has them already.
    pub look_fors: Vec<String>,
    /// The rubrics whose words go with them, by their titles.
    pub rubrics: Vec<String>,
    /// How many wonderings stay on this computer.
    pub wonderings: u32,
}

/// Returns what a share of an observation would bring.
///
/// # Errors
/// When it is not there.
pub fn preview(reader: &Connection, id: RowId, with: With) -> Result<PreviewView> {
    let found = stored::load(reader, id)?;
    let teacher = found.teacher.unwrap_or(id);
    let scope = with.scope(crate::session::load(reader)?.me, teacher);
    let zone = zone(&found);
    let goes = |entity: u16, field: u16, words: &str| {
        !words.is_empty() && may_enter_with(&scope, entity, field, &Value::Text(words.to_owned())).is_ok()
    };
    let mut lines = Vec::new();
    if may_enter(&scope, line::ENTITY.number).is_ok() {
        let tags =
            if may_enter(&scope, tag::ENTITY.number).is_ok() { tags_by_line(reader, &found)? } else { HashMap::new() };
        for line in stored::lines(reader, id)? {
            let tags = tags.get(&line.id).map_or_else(String::new, LineTags::signs);
            let text = if goes(line::ENTITY.number, line::TEXT, &line.text) { line.text } else { String::new() };
            let time = time::with_seconds(found.started_ms + line.offset_ms, zone);
            lines.push(PreviewLine { time, speaker: line.speaker, text, tags });
        }
    }
    let focus = goes(observation::ENTITY.number, observation::FOCUS, &found.focus).then(|| found.focus.clone());
    let lasted_ms = found.ended_offset_ms.unwrap_or(0);
    let ended = found.started_ms + lasted_ms;
    let recorded = if may_enter(&scope, code::ENTITY.number).is_ok() {
        kind::finished(reader, &found)?
    } else {
        Recorded::Other {}
    };
    Ok(PreviewView {
        day: time::long_day(time::local(found.started_ms, zone).date_naive()),
        times: format!("{} – {}", time::short(found.started_ms, zone), time::short(ended, zone)),
        focus,
        lines,
        words: words(reader, &scope, id, &recorded)?,
        recorded,
        levels: if may_enter(&scope, score::ENTITY.number).is_ok() { levels(reader, id)? } else { Vec::new() },
        look_fors: if with == With::Teacher { look_fors(reader, id)? } else { Vec::new() },
        rubrics: if with == With::Teacher { rubrics(reader, id)? } else { Vec::new() },
        wonderings: small(stored::wonderings(reader, id)?.len()),
    })
}

/// Returns everything of a document that enters a scope, words and figures, field by field; `of` says of which part a row
/// is.
pub(crate) fn goes(
    reader: &Connection,
    (entity, root): (&'static Entity, RowId),
    scope: &Scope,
    of: impl Fn(&'static Entity, RowId) -> String,
) -> Result<Vec<PreviewWords>> {
    let mut rows = Rows::new(reader)?;
    let mut shown = Vec::new();
    for (entity, row) in store::field::document(reader, entity, root)? {
        for field in entity.fields.iter().filter(|field| is_shown(field)) {
            let value = store::field::value(reader, entity, row, field.number)?;
            let text = rows.value(entity, field.number, &value)?;
            if !text.is_empty() && may_enter_with(scope, entity.number, field.number, &value).is_ok() {
                let label = format!("{}{}", of(entity, row), field_name(entity, field.number));
                // What somebody wrote stays as they wrote it; a code begins as words do.
                let text = if field.words { text } else { capital(&text) };
                shown.push(PreviewWords { label, text });
            }
        }
    }
    Ok(shown)
}

/// Whether a field says something to a person: what it points to, and its place in an order, do not.
fn is_shown(field: &Field) -> bool {
    field.kind != Kind::Id && field.column != "position" && field.column != "code"
}

fn look_fors(reader: &Connection, id: RowId) -> Result<Vec<String>> {
    let Some(set) = crate::look_for::used(reader, id)? else { return Ok(Vec::new()) };
    Ok(stored::look_fors(reader, set)?.into_iter().map(|look_for| look_for.text).collect())
}

fn rubrics(reader: &Connection, id: RowId) -> Result<Vec<String>> {
    let title = |root: &RowId| Ok(store::rubric::load(reader, *root)?.title);
    crate::rubric::used(reader, id)?.iter().map(title).collect()
}

/// Returns every word of the document that goes and that nothing else of the preview shows.
///
/// It asks the schema which fields hold words, so that one that is added later is shown before it goes.
fn words(reader: &Connection, scope: &Scope, id: RowId, recorded: &Recorded) -> Result<Vec<PreviewWords>> {
    let says_codes = matches!(recorded, Recorded::Interval(_) | Recorded::TalkTimer(_) | Recorded::Tally(_));
    let mut words = Vec::new();
    for (entity, row) in store::field::document(reader, observation::ENTITY, id)? {
        if entity.number == code::ENTITY.number && says_codes {
            continue;
        }
        let skipped = if entity.number == observation::ENTITY.number { &[observation::FOCUS][..] } else { &[] };
        words.extend(words_of(reader, scope, entity, row, skipped)?);
    }
    Ok(words)
}

fn levels(reader: &Connection, id: RowId) -> Result<Vec<PreviewLevel>> {
    let mut levels = Vec::new();
    for score in store::rubric::scores(reader, id)? {
        if let Some(level) = score.level {
            let indicator = store::rubric::indicator(reader, score.indicator)?.text;
            levels.push(PreviewLevel { indicator, level });
        }
    }
    Ok(levels)
}
