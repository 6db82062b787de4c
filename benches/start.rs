//! From the start of the program to a screen that can be used.

use std::{thread, time::Duration};

use crate::{Bench, figure::Figure, machine, worlds};

const WARM: usize = 9;
const COLD: usize = 5;

pub fn measure(bench: &Bench) {
    let decade = bench.desk_with_decade();
    let mut warm =
        Figure::new("start-warm", "start to This week painted and still, a decade, warm", "ms").median_at_most(1_500.0);
    // The first start after a build fills the kernel's memory with the program's files.
    bench.start_ms(&decade);
    (0..WARM).for_each(|_| warm.add(bench.start_ms(&decade)));
    bench.report(&warm);

    let mut cold = Figure::new("start-cold", "the same, with no file in the kernel's memory", "ms");
    for _ in 0..COLD {
        if !machine::forget_files() {
            println!("start-cold: only root can put files out of the kernel's memory; not measured");
            break;
        }
        cold.add(bench.start_ms(&decade));
    }
    if cold.is_measured() {
        bench.report(&cold);
    }

    let term = bench.desk();
    let made = term.command(&["demo"]);
    assert_eq!(made.0, 0, "the demo data was not made: {}", made.2);
    let term = term.with("COACHLIGHT_PASSPHRASE", worlds::DEMO_PASSPHRASE);
    let mut short = Figure::new("start-term", "the same, a term of work, warm", "ms").median_at_most(1_300.0);
    (0..WARM).for_each(|_| short.add(bench.start_ms(&term)));
    bench.report(&short);

    let empty = bench.desk();
    let mut first = Figure::new("start-first", "start to the first screen of a fresh computer", "ms");
    (0..WARM).for_each(|_| first.add(bench.start_ms(&empty)));
    bench.report(&first);
    thread::sleep(Duration::from_millis(200));
}
