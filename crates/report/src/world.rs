//! The closed world a template is laid out in: two templates, one file of data, the catalogue of what pages say, the
//! embedded fonts, and nothing else.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::fonts;

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

static LEDGER: LazyLock<Source> = LazyLock::new(|| source("ledger.typ", include_str!("templates/ledger.typ")));

static DATA: LazyLock<FileId> = LazyLock::new(|| file_id("page.json"));

static CATALOGUE: LazyLock<FileId> = LazyLock::new(|| file_id("say.json"));

/// One template with the data of one page.
pub(crate) struct ClosedWorld {
    main: Source,
    data: Bytes,
    catalogue: &'static str,
}

impl ClosedWorld {
    /// Puts a template, the JSON it reads and what pages say in one language into a world of their own.
    pub(crate) fn new(main: Source, json: String, catalogue: &'static str) -> Self {
        Self { main, data: Bytes::from_string(json), catalogue }
    }
}

/// Returns a template as typst's source.
pub(crate) fn source(name: &str, text: &str) -> Source {
    Source::new(file_id(name), text.to_owned())
}

fn file_id(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("the names of our own files are plain");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

fn absent(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}

impl World for ClosedWorld {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &fonts::BOOK
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        [&self.main, &*LEDGER].into_iter().find(|source| source.id() == id).cloned().ok_or_else(|| absent(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id {
            id if id == *DATA => Ok(self.data.clone()),
            id if id == *CATALOGUE => Ok(Bytes::from_string(self.catalogue)),
            id => Err(absent(id)),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        fonts::at(index)
    }

    /// No template may ask for today: the same page gives the same bytes on any day.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
