//! How the web view runs: it keeps nothing, comes back after a crash, and draws in the way that suits the machine.

use tauri::WebviewWindow;

/// Returns whether a test program looks into the page. Tauri lets it in where this variable says so, in every build:
/// who can set the variables of a program of this account can read its memory as well.
pub fn is_driven() -> bool {
    std::env::var("TAURI_WEBVIEW_AUTOMATION").as_deref() == Ok("true")
}

/// Prepares the web view of a new window.
///
/// # Errors
/// When the window is gone already.
#[cfg(target_os = "linux")]
pub fn prepare(window: &WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebViewExt};

    let is_plain = draws_plainly();
    window.with_webview(move |webview| {
        let view = webview.inner();
        if let Some(settings) = view.settings().filter(|_| is_plain) {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
        // A web process that dies takes the page with it, but no word: the page is loaded again and finds its draft.
        view.connect_web_process_terminated(|view, reason| {
            tracing::warn!(?reason, "the web process ended; the page is loaded again");
            view.reload();
        });
    })
}

/// On macOS and Windows the web view offers to reload by itself.
///
/// # Errors
/// None there.
#[cfg(not(target_os = "linux"))]
pub fn prepare(_window: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}

/// Returns whether the page is drawn without layers: a graphics card that is only imitated makes each key cost three
/// times as much. A person who chose by one of WebKit's own variables has chosen. WebKitWebDriver needs layers.
#[cfg(target_os = "linux")]
fn draws_plainly() -> bool {
    let is_chosen = ["WEBKIT_DISABLE_COMPOSITING_MODE", "WEBKIT_FORCE_COMPOSITING_MODE"]
        .iter()
        .any(|name| std::env::var_os(name).is_some());
    !is_chosen && !is_driven() && !has_graphics_card()
}

/// Returns whether the kernel offers a card that programs may draw with.
#[cfg(target_os = "linux")]
fn has_graphics_card() -> bool {
    let cards = std::fs::read_dir("/dev/dri").into_iter().flatten().flatten();
    cards.into_iter().any(|card| card.file_name().to_string_lossy().starts_with("renderD"))
}
