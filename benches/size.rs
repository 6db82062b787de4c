//! How large the program is: the binary, its package, and the page inside it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Bench, figure::Figure};

pub fn measure(bench: &Bench) {
    one(bench, Figure::new("size-binary", "the program", "MB"), megabytes(&bench.app));
    match &bench.package {
        Some(package) => one(bench, Figure::new("size-package", "its package for Debian", "MB"), megabytes(package)),
        None => println!("size-package: no package was built"),
    }
    let page = fs::read_to_string(page().join("index.html")).expect("the page was built");
    let at_start = |name: &str| page.contains(name);
    for (name, what, kind, counts, goal) in [
        ("size-script", "JavaScript before the first screen, gzipped", "js", &at_start as &dyn Fn(&str) -> bool, 120.0),
        ("size-scripts", "JavaScript in all, gzipped", "js", &|_| true, 300.0),
        ("size-style", "CSS of the page, gzipped", "css", &|_| true, 20.0),
    ] {
        one(bench, Figure::new(name, what, "KiB").median_at_most(goal), gzipped_kib(kind, counts));
    }
}

fn one(bench: &Bench, mut figure: Figure, value: f64) {
    figure.add(value);
    bench.report(&figure);
}

fn megabytes(file: &Path) -> f64 {
    fs::metadata(file).unwrap_or_else(|error| panic!("{}: {error}", file.display())).len() as f64 / 1e6
}

fn page() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/dist")
}

/// Weighs the files of a kind that the page's build left and that count by their names, each by itself.
fn gzipped_kib(kind: &str, counts: &dyn Fn(&str) -> bool) -> f64 {
    let files =
        fs::read_dir(page().join("assets")).expect("the page was built").map(|file| file.expect("a file").path());
    let of_kind = files.filter(|file| file.extension().is_some_and(|own| own == kind));
    let counted = of_kind.filter(|file| file.file_name().and_then(|name| name.to_str()).is_some_and(counts));
    let bytes: usize = counted.map(|file| gzipped(&file)).sum();
    bytes as f64 / 1024.0
}

fn gzipped(file: &Path) -> usize {
    let output = Command::new("gzip").args(["-9", "--stdout"]).arg(file).output().expect("gzip is on every system");
    output.stdout.len()
}
