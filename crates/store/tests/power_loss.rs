//! The power goes at every single write, sync, truncation and removal, and the file is opened again.
//!
//! The events of a session are numbered. Three states of a draft are saved, then the line is kept, and so on; the number
//! that the draft carries says which event was the last one in the file, and everything else must be as it was then.
//! `COACHLIGHT_SEEDS` sets how many outcomes of each power loss are tried. Without it a migration and a first start, which take a
//! tenth of a second each and have the most steps, are tried once at every step, and a session three times.

use std::{io::Write, time::Instant};

use domain::{
    RowId,
    schema::{line, wondering},
};
use fault_vfs::{Disk, Image};
use store::{Writer, check, draft};

use crate::support::{
    acts::{begin_observation, draft_of},
    desk::{Clock, DAY_MS, MONDAY_MS, key},
    look::texts_in_order,
    older,
};

const FILE: &str = "profile.db";
const EVENTS: i64 = 48;

/// What a sweep over every point of power loss found.
#[derive(Default)]
struct Found {
    /// Points at which the power went.
    points: u32,
    /// Files that were opened again: several for each point.
    outcomes: u32,
    /// Outcomes in which something acknowledged was missing.
    lost: u32,
    /// Outcomes that could not be opened, or in which an act was there by halves.
    bad: u32,
}

enum Verdict {
    Whole,
    Lost,
    Bad(String),
}

/// Lets the power go at every step of `run`, and gives each outcome to `judge` with what had been acknowledged by then.
fn sweep<T>(
    (name, seeds): (&str, u64),
    base: &Image,
    run: impl Fn(&Disk) -> T,
    judge: impl Fn(&Disk, &T) -> Verdict,
) -> Found {
    let seeds =
        std::env::var("COACHLIGHT_SEEDS").map_or(seeds, |seeds| seeds.parse().expect("COACHLIGHT_SEEDS is a number"));
    let (mut found, started) = (Found::default(), Instant::now());
    for step in 1.. {
        let disk = Disk::new(base);
        disk.lose_power_at(step);
        let acknowledged = run(&disk);
        if !disk.is_off() {
            break;
        }
        found.points += 1;
        for seed in 0..seeds {
            found.outcomes += 1;
            match judge(&Disk::new(&disk.after_power_loss(seed)), &acknowledged) {
                Verdict::Whole => {}
                Verdict::Lost => found.lost += 1,
                Verdict::Bad(why) => {
                    found.bad += 1;
                    say(&format!("{name}: step {step}, seed {seed}: {why}"));
                }
            }
        }
    }
    say(&format!(
        "{name}: {} crash points, {} outcomes, {} lost, {} bad, {:.1} s",
        found.points,
        found.outcomes,
        found.lost,
        found.bad,
        started.elapsed().as_secs_f32()
    ));
    found
}

/// Prints also when the tests pass: the figures are the proof.
fn say(text: &str) {
    writeln!(std::io::stdout(), "{text}").unwrap();
}

/// Opens the file on a later day, with the random numbers of that day.
fn open(disk: &Disk, day: u8) -> store::Result<Writer> {
    let clock = Clock::at(MONDAY_MS + i64::from(day) * DAY_MS);
    Writer::open(&disk.path(FILE), key(), clock.source(day.into()))
}

/// A file with one open observation.
fn begun() -> (Image, RowId) {
    let disk = Disk::default();
    let mut writer = Writer::create(&disk.path(FILE), key(), Clock::at(MONDAY_MS).source(2)).unwrap();
    let observation = begin_observation(&mut writer, "talk");
    drop(writer);
    (disk.image(), observation)
}

fn words(number: i64) -> String {
    format!("state {number} of what she said, {}", "and more ".repeat(usize::try_from(number % 7).unwrap()))
}

/// Does one event of the session.
fn event(writer: &mut Writer, observation: RowId, number: i64) -> store::Result<()> {
    if number % 4 != 0 {
        return draft::save(writer, &draft_of(observation, number, &words(number))).map(drop);
    }
    writer.act(observation, "keep line", |tx| {
        let (kept, wondered) = (tx.new_id(), tx.new_id());
        let text = words(number);
        tx.create(
            line::ENTITY,
            kept,
            vec![(line::OBSERVATION, observation.into()), (line::TEXT, text.as_str().into())],
        )?;
        tx.create(wondering::ENTITY, wondered, vec![(wondering::LINE, kept.into()), (wondering::TEXT, text.into())])?;
        draft::clear(tx, observation, observation, number)
    })
}

