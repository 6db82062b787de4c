//! Rubrics, and the levels that the evidence of one lesson shows.
//!
//! A level is no rating: it speaks of the lines of one lesson, stands by at least one of them, and is nowhere added up or
//! averaged. A rubric is not there for whoever evaluates the teacher. A version never changes: an edit makes the next one,
//! and old lessons keep theirs (INV-11).

mod lesson;
mod level;
mod share;

use domain::{
    RowId, Value,
    rubric::{LEVELS, LONGEST_TITLE, LONGEST_WORDS, MOST_INDICATORS},
    schema::{indicator, rubric},
};
use serde::{Deserialize, Serialize};
use store::{Connection, Writer, rubric as stored};

use crate::{Error, Result, session::required, typed::refuse_long};

pub use lesson::{IndicatorView, LessonRubricView, RubricName, lesson};
pub(crate) use level::remove_line;
pub use level::{EvidenceLine, GiveLevel, give_level, mark_line};
pub(crate) use share::{unopened, used};

/// A rubric, whole.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct RubricView {
    /// The row of this version.
    pub id: RowId,
    /// What it is called.
    pub title: String,
    /// The version, from 1.
    pub version: u32,
    /// Under which licence its words may be used.
    pub licence: String,
    /// What it describes.
    pub indicators: Vec<RubricIndicator>,
}

/// What a rubric describes, with the words of each level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct RubricIndicator {
    /// The words.
    pub text: String,
    /// The words of each level, the first one first.
    pub levels: Vec<String>,
}

/// A rubric as it is written.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SaveRubric {
    /// The version that is edited; nothing for a new rubric.
    pub follows: Option<RowId>,
    /// What it is called.
    pub title: String,
    /// Under which licence its words may be used; a rubric in one's own words needs none.
    pub licence: String,
    /// What it describes.
    pub indicators: Vec<RubricIndicator>,
}

/// Lists the latest version of each rubric.
///
/// # Errors
/// When the database fails.
pub fn list(reader: &Connection) -> Result<Vec<RubricView>> {
    stored::latest(reader)?.into_iter().map(|found| view(reader, found)).collect()
}

/// Returns a rubric with its indicators.
fn view(reader: &Connection, found: stored::Rubric) -> Result<RubricView> {
    let indicators = stored::indicators(reader, found.id)?;
    let indicators = indicators.into_iter().map(|one| RubricIndicator { text: one.text, levels: one.levels });
    Ok(RubricView {
        indicators: indicators.collect(),
        id: found.id,
        title: found.title,
        version: found.version,
        licence: found.licence,
    })
}

/// Keeps a rubric as a new version, and returns its id.
///
/// # Errors
/// When it has no title or no indicator, or words are missing, private or too long.
pub fn save(writer: &mut Writer, save: &SaveRubric) -> Result<RowId> {
    let title = required("title", &save.title, "Please give the rubric a title.")?;
    let licence = save.licence.trim();
    for (field, words) in [("title", title), ("licence", licence)] {
        refuse_long(field, words, LONGEST_TITLE)?;
    }
    let indicators = checked(&save.indicators)?;
    let version = match save.follows {
        Some(before) => stored::load(writer.reader(), before)?.version.saturating_add(1),
        None => 1,
    };
    writer.act(store::workspace(), "Keep a rubric", |tx| {
        let id = tx.new_id();
        let fields = vec![
            (rubric::TITLE, title.into()),
            (rubric::VERSION, version.into()),
            (rubric::FOLLOWS, save.follows.into()),
            (rubric::LICENCE, licence.into()),
        ];
        tx.create(rubric::ENTITY, id, fields)?;
        for (position, one) in (0_u32..).zip(&indicators) {
            let row = tx.new_id();
            tx.create(indicator::ENTITY, row, fields_of(id, position, one))?;
        }
        Ok(id)
    })
}

fn fields_of(rubric: RowId, position: u32, one: &RubricIndicator) -> Vec<(u16, Value)> {
    let mut fields = vec![
        (indicator::RUBRIC, rubric.into()),
        (indicator::POSITION, position.into()),
        (indicator::TEXT, one.text.as_str().into()),
    ];
    let levels = [indicator::LEVEL_1, indicator::LEVEL_2, indicator::LEVEL_3, indicator::LEVEL_4, indicator::LEVEL_5];
    fields.extend(levels.into_iter().zip(&one.levels).map(|(field, words)| (field, words.as_str().into())));
    fields
}

/// Returns the indicators as they are kept: trimmed, without the empty ones.
fn checked(indicators: &[RubricIndicator]) -> Result<Vec<RubricIndicator>> {
    let trimmed = |one: &RubricIndicator| RubricIndicator {
        text: one.text.trim().to_owned(),
        levels: one.levels.iter().map(|words| words.trim().to_owned()).collect(),
    };
    let is_empty = |one: &RubricIndicator| one.text.is_empty() && one.levels.iter().all(String::is_empty);
    let kept: Vec<RubricIndicator> = indicators.iter().map(trimmed).filter(|one| !is_empty(one)).collect();
    if kept.is_empty() || kept.len() > MOST_INDICATORS {
        return Err(Error::invalid("indicators", "A rubric has one to twelve indicators."));
    }
    for one in &kept {
        if !LEVELS.contains(&one.levels.len()) || one.text.is_empty() || one.levels.iter().any(String::is_empty) {
            return Err(Error::invalid(
                "indicators",
                "Write each indicator, and the words of each of its two to five levels.",
            ));
        }
        for words in one.levels.iter().chain([&one.text]) {
            refuse_long("indicators", words, LONGEST_WORDS)?;
        }
    }
    Ok(kept)
}
