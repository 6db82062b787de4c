//! Going from screen to screen and searching with a decade of work, and the memory that it takes.

use std::{
    thread,
    time::{Duration, Instant},
};

use crate::{
    Bench,
    eyes::Eyes,
    figure::Figure,
    machine,
    support::{process::Process, window::Desk},
};

/// The screens of the tour, the keys that lead to them, and the window's title there.
const SCREENS: &[(&[&str], &str)] =
    &[(&["g", "o"], "Observe"), (&["g", "p"], "People"), (&["Ctrl+Comma"], "Settings"), (&["g", "w"], "This week")];

/// What is typed into Ctrl K, letter by letter: a word of most lines, names, two words, a rare word, none at all.
const QUERIES: &[&str] = &["students", "amir", "the number", "period", "kowalski", "why do you think", "zebra"];

const ROUNDS: usize = 15;
/// A tour as long as an hour of work: a screen each twelve seconds.
const TOUR: usize = 75;
/// After a screen nothing is painted for so long that it is complete.
pub const STILL: Duration = Duration::from_millis(300);
/// Longer: between a letter and its hits the screen stands still while the index is read.
const ANSWERED: Duration = Duration::from_millis(450);

pub fn measure(bench: &Bench) {
    let desk = bench.desk_with_decade();
    let eyes = bench.eyes(&desk);
    let program = desk.start();
    thread::sleep(Duration::from_secs(5));

    let mut rest =
        Figure::new("memory-at-rest", "memory of all processes after the start, a decade", "MB").median_at_most(340.0);
    rest.add(machine::memory_mb(program.id()));
    bench.report(&rest);

    let mut screens =
        Figure::new("screen-switch", "a key to another screen, complete, a decade", "ms").p95_at_most(100.0);
    (0..ROUNDS).for_each(|_| round(&desk, &eyes, &mut screens));
    bench.report(&screens);

    let mut search = Figure::new("search", "a letter in Ctrl K to its hits, a decade", "ms").p95_at_most(80.0);
    QUERIES.iter().for_each(|query| ask(&desk, &eyes, query, &mut search));
    bench.report(&search);

    tour(bench, &desk, &eyes, &program);
}

/// Goes once through all screens.
fn round(desk: &Desk, eyes: &Eyes, figure: &mut Figure) {
    for (keys, title) in SCREENS {
        let (last, before) = keys.split_last().expect("each screen has a key");
        for key in before {
            desk.keyboard.press(key);
        }
        eyes.blink();
        let pressed = Instant::now();
        desk.keyboard.press(last);
        let done = eyes.settled(STILL);
        eyes.expect_title(title);
        figure.add((done.at - pressed).as_secs_f64() * 1e3);
    }
}

fn ask(desk: &Desk, eyes: &Eyes, query: &str, figure: &mut Figure) {
    desk.keyboard.press("Ctrl+k");
    eyes.settled(ANSWERED);
    for letter in query.chars() {
        let pressed = Instant::now();
        desk.keyboard.letter(letter);
        let done = eyes.settled(ANSWERED);
        figure.add((done.at - pressed).as_secs_f64() * 1e3);
    }
    desk.keyboard.press("Escape");
    eyes.rest(STILL);
}

fn tour(bench: &Bench, desk: &Desk, eyes: &Eyes, program: &Process) {
    let mut unused = Figure::new("", "", "");
    let before = machine::memory_mb(program.id());
    (0..TOUR).for_each(|_| round(desk, eyes, &mut unused));
    let after = machine::memory_mb(program.id());
    let mut memory = Figure::new("memory-after-tour", "the same, after 300 screens", "MB").median_at_most(400.0);
    memory.add(after);
    bench.report(&memory);
    let mut growth = Figure::new("memory-growth", "how much of it the 300 screens added", "%").median_at_most(10.0);
    growth.add((after / before - 1.0) * 100.0);
    bench.report(&growth);
}
