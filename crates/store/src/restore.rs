//! Restoring: a backup takes the place of its profile in three steps, and until the last one nothing is changed.
//!
//! [`Opened::check`] proves the backup whole beside the profile, [`Checked::keep_present`] backs up what is there now, and
//! [`Kept::take_place`] lets the one take the other's place. The first two can be stopped.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use domain::RowId;

use crate::{
    Source, Writer,
    backup::{Opened, Reason, copy, make_while},
    check,
    connection::{self, Mode},
    erase,
    error::{Doing, Error, Result},
    exchange,
    key::Key,
    profile::{self, Home, Profile},
    progress::{self, GoOn},
    write::Checkpoint,
};

/// A backup that was unpacked beside its profile and checked whole.
pub struct Checked<'a> {
    opened: &'a Opened,
    profile: Profile,
    unpacked: PathBuf,
    key: &'a Key,
}

/// The same, when what it will replace is kept.
pub struct Kept<'a>(Checked<'a>);

impl Opened {
    /// Puts the backup in the place of a profile: all the steps, one after the other.
    ///
    /// # Errors
    /// [`Error::Damaged`] when the backup is not whole or the key does not fit; then the profile is as it was.
    pub fn restore(&self, home: &Home, key: &Key, source: Box<dyn Source>) -> Result<(Profile, Writer)> {
        self.check(home, key, &mut progress::always)?.keep_present(&mut progress::always)?.take_place(source)
    }

    /// Unpacks the backup beside its profile, opens it and checks it whole: also that its rows are what its log says.
    ///
    /// # Errors
    /// As [`Opened::restore`], and [`Error::Stopped`]; then the profile is as it was.
    pub fn check<'a>(&'a self, home: &Home, key: &'a Key, go_on: &mut GoOn<'_>) -> Result<Checked<'a>> {
        let profile = home.place(&self.key_file.profile)?;
        let unpacked = profile.folder.join("restored.partial");
        let checked = Checked { opened: self, profile, unpacked, key };
        self.unpack(&checked.unpacked, go_on)?;
        let mut writer = Writer::open(&checked.unpacked, key, Box::new(crate::System))?;
        check::all_while(&mut writer, go_on)?;
        // The file that the backup was made of may have written on since, here or on another computer.
        let is_from_elsewhere = !checked.profile.database().exists();
        writer.transact(|tx| {
            tx.begin_anew()?;
            // The computer that it was made on may go on, and be retired one day: not this one with it.
            if is_from_elsewhere { exchange::want_own_device(tx) } else { Ok(()) }
        })?;
        writer.checkpoint(Checkpoint::Truncate)?;
        Ok(checked)
    }
}

impl<'a> Checked<'a> {
    /// Returns the profile that the backup belongs to.
    #[must_use]
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Backs up the state that the backup is about to replace. A database that cannot be opened is kept under another
    /// name.
    ///
    /// # Errors
    /// When the disk refuses, and [`Error::Stopped`]; then the profile is as it was.
    pub fn keep_present(self, go_on: &mut GoOn<'_>) -> Result<Kept<'a>> {
        if !self.profile.database().exists() {
            return Ok(Kept(self));
        }
        let mut waiting = BTreeSet::new();
        let backed_up =
            Writer::open(&self.profile.database(), self.key, Box::new(crate::System)).and_then(|mut writer| {
                waiting = erase::unfinished(writer.reader())?;
                let now_ms = writer.now_ms();
                make_while(&self.profile, writer.reader(), self.key, now_ms, Reason::Restore, go_on)
            });
        match backed_up {
            Ok(_) => self.take_over_erasing(&waiting).map(|()| Kept(self)),
            Err(error @ (Error::Disk { .. } | Error::Stopped)) => Err(error),
            Err(_) => set_aside(&self.profile).map(|()| Kept(self)),
        }
    }

    /// What was erased and may still be in some backups comes back with none of them.
    fn take_over_erasing(&self, waiting: &BTreeSet<RowId>) -> Result<()> {
        if waiting.is_empty() {
            return Ok(());
        }
        let mut restored = Writer::open(&self.unpacked, self.key, Box::new(crate::System))?;
        erase::take_over(&mut restored, waiting)?;
        restored.checkpoint(Checkpoint::Truncate)
    }
}

impl Drop for Checked<'_> {
    fn drop(&mut self) {
        // Nothing is left here when the backup took its place.
        copy::remove(&self.unpacked);
        // A folder that was made for this goes again; one that holds anything, such as other backups, stays.
        drop(fs::remove_dir(&self.profile.folder));
    }
}

impl Kept<'_> {
    /// Lets the backup take the place of its profile, and opens it. The profile is closed by now.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn take_place(self, source: Box<dyn Source>) -> Result<(Profile, Writer)> {
        let Checked { opened, profile, unpacked, key } = &self.0;
        // Another database's journal must never be read into the restored one, and until that has its place the present
        // one must stay whole: so its journal is emptied into it. When it is too damaged for that, nothing is lost.
        if let Ok(present) = connection::open(&profile.database(), key, Mode::Write) {
            drop(present.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(())));
        }
        // The key is on the disk before the first page that needs it.
        opened.key_file.write(&profile.key_path())?;
        copy::remove_journals(&profile.database());
        fs::rename(unpacked, profile.database()).doing("putting the backup in place")?;
        profile::sync_folder(&profile.database()).doing("putting the backup in place")?;
        let writer = Writer::open(&profile.database(), key, source)?;
        Ok((profile.clone(), writer))
    }
}

/// Renames a damaged database and its journals, so that nothing that is left of them is lost.
fn set_aside(profile: &Profile) -> Result<()> {
    let aside = (1..)
        .map(|number| profile.folder.join(format!("damaged-{number}.db")))
        .find(|path| !path.exists())
        .expect("a free number exists");
    for suffix in ["", "-wal", "-shm"] {
        let with = |path: &Path| PathBuf::from(format!("{}{suffix}", path.display()));
        if with(&profile.database()).exists() {
            fs::rename(with(&profile.database()), with(&aside)).doing("keeping the damaged database")?;
        }
    }
    Ok(())
}
