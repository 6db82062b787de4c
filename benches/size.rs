//! How large the program is: the binary, its package, and the page inside it.

use std::{fs, path::Path, process::Command};

use crate::{Bench, figure::Figure};

pub fn measure(bench: &Bench) {
    one(bench, Figure::new("size-binary", "the program", "MB"), megabytes(&bench.app));
    match &bench.package {
        Some(package) => one(bench, Figure::new("size-package", "its package for Debian", "MB"), megabytes(package)),
        None => println!("size-package: no package was built"),
    }
    for (name, what, kind, goal) in [
        ("size-script", "JavaScript of the page, gzipped", "js", 120.0),
        ("size-style", "CSS of the page, gzipped", "css", 20.0),
    ] {
        one(bench, Figure::new(name, what, "KiB").median_at_most(goal), gzipped_kib(kind));
    }
}

fn one(bench: &Bench, mut figure: Figure, value: f64) {
    figure.add(value);
    bench.report(&figure);
}

fn megabytes(file: &Path) -> f64 {
    fs::metadata(file).unwrap_or_else(|error| panic!("{}: {error}", file.display())).len() as f64 / 1e6
}

/// Weighs all files of a kind that the page's build left, each by itself.
fn gzipped_kib(kind: &str) -> f64 {
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/dist/assets");
    let files = fs::read_dir(assets).expect("the page was built").map(|file| file.expect("a file").path());
    let bytes: usize = files.filter(|file| file.extension().is_some_and(|own| own == kind)).map(|f| gzipped(&f)).sum();
    bytes as f64 / 1024.0
}

fn gzipped(file: &Path) -> usize {
    let output = Command::new("gzip").args(["-9", "--stdout"]).arg(file).output().expect("gzip is on every system");
    output.stdout.len()
}
