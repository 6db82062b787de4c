//! A process that is killed at any moment loses nothing that it had acknowledged.

use std::{
    env,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Stdio},
    time::Instant,
};

use domain::RowId;
use store::{Source, System, Writer, check, draft};

use crate::support::{
    acts::{begin_observation, draft_of, keep_line, try_keep_line},
    desk::key,
    look::texts_in_order,
};

const CHILD: &str = "COACHLIGHT_KILL_CHILD";
const KILLS: u32 = 110;

/// The writer that is killed. Each event has a number: three states of a draft, then the line is kept, and so on.
fn write_until_killed(database: &Path) -> ! {
    let mut writer = Writer::open(database, key(), Box::new(System)).unwrap();
    let observation = first_observation(&writer);
    let mut number = last_event(&writer, observation);
    loop {
        number += 1;
        if number % 4 == 0 {
            try_keep_line(&mut writer, observation, number, &words(number)).unwrap();
        } else {
            draft::save(&mut writer, &draft_of(observation, number, &words(number))).unwrap();
        }
        // One write, so that a line is there whole or is not counted.
        std::io::stdout().write_all(format!("saved {number}\n").as_bytes()).unwrap();
        if number % 50 == 0 {
            writer.checkpoint(store::Checkpoint::Passive).unwrap();
        }
    }
}

fn words(number: i64) -> String {
    format!("state {number} of what she said")
}

fn first_observation(writer: &Writer) -> RowId {
    store::observation::latest(writer.reader(), None, 0, 1).unwrap()[0].id
}

fn last_event(writer: &Writer, observation: RowId) -> i64 {
    draft::of(writer.reader(), observation).unwrap().first().map_or(0, |draft| draft.number)
}

/// Starts this very test again as the process to be killed.
fn start(database: &Path) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", "kills::a_writer_killed_at_any_moment_loses_nothing_it_acknowledged", "--nocapture"])
        .env(CHILD, database)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Reads acknowledgements, kills after so many of them, and returns the last one that had been written by then.
fn kill_after(mut child: Child, acknowledgements: u64) -> (i64, u64) {
    let mut last = 0;
    let mut counted = 0;
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        let Some(number) = line.strip_prefix("saved ") else { continue };
        last = number.parse().unwrap();
        counted += 1;
        if counted == acknowledgements {
            child.kill().unwrap();
        }
    }
    child.wait().unwrap();
    (last, counted)
}

#[test]
fn a_writer_killed_at_any_moment_loses_nothing_it_acknowledged() {
    if let Some(database) = env::var_os(CHILD) {
        write_until_killed(Path::new(&database));
    }
    let (folder, started) = (tempfile::tempdir().unwrap(), Instant::now());
    let database = folder.path().join("profile.db");
    let mut writer = Writer::create(&database, key(), Box::new(System)).unwrap();
    let observation = begin_observation(&mut writer, "talk");
    drop(writer);
    let mut random = store::Seeded::new(1, 0);
    let (mut acknowledged, mut lost) = (0, 0);

    for _ in 0..KILLS {
        let mut byte = [0];
        random.fill(&mut byte);
        let (last, counted) = kill_after(start(&database), 15 + u64::from(byte[0] % 16));
        acknowledged += counted;

        let mut writer = Writer::open(&database, key(), Box::new(System)).unwrap();
        let there = last_event(&writer, observation);
        lost += (last - there).max(0);
        let kept: Vec<String> = (1..=there).filter(|number| number % 4 == 0).map(words).collect();
        assert_eq!(texts_in_order(writer.reader(), "line"), kept);
        check::all(&mut writer).unwrap();
    }

    let seconds = started.elapsed().as_secs_f32();
    writeln!(std::io::stdout(), "{KILLS} kills, {acknowledged} acknowledged, {lost} lost, {seconds:.1} s").unwrap();
    assert_eq!(lost, 0);
    assert!(acknowledged >= 2_000, "only {acknowledged} acknowledged");
}

#[test]
fn the_writer_that_is_killed_does_go_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("profile.db");
    let mut writer = Writer::create(&database, key(), Box::new(System)).unwrap();
    let observation = begin_observation(&mut writer, "talk");
    keep_line(&mut writer, observation, "before");
    drop(writer);

    let (last, counted) = kill_after(start(&database), 9);

    assert!(counted >= 9 && last >= 9, "{counted} acknowledged");
}
