//! The window: what it loads, what it may call, and how it comes back when the web process dies.

use std::process::ExitCode;

use tauri::{App, Manager, RunEvent, WebviewWindowBuilder, WindowEvent};

use crate::{commands, guard, log, state};

/// Opens the window and runs until it is closed.
pub fn run() -> ExitCode {
    log::begin(&state::home_folder());
    let specta = commands::builder();
    let app = tauri::Builder::default()
        .manage(state::AppState::new())
        .invoke_handler(specta.invoke_handler())
        .setup(|app| {
            open_window(app)?;
            guard::watch(app.handle().clone());
            Ok(())
        })
        .on_window_event(|window, event| {
            if let (WindowEvent::Destroyed, Ok(open)) = (event, window.state::<state::AppState>().open()) {
                open.release_all(window.label());
            }
        })
        .build(tauri::generate_context!());
    match app {
        Ok(app) => {
            app.run(|handle, event| {
                if let RunEvent::Exit = event {
                    // Closing the profile lets the writer finish and empties its journal.
                    handle.state::<state::AppState>().lock();
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

fn open_window(app: &App) -> tauri::Result<()> {
    let config = app.config().app.windows.first().expect("tauri.conf.json names the main window");
    let window = WebviewWindowBuilder::from_config(app.handle(), config)?.on_navigation(is_ours).build()?;
    reload_after_crash(&window)
}

/// The page never leaves the program.
fn is_ours(url: &tauri::Url) -> bool {
    let is_embedded = url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost");
    let is_development = cfg!(debug_assertions) && url.host_str() == Some("localhost");
    is_embedded || is_development || url.as_str() == "about:blank"
}

/// A web process that dies takes the page with it, but no word: the page is loaded again and finds its draft.
#[cfg(target_os = "linux")]
fn reload_after_crash(window: &tauri::WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::WebViewExt;
    window.with_webview(|webview| {
        webview.inner().connect_web_process_terminated(|view, reason| {
            tracing::warn!(?reason, "the web process ended; the page is loaded again");
            view.reload();
        });
    })
}

/// On macOS and Windows the web view offers to reload by itself.
#[cfg(not(target_os = "linux"))]
fn reload_after_crash(_window: &tauri::WebviewWindow) -> tauri::Result<()> {
    Ok(())
}
