//! Coaching cycles as a list shows them: what needs attention, what is open, then what is over.

use domain::{RowId, coaching_cycle::State, time};
use serde::Serialize;
use store::{Connection, coaching_cycle as stored};

use super::{
    CycleStanding, Loaded,
    days::{Today, late_words},
    words,
};
use crate::{
    Result,
    observation::{Named, named, small},
    sharing,
};

/// How many that are over one list shows.
const MOST_OVER: usize = 100;

/// Every coaching cycle.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct CoachingCyclesView {
    /// What needs attention, then the open ones, the latest first.
    pub open: Vec<CoachingCycleRow>,
    /// The latest of those that are over.
    pub over: Vec<CoachingCycleRow>,
    /// How many are over.
    pub over_total: u32,
}

/// One coaching cycle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct CoachingCycleRow {
    /// The row.
    pub id: RowId,
    /// The teacher.
    pub teacher: Named,
    /// What it is about: its title, else its goal.
    pub title: String,
    /// The model's code.
    pub model: String,
    /// Where it stands.
    pub standing: CycleStanding,
    /// The same in words.
    pub standing_words: String,
    /// What the stage is called that it is in.
    pub stage: String,
    /// The place of that stage, from 1.
    pub place: u32,
    /// How many stages it has.
    pub stages: u32,
    /// Since when it is under way, in words; empty before.
    pub since: String,
    /// What is late about it, in words; nothing where nothing is.
    pub late: String,
    /// The author's name, where somebody else shared it.
    pub from: Option<String>,
}

/// Lists the coaching cycles of a teacher, or of everybody.
///
/// # Errors
/// When the database fails.
pub fn list(reader: &Connection, now_ms: i64, teacher: Option<RowId>) -> Result<CoachingCyclesView> {
    let is_called_over =
        |cycle: &stored::CoachingCycle| State::from_code(&cycle.state).is_some_and(|state| !state.is_open());
    let (called_over, rest): (Vec<_>, Vec<_>) = stored::all(reader, teacher)?.into_iter().partition(is_called_over);
    // The lessons, debriefs and steps of a cycle are read for those that the list shows, not for a decade of them.
    let unread = called_over.len().saturating_sub(MOST_OVER);
    let shown = rest.into_iter().chain(called_over.into_iter().take(MOST_OVER));
    let mut shown = shown.map(|cycle| Loaded::of(reader, cycle)).collect::<Result<Vec<_>>>()?;
    shown.sort_by_key(|loaded| std::cmp::Reverse(loaded.cycle.id));
    let is_open = |loaded: &Loaded| loaded.rows().state().map_or(true, State::is_open);
    let (mut open, over): (Vec<_>, Vec<_>) = shown.into_iter().partition(is_open);
    // What needs attention leads; the sort keeps the order of the rest.
    open.sort_by_key(|loaded| loaded.rows().state().is_ok());
    let today = Today::read(reader, now_ms)?;
    let rows = |of: &[Loaded]| of.iter().map(|loaded| row(reader, loaded, &today)).collect::<Result<Vec<_>>>();
    Ok(CoachingCyclesView { open: rows(&open)?, over: rows(&over)?, over_total: small(over.len() + unread) })
}

/// Returns a coaching cycle as a list shows it.
pub(super) fn row(reader: &Connection, loaded: &Loaded, today: &Today) -> Result<CoachingCycleRow> {
    let cycle = &loaded.cycle;
    let at = loaded.at();
    Ok(CoachingCycleRow {
        id: cycle.id,
        teacher: named(reader, cycle.teacher)?,
        title: title(loaded),
        model: cycle.model.clone(),
        standing: CycleStanding::of(loaded),
        standing_words: words::standing(loaded),
        stage: at.map_or_else(String::new, |at| label(loaded, at)),
        place: at.map_or(0, |at| small(at + 1)),
        stages: small(loaded.stages.len()),
        since: cycle.started.parse().map_or_else(|_| String::new(), time::brief_day),
        late: late_words(loaded, today),
        from: sharing::mark(reader, cycle.id)?.1,
    })
}

/// Returns what a coaching cycle is about, for a list of records of every kind.
///
/// # Errors
/// When it is not there.
pub(crate) fn about(reader: &Connection, id: RowId) -> Result<String> {
    Ok(title(&Loaded::read(reader, id)?))
}

/// What a coaching cycle is about: its title, else its goal.
pub(super) fn title(loaded: &Loaded) -> String {
    let goal = loaded.goal.as_ref().map_or("", |goal| &goal.statement);
    if loaded.cycle.title.is_empty() { goal.to_owned() } else { loaded.cycle.title.clone() }
}

/// What a stage is called: by its model, or by the two people.
pub(super) fn label(loaded: &Loaded, place: usize) -> String {
    let own = loaded.stages.get(place).map_or("", |stage| &stage.label);
    let model = loaded.template(place).map_or("", |template| template.label);
    if own.is_empty() { model.to_owned() } else { own.to_owned() }
}
