//! What a teacher agrees to show to the coach who follows: a consent to one person, offered because somebody follows.

use domain::{
    RowId,
    schema::{debrief, step},
    scope::Scope,
};
use serde::Serialize;
use store::{Connection, Writer, handover as stored};

use crate::{
    Error, Result, consent,
    observation::{Named, named},
    session,
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
    let Some(successor) = asked(reader, document)? else { return Ok(None) };
    let is_agreed = stored::agreed(reader, document)?.contains(&successor);
    Ok(Some(FollowerView { successor: named(reader, successor)?, is_agreed }))
}

/// Agrees to show a record to the coach who follows, or does not any more: see [`consent::say`].
///
/// # Errors
/// When nobody follows, or the coach cannot be told any more.
pub fn agree(writer: &mut Writer, document: RowId, is_agreed: bool) -> Result<()> {
    let Some(successor) = asked(writer.reader(), document)? else {
        return Err(Error::invalid("document", "Nobody follows the coach who shared this. Nothing was changed."));
    };
    consent::say(writer, document, successor, is_agreed)
}

/// Returns to whom this person is asked to show a record: to whoever follows its coach.
fn asked(reader: &Connection, document: RowId) -> Result<Option<RowId>> {
    let me = session::load(reader)?.me;
    let kind = store::removed::entity_of(reader, document)?.number;
    if kind != debrief::ENTITY.number && kind != step::ENTITY.number {
        return Ok(None);
    }
    let Some(Scope::Pair { coach, .. }) = consent::pair_of(reader, document)? else { return Ok(None) };
    let ended = stored::coachings(reader, me)?.into_iter().rfind(|coaching| coaching.coach == coach);
    Ok(ended.filter(|coaching| !coaching.ends.is_empty()).and_then(|coaching| coaching.successor))
}
