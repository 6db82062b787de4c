//! Two lines that overlap: who gets the time that both have.

use domain::{
    RowId,
    log::{
        Source,
        span::{self, Span},
    },
    schema::log_entry,
};
use serde::Deserialize;
use store::{Tx, Writer, log as stored};

use super::{LogKey, confirm::proposed, confirmed, enter, entry::part_of, read_date, span_of};
use crate::{
    Error, Result,
    session::{self, Session},
};

/// Who gets the time that two lines share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum Way {
    /// The first of the two.
    One,
    /// The second.
    Other,
    /// The earlier one until this minute after midnight, the other one from then on.
    SplitAt(u32),
}

/// Gives the time that two lines of a day share to one of them, and confirms both with what they have then, as one act.
/// A line of which nothing is left is left out.
///
/// # Errors
/// When one of them is no longer there, they do not overlap, or a third line has the time.
pub fn resolve(writer: &mut Writer, date: &str, one: LogKey, other: LogKey, way: Way) -> Result<()> {
    let session = session::load(writer.reader())?;
    let date = read_date(date)?;
    let (first, second) = (held(writer, &session, date, one)?, held(writer, &session, date, other)?);
    let way = match way {
        Way::One => span::Way::First,
        Way::Other => span::Way::Second,
        Way::SplitAt(minute) => span::Way::SplitAt(minute),
    };
    let parts = first.span().zip(second.span()).and_then(|(one, other)| span::resolve(one, other, way));
    let (left, right) =
        parts.ok_or_else(|| Error::invalid("at", "These two lines do not share that time. Nothing was changed."))?;
    let others = confirmed(writer.reader(), &session, date)?;
    let others: Vec<Span> =
        others.iter().filter(|entry| !first.is(entry.id) && !second.is(entry.id)).filter_map(span_of).collect();
    if left.iter().chain(&right).any(|part| others.iter().any(|other| other.shared(*part).is_some())) {
        return Err(Error::invalid("overlap", "A third line has some of this time. Resolve that one first."));
    }
    writer.act(store::workspace(), "Resolve an overlap", |tx| {
        first.keep(tx, &session, &left)?;
        second.keep(tx, &session, &right)?;
        Ok(())
    })
}

/// One of the two lines, as it is now.
enum Held {
    Entry(stored::Entry),
    Proposed(domain::log::took_place::TookPlace),
}

fn held(writer: &Writer, session: &Session, date: chrono::NaiveDate, key: LogKey) -> Result<Held> {
    match key {
        LogKey::Entry(id) => {
            let entry = stored::load(writer.reader(), session.me, id)?;
            if entry.date != date.to_string() {
                return Err(Error::invalid("date", "This line stands on another day. Nothing was changed."));
            }
            Ok(Held::Entry(entry))
        }
        LogKey::Proposed(_) | LogKey::Way(_) => Ok(Held::Proposed(proposed(writer, session, date, key)?)),
    }
}

impl Held {
    fn span(&self) -> Option<Span> {
        match self {
            Self::Entry(entry) => span_of(entry),
            Self::Proposed(took) => took.span(),
        }
    }

    fn is(&self, id: RowId) -> bool {
        matches!(self, Self::Entry(entry) if entry.id == id)
    }

    /// Keeps what is left of the line: its first part in its own row, further ones beside it.
    fn keep(&self, tx: &mut Tx<'_>, session: &Session, parts: &[Span]) -> store::Result<()> {
        let source = if parts.is_empty() { Source::LeftOut } else { Source::Derived };
        let id = match self {
            Self::Entry(entry) => entry.id,
            Self::Proposed(took) => enter(tx, session, took, source)?,
        };
        let Some((first, rest)) = parts.split_first() else { return self.leave(tx, id) };
        tx.set(log_entry::ENTITY, id, log_entry::STARTS_MINUTE, first.starts_minute().into())?;
        tx.set(log_entry::ENTITY, id, log_entry::MINUTES, first.minutes().into())?;
        if rest.is_empty() {
            return Ok(());
        }
        let whole = stored::load(tx.reader(), session.me, id)?;
        for part in rest {
            let further = tx.new_id();
            tx.create(log_entry::ENTITY, further, part_of(session, &whole, *part))?;
        }
        Ok(())
    }

    /// A line by hand of which nothing is left is removed; one that came from something would be proposed again.
    fn leave(&self, tx: &mut Tx<'_>, id: RowId) -> store::Result<()> {
        match self {
            Self::Entry(entry) if entry.origin.is_none() => tx.remove(log_entry::ENTITY, id),
            Self::Entry(_) | Self::Proposed(_) => {
                tx.set(log_entry::ENTITY, id, log_entry::SOURCE, Source::LeftOut.code().into())
            }
        }
    }
}
