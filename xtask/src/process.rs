//! Programs that we start: run to their end, watched against a time limit, and ended with
//! everything they started.

use std::{
    collections::BTreeSet,
    ffi::OsStr,
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::Done;

/// Carried by every process of a suite, so that those left behind are found.
const MARK: &str = "COACHLIGHT_SUITE";

/// Runs `command` to its end before the reader's eyes.
pub fn run(command: &mut Command) -> Done {
    let shown = shown(command);
    println!("$ {shown}");
    let status = command.status().map_err(|source| format!("{shown} did not start: {source}"))?;
    if status.success() { Ok(()) } else { Err(format!("{shown} failed ({status})").into()) }
}

/// Returns what a short command printed, or nothing where it is missing or failed.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Returns everything a command printed: `Ok` where it succeeded, `Err` where not.
pub fn captured(command: &mut Command) -> Result<String, String> {
    let shown = shown(command);
    let output = command.output().map_err(|source| format!("{shown} did not start: {source}"))?;
    let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    if output.status.success() { Ok(text) } else { Err(format!("$ {shown}\n{text}")) }
}

/// A command for `program` that ends when we end, also by a kill, where the system can do that.
pub fn ends_with_us(program: impl AsRef<OsStr>) -> Command {
    let guard = "/usr/bin/setpriv";
    if !cfg!(target_os = "linux") || !Path::new(guard).exists() {
        return Command::new(program);
    }
    let mut guarded = Command::new(guard);
    guarded.args(["--pdeathsig", "TERM", "--"]).arg(program);
    guarded
}

/// Asks a process of ours to end, and ends it when it has not after three seconds.
pub fn end(child: &mut Child) {
    signal("TERM", &[child.id()]);
    let asked = Instant::now();
    while asked.elapsed() < Duration::from_secs(3) {
        if matches!(child.try_wait(), Ok(Some(_))) {
            return;
        }
        thread::sleep(Duration::from_millis(20));
    }
    // Both fail only for a process that has ended already, which is what we want.
    child.kill().ok();
    child.wait().ok();
}

/// Marks `command` and all it will start as the suite `mark`.
pub fn marked<'a>(command: &'a mut Command, mark: &str) -> &'a mut Command {
    command.env(MARK, mark)
}

/// Waits for the end of `child`; `None` means that it was still running at `limit`.
pub fn wait(child: &mut Child, limit: Duration) -> std::io::Result<Option<ExitStatus>> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if start.elapsed() > limit {
            return Ok(None);
        }
        thread::sleep(Duration::from_millis(20));
    }
}

/// Ends every process that carries `mark` and returns how many there were (Linux only).
///
/// One that starts another while we look, and one that is just becoming another program and so shows no environment, are
/// found by looking again until nothing new is seen.
pub fn end_marked(mark: &str) -> usize {
    let line = format!("{MARK}={mark}");
    let mut ended = BTreeSet::new();
    loop {
        let found: Vec<u32> = processes().filter(|id| !ended.contains(id) && carries(*id, line.as_bytes())).collect();
        if found.is_empty() {
            return ended.len();
        }
        signal("KILL", &found);
        ended.extend(found);
    }
}

fn processes() -> impl Iterator<Item = u32> {
    let folders = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    folders.filter_map(|folder| folder.file_name().to_str()?.parse().ok())
}

/// A process that has gone, or is another person's, cannot be read and is not ours.
fn carries(id: u32, line: &[u8]) -> bool {
    let environment = std::fs::read(format!("/proc/{id}/environ")).unwrap_or_default();
    environment.split(|byte| *byte == 0).any(|entry| entry == line)
}

/// std has no signals; `kill` fails only for processes that have ended already.
fn signal(name: &str, ids: &[u32]) {
    if ids.is_empty() || !cfg!(unix) {
        return;
    }
    let ids = ids.iter().map(u32::to_string);
    Command::new("kill").arg(format!("-{name}")).args(ids).stderr(Stdio::null()).status().ok();
}

/// The command as a person would type it, without the folder of its program.
fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let words = std::iter::once(program.file_name().unwrap_or_default()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::io::{Read as _, Write as _};

    use super::*;

    #[test]
    fn processes_left_behind_by_a_suite_are_ended() {
        let mark = format!("test-{}", std::process::id());
        let mut shell = Command::new("sh");
        // What is left behind answers, so we know that it has become the program that it shall be.
        shell.args(["-c", "exec 3<&0; cat <&3 & exit 0"]).stdin(Stdio::piped()).stdout(Stdio::piped());

        let mut shell = marked(&mut shell, &mark).spawn().unwrap();
        shell.stdin.as_mut().unwrap().write_all(b"here").unwrap();
        let mut answer = [0; 4];
        shell.stdout.as_mut().unwrap().read_exact(&mut answer).unwrap();
        while shell.try_wait().unwrap().is_none() {}

        assert_eq!(end_marked(&mark), 1);
        assert_eq!(shell.stdout.unwrap().read(&mut answer).unwrap(), 0, "it has ended");
    }

    #[test]
    fn a_program_that_does_not_end_is_given_up_at_the_limit() {
        let mut sleeper = Command::new("sleep").arg("600").spawn().unwrap();

        let ended = wait(&mut sleeper, Duration::ZERO).unwrap();

        assert!(ended.is_none());
        end(&mut sleeper);
        assert!(sleeper.try_wait().unwrap().is_some());
    }

    #[test]
    fn a_failing_command_hands_back_what_it_printed() {
        let text = captured(Command::new("sh").args(["-c", "echo why; exit 3"])).unwrap_err();

        assert!(text.contains("why"));
    }
}
