//! One question, one answer, one transaction.

use sync::{
    engine::Failure,
    exchange::{Answer, Cursor, MOST_BYTES, News, Question, VERSION},
};

use crate::{
    consent,
    error::{Error, Result},
    facts, leaving, news,
    organisation::{self, Organisation},
    reading,
    session::{self, Session, Standing},
    sharing,
    storage::{Storage, Tx, transact},
    taking::{self, Claims},
};

/// What an answer holds beside its news, at most, in bytes.
const BESIDE_NEWS: usize = 256 << 10;

/// Answers a question. What it says to be durable is.
///
/// # Errors
/// [`Error::Unknown`] when the device was revoked and has taken its leave, [`Error::Newer`] when the question is of a later version; otherwise
/// the database's. After [`Error::Uncertain`] the device asks again.
pub fn exchange(storage: &dyn Storage, session: &Session, now_ms: i64, question: &Question) -> Result<Answer> {
    if question.version != VERSION {
        return Err(Error::Newer);
    }
    let claims = taking::look(session, question);
    transact(storage, |tx| answer(tx, session, now_ms, question, &claims))
}

/// Says what [`exchange`] would, and commits nothing: for the test of what must not be.
#[cfg(debug_assertions)]
pub(crate) fn rehearse(storage: &dyn Storage, session: &Session, now_ms: i64, question: &Question) -> Result<Answer> {
    let claims = taking::look(session, question);
    let mut said = Err(Error::Busy);
    let undone = storage.once(&mut |tx| {
        said = answer(tx, session, now_ms, question, &claims);
        Err(Error::Busy)
    });
    match undone {
        Err(Error::Busy) => said,
        Ok(()) | Err(_) => Err(Error::Busy),
    }
}

/// Answers within a transaction.
///
/// The organisation's head is read first and what decides access after it, so that no block is sent under rights that
/// had ended before it was written; the numbers come last, because nobody else can take one until the commit.
///
/// # Errors
/// [`Error::Changed`] when another transaction came in between; otherwise as [`exchange`].
fn answer(tx: &mut dyn Tx, session: &Session, now_ms: i64, question: &Question, claims: &Claims<'_>) -> Result<Answer> {
    let org = organisation::read(tx, session.org)?;
    if session::standing(tx, session)? == Standing::Leaving {
        return leaving::answer(tx, &org, session, now_ms, question, claims);
    }
    let facts = facts::read(tx, org.id, session.person)?;
    let decided = taking::decide(tx, (session, &facts), question, claims)?;
    let sharing = sharing::decide(tx, &org, &facts, &decided, now_ms)?;
    let cursor = valid(&org, question);
    let mut answer = Answer {
        epoch: org.epoch(),
        epoch_began: org.common(question.epoch),
        now_ms,
        head: decided.head(),
        taken: Vec::new(),
        news: Vec::new(),
        cursor,
        more: false,
    };
    let mut changes = 0;
    let mut reading = None;
    if !decided.is_forked() {
        let decided = reading::decide(tx, &org, &facts)?;
        let most_bytes = (question.most_bytes as usize).min(MOST_BYTES - BESIDE_NEWS);
        let found = news::find(tx, &org, (session, question.replica), &decided, cursor, most_bytes)?;
        sharing::note(tx, org.id, session.person, &found.news, now_ms)?;
        changes = decided.changes();
        (answer.news, answer.cursor, answer.more) = (found.news, found.cursor, found.more || changes > 0);
        if question.epoch != 0 && question.epoch != org.epoch() {
            // What was opened since the backup is not known here, so nobody could be told that it closed.
            answer.news.insert(0, News::Only { scopes: decided.open_then() });
        }
        reading = Some(decided);
    }
    let numbers = changes + decided.count() + sharing.as_ref().map_or(0, sharing::Sharing::count);
    let first = if numbers > 0 { org.take(tx, numbers)? } else { org.check(tx).map(|()| 0)? };
    if let Some(reading) = reading {
        reading.keep(tx, &org, first)?;
    }
    let arrived = first + changes;
    if let Some(sharing) = &sharing {
        sharing.check(tx, &org)?;
        answer.more |= sharing.has_words();
    }
    answer.taken = decided.keep(tx, session, arrived, now_ms)?;
    if let Some(sharing) = &sharing {
        sharing.keep(tx, &org, (arrived, arrived + decided.count()), now_ms)?;
    }
    consent::take(tx, org.id, session.person, &decided)?;
    Ok(answer)
}

/// Returns the cursor as far as this service has given what it says.
fn valid(org: &Organisation, question: &Question) -> Cursor {
    let last = if question.epoch == org.epoch() { org.head } else { org.common(question.epoch) };
    if question.cursor.place > last { Cursor { place: last, seq: last } } else { question.cursor }
}

/// The service in the same process, for a simulation or a test.
pub struct Direct<'a, C> {
    /// Where its rows are.
    pub storage: &'a dyn Storage,
    /// Who asks.
    pub session: Session,
    /// Milliseconds since 1970.
    pub clock: C,
}

impl<C: Fn() -> i64> sync::exchange::Hub for Direct<'_, C> {
    fn exchange(&mut self, question: &Question) -> std::result::Result<Answer, Failure> {
        exchange(self.storage, &self.session, (self.clock)(), question).map_err(|error| match error {
            Error::Unknown => Failure::Unknown,
            Error::Changed
            | Error::Busy
            | Error::Uncertain
            | Error::Clock
            | Error::NotFound
            | Error::Newer
            | Error::Damaged { .. }
            | Error::Database { .. } => Failure::Busy,
        })
    }
}
