//! What a teacher consents to show to one person, document by document: given and withdrawn on their own computer, at any
//! time. It opens nothing by itself; the document's author then shares it by an act of their own (INV-3).

use domain::{
    RowId,
    access::{Consent, Record},
    ending::{MOST_TIMES, consent_row},
    schema::{Entity, coaching_cycle, debrief, handover_item as entity, step},
    scope::Scope,
};
use serde::Serialize;
use store::{Connection, Writer, handover as stored};

use crate::{
    Error, Result,
    acknowledgement::{may_say, shared_with},
    observation::{Named, named},
    session,
    shared::{SharedKind, about},
    sharing::{moment, refused},
};

/// What a teacher consented to of one document, and to whom else they could show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ConsentView {
    /// Who may read it by this person's consent.
    pub given: Vec<ConsentRow>,
    /// To whom else it could be shown: everybody whom this computer knows but the two whose record it is.
    pub people: Vec<Named>,
}

/// One consent that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ConsentRow {
    /// The document.
    pub document: RowId,
    /// What it is.
    pub kind: SharedKind,
    /// What it is about.
    pub about: String,
    /// Who may read it.
    pub reader: Named,
    /// Since when, in words.
    pub since: String,
}

/// Returns what this person consented to of a document that a coach shared with them; nothing where a record of this kind
/// goes to nobody else.
///
/// # Errors
/// When the database fails.
pub fn view(reader: &Connection, document: RowId) -> Result<Option<ConsentView>> {
    let me = session::load(reader)?.me;
    let Some(Scope::Pair { coach, .. }) = pair_of(reader, document)? else { return Ok(None) };
    let given: Vec<_> = list(reader)?.into_iter().filter(|row| row.document == document).collect();
    let is_other = |id: RowId| ![me, coach].contains(&id) && !given.iter().any(|row| row.reader.id == id);
    let people = store::person::all(reader)?.into_iter().filter(|person| is_other(person.id));
    let mut people: Vec<_> = people.map(|person| Named { id: person.id, name: person.name() }).collect();
    people.retain(|person| !person.name.is_empty());
    people.sort_by(|one, other| (&one.name, one.id).cmp(&(&other.name, other.id)));
    Ok(Some(ConsentView { given, people }))
}

/// Lists every consent of this person that stands, the latest first.
///
/// # Errors
/// When the database fails.
pub fn list(reader: &Connection) -> Result<Vec<ConsentRow>> {
    let session = session::load(reader)?;
    let mut rows = Vec::new();
    for given in stored::given(reader, session.me)? {
        let kind = store::removed::entity_of(reader, given.document)?;
        rows.push(ConsentRow {
            document: given.document,
            kind: SharedKind::of_row(reader, kind, given.document)?,
            about: about(reader, kind, given.document)?,
            reader: named(reader, given.reader)?,
            since: moment(given.created_ms, session.zone),
        });
    }
    Ok(rows)
}

/// Consents to show a document to one person, or does not any more. It can be changed at any time, so it is no step of undo;
/// what was read meanwhile was read.
///
/// # Errors
/// When the document was not shared with this person, goes to nobody else, or its coach cannot be told any more; when there
/// is no such person, or they read it anyway.
pub fn say(writer: &mut Writer, document: RowId, person: RowId, is_given: bool) -> Result<()> {
    let reader = writer.reader();
    let me = session::load(reader)?.me;
    let Some(pair @ Scope::Pair { coach, .. }) = pair_of(reader, document)? else {
        let message = "Only a debrief, a step or a coaching cycle that a coach shared with you can be shown to others.";
        return Err(Error::invalid("document", &format!("{message} Nothing was changed.")));
    };
    if [me, coach].contains(&person) {
        return Err(Error::invalid("person", "You and your coach read it anyway. Choose somebody else."));
    }
    store::person::load(reader, person)?;
    let consent = Consent { teacher: me, reader: person, root: document };
    match (stored::standing(reader, &consent)?, is_given) {
        (standing, true) if !standing.is_empty() => Ok(()),
        (standing, false) => {
            Ok(writer.transact(|tx| standing.iter().try_for_each(|row| tx.remove(entity::ENTITY, *row)))?)
        }
        (_, true) => give(writer, &consent, pair),
    }
}

/// Gives a consent by the first of its rows that was never used: what expires of an earlier one takes nothing of it.
fn give(writer: &mut Writer, consent: &Consent, pair: Scope) -> Result<()> {
    let mut rows = (0..MOST_TIMES).map(|before| consent_row(consent, before));
    let unused = rows.find_map(|row| match stored::is_used(writer.reader(), row) {
        Ok(true) => None,
        Ok(false) => Some(Ok(row)),
        Err(error) => Some(Err(error)),
    });
    let row = unused
        .transpose()?
        .ok_or_else(|| Error::invalid("document", "This was changed too often. Tell the coach in person."))?;
    may_say(writer.reader(), entity::ENTITY, row, pair)?.map_err(refused)?;
    let Scope::Pair { coach, .. } = pair else { unreachable!("a consent is told to the coach of a pair") };
    let fields = vec![
        (entity::TEACHER, consent.teacher.into()),
        (entity::COACH, coach.into()),
        (entity::SUCCESSOR, consent.reader.into()),
        (entity::DOCUMENT, consent.root.into()),
    ];
    Ok(writer.transact(|tx| {
        tx.create(entity::ENTITY, row, fields)?;
        tx.share(entity::ENTITY, row, &pair)
    })?)
}

/// Returns the pair by which a document came to this teacher, where a record of its kind can go further at all.
pub(crate) fn pair_of(reader: &Connection, document: RowId) -> Result<Option<Scope>> {
    let me = session::load(reader)?.me;
    let kind = store::removed::entity_of(reader, document)?;
    if record(kind).is_none() { Ok(None) } else { shared_with(reader, me, document) }
}

/// Returns the kind of record that goes to one person by consent. No script goes further, whoever agrees to it.
pub(crate) fn record(kind: &Entity) -> Option<Record> {
    match kind.number {
        number if number == debrief::ENTITY.number => Some(Record::Debrief),
        number if number == step::ENTITY.number => Some(Record::Step),
        number if number == coaching_cycle::ENTITY.number => Some(Record::Cycle),
        _ => None,
    }
}
