//! Files beside an observation: a photograph of the board, a handout.

use domain::{Problem, RowId, schema::attachment as entity};
use serde::Serialize;
use store::{
    Connection, Writer,
    attachment::{self as stored, Address, Attachment, New},
};

use crate::{Error, Result};

/// The longest name of a file, in signs.
const LONGEST_NAME: usize = 200;

/// A file as its list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct AttachmentView {
    /// The record.
    pub id: RowId,
    /// What its person calls it.
    pub name: String,
    /// How large it is, in words: `1.4 MB`.
    pub size: String,
    /// Where it is.
    pub place: AttachmentPlace,
    /// How many of its parts are on this computer.
    pub here: u32,
    /// How many parts it has.
    pub parts: u32,
}

/// Where a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "kebab-case")]
pub enum AttachmentPlace {
    /// Whole on this computer, and not yet whole with the service, if there is one.
    Here,
    /// Whole on this computer and with the service.
    Both,
    /// Parts of it are still elsewhere.
    Coming,
    /// On this computer, and it cannot go to the service as it is.
    Stuck,
}

/// Lists the files of an observation, in the order in which they were added. `refused` are those that could not be carried.
///
/// # Errors
/// When the database fails.
pub fn list(reader: &Connection, observation: RowId, refused: &[Address]) -> Result<Vec<AttachmentView>> {
    Ok(stored::of(reader, observation)?.into_iter().map(|file| view(file, refused)).collect())
}

fn view(file: Attachment, refused: &[Address]) -> AttachmentView {
    let (here, parts) = file.here;
    let is_refused = file.address.is_some_and(|address| refused.contains(&address));
    let place = match (here == parts, file.is_sent) {
        (false, _) => AttachmentPlace::Coming,
        (true, false) if is_refused => AttachmentPlace::Stuck,
        (true, false) => AttachmentPlace::Here,
        (true, true) => AttachmentPlace::Both,
    };
    AttachmentView { id: file.id, name: file.name, size: size(file.bytes), place, here, parts }
}

/// Keeps a file beside an observation.
///
/// # Errors
/// A problem when the file has no name, or is too large; then nothing is kept.
pub fn add(writer: &mut Writer, observation: RowId, name: &str, content: &[u8]) -> Result<RowId> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(Error::Refused(Problem::invalid("path", "The name of this file is empty or too long.")));
    }
    store::observation::load(writer.reader(), observation)?;
    let new = New { observation, name, media_type: media_type(name), content };
    Ok(writer.act(observation, "Add a file", |tx| stored::add(tx, &new))?)
}

/// Removes a file; it can be brought back for 30 days.
///
/// # Errors
/// When it is no longer there.
pub fn remove(writer: &mut Writer, observation: RowId, id: RowId) -> Result<()> {
    Ok(writer.act(observation, "Remove a file", |tx| tx.remove(entity::ENTITY, id))?)
}

/// Returns what a file of this name usually is. It is only a hint: nothing is opened because of it.
fn media_type(name: &str) -> &'static str {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref() {
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("png") => "image/png",
        Some("heic") => "image/heic",
        Some("pdf") => "application/pdf",
        Some("txt") => "text/plain",
        _ => "application/octet-stream",
    }
}

/// Returns a size in words, with one decimal from a megabyte on.
fn size(bytes: u64) -> String {
    const MEGABYTE: u64 = 1_000_000;
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..MEGABYTE => format!("{} KB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / MEGABYTE, bytes % MEGABYTE / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_said_as_a_person_would() {
        let sizes = [0, 999, 1_000, 250_400, 999_999, 1_000_000, 1_449_999, 64 << 20];
        assert_eq!(
            sizes.map(size),
            ["0 bytes", "999 bytes", "1 KB", "250 KB", "999 KB", "1.0 MB", "1.4 MB", "67.1 MB"]
        );
    }

    #[test]
    fn what_a_file_is_follows_from_the_end_of_its_name() {
        let names = ["Board.JPG", "plan.pdf", "no end", "strange.xyz"];
        assert_eq!(
            names.map(media_type),
            ["image/jpeg", "application/pdf", "application/octet-stream", "application/octet-stream"]
        );
    }
}
