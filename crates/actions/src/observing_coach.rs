//! Observing a coach at work: for the coach and who supervises them, and for nobody else.
//!
//! It is a script like any other, with look-fors of its own. It names the coach and no teacher, so nothing that counts or
//! follows a teacher's coaching finds it; to whom it may go is [`domain::access`]'s to say.

use domain::{
    RowId,
    clock::Reading,
    kind::{Kind, Purpose},
    schema::observation,
};
use store::{Connection, Writer, observation as stored, visit::Visit};

use crate::{
    Error, Result,
    capture::{self, Form},
    look_for::{self, SaveSet},
    observation::{Named, known, named},
};

/// What the look-fors for a coaching conversation are called.
const LOOK_FORS: &str = "A coaching conversation";

/// Returns the look-fors that a first observation of a coach begins with, in our own words; they can be changed like any
/// other set.
fn starter() -> SaveSet {
    let look_fors = [
        "Asks before telling",
        "Names evidence from the lesson",
        "Leaves time to think",
        "One step agreed",
        "Practice took place",
        "The step in the teacher's own words",
        "A day for the check",
    ];
    SaveSet { follows: None, title: LOOK_FORS.into(), look_fors: look_fors.map(String::from).into() }
}

/// Lists the coaches whom this person supervises, as the service has told, by their names.
///
/// # Errors
/// When the database fails.
pub fn coaches(reader: &Connection) -> Result<Vec<Named>> {
    let Some(facts) = store::sharing::facts(reader)? else { return Ok(Vec::new()) };
    let mut coaches = Vec::new();
    for coach in facts.supervises {
        // Whose row is not here yet has no name to choose by.
        if known(store::person::load(reader, coach))?.is_some() {
            coaches.push(named(reader, coach)?);
        }
    }
    coaches.sort_by(|one, other| (&one.name, one.id).cmp(&(&other.name, other.id)));
    Ok(coaches)
}

/// Refuses whom this person does not supervise, as far as the service has told.
pub(crate) fn refuse_others(reader: &Connection, field: &'static str, coach: RowId) -> Result<()> {
    if coaches(reader)?.iter().any(|one| one.id == coach) {
        return Ok(());
    }
    let message = "The service has not said that you supervise this person. Nothing was begun. Ask your administrator \
                   to say so, then connect once.";
    Err(Error::invalid(field, message))
}

/// Begins to observe a coach whom this person supervises.
///
/// # Errors
/// When the service has not said that this person supervises them; nothing is begun then.
pub fn start(writer: &mut Writer, now: &Reading, coach: RowId) -> Result<RowId> {
    begin(writer, now, coach, None)
}

/// Begins it as it was planned, or where no visit led to it.
pub(crate) fn begin(writer: &mut Writer, now: &Reading, coach: RowId, planned: Option<&Visit>) -> Result<RowId> {
    refuse_others(writer.reader(), "coach", coach)?;
    let set = match last_set(writer.reader())? {
        Some(set) => set,
        None => look_for::save(writer, &starter())?,
    };
    let mut fields = vec![
        (observation::PURPOSE, Purpose::ObservingCoach.code().into()),
        (observation::COACH, coach.into()),
        (observation::LOOK_FOR_SET, set.into()),
    ];
    if let Some(visit) = planned {
        let focus = Some(visit.purpose.as_str()).filter(|purpose| !purpose.is_empty());
        fields.extend([
            (observation::VISIT, visit.id.into()),
            (observation::SCHOOL, visit.school.into()),
            (observation::PLANNED_MINUTES, visit.minutes.into()),
            (observation::FOCUS, focus.into()),
        ]);
    }
    capture::begin_of_coach(writer, now, Form { kind: Kind::Scripted, fields, codes: Vec::new() }, planned)
}

/// Returns the set with which a coach was observed last, in its latest version; else the one that we ship, once it is here.
pub(crate) fn last_set(reader: &Connection) -> Result<Option<RowId>> {
    let latest = look_for::offered(reader)?;
    let title = match stored::last_of_coach(reader)?.and_then(|found| found.look_for_set) {
        Some(used) => known(stored::look_for_set(reader, used))?.map(|set| set.title),
        None => None,
    };
    let title = title.unwrap_or_else(|| LOOK_FORS.to_owned());
    Ok(latest.into_iter().find(|set| set.title == title).map(|set| set.id))
}
