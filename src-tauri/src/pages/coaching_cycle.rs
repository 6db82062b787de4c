//! The record of a coaching cycle, as a page.

use actions::{
    Result,
    coaching_cycle::{self, ChainNode, GoalView, MeasureView, NodeKind, StageView},
};
use domain::RowId;
use report::{ChainLink, CoachingCyclePage, CycleGoal, CycleMeasure, CycleStage, PageKind, StageStanding};
use store::Connection;

use super::{joined, sheet};

/// Returns a coaching cycle as a page.
pub fn coaching_cycle(reader: &Connection, id: RowId, now_ms: i64) -> Result<CoachingCyclePage> {
    let view = coaching_cycle::view(reader, now_ms, id)?;
    let at = view.stages.iter().position(|stage| stage.is_current);
    let chain = coaching_cycle::chain(reader, id)?;
    let since = Some(view.row.since).filter(|since| !since.is_empty()).map(|since| format!("Since {since}"));
    let planned = Some(view.planned).filter(|planned| !planned.is_empty()).map(|planned| format!("Planned {planned}"));
    let ended = Some(view.ended).filter(|ended| !ended.is_empty()).map(|ended| format!("Ended {ended}"));
    Ok(CoachingCyclePage {
        sheet: sheet(reader, now_ms, PageKind::CoachingCycle)?,
        teacher: view.row.teacher.name,
        coach: view.coach,
        model: view.row.model,
        topic: joined([view.title, view.subject, view.standards, view.curriculum]),
        standing: joined([
            view.row.standing_words,
            planned.unwrap_or_default(),
            since.unwrap_or_default(),
            ended.unwrap_or_default(),
        ]),
        stages: (0..).zip(view.stages).map(|(place, one)| stage(one, place, at)).collect(),
        goals: view.goal.and_then(goal).into_iter().collect(),
        chain: chain.into_iter().filter(|node| !node.is_missing).map(link).collect(),
    })
}

fn stage(stage: StageView, place: usize, at: Option<usize>) -> CycleStage {
    let standing = match at {
        Some(at) if place < at => StageStanding::Done,
        Some(at) if place == at => StageStanding::Current,
        Some(_) | None => StageStanding::NotReached,
    };
    let said = |label: &str, words: &str| if words.is_empty() { String::new() } else { format!("{label}: {words}") };
    let changed = stage.locked.as_deref().filter(|locked| *locked != stage.text).unwrap_or_default();
    let parts = [
        said(&stage.text_label, &stage.text),
        said("When it was locked it said", changed),
        said(stage.plan_label.as_deref().unwrap_or("Plan"), &stage.plan),
        said("Decided", decision(&stage.decision)),
    ];
    let detail = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n");
    CycleStage { name: stage.label, standing, detail }
}

/// Says what was decided; of a newer version's decision, its code.
fn decision(code: &str) -> &str {
    match code {
        "adopt" => "keep it",
        "adapt" => "change it",
        "abandon" => "drop it",
        other => other,
    }
}

/// A goal of which nothing is written has no place on paper.
fn goal(goal: GoalView) -> Option<CycleGoal> {
    let over = if goal.baseline_count.is_empty() { String::new() } else { format!(" of {}", goal.baseline_count) };
    let on = if goal.baseline_day.is_empty() { String::new() } else { format!(" on {}", goal.baseline_day) };
    let baseline = if goal.baseline.is_empty() { String::new() } else { format!("{}{over}{on}", goal.baseline) };
    let is_empty = [&goal.statement, &goal.metric, &baseline, &goal.target].into_iter().all(String::is_empty);
    if is_empty && goal.measures.is_empty() {
        return None;
    }
    Some(CycleGoal {
        statement: goal.statement,
        metric: goal.metric,
        baseline,
        target: goal.target,
        due: goal.due_day,
        measures: goal.measures.into_iter().map(measure).collect(),
    })
}

fn measure(measure: MeasureView) -> CycleMeasure {
    let value = [measure.value, measure.over].into_iter().filter(|part| !part.is_empty());
    CycleMeasure {
        day: measure.day,
        value: value.collect::<Vec<_>>().join(" "),
        source: joined([measure.kind, measure.task, measure.way]),
    }
}

fn link(node: ChainNode) -> ChainLink {
    let what = match node.kind {
        NodeKind::Observation => "observation",
        NodeKind::Debrief => "debrief",
        NodeKind::LessonPrep => "lesson_prep",
        NodeKind::Step | NodeKind::Beside => "step",
        NodeKind::Check => "check",
        NodeKind::Measure => "measure",
    };
    ChainLink { day: node.day, what: what.to_owned(), detail: node.words }
}
