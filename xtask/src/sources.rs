//! Sources of the checkout: walking through them, and telling where something was found.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::places;

/// Looks through the files below `folders` that end in one of `kinds`, tests apart. `look` gets
/// the path from the root and the text, and returns lines with what it found there.
pub fn look(
    folders: &[&str],
    kinds: &[&str],
    look: impl Fn(&Path, &str) -> Vec<(usize, String)>,
) -> Result<Vec<String>, String> {
    let mut findings = Vec::new();
    for folder in folders {
        let folder = places::root().join(folder);
        for file in files(&folder, kinds).map_err(|source| format!("reading {}: {source}", folder.display()))? {
            let text = fs::read_to_string(&file).map_err(|source| format!("reading {}: {source}", file.display()))?;
            let shown = file.strip_prefix(places::root()).unwrap_or(&file);
            let found = look(shown, &text);
            findings.extend(found.into_iter().map(|(line, text)| format!("{}:{line}: {text}", shown.display())));
        }
    }
    Ok(findings)
}

/// Tests and the page's own playground speak to nobody.
fn files(folder: &Path, kinds: &[&str]) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let kind = name.rsplit('.').next().unwrap_or_default();
        if path.is_dir() {
            if name != "dev" && name != "tests" {
                found.extend(files(&path, kinds)?);
            }
        } else if kinds.contains(&kind) && !name.contains(".test.") && name != "tests.rs" {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
