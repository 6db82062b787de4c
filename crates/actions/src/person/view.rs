//! One person, whole.

use domain::{RowId, person::role_label};
use serde::Serialize;
use store::{Connection, person as stored};

use super::{ClassView, DosageView, RoleView, class, coaching, dosage, lasts};
use crate::{
    Result,
    observation::{self, ObservationRow},
    session,
};

/// One person, whole.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct PersonView {
    /// The row.
    pub id: RowId,
    /// The name by which the person is called.
    pub name: String,
    /// The given name.
    pub given: String,
    /// The family name.
    pub family: String,
    /// The name by which the person is called, when it is another.
    pub preferred: String,
    /// The pronouns.
    pub pronouns: String,
    /// The address.
    pub email: String,
    /// The id in the roster.
    pub external_id: String,
    /// The roles, past ones too.
    pub roles: Vec<RoleView>,
    /// The classes that go on.
    pub classes: Vec<ClassView>,
    /// The classes that ended, the latest first.
    pub past_classes: Vec<ClassView>,
    /// The latest observations.
    pub observations: Vec<ObservationRow>,
    /// The open steps' words.
    pub steps: Vec<String>,
    /// Whether I coach this person.
    pub is_coached: bool,
    /// Whether I supervise this person, as the service has told: then I may observe them at work as a coach.
    pub is_supervised: bool,
    /// How often a visit is due, in days.
    pub cadence_days: Option<u32>,
    /// How I work with this person: `one_to_one`, `mentor`; empty where I do not coach them.
    pub coaching_kind: String,
    /// In how many of the last four weeks I met somebody whom I mentor; nothing for everybody else.
    pub mentored: Option<String>,
    /// How much coaching of mine this person got in this school year; nothing for somebody whom I do not coach.
    pub dosage: Option<DosageView>,
}

/// Returns one person, whole.
///
/// # Errors
/// When there is no such person.
pub fn view(reader: &Connection, now_ms: i64, id: RowId) -> Result<PersonView> {
    let (me, today) = (session::load(reader)?.me, session::today(reader, now_ms)?);
    let found = stored::load(reader, id)?;
    let mut roles = Vec::new();
    for role in stored::roles(reader)?.into_iter().filter(|role| role.person == id) {
        roles.push(RoleView {
            id: role.id,
            label: role_label(&role.code),
            school_id: role.organisation,
            school: observation::school_name(reader, role.organisation)?,
            code: role.code,
            starts: role.starts,
            ends: role.ends,
        });
    }
    let (classes, mut past): (Vec<_>, Vec<_>) =
        stored::sections(reader, Some(id))?.into_iter().partition(|section| lasts(&section.ends, today));
    past.sort_by(|one, other| other.ends.cmp(&one.ends));
    let latest = store::observation::latest(reader, Some(id), 0, 20)?;
    let coached = stored::relationships(reader)?
        .into_iter()
        .find(|found| found.teacher == id && found.coach == me && found.ends.is_empty());
    let is_mentored = coached.as_ref().is_some_and(|found| found.kind == domain::caseload::MENTOR);
    Ok(PersonView {
        coaching_kind: coached.as_ref().map_or_else(String::new, |found| found.kind.clone()),
        dosage: coached.is_some().then(|| dosage::dosage(reader, id, today)).transpose()?,
        mentored: is_mentored.then(|| coaching::met_in_words(reader, id, today)).transpose()?,
        id,
        name: found.name(),
        given: found.given,
        family: found.family,
        preferred: found.preferred,
        pronouns: found.pronouns,
        email: found.email,
        external_id: found.external_id,
        roles,
        classes: classes.into_iter().map(class::view).collect(),
        past_classes: past.into_iter().map(class::view).collect(),
        observations: latest.iter().map(|observation| observation::row(reader, observation)).collect::<Result<_>>()?,
        steps: store::step::open(reader, Some(id))?.into_iter().map(|step| step.text).collect(),
        is_coached: coached.is_some(),
        is_supervised: store::sharing::facts(reader)?.is_some_and(|facts| facts.supervises.contains(&id)),
        cadence_days: coached.and_then(|found| found.cadence_days).map(observation::small),
    })
}
