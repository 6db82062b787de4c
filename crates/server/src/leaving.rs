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

/// Answers a question of a device that was ended.
///
/// # Errors
/// [`Error::Unknown`] when it was told before that everything is closed; otherwise the database's.
pub(crate) fn answer(
    tx: &mut dyn Tx,
    org: &Organisation,
    session: &Session,
    now_ms: i64,
    question: &Question,
    claims: &Claims<'_>,
) -> Result<Answer> {
    if question.cursor == Cursor::GONE {
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

/// Everything that was open to the person: the device may have any of it.
fn closed(tx: &mut dyn Tx, org: &Organisation, session: &Session) -> Result<Vec<News>> {
    let rows = tx.query(
        "select scope from reader where org_id = $1 and person = $2 order by scope",
        &[org.id.into(), session.person.into()],
    )?;
    let close = |row: &Row| Ok(News::Closed { scope: row.bytes(0)?.to_vec() });
    rows.iter().map(close).collect()
}
