//! What a teacher asks a coach for, and what the coach answers. Both are said once, and go to the other one only.

use std::collections::HashMap;

use domain::{
    RowId,
    access::{Record, Refusal},
    debrief::Model,
    schema::{Entity, coaching_request as entity, request_answer},
    scope::Scope,
    time,
};
use serde::{Deserialize, Serialize};
use store::{
    Connection, Writer, coaching_cycle as stored,
    sharing::{Share, State},
};

use crate::{
    Error, Result,
    coaching_cycle::{Planned, plan, usual_days},
    observation::{Named, named},
    session::{self, required},
    sharing::{self, Barrier},
    typed::refuse_private,
};

/// The longest topic, goal or reason, in characters.
const LONGEST: usize = 400;

/// The ways in which a teacher can want to be coached, in the order in which they are offered.
const WAYS: [&str; 5] = ["observe", "model", "co_teach", "plan_together", "look_at_work"];

/// A request that is going to be made.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct AskCoach {
    /// Whom.
    pub coach: RowId,
    /// What it is about.
    pub topic: String,
    /// What should be so afterwards; may be empty.
    pub goal: String,
    /// The codes of the ways that suit.
    pub ways: Vec<String>,
    /// When it suits, in the teacher's words; may be empty.
    pub slots: String,
}

/// Every request that this person made or has to answer.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct RequestsView {
    /// Those that wait for this person's answer, the first first.
    pub waiting: Vec<RequestView>,
    /// Those that this person made, the latest first.
    pub asked: Vec<RequestView>,
    /// Whom this person can ask.
    pub coaches: Vec<Named>,
}

/// One request.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct RequestView {
    /// The row.
    pub id: RowId,
    /// The other person: who asks, or who was asked.
    pub other: Named,
    /// What it is about.
    pub topic: String,
    /// What should be so afterwards.
    pub goal: String,
    /// The codes of the ways that suit.
    pub ways: Vec<String>,
    /// When it suits the one who asks.
    pub slots: String,
    /// The day on which it was made, in words.
    pub day: String,
    /// What came of it.
    pub answer: AnswerState,
    /// Why not.
    pub reason: String,
    /// The coaching cycle that came of it, where it is here.
    pub coaching_cycle: Option<RowId>,
    /// Why it does not reach the other person; nothing where it does.
    pub barrier: Option<Barrier>,
}

/// What came of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum AnswerState {
    /// Nothing yet.
    Waiting,
    /// A coaching cycle is planned.
    Accepted,
    /// It does not suit; the reason is said.
    Declined,
}

impl AnswerState {
    fn of(code: &str) -> Self {
        match code {
            "accepted" => Self::Accepted,
            "declined" => Self::Declined,
            _ => Self::Waiting,
        }
    }
}

/// Asks a coach, and sends the request with the next exchange. Where it cannot be sent yet it stays here, says so, and goes
/// when it may: see [`send`].
///
/// # Errors
/// When there is no such person, the topic is missing, or something is too long.
pub fn ask(writer: &mut Writer, now_ms: i64, ask: &AskCoach) -> Result<RowId> {
    let reader = writer.reader();
    let me = session::load(reader)?.me;
    if ask.coach == me {
        return Err(Error::invalid("coach", "Choose somebody else."));
    }
    store::person::load(reader, ask.coach)?;
    let topic = required("topic", bounded("topic", &ask.topic)?, "Write what it is about.")?;
    let (goal, slots) = (bounded("goal", &ask.goal)?, bounded("slots", &ask.slots)?);
    if ask.ways.iter().any(|way| !WAYS.contains(&way.as_str())) {
        return Err(Error::invalid("ways", "Choose from the ways that are listed."));
    }
    let ways: Vec<_> = WAYS.into_iter().filter(|way| ask.ways.iter().any(|wanted| wanted == way)).collect();
    let scope = sharing::fresh(reader, Record::Cycle, ask.coach, me)?;
    let fields = vec![
        (entity::TEACHER, me.into()),
        (entity::COACH, ask.coach.into()),
        (entity::TOPIC, topic.into()),
        (entity::GOAL, Some(goal).filter(|goal| !goal.is_empty()).into()),
        (entity::WAYS, ways.join(" ").into()),
        (entity::DATE, session::today(reader, now_ms)?.into()),
        (entity::SLOTS, Some(slots).filter(|slots| !slots.is_empty()).into()),
    ];
    let id = writer.new_id();
    Ok(writer.act(store::workspace(), "Ask a coach", |tx| {
        tx.create(entity::ENTITY, id, fields)?;
        if let Ok(scope) = scope {
            tx.share(entity::ENTITY, id, &scope)?;
        }
        Ok::<_, store::Error>(id)
    })?)
}

