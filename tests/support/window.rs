//! Coachlight in a window on a virtual screen.

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use serde_json::Value;
use store::profile::Home;
use tempfile::TempDir;

use super::{
    display::Display, driver::Driver, keyboard::Keyboard, keychain::Keychain, process::Process, profile, wait_for,
};

/// The program under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_coachlight");

/// A desk: a screen, a keyboard, a home folder. The program can be started at it again and again.
pub struct Desk {
    pub display: Display,
    pub keyboard: Keyboard,
    program: PathBuf,
    home: PathBuf,
    folder: TempDir,
    extra: Vec<(String, String)>,
    has_keychain: bool,
}

impl Desk {
    pub fn new(width: u32, height: u32) -> Self {
        let display = Display::start(width, height);
        let keyboard = Keyboard::at(&display.name);
        let folder = tempfile::tempdir().expect("a temporary folder");
        for name in ["home", "person", "tmp"] {
            std::fs::create_dir(folder.path().join(name)).expect("a new folder");
        }
        let home = folder.path().join("home");
        Self { display, keyboard, program: PROGRAM.into(), home, folder, extra: Vec::new(), has_keychain: false }
    }

    /// Takes another build of the program, and a home folder that was made before and stays.
    #[allow(dead_code, reason = "the measurements need it")]
    pub fn of(self, program: &Path, home: &Path) -> Self {
        Self { program: program.into(), home: home.into(), ..self }
    }

    /// Lets the program meet a keychain: that of the test, never the person's.
    pub fn with_keychain(mut self) -> (Self, Keychain) {
        let keychain = Keychain::start(self.folder.path());
        self.extra.push(("DBUS_SESSION_BUS_ADDRESS".into(), keychain.address.clone()));
        self.has_keychain = true;
        (self, keychain)
    }

