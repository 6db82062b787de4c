//! Coach notes: a week's facts and the coach's own words about their own moves, for their supervisors (decision 19).
//!
//! A note has one row for each week. Its words are typed as those of any record ([`crate::typed`]). While it is shared it
//! stays as it is: what the supervisors read and quote is what the preview showed.

mod facts;
mod names;
mod view;

use chrono::NaiveDate;
use domain::{
    Code, Problem, RowId,
    access::{Record, Share, may_share},
    schema::{Entity, Field, coach_note, note_fact},
    scope::Scope,
    time,
};
use serde::{Deserialize, Serialize};
use store::{Connection, Tx, Writer, coach_note as stored, sharing, typed};

use crate::{
    Error, Result,
    session::{self, Session},
    sharing::Barrier,
};

pub(crate) use facts::{FactView, shared as shared_facts};
pub(crate) use names::replaced;
pub use names::{NameView, ReplaceName, names};
pub use view::{CoachNoteView, NoteState, view};

/// The most letters of a field.
const MOST_LETTERS: usize = 4_000;

/// A field of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum NoteField {
    /// What I tried.
    Tried,
    /// What I will try.
    WillTry,
    /// A question to my supervisors.
    Question,
}

impl NoteField {
    /// Every field, in the order in which they stand.
    pub const ALL: [Self; 3] = [Self::Tried, Self::WillTry, Self::Question];

    fn field(self) -> &'static Field {
        let number = match self {
            Self::Tried => coach_note::TRIED,
            Self::WillTry => coach_note::WILL_TRY,
            Self::Question => coach_note::QUESTION,
        };
        coach_note::ENTITY.field(number).expect("the field is in the schema")
    }
}

/// Returns the row of a coach's note of the week that begins on this Monday. It follows from both, so that two computers
/// write one note.
#[must_use]
pub fn row_of(coach: RowId, monday: NaiveDate) -> RowId {
    RowId::derived(&[b"coach note", &coach.bytes(), monday.to_string().as_bytes()])
}

/// The note of one week.
struct Week {
    session: Session,
    monday: NaiveDate,
    note: RowId,
}

impl Week {
    /// The week that holds this day.
    fn of(reader: &Connection, day: &str) -> Result<Self> {
        let day: NaiveDate = day.parse().map_err(|_| Error::invalid("week", "This day does not exist."))?;
        let (session, monday) = (session::load(reader)?, time::monday(day));
        Ok(Self { session, monday, note: row_of(session.me, monday) })
    }

    fn programme(&self) -> Scope {
        Scope::Programme { author: self.session.me, about: None, record: Record::CoachNote }
    }

    fn fields(&self) -> Vec<(u16, domain::Value)> {
        vec![(coach_note::COACH, self.session.me.into()), (coach_note::WEEK, self.monday.to_string().into())]
    }
}

/// Begins the note of a week, so that there is something to write on; it is nobody's act, and undo passes it over. A note
/// that is there stays as it is.
///
/// # Errors
/// When the day does not exist.
pub fn begin(writer: &mut Writer, week: &str) -> Result<()> {
    let week = Week::of(writer.reader(), week)?;
    if stored::find(writer.reader(), week.note)?.is_some() {
        return Ok(());
    }
    Ok(writer.transact(|tx| tx.create_or_restore(coach_note::ENTITY, week.note, week.fields()))?)
}

/// Refuses words for a note that is shared: what the supervisors read and quote stays as it is.
pub(crate) fn refuse_shared(reader: &Connection, entity: &Entity, row: RowId) -> Result<()> {
    if entity.number == coach_note::ENTITY.number && is_shared(reader, row)? {
        let message = "This coach note is shared and stays as it is. Stop sharing it to write on.";
        return Err(Error::invalid("row", message));
    }
    Ok(())
}

/// Writes other words in the place of names, as one act: a role, initials, a number.
///
/// # Errors
/// [`Code::Changed`] when a name does not stand there any more; nothing is changed then.
pub fn replace_names(writer: &mut Writer, week: &str, replace: &[ReplaceName]) -> Result<()> {
    let week = Week::of(writer.reader(), week)?;
    refuse_shared(writer.reader(), coach_note::ENTITY, week.note)?;
    let words = view::words(writer.reader(), week.note)?;
    writer.act(week.note, "Write other words in a name's place", |tx| {
        for (field, before) in NoteField::ALL.into_iter().zip(&words) {
            let after = names::rewritten(before, field, replace)?;
            if after != *before {
                let number = typed::of(tx.reader(), week.note, field.field())?.number + 1;
                typed::keep(tx, coach_note::ENTITY, week.note, field.field(), number, &after)?;
            }
        }
        Ok::<_, Error>(())
    })
}

