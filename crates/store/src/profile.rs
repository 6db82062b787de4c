//! Profiles on this computer: one folder for each, with the database, its key file and its backups.
//!
//! ```text
//! <home>/home.lock                       held by the one Coachlight that runs
//! <home>/profiles/<id>/profile.db        encrypted
//! <home>/profiles/<id>/key.json          the key, wrapped
//! <home>/profiles/<id>/backups/…         encrypted, each with a copy of key.json
//! ```

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Write},
    path::{Path, PathBuf},
};

use domain::RowId;

use crate::{
    Source, Writer,
    error::{Doing, Error, Result},
    key::{Key, KeyFile, RecoveryCode},
};

/// The home folder of Coachlight, held by this process alone until it is dropped or killed.
#[derive(Debug)]
pub struct Home {
    folder: PathBuf,
    _lock: File,
}

/// One profile of a home folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The folder.
    pub folder: PathBuf,
}

/// The window that was just closed may still be finishing its last write: the lock is tried for a while.
const PATIENCE: u32 = 10;
const BETWEEN_TRIES: std::time::Duration = std::time::Duration::from_millis(60);

impl Home {
    /// Takes hold of the home folder, making it when it is not there.
    ///
    /// # Errors
    /// [`Error::Held`] when another Coachlight runs with it.
    pub fn hold(folder: &Path) -> Result<Self> {
        make_folder(&folder.join("profiles"))?;
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(folder.join("home.lock"))
            .doing("opening the lock")?;
        for patience in (0..PATIENCE).rev() {
            match lock.try_lock() {
                Ok(()) => {
                    remove_unfinished(&folder.join("profiles"))?;
                    return Ok(Self { folder: folder.to_owned(), _lock: lock });
                }
                Err(TryLockError::WouldBlock) if patience > 0 => std::thread::sleep(BETWEEN_TRIES),
                Err(TryLockError::WouldBlock) => break,
                Err(TryLockError::Error(source)) => return Err(Error::file("taking the lock", source)),
            }
        }
        Err(Error::Held)
    }

    /// Lists the profiles, in the order of their folders' names.
    ///
    /// A folder with a database counts although its key file is missing: it is never taken for nothing.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn profiles(&self) -> Result<Vec<Profile>> {
        let is_there = |profile: &Profile| profile.database().exists() || profile.key_path().exists();
        Ok(self.every_folder()?.into_iter().filter(is_there).collect())
    }

    /// Lists the folders of profiles, also where nothing but backups is left in one.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn every_folder(&self) -> Result<Vec<Profile>> {
        let mut found = Vec::new();
        for entry in fs::read_dir(self.folder.join("profiles")).doing("listing the profiles")? {
            let folder = entry.doing("listing the profiles")?.path();
            if folder.is_dir() && !is_unfinished(&folder) {
                found.push(Profile { folder });
            }
        }
        found.sort_by(|one, other| one.folder.cmp(&other.folder));
        Ok(found)
    }

    /// Returns the profile with this id.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none.
    pub fn profile(&self, id: &str) -> Result<Profile> {
        let found = self.profiles()?.into_iter().find(|profile| profile.id() == id);
        found.ok_or(Error::NotFound { entity: "profile" })
    }

    /// Makes a new profile: its key, its key file, and a database with what `fill` puts into it.
    ///
    /// It is made in a folder of another name, which gets its own at the end: a profile is there whole, or not at all.
    ///
    /// # Errors
    /// What `fill` returns, or when the disk refuses; then nothing is left behind.
    pub fn create<E: From<Error>>(
        &self,
        label: &str,
        demo: bool,
        passphrase: &str,
        mut source: Box<dyn Source>,
        fill: impl FnOnce(&mut Writer) -> Result<(), E>,
    ) -> Result<(Profile, Key, RecoveryCode, Writer), E> {
        let mut random = [0; 10];
        source.fill(&mut random);
        let id = RowId::new(source.now_ms(), random).to_string();
        let (key, code) = (Key::draw(&mut *source), RecoveryCode::draw(&mut *source));
        let mut file = KeyFile::wrap(&key, &id, label, passphrase, &code, &mut *source)?;
        file.demo = demo;
        let unfinished = Profile { folder: self.folder.join("profiles").join(format!("{id}.{UNFINISHED}")) };
        let filled = make_folder(&unfinished.folder)
            .and_then(|()| file.write(&unfinished.key_path()))
            .and_then(|()| Writer::create(&unfinished.database(), &key, source))
            .map_err(E::from)
            .and_then(|mut writer| fill(&mut writer).map(|()| writer))
            .and_then(|writer| self.finish(&unfinished, &id, writer).map_err(E::from));
        match filled {
            Ok((profile, source)) => {
                let writer = Writer::open(&profile.database(), &key, source)?;
                Ok((profile, key, code, writer))
            }
            Err(error) => {
                // What cannot be removed now goes at the next start.
                drop(unfinished.discard());
                Err(error)
            }
        }
    }

    /// Closes the database of a new profile and gives its folder the name under which it is found.
    fn finish(&self, unfinished: &Profile, id: &str, writer: Writer) -> Result<(Profile, Box<dyn Source>)> {
        let source = writer.close()?;
        sync_folder(&unfinished.database()).doing("making a profile")?;
        let profile = Profile { folder: self.folder.join("profiles").join(id) };
        fs::rename(&unfinished.folder, &profile.folder).doing("making a profile")?;
        sync_folder(&profile.folder).doing("making a profile")?;
        Ok((profile, source))
    }

    /// Returns the folder for a profile with this id, and makes it when it is not there.
    ///
    /// # Errors
    /// [`Error::Damaged`] when a file from elsewhere names an id that is none, and so perhaps another folder; or when the
    /// disk refuses.
    pub fn place(&self, id: &str) -> Result<Profile> {
        if id.parse::<RowId>().map(|parsed| parsed.to_string()).as_deref() != Ok(id) {
            return Err(Error::Damaged { what: "the profile's id" });
        }
        let folder = self.folder.join("profiles").join(id);
        make_folder(&folder)?;
        Ok(Profile { folder })
    }
}

