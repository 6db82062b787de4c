//! Processes that end with the test that started them.

use std::{
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// A process of ours. Dropping it ends it.
pub struct Process(Child);

impl Process {
    /// Starts a program; what it prints is of no interest.
    pub fn start(command: &mut Command) -> Self {
        let program = command.get_program().to_string_lossy().into_owned();
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        Self(child.unwrap_or_else(|error| panic!("{program} could not be started: {error}")))
    }

    /// Takes over a process that was started with its own pipes.
    pub fn of(child: Child) -> Self {
        Self(child)
    }

    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// Ends it as a power cut would: at once, and without a word.
    pub fn kill(&mut self) {
        self.0.kill().expect("our own process can be ended");
        self.0.wait().expect("our own process can be waited for");
    }

    pub fn is_running(&mut self) -> bool {
        self.0.try_wait().expect("our own process can be asked").is_none()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Lets a process of ours write to no file any more, as if the disk were full; or lets it write again.
pub fn set_disk_full(id: u32, is_full: bool) {
    use rustix::process::{Pid, Resource, Rlimit, prlimit};
    let id = i32::try_from(id).ok().and_then(Pid::from_raw);
    let limit = Rlimit { current: is_full.then_some(0), maximum: None };
    prlimit(id, Resource::Fsize, limit).expect("the limit of a process of ours can be set");
}

/// Returns the processes that descend from one of ours and whose name holds these letters.
pub fn descendants(of: u32, name: &str) -> Vec<u32> {
    let mut found = Vec::new();
    let mut parents = vec![of];
    while let Some(parent) = parents.pop() {
        for child in children(parent) {
            let command = std::fs::read_to_string(format!("/proc/{child}/comm")).unwrap_or_default();
            if command.contains(name) {
                found.push(child);
            }
            parents.push(child);
        }
    }
    found
}

fn children(parent: u32) -> Vec<u32> {
    let tasks = std::fs::read_dir(format!("/proc/{parent}/task")).into_iter().flatten().flatten();
    tasks
        .filter_map(|task| std::fs::read_to_string(task.path().join("children")).ok())
        .flat_map(|line| line.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<_>>())
        .collect()
}

/// Ends a process that one of ours started, by its id. It may have ended by itself.
pub fn kill(id: u32) {
    let id = i32::try_from(id).ok().and_then(rustix::process::Pid::from_raw).expect("a process has an id");
    let ended = rustix::process::kill_process(id, rustix::process::Signal::KILL);
    assert!(matches!(ended, Ok(()) | Err(rustix::io::Errno::SRCH)), "a process of ours could not be ended");
}

/// Waits until a process that was killed holds nothing any more. Says nothing where it does not end: what needs its folder
/// does.
pub fn wait_for_end(id: u32) {
    let begun = Instant::now();
    while holds(id) && begun.elapsed() < Duration::from_secs(10) {
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Whether a process is there, and not only its exit code that nobody asked for yet. Its first thread may have ended while
/// another still waits for the disk, and holds the folder.
fn holds(id: u32) -> bool {
    let tasks = std::fs::read_dir(format!("/proc/{id}/task")).into_iter().flatten().flatten();
    tasks
        .filter_map(|task| std::fs::read_to_string(task.path().join("stat")).ok())
        .any(|state| state.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with(['Z', 'X'])))
}
