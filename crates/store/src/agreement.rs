//! Reads of sharing agreements: versions, their items, and what each of the two said of them.

use domain::RowId;

use crate::{
    Connection,
    error::{Doing, Error, Result},
    sql,
};

/// A version of an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// The id.
    pub id: RowId,
    /// The coach.
    pub coach: RowId,
    /// The teacher.
    pub teacher: RowId,
    /// Its number among the pair's.
    pub version: i64,
    /// What the pair added in its own words.
    pub text: String,
    /// When it was written, in milliseconds since 1970.
    pub created_ms: i64,
}

/// One item of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it speaks of, by its code.
    pub code: String,
    /// For whom, by its code.
    pub audience: String,
    /// The words that are agreed to.
    pub text: String,
}

/// What one of the two said of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The id.
    pub id: RowId,
    /// The version.
    pub agreement: RowId,
    /// Who, by its code.
    pub party: String,
    /// What, by its code.
    pub said: String,
    /// How, by its code.
    pub way: String,
    /// The day on which it was said, `2026-10-05`.
    pub date: String,
    /// Of what was looked at.
    pub digest: String,
}

const AGREEMENT: &str = "select id, coach, teacher, version, text, created_ms from sharing_agreement";

/// Lists the versions of a pair's agreement, the first first.
///
/// # Errors
/// When the database fails.
pub fn versions(reader: &Connection, coach: RowId, teacher: RowId) -> Result<Vec<Agreement>> {
    let sql = format!(
        "{AGREEMENT} where teacher = ?1 and coach = ?2 and removed_ms is null and erased = 0 order by version, id"
    );
    sql::all(reader, &sql, (teacher.bytes(), coach.bytes()), agreement).doing("reading a sharing agreement")
}

/// Lists every version that speaks of a person, as coach or as teacher.
///
/// # Errors
/// When the database fails.
pub fn of_person(reader: &Connection, person: RowId) -> Result<Vec<Agreement>> {
    let sql = format!(
        "{AGREEMENT} where (teacher = ?1 or coach = ?1) and coach is not null and teacher is not null
         and removed_ms is null and erased = 0 order by version, id"
    );
    sql::all(reader, &sql, [person.bytes()], agreement).doing("reading sharing agreements")
}

/// Returns one version.
///
/// # Errors
/// [`Error::NotFound`] when there is no such version.
pub fn load(reader: &Connection, id: RowId) -> Result<Agreement> {
    let sql = format!("{AGREEMENT} where id = ?1 and removed_ms is null and erased = 0");
    let found = sql::first(reader, &sql, [id.bytes()], agreement).doing("reading a sharing agreement")?;
    found.ok_or(Error::NotFound { entity: "sharing_agreement" })
}

/// Lists the items of a version, in their order.
///
/// # Errors
/// When the database fails.
pub fn items(reader: &Connection, agreement: RowId) -> Result<Vec<Item>> {
    let sql = "select code, audience, text from agreement_item
               where agreement = ?1 and removed_ms is null and erased = 0 order by position, id";
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Item {
            code: sql::words(row, "code")?,
            audience: sql::words(row, "audience")?,
            text: sql::words(row, "text")?,
        })
    };
    sql::all(reader, sql, [agreement.bytes()], read).doing("reading the items of a sharing agreement")
}

/// Lists what was said of a version, the earliest first.
///
/// # Errors
/// When the database fails.
pub fn words(reader: &Connection, agreement: RowId) -> Result<Vec<Word>> {
    let sql = "select id, agreement, party, said, way, date, digest from acceptance
               where agreement = ?1 and removed_ms is null and erased = 0 order by date, created_ms, id";
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Word {
            id: sql::id(row, "id")?,
            agreement: sql::id(row, "agreement")?,
            party: sql::words(row, "party")?,
            said: sql::words(row, "said")?,
            way: sql::words(row, "way")?,
            date: sql::words(row, "date")?,
            digest: sql::words(row, "digest")?,
        })
    };
    sql::all(reader, sql, [agreement.bytes()], read).doing("reading who accepted a sharing agreement")
}

fn agreement(row: &rusqlite::Row<'_>) -> rusqlite::Result<Agreement> {
    Ok(Agreement {
        id: sql::id(row, "id")?,
        coach: sql::id(row, "coach")?,
        teacher: sql::id(row, "teacher")?,
        version: row.get::<_, Option<i64>>("version")?.unwrap_or(0),
        text: sql::words(row, "text")?,
        created_ms: row.get("created_ms")?,
    })
}

/// A teacher's written consent to be coached by somebody who may evaluate them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// The row.
    pub id: RowId,
    /// The day of the signature, `2026-10-05`.
    pub date: String,
}

/// Lists a teacher's written consents to be coached by somebody, those that nobody withdrew.
///
/// # Errors
/// When the database fails.
pub fn consents(reader: &Connection, coach: RowId, teacher: RowId) -> Result<Vec<Consent>> {
    let sql = "select id, date from coaching_consent given
               where teacher = ?1 and coach = ?2 and withdraws is null and removed_ms is null and erased = 0
                 and not exists (select 1 from coaching_consent taken
                                 where taken.withdraws = given.id and taken.teacher = given.teacher
                                   and taken.coach = given.coach and taken.removed_ms is null)
               order by id";
    let read = |row: &rusqlite::Row<'_>| Ok(Consent { id: sql::id(row, "id")?, date: sql::words(row, "date")? });
    sql::all(reader, sql, (teacher.bytes(), coach.bytes()), read).doing("looking for a consent")
}

/// Lists every row that says something of such a consent.
///
/// # Errors
/// When the database fails.
pub fn consent_rows(reader: &Connection, coach: RowId, teacher: RowId) -> Result<Vec<RowId>> {
    let sql = "select id from coaching_consent
               where teacher = ?1 and coach = ?2 and removed_ms is null and erased = 0 order by id";
    sql::all(reader, sql, (teacher.bytes(), coach.bytes()), |row| sql::id(row, "id")).doing("listing consents")
}
