//! What is said of coach notes: remarks that went or came, and those that are held on this computer and can be taken back.

use domain::{RowId, Value, schema::remark as schema};

use crate::{
    Connection, Tx, Writer, coach_note,
    error::{Doing, Result},
    sharing, sql,
};

/// A remark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The id.
    pub id: RowId,
    /// The coach whose note it is about.
    pub coach: RowId,
    /// The teacher of whom the note speaks, where it speaks of one.
    pub teacher: Option<RowId>,
    /// The note.
    pub note: RowId,
    /// Who said it.
    pub author: RowId,
    /// The kind's code.
    pub kind: String,
    /// The words.
    pub text: String,
    /// The words of the note that it is about.
    pub passage: String,
    /// The remark that it answers.
    pub answers: Option<RowId>,
    /// When it was said, in milliseconds since 1970.
    pub said_ms: i64,
    /// The moment from which on it goes, while it is held here.
    pub goes_ms: Option<i64>,
}

/// Lists what was said of a note, by everybody, the oldest first; what is held here is said by this person. What names
/// another coach than the note's was not said of it.
///
/// # Errors
/// When the database fails.
pub fn of_note(reader: &Connection, me: RowId, note: RowId) -> Result<Vec<Remark>> {
    let sql = "select id, coach, teacher, note, author, kind, text, passage, answers, created_ms as said_ms,
                      null as goes_ms
               from remark
               where note = ?1 and removed_ms is null and author is not null
                 and coach = (select coach from coach_note where id = ?1)
               union all
               select id, coach, teacher, note, ?2, kind, words, passage, answers, said_ms, goes_ms
               from local_remark where note = ?1
               order by said_ms, id";
    sql::all(reader, sql, (note.bytes(), me.bytes()), read).doing("reading remarks")
}

/// Lists the notes of a coach of which something was said.
///
/// # Errors
/// When the database fails.
pub fn notes_spoken_of(reader: &Connection, coach: RowId) -> Result<Vec<RowId>> {
    let sql = "select distinct note from remark where coach = ?1 and removed_ms is null and note is not null";
    sql::all(reader, sql, [coach.bytes()], |row| sql::id(row, "note")).doing("listing what was said")
}

/// Holds a remark on this computer until it goes.
///
/// # Errors
/// When the disk refuses.
pub fn hold(tx: &Tx<'_>, remark: &Remark, goes_ms: i64) -> Result<()> {
    let sql = "insert into local_remark (id, coach, teacher, note, kind, words, passage, answers, said_ms, goes_ms)
               values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    let held = tx.reader().execute(
        sql,
        rusqlite::params![
            remark.id.bytes(),
            remark.coach.bytes(),
            remark.teacher.map(RowId::bytes),
            remark.note.bytes(),
            remark.kind,
            remark.text,
            remark.passage,
            remark.answers.map(RowId::bytes),
            remark.said_ms,
            goes_ms,
        ],
    );
    held.map(drop).doing("holding a remark")
}

/// Takes a remark back that has not gone. Returns whether it was still here.
///
/// # Errors
/// When the disk refuses.
pub fn take_back(writer: &mut Writer, id: RowId) -> Result<bool> {
    writer.transact(|tx| {
        let taken = tx.reader().execute("delete from local_remark where id = ?1", [id.bytes()]);
        Ok(taken.doing("taking a remark back")? > 0)
    })
}

/// Lets go what was held long enough: each becomes a row that the next question to the service brings. What this person
/// may not say any more, or of a note that its coach took back, stays here, where it can be seen and taken back. Returns
/// how many go.
///
/// # Errors
/// When the disk refuses; nothing goes then, and nothing is lost.
pub fn release(writer: &mut Writer, now_ms: i64) -> Result<usize> {
    let Some(membership) = crate::exchange::membership(writer.reader())? else { return Ok(0) };
    let due = due(writer.reader(), membership.person, now_ms)?;
    if due.is_empty() {
        return Ok(0);
    }
    writer.transact(|tx| {
        let mut gone = 0;
        for remark in &due {
            let fields = fields(remark);
            if !is_said_of_a_note(tx.reader(), remark)?
                || sharing::beginning(tx.connection(), schema::ENTITY, &fields)?.is_none()
            {
                continue;
            }
            tx.create(schema::ENTITY, remark.id, fields)?;
            let forgotten = tx.reader().execute("delete from local_remark where id = ?1", [remark.id.bytes()]);
            forgotten.doing("letting a remark go")?;
            gone += 1;
        }
        Ok(gone)
    })
}

/// Whether the note is still here, with the words that a remark is about. Of a note that its coach took back nothing goes.
fn is_said_of_a_note(reader: &Connection, remark: &Remark) -> Result<bool> {
    let Some(note) = coach_note::find(reader, remark.note)? else { return Ok(false) };
    Ok([note.tried, note.will_try, note.question].iter().any(|words| words.contains(&remark.passage)))
}

fn due(reader: &Connection, me: RowId, now_ms: i64) -> Result<Vec<Remark>> {
    let sql = "select id, coach, teacher, note, ?1 as author, kind, words as text, passage, answers, said_ms, goes_ms
               from local_remark where goes_ms <= ?2 order by said_ms, id";
    sql::all(reader, sql, (me.bytes(), now_ms), read).doing("reading what is held")
}

fn fields(remark: &Remark) -> Vec<(u16, Value)> {
    let words = |words: &str| if words.is_empty() { Value::Null } else { words.into() };
    let fields = vec![
        (schema::COACH, remark.coach.into()),
        (schema::NOTE, remark.note.into()),
        (schema::AUTHOR, remark.author.into()),
        (schema::KIND, remark.kind.as_str().into()),
        (schema::TEXT, words(&remark.text)),
        (schema::PASSAGE, words(&remark.passage)),
        (schema::ANSWERS, remark.answers.into()),
        (schema::TEACHER, remark.teacher.into()),
    ];
    fields.into_iter().filter(|(_, value)| *value != Value::Null).collect()
}

/// Remembers that a note was read on this computer, with the answers that were here then.
///
/// # Errors
/// When the disk refuses.
pub fn mark_read(writer: &mut Writer, note: RowId, answer: Option<RowId>) -> Result<()> {
    let sql = "insert or replace into local_read_note (note, answer, read_ms) values (?1, ?2, ?3)";
    writer.transact(|tx| {
        let marked = tx.reader().execute(sql, (note.bytes(), answer.map(RowId::bytes), tx.now_ms()));
        marked.map(drop).doing("marking a coach note as read")
    })
}

/// Returns whether a note was read on this computer, with its last answer.
///
/// # Errors
/// When the database fails.
pub fn is_read(reader: &Connection, note: RowId, answer: Option<RowId>) -> Result<bool> {
    let sql = "select 1 from local_read_note where note = ?1 and (?2 is null or answer >= ?2)";
    let found = sql::first(reader, sql, (note.bytes(), answer.map(RowId::bytes)), |_| Ok(()));
    Ok(found.doing("looking whether a coach note was read")?.is_some())
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Remark> {
    Ok(Remark {
        id: sql::id(row, "id")?,
        coach: sql::id(row, "coach")?,
        teacher: sql::optional_id(row, "teacher")?,
        note: sql::id(row, "note")?,
        author: sql::id(row, "author")?,
        kind: sql::words(row, "kind")?,
        text: sql::words(row, "text")?,
        passage: sql::words(row, "passage")?,
        answers: sql::optional_id(row, "answers")?,
        said_ms: row.get("said_ms")?,
        goes_ms: row.get("goes_ms")?,
    })
}
