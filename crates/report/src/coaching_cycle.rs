//! The record of a coaching cycle on paper: its stages, its goals with their measures, and its chain of dates.

use serde::Serialize;

use crate::render::{self, ReportError, Template};
use crate::sheet::Sheet;

/// Where a stage stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StageStanding {
    /// The two have left it behind.
    Done,
    /// They are in it.
    Current,
    /// It is still to come, or was never reached.
    #[default]
    NotReached,
}

/// One stage of the way.
#[derive(Clone, Default, Serialize)]
pub struct CycleStage {
    /// What the stage is called.
    pub name: String,
    /// Where it stands.
    pub standing: StageStanding,
    /// What it holds or needs; may be empty.
    pub detail: String,
}

/// One measure of a goal.
#[derive(Clone, Default, Serialize)]
pub struct CycleMeasure {
    /// The day, in words.
    pub day: String,
    /// The value with its unit, such as `14 of 26`.
    pub value: String,
    /// What it was taken from; may be empty.
    pub source: String,
}

/// One goal.
#[derive(Clone, Default, Serialize)]
pub struct CycleGoal {
    /// The goal in its own words; may be empty.
    pub statement: String,
    /// What is measured; may be empty.
    pub metric: String,
    /// Where it began, in words; may be empty.
    pub baseline: String,
    /// Where it is to come, in words; may be empty.
    pub target: String,
    /// Until when, in words; may be empty.
    pub due: String,
    /// What was measured, in the order of the days.
    pub measures: Vec<CycleMeasure>,
}

/// One thing of the chain: an observation, a debrief, a step, a check.
#[derive(Clone, Default, Serialize)]
pub struct ChainLink {
    /// The day, in words.
    pub day: String,
    /// What it is, by its code: `observation`, `debrief`, `lesson_prep`, `step`, `check` or `measure`.
    pub what: String,
    /// More about it; may be empty.
    pub detail: String,
}

/// Everything that stands on a printed coaching cycle.
#[derive(Clone, Serialize)]
pub struct CoachingCyclePage {
    /// Paper, language, footer and date.
    #[serde(flatten)]
    pub sheet: Sheet,
    /// The teacher's name; may be empty.
    pub teacher: String,
    /// The coach's name; may be empty.
    pub coach: String,
    /// The model, by its code.
    pub model: String,
    /// What it is about; may be empty.
    pub topic: String,
    /// How it stands, in words: `Open since 5 October 2026`.
    pub standing: String,
    /// Its stages in order.
    pub stages: Vec<CycleStage>,
    /// Its goals.
    pub goals: Vec<CycleGoal>,
    /// Its chain in the order of the days.
    pub chain: Vec<ChainLink>,
}

/// Returns the record of a coaching cycle as a PDF file.
///
/// # Errors
///
/// When pages do not speak the language, or the page could not be laid out or written.
pub fn coaching_cycle(page: &CoachingCyclePage) -> Result<Vec<u8>, ReportError> {
    render::pdf(Template::CoachingCycle, page, &page.sheet)
}
