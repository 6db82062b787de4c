//! The central service as a process of its own, on either of its databases, and what it spends.

use std::{
    collections::HashMap,
    fs,
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use serde_json::Value;

use crate::{Done, cluster, device};

/// Where the service keeps its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Storage {
    Sqlite,
    Postgresql,
}

/// A running service with one organisation.
pub struct Service {
    program: PathBuf,
    child: Child,
    place: [String; 2],
    folder: PathBuf,
    pub address: SocketAddr,
}

impl Service {
    pub fn start(program: &Path, storage: Storage, folder: &Path) -> Done<Self> {
        let place = match storage {
            Storage::Sqlite => ["--data".to_owned(), folder.display().to_string()],
            Storage::Postgresql => ["--database".to_owned(), cluster::shared().database()],
        };
        admin(program, &place, &["create-org", "Measured", "--zone", "America/Chicago"])?;
        let mut serve = Command::new(program);
        serve.args(["serve", "--listen", "127.0.0.1:0"]).args(&place).env("COACHLIGHT_LOG", "warn");
        let mut child = serve.stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().ok_or("no output")?).read_line(&mut line)?;
        let address = line.trim().rsplit("http://").next().unwrap_or_default().parse()?;
        Ok(Self { program: program.to_owned(), child, place, folder: folder.to_owned(), address })
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Lets one more device in, of a new person or of one who is there.
    pub fn code(&self, person: Option<&str>) -> Done<String> {
        let who = match person {
            Some(person) => ["--person", person],
            None => ["--given", "Coach"],
        };
        let mut words = vec!["invite"];
        words.extend(who);
        if person.is_none() {
            words.extend(["--role", "coach"]);
        }
        let invitation = admin(&self.program, &self.place, &words)?;
        Ok(invitation["code"].as_str().ok_or("no code")?.to_owned())
    }

    /// The most memory that the service held since [`Service::forget_peak`], in kilobytes.
    pub fn peak_kb(&self) -> u64 {
        device::peak_kb(&self.child.id().to_string())
    }

    pub fn forget_peak(&self) {
        // Where the kernel does not forget, the figure is that of the whole run: larger, never smaller.
        drop(fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5"));
    }

    /// The bytes of its own database; 0 where PostgreSQL has them.
    pub fn disk(&self) -> u64 {
        device::disk(&self.folder)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // Its data goes as well, so nothing has to be finished.
        drop((self.child.kill(), self.child.wait()));
    }
}

fn admin(program: &Path, place: &[String; 2], words: &[&str]) -> Done<Value> {
    let mut command = Command::new(program);
    let said = command.arg("admin").args(words).args(place).arg("--json").stderr(Stdio::inherit()).output()?;
    if !said.status.success() {
        return Err(format!("coachlight-server admin {} failed", words[0]).into());
    }
    Ok(serde_json::from_slice(&said.stdout)?)
}

/// The processor time of the service and its database, thread by thread, in nanoseconds.
pub struct Spent(HashMap<(u32, String), u64>);

impl Spent {
    /// Reads it now.
    pub fn read() -> Self {
        let parents = parents();
        let own = std::process::id();
        let ours = parents.keys().filter(|process| descends(&parents, **process, own));
        Self(ours.flat_map(|process| threads(*process)).collect())
    }

    /// Returns the milliseconds since then. What a thread spent that has ended is not in it.
    pub fn since_ms(&self) -> f64 {
        let now = Self::read();
        let spent = now.0.iter().map(|(thread, spent)| spent.saturating_sub(self.0.get(thread).copied().unwrap_or(0)));
        spent.sum::<u64>() as f64 / 1_000_000.0
    }
}

/// Every process with its parent; not the measured devices.
fn parents() -> HashMap<u32, u32> {
    let numbers = fs::read_dir("/proc").into_iter().flatten().flatten();
    let processes = numbers.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let parent = |process: u32| {
        let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
        let (before, after) = stat.rsplit_once(')')?;
        let parent = after.split_whitespace().nth(1)?.parse().ok()?;
        let is_device = before.ends_with("(measure") && process != std::process::id();
        (!is_device).then_some((process, parent))
    };
    processes.filter_map(parent).collect()
}

fn descends(parents: &HashMap<u32, u32>, process: u32, from: u32) -> bool {
    let mut at = process;
    while let Some(parent) = parents.get(&at) {
        if *parent == from {
            return true;
        }
        at = *parent;
    }
    false
}

fn threads(process: u32) -> Vec<((u32, String), u64)> {
    let folder = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let spent = |entry: fs::DirEntry| {
        let said = fs::read_to_string(entry.path().join("schedstat")).ok()?;
        let spent = said.split_whitespace().next()?.parse().ok()?;
        Some(((process, entry.file_name().to_string_lossy().into_owned()), spent))
    };
    folder.filter_map(spent).collect()
}
