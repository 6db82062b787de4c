//! A screen where there is none: a virtual display, and a picture of what it shows.

use std::{
    env,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use crate::{Done, process};

/// Whether a person could see a window here. Only X and Wayland can be absent.
pub fn is_there() -> bool {
    let names = ["DISPLAY", "WAYLAND_DISPLAY"];
    !cfg!(target_os = "linux") || names.iter().any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// A display without glass. It ends with its value.
pub struct Virtual {
    server: Child,
    pub name: String,
}

impl Virtual {
    /// The server picks a free number itself, so that two runs do not meet.
    pub fn start() -> Done<Self> {
        let mut xvfb = process::ends_with_us("Xvfb");
        xvfb.args(["-displayfd", "1", "-screen", "0", "1366x768x24", "-nolisten", "tcp"]);
        xvfb.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut server = xvfb.spawn().map_err(|source| format!("Xvfb did not start: {source}"))?;
        let answers = server.stdout.take().expect("its output is piped");
        let mut number = String::new();
        BufReader::new(answers).read_line(&mut number)?;
        if number.trim().is_empty() {
            process::end(&mut server);
            return Err("Xvfb ended without opening a display".into());
        }
        Ok(Self { server, name: format!(":{}", number.trim()) })
    }

    /// Saves all that the display shows.
    pub fn save_picture(&self, file: &Path) -> Done {
        let mut import = Command::new("import");
        import.args(["-silent", "-window", "root"]).arg(file).env("DISPLAY", &self.name);
        let status =
            import.stdin(Stdio::null()).status().map_err(|source| format!("import did not start: {source}"))?;
        if status.success() { Ok(()) } else { Err(format!("import could not take the picture ({status})").into()) }
    }
}

impl Drop for Virtual {
    fn drop(&mut self) {
        process::end(&mut self.server);
    }
}