/// Runs the session until the power goes, and returns the number of the last event that was acknowledged.
fn session(disk: &Disk, observation: RowId, synchronous: Option<&str>) -> i64 {
    let Ok(mut writer) = open(disk, 1) else { return 0 };
    if let Some(level) = synchronous {
        writer.reader().pragma_update(None, "synchronous", level).unwrap();
    }
    for number in 1..=EVENTS {
        if event(&mut writer, observation, number).is_err() {
            return number - 1;
        }
        if number % 11 == 0 && writer.checkpoint(store::Checkpoint::Passive).is_err() {
            return number;
        }
    }
    EVENTS
}

fn judge_session(disk: &Disk, observation: RowId, acknowledged: i64) -> Verdict {
    let Ok(mut writer) = open(disk, 2) else { return Verdict::Bad("does not open".into()) };
    if let Err(error) = check::all(&mut writer) {
        return Verdict::Bad(format!("{error:?}"));
    }
    let there = draft::of(writer.reader(), observation).unwrap();
    let last = there.first().map_or(0, |draft| draft.number);
    let kept: Vec<String> = (1..=last).filter(|number| number % 4 == 0).map(words).collect();
    let drafted = if last % 4 == 0 { String::new() } else { words(last) };
    let is_whole = there.first().is_none_or(|draft| draft.evidence == drafted)
        && texts_in_order(writer.reader(), "line") == kept
        && texts_in_order(writer.reader(), "wondering") == kept;
    if !is_whole || last > acknowledged + 1 {
        Verdict::Bad("an act is there by halves".into())
    } else if last < acknowledged {
        Verdict::Lost
    } else if event(&mut writer, observation, last + 1).is_err() {
        Verdict::Bad("writing does not go on".into())
    } else {
        Verdict::Whole
    }
}

#[test]
fn as_the_store_opens_it_no_acknowledged_word_is_lost_and_no_act_is_there_by_halves() {
    let (base, observation) = begun();
    let session = sweep(
        ("draft and line, synchronous=FULL", 3),
        &base,
        |disk| session(disk, observation, None),
        |disk, acknowledged| judge_session(disk, observation, *acknowledged),
    );

    assert_eq!((session.lost, session.bad), (0, 0));
    assert!(session.points >= 400, "only {} crash points", session.points);
}

#[test]
fn the_control_without_a_sync_at_each_commit_does_lose_acknowledged_words() {
    let (base, observation) = begun();
    let control = sweep(
        ("draft and line, the control, synchronous=NORMAL", 3),
        &base,
        |disk| session(disk, observation, Some("NORMAL")),
        |disk, acknowledged| judge_session(disk, observation, *acknowledged),
    );

    assert!(control.lost > 0, "the rig notices no loss");
}

#[test]
fn a_migration_that_the_power_cuts_off_loses_nothing_and_is_finished_at_the_next_start() {
    let disk = Disk::default();
    older::make(&disk.path(FILE));
    let found = sweep(
        ("migration", 1),
        &disk.image(),
        |disk| drop(open(disk, 1)),
        |disk, ()| match open(disk, 2) {
            Err(_) => Verdict::Bad("does not open".into()),
            Ok(mut writer) => {
                if older::draft(writer.reader()) != Some(older::WORDS.to_owned()) {
                    Verdict::Lost
                } else if check::all(&mut writer).is_err() || Writer::is_outdated(&disk.path(FILE), key()).unwrap() {
                    Verdict::Bad("half migrated".into())
                } else {
                    Verdict::Whole
                }
            }
        },
    );

    assert_eq!((found.lost, found.bad), (0, 0));
    assert!(found.points >= 50, "only {} crash points", found.points);
}

#[test]
fn a_first_start_that_the_power_cuts_off_can_be_made_again() {
    let found = sweep(
        ("first start", 1),
        &Image::default(),
        |disk| drop(Writer::create(&disk.path(FILE), key(), Clock::at(MONDAY_MS).source(2))),
        |disk, ()| match Writer::create(&disk.path(FILE), key(), Clock::at(MONDAY_MS).source(3)) {
            Err(_) => Verdict::Bad("does not open".into()),
            Ok(mut writer) => match check::all(&mut writer) {
                Ok(_) => Verdict::Whole,
                Err(error) => Verdict::Bad(format!("{error:?}")),
            },
        },
    );

    assert_eq!(found.bad, 0);
    assert!(found.points >= 500, "only {} crash points", found.points);
}
