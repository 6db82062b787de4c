//! Planning a coaching cycle with a teacher.

use chrono::NaiveDate;
use domain::{
    RowId,
    coaching_cycle::{MOST_STAGES, State, planned_end, stages},
    debrief::Model,
    schema::{coaching_cycle as entity, cycle_stage, goal},
};
use serde::Deserialize;
use store::{Connection, Tx, Writer};

use super::bounded;
use crate::{Error, Result, conflict, session};

/// The longest title, subject or name of a stage, in characters.
const LONGEST: usize = 120;

/// A coaching cycle that is going to be planned.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct BeginCycle {
    /// With whom.
    pub teacher: RowId,
    /// The code of its model.
    pub model: String,
    /// What it is about; may be empty.
    pub title: String,
    /// The names of its stages, where the model has none of its own.
    pub stages: Vec<String>,
}

/// What is known of a coaching cycle when its rows are made.
#[derive(Debug, Clone)]
pub struct Planned<'a> {
    /// The coach.
    pub coach: RowId,
    /// The teacher.
    pub teacher: RowId,
    /// Its model.
    pub model: Model,
    /// What it is about; may be empty.
    pub title: &'a str,
    /// The names of its stages, where the model has none of its own.
    pub own: Vec<&'a str>,
    /// The goal; may be empty.
    pub goal: &'a str,
    /// The request that it comes of.
    pub request: Option<RowId>,
    /// From which day to which, where that is known.
    pub days: (Option<NaiveDate>, Option<NaiveDate>),
}

/// Plans a coaching cycle from today on, for as many school days as its model usually takes, and returns its id. It is
/// begun by [`super::start`]; [`super::save_days`] plans it for other days.
///
/// # Errors
/// When there is no such teacher or model, or something written is too long or missing.
pub fn begin(writer: &mut Writer, new: &BeginCycle) -> Result<RowId> {
    let coach = session::load(writer.reader())?.me;
    if new.teacher == coach {
        return Err(Error::invalid("teacher", "Choose somebody else: a coaching cycle has two people."));
    }
    store::person::load(writer.reader(), new.teacher)?;
    let now_ms = writer.now_ms();
    conflict::refuse(writer.reader(), now_ms, new.teacher)?;
    let model = Model::from_code(&new.model).ok_or_else(|| Error::invalid("model", "Choose a way."))?;
    let title = bounded("title", &new.title, LONGEST)?;
    let own = own_stages(model, &new.stages)?;
    let days = usual_days(writer.reader(), model, now_ms)?;
    let planned = Planned { coach, teacher: new.teacher, model, title, own, goal: "", request: None, days };
    Ok(writer.act(store::workspace(), "Plan a coaching cycle", |tx| plan(tx, &planned))?)
}

/// Makes the rows of a coaching cycle, inside an act. Its goal and its stages are named after it, and it after the request
/// that it comes of: there is exactly one of each, whatever two computers do.
///
/// # Errors
/// When the database fails.
pub fn plan(tx: &mut Tx<'_>, planned: &Planned<'_>) -> store::Result<RowId> {
    let id = planned.request.map_or_else(|| tx.new_id(), |request| of_request(request, planned.coach));
    let codes: Vec<String> = match planned.model {
        Model::Blank => (1..=planned.own.len()).map(|place| format!("own_{place}")).collect(),
        model => stages(model).iter().map(|stage| stage.code.to_owned()).collect(),
    };
    let words = |said: &str| Some(said.to_owned()).filter(|said| !said.is_empty());
    let fields = vec![
        (entity::COACH, planned.coach.into()),
        (entity::TEACHER, planned.teacher.into()),
        (entity::MODEL, planned.model.code().into()),
        (entity::TITLE, words(planned.title).into()),
        (entity::STATE, State::Draft.code().into()),
        (entity::STAGE, codes.first().map(String::as_str).into()),
        (entity::REQUEST, planned.request.into()),
        (entity::PLANNED_START, planned.days.0.into()),
        (entity::PLANNED_END, planned.days.1.into()),
    ];
    tx.create_or_restore(entity::ENTITY, id, fields)?;
    for (place, code) in (0_u32..).zip(&codes) {
        let label = planned.own.get(usize::try_from(place).unwrap_or(0)).copied();
        let fields = vec![
            (cycle_stage::COACHING_CYCLE, id.into()),
            (cycle_stage::CODE, code.as_str().into()),
            (cycle_stage::POSITION, place.into()),
            (cycle_stage::LABEL, label.into()),
        ];
        let stage = RowId::derived(&[b"cycle stage", &id.bytes(), code.as_bytes()]);
        tx.create_or_restore(cycle_stage::ENTITY, stage, fields)?;
    }
    let fields = vec![
        (goal::COACHING_CYCLE, id.into()),
        (goal::KIND, "student".into()),
        (goal::DIRECTION, "up".into()),
        (goal::STATEMENT, words(planned.goal).into()),
    ];
    tx.create_or_restore(goal::ENTITY, RowId::derived(&[b"goal", &id.bytes()]), fields)?;
    Ok(id)
}

/// Returns from which day to which a coaching cycle of a model is planned when nothing else is said.
///
/// # Errors
/// When the database fails.
pub(crate) fn usual_days(
    reader: &Connection,
    model: Model,
    now_ms: i64,
) -> Result<(Option<NaiveDate>, Option<NaiveDate>)> {
    let today = session::today(reader, now_ms)?;
    let calendar = store::calendar::around(reader, session::load(reader)?.organisation, today)?;
    Ok((Some(today), planned_end(model, today, &calendar)))
}

/// Names the coaching cycle that a coach plans out of a request.
fn of_request(request: RowId, coach: RowId) -> RowId {
    RowId::derived(&[b"coaching cycle", &request.bytes(), &coach.bytes()])
}

/// The names that two people give to stages of their own.
fn own_stages(model: Model, named: &[String]) -> Result<Vec<&str>> {
    if model != Model::Blank {
        return Ok(Vec::new());
    }
    let mut own = Vec::new();
    for name in named {
        let name = bounded("stages", name, LONGEST)?;
        own.extend(Some(name).filter(|name| !name.is_empty()));
    }
    match own.len() {
        0 => Err(Error::invalid("stages", "Name at least one stage, each on a line of its own.")),
        many if many > MOST_STAGES => {
            Err(Error::invalid("stages", &format!("At most {MOST_STAGES} stages. Put some of them together.")))
        }
        _ => Ok(own),
    }
}
