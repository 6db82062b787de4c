//! The list of students' names: for the finder alone, on this computer alone.

use std::collections::BTreeSet;

use domain::{RowId, names::folded, schema::student_name as entity};
use serde::Serialize;
use store::{Connection, Writer, student_name as stored};

use crate::{Error, Result, observation::small, typed::refuse_long};

/// A student's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct StudentName {
    /// The row.
    pub id: RowId,
    /// The name.
    pub name: String,
}

/// The longest name, in characters.
const LONGEST: usize = 100;

/// The most names of the list: more students than a coach meets in years.
const MOST: usize = 5_000;

/// Lists the names, in the order of the alphabet.
///
/// # Errors
/// When the database fails.
pub fn list(reader: &Connection) -> Result<Vec<StudentName>> {
    Ok(stored::all(reader)?.into_iter().map(|(id, name)| StudentName { id, name }).collect())
}

/// Adds names, one a line, as one act that undo takes back: "Haddad, Amir" as "Amir Haddad". Those that are in the list are
/// passed over. Returns how many are new.
///
/// # Errors
/// When a line is no name, or there are too many; then none is added.
pub fn add(writer: &mut Writer, lines: &str) -> Result<u32> {
    let present = stored::all(writer.reader())?;
    let mut known: BTreeSet<String> = present.iter().map(|(_, name)| folded(name)).collect();
    let mut added = Vec::new();
    for line in lines.lines().filter(|line| !line.trim().is_empty()) {
        let name = checked(line)?;
        if known.insert(folded(&name)) {
            added.push(name);
        }
    }
    if known.len() > MOST {
        return Err(Error::invalid("names", "The list holds 5,000 names. Remove some first. Nothing was added."));
    }
    if added.is_empty() {
        return Ok(0);
    }
    writer.act(store::workspace(), "Add students’ names", |tx| {
        added.iter().try_for_each(|name| {
            let id = tx.new_id();
            tx.create(entity::ENTITY, id, vec![(entity::NAME, name.clone().into())])
        })
    })?;
    Ok(small(added.len()))
}

/// Removes a name from the list; undo brings it back.
///
/// # Errors
/// When it is not there.
pub fn remove(writer: &mut Writer, id: RowId) -> Result<()> {
    Ok(writer.act(store::workspace(), "Remove a student’s name", |tx| tx.remove(entity::ENTITY, id))?)
}

/// Says that a word which looks like a name is none, or takes that back. It is remembered on this computer.
///
/// # Errors
/// When it is no word.
pub fn mark_no_name(writer: &mut Writer, name: &str, is_no_name: bool) -> Result<()> {
    refuse_long("name", name, LONGEST)?;
    let words: Vec<String> = name.split_whitespace().map(folded).collect();
    if words.is_empty() {
        return Err(Error::invalid("name", "There is no word here. Nothing was changed."));
    }
    Ok(words.iter().try_for_each(|word| stored::mark(writer, word, is_no_name))?)
}

/// A line of the list as a name.
fn checked(line: &str) -> Result<String> {
    let (given, family) = domain::person::split(line);
    let name = format!("{given} {family}").trim().to_owned();
    if name.chars().filter(|letter| letter.is_alphabetic()).count() < 2 {
        return Err(Error::invalid(
            "names",
            "A name has two letters or more. Nothing was added; the words stay in the field.",
        ));
    }
    refuse_long("names", &name, LONGEST)?;
    Ok(name)
}