    /// Adds a variable to the program's environment.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.extra.push((name.into(), value.into()));
        self
    }

    /// The folder that `COACHLIGHT_HOME` names.
    pub fn home(&self) -> PathBuf {
        self.home.clone()
    }

    /// Everything that the program could have written to: its home, the person's home, the temporary folder.
    pub fn everything(&self) -> &Path {
        self.folder.path()
    }

    /// The file that shifts the program's clocks.
    pub fn clock_file(&self) -> PathBuf {
        self.folder.path().join("clock.json")
    }

    /// The file that the program writes when its first screen is painted and still: the wall clock in milliseconds.
    pub fn ready_file(&self) -> PathBuf {
        self.folder.path().join("ready")
    }

    fn environment(&self) -> Vec<(String, String)> {
        let path = |path: PathBuf| path.to_string_lossy().into_owned();
        let person = path(self.folder.path().join("person"));
        let mut all: Vec<(String, String)> = [
            ("DISPLAY", self.display.name.clone()),
            ("GDK_BACKEND", "x11".into()),
            ("NO_AT_BRIDGE", "1".into()),
            ("HOME", person.clone()),
            ("XDG_DATA_HOME", format!("{person}/data")),
            ("XDG_CACHE_HOME", format!("{person}/cache")),
            ("XDG_CONFIG_HOME", format!("{person}/config")),
            ("TMPDIR", path(self.folder.path().join("tmp"))),
            ("COACHLIGHT_HOME", path(self.home())),
            ("COACHLIGHT_NO_KEYCHAIN", "1".into()),
            ("COACHLIGHT_READY_FILE", path(self.ready_file())),
            ("COACHLIGHT_TEST_CLOCK", path(self.clock_file())),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
        all.retain(|(name, _)| !(self.has_keychain && name == "COACHLIGHT_NO_KEYCHAIN"));
        all.extend(self.extra.iter().cloned());
        all
    }

    /// Starts the program as a person would, and waits for its first screen.
    pub fn start(&self) -> Process {
        self.wait_for_end();
        self.forget_ready();
        let mut program = Process::start(Command::new(&self.program).envs(self.environment()));
        wait_for("the first screen", Duration::from_secs(60), || {
            assert!(program.is_running(), "the program ended before its first screen");
            self.ready_file().exists().then_some(())
        });
        self.keyboard.focus_program();
        program
    }

    /// Starts the program so that the test can look into its page.
    pub fn drive(&self) -> Driver {
        self.wait_for_end();
        self.drive_beside()
    }

    /// Starts the program while another one may be running.
    pub fn drive_beside(&self) -> Driver {
        self.forget_ready();
        let driver = Driver::start(&self.program.to_string_lossy(), &self.environment());
        self.wait_until_ready();
        self.keyboard.focus_program();
        driver
    }

    /// Waits until the window before is closed.
    pub fn wait_for_end(&self) {
        drop(wait_for("the program's end", Duration::from_secs(10), || Home::hold(&self.home()).ok()));
    }

    /// Keeps a picture of the screen, when a developer asked for pictures by naming a folder.
    pub fn picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("COACHLIGHT_TEST_PICTURES") else { return };
        // The web view paints a moment after the page has changed, on a busy machine a long one.
        std::thread::sleep(Duration::from_millis(1_500));
        let file = Path::new(&folder).join(name).with_extension("png");
        let taken = Command::new("import").args(["-window", "root", "-display", &self.display.name]).arg(file).status();
        assert!(taken.is_ok_and(|status| status.success()), "no picture of {name}");
    }

    /// Presses Tab until the element with this name has the keys, each time waiting until the page has followed.
    pub fn tab_to(&self, driver: &Driver, name: &str) {
        let mut passed = Vec::new();
        for _ in 0..60 {
            let focused = driver.focused();
            if focused == name {
                return;
            }
            passed.push(focused);
            driver.run("window.before = document.activeElement", serde_json::json!([]));
            self.keyboard.press("Tab");
            wait_for("the focus to move", Duration::from_secs(10), || {
                let moved = driver.run("return document.activeElement !== window.before", serde_json::json!([]));
                (moved == serde_json::json!(true)).then_some(())
            });
        }
        panic!("Tab never reached {name:?}; it passed {passed:?}");
    }

    /// Writes into the field that has the keys, and waits until every letter is there.
    pub fn write_into_field(&self, driver: &Driver, words: &str) {
        self.keyboard.write(words);
        wait_for("the words in the field", Duration::from_secs(20), || {
            let value = driver.run("return document.activeElement.value", serde_json::json!([]));
            value.as_str().is_some_and(|value| value.ends_with(words)).then_some(())
        });
    }

    /// Saves what a dialog for printing offers under this name, by keys. Where pictures are kept, so is the file.
    pub fn save_pdf(&self, driver: &Driver, name: &str) {
        let file = self.everything().join(name).with_extension("pdf");
        self.tab_to(driver, "File name");
        // The suggestion comes a moment after the dialog.
        wait_for("a suggested name", Duration::from_secs(20), || {
            let value = driver.run("return document.activeElement.value", serde_json::json!([]));
            value.as_str().is_some_and(|value| value.ends_with(".pdf")).then_some(())
        });
        let suggested = driver.run("return document.activeElement.value", serde_json::json!([]));
        for name in ["amir", "haddad", "dana", "whitfield"] {
            assert!(
                !suggested.as_str().unwrap_or_default().to_lowercase().contains(name),
                "{suggested} names somebody"
            );
        }
        self.keyboard.press("Ctrl+a");
        self.write_into_field(driver, &file.to_string_lossy());
        self.keyboard.press("Enter");
        driver.wait_for_words("The PDF is saved where you chose");
        let written = std::fs::read(&file).expect("the saved file");
        assert!(written.starts_with(b"%PDF"), "{name} is no PDF");
        if let Some(folder) = std::env::var_os("COACHLIGHT_TEST_PICTURES") {
            std::fs::copy(&file, Path::new(&folder).join(name).with_extension("pdf")).expect("a copy of the page");
        }
    }

    /// Forgets that a first screen was painted, before another one is.
    pub fn forget_ready(&self) {
        // It is not there when nothing was painted yet.
        drop(std::fs::remove_file(self.ready_file()));
    }

    /// Waits until the page is painted and still.
    pub fn wait_until_ready(&self) {
        wait_for("the first screen", Duration::from_secs(60), || self.ready_file().exists().then_some(()));
    }

    /// Starts the program's command line, which goes on until what is returned is dropped.
    pub fn run(&self, arguments: &[&str]) -> Process {
        let mut command = Command::new(&self.program);
        let command = command.args(arguments).envs(self.environment());
        Process::start(command.env("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE))
    }

    /// Runs the program's command line and returns its exit code and what it printed.
    pub fn command(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = Command::new(&self.program)
            .args(arguments)
            .envs(self.environment())
            .env("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE)
            .output()
            .expect("the program can be started");
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
    }
}

/// Runs a command with `--json` that must go well, and returns what it said.
pub fn said(desk: &Desk, arguments: &[&str]) -> Value {
    let (code, said, complaint) = desk.command(&[arguments, &["--json"]].concat());
    assert_eq!(code, 0, "{complaint}{said}");
    serde_json::from_str(&said).expect("a command says JSON")
}
