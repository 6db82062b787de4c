//! The window: what it loads, what it may call, and how it comes back when the web process dies.

use std::process::ExitCode;

use domain::RowId;
use tauri::{AppHandle, Manager, RunEvent, WebviewUrl, WebviewWindowBuilder, WindowEvent};

use crate::{commands, events, exchange, guard, log, state, web_view};

/// Opens the window and runs until it is closed.
pub fn run() -> ExitCode {
    log::begin(&state::home_folder());
    let specta = commands::builder();
    let app = tauri::Builder::default()
        .manage(state::AppState::new())
        .invoke_handler(specta.invoke_handler())
        .setup(|app| {
            let handle = app.handle().clone();
            std::thread::Builder::new()
                .name("opening".into())
                .spawn(move || commands::start::open_ahead(&handle.state::<state::AppState>()))
                .expect("a thread can be started");
            open_window(app.handle(), MAIN, None)?;
            guard::watch(app.handle().clone());
            exchange::begin(app.handle().clone());
            Ok(())
        })
        .on_window_event(|window, event| {
            if let (WindowEvent::Destroyed, Ok(open)) = (event, window.state::<state::AppState>().open()) {
                open.release_all(window.label());
                events::changed(window.app_handle(), &["hold"]);
            }
        })
        .build(tauri::generate_context!());
    match app {
        Ok(app) => {
            app.run(|handle, event| {
                if let RunEvent::Exit = event {
                    // Closing the profile lets the writer finish and empties its journal.
                    let state = handle.state::<state::AppState>();
                    state.lock();
                    state.backing_up.wait();
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("coachlight: the window could not be opened: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The window that the program begins with.
const MAIN: &str = "main";
/// The window for looking at a second thing.
const SECOND: &str = "second";

/// Opens another window beside the one with this label, at an observation or at the week. There are two at most: when
/// both are open, the other one comes to the front and goes there.
pub fn open_beside(app: &AppHandle, label: &str, observation: Option<RowId>) -> tauri::Result<()> {
    let other = if label == SECOND { MAIN } else { SECOND };
    match app.get_webview_window(other) {
        Some(window) => {
            events::go(app, other, observation);
            window.unminimize()?;
            window.set_focus()
        }
        None => open_window(app, other, Some(observation)),
    }
}

/// Opens a window. `place` is where it begins, when that is not where the work was left.
fn open_window(app: &AppHandle, label: &str, place: Option<Option<RowId>>) -> tauri::Result<()> {
    let mut config = app.config().app.windows.first().expect("tauri.conf.json names the main window").clone();
    config.label = label.to_owned();
    if let Some(observation) = place {
        let observation = observation.map(|id| id.to_string()).unwrap_or_default();
        config.url = WebviewUrl::App(format!("index.html?observation={observation}").into());
        (config.width, config.height) = (config.min_width.unwrap_or(1024.0), 700.0);
    }
    // Not the web view's private mode: there each window has a context of its own, which does not know our pages, and a
    // second window stays blank. The page is given nothing to keep; `nothing_readable` searches what is kept all the same.
    let window = WebviewWindowBuilder::from_config(app, &config)?.on_navigation(is_ours).build()?;
    web_view::prepare(&window)
}

/// The page never leaves the program.
fn is_ours(url: &tauri::Url) -> bool {
    let is_embedded = url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost");
    let is_development = cfg!(debug_assertions) && url.host_str() == Some("localhost");
    is_embedded || is_development || url.as_str() == "about:blank"
}
