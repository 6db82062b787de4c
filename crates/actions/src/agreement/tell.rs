//! Telling the central service of an agreement: its rows are opened to the pair, and what both accepted is what the service
//! counts as agreed. There is no second way to say it.

use domain::{
    RowId,
    access::{Record, Refusal, Share, may_share},
    schema::{Entity, acceptance, coaching_consent, sharing_agreement},
    scope::Scope,
};
use store::{Connection, Tx, Writer, agreement as stored, sharing};

use super::{Pair, pair::Parties};
use crate::{Result, session};

/// Whether the service knows what stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Telling {
    /// The profile works alone: nobody else has it.
    Alone,
    /// Everything was said, or is on its way.
    Told,
    /// Something waits until it can be said.
    Waits,
    /// The service does not know that these two work together.
    NotKnown,
}

/// Says what was not said before: of an agreement that was made before the profile joined, or before the service knew the
/// pair.
///
/// # Errors
/// When this person is not one of the two, or the disk refuses.
pub fn tell(writer: &mut Writer, other: RowId) -> Result<()> {
    let me = session::load(writer.reader())?.me;
    for (coach, teacher) in [(me, other), (other, me)] {
        let parties = Pair::read(writer.reader(), coach, teacher)?.parties();
        writer.transact(|tx| outstanding(tx, &parties))?;
    }
    Ok(())
}

/// Says in an act what of a pair was not said before.
pub(crate) fn tell_pair(tx: &mut Tx<'_>, coach: RowId, teacher: RowId) -> Result<()> {
    outstanding(tx, &Parties { coach, teacher })
}

/// Opens to the pair whatever of the agreement is this person's own and not open yet.
pub(super) fn outstanding(tx: &mut Tx<'_>, parties: &Parties) -> Result<()> {
    let Ok(Some(scope)) = scope(tx.reader(), parties)? else { return Ok(()) };
    let mut waiting = Vec::new();
    for (entity, root) in rows(tx.reader(), parties)? {
        if tx.is_own(root)? && !crate::sharing::is_open(tx.reader(), root, &scope)? {
            waiting.push((entity, root));
        }
    }
    Ok(waiting.into_iter().try_for_each(|(entity, root)| tx.share(entity, root, &scope))?)
}

/// Returns how far the service was told.
pub(super) fn telling(reader: &Connection, parties: &Parties) -> Result<Telling> {
    let scope = match scope(reader, parties)? {
        Ok(Some(scope)) => scope,
        Ok(None) => return Ok(Telling::Alone),
        Err(_) => return Ok(Telling::NotKnown),
    };
    for (_, root) in rows(reader, parties)? {
        let shares = sharing::shares(reader, root)?;
        if sharing::is_own(reader, root)?
            && !shares.iter().any(|share| share.scope == scope && share.state == sharing::State::Open)
        {
            return Ok(Telling::Waits);
        }
    }
    Ok(Telling::Told)
}

/// Returns the scope of the pair; nothing while the profile works alone.
fn scope(reader: &Connection, parties: &Parties) -> Result<std::result::Result<Option<Scope>, Refusal>> {
    if store::exchange::membership(reader)?.is_none() {
        return Ok(Ok(None));
    }
    let Some(facts) = sharing::facts(reader)? else { return Ok(Err(Refusal::NotInPair)) };
    let to = Scope::Pair { coach: parties.coach, teacher: parties.teacher };
    let share = Share {
        record: Record::Agreement,
        root: parties.teacher,
        teacher: Some(parties.teacher),
        from: Scope::Own { author: facts.person },
        to,
    };
    Ok(may_share(&facts, &share).map(|_| Some(to)))
}

/// Lists the rows of the agreement, as documents, whoever of the two wrote them.
fn rows(reader: &Connection, parties: &Parties) -> Result<Vec<(&'static Entity, RowId)>> {
    let mut rows = Vec::new();
    for version in stored::versions(reader, parties.coach, parties.teacher)? {
        rows.push((sharing_agreement::ENTITY, version.id));
        let words = stored::words(reader, version.id)?;
        rows.extend(words.into_iter().map(|word| (acceptance::ENTITY, word.id)));
    }
    let consents = stored::consent_rows(reader, parties.coach, parties.teacher)?;
    rows.extend(consents.into_iter().map(|consent| (coaching_consent::ENTITY, consent)));
    Ok(rows)
}
