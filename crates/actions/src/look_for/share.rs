//! The words of look-fors go where the tags go: to the teacher with whom a lesson is shared, and to an observed coach. A tag
//! without them would be a bare letter.

use domain::{
    RowId,
    schema::look_for_set,
    scope::{Audience, Scope},
};
use store::{Connection, Writer, sharing};

use crate::{Result, observation::known};

/// Returns the set of one's own that an observation uses; what an administrator gave everybody is with the reader already.
pub(crate) fn used(reader: &Connection, observation: RowId) -> Result<Option<RowId>> {
    let Some(set) = store::observation::load(reader, observation)?.look_for_set else { return Ok(None) };
    if known(store::observation::look_for_set(reader, set))?.is_none() || !sharing::is_own(reader, set)? {
        return Ok(None);
    }
    Ok(Some(set))
}

/// Returns it where it is not open to this scope yet.
pub(crate) fn unopened(reader: &Connection, observation: RowId, scope: &Scope) -> Result<Option<RowId>> {
    let Some(set) = used(reader, observation)? else { return Ok(None) };
    Ok(if crate::sharing::is_open(reader, set, scope)? { None } else { Some(set) })
}

/// Opens the set of an observation that somebody can read already: an act of its own, so that taking the choice back does not
/// wait for what was sent.
pub(super) fn follow(writer: &mut Writer, observation: RowId) -> Result<()> {
    let shares = sharing::shares(writer.reader(), observation)?;
    let stands = |share: &sharing::Share| matches!(share.state, sharing::State::Waiting | sharing::State::Open);
    for share in shares.into_iter().filter(|share| stands(share) && share.scope.audience() == Audience::Pair) {
        if let Some(set) = unopened(writer.reader(), observation, &share.scope)? {
            writer.act(set, "Share look-fors", |tx| tx.share(look_for_set::ENTITY, set, &share.scope))?;
        }
    }
    Ok(())
}
