//! What is shown before coaching ends, after it has ended, and to the coach who follows.

use domain::{
    RowId,
    schema::{Entity, debrief, step},
    time,
};
use serde::Serialize;
use store::{Connection, handover as stored, sharing};

use crate::{
    Result,
    observation::{Named, named},
    person::lasts,
    session,
    sharing::is_open,
};

/// What ending the coaching of a teacher would mean, or meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct EndingView {
    /// The teacher.
    pub teacher: Named,
    /// Whether this person coaches the teacher now.
    pub is_coached: bool,
    /// How the last coaching by this person ended.
    pub ended: Option<EndedView>,
    /// The coaches who could follow.
    pub successors: Vec<Named>,
    /// Visits that took place.
    pub visits: u32,
    /// How long they took, in minutes.
    pub visit_minutes: u32,
    /// Observed lessons.
    pub observations: u32,
    /// The first day and the last, in words.
    pub days: String,
    /// Whether a step is open, of which only the category goes.
    pub has_step: bool,
    /// The code of what the open step is about, as far as the coach said so.
    pub category: String,
    /// The records whose words could go, each only by the teacher's consent.
    pub texts: Vec<HandedView>,
}

/// How coaching ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct EndedView {
    /// The last day in words.
    pub day: String,
    /// The code of why.
    pub reason: String,
    /// Who follows.
    pub successor: Option<Named>,
}

/// A record whose words go to the coach who follows only by the teacher's consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct HandedView {
    /// The row.
    pub id: RowId,
    /// Whether it is a step; otherwise it is a debrief.
    pub is_step: bool,
    /// What it is about.
    pub about: String,
    /// Whether the teacher agreed.
    pub is_agreed: bool,
    /// Whether it was handed over.
    pub is_handed_over: bool,
}

/// Coaching that came before that of this person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct BeforeView {
    /// The coach.
    pub coach: Named,
    /// How it ended.
    pub ended: EndedView,
    /// The code of what the open step was about; empty where none was open.
    pub category: String,
    /// Visits that took place.
    pub visits: u32,
    /// How long they took, in minutes.
    pub visit_minutes: u32,
    /// Observed lessons.
    pub observations: u32,
}

/// Returns what ending the coaching of a teacher would mean.
///
/// # Errors
/// When there is no such person.
pub fn view(reader: &Connection, now_ms: i64, teacher: RowId) -> Result<EndingView> {
    store::person::load(reader, teacher)?;
    let me = session::load(reader)?.me;
    let own: Vec<_> = stored::coachings(reader, teacher)?.into_iter().filter(|one| one.coach == me).collect();
    let facts = stored::facts(reader, teacher, true)?;
    let open = open_steps(reader, teacher)?;
    let last = own.iter().rfind(|coaching| !coaching.ends.is_empty());
    Ok(EndingView {
        teacher: named(reader, teacher)?,
        is_coached: own.iter().any(|coaching| coaching.ends.is_empty()),
        ended: last.map(|coaching| ended(reader, coaching)).transpose()?,
        successors: successors(reader, teacher, now_ms)?,
        visits: facts.visits,
        visit_minutes: facts.visit_minutes,
        observations: facts.observations,
        days: days(&facts.days),
        has_step: !open.is_empty(),
        category: open.into_iter().map(|step| step.category).find(|one| !one.is_empty()).unwrap_or_default(),
        texts: texts(reader, teacher)?,
    })
}

/// Lists the coaching of a teacher by others that ended with this person as the one who follows.
///
/// # Errors
/// When the database fails.
pub fn before(reader: &Connection, teacher: RowId) -> Result<Vec<BeforeView>> {
    let me = session::load(reader)?.me;
    let ended_with_me = stored::coachings(reader, teacher)?
        .into_iter()
        .filter(|one| one.coach != me && !one.ends.is_empty() && one.successor == Some(me));
    let facts = stored::facts(reader, teacher, false)?;
    let view = |coaching: stored::Coaching| {
        Ok(BeforeView {
            coach: named(reader, coaching.coach)?,
            ended: ended(reader, &coaching)?,
            category: coaching.category,
            visits: facts.visits,
            visit_minutes: facts.visit_minutes,
            observations: facts.observations,
        })
    };
    ended_with_me.map(view).collect()
}

