//! A small file that goes from hand to hand and that a code word opens: what it is, which form it has, and its content
//! sealed. What lies in it is whoever writes it's.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    Source,
    error::{Error, Result},
    key::{CodeWord, Sealed},
};

/// One kind of such a file.
pub(crate) struct Kind {
    /// What the file says of itself, to whoever finds it.
    pub what: &'static str,
    /// What a problem calls it.
    pub name: &'static str,
    /// The newest form that this version understands.
    pub version: u32,
}

#[derive(Serialize, Deserialize)]
struct File {
    coachlight: String,
    version: u32,
    sealed: Option<Sealed>,
}

impl Kind {
    /// Returns the file's bytes.
    ///
    /// # Errors
    /// When it cannot be sealed.
    pub fn write(&self, content: &impl Serialize, word: &CodeWord, source: &mut dyn Source) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        ciborium::into_writer(content, &mut bytes).expect("what is sealed is plain data");
        let sealed = Sealed::seal_as(self.said(self.version).as_bytes(), &bytes, word.secret(), source)?;
        let file = File { coachlight: self.what.to_owned(), version: self.version, sealed: Some(sealed) };
        Ok(serde_json::to_vec_pretty(&file).expect("a file is plain data"))
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`Error::Damaged`] when it is none of this kind, [`Error::Newer`] for a later form, [`Error::WrongSecret`] when the
    /// code word does not open it or it was changed.
    pub fn read<T: DeserializeOwned>(&self, bytes: &[u8], word: &CodeWord) -> Result<T> {
        let file: File = serde_json::from_slice(bytes).map_err(|_| self.damaged())?;
        if file.coachlight != self.what {
            return Err(self.damaged());
        }
        if file.version > self.version {
            return Err(Error::Newer);
        }
        let sealed = file.sealed.filter(Sealed::is_usual).ok_or_else(|| self.damaged())?;
        let content = match sealed.open_as(self.said(file.version).as_bytes(), word.secret()) {
            Err(Error::KeyMissing) => return Err(self.damaged()),
            other => other?,
        };
        ciborium::from_reader(content.as_slice()).map_err(|_| self.damaged())
    }

    /// What the file says of itself is sealed with its content.
    fn said(&self, version: u32) -> String {
        format!("{} {version}", self.what)
    }

    /// Returns what is said of a file that is none of this kind.
    pub fn damaged(&self) -> Error {
        Error::Damaged { what: self.name }
    }
}
