//! Several files in one: a zip that every computer opens. It is made in memory; where it goes is the caller's to say.

use std::io::{self, Cursor, Write};

use zip::{ZipWriter, write::SimpleFileOptions};

/// A zip that is being made.
pub struct Pack(ZipWriter<Cursor<Vec<u8>>>);

impl Default for Pack {
    fn default() -> Self {
        Self(ZipWriter::new(Cursor::new(Vec::new())))
    }
}

impl Pack {
    /// Adds a file. Its time is left out: what is inside says when it was made.
    ///
    /// # Errors
    /// When the name stands already, or memory is not enough.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.0.start_file(name, SimpleFileOptions::default())?;
        self.0.write_all(bytes)
    }

    /// Returns the whole.
    ///
    /// # Errors
    /// As [`Pack::add`].
    pub fn finish(self) -> io::Result<Vec<u8>> {
        Ok(self.0.finish()?.into_inner())
    }
}
