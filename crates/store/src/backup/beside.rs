//! A backup that stands open beside a profile, to be read. Nothing of either is changed.

use std::path::PathBuf;

use super::{Opened, copy};
use crate::{Connection, System, Writer, error::Result, key::Key, profile::Profile, progress};

/// A backup that can be read. Its unpacked file, encrypted with the backup's own key, goes when this is dropped.
pub struct Beside {
    /// Nothing only while it is dropped: the file is closed before it goes.
    writer: Option<Writer>,
    path: PathBuf,
}

impl Opened {
    /// Unpacks the backup into the folder of a profile, proves it whole, brings that copy to this version and opens it.
    ///
    /// # Errors
    /// [`Error::Damaged`](crate::Error::Damaged) when the backup is not whole or the key does not fit,
    /// [`Error::Newer`](crate::Error::Newer) when a later version wrote it.
    pub fn beside(&self, profile: &Profile, key: &Key) -> Result<Beside> {
        let mut beside = Beside { writer: None, path: profile.folder.join("beside.partial") };
        self.unpack(&beside.path, &mut progress::always)?;
        beside.writer = Some(Writer::open(&beside.path, key, Box::new(System))?);
        Ok(beside)
    }
}

impl Beside {
    /// Returns the connection for reading.
    #[must_use]
    pub fn reader(&self) -> &Connection {
        self.writer.as_ref().expect("it is open as long as it is there").reader()
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        self.writer = None;
        copy::remove(&self.path);
    }
}
