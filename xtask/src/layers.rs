//! Layers: which crate may know which, and what only one place may know. See ARCHITECTURE.md.

use std::path::Path;

use serde_json::Value;

use crate::{literals, sources};

/// Each crate and the crates of ours it may use. A new crate is a decision: it gets a line here.
const ARROWS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("sync", &["domain"]),
    ("bundle", &["domain", "sync"]),
    ("store", &["domain", "sync"]),
    ("exchange", &["domain"]),
    ("roster", &["domain", "exchange"]),
    ("server", &["domain", "sync", "bundle", "exchange", "roster"]),
    ("report", &["domain"]),
    ("actions", &["domain", "store", "exchange", "roster"]),
    ("demo", &["domain", "store", "actions"]),
    ("coachlight", &["domain", "sync", "bundle", "store", "exchange", "report", "actions", "demo"]),
    ("xtask", &[]),
];

/// Crates that only tests use; nothing that is shipped may depend on them.
const FOR_TESTS: &[&str] = &["fault-vfs", "measure", "worlds"];

/// Returns the dependencies that point the wrong way.
pub fn arrows(metadata: &Value) -> Vec<String> {
    let members: Vec<&Value> = ours(metadata).collect();
    let names: Vec<&str> = members.iter().filter_map(|package| package["name"].as_str()).collect();
    members.iter().flat_map(|package| wrong_arrows(package, &names)).collect()
}

fn ours(metadata: &Value) -> impl Iterator<Item = &Value> {
    // Our packages have no source: they lie in the checkout.
    metadata["packages"].as_array().into_iter().flatten().filter(|package| package["source"].is_null())
}

fn wrong_arrows(package: &Value, ours: &[&str]) -> Vec<String> {
    let name = package["name"].as_str().unwrap_or_default();
    if FOR_TESTS.contains(&name) {
        return Vec::new();
    }
    let Some((_, allowed)) = ARROWS.iter().find(|(from, _)| *from == name) else {
        return vec![format!("crate {name} has no line in xtask/src/layers.rs")];
    };
    let shipped = package["dependencies"].as_array().into_iter().flatten().filter(|used| used["kind"] != "dev");
    let used = shipped.filter_map(|used| used["name"].as_str());
    let wrong = |used: &&str| match *used {
        "rusqlite" | "libsqlite3-sys" => !["store", "server"].contains(&name),
        other => ours.contains(&other) && !allowed.contains(&other),
    };
    used.filter(wrong).map(|used| format!("crate {name} must not use {used}")).collect()
}

/// Returns the places that know what only another place may know.
pub fn secrets() -> Result<Vec<String>, String> {
    let mut findings = tauri_in_the_page()?;
    findings.extend(sql_outside_the_store()?);
    findings.extend(world_in_the_domain()?);
    Ok(findings)
}

/// Only ipc.ts knows Tauri; tests may put a mock in its place.
fn tauri_in_the_page() -> Result<Vec<String>, String> {
    let knowing = Path::new("ui/src/lib/api/ipc.ts");
    sources::look(&["ui/src"], &["ts", "svelte"], |file, source| {
        let imports = source.lines().enumerate().filter(|(_, line)| line.contains("@tauri-apps/"));
        let found = imports.map(|(at, _)| (at + 1, "only src/lib/api/ipc.ts may import Tauri".to_owned()));
        if file == knowing { Vec::new() } else { found.collect() }
    })
}

fn sql_outside_the_store() -> Result<Vec<String>, String> {
    let crates = ["domain", "exchange", "report", "actions", "demo"].map(|name| format!("crates/{name}/src"));
    let folders: Vec<&str> = crates.iter().map(String::as_str).chain(["src-tauri/src"]).collect();
    sources::look(&folders, &["rs"], |_, source| {
        let strings = literals::of_rust(source).into_iter().filter(|literal| is_sql(&literal.text));
        strings.map(|literal| (literal.line, "SQL belongs into crates/store".to_owned())).collect()
    })
}

/// Statements as we write them: in small letters, beginning with their verb.
fn is_sql(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        ["select", rest @ ..] => rest.contains(&"from"),
        ["insert", "into" | "or", ..] | ["delete", "from", ..] | ["create" | "drop" | "alter", "table", ..] => true,
        ["update", _, "set", ..] | ["pragma", _, ..] => true,
        _ => false,
    }
}

/// The rules are pure: time, ids and files are given to them.
fn world_in_the_domain() -> Result<Vec<String>, String> {
    const WORLD: &[&str] = &[
        "Utc::now",
        "Local::now",
        "SystemTime::now",
        "Instant::now",
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
    ];
    sources::look(&["crates/domain/src"], &["rs"], |_, source| {
        let shipped = source.split("#[cfg(test)]").next().unwrap_or_default();
        let lines = shipped.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
        let asking = lines.filter_map(|(at, line)| Some((at + 1, *WORLD.iter().find(|word| line.contains(**word))?)));
        asking.map(|(line, word)| (line, format!("the domain has no clock and no files, so no {word}"))).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn package(name: &str, dependencies: &[(&str, Option<&str>)]) -> Value {
        let dependencies: Vec<Value> =
            dependencies.iter().map(|(name, kind)| json!({ "name": name, "kind": kind })).collect();
        json!({ "name": name, "source": null, "dependencies": dependencies })
    }

    #[test]
    fn a_dependency_that_points_down_is_found_except_in_tests() {
        let metadata = json!({ "packages": [
            package("domain", &[("store", None)]),
            package("store", &[("domain", None), ("actions", Some("dev")), ("rusqlite", None)]),
            package("actions", &[("rusqlite", None)]),
        ]});

        assert_eq!(arrows(&metadata), ["crate domain must not use store", "crate actions must not use rusqlite"]);
    }

    #[test]
    fn a_crate_that_nobody_decided_on_is_found() {
        let metadata = json!({ "packages": [package("helpers", &[])] });

        assert_eq!(arrows(&metadata).len(), 1);
    }

    #[test]
    fn statements_are_sql_and_sentences_are_not() {
        for text in ["select id\n  from line", "delete from line", "update line set text = ?1", "pragma key"] {
            assert!(is_sql(text), "{text}");
        }
        for text in ["select a teacher", "update the calendar", "delete", "create a profile"] {
            assert!(!is_sql(text), "{text}");
        }
    }
}
