//! The service as a process of its own, asked over a socket as a device would.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
    time::Duration,
};

use domain::RowId;
use ed25519_dalek::SigningKey;
use server::storage::{Postgresql, Sqlite, Storage};
use sync::{
    enrol::{Enrol, Enrolled},
    exchange::{self, Answer, Question, VERSION},
};

use super::{Device, cluster};

const PROGRAM: &str = env!("CARGO_BIN_EXE_coachlight-server");
/// Longer than anything here takes; a test that waits so long has failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where a service's data is.
pub(crate) struct Place {
    arguments: [String; 2],
    folder: tempfile::TempDir,
}

impl Place {
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { arguments: ["--data".into(), folder.path().join("data").display().to_string()], folder }
    }

    pub(crate) fn postgresql() -> Self {
        Self::at(cluster::shared().database())
    }

    pub(crate) fn at(address: String) -> Self {
        Self { arguments: ["--database".into(), address], folder: tempfile::tempdir().unwrap() }
    }

    /// The data, opened without a service.
    pub(crate) fn storage(&self) -> Box<dyn Storage> {
        let [kind, place] = &self.arguments;
        if kind == "--data" {
            Box::new(Sqlite::open(std::path::Path::new(place)).unwrap())
        } else {
            Box::new(Postgresql::open(place, 2).unwrap())
        }
    }

    /// A file beside the data.
    pub(crate) fn file(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// Does what an administrator would, and returns the answer.
    pub(crate) fn admin(&self, words: &[&str]) -> serde_json::Value {
        self.try_admin(words).unwrap()
    }

    pub(crate) fn try_admin(&self, words: &[&str]) -> Result<serde_json::Value, String> {
        let done = Command::new(PROGRAM).arg("admin").args(&self.arguments).arg("--json").args(words).output().unwrap();
        if !done.status.success() {
            return Err(String::from_utf8_lossy(&done.stderr).into_owned());
        }
        Ok(serde_json::from_slice(&done.stdout).unwrap_or_else(|_| panic!("no JSON: {done:?}")))
    }

    /// Makes an organisation and invites its first person; returns the code.
    pub(crate) fn organisation(&self) -> String {
        self.admin(&["create-org", "Fictional Schools", "--zone", "America/Chicago"]);
        self.invite("Ada", &["--admin"])
    }

    pub(crate) fn invite(&self, given: &str, more: &[&str]) -> String {
        let said = self.admin(&[&["invite", "--given", given, "--family", "Quinnworth"], more].concat());
        said["code"].as_str().unwrap().to_owned()
    }

    pub(crate) fn serve(&self, more: &[&str]) -> Served {
        self.serve_with(more, &[])
    }

    pub(crate) fn serve_with(&self, more: &[&str], environment: &[(&str, &str)]) -> Served {
        let mut process = Command::new(PROGRAM)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(&self.arguments)
            .args(more)
            .envs(environment.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::from(std::fs::File::options().create(true).append(true).open(self.file("log")).unwrap()))
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on ").unwrap_or_default();
        let address = address.rsplit('/').next().unwrap_or_default().to_owned();
        if address.is_empty() {
            let log = std::fs::read_to_string(self.file("log")).unwrap_or_default();
            panic!("the service did not start: {line} {log}");
        }
        Served { process, address }
    }
}

