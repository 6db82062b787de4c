//! One coaching cycle, whole: its stages, what is needed to leave this one, and its goal.

use domain::{
    RowId,
    coaching_cycle::{Missing, Need},
};
use serde::Serialize;
use store::{Connection, coaching_cycle as stored};

use super::{
    CoachingCycleRow, CycleStanding, Loaded,
    days::{Today, planned_words},
    list, share, words,
};
use crate::{
    Result, figures,
    observation::{home_zone, named},
    sharing::{self, Barrier, FromView, ShareView},
};

/// One coaching cycle, whole.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct CoachingCycleView {
    /// What a list shows of it.
    pub row: CoachingCycleRow,
    /// Where acts go on from, also where something needs attention: by it a screen offers them.
    pub stands: CycleStanding,
    /// The coach's name.
    pub coach: String,
    /// Its own title; may be empty.
    pub title: String,
    /// The subject.
    pub subject: String,
    /// The standards.
    pub standards: String,
    /// The place in the curriculum.
    pub curriculum: String,
    /// When it ended, in words; empty while it goes on.
    pub ended: String,
    /// From which day to which it is planned, in words; empty where none is said.
    pub planned: String,
    /// The first of those days, `2026-10-05`.
    pub planned_start: String,
    /// The last of them.
    pub planned_end: String,
    /// Its stages in their order.
    pub stages: Vec<StageView>,
    /// What is needed before this stage is left.
    pub missing: Vec<MissingView>,
    /// What an earlier stage needs that is not there any more.
    pub missing_before: Vec<String>,
    /// The goal; nothing where it was not shared.
    pub goal: Option<GoalView>,
    /// Whether it can be changed here.
    pub is_writable: bool,
    /// With whom it is shared.
    pub shares: Vec<ShareView>,
    /// Why it cannot be shared with the teacher; nothing where it can.
    pub barrier: Option<Barrier>,
    /// Whose it is, where it is somebody else's.
    pub from: Option<FromView>,
}

/// One stage.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct StageView {
    /// The row.
    pub id: RowId,
    /// What it is called.
    pub label: String,
    /// How many visits are usual in it.
    pub visits: u32,
    /// How many school days are usual.
    pub days: u32,
    /// What its words are called.
    pub text_label: String,
    /// Its words.
    pub text: String,
    /// What its second words are called, where it has any.
    pub plan_label: Option<String>,
    /// Its second words.
    pub plan: String,
    /// Whether a decision belongs to it.
    pub decides: bool,
    /// The code of the decision.
    pub decision: String,
    /// Its words when they were locked; nothing where they may change.
    pub locked: Option<String>,
    /// Whether it is the one that the two are in.
    pub is_current: bool,
}

/// Something that is missing.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct MissingView {
    /// The field that it belongs to.
    pub field: String,
    /// What to do.
    pub sentence: String,
}

/// The goal, its figures as they are typed.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct GoalView {
    /// The row.
    pub id: RowId,
    /// The kind's code.
    pub kind: String,
    /// What should be so.
    pub statement: String,
    /// What is measured.
    pub metric: String,
    /// The code of the way it should go.
    pub direction: String,
    /// What it was before.
    pub baseline: String,
    /// The day of that, `2026-10-05`.
    pub baseline_date: String,
    /// The same in words.
    pub baseline_day: String,
    /// Over how many that was counted.
    pub baseline_count: String,
    /// What it should be.
    pub target: String,
    /// By which day, `2026-12-05`.
    pub due: String,
    /// The same in words.
    pub due_day: String,
    /// What was measured, in the order of the days.
    pub measures: Vec<MeasureView>,
}

/// What was measured of a goal.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct MeasureView {
    /// The row.
    pub id: RowId,
    /// What it is, in words.
    pub kind: String,
    /// The day in words.
    pub day: String,
    /// What was found.
    pub value: String,
    /// Over how many it was counted: `of 28`.
    pub over: String,
    /// The task on which it was taken.
    pub task: String,
    /// How far towards the target: `53 % of the way`.
    pub way: String,
}

/// Returns a coaching cycle, whole.
///
/// # Errors
/// When it is not there.
pub fn view(reader: &Connection, now_ms: i64, id: RowId) -> Result<CoachingCycleView> {
    let loaded = Loaded::read(reader, id)?;
    let at = loaded.at();
    let zone = home_zone(reader)?;
    let cycle = &loaded.cycle;
    Ok(CoachingCycleView {
        row: list::row(reader, &loaded, &Today::read(reader, now_ms)?)?,
        stands: CycleStanding::acted_on(&loaded),
        coach: named(reader, cycle.coach)?.name,
        title: cycle.title.clone(),
        subject: cycle.subject.clone(),
        standards: cycle.standards.clone(),
        curriculum: cycle.curriculum.clone(),
        ended: figures::day_in_words(&cycle.ended),
        planned: planned_words(&loaded),
        planned_start: cycle.planned_start.clone(),
        planned_end: cycle.planned_end.clone(),
        stages: (0..loaded.stages.len()).map(|place| stage(&loaded, place)).collect(),
        missing: at.map_or_else(Vec::new, |at| loaded.missing(at)).into_iter().map(said).collect(),
        missing_before: loaded.missing_before().into_iter().map(|missing| missing.sentence).collect(),
        goal: loaded.goal.as_ref().map(|goal| goal_view(goal, &loaded.measures)),
        is_writable: store::sharing::is_writable(reader, id)?,
        shares: sharing::shares(reader, id, zone)?,
        barrier: share::barrier(reader, cycle)?,
        from: sharing::from(reader, id, zone)?,
    })
}

fn stage(loaded: &Loaded, place: usize) -> StageView {
    let stored = &loaded.stages[place];
    let template = loaded.template(place);
    StageView {
        id: stored.id,
        label: list::label(loaded, place),
        visits: template.map_or(0, |template| template.visits),
        days: template.map_or(0, |template| template.days),
        text_label: template.map_or("Words", |template| template.text).to_owned(),
        text: stored.text.clone(),
        plan_label: template.and_then(|template| template.plan).map(str::to_owned),
        plan: stored.plan.clone(),
        decides: template.is_some_and(|template| template.needs.contains(&Need::Decision)),
        decision: stored.decision.clone(),
        locked: stored.locked.clone(),
        is_current: loaded.at() == Some(place),
    }
}

fn said(missing: Missing) -> MissingView {
    MissingView { field: missing.field.to_owned(), sentence: missing.sentence }
}

fn goal_view(goal: &stored::Goal, measures: &[stored::Measure]) -> GoalView {
    let measure = |one: &stored::Measure| MeasureView {
        id: one.id,
        kind: words::kind_words(&one.kind),
        day: figures::day_in_words(&one.date),
        value: one.value.to_string(),
        over: figures::over(one.count),
        task: one.task.clone(),
        way: figures::way(goal.baseline, goal.target, one.value),
    };
    GoalView {
        id: goal.id,
        kind: goal.kind.clone(),
        statement: goal.statement.clone(),
        metric: goal.metric.clone(),
        direction: goal.direction.clone(),
        baseline: figures::typed(goal.baseline),
        baseline_day: figures::day_in_words(&goal.baseline_date),
        baseline_date: goal.baseline_date.clone(),
        baseline_count: goal.baseline_count.map_or_else(String::new, |count| count.to_string()),
        target: figures::typed(goal.target),
        due_day: figures::day_in_words(&goal.due),
        due: goal.due.clone(),
        measures: measures.iter().map(measure).collect(),
    }
}
