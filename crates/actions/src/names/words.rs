//! Names in words that are not kept anywhere yet, and stay as they are once they are sent: a request, a remark, an
//! agreement.

use domain::RowId;
use serde::Serialize;
use store::Connection;

use super::{Finder, Name};
use crate::{Error, Result, session};

/// A name in one of the texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct TextName {
    /// Which of the texts, from 0.
    pub text: u32,
    /// The name.
    #[serde(flatten)]
    pub found: Name,
}

/// The most letters that are looked through at once.
const MOST_LETTERS: usize = 100_000;

/// Finds the names in texts that somebody is about to send: of everybody but this person and those to whom and of whom it
/// is. Nothing is kept.
///
/// # Errors
/// When the texts are too long, or the database fails.
pub fn in_texts(reader: &Connection, texts: &[String], about: &[RowId]) -> Result<Vec<TextName>> {
    if texts.iter().map(String::len).sum::<usize>() > MOST_LETTERS {
        return Err(Error::invalid("texts", "This is too long to look for names in. It stays in the field."));
    }
    let me = session::load(reader)?.me;
    let finder = Finder::new(reader, &[&[me], about].concat())?;
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let found = (0_u32..).zip(finder.find(&texts));
    Ok(found.flat_map(|(text, names)| names.into_iter().map(move |found| TextName { text, found })).collect())
}
