//! Beginning an observation: for whom, where, and with which look-fors.

use domain::{
    RowId,
    clock::{Anchor, Reading},
    observation::State,
    schema::{observation, visit},
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

/// Begins an observation, or opens the one that this visit already has.
///
/// # Errors
/// When neither visit nor teacher is there.
pub fn start(writer: &mut Writer, now: &Reading, start: &Start) -> Result<RowId> {
    let reader = writer.reader();
    let session = session::load(reader)?;
    let planned = start.visit.map(|id| store::visit::load(reader, id)).transpose()?;
    if let Some(open) = planned.as_ref().and_then(|visit| visit.observation)
        && stored::load(reader, open).is_ok()
    {
        return Ok(open);
    }
    let teacher = planned.as_ref().and_then(|visit| visit.teacher).or(start.teacher);
    let Some(teacher) = teacher else {
        return Err(Error::invalid("teacher", "Choose whose lesson you are going to observe."));
    };
    store::person::load(reader, teacher)?;
    let place = Place::of(reader, teacher, planned.as_ref(), now, &session)?;
    let open_step = store::person::open_steps(reader, Some(teacher))?.first().map(|step| step.id);
    let set = crate::look_for::last_used(reader, teacher)?;
    let zone = session::zone_of(reader, place.school.or(Some(session.organisation)))?;
    writer.act(store::workspace(), "Begin an observation", |tx| {
        let id = tx.new_id();
        tx.create(
            observation::ENTITY,
            id,
            vec![
                (observation::TEACHER, teacher.into()),
                (observation::SECTION, place.section.into()),
                (observation::SCHOOL, place.school.into()),
                (observation::VISIT, start.visit.into()),
                (observation::LOOK_FOR_SET, set.into()),
                (observation::KIND, "scripted".into()),
                (observation::STATE, State::Capturing.code().into()),
                (observation::STARTED_MS, now.wall_ms.into()),
                (observation::ZONE, zone.name().into()),
                (observation::PLANNED_MINUTES, planned.as_ref().and_then(|visit| visit.minutes).into()),
                (
                    observation::FOCUS,
                    planned.as_ref().map(|visit| visit.purpose.clone()).filter(|text| !text.is_empty()).into(),
                ),
                (observation::OBSERVER, session.me.into()),
                (observation::OPEN_STEP, open_step.into()),
            ],
        )?;
        if let Some(planned) = &planned {
            tx.set(visit::ENTITY, planned.id, visit::OBSERVATION, id.into())?;
            tx.set(visit::ENTITY, planned.id, visit::STATE, "held".into())?;
        }
        draft::stand(tx, id, &Anchor { offset_ms: 0, reading: now.clone() })?;
        Ok(id)
    })
}

/// Where a lesson takes place, as far as the roster and the bell schedule tell.
struct Place {
    section: Option<RowId>,
    school: Option<RowId>,
}

impl Place {
    fn of(
        reader: &Connection,
        teacher: RowId,
        planned: Option<&store::visit::Visit>,
        now: &Reading,
        session: &session::Session,
    ) -> Result<Self> {
        let today = session::today(reader, now.wall_ms)?;
        let sections = crate::person::class::current(reader, teacher, today)?;
        let planned_section = planned.and_then(|visit| visit.section);
        let mut school =
            planned.and_then(|visit| visit.school).or_else(|| sections.first().and_then(|first| first.school));
        if school.is_none() {
            let roles = store::person::roles(reader)?;
            school = roles.iter().find(|role| role.person == teacher).and_then(|role| role.organisation);
        }
        let zone = session::zone_of(reader, school.or(Some(session.organisation)))?;
        let period = crate::school::period_at(reader, school, domain::time::local(now.wall_ms, zone))?;
        let by_period = sections.iter().find(|section| period.as_deref() == Some(section.period.as_str()));
        let only = sections.first().filter(|_| sections.len() == 1);
        let section = planned_section.or_else(|| by_period.or(only).map(|section| section.id));
        Ok(Self { section, school })
    }
}
