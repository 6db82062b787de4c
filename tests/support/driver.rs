//! A small WebDriver client: enough to look into the real web view.

use std::{
    io::Write as _,
    net::TcpListener,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::{
    process::{self, Process},
    wait_for,
};

/// A session with the web view of a program that the driver started.
pub struct Driver {
    agent: ureq::Agent,
    session: String,
    process: Process,
}

impl Driver {
    /// Starts a program by WebKitWebDriver, with these variables and no others of ours.
    pub fn start(program: &str, environment: &[(String, String)]) -> Self {
        // A port that was free may be somebody else's a moment later: then the driver ends, and another port is tried.
        let mut tries = (0..5).filter_map(|_| Self::try_start(program, environment));
        tries.next().expect("the driver finds a free port")
    }

    fn try_start(program: &str, environment: &[(String, String)]) -> Option<Self> {
        let port =
            TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a port is free").port();
        // A file that may not grow is then answered with an error, as a full disk is, and not with the process's end.
        let mut command = Command::new("env");
        command.args(["--ignore-signal=XFSZ", "WebKitWebDriver"]);
        command.args([format!("--port={port}"), "--host=127.0.0.1".into()]);
        command.env("TAURI_WEBVIEW_AUTOMATION", "true").envs(environment.iter().cloned());
        let mut process = Process::start(&mut command);
        let config = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(60)));
        let agent: ureq::Agent = config.http_status_as_error(false).build().into();
        let wanted =
            json!({"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": {"binary": program, "args": []}}}});
        let base = format!("http://127.0.0.1:{port}/session");
        let answer = wait_for("a WebDriver session", Duration::from_secs(45), || {
            if !process.is_running() {
                return Some(None);
            }
            let answer = agent.post(&base).send_json(&wanted).ok()?.body_mut().read_json::<Value>().ok()?;
            answer["value"]["sessionId"].is_string().then_some(Some(answer))
        })?;
        let id = answer["value"]["sessionId"].as_str().expect("a session has an id").to_owned();
        Some(Self { agent, session: format!("{base}/{id}"), process })
    }

    /// Returns the id of the program's process.
    pub fn program(&self) -> u32 {
        let programs = process::descendants(self.process.id(), "coachlight");
        *programs.first().expect("the driver started the program")
    }

    /// Runs a function body in the page and returns what it returns.
    pub fn run(&self, body: &str, arguments: Value) -> Value {
        let answer = self.post("execute/sync", json!({"script": body, "args": arguments}));
        assert!(answer["value"]["error"].is_null(), "the page refused: {}", answer["value"]);
        answer["value"].clone()
    }

    /// Runs a function body that answers later, by calling its last argument.
    pub fn run_async(&self, body: &str, arguments: Value) -> Value {
        let answer = self.post("execute/async", json!({"script": body, "args": arguments}));
        assert!(answer["value"]["error"].is_null(), "the page refused: {}", answer["value"]);
        answer["value"].clone()
    }

    /// Returns the windows of the program that can be looked into.
    pub fn windows(&self) -> Vec<String> {
        let mut answer = self.agent.get(format!("{}/window/handles", self.session)).call().expect("the driver answers");
        let answer: Value = answer.body_mut().read_json().expect("the driver answers in JSON");
        let handles = answer["value"].as_array().cloned().unwrap_or_default();
        handles.iter().filter_map(|handle| handle.as_str().map(str::to_owned)).collect()
    }

    /// Looks into this window from now on.
    pub fn look_into(&self, window: &str) {
        let answer = self.post("window", json!({ "handle": window }));
        assert!(answer["value"]["error"].is_null(), "the window is not there: {}", answer["value"]);
    }

    /// Makes the window this large.
    pub fn resize(&self, width: u32, height: u32) {
        self.post("window/rect", json!({"x": 0, "y": 0, "width": width, "height": height}));
    }

    /// Returns the name of the element that has the keys: its label, or its first words.
    pub fn focused(&self) -> String {
        let body = "const at = document.activeElement; if (!at) return ''; \
                    const name = at.getAttribute('aria-label') || at.labels?.[0]?.innerText || at.innerText || ''; \
                    return name.trim().split('\\n')[0].trim();";
        self.run(body, json!([])).as_str().unwrap_or_default().to_owned()
    }

    /// Returns all the words that are on the screen.
    pub fn screen(&self) -> String {
        self.run("return document.body.innerText;", json!([])).as_str().unwrap_or_default().to_owned()
    }

    /// Waits until these words are on the screen.
    pub fn wait_for_words(&self, words: &str) {
        let mut last = String::new();
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(20) * super::BUSY {
            last = self.screen();
            if last.contains(words) {
                return;
            }
            std::thread::sleep(Duration::from_millis(25));
        }
        panic!("waited for {words:?}; the screen says:\n{last}");
    }

    /// Waits until a field for words has the keys.
    pub fn wait_for_field(&self) {
        super::wait_for("a field that has the keys", Duration::from_secs(20), || {
            let tag = self.run("return document.hasFocus() && document.activeElement.tagName;", json!([]));
            matches!(tag.as_str(), Some("TEXTAREA" | "INPUT")).then_some(())
        });
    }

    /// Keeps a picture of the page as the web view draws it now, when a developer asked for pictures by naming a folder.
    pub fn picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("COACHLIGHT_TEST_PICTURES") else { return };
        let mut answer = self.agent.get(format!("{}/screenshot", self.session)).call().expect("the driver answers");
        let answer: Value = answer.body_mut().read_json().expect("the driver answers in JSON");
        let file = std::fs::File::create(Path::new(&folder).join(name).with_extension("png")).expect("a new picture");
        let mut reader =
            Command::new("base64").arg("-d").stdin(Stdio::piped()).stdout(file).spawn().expect("base64 runs");
        let coded = answer["value"].as_str().expect("a picture");
        reader.stdin.take().expect("a pipe").write_all(coded.as_bytes()).expect("base64 reads");
        assert!(reader.wait().expect("base64 ends").success(), "no picture of {name}");
    }

    fn post(&self, path: &str, body: Value) -> Value {
        let mut answer = self
            .agent
            .post(format!("{}/{path}", self.session))
            .send_json(&body)
            .unwrap_or_else(|error| panic!("the driver does not answer {path}: {error}"));
        answer.body_mut().read_json().expect("the driver answers in JSON")
    }
}

impl Drop for Driver {
    /// Ends the program as a power cut would. The driver's own way to end a session leaves the program running.
    fn drop(&mut self) {
        let programs = process::descendants(self.process.id(), "coachlight");
        programs.iter().for_each(|id| process::kill(*id));
        // What comes next may need the folder that the program held until its very end.
        programs.into_iter().for_each(process::wait_for_end);
    }
}
