//! Writing in a lesson of 500 lines: from a key as the X server sends it to the pixels, and from Enter to the disk.

use std::{
    thread,
    time::{Duration, Instant},
};

use domain::RowId;
use store::{Connection, observation};

use crate::{Bench, figure::Figure, machine, support::profile, worlds};

/// A fast coach writes 90 words a minute, seven keys a second.
const BETWEEN_KEYS: Duration = Duration::from_millis(140);
const LINES: usize = 30;
const KEYS_EACH: usize = 14;

pub fn measure(bench: &Bench) {
    let desk = bench.desk();
    let lesson = worlds::lesson(&desk.home());
    let desk = desk.with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    let eyes = bench.eyes(&desk);
    let program = desk.start();
    let reader = profile::reader(&desk.home());
    thread::sleep(Duration::from_secs(2));
    eyes.expect_title("Observation");

    let mut paint = Figure::new("key-to-paint", "a key to its pixels, 500 lines", "ms").p95_at_most(50.0);
    let mut work = Figure::new("key-work", "work of the page's thread for a key, 500 lines", "ms").p95_at_most(16.0);
    let mut all = Figure::new("key-work-all", "work of all threads of the page for a key, 500 lines", "ms");
    let mut shown = Figure::new("enter-to-paint", "Enter to the first new pixels, 500 lines", "ms").p95_at_most(50.0);
    let mut disk = Figure::new("enter-to-disk", "Enter to the line on the disk, 500 lines", "ms").p95_at_most(150.0);
    for _ in 0..LINES {
        for number in 0..KEYS_EACH {
            let letter = char::from(b"bcdefghiklmnop"[number]);
            let before = machine::work(program.id());
            eyes.blink();
            let pressed = Instant::now();
            desk.keyboard.letter(letter);
            paint.add(milliseconds(eyes.next().at - pressed));
            thread::sleep(BETWEEN_KEYS.saturating_sub(pressed.elapsed()));
            let after = machine::work(program.id());
            work.add(after.page - before.page);
            all.add(after.all - before.all);
        }
        eyes.blink();
        let before = last_offset(&reader, lesson);
        let pressed = Instant::now();
        desk.keyboard.press("Enter");
        disk.add(milliseconds(durable(&reader, lesson, before) - pressed));
        shown.add(milliseconds(eyes.next().at - pressed));
        thread::sleep(Duration::from_millis(500));
    }
    [paint, work, all, shown, disk].iter().for_each(|figure| bench.report(figure));
}

/// Waits until another connection sees a later line, which is so when the commit has waited for the disk.
fn durable(reader: &Connection, lesson: RowId, before: i64) -> Instant {
    let limit = Instant::now() + Duration::from_secs(10);
    while last_offset(reader, lesson) == before {
        assert!(Instant::now() < limit, "the line never came to the disk");
        thread::sleep(Duration::from_millis(1));
    }
    Instant::now()
}

fn last_offset(reader: &Connection, lesson: RowId) -> i64 {
    observation::last_offset(reader, lesson).expect("the database can be read")
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
