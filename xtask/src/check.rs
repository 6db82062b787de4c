//! `check`: everything that must be true of the sources and is not a test. All checks run, each
//! says how long it took, and the findings of those that failed come at the end.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
    time::Instant,
};

use crate::{
    Done, generate, interface, invariants, layers, licences, machine::Purpose, places, process, setup, traces, words,
};

/// What a check found; `Ok` with an empty list is a pass, `Err` means that it could not look.
type Findings = Result<Vec<String>, String>;

struct Check {
    name: &'static str,
    look: fn() -> Findings,
}

/// The quick ones first.
const CHECKS: &[Check] = &[
    Check { name: "words of the catalogues", look: words::in_catalogues },
    Check { name: "words of Rust's sentences", look: words::in_sentences },
    Check { name: "printed words in one place", look: words::in_templates },
    Check { name: "tests of the invariants", look: invariants::findings },
    Check { name: "layers: crates", look: || Ok(layers::arrows(&licences::metadata()?)) },
    Check { name: "layers: who knows what", look: layers::secrets },
    Check { name: "licences", look: licences::findings },
    Check { name: "no traces of a machine", look: traces::findings },
    Check { name: "one feature set", look: one_feature_set },
    Check { name: "format", look: || command(&mut places::cargo(&["fmt", "--all", "--check", "--", "--color=never"])) },
    Check { name: "interface: types", look: || command(&mut places::npm(&["run", "check"])) },
    Check { name: "interface: lint", look: || command(&mut places::npm(&["run", "lint"])) },
    Check { name: "interface: size", look: || command(&mut places::npm(&["run", "budget"])) },
    Check { name: "clippy", look: clippy },
    Check { name: "generated files are current", look: generated },
];

pub fn check() -> Done {
    setup::ready(Purpose::Building)?;
    interface::build()?;
    let failed: Vec<_> = CHECKS.iter().filter_map(Check::run).collect();
    for (name, findings) in &failed {
        println!("\n== {name}\n{}", findings.join("\n"));
    }
    let names: Vec<_> = failed.iter().map(|(name, _)| *name).collect();
    match names.as_slice() {
        [] => Ok(()),
        names => Err(format!("not as it should be: {}", names.join(", ")).into()),
    }
}

impl Check {
    /// Prints one line, and returns what was found where something was.
    fn run(&self) -> Option<(&'static str, Vec<String>)> {
        print!("{:<32}", self.name);
        // The name is a courtesy while waiting; the line is printed in any case.
        io::stdout().flush().ok();
        let start = Instant::now();
        let findings = (self.look)().unwrap_or_else(|problem| vec![problem]);
        let end = if findings.is_empty() { "ok" } else { "FAILED" };
        println!("{:>7.1} s  {end}", start.elapsed().as_secs_f64());
        (!findings.is_empty()).then_some((self.name, findings))
    }
}

/// A command that says nothing when all is well, whatever it prints.
fn command(command: &mut std::process::Command) -> Findings {
    process::captured(command).map(|_| Vec::new())
}

fn clippy() -> Findings {
    let mut clippy = places::cargo(&["clippy", "--quiet", "--workspace", "--all-targets"]);
    command(clippy.args(places::FEATURES).args(["--", "-D", "warnings"]))
}

/// No such test at all would be a check that cannot fail.
fn generated() -> Findings {
    let printed = process::captured(&mut generate::tests())?;
    let ran = printed.lines().any(|line| line.starts_with("test result: ok.") && !line.contains(" 0 passed"));
    Ok(if ran { Vec::new() } else { vec!["no test has \"generated\" in its name".into()] })
}

/// Where tests turn on more features of a dependency than the app does, cargo compiles it and all
/// above it once for each; `run` after `test` then takes minutes instead of seconds.
fn one_feature_set() -> Findings {
    let (app, tests) = (features("normal,build")?, features("normal,build,dev")?);
    let differs = |(name, _): &(&String, _)| app.get(*name) != tests.get(*name);
    let findings = app.iter().filter(differs).map(|(name, _)| {
        let wanted = tests.get(name).into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" and ");
        format!("{name}: the tests use {wanted}; name these features in the app's own dependencies too")
    });
    Ok(findings.collect())
}

/// Each dependency and the sets of features with which it is built, one for the program itself
/// and perhaps another for build scripts.
fn features(edges: &str) -> Result<BTreeMap<String, BTreeSet<String>>, String> {
    let mut tree = places::cargo(&["tree", "--quiet", "--prefix", "none", "--format", "{p}|{f}", "--edges", edges]);
    let printed = process::captured(tree.args(places::FEATURES))?;
    let mut features: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, set) in printed.lines().filter_map(|line| line.trim_end_matches(" (*)").split_once('|')) {
        features.entry(name.to_owned()).or_default().insert(set.to_owned());
    }
    Ok(features)
}
