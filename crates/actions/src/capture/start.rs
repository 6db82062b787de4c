//! Beginning an observation: for whom, where, and with which look-fors.

use domain::{
    RowId, Value,
    clock::{Anchor, Reading},
    kind::{CodeLetter, Kind},
    observation::State,
    schema::{code as code_row, observation, visit},
};
use serde::Deserialize;
use store::{Connection, Writer, draft, observation as stored};

use crate::{Error, Result, session};

/// A lesson to be observed: a planned visit, or a teacher.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Start {
    /// The planned visit.
    pub visit: Option<RowId>,
    /// The teacher, when there is no visit.
    pub teacher: Option<RowId>,
}

/// What an observation of one kind has beside what every observation has.
pub(crate) struct Form {
    /// The kind.
    pub kind: Kind,
    /// Further fields, which stand in the place of the usual ones.
    pub fields: Vec<(u16, Value)>,
    /// The codes; none for most kinds.
    pub codes: Vec<CodeLetter>,
}

/// Begins to script a lesson, or opens the observation that this visit already has.
///
/// # Errors
/// When neither visit nor teacher is there.
pub fn start(writer: &mut Writer, now: &Reading, start: &Start) -> Result<RowId> {
    begin(writer, now, start, Form { kind: Kind::Scripted, fields: Vec::new(), codes: Vec::new() })
}

/// Begins an observation of any kind.
pub(crate) fn begin(writer: &mut Writer, now: &Reading, start: &Start, form: Form) -> Result<RowId> {
    let reader = writer.reader();
    let session = session::load(reader)?;
    let planned = start.visit.map(|id| store::visit::load(reader, id)).transpose()?;
    if let Some(open) = planned.as_ref().and_then(|visit| visit.observation)
        && stored::load(reader, open).is_ok()
    {
        return Ok(open);
    }
    if let Some(visit) = planned.as_ref()
        && let Some(coach) = visit.coach
    {
        if form.kind != Kind::Scripted {
            return Err(Error::invalid("kind", "A coach is observed by a script. Nothing was begun."));
        }
        return crate::observing_coach::begin(writer, now, coach, Some(visit));
    }
    let teacher = planned.as_ref().and_then(|visit| visit.teacher).or(start.teacher);
    let Some(teacher) = teacher else {
        return Err(Error::invalid("teacher", "Choose whose lesson you are going to observe."));
    };
    store::person::load(reader, teacher)?;
    crate::conflict::refuse(reader, now.wall_ms, teacher)?;
    let place = Place::at(reader, teacher, planned.as_ref(), now.wall_ms, &session)?;
    let open_step = store::step::open(reader, Some(teacher))?.first().map(|step| step.id);
    let cycle = crate::coaching_cycle::proposed(reader, teacher)?;
    let set = crate::look_for::last_used(reader, teacher)?;
    let focus = planned.as_ref().map(|visit| visit.purpose.clone()).filter(|text| !text.is_empty());
    let school = place.school;
    let whose = vec![
        (observation::TEACHER, teacher.into()),
        (observation::SECTION, place.section.into()),
        (observation::SCHOOL, school.into()),
        (observation::VISIT, start.visit.into()),
        (observation::LOOK_FOR_SET, set.into()),
        (observation::PLANNED_MINUTES, planned.as_ref().and_then(|visit| visit.minutes).into()),
        (observation::FOCUS, focus.into()),
        (observation::OPEN_STEP, open_step.into()),
        (observation::COACHING_CYCLE, cycle.into()),
    ];
    create(writer, now, school, whose, &form, planned.as_ref())
}

/// Begins an observation that is about no teacher.
pub(crate) fn begin_without_teacher(writer: &mut Writer, now: &Reading, form: Form) -> Result<RowId> {
    create(writer, now, None, Vec::new(), &form, None)
}

/// Begins an observation of a coach: about no teacher, at the school of the visit that planned it.
pub(crate) fn begin_of_coach(
    writer: &mut Writer,
    now: &Reading,
    form: Form,
    planned: Option<&store::visit::Visit>,
) -> Result<RowId> {
    create(writer, now, planned.and_then(|visit| visit.school), Vec::new(), &form, planned)
}

fn create(
    writer: &mut Writer,
    now: &Reading,
    school: Option<RowId>,
    whose: Vec<(u16, Value)>,
    form: &Form,
    planned: Option<&store::visit::Visit>,
) -> Result<RowId> {
    let session = session::load(writer.reader())?;
    let zone = session::zone_of(writer.reader(), school.or(Some(session.organisation)))?;
    writer.act(store::workspace(), "Begin an observation", |tx| {
        let id = tx.new_id();
        let mut usual = vec![
            (observation::KIND, form.kind.code().into()),
            (observation::STATE, State::Capturing.code().into()),
            (observation::STARTED_MS, now.wall_ms.into()),
            (observation::ZONE, zone.name().into()),
            (observation::OBSERVER, session.me.into()),
        ];
        usual.extend(whose);
        tx.create(observation::ENTITY, id, form.over(usual))?;
        for (position, code) in (0_u32..).zip(&form.codes) {
            let row = tx.new_id();
            let fields = vec![
                (code_row::OBSERVATION, id.into()),
                (code_row::POSITION, position.into()),
                (code_row::LETTER, code.letter.as_str().into()),
                (code_row::LABEL, code.label.as_str().into()),
            ];
            tx.create(code_row::ENTITY, row, fields)?;
        }
        if let Some(planned) = planned {
            tx.set(visit::ENTITY, planned.id, visit::OBSERVATION, id.into())?;
            tx.set(visit::ENTITY, planned.id, visit::STATE, "held".into())?;
        }
        draft::stand(tx, id, &Anchor { offset_ms: 0, reading: now.clone() })?;
        Ok(id)
    })
}

impl Form {
    /// Puts the form's fields in the place of the usual ones.
    fn over(&self, usual: Vec<(u16, Value)>) -> Vec<(u16, Value)> {
        let is_own = |number: u16| self.fields.iter().any(|(own, _)| *own == number);
        let usual = usual.into_iter().filter(|(number, _)| !is_own(*number));
        usual.chain(self.fields.iter().cloned()).collect()
    }
}

/// Where a lesson takes place, as far as the roster and the bell schedule tell.
pub(crate) struct Place {
    pub(crate) section: Option<RowId>,
    pub(crate) school: Option<RowId>,
}

impl Place {
    pub(crate) fn at(
        reader: &Connection,
        teacher: RowId,
        planned: Option<&store::visit::Visit>,
        wall_ms: i64,
        session: &session::Session,
    ) -> Result<Self> {
        let today = session::today(reader, wall_ms)?;
        let sections = crate::person::class::current(reader, teacher, today)?;
        let planned_section = planned.and_then(|visit| visit.section);
        let mut school =
            planned.and_then(|visit| visit.school).or_else(|| sections.first().and_then(|first| first.school));
        if school.is_none() {
            let roles = store::person::roles(reader)?;
            school = roles.iter().find(|role| role.person == teacher).and_then(|role| role.organisation);
        }
        let zone = session::zone_of(reader, school.or(Some(session.organisation)))?;
        let period = crate::school::period_at(reader, school, domain::time::local(wall_ms, zone))?;
        let by_period = sections.iter().find(|section| period.as_deref() == Some(section.period.as_str()));
        let only = sections.first().filter(|_| sections.len() == 1);
        let section = planned_section.or_else(|| by_period.or(only).map(|section| section.id));
        Ok(Self { section, school })
    }
}
