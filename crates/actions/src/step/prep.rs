//! What a coach prepares between the lesson and the conversation: the check of the last step, and one new step.

use domain::{RowId, step::MOST_OPEN};
use serde::Serialize;
use store::{Connection, observation::Observation, step as stored};

use super::{CheckView, EvidenceView, Loaded, ProposedDay, StepDetail, StepRow, list, propose_day, view};
use crate::{Result, observation::small, session};

/// What the prep screen shows beside the script.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct PrepView {
    /// The step that is checked in this lesson.
    pub last: Option<StepRow>,
    /// Its check in this lesson.
    pub check: Option<CheckView>,
    /// The step that comes from this lesson.
    pub next: Option<StepDetail>,
    /// What the debrief of this lesson praises.
    pub praise: PraiseView,
    /// The day that is proposed for its check.
    pub proposed: ProposedDay,
    /// How many steps of the teacher are open, the one from this lesson not counted.
    pub others_open: u32,
    /// Whether one more is one too many.
    pub is_full: bool,
}

/// What went well in a lesson. It is kept once, with the debrief, and prepared here.
#[derive(Debug, Clone, Default, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct PraiseView {
    /// The debrief that it belongs to, once it was prepared.
    pub debrief: Option<RowId>,
    /// What went well, in words.
    pub words: String,
    /// The lines that show it.
    pub lines: Vec<EvidenceView>,
}

/// Returns what a coach prepares after a lesson.
///
/// # Errors
/// When the observation is not there.
pub fn prep(reader: &Connection, now_ms: i64, id: RowId) -> Result<PrepView> {
    let lesson = store::observation::load(reader, id)?;
    let today = session::today(reader, now_ms)?;
    let next = stored::made_in(reader, id)?.pop();
    let open = match lesson.teacher {
        Some(teacher) => stored::open(reader, Some(teacher))?,
        None => Vec::new(),
    };
    let others = open.iter().filter(|step| Some(step.id) != next.as_ref().map(|next| next.id)).count();
    let last = last(reader, &lesson, &open)?;
    let mut check = None;
    if let Some(last) = &last {
        let checks: Vec<_> = stored::checks(reader, Some(last.step.id))?;
        let here: Vec<_> = checks.into_iter().filter(|check| check.observation == Some(id)).collect();
        check = view::check_views(reader, last.step.id, &here)?.pop();
    }
    Ok(PrepView {
        last: last.map(|last| list::row(reader, today, &last)).transpose()?,
        check,
        next: next.map(|next| view::view(reader, now_ms, next.id)).transpose()?,
        praise: praise(reader, id)?,
        proposed: propose_day(reader, now_ms)?,
        others_open: small(others),
        is_full: others >= MOST_OPEN,
    })
}

fn praise(reader: &Connection, lesson: RowId) -> Result<PraiseView> {
    let Some(debrief) = store::debrief::of_observation(reader, lesson)? else { return Ok(PraiseView::default()) };
    Ok(PraiseView {
        debrief: Some(debrief.id),
        lines: view::evidence(reader, stored::praised(reader, debrief.id)?)?,
        words: debrief.praise,
    })
}

/// The step that was open when the lesson began; where nobody knows, one that was checked in it or is open and older.
fn last(reader: &Connection, lesson: &Observation, open: &[stored::Step]) -> Result<Option<Loaded>> {
    let known = lesson.open_step.map(|id| crate::observation::known(stored::load(reader, id))).transpose()?.flatten();
    let step = match known {
        Some(step) => Some(step),
        None => open.iter().find(|step| step.observation != Some(lesson.id)).cloned(),
    };
    step.map(|step| Loaded::read(reader, step.id)).transpose()
}