/// Shares the note of a week with this person's supervisors: its words, and the facts of the week as they are now.
///
/// # Errors
/// When nothing is written, or it may not be shared as far as this computer knows; nothing is sent then.
pub fn share(writer: &mut Writer, week: &str) -> Result<()> {
    let week = Week::of(writer.reader(), week)?;
    if is_shared(writer.reader(), week.note)? {
        return Ok(());
    }
    let words = view::words(writer.reader(), week.note)?;
    if let Some((field, _)) = NoteField::ALL.iter().zip(&words).find(|(_, words)| words.chars().count() > MOST_LETTERS)
    {
        return Err(Error::invalid(field.field().column, "This holds 4,000 letters. Shorten it; nothing was sent."));
    }
    for (field, words) in NoteField::ALL.iter().zip(&words) {
        crate::typed::refuse_private(field.field().column, words)?;
    }
    if words.iter().all(|words| words.trim().is_empty()) {
        return Err(Error::invalid("tried", "Write a line first: the facts alone do not say what you tried."));
    }
    if let Some(barrier) = barrier(writer.reader(), &week)? {
        return Err(refused(barrier));
    }
    let facts = facts::count(writer.reader(), &week)?;
    let before = stored::facts(writer.reader(), week.note)?;
    writer.act(week.note, "Share a coach note", |tx| {
        keep_typed(tx, week.note)?;
        for (row, _) in &before {
            tx.remove(note_fact::ENTITY, *row)?;
        }
        for (position, fact) in (1_u32..).zip(&facts) {
            let row = tx.new_id();
            tx.create(note_fact::ENTITY, row, facts::fields(week.note, position, fact))?;
        }
        Ok(tx.share(coach_note::ENTITY, week.note, &week.programme())?)
    })
}

/// Stops sharing the note of a week: it leaves the supervisors' lists, and can be written on again.
///
/// # Errors
/// [`Code::Changed`] when it is not shared any more.
pub fn stop(writer: &mut Writer, week: &str) -> Result<()> {
    let week = Week::of(writer.reader(), week)?;
    if !is_shared(writer.reader(), week.note)? {
        return Err(Error::Refused(Problem::new(Code::Changed, "This coach note is not shared any more.")));
    }
    let scope = week.programme();
    writer.act(week.note, "Stop sharing a coach note", |tx| Ok(tx.unshare(coach_note::ENTITY, week.note, &scope)?))
}

/// Whether the supervisors have the note, or get it.
fn is_shared(reader: &Connection, note: RowId) -> Result<bool> {
    Ok(sharing::shares(reader, note)?.iter().any(|share| share.state != sharing::State::Ending))
}

/// Keeps what stands in the fields and is not in the note yet, so that what goes is what was shown.
fn keep_typed(tx: &mut Tx<'_>, note: RowId) -> Result<()> {
    for field in NoteField::ALL.map(NoteField::field) {
        let found = typed::of(tx.reader(), note, field)?;
        if let Some(words) = found.text {
            typed::keep(tx, coach_note::ENTITY, note, field, found.number + 1, words.trim())?;
        }
    }
    Ok(())
}

/// Why the note cannot be shared, as far as this computer knows.
fn barrier(reader: &Connection, week: &Week) -> Result<Option<Barrier>> {
    if store::exchange::membership(reader)?.is_none() {
        return Ok(Some(Barrier::Alone));
    }
    let Some(facts) = sharing::facts(reader)? else { return Ok(Some(Barrier::NotTold)) };
    let share = Share {
        record: Record::CoachNote,
        root: week.note,
        teacher: None,
        from: Scope::Own { author: week.session.me },
        to: week.programme(),
    };
    Ok(may_share(&facts, &share).err().map(Barrier::from))
}

fn refused(barrier: Barrier) -> Error {
    let hint = match barrier {
        Barrier::Alone => "Join your organisation's service first.",
        Barrier::NotTold => "Connect once, so that the service can say who supervises whom.",
        _ => "Ask your administrator.",
    };
    Error::Refused(Problem::new(Code::Changed, "This coach note cannot be shared now. Nothing was sent.").hint(hint))
}
