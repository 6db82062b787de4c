//! `test`: installs what is missing and runs every test there is, suite by suite.

use std::{
    env,
    path::PathBuf,
    process::{Command, Stdio},
    time::Duration,
};

use serde_json::Value;

use crate::{Done, interface, machine::Purpose, places, setup, suites::Suites};

/// Far more than each needs on two cores: it ends what hangs, and hurries nothing.
const BUILD_LIMIT: Duration = Duration::from_secs(60 * 60);
const UNIT_LIMIT: Duration = Duration::from_secs(15 * 60);
const SYSTEM_LIMIT: Duration = Duration::from_secs(40 * 60);

#[derive(Debug, Default, PartialEq)]
pub struct Options {
    /// Only tests whose name holds this.
    filter: Option<String>,
}

impl Options {
    pub fn parse(words: &[String]) -> Done<Self> {
        match words {
            [] => Ok(Self::default()),
            [flag, filter] if flag == "--filter" => Ok(Self { filter: Some(filter.clone()) }),
            _ => Err("test takes nothing, or --filter and words of a test's name".into()),
        }
    }
}

pub fn test(options: &Options) -> Done {
    setup::ready(Purpose::Tests)?;
    let mut suites = Suites::default();
    suites.run("interface", UNIT_LIMIT, &mut vitest(options))?;
    interface::build()?;
    let built = suites.run("building the Rust tests", BUILD_LIMIT, &mut build())?;
    if built {
        for suite in rust_suites()?.iter().filter(|suite| suite.is_asked_for(options)) {
            suites.run(&suite.name, suite.limit(), &mut suite.command(options))?;
        }
        suites.run("documentation", UNIT_LIMIT, &mut documentation(options))?;
        suites.run("xtask", UNIT_LIMIT, &mut own(options))?;
    }
    suites.close()?;
    match &options.filter {
        Some(filter) if suites.tests() == 0 => Err(format!("no test's name holds {filter}").into()),
        _ => Ok(()),
    }
}

fn vitest(options: &Options) -> Command {
    let mut vitest = places::npm(&["test", "--silent"]);
    if let Some(filter) = &options.filter {
        vitest.args(["--", "-t", filter]);
    }
    vitest
}

fn build() -> Command {
    let mut build = places::cargo(&["test", "--no-run"]);
    build.args(places::FEATURES);
    build
}

fn documentation(options: &Options) -> Command {
    let mut examples = places::cargo(&["test", "--doc", "--quiet"]);
    examples.args(places::FEATURES).args(&options.filter);
    examples
}

fn own(options: &Options) -> Command {
    let mut own = places::cargo(&["test", "--quiet", "--package", "xtask"]);
    own.args(&options.filter);
    own
}

/// Properties are tried with the same cases in every run, so that a failure is one of the change at hand. Whoever looks
/// for new cases sets this variable, or runs `cargo test`, which draws them.
const PROPERTY_SEED: &str = "PROPTEST_RNG_SEED";

/// One test program that cargo built. Each is run by us, so that each has its minutes and its
/// limit; cargo would run them all as one.
#[derive(Debug, Clone, PartialEq)]
struct RustSuite {
    name: String,
    program: PathBuf,
    package: PathBuf,
    /// Which of its tests.
    part: Part,
}

/// Which tests of a program run, and how many at once.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Part {
    /// All, one for each core.
    Whole,
    /// Whole journeys, two at once: each has a screen of its own, and waits for most of its time.
    Journeys,
    /// What is killed at moments that are measured in milliseconds: alone.
    Kills,
}

/// The tests whose moments count.
const KILLS: &str = "kill_while_typing";

impl RustSuite {
    fn limit(&self) -> Duration {
        if self.part == Part::Whole { UNIT_LIMIT } else { SYSTEM_LIMIT }
    }

    /// In the package's folder, as cargo does it.
    fn command(&self, options: &Options) -> Command {
        let mut tests = Command::new(&self.program);
        tests.current_dir(&self.package).env("CARGO_MANIFEST_DIR", &self.package).args(self.filter(options));
        if env::var_os(PROPERTY_SEED).is_none() {
            tests.env(PROPERTY_SEED, "20261122");
        }
        match self.part {
            Part::Whole => {}
            Part::Journeys => _ = tests.args(["--test-threads=2", "--nocapture", "--skip", KILLS]),
            Part::Kills => _ = tests.args(["--test-threads=1", "--nocapture"]),
        }
        tests
    }

