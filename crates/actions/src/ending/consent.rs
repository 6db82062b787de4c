//! What a teacher agrees to show to the coach who follows: given and withdrawn record by record, on their own computer.

use domain::{
    RowId,
    access::Consent,
    ending::{MOST_TIMES, consent_row},
    schema::{debrief, handover_item as entity, step},
    scope::Scope,
};
use serde::Serialize;
use store::{Connection, Writer, handover as stored};

use crate::{
    Error, Result,
    acknowledgement::{may_say, shared_with},
    observation::{Named, named},
    session,
    sharing::refused,
};

/// Who follows the coach who shared a record, and whether they may read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct FollowerView {
    /// Who follows.
    pub successor: Named,
    /// Whether this person agreed to show it.
    pub is_agreed: bool,
}

/// Returns who follows the coach of a record that was shared with this person; nothing where nobody follows, or where a
/// record of this kind goes to nobody else.
///
/// # Errors
/// When the database fails.
pub fn follower(reader: &Connection, document: RowId) -> Result<Option<FollowerView>> {
    let Some((consent, _)) = asked(reader, document)? else { return Ok(None) };
    let (standing, _) = stored::consent(reader, &consent)?;
    Ok(Some(FollowerView { successor: named(reader, consent.reader)?, is_agreed: standing.is_some() }))
}

/// Agrees to show a record to the coach who follows, or does not any more. It can be changed at any time, so it is no
/// step of undo; what was read meanwhile was read.
///
/// # Errors
/// When nobody follows, or the coach cannot be told any more.
pub fn agree(writer: &mut Writer, document: RowId, is_agreed: bool) -> Result<()> {
    let Some((consent, pair)) = asked(writer.reader(), document)? else {
        return Err(Error::invalid("document", "Nobody follows the coach who shared this. Nothing was changed."));
    };
    let (standing, before) = stored::consent(writer.reader(), &consent)?;
    match (standing, is_agreed) {
        (Some(_), true) | (None, false) => Ok(()),
        (Some(row), false) => Ok(writer.transact(|tx| tx.remove(entity::ENTITY, row))?),
        (None, true) if before >= MOST_TIMES => {
            Err(Error::invalid("document", "This was changed too often. Tell the coach in person."))
        }
        (None, true) => give(writer, &consent, pair, before),
    }
}

fn give(writer: &mut Writer, consent: &Consent, pair: Scope, before: u32) -> Result<()> {
    let row = consent_row(consent, before);
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

/// Returns what this person is asked of a record: to show it to whoever follows its coach; with the pair.
fn asked(reader: &Connection, document: RowId) -> Result<Option<(Consent, Scope)>> {
    let me = session::load(reader)?.me;
    let kind = store::removed::entity_of(reader, document)?.number;
    // No script goes further, whoever agrees to it.
    if kind != debrief::ENTITY.number && kind != step::ENTITY.number {
        return Ok(None);
    }
    let Some(pair @ Scope::Pair { coach, .. }) = shared_with(reader, me, document)? else { return Ok(None) };
    let ended = stored::coachings(reader, me)?.into_iter().rfind(|coaching| coaching.coach == coach);
    let successor = ended.filter(|coaching| !coaching.ends.is_empty()).and_then(|coaching| coaching.successor);
    Ok(successor.map(|reader| (Consent { teacher: me, reader, root: document }, pair)))
}
