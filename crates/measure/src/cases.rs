//! What is measured, in its order.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use crate::{
    Done, device,
    device::Took,
    link::{Conditions, Counted, Link},
    say,
    service::{Service, Spent, Storage},
    table::{self, Figure},
};

/// 50 kbit/s each way, 600 ms there and back.
const SLOW: Conditions =
    Conditions { bits_per_second: Some(50_000.0), delay: Duration::from_millis(300), cut_after: None };
/// 8 Mbit/s, 20 ms there and back: the link that is cut.
const HOME: Conditions =
    Conditions { bits_per_second: Some(8_000_000.0), delay: Duration::from_millis(10), cut_after: None };
const OUTAGE: Duration = Duration::from_millis(1_500);
/// How often the small exchanges are measured; their median counts.
const TIMES: u64 = 5;

/// Measures, prints the table, and keeps it.
pub fn run(program: &Path, folder: &Path, names: &[&str]) -> Done {
    let mut bench = Bench { program, home: folder.join("sync-home"), names, figures: Vec::new() };
    let databases = [(Storage::Sqlite, "SQLite", "sqlite"), (Storage::Postgresql, "PostgreSQL", "postgresql")];
    for (storage, name, word) in databases {
        if bench.wants(&["sqlite", "postgresql"], word) {
            bench.all(storage, name)?;
        }
    }
    let text = table::write(&bench.figures);
    fs::write(folder.join("sync.md"), &text)?;
    fs::write(folder.join("sync.json"), serde_json::to_vec_pretty(&bench.figures)?)?;
    say(&text);
    Ok(())
}

struct Bench<'a> {
    program: &'a Path,
    home: PathBuf,
    names: &'a [&'a str],
    figures: Vec<Figure>,
}

/// What went over the link, what the device spent and what the service spent.
struct Cost {
    counted: Counted,
    device: Took,
    service_ms: f64,
    service_kb: u64,
}

impl Bench<'_> {
    /// Whether a name of a group is asked for: all are, where none of the group is named.
    fn wants(&self, group: &[&str], name: &str) -> bool {
        self.names.contains(&name) || !self.names.iter().any(|each| group.contains(each))
    }

    fn all(&mut self, storage: Storage, name: &'static str) -> Done {
        let group = ["year", "slow", "cut", "crowd", "scale"];
        let work = tempfile::tempdir_in(folder(&self.home)?)?;
        let service = Service::start(self.program, storage, &work.path().join("service"))?;
        let [slow, cut, crowd, scale] = ["slow", "cut", "crowd", "scale"].map(|case| self.wants(&group, case));
        let mut run = Run { bench: self, service, work: work.path().to_owned(), name };
        run.year()?;
        if slow {
            run.slow()?;
        }
        if cut {
            run.cut()?;
        }
        if crowd {
            run.crowd()?;
        }
        if scale {
            run.scale()?;
        }
        Ok(())
    }
}

/// One run of everything on one database.
struct Run<'a, 'b> {
    bench: &'a mut Bench<'b>,
    service: Service,
    work: PathBuf,
    name: &'static str,
}

impl Run<'_, '_> {
    fn note(&mut self, case: &'static str, what: &'static str, value: f64) {
        say(&format!("{}: {case}: {what} {value:.1}", self.name));
        self.bench.figures.push(Figure { case, storage: self.name, what, value });
    }

    fn note_all(&mut self, case: &'static str, cost: &Cost) {
        let Cost { counted, device, service_ms, service_kb } = cost;
        self.note(case, "wall ms", device.wall_ms);
        self.note(case, "device CPU ms", device.cpu_ms);
        self.note(case, "service CPU ms", *service_ms);
        self.note(case, "bytes", (counted.up + counted.down) as f64);
        self.note(case, "turns", counted.turns as f64);
        self.note(case, "device peak MB", device.peak_kb as f64 / 1_000.0);
        self.note(case, "service peak MB", *service_kb as f64 / 1_000.0);
    }

    /// A copy of a made profile, which is made only once and kept.
    fn profile(&self, name: &str, coach: u64, years: u64) -> Done<PathBuf> {
        let made = self.bench.home.join(format!("coach-{coach}-{years}"));
        device::make(&made, coach, years)?;
        let copy = folder(&self.work.join(name))?;
        fs::copy(made.join("profile.db"), copy.join("profile.db"))?;
        Ok(copy)
    }

    fn empty(&self, name: &str) -> Done<PathBuf> {
        let folder = self.work.join(name);
        device::empty(&folder)?;
        Ok(folder)
    }

    fn join(&self, folder: &Path, person: Option<&str>) -> Done<String> {
        Ok(device::join(folder, &self.service.url(), &self.service.code(person)?)?.to_string())
    }

    fn exchange(&self, folder: &Path, conditions: Conditions) -> Done<Cost> {
        let link = Link::open(self.service.address, conditions)?;
        self.service.forget_peak();
        let spent = Spent::read();
        let device = start(folder, &link.address)?.wait()?;
        let service_ms = spent.since_ms();
        Ok(Cost { counted: link.counted(), device, service_ms, service_kb: self.service.peak_kb() })
    }

    /// The same several times; the one whose wall time is in the middle.
    fn middle(&self, folder: &Path, conditions: Conditions, mut before: impl FnMut(u64) -> Done) -> Done<Cost> {
        let mut costs = Vec::new();
        for time in 0..TIMES {
            before(time)?;
            costs.push(self.exchange(folder, conditions)?);
        }
        costs.sort_by(|one, other| one.device.wall_ms.total_cmp(&other.device.wall_ms));
        Ok(costs.swap_remove(costs.len() / 2))
    }