    /// The program of the journeys is run twice; the others once.
    fn parts(self) -> Vec<Self> {
        if !self.name.ends_with("system") {
            return vec![self];
        }
        let kills = Self { name: format!("{}: kills", self.name), part: Part::Kills, ..self.clone() };
        vec![Self { part: Part::Journeys, ..self }, kills]
    }

    /// Words of the names of the tests that run; of the kills, those that were asked for are among them or not.
    fn filter<'a>(&self, options: &'a Options) -> Option<&'a str> {
        match (self.part, options.filter.as_deref()) {
            (Part::Kills, None) => Some(KILLS),
            (_, asked) => asked,
        }
    }

    fn is_asked_for(&self, options: &Options) -> bool {
        self.part != Part::Kills || options.filter.as_ref().is_none_or(|asked| asked.contains(KILLS))
    }
}

/// Asks cargo again, now that all is built, for the programs.
fn rust_suites() -> Done<Vec<RustSuite>> {
    let mut list = build();
    let output = list.args(["--quiet", "--message-format=json"]).stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err("cargo could not list the test programs".into());
    }
    let messages = String::from_utf8(output.stdout)?;
    let mut suites: Vec<_> = messages.lines().filter_map(rust_suite).flat_map(RustSuite::parts).collect();
    // Whole journeys last: what they stand on speaks first.
    suites.sort_by_key(|suite| (suite.part != Part::Whole, suite.name.clone()));
    Ok(suites)
}

fn rust_suite(message: &str) -> Option<RustSuite> {
    let message: Value = serde_json::from_str(message).ok()?;
    if message["profile"]["test"] != Value::Bool(true) {
        return None;
    }
    let package = PathBuf::from(message["manifest_path"].as_str()?).parent()?.to_path_buf();
    let target = message["target"]["name"].as_str()?;
    let kind = message["target"]["kind"][0].as_str()?;
    let name = match (kind, package == places::root()) {
        ("lib", true) => "app".to_owned(),
        ("bin", true) => "app program".to_owned(),
        ("test", true) => target.to_owned(),
        ("lib", false) => target.to_owned(),
        (_, _) => format!("{}: {target}", package.file_name()?.to_str()?),
    };
    Some(RustSuite { name, program: message["executable"].as_str()?.into(), package, part: Part::Whole })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(package: &str, kind: &str, target: &str) -> String {
        let manifest = places::root().join(package).join("Cargo.toml");
        serde_json::json!({
            "reason": "compiler-artifact", "manifest_path": manifest, "profile": { "test": true },
            "target": { "name": target, "kind": [kind] }, "executable": "program",
        })
        .to_string()
    }

    #[test]
    fn a_test_program_is_named_by_its_crate_or_its_file() {
        let name = |package, kind, target| rust_suite(&message(package, kind, target)).unwrap().name;

        assert_eq!(name("crates/store", "lib", "store"), "store");
        assert_eq!(name("crates/store", "test", "crash"), "store: crash");
        assert_eq!(name("", "lib", "coachlight_app"), "app");
        assert_eq!(name("", "test", "system"), "system");
    }

    #[test]
    fn the_journeys_leave_out_the_kills_which_run_alone_and_every_test_runs_once() {
        let parts = rust_suite(&message("", "test", "system")).unwrap().parts();
        let words = |suite: &RustSuite, filter: Option<&str>| {
            let options = Options { filter: filter.map(str::to_owned) };
            let command = suite.command(&options);
            let words: Vec<_> = command.get_args().map(|word| word.to_string_lossy().into_owned()).collect();
            (suite.is_asked_for(&options), words.join(" "))
        };

        assert_eq!(words(&parts[0], None), (true, "--test-threads=2 --nocapture --skip kill_while_typing".to_owned()));
        assert_eq!(words(&parts[1], None), (true, "kill_while_typing --test-threads=1 --nocapture".to_owned()));
        assert!(!words(&parts[1], Some("agreements")).0);
        assert!(words(&parts[1], Some("kill_while_typing")).0);
        assert_eq!(parts.len(), 2);
        let store = rust_suite(&message("crates/store", "lib", "store")).unwrap();
        assert_eq!(store.clone().parts(), [store]);
    }

    #[test]
    fn what_cargo_says_of_other_things_is_no_suite() {
        assert_eq!(rust_suite(r#"{"reason":"build-finished","success":true}"#), None);
        assert_eq!(rust_suite("not json"), None);
    }
}
