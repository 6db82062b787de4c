//! The program `coachlight`: a window without arguments, a command line with them.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    coachlight_app::run()
}