/// Lists the requests of this person and those for this person.
///
/// # Errors
/// When the database fails.
pub fn list(reader: &Connection) -> Result<RequestsView> {
    let me = session::load(reader)?.me;
    let answers: HashMap<RowId, stored::Answer> =
        stored::answers(reader)?.into_iter().map(|answer| (answer.request, answer)).collect();
    let (mut waiting, mut asked) = (Vec::new(), Vec::new());
    for request in stored::requests(reader)? {
        let answer = answers.get(&request.id);
        if request.teacher == me {
            asked.push(view(reader, &request, request.coach, answer)?);
        } else if request.coach == me && answer.is_none() {
            waiting.push(view(reader, &request, request.teacher, answer)?);
        }
    }
    asked.reverse();
    Ok(RequestsView { waiting, asked, coaches: coaches(reader, me)? })
}

/// Plans a coaching cycle out of a request, with its goal, and tells the teacher. Returns the coaching cycle.
///
/// # Errors
/// When it was answered already, is for somebody else, or there is no such way.
pub fn accept(writer: &mut Writer, id: RowId, model: &str) -> Result<RowId> {
    let request = waiting(writer.reader(), id)?;
    let now_ms = writer.now_ms();
    crate::conflict::refuse(writer.reader(), now_ms, request.teacher)?;
    let model = Model::from_code(model).filter(|model| *model != Model::Blank);
    let model = model.ok_or_else(|| Error::invalid("model", "Choose a way."))?;
    let scope = sharing::fresh(writer.reader(), Record::Cycle, request.coach, request.teacher)?;
    let days = usual_days(writer.reader(), model, now_ms)?;
    Ok(writer.act(store::workspace(), "Accept a request", |tx| {
        let planned = Planned {
            coach: request.coach,
            teacher: request.teacher,
            model,
            title: &request.topic,
            own: Vec::new(),
            goal: &request.goal,
            request: Some(id),
            days,
        };
        let cycle = plan(tx, &planned)?;
        answer(tx, &request, scope, "accepted", None, Some(cycle))?;
        Ok::<_, store::Error>(cycle)
    })?)
}

/// Declines a request with a reason that the teacher reads.
///
/// # Errors
/// When it was answered already, is for somebody else, or no reason is given.
pub fn decline(writer: &mut Writer, id: RowId, reason: &str) -> Result<()> {
    let request = waiting(writer.reader(), id)?;
    let missing = "Say in a few words why not, and when it could be. The teacher reads it.";
    let reason = required("reason", bounded("reason", reason)?, missing)?;
    let scope = sharing::fresh(writer.reader(), Record::Cycle, request.coach, request.teacher)?;
    Ok(writer.act(store::workspace(), "Decline a request", |tx| {
        answer(tx, &request, scope, "declined", Some(reason), None)
    })?)
}

/// An answer is named after its request, so that two computers of a coach give one.
fn answer(
    tx: &mut store::Tx<'_>,
    request: &stored::Request,
    scope: std::result::Result<Scope, Barrier>,
    state: &str,
    reason: Option<&str>,
    cycle: Option<RowId>,
) -> store::Result<()> {
    let row = RowId::derived(&[b"request answer", &request.id.bytes()]);
    let fields = vec![
        (request_answer::TEACHER, request.teacher.into()),
        (request_answer::COACH, request.coach.into()),
        (request_answer::REQUEST, request.id.into()),
        (request_answer::STATE, state.into()),
        (request_answer::REASON, reason.into()),
        (request_answer::COACHING_CYCLE, cycle.into()),
    ];
    tx.create_or_restore(request_answer::ENTITY, row, fields)?;
    // One that was taken back and given anew says what it says now.
    tx.set(request_answer::ENTITY, row, request_answer::STATE, state.into())?;
    tx.set(request_answer::ENTITY, row, request_answer::REASON, reason.into())?;
    tx.set(request_answer::ENTITY, row, request_answer::COACHING_CYCLE, cycle.into())?;
    match scope {
        Ok(scope) => tx.share(request_answer::ENTITY, row, &scope),
        Err(_) => Ok(()),
    }
}

/// Sends the requests and answers of this person that could not go when they were written, as far as they may go now. It is
/// no step of undo: the person asked for it when they wrote. Returns whether anything goes.
///
/// # Errors
/// When the disk refuses.
pub fn send(writer: &mut Writer) -> Result<bool> {
    let outstanding = outstanding(writer.reader())?;
    let goes = !outstanding.is_empty();
    if goes {
        let mut rows = outstanding.into_iter();
        writer.transact(|tx| rows.try_for_each(|(entity, row, scope)| tx.share(entity, row, &scope)))?;
    }
    Ok(goes)
}

