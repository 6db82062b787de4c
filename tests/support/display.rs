//! A virtual screen of our own.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use super::process::Process;

/// A screen without a monitor. It ends with the test.
pub struct Display {
    /// The name that programs find it by: `:99`.
    pub name: String,
    _server: Process,
}

impl Display {
    /// Starts a screen of this size; the server picks a free number itself.
    pub fn start(width: u32, height: u32) -> Self {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp", "-noreset"])
            .args(["-screen", "0", &format!("{width}x{height}x24")])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is installed by `cargo xtask test`");
        let mut number = String::new();
        let output = server.stdout.take().expect("the output was piped");
        BufReader::new(output).read_line(&mut number).expect("Xvfb says its number");
        Self { name: format!(":{}", number.trim()), _server: Process::of(server) }
    }
}
