//! What the kernel tells of the program: memory and work of its processes, and how busy the machine is.

use std::fs;

use crate::support::process;

/// Returns the memory of a program and all that it started, in MB: each page divided by how many share it.
pub fn memory_mb(program: u32) -> f64 {
    let mut all = process::descendants(program, "");
    all.push(program);
    let kilobytes: f64 = all.iter().filter_map(|id| share_of(*id)).sum();
    kilobytes / 1024.0
}

fn share_of(id: u32) -> Option<f64> {
    let text = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

/// How long the web process of a program has worked, in milliseconds.
#[derive(Clone, Copy)]
pub struct Work {
    /// Its first thread: scripts, layout, and painting where no graphics card does it.
    pub page: f64,
    /// All of its threads.
    pub all: f64,
}

/// Asks the kernel how long the web process has worked until now.
pub fn work(program: u32) -> Work {
    let pages = process::descendants(program, "WebKitWebProces");
    let page = *pages.first().expect("the window has a web process");
    let threads = fs::read_dir(format!("/proc/{page}/task")).expect("the web process runs");
    let mut work = Work { page: 0.0, all: 0.0 };
    for thread in threads.flatten() {
        // A thread may have ended since it was listed.
        let Ok(text) = fs::read_to_string(thread.path().join("schedstat")) else { continue };
        let nanoseconds: f64 = text.split(' ').next().and_then(|first| first.parse().ok()).unwrap_or(0.0);
        work.all += nanoseconds / 1e6;
        if thread.file_name().to_string_lossy() == page.to_string() {
            work.page = nanoseconds / 1e6;
        }
    }
    work
}

/// Puts all files out of the kernel's memory, so that the next start reads from the disk. Only root may.
pub fn forget_files() -> bool {
    // What is not written yet cannot be put out.
    drop(std::process::Command::new("sync").status());
    fs::write("/proc/sys/vm/drop_caches", "3").is_ok()
}

/// Returns how many programs wanted to work in the last minute, on average.
pub fn load() -> f64 {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().and_then(|first| first.parse().ok()).unwrap_or(f64::NAN)
}
