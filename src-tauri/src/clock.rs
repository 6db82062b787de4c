//! The computer's clocks: the wall clock, one that counts sleep, and one that stands still during sleep.

use domain::clock::Reading;

/// Reads all clocks at once.
///
/// Builds with debug assertions shift the real clocks by what the file named in `COACHLIGHT_TEST_CLOCK` says, so that a
/// test can let 43 minutes pass, close the lid or set the wall clock back within a second.
#[must_use]
pub fn read() -> Reading {
    let real = Reading {
        wall_ms: chrono::Utc::now().timestamp_millis(),
        boot_ms: counting_sleep(),
        awake_ms: awake(),
        boot: boot(),
    };
    shifted(real)
}

#[cfg(debug_assertions)]
fn shifted(real: Reading) -> Reading {
    let Some(path) = std::env::var_os("COACHLIGHT_TEST_CLOCK") else { return real };
    let Ok(text) = std::fs::read_to_string(path) else { return real };
    let Ok(shift) = serde_json::from_str::<Shift>(&text) else { return real };
    Reading {
        wall_ms: real.wall_ms + shift.wall_ms,
        boot_ms: real.boot_ms + shift.boot_ms,
        awake_ms: real.awake_ms + shift.awake_ms,
        boot: shift.boot.unwrap_or(real.boot),
    }
}

#[cfg(not(debug_assertions))]
fn shifted(real: Reading) -> Reading {
    real
}

/// The contents of a test clock: milliseconds to add to each clock.
#[cfg(debug_assertions)]
#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Shift {
    wall_ms: i64,
    boot_ms: i64,
    awake_ms: i64,
    boot: Option<String>,
}

#[cfg(unix)]
fn milliseconds(clock: rustix::time::ClockId) -> i64 {
    let now = rustix::time::clock_gettime(clock);
    now.tv_sec * 1_000 + now.tv_nsec / 1_000_000
}

#[cfg(target_os = "linux")]
fn counting_sleep() -> i64 {
    milliseconds(rustix::time::ClockId::Boottime)
}

/// On macOS `CLOCK_MONOTONIC` is `mach_continuous_time`, which goes on during sleep.
#[cfg(target_os = "macos")]
fn counting_sleep() -> i64 {
    milliseconds(rustix::time::ClockId::Monotonic)
}

#[cfg(target_os = "linux")]
fn awake() -> i64 {
    milliseconds(rustix::time::ClockId::Monotonic)
}

#[cfg(target_os = "linux")]
fn boot() -> String {
    std::fs::read_to_string("/proc/sys/kernel/random/boot_id")
        .map_or_else(|_| by_start_time(), |id| id.trim().to_owned())
}

/// `std::time::Instant` is `CLOCK_UPTIME_RAW` on macOS, which stands still during sleep. It has no origin of its own, so
/// it counts from the first reading; only differences within one run are used.
#[cfg(target_os = "macos")]
fn awake() -> i64 {
    since_first_reading()
}

/// `QueryInterruptTime` counts sleep; the crate wraps its millisecond form.
#[cfg(windows)]
fn counting_sleep() -> i64 {
    uptime_lib::get()
        .map_or_else(|_| since_first_reading(), |uptime| i64::try_from(uptime.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(windows)]
fn awake() -> i64 {
    static FIRST: std::sync::OnceLock<suspend_time::SuspendUnawareInstant> = std::sync::OnceLock::new();
    let first = FIRST.get_or_init(suspend_time::SuspendUnawareInstant::now);
    i64::try_from(first.elapsed().as_millis()).unwrap_or(i64::MAX)
}

#[cfg(target_os = "macos")]
fn since_first_reading() -> i64 {
    static FIRST: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    i64::try_from(FIRST.get_or_init(std::time::Instant::now).elapsed().as_millis()).unwrap_or(i64::MAX)
}

#[cfg(windows)]
fn since_first_reading() -> i64 {
    awake()
}

#[cfg(not(target_os = "linux"))]
fn boot() -> String {
    by_start_time()
}

/// Names a run of the operating system by the minute in which it began, where it has no name of its own.
fn by_start_time() -> String {
    let began = chrono::Utc::now().timestamp_millis() - counting_sleep();
    format!("began {}", (began + 30_000) / 60_000)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_clocks_of_one_run_never_go_back_and_share_a_name() {
        let (first, second) = (super::read(), super::read());
        assert!(second.boot_ms >= first.boot_ms && second.awake_ms >= first.awake_ms);
        assert_eq!(first.boot, second.boot);
        assert!(!first.boot.is_empty());
    }
}