/// Lists what of this person's own was said and is on no way to the other one, although it may be.
fn outstanding(reader: &Connection) -> Result<Vec<(&'static Entity, RowId, Scope)>> {
    let me = session::load(reader)?.me;
    let requests = stored::requests(reader)?;
    let mut own: Vec<_> =
        requests.iter().filter(|one| one.teacher == me).map(|one| (entity::ENTITY, one.id, one)).collect();
    for answer in stored::answers(reader)? {
        let request = requests.iter().find(|one| one.id == answer.request && one.coach == me);
        own.extend(request.map(|request| (request_answer::ENTITY, answer.id, request)));
    }
    let mut outstanding = Vec::new();
    for (entity, row, request) in own {
        if let Ok(scope) = sharing::fresh(reader, Record::Cycle, request.coach, request.teacher)?
            && store::sharing::is_own(reader, row)?
            && waits(share_of(reader, row, &scope)?.as_ref())
        {
            outstanding.push((entity, row, scope));
        }
    }
    Ok(outstanding)
}

/// Whether a row was not sent, or not let go because the two were not known to work together.
fn waits(share: Option<&Share>) -> bool {
    match share.map(|share| share.state) {
        None | Some(State::Withheld(Some(Refusal::Outside | Refusal::NotInPair))) => true,
        Some(State::Waiting | State::Open | State::Ending | State::Withheld(_)) => false,
    }
}

fn share_of(reader: &Connection, row: RowId, scope: &Scope) -> Result<Option<Share>> {
    Ok(store::sharing::shares(reader, row)?.into_iter().find(|share| share.scope == *scope))
}

/// Returns why what this person said of a request does not reach the other one: as its own share stands, and where there is
/// none, as it could be sent.
fn barrier(reader: &Connection, request: &stored::Request, row: RowId) -> Result<Option<Barrier>> {
    let scope = Scope::Pair { coach: request.coach, teacher: request.teacher };
    match share_of(reader, row, &scope)?.map(|share| share.state) {
        Some(State::Waiting | State::Open) => Ok(None),
        Some(State::Withheld(refusal)) => Ok(Some(refusal.map_or(Barrier::Refused, Barrier::from))),
        Some(State::Ending) | None => Ok(sharing::fresh(reader, Record::Cycle, request.coach, request.teacher)?.err()),
    }
}

/// Returns a request that this person can answer.
fn waiting(reader: &Connection, id: RowId) -> Result<stored::Request> {
    let request = stored::request(reader, id)?;
    if request.coach != session::load(reader)?.me {
        return Err(Error::invalid("request", "This was asked of somebody else. Nothing was changed."));
    }
    if stored::answers(reader)?.iter().any(|answer| answer.request == id) {
        return Err(Error::invalid("request", "This was answered already. Nothing was changed."));
    }
    Ok(request)
}

/// Whom a person can ask: who coaches them, else everybody who is a coach or a teacher leader here.
fn coaches(reader: &Connection, me: RowId) -> Result<Vec<Named>> {
    let own = store::person::relationships(reader)?.into_iter();
    let mut ids: Vec<RowId> =
        own.filter(|found| found.teacher == me && found.ends.is_empty()).map(|found| found.coach).collect();
    if ids.is_empty() {
        let roles = store::person::roles(reader)?.into_iter();
        let coaching = roles.filter(|role| ["coach", "teacher_leader"].contains(&role.code.as_str()));
        ids = coaching.map(|role| role.person).filter(|person| *person != me).collect();
    }
    ids.sort_unstable();
    ids.dedup();
    let mut named = ids.into_iter().map(|id| named(reader, id)).collect::<Result<Vec<_>>>()?;
    named.retain(|coach| !coach.name.is_empty());
    named.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(named)
}

fn view(
    reader: &Connection,
    request: &stored::Request,
    other: RowId,
    answer: Option<&stored::Answer>,
) -> Result<RequestView> {
    let cycle = answer.and_then(|answer| answer.cycle);
    let here = cycle.map(|cycle| crate::observation::known(stored::load(reader, cycle))).transpose()?.flatten();
    Ok(RequestView {
        id: request.id,
        other: named(reader, other)?,
        topic: request.topic.clone(),
        goal: request.goal.clone(),
        ways: request.ways.split_whitespace().map(str::to_owned).collect(),
        slots: request.slots.clone(),
        day: request.date.parse().map_or_else(|_| String::new(), time::brief_day),
        answer: answer.map_or(AnswerState::Waiting, |answer| AnswerState::of(&answer.state)),
        reason: answer.map_or_else(String::new, |answer| answer.reason.clone()),
        coaching_cycle: here.map(|cycle| cycle.id),
        barrier: barrier(reader, request, request.id)?,
    })
}

fn bounded<'a>(field: &str, text: &'a str) -> Result<&'a str> {
    if text.trim().chars().count() > LONGEST {
        return Err(Error::invalid(field, &format!("At most {LONGEST} characters. Nothing was changed.")));
    }
    refuse_private(field, text)?;
    Ok(text.trim())
}
