//! The packages of the system that building, showing and testing need, by the names that each
//! kind of system gives them, and what each of them is for.

use std::{env, path::Path, process::Command};

use crate::process;

/// What a package is needed for; each includes the ones before it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    Building,
    /// A window where there is no screen.
    Screen,
    Tests,
}

/// How a system that is not Debian tells whether it has something.
enum Sign {
    Program(&'static str),
    Library(&'static str),
    /// Nothing to look for; whoever has a desktop has it.
    Unseen,
}

struct Package {
    purpose: Purpose,
    sign: Sign,
    apt: &'static str,
    dnf: &'static str,
    pacman: &'static str,
}

#[rustfmt::skip]
const PACKAGES: &[Package] = {
    use {Purpose::*, Sign::*};
    &[
        Package { purpose: Building, sign: Program("cc"), apt: "build-essential", dnf: "gcc", pacman: "base-devel" },
        Package { purpose: Building, sign: Program("pkg-config"), apt: "pkg-config", dnf: "pkgconf-pkg-config", pacman: "pkgconf" },
        Package { purpose: Building, sign: Library("webkit2gtk-4.1"), apt: "libwebkit2gtk-4.1-dev", dnf: "webkit2gtk4.1-devel", pacman: "webkit2gtk-4.1" },
        Package { purpose: Building, sign: Library("openssl"), apt: "libssl-dev", dnf: "openssl-devel", pacman: "openssl" },
        Package { purpose: Screen, sign: Program("Xvfb"), apt: "xvfb", dnf: "xorg-x11-server-Xvfb", pacman: "xorg-server-xvfb" },
        Package { purpose: Screen, sign: Program("import"), apt: "imagemagick", dnf: "ImageMagick", pacman: "imagemagick" },
        Package { purpose: Screen, sign: Unseen, apt: "fonts-dejavu-core", dnf: "dejavu-sans-fonts", pacman: "ttf-dejavu" },
        Package { purpose: Tests, sign: Program("WebKitWebDriver"), apt: "webkit2gtk-driver", dnf: "/usr/bin/WebKitWebDriver", pacman: "webkit2gtk-4.1" },
        Package { purpose: Tests, sign: Program("dbus-run-session"), apt: "dbus-x11", dnf: "dbus-daemon", pacman: "dbus" },
        Package { purpose: Tests, sign: Program("initdb"), apt: "postgresql", dnf: "postgresql-server", pacman: "postgresql" },
        Package { purpose: Tests, sign: Program("gnome-keyring-daemon"), apt: "gnome-keyring", dnf: "gnome-keyring", pacman: "gnome-keyring" },
    ]
};

/// The system we are on, by the tool that installs its packages.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum System {
    Apt,
    Dnf,
    Pacman,
    OtherLinux,
    Mac,
    Windows,
}

impl System {
    pub fn here() -> Self {
        match env::consts::OS {
            "macos" => Self::Mac,
            "windows" => Self::Windows,
            _ if has_program("apt-get") && has_program("dpkg-query") => Self::Apt,
            _ if has_program("dnf") => Self::Dnf,
            _ if has_program("pacman") => Self::Pacman,
            _ => Self::OtherLinux,
        }
    }

    /// Returns the packages for `purpose` that are missing, by this system's names.
    pub fn missing(self, purpose: Purpose) -> Vec<&'static str> {
        let needed = PACKAGES.iter().filter(|package| package.purpose <= purpose);
        match self {
            Self::Apt => not_installed(needed.map(|package| package.apt).collect()),
            Self::Dnf => needed.filter(|package| package.sign.is_missing()).map(|package| package.dnf).collect(),
            Self::Pacman => needed.filter(|package| package.sign.is_missing()).map(|package| package.pacman).collect(),
            Self::OtherLinux => needed.filter(|package| package.sign.is_missing()).map(|package| package.apt).collect(),
            Self::Mac if has_program("cc") => Vec::new(),
            Self::Mac => vec!["the command line tools of Xcode"],
            Self::Windows if has_program("perl") => Vec::new(),
            Self::Windows => vec!["StrawberryPerl.StrawberryPerl"],
        }
    }

    /// The words a person types to install `packages` here.
    pub fn install_command(self, packages: &[&str]) -> String {
        let packages = packages.join(" ");
        match self {
            Self::Apt => format!("apt-get install --no-install-recommends {packages}"),
            Self::Dnf => format!("sudo dnf install {packages}"),
            Self::Pacman => format!("sudo pacman -S --needed {packages}"),
            Self::OtherLinux => format!("your system's equivalents of the Debian packages {packages}"),
            Self::Mac => "xcode-select --install".into(),
            Self::Windows => format!("winget install {packages}"),
        }
    }
}

impl Sign {
    fn is_missing(&self) -> bool {
        match self {
            Self::Program(name) => !has_program(name),
            Self::Library(name) => process::answer(Command::new("pkg-config").args(["--modversion", name])).is_none(),
            Self::Unseen => false,
        }
    }
}

/// dpkg knows exactly; one question for all, answered with a line for each it has.
fn not_installed(packages: Vec<&'static str>) -> Vec<&'static str> {
    let mut query = Command::new("dpkg-query");
    query.args(["--show", "--showformat", "${db:Status-Status} ${Package}\n"]).args(&packages);
    // It fails when one name is unknown, and still tells of the others.
    let output = query.output().map(|output| output.stdout).unwrap_or_default();
    let known = String::from_utf8_lossy(&output).into_owned();
    packages.into_iter().filter(|name| !known.lines().any(|line| line == format!("installed {name}"))).collect()
}

pub fn has_program(name: &str) -> bool {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    let folders = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&folders).any(|folder| Path::new(&folder).join(&file).is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_need_everything_that_building_needs() {
        let for_building = PACKAGES.iter().filter(|package| package.purpose <= Purpose::Building).count();
        let for_tests = PACKAGES.iter().filter(|package| package.purpose <= Purpose::Tests).count();

        assert_eq!(for_building, 4);
        assert_eq!(for_tests, PACKAGES.len());
    }

    #[test]
    fn a_system_without_apt_is_told_what_to_type() {
        assert_eq!(System::Dnf.install_command(&["gcc", "openssl-devel"]), "sudo dnf install gcc openssl-devel");
    }
}
