//! The central service as people run it: its own process, its own folder, on loopback.

use std::{
    ffi::OsStr,
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
    /// The organisation's row.
    pub organisation: String,
    folder: TempDir,
    process: Process,
}

impl Service {
    /// Makes an organisation and begins to serve it.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let made = administer(folder.path(), &["create-org", "Riverbend USD", "--zone", "America/Chicago"]);
        let (process, address) = serve(folder.path(), "127.0.0.1:0");
        Self { address, organisation: words(&made["organisation"]), folder, process }
    }

    /// Serves over TLS with a certificate that nobody vouches for.
    pub fn encrypted() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let tls = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/server/tests/tls");
        let (certificate, key) = (tls.join("certificate.pem"), tls.join("key.pem"));
        let files = [OsStr::new("--certificate"), certificate.as_ref(), OsStr::new("--key"), key.as_ref()];
        let (process, address) = serve_with(folder.path(), "127.0.0.1:0", &files);
        Self { address, organisation: String::new(), folder, process }
    }

    /// Invites somebody new as a coach; returns their id and the code for their first computer.
    pub fn invite(&self, given: &str, family: &str) -> (String, String) {
        self.invite_as(given, family, "coach")
    }

    /// Invites somebody new with a role.
    pub fn invite_as(&self, given: &str, family: &str, role: &str) -> (String, String) {
        let invite = ["invite", "--given", given, "--family", family, "--role", role];
        let said = administer(self.folder.path(), &invite);
        (words(&said["person"]), words(&said["code"]))
    }

    /// Invites somebody new who administers the organisation.
    pub fn invite_administrator(&self, given: &str, family: &str) -> (String, String) {
        let said = self.administer(&["invite", "--given", given, "--family", family, "--admin"]);
        (words(&said["person"]), words(&said["code"]))
    }

    /// Does what an administrator does beside the running service, and returns the answer.
    pub fn administer(&self, arguments: &[&str]) -> Value {
        administer(self.folder.path(), arguments)
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

    /// Lets the operator take what was carried here. Returns whether everything was taken whole, and what was said.
    pub fn take(&self, from: &Path, out: &Path) -> (bool, Value) {
        let mut command = Command::new(program());
        command.args(["bundle", "take"]).arg(from).arg("--out").arg(out);
        let output = command.arg("--data").arg(self.folder.path()).arg("--json").output().expect("it can be started");
        let said = serde_json::from_slice(&output.stdout);
        (output.status.success(), said.unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr))))
    }

    /// Says something that decides access: its kind, subject and object, and what else it needs.
    pub fn say_fact(&self, fact: &[&str], detail: &str) {
        administer(self.folder.path(), &[&["fact"][..], fact, &["--detail", detail]].concat());
    }

    /// Says that it no longer holds.
    pub fn end_fact(&self, fact: &[&str], detail: &str) {
        administer(self.folder.path(), &[&["fact"][..], fact, &["--detail", detail, "--ends"]].concat());
    }

    /// Takes the service away, as a power cut would.
    pub fn kill(&mut self) {
        self.process.kill();
    }

    /// Another service on a copy of what this one has now. This one must not be running.
    pub fn copy(&self) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for file in std::fs::read_dir(self.folder.path()).expect("a folder of ours").flatten() {
            std::fs::copy(file.path(), folder.path().join(file.file_name())).expect("there is room");
        }
        let (process, address) = serve(folder.path(), "127.0.0.1:0");
        Self { address, organisation: self.organisation.clone(), folder, process }
    }

    /// Looks into what the service has stored, beside it.
    pub fn stored(&self) -> store::Connection {
        store::Connection::open(self.folder.path().join("central.db")).expect("a database")
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
    serve_with(data, listen, &[])
}

fn serve_with(data: &Path, listen: &str, more: &[&OsStr]) -> (Process, String) {
    let mut command = Command::new(program());
    command.args(["serve", "--listen", listen, "--data"]).arg(data).args(more).stdin(Stdio::null());
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
