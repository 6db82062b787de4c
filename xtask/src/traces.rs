//! Traces of one machine in what is shared: its folders, and package servers that only it knows.

use std::{env, fs, path::Path, process::Command};

use crate::{places, process};

/// Folders of every system: too common to be a trace.
const COMMON: &[&str] = &["", "usr", "opt", "etc", "var", "bin", "lib", "dev", "src", "app", "home", "Users"];

/// Returns the tracked files that name this machine's folders, and locks with other servers.
pub fn findings() -> Result<Vec<String>, String> {
    let tracked = process::captured(Command::new("git").current_dir(places::root()).args(["ls-files"]))?;
    let folders = folders();
    let mut findings = Vec::new();
    for file in tracked.lines() {
        // Pictures and fonts are no text; a file that was just removed is no file.
        let Ok(text) = fs::read_to_string(places::root().join(file)) else { continue };
        let lines = text.lines().enumerate();
        let found =
            lines.filter_map(|(at, line)| Some((at + 1, trace(line, &folders).or_else(|| server(file, line))?)));
        findings.extend(found.map(|(line, trace)| format!("{file}:{line}: {trace}")));
    }
    Ok(findings)
}

/// The checkout, the folder it lies in, the home and the temporary folder.
fn folders() -> Vec<String> {
    let root = places::root();
    let beside = root.parent().map(Path::to_path_buf);
    let home = env::home_dir();
    let all = [Some(root.clone()), beside, home, Some(env::temp_dir())];
    all.into_iter()
        .flatten()
        .filter(|folder| is_telling(folder))
        .map(|folder| format!("{}/", folder.display()))
        .collect()
}

fn is_telling(folder: &Path) -> bool {
    let names: Vec<_> = folder.iter().skip(1).filter_map(|name| name.to_str()).collect();
    names.len() > 1 || !names.first().is_none_or(|name| COMMON.contains(name))
}

/// A folder counts where a path begins with it, not in the middle of another one.
fn trace(line: &str, folders: &[String]) -> Option<String> {
    let begins = |at: usize| !line[..at].ends_with(|char: char| char.is_alphanumeric() || "._-/})>*~".contains(char));
    let named = folders.iter().find(|folder| line.match_indices(folder.as_str()).any(|(at, _)| begins(at)))?;
    Some(format!("names {named}, a folder of this machine"))
}

fn server(file: &str, line: &str) -> Option<String> {
    let (key, known) = match file {
        "Cargo.lock" => ("source = \"registry+", "https://github.com/rust-lang/crates.io-index"),
        "ui/package-lock.json" => ("\"resolved\": \"", "https://registry.npmjs.org/"),
        _ => return None,
    };
    let (_, address) = line.split_once(key)?;
    (!address.starts_with(known)).then(|| "names a package server of its own".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_this_machine_is_found_and_a_path_in_the_project_is_not() {
        let folders = ["/somewhere/".to_owned()];

        assert!(trace("see \"/somewhere/main/file\"", &folders).is_some());
        assert!(trace("/somewhere/main", &folders).is_some());
        assert!(trace("ui/somewhere/main and https://example.org/somewhere/", &folders).is_none());
    }

    #[test]
    fn folders_that_every_system_has_tell_nothing() {
        assert!(is_telling(Path::new("/somewhere")));
        assert!(is_telling(Path::new("/home/ann")));
        assert!(!is_telling(Path::new("/usr")));
        assert!(!is_telling(Path::new("/")));
    }

    #[test]
    fn a_lock_names_only_the_public_servers() {
        let ours = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
        let other = "source = \"registry+https://packages.example.org/index\"";

        assert!(server("Cargo.lock", ours).is_none());
        assert!(server("Cargo.lock", other).is_some());
        assert!(server("README.md", other).is_none());
    }
}
