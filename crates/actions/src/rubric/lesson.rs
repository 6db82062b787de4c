//! A rubric beside a lesson: each indicator with the lines that show it, and its level where there is one.

use domain::{RowId, access::Evaluates, kind::Kind, observation::State, rubric::is_closed_to, time};
use serde::Serialize;
use store::{
    Connection,
    observation::{self, Observation},
    rubric as stored, sharing,
};

use crate::{
    Error, Result,
    observation::{known, zone},
    session,
    step::EvidenceView,
};

/// A rubric beside a lesson. There is no figure over its indicators, on purpose.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct LessonRubricView {
    /// The rubrics that can be used, by their latest version, and the one in use.
    pub rubrics: Vec<RubricName>,
    /// The one in use; nothing where there is none.
    pub rubric: Option<RubricName>,
    /// Its indicators.
    pub indicators: Vec<IndicatorView>,
    /// Whether no rubric is open to this person, because they evaluate the teacher or may.
    pub is_closed: bool,
    /// Whether it can be changed here.
    pub is_writable: bool,
}

/// A version of a rubric by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct RubricName {
    /// The row of this version.
    pub id: RowId,
    /// What it is called.
    pub title: String,
    /// The version, from 1.
    pub version: u32,
    /// Under which licence its words may be used.
    pub licence: String,
}

/// One indicator in one lesson.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct IndicatorView {
    /// The row.
    pub id: RowId,
    /// The words.
    pub text: String,
    /// The words of each level, the first one first.
    pub levels: Vec<String>,
    /// Which level the lines show, from 1; nothing while nobody has said.
    pub level: Option<u32>,
    /// The lines that show it, in the order in which they were said.
    pub lines: Vec<EvidenceView>,
}

/// Returns a rubric beside a lesson: this one, else the one that the lesson has, else the one that was used last.
///
/// # Errors
/// When the lesson is not there.
pub fn lesson(reader: &Connection, now_ms: i64, id: RowId, rubric: Option<RowId>) -> Result<LessonRubricView> {
    let found = observation::load(reader, id)?;
    let mut rubrics: Vec<RubricName> = stored::latest(reader)?.into_iter().map(name).collect();
    if is_closed(reader, now_ms, &found)? {
        let (rubrics, indicators) = (Vec::new(), Vec::new());
        return Ok(LessonRubricView { rubrics, rubric: None, indicators, is_closed: true, is_writable: false });
    }
    let is_own = sharing::is_own(reader, id)?;
    let used = stored::last_used(reader, Some(id))?;
    let chosen = match rubric.or(used) {
        // Of a lesson that was shared, the rubric may not be here yet.
        Some(chosen) => known(stored::load(reader, chosen))?.map(name),
        // What was not used has no place beside somebody else's lesson.
        None if is_own => usual(reader, &rubrics)?,
        None => None,
    };
    if let Some(chosen) = chosen.as_ref().filter(|chosen| rubrics.iter().all(|one| one.id != chosen.id)) {
        rubrics.push(chosen.clone());
    }
    let indicators = chosen.as_ref().map_or_else(|| Ok(Vec::new()), |chosen| indicators(reader, &found, chosen.id))?;
    let is_writable = is_own && State::from_code(&found.state) == State::Captured;
    Ok(LessonRubricView { rubrics, rubric: chosen, indicators, is_closed: false, is_writable })
}

/// The latest version of what was used last, else the first one.
fn usual(reader: &Connection, latest: &[RubricName]) -> Result<Option<RubricName>> {
    let last = stored::last_used(reader, None)?.map(|last| stored::load(reader, last)).transpose()?;
    let same = last.and_then(|last| latest.iter().find(|one| one.title == last.title).cloned());
    Ok(same.or_else(|| latest.first().cloned()))
}

fn name(found: stored::Rubric) -> RubricName {
    RubricName { id: found.id, title: found.title, version: found.version, licence: found.licence }
}

fn indicators(reader: &Connection, found: &Observation, rubric: RowId) -> Result<Vec<IndicatorView>> {
    let scores = stored::scores(reader, found.id)?;
    let evidence = stored::evidence(reader, found.id)?;
    let zone = zone(found);
    let line = |one: &stored::Evidence| EvidenceView {
        line: one.line,
        observation: found.id,
        time: time::with_seconds(found.started_ms + one.offset_ms, zone),
        speaker: one.speaker.clone(),
        text: one.text.clone(),
    };
    let view = |one: stored::Indicator| {
        let score = scores.iter().find(|score| score.indicator == one.id);
        let is_its = |line: &&stored::Evidence| score.is_some_and(|score| score.id == line.score);
        IndicatorView {
            level: score.and_then(|score| score.level),
            lines: evidence.iter().filter(is_its).map(line).collect(),
            id: one.id,
            text: one.text,
            levels: one.levels,
        }
    };
    Ok(stored::indicators(reader, rubric)?.into_iter().map(view).collect())
}

/// Whether no rubric is open to this person for this lesson: what the service has told counts; where it has told
/// nothing, so do the roles that are known here.
fn is_closed(reader: &Connection, now_ms: i64, found: &Observation) -> Result<bool> {
    if let (Some(facts), Some(teacher)) = (sharing::facts(reader)?, found.teacher) {
        return Ok(facts.evaluates(teacher) != Evaluates::No);
    }
    let me = session::load(reader)?.me;
    let today = session::today(reader, now_ms)?.to_string();
    let roles = store::person::roles(reader)?;
    let is_in_force =
        |starts: &str, ends: &str| starts <= today.as_str() && (ends.is_empty() || ends >= today.as_str());
    let mine = roles.iter().filter(|role| role.person == me && is_in_force(&role.starts, &role.ends));
    Ok(is_closed_to(mine.map(|role| role.code.as_str())))
}

/// Returns a lesson whose evidence this person may bring to a rubric.
pub(super) fn open(reader: &Connection, now_ms: i64, id: RowId) -> Result<Observation> {
    let found = observation::load(reader, id)?;
    if Kind::from_code(&found.kind) != Some(Kind::Scripted) {
        return Err(Error::invalid("observation", "A rubric stands beside a script. This observation has none."));
    }
    if State::from_code(&found.state) == State::Capturing {
        return Err(Error::invalid("observation", "Finish the observation first. Nothing was changed."));
    }
    if !sharing::is_own(reader, id)? {
        return Err(Error::invalid("observation", "Somebody else observed this lesson. Nothing was changed."));
    }
    if is_closed(reader, now_ms, &found)? {
        let message = "A rubric is for coaching, and is closed to whoever evaluates this teacher. Nothing was changed.";
        return Err(Error::invalid("observation", message));
    }
    Ok(found)
}
