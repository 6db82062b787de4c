//! `run`: from a fresh machine to the app in its window, by one command. Without a screen the
//! window opens in a virtual one, and a picture of it is saved.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Child, Command},
    thread,
    time::{Duration, Instant},
};

use crate::{
    Done, interface,
    machine::Purpose,
    places, process,
    screen::{self, Virtual},
    setup,
};

/// A first screen takes two seconds; a minute means that something is wrong.
const PATIENCE: Duration = Duration::from_secs(60);

/// The program gives it to every demo profile. It protects nothing and is no secret.
const DEMO_PASSPHRASE: &str = "demo demo";

#[derive(Debug, Default, PartialEq)]
pub struct Options {
    once: bool,
    demo: bool,
    /// What the app itself is given.
    words: Vec<String>,
}

impl Options {
    pub fn parse(words: &[String]) -> Done<Self> {
        let mut options = Self::default();
        let mut rest = words.iter();
        while let Some(word) = rest.next() {
            match word.as_str() {
                "--once" => options.once = true,
                "--demo" => options.demo = true,
                "--" => options.words = rest.by_ref().cloned().collect(),
                other => return Err(format!("run does not know {other}; what follows -- goes to the app").into()),
            }
        }
        Ok(options)
    }
}

pub fn run(options: &Options) -> Done {
    let has_screen = screen::is_there();
    let seen_by_picture = options.once || !has_screen;
    setup::ready(if seen_by_picture { Purpose::Screen } else { Purpose::Building })?;
    interface::build()?;
    process::run(places::cargo(&["build"]).args(places::FEATURES))?;
    let app = app(options)?;
    if seen_by_picture {
        return in_virtual_screen(app, options.once);
    }
    process::run(&mut { app })
}

/// The app, with the demo profile's folder and passphrase where that was asked for.
fn app(options: &Options) -> Done<Command> {
    let mut app = process::ends_with_us(places::app("debug"));
    app.args(&options.words);
    if options.demo {
        let home = demo_home();
        println!("demo profile in {}; its passphrase is \"{DEMO_PASSPHRASE}\"", home.display());
        app.env("COACHLIGHT_HOME", &home).env("COACHLIGHT_PASSPHRASE", DEMO_PASSPHRASE);
        create_demo(&home)?;
    }
    Ok(app)
}

fn demo_home() -> PathBuf {
    env::var_os("COACHLIGHT_HOME").map_or_else(|| places::target().join("demo-home"), PathBuf::from)
}

/// Fills an empty folder. What a failed attempt left is removed, so that the next one can work.
fn create_demo(home: &Path) -> Done {
    if fs::read_dir(home).is_ok_and(|mut entries| entries.next().is_some()) {
        return Ok(());
    }
    let mut demo = Command::new(places::app("debug"));
    demo.arg("demo").env("COACHLIGHT_HOME", home).env("COACHLIGHT_PASSPHRASE", DEMO_PASSPHRASE);
    process::run(&mut demo).inspect_err(|_| {
        fs::remove_dir_all(home).ok();
    })
}

fn in_virtual_screen(mut app: Command, once: bool) -> Done {
    if !screen::is_there() {
        println!("there is no screen (DISPLAY and WAYLAND_DISPLAY are empty): the window opens in a virtual one");
    }
    let folder = places::target().join("screens");
    let (ready, picture) = (folder.join("ready"), folder.join("first-screen.png"));
    fs::create_dir_all(&folder)?;
    for old in [&ready, &picture] {
        fs::remove_file(old).ok();
    }
    let screen = Virtual::start()?;
    app.env("DISPLAY", &screen.name).env("GDK_BACKEND", "x11").env("COACHLIGHT_READY_FILE", &ready);
    app.env_remove("WAYLAND_DISPLAY");
    let mut window = Window(app.spawn()?);
    window.first_screen(&ready)?;
    screen.save_picture(&picture)?;
    println!("the first screen: {}", picture.display());
    if once {
        return Ok(());
    }
    println!("the app goes on in display {} until Ctrl C", screen.name);
    let status = window.0.wait()?;
    if status.success() { Ok(()) } else { Err(format!("the app ended with {status}").into()) }
}

/// The running app. It ends with its value.
struct Window(Child);

impl Window {
    /// The app creates the file `ready` when its first screen is painted and still.
    fn first_screen(&mut self, ready: &Path) -> Done {
        let start = Instant::now();
        while !ready.exists() {
            if let Some(status) = self.0.try_wait()? {
                return Err(format!("the app ended before its first screen was painted ({status})").into());
            }
            if start.elapsed() > PATIENCE {
                let seconds = PATIENCE.as_secs();
                return Err(format!("after {seconds} seconds the app had not painted its first screen").into());
            }
            thread::sleep(Duration::from_millis(50));
        }
        println!("first screen painted after {:.1} s", start.elapsed().as_secs_f64());
        Ok(())
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        process::end(&mut self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn what_follows_two_dashes_goes_to_the_app() {
        let options = Options::parse(&words("--demo -- --once file")).unwrap();

        assert_eq!(options, Options { once: false, demo: true, words: words("--once file") });
    }

    #[test]
    fn an_unknown_option_is_refused() {
        assert!(Options::parse(&words("--twice")).is_err());
    }
}
