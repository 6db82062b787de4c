//! Licences of everything we build on: crates for every system, and packages of the page.

use std::fs;

use serde_json::Value;

use crate::{places, spdx};

/// Returns each dependency whose licence we may not use.
pub fn findings() -> Result<Vec<String>, String> {
    let mut findings = crates(&metadata()?);
    let lock = fs::read_to_string(places::ui().join("package-lock.json"))
        .map_err(|source| format!("reading ui/package-lock.json: {source}"))?;
    let lock = serde_json::from_str(&lock).map_err(|source| format!("reading ui/package-lock.json: {source}"))?;
    findings.extend(packages(&lock));
    Ok(findings)
}

/// What cargo knows of every crate, for all systems at once.
pub fn metadata() -> Result<Value, String> {
    let mut metadata = places::cargo(&["metadata", "--format-version", "1", "--quiet"]);
    let output = metadata.output().map_err(|source| format!("cargo metadata did not start: {source}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    serde_json::from_slice(&output.stdout).map_err(|source| format!("reading cargo metadata: {source}"))
}

fn crates(metadata: &Value) -> Vec<String> {
    let packages = metadata["packages"].as_array().into_iter().flatten();
    packages.filter_map(|package| finding(package["name"].as_str()?, package["license"].as_str())).collect()
}

/// The first entry is the page itself.
fn packages(lock: &Value) -> Vec<String> {
    let packages = lock["packages"].as_object().into_iter().flatten();
    let others = packages.filter(|(path, _)| !path.is_empty());
    others.filter_map(|(path, package)| finding(path, package["license"].as_str())).collect()
}

fn finding(name: &str, licence: Option<&str>) -> Option<String> {
    match licence {
        Some(licence) if spdx::is_allowed(licence) => None,
        Some(licence) => Some(format!("{name}: {licence} is not in the list of xtask/src/spdx.rs")),
        None => Some(format!("{name}: names no licence")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_crate_with_another_licence_or_none_is_found() {
        let metadata = json!({ "packages": [
            { "name": "kind", "license": "MIT" },
            { "name": "strict", "license": "GPL-3.0-only" },
            { "name": "silent", "license": null },
        ]});

        let findings = crates(&metadata);

        assert_eq!(findings.len(), 2);
        assert!(findings[0].starts_with("strict") && findings[1].starts_with("silent"));
    }

    #[test]
    fn a_package_of_the_page_is_judged_and_the_page_itself_is_not() {
        let lock = json!({ "packages": {
            "": { "name": "coachlight-ui" },
            "node_modules/strict": { "license": "AGPL-3.0-only" },
        }});

        assert_eq!(packages(&lock).len(), 1);
    }
}