/// Lists the coaches who could follow: those whom this computer knows as coaches now.
pub(super) fn successors(reader: &Connection, teacher: RowId, now_ms: i64) -> Result<Vec<Named>> {
    let (me, today) = (session::load(reader)?.me, session::today(reader, now_ms)?);
    let coaches = store::person::roles(reader)?
        .into_iter()
        .filter(|role| matches!(role.code.as_str(), "coach" | "teacher_leader") && lasts(&role.ends, today));
    let mut people: Vec<RowId> = coaches.map(|role| role.person).filter(|id| *id != me && *id != teacher).collect();
    people.sort_unstable();
    people.dedup();
    let mut known = people.into_iter().map(|id| named(reader, id)).collect::<Result<Vec<_>>>()?;
    known.retain(|one| !one.name.is_empty());
    known.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(known)
}

/// Lists the records to whose handing over the teacher agreed, each with who follows. To whom else they consented to show
/// one is no matter of the end.
pub(super) fn agreed(reader: &Connection, teacher: RowId) -> Result<Vec<(&'static Entity, RowId, RowId)>> {
    let Some(successor) = follows(reader, teacher)? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for (entity, id) in own_texts(reader, teacher)? {
        if stored::agreed(reader, id)?.contains(&successor) {
            found.push((entity, id, successor));
        }
    }
    Ok(found)
}

/// Returns who follows this person as the coach of a teacher.
fn follows(reader: &Connection, teacher: RowId) -> Result<Option<RowId>> {
    let me = session::load(reader)?.me;
    let last = stored::coachings(reader, teacher)?.into_iter().rfind(|one| one.coach == me && !one.ends.is_empty());
    Ok(last.and_then(|coaching| coaching.successor))
}

fn texts(reader: &Connection, teacher: RowId) -> Result<Vec<HandedView>> {
    let successor = follows(reader, teacher)?;
    let mut texts = Vec::new();
    for (entity, id) in own_texts(reader, teacher)? {
        let agreed = stored::agreed(reader, id)?.into_iter().find(|one| Some(*one) == successor);
        let to = agreed.map(|reader| domain::scope::Scope::Consented { teacher, reader, root: id });
        let is_handed_over = to.map(|to| is_open(reader, id, &to)).transpose()?.unwrap_or(false);
        texts.push(HandedView {
            id,
            is_step: entity.number == step::ENTITY.number,
            about: crate::shared::about(reader, entity, id)?,
            is_agreed: agreed.is_some(),
            is_handed_over,
        });
    }
    Ok(texts)
}

/// Lists this person's own debriefs and steps with a teacher that the teacher can read.
fn own_texts(reader: &Connection, teacher: RowId) -> Result<Vec<(&'static Entity, RowId)>> {
    let me = session::load(reader)?.me;
    let pair = domain::scope::Scope::Pair { coach: me, teacher };
    let mut own = Vec::new();
    for (entity, id) in store::shared::about(reader, teacher)? {
        let is_text = entity.number == debrief::ENTITY.number || entity.number == step::ENTITY.number;
        if is_text && sharing::is_own(reader, id)? && is_open(reader, id, &pair)? {
            own.push((entity, id));
        }
    }
    Ok(own)
}

fn open_steps(reader: &Connection, teacher: RowId) -> Result<Vec<store::step::Step>> {
    Ok(store::step::open(reader, Some(teacher))?)
}

fn ended(reader: &Connection, coaching: &stored::Coaching) -> Result<EndedView> {
    Ok(EndedView {
        day: coaching.ends.parse().map_or_else(|_| coaching.ends.clone(), time::full_day),
        reason: coaching.reason.clone(),
        successor: coaching.successor.map(|id| named(reader, id)).transpose()?,
    })
}

fn days((first, last): &(String, String)) -> String {
    let day = |date: &str| date.parse().map_or_else(|_| String::new(), time::full_day);
    if first == last { day(first) } else { format!("{} – {}", day(first), day(last)) }
}
