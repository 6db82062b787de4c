//! Accepting a version, withdrawing it, and withdrawing the consent to be coached by somebody who may evaluate.

use chrono::NaiveDate;
use domain::{
    Code, Problem, RowId,
    agreement::{Party, Said, Standing, Way, Word, is_credible},
    schema::{acceptance as entity, coaching_consent},
    time,
};
use serde::Deserialize;
use store::{Writer, agreement as stored};

use super::{Pair, pair::Parties, tell};
use crate::{Error, Result, session};

/// That one of the two accepts a version.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Accept {
    /// The version.
    pub agreement: RowId,
    /// Who: `coach` or `teacher`.
    pub party: String,
    /// How: `own_device`, `coach_screen` or `paper`.
    pub way: String,
    /// Of signed paper, the day of the signature, `2026-10-05`; otherwise it is today.
    pub signed: String,
    /// Of what was looked at, as the view said it: another version is not accepted by it.
    pub digest: String,
}

/// Keeps that one of the two accepted a version.
///
/// # Errors
/// When the version does not wait for them, was changed since it was looked at, the way is not theirs, or the day of a
/// signature is not possible.
pub fn accept(writer: &mut Writer, accept: &Accept) -> Result<()> {
    let (pair, writing) = read(writer, accept.agreement)?;
    let party = Party::from_code(&accept.party).ok_or_else(|| Error::invalid("party", "Choose one of the two."))?;
    let way = Way::from_code(&accept.way).ok_or_else(|| Error::invalid("way", "Choose one of the ways."))?;
    let (written, standing) = pair.find(accept.agreement).ok_or(NOT_HERE)?;
    if standing != Standing::Proposed || written.version.digest != accept.digest {
        return Err(changed("Another version came in between, or this one does not wait any more."));
    }
    if written.is_accepted_by(party) {
        return Err(changed("This was accepted already."));
    }
    let made = date_of(writer, written.row.created_ms)?;
    let date = signed(writer, way, &accept.signed, made)?;
    let digest = accept.digest.clone();
    say(writer, &pair, writing, Word { agreement: accept.agreement, party, said: Said::Accepted, way, digest }, date)
}

/// Keeps that one of the two withdraws a version. From then on it opens nothing beyond the pair.
///
/// # Errors
/// When it neither waits nor counts any more.
pub fn withdraw(writer: &mut Writer, id: RowId, party: &str) -> Result<()> {
    let (pair, writing) = read(writer, id)?;
    let party = Party::from_code(party).ok_or_else(|| Error::invalid("party", "Choose one of the two."))?;
    let (_, standing) = pair.find(id).ok_or(NOT_HERE)?;
    if !matches!(standing, Standing::Proposed | Standing::InForce) {
        return Err(changed("This version does not count any more."));
    }
    let way = if party == writing { Way::OwnDevice } else { Way::CoachScreen };
    let today = session::today_now(writer)?;
    let word = Word { agreement: id, party, said: Said::Withdrawn, way, digest: String::new() };
    say(writer, &pair, writing, word, today)
}

/// Keeps that a teacher does not consent any more to be coached by somebody who may evaluate them: either of the two says it.
/// From then on nothing new of coaching is written until it is settled; what is there stays.
///
/// # Errors
/// When no such consent stands.
pub fn withdraw_consent(writer: &mut Writer, other: RowId) -> Result<()> {
    let me = session::load(writer.reader())?.me;
    let today = session::today_now(writer)?;
    for (coach, teacher) in [(me, other), (other, me)] {
        let standing = stored::consents(writer.reader(), coach, teacher)?;
        if standing.is_empty() {
            continue;
        }
        let parties = Parties { coach, teacher };
        return writer.transact(|tx| {
            for consent in &standing {
                // Two computers of one person say the same once.
                let row = RowId::derived(&[b"consent withdrawn", &consent.id.bytes(), &me.bytes()]);
                let fields = vec![
                    (coaching_consent::COACH, coach.into()),
                    (coaching_consent::TEACHER, teacher.into()),
                    (coaching_consent::DATE, today.into()),
                    (coaching_consent::WITHDRAWS, consent.id.into()),
                ];
                tx.create_or_restore(coaching_consent::ENTITY, row, fields)?;
            }
            tell::outstanding(tx, &parties)
        });
    }
    Err(changed("No consent to be coached stands between the two of you."))
}

const NOT_HERE: Error = Error::Store(store::Error::NotFound { entity: "sharing_agreement" });

fn read(writer: &Writer, id: RowId) -> Result<(Pair, Party)> {
    let row = stored::load(writer.reader(), id)?;
    let pair = Pair::read(writer.reader(), row.coach, row.teacher)?;
    let me = session::load(writer.reader())?.me;
    let writing = pair.parties().party(me);
    let writing = writing.ok_or_else(|| Error::invalid("agreement", "This agreement is between two others."))?;
    Ok((pair, writing))
}

fn say(writer: &mut Writer, pair: &Pair, writing: Party, word: Word, date: NaiveDate) -> Result<()> {
    if !is_credible(&word, writing) {
        return Err(Error::invalid("way", "This is not yours to say. Nothing was changed."));
    }
    let parties = pair.parties();
    // Two computers of one person say the same once; what the other one says has a row of its own.
    let parts = [
        b"acceptance".as_slice(),
        &word.agreement.bytes(),
        word.party.code().as_bytes(),
        word.said.code().as_bytes(),
        writing.code().as_bytes(),
    ];
    let row = RowId::derived(&parts);
    let digest = if word.digest.is_empty() { domain::Value::Null } else { word.digest.as_str().into() };
    let fields = vec![
        (entity::AGREEMENT, word.agreement.into()),
        (entity::COACH, parties.coach.into()),
        (entity::TEACHER, parties.teacher.into()),
        (entity::PARTY, word.party.code().into()),
        (entity::SAID, word.said.code().into()),
        (entity::WAY, word.way.code().into()),
        (entity::DATE, date.into()),
        (entity::DIGEST, digest),
    ];
    writer.transact(|tx| {
        tx.create_or_restore(entity::ENTITY, row, fields)?;
        tell::outstanding(tx, &parties)
    })
}

/// Returns the day on which it was accepted.
fn signed(writer: &mut Writer, way: Way, day: &str, made: NaiveDate) -> Result<NaiveDate> {
    let today = session::today_now(writer)?;
    if way != Way::Paper {
        return Ok(today);
    }
    let date: NaiveDate =
        day.trim().parse().map_err(|_| Error::invalid("signed", "This day does not exist. Write it as 2026-10-05."))?;
    if date > today {
        return Err(Error::invalid("signed", "This day lies ahead. Write the day of the signature."));
    }
    if date < made {
        let words = format!("This version was written on {}. It cannot have been signed before.", time::full_day(made));
        return Err(Error::invalid("signed", &words));
    }
    Ok(date)
}

fn date_of(writer: &Writer, at_ms: i64) -> Result<NaiveDate> {
    Ok(time::local(at_ms, session::load(writer.reader())?.zone).date_naive())
}

fn changed(what: &str) -> Error {
    Error::Refused(Problem::new(Code::Changed, format!("{what} Nothing was changed.")))
}
