//! A device that was ended: it hands in what it wrote, into custody, and then learns that everything is closed to it.
//!
//! Only when nothing of it waits any more is it told what to take away, so that no word is lost between the two. After
//! that it is answered nothing.

use domain::access::Facts;
use sync::exchange::{Answer, Cursor, News, Question};

use crate::{
    error::{Error, Result},
    organisation::Organisation,
    session::Session,
    storage::{Row, Tx},
    taking::{self, Claims},
};

/// How many bytes of a person's may lie in custody when an ended device of theirs brings more. A coach's year has one million.
/// Whoever stole a device shall not fill the service's disk with it.
pub const MOST_HELD_BYTES: i64 = 64 << 20;

/// Answers a question of a device that was ended.
///
/// # Errors
/// [`Error::Unknown`] when it was told before that everything is closed, or brings more than is kept for it
/// ([`MOST_HELD_BYTES`]); otherwise the database's.
pub(crate) fn answer(
    tx: &mut dyn Tx,
    org: &Organisation,
    session: &Session,
    now_ms: i64,
    question: &Question,
    claims: &Claims<'_>,
) -> Result<Answer> {
    if question.cursor == Cursor::GONE || held_bytes(tx, session)? >= MOST_HELD_BYTES {
        return Err(Error::Unknown);
    }
    // Nothing is true of whoever leaves, so that nothing enters any scope.
    let decided = taking::decide(tx, (session, &Facts::unknown(session.person)), question, claims)?;
    let head = decided.head();
    let is_done = !decided.is_forked() && head.ctr >= question.written;
    let taken = decided.keep(tx, session, 0, now_ms)?;
    Ok(Answer {
        epoch: org.epoch(),
        epoch_began: org.common(question.epoch),
        now_ms,
        head,
        taken,
        news: if is_done { closed(tx, org, session)? } else { Vec::new() },
        cursor: if is_done { Cursor::GONE } else { question.cursor },
        // It asks once more, and hears that it is not known.
        more: is_done,
    })
}

fn held_bytes(tx: &mut dyn Tx, session: &Session) -> Result<i64> {
    let rows = tx.query(
        "select cast(coalesce(sum(length(batch)), 0) as bigint) from custody where org_id = $1 and author = $2",
        &[session.org.into(), session.person.into()],
    )?;
    rows.first().map_or(Ok(0), |row| row.integer(0))
}

/// Everything that was open to the person: the device may have any of it.
fn closed(tx: &mut dyn Tx, org: &Organisation, session: &Session) -> Result<Vec<News>> {
    let rows = tx.query(
        "select scope from reader where org_id = $1 and person = $2 order by scope",
        &[org.id.into(), session.person.into()],
    )?;
    let close = |row: &Row| Ok(News::Closed { scope: row.bytes(0)?.to_vec() });
    rows.iter().map(close).collect()
}