    fn year(&mut self) -> Done {
        let (first, second) = (self.profile("first", 0, 1)?, self.empty("second")?);
        let person = self.join(&first, None)?;
        self.join(&second, Some(&person))?;
        let up = self.exchange(&first, Conditions::default())?;
        self.note("year up", "rows", up.device.sent as f64);
        self.note_all("year up", &up);
        let down = self.exchange(&second, Conditions::default())?;
        self.note_all("year down", &down);
        self.note("a year kept", "device disk MB", device::disk(&second) as f64 / 1e6);
        if self.service.disk() > 0 {
            self.note("a year kept", "service disk MB", self.service.disk() as f64 / 1e6);
        }
        let nothing = self.middle(&first, Conditions::default(), |_| Ok(()))?;
        self.note_all("no-op", &nothing);
        let up = self.middle(&first, Conditions::default(), |time| device::day(&first, 0, time))?;
        self.note("day up", "rows", up.device.sent as f64);
        self.note_all("day up", &up);
        // All the days at once, then one.
        self.exchange(&second, Conditions::default())?;
        device::day(&first, 0, TIMES)?;
        self.exchange(&first, Conditions::default())?;
        let down = self.exchange(&second, Conditions::default())?;
        self.note_all("day down", &down);
        Ok(())
    }

    fn slow(&mut self) -> Done {
        let (first, second) = (self.work.join("first"), self.work.join("second"));
        device::day(&first, 0, TIMES + 1)?;
        let up = self.exchange(&first, SLOW)?;
        self.note_all("day up slowly", &up);
        let down = self.exchange(&second, SLOW)?;
        self.note_all("day down slowly", &down);
        let nothing = self.exchange(&first, SLOW)?;
        self.note_all("no-op slowly", &nothing);
        Ok(())
    }

    fn cut(&mut self) -> Done {
        let first = self.work.join("first");
        device::day(&first, 0, TIMES + 2)?;
        let clean = self.exchange(&first, HOME)?.counted.up;
        device::day(&first, 0, TIMES + 3)?;
        self.cut_one("day cut at half", &first, clean)?;
        let year = self.profile("whole", 20, 1)?;
        self.join(&year, None)?;
        let clean = self.exchange(&year, HOME)?.counted.up;
        let year = self.profile("cut", 21, 1)?;
        self.join(&year, None)?;
        self.cut_one("year cut at half", &year, clean)
    }

    fn cut_one(&mut self, case: &'static str, folder: &Path, clean: u64) -> Done {
        let cost = self.exchange(folder, Conditions { cut_after: Some((clean / 2, OUTAGE)), ..HOME })?;
        self.note(case, "bytes before the cut", cost.counted.before_cut as f64);
        self.note(case, "bytes again", cost.counted.up.saturating_sub(clean) as f64);
        self.note(case, "failures seen", cost.device.failures as f64);
        Ok(())
    }

    fn crowd(&mut self) -> Done {
        let folders = (10..18).map(|coach| {
            let folder = self.profile(&format!("crowd-{coach}"), coach, 1)?;
            self.join(&folder, None)?;
            Ok(folder)
        });
        let folders = folders.collect::<Done<Vec<_>>>()?;
        self.service.forget_peak();
        let (spent, url) = (Spent::read(), self.service.url());
        let began = std::time::Instant::now();
        let started = folders.iter().map(|folder| start(folder, &url)).collect::<Done<Vec<_>>>()?;
        let took = started.into_iter().map(Started::wait).collect::<Done<Vec<_>>>()?;
        let rows = took.iter().map(|took| took.sent).sum::<u64>() as f64;
        self.note("8 years at once", "rows", rows);
        self.note("8 years at once", "wall ms", began.elapsed().as_secs_f64() * 1_000.0);
        self.note("8 years at once", "rows a service CPU s", rows / (spent.since_ms() / 1_000.0));
        self.note("8 years at once", "service peak MB", self.service.peak_kb() as f64 / 1_000.0);
        Ok(())
    }

    /// One account with 4 and with 16 years, and a day on top.
    fn scale(&mut self) -> Done {
        let cases = [
            (4, ["4 years up", "4 years down", "day after 4 years"]),
            (16, ["16 years up", "16 years down", "day after 16 years"]),
        ];
        for (years, [up_case, down_case, day_case]) in cases {
            let first = self.profile(&format!("years-{years}"), 100, years)?;
            let second = self.empty(&format!("years-{years}-second"))?;
            let person = self.join(&first, None)?;
            self.join(&second, Some(&person))?;
            let up = self.exchange(&first, Conditions::default())?;
            self.note_all(up_case, &up);
            let down = self.exchange(&second, Conditions::default())?;
            self.note_all(down_case, &down);
            let day = self.middle(&first, Conditions::default(), |time| device::day(&first, 100, time))?;
            self.note_all(day_case, &day);
        }
        Ok(())
    }
}

/// A device that exchanges in its own process.
struct Started(std::process::Child);

fn start(folder: &Path, service: &str) -> Done<Started> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("exchange").arg(folder).arg(service).stdout(Stdio::piped());
    Ok(Started(command.spawn()?))
}

impl Started {
    fn wait(self) -> Done<Took> {
        let said = self.0.wait_with_output()?;
        serde_json::from_slice(&said.stdout)
            .map_err(|_| format!("a device failed: {}", String::from_utf8_lossy(&said.stdout)).into())
    }
}

fn folder(path: &Path) -> Done<PathBuf> {
    fs::create_dir_all(path)?;
    Ok(path.to_owned())
}
