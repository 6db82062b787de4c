//! A private PostgreSQL for one run of the tests: in a temporary folder, reached through a socket in that folder only.
//!
//! A shell watches over it. When this process ends, however it ends, the shell's input closes, and the shell stops the
//! server and removes the folder.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        LazyLock, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::Duration,
};

use postgres::{Client, NoTls};

/// How often to ask a starting server whether it answers, and how long to rest between.
const TRIES: (u32, Duration) = (600, Duration::from_millis(100));

/// Each line of its input crashes the server and starts it again; the end of its input stops it for good.
const WATCH: &str = r#"
    trap '' INT TERM HUP
    folder=$1; shift
    "$@" >>"$folder/log" 2>&1 &
    server=$!
    while read -r _; do
        kill -QUIT "$server"
        wait "$server"
        "$@" >>"$folder/log" 2>&1 &
        server=$!
    done
    kill -QUIT "$server"
    wait "$server"
    rm -rf "$folder"
"#;

/// A running server.
pub(crate) struct Cluster {
    folder: PathBuf,
    watch: Mutex<Child>,
    databases: AtomicU32,
}

/// Returns the server of this run; the first who asks starts it.
pub(crate) fn shared() -> &'static Cluster {
    static CLUSTER: LazyLock<Cluster> = LazyLock::new(Cluster::start);
    &CLUSTER
}

impl Cluster {
    pub(crate) fn start() -> Self {
        let programs = programs();
        let folder = tempfile::Builder::new().prefix("coachlight-pg-").tempdir().unwrap().keep();
        let who = unprivileged(&folder);
        let data = folder.join("data");
        let made = command(&who, &programs.join("initdb"))
            .args(["--auth=trust", "--username=coachlight", "--encoding=UTF8", "--no-locale", "--no-sync", "-D"])
            .arg(&data)
            .current_dir(&folder)
            .output()
            .unwrap();
        assert!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
        let server = command(&who, &programs.join("postgres"));
        let mut watch = Command::new("sh");
        watch.args(["-c", WATCH, "watch"]).arg(&folder).arg(server.get_program()).args(server.get_args());
        watch.arg("-D").arg(&data).arg("-k").arg(&folder).current_dir(&folder).stdin(Stdio::piped());
        // The shell tells of every server that it ends. It outlives the tests by a moment, and holds nothing of theirs: no
        // output that somebody reads to its end, no mark by which what a run leaves behind is ended.
        watch.stdout(Stdio::null()).stderr(Stdio::null()).env_clear().env("PATH", std::env::var_os("PATH").unwrap());
        for setting in ["listen_addresses=", "shared_buffers=32MB", "max_connections=400"] {
            watch.args(["-c", setting]);
        }
        let cluster = Self { folder, watch: Mutex::new(watch.spawn().unwrap()), databases: AtomicU32::new(0) };
        cluster.wait();
        cluster
    }

    /// Waits until the server answers.
    pub(crate) fn wait(&self) {
        for _ in 0..TRIES.0 {
            if Client::connect(&self.address(), NoTls).is_ok() {
                return;
            }
            thread::sleep(TRIES.1);
        }
        panic!("PostgreSQL did not start: {}", fs::read_to_string(self.folder.join("log")).unwrap_or_default());
    }

    /// Stops the server without any farewell, as `pg_ctl stop -m immediate` does, and starts it again.
    pub(crate) fn crash(&self) {
        let mut watch = self.watch.lock().unwrap();
        watch.stdin.as_mut().unwrap().write_all(b"again\n").unwrap();
    }

    /// Makes an empty place for tables and returns its address. A schema, because a database is a thousand files, and
    /// they would still be going away when the tests have long ended.
    pub(crate) fn database(&self) -> String {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.client().batch_execute(&format!("create schema {name}")).unwrap();
        format!("{} options='-c search_path={name}'", self.address())
    }

    pub(crate) fn client(&self) -> Client {
        Client::connect(&self.address(), NoTls).unwrap()
    }

    /// Returns the file through which the server is reached.
    pub(crate) fn socket(&self) -> PathBuf {
        self.folder.join(".s.PGSQL.5432")
    }

    fn address(&self) -> String {
        format!("host={} user=coachlight dbname=postgres", self.folder.display())
    }
}

/// Finds the newest installed server.
fn programs() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<_> = versions.map(|entry| entry.path().join("bin")).collect();
    let asked = Command::new("pg_config").arg("--bindir").output();
    found.extend(asked.ok().map(|output| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim())));
    found.retain(|programs| programs.join("initdb").exists() && programs.join("postgres").exists());
    found.sort();
    found.pop().expect(
        "PostgreSQL is not installed, and these tests need one of their own. \
         Run `cargo xtask setup`; on Debian the package is `postgresql`",
    )
}

/// PostgreSQL refuses to run as root: then the folder goes to another user, who runs it. Returns that user.
fn unprivileged(folder: &Path) -> Option<(u32, u32)> {
    let answer = |words: &[&str]| {
        let output = Command::new("id").args(words).output().ok()?;
        String::from_utf8_lossy(&output.stdout).trim().parse().ok()
    };
    if answer(&["-u"]) != Some(0) {
        return None;
    }
    let user =
        ["postgres", "nobody"].into_iter().find_map(|name| Some((answer(&["-u", name])?, answer(&["-g", name])?)));
    let (user, group) = user.expect("a user who may run PostgreSQL: postgres or nobody");
    std::os::unix::fs::chown(folder, Some(user), Some(group)).unwrap();
    Some((user, group))
}

fn command(who: &Option<(u32, u32)>, program: &Path) -> Command {
    let Some((user, group)) = who else { return Command::new(program) };
    let mut command = Command::new("setpriv");
    command.args([format!("--reuid={user}"), format!("--regid={group}"), "--clear-groups".into()]).arg(program);
    command
}
