//! Who can see a record: every audience, in the words of the one table by which the central service sends.
//!
//! What is computed here is computed by [`domain::access`], with what this computer knows of people. Nobody is left out
//! because their name is not known: then the role is said.

pub(crate) mod facts;

use domain::{
    RowId,
    access::{Facts, Reader, Record, audience, readers},
    schema::{Entity, Log, observation},
    scope::{Audience, Scope},
};
use serde::Serialize;
use store::{Connection, sharing};

use crate::{Result, observation::named, session};

/// Who can see a record.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SeenByView {
    /// Whether this person wrote it.
    pub is_mine: bool,
    /// Who wrote it, where somebody else did.
    pub author: String,
    /// Whether it never leaves this computer in readable form.
    pub is_private: bool,
    /// Everybody besides the author, a line for each way and role.
    pub audiences: Vec<AudienceView>,
    /// Whether the sharing agreement opens this kind of record to the coach's supervisors.
    pub is_widened: bool,
}

/// Those who meet a record in one way and one role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct AudienceView {
    /// As whom: `teacher`, `coach`, `supervisor`, `principal` and so on.
    pub reader: String,
    /// By which way: `pair`, `supervision`, `programme`, `activity`, `team`, `organisation`, `consented` or `review`.
    pub way: String,
    /// Those of them whose names are known here.
    pub names: Vec<String>,
    /// Whether this person is one of them.
    pub is_me: bool,
    /// Whether they only could: the agreement lists it, and whether it was shared is not known on this computer.
    pub is_possible: bool,
}

/// Returns who can see a record, by the first row of its document.
///
/// # Errors
/// When there is no such record.
pub fn view(reader: &Connection, now_ms: i64, root: RowId) -> Result<SeenByView> {
    let entity = store::removed::entity_of(reader, root)?;
    let me = session::load(reader)?.me;
    let origin = sharing::origin(reader, root)?;
    let people = facts::everybody(reader, session::today(reader, now_ms)?)?;
    let mine = people.iter().find(|facts| facts.person == me).cloned().unwrap_or_else(|| Facts::unknown(me));
    let open = scopes(reader, root, me)?;
    let possible = possible(reader, entity, root, &mine)?;
    let mut audiences = Vec::new();
    for scope in &open {
        audiences.extend(of_scope(reader, (scope, false), &people, &mine)?);
    }
    if entity.number == observation::ENTITY.number && store::observation::load(reader, root)?.coach.is_some() {
        // Its pair is a supervisor and a coach.
        for one in audiences.iter_mut().filter(|one| one.way == way(Audience::Pair)) {
            "coach".clone_into(&mut one.reader);
            "supervision".clone_into(&mut one.way);
        }
    }
    let beyond = possible.iter().filter(|scope| origin.is_some() && !open.contains(scope));
    for scope in beyond {
        audiences.extend(of_scope(reader, (scope, true), &people, &mine)?);
    }
    let author = origin.and_then(|origin| origin.scope.author());
    Ok(SeenByView {
        is_mine: origin.is_none(),
        author: author.map(|author| named(reader, author)).transpose()?.map(|named| named.name).unwrap_or_default(),
        is_private: entity.log == Log::Private,
        audiences,
        is_widened: possible.is_some(),
    })
}

/// Returns where a record is: with its author, and wherever it was opened to and is not closed yet.
fn scopes(reader: &Connection, root: RowId, me: RowId) -> Result<Vec<Scope>> {
    let Some(origin) = sharing::origin(reader, root)? else {
        let shares = sharing::shares(reader, root)?;
        let own = std::iter::once(Scope::Own { author: me });
        return Ok(own.chain(shares.into_iter().map(|share| share.scope)).collect());
    };
    Ok(vec![origin.scope])
}

/// Returns the scope by which the coach's supervisors read this kind of record about its teacher, where both agreed.
fn possible(reader: &Connection, entity: &'static Entity, root: RowId, mine: &Facts) -> Result<Option<Scope>> {
    let (Some(record), Some(field)) = (Record::of(entity.number), domain::document::teacher_field(entity)) else {
        return Ok(None);
    };
    let domain::Value::Id(teacher) = store::field::value(reader, entity, root, field)? else { return Ok(None) };
    let origin = sharing::origin(reader, root)?;
    let author = origin.map_or(Some(mine.person), |origin| origin.scope.author());
    let agreed = author.filter(|author| mine.agreed.contains(&(*author, teacher, record)));
    Ok(agreed.map(|author| Scope::Programme { author, about: Some(teacher), record }))
}

/// Returns those who meet one scope besides its author, a line for each role.
fn of_scope(
    reader: &Connection,
    (scope, is_possible): (&Scope, bool),
    people: &[Facts],
    mine: &Facts,
) -> Result<Vec<AudienceView>> {
    let seeing = audience(std::slice::from_ref(scope), people);
    let mut views = Vec::new();
    for role in readers(scope, mine).into_iter().filter(|role| *role != Reader::Author) {
        let of_role = seeing.iter().filter(|(_, met)| met.contains(&role)).map(|(person, _)| *person);
        let of_role: Vec<RowId> = of_role.collect();
        let names = of_role.iter().map(|person| Ok(named(reader, *person)?.name)).collect::<Result<Vec<_>>>()?;
        views.push(AudienceView {
            reader: code(role).to_owned(),
            way: way(scope.audience()).to_owned(),
            names: names.into_iter().filter(|name| !name.is_empty()).collect(),
            is_me: of_role.contains(&mine.person),
            is_possible,
        });
    }
    Ok(views)
}

fn code(reader: Reader) -> &'static str {
    match reader {
        Reader::Author => "author",
        Reader::Teacher => "teacher",
        Reader::Member => "member",
        Reader::Lead => "lead",
        Reader::Supervisor => "supervisor",
        Reader::Principal => "principal",
        Reader::Evaluator => "evaluator",
        Reader::DataLead => "data_lead",
        Reader::Partner => "partner",
        Reader::Researcher => "researcher",
        Reader::Named => "named",
        Reader::Everyone => "everyone",
    }
}

fn way(audience: Audience) -> &'static str {
    match audience {
        Audience::Private | Audience::Author => "author",
        Audience::Pair => "pair",
        Audience::Team => "team",
        Audience::Programme => "programme",
        Audience::Activity => "activity",
        Audience::Aggregate => "aggregate",
        Audience::Organisation => "organisation",
        Audience::Consented => "consented",
        Audience::Review => "review",
    }
}
