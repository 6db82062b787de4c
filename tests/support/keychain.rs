//! A keychain of our own: a message bus and a real gnome-keyring on it, both in the test's folder.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use super::{process::Process, wait_for};

/// A keychain that is unlocked. It ends with the test.
pub struct Keychain {
    /// Where programs find it.
    pub address: String,
    daemon: Process,
    folder: PathBuf,
    _bus: Process,
}

impl Keychain {
    /// Starts it, with its files in this folder.
    pub fn start(folder: &Path) -> Self {
        let runtime = folder.join("runtime");
        fs::create_dir_all(&runtime).expect("a new folder");
        let (bus, address) = start_bus(&runtime);
        let daemon = start_daemon(folder, &address, Some(b"the login's password"));
        Self { address, daemon, folder: folder.to_owned(), _bus: bus }
    }

    /// Locks it: the same keychain, and nobody has given its password.
    pub fn lock(&mut self) {
        self.daemon.kill();
        self.daemon = start_daemon(&self.folder, &self.address, None);
    }

    /// Takes the keychain away, as on a computer that has none.
    pub fn remove(&mut self) {
        self.daemon.kill();
    }
}

fn start_daemon(folder: &Path, address: &str, password: Option<&[u8]>) -> Process {
    let mut command = Command::new("gnome-keyring-daemon");
    command.args(["--components=secrets", "--foreground"]).args(password.map(|_| "--unlock"));
    let mut daemon = command
        .env("DBUS_SESSION_BUS_ADDRESS", address)
        .env("HOME", folder.join("person"))
        .env("XDG_DATA_HOME", folder.join("keychain"))
        .env("XDG_RUNTIME_DIR", folder.join("runtime"))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("gnome-keyring is installed by `cargo xtask test`");
    daemon.stdin.take().expect("the input was piped").write_all(password.unwrap_or_default()).expect("it reads");
    wait_for("the keychain on its bus", Duration::from_secs(20), || {
        has_owner(address, "org.freedesktop.secrets").then_some(())
    });
    Process::of(daemon)
}

fn has_owner(address: &str, name: &str) -> bool {
    let asked = Command::new("dbus-send")
        .args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/", "org.freedesktop.DBus.NameHasOwner"])
        .arg(format!("string:{name}"))
        .env("DBUS_SESSION_BUS_ADDRESS", address)
        .output()
        .expect("dbus is installed by `cargo xtask test`");
    String::from_utf8_lossy(&asked.stdout).contains("boolean true")
}

/// A message bus that starts no program by itself, so that a keychain is there only when the test started one.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=FOLDER</listen>
  <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>
"#;

fn start_bus(folder: &Path) -> (Process, String) {
    let config = folder.join("bus.conf");
    fs::write(&config, BUS.replace("FOLDER", &folder.to_string_lossy())).expect("a new file");
    let mut bus = Command::new("dbus-daemon")
        .arg(format!("--config-file={}", config.display()))
        .args(["--nofork", "--nopidfile", "--print-address=1"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("dbus is installed by `cargo xtask test`");
    let mut address = String::new();
    BufReader::new(bus.stdout.take().expect("the output was piped")).read_line(&mut address).expect("a bus says where");
    (Process::of(bus), address.trim().to_owned())
}
