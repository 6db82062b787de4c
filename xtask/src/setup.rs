//! Makes a machine ready: packages of the system, Node, the page's packages. A second time it
//! finds everything there and installs nothing.

use std::process::Command;

use crate::{
    Done, interface,
    machine::{Purpose, System, has_program},
    process,
};

/// Installs all that building and testing need.
pub fn setup() -> Done {
    ready(Purpose::Tests)?;
    println!("everything is there: cargo xtask run, cargo xtask test");
    Ok(())
}

/// Installs what `purpose` needs and the page's packages.
pub fn ready(purpose: Purpose) -> Done {
    packages(purpose)?;
    node()?;
    interface::install()
}

/// Installs the missing packages of the system where it is Debian's kind; elsewhere names them.
pub fn packages(purpose: Purpose) -> Done {
    let system = System::here();
    let missing = system.missing(purpose);
    if missing.is_empty() {
        return Ok(());
    }
    let command = system.install_command(&missing);
    if system != System::Apt {
        return Err(format!("this machine lacks {}. Install with:\n\n  {command}\n", missing.join(", ")).into());
    }
    if !is_root() && !has_program("sudo") {
        return Err(format!("this machine lacks packages and sudo. As root, run:\n\n  {command}\n").into());
    }
    println!("installing {}", missing.join(" "));
    process::run(apt().args(["update", "--quiet"]))?;
    if missing.contains(&"postgresql") {
        no_cluster_of_the_system()?;
    }
    process::run(apt().args(["install", "--yes", "--quiet", "--no-install-recommends"]).args(missing))
}

/// The tests start a PostgreSQL of their own; the package alone would make one and start it, now and at every boot.
fn no_cluster_of_the_system() -> Done {
    const WISH: &str = "folder=/etc/postgresql-common/createcluster.d; mkdir -p $folder && \
        echo 'create_main_cluster = false' >$folder/coachlight.conf";
    process::run(as_root("sh").args(["-c", WISH]))
}

/// Asks nothing, and waits for another installation rather than failing beside it.
fn apt() -> Command {
    let mut apt = as_root("env");
    apt.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=300"]);
    apt
}

fn as_root(program: &str) -> Command {
    if is_root() {
        return Command::new(program);
    }
    let mut sudo = Command::new("sudo");
    sudo.arg(program);
    sudo
}

fn is_root() -> bool {
    process::answer(Command::new("id").arg("-u")).as_deref() == Some("0")
}

fn node() -> Done {
    const HELP: &str = "The page is built with Node 20.19 or newer (22.12 or newer of the 22 line). \
        Install it with npm from https://nodejs.org or your version manager, and start again.";
    let Some(version) = process::answer(Command::new("node").arg("--version")) else {
        return Err(format!("this machine has no Node. {HELP}").into());
    };
    if !is_new_enough(&version) {
        return Err(format!("this machine has Node {version}. {HELP}").into());
    }
    if !has_program("npm") && !has_program("npm.cmd") && !cfg!(windows) {
        return Err(format!("this machine has Node {version}, but not npm. {HELP}").into());
    }
    Ok(())
}

/// The versions that Vite accepts.
fn is_new_enough(version: &str) -> bool {
    let mut numbers = version.trim_start_matches('v').split('.').map(|number| number.parse::<u32>().unwrap_or(0));
    match (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)) {
        (20, minor) => minor >= 19,
        (22, minor) => minor >= 12,
        (major, _) => major > 22,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_versions_of_node_that_vite_accepts_are_accepted() {
        for version in ["v20.19.0", "v20.20.2", "v22.12.0", "v24.1.0"] {
            assert!(is_new_enough(version), "{version}");
        }
        for version in ["v18.19.0", "v20.18.3", "v21.7.0", "v22.11.0", "", "nonsense"] {
            assert!(!is_new_enough(version), "{version}");
        }
    }
}
