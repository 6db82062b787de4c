//! Suites: each is run against a time limit, its minutes are told when it ends, and a table of
//! all of them closes the run.

use std::{
    fmt,
    io::{BufRead, BufReader, Read},
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use crate::{Done, process};

/// The suites run so far.
#[derive(Default)]
pub struct Suites {
    rows: Vec<Row>,
}

struct Row {
    name: String,
    tests: usize,
    time: Duration,
    end: End,
}

#[derive(Clone, Copy, PartialEq)]
enum End {
    Passed,
    Failed,
    TimedOut,
}

impl Suites {
    /// Runs one suite to its end or its limit, and then ends what it left running.
    pub fn run(&mut self, name: &str, limit: Duration, command: &mut Command) -> Done<bool> {
        println!("\n== {name}");
        let start = Instant::now();
        let mark = format!("{}-{}", std::process::id(), self.rows.len());
        let mut child = process::marked(command, &mark)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|source| format!("{name} did not start: {source}"))?;
        let shown = Shown::of(child.stdout.take().expect("its output is piped"));
        let end = match process::wait(&mut child, limit)? {
            Some(status) if status.success() => End::Passed,
            Some(_) => End::Failed,
            None => End::TimedOut,
        };
        if end == End::TimedOut {
            process::end(&mut child);
        }
        let left = process::end_marked(&mark);
        if left > 0 {
            println!("== {name}: ended {left} processes that it left running");
        }
        let row = Row { name: name.to_owned(), tests: shown.tests(), time: start.elapsed(), end };
        println!("== {row}");
        self.rows.push(row);
        Ok(end == End::Passed)
    }

    pub fn tests(&self) -> usize {
        self.rows.iter().map(|row| row.tests).sum()
    }

    /// Prints the table; fails when a suite did.
    pub fn close(&self) -> Done {
        println!("\n{:<44} {:>6} {:>8}", "suite", "tests", "minutes");
        for row in &self.rows {
            println!("{row}");
        }
        let total: Duration = self.rows.iter().map(|row| row.time).sum();
        let failed = self.rows.iter().filter(|row| row.end != End::Passed).count();
        println!("{:<44} {:>6} {:>8.2}", "all", self.tests(), minutes(total));
        match failed {
            0 => Ok(()),
            1 => Err("one suite failed".into()),
            many => Err(format!("{many} suites failed").into()),
        }
    }
}

impl fmt::Display for Row {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        let end = match self.end {
            End::Passed => "passed",
            End::Failed => "FAILED",
            End::TimedOut => "FAILED: took too long",
        };
        write!(out, "{:<44} {:>6} {:>8.2}  {end}", self.name, self.tests, minutes(self.time))
    }
}

fn minutes(time: Duration) -> f64 {
    time.as_secs_f64() / 60.0
}

/// Output that is shown line by line as it comes, while the tests that passed are added up.
struct Shown {
    passed: Arc<AtomicUsize>,
    reader: JoinHandle<()>,
}

impl Shown {
    fn of(output: impl Read + Send + 'static) -> Self {
        let passed = Arc::new(AtomicUsize::new(0));
        let sum = Arc::clone(&passed);
        let reader = thread::spawn(move || {
            for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
                let line = String::from_utf8_lossy(&line);
                println!("{line}");
                sum.fetch_add(tests_passed(&line), Ordering::Relaxed);
            }
        });
        Self { passed, reader }
    }

    /// Waits for the rest of the output, but not for a stranger who keeps it open for ever.
    fn tests(&self) -> usize {
        let start = Instant::now();
        while !self.reader.is_finished() && start.elapsed() < Duration::from_secs(5) {
            thread::sleep(Duration::from_millis(5));
        }
        self.passed.load(Ordering::Relaxed)
    }
}

/// Reads the closing lines of Rust's tests and of vitest: "test result: ok. 3 passed; …",
/// "Tests  1 failed | 12 passed (13)".
fn tests_passed(line: &str) -> usize {
    let line = without_colours(line);
    let line = line.trim_start();
    if !line.starts_with("test result:") && !line.starts_with("Tests ") {
        return 0;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let count = words.windows(2).find(|pair| pair[1].trim_end_matches(';') == "passed").map(|pair| pair[0].parse());
    count.and_then(Result::ok).unwrap_or(0)
}

/// Colours are written as escape, bracket, numbers, m.
fn without_colours(line: &str) -> String {
    let mut pieces = line.split("\u{1b}[");
    let first = pieces.next().unwrap_or_default();
    let rest = pieces.map(|piece| piece.split_once('m').map_or(piece, |(_, text)| text));
    std::iter::once(first).chain(rest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passed_tests_are_counted_from_closing_lines_alone() {
        assert_eq!(tests_passed("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured"), 12);
        assert_eq!(tests_passed("      Tests  1 failed | 34 passed (35)"), 34);
        assert_eq!(tests_passed("\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[32m7 passed\u{1b}[39m (7)"), 7);
        assert_eq!(tests_passed(" Test Files  3 passed (3)"), 0);
        assert_eq!(tests_passed("we said that 5 passed"), 0);
    }

    #[test]
    fn one_failed_suite_fails_the_run_and_the_others_still_ran() {
        let mut suites = Suites::default();
        let limit = Duration::from_secs(60);

        let failed = suites.run("bad", limit, Command::new("sh").args(["-c", "exit 1"])).unwrap();
        let passed =
            suites.run("good", limit, Command::new("sh").args(["-c", "echo test result: ok. 2 passed"])).unwrap();

        assert_eq!((failed, passed, suites.tests()), (false, true, 2));
        assert!(suites.close().is_err());
    }

    #[test]
    fn a_suite_that_takes_too_long_is_ended_and_fails() {
        let mut suites = Suites::default();

        suites.run("slow", Duration::ZERO, Command::new("sh").args(["-c", "sleep 600 & wait"])).unwrap();

        assert!(suites.rows[0].end == End::TimedOut);
    }
}
