//! What is new for a person beyond a cursor, in the cursor's order.
//!
//! The stream is made of the numbers of the organisation: at a block's own number the block, at an opening's all blocks
//! of the scope that are older than it, at a closing's the word that it is closed.
//!
//! What the service wrote out of a person's own share is not for that person: they have it where they wrote it.

use sync::exchange::{Block, Cursor, News};

use crate::{
    error::Result,
    organisation::Organisation,
    reading::Reading,
    session::Session,
    storage::{Row, Tx, Value},
};

/// How many bytes a block takes in an answer beside its scope and its operations, at most.
const AROUND: usize = 40;

/// News, and the cursor after them.
pub struct Found {
    /// In the cursor's order.
    pub news: Vec<News>,
    /// After the last of them.
    pub cursor: Cursor,
    /// Whether more wait.
    pub more: bool,
}

/// Finds the news after a cursor, up to so many bytes but at least one. Never what `replica` wrote, unless it was in
/// custody until then.
///
/// # Errors
/// The database's.
pub fn find(
    tx: &mut dyn Tx,
    org: &Organisation,
    (session, replica): (&Session, i64),
    reading: &Reading,
    cursor: Cursor,
    most_bytes: usize,
) -> Result<Found> {
    let mut stream = Stream { org, session, replica, reading, at: cursor, left: most_bytes, news: Vec::new() };
    let is_all = stream.run(tx)?;
    Ok(Found { news: stream.news, cursor: stream.at, more: !is_all })
}

struct Stream<'a> {
    org: &'a Organisation,
    session: &'a Session,
    replica: i64,
    reading: &'a Reading,
    at: Cursor,
    left: usize,
    news: Vec<News>,
}

/// A number of the sequence at which something opened or closed for the person.
struct Turn<'a> {
    number: i64,
    scope: &'a [u8],
    is_closing: bool,
}

impl Stream<'_> {
    /// Returns whether it came to the end.
    fn run(&mut self, tx: &mut dyn Tx) -> Result<bool> {
        for turn in turns(self.reading, self.at.place) {
            if turn.number > self.at.place && !self.tail(tx, turn.number)? {
                return Ok(false);
            }
            let told = if turn.is_closing { self.close(&turn) } else { self.older(tx, &turn)? };
            if !told {
                return Ok(false);
            }
        }
        self.tail(tx, self.org.head + 1)
    }

    /// Tells the blocks whose own number is before `end`, from where the cursor is.
    fn tail(&mut self, tx: &mut dyn Tx, end: i64) -> Result<bool> {
        loop {
            let key: [Value; 5] =
                [self.org.id.into(), self.session.person.into(), self.at.place.into(), end.into(), self.replica.into()];
            let rows = tx.query(
                "select b.scope, b.first_seq, b.last_seq, b.received_ms, b.batch
                 from reader r
                 join scope s on s.org_id = r.org_id and s.scope = r.scope and s.last_seq > $3
                 join block b on b.org_id = r.org_id and b.scope = r.scope and b.last_seq > r.opened
                 where r.org_id = $1 and r.person = $2 and r.closed is null
                   and b.last_seq > $3 and b.last_seq < $4
                   and (b.replica <> $5 or exists
                        (select 1 from released o where o.org_id = b.org_id and o.last_seq = b.last_seq))
                   and (b.author <> r.person or not exists
                        (select 1 from replica p
                         where p.org_id = b.org_id and p.replica = b.replica and p.device = b.org_id))
                 order by b.last_seq limit 16",
                &key,
            )?;
            for row in &rows {
                let seq = row.integer(2)?;
                if !self.push(row, Cursor { place: seq, seq })? {
                    return Ok(false);
                }
            }
            if rows.len() < 16 {
                self.at = Cursor { place: end - 1, seq: end - 1 };
                return Ok(true);
            }
        }
    }

    /// Tells the blocks of a scope that are older than its opening.
    fn older(&mut self, tx: &mut dyn Tx, turn: &Turn<'_>) -> Result<bool> {
        if self.at.place < turn.number {
            self.at = Cursor { place: turn.number, seq: 0 };
        }
        if sync::planted!(OpenedWithoutPast) {
            self.at = Cursor { place: turn.number, seq: turn.number };
            return Ok(true);
        }
        loop {
            let key: [Value; 6] = [
                self.org.id.into(),
                turn.scope.into(),
                self.at.seq.into(),
                turn.number.into(),
                self.replica.into(),
                self.session.person.into(),
            ];
            let rows = tx.query(
                "select b.scope, b.first_seq, b.last_seq, b.received_ms, b.batch from block b
                 where b.org_id = $1 and b.scope = $2 and b.last_seq > $3 and b.last_seq < $4
                   and (b.replica <> $5 or exists
                        (select 1 from released o where o.org_id = b.org_id and o.last_seq = b.last_seq))
                   and (b.author <> $6 or not exists
                        (select 1 from replica p
                         where p.org_id = b.org_id and p.replica = b.replica and p.device = b.org_id))
                 order by b.last_seq limit 16",
                &key,
            )?;
            for row in &rows {
                if !self.push(row, Cursor { place: turn.number, seq: row.integer(2)? })? {
                    return Ok(false);
                }
            }
            if rows.len() < 16 {
                self.at = Cursor { place: turn.number, seq: turn.number };
                return Ok(true);
            }
        }
    }

    /// Takes a block into the answer and moves the cursor; nothing when there is no room for it.
    fn push(&mut self, row: &Row, after: Cursor) -> Result<bool> {
        let (scope, batch) = (row.bytes(0)?, row.bytes(4)?);
        if self.reading.allows(scope) {
            let size = scope.len() + batch.len() + AROUND;
            if size > self.left && !self.news.is_empty() {
                return Ok(false);
            }
            self.left = self.left.saturating_sub(size);
            self.news.push(News::Block(Block {
                scope: scope.to_vec(),
                first_seq: row.integer(1)?,
                received_ms: row.integer(3)?,
                batch: batch.to_vec(),
            }));
        }
        self.at = after;
        Ok(true)
    }

    fn close(&mut self, turn: &Turn<'_>) -> bool {
        if self.at.place < turn.number {
            let size = turn.scope.len() + AROUND;
            if size > self.left && !self.news.is_empty() {
                return false;
            }
            self.left = self.left.saturating_sub(size);
            self.news.push(News::Closed { scope: turn.scope.to_vec() });
            self.at = Cursor { place: turn.number, seq: turn.number };
        }
        true
    }
}

fn turns(reading: &Reading, from: i64) -> Vec<Turn<'_>> {
    let mut turns: Vec<_> = reading
        .known
        .iter()
        .map(|(scope, opened)| Turn {
            number: opened.closed.unwrap_or(opened.opened),
            scope,
            is_closing: opened.closed.is_some(),
        })
        .filter(|turn| turn.number >= from)
        .collect();
    turns.sort_by_key(|turn| turn.number);
    turns
}
