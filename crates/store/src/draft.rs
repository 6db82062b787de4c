//! The journal of what is being typed: a commit of its own for each state of the draft.

use domain::{
    RowId,
    clock::{Anchor, Reading},
};

use crate::{
    Connection, Tx, Writer,
    error::{Doing, Result},
    sql,
};

/// The words that are not kept yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The observation.
    pub document: RowId,
    /// The kept line that is being edited, or the observation for a new line.
    pub target: RowId,
    /// Rises with every state; a lower number never replaces a higher one.
    pub number: i64,
    /// The words before `//`.
    pub evidence: String,
    /// The words after it, if it was typed.
    pub wondering: Option<String>,
    /// The speaker of the line.
    pub speaker: String,
    /// The positions of the look-fors that are chosen for it.
    pub tags: Vec<u32>,
    /// The time that was typed for a line from paper; empty while a lesson runs.
    pub typed_time: String,
    /// Where the caret stands, in UTF-16 units, as the page counts.
    pub caret: u32,
    /// The moment of the line's first key.
    pub anchor: Anchor,
}

/// Writes a state of the draft, durably, unless a later one is already written. Returns whether it was written.
///
/// # Errors
/// When the disk refuses: the page keeps the words and says so.
pub fn save(writer: &mut Writer, draft: &Draft) -> Result<bool> {
    writer.transact(|tx| {
        let written = tx
            .reader()
            .prepare_cached(
                "insert into local_draft (document, target, number, evidence, wondering, speaker, caret,
                                          lesson_ms, wall_ms, boot_ms, awake_ms, boot, tags, typed_time)
                 values (?1, ?2, ?3, ?4, ?5, ?6, ?7,
                         ?8 + coalesce((select started_ms from observation where id = ?1), 0), ?9, ?10, ?11, ?12, ?13, ?14)
                 on conflict (document, target) do update set
                     number = ?3, evidence = ?4, wondering = ?5, speaker = ?6, caret = ?7, tags = ?13, typed_time = ?14,
                     -- An emptied draft begins anew: its next word has a first key of its own.
                     lesson_ms = iif(evidence = '' and wondering is null, excluded.lesson_ms, lesson_ms),
                     wall_ms = iif(evidence = '' and wondering is null, ?9, wall_ms),
                     boot_ms = iif(evidence = '' and wondering is null, ?10, boot_ms),
                     awake_ms = iif(evidence = '' and wondering is null, ?11, awake_ms),
                     boot = iif(evidence = '' and wondering is null, ?12, boot)
                 where number < ?3",
            )
            .and_then(|mut statement| {
                let reading = &draft.anchor.reading;
                statement.execute(rusqlite::params![
                    draft.document.bytes(),
                    draft.target.bytes(),
                    draft.number,
                    draft.evidence,
                    draft.wondering,
                    draft.speaker,
                    draft.caret,
                    draft.anchor.offset_ms,
                    reading.wall_ms,
                    reading.boot_ms,
                    reading.awake_ms,
                    reading.boot,
                    listed(&draft.tags),
                    draft.typed_time
                ])
            })
            .doing("writing a draft")?;
        Ok(written == 1)
    })
}

/// Empties a draft inside the act that keeps its words as a line, unless later words already stand in it.
///
/// The number stays, also where no state of the draft was written yet, so that one that is still on its way cannot bring
/// the words back.
///
/// # Errors
/// When the database fails.
pub fn clear(tx: &Tx<'_>, document: RowId, target: RowId, number: i64) -> Result<()> {
    tx.reader()
        .prepare_cached(
            "insert into local_draft (document, target, number, evidence, wondering, speaker, caret,
                                      lesson_ms, wall_ms, boot_ms, awake_ms, boot)
             values (?1, ?2, ?3, '', null, '', 0, coalesce((select started_ms from observation where id = ?1), 0), 0, 0, 0, '')
             on conflict (document, target) do update set
                 evidence = '', wondering = null, caret = 0, tags = '', typed_time = '', number = ?3
             -- A higher number is the next line, whose first keys were quicker than this act.
             where number <= ?3",
        )
        .and_then(|mut statement| statement.execute((document.bytes(), target.bytes(), number)))
        .map(drop)
        .doing("clearing a draft")
}

/// Returns the drafts of a document, the emptied ones too: their numbers go on rising.
///
/// # Errors
/// When the database fails.
pub fn of(connection: &Connection, document: RowId) -> Result<Vec<Draft>> {
    let sql = "select draft.*, lesson_ms - coalesce(seen.started_ms, 0) as offset_ms
               from local_draft draft left join observation seen on seen.id = draft.document
               where draft.document = ?1 order by draft.target";
    sql::all(connection, sql, [document.bytes()], |row| {
        Ok(Draft {
            document: sql::id(row, "document")?,
            target: sql::id(row, "target")?,
            number: row.get("number")?,
            evidence: row.get("evidence")?,
            wondering: row.get("wondering")?,
            speaker: row.get("speaker")?,
            tags: positions(&row.get::<_, String>("tags")?),
            typed_time: row.get("typed_time")?,
            caret: row.get("caret")?,
            anchor: anchor(row)?,
        })
    })
    .doing("reading the drafts")
}

fn listed(tags: &[u32]) -> String {
    tags.iter().map(u32::to_string).collect::<Vec<_>>().join(",")
}

fn positions(tags: &str) -> Vec<u32> {
    tags.split(',').filter_map(|position| position.parse().ok()).collect()
}

/// Remembers the last known moment of an open observation: when its start moves, the moment stays.
///
/// # Errors
/// When the database fails.
pub fn stand(tx: &Tx<'_>, observation: RowId, anchor: &Anchor) -> Result<()> {
    let reading = &anchor.reading;
    tx.reader()
        .prepare_cached(
            "insert or replace into local_anchor (observation, lesson_ms, wall_ms, boot_ms, awake_ms, boot)
             values (?1, ?2 + coalesce((select started_ms from observation where id = ?1), 0), ?3, ?4, ?5, ?6)",
        )
        .and_then(|mut statement| {
            statement.execute(rusqlite::params![
                observation.bytes(),
                anchor.offset_ms,
                reading.wall_ms,
                reading.boot_ms,
                reading.awake_ms,
                reading.boot
            ])
        })
        .map(drop)
        .doing("remembering a moment")
}

/// Returns the last known moment of an observation.
///
/// # Errors
/// When the database fails.
pub fn standing(connection: &Connection, observation: RowId) -> Result<Option<Anchor>> {
    let sql = "select anchor.*, lesson_ms - coalesce(seen.started_ms, 0) as offset_ms
               from local_anchor anchor left join observation seen on seen.id = anchor.observation
               where anchor.observation = ?1";
    sql::first(connection, sql, [observation.bytes()], anchor).doing("reading a moment")
}

fn anchor(row: &rusqlite::Row<'_>) -> rusqlite::Result<Anchor> {
    Ok(Anchor {
        offset_ms: row.get("offset_ms")?,
        reading: Reading {
            wall_ms: row.get("wall_ms")?,
            boot_ms: row.get("boot_ms")?,
            awake_ms: row.get("awake_ms")?,
            boot: row.get("boot")?,
        },
    })
}
