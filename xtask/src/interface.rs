//! The page: its packages and its build, each only when something changed.

use std::{
    fs, io,
    path::Path,
    time::{Duration, SystemTime},
};

use crate::{Done, places, process};

/// Runs `npm ci` when the lock is not the one that was installed last.
pub fn install() -> Done {
    let lock = places::ui().join("package-lock.json");
    let lock = fs::read(lock).map_err(|source| format!("reading ui/package-lock.json: {source}"))?;
    let installed = places::ui().join("node_modules/.installed-lock.json");
    if fs::read(&installed).is_ok_and(|old| old == lock) {
        return Ok(());
    }
    process::run(&mut places::npm(&["ci", "--no-audit", "--no-fund"]))?;
    // npm makes no folder where there is nothing to install.
    fs::create_dir_all(places::ui().join("node_modules"))?;
    Ok(fs::write(installed, lock)?)
}

/// Builds `ui/dist` when a source is newer than it.
pub fn build() -> Done {
    let page = places::ui().join("dist/index.html");
    let built = fs::metadata(page).and_then(|page| page.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
    if newest_source(&places::ui())? <= built {
        return Ok(());
    }
    process::run(&mut places::npm(&["run", "build"]))
}

/// The time of the newest source. The folder itself does not count: its time changes with `dist`.
fn newest_source(ui: &Path) -> io::Result<SystemTime> {
    let made = ["dist", "node_modules"];
    let mut newest = SystemTime::UNIX_EPOCH;
    for entry in fs::read_dir(ui)? {
        let entry = entry?;
        if made.iter().any(|name| entry.file_name() == *name) {
            continue;
        }
        newest = newest.max(newest_below(&entry.path())?);
    }
    Ok(newest)
}

/// A folder's own time counts, because it tells of a file that was removed.
fn newest_below(path: &Path) -> io::Result<SystemTime> {
    let about = fs::symlink_metadata(path)?;
    let mut newest = about.modified().unwrap_or(SystemTime::UNIX_EPOCH + Duration::from_secs(1));
    if about.is_dir() {
        for entry in fs::read_dir(path)? {
            newest = newest.max(newest_below(&entry?.path())?);
        }
    }
    Ok(newest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set_time(path: &Path, seconds: u64) {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        fs::File::open(path).unwrap().set_modified(time).unwrap();
    }

    #[test]
    fn what_was_built_or_installed_is_no_source() {
        let ui = places::target().join(format!("xtask-sources-{}", std::process::id()));
        for (folder, seconds) in [("dist", 900), ("node_modules", 800), ("src", 100)] {
            fs::create_dir_all(ui.join(folder)).unwrap();
            fs::write(ui.join(folder).join("file"), "").unwrap();
            set_time(&ui.join(folder).join("file"), seconds);
            set_time(&ui.join(folder), seconds);
        }

        let newest = newest_source(&ui).unwrap();

        fs::remove_dir_all(&ui).unwrap();
        assert_eq!(newest, SystemTime::UNIX_EPOCH + Duration::from_secs(100));
    }
}
