//! Where things lie in the checkout, and the tools called there.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

/// The features of every build: with another set cargo would compile half the world again.
pub const FEATURES: [&str; 2] = ["--features", "embedded-ui"];

/// The folder of the root manifest.
pub fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().expect("xtask lies in the workspace").to_path_buf()
}

pub fn ui() -> PathBuf {
    root().join("ui")
}

pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// The app as `profile` ("debug" or "release") leaves it.
pub fn app(profile: &str) -> PathBuf {
    target().join(profile).join(format!("coachlight{}", env::consts::EXE_SUFFIX))
}

/// Runs in the root. Where OpenSSL is no package of the system, its copy is built.
pub fn cargo(words: &[&str]) -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root()).args(words);
    if !cfg!(target_os = "linux") {
        cargo.env("OPENSSL_NO_VENDOR", "0");
    }
    cargo
}

/// Runs in `ui/`.
pub fn npm(words: &[&str]) -> Command {
    let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.current_dir(ui()).args(words);
    npm
}