/// A running service; dropped, it is killed.
pub(crate) struct Served {
    process: Child,
    pub(crate) address: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Served {
    /// Ends it at once, wherever it is.
    pub(crate) fn kill(&mut self) {
        // It may have ended by itself.
        drop(self.process.kill());
        self.process.wait().unwrap();
    }

    /// Asks it to stop, and returns whether it ended well.
    pub(crate) fn stop(&mut self) -> bool {
        self.signal("-TERM") && self.process.wait().unwrap().success()
    }

    /// Asks it to read its certificate again.
    pub(crate) fn hang_up(&self) {
        assert!(self.signal("-HUP"));
    }

    fn signal(&self, signal: &str) -> bool {
        Command::new("kill").args([signal, &self.process.id().to_string()]).status().unwrap().success()
    }
}

/// What a service said to a request.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Said {
    /// The code of the problem.
    pub(crate) fn code(&self) -> String {
        let problem: serde_json::Value = serde_json::from_slice(&self.body).unwrap();
        assert!(problem["message"].is_string(), "a problem is said in words");
        problem["code"].as_str().unwrap().to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

/// Asks again and again until it is so; a test that waits longer than anything here takes has failed.
pub(crate) fn until(mut is_so: impl FnMut() -> bool) {
    let began = std::time::Instant::now();
    while !is_so() {
        assert!(began.elapsed() < PATIENCE, "it did not come");
        std::thread::yield_now();
    }
}

/// Connects, and waits for nothing longer than anything here takes.
pub(crate) fn connect(address: &str) -> std::io::Result<TcpStream> {
    let stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    Ok(stream)
}

/// Sends one request on a connection of its own.
pub(crate) fn send(address: &str, line: &str, headers: &str, body: &[u8]) -> std::io::Result<Said> {
    send_over(connect(address)?, address, line, headers, body)
}

/// Sends one request on this connection, and reads to its end.
pub(crate) fn send_over(
    mut stream: impl Read + Write,
    address: &str,
    line: &str,
    headers: &str,
    body: &[u8],
) -> std::io::Result<Said> {
    let length = body.len();
    let head =
        format!("{line} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n");
    stream.write_all(head.as_bytes())?;
    // A service that refuses early closes before it has read everything; what it said is there all the same.
    drop(stream.write_all(body));
    read(stream)
}

/// Reads what is said until the other end closes.
pub(crate) fn read(mut stream: impl Read) -> std::io::Result<Said> {
    let mut said = Vec::new();
    let read = stream.read_to_end(&mut said);
    let end = said.windows(4).position(|four| four == b"\r\n\r\n");
    let Some(end) = end else {
        return Err(read.err().unwrap_or_else(|| std::io::ErrorKind::UnexpectedEof.into()));
    };
    let head = String::from_utf8_lossy(&said[..end]).into_owned();
    let status = head.split_whitespace().nth(1).and_then(|status| status.parse().ok());
    let said = Said { status: status.unwrap_or(0), head, body: said[end + 4..].to_vec() };
    let length: Option<usize> = said.header("content-length").and_then(|length| length.parse().ok());
    match length {
        Some(length) if said.body.len() == length => Ok(said),
        _ => Err(std::io::ErrorKind::UnexpectedEof.into()),
    }
}

pub(crate) fn get(address: &str, path: &str) -> Said {
    send(address, &format!("GET {path}"), "", b"").unwrap()
}

pub(crate) fn post(address: &str, path: &str, token: &str, body: &[u8]) -> std::io::Result<Said> {
    send(address, &format!("POST {path}"), &format!("authorization: Bearer {token}\r\n"), body)
}

/// How often each kind of refusal was counted.
pub(crate) fn refused(address: &str) -> BTreeMap<String, u64> {
    let mut figures = None;
    // Who watches too often waits.
    until(|| {
        figures = Some(get(address, "/metrics")).filter(|said| said.status == 200);
        figures.is_some()
    });
    let text = String::from_utf8(figures.unwrap().body).unwrap();
    let lines =
        text.lines().filter_map(|line| line.strip_prefix("coachlight_refused_total{kind=\"")?.split_once("\"} "));
    lines.map(|(kind, count)| (kind.to_owned(), count.parse().unwrap())).collect()
}

/// A device that came in by an invitation.
pub(crate) struct Guest {
    pub(crate) device: Device,
    pub(crate) enrolled: Enrolled,
    pub(crate) token: String,
}

/// Shows a code and a key.
pub(crate) fn enrol(address: &str, code: &str, key: &SigningKey) -> Said {
    let public_key = key.verifying_key().to_bytes();
    let enrol = Enrol { version: VERSION, code: code.to_owned(), public_key, system: "Linux".into() };
    send(address, "POST /v1/enrol", "", &exchange::encode(&enrol)).unwrap()
}

/// Comes in by a code; `number` makes key and replica.
pub(crate) fn guest(address: &str, code: &str, number: i64) -> Guest {
    let device = Device::new(RowId::from_bytes([0; 16]), RowId::from_bytes([0; 16]), number);
    let said = enrol(address, code, device.key());
    assert_eq!(said.status, 200, "{}", String::from_utf8_lossy(&said.body));
    let enrolled: Enrolled = exchange::decode(&said.body).unwrap();
    let mut device = device;
    (device.session.person, device.session.org) = (enrolled.person, enrolled.organisation);
    let token = hex(&enrolled.token);
    Guest { device, enrolled, token }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Guest {
    /// Asks; nothing when there was no whole answer.
    pub(crate) fn try_ask(&self, address: &str, question: &Question) -> Option<Answer> {
        let said = post(address, "/v1/exchange", &self.token, &exchange::encode(question)).ok()?;
        (said.status == 200).then(|| exchange::decode(&said.body).unwrap())
    }

    pub(crate) fn ask(&mut self, address: &str, brought: Vec<exchange::Brought>) -> Answer {
        let question = self.device.question(brought, 1 << 20);
        let answer = self.try_ask(address, &question).unwrap();
        (self.device.cursor, self.device.epoch) = (answer.cursor, answer.epoch);
        answer
    }
}
