//! Two coaching cycles of the coach: one under way with a goal and its measures, one that is being planned. The words are
//! our own. Nothing is drawn for them, so that all the rest of the district stays as it was.

use actions::coaching_cycle::{Planned, plan};
use chrono::Days;
use domain::{
    RowId, Value,
    debrief::Model,
    schema::{coaching_cycle as entity, cycle_stage, goal, goal_measure, observation},
    time::monday,
};
use store::{Result, Tx, coaching_cycle as stored};

use crate::{roster::Roster, span::Span};

/// How many lessons of the teacher belong to the one that is under way.
const LESSONS: u32 = 3;

pub(crate) fn write(tx: &mut Tx<'_>, roster: &Roster, span: &Span) -> Result<()> {
    let year = span.present_year();
    let planned = |teacher: usize, model, title| Planned {
        coach: roster.session.me,
        teacher: roster.teaching(teacher, year).person,
        model,
        title,
        own: Vec::new(),
        goal: "",
        request: None,
        days: (None, None),
    };
    plan(tx, &planned(1, Model::ActionStep, "Questions that more students answer"))?;
    let active = planned(0, Model::Partnership, "Students say why");
    let id = plan(tx, &active)?;
    under_way(tx, id, span)?;
    for lesson in store::observation::latest(tx.reader(), Some(active.teacher), 0, LESSONS)? {
        tx.set(observation::ENTITY, lesson.id, observation::COACHING_CYCLE, id.into())?;
    }
    Ok(())
}

/// It began five weeks ago and stands in its second stage.
fn under_way(tx: &mut Tx<'_>, id: RowId, span: &Span) -> Result<()> {
    let begun = monday(span.today) - Days::new(35);
    let words = [
        (entity::SUBJECT, "Math"),
        (entity::STANDARDS, "Explain a proportional relationship"),
        (entity::CURRICULUM, "Unit 2: proportional relationships"),
        (entity::STATE, "active"),
        (entity::STAGE, "identify"),
    ];
    for (field, value) in words {
        tx.set(entity::ENTITY, id, field, value.into())?;
    }
    tx.set(entity::ENTITY, id, entity::STARTED, begun.into())?;
    tx.set(entity::ENTITY, id, entity::PLANNED_START, begun.into())?;
    tx.set(entity::ENTITY, id, entity::PLANNED_END, (begun + Days::new(46)).into())?;
    let first = stored::stages(tx.reader(), id)?;
    let said = "We look at how students give reasons, and at nothing else.";
    tx.set(cycle_stage::ENTITY, first[0].id, cycle_stage::TEXT, said.into())?;
    let said = "Two or three students answer most of the questions. Reasons come when somebody asks for them.";
    tx.set(cycle_stage::ENTITY, first[1].id, cycle_stage::TEXT, said.into())?;
    figures(tx, id, span)
}

/// Its goal, what was found before, and a measure on the way.
fn figures(tx: &mut Tx<'_>, id: RowId, span: &Span) -> Result<()> {
    let found = stored::goal(tx.reader(), id)?.expect("a goal is made with its coaching cycle").id;
    let before = monday(span.today) - Days::new(35);
    let fields: [(u16, Value); 7] = [
        (goal::STATEMENT, "Every student gives a reason at least once a lesson".into()),
        (goal::METRIC, "Share of answers with a reason, in percent".into()),
        (goal::BASELINE, Value::Real(55.0)),
        (goal::BASELINE_DATE, before.into()),
        (goal::BASELINE_COUNT, 28_u32.into()),
        (goal::TARGET, Value::Real(70.0)),
        (goal::DUE, (monday(span.today) + Days::new(46)).into()),
    ];
    for (field, value) in fields {
        tx.set(goal::ENTITY, found, field, value)?;
    }
    let measure = tx.new_id();
    let fields = vec![
        (goal_measure::COACHING_CYCLE, id.into()),
        (goal_measure::KIND, "between".into()),
        (goal_measure::DATE, (monday(span.today) - Days::new(7)).into()),
        (goal_measure::VALUE, Value::Real(63.0)),
        (goal_measure::COUNT, 28_u32.into()),
    ];
    tx.create(goal_measure::ENTITY, measure, fields)
}
