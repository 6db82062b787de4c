//! Between a lesson and the next with a decade of work: the prep screen, a tag, and the card that says what was last time.

use std::{
    thread,
    time::{Duration, Instant},
};

use crate::{Bench, eyes::Eyes, figure::Figure, moving::STILL, support::window::Desk};

/// So many finished lessons are opened, each with 200 lines or so.
const LESSONS: usize = 20;
/// Before them so many whose figure is a first visit's. Without a graphics card the driver compiles each way of drawing when
/// it is first asked for, which holds a frame up for 150 to 400 ms. It keeps that on the person's disk; the desk's home is new.
const FIRST_LESSONS: usize = 4;
/// So many lines of each are tagged.
const TAGS: usize = 6;
/// So many teachers are looked at before a visit, one after the other in the list.
const TEACHERS: usize = 14;
const ROUNDS: usize = 3;
/// The screens of coaching: the figure, the key behind G that leads there, and the window's title.
const SCREENS: &[(&str, &str, &str)] = &[
    ("coaching-cycles", "c", "Coaching cycles"),
    ("steps", "d", "Debriefs and steps"),
    ("log", "l", "Log"),
    ("coach-note", "n", "Coach note"),
    ("people", "p", "People"),
    ("reviews", "r", "Review list"),
    ("shared", "e", "Shared with me"),
];
const TIMES: usize = 8;
/// A tag is on the disk by then, and its row painted.
const BETWEEN_TAGS: Duration = Duration::from_millis(400);

pub fn measure(bench: &Bench) {
    let desk = bench.desk_with_decade();
    let eyes = bench.eyes(&desk);
    let _program = desk.start();
    thread::sleep(Duration::from_secs(5));

    let mut first = Figure::new("first-visit", "a screen's first visit on a new computer, a decade", "ms");
    for screen in SCREENS {
        let figure = go(&desk, &eyes, screen, &mut first);
        bench.report(&figure);
    }

    let mut open =
        Figure::new("prep-open", "Enter on a finished lesson to its prep screen, a decade", "ms").p95_at_most(100.0);
    let mut tag = Figure::new("tag-to-paint", "a tag's key to its pixels, a decade", "ms").p95_at_most(50.0);
    press_all(&desk, &eyes, &["g", "o"]);
    eyes.expect_title("Observe");
    // The first page of a decade is read, so that Down finds its first row.
    thread::sleep(Duration::from_secs(2));
    let mut first_tag = Figure::new("first-tag", "the first tags on a new computer, a decade", "ms");
    (0..FIRST_LESSONS).for_each(|_| lesson(&desk, &eyes, &mut first, &mut first_tag));
    (0..LESSONS).for_each(|_| lesson(&desk, &eyes, &mut open, &mut tag));
    bench.report(&first);
    bench.report(&first_tag);
    bench.report(&open);
    bench.report(&tag);

    let mut card =
        Figure::new("next-visit-card", "another teacher to what was last time, a decade", "ms").p95_at_most(100.0);
    (0..ROUNDS).for_each(|_| cards(&desk, &eyes, &mut card));
    bench.report(&card);
}

/// Goes to a screen again and again, from This week. The first time is a first visit.
fn go(desk: &Desk, eyes: &Eyes, (name, key, title): &(&'static str, &str, &'static str), first: &mut Figure) -> Figure {
    let mut figure = Figure::new(name, title, "ms").p95_at_most(100.0);
    for time in 0..=TIMES {
        press_all(desk, eyes, &["g", "w", "g"]);
        let to = if time == 0 { &mut *first } else { &mut figure };
        to.add(until_still(desk, eyes, key));
        eyes.expect_title(title);
    }
    figure
}

/// Opens the next lesson of the list, tags a few lines, takes the tags away again, and goes back to the list.
fn lesson(desk: &Desk, eyes: &Eyes, open: &mut Figure, tag: &mut Figure) {
    press_all(desk, eyes, &["Down"]);
    open.add(until_still(desk, eyes, "Enter"));
    eyes.expect_title("Observation");
    for _ in 0..TAGS {
        press_all(desk, eyes, &["j"]);
        for _ in 0..2 {
            eyes.blink();
            let pressed = Instant::now();
            desk.keyboard.press("1");
            tag.add((eyes.next().at - pressed).as_secs_f64() * 1e3);
            thread::sleep(BETWEEN_TAGS);
        }
    }
    press_all(desk, eyes, &["Escape", "Alt+Left"]);
    eyes.expect_title("Observe");
}

/// Goes through the teachers whose lesson could begin; beside each is what was last time.
fn cards(desk: &Desk, eyes: &Eyes, card: &mut Figure) {
    press_all(desk, eyes, &["Ctrl+n"]);
    (0..TEACHERS).for_each(|_| card.add(until_still(desk, eyes, "Down")));
    press_all(desk, eyes, &["Escape"]);
}

/// Returns how long it takes from a key to the last paint of what it leads to, in milliseconds.
fn until_still(desk: &Desk, eyes: &Eyes, key: &str) -> f64 {
    eyes.blink();
    let pressed = Instant::now();
    desk.keyboard.press(key);
    (eyes.settled(STILL).at - pressed).as_secs_f64() * 1e3
}

fn press_all(desk: &Desk, eyes: &Eyes, keys: &[&str]) {
    for key in keys {
        desk.keyboard.press(key);
        eyes.rest(STILL);
    }
}
