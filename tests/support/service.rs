//! The central service as people run it: its own process, its own folder, on loopback.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

use super::{process::Process, window::PROGRAM};

/// A running service with one organisation.
pub struct Service {
    /// Where it answers.
    pub address: String,
    folder: TempDir,
    process: Process,
}

impl Service {
    /// Makes an organisation and begins to serve it.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        administer(folder.path(), &["create-org", "Riverbend USD", "--zone", "America/Chicago"]);
        let (process, address) = serve(folder.path(), "127.0.0.1:0");
        Self { address, folder, process }
    }

    /// Invites somebody new as a coach; returns their id and the code for their first computer.
    pub fn invite(&self, given: &str, family: &str) -> (String, String) {
        let invite = ["invite", "--given", given, "--family", family, "--role", "coach"];
        let said = administer(self.folder.path(), &invite);
        (words(&said["person"]), words(&said["code"]))
    }

    /// Invites somebody who is there for another computer.
    pub fn invite_again(&self, person: &str) -> String {
        words(&administer(self.folder.path(), &["invite", "--person", person])["code"])
    }

    /// Imports a table of staff; returns the id under which that is taken back.
    pub fn import_roster(&self, table: &str) -> String {
        let file = self.folder.path().join("staff.csv");
        std::fs::write(&file, table).expect("a file in a temporary folder");
        words(&administer(self.folder.path(), &["import-roster", &file.to_string_lossy()])["import"])
    }

    /// Takes an import of a roster back.
    pub fn undo_roster(&self, import: &str) {
        administer(self.folder.path(), &["import-roster", "--undo", import]);
    }

    /// Takes the service away, as a power cut would.
    pub fn kill(&mut self) {
        self.process.kill();
    }

    /// Brings it back at the same address.
    pub fn serve_again(&mut self) {
        let address = self.address.trim_start_matches("http://");
        (self.process, self.address) = serve(self.folder.path(), address);
    }
}

/// The service's program lies beside the one under test; the test command builds both.
fn program() -> PathBuf {
    let path = Path::new(PROGRAM).with_file_name("coachlight-server");
    assert!(path.exists(), "the service was not built: `cargo build --workspace --bins` builds it");
    path
}

fn administer(data: &Path, arguments: &[&str]) -> Value {
    let mut command = Command::new(program());
    command.arg("admin").args(arguments).arg("--data").arg(data).arg("--json");
    let output = command.output().expect("the service's program can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("an answer as JSON")
}

fn serve(data: &Path, listen: &str) -> (Process, String) {
    let mut command = Command::new(program());
    command.args(["serve", "--listen", listen, "--data"]).arg(data).stdin(Stdio::null());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the service can be started");
    let mut line = String::new();
    let said = child.stdout.take().expect("its output is ours");
    BufReader::new(said).read_line(&mut line).expect("it says where it listens");
    let address = line.trim().strip_prefix("listening on ").expect("it says where it listens").to_owned();
    (Process::of(child), address)
}

fn words(value: &Value) -> String {
    value.as_str().expect("words").to_owned()
}
