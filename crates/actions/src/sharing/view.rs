//! How the sharing of an observation stands, as its screen shows it.

use chrono_tz::Tz;
use domain::{RowId, time};
use serde::Serialize;
use store::{Connection, observation::Observation, sharing as stored};

use super::{Barrier, Sharable, With};
use crate::{
    Result,
    observation::{Named, home_zone, known, named},
};

/// How far a share is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum ShareState {
    /// It waits to be sent.
    Waiting,
    /// The readers have what stands, or get it when they next connect.
    Open,
    /// The service holds it back.
    Withheld,
    /// It ends as soon as that is sent.
    Ending,
}

/// Somebody who received what was shared.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SeenView {
    /// Their name.
    pub name: String,
    /// When it first reached their computer: `Tue 3 Nov, 14:02`.
    pub at: String,
}

/// One share of an observation.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ShareView {
    /// With whom.
    pub with: With,
    /// Since when, in words.
    pub since: String,
    /// How far it is.
    pub state: ShareState,
    /// Why it is held back.
    pub barrier: Option<Barrier>,
    /// Who received it, the first first.
    pub seen: Vec<SeenView>,
}

/// Whose an observation is that somebody else shared.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct FromView {
    /// The author's name.
    pub author: String,
    /// Since when it is here, in words.
    pub since: String,
}

/// How the sharing of an observation stands.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SharingView {
    /// The teacher of whom it speaks; of an observation of a coach, the coach.
    pub teacher: Option<Named>,
    /// Whether it is of a coach whom this person supervises.
    pub is_of_coach: bool,
    /// With whom it can be shared now, beyond those with whom it is.
    pub offers: Vec<With>,
    /// Why it cannot be shared with the teacher; nothing where it can, or is.
    pub barrier: Option<Barrier>,
    /// With whom it is shared.
    pub shares: Vec<ShareView>,
    /// Whose it is, where it is somebody else's.
    pub from: Option<FromView>,
}

/// Returns how the sharing of an observation stands.
///
/// # Errors
/// When it is not there.
pub fn view(reader: &Connection, id: RowId) -> Result<SharingView> {
    let found = store::observation::load(reader, id)?;
    let zone = home_zone(reader)?;
    let shares = shares(reader, id, zone)?;
    let (offers, barrier) = offers(reader, &found, &shares)?;
    Ok(SharingView {
        teacher: found.teacher.or(found.coach).map(|person| named(reader, person)).transpose()?,
        is_of_coach: found.coach.is_some(),
        offers,
        barrier,
        shares,
        from: from(reader, id, zone)?,
    })
}

fn offers(reader: &Connection, found: &Observation, shares: &[ShareView]) -> Result<(Vec<With>, Option<Barrier>)> {
    let is_new = |with: &With| !shares.iter().any(|share| share.with == *with && share.state != ShareState::Ending);
    let sharable = match Sharable::read(reader, found)? {
        Ok(sharable) => sharable,
        Err(barrier) => return Ok((Vec::new(), Some(barrier))),
    };
    let offers = With::ALL.into_iter().filter(|with| is_new(with) && sharable.may(*with).is_ok()).collect();
    Ok((offers, sharable.may(With::Teacher).err()))
}

/// Lists the shares of a document, by its root.
pub(crate) fn shares(reader: &Connection, id: RowId, zone: Tz) -> Result<Vec<ShareView>> {
    let seen = stored::seen(reader, id)?;
    let mut views = Vec::new();
    for share in stored::shares(reader, id)? {
        let Some(with) = With::of(&share.scope) else { continue };
        let (state, barrier) = how_far(share.state);
        let readers = seen.iter().filter(|seen| seen.scope == share.scope);
        let seen = readers.map(|seen| Ok(SeenView { name: name(reader, seen.reader)?, at: moment(seen.at_ms, zone) }));
        let seen = seen.collect::<Result<_>>()?;
        views.push(ShareView { with, since: moment(share.since_ms, zone), state, barrier, seen });
    }
    Ok(views)
}

/// Returns how far a share is, and why it is held back.
pub(super) fn how_far(state: stored::State) -> (ShareState, Option<Barrier>) {
    match state {
        stored::State::Waiting => (ShareState::Waiting, None),
        stored::State::Open => (ShareState::Open, None),
        stored::State::Ending => (ShareState::Ending, None),
        stored::State::Withheld(refusal) => {
            (ShareState::Withheld, Some(refusal.map_or(Barrier::Refused, Barrier::from)))
        }
    }
}

/// Returns whose a row is that somebody else shared.
pub(crate) fn from(reader: &Connection, id: RowId, zone: Tz) -> Result<Option<FromView>> {
    let Some(origin) = stored::origin(reader, id)? else { return Ok(None) };
    let Some(author) = origin.scope.author() else { return Ok(None) };
    Ok(Some(FromView { author: name(reader, author)?, since: moment(origin.since_ms, zone) }))
}

/// Returns a mark for a list: whether somebody's own observation is shared, and whose it is otherwise.
///
/// # Errors
/// When the log cannot be read.
pub fn mark(reader: &Connection, id: RowId) -> Result<(bool, Option<String>)> {
    let from = from(reader, id, Tz::UTC)?.map(|from| from.author);
    let is_shared = |share: &stored::Share| matches!(share.state, stored::State::Waiting | stored::State::Open);
    Ok((from.is_none() && stored::shares(reader, id)?.iter().any(is_shared), from))
}

fn name(reader: &Connection, person: RowId) -> Result<String> {
    Ok(known(store::person::load(reader, person))?.map_or_else(String::new, |person| person.name()))
}

pub(crate) fn moment(at_ms: i64, zone: Tz) -> String {
    let day = time::brief_day(time::local(at_ms, zone).date_naive());
    format!("{day}, {}", time::short(at_ms, zone))
}