impl Profile {
    /// Returns the profile's id, which is its folder's name.
    #[must_use]
    pub fn id(&self) -> String {
        self.folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// Returns where the database lies.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.folder.join("profile.db")
    }

    /// Returns where the key file lies.
    #[must_use]
    pub fn key_path(&self) -> PathBuf {
        self.folder.join("key.json")
    }

    /// Returns where the backups lie.
    #[must_use]
    pub fn backups(&self) -> PathBuf {
        self.folder.join("backups")
    }

    /// Reads the key file.
    ///
    /// # Errors
    /// [`Error::KeyMissing`] when it is not there or cannot be read: a database without its key is never a first run.
    pub fn key_file(&self) -> Result<KeyFile> {
        KeyFile::read(&self.key_path())
    }

    /// Removes the whole profile from this computer.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn discard(&self) -> Result<()> {
        fs::remove_dir_all(&self.folder).doing("removing a profile")
    }
}

/// The extension of a folder in which a profile is being made.
const UNFINISHED: &str = "partial";

fn is_unfinished(folder: &Path) -> bool {
    folder.extension().is_some_and(|extension| extension == UNFINISHED)
}

/// Removes what a first start left that was cut: it never became a profile, and nobody wrote in it.
fn remove_unfinished(profiles: &Path) -> Result<()> {
    for entry in fs::read_dir(profiles).doing("listing the profiles")? {
        let folder = entry.doing("listing the profiles")?.path();
        if is_unfinished(&folder) {
            fs::remove_dir_all(&folder).doing("removing a start that was cut")?;
        }
    }
    Ok(())
}

/// Writes a file so that after a crash either the old or the new one is there, and after a failure the old one.
///
/// # Errors
/// When the disk refuses; then nothing of the new file is left.
pub fn replace_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut partial = path.as_os_str().to_owned();
    partial.push(".partial");
    let partial = PathBuf::from(partial);
    let replaced = File::create(&partial)
        .and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&partial, path))
        .and_then(|()| sync_folder(path));
    if replaced.is_err() {
        // What is left of it is of no use to anybody; the failure itself is what is said.
        drop(fs::remove_file(&partial));
    }
    replaced
}

/// Makes a renamed or new file's name durable.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent() {
        // Windows keeps folder entries without being asked, and cannot open a folder as a file.
        Some(folder) if cfg!(unix) => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

fn make_folder(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).doing("making a folder")?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).doing("closing a folder to others")?;
    }
    Ok(())
}
