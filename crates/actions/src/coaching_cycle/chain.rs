//! What belongs to a coaching cycle, from its first lesson to its last measure, in the order of the days. What is not
//! there yet is said.

use domain::{
    RowId,
    lesson_prep::Kind,
    step::{Beside, Found},
    time,
};
use serde::Serialize;
use store::{Connection, coaching_cycle as stored};

use super::words;
use crate::{
    Result,
    figures::day_in_words,
    observation::{context, known, zone},
    step::{beside_words, state_words},
};

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum NodeKind {
    /// An observed lesson.
    Observation,
    /// A debrief of one.
    Debrief,
    /// A lesson that the two planned, or that the coach taught for the teacher to watch.
    LessonPrep,
    /// A step that came of one.
    Step,
    /// A check of a step.
    Check,
    /// A measure of the goal.
    Measure,
    /// A step beside that measure.
    Beside,
}

/// One link of the chain.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ChainNode {
    /// A name of its own in this chain.
    pub id: String,
    /// What it is, or what is missing.
    pub kind: NodeKind,
    /// The row that opens: of a check, its step; of a planned lesson, the teacher on whose page it stands. Nothing for what is missing, and for a measure.
    pub row: Option<RowId>,
    /// The day in words; empty for what is missing.
    pub day: String,
    /// What it says.
    pub words: String,
    /// Whether it is missing.
    pub is_missing: bool,
    /// The day, `2026-10-05`, by which the chain is in order.
    #[serde(skip)]
    date: String,
}

/// Returns the chain of a coaching cycle.
///
/// # Errors
/// When it is not there.
pub fn chain(reader: &Connection, id: RowId) -> Result<Vec<ChainNode>> {
    stored::load(reader, id)?;
    let mut nodes = Vec::new();
    for lesson in stored::lessons(reader, id)? {
        lesson_nodes(reader, lesson, &mut nodes)?;
    }
    for prep in store::lesson_prep::of_cycle(reader, id)? {
        nodes.push(node(NodeKind::LessonPrep, prep.teacher, &prep.date, prep_words(reader, &prep)?, prep.id));
    }
    for measure in stored::measures(reader, id)? {
        let said = words::measure_words(&measure);
        nodes.push(node(NodeKind::Measure, None, &measure.date, said, measure.id));
        for beside in store::step::beside(reader, measure.id)? {
            let step = known(store::step::load(reader, beside.step))?.filter(|step| !step.text.is_empty());
            let (Some(step), Some(said)) = (step, Beside::from_code(&beside.kind)) else { continue };
            let said = format!("{}: {}", beside_words(said), step.text);
            nodes.push(node(NodeKind::Beside, Some(step.id), &measure.date, said, beside.id));
        }
    }
    nodes.sort_by(|one, other| one.date.cmp(&other.date));
    let absent = [
        (NodeKind::Observation, "No observation yet"),
        (NodeKind::Step, "No step yet"),
        (NodeKind::Measure, "No measure yet"),
    ];
    for (kind, said) in absent {
        if !nodes.iter().any(|node| node.kind == kind && !node.is_missing) {
            nodes.push(missing(kind, said, id, String::new()));
        }
    }
    Ok(nodes)
}

/// A lesson, its debrief, and the steps that came of it with their checks.
fn lesson_nodes(reader: &Connection, id: RowId, nodes: &mut Vec<ChainNode>) -> Result<()> {
    let lesson = store::observation::load(reader, id)?;
    let date = time::local(lesson.started_ms, zone(&lesson)).date_naive().to_string();
    let said = [context(reader, lesson.section)?, lesson.focus].into_iter().filter(|part| !part.is_empty());
    nodes.push(node(NodeKind::Observation, Some(id), &date, said.collect::<Vec<_>>().join(": "), id));
    match store::debrief::of_observation(reader, id)? {
        Some(debrief) => {
            let held = if debrief.date.is_empty() { &date } else { &debrief.date };
            let said = if debrief.teacher_words.is_empty() { debrief.praise } else { debrief.teacher_words };
            nodes.push(node(NodeKind::Debrief, Some(debrief.id), held, said, debrief.id));
        }
        None => nodes.push(missing(NodeKind::Debrief, "No debrief of this lesson yet", id, date)),
    }
    for step in store::step::made_in(reader, id)?.into_iter().filter(|step| !step.text.is_empty()) {
        let said = format!("{} ({})", step.text, state_words(&step.state).to_lowercase());
        nodes.push(node(NodeKind::Step, Some(step.id), &step.assigned, said, step.id));
        for check in store::step::checks(reader, Some(step.id))? {
            let said = Found::from_code(&check.found).map_or_else(|| check.found.clone(), found_words);
            nodes.push(node(NodeKind::Check, Some(step.id), &check.date, said, check.id));
        }
    }
    Ok(())
}

/// Says what a planned lesson is: `Co-plan, Math 7: One problem with two right answers`.
fn prep_words(reader: &Connection, prep: &store::lesson_prep::LessonPrep) -> Result<String> {
    let kind = match Kind::from_code(&prep.kind) {
        Some(Kind::CoPlan) => "Co-plan",
        Some(Kind::Model) => "Model lesson",
        None => &prep.kind,
    };
    let what = [kind.to_owned(), context(reader, prep.section)?];
    let what = what.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let words = if prep.plan.is_empty() { &prep.watch } else { &prep.plan };
    Ok([what, words.clone()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": "))
}

fn found_words(found: Found) -> String {
    match found {
        Found::Seen => "Seen",
        Found::Partly => "Partly seen",
        Found::NotSeen => "Not seen",
        Found::NotObserved => "Not observed",
    }
    .to_owned()
}

fn node(kind: NodeKind, row: Option<RowId>, date: &str, words: String, name: RowId) -> ChainNode {
    ChainNode {
        id: name.to_string(),
        kind,
        row,
        day: day_in_words(date),
        words,
        is_missing: false,
        date: date.to_owned(),
    }
}

fn missing(kind: NodeKind, words: &str, of: RowId, date: String) -> ChainNode {
    let id = format!("{of}-{kind:?}");
    ChainNode { id, kind, row: None, day: String::new(), words: words.to_owned(), is_missing: true, date }
}

/// Returns the coaching cycle that a lesson belongs to, where it is here and was not removed.
pub(super) fn of_lesson(reader: &Connection, lesson: RowId) -> Result<Option<RowId>> {
    let found = store::observation::load(reader, lesson)?.coaching_cycle;
    let here = found.map(|cycle| known(stored::load(reader, cycle))).transpose()?.flatten();
    Ok(here.map(|cycle| cycle.id))
}
